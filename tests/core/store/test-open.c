/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store-fixture.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <grp.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tny-error.h"

static const TnyMigrations one = { "/test/one" }, two = { "/test/two" }, three = { "/test/three" },
                           broken = { "/test/broken" };

static TnyStore *
open_with (Fixture *f, const TnyMigrations *migrations)
{
  g_autoptr(GError) error = NULL;
  TnyStore *store = tny_store_open_with (f->folder, "tenantry.db", TNY_STORE_WRITE, migrations, &error);

  g_assert_no_error (error);
  g_assert_nonnull (store);

  return store;
}

static void
assert_refused (Fixture *f, TnyStoreMode mode, int code)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (tny_store_open (f->folder, "tenantry.db", mode, &error));
  g_assert_error (error, TNY_ERROR, code);
}

static GPtrArray *
files_like (Fixture *f, const char *pattern)
{
  g_autoptr(GDir) dir = g_dir_open (f->folder, 0, NULL);
  GPtrArray *files = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_pattern_match_simple (pattern, name))
      g_ptr_array_add (files, g_build_filename (f->folder, name, NULL));

  return files;
}

static char *
checksum (const char *path)
{
  g_autofree char *bytes = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));

  return g_compute_checksum_for_data (G_CHECKSUM_SHA256, (guint8 *) bytes, length);
}

static void
test_new_database_is_current (Fixture *f, gconstpointer data)
{
  g_autofree char *path = fixture_path (f, ""), *version = NULL, *expected = NULL, *lock = NULL;
  g_autofree char *wal = fixture_path (f, "-wal");
  g_autofree char *lock_text = NULL, *own = g_strdup_printf ("%d\n", getpid ()), *after = NULL;
  g_autoptr(GPtrArray) backups = NULL;

  fixture_open (f);
  lock = fixture_path (f, ".lock");
  g_assert_true (g_file_get_contents (lock, &lock_text, NULL, NULL));
  g_assert_cmpstr (lock_text, ==, own);
  fixture_close (f);

  g_assert_true (g_file_get_contents (lock, &after, NULL, NULL));
  g_assert_cmpstr (after, ==, "");
  version = outside_text (path, "PRAGMA user_version");
  expected = g_strdup_printf ("%u", tny_store_version ());
  g_assert_cmpstr (version, ==, expected);
  /* A new database has nothing to back up, and a good end leaves no log behind. */
  backups = files_like (f, "*.backup*");
  g_assert_cmpuint (backups->len, ==, 0);
  g_assert_false (g_file_test (wal, G_FILE_TEST_EXISTS));
}

static void
test_newer_is_refused_untouched (Fixture *f, gconstpointer data)
{
  g_autofree char *path = fixture_path (f, ""), *before = NULL, *after = NULL;
  g_autoptr(GPtrArray) files = NULL;

  fixture_open (f);
  fixture_close (f);
  outside (path, "PRAGMA user_version = 9999; CREATE TABLE of_the_future (x)");
  before = checksum (path);
  assert_refused (f, TNY_STORE_WRITE, TNY_ERROR_DATABASE_NEWER);
  assert_refused (f, TNY_STORE_READ, TNY_ERROR_DATABASE_NEWER);
  after = checksum (path);
  g_assert_cmpstr (before, ==, after);
  files = files_like (f, "*");
  g_assert_cmpuint (files->len, ==, 2);           /* the database and the lock */
}

/* The newer version is in the log only: its program stopped before it was folded in. */
static void
test_newer_in_the_log_is_refused (Fixture *f, gconstpointer data)
{
  g_autofree char *path = fixture_path (f, ""), *wal = fixture_path (f, "-wal"), *version = NULL;
  g_autofree char *saved = g_build_filename (f->folder, "saved", NULL);
  g_autofree char *saved_wal = g_build_filename (f->folder, "saved-wal", NULL);
  g_autofree char *bytes = NULL, *wal_bytes = NULL, *before = NULL, *after = NULL;
  gsize length, wal_length;
  sqlite3 *db;

  fixture_open (f);
  fixture_close (f);
  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, "PRAGMA user_version = 9999", NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
  g_assert_true (g_file_get_contents (wal, &wal_bytes, &wal_length, NULL));
  sqlite3_close (db);
  g_assert_true (g_file_set_contents (path, bytes, length, NULL));
  g_assert_true (g_file_set_contents (wal, wal_bytes, wal_length, NULL));

  before = checksum (path);
  assert_refused (f, TNY_STORE_READ, TNY_ERROR_DATABASE_NEWER);
  assert_refused (f, TNY_STORE_WRITE, TNY_ERROR_DATABASE_NEWER);
  after = checksum (path);
  g_assert_cmpstr (before, ==, after);
  g_assert_true (g_file_test (wal, G_FILE_TEST_EXISTS));
  version = outside_text (path, "PRAGMA user_version");
  g_assert_cmpstr (version, ==, "9999");
}

