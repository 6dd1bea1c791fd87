/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "tny-cli.h"
#include "tny-commands.h"
#include "tny-permission.h"

/* setup apply, setup undo: the administrator signs in, sees every call, confirms, and sees it done. */

static const char *const states[] = { "needed", "done", "failed" };

typedef struct { const char *state, *method, *path, *words; } Line;

static const TnyColumn line_columns[] = {
  TNY_COLUMN (Line, "state", N_("State"), TEXT, state),
  TNY_COLUMN (Line, "method", N_("Call"), TEXT, method),
  TNY_COLUMN (Line, "path", N_("Address"), TEXT, path),
  TNY_COLUMN (Line, "words", N_("What it changes"), TEXT, words),
  TNY_COLUMN_END
};

typedef struct
{
  const char *tenant_id, *tenant_name, *client_id, *account;
  gint64      connection_id;
  GPtrArray  *effects;
  char      **notes;
} Report;

static const TnyColumn report_columns[] = {
  TNY_COLUMN (Report, "tenant_id", NULL, TEXT, tenant_id),
  TNY_COLUMN (Report, "tenant_name", NULL, TEXT, tenant_name),
  TNY_COLUMN (Report, "client_id", NULL, TEXT, client_id),
  TNY_COLUMN (Report, "account", NULL, TEXT, account),
  TNY_COLUMN (Report, "connection_id", NULL, ID, connection_id),
  TNY_COLUMN_ROWS (Report, "effects", effects, line_columns),
  TNY_COLUMN (Report, "notes", NULL, TEXTS, notes),
  TNY_COLUMN_END
};

static gboolean
print (TnyCli *cli, const TnyProvisionResult *result, const char *sentence, GError **error)
{
  g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(GPtrArray) notes = g_ptr_array_new ();
  Report report = {
    result->tenant_id, result->tenant_name, result->client_id, result->account_name,
    result->connection_id, lines, NULL
  };

  for (guint i = 0; i < result->effects->len; i++)
    {
      const TnyEffect *effect = result->effects->pdata[i];
      Line line = { states[effect->state], effect->method, effect->path, effect->words };

      g_ptr_array_add (lines, g_memdup2 (&line, sizeof line));
    }
  for (guint i = 0; i < result->notes->len; i++)
    g_ptr_array_add (notes, result->notes->pdata[i]);
  g_ptr_array_add (notes, NULL);
  report.notes = (char **) notes->pdata;

  return tny_cli_result (cli, report_columns, &report, sentence, error);
}

/* The list of effects, for the person who is about to confirm. */
static void
show (TnyCli *cli, const TnyProvisionResult *result)
{
  for (guint i = 0; i < result->effects->len; i++)
    {
      const TnyEffect *effect = result->effects->pdata[i];

      tny_cli_say (cli, "%2u. %s", i + 1, effect->words);
      if (effect->method != NULL)
        tny_cli_say (cli, "    %s %s", effect->method, effect->path);
    }
  for (guint i = 0; i < result->notes->len; i++)
    tny_cli_say (cli, _("Note: %s"), (char *) result->notes->pdata[i]);
}

/* In the worker, which is this thread. */
static void
say_call (const TnyEffect *effect, const char *method, const char *path, gboolean done, gpointer cli)
{
  if (!done && method != NULL)
    tny_cli_say (cli, "%s %s", method, path);
}

static TnyAdmin *
sign_in (TnyCli *cli, const TnyProvisionOptions *options, GError **error)
{
  g_autoptr(TnySignIn) flow = tny_session_new_admin_sign_in (cli->session, options,
                                                             tny_cli_has (cli, "query"),
                                                             cli->cancellable, error);
  g_autoptr(TnySignInResult) result = NULL;
  g_autofree char *who = NULL;

  if (flow == NULL)
    return NULL;
  tny_cli_say (cli, _("Sign in as an administrator. Microsoft's page names “%s”: the client that "
                      "Microsoft's own PowerShell uses, because there is no application of yours yet. Its "
                      "token stays in memory and is dropped at the end."), TNY_PROVISION_CLIENT_NAME);
  result = tny_cli_sign_in (cli, flow, FALSE, error);
  if (result == NULL)
    return NULL;
  tny_cli_say (cli, _("Signed in as %s."), result->user_name != NULL ? result->user_name
                                                                    : result->object_id);

  return tny_admin_new (result);
}

typedef TnyJob * (*NewJob) (TnyCli *cli, TnyAdmin *admin, const TnyProvisionOptions *options,
                            gboolean apply);

static TnyJob *
new_apply (TnyCli *cli, TnyAdmin *admin, const TnyProvisionOptions *options, gboolean apply)
{
  return tny_session_new_provision (cli->session, admin, options, apply, say_call, cli);
}

