/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-oauth-error.h"

#include <string.h>

#include "tny-json.h"
#include "tny-text.h"

/* Source: "Microsoft Entra authentication and authorization error codes". Sorted by remedy. */
static const struct { TnyError code; int numbers[20]; } numbered[] = {
  { TNY_ERROR_SECRET_WRONG, { 7000215 } },
  { TNY_ERROR_CERTIFICATE, { 700027 } },
  { TNY_ERROR_CLOCK, { 700024 } },
  { TNY_ERROR_SECRET_EXPIRED, { 7000222 } },
  { TNY_ERROR_REGISTRATION, { 7000218, 700025, 9002327, 50011, 70004, 900971, 50194, 70011, 28002,
                              28003, 700022, 700023, 90015, 90008, 650056 } },
  { TNY_ERROR_APP, { 700016, 700011, 70001, 90002, 900023, 50128, 50059, 5000224, 90038, 900382,
                     900432, 1000104, 9001023, 90019 } },
  { TNY_ERROR_CONSENT, { 7000112, 7000229, 65001, 90094, 90095, 90099, 650052, 500011,
                         650057, 65005, 50001, 650051 } },
  { TNY_ERROR_DECLINED, { 65004 } },
  { TNY_ERROR_MFA, { 50076, 50079, 50072, 50074, 50078, 50158, 530035, 53004, 53010 } },
  { TNY_ERROR_BLOCKED, { 53003, 530032, 50131, 53000, 53001, 50005, 50097, 530034, 53011, 500212,
                         500213 } },
  { TNY_ERROR_ACCESS, { 50020, 50177, 50034, 51004, 16000, 90072, 50105 } },
  { TNY_ERROR_SIGN_IN, { 50126, 50053, 50055, 50056, 50057, 50144, 50173, 70008, 700082, 700084,
                         70043, 50132, 50133, 50089, 50058 } },
  { TNY_ERROR_SIGN_IN, { 54005, 501481, 50147, 501491, 9002313 } },
  { TNY_ERROR_WRONG_ACCOUNT, { 700005 } },      /* the code is of another directory */
  { TNY_ERROR_THROTTLED, { 50196, 90055 } },
  { TNY_ERROR_UNAVAILABLE, { 50033, 50087, 90006, 90012, 90024, 90033, 90090 } },
};

/* The first row that fits decides; NULL fits everything. */
static const struct
{
  const char *error, *suberror;
  TnyError    code, customer;
} named[] = {
  { "invalid_grant", "consent_required", TNY_ERROR_CONSENT, TNY_ERROR_CONSENT },
  { "invalid_grant", "basic_action", TNY_ERROR_MFA, TNY_ERROR_MFA },
  { "invalid_grant", "additional_action", TNY_ERROR_MFA, TNY_ERROR_MFA },
  { "invalid_grant", "message_only", TNY_ERROR_BLOCKED, TNY_ERROR_ACCESS },
  { "invalid_grant", "protection_policy_required", TNY_ERROR_BLOCKED, TNY_ERROR_BLOCKED },
  { "invalid_grant", "device_authentication_failed", TNY_ERROR_BLOCKED, TNY_ERROR_BLOCKED },
  { "invalid_grant", "client_mismatch", TNY_ERROR_APP, TNY_ERROR_APP },
  { "invalid_grant", "bad_token", TNY_ERROR_SIGN_IN, TNY_ERROR_SIGN_IN },
  { "invalid_grant", "token_expired", TNY_ERROR_SIGN_IN, TNY_ERROR_SIGN_IN },
  { "invalid_grant", "user_password_expired", TNY_ERROR_SIGN_IN, TNY_ERROR_SIGN_IN },
  { "invalid_grant", NULL, TNY_ERROR_SIGN_IN, TNY_ERROR_ACCESS },
  { "interaction_required", NULL, TNY_ERROR_MFA, TNY_ERROR_MFA },
  { "login_required", NULL, TNY_ERROR_SIGN_IN, TNY_ERROR_SIGN_IN },
  { "consent_required", NULL, TNY_ERROR_CONSENT, TNY_ERROR_CONSENT },
  { "access_denied", NULL, TNY_ERROR_SIGN_IN, TNY_ERROR_ACCESS },
  { "invalid_client", NULL, TNY_ERROR_SECRET_WRONG, TNY_ERROR_SECRET_WRONG },
  { "unauthorized_client", NULL, TNY_ERROR_APP, TNY_ERROR_CONSENT },
  { "invalid_tenant", NULL, TNY_ERROR_APP, TNY_ERROR_ACCESS },
  { "temporarily_unavailable", NULL, TNY_ERROR_UNAVAILABLE, TNY_ERROR_UNAVAILABLE },
  { "server_error", NULL, TNY_ERROR_UNAVAILABLE, TNY_ERROR_UNAVAILABLE },
  { NULL, NULL, TNY_ERROR_REGISTRATION, TNY_ERROR_REGISTRATION },
};

