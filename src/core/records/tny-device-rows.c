/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Devices, configurations, and what was decided about them, one row at a time. */
#include "tny-list.h"

#include <string.h>

#include "tny-device-keys.h"
#include "tny-read.h"
#include "tny-text.h"

/* The addresses that say something. */
static char **
real_macs (const char *wifi, const char *ethernet)
{
  const char *const told[] = { wifi, ethernet };
  g_autoptr(GPtrArray) macs = g_ptr_array_new ();

  for (guint i = 0; i < G_N_ELEMENTS (told); i++)
    {
      TnyKeyQuality quality;
      g_autofree char *key = tny_mac_key (told[i], &quality);
      char *shown = key != NULL ? tny_mac_display (key) : NULL;

      if (shown != NULL && (macs->len == 0 || strcmp (shown, macs->pdata[0]) != 0))
        g_ptr_array_add (macs, shown);
      else
        g_free (shown);
    }
  g_ptr_array_add (macs, NULL);

  return (char **) g_ptr_array_steal (macs, NULL);
}

static char *
dup_guid (sqlite3_stmt *stmt, int column)
{
  return tny_is_null (stmt, column) ? NULL
                                    : tny_guid_from_bytes (sqlite3_column_blob (stmt, column));
}

static const char *
state_of (const char *text)
{
  static const char *const states[] = { "unmatched", "suggested", "matched", "ignored" };

  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    if (g_strcmp0 (states[i], text) == 0)
      return states[i];

  g_return_val_if_reached (states[0]);
}

TnyDeviceRow *
tny_device_read (TnyReader *reader, gint64 id, GError **error)
{
  gboolean found;
  sqlite3_stmt *stmt = tny_read_by_id (reader, "devices/row", "id", id, &found, error);
  TnyDeviceRow *row;

  if (stmt == NULL || !found)
    return NULL;
  row = g_new0 (TnyDeviceRow, 1);
  row->id = tny_int (stmt, 0);
  row->tenant_id = tny_int (stmt, 1);
  row->tenant_graph_id = tny_dup_text (stmt, 2);
  row->tenant_name = tny_dup_text (stmt, 3);
  row->organization_id = tny_int (stmt, 4);
  row->organization_name = tny_dup_text (stmt, 5);
  row->graph_id = dup_guid (stmt, 6);
  row->name = tny_dup_text (stmt, 7);
  row->serial_number = tny_dup_text (stmt, 8);
  row->wifi_mac = tny_dup_text (stmt, 9);
  row->ethernet_mac = tny_dup_text (stmt, 10);
  row->macs = real_macs (row->wifi_mac, row->ethernet_mac);
  row->manufacturer = tny_dup_text (stmt, 11);
  row->model = tny_dup_text (stmt, 12);
  row->operating_system = tny_dup_text (stmt, 13);
  row->os_version = tny_dup_text (stmt, 14);
  row->compliance = tny_dup_text (stmt, 15);
  row->ownership = tny_dup_text (stmt, 16);
  row->user_graph_id = dup_guid (stmt, 17);
  row->user_principal_name = tny_dup_text (stmt, 18);
  row->user_name = tny_dup_text (stmt, 19);
  row->enrolled_by = tny_dup_text (stmt, 20);
  row->contact_id = tny_int (stmt, 21);
  row->contact_name = tny_dup_text (stmt, 22);
  row->enrolled_at = tny_int (stmt, 23);
  row->last_sync_at = tny_int (stmt, 24);
  row->read_at = tny_int (stmt, 25);
  row->state = state_of (tny_text (stmt, 26));
  row->method = tny_dup_text (stmt, 27);
  row->configuration_id = tny_int (stmt, 28);
  row->configuration_name = tny_dup_text (stmt, 29);
  row->score = tny_is_null (stmt, 30) ? -1 : (int) tny_int (stmt, 30);
  row->decided_at = tny_int (stmt, 31);
  row->decided_by = tny_dup_text (stmt, 32);
  row->because = tny_dup_text (stmt, 33);

  return row;
}

