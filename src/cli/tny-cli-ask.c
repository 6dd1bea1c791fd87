/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>

#include "tny-cli.h"
#include "tny-text.h"

gboolean
tny_cli_can_ask (TnyCli *cli)
{
  return !cli->json && isatty (STDIN_FILENO) && isatty (STDERR_FILENO);
}

gboolean
tny_cli_wait_input (TnyCli *cli, int fd)
{
  GPollFD fds[2] = { { fd, G_IO_IN | G_IO_HUP | G_IO_ERR, 0 } };
  gboolean pollable = g_cancellable_make_pollfd (cli->cancellable, &fds[1]);

  while (g_poll (fds, pollable ? 2 : 1, -1) < 0 && errno == EINTR)
    ;
  if (pollable)
    g_cancellable_release_fd (cli->cancellable);

  return !g_cancellable_is_cancelled (cli->cancellable);
}

/* NULL at the end of input and when cancelled. A terminal hands over a line at a time. */
static char *
ask_line (TnyCli *cli, const char *question)
{
  char answer[1024];
  gssize n;

  fprintf (stderr, "%s ", question);
  fflush (stderr);
  if (!tny_cli_wait_input (cli, STDIN_FILENO))
    {
      fputc ('\n', stderr);
      return NULL;
    }
  n = read (STDIN_FILENO, answer, sizeof answer - 1);
  if (n <= 0)
    return NULL;
  answer[n] = '\0';

  return g_strdup (g_strstrip (answer));
}

gboolean
tny_cli_ask (TnyCli *cli, const char *question)
{
  g_autofree char *shown = tny_text_one_line (question, 512), *answer = NULL;

  if (!tny_cli_can_ask (cli))
    return FALSE;

  answer = ask_line (cli, shown);
  /* translators: the letters that mean yes at a [y/N] question, the first one is shown */
  return answer != NULL &&
         (g_ascii_strcasecmp (answer, "y") == 0 || g_ascii_strcasecmp (answer, "yes") == 0 ||
          strcmp (answer, _("y")) == 0);
}

gboolean
tny_cli_agrees (TnyCli *cli, const char *option, GError **error)
{
  g_autofree char *question = NULL;

  if (!g_error_matches (*error, TNY_ERROR, TNY_ERROR_DECISION))
    return FALSE;
  question = g_strdup_printf (_("%s. Do it all the same? [y/N]"), (*error)->message);
  if (tny_cli_ask (cli, question))
    {
      g_clear_error (error);
      return TRUE;
    }
  g_autofree char *hint = g_strdup_printf (_(" (--%s does it all the same)"), option);
  g_autofree char *message = g_strconcat ((*error)->message, hint, NULL);

  g_free ((*error)->message);
  (*error)->message = g_steal_pointer (&message);

  return FALSE;
}

gboolean
tny_cli_confirm (TnyCli *cli, const char *what, const char *name, GError **error)
{
  const char *given = tny_cli_value (cli, "confirm");
  g_autofree char *shown = tny_text_one_line (name, 256), *answer = NULL;

  if (given != NULL)
    {
      if (strcmp (given, name) == 0)
        return TRUE;
      return tny_refuse (error, _("--confirm must be exactly “%s”"), shown);
    }
  if (tny_cli_can_ask (cli))
    {
      g_autofree char *question = g_strdup_printf (_("%s Type “%s” to go on:"), what, shown);

      answer = ask_line (cli, question);
      if (answer != NULL && strcmp (answer, name) == 0)
        return TRUE;
      if (!g_cancellable_set_error_if_cancelled (cli->cancellable, error))
        g_set_error (error, TNY_ERROR, TNY_ERROR_DECISION, _("It was not confirmed"));
      return FALSE;
    }

  g_set_error (error, TNY_ERROR, TNY_ERROR_DECISION, _("%s Confirm with --confirm “%s”"), what,
               shown);
  return FALSE;
}
