/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-token-request.h"

#include <string.h>

#include "tny-certificate.h"
#include "tny-error.h"
#include "tny-identity.h"
#include "tny-json.h"
#include "tny-oauth-error.h"
#include "tny-text.h"

#define TOKEN_MAX        (64 * 1024)
#define EXPIRES_MAX      (2 * 24 * 3600)
#define EXPIRES_FALLBACK 300

void
tny_token_answer_free (TnyTokenAnswer *self)
{
  if (self == NULL)
    return;

  tny_secret_unref (self->access_token);
  tny_secret_unref (self->refresh_token);
  tny_secret_unref (self->id_token);
  g_free (self->scope);
  g_free (self);
}

void
tny_discovery_free (TnyDiscovery *self)
{
  if (self == NULL)
    return;

  g_free (self->tenant_id);
  g_free (self->issuer);
  g_clear_pointer (&self->keys, g_uri_unref);
  g_free (self);
}

static gsize
room_for (const char *const *form)
{
  gsize room = 0;

  for (gsize i = 0; form[i] != NULL; i++)
    room += strlen (form[i]) * 3 + 1;

  return room;
}

static void
append_form (GString *text, const char *const *form)
{
  for (gsize i = 0; form[i] != NULL; i += 2)
    {
      g_string_append_printf (text, "%s%s=", text->len > 0 ? "&" : "", form[i]);
      g_string_append_uri_escaped (text, form[i + 1], NULL, FALSE);
    }
}

/* Sized before: a buffer that grows would leave copies behind. */
static GBytes *
encode_form (const char *const *form, const char *const *proof)
{
  GString *text = g_string_sized_new (room_for (form) + room_for (proof) + 1);
  gsize length;

  append_form (text, form);
  append_form (text, proof);
  length = text->len;

  return tny_wiped_bytes_take (g_string_free (text, FALSE), length);
}

/* Visible ASCII without blanks: it goes into a header or a form. Takes it out of the parsed
 * body. */
static TnySecret *
take_secret (JsonObject *object, const char *name)
{
  char *text = (char *) tny_json_text (object, name);
  gsize length = text != NULL ? strlen (text) : 0;
  TnySecret *secret = NULL;
  gboolean fine = length > 0 && length <= TOKEN_MAX;

  for (gsize i = 0; fine && i < length; i++)
    fine = g_ascii_isgraph (text[i]);
  if (fine)
    secret = tny_secret_new_len (text, length);
  tny_wipe (text, length);

  return secret;
}

static TnyTokenAnswer *
read_answer (JsonObject *body)
{
  g_autoptr(TnyTokenAnswer) answer = g_new0 (TnyTokenAnswer, 1);
  const char *type = tny_json_text (body, "token_type");

  answer->access_token = take_secret (body, "access_token");
  answer->refresh_token = take_secret (body, "refresh_token");
  answer->id_token = take_secret (body, "id_token");
  answer->scope = g_strdup (tny_json_text (body, "scope"));
  answer->expires_in = tny_json_int (body, "expires_in", EXPIRES_FALLBACK);
  if (answer->expires_in < 1 || answer->expires_in > EXPIRES_MAX)
    answer->expires_in = EXPIRES_FALLBACK;
  if (answer->access_token == NULL || type == NULL || g_ascii_strcasecmp (type, "Bearer") != 0)
    return NULL;

  return g_steal_pointer (&answer);
}

/* A refusal of the service as a whole, not of this request. */
static gboolean
is_busy (guint status)
{
  return status == 429 || status >= 500;
}

static void
set_refused (const TnyRequest   *request,
             const TnyResponse  *response,
             gboolean            customer,
             TnyTokenRefusal    *refusal,
             GError            **error)
{
  g_autofree char *operation = g_strdup_printf ("%s %s: %u", request->method,
                                                g_uri_get_path (request->uri), response->status);
  g_autoptr(JsonNode) node = NULL;
  TnyOauthError cause;

  if (is_busy (response->status))
    {
      refusal->transient = response->status >= 500;
      refusal->block_usec = response->retry_after_usec > 0
        ? MIN (response->retry_after_usec, TNY_TOKEN_BLOCK_MAX) : TNY_TOKEN_BLOCK_USUAL;
      g_set_error_literal (error, TNY_ERROR,
                           response->status == 429 ? TNY_ERROR_THROTTLED : TNY_ERROR_UNAVAILABLE,
                           operation);
      return;
    }

  node = tny_json_parse_object ((const char *) response->body->data, response->body->len, NULL);
  if (response->status < 400 || node == NULL ||
      !tny_oauth_error_from_body (&cause, json_node_get_object (node)))
    {
      g_set_error (error, TNY_ERROR, TNY_ERROR_PROTOCOL,
                   "%s: no answer of the token endpoint", operation);
      return;
    }

  refusal->final = tny_oauth_error_is_final (&cause);
  refusal->grant = tny_oauth_error_is_of_grant (&cause);
  if (!refusal->final)
    {
      refusal->transient = TRUE;
      refusal->block_usec = TNY_TOKEN_BLOCK_USUAL;
    }
  tny_oauth_error_set (&cause, customer, operation, error);
}

