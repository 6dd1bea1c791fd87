/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-application.h"

#include <signal.h>

#include <glib/gi18n-lib.h>
#include <glib-unix.h>

#include "tny-about.h"
#include "tny-ask.h"
#include "tny-clock.h"
#include "tny-error.h"
#include "tny-error-show.h"
#include "tny-log-columns.h"
#include "tny-pages.h"
#include "tny-preferences.h"
#include "tny-sample-cloud.h"
#include "tny-session.h"
#include "tny-shortcuts.h"
#include "tny-trouble-page.h"
#include "tny-window.h"
#include "tny-window-place.h"
#include "tny-words.h"

#include "tny-ui-resources.h"

/* How often the schedule is looked at; a sync is an hour apart, so nobody waits for this. */
#define SCHEDULE_SECONDS 20
/* What ends is days away. */
#define REMIND_USEC (3600 * (gint64) G_USEC_PER_SEC)

/* TnyApplication: one session and its window.
 *
 *   activate ─▸ window without a page ─▸ first frame ─▸ open the session (worker) ─▸ first page
 *   switch cloud ─▸ close window and session ─▸ the same again
 *
 * No file, network or keyring is touched before the first frame.
 */
struct _TnyApplication
{
  AdwApplication  parent_instance;

  char           *data_folder;     /* NULL: the default one */
  char           *cloud;           /* NULL: global */
  TnySession     *session;
  TnyWindow      *window;          /* NULL before activate and after closing; owned by GTK */
  guint           schedule_id;
  gboolean        unreached;       /* the last run did not get through to Microsoft */
  gint64          used_at;         /* boot time: when a person last did something here */
  gint64          reminded_at;     /* boot time: when what ends was last looked at */
};

G_DEFINE_FINAL_TYPE (TnyApplication, tny_application, ADW_TYPE_APPLICATION)

static void start (TnyApplication *self);
static void remind (TnyApplication *self);
static void update_offline (TnyApplication *self);

/* Opening: what the worker finds out before the first page is chosen. */

typedef struct
{
  TnySession *session;
  gboolean    anything;        /* there is a connection, a tenant or an organization */
} Opening;

static void
opening_free (gpointer data)
{
  Opening *opening = data;

  g_object_unref (opening->session);
  g_free (opening);
}

static gboolean
open_func (TnyJob *job, gpointer data, GCancellable *cancellable, GError **error)
{
  Opening *opening = data;

  if (!tny_session_open (opening->session, TNY_STORE_WRITE, cancellable, error))
    return FALSE;

  g_autoptr(TnyReader) reader = tny_store_borrow (tny_session_get_store (opening->session), error);
  sqlite3_stmt *stmt = reader != NULL ? tny_reader_stmt (reader, "settings/anything", error) : NULL;
  gint64 anything;

  if (stmt == NULL || !tny_read_int (stmt, 0, &anything, error))
    return FALSE;
  opening->anything = anything != 0;
  tny_job_take_result (job, GINT_TO_POINTER (opening->anything), NULL);

  /* the rehearsal's server is started now, while the first page is being drawn */
  return !tny_session_is_sample (opening->session)
         || tny_session_need_cloud (opening->session, cancellable, error) != NULL;
}

static void
show_trouble (TnyApplication *self, const GError *error)
{
  tny_window_show_page (self->window, "trouble", NULL);
  tny_trouble_page_set_error (TNY_TROUBLE_PAGE (tny_window_get_page (self->window)), error);
}

static void
opened_cb (TnyJob *job, gboolean ok, TnyApplication *self)
{
  if (self->window == NULL || tny_error_cancelled (tny_job_get_error (job)))
    return;
  if (!ok)
    {
      show_trouble (self, tny_job_get_error (job));
      return;
    }

  tny_application_show_sample_banner (self);
  update_offline (self);
  tny_window_show_page (self->window,
                        GPOINTER_TO_INT (tny_job_get_result (job)) ? "integrations" : "welcome", NULL);
  tny_window_count (self->window);
  remind (self);
}

/* The first frame is an empty window: finding and measuring its fonts takes as long as a frame and a
 * half, and people see that something happens before they can read. What is inside follows at once. */
