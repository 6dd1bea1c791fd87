/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "tny-check.h"
#include "tny-cli.h"
#include "tny-commands.h"

typedef struct
{
  char     *connection, *tenant_id, *account, *account_id;
  int       mfa;
} Signed;

static const TnyColumn columns[] = {
  TNY_COLUMN (Signed, "connection", NULL, TEXT, connection),
  TNY_COLUMN (Signed, "tenant_id", NULL, TEXT, tenant_id),
  TNY_COLUMN (Signed, "account", NULL, TEXT, account),
  TNY_COLUMN (Signed, "account_id", NULL, TEXT, account_id),
  TNY_COLUMN (Signed, "account_mfa", NULL, ANSWER, mfa),
  TNY_COLUMN_END
};

/* The account of the first sign-in may have been the wrong one: who signs in on purpose as another
 * reads how that is said. */
static gboolean
keep (TnyCli *cli, const TnyConnection *connection, const TnySignInResult *result, GError **error)
{
  g_autoptr(GError) failure = NULL;

  if (tny_session_keep_sign_in (cli->session, connection->id, result,
                                tny_cli_has (cli, "other-account"), cli->cancellable, &failure))
    return TRUE;

  if (g_error_matches (failure, TNY_ERROR, TNY_ERROR_WRONG_ACCOUNT))
    {
      cli->advice = _("Nothing was stored. Sign in with the account of the connection, or, if this one is "
                      "the right one from now on, sign in again with --other-account.");
      cli->command = "tenantryctl sign-in CONNECTION --other-account";
    }
  g_propagate_error (error, g_steal_pointer (&failure));

  return FALSE;
}

static void
warn_of (TnyCli *cli, const TnyCheck *check)
{
  if (check->remedy != NULL && check->state == TNY_CHECK_FAIL)
    /* translators: what is wrong, then what to do: both are sentences */
    tny_cli_say (cli, _("Warning: %s %s"), check->claim, check->remedy);
  else
    tny_cli_say (cli, "%s", check->claim);
}

/* What Microsoft says about the connection now: how many tenants it sees, whether reports show names, and
 * what is wrong with it. The sign-in is kept whatever comes of it. */
static void
tell_first_look (TnyCli *cli, const TnyConnection *connection)
{
  g_autoptr(TnyJob) job = tny_session_new_first_look (cli->session, connection->id);
  g_autoptr(GError) error = NULL;
  GPtrArray *checks;

  if (!tny_cli_run_job (cli, job, &error))
    {
      if (!tny_error_cancelled (error))
        tny_cli_say (cli, _("The connection could not be checked: %s."), _(tny_remedy_for (error)->headline));
      return;
    }
  checks = tny_job_get_result (job);
  for (guint i = 0; i < checks->len; i++)
    {
      const TnyCheck *check = checks->pdata[i];
      gboolean wanted = g_str_equal (check->id, "tenants") || g_str_equal (check->id, "reports");

      /* of the second factor the sign-in itself has told */
      if (check->area == TNY_CHECK_CONNECTION && !g_str_equal (check->id, "mfa") &&
          check->state != TNY_CHECK_NOT_NEEDED && (wanted || check->state != TNY_CHECK_PASS))
        warn_of (cli, check);
    }
}

static gboolean
sign_in (TnyCli *cli, const TnyConnection *connection, GError **error)
{
  g_autoptr(TnySignIn) flow = tny_session_new_sign_in (cli->session, connection->id,
                                                       tny_cli_has (cli, "query"), cli->cancellable,
                                                       error);
  g_autoptr(TnySignInResult) result = flow != NULL ? tny_cli_sign_in (cli, flow, TRUE, error) : NULL;

  if (result == NULL || !keep (cli, connection, result, error))
    return FALSE;

  Signed signed_in = {
    connection->name, result->tenant_id, result->user_name, result->object_id,
    result->mfa == TNY_MFA_YES ? 1 : result->mfa == TNY_MFA_NO ? 0 : -1
  };
  g_autofree char *sentence = g_strdup_printf (_("“%s” is signed in as %s."), connection->name,
                                               result->user_name != NULL ? result->user_name
                                                                         : result->object_id);

  if (result->mfa == TNY_MFA_NO)
    tny_cli_say (cli, _("Warning: this sign-in used no multifactor authentication. Customer tenants "
                        "refuse it: set it up for the account, then sign in again."));
  tell_first_look (cli, connection);
  /* The link is the only line on stdout then. */
  if (tny_cli_has (cli, "print-link"))
    {
      tny_cli_say (cli, "%s", sentence);
      return TRUE;
    }

  return tny_cli_result (cli, columns, &signed_in, sentence, error);
}

static gboolean
run_sign_in (TnyCli *cli, GError **error)
{
  g_autoptr(TnyConnection) connection =
    tny_session_find_connection (cli->session, tny_cli_argument (cli, 0), error);
  g_autoptr(GMainContext) context = NULL;
  gboolean ok;

  if (connection == NULL)
    return FALSE;

  context = g_main_context_new ();
  g_main_context_push_thread_default (context);
  ok = sign_in (cli, connection, error);
  /* what the flow still has to say to its context is said now */
  while (g_main_context_iteration (context, FALSE))
    ;
  g_main_context_pop_thread_default (context);

  return ok;
}

static const TnyOption options[] = {
  { "print-link", NULL, N_("Print the link instead of opening a browser, then wait") },
  { "query", NULL, N_("Another way back: in the address, which can then be pasted here") },
  { "other-account", NULL, N_("Accept another account than the one that signed in before") },
  { NULL }
};

const TnyCommand tny_command_sign_in = {
  "sign-in", "[CONNECTION]", 0, 1, N_("Sign in through the browser"),
  TNY_OPENS_WRITE, TNY_DRY_NOT, options, run_sign_in
};
