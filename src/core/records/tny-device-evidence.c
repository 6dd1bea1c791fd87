/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What speaks for and against a device being a configuration, for showing. */
#include "tny-devices.h"

#include "tny-device-keys.h"
#include "tny-read.h"
#include "tny-reasons.h"

void
tny_device_choice_free (TnyDeviceChoice *choice)
{
  if (choice == NULL)
    return;

  g_free (choice->configuration_name);
  g_ptr_array_unref (choice->reasons);
  g_free (choice);
}

GPtrArray *
tny_device_choices (TnyReader *reader, gint64 device_id, GError **error)
{
  g_autoptr(GPtrArray) choices =
    g_ptr_array_new_with_free_func ((GDestroyNotify) tny_device_choice_free);
  gboolean more;
  sqlite3_stmt *stmt =
    tny_read_by_id (reader, "device-suggestions/of-device", "id", device_id, &more, error);

  if (stmt == NULL)
    return NULL;
  while (more)
    {
      TnyDeviceChoice *choice = g_new0 (TnyDeviceChoice, 1);

      choice->configuration_id = tny_int (stmt, 0);
      choice->configuration_name = tny_dup_text (stmt, 1);
      choice->score = (int) tny_int (stmt, 2);
      choice->reasons = tny_reasons_from_json (tny_text (stmt, 3));
      g_ptr_array_add (choices, choice);
      if (!tny_step (stmt, &more, error))
        return NULL;
    }

  return g_steal_pointer (&choices);
}

GPtrArray *
tny_device_reasons (TnyReader *reader, gint64 device_id, GError **error)
{
  gboolean found;
  sqlite3_stmt *stmt =
    tny_read_by_id (reader, "device-matches/reasons", "id", device_id, &found, error);

  return stmt != NULL ? tny_reasons_from_json (found ? tny_text (stmt, 0) : NULL) : NULL;
}

void
tny_device_elsewhere_free (TnyDeviceElsewhere *elsewhere)
{
  if (elsewhere == NULL)
    return;

  g_free (elsewhere->configuration_name);
  g_free (elsewhere->organization_name);
  g_free (elsewhere);
}

static gboolean
add_elsewhere (TnyReader *reader, GPtrArray *found, const TnyDeviceRow *device, gboolean serial,
               const char *key, GError **error)
{
  sqlite3_stmt *stmt;
  gboolean more;

  if (key == NULL)
    return TRUE;
  if ((stmt = tny_reader_stmt (reader, "configurations/elsewhere", error)) == NULL)
    return FALSE;
  tny_bind_text (stmt, "kind", serial ? "serial" : "mac");
  tny_bind_text (stmt, "value", key);
  tny_bind_int (stmt, "organization_id", device->organization_id);
  while (tny_step (stmt, &more, error))
    {
      TnyDeviceElsewhere *elsewhere;

      if (!more)
        return TRUE;
      elsewhere = g_new0 (TnyDeviceElsewhere, 1);
      elsewhere->configuration_id = tny_int (stmt, 0);
      elsewhere->configuration_name = tny_dup_text (stmt, 1);
      elsewhere->organization_name = tny_dup_text (stmt, 2);
      elsewhere->serial = serial;
      g_ptr_array_add (found, elsewhere);
    }

  return FALSE;
}

GPtrArray *
tny_device_elsewhere (TnyReader *reader, const TnyDeviceRow *device, GError **error)
{
  g_autoptr(GPtrArray) found =
    g_ptr_array_new_with_free_func ((GDestroyNotify) tny_device_elsewhere_free);
  TnyKeyQuality quality;
  g_autofree char *serial = tny_serial_key (device->serial_number, &quality);

  if (!add_elsewhere (reader, found, device, TRUE, serial, error))
    return NULL;
  for (guint i = 0; device->macs[i] != NULL; i++)
    {
      g_autofree char *mac = tny_mac_key (device->macs[i], &quality);

      if (!add_elsewhere (reader, found, device, FALSE, mac, error))
        return NULL;
    }

  return g_steal_pointer (&found);
}

void
tny_device_source_free (TnyDeviceSource *source)
{
  if (source == NULL)
    return;

  g_free (source->tenant_name);
  g_free (source->state);
  g_free (source->error);
  g_free (source->detail);
  g_free (source);
}

GPtrArray *
tny_device_sources (TnyReader *reader, gint64 organization_id, GError **error)
{
  g_autoptr(GPtrArray) sources =
    g_ptr_array_new_with_free_func ((GDestroyNotify) tny_device_source_free);
  gboolean more;
  sqlite3_stmt *stmt = tny_read_by_id (reader, "devices/sources", "organization_id",
                                       organization_id, &more, error);

  if (stmt == NULL)
    return NULL;
  while (more)
    {
      TnyDeviceSource *source = g_new0 (TnyDeviceSource, 1);

      source->tenant_id = tny_int (stmt, 0);
      source->tenant_name = tny_dup_text (stmt, 1);
      source->state = tny_dup_text (stmt, 2);
      source->error = tny_dup_text (stmt, 3);
      source->detail = tny_dup_text (stmt, 4);
      source->read_at = tny_int (stmt, 5);
      g_ptr_array_add (sources, source);
      if (!tny_step (stmt, &more, error))
        return NULL;
    }

  return g_steal_pointer (&sources);
}
