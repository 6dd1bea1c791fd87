/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "directory-compare.h"

#include <string.h>

#include "tny-json.h"

/* Id → "state|restorable|enabled|title|name", a line. */
static GHashTable *
read_stored (Sync *self, const char *tenant_id)
{
  g_autofree char *text = db_text (self,
    "SELECT group_concat (lower (hex (u.graph_id)) || '=' || u.state || '|' || (u.restorable_until IS NOT NULL) "
    "|| '|' || ifnull (u.enabled, '') || '|' || ifnull (u.job_title, '') || '|' || "
    "replace (ifnull (u.display_name, ''), char (10), ' '), "
    "char (10)) FROM users AS u JOIN tenants AS t ON t.id = u.tenant_id WHERE t.graph_id = '%s'", tenant_id);
  g_auto(GStrv) lines = g_strsplit (text != NULL ? text : "", "\n", -1);
  GHashTable *stored = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  for (guint i = 0; lines[i] != NULL; i++)
    if (*lines[i] != '\0')
      g_hash_table_insert (stored, g_strndup (lines[i], 32), g_strdup (lines[i] + 33));

  return stored;
}

static void
compare_user (JsonObject *user, const char *line)
{
  const char *state = tny_json_text (user, "state"), *title = tny_json_text (user, "title");
  g_auto(GStrv) parts = line != NULL ? g_strsplit (line, "|", 5) : NULL;

  if (strcmp (state, "here") == 0)
    {
      g_autofree char *name = g_strdelimit (g_strdup (tny_json_text (user, "name")), "\n", ' ');

      g_assert_nonnull (line);
      g_assert_cmpstr (parts[0], ==, "present");
      g_assert_cmpstr (parts[4], ==, name);
      g_assert_cmpstr (parts[2], ==, tny_json_flag (user, "enabled", FALSE) ? "1" : "0");
      if (title != NULL)                        /* else as the seed had it */
        g_assert_cmpstr (parts[3], ==, title);
    }
  else if (strcmp (state, "in-bin") == 0)
    {
      g_assert_nonnull (line);
      g_assert_cmpstr (parts[0], ==, "deleted");
      g_assert_cmpstr (parts[1], ==, "1");
    }
  else if (line != NULL)
    g_assert_cmpstr (parts[0], ==, "deleted");
}

static guint
compare_tenant (Sync *self, const char *tenant_id)
{
  g_autofree char *what = g_strconcat ("users?tenant=", tenant_id, NULL);
  g_autofree char *json = sim_get (self, what);
  g_autoptr(JsonNode) node = tny_json_parse_object (json, strlen (json), NULL);
  JsonArray *items = tny_json_array (json_node_get_object (node), "items");
  g_autoptr(GHashTable) stored = read_stored (self, tenant_id);

  for (guint i = 0; i < json_array_get_length (items); i++)
    {
      JsonObject *user = tny_json_array_object (items, i);
      g_auto(GStrv) parts = g_strsplit (tny_json_text (user, "id"), "-", -1);
      g_autofree char *id = g_strjoinv ("", parts);

      compare_user (user, g_hash_table_lookup (stored, id));
      g_hash_table_remove (stored, id);
    }
  g_assert_cmpuint (g_hash_table_size (stored), ==, 0);         /* nobody that never was */

  return json_array_get_length (items);
}

guint
directory_assert_equal (Sync *self)
{
  g_autofree char *text = db_text (self, "SELECT group_concat (graph_id) FROM tenants WHERE gone_at IS NULL");
  g_auto(GStrv) tenants = g_strsplit (text != NULL ? text : "", ",", -1);
  guint n = 0;

  for (guint i = 0; tenants[i] != NULL; i++)
    n += compare_tenant (self, tenants[i]);

  return n;
}
