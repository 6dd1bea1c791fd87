/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-store-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "tny-error.h"

/* 4 MiB at a time: often enough to be cancelled at once. */
#define PAGES_PER_STEP 1024

static gboolean
copy_pages (sqlite3 *from, sqlite3 *to, GCancellable *cancellable, GError **error)
{
  sqlite3_backup *backup = sqlite3_backup_init (to, "main", from, "main");
  gboolean cancelled = FALSE;
  int code;

  if (backup == NULL)
    {
      tny_sql_set_error (error, to, sqlite3_extended_errcode (to), "backup");
      return FALSE;
    }
  do
    {
      cancelled = g_cancellable_set_error_if_cancelled (cancellable, error);
      code = cancelled ? SQLITE_DONE : sqlite3_backup_step (backup, PAGES_PER_STEP);
    }
  while (code == SQLITE_OK);
  sqlite3_backup_finish (backup);
  if (code != SQLITE_DONE)
    tny_sql_set_error (error, to, code, "backup");

  return code == SQLITE_DONE && !cancelled;
}

static gboolean
copy_checked (sqlite3 *from, const char *path, GCancellable *cancellable, GError **error)
{
  sqlite3 *to = NULL;
  int code = sqlite3_open_v2 (path, &to, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
  gboolean ok = code == SQLITE_OK;

  if (!ok)
    tny_sql_set_error (error, to, code, "open the backup");
  /* No journal beside a file that counts only once it is whole; nor does the copy keep the log that
   * its header, copied too, would ask for. */
  ok = ok && tny_sql_script (to, "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF", error) &&
       copy_pages (from, to, cancellable, error) &&
       tny_sql_script (to, "PRAGMA journal_mode = DELETE", error) &&
       tny_sql_check (to, "integrity_check", error);
  sqlite3_close (to);

  return ok && tny_store_files_sync (path, error);
}

gboolean
tny_sql_copy (sqlite3 *db, const char *path, GCancellable *cancellable, GError **error)
{
  g_autofree char *temporary = g_strconcat (path, ".tmp-XXXXXX", NULL);
  int fd = g_mkstemp_full (temporary, O_RDWR | O_CLOEXEC, 0600);

  if (fd < 0)
    {
      g_set_error (error, TNY_ERROR, errno == ENOSPC ? TNY_ERROR_DATABASE_FULL : TNY_ERROR_FILE,
                   "%s: %s", path, g_strerror (errno));
      return FALSE;
    }
  close (fd);

  if (!copy_checked (db, temporary, cancellable, error))
    {
      g_unlink (temporary);
      return FALSE;
    }
  if (g_rename (temporary, path) != 0)
    {
      g_set_error (error, TNY_ERROR, TNY_ERROR_FILE, "%s: %s", path, g_strerror (errno));
      g_unlink (temporary);
      return FALSE;
    }

  return tny_store_files_sync (path, error);
}
