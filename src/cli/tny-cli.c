/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-cli.h"

#include <stdio.h>
#include <string.h>

#include <glib-unix.h>
#include <glib/gi18n-lib.h>

#include "tny-rehearsal.h"
#include "tny-status.h"
#include "tny-text.h"

#define TICK_MSEC 100

const char *
tny_cli_argument (TnyCli *cli, guint index)
{
  return index < cli->arguments.arguments->len ? cli->arguments.arguments->pdata[index] : NULL;
}

gboolean
tny_cli_has (TnyCli *cli, const char *option)
{
  return tny_arguments_has (&cli->arguments, option);
}

const char *
tny_cli_value (TnyCli *cli, const char *option)
{
  return tny_arguments_value (&cli->arguments, option);
}

GPtrArray *
tny_cli_values (TnyCli *cli, const char *option)
{
  return g_hash_table_lookup (cli->arguments.options, option);
}

gboolean
tny_cli_number (TnyCli *cli, const char *option, gint64 min, gint64 max, gint64 fallback,
                gint64 *number, GError **error)
{
  const char *text = tny_cli_value (cli, option);

  *number = fallback;
  if (text == NULL || g_ascii_string_to_signed (text, 10, min, max, number, NULL))
    return TRUE;

  return tny_refuse (error,
                     _("--%s needs a whole number from %" G_GINT64_FORMAT " to %" G_GINT64_FORMAT),
                     option, min, max);
}

void
tny_cli_say (TnyCli *cli, const char *format, ...)
{
  g_autofree char *text = NULL, *line = NULL;
  va_list args;

  if (cli->quiet)
    return;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  line = tny_text_one_line (text, 1024);
  tny_status_print (line);
}

gboolean
tny_cli_result (TnyCli *cli, const TnyColumn *columns, gconstpointer row, const char *sentence,
                GError **error)
{
  g_autoptr(GString) out = g_string_new (NULL);

  if (cli->json)
    {
      tny_columns_append_object (out, columns, row);
      cli->printed = TRUE;
    }
  else
    {
      g_autofree char *line = tny_text_one_line (sentence, 4096);

      if (cli->dry_run)
        g_string_append (out, _("Dry run, nothing was changed: "));
      g_string_append (out, line);
    }
  g_string_append_c (out, '\n');

  return tny_output_write (out->str, out->len, error);
}

static void
cancelled_cb (GCancellable *cancellable, gpointer job)
{
  tny_job_cancel (job);
}

gboolean
tny_cli_run_job (TnyCli *cli, TnyJob *job, GError **error)
{
  gulong chain = g_cancellable_connect (cli->cancellable, G_CALLBACK (cancelled_cb), job, NULL);
  gboolean ok;

  tny_status_show (job);
  ok = tny_job_run_sync (job, error);
  tny_status_tick ();
  tny_status_show (NULL);
  g_cancellable_disconnect (cli->cancellable, chain);

  return ok;
}

/* Running */

/* Opens what the command needs, runs it, and closes whatever happened. */
static gboolean
run_command (TnyJob *job, gpointer data, GCancellable *cancellable, GError **error)
{
  TnyCli *cli = data;
  const TnyCommand *command = cli->arguments.command;
  gboolean writes = command->opens != TNY_OPENS_READ && !cli->dry_run;
  g_autoptr(GError) busy = NULL;
  TnyRehearsal *rehearsal = NULL;
  gboolean ok;

  if (command->opens == TNY_OPENS_NOTHING)
    return command->run (cli, error);

  cli->session = tny_session_new (tny_cli_value (cli, "data-dir"), tny_cli_value (cli, "cloud"));
  ok = tny_session_open (cli->session, writes ? TNY_STORE_WRITE : TNY_STORE_READ, cancellable, &busy);
  if (!ok && command->opens == TNY_OPENS_EITHER &&
      g_error_matches (busy, TNY_ERROR, TNY_ERROR_DATABASE_BUSY))
    ok = tny_session_open (cli->session, TNY_STORE_READ, cancellable, error);
  else if (!ok)
    g_propagate_error (error, g_steal_pointer (&busy));
  if (ok)
    cli->store = tny_session_get_store (cli->session);
  if (ok && cli->dry_run && command->dry == TNY_DRY_COPY)
    {
      rehearsal = tny_rehearsal_new (cli->store, cancellable, error);
      ok = rehearsal != NULL;
      if (ok)
        cli->store = tny_rehearsal_get_store (rehearsal);
    }
  if (ok)
    ok = command->run (cli, error);

  cli->store = NULL;
  tny_rehearsal_free (rehearsal);
  tny_session_close (cli->session);
  g_clear_object (&cli->session);

  return ok;
}

