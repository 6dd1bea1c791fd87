/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-store-private.h"

#include "tny-error.h"

/* The writer thread.
 *
 *   tny_store_write ──▸ requests ──▸ BEGIN  one  SAVEPOINT next RELEASE … COMMIT ──▸ all of them go on
 *
 * Transactions that wait for one another are committed together: a commit costs as much as many
 * small writes. Each is whole or not at all by itself, nobody goes on before the commit, and when
 * that fails it fails for all of them.
 */

/* So many, or so long, and the next begins. */
#define TOGETHER_MAX  64
#define TOGETHER_USEC (20 * 1000)

/* 32 MB of cache: with SQLite's 2 MB a first sync is ten times slower; more gains nothing and makes
 * the memory of a sync grow with its size. The log is folded in every 10,000 pages and is cut to
 * 64 MiB when it is. */
#define CACHE_WRITER "PRAGMA cache_size = -32768;"
/* Sorting takes as much again as the cache may have: while a table is sorted that is this. */
#define CACHE_SORTER "PRAGMA cache_size = -8192;"

static const char settings_writer[] =
  "PRAGMA journal_mode = WAL;"
  "PRAGMA synchronous = FULL;"
  CACHE_WRITER
  "PRAGMA wal_autocheckpoint = 10000;"
  "PRAGMA journal_size_limit = 67108864;"
  "PRAGMA secure_delete = FAST;";

/* What a thread that writes waits with; it lies on that thread's stack. */
typedef struct
{
  TnyDurability  durability;
  TnyWriteFunc   func;
  gpointer       data;
  GError       **error;
  gboolean       ok;
  GCond          answered;
  gboolean       done;
} Request;

/* What starts the writer thread, on the stack of tny_writer_start(). */
typedef struct
{
  TnyStore  *store;
  GError    *error;
  gboolean   ok, done;
} Start;

static gboolean
open_writer (TnyStore *self, GError **error)
{
  sqlite3 *db = tny_sql_open (self->files.path, TRUE, error);

  if (db == NULL)
    return FALSE;
  self->txn.statements.db = db;
  self->durability = TNY_DURABLE;

  /* Before the first byte is written. A program that stopped without good-bye may have met a
   * fault. */
  if ((!self->files.unclean || tny_sql_check (db, "quick_check", error)) &&
      tny_sql_script (db, settings_writer, error) &&
      tny_migrations_run (self->migrations, db, self->files.path, error))
    {
      sqlite3_db_config (db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, NULL);
      tny_statements_init (&self->txn.statements, db, FALSE);
      return TRUE;
    }

  sqlite3_close (db);
  self->txn.statements.db = NULL;

  return FALSE;
}

static gboolean
set_durability (TnyStore *self, TnyDurability durability, GError **error)
{
  if (self->durability == durability)
    return TRUE;
  if (!tny_sql_script (self->txn.statements.db,
                       durability == TNY_PAGED ? "PRAGMA synchronous = NORMAL"
                                              : "PRAGMA synchronous = FULL", error))
    return FALSE;
  self->durability = durability;

  return TRUE;
}

static gboolean
run (TnyStore *self, const char *name, GError **error)
{
  sqlite3_stmt *stmt = tny_txn_stmt (&self->txn, name, error);

  return stmt != NULL && tny_run (stmt, error);
}

static gboolean
is_open (TnyStore *self)
{
  return !sqlite3_get_autocommit (self->txn.statements.db);
}

static gboolean
run_func (TnyStore *self, Request *request, GError **problem)
{
  gboolean ok = request->func (&self->txn, request->data, problem);

  tny_statements_reset (&self->txn.statements);
  if (!ok && *problem == NULL)
    {
      g_critical ("A transaction failed without saying why");
      g_set_error_literal (problem, TNY_ERROR, TNY_ERROR_DATABASE_DAMAGED, "No reason given");
    }

  return ok;
}

