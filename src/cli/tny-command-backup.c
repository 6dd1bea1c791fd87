/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "tny-cli.h"
#include "tny-commands.h"

/* backup */

typedef struct { char *file, *database; } Backup;

static const TnyColumn backup_columns[] = {
  TNY_COLUMN (Backup, "file", NULL, TEXT, file),
  TNY_COLUMN (Backup, "database", NULL, TEXT, database),
  TNY_COLUMN_END
};

/* A backup that is there is worth as much as one that is made. */
static gboolean
may_replace (TnyCli *cli, const char *path, GError **error)
{
  GError *decision = NULL;

  if (tny_cli_has (cli, "replace") || !g_file_test (path, G_FILE_TEST_EXISTS))
    return TRUE;
  g_set_error (&decision, TNY_ERROR, TNY_ERROR_DECISION, _("“%s” is there already"), path);
  if (tny_cli_agrees (cli, "replace", &decision))
    return TRUE;
  g_propagate_error (error, decision);

  return FALSE;
}

static gboolean
run_backup (TnyCli *cli, GError **error)
{
  const char *path = tny_cli_argument (cli, 0);
  g_autofree char *sentence =
    g_strdup_printf (_("The records are copied to “%s” and the copy is checked. "
                       "Secrets are not in it: they stay in the keyring."), path);
  Backup backup = { (char *) path, (char *) tny_store_get_path (cli->store) };

  return may_replace (cli, path, error) &&
         tny_store_backup (cli->store, path, cli->cancellable, error) &&
         tny_cli_result (cli, backup_columns, &backup, sentence, error);
}

static const TnyOption backup_options[] = {
  { "replace", NULL, N_("Also when the file is there already") },
  { NULL }
};

const TnyCommand tny_command_backup = {
  "backup", "FILE", 1, 1, N_("Copy the records to a file and check the copy"),
  TNY_OPENS_READ, TNY_DRY_NOT, backup_options, run_backup
};

/* restore */

typedef struct
{
  const char *file, *database, *kept;
  gboolean    dry_run;
} Restored;

static const TnyColumn restored_columns[] = {
  TNY_COLUMN (Restored, "file", NULL, TEXT, file),
  TNY_COLUMN (Restored, "database", NULL, TEXT, database),
  TNY_COLUMN (Restored, "kept", NULL, TEXT, kept),
  TNY_COLUMN (Restored, "dry_run", NULL, FLAG, dry_run),
  TNY_COLUMN_END
};

/* Nothing is opened before: the database that is to be replaced may be the damaged one. */
static gboolean
run_restore (TnyCli *cli, GError **error)
{
  g_autoptr(TnySession) session =
    tny_session_new (tny_cli_value (cli, "data-dir"), tny_cli_value (cli, "cloud"));
  const char *path = tny_cli_argument (cli, 0), *folder = tny_session_get_folder (session);
  g_autofree char *name = tny_session_find_database (session, error);
  g_autofree char *database = name != NULL ? g_build_filename (folder, name, NULL) : NULL;
  g_autofree char *question = NULL, *kept = NULL, *sentence = NULL;

  if (database == NULL || !tny_store_check_backup (path, cli->cancellable, error))
    return FALSE;
  question = g_strdup_printf (_("The records in “%s” are replaced."), database);
  if (!cli->dry_run &&
      ((g_file_test (database, G_FILE_TEST_EXISTS) &&
        !tny_cli_confirm (cli, question, name, error)) ||
       !tny_store_restore (folder, name, path, &kept, cli->cancellable, error)))
    return FALSE;

  Restored restored = { path, database, kept, cli->dry_run };

  if (cli->dry_run)
    sentence = g_strdup_printf (_("“%s” is whole and can be restored."), path);
  else if (kept != NULL)
    sentence = g_strdup_printf (_("The records of “%s” are restored. Those before are in “%s”."),
                                path, kept);
  else
    sentence = g_strdup_printf (_("The records of “%s” are restored."), path);

  return tny_cli_result (cli, restored_columns, &restored, sentence, error);
}

static const TnyOption restore_options[] = {
  { "confirm", N_("NAME"), N_("The file name of the database that is replaced, in place of being asked") },
  { NULL }
};

const TnyCommand tny_command_restore = {
  "restore", "FILE", 1, 1, N_("Put the records of a backup in the place of the present ones"),
  TNY_OPENS_NOTHING, TNY_DRY_PLAN, restore_options, run_restore
};