gint64
tny_oauth_error_number (const char *description)
{
  const char *at = description != NULL && g_str_has_prefix (description, "AADSTS")
    ? description + strlen ("AADSTS") : NULL;
  gint64 number = 0;

  if (at == NULL)
    return 0;
  for (int digits = 0; g_ascii_isdigit (*at); at++, digits++)
    {
      if (digits == 9)
        return 0;
      number = number * 10 + (*at - '0');
    }

  return number;
}

gboolean
tny_oauth_error_from_body (TnyOauthError *self, JsonObject *body)
{
  JsonArray *numbers = tny_json_array (body, "error_codes");
  const char *trace_id = tny_json_text (body, "trace_id");

  self->error = tny_json_text (body, "error");
  self->suberror = tny_json_text (body, "suberror");
  self->number = 0;
  if (numbers != NULL && json_array_get_length (numbers) > 0)
    {
      JsonNode *first = json_array_get_element (numbers, 0);

      if (JSON_NODE_HOLDS_VALUE (first) && json_node_get_value_type (first) == G_TYPE_INT64)
        self->number = json_node_get_int (first);
    }
  if (self->number <= 0)
    self->number = tny_oauth_error_number (tny_json_text (body, "error_description"));
  self->trace_id = tny_text_is_guid (trace_id) ? trace_id : NULL;

  return self->error != NULL;
}

static gboolean
find_number (gint64 number, TnyError *code)
{
  if (number <= 0)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (numbered); i++)
    for (guint k = 0; k < G_N_ELEMENTS (numbered[i].numbers) && numbered[i].numbers[k] != 0; k++)
      if (numbered[i].numbers[k] == number)
        {
          *code = numbered[i].code;
          return TRUE;
        }

  return FALSE;
}

gboolean
tny_oauth_error_is_known (const TnyOauthError *self)
{
  TnyError code;

  return find_number (self->number, &code);
}

TnyError
tny_oauth_error_code (const TnyOauthError *self, gboolean customer)
{
  TnyError code = TNY_ERROR_PROTOCOL;

  if (find_number (self->number, &code))
    {
      /* The same ids that opened the partner tenant are unknown in this one: nobody consented
       * there. */
      if (customer && (self->number == 700016 || self->number == 700011 || self->number == 70001))
        code = TNY_ERROR_CONSENT;
      return code;
    }
  for (guint i = 0; i < G_N_ELEMENTS (named); i++)
    if ((named[i].error == NULL || g_strcmp0 (named[i].error, self->error) == 0) &&
        (named[i].suberror == NULL || g_strcmp0 (named[i].suberror, self->suberror) == 0))
      return customer ? named[i].customer : named[i].code;

  return code;
}

gboolean
tny_oauth_error_is_final (const TnyOauthError *self)
{
  return g_strcmp0 (self->error, "temporarily_unavailable") != 0 &&
         g_strcmp0 (self->error, "server_error") != 0;
}

gboolean
tny_oauth_error_is_of_grant (const TnyOauthError *self)
{
  static const char *const errors[] = {
    "invalid_grant", "interaction_required", "login_required", NULL
  };

  return self->error != NULL && g_strv_contains (errors, self->error) &&
         g_strcmp0 (self->suberror, "consent_required") != 0;
}

void
tny_oauth_error_set (const TnyOauthError *self,
                     gboolean             customer,
                     const char          *operation,
                     GError             **error)
{
  g_autoptr(GString) message = g_string_new (operation);
  g_autofree char *word = tny_text_one_line (self->error != NULL ? self->error : "refused", 40);
  g_autofree char *sub = self->suberror != NULL ? tny_text_one_line (self->suberror, 40) : NULL;

  g_string_append_printf (message, ": %s", word);
  if (sub != NULL)
    g_string_append_printf (message, "/%s", sub);
  if (self->number > 0)
    g_string_append_printf (message, " AADSTS%" G_GINT64_FORMAT, self->number);
  if (self->trace_id != NULL)
    g_string_append_printf (message, " (trace %s)", self->trace_id);
  g_set_error_literal (error, TNY_ERROR, tny_oauth_error_code (self, customer), message->str);
}
