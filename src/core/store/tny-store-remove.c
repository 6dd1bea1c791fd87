/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-store-private.h"

#include <errno.h>

#include <glib/gstdio.h>

#include "tny-error.h"

gboolean
tny_store_remove (const char *folder, const char *file, GError **error)
{
  /* the log goes before the database: a log without its database is never read */
  static const char *const suffixes[] = { "-wal", "-shm", "-journal", "" };
  TnyStoreFiles files = { 0 };
  gboolean ok = tny_store_files_init (&files, folder, file, TRUE, error)
                && tny_store_files_lock (&files, error);

  for (guint i = 0; ok && i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *path = g_strconcat (files.path, suffixes[i], NULL);

      if (g_unlink (path) != 0 && errno != ENOENT)
        {
          g_set_error (error, TNY_ERROR, TNY_ERROR_FILE, "%s: %s", path, g_strerror (errno));
          ok = FALSE;
        }
    }
  tny_store_files_unlock (&files, ok);
  tny_store_files_clear (&files);

  return ok;
}
