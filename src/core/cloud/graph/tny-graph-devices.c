/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-graph.h"

#include "tny-device.h"
#include "tny-error.h"
#include "tny-json.h"
#include "tny-text.h"

#define DEVICES "/deviceManagement/managedDevices"

gboolean
tny_graph_list_devices (TnyGraph *self, const char *start_link, TnyGraphPageFunc page,
                        gpointer data, GCancellable *cancellable, GError **error)
{
  return tny_graph_list (self, &tny_device_shape, DEVICES, start_link, page, data, cancellable,
                         error);
}

gboolean
tny_graph_read_device_adapter (TnyGraph *self, const char *device_id, char **mac,
                               GCancellable *cancellable, GError **error)
{
  g_autofree char *path = NULL;
  g_autoptr(JsonNode) node = NULL;
  g_autoptr(GError) local = NULL;

  g_return_val_if_fail (tny_text_is_guid (device_id), FALSE);

  path = g_strconcat (DEVICES "/", device_id, NULL);
  node = tny_graph_get_object (self, path, "$select=id,ethernetMacAddress", cancellable, &local);
  if (node != NULL)
    {
      *mac = g_strdup (tny_json_text (json_node_get_object (node), "ethernetMacAddress"));
      return TRUE;
    }
  /* Gone since it was listed: it has no adapter any more. */
  if (g_error_matches (local, TNY_ERROR, TNY_ERROR_NOT_FOUND))
    {
      *mac = NULL;
      return TRUE;
    }
  g_propagate_error (error, g_steal_pointer (&local));

  return FALSE;
}
