/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-store-private.h"

#include <string.h>

#include "tny-error.h"

static const TnyMigrations compiled_migrations = { TNY_SQL_MIGRATIONS };

/* Opening a connection */

/* cell_size_check and the switches below: a file somebody tampered with must not run anything or
 * make us read beyond a page. No memory mapping: an I/O error stays an error instead of a
 * signal. */
static const char settings_common[] =
  "PRAGMA cell_size_check = ON;"
  "PRAGMA trusted_schema = OFF;"
  "PRAGMA mmap_size = 0;"
  "PRAGMA foreign_keys = ON;";

static const char settings_reader[] =
  "PRAGMA query_only = ON;"
  "PRAGMA cache_size = -8192;"
  "PRAGMA wal_autocheckpoint = 0;";

gboolean
tny_sql_script (sqlite3 *db, const char *sql, GError **error)
{
  while (*sql != '\0')
    {
      sqlite3_stmt *stmt = NULL;
      const char *rest;
      int code = sqlite3_prepare_v2 (db, sql, -1, &stmt, &rest);

      if (code != SQLITE_OK)
        {
          g_autofree char *what = g_strndup (sql, 60);

          tny_sql_set_error (error, db, code, what);
          return FALSE;
        }
      /* No statement is what white space and comments at the end give. */
      if (stmt != NULL && !tny_run (stmt, error))
        {
          sqlite3_finalize (stmt);
          return FALSE;
        }
      sqlite3_finalize (stmt);
      sql = rest;
    }

  return TRUE;
}

gboolean
tny_sql_check (sqlite3 *db, const char *check, GError **error)
{
  g_autofree char *sql = g_strconcat ("PRAGMA ", check, NULL);
  sqlite3_stmt *stmt;
  gboolean row, ok = FALSE;
  int code = sqlite3_prepare_v2 (db, sql, -1, &stmt, NULL);

  if (code != SQLITE_OK)
    {
      tny_sql_set_error (error, db, code, sql);
      return FALSE;
    }
  if (tny_step (stmt, &row, error))
    {
      ok = row && g_strcmp0 (tny_text (stmt, 0), "ok") == 0;
      if (!ok)
        g_set_error (error, TNY_ERROR, TNY_ERROR_DATABASE_DAMAGED, "%s: %s", check,
                     row ? tny_text (stmt, 0) : "no answer");
    }
  sqlite3_finalize (stmt);

  return ok;
}

