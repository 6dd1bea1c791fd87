/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-sync-private.h"

#include "tny-error.h"

gboolean
tny_sync_build_name_index (TnyTxn *txn, gpointer data, GError **error)
{
  return tny_txn_run_sorting (txn, "sync/name-index", error);
}

typedef struct
{
  gint64          connection_id;
  TnySyncContext  context;          /* for its clock */
} Recovering;

static gboolean
end_interrupted (TnyTxn *txn, Recovering *self, gint64 id, GError **error)
{
  TnySyncRun run = { &self->context, NULL, NULL, id };
  g_autoptr(GError) problem = g_error_new_literal (TNY_ERROR, TNY_ERROR_INCOMPLETE,
    "The program stopped during this run; the next one goes on behind its last stored page");
  TnySyncLine line = { .level = "warning", .action = "end", .message = problem->message,
                       .problem = problem };
  sqlite3_stmt *streams = tny_txn_stmt (txn, "sync/streams-interrupted", error);
  sqlite3_stmt *end = streams != NULL ? tny_txn_stmt (txn, "sync/run-end", error) : NULL;

  if (end == NULL)
    return FALSE;
  tny_bind_int (streams, "run_id", id);
  tny_bind_text (end, "state", "incomplete");
  tny_bind_int (end, "now", tny_sync_now (&run));
  tny_bind_text (end, "error", tny_remedy_for (problem)->name);
  tny_bind_int (end, "id", id);

  return tny_run (streams, error) && tny_sync_log_in (txn, &run, &line, error) &&
         tny_run (end, error);
}

static gboolean
write_recovery (TnyTxn *txn, gpointer data, GError **error)
{
  Recovering *self = data;
  g_autoptr(GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  sqlite3_stmt *stmt = tny_txn_stmt (txn, "sync/runs-interrupted", error);
  gboolean row = TRUE;

  if (stmt == NULL)
    return FALSE;
  tny_bind_int (stmt, "connection_id", self->connection_id);
  while (row)
    {
      gint64 id;

      if (!tny_step (stmt, &row, error))
        return FALSE;
      id = row ? tny_int (stmt, 0) : 0;
      if (row)
        g_array_append_val (ids, id);
    }
  for (guint i = 0; i < ids->len; i++)
    if (!end_interrupted (txn, self, g_array_index (ids, gint64, i), error))
      return FALSE;

  /* A first load may have been stopped before it built the index again. */
  return ids->len == 0 || tny_sync_build_name_index (txn, NULL, error);
}

gboolean
tny_sync_recover (TnyStore *store, gint64 connection_id, TnyClock *clock, GError **error)
{
  Recovering recovering = { connection_id, { .clock = clock } };

  return tny_store_write (store, TNY_DURABLE, write_recovery, &recovering, error);
}
