/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <gio/gunixinputstream.h>
#include <glib/gi18n-lib.h>

#include "tny-cli.h"

/* The flow is asynchronous and lives in one main context: this thread gets its own and turns it
 * until the flow has ended. */
typedef struct
{
  TnyCli           *cli;
  TnySignIn        *flow;
  GCancellable     *over;        /* ends reading pasted addresses */
  gboolean          link_is_result;
  gboolean          done;
  TnySignInResult  *result;
  GError           *error;
} Wait;

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
show_link (const Wait *wait, const char *link, GError **error)
{
  TnyCli *cli = wait->cli;
  g_autoptr(GError) failure = NULL;

  if (tny_cli_has (cli, "print-link"))
    {
      g_autofree char *line = g_strconcat (link, "\n", NULL);

      tny_cli_say (cli, _("Open the link in a browser on this computer. Waiting for 15 minutes at "
                          "most."));
      if (cli->json && !wait->link_is_result)   /* the object stays alone on stdout */
        {
          fputs (line, stderr);
          return TRUE;
        }
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
  shown = show_link (wait, link, error);
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

/* Turns a context of its own until the flow has ended. */
TnySignInResult *
tny_cli_sign_in (TnyCli *cli, TnySignIn *flow, gboolean link_is_result, GError **error)
{
  g_autoptr(GMainContext) context = g_main_context_ref_thread_default ();
  g_autoptr(GCancellable) over = g_cancellable_new ();
  Wait wait = { .cli = cli, .flow = flow, .over = over,
                .link_is_result = link_is_result };

  if (!wait_for_flow (&wait, context, tny_cli_has (cli, "query"), error))
    g_clear_pointer (&wait.result, tny_sign_in_result_free);
  g_clear_error (&wait.error);

  return wait.result;
}
