/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-provision-private.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "tny-error.h"
#include "tny-json.h"
#include "tny-text.h"

#define TRIES          7                      /* 1 + 2 + 4 … seconds: about a minute */
#define TRIES_UNKNOWN  4                      /* of what perhaps was never made */
#define WAIT_MAX_USEC  (300 * G_TIME_SPAN_SECOND)

/* --- the administrator --- */

TnyAdmin *
tny_admin_new (TnySignInResult *result)
{
  TnyAdmin *self = g_new0 (TnyAdmin, 1);

  self->tenant_id = g_strdup (result->tenant_id);
  self->object_id = g_strdup (result->object_id);
  self->user_name = g_strdup (result->user_name);
  self->token = tny_secret_ref (result->access_token);

  return self;
}

void
tny_admin_free (TnyAdmin *self)
{
  if (self == NULL)
    return;
  g_free (self->tenant_id);
  g_free (self->object_id);
  g_free (self->user_name);
  tny_secret_unref (self->token);
  g_free (self);
}

/* One token, for one directory and for Graph. There is no second one. */
static TnySecret *
get_token (gpointer data, const char *tenant_id, const char *resource, const char *claims,
           GCancellable *cancellable, GError **error)
{
  TnyAdmin *self = data;

  if (claims == NULL && g_ascii_strcasecmp (tenant_id, self->tenant_id) == 0 &&
      strstr (resource, "graph") != NULL)
    return tny_secret_ref (self->token);
  g_set_error (error, TNY_ERROR, TNY_ERROR_SIGN_IN,
               "the administrator's sign-in has ended: sign in again, nothing is done twice");

  return NULL;
}

static void
drop_token (gpointer data, const char *tenant_id, const char *resource, const TnySecret *token)
{
}

TnyTokenSource
tny_admin_source (TnyAdmin *self)
{
  return (TnyTokenSource) { get_token, drop_token, self };
}

char *
tny_provision_scopes (const TnyCloud *cloud, const TnyProvisionOptions *options)
{
  static const struct { const char *name; gboolean gdap, published; } scopes[] = {
    { "User.Read", FALSE, FALSE },                            /* who signed in, and where */
    { "Application.ReadWrite.All", FALSE, FALSE },            /* registration, secret, principal */
    { "DelegatedPermissionGrant.ReadWrite.All", FALSE, FALSE },   /* admin consent, delegated */
    { "AppRoleAssignment.ReadWrite.All", FALSE, TRUE },       /* … of application permissions */
    { "Group.ReadWrite.All", TRUE, FALSE },                   /* the group and its member */
    { "DelegatedAdminRelationship.ReadWrite.All", TRUE, FALSE },
  };
  const char *graph = tny_cloud_get_resource (cloud, TNY_SERVICE_GRAPH);
  gboolean gdap = g_strcmp0 (options->reach, "gdap") == 0;
  g_autoptr(GString) out = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (scopes); i++)
    if ((!scopes[i].gdap || gdap) && (!scopes[i].published || options->published))
      g_string_append_printf (out, "%s%s/%s", out->len > 0 ? " " : "", graph, scopes[i].name);

  return g_string_free (g_steal_pointer (&out), FALSE);
}

/* --- calls --- */

static gint64
wait_usec (TnyProvisionRun *self, guint attempt)
{
  gint64 first = self->context->first_wait_usec > 0 ? self->context->first_wait_usec
                                                    : G_TIME_SPAN_SECOND;
#if TNY_TEST_SEAMS
  const char *text = g_getenv ("TENANTRY_PROVISION_WAIT_USEC");

  if (text != NULL)
    first = g_ascii_strtoll (text, NULL, 10);
#endif

  return first << attempt;
}

static gboolean
wait_for_replicas (TnyProvisionRun *self, gint64 usec, GError **error)
{
  tny_job_say (self->job, _("Waiting until Microsoft knows it everywhere"), NULL);

  return tny_wait (self->context->clock, usec, self->cancellable, error);
}

