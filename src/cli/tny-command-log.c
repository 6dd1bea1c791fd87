/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "tny-cli.h"
#include "tny-commands.h"

/* runs */

static const TnyColumn run_columns[] = {
  TNY_COLUMN (TnyRunRow, NULL, N_("Run"), ID, id),
  TNY_COLUMN (TnyRunRow, NULL, N_("Started"), TIME, started_at),
  TNY_COLUMN (TnyRunRow, NULL, N_("Ended"), TIME, ended_at),
  TNY_COLUMN (TnyRunRow, NULL, N_("Trigger"), TEXT, trigger),
  TNY_COLUMN (TnyRunRow, NULL, N_("State"), TEXT, state),
  TNY_COLUMN (TnyRunRow, NULL, N_("Stored"), NUMBER, stored),
  TNY_COLUMN (TnyRunRow, NULL, N_("New"), NUMBER, added),
  TNY_COLUMN (TnyRunRow, NULL, N_("Changed"), NUMBER, changed),
  TNY_COLUMN (TnyRunRow, NULL, N_("Removed"), NUMBER, removed),
  TNY_COLUMN (TnyRunRow, NULL, N_("Failed"), NUMBER, failed),
  TNY_COLUMN (TnyRunRow, NULL, N_("Problems"), NUMBER, problems),
  TNY_COLUMN_END
};

static gpointer
read_run (TnyReader *reader, gint64 id, GError **error)
{
  TnyRunRow *run = tny_run_read (reader, id, FALSE, error);

  if (run != NULL && run->stopped)
    {
      g_free (run->state);
      run->state = g_strdup (_("incomplete: stopped before it ended"));
    }

  return run;
}

static gboolean
run_runs (TnyCli *cli, GError **error)
{
  TnyListPrinter printer = { run_columns, read_run, (GFreeFunc) tny_run_row_free };
  TnyListQuery query = { .kind = TNY_LIST_RUNS };

  return tny_cli_print_list (cli, &printer, &query, error);
}

const TnyCommand tny_command_runs = {
  "runs", "", 0, 0, N_("List the syncs that were made"),
  TNY_OPENS_READ, TNY_DRY_NOT, NULL, run_runs
};

/* log */

static const TnyColumn log_columns[] = {
  TNY_COLUMN (TnyLogRow, NULL, N_("Time"), TIME, at),
  TNY_COLUMN (TnyLogRow, NULL, N_("Level"), TEXT, level),
  TNY_COLUMN (TnyLogRow, NULL, N_("Run"), ID, run_id),
  TNY_COLUMN (TnyLogRow, NULL, N_("Tenant"), TEXT, tenant_name),
  TNY_COLUMN (TnyLogRow, NULL, N_("What"), TEXT, stream),
  TNY_COLUMN (TnyLogRow, NULL, N_("Problem"), TEXT, remedy),
  TNY_COLUMN (TnyLogRow, NULL, N_("Message"), TEXT, message),
  TNY_COLUMN (TnyLogRow, NULL, N_("Request"), TEXT, request_id),
  TNY_COLUMN_END
};

static gpointer
read_log (TnyReader *reader, gint64 id, GError **error)
{
  return tny_log_read (reader, id, error);
}

/* In text a problem has its title, as in the window; what to do is told once for all lines of a
 * kind, after them. */
static gboolean
note_remedy (gpointer row, gpointer data)
{
  TnyLogRow *line = row;
  GPtrArray *remedies = data;
  const TnyRemedy *remedy = line->remedy != NULL ? tny_remedy_by_name (line->remedy) : NULL;

  if (remedy == NULL)
    return TRUE;
  if (!g_ptr_array_find (remedies, remedy, NULL))
    g_ptr_array_add (remedies, (gpointer) remedy);
  g_free (line->remedy);
  line->remedy = g_strdup (_(remedy->headline));

  return TRUE;
}

static void
say_remedies (TnyCli *cli, GPtrArray *remedies)
{
  for (guint i = 0; i < remedies->len; i++)
    {
      const TnyRemedy *remedy = remedies->pdata[i];

      /* translators: what happened ("This tenant has not granted access"), and what to do then */
      tny_cli_say (cli, _("%s: %s"), _(remedy->headline), _(remedy->advice));
    }
}

static gboolean
find_run (TnyCli *cli, gint64 *id, GError **error)
{
  const char *text = tny_cli_argument (cli, 0);
  g_autoptr(TnyReader) reader = NULL;
  g_autoptr(TnyRunRow) run = NULL;

  *id = 0;
  if (text == NULL)
    return TRUE;
  if (!g_ascii_string_to_signed (text, 10, 1, G_MAXINT64, id, NULL))
    return tny_refuse (error, _("RUN is a number from “tenantryctl runs”"));
  if ((reader = tny_store_borrow (cli->store, error)) == NULL)
    return FALSE;
  run = tny_run_read (reader, *id, FALSE, error);
  if (run == NULL && (error == NULL || *error == NULL))
    g_set_error (error, TNY_ERROR, TNY_ERROR_NOT_FOUND, _("There is no run %s"), text);

  return run != NULL;
}

static gboolean
run_log (TnyCli *cli, GError **error)
{
  static const char *const levels[] = { "debug", "info", "warning", "error", NULL };
  TnyListPrinter printer = { log_columns, read_log, (GFreeFunc) tny_log_row_free };
  TnyListQuery query = {
    .kind = TNY_LIST_LOG,
    .filter = tny_cli_value (cli, "level"),
    .search = tny_cli_value (cli, "text"),
  };
  g_autoptr(TnyReader) reader = NULL;
  g_autoptr(GPtrArray) remedies = g_ptr_array_new ();

  printer.keep = note_remedy;
  printer.data = remedies;
  if (query.filter != NULL && !g_strv_contains (levels, query.filter))
    return tny_refuse (error, _("--level is debug, info, warning or error"));
  if (!find_run (cli, &query.run_id, error) ||
      (reader = tny_store_borrow (cli->store, error)) == NULL ||
      !tny_cli_find_tenant (cli, reader, tny_cli_value (cli, "tenant"), &query.tenant_id, error))
    return FALSE;
  g_clear_pointer (&reader, tny_reader_return);

  if (!tny_cli_print_list (cli, &printer, &query, error))
    return FALSE;
  say_remedies (cli, remedies);

  return TRUE;
}

static const TnyOption log_options[] = {
  { "level", N_("LEVEL"), N_("This level and worse: debug, info, warning, error") },
  { "tenant", N_("TENANT"), N_("Only lines about this tenant") },
  { "text", N_("TEXT"), N_("Only lines that contain this") },
  { NULL }
};

const TnyCommand tny_command_log = {
  "log", "[RUN]", 0, 1, N_("Print what the syncs did, all or one"),
  TNY_OPENS_READ, TNY_DRY_NOT, log_options, run_log
};