static void
first_frame_cb (GdkFrameClock *clock, TnyApplication *self)
{
  Opening *opening;

  g_signal_handlers_disconnect_by_func (clock, first_frame_cb, self);
#if TNY_TEST_SEAMS
  /* for the benchmark */
  if (g_getenv ("TNY_PRINT_FIRST_FRAME") != NULL)
    {
      g_print ("%" G_GINT64_FORMAT "\n", g_get_monotonic_time ());
      g_application_quit (G_APPLICATION (self));
      return;
    }
#endif
  if (self->window == NULL)
    return;
  gtk_widget_set_visible (adw_application_window_get_content (ADW_APPLICATION_WINDOW (self->window)), TRUE);

  opening = g_new0 (Opening, 1);
  opening->session = g_object_ref (self->session);

  g_autoptr(TnyJob) job = tny_job_new (open_func, opening, opening_free);

  g_signal_connect_object (job, "finished", G_CALLBACK (opened_cb), self, 0);
  tny_job_start (job);
}

/* Session */

static gboolean
is_active (TnyApplication *self)
{
  for (GList *l = gtk_application_get_windows (GTK_APPLICATION (self)); l != NULL; l = l->next)
    if (gtk_window_is_active (l->data))
      return TRUE;

  return FALSE;
}

void
tny_application_notify (TnyApplication *self, const char *id, const char *title, const char *text,
                        const char *action, const char *target, const char *button)
{
  g_autoptr(GNotification) notification = g_notification_new (title);
  g_autofree char *body = tny_words_notice (text);

  g_notification_set_body (notification, body);
  g_notification_set_default_action_and_target (notification, action, "s", target);
  g_notification_add_button_with_target (notification, button, action, "s", target);
  g_application_send_notification (G_APPLICATION (self), id, notification);
}

/* Who does not want to hear of bad ends hears of good ones even less. */
static gboolean
may_notify (TnyApplication *self, const char *state)
{
  TnyPreferences preferences;

  tny_preferences_get (tny_session_get_store (self->session), &preferences);

  return !g_str_equal (state, "cancelled") && preferences.values[TNY_PREFERENCE_NOTIFY_FAILURES];
}

/* The end of a run in words, where people look while they do something else. */
static void
say_run (TnyApplication *self, gint64 run_id)
{
  g_autoptr(TnyReader) reader = tny_store_borrow (tny_session_get_store (self->session), NULL);
  g_autoptr(TnyRunRow) run = reader != NULL ? tny_run_read (reader, run_id, TRUE, NULL) : NULL;
  g_autofree char *target = g_strdup_printf ("run:%" G_GINT64_FORMAT, run_id);
  g_autofree char *text = NULL;

  if (run == NULL)
    return;
  self->unreached = g_strcmp0 (run->error, tny_remedy_by_code (TNY_ERROR_NETWORK)->name) == 0;
  update_offline (self);
  text = tny_run_end_words (run);
  if (g_str_equal (run->state, "ok") || g_str_equal (run->state, "cancelled"))
    tny_toast (GTK_WIDGET (self->window), text, NULL, NULL, NULL);
  else
    tny_toast (GTK_WIDGET (self->window), text, _("Show _Log"), "win.open",
               g_variant_new ("(ss)", "logs", target));
  if (!is_active (self) && may_notify (self, run->state))
    tny_application_notify (self, "sync", _("Sync ended"), text, "app.show-run", target, _("Show Log"));
}

