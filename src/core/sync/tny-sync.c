/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-sync-private.h"

#include <glib/gi18n-lib.h>

#include "tny-error.h"
#include "tny-schedule.h"
#include "tny-sync-users.h"

gint64
tny_sync_now (TnySyncRun *run)
{
  return tny_clock_now (run->context->clock);
}

gboolean
tny_sync_too_many_gone (TnySyncRun *run, guint gone, guint present)
{
  return !(run->context->full && run->context->confirmed) &&
         (gone > TNY_SYNC_GONE_MAX ||
          (guint64) gone * 100 > (guint64) present * TNY_SYNC_GONE_PERCENT);
}

/* Workers */

static const TnySyncTenant *
take_tenant (TnySyncRun *run)
{
  const TnySyncTenant *tenant = NULL;

  g_mutex_lock (&run->lock);
  if (run->next < run->tenants->len && !g_cancellable_is_cancelled (run->cancellable))
    tenant = run->tenants->pdata[run->next++];
  g_mutex_unlock (&run->lock);

  return tenant;
}

static gpointer
worker_thread (gpointer data)
{
  TnySyncRun *run = data;
  const TnySyncTenant *tenant;

  while ((tenant = take_tenant (run)) != NULL)
    tny_sync_visit (run, tenant);

  return NULL;
}

static void
tenant_free (gpointer data)
{
  TnySyncTenant *tenant = data;

  g_free (tenant->graph_id);
  g_free (tenant->name);
  g_free (tenant->streams);
  g_free (tenant->relationship);
  g_free (tenant->link);
  g_free (tenant);
}

/* The clock reads a tenant in its own time only; a person who asks is always answered. */
static gboolean
is_not_now (TnySyncRun *run, sqlite3_stmt *stmt)
{
  TnySchedule own = { .interval = tny_int (stmt, 7), .quiet_from = (int) tny_int (stmt, 8),
                      .quiet_until = (int) tny_int (stmt, 9) };
  gint64 now = tny_sync_now (run), read_at = tny_int (stmt, 10);

  if (!g_str_equal (run->context->trigger, "schedule"))
    return FALSE;
  if (tny_schedule_quiet_end (&own, now, NULL) != 0)
    return TRUE;

  return tny_int (stmt, 6) != 0 && !tny_schedule_is_old (own.interval, read_at, now);
}

static char *
streams_of (const TnySyncContext *context, const char *of_tenant)
{
  return g_strdup (context->streams != NULL ? context->streams : of_tenant);
}

static guint
count_streams (const char *streams)
{
  guint n_kinds, n = 0;
  const TnySyncKind *kinds = tny_sync_kinds (&n_kinds);

  for (guint i = 0; i < n_kinds; i++)
    n += tny_sync_wants (streams, &kinds[i]);

  return n;
}

static gboolean
asked_for (const TnySyncContext *context, const TnySyncTenant *tenant)
{
  if (tenant->not_now || count_streams (tenant->streams) == 0)
    return FALSE;
  if (context->tenants == NULL)
    return !tenant->ignored;
  for (const gint64 *id = context->tenants; *id != 0; id++)
    if (*id == tenant->id)
      return TRUE;

  return FALSE;
}

/* Reads the line of tenants-due that @stmt stands at. */
static TnySyncTenant *
read_tenant (TnySyncRun *run, sqlite3_stmt *stmt)
{
  TnySyncTenant *tenant = g_new0 (TnySyncTenant, 1);

  tenant->id = tny_int (stmt, 0);
  tenant->graph_id = tny_dup_text (stmt, 1);
  tenant->name = tny_dup_text (stmt, 2);
  tenant->expected = tny_int (stmt, 3);
  tenant->ignored = tny_int (stmt, 4) != 0;
  tenant->streams = streams_of (run->context, tny_text (stmt, 5));
  tenant->not_now = is_not_now (run, stmt);
  tenant->relationship = tny_dup_text (stmt, 11);
  tenant->had_none = tny_int (stmt, 12) != 0;
  tenant->link = tny_dup_text (stmt, 13);
  tenant->link_shape = tny_int (stmt, 14);
  tenant->link_generation = tny_int (stmt, 15);
  tenant->link_saved_at = tny_int (stmt, 16);
  tenant->has_cursor = tny_int (stmt, 17) != 0;
  tenant->scope_stale = tny_int (stmt, 18) != 0;

  return tenant;
}

