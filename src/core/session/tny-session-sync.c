/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-session-private.h"

#include "tny-clock.h"
#include "tny-contact-undecided.h"
#include "tny-error.h"
#include "tny-log-trim.h"
#include "tny-matching.h"
#include "tny-preferences.h"
#include "tny-sync.h"

/* One run, as the worker sees it. */
typedef struct
{
  TnySession *session;
  gint64      connection_id;
  char       *trigger, *streams;
  gint64     *tenants;        /* NULL: all; ends with 0 */
  gboolean    full, confirmed;
} Work;

static void
work_free (gpointer data)
{
  Work *work = data;

  g_object_unref (work->session);
  g_free (work->trigger);
  g_free (work->streams);
  g_free (work->tenants);
  g_free (work);
}

typedef struct
{
  gint64 id, now;
} Schedule;

static gboolean
schedule_func (TnyTxn *txn, gpointer data, GError **error)
{
  Schedule *schedule = data;
  sqlite3_stmt *stmt = tny_txn_stmt (txn, "connections/schedule", error);

  if (stmt == NULL)
    return FALSE;
  tny_bind_int (stmt, "id", schedule->id);
  tny_bind_int (stmt, "now", schedule->now);

  return tny_run (stmt, error);
}

/* A line of a run's log that is not the engine's. */
typedef struct
{
  gint64      run_id, now;
  const char *level, *action, *message, *remedy;
} Line;

static gboolean
line_func (TnyTxn *txn, gpointer data, GError **error)
{
  const Line *line = data;
  sqlite3_stmt *stmt = tny_txn_stmt (txn, "sync/log", error);

  if (stmt == NULL)
    return FALSE;
  tny_bind_int (stmt, "at", line->now);
  tny_bind_text (stmt, "level", line->level);
  tny_bind_int (stmt, "run_id", line->run_id);
  tny_bind_int_or_null (stmt, "tenant_id", 0, 0);
  tny_bind_text (stmt, "stream", NULL);
  tny_bind_text (stmt, "object", NULL);
  tny_bind_text (stmt, "action", line->action);
  tny_bind_text (stmt, "message", line->message);
  tny_bind_text (stmt, "remedy", line->remedy);
  tny_bind_text (stmt, "request_id", NULL);

  return tny_run (stmt, error);
}

/* Microsoft renews the sign-in with nearly every token. When the keyring would not take it, the old one
 * in there works on, so this is a line in the log and no failure. */
static void
note_unsaved (TnySession *self, TnyTokens *tokens, gint64 run_id)
{
  g_autoptr(GError) problem = NULL;
  g_autofree char *message = NULL;
  Line line = { run_id, tny_clock_now (NULL), "warning", "keep" };

  if (tny_tokens_save (tokens, &problem) || run_id == 0)
    return;
  message = g_strdup_printf ("The renewed sign-in is kept in memory only, until Tenantry quits. %s",
                             problem->message);
  line.message = message;
  line.remedy = tny_remedy_for (problem)->name;
  tny_store_write (self->store, TNY_DURABLE, line_func, &line, NULL);
}

/* Old runs go after a new one came. What cannot be forgotten now is forgotten later. */
static void
trim_log (TnySession *self, gint64 run_id, GCancellable *cancellable)
{
  TnyPreferences preferences;
  TnyLogTrimmed trimmed;
  g_autoptr(GError) problem = NULL;
  g_autofree char *message = NULL;
  Line line = { run_id, tny_clock_now (NULL), "info", "forget" };
  gint64 days;

  tny_preferences_get (self->store, &preferences);
  days = preferences.values[TNY_PREFERENCE_LOG_DAYS];
  if (!tny_log_trim (self->store, days, TNY_LOG_LINES_MAX, line.now, &trimmed, cancellable, &problem))
    g_info ("old logs: %s", problem->message);
  if (trimmed.runs == 0 || run_id == 0)
    return;
  message = g_strdup_printf ("Forgot %" G_GINT64_FORMAT " runs with %" G_GINT64_FORMAT
                             " lines: older than %" G_GINT64_FORMAT " days, or more than %d lines in all",
                             trimmed.runs, trimmed.lines, days, TNY_LOG_LINES_MAX);
  line.message = message;
  tny_store_write (self->store, TNY_PAGED, line_func, &line, NULL);
}

/* A figure for the sidebar: that it could not be made is no failure of the sync. */
static void
count_undecided (TnySession *self, GCancellable *cancellable)
{
  g_autoptr(GError) problem = NULL;

  if (!tny_contact_undecided_recount (self->store, cancellable, &problem))
    g_info ("number of undecided users: %s", problem->message);
}

/* The sync, then what follows from it: the next time, the matches of new names, and how many users have
 * no decision. A failure of the sync is the one that is told. */
