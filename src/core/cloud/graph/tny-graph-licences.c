/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-graph.h"

#include "tny-error.h"
#include "tny-json.h"
#include "tny-licence.h"
#include "tny-text.h"

/* More than anybody sells. */
#define UNITS_MAX 1000000000

static gint64
read_units (JsonObject *object, const char *name)
{
  gint64 units = object != NULL ? tny_json_int (object, name, TNY_UNITS_UNKNOWN)
                                : TNY_UNITS_UNKNOWN;

  return units >= 0 && units <= UNITS_MAX ? units : TNY_UNITS_UNKNOWN;
}

static gboolean
add_licence (JsonObject *object, gpointer data, GError **error)
{
  GPtrArray *licences = data;
  const char *id = tny_json_text (object, "skuId");
  const char *part_number = tny_json_text (object, "skuPartNumber");
  JsonObject *units = tny_json_object (object, "prepaidUnits");
  TnyLicence *licence;

  if (!tny_text_is_guid (id) || part_number == NULL || *part_number == '\0')
    {
      g_set_error (error, TNY_ERROR, TNY_ERROR_PROTOCOL, "product %u has no id or no part number",
                   licences->len + 1);
      return FALSE;
    }
  licence = g_new0 (TnyLicence, 1);
  licence->sku_id = g_ascii_strdown (id, -1);
  licence->part_number = g_strdup (part_number);
  licence->status = g_strdup (tny_json_text (object, "capabilityStatus"));
  licence->enabled = read_units (units, "enabled");
  licence->warning = read_units (units, "warning");
  licence->suspended = read_units (units, "suspended");
  licence->locked_out = read_units (units, "lockedOut");
  licence->consumed = read_units (object, "consumedUnits");
  g_ptr_array_add (licences, licence);

  return TRUE;
}

GPtrArray *
tny_graph_list_licences (TnyGraph *self, GCancellable *cancellable, GError **error)
{
  g_autoptr(GPtrArray) licences =
    g_ptr_array_new_with_free_func ((GDestroyNotify) tny_licence_free);

  if (!tny_graph_list_objects (self, "/subscribedSkus",
                               "$select=skuId,skuPartNumber,capabilityStatus,consumedUnits,"
                               "prepaidUnits",
                               add_licence, licences, cancellable, error))
    return NULL;

  return g_steal_pointer (&licences);
}