static void
refuse (TnyStore *self, Request *request, const GError *problem)
{
  if (g_error_matches (problem, TNY_ERROR, TNY_ERROR_DATABASE_DAMAGED))
    self->damaged = TRUE;
  request->ok = FALSE;
  g_propagate_error (request->error, g_error_copy (problem));
}

/* Those who were written into this transaction have lost what they wrote. */
static void
refuse_all (TnyStore *self, GPtrArray *group, const GError *problem)
{
  for (guint i = 0; i < group->len; i++)
    if (((Request *) group->pdata[i])->ok)
      refuse (self, group->pdata[i], problem);
  if (is_open (self))
    sqlite3_exec (self->txn.statements.db, "ROLLBACK", NULL, NULL, NULL);
}

/* Writes @request into the open transaction, or into a new one. */
static void
write_one (TnyStore *self, GPtrArray *group, Request *request)
{
  gboolean shared = is_open (self), ok;
  g_autoptr(GError) problem = NULL, lost = NULL;

  if (!tny_store_files_room (self->files.path, TNY_STORE_KEEP_FREE, 0, &problem) ||
      !(shared ? run (self, "writer/savepoint", &problem)
               : set_durability (self, request->durability, &problem) &&
                 run (self, "writer/begin", &problem)))
    {
      refuse (self, request, problem);
      return;
    }

  ok = run_func (self, request, &problem);
  /* After some errors SQLite has rolled back by itself: there is nothing left to commit. */
  if (!is_open (self))
    lost = problem != NULL ? g_error_copy (problem)
                           : g_error_new_literal (TNY_ERROR, TNY_ERROR_DATABASE_FULL,
                                                  "The transaction was rolled back");
  else if (shared && !((ok || run (self, "writer/take-back", &lost)) &&
                       run (self, "writer/release", &lost)))
    ok = FALSE;

  if (ok && lost == NULL)
    request->ok = TRUE;
  else
    refuse (self, request, problem != NULL ? problem : lost);
  if (lost != NULL || (!ok && !shared))
    refuse_all (self, group, lost != NULL ? lost : problem);
}

/* Who may be written together with @group, if somebody waits. */
static Request *
take_next (TnyStore *self, GPtrArray *group, gint64 until)
{
  const Request *first = group->pdata[0];
  Request *next;

  if (group->len == TOGETHER_MAX || g_get_monotonic_time () >= until)
    return NULL;
  g_mutex_lock (&self->lock);
  next = g_queue_peek_head (&self->requests);
  if (next != NULL && next->durability == first->durability)
    g_queue_pop_head (&self->requests);
  else
    next = NULL;
  g_mutex_unlock (&self->lock);

  return next;
}

static void
tell_changed (TnyStore *self)
{
  void (*changed) (gpointer data);
  gpointer changed_data;

  g_mutex_lock (&self->lock);
  changed = self->changed;
  changed_data = self->changed_data;
  g_mutex_unlock (&self->lock);
  if (changed != NULL)
    changed (changed_data);
}

/* @request, and who comes while it is written. */
static void
serve (TnyStore *self, GPtrArray *group, Request *request)
{
  sqlite3 *db = self->txn.statements.db;
  sqlite3_int64 before = sqlite3_total_changes64 (db);
  gint64 until = g_get_monotonic_time () + TOGETHER_USEC;
  g_autoptr(GError) problem = NULL;

  for (; request != NULL; request = take_next (self, group, until))
    {
      g_ptr_array_add (group, request);
      write_one (self, group, request);
    }
  if (!is_open (self))
    return;
  if (!run (self, "writer/commit", &problem))
    refuse_all (self, group, problem);
  else if (sqlite3_total_changes64 (db) != before)
    tell_changed (self);
}