static gboolean
sync_func (TnyJob *job, gpointer data, GCancellable *cancellable, GError **error)
{
  Work *work = data;
  TnySession *self = work->session;
  Schedule schedule = { work->connection_id, tny_clock_now (NULL) };
  g_autoptr(GError) failure = NULL;
  g_autofree gint64 *run_id = g_new0 (gint64, 1);
  g_autoptr(TnyLive) live = tny_session_get_live (self, work->connection_id, cancellable, error);

  if (live == NULL || !tny_store_write (self->store, TNY_DURABLE, schedule_func, &schedule, error))
    return FALSE;
  /* A tenant that refused is asked again when a person acts, not by the clock. */
  if (g_str_equal (work->trigger, "manual"))
    tny_tokens_reset_tenant (live->tokens, NULL);

  TnySyncContext context = {
    .store = self->store, .http = live->http, .connection_id = work->connection_id,
    .partner_tenant_id = live->tenant_id, .reach = live->reach,
    .trigger = work->trigger, .streams = work->streams,
    .tenants = work->tenants, .full = work->full,
    .confirmed = work->confirmed,
  };
  gboolean ok = tny_sync_run (&context, job, run_id, cancellable, &failure);

  note_unsaved (self, live->tokens, *run_id);
  trim_log (self, *run_id, cancellable);
  if (*run_id != 0)
    tny_job_take_result (job, g_steal_pointer (&run_id), g_free);
  if (g_error_matches (failure, TNY_ERROR, TNY_ERROR_SIGN_IN)
      && !tny_session_mark_ended (self, work->connection_id, error))
    return FALSE;
  /* What an incomplete run did read has names to match all the same. */
  if (ok || g_error_matches (failure, TNY_ERROR, TNY_ERROR_INCOMPLETE))
    tny_matching_refresh (self->store, job, cancellable, NULL, ok ? &failure : NULL);
  if (ok || g_error_matches (failure, TNY_ERROR, TNY_ERROR_INCOMPLETE))
    count_undecided (self, cancellable);
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }

  return TRUE;
}

static void
finished_cb (TnyJob *job, gboolean ok, gpointer data)
{
  Work *work = data;
  TnySession *self = work->session;
  gint64 *run_id = tny_job_get_result (job);

  gint64 connection_id = work->connection_id;
  gint64 run = run_id != NULL ? *run_id : 0;
  g_autoptr(TnySession) alive = g_object_ref (self);

  g_mutex_lock (&self->lock);
  g_hash_table_remove (self->syncs, &connection_id);      /* the loop still holds the job */
  g_mutex_unlock (&self->lock);
  tny_session_emit_sync_finished (alive, run);
  tny_session_connection_changed (alive, connection_id);
}

static gint64 *
copy_tenants (const gint64 *tenants)
{
  gsize n = 0;

  if (tenants == NULL)
    return NULL;
  while (tenants[n] != 0)
    n++;

  return g_memdup2 (tenants, (n + 1) * sizeof *tenants);
}

static Work *
work_new (TnySession *self, const TnySyncRequest *request)
{
  Work *work = g_new0 (Work, 1);

  work->session = g_object_ref (self);
  work->connection_id = request->connection_id;
  work->trigger = g_strdup (request->trigger != NULL ? request->trigger : "manual");
  work->streams = g_strdup (request->streams);
  work->tenants = copy_tenants (request->tenants);
  work->full = request->full;
  work->confirmed = request->confirmed;

  return work;
}

TnyJob *
tny_session_new_sync (TnySession *self, const TnySyncRequest *request)
{
  g_return_val_if_fail (TNY_IS_SESSION (self), NULL);

  return tny_job_new (sync_func, work_new (self, request), work_free);
}

TnyJob *
tny_session_get_sync (TnySession *self, gint64 connection_id)
{
  g_return_val_if_fail (TNY_IS_SESSION (self), NULL);

  TnyJob *job;

  g_mutex_lock (&self->lock);
  job = g_hash_table_lookup (self->syncs, &connection_id);
  g_mutex_unlock (&self->lock);

  return job;
}

TnyJob *
tny_session_start_sync (TnySession *self, const TnySyncRequest *request)
{
  g_return_val_if_fail (TNY_IS_SESSION (self), NULL);

  if (tny_session_get_sync (self, request->connection_id) != NULL)
    return NULL;

  Work *work = work_new (self, request);
  TnyJob *job = tny_job_new (sync_func, work, work_free);

  g_mutex_lock (&self->lock);
  g_hash_table_insert (self->syncs, g_memdup2 (&work->connection_id, sizeof work->connection_id), job);
  g_mutex_unlock (&self->lock);
  g_signal_connect (job, "finished", G_CALLBACK (finished_cb), work);
  tny_job_start (job);
  tny_session_emit_sync_started (self, job, request->connection_id);
  tny_session_connection_changed (self, request->connection_id);

  return job;
}

void
tny_session_end_syncs (TnySession *self)
{
  GHashTableIter iter;
  gpointer job;

  g_hash_table_iter_init (&iter, self->syncs);
  while (g_hash_table_iter_next (&iter, NULL, &job))
    tny_job_cancel (job);
  /* their "finished" comes through the loop; a sync stops at the end of its page */
  while (g_hash_table_size (self->syncs) > 0)
    g_main_context_iteration (self->context, TRUE);
}
