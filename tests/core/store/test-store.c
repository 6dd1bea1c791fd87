/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store-fixture.h"

#include <string.h>

#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tny-error.h"

static void
test_write_and_read (Fixture *f, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *value = NULL, *absent = NULL, *again = NULL;

  fixture_open (f);
  g_assert_true (tny_store_is_writable (f->store));
  g_assert_true (write_setting (f->store, "size", "1100x740", &error));
  g_assert_no_error (error);
  value = read_setting (f->store, "size");
  g_assert_cmpstr (value, ==, "1100x740");
  absent = read_setting (f->store, "nothing");
  g_assert_null (absent);

  fixture_close (f);
  fixture_open (f);
  again = read_setting (f->store, "size");
  g_assert_cmpstr (again, ==, "1100x740");
}

static gboolean
write_then_fail (TnyTxn *txn, gpointer data, GError **error)
{
  sqlite3_stmt *stmt = tny_txn_stmt (txn, "settings/put", error);

  tny_bind_text (stmt, "name", "half");
  tny_bind_text (stmt, "value", "done");
  if (tny_run (stmt, error))
    g_set_error_literal (error, TNY_ERROR, TNY_ERROR_DECISION, "no");

  return FALSE;
}

static void
test_failed_function_leaves_nothing (Fixture *f, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *value = NULL;

  fixture_open (f);
  g_assert_false (tny_store_write (f->store, TNY_DURABLE, write_then_fail, NULL, &error));
  g_assert_error (error, TNY_ERROR, TNY_ERROR_DECISION);
  value = read_setting (f->store, "half");
  g_assert_null (value);
}

/* Writers that wait for one another */

#define TOGETHER 12

typedef struct
{
  Fixture *fixture;
  guint    number;
  gboolean ok;
  GError  *error;
} Together;

/* Holds the writer until all others stand in line. */
static gboolean
wait_for_others (TnyTxn *txn, gpointer data, GError **error)
{
  Together *self = data;
  TnyStore *store = self->fixture->store;
  gint64 deadline = g_get_monotonic_time () + 30 * G_USEC_PER_SEC;
  guint waiting;

  g_atomic_int_set (&self->number, 1);
  do
    {
      g_mutex_lock (&store->lock);
      waiting = g_queue_get_length (&store->requests);
      g_mutex_unlock (&store->lock);
      g_assert_cmpint (g_get_monotonic_time (), <, deadline);
      g_thread_yield ();
    }
  while (waiting < TOGETHER);

  return TRUE;
}

/* Every third fails after it wrote; the seventh takes the transaction away from all. */
static gboolean
write_numbered (TnyTxn *txn, gpointer data, GError **error)
{
  Together *self = data;
  g_autofree char *name = g_strdup_printf ("together-%u", self->number);
  sqlite3_stmt *stmt = tny_txn_stmt (txn, "settings/put", error);

  tny_bind_text (stmt, "name", name);
  tny_bind_text (stmt, "value", "done");
  if (!tny_run (stmt, error))
    return FALSE;
  if (self->number == 7)
    sqlite3_exec (sqlite3_db_handle (stmt), "ROLLBACK", NULL, NULL, NULL);
  if (self->number % 3 != 0)
    return TRUE;
  g_set_error_literal (error, TNY_ERROR, TNY_ERROR_DECISION, "no");

  return FALSE;
}

static gpointer
together_thread (gpointer data)
{
  Together *self = data;

  self->ok = tny_store_write (self->fixture->store, TNY_PAGED, write_numbered, self, &self->error);

  return NULL;
}

/* Wrote nothing: whether it is taken back with the others is all the same. */
static gpointer
hold_thread (gpointer data)
{
  Together *self = data;

  self->ok = tny_store_write (self->fixture->store, TNY_PAGED, wait_for_others, self, NULL);

  return NULL;
}

static GThread *
hold_writer (Together *self)
{
  GThread *thread = g_thread_new ("hold", hold_thread, self);

  while (g_atomic_int_get (&self->number) == 0)
    g_thread_yield ();

  return thread;
}