static void
fill_version_one (Fixture *f)
{
  g_autofree char *path = fixture_path (f, "");

  tny_store_close (open_with (f, &one));
  outside (path, "INSERT INTO parents VALUES (1, 'Contoso'); INSERT INTO children VALUES (1, 1);"
                 "INSERT INTO settings VALUES ('a', 'kept')");
}

static void
test_older_is_backed_up_and_migrated (Fixture *f, gconstpointer data)
{
  g_autofree char *path = fixture_path (f, ""), *version = NULL, *rank = NULL, *old = NULL;
  g_autofree char *mode = NULL, *kept = NULL, *log = NULL;
  g_autoptr(GPtrArray) backups = NULL;
  g_autoptr(GError) error = NULL;
  GStatBuf st;

  fill_version_one (f);
  g_assert_null (tny_store_open_with (f->folder, "tenantry.db", TNY_STORE_READ, &three, &error));
  g_assert_error (error, TNY_ERROR, TNY_ERROR_DATABASE_READ_ONLY);

  tny_store_close (open_with (f, &three));
  version = outside_text (path, "PRAGMA user_version");
  g_assert_cmpstr (version, ==, "3");
  rank = outside_text (path, "SELECT rank FROM parents JOIN children ON parent_id = parents.id");
  g_assert_cmpstr (rank, ==, "7");
  kept = outside_text (path, "SELECT value FROM settings");
  g_assert_cmpstr (kept, ==, "kept");

  backups = files_like (f, "tenantry.db.v1-*T*Z.backup");
  g_assert_cmpuint (backups->len, ==, 1);
  old = outside_text (backups->pdata[0], "PRAGMA user_version");
  g_assert_cmpstr (old, ==, "1");
  mode = outside_text (backups->pdata[0], "PRAGMA journal_mode");
  g_assert_cmpstr (mode, ==, "delete");
  g_assert_cmpint (g_stat (backups->pdata[0], &st), ==, 0);
  g_assert_cmpint (st.st_mode & 07777, ==, 0600);
}

static void
test_two_backups_are_kept (Fixture *f, gconstpointer data)
{
  g_autofree char *path = fixture_path (f, "");
  g_autofree char *half = fixture_path (f, ".v1-2026-01-31T140500Z.backup.tmp-ABCDEF");
  g_autofree char *other = fixture_path (f, ".my-own.backup");
  g_autoptr(GPtrArray) backups = NULL;

  fill_version_one (f);
  for (guint i = 0; i < 4; i++)
    {
      g_autofree char *old = g_strdup_printf ("%s.v1-2020-01-0%uT000000Z.backup", path, i + 1);
      struct timespec times[2] = { { 1577836800 + i }, { 1577836800 + i } };

      g_assert_true (g_file_set_contents (old, "old", 3, NULL));
      g_assert_cmpint (utimensat (AT_FDCWD, old, times, 0), ==, 0);
    }
  g_assert_true (g_file_set_contents (half, "half", 4, NULL));
  g_assert_true (g_file_set_contents (other, "mine", 4, NULL));

  tny_store_close (open_with (f, &three));
  backups = files_like (f, "tenantry.db.v1-*");
  g_assert_cmpuint (backups->len, ==, 2);
  g_assert_true (g_file_test (other, G_FILE_TEST_EXISTS));
  g_assert_true (strstr (backups->pdata[0], "2020-01-04") != NULL ||
                 strstr (backups->pdata[1], "2020-01-04") != NULL);
}

static void
test_broken_migration_changes_nothing (Fixture *f, gconstpointer data)
{
  g_autofree char *path = fixture_path (f, ""), *version = NULL, *half = NULL, *parents = NULL;
  g_autoptr(GPtrArray) backups = NULL;
  g_autoptr(GError) error = NULL;

  fill_version_one (f);
  g_assert_null (tny_store_open_with (f->folder, "tenantry.db", TNY_STORE_WRITE, &broken, &error));
  g_assert_error (error, TNY_ERROR, TNY_ERROR_DATABASE_DAMAGED);
  g_assert_nonnull (strstr (error->message, "0002-broken.sql"));

  version = outside_text (path, "PRAGMA user_version");
  g_assert_cmpstr (version, ==, "1");
  half = outside_text (path, "SELECT count (*) FROM sqlite_schema WHERE name = 'half'");
  g_assert_cmpstr (half, ==, "0");
  parents = outside_text (path, "SELECT count (*) FROM parents");
  g_assert_cmpstr (parents, ==, "1");
  backups = files_like (f, "*.backup");
  g_assert_cmpuint (backups->len, ==, 1);
  tny_store_close (open_with (f, &three));
}

