/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-configuration-keys.h"

#include <string.h>

#include "tny-device-keys.h"
#include "tny-json.h"
#include "tny-read.h"

#define MAX_INTERFACES 100

static void
add_mac (const char *name, JsonNode *value, GPtrArray *macs)
{
  if (g_ascii_strncasecmp (name, "mac", 3) == 0 && JSON_NODE_HOLDS_VALUE (value) &&
      json_node_get_value_type (value) == G_TYPE_STRING)
    g_ptr_array_add (macs, g_strdup (json_node_get_string (value)));
}

static void
add_interfaces (const char *text, GPtrArray *macs)
{
  g_autofree char *wrapped = g_strconcat ("{\"items\":", text, "}", NULL);
  g_autoptr(JsonNode) root = tny_json_parse_object (wrapped, strlen (wrapped), NULL);
  JsonArray *list = root != NULL ? tny_json_array (json_node_get_object (root), "items") : NULL;
  guint n = list != NULL ? MIN (json_array_get_length (list), MAX_INTERFACES) : 0;

  for (guint i = 0; i < n; i++)
    {
      JsonObject *object = tny_json_array_object (list, i);
      JsonObjectIter iter;
      const char *name;
      JsonNode *value;

      if (object == NULL)
        continue;
      json_object_iter_init (&iter, object);
      while (json_object_iter_next (&iter, &name, &value))
        add_mac (name, value, macs);
    }
}

char **
tny_configuration_macs (const char *mac_address, const char *interfaces)
{
  g_autoptr(GPtrArray) macs = g_ptr_array_new ();
  g_auto(GStrv) parts = g_strsplit_set (mac_address != NULL ? mac_address : "", ",;/|\n", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    if (*g_strstrip (parts[i]) != '\0')
      g_ptr_array_add (macs, g_strdup (parts[i]));
  if (interfaces != NULL)
    add_interfaces (interfaces, macs);
  g_ptr_array_add (macs, NULL);

  return (char **) g_ptr_array_steal (macs, NULL);
}

static gboolean
add_key (TnyTxn *txn, gint64 id, const char *kind, const char *value, GError **error)
{
  sqlite3_stmt *stmt;

  if (value == NULL)
    return TRUE;
  if ((stmt = tny_txn_stmt (txn, "configurations/add-key", error)) == NULL)
    return FALSE;
  tny_bind_int (stmt, "id", id);
  tny_bind_text (stmt, "kind", kind);
  tny_bind_text (stmt, "value", value);

  return tny_run (stmt, error);
}

gboolean
tny_configuration_write_keys (TnyTxn *txn, gint64 id, GError **error)
{
  gboolean found;
  TnyKeyQuality quality;
  sqlite3_stmt *stmt = tny_txn_read (txn, "configurations/hardware", "id", id, &found, error);
  g_autofree char *serial = NULL;
  g_auto(GStrv) macs = NULL;

  if (stmt == NULL || !found)
    return stmt != NULL;
  serial = tny_serial_key (tny_text (stmt, 0), &quality);
  macs = tny_configuration_macs (tny_text (stmt, 1), tny_text (stmt, 2));
  if ((stmt = tny_txn_stmt (txn, "configurations/remove-keys", error)) == NULL)
    return FALSE;
  tny_bind_int (stmt, "id", id);
  if (!tny_run (stmt, error) || !add_key (txn, id, "serial", serial, error))
    return FALSE;
  for (guint i = 0; macs[i] != NULL; i++)
    {
      g_autofree char *key = tny_mac_key (macs[i], &quality);

      if (!add_key (txn, id, "mac", key, error))
        return FALSE;
    }

  return TRUE;
}