/* One thread of @func for each of @writers, all waiting for the writer before it is let go. */
static void
write_together (Fixture *f, GThreadFunc func, Together *writers)
{
  Together holding = { f };
  GThread *threads[TOGETHER], *hold = hold_writer (&holding);

  for (guint i = 0; i < TOGETHER; i++)
    {
      writers[i] = (Together) { f, i };
      threads[i] = g_thread_new ("together", func, &writers[i]);
    }
  g_thread_join (hold);
  for (guint i = 0; i < TOGETHER; i++)
    g_thread_join (threads[i]);
}

static void
count_cb (gpointer data)
{
  g_atomic_int_inc ((int *) data);
}

static void
test_together_each_whole_or_not_at_all (Fixture *f, gconstpointer data)
{
  Together writers[TOGETHER];
  int commits = 0;
  guint stored = 0;

  fixture_open (f);
  tny_store_set_changed (f->store, count_cb, &commits);
  write_together (f, together_thread, writers);
  for (guint i = 0; i < TOGETHER; i++)
    {
      g_autofree char *name = g_strdup_printf ("together-%u", i), *value = NULL;

      value = read_setting (f->store, name);
      g_assert_cmpstr (value, ==, writers[i].ok ? "done" : NULL);
      stored += writers[i].ok;
      if (writers[i].ok)
        g_assert_no_error (writers[i].error);
      else if (i % 3 == 0)
        g_assert_true (g_error_matches (writers[i].error, TNY_ERROR, TNY_ERROR_DECISION));
      else
        g_assert_error (writers[i].error, TNY_ERROR, TNY_ERROR_DATABASE_FULL);
      g_clear_error (&writers[i].error);
    }
  g_assert_false (writers[7].ok);
  /* Who was written after the seventh, or alone, is there. */
  g_assert_cmpint (commits, <=, (int) stored);
  g_assert_true (write_setting (f->store, "after", "all", NULL));
  tny_store_set_changed (f->store, NULL, NULL);
}

static gpointer
plain_thread (gpointer data)
{
  Together *self = data;
  g_autofree char *name = g_strdup_printf ("plain-%u", self->number);

  g_assert_true (write_setting (self->fixture->store, name, "done", &self->error));

  return NULL;
}

static void
test_together_one_commit (Fixture *f, gconstpointer data)
{
  Together writers[TOGETHER];
  int commits = 0;

  fixture_open (f);
  tny_store_set_changed (f->store, count_cb, &commits);
  write_together (f, plain_thread, writers);
  for (guint i = 0; i < TOGETHER; i++)
    {
      g_autofree char *name = g_strdup_printf ("plain-%u", i), *value = NULL;

      value = read_setting (f->store, name);
      g_assert_cmpstr (value, ==, "done");
    }
  g_assert_cmpint (commits, >=, 1);
  g_assert_cmpint (commits, <, TOGETHER);
  tny_store_set_changed (f->store, NULL, NULL);
}

/* More than is kept in memory to take a statement back: SQLite writes it to a file in pieces, and asks
 * the system for no more than 128 KiB at once. */

#define LARGE_ROWS 4000

