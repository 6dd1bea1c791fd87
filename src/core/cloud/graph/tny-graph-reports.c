/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "tny-error.h"
#include "tny-graph-private.h"
#include "tny-json.h"

#define REPORT "/v1.0/reports/getMailboxUsageDetail(period='D7')"

gboolean
tny_graph_read_report_settings (TnyGraph *self, int *concealed, GCancellable *cancellable,
                                GError **error)
{
  g_autoptr(GError) local = NULL;
  g_autoptr(JsonNode) node = tny_graph_get_object (self, "/admin/reportSettings", NULL,
                                                   cancellable, &local);
  JsonObject *settings;

  if (node != NULL)
    {
      settings = json_node_get_object (node);
      *concealed = tny_json_flag (settings, "displayConcealedNames", FALSE);
      if (!*concealed && tny_json_flag (settings, "displayConcealedNames", TRUE))
        *concealed = -1;            /* neither true nor false */
      return TRUE;
    }
  *concealed = -1;
  if (g_error_matches (local, TNY_ERROR, TNY_ERROR_PERMISSION) ||
      g_error_matches (local, TNY_ERROR, TNY_ERROR_CONSENT))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));

  return FALSE;
}

/* Where the report lies this time. */
static GUri *
ask_for_address (TnyGraph *self, GCancellable *cancellable, GError **error)
{
  const TnyCloud *cloud = tny_http_get_cloud (tny_graph_get_http (self));
  g_autoptr(GUri) uri = tny_cloud_build_uri (cloud, TNY_SERVICE_GRAPH, REPORT, NULL, error);
  g_autoptr(TnyResponse) response = NULL;
  GUri *address;

  if (uri == NULL)
    return NULL;
  response = tny_graph_send (self, &(TnyRequest) {
    .service = TNY_SERVICE_GRAPH,
    .uri = uri,
    .flags = TNY_REQUEST_AUTHORIZE | TNY_REQUEST_REDIRECT | TNY_REQUEST_SECRET,
  }, NULL, cancellable, error);
  if (response == NULL)
    return NULL;
  address = tny_cloud_parse_link (cloud, TNY_SERVICE_REPORTS, response->location, error);
  if (address == NULL)
    g_prefix_error (error, "%s: ", response->operation);

  return address;
}

static TnyResponse *
download (TnyGraph *self, GCancellable *cancellable, GError **error)
{
  g_autoptr(GUri) address = ask_for_address (self, cancellable, error);

  /* No token, and nothing else that says who asks. */
  return address == NULL ? NULL : tny_graph_send (self, &(TnyRequest) {
    .service = TNY_SERVICE_REPORTS,
    .uri = address,
    .flags = TNY_REQUEST_REPORT,
    .expect = "application/octet-stream",
  }, NULL, cancellable, error);
}

GByteArray *
tny_graph_fetch_mailbox_usage (TnyGraph *self, GCancellable *cancellable, GError **error)
{
  const TnyCloud *cloud = tny_http_get_cloud (tny_graph_get_http (self));
  g_autoptr(TnyResponse) first = NULL, second = NULL;

  if (!tny_graph_ensure_checked (self, cancellable, error))
    return NULL;
  if (tny_cloud_is_real (cloud) && strcmp (tny_cloud_get_name (cloud), "global") != 0)
    {
      g_set_error_literal (error, TNY_ERROR, TNY_ERROR_LICENCE,
                           "only the global cloud has usage reports");
      return NULL;
    }
  first = download (self, cancellable, error);
  if (first == NULL || first->proven)
    return first != NULL ? g_steal_pointer (&first->body) : NULL;

  second = download (self, cancellable, error);
  if (second == NULL)
    return NULL;
  if (first->body->len != second->body->len ||
      memcmp (first->body->data, second->body->data, first->body->len) != 0)
    {
      g_set_error (error, TNY_ERROR, TNY_ERROR_PROTOCOL,
                   "%s: its length was not told, and a second download differs",
                   first->operation);
      return NULL;
    }

  return g_steal_pointer (&first->body);
}
