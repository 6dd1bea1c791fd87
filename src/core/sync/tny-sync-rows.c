/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-sync-rows.h"

#include "tny-error.h"

void
tny_sync_rows_clear (TnySyncRows *self)
{
  g_clear_pointer (&self->known, g_hash_table_unref);
}

gboolean
tny_sync_rows_read (TnySyncRows *self, TnyTxn *txn, TnySyncStream *stream, const char *statement,
                    GError **error)
{
  sqlite3_stmt *stmt = tny_txn_stmt (txn, statement, error);
  gboolean row;

  self->stream = stream;
  self->known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  if (stmt == NULL)
    return FALSE;
  tny_bind_int (stmt, "tenant_id", stream->tenant_id);
  while (tny_step (stmt, &row, error))
    {
      gint64 id;

      if (!row)
        {
          self->present = g_hash_table_size (self->known);
          return TRUE;
        }
      id = tny_int (stmt, 0);
      g_hash_table_insert (self->known, tny_dup_text (stmt, 1), g_memdup2 (&id, sizeof id));
    }

  return FALSE;
}

gboolean
tny_sync_rows_take (TnySyncRows *self, TnyTxn *txn, const char *key, sqlite3_stmt *upsert,
                    GError **error)
{
  if (!tny_run (upsert, error))
    return FALSE;
  self->stream->fetched++;
  if (!g_hash_table_remove (self->known, key))
    self->stream->added++;
  else if (tny_txn_changes (txn) > 0)
    self->stream->changed++;
  else
    self->stream->unchanged++;

  return TRUE;
}

gboolean
tny_sync_rows_remove_missed (TnySyncRows *self, TnyTxn *txn, const char *statement,
                             const char *what, GError **doubt, GError **error)
{
  TnySyncStream *stream = self->stream;
  guint missed = g_hash_table_size (self->known);
  GHashTableIter iter;
  gpointer id;
  sqlite3_stmt *stmt;

  if (missed == 0)
    return TRUE;
  if (tny_sync_too_many_gone (stream->run, missed, self->present))
    {
      TnySyncLine line = { .level = "warning", .tenant_id = stream->tenant_id,
                           .stream = stream->name, .action = "keep" };

      g_set_error (doubt, TNY_ERROR, TNY_ERROR_DECISION,
                   "%u of %u %s are no longer listed: not removed until that is confirmed", missed,
                   self->present, what);
      line.message = (*doubt)->message;
      line.problem = *doubt;
      return tny_sync_log_in (txn, stream->run, &line, error);
    }
  stmt = tny_txn_stmt (txn, statement, error);
  if (stmt == NULL)
    return FALSE;
  g_hash_table_iter_init (&iter, self->known);
  while (g_hash_table_iter_next (&iter, NULL, &id))
    {
      tny_bind_int (stmt, "id", *(gint64 *) id);
      if (!tny_run (stmt, error))
        return FALSE;
    }
  stream->removed = missed;

  return TRUE;
}
