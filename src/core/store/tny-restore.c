/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-store-private.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tny-error.h"

/* What is put back must be a whole database of ours that this program can read. An empty file is a
 * database to SQLite, and to nobody else. */
static gboolean
copy_backup (const char *path, const char *to, GCancellable *cancellable, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path), *name = g_path_get_basename (path);
  TnyStoreFiles source = { .lock_fd = -1 };
  sqlite3 *db = NULL;
  guint version = 0;
  gboolean ok = tny_store_files_init (&source, folder, name, FALSE, error)
                && tny_store_files_probe (&source, FALSE, tny_store_version (), error);

  if (ok)
    {
      int code = sqlite3_open_v2 (path, &db, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, NULL);

      ok = code == SQLITE_OK;
      if (!ok)
        tny_sql_set_error (error, db, code, "open the backup");
    }
  ok = ok && tny_sql_version (db, &version, error);
  if (ok && version == 0)
    {
      g_set_error (error, TNY_ERROR, TNY_ERROR_INPUT, "%s holds no records", path);
      ok = FALSE;
    }
  ok = ok && tny_sql_copy (db, to, cancellable, error);
  sqlite3_close (db);
  tny_store_files_clear (&source);

  return ok;
}

static gboolean
move (const char *from, const char *to, GError **error)
{
  if (g_rename (from, to) == 0 || errno == ENOENT)
    return TRUE;
  g_set_error (error, TNY_ERROR, TNY_ERROR_FILE, "%s: %s", from, g_strerror (errno));

  return FALSE;
}

/* The present database and its log step aside under a name that keeps them together. */
static gboolean
put_aside (const char *path, char **kept, GError **error)
{
  static const char *const logs[] = { "-wal", "-journal" };
  g_autoptr(GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *stamp = g_date_time_format (now, "%Y-%m-%dT%H%M%SZ");
  g_autofree char *aside = g_strdup_printf ("%s.replaced-%s", path, stamp);
  g_autofree char *index = g_strconcat (path, "-shm", NULL);
  GStatBuf st;
  gboolean present = g_stat (path, &st) == 0 && st.st_size > 0;

  for (guint i = 2; g_file_test (aside, G_FILE_TEST_EXISTS); i++)
    {
      g_free (aside);
      aside = g_strdup_printf ("%s.replaced-%s-%u", path, stamp, i);
    }
  if (!move (path, aside, error))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (logs); i++)
    {
      g_autofree char *from = g_strconcat (path, logs[i], NULL);
      g_autofree char *to = g_strconcat (aside, logs[i], NULL);

      if (!move (from, to, error))
        return FALSE;
    }
  g_unlink (index);
  if (!present)
    g_unlink (aside);
  else if (kept != NULL)
    *kept = g_steal_pointer (&aside);

  return TRUE;
}

gboolean
tny_store_check_backup (const char *path, GCancellable *cancellable, GError **error)
{
  g_autofree char *folder = g_dir_make_tmp ("tenantry-restore-XXXXXX", error);
  g_autofree char *copy = folder != NULL ? g_build_filename (folder, "copy.db", NULL) : NULL;
  gboolean ok = copy != NULL && copy_backup (path, copy, cancellable, error);

  if (copy != NULL)
    g_unlink (copy);
  if (folder != NULL)
    g_rmdir (folder);

  return ok;
}

gboolean
tny_store_restore (const char *folder, const char *file, const char *path, char **kept,
                   GCancellable *cancellable, GError **error)
{
  TnyStoreFiles files = { .lock_fd = -1 };
  g_autofree char *copy = NULL;
  gboolean ok = tny_store_files_init (&files, folder, file, TRUE, error)
                && tny_store_files_lock (&files, error);

  if (ok)
    {
      copy = g_strconcat (files.path, ".restore", NULL);
      ok = copy_backup (path, copy, cancellable, error)
           && put_aside (files.path, kept, error)
           && move (copy, files.path, error)
           && tny_store_files_sync (files.path, error);
    }
  tny_store_files_unlock (&files, ok);
  tny_store_files_clear (&files);

  return ok;
}