/* Why a run could not even begin. A keyring is a matter for the person at the screen: a banner. */
static void
show_sync_trouble (TnyApplication *self, const GError *error, gint64 connection_id)
{
  const TnyRemedy *remedy = tny_remedy_for (error);
  gboolean locked = remedy->code == TNY_ERROR_KEYRING_LOCKED
                    || remedy->code == TNY_ERROR_KEYRING_NOT_MADE;
  g_autofree char *text = NULL, *unlock = NULL, *again = NULL, *memory = NULL;
  TnyBanner *banner;

  if (remedy->code == TNY_ERROR_NETWORK)
    {
      self->unreached = TRUE;
      update_offline (self);
      tny_say (GTK_WIDGET (self->window), _(remedy->headline));
      return;
    }
  if (!locked && remedy->code != TNY_ERROR_KEYRING_ABSENT)
    {
      tny_error_show (GTK_WIDGET (self->window), error);
      return;
    }

  banner = tny_window_get_banner (self->window, "keyring");
  /* translators: what is wrong with the keyring */
  text = g_strdup_printf (_("%s. Nothing is synced until that is mended."), _(remedy->headline));
  unlock = g_strdup_printf ("app.unlock-keyring-one(int64 %" G_GINT64_FORMAT ")", connection_id);
  again = g_strdup_printf ("app.sync-one(int64 %" G_GINT64_FORMAT ")", connection_id);
  memory = g_strdup_printf ("app.keep-in-memory-one(int64 %" G_GINT64_FORMAT ")", connection_id);
  tny_banner_show (banner, GTK_MESSAGE_WARNING, text);
  tny_banner_clear_buttons (banner);
  if (locked)
    {
      tny_banner_add_button (banner, _("_Unlock"), unlock);
    }
  else
    {
      tny_banner_add_button (banner, _("_Try Again"), again);
      tny_banner_add_button (banner, _("_Keep Until I Quit…"), memory);
    }
  tny_say (GTK_WIDGET (self->window), text);
}

static void
sync_ended_cb (TnyJob *job, gboolean ok, TnyApplication *self)
{
  const gint64 *run_id = tny_job_get_result (job);
  const gint64 *connection_id = g_object_get_data (G_OBJECT (job), "connection-id");
  const GError *error = tny_job_get_error (job);

  if (self->window == NULL || self->session == NULL)
    return;

  if (run_id != NULL)
    say_run (self, *run_id);
  else if (tny_error_cancelled (error))
    tny_say (GTK_WIDGET (self->window), _("Cancelled before anything was read."));
  else if (error != NULL)
    show_sync_trouble (self, error, *connection_id);
  tny_window_data_changed (self->window);
  tny_window_count (self->window);
}

static void
sync_started_cb (TnyApplication *self, TnyJob *job, gint64 connection_id)
{
  if (self->window == NULL)
    return;

  tny_banner_show (tny_window_get_banner (self->window, "keyring"), GTK_MESSAGE_WARNING, NULL);
  g_object_set_data_full (G_OBJECT (job), "connection-id",
                          g_memdup2 (&connection_id, sizeof connection_id), g_free);
  tny_window_watch_job (self->window, job, "logs", NULL);
  g_signal_connect_object (job, "finished", G_CALLBACK (sync_ended_cb), self, 0);
}

static void
changed_cb (TnyApplication *self)
{
  if (self->window != NULL)
    tny_window_data_changed (self->window);
}

/* The first connection ends the welcome. */
static void
connection_changed_cb (TnyApplication *self, gint64 id)
{
  if (self->window != NULL && g_strcmp0 (tny_window_get_page_id (self->window), "welcome") == 0)
    tny_window_show_page (self->window, "integrations", NULL);
}

static gboolean
used_cb (GtkEventController *controller, GdkEvent *event, TnyApplication *self)
{
  self->used_at = tny_clock_boot (NULL);

  return GDK_EVENT_PROPAGATE;
}

/* Nobody has touched the window for as long as the preference says. */
static void
forget_when_idle (TnyApplication *self)
{
  gint64 idle = tny_clock_boot (NULL) - self->used_at, minutes;
  TnyPreferences preferences;

  tny_preferences_get (tny_session_get_store (self->session), &preferences);
  minutes = preferences.values[TNY_PREFERENCE_LOCK_MINUTES];
  if (minutes > 0 && idle > minutes * 60 * G_USEC_PER_SEC)
    tny_session_forget_secrets (self->session);
}

static void
remind (TnyApplication *self)
{
  self->reminded_at = tny_clock_boot (NULL);
  tny_application_remind (self);
}

static gboolean
schedule_cb (gpointer data)
{
  TnyApplication *self = data;

  if (self->session != NULL && tny_session_is_open (self->session))
    {
      tny_session_start_due (self->session);
      forget_when_idle (self);
      if (tny_clock_boot (NULL) - self->reminded_at > REMIND_USEC)
        remind (self);
    }

  return G_SOURCE_CONTINUE;
}