/* What the button of a remedy is here. */
static const char *
command_for (const char *action)
{
  static const struct { const char *action, *command; } rows[] = {
    { "app.sign-in", "tenantryctl sign-in" },
    { "app.edit-credentials", "tenantryctl connection change CONNECTION --secret-from -" },
    { "app.open-registration", "tenantryctl setup redirect-uri" },
    { "app.health", "tenantryctl check" },
    { "app.sync", "tenantryctl sync" },
    { "app.sync-logs", "tenantryctl log --level warning" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    if (g_strcmp0 (rows[i].action, action) == 0)
      return rows[i].command;

  return NULL;
}

/* The words people read come from the remedy table; what support asks for stands between. */
static int
report (TnyCli *cli, const GError *failure)
{
  const TnyRemedy *remedy = tny_remedy_for (failure);
  g_autofree char *details = tny_text_one_line (failure->message, 2048);
  const char *command = cli->command != NULL ? cli->command : command_for (remedy->action);
  gboolean cancelled = tny_error_cancelled (failure);

  if (cli->json && !cli->printed)
    {
      g_autoptr(GString) out = g_string_new ("{");

      tny_columns_append_error (out, failure, cli->advice);
      g_string_append (out, "}\n");
      tny_output_write (out->str, out->len, NULL);
    }
  if (cancelled)
    {
      tny_status_print (_("Cancelled."));
      return TNY_EXIT_CANCELLED;
    }

  g_autofree char *headline = g_strdup_printf ("tenantryctl: %s", _(remedy->headline));
  g_autofree char *middle = g_strdup_printf ("  %s", details);

  tny_status_print (headline);
  tny_status_print (middle);
  tny_status_print (cli->advice != NULL ? cli->advice : _(remedy->advice));
  if (command != NULL)
    {
      /* translators: a command to type */
      g_autofree char *hint = g_strdup_printf (_("Command: %s"), command);

      tny_status_print (hint);
    }

  return (int) remedy->exit;
}

static gboolean
interrupted_cb (gpointer job)
{
  tny_status_print (_("Cancelling…"));
  tny_job_cancel (job);

  return G_SOURCE_REMOVE;      /* a second one ends the program as ever */
}

static gboolean
tick_cb (gpointer data)
{
  tny_status_tick ();

  return G_SOURCE_CONTINUE;
}

static int
run (TnyCli *cli)
{
  g_autoptr(GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr(TnyJob) job = tny_job_new (run_command, cli, NULL);
  guint tick = g_timeout_add (TICK_MSEC, tick_cb, NULL);

  cli->cancellable = tny_job_get_cancellable (job);
  g_unix_signal_add (SIGINT, interrupted_cb, job);
  g_unix_signal_add (SIGTERM, interrupted_cb, job);
  g_signal_connect_swapped (job, "finished", G_CALLBACK (g_main_loop_quit), loop);
  tny_job_start (job);
  g_main_loop_run (loop);
  g_source_remove (tick);

  return tny_job_get_error (job) == NULL ? TNY_EXIT_DONE : report (cli, tny_job_get_error (job));
}

static int
print_text (TnyCli *cli, const char *text)
{
  g_autoptr(GError) error = NULL;

  return tny_output_write (text, strlen (text), &error) ? TNY_EXIT_DONE : report (cli, error);
}

int
tny_cli_main (char **argv)
{
  TnyCli cli = { 0 };
  g_autoptr(GError) error = NULL;
  int code;
  gboolean ok = tny_arguments_parse (&cli.arguments, argv, &error);

  cli.json = tny_cli_has (&cli, "json");
  cli.quiet = tny_cli_has (&cli, "quiet");
  cli.dry_run = tny_cli_has (&cli, "dry-run");
  tny_status_init (cli.quiet);

  if (!ok)
    code = report (&cli, error);
  else if (tny_cli_has (&cli, "version"))
    code = print_text (&cli, "tenantryctl " TNY_VERSION "\n");
  else if (tny_cli_has (&cli, "help"))
    {
      g_autofree char *help = tny_help_text (cli.arguments.group, cli.arguments.command);

      code = print_text (&cli, help);
    }
  else
    code = run (&cli);
  tny_arguments_clear (&cli.arguments);

  return code;
}