sqlite3 *
tny_sql_open (const char *path, gboolean writable, GError **error)
{
  sqlite3 *db = NULL;
  int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_NOFOLLOW |
              (writable ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY);
  int code = sqlite3_open_v2 (path, &db, flags, NULL);

  if (code != SQLITE_OK)
    {
      tny_sql_set_error (error, db, code, path);
      sqlite3_close (db);
      return NULL;
    }
  sqlite3_extended_result_codes (db, TRUE);
  sqlite3_busy_timeout (db, writable ? 5000 : 1000);
  sqlite3_db_config (db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  sqlite3_db_config (db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
  sqlite3_db_config (db, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
  sqlite3_db_config (db, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
  /* The writer takes this off once its database has proven sound. */
  sqlite3_db_config (db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
  sqlite3_limit (db, SQLITE_LIMIT_ATTACHED, 0);
  if (!tny_sql_script (db, settings_common, error) ||
      !(writable || tny_sql_script (db, settings_reader, error)))
    {
      sqlite3_close (db);
      return NULL;
    }

  return db;
}

/* Opening and closing */

/* Without its counters SQLite takes no lock for each allocation. Once, before its first use; where
 * somebody was earlier, it stays as it is. */
static void
configure_sqlite (void)
{
  static gsize done;

  if (g_once_init_enter (&done))
    {
      sqlite3_config (SQLITE_CONFIG_MEMSTATUS, 0);
      g_once_init_leave (&done, 1);
    }
}

/* A look at what a reader would see: the version in the header may be older than the one in the
 * log. */
static gboolean
check_reader (TnyStore *self, GError **error)
{
  TnyReader *reader = NULL;
  sqlite3 *db = tny_sql_open (self->files.path, FALSE, error);
  guint version = 0, newest = tny_migrations_newest (self->migrations);
  gboolean ok = db != NULL && tny_sql_version (db, &version, error);

  if (ok && version > newest)
    g_set_error (error, TNY_ERROR, TNY_ERROR_DATABASE_NEWER,
                 "%s has version %u, this program knows %u", self->files.path, version, newest);
  else if (ok && version < newest)
    g_set_error (error, TNY_ERROR, TNY_ERROR_DATABASE_READ_ONLY,
                 "%s has version %u, this program needs %u, and only looks", self->files.path,
                 version, newest);
  sqlite3_close (db);
  if (!ok || version != newest)
    return FALSE;

  reader = tny_reader_new (self, error);
  if (reader != NULL)
    g_ptr_array_add (self->idle, reader);

  return reader != NULL;
}

static void
store_free (TnyStore *self)
{
  g_assert (self->writer == NULL);
  g_clear_pointer (&self->idle, g_ptr_array_unref);
  tny_store_files_clear (&self->files);
  g_queue_clear (&self->requests);
  g_cond_clear (&self->wake);
  g_cond_clear (&self->started);
  g_mutex_clear (&self->lock);
  g_free (self);
}

TnyStore *
tny_store_open_with (const char *folder, const char *file, TnyStoreMode mode,
                     const TnyMigrations *migrations, GError **error)
{
  TnyStore *self;
  gboolean write = mode == TNY_STORE_WRITE;
  guint newest = tny_migrations_newest (migrations);

  g_return_val_if_fail (folder != NULL && file != NULL && strchr (file, '/') == NULL, NULL);

  configure_sqlite ();
  self = g_new0 (TnyStore, 1);
  self->mode = mode;
  self->migrations = migrations;
  self->files.lock_fd = -1;
  self->idle = g_ptr_array_new_with_free_func ((GDestroyNotify) tny_reader_free);
  g_queue_init (&self->requests);
  g_cond_init (&self->wake);
  g_cond_init (&self->started);
  g_mutex_init (&self->lock);

  if (tny_store_files_init (&self->files, folder, file, write, error) &&
      (!write || tny_store_files_lock (&self->files, error)) &&
      tny_store_files_probe (&self->files, write, newest, error) &&
      (write ? tny_writer_start (self, error) : check_reader (self, error)))
    return self;

  /* What could not be opened is looked at again; what was refused for its form was never
   * touched. */
  tny_store_files_unlock (&self->files, !self->files.unclean && !self->damaged);
  store_free (self);

  return NULL;
}

TnyStore *
tny_store_open (const char *folder, const char *file, TnyStoreMode mode, GError **error)
{
  return tny_store_open_with (folder, file, mode, &compiled_migrations, error);
}

void
tny_store_close (TnyStore *self)
{
  if (self == NULL)
    return;

  g_mutex_lock (&self->lock);
  if (self->n_borrowed > 0)
    g_critical ("A store was closed with %u borrowed readers", self->n_borrowed);
  g_mutex_unlock (&self->lock);

  g_ptr_array_set_size (self->idle, 0);
  if (self->writer != NULL)
    {
      tny_writer_stop (self);
      tny_store_files_unlock (&self->files, !self->damaged);
    }
  store_free (self);
}

gboolean
tny_store_is_writable (TnyStore *self)
{
  return self->mode == TNY_STORE_WRITE;
}

const char *
tny_store_get_path (TnyStore *self)
{
  return self->files.path;
}

guint
tny_store_version (void)
{
  return tny_migrations_newest (&compiled_migrations);
}

void
tny_store_set_changed (TnyStore *self, void (*changed) (gpointer data), gpointer data)
{
  g_mutex_lock (&self->lock);
  self->changed = changed;
  self->changed_data = data;
  g_mutex_unlock (&self->lock);
}
