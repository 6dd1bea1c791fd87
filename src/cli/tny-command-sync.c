/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "tny-cli.h"
#include "tny-clock.h"
#include "tny-commands.h"
#include "tny-list-json.h"

static const TnyColumn stream_columns[] = {
  TNY_COLUMN (TnyRunStream, NULL, N_("Tenant"), TEXT, tenant_name),
  TNY_COLUMN (TnyRunStream, NULL, N_("What"), TEXT, name),
  TNY_COLUMN (TnyRunStream, NULL, N_("State"), TEXT, state),
  TNY_COLUMN (TnyRunStream, NULL, N_("Reported"), REPORTED, reported),
  TNY_COLUMN (TnyRunStream, NULL, N_("Stored"), NUMBER, stored),
  TNY_COLUMN (TnyRunStream, NULL, N_("New"), NUMBER, added),
  TNY_COLUMN (TnyRunStream, NULL, N_("Changed"), NUMBER, changed),
  TNY_COLUMN (TnyRunStream, NULL, N_("Removed"), NUMBER, removed),
  TNY_COLUMN (TnyRunStream, NULL, N_("Failed"), NUMBER, failed),
  TNY_COLUMN (TnyRunStream, NULL, N_("Problem"), TEXT, error),
  TNY_COLUMN_END
};

/* What somebody must look at: neither what is well, nor what a tenant cannot have, nor what was not tried
 * because of another line. */
static gboolean
needs_attention (const TnyRunStream *stream)
{
  static const char *const quiet[] = { "ok", "not-licensed", "not-run", NULL };

  return !g_strv_contains (quiet, stream->state) || stream->failed > 0;
}

static gboolean
print_streams (TnyCli *cli, const TnyRunRow *run, GError **error)
{
  guint n = run->streams != NULL ? run->streams->len : 0, n_shown = 0;
  gboolean all = tny_cli_has (cli, "verbose");
  TnyOutput *output = NULL;

  for (guint i = 0; i < n; i++)
    {
      const TnyRunStream *stream = run->streams->pdata[i];

      if (!all && !needs_attention (stream))
        continue;
      if (output == NULL)
        output = tny_output_begin (stream_columns, FALSE);
      tny_output_row (output, stream);
      n_shown++;
    }
  if (output != NULL && !tny_output_end (output, error))
    return FALSE;
  if (n > n_shown)
    tny_cli_say (cli, ngettext ("%u list needs no attention; --verbose shows it, too.",
                                "%u lists need no attention; --verbose shows them, too.", n - n_shown),
                 n - n_shown);

  return TRUE;
}

static gboolean
print_run (TnyCli *cli, const TnyRunRow *run, GError **error)
{
  g_autoptr(GString) out = g_string_new (NULL);

  if (cli->json)
    {
      tny_run_append_json (out, run);
      g_string_append_c (out, '\n');
      cli->printed = TRUE;
      return tny_output_write (out->str, out->len, error);
    }

  g_string_printf (out, _("Run %" G_GINT64_FORMAT ": %s. Users: %" G_GINT64_FORMAT " stored, %"
                          G_GINT64_FORMAT " new, %" G_GINT64_FORMAT " changed, %" G_GINT64_FORMAT
                          " removed, %" G_GINT64_FORMAT " failed.\n"),
                   run->id, run->state, run->stored, run->added, run->changed, run->removed,
                   run->failed);

  return tny_output_write (out->str, out->len, error) && print_streams (cli, run, error);
}

/* --dry-run */

typedef struct
{
  char      *connection;
  gboolean   full, due;
  char      *sign_in_state;
  GPtrArray *tenants;        /* TnyTenantRow */
} Plan;

static const TnyColumn plan_tenant_columns[] = {
  TNY_COLUMN (TnyTenantRow, "tenant_id", NULL, TEXT, graph_id),
  TNY_COLUMN (TnyTenantRow, "tenant_name", NULL, TEXT, name),
  TNY_COLUMN (TnyTenantRow, "users", NULL, REPORTED, known_users),
  TNY_COLUMN (TnyTenantRow, "users_read_at", NULL, TIME, users_read_at),
  TNY_COLUMN_END
};

static const TnyColumn plan_columns[] = {
  TNY_COLUMN (Plan, "connection", NULL, TEXT, connection),
  TNY_COLUMN (Plan, "full", NULL, FLAG, full),
  TNY_COLUMN (Plan, "due", NULL, FLAG, due),
  TNY_COLUMN (Plan, "sign_in_state", NULL, TEXT, sign_in_state),
  TNY_COLUMN_ROWS (Plan, "tenants", tenants, plan_tenant_columns),
  TNY_COLUMN_END
};

