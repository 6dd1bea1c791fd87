/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "tny-cli.h"
#include "tny-commands.h"
#include "tny-matching.h"

/* What a decision led to. */
typedef struct
{
  char     *tenant_id, *tenant_name, *state, *method, *organization_name;
  gint64    organization_id, batch;
  gboolean  dry_run;
} Decided;

static const TnyColumn columns[] = {
  TNY_COLUMN (Decided, "tenant_id", NULL, TEXT, tenant_id),
  TNY_COLUMN (Decided, "tenant_name", NULL, TEXT, tenant_name),
  TNY_COLUMN (Decided, "state", NULL, TEXT, state),
  TNY_COLUMN (Decided, "method", NULL, TEXT, method),
  TNY_COLUMN (Decided, "organization_id", NULL, ID, organization_id),
  TNY_COLUMN (Decided, "organization_name", NULL, TEXT, organization_name),
  TNY_COLUMN (Decided, "batch", NULL, ID, batch),
  TNY_COLUMN (Decided, "dry_run", NULL, FLAG, dry_run),
  TNY_COLUMN_END
};

static TnyTenantRow *
read_tenant (TnyCli *cli, gint64 id, GError **error)
{
  g_autoptr(TnyReader) reader = tny_store_borrow (cli->store, error);
  TnyTenantRow *row;

  if (reader == NULL)
    return NULL;

  row = tny_tenant_read (reader, id, error);
  if (row == NULL && *error == NULL)
    g_set_error (error, TNY_ERROR, TNY_ERROR_NOT_FOUND, _("The tenant is no longer here"));

  return row;
}

/* The tenant that the first argument names, as it is now. */
static TnyTenantRow *
named_tenant (TnyCli *cli, GError **error)
{
  g_autoptr(TnyReader) reader = tny_store_borrow (cli->store, error);
  gint64 id;

  if (reader == NULL || !tny_find_tenant (reader, tny_cli_argument (cli, 0), &id, error))
    return NULL;
  g_clear_pointer (&reader, tny_reader_return);

  return read_tenant (cli, id, error);
}

/* What a decision makes of the candidates of others. It is done, whatever becomes of this. */
static void
weigh_others (TnyCli *cli)
{
  g_autoptr(GError) problem = NULL;

  if (!tny_matching_refresh (cli->store, NULL, cli->cancellable, NULL, &problem))
    g_info ("candidates after a decision: %s", problem->message);
}

static gboolean
print_decided (TnyCli *cli, gint64 tenant_id, gint64 batch, GError **error)
{
  g_autoptr(TnyTenantRow) row = NULL;
  g_autofree char *sentence = NULL;
  gboolean matched;

  weigh_others (cli);
  if ((row = read_tenant (cli, tenant_id, error)) == NULL)
    return FALSE;

  matched = g_strcmp0 (row->state, "matched") == 0;
  if (matched)
    sentence = g_strdup_printf (_("“%s” is matched with “%s”."), row->name, row->organization_name);
  else if (g_strcmp0 (row->state, "ignored") == 0)
    sentence = g_strdup_printf (_("“%s” is ignored."), row->name);
  else
    sentence = g_strdup_printf (_("“%s” is undecided again."), row->name);

  Decided decided = {
    row->graph_id, row->name, (char *) row->state, row->method,
    matched ? row->organization_name : NULL, matched ? row->organization_id : 0,
    cli->dry_run ? 0 : batch, cli->dry_run
  };

  return tny_cli_result (cli, columns, &decided, sentence, error);
}

typedef gboolean (*PairFunc) (TnyStore *store, gint64 tenant_id, gint64 organization_id,
                              gboolean shared, gint64 *batch, GError **error);

static gboolean
match_pair (TnyCli *cli, PairFunc func, gint64 tenant_id, gint64 organization_id, GError **error)
{
  GError *failure = NULL;
  gint64 batch = 0;
  gboolean ok = func (cli->store, tenant_id, organization_id, tny_cli_has (cli, "shared"), &batch,
                      &failure);

  if (!ok && tny_cli_agrees (cli, "shared", &failure))
    ok = func (cli->store, tenant_id, organization_id, TRUE, &batch, &failure);
  if (!ok)
    {
      g_propagate_error (error, failure);
      return FALSE;
    }

  return print_decided (cli, tenant_id, batch, error);
}

static const TnyOption pair_options[] = {
  { "shared", NULL, N_("Also when another tenant is matched with that organization") },
  { NULL }
};

/* match accept */

static gboolean
run_accept (TnyCli *cli, GError **error)
{
  g_autoptr(TnyTenantRow) tenant = named_tenant (cli, error);

  if (tenant == NULL)
    return FALSE;
  if (g_strcmp0 (tenant->state, "suggested") != 0)
    return tny_refuse (error, _("“%s” has no suggestion to accept: it is %s"), tenant->name,
                       tenant->state);

  return match_pair (cli, tny_matching_accept, tenant->id, tenant->organization_id, error);
}

const TnyCommand tny_command_match_accept = {
  "match accept", "TENANT", 1, 1, N_("Accept the best suggestion for a tenant"),
  TNY_OPENS_WRITE, TNY_DRY_COPY, pair_options, run_accept
};

/* match to */

