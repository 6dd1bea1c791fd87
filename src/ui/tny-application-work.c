/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-application.h"

#include <glib/gi18n-lib.h>

#include "tny-ask.h"
#include "tny-error.h"
#include "tny-error-show.h"
#include "tny-import-window.h"
#include "tny-session.h"
#include "tny-setup-window.h"
#include "tny-sync-settings-window.h"

/* The actions that start work. Those ending in -one take the id of a connection; the plain ones, which
 * the remedy table names, take the connection that needs it. */

/* Helpers */

static TnySession *
open_session (gpointer app)
{
  TnySession *session = tny_application_get_session (app);

  return session != NULL && tny_session_is_open (session) ? session : NULL;
}

/* The connection that wants a sign-in, else the first; 0 when there is none. */
static gint64
connection_in_need (TnySession *session)
{
  g_autoptr(GPtrArray) list = tny_session_list_connections (session, NULL);

  for (guint i = 0; list != NULL && i < list->len; i++)
    {
      const TnyConnection *connection = list->pdata[i];

      if (!g_str_equal (connection->sign_in_state, "ok"))
        return connection->id;
    }

  return list != NULL && list->len > 0 ? ((TnyConnection *) list->pdata[0])->id : 0;
}

static void
set_up (gpointer app, gint64 connection_id, TnySetupStep step)
{
  TnySession *session = open_session (app);

  if (session != NULL)
    tny_setup_window_present (GTK_WINDOW (tny_application_get_window (app)), session, connection_id, step);
}

static void
start_sync (gpointer app, gint64 connection_id)
{
  TnySession *session = open_session (app);
  TnySyncRequest request = { .connection_id = connection_id, .trigger = "manual" };

  if (session != NULL && tny_session_start_sync (session, &request) == NULL)
    tny_say (GTK_WIDGET (tny_application_get_window (app)), _("This connection is syncing already."));
}

/* Actions */

static void
connect_action (GSimpleAction *action, GVariant *parameter, gpointer app)
{
  set_up (app, 0, TNY_STEP_CREDENTIALS);
}

static void
import_action (GSimpleAction *action, GVariant *parameter, gpointer app)
{
  TnySession *session = open_session (app);

  if (session != NULL)
    tny_import_window_present (GTK_WINDOW (tny_application_get_window (app)), session);
}

static void
sign_in_action (GSimpleAction *action, GVariant *parameter, gpointer app)
{
  TnySession *session = open_session (app);
  gint64 id = session != NULL ? connection_in_need (session) : 0;

  set_up (app, id, id != 0 ? TNY_STEP_SIGN_IN : TNY_STEP_CREDENTIALS);
}

static void
sign_in_one_action (GSimpleAction *action, GVariant *parameter, gpointer app)
{
  set_up (app, g_variant_get_int64 (parameter), TNY_STEP_SIGN_IN);
}

static void
edit_credentials_action (GSimpleAction *action, GVariant *parameter, gpointer app)
{
  TnySession *session = open_session (app);

  set_up (app, session != NULL ? connection_in_need (session) : 0, TNY_STEP_CREDENTIALS);
}

static void
edit_credentials_one_action (GSimpleAction *action, GVariant *parameter, gpointer app)
{
  set_up (app, g_variant_get_int64 (parameter), TNY_STEP_CREDENTIALS);
}

static void
sync_settings_one_action (GSimpleAction *action, GVariant *parameter, gpointer app)
{
  TnySession *session = open_session (app);
  g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, g_variant_get_int64 (parameter));
  g_autoptr(TnyConnection) row = session != NULL ? tny_session_find_connection (session, id, NULL) : NULL;

  if (row != NULL)
    tny_sync_settings_window_present (GTK_WINDOW (tny_application_get_window (app)), session, row->id, 0,
                                      row->name);
}

static void
sync_action (GSimpleAction *action, GVariant *parameter, gpointer app)
{
  TnySession *session = open_session (app);
  g_autoptr(GPtrArray) list = session != NULL ? tny_session_list_connections (session, NULL) : NULL;

  if (list != NULL && list->len == 0)
    tny_say (GTK_WIDGET (tny_application_get_window (app)), _("Nothing is connected yet that could be synced."));
  for (guint i = 0; list != NULL && i < list->len; i++)
    start_sync (app, ((TnyConnection *) list->pdata[i])->id);
}