/* One step at a time or all at once: the same schema. */
static void
test_every_path_leads_to_one_schema (Fixture *f, gconstpointer data)
{
  static const char schema[] = "SELECT group_concat (sql, char (10)) FROM "
                               "(SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY type, name)";
  static const TnyMigrations *const paths[][3] = {
    { &three }, { &one, &three }, { &two, &three }, { &one, &two, &three },
  };
  g_autofree char *path = fixture_path (f, ""), *first = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autofree char *text = NULL;

      g_unlink (path);
      for (guint j = 0; j < 3 && paths[i][j] != NULL; j++)
        tny_store_close (open_with (f, paths[i][j]));
      text = outside_text (path, schema);
      if (first == NULL)
        first = g_steal_pointer (&text);
      else
        g_assert_cmpstr (text, ==, first);
    }
}

static void
test_second_instance_is_busy (Fixture *f, gconstpointer data)
{
  g_autofree char *value = NULL, *own = g_strdup_printf ("process %d", getpid ());
  g_autoptr(GError) error = NULL, busy = NULL;
  TnyStore *reading;

  fixture_open (f);
  g_assert_true (write_setting (f->store, "a", "1", &error));
  g_assert_null (tny_store_open (f->folder, "tenantry.db", TNY_STORE_WRITE, &error));
  g_assert_error (error, TNY_ERROR, TNY_ERROR_DATABASE_BUSY);
  g_assert_nonnull (strstr (error->message, own));
  g_clear_error (&error);

  /* Looking is always possible, and never becomes writing. */
  reading = tny_store_open (f->folder, "tenantry.db", TNY_STORE_READ, &error);
  g_assert_no_error (error);
  value = read_setting (reading, "a");
  g_assert_cmpstr (value, ==, "1");
  g_assert_false (tny_store_is_writable (reading));
  g_assert_false (write_setting (reading, "a", "2", &busy));
  g_assert_error (busy, TNY_ERROR, TNY_ERROR_DATABASE_BUSY);
  tny_store_close (reading);
  g_assert_true (write_setting (f->store, "a", "3", &error));
}

static void
test_reading_makes_nothing (Fixture *f, gconstpointer data)
{
  g_autofree char *folder = g_build_filename (f->folder, "none", NULL);
  g_autoptr(GPtrArray) files = NULL;
  g_autoptr(GError) error = NULL;

  assert_refused (f, TNY_STORE_READ, TNY_ERROR_NOT_FOUND);
  g_assert_null (tny_store_open (folder, "tenantry.db", TNY_STORE_READ, &error));
  g_assert_error (error, TNY_ERROR, TNY_ERROR_NOT_FOUND);
  files = files_like (f, "*");
  g_assert_cmpuint (files->len, ==, 0);
}

static void
test_symbolic_links_are_refused (Fixture *f, gconstpointer data)
{
  static const char *const suffixes[] = { "", "-wal", "-shm", "-journal", ".lock" };
  g_autofree char *target = g_build_filename (f->folder, "target", NULL);
  g_autofree char *link = g_build_filename (f->folder, "link", NULL);
  g_autofree char *link_slash = g_strconcat (link, "/", NULL);
  g_autoptr(GPtrArray) reached = NULL;
  GStatBuf st;

  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *path = fixture_path (f, suffixes[i]);

      g_assert_cmpint (symlink (target, path), ==, 0);
      assert_refused (f, TNY_STORE_WRITE, TNY_ERROR_DATA_FOLDER);
      assert_refused (f, TNY_STORE_READ, TNY_ERROR_DATA_FOLDER);
      g_assert_cmpint (g_unlink (path), ==, 0);
      g_assert_cmpint (g_lstat (target, &st), !=, 0);
    }

  g_assert_cmpint (g_mkdir (target, 0700), ==, 0);
  g_assert_cmpint (symlink (target, link), ==, 0);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_null (tny_store_open (i == 0 ? link : link_slash, "tenantry.db", TNY_STORE_WRITE, &error));
      g_assert_error (error, TNY_ERROR, TNY_ERROR_DATA_FOLDER);
    }
  g_assert_cmpint (g_rmdir (target), ==, 0);      /* still empty */
}

