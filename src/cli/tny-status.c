/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-status.h"

#include <stdio.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>

#include "tny-clock.h"
#include "tny-text.h"

#define PLAIN_EVERY_USEC (5 * G_USEC_PER_SEC)

static struct
{
  GMutex    lock;          /* guards the rest and stderr */
  TnyJob   *job;
  gboolean  quiet, terminal;
  gboolean  on_line;       /* a progress line stands on the terminal */
  char     *phase;         /* what the last plain line said */
  gint64    printed_at;    /* boot time */
} status;

void
tny_status_init (gboolean quiet)
{
  status.quiet = quiet;
  status.terminal = isatty (STDERR_FILENO);
}

void
tny_status_show (TnyJob *job)
{
  g_mutex_lock (&status.lock);
  g_set_object (&status.job, job);
  g_clear_pointer (&status.phase, g_free);
  status.printed_at = 0;
  g_mutex_unlock (&status.lock);
}

static void
clear_line (void)
{
  if (status.on_line)
    fputs ("\r\033[K", stderr);
  status.on_line = FALSE;
}

static guint
terminal_width (void)
{
  struct winsize size;

  return ioctl (STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 10 ? size.ws_col - 1 : 79;
}

static char *
progress_text (const TnyProgress *progress)
{
  g_autoptr(GString) text = g_string_new (progress->phase);

  if (progress->detail != NULL && *progress->detail != '\0')
    g_string_append_printf (text, "%s%s", text->len > 0 ? " · " : "", progress->detail);
  if (progress->total > 0)
    g_string_append_printf (text, " · %" G_GUINT64_FORMAT "/%" G_GUINT64_FORMAT, progress->done,
                            progress->total);
  if (progress->left_usec > 0)
    {
      gulong minutes = (gulong) (progress->left_usec / (60 * G_USEC_PER_SEC)) + 1;

      g_string_append (text, " · ");
      g_string_append_printf (text, ngettext ("about %lu minute left", "about %lu minutes left",
                                              minutes), minutes);
    }

  return tny_text_one_line (text->str, status.terminal ? terminal_width () : 256);
}

void
tny_status_tick (void)
{
  g_auto(TnyProgress) progress = { 0 };
  g_autofree char *text = NULL;
  gint64 now = tny_clock_boot (NULL);

  g_mutex_lock (&status.lock);
  if (status.job != NULL && !status.quiet)
    {
      tny_job_get_progress (status.job, &progress);
      text = progress_text (&progress);
      if (*text != '\0' && status.terminal)
        {
          fprintf (stderr, "\r%s\033[K", text);
          fflush (stderr);
          status.on_line = TRUE;
        }
      else if (*text != '\0' && (g_strcmp0 (progress.phase, status.phase) != 0 ||
                                 now - status.printed_at >= PLAIN_EVERY_USEC))
        {
          fprintf (stderr, "%s\n", text);
          g_free (status.phase);
          status.phase = g_strdup (progress.phase);
          status.printed_at = now;
        }
    }
  g_mutex_unlock (&status.lock);
}

void
tny_status_print (const char *line)
{
  g_mutex_lock (&status.lock);
  clear_line ();
  fprintf (stderr, "%s\n", line);
  g_mutex_unlock (&status.lock);
}
