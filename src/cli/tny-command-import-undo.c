/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "tny-cli.h"
#include "tny-commands.h"
#include "tny-import.h"
#include "tny-matching.h"

typedef struct
{
  gint64      import_id;
  const char *kind, *file;
  guint       removed, restored;
  gboolean    dry_run;
} Undone;

static const TnyColumn columns[] = {
  TNY_COLUMN (Undone, "import_id", NULL, ID, import_id),
  TNY_COLUMN (Undone, "kind", NULL, TEXT, kind),
  TNY_COLUMN (Undone, "file", NULL, TEXT, file),
  TNY_COLUMN (Undone, "removed", NULL, COUNT, removed),
  TNY_COLUMN (Undone, "restored", NULL, COUNT, restored),
  TNY_COLUMN (Undone, "dry_run", NULL, FLAG, dry_run),
  TNY_COLUMN_END
};

static gboolean
find (TnyCli *cli, TnyImported *imported, GError **error)
{
  const char *text = tny_cli_argument (cli, 0);
  g_autoptr(TnyReader) reader = NULL;
  gint64 id = 0;

  if (text != NULL && !g_ascii_string_to_signed (text, 10, 1, G_MAXINT64, &id, NULL))
    return tny_refuse (error, _("“%s” is not the number of an import"), text);
  reader = tny_store_borrow (cli->store, error);

  return reader != NULL && tny_import_find (reader, id, imported, error);
}

static gboolean
run_undo (TnyCli *cli, GError **error)
{
  g_auto(TnyImported) imported = { 0 };
  g_autofree char *sentence = NULL;

  if (!find (cli, &imported, error) || !tny_import_undo (cli->store, imported.id, error) ||
      !tny_matching_refresh (cli->store, NULL, cli->cancellable, NULL, error))
    return FALSE;

  Undone undone = { imported.id,
                    tny_import_kind_name (imported.kind),
                    imported.file_name, imported.added, imported.changed, cli->dry_run };

  sentence = g_strdup_printf (_("The import of %s from %s is taken back: %u removed, "
                                "%u as they were before."), undone.kind, undone.file,
                              undone.removed, undone.restored);

  return tny_cli_result (cli, columns, &undone, sentence, error);
}

const TnyCommand tny_command_import_undo = {
  "import undo", "[IMPORT]", 0, 1, N_("Take back an import, the last one without a number"),
  TNY_OPENS_WRITE, TNY_DRY_COPY, NULL, run_undo
};