/* The form, and what proves that the app is the app: its secret, or a statement for this address that its
 * certificate has signed; nothing for a public client. */
static GBytes *
make_body (const TnyTokenClient *client, const char *audience, const char *const *form, GError **error)
{
  g_autoptr(TnySecret) assertion = NULL;

  if (tny_certificate_is_bundle (client->secret))
    {
      assertion = tny_certificate_assert (client->secret, audience, client->client_id,
                                          tny_clock_now (client->clock), error);
      if (assertion == NULL)
        return NULL;
    }

  const char *secret[] = {
    "client_id", client->client_id,
    client->secret != NULL ? "client_secret" : NULL,
    client->secret != NULL ? tny_secret_peek (client->secret) : NULL, NULL
  };
  const char *certificate[] = {
    "client_id", client->client_id,
    "client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
    "client_assertion", assertion != NULL ? tny_secret_peek (assertion) : NULL, NULL
  };

  return encode_form (form, assertion != NULL ? certificate : secret);
}

TnyTokenAnswer *
tny_token_request (TnyHttp            *http,
                   const TnyTokenClient *client,
                   const char         *tenant_id,
                   gboolean            customer,
                   const char *const  *form,
                   TnyTokenRefusal    *refusal,
                   GCancellable       *cancellable,
                   GError            **error)
{
  g_autofree char *path = g_strdup_printf ("/%s/oauth2/v2.0/token", tenant_id);
  g_autoptr(GUri) uri = tny_cloud_build_uri (tny_http_get_cloud (http), TNY_SERVICE_LOGIN, path,
                                             NULL, error);
  g_autofree char *audience = NULL;
  g_autoptr(GBytes) body = NULL;
  g_autoptr(TnyResponse) response = NULL;
  g_autoptr(JsonNode) node = NULL;
  TnyTokenAnswer *answer = NULL;
  TnyTokenRefusal unused;
  TnyRequest request = {
    .service = TNY_SERVICE_LOGIN,
    .method = "POST",
    .uri = uri,
    .flags = TNY_REQUEST_INTERACTIVE | TNY_REQUEST_SECRET | TNY_REQUEST_ANY_STATUS,
    .content_type = "application/x-www-form-urlencoded",
  };

  if (refusal == NULL)
    refusal = &unused;
  *refusal = (TnyTokenRefusal) { FALSE };
  if (uri == NULL)
    return NULL;

  audience = g_uri_to_string (uri);
  request.body = body = make_body (client, audience, form, error);
  if (body == NULL)
    return NULL;
  response = tny_http_send (http, &request, cancellable, error);
  if (response == NULL)
    {
      refusal->transient = TRUE;
      return NULL;
    }
  if (response->status != 200)
    {
      set_refused (&request, response, customer, refusal, error);
      return NULL;
    }

  node = tny_json_parse_object ((const char *) response->body->data, response->body->len, NULL);
  if (node != NULL)
    answer = read_answer (json_node_get_object (node));
  if (answer == NULL)
    g_set_error (error, TNY_ERROR, TNY_ERROR_PROTOCOL, "POST %s: the answer is no token",
                 g_uri_get_path (uri));

  return answer;
}

