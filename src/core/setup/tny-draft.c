/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-draft.h"

#include <string.h>

#include "tny-json.h"

#define SETTING    "setup-draft"
#define MAX_MONTHS 120

/* Member and key of each text: reading and writing cannot drift apart. */
static const struct { const char *key; gsize offset; } fields[] = {
  { "step",      G_STRUCT_OFFSET (TnyDraft, step) },
  { "furthest",  G_STRUCT_OFFSET (TnyDraft, furthest) },
  { "connection", G_STRUCT_OFFSET (TnyDraft, connection) },
  { "cloud",     G_STRUCT_OFFSET (TnyDraft, cloud) },
  { "confirmed", G_STRUCT_OFFSET (TnyDraft, confirmed) },
  { "name",      G_STRUCT_OFFSET (TnyDraft, name) },
  { "tenant_id", G_STRUCT_OFFSET (TnyDraft, tenant_id) },
  { "client_id", G_STRUCT_OFFSET (TnyDraft, client_id) },
  { "reach",     G_STRUCT_OFFSET (TnyDraft, reach) },
  { "certificate", G_STRUCT_OFFSET (TnyDraft, certificate) },
  { "expires",   G_STRUCT_OFFSET (TnyDraft, expires) },
};

static char **
text_of (const TnyDraft *self, guint field)
{
  return G_STRUCT_MEMBER_P (self, fields[field].offset);
}

void
tny_draft_free (TnyDraft *self)
{
  if (self == NULL)
    return;

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    g_free (*text_of (self, i));
  g_free (self);
}

TnyDraft *
tny_draft_copy (const TnyDraft *self)
{
  TnyDraft *copy = g_new0 (TnyDraft, 1);

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    *text_of (copy, i) = g_strdup (*text_of (self, i));

  return copy;
}

TnyDraft *
tny_draft_load (TnyStore *store, GError **error)
{
  g_autoptr(TnyReader) reader = tny_store_borrow (store, error);
  sqlite3_stmt *stmt = reader != NULL ? tny_reader_stmt (reader, "settings/read", error) : NULL;
  gboolean row = FALSE;

  if (stmt == NULL)
    return NULL;
  tny_bind_text (stmt, "name", SETTING);
  if (!tny_step (stmt, &row, error) || !row)
    return NULL;

  const char *text = tny_text (stmt, 0);
  g_autoptr(JsonNode) root = tny_json_parse_object (text, strlen (text), NULL);

  if (root == NULL)
    return NULL;

  TnyDraft *self = g_new0 (TnyDraft, 1);

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    *text_of (self, i) = g_strdup (tny_json_text (json_node_get_object (root), fields[i].key));

  return self;
}

static gboolean
save_func (TnyTxn *txn, gpointer json, GError **error)
{
  sqlite3_stmt *stmt = tny_txn_stmt (txn, json != NULL ? "settings/write" : "settings/remove", error);

  if (stmt == NULL)
    return FALSE;
  tny_bind_text (stmt, "name", SETTING);
  if (json != NULL)
    tny_bind_text (stmt, "value", json);

  return tny_run (stmt, error);
}

gboolean
tny_draft_save (TnyStore *store, const TnyDraft *self, GError **error)
{
  g_autoptr(GString) json = g_string_new ("{");

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      g_string_append_printf (json, "%s\"%s\":", i > 0 ? "," : "", fields[i].key);
      tny_json_append_text (json, *text_of (self, i));
    }
  g_string_append_c (json, '}');

  return tny_store_write (store, TNY_DURABLE, save_func, json->str, error);
}

gboolean
tny_draft_remove (TnyStore *store, GError **error)
{
  return tny_store_write (store, TNY_DURABLE, save_func, NULL, error);
}

gint64
tny_draft_expiry (const char *text, gint64 now)
{
  g_autoptr(GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr(GDateTime) end = NULL;
  guint64 months;

  if (text == NULL || *text == '\0')
    return 0;

  if (g_ascii_string_to_unsigned (text, 10, 1, MAX_MONTHS, &months, NULL))
    {
      g_autoptr(GDateTime) begin = g_date_time_new_from_unix_utc (now);

      end = g_date_time_add_months (begin, (int) months);
    }
  else if (strlen (text) == 10)
    {
      g_autofree char *whole = g_strconcat (text, "T23:59:59Z", NULL);

      end = g_date_time_new_from_iso8601 (whole, utc);
    }

  return end != NULL ? g_date_time_to_unix (end) : 0;
}