/* What the clock asks for too early. */
static gboolean
read_fresh (TnySyncRun *run, TnyReader *reader, GError **error)
{
  g_autoptr(GHashTable) by_id = g_hash_table_new (g_int64_hash, g_int64_equal);
  guint n_kinds;
  const TnySyncKind *kinds = tny_sync_kinds (&n_kinds);
  sqlite3_stmt *stmt;
  gboolean row;

  if (!g_str_equal (run->context->trigger, "schedule"))
    return TRUE;
  if ((stmt = tny_reader_stmt (reader, "sync/streams-read", error)) == NULL)
    return FALSE;
  for (guint i = 0; i < run->tenants->len; i++)
    g_hash_table_insert (by_id, &((TnySyncTenant *) run->tenants->pdata[i])->id, run->tenants->pdata[i]);
  tny_bind_int (stmt, "connection_id", run->context->connection_id);
  while (tny_step (stmt, &row, error))
    {
      gint64 id = row ? tny_int (stmt, 0) : 0;
      TnySyncTenant *tenant = g_hash_table_lookup (by_id, &id);

      if (!row)
        return TRUE;
      for (guint i = 0; tenant != NULL && i < n_kinds; i++)
        if (g_str_equal (kinds[i].name, tny_text (stmt, 1)) &&
            tny_sync_is_fresh (run, &kinds[i], tny_int (stmt, 2)))
          tenant->fresh |= 1u << i;
    }

  return FALSE;
}

static gboolean
read_tenants_due (TnySyncRun *run, GError **error)
{
  g_autoptr(TnyReader) reader = tny_store_borrow (run->store, error);
  sqlite3_stmt *stmt = reader != NULL ? tny_reader_stmt (reader, "sync/tenants-due", error) : NULL;
  gboolean row;

  if (stmt == NULL)
    return FALSE;
  tny_bind_int (stmt, "connection_id", run->context->connection_id);
  tny_bind_int (stmt, "fresh", run->context->full ? G_MAXINT64
                                                  : tny_sync_now (run) - TNY_SYNC_LINK_SECONDS);
  while (tny_step (stmt, &row, error))
    {
      TnySyncTenant *tenant;

      if (!row)
        return read_fresh (run, reader, error);
      tenant = read_tenant (run, stmt);
      if (asked_for (run->context, tenant))
        {
          run->n_lists += count_streams (tenant->streams);
          run->n_expected += tenant->expected;
          g_ptr_array_add (run->tenants, tenant);
        }
      else
        tenant_free (tenant);
    }

  return FALSE;
}

/* The index by name while users are loaded for the first time */

static gboolean
drop_name_index (TnyTxn *txn, gpointer data, GError **error)
{
  TnySyncRun *run = data;
  sqlite3_stmt *any = tny_txn_stmt (txn, "sync/users-any", error);
  sqlite3_stmt *drop;
  gint64 have;

  if (any == NULL || !tny_read_int (any, 0, &have, error))
    return FALSE;
  if (have)
    return TRUE;
  run->first = TRUE;
  drop = tny_txn_stmt (txn, "sync/name-index-drop", error);

  return drop != NULL && tny_run (drop, error);
}