/* Queries of tables whose answer nobody waits for any more end by themselves, within milliseconds. */
static void
end_session (TnyApplication *self)
{
  g_autoptr(TnySession) session = g_steal_pointer (&self->session);

  if (session == NULL)
    return;

  g_signal_handlers_disconnect_by_data (session, self);
  tny_job_end_all ();
  while (tny_session_is_open (session) && tny_store_count_borrowed (tny_session_get_store (session)) > 0)
    {
      g_main_context_iteration (NULL, FALSE);
      g_usleep (1000);
    }
  tny_session_close (session);
}

/* Lets go of every window and of the session below them. What runs is cancelled and comes home first (a
 * sync stops within one page), because it works on both. */
static void
close_everything (TnyApplication *self)
{
  GtkWindow *main_window = GTK_WINDOW (g_steal_pointer (&self->window));
  g_autoptr(GList) windows = g_list_copy_deep (gtk_application_get_windows (GTK_APPLICATION (self)),
                                               (GCopyFunc) (void (*) (void)) g_object_ref, NULL);

  g_application_hold (G_APPLICATION (self));
  if (main_window != NULL)
    {
      tny_window_place_save (main_window);
      gtk_widget_set_visible (GTK_WIDGET (main_window), FALSE);
    }
  /* closing lets a set-up keep its draft */
  for (GList *l = windows; l != NULL; l = l->next)
    if (l->data != main_window)
      gtk_window_close (l->data);
  tny_job_end_all ();
  for (GList *l = windows; l != NULL; l = l->next)
    {
      gtk_window_destroy (l->data);
      /* whoever emitted a signal still holds it; its page must have left before the store closes */
      g_object_run_dispose (G_OBJECT (l->data));
      g_object_unref (l->data);
    }
  end_session (self);
  g_application_release (G_APPLICATION (self));
}

static gboolean
close_request_cb (GtkWindow *window, TnyApplication *self)
{
  close_everything (self);

  return TRUE;
}

static void
start (TnyApplication *self)
{
  GtkEventController *used;

  self->session = tny_session_new (self->data_folder, self->cloud);
  g_signal_connect_swapped (self->session, "changed", G_CALLBACK (changed_cb), self);
  g_signal_connect_swapped (self->session, "sync-started", G_CALLBACK (sync_started_cb), self);
  g_signal_connect_swapped (self->session, "connection-changed", G_CALLBACK (connection_changed_cb), self);

  self->window = TNY_WINDOW (tny_window_new (GTK_APPLICATION (self), self->session));
  g_signal_connect (self->window, "close-request", G_CALLBACK (close_request_cb), self);
  self->used_at = tny_clock_boot (NULL);
  used = gtk_event_controller_legacy_new ();
  gtk_event_controller_set_propagation_phase (used, GTK_PHASE_CAPTURE);
  g_signal_connect_object (used, "event", G_CALLBACK (used_cb), self, 0);
  gtk_widget_add_controller (GTK_WIDGET (self->window), used);
  tny_application_update_sample (self);
  gtk_widget_set_visible (adw_application_window_get_content (ADW_APPLICATION_WINDOW (self->window)), FALSE);
  gtk_widget_realize (GTK_WIDGET (self->window));
  g_signal_connect_object (gtk_widget_get_frame_clock (GTK_WIDGET (self->window)), "after-paint",
                           G_CALLBACK (first_frame_cb), self, 0);
  gtk_window_present (GTK_WINDOW (self->window));

  if (self->schedule_id == 0)
    self->schedule_id = g_timeout_add_seconds (SCHEDULE_SECONDS, schedule_cb, self);
}

/* Actions */

static void
about_action (GSimpleAction *action, GVariant *parameter, gpointer app)
{
  tny_about_show (gtk_application_get_active_window (app));
}

static void
shortcuts_action (GSimpleAction *action, GVariant *parameter, gpointer app)
{
  tny_shortcuts_show (gtk_application_get_active_window (app));
}

static void
quit_action (GSimpleAction *action, GVariant *parameter, gpointer app)
{
  TnyApplication *self = app;

  /* the main window takes the others with it, when running work is home */
  if (self->window != NULL)
    gtk_window_close (GTK_WINDOW (self->window));
}

