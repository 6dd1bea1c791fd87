/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "tny-cli.h"
#include "tny-commands.h"

typedef struct { char *file, *database; } Backup;

static const TnyColumn columns[] = {
  TNY_COLUMN (Backup, "file", NULL, TEXT, file),
  TNY_COLUMN (Backup, "database", NULL, TEXT, database),
  TNY_COLUMN_END
};

static gboolean
run_backup (TnyCli *cli, GError **error)
{
  const char *path = tny_cli_argument (cli, 0);
  g_autofree char *sentence =
    g_strdup_printf (_("The records are copied to “%s” and the copy is checked. "
                       "Secrets are not in it: they stay in the keyring."), path);
  Backup backup = { (char *) path, (char *) tny_store_get_path (cli->store) };

  return tny_store_backup (cli->store, path, cli->cancellable, error) &&
         tny_cli_result (cli, columns, &backup, sentence, error);
}

const TnyCommand tny_command_backup = {
  "backup", "FILE", 1, 1, N_("Copy the records to a file and check the copy"),
  TNY_OPENS_READ, TNY_DRY_NOT, NULL, run_backup
};
