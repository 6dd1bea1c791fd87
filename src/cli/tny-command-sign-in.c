/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>
#include <unistd.h>

#include <gio/gunixinputstream.h>
#include <glib/gi18n-lib.h>

#include "tny-cli.h"
#include "tny-commands.h"

/* The flow is asynchronous and lives in one main context: this thread gets its own and turns it
 * until the flow has ended. */
typedef struct
{
  TnyCli           *cli;
  TnySignIn        *flow;
  GCancellable     *over;        /* ends reading pasted addresses */
  gboolean          done;
  TnySignInResult  *result;
  GError           *error;
} Wait;

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

static void
waited_cb (GObject *flow, GAsyncResult *result, gpointer data)
{
  Wait *wait = data;

  wait->result = tny_sign_in_wait_finish (wait->flow, result, &wait->error);
  wait->done = TRUE;
}

/* A pasted line that is not the address of this flow is said, and the next one is read. */
static void
line_cb (GObject *stream, GAsyncResult *result, gpointer data)
{
  Wait *wait = data;
  GDataInputStream *lines = G_DATA_INPUT_STREAM (stream);
  g_autofree char *line = g_data_input_stream_read_line_finish_utf8 (lines, result, NULL, NULL);
  g_autoptr(GError) error = NULL;

  if (line == NULL || g_cancellable_is_cancelled (wait->over))
    return;

  g_strstrip (line);
  if (*line != '\0' && !tny_sign_in_take_address (wait->flow, line, &error))
    tny_cli_say (wait->cli, "%s", error->message);
  g_data_input_stream_read_line_async (lines, G_PRIORITY_DEFAULT, wait->over, line_cb, wait);
}

static gboolean
show_link (TnyCli *cli, const char *link, GError **error)
{
  g_autoptr(GError) failure = NULL;

  if (tny_cli_has (cli, "print-link"))
    {
      g_autofree char *line = g_strconcat (link, "\n", NULL);

      tny_cli_say (cli, _("Open the link in a browser on this computer. Waiting for 15 minutes at "
                          "most."));
      cli->printed = TRUE;      /* the only line on stdout, whatever follows */
      return tny_output_write (line, strlen (line), error);
    }

  if (g_app_info_launch_default_for_uri (link, NULL, &failure))
    {
      tny_cli_say (cli, _("Sign in in the browser window. Waiting for 15 minutes at most."));
      return TRUE;
    }
  g_set_error (error, TNY_ERROR, TNY_ERROR_BROWSER,
               _("%s. “sign-in --print-link” prints the link instead"), failure->message);

  return FALSE;
}

static gboolean
wait_for_flow (Wait *wait, GMainContext *context, gboolean query, GError **error)
{
  g_autoptr(GDataInputStream) lines = NULL;
  const char *link = tny_sign_in_start (wait->flow, error);
  gboolean shown;

  if (link == NULL)
    return FALSE;

  tny_sign_in_wait_async (wait->flow, wait->cli->cancellable, waited_cb, wait);
  shown = show_link (wait->cli, link, error);
  if (!shown)
    tny_sign_in_cancel (wait->flow);
  else if (query)
    {
      g_autoptr(GInputStream) input = g_unix_input_stream_new (STDIN_FILENO, FALSE);

      tny_cli_say (wait->cli, _("If the browser stops at an address that starts with "
                                "http://localhost, paste that address here."));
      lines = g_data_input_stream_new (input);
      g_data_input_stream_read_line_async (lines, G_PRIORITY_DEFAULT, wait->over, line_cb, wait);
    }
  while (!wait->done)
    g_main_context_iteration (context, TRUE);
  g_cancellable_cancel (wait->over);
  while (lines != NULL && g_input_stream_has_pending (G_INPUT_STREAM (lines)))
    g_main_context_iteration (context, TRUE);

  if (!shown)
    return FALSE;
  if (wait->result == NULL)
    g_propagate_error (error, g_steal_pointer (&wait->error));

  return wait->result != NULL;
}

static gboolean
sign_in (TnyCli *cli, const TnyConnection *connection, GMainContext *context, GError **error)
{
  gboolean query = tny_cli_has (cli, "query");
  g_autoptr(TnySignIn) flow = tny_session_new_sign_in (cli->session, connection->id, query,
                                                       cli->cancellable, error);
  g_autoptr(GCancellable) over = g_cancellable_new ();
  Wait wait = { .cli = cli, .flow = flow, .over = over };
  g_autoptr(TnySignInResult) result = NULL;
  gboolean ok;

  if (flow == NULL)
    return FALSE;

  ok = wait_for_flow (&wait, context, query, error);
  g_clear_error (&wait.error);
  result = wait.result;
  if (!ok || !tny_session_keep_sign_in (cli->session, connection->id, result,
                                        tny_cli_has (cli, "other-account"), cli->cancellable,
                                        error))
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
  ok = sign_in (cli, connection, context, error);
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