static TnyJob *
new_undo (TnyCli *cli, TnyAdmin *admin, const TnyProvisionOptions *options, gboolean apply)
{
  return tny_session_new_provision_undo (cli->session, admin, apply, say_call, cli);
}

static gboolean
run (TnyCli *cli, const TnyProvisionOptions *options, NewJob new_job, const char *question,
     const char *finished, GError **error)
{
  g_autoptr(TnyAdmin) admin = sign_in (cli, options, error);
  g_autoptr(TnyJob) look = NULL, apply = NULL;
  TnyProvisionResult *plan;

  if (admin == NULL)
    return FALSE;
  look = new_job (cli, admin, options, FALSE);
  if (!tny_cli_run_job (cli, look, error))
    return FALSE;
  plan = tny_job_get_result (look);
  show (cli, plan);
  if (cli->dry_run)
    return print (cli, plan, _("Nothing was changed."), error);
  if (plan->effects->len == 0)
    return print (cli, plan, _("Everything is there already: nothing to do."), error);
  if (!tny_cli_confirm (cli, question, plan->tenant_name, error))
    return FALSE;
  apply = new_job (cli, admin, options, TRUE);

  return tny_cli_run_job (cli, apply, error) &&
         print (cli, tny_job_get_result (apply), finished, error);
}

/* The flow and the command share a context of their own. */
static gboolean
run_in_context (TnyCli *cli, const TnyProvisionOptions *options, NewJob new_job, const char *question,
                const char *finished, GError **error)
{
  g_autoptr(GMainContext) context = g_main_context_new ();
  gboolean ok;

  g_main_context_push_thread_default (context);
  ok = run (cli, options, new_job, question, finished, error);
  while (g_main_context_iteration (context, FALSE))
    ;
  g_main_context_pop_thread_default (context);

  return ok;
}

static gboolean
run_apply (TnyCli *cli, GError **error)
{
  const char *reach = tny_cli_value (cli, "reach");
  TnyProvisionOptions options = {
    .reach = reach != NULL ? reach : "gdap", .published = tny_cli_has (cli, "published"),
    .account = tny_cli_value (cli, "account"), .app = tny_cli_value (cli, "app"),
  };

  if (!g_strv_contains ((const char *[]) { "gdap", "dap", "direct", NULL }, options.reach))
    return tny_refuse (error, _("--reach is gdap, dap or direct"));
  if (!tny_cli_features (cli, &options.features, error))
    return FALSE;

  return run_in_context (cli, &options, new_apply, _("This changes the directory, as listed."),
                         _("It is set up. “tenantryctl sign-in” signs the service account in; "
                           "“tenantryctl consent preview” shows which customers still have to consent."),
                         error);
}

#define SIGN_IN_OPTIONS \
  { "print-link", NULL, N_("Print the link instead of opening a browser, then wait") }, \
  { "query", NULL, N_("Another way back: in the address, which can then be pasted here") }, \
  { "confirm", N_("NAME"), N_("The directory's exact name, instead of being asked") }

static const TnyOption apply_options[] = {
  { "reach", N_("WAY"), N_("gdap (default), dap or direct") },
  { "for", N_("FEATURE"),
    N_("Only what this needs: users, mailboxes, licences …; may be given several times"), TRUE },
  { "published", NULL, N_("The permissions that IT Glue asks for, instead of as few as possible") },
  { "account", N_("USER"), N_("The service account, a member of AdminAgents; default: who signs in") },
  { "app", N_("ID"), N_("This registration, where there are several of ours") },
  SIGN_IN_OPTIONS,
  { NULL }
};

const TnyCommand tny_command_setup_apply = {
  "setup apply", "", 0, 0, N_("Let an administrator's sign-in set everything up"),
  TNY_OPENS_WRITE, TNY_DRY_PLAN, apply_options, run_apply
};

static gboolean
run_undo (TnyCli *cli, GError **error)
{
  const TnyProvisionOptions options = { "gdap", .published = TRUE };
  gboolean can = FALSE;

  if (!tny_provision_can_undo (cli->store, &can, error))
    return FALSE;
  if (!can)
    {
      g_set_error (error, TNY_ERROR, TNY_ERROR_NOTHING_DONE,
                   _("Nothing was set up from here that could be undone"));
      return FALSE;
    }

  return run_in_context (cli, &options, new_undo,
                         _("This deletes in the directory what was set up from here, as listed."),
                         _("What was set up from here is deleted."), error);
}

static const TnyOption undo_options[] = {
  SIGN_IN_OPTIONS,
  { NULL }
};

const TnyCommand tny_command_setup_undo = {
  "setup undo", "", 0, 0, N_("Delete exactly what “setup apply” has made"),
  TNY_OPENS_WRITE, TNY_DRY_PLAN, undo_options, run_undo
};