static void
open_again_action (GSimpleAction *action, GVariant *parameter, gpointer app)
{
  g_autofree char *cloud = g_strdup (TNY_APPLICATION (app)->cloud);

  tny_application_switch_cloud (app, cloud, NULL);
}

static void
show_page_action (GSimpleAction *action, GVariant *parameter, gpointer app)
{
  TnyApplication *self = app;

  if (self->window == NULL || !tny_session_is_open (self->session))
    return;
  gtk_widget_activate_action (GTK_WIDGET (self->window), "win.page", "s", g_variant_get_string (parameter, NULL));
  gtk_window_present (GTK_WINDOW (self->window));
}

static void
show_run_action (GSimpleAction *action, GVariant *parameter, gpointer app)
{
  TnyApplication *self = app;

  if (self->window == NULL || !tny_session_is_open (self->session))
    return;
  gtk_widget_activate_action (GTK_WIDGET (self->window), "win.open", "(ss)", "logs",
                              g_variant_get_string (parameter, NULL));
  gtk_window_present (GTK_WINDOW (self->window));
}

/* When Microsoft was last read; 0: never. */
static gint64
newest_data (TnyApplication *self)
{
  g_autoptr(TnyReader) reader = tny_store_borrow (tny_session_get_store (self->session), NULL);
  sqlite3_stmt *stmt = reader != NULL ? tny_reader_stmt (reader, "overview/newest", NULL) : NULL;
  gint64 at = 0;

  return stmt != NULL && tny_read_int (stmt, 0, &at, NULL) ? at : 0;
}

/* Offline: what was synced stays usable. A real cloud is beyond the network, so the network tells; of
 * any other, and of a network that leads nowhere, the last run does. */
static void
update_offline (TnyApplication *self)
{
  if (self->window == NULL || self->session == NULL || !tny_session_is_open (self->session))
    return;

  const TnyCloud *cloud = tny_session_get_cloud (self->session);
  gboolean offline = self->unreached
                     || (cloud != NULL && tny_cloud_is_real (cloud)
                         && !g_network_monitor_get_network_available (g_network_monitor_get_default ()));
  TnyBanner *banner = tny_window_get_banner (self->window, "offline");
  g_autofree char *ago = NULL, *text = NULL;
  gint64 read_at;

  if (!offline)
    {
      tny_banner_show (banner, GTK_MESSAGE_INFO, NULL);
      return;
    }
  read_at = newest_data (self);
  ago = read_at != 0 ? tny_words_ago (read_at, tny_clock_now (NULL)) : NULL;
  /* translators: %s is a time in the past ("3 h ago") */
  text = ago != NULL ? g_strdup_printf (_("You’re offline. Data from %s."), ago)
                     : g_strdup (_("You’re offline. Nothing was read from Microsoft yet."));
  if (g_strcmp0 (tny_banner_get_text (banner), text) == 0)
    return;
  tny_banner_show (banner, GTK_MESSAGE_INFO, text);
  tny_banner_clear_buttons (banner);
  tny_banner_add_button (banner, _("_Retry"), "app.sync");
}

/* With a network again nobody knows yet what it reaches. */
static void
network_changed_cb (TnyApplication *self, gboolean available)
{
  if (available)
    self->unreached = FALSE;
  update_offline (self);
}

static const GActionEntry actions[] = {
  { .name = "show-run", .activate = show_run_action, .parameter_type = "s" },
  { .name = "show-page", .activate = show_page_action, .parameter_type = "s" },
  { .name = "about", .activate = about_action },
  { .name = "shortcuts", .activate = shortcuts_action },
  { .name = "quit", .activate = quit_action },
  { .name = "open-again", .activate = open_again_action },
};

static const struct { const char *action; const char *keys[3]; } accels[] = {
  { "app.shortcuts",     { "<Control>question" } },
  { "app.quit",          { "<Control>q" } },
  { "app.preferences",   { "<Control>comma" } },
  { "app.sync",          { "<Control>r" } },
  { "app.connect",       { "<Control>n" } },
  { "window.close",      { "<Control>w" } },
  { "win.menu",          { "F10" } },
  { "win.next-pane",     { "F6" } },
  { "win.previous-pane", { "<Shift>F6" } },
  { "win.back",          { "<Alt>Left", "Back" } },
  { "win.cancel-work",   { "<Control>period" } },
};