JsonNode *
tny_provision_get (TnyProvisionRun *self, const char *path, const char *query, TnyPatience patience,
                   GError **error)
{
  static const guint tries[] = {
    [TNY_PATIENCE_NONE] = 1, [TNY_PATIENCE_SENT] = TRIES_UNKNOWN, [TNY_PATIENCE_DONE] = TRIES,
  };

  for (guint attempt = 0;; attempt++)
    {
      g_autoptr(GError) cause = NULL;
      JsonNode *node = tny_graph_get_object (self->graph, path, query, self->cancellable, &cause);

      if (node != NULL)
        return node;
      if (attempt + 1 >= tries[patience] ||
          !g_error_matches (cause, TNY_ERROR, TNY_ERROR_NOT_FOUND))
        {
          g_propagate_error (error, g_steal_pointer (&cause));
          return NULL;
        }
      if (!wait_for_replicas (self, wait_usec (self, attempt), error))
        return NULL;
    }
}

/* What Microsoft says when a thing is there, and when one that was just made is not seen yet. */
static gboolean
body_says (const TnyResponse *response, const char *words)
{
  return strstr ((const char *) response->body->data, words) != NULL;
}

static gboolean
is_there (const TnyResponse *response)
{
  return response->status == 409 ||
         (response->status == 400 && (body_says (response, "already exist") ||
                                      body_says (response, "already in use")));
}

static gboolean
is_not_seen_yet (const TnyResponse *response, const char *method)
{
  if (g_str_equal (method, "DELETE"))
    return FALSE;

  return response->status == 404 ||
         (response->status == 400 && (body_says (response, "does not reference a valid") ||
                                      body_says (response, "does not exist")));
}

static TnyResponse *
send_once (TnyProvisionRun *self, const char *method, GUri *uri, const char *header,
           const char *value, const char *body, gboolean secret, TnyRequest *request, GError **error)
{
  g_autofree char *id = tny_random_uuid ();
  const char *headers[] = { "Accept", "application/json", "client-request-id", id, header, value,
                            NULL };
  g_autoptr(GBytes) bytes = body != NULL ? g_bytes_new (body, strlen (body)) : NULL;
  TnyResponse *response;

  *request = (TnyRequest) {
    .service = TNY_SERVICE_GRAPH, .method = method, .uri = uri,
    .tenant_id = self->context->admin->tenant_id,
    .flags = TNY_REQUEST_AUTHORIZE | TNY_REQUEST_INTERACTIVE | TNY_REQUEST_ANY_STATUS |
             (secret ? TNY_REQUEST_SECRET : 0),
    .headers = headers, .content_type = body != NULL ? "application/json" : NULL, .body = bytes,
  };
  response = tny_http_send (self->context->http, request, self->cancellable, error);
  request->headers = NULL;
  request->body = NULL;

  return response;
}

static TnySent
judge (const TnyRequest *request, const TnyResponse *response, JsonNode **node, GError **error)
{
  if (response->status >= 200 && response->status < 300)
    {
      if (response->body->len == 0)
        return TNY_SENT_DONE;
      *node = tny_json_parse_object ((const char *) response->body->data, response->body->len, error);
      return *node != NULL ? TNY_SENT_DONE : TNY_SENT_UNKNOWN;
    }
  if (is_there (response))
    return TNY_SENT_THERE;
  tny_http_set_error (error, request, response);

  /* an error that a person's words can be read from is a refusal; 5xx and the rest are not */
  return response->status >= 400 && response->status < 500 ? TNY_SENT_FAILED : TNY_SENT_UNKNOWN;
}

TnySent
tny_provision_send (TnyProvisionRun *self, const char *method, const char *path, const char *header,
                    const char *value, const char *body, gboolean secret, JsonNode **node,
                    char **request_id, GError **error)
{
  g_autoptr(GUri) uri = tny_cloud_build_uri (tny_http_get_cloud (self->context->http),
                                             TNY_SERVICE_GRAPH, path, NULL, error);

  *node = NULL;
  if (uri == NULL)
    return TNY_SENT_FAILED;
  for (guint attempt = 0;; attempt++)
    {
      TnyRequest request;
      g_autoptr(TnyResponse) response = send_once (self, method, uri, header, value, body, secret,
                                                   &request, error);
      gint64 wait = wait_usec (self, attempt);

      if (response == NULL)
        return TNY_SENT_UNKNOWN;
      g_free (*request_id);
      *request_id = g_strdup (response->request_id);
      if (response->status == 429)
        wait = CLAMP (response->retry_after_usec, wait, WAIT_MAX_USEC);
      else if (!is_not_seen_yet (response, method))
        return judge (&request, response, node, error);
      if (attempt + 1 >= TRIES)
        return judge (&request, response, node, error);
      if (!wait_for_replicas (self, wait, error))
        return TNY_SENT_FAILED;
    }
}
