/* SPDX-License-Identifier: GPL-3.0-or-later */
/* prepare-database FOLDER FILE SQL: makes a database of this version in FOLDER, runs the file SQL on
 * it, and lets matching find its suggestions. For tests of the window. */
#include "tny-error.h"
#include "tny-matching.h"

static gboolean
prepare (const char *folder, const char *file, const char *script, GError **error)
{
  g_autofree char *sql = NULL;
  g_autofree char *path = NULL;
  TnyStore *store = tny_store_open (folder, file, TNY_STORE_WRITE, error);
  sqlite3 *db;
  char *message = NULL;
  gboolean ok;

  if (store == NULL || !g_file_get_contents (script, &sql, NULL, error))
    return FALSE;
  path = g_strdup (tny_store_get_path (store));
  tny_store_close (store);

  ok = sqlite3_open (path, &db) == SQLITE_OK
       && sqlite3_exec (db, sql, NULL, NULL, &message) == SQLITE_OK;
  if (!ok)
    g_set_error (error, TNY_ERROR, TNY_ERROR_INPUT, "%s: %s", script,
                 message != NULL ? message : sqlite3_errmsg (db));
  sqlite3_free (message);
  sqlite3_close (db);
  if (!ok)
    return FALSE;

  store = tny_store_open (folder, file, TNY_STORE_WRITE, error);
  ok = store != NULL && tny_matching_refresh (store, NULL, NULL, NULL, error);
  if (store != NULL)
    tny_store_close (store);

  return ok;
}

int
main (int argc, char **argv)
{
  g_autoptr(GError) error = NULL;

  if (argc != 4)
    {
      g_printerr ("usage: %s FOLDER FILE SQL\n", argv[0]);
      return TNY_EXIT_ARGUMENT;
    }
  if (!prepare (argv[1], argv[2], argv[3], &error))
    {
      g_printerr ("%s: %s\n", argv[0], error->message);
      return TNY_EXIT_INPUT;
    }

  return TNY_EXIT_DONE;
}