static void
sync_one_action (GSimpleAction *action, GVariant *parameter, gpointer app)
{
  start_sync (app, g_variant_get_int64 (parameter));
}

static void
cancel_sync_one_action (GSimpleAction *action, GVariant *parameter, gpointer app)
{
  TnySession *session = open_session (app);
  TnyJob *job = session != NULL ? tny_session_get_sync (session, g_variant_get_int64 (parameter)) : NULL;

  if (job != NULL)
    tny_job_cancel (job);
}

static void
sync_logs_action (GSimpleAction *action, GVariant *parameter, gpointer app)
{
  if (open_session (app) != NULL)
    tny_window_show_page (tny_application_get_window (app), "logs", NULL);
}

static void
health_action (GSimpleAction *action, GVariant *parameter, gpointer app)
{
  if (open_session (app) != NULL)
    tny_window_show_page (tny_application_get_window (app), "health", NULL);
}

/* Work that a dialog or a menu starts: runs in a job, speaks through the window. */

typedef struct
{
  TnySession *session;
  gint64      connection_id;
  gboolean    flag;
} Work;

static void
work_free (gpointer data)
{
  Work *work = data;

  g_object_unref (work->session);
  g_free (work);
}

static gboolean
pause_func (TnyJob *job, gpointer data, GCancellable *cancellable, GError **error)
{
  Work *work = data;

  return tny_session_pause (work->session, work->connection_id, work->flag, error);
}

static gboolean
disconnect_func (TnyJob *job, gpointer data, GCancellable *cancellable, GError **error)
{
  Work *work = data;

  return tny_session_remove_connection (work->session, work->connection_id, work->flag, cancellable, error);
}

static gboolean
unlock_func (TnyJob *job, gpointer data, GCancellable *cancellable, GError **error)
{
  Work *work = data;

  return tny_keyring_unlock (tny_session_get_keyring (work->session), cancellable, error);
}

static void
done_cb (TnyJob *job, gboolean ok, GtkWidget *window)
{
  if (!ok && !tny_error_cancelled (tny_job_get_error (job)))
    tny_error_show (window, tny_job_get_error (job));
  else if (ok)
    tny_say (window, g_object_get_data (G_OBJECT (job), "said"));
}

static void
run_work (gpointer app, TnyJobFunc func, gint64 connection_id, gboolean flag, const char *said)
{
  TnySession *session = open_session (app);

  if (session == NULL)
    return;

  Work *work = g_new0 (Work, 1);

  work->session = g_object_ref (session);
  work->connection_id = connection_id;
  work->flag = flag;

  g_autoptr(TnyJob) job = tny_job_new (func, work, work_free);

  g_object_set_data_full (G_OBJECT (job), "said", g_strdup (said), g_free);
  g_signal_connect_object (job, "finished", G_CALLBACK (done_cb), tny_application_get_window (app), 0);
  tny_job_start (job);
}

static void
pause_one_action (GSimpleAction *action, GVariant *parameter, gpointer app)
{
  gint64 id;
  gboolean paused;

  g_variant_get (parameter, "(xb)", &id, &paused);
  run_work (app, pause_func, id, paused, paused ? _("Schedule paused.") : _("Schedule resumed."));
}

static void
unlock_keyring_action (GSimpleAction *action, GVariant *parameter, gpointer app)
{
  run_work (app, unlock_func, 0, FALSE, _("The keyring is unlocked."));
}

/* After unlocking, what the keyring kept from starting is started. */
static void
unlocked_cb (TnyJob *job, gboolean ok, TnyApplication *app)
{
  const gint64 *id = g_object_get_data (G_OBJECT (job), "connection-id");
  GtkWidget *window = GTK_WIDGET (tny_application_get_window (app));

  if (window == NULL)
    return;
  if (ok)
    start_sync (app, *id);
  else
    tny_error_show (window, tny_job_get_error (job));
}