/* Alt+1 … Alt+9, Alt+0 are the first ten pages of the sidebar. */
static void
set_page_accels (GtkApplication *app)
{
  guint n_pages;
  const TnyPageInfo *pages = tny_pages (&n_pages);
  guint place = 0;

  for (guint i = 0; i < n_pages && place < 10; i++)
    {
      if (pages[i].group == NULL)
        continue;

      g_autofree char *action = g_strdup_printf ("win.page::%s", pages[i].id);
      g_autofree char *key = g_strdup_printf ("<Alt>%u", ++place % 10);

      gtk_application_set_accels_for_action (app, action, (const char *[]) { key, NULL });
    }
}

/* A session that ends says so with a signal: running work is cancelled as by closing. */
static gboolean
end_cb (gpointer app)
{
  quit_action (NULL, NULL, app);

  return G_SOURCE_CONTINUE;
}

/* Virtual functions */

static void
tny_application_startup (GApplication *app)
{
  g_resources_register (tny_ui_get_resource ());
  G_APPLICATION_CLASS (tny_application_parent_class)->startup (app);

  g_action_map_add_action_entries (G_ACTION_MAP (app), actions, G_N_ELEMENTS (actions), app);
  tny_application_add_work_actions (TNY_APPLICATION (app));
  tny_application_add_sample_actions (TNY_APPLICATION (app));
  tny_application_add_preferences_action (TNY_APPLICATION (app));
  g_unix_signal_add (SIGTERM, end_cb, app);
  g_unix_signal_add (SIGINT, end_cb, app);
  for (guint i = 0; i < G_N_ELEMENTS (accels); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (app), accels[i].action, accels[i].keys);
  set_page_accels (GTK_APPLICATION (app));
  g_signal_connect_object (g_network_monitor_get_default (), "network-changed", G_CALLBACK (network_changed_cb), app,
                           G_CONNECT_SWAPPED);
}

static void
tny_application_activate (GApplication *app)
{
  TnyApplication *self = TNY_APPLICATION (app);

  if (self->window != NULL)
    gtk_window_present (GTK_WINDOW (self->window));
  else
    start (self);
}

/* A folder or cloud of its own is a program of its own: it must not raise the window of another. */
static int
tny_application_local_options (GApplication *app, GVariantDict *options)
{
  TnyApplication *self = TNY_APPLICATION (app);

  if (g_variant_dict_contains (options, "version"))
    {
      g_print ("tenantry %s\n", TNY_VERSION);
      return 0;
    }
  g_variant_dict_lookup (options, "data-dir", "^ay", &self->data_folder);
  g_variant_dict_lookup (options, "cloud", "s", &self->cloud);
  if (self->data_folder != NULL || self->cloud != NULL)
    g_application_set_flags (app, g_application_get_flags (app) | G_APPLICATION_NON_UNIQUE);

  return -1;
}

static void
tny_application_shutdown (GApplication *app)
{
  TnyApplication *self = TNY_APPLICATION (app);

  g_clear_handle_id (&self->schedule_id, g_source_remove);
  end_session (self);
  G_APPLICATION_CLASS (tny_application_parent_class)->shutdown (app);
}

static void
tny_application_finalize (GObject *object)
{
  TnyApplication *self = TNY_APPLICATION (object);

  g_free (self->data_folder);
  g_free (self->cloud);
  G_OBJECT_CLASS (tny_application_parent_class)->finalize (object);
}

static void
tny_application_class_init (TnyApplicationClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tny_application_finalize;
  G_APPLICATION_CLASS (klass)->startup = tny_application_startup;
  G_APPLICATION_CLASS (klass)->activate = tny_application_activate;
  G_APPLICATION_CLASS (klass)->handle_local_options = tny_application_local_options;
  G_APPLICATION_CLASS (klass)->shutdown = tny_application_shutdown;
}