/* Public documents: no secret in them. */
static JsonNode *
fetch_json (TnyHttp *http, GUri *uri, GCancellable *cancellable, GError **error)
{
  g_autoptr(TnyResponse) response = NULL;
  g_autoptr(JsonNode) node = NULL;
  TnyOauthError cause;
  TnyRequest request = {
    .service = TNY_SERVICE_LOGIN,
    .uri = uri,
    .flags = TNY_REQUEST_INTERACTIVE | TNY_REQUEST_ANY_STATUS,
  };

  response = tny_http_send (http, &request, cancellable, error);
  if (response == NULL)
    return NULL;
  node = tny_json_parse_object ((const char *) response->body->data, response->body->len, NULL);
  if (response->status == 200 && node != NULL)
    return g_steal_pointer (&node);

  if (node != NULL && response->status >= 400 && !is_busy (response->status) &&
      tny_oauth_error_from_body (&cause, json_node_get_object (node)))
    {
      g_autofree char *operation = g_strdup_printf ("GET %s", g_uri_get_path (uri));

      tny_oauth_error_set (&cause, FALSE, operation, error);
    }
  else if (response->status >= 400)
    tny_http_set_error (error, &request, response);
  else
    g_set_error (error, TNY_ERROR, TNY_ERROR_PROTOCOL, "GET %s: %u and no JSON object",
                 g_uri_get_path (uri), response->status);
  return NULL;
}

/* "{login}/{guid}/v2.0": the GUID, in lower case; NULL for another form. */
static char *
issuer_tenant (const TnyCloud *cloud, const char *issuer)
{
  const char *base = tny_cloud_get_base (cloud, TNY_SERVICE_LOGIN);
  g_autofree char *tenant = NULL;
  const char *at;

  if (issuer == NULL || !g_str_has_prefix (issuer, base) || issuer[strlen (base)] != '/')
    return NULL;
  at = issuer + strlen (base) + 1;
  if (strlen (at) != 36 + strlen ("/v2.0") || !g_str_equal (at + 36, "/v2.0"))
    return NULL;
  tenant = g_ascii_strdown (at, 36);

  return tny_text_is_guid (tenant) ? g_steal_pointer (&tenant) : NULL;
}

static gboolean
check_endpoint (const TnyCloud  *cloud,
                JsonObject      *document,
                const char      *name,
                GUri           **keep,
                GError         **error)
{
  const char *text = tny_json_text (document, name);
  g_autoptr(GUri) uri = NULL;

  if (text == NULL)
    {
      g_set_error (error, TNY_ERROR, TNY_ERROR_PROTOCOL, "discovery: %s is missing", name);
      return FALSE;
    }
  uri = tny_cloud_parse_link (cloud, TNY_SERVICE_LOGIN, text, error);
  if (uri == NULL)
    {
      g_prefix_error (error, "discovery: %s: ", name);
      return FALSE;
    }
  if (keep != NULL)
    *keep = g_steal_pointer (&uri);
  return TRUE;
}

TnyDiscovery *
tny_discovery_fetch (TnyHttp *http, const char *tenant, GCancellable *cancellable, GError **error)
{
  const TnyCloud *cloud = tny_http_get_cloud (http);
  g_autofree char *path = g_strdup_printf ("/%s/v2.0/.well-known/openid-configuration", tenant);
  g_autoptr(GUri) uri = tny_cloud_build_uri (cloud, TNY_SERVICE_LOGIN, path, NULL, error);
  g_autoptr(JsonNode) node = uri != NULL ? fetch_json (http, uri, cancellable, error) : NULL;
  g_autoptr(TnyDiscovery) self = NULL;
  JsonObject *document;

  if (node == NULL)
    return NULL;

  document = json_node_get_object (node);
  self = g_new0 (TnyDiscovery, 1);
  self->issuer = g_strdup (tny_json_text (document, "issuer"));
  self->tenant_id = issuer_tenant (cloud, self->issuer);
  if (self->tenant_id == NULL ||
      (tny_text_is_guid (tenant) && g_ascii_strcasecmp (self->tenant_id, tenant) != 0))
    {
      g_set_error (error, TNY_ERROR, TNY_ERROR_PROTOCOL, "discovery: another issuer");
      return NULL;
    }
  if (!check_endpoint (cloud, document, "authorization_endpoint", NULL, error) ||
      !check_endpoint (cloud, document, "token_endpoint", NULL, error) ||
      !check_endpoint (cloud, document, "jwks_uri", &self->keys, error))
    return NULL;
  self->announces_iss = tny_json_flag (document, "authorization_response_iss_parameter_supported",
                                       FALSE);

  return g_steal_pointer (&self);
}

JsonNode *
tny_keys_fetch (TnyHttp             *http,
                const TnyDiscovery  *discovery,
                GCancellable        *cancellable,
                GError             **error)
{
  return fetch_json (http, discovery->keys, cancellable, error);
}