static gboolean
print_plan (TnyCli *cli, const TnyConnection *connection, const gint64 *only, gboolean due,
            GError **error)
{
  g_autoptr(TnyReader) reader = tny_store_borrow (cli->store, error);
  g_autoptr(GPtrArray) tenants =
    g_ptr_array_new_with_free_func ((GDestroyNotify) tny_tenant_row_free);
  g_autoptr(GArray) all = NULL;
  g_autofree char *sentence = NULL;
  TnyListQuery query = { .kind = TNY_LIST_TENANTS };
  Plan plan = {
    connection->name, tny_cli_has (cli, "full"), due, connection->sign_in_state, tenants
  };

  if (reader == NULL || (all = tny_list_ids (reader, &query, error)) == NULL)
    return FALSE;
  for (guint i = 0; i < all->len; i++)
    {
      gint64 id = g_array_index (all, gint64, i);
      gboolean wanted = only == NULL;
      g_autoptr(TnyTenantRow) row = NULL;
      g_autoptr(GError) failure = NULL;

      for (const gint64 *at = only; !wanted && at != NULL && *at != 0; at++)
        wanted = *at == id;
      if (!wanted)
        continue;
      row = tny_tenant_read (reader, id, &failure);
      if (failure != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&failure));
          return FALSE;
        }
      if (row != NULL && row->connection_id == connection->id)
        g_ptr_array_add (tenants, g_steal_pointer (&row));
    }

  sentence = only != NULL
    ? g_strdup_printf (ngettext ("would read the users of %u tenant of “%s”.",
                                 "would read the users of %u tenants of “%s”.", tenants->len),
                       tenants->len, connection->name)
    : g_strdup_printf (ngettext ("would list the tenants of “%s” and read their users; %u known.",
                                 "would list the tenants of “%s” and read their users; %u known.",
                                 tenants->len),
                       connection->name, tenants->len);

  return tny_cli_result (cli, plan_columns, &plan, sentence, error);
}

/* No run, in the keys of one. */
static const TnyColumn no_run_columns[] = {
  TNY_COLUMN (TnyRunRow, "run_id", NULL, ID, id),
  TNY_COLUMN (TnyRunRow, "trigger", NULL, TEXT, trigger),
  TNY_COLUMN (TnyRunRow, "state", NULL, TEXT, state),
  TNY_COLUMN (TnyRunRow, "started_at", NULL, TIME, started_at),
  TNY_COLUMN (TnyRunRow, "ended_at", NULL, TIME, ended_at),
  TNY_COLUMN_ROWS (TnyRunRow, "streams", streams, stream_columns),
  TNY_COLUMN_END
};

static gboolean
print_not_due (TnyCli *cli, const char *sentence, GError **error)
{
  TnyRunRow none = { .state = (char *) "not-due" };

  return tny_cli_result (cli, no_run_columns, &none, sentence, error);
}

/* A run that failed is a run all the same: it is printed, and its error decides the exit code. */
static TnyRunRow *
read_result (TnyCli *cli, gint64 run_id, gboolean well, GError **error)
{
  g_autoptr(TnyReader) reader = tny_store_borrow (cli->store, error);
  TnyRunRow *run = reader != NULL ? tny_run_read (reader, run_id, TRUE, error) : NULL;

  if (run != NULL && !well)
    tny_cli_say (cli, _("“tenantryctl log %" G_GINT64_FORMAT "” says what happened."), run_id);

  return run;
}

static gboolean
print_result (TnyCli *cli, gint64 run_id, gboolean well, GError **error)
{
  g_autoptr(TnyRunRow) run = read_result (cli, run_id, well, error);

  return run != NULL && print_run (cli, run, error);
}

/* --due: what the clock asks for. A program that has the records open keeps the schedule itself. */

static gboolean
belongs (const TnySyncRequest *request, const TnyConnection *connection)
{
  return connection == NULL || request->connection_id == connection->id;
}

static gboolean
nothing_due (TnyCli *cli, const TnyConnection *connection, GError **error)
{
  g_autofree char *sentence = connection != NULL
    ? g_strdup_printf (_("The schedule of “%s” does not ask for a sync now."), connection->name)
    : g_strdup (_("No schedule asks for a sync now."));

  return print_not_due (cli, sentence, error);
}

/* One run after the other; a failure leaves the next ones alone, and the last of them is told. */
static gboolean
sync_due (TnyCli *cli, GPtrArray *due, GError **error)
{
  g_autoptr(GString) items = g_string_new ("{\"items\":[");
  g_autoptr(GError) failure = NULL;
  guint printed = 0;

  for (guint i = 0; i < due->len; i++)
    {
      g_autoptr(TnyJob) job = tny_session_new_sync (cli->session, due->pdata[i]);
      g_autoptr(TnyRunRow) run = NULL;
      g_autoptr(GError) problem = NULL;
      gboolean ok = tny_cli_run_job (cli, job, &problem);
      gint64 *run_id = tny_job_get_result (job);

      if (run_id != NULL)
        run = read_result (cli, *run_id, ok, NULL);
      if (run != NULL && cli->json && due->len > 1)
        {
          g_string_append (items, printed++ > 0 ? "," : "");
          tny_run_append_json (items, run);
        }
      else if (run != NULL && !print_run (cli, run, error))
        return FALSE;
      if (problem != NULL)
        {
          g_clear_error (&failure);
          failure = g_steal_pointer (&problem);
        }
      if (g_cancellable_is_cancelled (cli->cancellable))
        break;
    }
  if (cli->json && due->len > 1)
    {
      g_string_append (items, "]}\n");
      cli->printed = TRUE;
      if (!tny_output_write (items->str, items->len, error))
        return FALSE;
    }
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));

  return FALSE;
}