void
tny_device_row_free (TnyDeviceRow *row)
{
  if (row == NULL)
    return;

  g_free (row->tenant_graph_id);
  g_free (row->tenant_name);
  g_free (row->organization_name);
  g_free (row->graph_id);
  g_free (row->name);
  g_free (row->serial_number);
  g_free (row->wifi_mac);
  g_free (row->ethernet_mac);
  g_strfreev (row->macs);
  g_free (row->manufacturer);
  g_free (row->model);
  g_free (row->operating_system);
  g_free (row->os_version);
  g_free (row->compliance);
  g_free (row->ownership);
  g_free (row->user_graph_id);
  g_free (row->user_principal_name);
  g_free (row->user_name);
  g_free (row->enrolled_by);
  g_free (row->contact_name);
  g_free (row->method);
  g_free (row->configuration_name);
  g_free (row->decided_by);
  g_free (row->because);
  g_free (row);
}

/* The texts of "configurations/row" behind the name of the organization, in its order. */
static const gsize configuration_texts[] = {
  G_STRUCT_OFFSET (TnyConfigurationRow, organization_name),
  G_STRUCT_OFFSET (TnyConfigurationRow, external_id),
  G_STRUCT_OFFSET (TnyConfigurationRow, name),
  G_STRUCT_OFFSET (TnyConfigurationRow, type),
  G_STRUCT_OFFSET (TnyConfigurationRow, status),
  G_STRUCT_OFFSET (TnyConfigurationRow, hostname),
  G_STRUCT_OFFSET (TnyConfigurationRow, primary_ip),
  G_STRUCT_OFFSET (TnyConfigurationRow, default_gateway),
  G_STRUCT_OFFSET (TnyConfigurationRow, mac_address),
  G_STRUCT_OFFSET (TnyConfigurationRow, serial_number),
  G_STRUCT_OFFSET (TnyConfigurationRow, asset_tag),
  G_STRUCT_OFFSET (TnyConfigurationRow, manufacturer),
  G_STRUCT_OFFSET (TnyConfigurationRow, model),
  G_STRUCT_OFFSET (TnyConfigurationRow, operating_system),
  G_STRUCT_OFFSET (TnyConfigurationRow, operating_system_notes),
  G_STRUCT_OFFSET (TnyConfigurationRow, position),
  G_STRUCT_OFFSET (TnyConfigurationRow, notes),
  G_STRUCT_OFFSET (TnyConfigurationRow, installed_at),
  G_STRUCT_OFFSET (TnyConfigurationRow, installed_by),
  G_STRUCT_OFFSET (TnyConfigurationRow, purchased_at),
  G_STRUCT_OFFSET (TnyConfigurationRow, purchased_by),
  G_STRUCT_OFFSET (TnyConfigurationRow, warranty_expires_at),
  G_STRUCT_OFFSET (TnyConfigurationRow, contact),
  G_STRUCT_OFFSET (TnyConfigurationRow, location),
  G_STRUCT_OFFSET (TnyConfigurationRow, interfaces),
};
#define N_TEXTS ((int) G_N_ELEMENTS (configuration_texts))

TnyConfigurationRow *
tny_configuration_read (TnyReader *reader, gint64 id, GError **error)
{
  gboolean found;
  sqlite3_stmt *stmt = tny_read_by_id (reader, "configurations/row", "id", id, &found, error);
  TnyConfigurationRow *row;

  if (stmt == NULL || !found)
    return NULL;
  row = g_new0 (TnyConfigurationRow, 1);
  row->id = tny_int (stmt, 0);
  row->organization_id = tny_int (stmt, 1);
  for (int i = 0; i < N_TEXTS; i++)
    G_STRUCT_MEMBER (char *, row, configuration_texts[i]) = tny_dup_text (stmt, 2 + i);
  row->archived = tny_int (stmt, 2 + N_TEXTS) != 0;
  row->device_id = dup_guid (stmt, 3 + N_TEXTS);
  row->device_name = tny_dup_text (stmt, 4 + N_TEXTS);

  return row;
}

void
tny_configuration_row_free (TnyConfigurationRow *row)
{
  if (row == NULL)
    return;

  for (int i = 0; i < N_TEXTS; i++)
    g_free (G_STRUCT_MEMBER (char *, row, configuration_texts[i]));
  g_free (row->device_id);
  g_free (row->device_name);
  g_free (row);
}
