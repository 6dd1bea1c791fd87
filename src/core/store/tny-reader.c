/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-store-private.h"

#include "tny-error.h"

/* Readers that nobody uses and that stay open for the next one. */
#define IDLE_READERS 8

struct _TnyReader
{
  TnyStore      *store;
  TnyStatements  statements;
};

TnyReader *
tny_reader_new (TnyStore *store, GError **error)
{
  sqlite3 *db = tny_sql_open (store->files.path, FALSE, error);
  TnyReader *self;

  if (db == NULL)
    return NULL;
  self = g_new0 (TnyReader, 1);
  self->store = store;
  tny_statements_init (&self->statements, db, TRUE);

  return self;
}

void
tny_reader_free (TnyReader *self)
{
  if (self == NULL)
    return;
  tny_statements_clear (&self->statements);
  sqlite3_close (self->statements.db);
  g_free (self);
}

TnyReader *
tny_store_borrow (TnyStore *store, GError **error)
{
  TnyReader *self = NULL;

  g_return_val_if_fail (store != NULL, NULL);

  g_mutex_lock (&store->lock);
  if (store->idle->len > 0)
    self = g_ptr_array_steal_index_fast (store->idle, store->idle->len - 1);
  store->n_borrowed++;
  g_mutex_unlock (&store->lock);

  if (self == NULL)
    self = tny_reader_new (store, error);
  if (self == NULL)
    {
      g_mutex_lock (&store->lock);
      store->n_borrowed--;
      g_mutex_unlock (&store->lock);
    }

  return self;
}

gboolean
tny_reader_has_writer (TnyReader *self)
{
  return self->store->mode == TNY_STORE_WRITE || tny_store_files_locked (&self->store->files);
}

guint
tny_store_count_borrowed (TnyStore *self)
{
  guint n;

  g_return_val_if_fail (self != NULL, 0);

  g_mutex_lock (&self->lock);
  n = self->n_borrowed;
  g_mutex_unlock (&self->lock);

  return n;
}

void
tny_reader_return (TnyReader *self)
{
  TnyStore *store;

  if (self == NULL)
    return;
  store = self->store;
  /* A statement left in the middle would hold its snapshot, and the log could not be trimmed. */
  tny_statements_reset (&self->statements);
  tny_reader_end (self);

  g_mutex_lock (&store->lock);
  store->n_borrowed--;
  if (store->idle->len < IDLE_READERS)
    g_ptr_array_add (store->idle, g_steal_pointer (&self));
  g_mutex_unlock (&store->lock);

  tny_reader_free (self);
}

TnyStore *
tny_reader_get_store (TnyReader *self)
{
  return self->store;
}

sqlite3_stmt *
tny_reader_stmt (TnyReader *self, const char *name, GError **error)
{
  return tny_statements_get (&self->statements, name, NULL, error);
}

sqlite3_stmt *
tny_reader_stmt_ordered (TnyReader *self, const char *name, const char *order, GError **error)
{
  return tny_statements_get (&self->statements, name, order, error);
}

gboolean
tny_reader_begin (TnyReader *self, GError **error)
{
  g_return_val_if_fail (sqlite3_get_autocommit (self->statements.db), FALSE);

  return tny_sql_script (self->statements.db, "BEGIN", error);
}

void
tny_reader_end (TnyReader *self)
{
  if (!sqlite3_get_autocommit (self->statements.db))
    sqlite3_exec (self->statements.db, "ROLLBACK", NULL, NULL, NULL);
}

gboolean
tny_store_backup (TnyStore *store, const char *path, GCancellable *cancellable, GError **error)
{
  g_autoptr(TnyReader) reader = tny_store_borrow (store, error);

  /* One snapshot for the whole copy: what is written meanwhile neither mixes in nor starts it
   * anew. */
  return reader != NULL &&
         tny_reader_begin (reader, error) &&
         tny_sql_copy (reader->statements.db, path, cancellable, error);
}