static gboolean
read_streams (TnySyncRun *run, GError **error)
{
  guint n_workers = run->context->workers != 0 ? run->context->workers : TNY_SYNC_WORKERS;
  GThread *threads[TNY_SYNC_WORKERS_MAX];

  if (!read_tenants_due (run, error) ||
      !tny_store_write (run->store, TNY_PAGED, drop_name_index, run, error))
    return FALSE;
  tny_job_report (run->job, 0, run->tenants->len);
  n_workers = MIN (MIN (n_workers, TNY_SYNC_WORKERS_MAX), run->tenants->len);
  for (guint i = 0; i < n_workers; i++)
    threads[i] = g_thread_new ("tny-sync", worker_thread, run);
  for (guint i = 0; i < n_workers; i++)
    g_thread_join (threads[i]);
  tny_job_say (run->job, _("Finishing"), NULL);

  return tny_store_write (run->store, TNY_PAGED, tny_sync_build_name_index, NULL, error);
}

/* The run */

static gboolean
write_start (TnyTxn *txn, gpointer data, GError **error)
{
  TnySyncRun *run = data;
  sqlite3_stmt *stmt = tny_txn_stmt (txn, "sync/run-start", error);
  TnySyncLine line = { .level = "info", .action = "start" };
  g_autofree char *message = g_strdup_printf ("Run started: %s%s%s%s", run->context->trigger,
                                              run->context->full ? ", full" : "",
                                              run->context->streams != NULL ? ", only " : "",
                                              run->context->streams != NULL ? run->context->streams : "");

  if (stmt == NULL)
    return FALSE;
  tny_bind_int (stmt, "connection_id", run->context->connection_id);
  tny_bind_text (stmt, "trigger", run->context->trigger);
  tny_bind_int (stmt, "now", tny_sync_now (run));
  if (!tny_run (stmt, error))
    return FALSE;
  run->id = tny_txn_last_id (txn);
  line.message = message;

  return tny_sync_log_in (txn, run, &line, error);
}

typedef struct
{
  TnySyncRun   *run;
  const char   *state;
  const GError *problem;
} Ending;

static gboolean
mark_sign_in_ended (TnyTxn *txn, TnySyncRun *run, GError **error)
{
  sqlite3_stmt *stmt = tny_txn_stmt (txn, "connections/sign-in-ended", error);

  if (stmt == NULL)
    return FALSE;
  tny_bind_int (stmt, "id", run->context->connection_id);

  return tny_run (stmt, error);
}

/* Tenants whose turn never came. */
static gboolean
note_not_run (TnyTxn *txn, TnySyncRun *run, GError **error)
{
  guint n_kinds;
  const TnySyncKind *kinds = tny_sync_kinds (&n_kinds);

  for (guint i = run->next; i < run->tenants->len; i++)
    for (guint k = 0; k < n_kinds; k++)
      {
        const TnySyncTenant *tenant = run->tenants->pdata[i];
        TnySyncStream stream = { run, tenant->id, kinds[k].name, -1 };

        if (tny_sync_wants (tenant->streams, &kinds[k]) &&
            !tny_sync_put_stream (txn, &stream, "not-run", NULL, error))
          return FALSE;
      }

  return TRUE;
}

static gboolean
write_end (TnyTxn *txn, gpointer data, GError **error)
{
  Ending *self = data;
  TnySyncRun *run = self->run;
  gboolean failed = g_str_equal (self->state, "failed");
  const char *level = failed ? "error" : g_str_equal (self->state, "ok") ? "info" : "warning";
  TnySyncLine line = { .level = level, .action = "end", .problem = self->problem };
  g_autofree char *message = g_strdup_printf (
    "Run ended, %s: %u of %u tenants read, %" G_GINT64_FORMAT " users stored, %" G_GINT64_FORMAT
    " new, %" G_GINT64_FORMAT " changed, %" G_GINT64_FORMAT " removed%s%s", self->state,
    run->n_done - MIN (run->n_unread, run->n_done), run->tenants->len, run->n_stored, run->n_new, run->n_changed, run->n_removed,
    failed ? ": " : "", failed ? self->problem->message : "");
  sqlite3_stmt *stmt;

  line.message = message;
  if (!note_not_run (txn, run, error) || !tny_sync_log_in (txn, run, &line, error))
    return FALSE;
  if (g_error_matches (self->problem, TNY_ERROR, TNY_ERROR_SIGN_IN) &&
      !mark_sign_in_ended (txn, run, error))
    return FALSE;
  stmt = tny_txn_stmt (txn, "sync/run-end", error);
  if (stmt == NULL)
    return FALSE;
  tny_bind_text (stmt, "state", self->state);
  tny_bind_int (stmt, "now", tny_sync_now (run));
  tny_bind_text (stmt, "error", self->problem != NULL && !tny_error_cancelled (self->problem)
                                  ? tny_remedy_for (self->problem)->name : NULL);
  tny_bind_int (stmt, "id", run->id);

  return tny_run (stmt, error);
}

