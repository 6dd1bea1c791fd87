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

static gboolean
print_run (TnyCli *cli, const TnyRunRow *run, GError **error)
{
  g_autoptr(GString) out = g_string_new (NULL);
  TnyOutput *output;

  if (cli->json)
    {
      tny_run_append_json (out, run);
      g_string_append_c (out, '\n');
      cli->printed = TRUE;
      return tny_output_write (out->str, out->len, error);
    }

  output = tny_output_begin (stream_columns, FALSE);
  for (guint i = 0; run->streams != NULL && i < run->streams->len; i++)
    tny_output_row (output, run->streams->pdata[i]);
  if (!tny_output_end (output, error))
    return FALSE;

  g_string_printf (out, _("Run %" G_GINT64_FORMAT ": %s. Users: %" G_GINT64_FORMAT " stored, %"
                          G_GINT64_FORMAT " new, %" G_GINT64_FORMAT " changed, %" G_GINT64_FORMAT
                          " removed, %" G_GINT64_FORMAT " failed.\n"),
                   run->id, run->state, run->stored, run->added, run->changed, run->removed,
                   run->failed);

  return tny_output_write (out->str, out->len, error);
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
not_due (TnyCli *cli, const TnyConnection *connection, GError **error)
{
  TnyRunRow none = { .state = (char *) "not-due" };
  g_autofree char *sentence =
    g_strdup_printf (_("The schedule of “%s” does not ask for a sync now."), connection->name);

  return tny_cli_result (cli, no_run_columns, &none, sentence, error);
}

/* A run that failed is a run all the same: it is printed, and its error decides the exit code. */
static gboolean
print_result (TnyCli *cli, gint64 run_id, gboolean well, GError **error)
{
  g_autoptr(TnyReader) reader = tny_store_borrow (cli->store, error);
  g_autoptr(TnyRunRow) run = reader != NULL ? tny_run_read (reader, run_id, TRUE, error) : NULL;

  if (run == NULL)
    return FALSE;
  if (!well)
    tny_cli_say (cli, _("“tenantryctl log %" G_GINT64_FORMAT "” says what happened."), run_id);

  return print_run (cli, run, error);
}

static gboolean
run_sync (TnyCli *cli, GError **error)
{
  g_autoptr(TnyConnection) connection =
    tny_session_find_connection (cli->session, tny_cli_argument (cli, 0), error);
  g_autofree gint64 *tenants = NULL;
  g_autoptr(TnyJob) job = NULL;
  gint64 *run_id;
  gboolean due, ok;
  TnySyncRequest request = { .full = tny_cli_has (cli, "full") };

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
  due = tny_session_is_due (cli->session, connection->id, tny_clock_now (NULL));
  if (tny_cli_has (cli, "due") && !due)
    return not_due (cli, connection, error);
  if (cli->dry_run)
    return print_plan (cli, connection, tenants, due, error);

  request.connection_id = connection->id;
  request.trigger = tny_cli_has (cli, "due") ? "schedule" : "manual";
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
  { "due", NULL, N_("Only if the schedule says so") },
  { NULL }
};

const TnyCommand tny_command_sync = {
  "sync", "[CONNECTION]", 0, 1, N_("Read tenants and users from Microsoft"),
  TNY_OPENS_WRITE, TNY_DRY_PLAN, options, run_sync
};
