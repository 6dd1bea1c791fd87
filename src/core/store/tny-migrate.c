/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-store-private.h"

#include <glib/gstdio.h>
#include <string.h>

#include "tny-error.h"
#include "tny-text.h"

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

/* Names of the files in order: the one of version n is at n - 1. */
static char **
list_files (const TnyMigrations *self)
{
  char **names = g_resources_enumerate_children (self->folder, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);

  g_assert (names != NULL);
  qsort (names, g_strv_length (names), sizeof *names, compare_names);
  for (guint i = 0; names[i] != NULL; i++)
    g_assert (g_ascii_strtoull (names[i], NULL, 10) == i + 1);

  return names;
}

guint
tny_migrations_newest (const TnyMigrations *self)
{
  g_auto(GStrv) names = list_files (self);

  return g_strv_length (names);
}

/* One value of a PRAGMA or a SELECT of ours. */
static gboolean
read_number (sqlite3 *db, const char *sql, gint64 *value, GError **error)
{
  sqlite3_stmt *stmt;
  int code = sqlite3_prepare_v2 (db, sql, -1, &stmt, NULL);
  gboolean ok;

  if (code != SQLITE_OK)
    {
      tny_sql_set_error (error, db, code, sql);
      return FALSE;
    }
  ok = tny_read_int (stmt, 0, value, error);
  sqlite3_finalize (stmt);

  return ok;
}

gboolean
tny_sql_version (sqlite3 *db, guint *version, GError **error)
{
  gint64 value;

  if (!read_number (db, "PRAGMA user_version", &value, error))
    return FALSE;
  if (value < 0)
    {
      g_set_error (error, TNY_ERROR, TNY_ERROR_DATABASE_DAMAGED, "Schema version %" G_GINT64_FORMAT,
                   value);
      return FALSE;
    }
  *version = (guint) value;

  return TRUE;
}

static gboolean
no_broken_references (sqlite3 *db, GError **error)
{
  gint64 rowid = -1;

  if (!read_number (db, "SELECT count (*) FROM pragma_foreign_key_check", &rowid, error))
    return FALSE;
  if (rowid != 0)
    {
      g_set_error (error, TNY_ERROR, TNY_ERROR_DATABASE_DAMAGED,
                   "%" G_GINT64_FORMAT " references lead nowhere", rowid);
      return FALSE;
    }

  return TRUE;
}

static gboolean
step_to (const TnyMigrations *self, sqlite3 *db, const char *name, guint version, GError **error)
{
  g_autofree char *path = g_strconcat (self->folder, "/", name, NULL);
  g_autoptr(GBytes) bytes = g_resources_lookup_data (path, G_RESOURCE_LOOKUP_FLAGS_NONE, error);
  g_autofree char *sql = NULL, *mark = NULL;

  if (bytes == NULL)
    return FALSE;
  sql = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  mark = g_strdup_printf ("PRAGMA application_id = %d; PRAGMA user_version = %u",
                          TNY_SQL_APPLICATION_ID, version);
  if (tny_sql_script (db, "BEGIN IMMEDIATE", error) &&
      tny_sql_script (db, sql, error) &&
      no_broken_references (db, error) &&
      tny_sql_script (db, mark, error) &&
      tny_sql_script (db, "COMMIT", error))
    return TRUE;

  if (!sqlite3_get_autocommit (db))
    sqlite3_exec (db, "ROLLBACK", NULL, NULL, NULL);
  g_prefix_error (error, "Migration %s: ", name);

  return FALSE;
}

/* Backups are "tenantry.db.v1-2026-01-31T140500Z.backup": sorted by name is sorted by time, as far
 * as two of one version go; the file time decides. */
static int
compare_times (gconstpointer a, gconstpointer b)
{
  GStatBuf first = { 0 }, second = { 0 };
  const char *path_a = *(char *const *) a, *path_b = *(char *const *) b;

  g_lstat (path_a, &first);
  g_lstat (path_b, &second);
  if (first.st_mtime != second.st_mtime)
    return first.st_mtime < second.st_mtime ? 1 : -1;

  return -strcmp (path_a, path_b);
}

/* Keeps the newest backups, and clears away what a kill left half-made. */
static void
tidy_backups (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path), *base = g_path_get_basename (path);
  g_autofree char *prefix = g_strconcat (base, ".v", NULL);
  g_autoptr(GPtrArray) backups = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *full = g_build_filename (folder, name, NULL);

      if (!g_str_has_prefix (name, prefix))
        continue;
      if (g_str_has_suffix (name, ".backup"))
        g_ptr_array_add (backups, g_steal_pointer (&full));
      else if (strstr (name, ".backup.tmp-") != NULL)
        g_unlink (full);
    }
  g_ptr_array_sort (backups, compare_times);
  for (guint i = TNY_STORE_BACKUPS; i < backups->len; i++)
    g_unlink (g_ptr_array_index (backups, i));
}

static gboolean
make_backup (sqlite3 *db, const char *path, guint version, GError **error)
{
  g_autoptr(GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *stamp = g_date_time_format (now, "%Y-%m-%dT%H%M%SZ");
  g_autofree char *backup = g_strdup_printf ("%s.v%u-%s.backup", path, version, stamp);

  return tny_sql_copy (db, backup, NULL, error);
}

gboolean
tny_migrations_run (const TnyMigrations *self, sqlite3 *db, const char *path, GError **error)
{
  g_auto(GStrv) names = list_files (self);
  guint newest = g_strv_length (names), version;
  gint64 bytes, n_tables;
  gboolean ok = TRUE;

  if (!tny_sql_version (db, &version, error))
    return FALSE;
  if (version > newest)
    {
      g_set_error (error, TNY_ERROR, TNY_ERROR_DATABASE_NEWER,
                   "%s has version %u, this program knows %u", path, version, newest);
      return FALSE;
    }
  if (version == newest)
    return TRUE;
  if (!read_number (db, "SELECT count (*) FROM sqlite_schema", &n_tables, error) ||
      !read_number (db, "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size",
                    &bytes, error))
    return FALSE;
  if (version == 0 && n_tables > 0)
    {
      g_set_error (error, TNY_ERROR, TNY_ERROR_DATABASE_DAMAGED,
                   "%s is the database of another program", path);
      return FALSE;
    }
  if (!tny_store_files_room (path, TNY_STORE_KEEP_FREE, 2 * bytes, error))
    return FALSE;

  tidy_backups (path);
  if (version > 0 && !make_backup (db, path, version, error))
    return FALSE;
  tidy_backups (path);

  /* A migration may rebuild a table others refer to; each step checks the references itself. */
  if (!tny_sql_script (db, "PRAGMA foreign_keys = OFF", error))
    return FALSE;
  for (guint i = version; ok && i < newest; i++)
    ok = step_to (self, db, names[i], i + 1, error);

  return ok && tny_sql_script (db, "PRAGMA foreign_keys = ON", error);
}
