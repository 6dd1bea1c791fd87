/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How long SQLite needs for the rows alone.
 *
 *   bare-insert FROM.db TO.db
 *
 * Copies the table of users as it stands in FROM.db into a new TO.db: same schema, 999 rows a
 * transaction, one prepared INSERT, values bound as they are. Reading is not timed. Prints seconds
 * for the rows, seconds for the index by name that a first sync builds at its end, and how many of
 * them all were its own thread's: on a busy machine the ratio of those is the steadier one.
 */
#include <glib.h>
#include <sqlite3.h>
#include <stdio.h>
#include <time.h>

#define ROWS 999

static sqlite3 *
open_database (const char *path, int flags)
{
  sqlite3 *db;

  g_assert_cmpint (sqlite3_open_v2 (path, &db, flags, NULL), ==, SQLITE_OK);

  return db;
}

static void
run (sqlite3 *db, const char *sql)
{
  char *message = NULL;

  sqlite3_exec (db, sql, NULL, NULL, &message);
  if (message != NULL)
    g_error ("%s: %s", sql, message);
}

static sqlite3_stmt *
prepare (sqlite3 *db, const char *sql)
{
  sqlite3_stmt *stmt;

  if (sqlite3_prepare_v2 (db, sql, -1, &stmt, NULL) != SQLITE_OK)
    g_error ("%s: %s", sql, sqlite3_errmsg (db));

  return stmt;
}

static void
copy_schema (sqlite3 *from, sqlite3 *to)
{
  sqlite3_stmt *stmt = prepare (from, "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE "
                                      "'sqlite_%' AND name <> 'users_by_name'");

  while (sqlite3_step (stmt) == SQLITE_ROW)
    run (to, (const char *) sqlite3_column_text (stmt, 0));
  sqlite3_finalize (stmt);
}

static double cpu;

static double
thread_seconds (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);

  return (double) now.tv_sec + (double) now.tv_nsec / 1e9;
}

static gint64
insert_rows (sqlite3 *to, sqlite3_stmt *insert, sqlite3_value *values[], guint n_rows, int n_columns)
{
  gint64 start = g_get_monotonic_time ();

  cpu -= thread_seconds ();
  run (to, "BEGIN IMMEDIATE");
  for (guint i = 0; i < n_rows; i++)
    {
      for (int c = 0; c < n_columns; c++)
        sqlite3_bind_value (insert, c + 1, values[i * (guint) n_columns + (guint) c]);
      g_assert_cmpint (sqlite3_step (insert), ==, SQLITE_DONE);
      sqlite3_reset (insert);
    }
  run (to, "COMMIT");
  cpu += thread_seconds ();

  return g_get_monotonic_time () - start;
}

int
main (int argc, char **argv)
{
  g_autoptr(GString) sql = g_string_new ("INSERT INTO users VALUES (?");
  g_autofree sqlite3_value **values = NULL;
  sqlite3_stmt *select, *insert;
  sqlite3 *from, *to;
  gint64 rows = 0, index;
  int n_columns;
  guint n;

  g_assert_cmpint (argc, ==, 3);
  from = open_database (argv[1], SQLITE_OPEN_READONLY);
  to = open_database (argv[2], SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
  run (to, "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -65536;"
           "PRAGMA wal_autocheckpoint = 10000; PRAGMA secure_delete = FAST; PRAGMA foreign_keys = OFF");
  copy_schema (from, to);
  select = prepare (from, "SELECT * FROM users ORDER BY id");
  n_columns = sqlite3_column_count (select);
  for (int c = 1; c < n_columns; c++)
    g_string_append (sql, ", ?");
  g_string_append_c (sql, ')');
  insert = prepare (to, sql->str);
  values = g_new0 (sqlite3_value *, (gsize) ROWS * (gsize) n_columns);

  do
    {
      for (n = 0; n < ROWS && sqlite3_step (select) == SQLITE_ROW; n++)
        for (int c = 0; c < n_columns; c++)
          values[n * (guint) n_columns + (guint) c] = sqlite3_value_dup (sqlite3_column_value (select, c));
      rows += insert_rows (to, insert, values, n, n_columns);
      for (guint i = 0; i < n * (guint) n_columns; i++)
        sqlite3_value_free (values[i]);
    }
  while (n == ROWS);

  index = g_get_monotonic_time ();
  cpu -= thread_seconds ();
  run (to, "CREATE INDEX users_by_name ON users (sort_name, state)");
  cpu += thread_seconds ();
  index = g_get_monotonic_time () - index;
  printf ("%.3f %.3f %.3f\n", (double) rows / G_USEC_PER_SEC, (double) index / G_USEC_PER_SEC, cpu);
  sqlite3_finalize (select);
  sqlite3_finalize (insert);
  sqlite3_close (from);
  sqlite3_close (to);

  return 0;
}
