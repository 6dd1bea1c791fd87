/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-application.h"

#include <glib/gi18n-lib.h>

#include "tny-error.h"
#include "tny-error-show.h"
#include "tny-preferences-window.h"
#include "tny-session.h"

/* Preferences, and what they let happen to everything: another database in the place of this one, or none. */

static void
restore_cb (GtkWidget *window, const char *path, TnyApplication *self)
{
  tny_application_replace_data (self, path);
}

/* Secrets first: records without them can do no harm, the other way round could. */
static gboolean
forget_func (TnyJob *job, gpointer session, GCancellable *cancellable, GError **error)
{
  g_autoptr(GPtrArray) list = tny_session_list_connections (session, error);

  for (guint i = 0; list != NULL && i < list->len; i++)
    if (!tny_session_remove_connection (session, ((TnyConnection *) list->pdata[i])->id, TRUE, cancellable,
                                        error))
      return FALSE;

  return list != NULL;
}

static void
forgotten_cb (TnyJob *job, gboolean ok, TnyApplication *self)
{
  if (tny_application_get_window (self) == NULL)
    return;
  if (ok)
    tny_application_replace_data (self, NULL);
  else if (!tny_error_cancelled (tny_job_get_error (job)))
    tny_error_show (GTK_WIDGET (tny_application_get_window (self)), tny_job_get_error (job));
}

static void
delete_all_cb (GtkWidget *window, TnyApplication *self)
{
  TnySession *session = tny_application_get_session (self);
  g_autoptr(TnyJob) job = tny_job_new (forget_func, g_object_ref (session), g_object_unref);

  g_signal_connect_object (job, "finished", G_CALLBACK (forgotten_cb), self, 0);
  tny_job_start (job);
}

static void
preferences_action (GSimpleAction *action, GVariant *parameter, gpointer app)
{
  TnySession *session = tny_application_get_session (app);
  GtkWidget *window;

  if (session == NULL || !tny_session_is_open (session) || tny_application_get_window (app) == NULL)
    return;
  window = tny_preferences_window_present (GTK_WINDOW (tny_application_get_window (app)), session);
  g_signal_connect_object (window, "restore", G_CALLBACK (restore_cb), app, 0);
  g_signal_connect_object (window, "delete-all", G_CALLBACK (delete_all_cb), app, 0);
}

void
tny_application_add_preferences_action (TnyApplication *self)
{
  static const GActionEntry entry = { .name = "preferences", .activate = preferences_action };

  g_action_map_add_action_entries (G_ACTION_MAP (self), &entry, 1, self);
}