static void
tny_application_init (TnyApplication *self)
{
  static const GOptionEntry options[] = {
    { "data-dir", 0, 0, G_OPTION_ARG_FILENAME, NULL, N_("Folder of the databases"), N_("FOLDER") },
    { "cloud", 0, 0, G_OPTION_ARG_STRING, NULL,
      N_("global, usgov, usgov-dod, china, sample, or a key file"), N_("NAME") },
    { "version", 0, 0, G_OPTION_ARG_NONE, NULL, N_("Print the version"), NULL },
    { NULL },
  };

  g_application_add_main_option_entries (G_APPLICATION (self), options);
}

typedef struct
{
  TnyApplication *app;
  char           *cloud, *reset;
  gboolean        replace;         /* the records, by those of @backup, or by none */
  char           *backup;
} Switch;

/* What stays of the records before, in words. */
static char *
replace_data (const char *folder, const char *database, const char *backup, GError **error)
{
  g_autofree char *kept = NULL, *name = NULL;

  if (database == NULL)
    return NULL;
  if (backup == NULL)
    return tny_store_remove (folder, database, error) ? g_strdup (_("Everything is deleted.")) : NULL;
  if (!tny_store_restore (folder, database, backup, &kept, NULL, error))
    return NULL;
  name = kept != NULL ? g_path_get_basename (kept) : NULL;

  return name != NULL ? g_strdup_printf (_("Restored. The records before are in “%s”."), name)
                      : g_strdup (_("Restored."));
}

/* Not in the callback of the button that asked: its window goes. */
static gboolean
switch_cb (gpointer data)
{
  Switch *next = data;
  TnyApplication *self = next->app;
  g_autofree char *folder = g_strdup (tny_session_get_folder (self->session));
  g_autofree char *database = next->replace ? tny_session_find_database (self->session, NULL) : NULL;
  g_autofree char *said = NULL;
  g_autoptr(GError) error = NULL;

  close_everything (self);
  if (next->replace)
    said = replace_data (folder, database, next->backup, &error);
  if (next->reset != NULL && tny_store_remove (next->reset, "sample.db", &error))
    tny_sample_cloud_forget (next->reset);
  g_free (self->cloud);
  self->cloud = g_steal_pointer (&next->cloud);
  start (self);
  if (error != NULL)
    tny_error_show (GTK_WIDGET (self->window), error);
  else if (said != NULL)
    tny_toast (GTK_WIDGET (self->window), said, NULL, NULL, NULL);
  g_application_release (G_APPLICATION (self));
  g_free (next->backup);
  g_free (next->reset);
  g_free (next);
  g_object_unref (self);

  return G_SOURCE_REMOVE;
}

/* Public functions */

TnyApplication *
tny_application_new (void)
{
  return g_object_new (TNY_TYPE_APPLICATION,
                       "application-id", TNY_APP_ID,
                       "resource-base-path", "/io/github/tenantry/Tenantry",
                       NULL);
}

TnySession *
tny_application_get_session (TnyApplication *self)
{
  g_return_val_if_fail (TNY_IS_APPLICATION (self), NULL);

  return self->session;
}

TnyWindow *
tny_application_get_window (TnyApplication *self)
{
  g_return_val_if_fail (TNY_IS_APPLICATION (self), NULL);

  return self->window;
}

void
tny_application_switch_cloud (TnyApplication *self, const char *cloud, const char *reset)
{
  g_return_if_fail (TNY_IS_APPLICATION (self));

  Switch *next = g_new0 (Switch, 1);

  next->app = g_object_ref (self);
  next->cloud = g_strdup (cloud);
  next->reset = g_strdup (reset);
  g_application_hold (G_APPLICATION (self));
  g_idle_add (switch_cb, next);
}

void
tny_application_replace_data (TnyApplication *self, const char *backup)
{
  g_return_if_fail (TNY_IS_APPLICATION (self));

  Switch *next = g_new0 (Switch, 1);

  next->app = g_object_ref (self);
  next->cloud = g_strdup (self->cloud);
  next->replace = TRUE;
  next->backup = g_strdup (backup);
  g_application_hold (G_APPLICATION (self));
  g_idle_add (switch_cb, next);
}
