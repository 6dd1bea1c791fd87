/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-preferences.h"

#include "tny-error.h"
#include "tny-name-index.h"

static const struct { const char *name; gint64 least, most, usual; } table[TNY_N_PREFERENCES] = {
  [TNY_PREFERENCE_INTERVAL]        = { "preference.interval", 0, 31 * 24 * 60 * 60, 3600 },
  [TNY_PREFERENCE_CATCH_UP]        = { "preference.catch-up", 0, 1, 1 },
  [TNY_PREFERENCE_METERED]         = { "preference.metered", 0, 1, 0 },
  [TNY_PREFERENCE_SUGGEST_FROM]    = { "preference.suggest-from", TNY_SUGGESTION_FLOOR, 100, TNY_SUGGESTION_FLOOR },
  [TNY_PREFERENCE_BULK_FROM]       = { "preference.bulk-from", 70, 100, 90 },
  [TNY_PREFERENCE_LOCK_MINUTES]    = { "preference.lock-minutes", 0, 24 * 60, 0 },
  [TNY_PREFERENCE_LOG_DAYS]        = { "preference.log-days", 1, 3650, 90 },
  [TNY_PREFERENCE_NOTIFY_FAILURES] = { "preference.notify-failures", 0, 1, 1 },
  [TNY_PREFERENCE_REMIND_ENDS]     = { "preference.remind-ends", 0, 1, 1 },
};

const char *
tny_preference_name (TnyPreference which)
{
  g_return_val_if_fail (which < TNY_N_PREFERENCES, NULL);

  return table[which].name;
}

void
tny_preference_limits (TnyPreference which, gint64 *least, gint64 *most, gint64 *usual)
{
  g_return_if_fail (which < TNY_N_PREFERENCES);

  *least = table[which].least;
  *most = table[which].most;
  *usual = table[which].usual;
}

static gboolean
read_one (TnyReader *reader, TnyPreference which, gint64 *value, GError **error)
{
  sqlite3_stmt *stmt = tny_reader_stmt (reader, "settings/read", error);
  gboolean row;
  gint64 stored;

  *value = table[which].usual;
  if (stmt == NULL)
    return FALSE;
  tny_bind_text (stmt, "name", table[which].name);
  if (!tny_step (stmt, &row, error))
    return FALSE;
  if (row && g_ascii_string_to_signed (tny_text (stmt, 0), 10, table[which].least, table[which].most,
                                       &stored, NULL))
    *value = stored;

  return TRUE;
}

gboolean
tny_preferences_read (TnyReader *reader, TnyPreferences *preferences, GError **error)
{
  for (guint i = 0; i < TNY_N_PREFERENCES; i++)
    if (!read_one (reader, i, &preferences->values[i], error))
      return FALSE;

  return TRUE;
}

void
tny_preferences_get (TnyStore *store, TnyPreferences *preferences)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(TnyReader) reader = store != NULL ? tny_store_borrow (store, &error) : NULL;

  if (reader != NULL && tny_preferences_read (reader, preferences, &error))
    return;
  if (error != NULL)
    g_info ("preferences: %s", error->message);
  for (guint i = 0; i < TNY_N_PREFERENCES; i++)
    preferences->values[i] = table[i].usual;
}

typedef struct
{
  TnyPreference which;
  gint64        value;
} Setting;

static gboolean
write_one (TnyTxn *txn, gpointer data, GError **error)
{
  const Setting *setting = data;
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, setting->value);
  sqlite3_stmt *stmt = tny_txn_stmt (txn, "settings/write", error);

  if (stmt == NULL)
    return FALSE;
  tny_bind_text (stmt, "name", table[setting->which].name);
  tny_bind_text (stmt, "value", text);

  return tny_run (stmt, error);
}

gboolean
tny_preferences_set (TnyStore *store, TnyPreference which, gint64 value, GError **error)
{
  Setting setting = { which, value };

  g_return_val_if_fail (which < TNY_N_PREFERENCES, FALSE);

  if (value < table[which].least || value > table[which].most)
    {
      g_set_error (error, TNY_ERROR, TNY_ERROR_ARGUMENT, "%s is between %" G_GINT64_FORMAT " and %"
                   G_GINT64_FORMAT, table[which].name, table[which].least, table[which].most);
      return FALSE;
    }

  return tny_store_write (store, TNY_DURABLE, write_one, &setting, error);
}
