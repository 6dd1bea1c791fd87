/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs, log lines and decisions, one row at a time. */
#include "tny-list.h"

#include "tny-error.h"
#include "tny-read.h"

static void
run_stream_free (gpointer data)
{
  TnyRunStream *stream = data;

  g_free (stream->tenant_graph_id);
  g_free (stream->tenant_name);
  g_free (stream->name);
  g_free (stream->state);
  g_free (stream->error);
  g_free (stream);
}

static gboolean
read_streams (TnyReader *reader, TnyRunRow *row, GError **error)
{
  gboolean more;
  sqlite3_stmt *stmt = tny_read_by_id (reader, "runs/streams", "run_id", row->id, &more, error);

  if (stmt == NULL)
    return FALSE;
  row->streams = g_ptr_array_new_with_free_func (run_stream_free);
  while (more)
    {
      TnyRunStream *stream = g_new0 (TnyRunStream, 1);

      g_ptr_array_add (row->streams, stream);
      stream->tenant_id = tny_int (stmt, 0);
      stream->tenant_graph_id = tny_dup_text (stmt, 1);
      stream->tenant_name = tny_dup_text (stmt, 2);
      stream->name = tny_dup_text (stmt, 3);
      stream->state = tny_dup_text (stmt, 4);
      stream->error = tny_dup_text (stmt, 5);
      stream->reported = tny_is_null (stmt, 6) ? -1 : tny_int (stmt, 6);
      stream->stored = tny_int (stmt, 7);
      stream->added = tny_int (stmt, 8);
      stream->changed = tny_int (stmt, 9);
      stream->unchanged = tny_int (stmt, 10);
      stream->removed = tny_int (stmt, 11);
      stream->failed = tny_int (stmt, 12);
      stream->requests = tny_int (stmt, 13);
      stream->retries = tny_int (stmt, 14);
      stream->fetched = tny_int (stmt, 15);
      if (!tny_step (stmt, &more, error))
        return FALSE;
    }

  return TRUE;
}

/* What the next program that writes will find and write down: tny_sync_recover(). */
static void
set_stopped (TnyRunRow *row)
{
  const char *problem = tny_remedy_by_code (TNY_ERROR_INCOMPLETE)->name;

  row->stopped = TRUE;
  g_free (row->state);
  row->state = g_strdup ("incomplete");
  g_free (row->error);
  row->error = g_strdup (problem);
  for (guint i = 0; row->streams != NULL && i < row->streams->len; i++)
    {
      TnyRunStream *stream = row->streams->pdata[i];

      if (!g_str_equal (stream->state, "running"))
        continue;
      g_free (stream->state);
      stream->state = g_strdup ("incomplete");
      g_free (stream->error);
      stream->error = g_strdup (problem);
    }
}

TnyRunRow *
tny_run_read (TnyReader *reader, gint64 id, gboolean streams, GError **error)
{
  gboolean found;
  sqlite3_stmt *stmt = tny_read_by_id (reader, "runs/row", "id", id, &found, error);
  g_autoptr(TnyRunRow) row = NULL;

  if (stmt == NULL || !found)
    return NULL;
  row = g_new0 (TnyRunRow, 1);
  row->id = tny_int (stmt, 0);
  row->connection_id = tny_int (stmt, 1);
  row->started_at = tny_int (stmt, 2);
  row->ended_at = tny_int (stmt, 3);
  row->trigger = tny_dup_text (stmt, 4);
  row->state = tny_dup_text (stmt, 5);
  row->error = tny_dup_text (stmt, 6);
  row->problems = tny_int (stmt, 7);
  row->stored = tny_int (stmt, 8);
  row->added = tny_int (stmt, 9);
  row->changed = tny_int (stmt, 10);
  row->removed = tny_int (stmt, 11);
  row->failed = tny_int (stmt, 12);
  if (streams && !read_streams (reader, row, error))
    return NULL;
  if (g_str_equal (row->state, "running") && !tny_reader_has_writer (reader))
    set_stopped (row);

  return g_steal_pointer (&row);
}

TnyLogRow *
tny_log_read (TnyReader *reader, gint64 id, GError **error)
{
  gboolean found;
  sqlite3_stmt *stmt = tny_read_by_id (reader, "log/row", "id", id, &found, error);
  TnyLogRow *row;

  if (stmt == NULL || !found)
    return NULL;
  row = g_new0 (TnyLogRow, 1);
  row->id = tny_int (stmt, 0);
  row->at = tny_int (stmt, 1);
  row->run_id = tny_int (stmt, 2);
  row->tenant_id = tny_int (stmt, 3);
  row->level = tny_dup_text (stmt, 4);
  row->tenant_graph_id = tny_dup_text (stmt, 5);
  row->tenant_name = tny_dup_text (stmt, 6);
  row->stream = tny_dup_text (stmt, 7);
  row->object = tny_dup_text (stmt, 8);
  row->action = tny_dup_text (stmt, 9);
  row->message = tny_dup_text (stmt, 10);
  row->remedy = tny_dup_text (stmt, 11);
  row->request_id = tny_dup_text (stmt, 12);

  return row;
}

static TnyDecisionRow *
read_decision (TnyReader *reader, const char *statement, gint64 id, GError **error)
{
  gboolean found;
  sqlite3_stmt *stmt = tny_read_by_id (reader, statement, "id", id, &found, error);
  TnyDecisionRow *row;

  if (stmt == NULL || !found)
    return NULL;
  row = g_new0 (TnyDecisionRow, 1);
  row->id = tny_int (stmt, 0);
  row->batch = tny_int (stmt, 1);
  row->at = tny_int (stmt, 2);
  row->subject_id = tny_int (stmt, 3);
  row->target_id = tny_int (stmt, 4);
  row->who = tny_dup_text (stmt, 5);
  row->action = tny_dup_text (stmt, 6);
  row->subject_name = tny_dup_text (stmt, 7);
  row->target_name = tny_dup_text (stmt, 8);
  row->why = tny_dup_text (stmt, 9);
  row->score = tny_is_null (stmt, 10) ? -1 : (int) tny_int (stmt, 10);
  row->can_revert = tny_int (stmt, 11) != 0;
  row->tenant_name = tny_dup_text (stmt, 12);

  return row;
}

TnyDecisionRow *
tny_decision_read (TnyReader *reader, gint64 id, GError **error)
{
  return read_decision (reader, "decisions/row", id, error);
}

TnyDecisionRow *
tny_device_decision_read (TnyReader *reader, gint64 id, GError **error)
{
  return read_decision (reader, "device-decisions/row", id, error);
}

void
tny_run_row_free (TnyRunRow *row)
{
  if (row == NULL)
    return;

  g_free (row->trigger);
  g_free (row->state);
  g_free (row->error);
  g_clear_pointer (&row->streams, g_ptr_array_unref);
  g_free (row);
}

void
tny_log_row_free (TnyLogRow *row)
{
  if (row == NULL)
    return;

  g_free (row->level);
  g_free (row->tenant_graph_id);
  g_free (row->tenant_name);
  g_free (row->stream);
  g_free (row->object);
  g_free (row->action);
  g_free (row->message);
  g_free (row->remedy);
  g_free (row->request_id);
  g_free (row);
}

void
tny_decision_row_free (TnyDecisionRow *row)
{
  if (row == NULL)
    return;

  g_free (row->who);
  g_free (row->action);
  g_free (row->subject_name);
  g_free (row->target_name);
  g_free (row->tenant_name);
  g_free (row->why);
  g_free (row);
}
