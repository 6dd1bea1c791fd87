/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-sync-cursor.h"

void
tny_sync_cursor_clear (TnySyncCursor *self)
{
  g_clear_pointer (&self->seen, tny_seen_free);
}

static void
bind_place (sqlite3_stmt *stmt, const TnySyncCursor *self)
{
  tny_bind_int (stmt, "tenant_id", self->stream->tenant_id);
  tny_bind_text (stmt, "stream", self->stream->name);
}

static gboolean
read_known (TnySyncCursor *self, TnyReader *reader, const char *known, GError **error)
{
  sqlite3_stmt *stmt = tny_reader_stmt (reader, known, error);
  gboolean row;

  if (stmt == NULL)
    return FALSE;
  tny_bind_int (stmt, "tenant_id", self->stream->tenant_id);
  while (tny_step (stmt, &row, error))
    {
      TnySeenRow *stored;

      if (!row)
        return TRUE;
      stored = tny_seen_add (self->seen, sqlite3_column_blob (stmt, 1));
      stored->id = tny_int (stmt, 0);
      stored->hash = tny_int (stmt, 2);
      stored->present = TRUE;
    }

  return FALSE;
}

static gboolean
read_marks (TnySyncCursor *self, TnyReader *reader, GError **error)
{
  sqlite3_stmt *stmt = tny_reader_stmt (reader, "sync/seen", error);
  gboolean row;

  if (stmt == NULL)
    return FALSE;
  bind_place (stmt, self);
  tny_bind_int (stmt, "pages", self->n_pages);
  while (tny_step (stmt, &row, error))
    {
      if (!row)
        return TRUE;
      tny_seen_mark (self->seen, sqlite3_column_blob (stmt, 0),
                     (gsize) sqlite3_column_bytes (stmt, 0));
    }

  return FALSE;
}

static gboolean
read_place (TnySyncCursor *self, TnyReader *reader, char **link, GError **error)
{
  const TnySyncContext *context = self->stream->run->context;
  sqlite3_stmt *stmt = tny_reader_stmt (reader, "sync/cursor", error);
  gboolean row;

  if (stmt == NULL)
    return FALSE;
  tny_bind_int (stmt, "connection_id", context->connection_id);
  bind_place (stmt, self);
  if (!tny_step (stmt, &row, error))
    return FALSE;
  if (!row || context->full || tny_int (stmt, 2) != self->shape)
    return TRUE;
  self->generation = tny_int (stmt, 0);
  *link = tny_dup_text (stmt, 1);
  self->n_pages = (guint) tny_int (stmt, 3);
  self->stream->reported = tny_is_null (stmt, 4) ? -1 : tny_int (stmt, 4);

  return read_marks (self, reader, error);
}

gboolean
tny_sync_cursor_prepare (TnySyncCursor *self, const char *known, gboolean afresh, char **link,
                         GError **error)
{
  g_autoptr(TnyReader) reader = tny_store_borrow (self->stream->run->store, error);

  g_clear_pointer (&self->seen, tny_seen_free);
  self->seen = tny_seen_new ();
  self->generation = self->stream->run->id;
  self->n_pages = 0;
  self->stream->reported = -1;
  *link = NULL;

  return reader != NULL && read_known (self, reader, known, error) &&
         (afresh || read_place (self, reader, link, error));
}

static gboolean
put_marks (TnyTxn *txn, TnySyncCursor *self, GPtrArray *rows, GError **error)
{
  sqlite3_stmt *stmt = tny_txn_stmt (txn, "sync/seen-put", error);
  g_autofree gint64 *ids = g_new (gint64, rows->len + 1);
  g_autoptr(GByteArray) bytes = NULL;

  if (stmt == NULL)
    return FALSE;
  for (guint i = 0; i < rows->len; i++)
    ids[i] = ((TnySeenRow *) rows->pdata[i])->id;
  bytes = tny_seen_pack (ids, rows->len);
  bind_place (stmt, self);
  tny_bind_int (stmt, "page", self->n_pages);
  tny_bind_blob (stmt, "ids", bytes->data != NULL ? bytes->data : (guint8 *) "", bytes->len);

  return tny_run (stmt, error);
}

gboolean
tny_sync_cursor_put (TnyTxn *txn, TnySyncCursor *self, GPtrArray *rows, const char *next_link,
                     GError **error)
{
  sqlite3_stmt *stmt;

  if (!put_marks (txn, self, rows, error) ||
      (stmt = tny_txn_stmt (txn, "sync/cursor-put", error)) == NULL)
    return FALSE;
  tny_bind_int (stmt, "connection_id", self->stream->run->context->connection_id);
  bind_place (stmt, self);
  tny_bind_int (stmt, "run_id", self->generation);
  tny_bind_text (stmt, "next_link", next_link);
  tny_bind_int (stmt, "shape", self->shape);
  tny_bind_int (stmt, "pages", self->n_pages + 1);
  tny_bind_int_or_null (stmt, "reported", self->stream->reported, -1);
  tny_bind_int (stmt, "changes", 0);
  tny_bind_int (stmt, "now", tny_sync_now (self->stream->run));

  return tny_run (stmt, error);
}

gboolean
tny_sync_cursor_forget (TnyTxn *txn, TnySyncCursor *self, GError **error)
{
  sqlite3_stmt *place = tny_txn_stmt (txn, "sync/cursor-delete", error);
  sqlite3_stmt *marks = place != NULL ? tny_txn_stmt (txn, "sync/seen-delete", error) : NULL;

  if (marks == NULL)
    return FALSE;
  tny_bind_int (place, "connection_id", self->stream->run->context->connection_id);
  bind_place (place, self);
  bind_place (marks, self);

  return tny_run (place, error) && tny_run (marks, error);
}