/* What the run came to. */
static GError *
verdict (TnySyncRun *run, gboolean went_through, GError *problem, const char **state)
{
  g_autoptr(GError) owned = problem;
  guint n_lists = run->n_lists + (run->context->tenants == NULL);

  if (run->stop != NULL)
    {
      *state = "failed";
      return g_error_copy (run->stop);
    }
  if (g_cancellable_is_cancelled (run->cancellable) || tny_error_cancelled (problem))
    {
      *state = "cancelled";
      return g_error_new (G_IO_ERROR, G_IO_ERROR_CANCELLED, "Cancelled: %u of %u tenants were read",
                          run->n_done - MIN (run->n_unread, run->n_done), run->tenants->len);
    }
  if (!went_through)
    {
      *state = "failed";
      return g_steal_pointer (&owned);
    }
  /* Nothing was read, and always for one reason: a hotel's network, a service that is down. */
  if (run->n_incomplete >= n_lists && run->alike != NULL && !run->differ)
    {
      *state = "failed";
      return g_error_copy (run->alike);
    }
  if (run->n_incomplete > 0)
    {
      *state = "incomplete";
      return g_error_new (TNY_ERROR, TNY_ERROR_INCOMPLETE, "%u of %u lists are not complete",
                          run->n_incomplete, n_lists);
    }
  *state = "ok";

  return NULL;
}

static void
forward_cancel_cb (GCancellable *outer, gpointer inner)
{
  g_cancellable_cancel (inner);
}

gboolean
tny_sync_run (const TnySyncContext *context, TnyJob *job, gint64 *run_id, GCancellable *cancellable,
              GError **error)
{
  TnySyncRun run = { context, context->store, job };
  GError *problem = NULL;
  g_autoptr(GError) result = NULL, unwritten = NULL;
  Ending ending = { &run };
  gboolean ok;
  gulong handler = 0;

  g_return_val_if_fail (context->store != NULL && context->http != NULL, FALSE);

  if (!tny_sync_recover (context->store, context->connection_id, context->clock, error) ||
      !tny_store_write (context->store, TNY_PAGED, write_start, &run, error))
    return FALSE;
  *run_id = run.id;
  run.tenants = g_ptr_array_new_with_free_func (tenant_free);
  run.cancellable = g_cancellable_new ();
  g_mutex_init (&run.lock);
  if (cancellable != NULL)
    handler = g_cancellable_connect (cancellable, G_CALLBACK (forward_cancel_cb), run.cancellable,
                                     NULL);

  ok = (context->tenants != NULL || tny_sync_tenants (&run, &problem)) &&
       read_streams (&run, &problem);
  result = verdict (&run, ok, problem, &ending.state);
  ending.problem = result;
  if (!tny_store_write (context->store, TNY_DURABLE, write_end, &ending, &unwritten) &&
      result == NULL)
    result = g_steal_pointer (&unwritten);

  g_cancellable_disconnect (cancellable, handler);
  g_ptr_array_unref (run.tenants);
  g_object_unref (run.cancellable);
  g_clear_error (&run.stop);
  g_clear_error (&run.alike);
  g_mutex_clear (&run.lock);
  ok = result == NULL;
  if (!ok)
    g_propagate_error (error, g_steal_pointer (&result));

  return ok;
}