static gboolean
run_due (TnyCli *cli, GError **error)
{
  const char *name = tny_cli_argument (cli, 0);
  g_autoptr(TnyConnection) connection = NULL;
  g_autoptr(GPtrArray) due = NULL;

  if (name != NULL && (connection = tny_session_find_connection (cli->session, name, error)) == NULL)
    return FALSE;
  if (!cli->dry_run && !tny_store_is_writable (cli->store))
    return print_not_due (cli, _("Another Tenantry has the records open and keeps the schedule."), error);
  due = tny_session_list_due (cli->session, tny_clock_now (NULL), error);
  if (due == NULL)
    return FALSE;
  for (guint i = due->len; i > 0; i--)
    if (!belongs (due->pdata[i - 1], connection))
      g_ptr_array_remove_index (due, i - 1);
  if (due->len == 0)
    return nothing_due (cli, connection, error);
  if (!cli->dry_run)
    return sync_due (cli, due, error);

  for (guint i = 0; i < due->len; i++)
    {
      const TnySyncRequest *request = due->pdata[i];
      g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, request->connection_id);
      g_autoptr(TnyConnection) row = tny_session_find_connection (cli->session, id, error);

      if (row == NULL || !print_plan (cli, row, request->tenants, TRUE, error))
        return FALSE;
    }

  return TRUE;
}

/* What a setting leaves out is not read by asking for it: the setting is what must change. */
static gboolean
check_scope (TnyCli *cli, const gint64 *tenants, GError **error)
{
  g_autoptr(TnyReader) reader = tenants != NULL ? tny_store_borrow (cli->store, error) : NULL;

  if (tenants == NULL)
    return TRUE;
  for (const gint64 *id = tenants; reader != NULL && *id != 0; id++)
    {
      g_autoptr(TnyTenantRow) row = tny_tenant_read (reader, *id, error);

      if (row == NULL)
        return FALSE;
      if (!row->in_scope)
        return tny_refuse (error, _("The sync settings leave “%s” out; “tenant settings” changes them"),
                           row->name);
    }

  return reader != NULL;
}

static gboolean
run_sync (TnyCli *cli, GError **error)
{
  g_autoptr(TnyConnection) connection = NULL;
  g_autofree gint64 *tenants = NULL;
  g_autoptr(TnyJob) job = NULL;
  gint64 *run_id;
  gboolean ok;
  TnySyncRequest request = { .full = tny_cli_has (cli, "full"), .trigger = "manual" };

  if (tny_cli_has (cli, "due"))
    {
      if (request.full || tny_cli_has (cli, "tenant"))
        return tny_refuse (error, _("--due goes with neither --full nor --tenant: the schedule decides"));
      return run_due (cli, error);
    }
  if (!cli->dry_run && !tny_store_is_writable (cli->store))
    {
      g_set_error (error, TNY_ERROR, TNY_ERROR_DATABASE_BUSY, _("%s is in use by another program"),
                   tny_store_get_path (cli->store));
      return FALSE;
    }
  connection = tny_session_find_connection (cli->session, tny_cli_argument (cli, 0), error);
  if (connection == NULL || !tny_cli_find_tenants (cli, &tenants, error))
    return FALSE;
  if (tny_cli_value (cli, "confirm") != NULL)
    {
      if (!request.full)
        {
          g_set_error_literal (error, TNY_ERROR, TNY_ERROR_ARGUMENT, _("--confirm belongs to --full"));
          return FALSE;
        }
      if (!tny_cli_confirm (cli, "", connection->name, error))
        return FALSE;
      request.confirmed = TRUE;
    }
  if (!check_scope (cli, tenants, error))
    return FALSE;
  if (cli->dry_run)
    return print_plan (cli, connection, tenants,
                       tny_session_is_due (cli->session, connection->id, tny_clock_now (NULL)), error);

  request.connection_id = connection->id;
  request.tenants = tenants;
  job = tny_session_new_sync (cli->session, &request);
  ok = tny_cli_run_job (cli, job, error);
  run_id = tny_job_get_result (job);
  if (run_id == NULL)
    return ok;

  return print_result (cli, *run_id, ok, ok ? error : NULL) && ok;
}

static const TnyOption options[] = {
  { "tenant", N_("TENANT"), N_("Only this one; may be given several times"), TRUE },
  { "full", NULL, N_("List everything anew instead of what changed") },
  { "confirm", N_("NAME"), N_("With --full and the connection's exact name: many may be gone") },
  { "due", NULL, N_("Only what the schedule asks for now, of any connection") },
  { "verbose", NULL, N_("Print every list that was read, not only what needs attention") },
  { NULL }
};

const TnyCommand tny_command_sync = {
  "sync", "[CONNECTION]", 0, 1, N_("Read tenants and users from Microsoft"),
  TNY_OPENS_EITHER, TNY_DRY_PLAN, options, run_sync
};
