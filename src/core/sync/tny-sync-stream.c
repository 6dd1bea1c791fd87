/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-sync-private.h"

#include "tny-error.h"

/* So many tenants in a row without network: it is not the tenants. */
#define NETWORK_FAILURES 5

gboolean
tny_sync_put_stream (TnyTxn *txn, const TnySyncStream *stream, const char *state,
                     const GError *problem, GError **error)
{
  sqlite3_stmt *stmt = tny_txn_stmt (txn, "sync/stream-put", error);

  if (stmt == NULL)
    return FALSE;
  tny_bind_int (stmt, "run_id", stream->run->id);
  tny_bind_int (stmt, "tenant_id", stream->tenant_id);
  tny_bind_text (stmt, "name", stream->name);
  tny_bind_text (stmt, "state", state);
  tny_bind_int_or_null (stmt, "reported", stream->reported, -1);
  tny_bind_int (stmt, "stored", stream->stored);
  tny_bind_int (stmt, "new", stream->added);
  tny_bind_int (stmt, "changed", stream->changed);
  tny_bind_int (stmt, "unchanged", stream->unchanged);
  tny_bind_int (stmt, "removed", stream->removed);
  tny_bind_int (stmt, "failed", stream->failed);
  tny_bind_int (stmt, "requests", stream->requests);
  tny_bind_int (stmt, "retries", stream->retries);
  tny_bind_text (stmt, "error", problem != NULL ? tny_remedy_for (problem)->name : NULL);

  return tny_run (stmt, error);
}

static gboolean
write_begin (TnyTxn *txn, gpointer data, GError **error)
{
  return tny_sync_put_stream (txn, data, "running", NULL, error);
}

gboolean
tny_sync_begin_stream (TnySyncStream *stream, GError **error)
{
  return tny_store_write (stream->run->store, TNY_PAGED, write_begin, stream, error);
}

typedef struct
{
  TnySyncStream *stream;
  const GError  *problem;
  const char    *state;
} Failing;

static gboolean
write_failure (TnyTxn *txn, gpointer data, GError **error)
{
  Failing *self = data;
  TnySyncStream *stream = self->stream;
  gboolean of_tenant = stream->subject != NULL;
  g_autofree char *message = g_strdup_printf ("%s%s: %s", of_tenant ? "Users of " : "",
                                              of_tenant ? stream->subject : stream->name,
                                              self->problem->message);
  g_autofree char *detail = tny_sync_words (self->problem->message);
  TnySyncLine line = { .level = "error", .tenant_id = stream->tenant_id, .stream = stream->name,
                       .action = "end", .message = message, .problem = self->problem };
  sqlite3_stmt *stmt;

  if (stream->tenant_id != 0)
    {
      stmt = tny_txn_stmt (txn, "sync/tenant-users-present", error);
      if (stmt == NULL)
        return FALSE;
      tny_bind_int (stmt, "id", stream->tenant_id);
      if (!tny_read_int (stmt, 0, &stream->stored, error))
        return FALSE;
    }
  if (tny_error_cancelled (self->problem))
    return tny_sync_put_stream (txn, stream, self->state, NULL, error);

  if (stream->tenant_id != 0)
    {
      stmt = tny_txn_stmt (txn, "sync/tenant-access", error);
      if (stmt == NULL)
        return FALSE;
      tny_bind_text (stmt, "access", tny_remedy_for (self->problem)->name);
      tny_bind_text (stmt, "access_detail", detail);
      tny_bind_int (stmt, "id", stream->tenant_id);
      if (!tny_run (stmt, error))
        return FALSE;
    }

  return tny_sync_put_stream (txn, stream, self->state, self->problem, error) &&
         tny_sync_log_in (txn, stream->run, &line, error);
}

/* What cannot be otherwise for the next tenant. */
gboolean
tny_sync_ends_run (const GError *problem)
{
  if (problem->domain != TNY_ERROR)
    return FALSE;
  switch (problem->code)
    {
    case TNY_ERROR_SIGN_IN:
    case TNY_ERROR_SECRET_WRONG:
    case TNY_ERROR_SECRET_EXPIRED:
    case TNY_ERROR_TLS:
    case TNY_ERROR_CLOCK:
    case TNY_ERROR_KEYRING_LOCKED:
    case TNY_ERROR_KEYRING_ABSENT:
    case TNY_ERROR_KEYRING_FAILED:
    case TNY_ERROR_DATABASE_BUSY:
    case TNY_ERROR_DATABASE_DAMAGED:
    case TNY_ERROR_DATABASE_NEWER:
    case TNY_ERROR_DATABASE_FULL:
    case TNY_ERROR_DATABASE_READ_ONLY:
    case TNY_ERROR_STALE:              /* the connection was removed while it was read */
      return TRUE;
    default:
      return FALSE;
    }
}

void
tny_sync_stop (TnySyncRun *run, const GError *problem)
{
  g_mutex_lock (&run->lock);
  if (run->stop == NULL && !g_cancellable_is_cancelled (run->cancellable))
    run->stop = g_error_copy (problem);
  g_mutex_unlock (&run->lock);
  g_cancellable_cancel (run->cancellable);
}

void
tny_sync_fail_stream (TnySyncStream *stream, const GError *problem, gboolean partly)
{
  TnySyncRun *run = stream->run;
  Failing failing = { stream, problem, partly ? "incomplete" : "failed" };
  g_autoptr(GError) error = NULL;
  gboolean offline = FALSE;

  if (tny_error_cancelled (problem))
    failing.state = "cancelled";
  g_mutex_lock (&run->lock);
  run->n_incomplete++;
  if (run->alike == NULL)
    run->alike = g_error_copy (problem);
  run->differ = run->differ || partly ||
                !g_error_matches (problem, run->alike->domain, run->alike->code);
  if (g_error_matches (problem, TNY_ERROR, TNY_ERROR_NETWORK))
    offline = ++run->network_failures >= NETWORK_FAILURES;
  else if (!tny_error_cancelled (problem))
    run->network_failures = 0;
  g_mutex_unlock (&run->lock);

  if (offline || tny_sync_ends_run (problem))
    tny_sync_stop (run, problem);
  if (!tny_store_write (run->store, TNY_PAGED, write_failure, &failing, &error))
    tny_sync_stop (run, error);
}
