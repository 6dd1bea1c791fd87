/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-log-trim.h"

#define DAY (24 * 60 * 60)

typedef struct
{
  const char *statement;
  gint64      run_id;
  int         changes;       /* (out) rows that went */
} Step;

static gboolean
write_step (TnyTxn *txn, gpointer data, GError **error)
{
  Step *step = data;
  sqlite3_stmt *stmt = tny_txn_stmt (txn, step->statement, error);

  if (stmt == NULL)
    return FALSE;
  tny_bind_int (stmt, "run_id", step->run_id);
  if (sqlite3_bind_parameter_index (stmt, ":lines") > 0)
    tny_bind_int (stmt, "lines", TNY_LOG_TRIM_STEP);
  if (!tny_run (stmt, error))
    return FALSE;
  step->changes = tny_txn_changes (txn);

  return TRUE;
}

/* Step by step until nothing is left; *@gone: how many rows that were. */
static gboolean
trim_rows (TnyStore *store, const char *statement, gint64 run_id, gint64 *gone, GCancellable *cancellable,
           GError **error)
{
  Step step = { statement, run_id, TNY_LOG_TRIM_STEP };

  while (step.changes >= TNY_LOG_TRIM_STEP)
    {
      if (g_cancellable_set_error_if_cancelled (cancellable, error)
          || !tny_store_write (store, TNY_PAGED, write_step, &step, error))
        return FALSE;
      *gone += step.changes;
    }

  return TRUE;
}

/* 0: none. */
static gboolean
find_oldest (TnyStore *store, gint64 before, gint64 lines_max, gint64 *run_id, GError **error)
{
  g_autoptr(TnyReader) reader = tny_store_borrow (store, error);
  sqlite3_stmt *stmt = reader != NULL ? tny_reader_stmt (reader, "log/extent", error) : NULL;
  gint64 lines;

  if (stmt == NULL || !tny_read_int (stmt, 0, &lines, error)
      || (stmt = tny_reader_stmt (reader, "log/oldest-run", error)) == NULL)
    return FALSE;
  tny_bind_int (stmt, "before", before);
  tny_bind_int (stmt, "too_many", lines > lines_max);

  return tny_read_int (stmt, 0, run_id, error);
}

gboolean
tny_log_trim (TnyStore *store, gint64 days, gint64 lines_max, gint64 now, TnyLogTrimmed *trimmed,
              GCancellable *cancellable, GError **error)
{
  gint64 run_id, streams = 0;

  *trimmed = (TnyLogTrimmed) { 0 };
  while (find_oldest (store, now - days * DAY, lines_max, &run_id, error))
    {
      Step whole = { "log/trim-run", run_id, 0 };

      if (run_id == 0)
        return TRUE;
      if (!trim_rows (store, "log/trim", run_id, &trimmed->lines, cancellable, error)
          || !trim_rows (store, "log/trim-streams", run_id, &streams, cancellable, error)
          || !tny_store_write (store, TNY_PAGED, write_step, &whole, error))
        return FALSE;
      trimmed->runs++;
    }

  return FALSE;
}