static void
close_writer (TnyStore *self)
{
  sqlite3 *db = self->txn.statements.db;

  tny_statements_clear (&self->txn.statements);
  if (self->damaged)
    sqlite3_db_config (db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
  sqlite3_close (db);
}

static void
serve_until_quit (TnyStore *self)
{
  g_autoptr(GPtrArray) group = g_ptr_array_new ();

  g_mutex_lock (&self->lock);
  for (;;)
    {
      Request *request = g_queue_pop_head (&self->requests);

      if (request == NULL && self->quit)
        break;
      if (request == NULL)
        {
          g_cond_wait (&self->wake, &self->lock);
          continue;
        }
      g_mutex_unlock (&self->lock);
      serve (self, group, request);
      g_mutex_lock (&self->lock);
      for (guint i = 0; i < group->len; i++)
        {
          request = group->pdata[i];
          request->done = TRUE;              /* when the lock is free, it is gone */
          g_cond_signal (&request->answered);
        }
      g_ptr_array_set_size (group, 0);
    }
  g_mutex_unlock (&self->lock);
}

static gpointer
writer_thread (gpointer data)
{
  Start *start = data;
  TnyStore *self = start->store;
  gboolean ok = open_writer (self, &start->error);

  g_mutex_lock (&self->lock);
  start->ok = ok;
  start->done = TRUE;                    /* from here on start is gone */
  g_cond_broadcast (&self->started);
  g_mutex_unlock (&self->lock);
  if (ok)
    {
      serve_until_quit (self);
      close_writer (self);
    }

  return NULL;
}

gboolean
tny_writer_start (TnyStore *self, GError **error)
{
  Start start = { self };

  self->writer = g_thread_new ("tny-writer", writer_thread, &start);
  g_mutex_lock (&self->lock);
  while (!start.done)
    g_cond_wait (&self->started, &self->lock);
  g_mutex_unlock (&self->lock);
  if (!start.ok)
    {
      g_thread_join (g_steal_pointer (&self->writer));
      g_propagate_error (error, start.error);
    }

  return start.ok;
}

void
tny_writer_stop (TnyStore *self)
{
  g_mutex_lock (&self->lock);
  self->quit = TRUE;
  g_cond_signal (&self->wake);
  g_mutex_unlock (&self->lock);
  g_thread_join (g_steal_pointer (&self->writer));
}

gboolean
tny_store_write (TnyStore *self, TnyDurability durability, TnyWriteFunc func, gpointer data,
                 GError **error)
{
  Request request = { durability, func, data, error };

  g_return_val_if_fail (self != NULL && func != NULL, FALSE);
  g_return_val_if_fail (g_thread_self () != self->writer, FALSE);

  if (self->writer == NULL)
    {
      g_set_error (error, TNY_ERROR, TNY_ERROR_DATABASE_BUSY, "%s was opened for reading only",
                   self->files.path);
      return FALSE;
    }

  g_cond_init (&request.answered);
  g_mutex_lock (&self->lock);
  g_queue_push_tail (&self->requests, &request);
  g_cond_signal (&self->wake);
  while (!request.done)
    g_cond_wait (&request.answered, &self->lock);
  g_mutex_unlock (&self->lock);
  g_cond_clear (&request.answered);

  return request.ok;
}

sqlite3_stmt *
tny_txn_stmt (TnyTxn *self, const char *name, GError **error)
{
  return tny_statements_get (&self->statements, name, NULL, error);
}

gint64
tny_txn_last_id (TnyTxn *self)
{
  return sqlite3_last_insert_rowid (self->statements.db);
}

int
tny_txn_changes (TnyTxn *self)
{
  return sqlite3_changes (self->statements.db);
}

gboolean
tny_txn_run_sorting (TnyTxn *self, const char *name, GError **error)
{
  sqlite3 *db = self->statements.db;
  sqlite3_stmt *stmt;
  gboolean ok;

  if (!tny_sql_script (db, CACHE_SORTER, error))
    return FALSE;
  stmt = tny_txn_stmt (self, name, error);
  ok = stmt != NULL && tny_run (stmt, error);

  return tny_sql_script (db, CACHE_WRITER, ok ? error : NULL) && ok;
}