static gboolean
run_to (TnyCli *cli, GError **error)
{
  g_autoptr(TnyTenantRow) tenant = named_tenant (cli, error);
  g_autoptr(TnyReader) reader = NULL;
  gint64 organization_id;

  if (tenant == NULL || (reader = tny_store_borrow (cli->store, error)) == NULL ||
      !tny_find_organization (reader, tny_cli_argument (cli, 1), &organization_id, error))
    return FALSE;
  g_clear_pointer (&reader, tny_reader_return);

  return match_pair (cli, tny_matching_match_to, tenant->id, organization_id, error);
}

const TnyCommand tny_command_match_to = {
  "match to", "TENANT ORGANIZATION", 2, 2, N_("Match a tenant with an organization you choose"),
  TNY_OPENS_WRITE, TNY_DRY_COPY, pair_options, run_to
};

/* match create */

static gboolean
run_create (TnyCli *cli, GError **error)
{
  g_autoptr(TnyTenantRow) tenant = named_tenant (cli, error);
  const char *name = tny_cli_value (cli, "name");
  GError *failure = NULL;
  gint64 organization_id, batch = 0;
  gboolean ok;

  if (tenant == NULL)
    return FALSE;

  ok = tny_matching_create (cli->store, tenant->id, name, tny_cli_has (cli, "anyway"),
                            &organization_id, &batch, &failure);
  if (!ok && tny_cli_agrees (cli, "anyway", &failure))
    ok = tny_matching_create (cli->store, tenant->id, name, TRUE, &organization_id, &batch,
                              &failure);
  if (!ok)
    {
      g_propagate_error (error, failure);
      return FALSE;
    }

  return print_decided (cli, tenant->id, batch, error);
}

static const TnyOption create_options[] = {
  { "name", N_("NAME"), N_("Another name than the tenant's") },
  { "anyway", NULL, N_("Also when an organization with that name exists") },
  { NULL }
};

const TnyCommand tny_command_match_create = {
  "match create", "TENANT", 1, 1, N_("Make an organization for a tenant and match them"),
  TNY_OPENS_WRITE, TNY_DRY_COPY, create_options, run_create
};

/* match ignore, match revert */

static gboolean
decide_alone (TnyCli *cli, gboolean (*func) (TnyStore *, gint64, gint64 *, GError **),
              GError **error)
{
  g_autoptr(TnyTenantRow) tenant = named_tenant (cli, error);
  gint64 batch = 0;

  return tenant != NULL && func (cli->store, tenant->id, &batch, error) &&
         print_decided (cli, tenant->id, batch, error);
}

static gboolean
run_ignore (TnyCli *cli, GError **error)
{
  return decide_alone (cli, tny_matching_ignore, error);
}

static gboolean
run_revert (TnyCli *cli, GError **error)
{
  return decide_alone (cli, tny_matching_revert, error);
}

const TnyCommand tny_command_match_ignore = {
  "match ignore", "TENANT", 1, 1, N_("Leave a tenant out of matching"),
  TNY_OPENS_WRITE, TNY_DRY_COPY, NULL, run_ignore
};

const TnyCommand tny_command_match_revert = {
  "match revert", "TENANT", 1, 1, N_("Make a tenant undecided again"),
  TNY_OPENS_WRITE, TNY_DRY_COPY, NULL, run_revert
};

/* match undo */

typedef struct { gint64 batch; guint n; char *tenant_name; } Undone;

static const TnyColumn undone_columns[] = {
  TNY_COLUMN (Undone, "batch", NULL, ID, batch),
  TNY_COLUMN (Undone, "decisions", NULL, COUNT, n),
  TNY_COLUMN (Undone, "tenant_name", NULL, TEXT, tenant_name),
  TNY_COLUMN_END
};

static gboolean
run_undo (TnyCli *cli, GError **error)
{
  TnyUndone undone = { 0 };
  g_autoptr(TnyReader) reader = tny_store_borrow (cli->store, error);
  g_autofree char *sentence = NULL;
  gint64 batch = 0;
  gboolean ok;

  if (reader == NULL || !tny_matching_last_batch (reader, &batch, error))
    return FALSE;
  g_clear_pointer (&reader, tny_reader_return);
  if (batch == 0)
    {
      g_set_error_literal (error, TNY_ERROR, TNY_ERROR_NOTHING_DONE,
                           _("There is nothing left to undo. A tenant that is matched or ignored is made "
                             "undecided by “match revert TENANT”"));
      return FALSE;
    }
  if (!tny_matching_undo (cli->store, batch, &undone, error))
    return FALSE;
  weigh_others (cli);

  Undone line = { batch, undone.n, undone.subject_name };

  sentence = undone.n == 1
    ? g_strdup_printf (_("Took back the decision about “%s”."), undone.subject_name)
    : g_strdup_printf (ngettext ("Took back %u decision.", "Took back %u decisions.", undone.n),
                       undone.n);
  ok = tny_cli_result (cli, undone_columns, &line, sentence, error);
  tny_undone_clear (&undone);

  return ok;
}

const TnyCommand tny_command_match_undo = {
  "match undo", "", 0, 0, N_("Take back the last decision, or the last batch of them"),
  TNY_OPENS_WRITE, TNY_DRY_COPY, NULL, run_undo
};
