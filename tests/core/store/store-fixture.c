/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store-fixture.h"

#include <stdlib.h>

#include <glib/gstdio.h>

#include "tny-error.h"

#define ROWS 40

void
fixture_set_up (Fixture *self, gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  self->folder = g_dir_make_tmp ("tny-store-XXXXXX", &error);
  g_assert_no_error (error);
}

static void
remove_folder (const char *path)
{
  g_autoptr(GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *full = g_build_filename (path, name, NULL);

      if (g_file_test (full, G_FILE_TEST_IS_DIR) && !g_file_test (full, G_FILE_TEST_IS_SYMLINK))
        remove_folder (full);
      else
        g_unlink (full);
    }
  g_rmdir (path);
}

void
fixture_tear_down (Fixture *self, gconstpointer data)
{
  fixture_close (self);
  remove_folder (self->folder);
  g_free (self->folder);
}

/* A table of the tests' own: no record, no rule. */
static gboolean
make_table (TnyTxn *txn, GError **error)
{
  return tny_sql_script (txn->statements.db,
                         "CREATE TABLE IF NOT EXISTS settings "
                         "(name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID", error);
}

static gboolean
put_table (TnyTxn *txn, gpointer data, GError **error)
{
  return make_table (txn, error);
}

void
fixture_open (Fixture *self)
{
  g_autoptr(GError) error = NULL;

  self->store = tny_store_open (self->folder, "tenantry.db", TNY_STORE_WRITE, &error);
  g_assert_no_error (error);
  g_assert_nonnull (self->store);
  g_assert_true (tny_store_write (self->store, TNY_DURABLE, put_table, NULL, &error));
}

void
fixture_close (Fixture *self)
{
  g_clear_pointer (&self->store, tny_store_close);
}

char *
fixture_path (Fixture *self, const char *suffix)
{
  return g_strconcat (self->folder, "/tenantry.db", suffix, NULL);
}

static gboolean
put_setting (TnyTxn *txn, gpointer data, GError **error)
{
  const char *const *pair = data;
  sqlite3_stmt *stmt;

  if (!make_table (txn, error) || (stmt = tny_txn_stmt (txn, "settings/put", error)) == NULL)
    return FALSE;
  tny_bind_text (stmt, "name", pair[0]);
  tny_bind_text (stmt, "value", pair[1]);

  return tny_run (stmt, error);
}

gboolean
write_setting (TnyStore *store, const char *name, const char *value, GError **error)
{
  const char *pair[] = { name, value };

  return tny_store_write (store, TNY_DURABLE, put_setting, pair, error);
}

char *
read_setting (TnyStore *store, const char *name)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(TnyReader) reader = tny_store_borrow (store, &error);
  sqlite3_stmt *stmt;
  gboolean row;

  g_assert_no_error (error);
  stmt = tny_reader_stmt (reader, "settings/get", &error);
  if (stmt == NULL)
    return NULL;                 /* nothing was ever written */
  tny_bind_text (stmt, "name", name);
  g_assert_true (tny_step (stmt, &row, &error));

  return row ? tny_dup_text (stmt, 0) : NULL;
}

/* One transaction: every row of the set gets the same value, so that half a transaction shows. */
static gboolean
put_set (TnyTxn *txn, gpointer data, GError **error)
{
  const char *value = data;
  g_autofree char *padding = g_strnfill (900, 'x'), *text = g_strconcat (value, " ", padding, NULL);

  if (!make_table (txn, error))
    return FALSE;
  for (guint i = 0; i < ROWS; i++)
    {
      sqlite3_stmt *stmt = tny_txn_stmt (txn, "settings/put", error);
      g_autofree char *name = g_strdup_printf ("row %02u", i);

      if (stmt == NULL)
        return FALSE;
      tny_bind_text (stmt, "name", name);
      tny_bind_text (stmt, "value", text);
      if (!tny_run (stmt, error))
        return FALSE;
    }

  return TRUE;
}

gboolean
write_set (TnyStore *store, guint number, GError **error)
{
  g_autofree char *value = g_strdup_printf ("%u", number);

  return tny_store_write (store, TNY_DURABLE, put_set, value, error);
}

int
read_set (TnyStore *store)
{
  g_autofree char *first = read_setting (store, "row 00");
  int number = first == NULL ? -1 : atoi (first);

  for (guint i = 1; i < ROWS; i++)
    {
      g_autofree char *name = g_strdup_printf ("row %02u", i), *value = read_setting (store, name);

      g_assert_cmpint (value == NULL ? -1 : atoi (value), ==, number);
    }

  return number;
}

void
outside (const char *path, const char *sql)
{
  sqlite3 *db;
  char *message = NULL;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  sqlite3_exec (db, sql, NULL, NULL, &message);
  g_assert_cmpstr (message, ==, NULL);
  g_assert_cmpint (sqlite3_close (db), ==, SQLITE_OK);
}

char *
outside_text (const char *path, const char *sql)
{
  sqlite3 *db;
  sqlite3_stmt *stmt;
  char *text;

  g_assert_cmpint (sqlite3_open_v2 (path, &db, SQLITE_OPEN_READWRITE, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_prepare_v2 (db, sql, -1, &stmt, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (stmt), ==, SQLITE_ROW);
  text = tny_dup_text (stmt, 0);
  sqlite3_finalize (stmt);
  g_assert_cmpint (sqlite3_close (db), ==, SQLITE_OK);

  return text;
}

guint
count_fds (void)
{
  g_autoptr(GDir) dir = g_dir_open ("/proc/self/fd", 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;

  return n;
}