static gboolean
write_large (TnyTxn *txn, gpointer data, GError **error)
{
  g_autofree char *value = g_strnfill (2000, 'a');

  for (guint i = 0; i < LARGE_ROWS; i++)
    {
      g_autofree char *name = g_strdup_printf ("large-%u", i);
      sqlite3_stmt *stmt = tny_txn_stmt (txn, "settings/put", error);

      tny_bind_text (stmt, "name", name);
      tny_bind_text (stmt, "value", value);
      if (!tny_run (stmt, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
change_large (TnyTxn *txn, gpointer data, GError **error)
{
  sqlite3_stmt *stmt;
  gboolean ok;

  g_assert_cmpint (sqlite3_prepare_v2 (sqlite3_db_handle (tny_txn_stmt (txn, "settings/get", NULL)),
                                       "UPDATE settings SET value = replace (value, 'a', 'b')", -1, &stmt,
                                       NULL), ==, SQLITE_OK);
  ok = tny_run (stmt, error);
  sqlite3_finalize (stmt);

  return ok;
}

static void
test_large_change_can_be_taken_back (Fixture *f, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *value = NULL;

  fixture_open (f);
  g_assert_true (tny_store_write (f->store, TNY_PAGED, write_large, NULL, &error));
  tny_store_write (f->store, TNY_PAGED, change_large, NULL, &error);
  g_assert_no_error (error);
  value = read_setting (f->store, "large-3999");
  g_assert_true (value != NULL && *value == 'b');
}

static gboolean
break_reference (TnyTxn *txn, gpointer data, GError **error)
{
  sqlite3_stmt *stmt;

  if (sqlite3_prepare_v2 (sqlite3_db_handle (tny_txn_stmt (txn, "settings/get", NULL)),
                          "INSERT INTO refused_pairs VALUES (1, 1)", -1, &stmt, NULL) == SQLITE_OK)
    tny_run (stmt, error);
  sqlite3_finalize (stmt);

  return FALSE;
}

static void
test_constraint_is_stale (Fixture *f, gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  fixture_open (f);
  g_assert_false (tny_store_write (f->store, TNY_DURABLE, break_reference, NULL, &error));
  g_assert_error (error, TNY_ERROR, TNY_ERROR_STALE);
}

static void
changed_cb (gpointer data)
{
  g_atomic_int_inc ((int *) data);
}

static gboolean
read_only_func (TnyTxn *txn, gpointer data, GError **error)
{
  return TRUE;
}

static void
test_changed_only_after_changes (Fixture *f, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  int n = 0;

  fixture_open (f);
  tny_store_set_changed (f->store, changed_cb, &n);
  g_assert_true (tny_store_write (f->store, TNY_PAGED, read_only_func, NULL, &error));
  g_assert_cmpint (n, ==, 0);
  g_assert_true (write_setting (f->store, "a", "1", &error));
  g_assert_cmpint (n, ==, 1);
  g_assert_false (tny_store_write (f->store, TNY_PAGED, write_then_fail, NULL, &error));
  g_assert_cmpint (n, ==, 1);
}

static void
test_reader_sees_one_state (Fixture *f, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(TnyReader) reader = NULL;
  sqlite3_stmt *stmt;
  gboolean row;

  fixture_open (f);
  g_assert_true (write_setting (f->store, "a", "before", &error));
  reader = tny_store_borrow (f->store, &error);
  g_assert_true (tny_reader_begin (reader, &error));
  stmt = tny_reader_stmt (reader, "settings/get", &error);
  tny_bind_text (stmt, "name", "a");
  g_assert_true (tny_step (stmt, &row, &error) && row);
  g_assert_cmpstr (tny_text (stmt, 0), ==, "before");

  g_assert_true (write_setting (f->store, "a", "after", &error));
  stmt = tny_reader_stmt (reader, "settings/get", &error);
  tny_bind_text (stmt, "name", "a");
  g_assert_true (tny_step (stmt, &row, &error) && row);
  g_assert_cmpstr (tny_text (stmt, 0), ==, "before");

  tny_reader_end (reader);
  stmt = tny_reader_stmt (reader, "settings/get", &error);
  tny_bind_text (stmt, "name", "a");
  g_assert_true (tny_step (stmt, &row, &error) && row);
  g_assert_cmpstr (tny_text (stmt, 0), ==, "after");
}

static void
test_returned_reader_holds_no_snapshot (Fixture *f, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *value = NULL;
  TnyReader *reader;
  sqlite3_stmt *stmt;
  gboolean row;

  fixture_open (f);
  g_assert_true (write_setting (f->store, "a", "before", &error));
  reader = tny_store_borrow (f->store, &error);
  stmt = tny_reader_stmt (reader, "settings/get", &error);
  tny_bind_text (stmt, "name", "a");
  g_assert_true (tny_step (stmt, &row, &error) && row);       /* and is left standing on its row */
  tny_reader_return (reader);

  g_assert_true (write_setting (f->store, "a", "after", &error));
  value = read_setting (f->store, "a");                       /* the same connection, from the pool */
  g_assert_cmpstr (value, ==, "after");
}

/* "settings/all" has no order; the caller's is appended to the text of the file. */
static void
test_ordered_statement (Fixture *f, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(TnyReader) reader = NULL;
  gboolean row;

  fixture_open (f);
  g_assert_true (write_setting (f->store, "a", "1", &error));
  g_assert_true (write_setting (f->store, "b", "2", &error));
  reader = tny_store_borrow (f->store, &error);
  for (int descending = 0; descending < 2; descending++)
    {
      sqlite3_stmt *stmt = tny_reader_stmt_ordered (reader, "settings/all",
                                                    descending ? "ORDER BY name DESC"
                                                               : "ORDER BY name", &error);

      g_assert_no_error (error);
      g_assert_true (tny_step (stmt, &row, &error) && row);
      g_assert_cmpstr (tny_text (stmt, 0), ==, descending ? "b" : "a");
      g_assert_true (stmt == tny_reader_stmt_ordered (reader, "settings/all",
                                                      descending ? "ORDER BY name DESC"
                                                                 : "ORDER BY name", &error));
    }
}

static void
test_every_statement_prepares (Fixture *f, gconstpointer data)
{
  const char *const *names = tny_store_statements ();
  g_autoptr(GError) error = NULL;
  sqlite3 *db;
  guint n = 0;
  TnyStatements statements;
  g_autofree char *path = fixture_path (f, "");

  fixture_open (f);
  db = tny_sql_open (path, TRUE, &error);
  g_assert_no_error (error);
  tny_statements_init (&statements, db, FALSE);
  for (; names[n] != NULL; n++)
    {
      sqlite3_stmt *stmt = tny_statements_get (&statements, names[n], NULL, &error);

      g_assert_no_error (error);
      g_assert_nonnull (stmt);
      g_assert_null (strchr (names[n], '.'));
      if (n > 0)
        g_assert_cmpstr (names[n - 1], <, names[n]);
      /* Bound by name: "?" would have none. */
      for (int i = 1; i <= sqlite3_bind_parameter_count (stmt); i++)
        g_assert_true (sqlite3_bind_parameter_name (stmt, i)[0] == ':');
    }
  g_assert_cmpuint (n, >, 0);
  tny_statements_clear (&statements);
  sqlite3_close (db);
}

static void
walk_sources (const char *folder, const char *prefix, GHashTable *names)
{
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autofree char *full = g_strconcat (prefix, name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        {
          g_autofree char *deeper = g_strconcat (full, "/", NULL);

          if (!g_str_equal (name, "migrations"))
            walk_sources (path, deeper, names);
        }
      else if (g_str_has_suffix (name, ".sql"))
        g_hash_table_add (names, g_strndup (full, strlen (full) - strlen (".sql")));
      else
        g_error ("%s is no .sql file", path);
    }
}

/* Each file is one statement, and each is in the program. */
static void
test_every_file_is_compiled_in (Fixture *f, gconstpointer data)
{
  g_autofree char *folder = g_build_filename (g_getenv ("TNY_SOURCE_ROOT"), "src/core/store/sql", NULL);
  g_autoptr(GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GHashTableIter iter;
  gpointer name;

  walk_sources (folder, "", names);
  g_assert_cmpuint (g_hash_table_size (names), ==, g_strv_length ((char **) tny_store_statements ()));
  g_hash_table_iter_init (&iter, names);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    {
      g_autofree char *path = g_strconcat (folder, "/", name, ".sql", NULL);
      g_autofree char *text = NULL;
      g_autoptr(GError) error = NULL;
      char *end;

      g_assert_true (g_strv_contains (tny_store_statements (), name));
      g_assert_true (g_file_get_contents (path, &text, NULL, &error));
      g_strchomp (text);
      end = strrchr (text, ';');
      g_assert_true (end == NULL || end[1] == '\0');
      if (end != NULL)
        *end = '\0';
      g_assert_false (sqlite3_complete (text));
    }
}

typedef struct
{
  GMutex    lock;
  GThread  *thread;             /* of the first statement that writes */
  sqlite3  *connection;
  gboolean  second;             /* another thread or connection wrote */
  guint     n_writes, n_reads;
} Watch;

static Watch watch;

static int
trace_cb (unsigned kind, void *db, void *p, void *x)
{
  g_mutex_lock (&watch.lock);
  if (sqlite3_stmt_readonly (p))
    watch.n_reads++;
  else
    {
      watch.n_writes++;
      if (watch.thread == NULL)
        {
          watch.thread = g_thread_self ();
          watch.connection = db;
        }
      else if (watch.thread != g_thread_self () || watch.connection != db)
        watch.second = TRUE;
    }
  g_mutex_unlock (&watch.lock);

  return 0;
}

static int
watch_connection (sqlite3 *db, char **message, const struct sqlite3_api_routines *api)
{
  sqlite3_trace_v2 (db, SQLITE_TRACE_STMT, trace_cb, db);
  return SQLITE_OK;
}

static gpointer
busy_thread (gpointer data)
{
  Fixture *f = data;
  g_autoptr(GError) error = NULL;

  for (guint i = 0; i < 50; i++)
    {
      g_autofree char *name = g_strdup_printf ("%p", g_thread_self ());
      g_autofree char *value = g_strdup_printf ("%u", i), *read = NULL;

      g_assert_true (write_setting (f->store, name, value, &error));
      read = read_setting (f->store, name);
      g_assert_cmpstr (read, ==, value);
    }

  return NULL;
}

static void
test_one_thread_and_connection_writes (Fixture *f, gconstpointer data)
{
  GThread *threads[6];

  sqlite3_auto_extension ((void (*) (void)) watch_connection);
  memset (&watch, 0, sizeof watch);
  fixture_open (f);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("busy", busy_thread, f);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  fixture_close (f);
  sqlite3_cancel_auto_extension ((void (*) (void)) watch_connection);

  g_assert_cmpuint (watch.n_writes, >=, 6 * 50);
  g_assert_cmpuint (watch.n_reads, >=, 6 * 50);
  g_assert_false (watch.second);
  g_assert_true (watch.thread != g_thread_self ());
}

static void
test_reader_refuses_to_write (Fixture *f, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(TnyReader) reader = NULL;
  sqlite3_stmt *stmt;

  fixture_open (f);
  reader = tny_store_borrow (f->store, &error);
  g_test_expect_message (NULL, G_LOG_LEVEL_CRITICAL, "*settings/put writes*");
  stmt = tny_reader_stmt (reader, "settings/put", &error);
  g_test_assert_expected_messages ();
  g_assert_null (stmt);
  g_assert_error (error, TNY_ERROR, TNY_ERROR_DATABASE_READ_ONLY);
}

static char *
pragma (sqlite3 *db, const char *name)
{
  g_autofree char *sql = g_strconcat ("PRAGMA ", name, NULL);
  sqlite3_stmt *stmt;
  char *text;

  g_assert_cmpint (sqlite3_prepare_v2 (db, sql, -1, &stmt, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (stmt), ==, SQLITE_ROW);
  text = tny_dup_text (stmt, 0);
  sqlite3_finalize (stmt);

  return text;
}

static void
assert_settings (sqlite3 *db, gboolean writer)
{
  static const struct { const char *name, *value, *writer; } wanted[] = {
    { "journal_mode", "wal" }, { "foreign_keys", "1" }, { "cell_size_check", "1" },
    { "trusted_schema", "0" }, { "mmap_size", "0" }, { "synchronous", NULL, "2" },
    { "secure_delete", NULL, "2" }, { "query_only", "1", "0" },
  };
  static const int switches[][2] = {
    { SQLITE_DBCONFIG_DEFENSIVE, 1 }, { SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0 },
    { SQLITE_DBCONFIG_DQS_DDL, 0 }, { SQLITE_DBCONFIG_DQS_DML, 0 },
  };
  int value;

  for (guint i = 0; i < G_N_ELEMENTS (wanted); i++)
    {
      const char *want = writer && wanted[i].writer != NULL ? wanted[i].writer : wanted[i].value;
      g_autofree char *have = pragma (db, wanted[i].name);

      if (want != NULL)
        g_assert_cmpstr (have, ==, want);
    }
  for (guint i = 0; i < G_N_ELEMENTS (switches); i++)
    {
      sqlite3_db_config (db, switches[i][0], -1, &value);
      g_assert_cmpint (value, ==, switches[i][1]);
    }
  sqlite3_db_config (db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, -1, &value);
  g_assert_cmpint (value, ==, !writer);
  g_assert_cmpint (sqlite3_limit (db, SQLITE_LIMIT_ATTACHED, -1), ==, 0);
  g_assert_cmpint (sqlite3_db_readonly (db, "main"), ==, !writer);
}

static gboolean
assert_writer (TnyTxn *txn, gpointer data, GError **error)
{
  sqlite3_stmt *stmt = tny_txn_stmt (txn, "settings/get", error);
  g_autofree char *synchronous = pragma (sqlite3_db_handle (stmt), "synchronous");

  if (data == NULL)
    assert_settings (sqlite3_db_handle (stmt), TRUE);
  else
    g_assert_cmpstr (synchronous, ==, data);

  return TRUE;
}

static void
test_connections_are_set_up (Fixture *f, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(TnyReader) reader = NULL;

  fixture_open (f);
  g_assert_true (tny_store_write (f->store, TNY_DURABLE, assert_writer, NULL, &error));
  g_assert_true (tny_store_write (f->store, TNY_PAGED, assert_writer, (gpointer) "1", &error));
  g_assert_true (tny_store_write (f->store, TNY_DURABLE, assert_writer, (gpointer) "2", &error));
  reader = tny_store_borrow (f->store, &error);
  assert_settings (sqlite3_db_handle (tny_reader_stmt (reader, "settings/get", &error)), FALSE);
}

static void
assert_modes (const char *folder, guint files)
{
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  GStatBuf st;
  guint n = 0;

  g_assert_cmpint (g_lstat (folder, &st), ==, 0);
  g_assert_cmpint (st.st_mode & 07777, ==, 0700);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_assert_cmpint (g_lstat (path, &st), ==, 0);
      g_assert_cmpint (st.st_mode & 07777, ==, 0600);
      n++;
    }
  g_assert_cmpuint (n, ==, files);
}

static void
test_modes_under_any_umask (Fixture *f, gconstpointer data)
{
  static const mode_t masks[] = { 0, 022, 077 };

  for (guint i = 0; i < G_N_ELEMENTS (masks); i++)
    {
      g_autofree char *folder = g_strdup_printf ("%s/new/%03o", f->folder, masks[i]);
      g_autofree char *backup = g_build_filename (folder, "copy", NULL);
      g_autoptr(GError) error = NULL;
      mode_t before = umask (masks[i]);
      TnyStore *store = tny_store_open (folder, "tenantry.db", TNY_STORE_WRITE, &error);
      g_autofree char *value = NULL;

      g_assert_no_error (error);
      g_assert_true (write_setting (store, "a", "1", &error));
      value = read_setting (store, "a");
      g_assert_true (tny_store_backup (store, backup, NULL, &error));
      umask (before);
      /* the database, its log, its index, the lock, the copy */
      assert_modes (folder, 5);
      tny_store_close (store);
      assert_modes (folder, 3);
    }
}

static void
test_no_descriptor_leaks (Fixture *f, gconstpointer data)
{
  guint before;

  fixture_open (f);
  fixture_close (f);
  before = count_fds ();
  for (guint i = 0; i < 100; i++)
    {
      g_autoptr(GError) error = NULL;
      TnyReader *readers[12];

      fixture_open (f);
      for (guint j = 0; j < G_N_ELEMENTS (readers); j++)
        readers[j] = tny_store_borrow (f->store, &error);
      for (guint j = 0; j < G_N_ELEMENTS (readers); j++)
        tny_reader_return (readers[j]);
      g_assert_null (tny_store_open (f->folder, "tenantry.db", TNY_STORE_WRITE, &error));
      g_clear_error (&error);
      fixture_close (f);
    }
  g_assert_cmpuint (count_fds (), ==, before);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add_test ("/store/write-and-read", test_write_and_read);
  add_test ("/store/failed-function-leaves-nothing", test_failed_function_leaves_nothing);
  add_test ("/store/constraint-is-stale", test_constraint_is_stale);
  add_test ("/store/changed-only-after-changes", test_changed_only_after_changes);
  add_test ("/store/reader-sees-one-state", test_reader_sees_one_state);
  add_test ("/store/returned-reader-holds-no-snapshot", test_returned_reader_holds_no_snapshot);
  add_test ("/store/ordered-statement", test_ordered_statement);
  add_test ("/store/every-statement-prepares", test_every_statement_prepares);
  add_test ("/store/every-file-is-compiled-in", test_every_file_is_compiled_in);
  add_test ("/store/write/together-each-whole-or-not-at-all", test_together_each_whole_or_not_at_all);
  add_test ("/store/write/together-one-commit", test_together_one_commit);
  add_test ("/store/write/large-change-can-be-taken-back", test_large_change_can_be_taken_back);
  add_test ("/store/one-thread-and-connection-writes", test_one_thread_and_connection_writes);
  add_test ("/store/reader-refuses-to-write", test_reader_refuses_to_write);
  add_test ("/store/connections-are-set-up", test_connections_are_set_up);
  add_test ("/store/modes-under-any-umask", test_modes_under_any_umask);
  add_test ("/store/no-descriptor-leaks", test_no_descriptor_leaks);

  return g_test_run ();
}