static void
test_other_things_are_refused (Fixture *f, gconstpointer data)
{
  static const struct { const char *bytes; gsize length; int code; } contents[] = {
    { "<html>Sign in to the hotel network</html>", 41, TNY_ERROR_DATABASE_DAMAGED },
    { "SQLite format 3", 16, TNY_ERROR_DATABASE_DAMAGED },
    { "\0\0\0\0", 4, TNY_ERROR_DATABASE_DAMAGED },
  };
  g_autofree char *path = fixture_path (f, ""), *garbage = g_malloc (70000);

  for (guint i = 0; i < G_N_ELEMENTS (contents); i++)
    {
      g_autofree char *before = NULL, *after = NULL;

      g_assert_true (g_file_set_contents (path, contents[i].bytes, contents[i].length, NULL));
      before = checksum (path);
      assert_refused (f, TNY_STORE_WRITE, contents[i].code);
      assert_refused (f, TNY_STORE_READ, contents[i].code);
      after = checksum (path);
      g_assert_cmpstr (before, ==, after);
    }

  for (guint i = 0; i < 70000; i++)
    garbage[i] = (char) (i * 2654435761u >> 24);
  memcpy (garbage, "SQLite format 3", 16);
  g_assert_true (g_file_set_contents (path, garbage, 70000, NULL));
  {
    g_autoptr(GError) error = NULL;

    g_assert_null (tny_store_open (f->folder, "tenantry.db", TNY_STORE_WRITE, &error));
    g_assert_true (error->domain == TNY_ERROR && (error->code == TNY_ERROR_DATABASE_DAMAGED ||
                                                  error->code == TNY_ERROR_DATABASE_NEWER));
  }

  /* A whole database, but not ours. */
  g_unlink (path);
  outside (path, "CREATE TABLE mozilla (x)");
  assert_refused (f, TNY_STORE_WRITE, TNY_ERROR_DATABASE_DAMAGED);
  g_unlink (path);
  outside (path, "CREATE TABLE mozilla (x); PRAGMA user_version = 1; PRAGMA application_id = 7");
  assert_refused (f, TNY_STORE_WRITE, TNY_ERROR_DATABASE_DAMAGED);
  g_unlink (path);

  g_assert_cmpint (g_mkdir (path, 0700), ==, 0);
  assert_refused (f, TNY_STORE_WRITE, TNY_ERROR_DATA_FOLDER);
  g_assert_cmpint (g_rmdir (path), ==, 0);

  /* Made and never written: a kill right after the first open(). */
  g_assert_true (g_file_set_contents (path, "", 0, NULL));
  fixture_open (f);
}

/* Runs @open in a process without rights of root; its result is the code of the error, 255 for
 * none. */
static int
as_nobody (Fixture *f, TnyStoreMode mode)
{
  pid_t pid = fork ();
  int status;

  if (pid == 0)
    {
      g_autoptr(GError) error = NULL;
      TnyStore *store;

      if (geteuid () == 0 && (setgroups (0, NULL) != 0 || setgid (65534) != 0 || setuid (65534) != 0))
        _exit (254);
      store = tny_store_open (f->folder, "tenantry.db", mode, &error);
      if (store != NULL)
        _exit (write_setting (store, "x", "y", &error) ? 255 : error->code);
      _exit (error->domain == TNY_ERROR ? error->code : 253);
    }
  g_assert_cmpint (waitpid (pid, &status, 0), ==, pid);
  g_assert_true (WIFEXITED (status));

  return WEXITSTATUS (status);
}

static void
give_away (const char *path, mode_t mode)
{
  if (geteuid () == 0)
    g_assert_cmpint (chown (path, 65534, 65534), ==, 0);
  g_assert_cmpint (g_chmod (path, mode), ==, 0);
}