static void
unlock_keyring_one_action (GSimpleAction *action, GVariant *parameter, gpointer app)
{
  TnySession *session = open_session (app);
  gint64 id = g_variant_get_int64 (parameter);

  if (session == NULL)
    return;

  Work *work = g_new0 (Work, 1);

  work->session = g_object_ref (session);

  g_autoptr(TnyJob) job = tny_job_new (unlock_func, work, work_free);

  g_object_set_data_full (G_OBJECT (job), "connection-id", g_memdup2 (&id, sizeof id), g_free);
  g_signal_connect_object (job, "finished", G_CALLBACK (unlocked_cb), app, 0);
  tny_job_start (job);
}

/* Nothing is in memory yet: the secret has to be entered once more. */
static void
keep_in_memory_one_action (GSimpleAction *action, GVariant *parameter, gpointer app)
{
  TnySession *session = open_session (app);

  if (session == NULL)
    return;
  tny_session_keep_secrets_in_memory (session);
  set_up (app, g_variant_get_int64 (parameter), TNY_STEP_CREDENTIALS);
}

typedef struct
{
  TnyApplication *app;
  gint64          connection_id;
} Disconnect;

static void
disconnect_asked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Disconnect *asked = data;
  g_autofree char *answer = tny_ask_finish (result);

  if (g_strcmp0 (answer, "keep") == 0)
    run_work (asked->app, disconnect_func, asked->connection_id, FALSE,
              _("Disconnected. What was synced stays."));
  else if (g_strcmp0 (answer, "delete") == 0)
    run_work (asked->app, disconnect_func, asked->connection_id, TRUE,
              _("Disconnected, and the synced data is deleted."));
  g_object_unref (asked->app);
  g_free (asked);
}

static void
disconnect_one_action (GSimpleAction *action, GVariant *parameter, gpointer app)
{
  Disconnect *asked = g_new0 (Disconnect, 1);
  TnyQuestion question = {
    .heading = _("Disconnect?"),
    .body = _("Secret and sign-in are removed from the keyring. Tenants, users and matching decisions can "
              "stay here or be deleted; organizations and contacts stay in any case.\n\n"
              "This does not remove the app’s rights in Microsoft. Remove or delete the app there if you no "
              "longer need it."),
    .answers = {
      { "cancel", _("_Cancel"), ADW_RESPONSE_DEFAULT },
      { "delete", _("_Delete Synced Data"), ADW_RESPONSE_DESTRUCTIVE },
      { "keep", _("_Keep Synced Data"), ADW_RESPONSE_DEFAULT },
    },
    .preferred = "cancel",
    .cancel = "cancel",
  };

  asked->app = g_object_ref (app);
  asked->connection_id = g_variant_get_int64 (parameter);
  tny_ask_async (GTK_WIDGET (tny_application_get_window (app)), &question, disconnect_asked_cb, asked);
}

void
tny_application_add_work_actions (TnyApplication *self)
{
  static const GActionEntry entries[] = {
    { .name = "connect", .activate = connect_action },
    { .name = "import", .activate = import_action },
    { .name = "sign-in", .activate = sign_in_action },
    { .name = "sign-in-one", .activate = sign_in_one_action, .parameter_type = "x" },
    { .name = "edit-credentials", .activate = edit_credentials_action },
    { .name = "edit-credentials-one", .activate = edit_credentials_one_action, .parameter_type = "x" },
    { .name = "sync-settings-one", .activate = sync_settings_one_action, .parameter_type = "x" },
    { .name = "sync", .activate = sync_action },
    { .name = "sync-one", .activate = sync_one_action, .parameter_type = "x" },
    { .name = "cancel-sync-one", .activate = cancel_sync_one_action, .parameter_type = "x" },
    { .name = "sync-logs", .activate = sync_logs_action },
    { .name = "health", .activate = health_action },
    { .name = "pause-one", .activate = pause_one_action, .parameter_type = "(xb)" },
    { .name = "unlock-keyring", .activate = unlock_keyring_action },
    { .name = "unlock-keyring-one", .activate = unlock_keyring_one_action, .parameter_type = "x" },
    { .name = "keep-in-memory-one", .activate = keep_in_memory_one_action, .parameter_type = "x" },
    { .name = "disconnect-one", .activate = disconnect_one_action, .parameter_type = "x" },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
}
