/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-check-private.h"

#include <string.h>

#include "tny-error.h"
#include "tny-json.h"
#include "tny-secret.h"
#include "tny-text.h"

/* More pages than this of grants or relationships are a circle. */
#define MAX_PAGES 1000

gint64
tny_check_now (TnyCheckRun *run)
{
  return tny_clock_now (run->context->clock);
}

void
tny_answer_free (TnyAnswer *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->node, json_node_unref);
  g_clear_pointer (&self->objects, g_ptr_array_unref);
  g_clear_error (&self->error);
  g_free (self->endpoint);
  g_free (self->request_id);
  g_free (self->detail);
  g_free (self);
}

gboolean
tny_answer_is (const TnyAnswer *self, TnyError code)
{
  return self != NULL && g_error_matches (self->error, TNY_ERROR, (int) code);
}

void
tny_answer_hear (const TnyHttpEvent *event, gpointer data)
{
  TnyAnswer *answer = data;

  if (event->kind != TNY_HTTP_ANSWERED && event->kind != TNY_HTTP_FAILED)
    return;
  answer->status = event->status;
  g_free (answer->endpoint);
  answer->endpoint = g_strdup (event->operation);
  g_free (answer->request_id);
  answer->request_id = g_strdup (event->request_id);
}

/* A token that was refused: the request was another one than ours, and its message names it:
 * "POST /…/token: invalid_grant AADSTS50020 (trace 7f3c…)". */
static void
read_evidence (TnyAnswer *answer)
{
  const char *message = answer->error->message;
  const char *end = strstr (message, ": "), *id = strstr (message, "(trace ");

  if (answer->endpoint != NULL)
    return;
  if (end != NULL && (g_str_has_prefix (message, "POST /") || g_str_has_prefix (message, "GET /")))
    answer->endpoint = g_strndup (message, (gsize) (end - message));
  if (id != NULL && strlen (id + 7) >= 36)
    answer->request_id = g_strndup (id + 7, 36);
}

void
tny_answer_fail (TnyAnswer *answer, GError *error)
{
  g_clear_error (&answer->error);
  answer->error = error;
  answer->object = NULL;
  g_clear_pointer (&answer->objects, g_ptr_array_unref);
  g_free (answer->detail);
  answer->detail = tny_text_one_line (error->message, 300);
  read_evidence (answer);
}

void
tny_answer_spoil (TnyAnswer *self, const char *what)
{
  tny_answer_fail (self, g_error_new (TNY_ERROR, TNY_ERROR_PROTOCOL, "%s: no %s in the answer", self->endpoint,
                           what));
}

static void
send_request (TnyCheckRun *run, TnyAnswer *answer, TnyService service, const char *tenant_id,
              GUri *uri)
{
  g_autofree char *id = tny_random_uuid ();
  const char *headers[] = { "Accept", "application/json",
                            service == TNY_SERVICE_PARTNER ? "MS-CorrelationId"
                              : "client-request-id",
                            id, NULL };
  TnyRequest request = {
    .service = service, .uri = uri, .tenant_id = tenant_id, .flags = TNY_REQUEST_AUTHORIZE,
    .headers = headers, .notify = tny_answer_hear, .notify_data = answer,
  };
  GError *error = NULL;
  g_autoptr(TnyResponse) response = tny_http_send (run->context->http, &request, run->cancellable,
                                                   &error);

  answer->at = tny_check_now (run);
  if (response != NULL)
    {
      answer->date = response->date;
      g_clear_pointer (&answer->node, json_node_unref);
      answer->node = tny_json_parse_object ((const char *) response->body->data,
                                            response->body->len,
                                            &error);
    }
  if (error != NULL)
    tny_answer_fail (answer, error);
  else
    answer->object = json_node_get_object (answer->node);
}

TnyAnswer *
tny_answer_new (TnyCheckRun *run)
{
  TnyAnswer *answer = g_new0 (TnyAnswer, 1);

  answer->at = tny_check_now (run);
  if (run->stop != NULL)
    tny_answer_fail (answer, g_error_copy (run->stop));

  return answer;
}