static void
test_read_only_folder (Fixture *f, gconstpointer data)
{
  g_autofree char *path = fixture_path (f, ""), *lock = fixture_path (f, ".lock");
  g_autofree char *before = NULL, *after = NULL;

  fixture_open (f);
  fixture_close (f);
  before = checksum (path);
  give_away (path, 0600);
  give_away (lock, 0600);
  give_away (f->folder, 0500);
  /* The lock can be had, the log cannot be made. */
  g_assert_cmpint (as_nobody (f, TNY_STORE_WRITE), ==, TNY_ERROR_DATABASE_READ_ONLY);
  g_assert_cmpint (as_nobody (f, TNY_STORE_READ), ==, TNY_ERROR_DATABASE_READ_ONLY);

  give_away (f->folder, 0700);
  give_away (path, 0400);
  g_assert_cmpint (as_nobody (f, TNY_STORE_WRITE), ==, TNY_ERROR_DATABASE_READ_ONLY);
  give_away (path, 0600);
  give_away (lock, 0400);
  g_assert_cmpint (as_nobody (f, TNY_STORE_WRITE), ==, TNY_ERROR_DATABASE_READ_ONLY);
  give_away (lock, 0600);
  after = checksum (path);
  g_assert_cmpstr (before, ==, after);
  g_assert_cmpint (as_nobody (f, TNY_STORE_WRITE), ==, 255);

  g_unlink (path);
  g_unlink (lock);
  give_away (f->folder, 0500);
  g_assert_cmpint (as_nobody (f, TNY_STORE_WRITE), ==, TNY_ERROR_DATABASE_READ_ONLY);
  give_away (f->folder, 0700);
}

static void
damage_page (const char *path)
{
  int fd = g_open (path, O_RDWR);
  char rubbish[512];

  memset (rubbish, 0x5a, sizeof rubbish);
  /* The third page: past the schema's first one, so opening alone does not meet it. */
  g_assert_cmpint (pwrite (fd, rubbish, sizeof rubbish, 2 * 4096), ==, sizeof rubbish);
  close (fd);
}

static void
test_unclean_stop_is_checked (Fixture *f, gconstpointer data)
{
  g_autofree char *path = fixture_path (f, ""), *lock = fixture_path (f, ".lock");
  g_autofree char *before = NULL, *after = NULL, *mark = NULL;

  fixture_open (f);
  fixture_close (f);
  damage_page (path);
  before = checksum (path);
  g_assert_true (g_file_set_contents (lock, "4711\n", -1, NULL));
  assert_refused (f, TNY_STORE_WRITE, TNY_ERROR_DATABASE_DAMAGED);
  after = checksum (path);
  g_assert_cmpstr (before, ==, after);
  /* And is looked at again next time. */
  g_assert_true (g_file_get_contents (lock, &mark, NULL, NULL));
  g_assert_cmpstr (mark, !=, "");
  assert_refused (f, TNY_STORE_WRITE, TNY_ERROR_DATABASE_DAMAGED);
}

static void
test_backup_while_writing (Fixture *f, gconstpointer data)
{
  g_autofree char *copy = g_build_filename (f->folder, "copy.db", NULL), *value = NULL;
  g_autofree char *nowhere = g_build_filename (f->folder, "none", "copy.db", NULL);
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GPtrArray) left = NULL;
  g_autoptr(GError) error = NULL;

  fixture_open (f);
  g_assert_true (write_setting (f->store, "a", "in the log", &error));
  g_assert_true (tny_store_backup (f->store, copy, NULL, &error));
  g_assert_no_error (error);
  value = outside_text (copy, "SELECT value FROM settings WHERE name = 'a'");
  g_assert_cmpstr (value, ==, "in the log");

  g_assert_false (tny_store_backup (f->store, nowhere, NULL, &error));
  g_assert_error (error, TNY_ERROR, TNY_ERROR_FILE);
  g_clear_error (&error);
  g_cancellable_cancel (cancellable);
  g_assert_false (tny_store_backup (f->store, copy, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  left = files_like (f, "copy.db?*");
  g_assert_cmpuint (left->len, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add_test ("/store/open/new-database-is-current", test_new_database_is_current);
  add_test ("/store/open/newer-is-refused-untouched", test_newer_is_refused_untouched);
  add_test ("/store/open/newer-in-the-log-is-refused", test_newer_in_the_log_is_refused);
  add_test ("/store/open/older-is-backed-up-and-migrated", test_older_is_backed_up_and_migrated);
  add_test ("/store/open/two-backups-are-kept", test_two_backups_are_kept);
  add_test ("/store/open/broken-migration-changes-nothing", test_broken_migration_changes_nothing);
  add_test ("/store/open/every-path-leads-to-one-schema", test_every_path_leads_to_one_schema);
  add_test ("/store/open/second-instance-is-busy", test_second_instance_is_busy);
  add_test ("/store/open/reading-makes-nothing", test_reading_makes_nothing);
  add_test ("/store/open/symbolic-links-are-refused", test_symbolic_links_are_refused);
  add_test ("/store/open/other-things-are-refused", test_other_things_are_refused);
  add_test ("/store/open/read-only-folder", test_read_only_folder);
  add_test ("/store/open/unclean-stop-is-checked", test_unclean_stop_is_checked);
  add_test ("/store/open/backup-while-writing", test_backup_while_writing);

  return g_test_run ();
}
