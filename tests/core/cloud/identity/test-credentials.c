/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "tny-identity.h"
#include "tny-json.h"
#include "tny-oauth-error.h"

#define A "aaaaaaaa-2222-3333-4444-555555555555"
#define B "bbbbbbbb-2222-3333-4444-555555555555"

/* Which field has a problem: a letter of "cts". */
static const struct { const char *name, *client_id, *tenant_id, *secret, *problems; } typed[] = {
  { "nothing-yet", "", "", "", "" },
  { "null", NULL, NULL, NULL, "" },
  { "good", A, B, "Bj8Q~kEyabc.def_ghi-jkl", "" },
  { "good-with-blanks", "  " A "\n", "\t" B " ", " Bj8Q~kEyabc \r\n", "" },
  { "secret-with-plus-slash-equals", A, B, "ab+/=c", "" },
  { "half-typed", "aaaaaaaa-22", "bbb", "", "ct" },
  { "domain", A, "contoso.example", "", "" },
  { "domain-for-the-app", "contoso.example", B, "", "c" },
  { "address", A, "sync@contoso.example", "", "t" },
  { "web-address", A, "https://contoso.example/", "", "t" },
  { "braces", "{" A "}", B, "x", "c" },
  { "ids-equal", A, A, "", "t" },
  { "ids-equal-in-another-case", A, "AAAAAAAA-2222-3333-4444-555555555555", "", "t" },
  { "secret-id", A, B, "cccccccc-2222-3333-4444-555555555555", "s" },
  { "secret-id-with-blanks", A, B, " cccccccc-2222-3333-4444-555555555555 ", "s" },
  { "secret-with-a-blank", A, B, "two words", "s" },
  { "secret-not-ascii", A, B, "gehe\303\253m", "s" },
  { "personal-directory", A, TNY_PERSONAL_TENANT, "", "t" },
};

static void
test_typed (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (typed); i++)
    {
      TnyCredentialsProblem problem = tny_credentials_problem (typed[i].client_id,
                                                               typed[i].tenant_id,
                                                               typed[i].secret);

      if ((problem.client_id != NULL) != (strchr (typed[i].problems, 'c') != NULL) ||
          (problem.tenant_id != NULL) != (strchr (typed[i].problems, 't') != NULL) ||
          (problem.secret != NULL) != (strchr (typed[i].problems, 's') != NULL))
        g_error ("%s: client %s, tenant %s, secret %s", typed[i].name, problem.client_id,
                 problem.tenant_id, problem.secret);
    }
}