static GUri *
build_uri (TnyCheckRun *run, TnyAnswer *answer, TnyService service, const char *path,
           const char *query)
{
  GError *error = NULL;
  GUri *uri = tny_cloud_build_uri (tny_http_get_cloud (run->context->http), service, path, query,
                                   &error);

  if (uri == NULL)
    tny_answer_fail (answer, error);

  return uri;
}

TnyAnswer *
tny_check_get (TnyCheckRun *run, const char *tenant_id, const char *path, const char *query)
{
  TnyAnswer *answer = tny_answer_new (run);
  g_autofree char *versioned = g_strconcat ("/v1.0", path, NULL);
  g_autoptr(GUri) uri = NULL;

  if (answer->error == NULL &&
      (uri = build_uri (run, answer, TNY_SERVICE_GRAPH, versioned, query)) != NULL)
    send_request (run, answer, TNY_SERVICE_GRAPH, tenant_id, uri);

  return answer;
}

TnyAnswer *
tny_check_partner (TnyCheckRun *run)
{
  TnyAnswer *answer = tny_answer_new (run);
  g_autoptr(GUri) uri = NULL;

  if (answer->error == NULL &&
      (uri = build_uri (run, answer, TNY_SERVICE_PARTNER, "/v1/customers", "size=1")) != NULL)
    send_request (run, answer, TNY_SERVICE_PARTNER, run->context->partner_tenant_id, uri);

  return answer;
}

/* Appends the page's rows. FALSE: not a page, and @answer says so. */
static gboolean
take_page (TnyAnswer *answer, GPtrArray *objects)
{
  JsonArray *value = tny_json_array (answer->object, "value");

  for (guint i = 0; value != NULL && i < json_array_get_length (value); i++)
    {
      JsonObject *object = tny_json_array_object (value, i);

      if (object == NULL)
        value = NULL;
      else
        g_ptr_array_add (objects, json_object_ref (object));
    }
  if (value == NULL)
    tny_answer_fail (answer, g_error_new (TNY_ERROR, TNY_ERROR_PROTOCOL, "%s: not a list of objects",
                               answer->endpoint));

  return value != NULL;
}

/* Nothing of a list counts before its last page: a part of the grants is not the grants. */
TnyAnswer *
tny_check_list (TnyCheckRun *run, const char *tenant_id, const char *path, const char *query)
{
  TnyAnswer *answer = tny_answer_new (run);
  g_autofree char *versioned = g_strconcat ("/v1.0", path, NULL);
  g_autoptr(GPtrArray) objects =
    g_ptr_array_new_with_free_func ((GDestroyNotify) json_object_unref);
  g_autoptr(GUri) uri = NULL;
  guint n_pages = 0;

  if (answer->error == NULL)
    uri = build_uri (run, answer, TNY_SERVICE_GRAPH, versioned, query);
  while (uri != NULL)
    {
      GError *error = NULL;
      const char *link;

      send_request (run, answer, TNY_SERVICE_GRAPH, tenant_id, uri);
      if (answer->error != NULL || !take_page (answer, objects))
        return answer;
      g_clear_pointer (&uri, g_uri_unref);
      link = tny_json_text (answer->object, "@odata.nextLink");
      if (link != NULL && ++n_pages >= MAX_PAGES)
        g_set_error (&error, TNY_ERROR, TNY_ERROR_PROTOCOL, "%s: a list without end",
                     answer->endpoint);
      else if (link != NULL)
        uri = tny_cloud_parse_link (tny_http_get_cloud (run->context->http), TNY_SERVICE_GRAPH,
                                    link,
                                    &error);
      else if (json_object_has_member (answer->object, "@odata.nextLink") &&
               !JSON_NODE_HOLDS_NULL (json_object_get_member (answer->object, "@odata.nextLink")))
        g_set_error (&error, TNY_ERROR, TNY_ERROR_PROTOCOL, "%s: a link that is no text",
                     answer->endpoint);
      if (error != NULL)
        {
          tny_answer_fail (answer, error);
          return answer;
        }
    }
  if (answer->error == NULL)
    {
      answer->object = NULL;
      answer->objects = g_steal_pointer (&objects);
    }

  return answer;
}
