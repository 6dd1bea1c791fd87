/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-keyring-ask.h"

#include <glib/gi18n-lib.h>

#include "tny-ask.h"
#include "tny-error.h"
#include "tny-error-show.h"
#include "tny-shell.h"

static gboolean
unlock_func (TnyJob *job, gpointer session, GCancellable *cancellable, GError **error)
{
  return tny_keyring_unlock (tny_session_get_keyring (session), cancellable, error);
}

static void
unlocked_cb (TnyJob *job, gboolean ok, GTask *task)
{
  GtkWidget *from = g_task_get_source_object (task);

  if (!ok && gtk_widget_get_root (from) != NULL)
    tny_error_show (from, tny_job_get_error (job));
  g_task_return_boolean (task, ok);
  g_object_unref (task);
}

static void
answered_cb (GObject *from, GAsyncResult *result, gpointer data)
{
  GTask *task = data;
  TnySession *session = g_task_get_task_data (task);
  g_autofree char *answer = tny_ask_finish (result);

  if (g_str_equal (answer, "unlock"))
    {
      g_autoptr(TnyJob) job = tny_job_new (unlock_func, g_object_ref (session), g_object_unref);

      g_signal_connect (job, "finished", G_CALLBACK (unlocked_cb), task);
      tny_job_start (job);
      return;
    }

  if (g_str_equal (answer, "memory"))
    tny_session_keep_secrets_in_memory (session);
  g_task_return_boolean (task, g_str_equal (answer, "memory") || g_str_equal (answer, "again"));
  g_object_unref (task);
}

/* Both end at the prompt of the desktop: for the password, or for a new one. */
static gboolean
can_unlock (const GError *error)
{
  return g_error_matches (error, TNY_ERROR, TNY_ERROR_KEYRING_LOCKED)
         || g_error_matches (error, TNY_ERROR, TNY_ERROR_KEYRING_NOT_MADE);
}

gboolean
tny_keyring_ask_helps (const GError *error)
{
  return can_unlock (error) || g_error_matches (error, TNY_ERROR, TNY_ERROR_KEYRING_ABSENT);
}

void
tny_keyring_ask_async (GtkWidget *from, TnySession *session, const GError *error,
                       GAsyncReadyCallback callback, gpointer data)
{
  g_return_if_fail (GTK_IS_WIDGET (from));
  g_return_if_fail (tny_keyring_ask_helps (error));

  gboolean locked = can_unlock (error);
  const TnyRemedy *remedy = tny_remedy_for (error);
  GTask *task = g_task_new (from, NULL, callback, data);
  TnyQuestion question = {
    .heading = _(remedy->headline),
    .body = remedy->code == TNY_ERROR_KEYRING_NOT_MADE
            ? _("Your desktop asks for a password for a new keyring. Nothing was written anywhere else.")
            : locked
            ? _("Your desktop asks for its password. Nothing was written anywhere else.")
            : _("Install and start a Secret Service such as GNOME Keyring, then try again. Or keep "
                "secrets in memory until you quit: they are never written to a file."),
    .answers = { { "cancel", _("_Cancel"), ADW_RESPONSE_DEFAULT },
                 { locked ? "unlock" : "memory",
                   locked ? _("_Unlock") : _("_Keep Until I Quit"),
                   locked ? ADW_RESPONSE_SUGGESTED : ADW_RESPONSE_DEFAULT },
                 { locked ? NULL : "again", _("_Try Again"), ADW_RESPONSE_SUGGESTED } },
    .preferred = locked ? "unlock" : "again",
    .cancel = "cancel",
  };

  g_task_set_task_data (task, g_object_ref (session), g_object_unref);
  tny_sayf (from, "%s.", _(remedy->headline));
  tny_ask_async (from, &question, answered_cb, task);
}

gboolean
tny_keyring_ask_finish (GAsyncResult *result)
{
  g_return_val_if_fail (G_IS_TASK (result), FALSE);

  return g_task_propagate_boolean (G_TASK (result), NULL);
}