/* What the token endpoint says, in the partner tenant and in a customer's. */
static const struct
{
  const char *body;
  TnyError    partner, customer;
  gboolean    final, grant;
} refusals[] = {
  { "{\"error\":\"invalid_client\",\"error_codes\":[7000215]}", TNY_ERROR_SECRET_WRONG,
    TNY_ERROR_SECRET_WRONG, TRUE, FALSE },
  { "{\"error\":\"invalid_client\",\"error_codes\":[7000222]}", TNY_ERROR_SECRET_EXPIRED,
    TNY_ERROR_SECRET_EXPIRED, TRUE, FALSE },
  { "{\"error\":\"invalid_client\",\"error_codes\":[7000218]}", TNY_ERROR_REGISTRATION,
    TNY_ERROR_REGISTRATION, TRUE, FALSE },
  { "{\"error\":\"unauthorized_client\",\"error_codes\":[700016]}", TNY_ERROR_APP,
    TNY_ERROR_CONSENT, TRUE, FALSE },
  { "{\"error\":\"invalid_request\",\"error_codes\":[90002]}", TNY_ERROR_APP, TNY_ERROR_APP, TRUE,
    FALSE },
  { "{\"error\":\"invalid_grant\",\"suberror\":\"consent_required\",\"error_codes\":[65001]}",
    TNY_ERROR_CONSENT, TNY_ERROR_CONSENT, TRUE, FALSE },
  { "{\"error\":\"invalid_grant\",\"suberror\":\"consent_required\"}", TNY_ERROR_CONSENT,
    TNY_ERROR_CONSENT, TRUE, FALSE },
  { "{\"error\":\"invalid_grant\",\"error_codes\":[50173]}", TNY_ERROR_SIGN_IN, TNY_ERROR_SIGN_IN,
    TRUE, TRUE },
  { "{\"error\":\"invalid_grant\",\"error_codes\":[700082]}", TNY_ERROR_SIGN_IN, TNY_ERROR_SIGN_IN,
    TRUE, TRUE },
  { "{\"error\":\"invalid_grant\"}", TNY_ERROR_SIGN_IN, TNY_ERROR_ACCESS, TRUE, TRUE },
  { "{\"error\":\"invalid_grant\",\"error_codes\":[50177]}", TNY_ERROR_ACCESS, TNY_ERROR_ACCESS,
    TRUE, TRUE },
  { "{\"error\":\"invalid_grant\",\"suberror\":\"basic_action\",\"error_codes\":[50076]}",
    TNY_ERROR_MFA, TNY_ERROR_MFA, TRUE, TRUE },
  { "{\"error\":\"interaction_required\",\"suberror\":\"additional_action\"}", TNY_ERROR_MFA,
    TNY_ERROR_MFA, TRUE, TRUE },
  { "{\"error\":\"invalid_grant\",\"suberror\":\"message_only\",\"error_codes\":[53003]}",
    TNY_ERROR_BLOCKED, TNY_ERROR_BLOCKED, TRUE, TRUE },
  { "{\"error\":\"access_denied\",\"error_description\":\"AADSTS65004: User declined\"}",
    TNY_ERROR_DECLINED, TNY_ERROR_DECLINED, TRUE, FALSE },
  { "{\"error\":\"access_denied\",\"error_description\":\"AADSTS90094: Admin consent\"}",
    TNY_ERROR_CONSENT, TNY_ERROR_CONSENT, TRUE, FALSE },
  { "{\"error\":\"invalid_client\",\"error_codes\":[700027]}", TNY_ERROR_CERTIFICATE,
    TNY_ERROR_CERTIFICATE, TRUE, FALSE },
  { "{\"error\":\"invalid_client\",\"error_codes\":[700024]}", TNY_ERROR_CLOCK, TNY_ERROR_CLOCK, TRUE,
    FALSE },
  { "{\"error\":\"access_denied\"}", TNY_ERROR_SIGN_IN, TNY_ERROR_ACCESS, TRUE, FALSE },
  { "{\"error\":\"temporarily_unavailable\"}", TNY_ERROR_UNAVAILABLE, TNY_ERROR_UNAVAILABLE, FALSE,
    FALSE },
  { "{\"error\":\"server_error\",\"error_codes\":[90033]}", TNY_ERROR_UNAVAILABLE,
    TNY_ERROR_UNAVAILABLE, FALSE, FALSE },
  { "{\"error\":\"never_heard_of\",\"error_codes\":[1]}", TNY_ERROR_REGISTRATION,
    TNY_ERROR_REGISTRATION, TRUE, FALSE },
  { "{\"error\":\"invalid_grant\",\"error_codes\":[\"50076\"]}", TNY_ERROR_SIGN_IN,
    TNY_ERROR_ACCESS, TRUE, TRUE },
};

static void
test_refusals (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (refusals); i++)
    {
      g_autoptr(JsonNode) node = tny_json_parse_object (refusals[i].body,
                                                        strlen (refusals[i].body), NULL);
      TnyOauthError cause;

      g_assert_true (tny_oauth_error_from_body (&cause, json_node_get_object (node)));
      if (tny_oauth_error_code (&cause, FALSE) != refusals[i].partner ||
          tny_oauth_error_code (&cause, TRUE) != refusals[i].customer ||
          tny_oauth_error_is_final (&cause) != refusals[i].final ||
          tny_oauth_error_is_of_grant (&cause) != refusals[i].grant)
        g_error ("%s: %d %d", refusals[i].body, tny_oauth_error_code (&cause, FALSE),
                 tny_oauth_error_code (&cause, TRUE));
    }
}

/* The message has what support asks for and nothing about people. */
static void
test_message (void)
{
  static const char body[] =
    "{\"error\":\"invalid_grant\",\"suberror\":\"bad\\u202etoken\",\"error_codes\":[50173],"
    "\"error_description\":\"AADSTS50173: jane@contoso.example CANARY\","
    "\"trace_id\":\"" A "\"}";
  g_autoptr(JsonNode) node = tny_json_parse_object (body, strlen (body), NULL);
  g_autoptr(GError) error = NULL;
  TnyOauthError cause;

  tny_oauth_error_from_body (&cause, json_node_get_object (node));
  tny_oauth_error_set (&cause, FALSE, "POST /x/oauth2/v2.0/token: 400", &error);
  g_assert_error (error, TNY_ERROR, TNY_ERROR_SIGN_IN);
  g_assert_cmpstr (error->message, ==,
                   "POST /x/oauth2/v2.0/token: 400: invalid_grant/bad\\u202etoken AADSTS50173 (trace " A ")");

  g_assert_cmpint (tny_oauth_error_number ("AADSTS65004: text"), ==, 65004);
  g_assert_cmpint (tny_oauth_error_number ("AADSTS99999999999: text"), ==, 0);
  g_assert_cmpint (tny_oauth_error_number ("Error AADSTS1"), ==, 0);
  g_assert_cmpint (tny_oauth_error_number (NULL), ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/identity/credentials/problems-while-typing", test_typed);
  g_test_add_func ("/identity/refusals/each-has-its-remedy", test_refusals);
  g_test_add_func ("/identity/refusals/message-holds-numbers-not-people", test_message);

  return g_test_run ();
}
