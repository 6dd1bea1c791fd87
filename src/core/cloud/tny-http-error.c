/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-http-error.h"

#include <libsoup/soup.h>
#include <string.h>

#include "tny-json.h"
#include "tny-text.h"

/* What we call the refusal that has no code of its own: "BadRequest" with just these words. */
#define NOT_APPLICABLE       "RequestNotApplicableToTargetTenant"
#define NOT_APPLICABLE_WORDS "Request not applicable to target tenant"

/* First row that fits. status_to 0: status alone; NULL code: any; TNY_N_SERVICES: any service.
 * Source: Microsoft Graph, "Microsoft Graph error responses and resource types"; Partner Center
 * REST, "Error codes"; delta tokens: "Use delta query to track changes". */
static const struct
{
  TnyService  service;
  guint       status, status_to;
  const char *code;
  TnyError    error;
} rows[] = {
  { TNY_N_SERVICES, 400, 499, "syncStateNotFound", TNY_ERROR_RESYNC },
  { TNY_N_SERVICES, 400, 499, "resyncRequired", TNY_ERROR_RESYNC },
  { TNY_N_SERVICES, 400, 499, "Directory_ExpiredPageToken", TNY_ERROR_RESYNC },
  { TNY_N_SERVICES, 410, 0, NULL, TNY_ERROR_RESYNC },
  { TNY_SERVICE_PARTNER, 401, 0, "900421", TNY_ERROR_MFA },
  { TNY_SERVICE_PARTNER, 401, 0, NULL, TNY_ERROR_SIGN_IN },
  { TNY_N_SERVICES, 401, 0, "Authorization_IdentityNotFound", TNY_ERROR_CONSENT },
  { TNY_N_SERVICES, 401, 0, NULL, TNY_ERROR_ACCESS },
  { TNY_N_SERVICES, 403, 0, "Authentication_RequestFromNonPremiumTenantOrB2CTenant",
    TNY_ERROR_LICENCE },
  { TNY_N_SERVICES, 400, 0, NOT_APPLICABLE, TNY_ERROR_LICENCE },
  { TNY_N_SERVICES, 403, 0, "Authentication_MSGraphPermissionMissing", TNY_ERROR_CONSENT },
  { TNY_N_SERVICES, 403, 0, NULL, TNY_ERROR_PERMISSION },
  { TNY_N_SERVICES, 404, 0, NULL, TNY_ERROR_NOT_FOUND },
  { TNY_N_SERVICES, 407, 0, NULL, TNY_ERROR_NETWORK },
  { TNY_N_SERVICES, 408, 0, NULL, TNY_ERROR_NETWORK },
  { TNY_N_SERVICES, 429, 0, NULL, TNY_ERROR_THROTTLED },
  { TNY_N_SERVICES, 501, 0, NULL, TNY_ERROR_PROTOCOL },
  { TNY_N_SERVICES, 500, 599, NULL, TNY_ERROR_UNAVAILABLE },
};

TnyError
tny_http_error_code (TnyService service, guint status, const char *error_code)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    if ((rows[i].service == TNY_N_SERVICES || rows[i].service == service) &&
        status >= rows[i].status && status <= MAX (rows[i].status, rows[i].status_to) &&
        (rows[i].code == NULL || g_strcmp0 (rows[i].code, error_code) == 0))
      return rows[i].error;

  return TNY_ERROR_PROTOCOL;
}

static char *
plain_word (const char *text)
{
  gsize length = text != NULL ? strlen (text) : 0;

  if (length < 1 || length > 64)
    return NULL;
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isalnum (text[i]) && strchr ("_.-", text[i]) == NULL)
      return NULL;

  return g_strdup (text);
}

/* A service that the tenant never bought, Intune above all: only the message tells. */
static gboolean
is_not_applicable (JsonObject *error)
{
  const char *message = tny_json_text (error, "message");

  return g_strcmp0 (tny_json_text (error, "code"), "BadRequest") == 0 && message != NULL &&
         g_str_has_prefix (message, NOT_APPLICABLE_WORDS);
}

char *
tny_http_read_error (const GByteArray *body)
{
  g_autoptr(JsonNode) node = NULL;
  JsonObject *root, *error;
  gint64 number;

  if (body->len == 0 || (node = tny_json_parse_object ((const char *) body->data, body->len,
                                                       NULL)) == NULL)
    return NULL;
  root = json_node_get_object (node);
  if ((error = tny_json_object (root, "error")) != NULL)
    return is_not_applicable (error) ? g_strdup (NOT_APPLICABLE)
                                     : plain_word (tny_json_text (error, "code"));
  if (tny_json_text (root, "error") != NULL)
    return plain_word (tny_json_text (root, "error"));
  if ((number = tny_json_int (root, "code", 0)) != 0)
    return g_strdup_printf ("%" G_GINT64_FORMAT, number);

  return plain_word (tny_json_text (root, "code"));
}

char *
tny_http_operation (const TnyCloud *cloud, const TnyRequest *request)
{
  const char *path = g_uri_get_path (request->uri);
  const char *base = tny_cloud_get_base (cloud, request->service);
  const char *prefix = base != NULL ? strstr (base, "://") : NULL;
  g_autofree char *shown = NULL;

  /* Whoever has the address of a report gets it. */
  if (request->service == TNY_SERVICE_REPORTS)
    return g_strdup ("GET (usage report)");

  /* Key files put services below a path of their own; what is behind it is as at Microsoft. */
  prefix = prefix != NULL ? strchr (prefix + 3, '/') : NULL;
  if (prefix != NULL && g_str_has_prefix (path, prefix))
    path += strlen (prefix);
  shown = tny_text_one_line (path, 200);

  return g_strconcat (request->method != NULL ? request->method : "GET", " ", shown, NULL);
}

void
tny_http_set_error (GError **error, const TnyRequest *request, const TnyResponse *response)
{
  gboolean redirect = response->status >= 300 && response->status < 400;

  g_set_error (error, TNY_ERROR,
               tny_http_error_code (request->service, response->status, response->error_code),
               "%s: %u %s%s%s%s%s%s%s", response->operation, response->status,
               soup_status_get_phrase (response->status),
               redirect ? ", a redirect that was not followed" : "",
               response->error_code != NULL ? " " : "",
               response->error_code != NULL ? response->error_code : "",
               response->request_id != NULL ? " (request " : "",
               response->request_id != NULL ? response->request_id : "",
               response->request_id != NULL ? ")" : "");
}
