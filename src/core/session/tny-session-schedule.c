/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-session-private.h"

#include "tny-clock.h"
#include "tny-error.h"
#include "tny-preferences.h"
#include "tny-schedule.h"

/* A run that is not to be made up for is still taken this far into its hour: nobody looks every second. */
#define ON_TIME_PART 4

static TnySchedule
schedule_of (const TnyConnection *connection)
{
  return (TnySchedule) { .interval = connection->interval_secs, .quiet_from = connection->quiet_from,
                         .quiet_until = connection->quiet_until, .next_at = connection->next_sync_at };
}

gint64
tny_session_next_sync (const TnyConnection *connection, gint64 now)
{
  TnySchedule schedule = schedule_of (connection);

  if (connection->paused || connection->next_sync_at == 0)
    return 0;

  return tny_schedule_next (&schedule, now, NULL);
}

/* Made up for, or on time. */
static gboolean
is_wanted (const TnyConnection *connection, const TnyPreferences *preferences, gint64 now)
{
  gint64 late = now - connection->next_sync_at;

  return preferences->values[TNY_PREFERENCE_CATCH_UP] || connection->interval_secs <= 0 || late < 0
         || late % connection->interval_secs <= connection->interval_secs / ON_TIME_PART;
}

static gboolean
is_metered (const TnyPreferences *preferences)
{
  return !preferences->values[TNY_PREFERENCE_METERED]
         && g_network_monitor_get_network_metered (g_network_monitor_get_default ());
}

static gboolean
is_due (const TnyConnection *connection, const TnyPreferences *preferences, gint64 now)
{
  gint64 next = tny_session_next_sync (connection, now);

  return !connection->syncing && g_str_equal (connection->sign_in_state, "ok") && next != 0 && next <= now
         && is_wanted (connection, preferences, now) && !is_metered (preferences);
}

gboolean
tny_session_is_due (TnySession *self, gint64 connection_id, gint64 now)
{
  g_return_val_if_fail (TNY_IS_SESSION (self), FALSE);

  g_autoptr(TnyConnection) row = tny_session_read_connection (self, connection_id, NULL);
  TnyPreferences preferences;

  if (row == NULL)
    return FALSE;
  tny_preferences_get (self->store, &preferences);

  return is_due (row, &preferences, now);
}

static int
by_priority (gconstpointer a, gconstpointer b)
{
  const TnyConnection *one = *(TnyConnection *const *) a, *other = *(TnyConnection *const *) b;

  if (one->priority != other->priority)
    return other->priority - one->priority;

  return one->id < other->id ? -1 : one->id > other->id;
}

/* Tenants of a connection that a match woke up: ids, then 0; NULL when there are none. */
static gint64 *
list_matched (TnySession *self, const TnyConnection *connection, GError **error)
{
  g_autoptr(GArray) ids = g_array_new (TRUE, FALSE, sizeof (gint64));
  g_autoptr(TnyReader) reader = tny_store_borrow (self->store, error);
  sqlite3_stmt *stmt = reader != NULL ? tny_reader_stmt (reader, "schedule/matched-unread", error) : NULL;
  gboolean row;

  if (stmt == NULL)
    return NULL;
  tny_bind_int (stmt, "connection_id", connection->id);
  while (tny_step (stmt, &row, error) && row)
    {
      gint64 id = tny_int (stmt, 0);

      g_array_append_val (ids, id);
    }

  return ids->len > 0 ? (gint64 *) g_array_free (g_steal_pointer (&ids), FALSE) : NULL;
}

static TnySyncRequest *
request_new (const TnyConnection *connection, const char *trigger, gint64 *tenants)
{
  TnySyncRequest *request = g_new0 (TnySyncRequest, 1);

  request->connection_id = connection->id;
  request->trigger = trigger;
  request->tenants = tenants;

  return request;
}

static void
request_free (gpointer data)
{
  TnySyncRequest *request = data;

  g_free (request->tenants);
  g_free (request);
}

GPtrArray *
tny_session_list_due (TnySession *self, gint64 now, GError **error)
{
  g_return_val_if_fail (TNY_IS_SESSION (self), NULL);

  g_autoptr(GPtrArray) list = tny_session_list_connections (self, error);
  g_autoptr(GPtrArray) due = g_ptr_array_new_with_free_func (request_free);
  TnyPreferences preferences;

  if (list == NULL)
    return NULL;
  tny_preferences_get (self->store, &preferences);
  g_ptr_array_sort (list, by_priority);
  for (guint i = 0; i < list->len; i++)
    {
      const TnyConnection *row = list->pdata[i];
      gint64 *matched;

      if (is_due (row, &preferences, now))
        {
          g_ptr_array_add (due, request_new (row, "schedule", NULL));
          continue;
        }
      if (row->paused || row->syncing || !g_str_equal (row->sign_in_state, "ok"))
        continue;
      matched = list_matched (self, row, NULL);
      if (matched != NULL)
        g_ptr_array_add (due, request_new (row, "matching", matched));
    }

  return g_steal_pointer (&due);
}

guint
tny_session_start_due (TnySession *self)
{
  g_return_val_if_fail (TNY_IS_SESSION (self), 0);

  g_autoptr(GPtrArray) due = tny_session_list_due (self, tny_clock_now (NULL), NULL);
  guint started = 0;

  for (guint i = 0; due != NULL && i < due->len; i++)
    started += tny_session_start_sync (self, due->pdata[i]) != NULL;

  return started;
}

gboolean
tny_session_change_settings (TnySession *self, gint64 connection_id, gint64 tenant_id,
                             const TnySyncSettings *settings, GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (TNY_IS_SESSION (self), FALSE);

  if (!tny_sync_settings_write (self->store, connection_id, tenant_id, settings, cancellable, error))
    return FALSE;
  tny_session_connection_changed (self, connection_id);

  return TRUE;
}
