/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-preferences-window.h"

#include <glib/gi18n-lib.h>

#include "tny-ask.h"
#include "tny-choose-file.h"
#include "tny-dialog.h"
#include "tny-error.h"
#include "tny-error-show.h"
#include "tny-names.h"
#include "tny-preferences.h"
#include "tny-shell.h"

#define MOST_CHOICES 6

struct _TnyPreferencesWindow
{
  AdwWindow        parent_instance;

  AdwToastOverlay *toasts;
  GtkWidget       *page;

  TnySession      *session;
  TnyPreferences   preferences;
};

G_DEFINE_FINAL_TYPE (TnyPreferencesWindow, tny_preferences_window, ADW_TYPE_WINDOW)

enum { RESTORE, DELETE_ALL, N_SIGNALS };

static guint signals[N_SIGNALS];

typedef enum { GROUP_SYNC, GROUP_MATCHING, GROUP_PRIVACY, GROUP_NOTIFICATIONS, N_GROUPS } Group;

static const char *const groups[N_GROUPS] = {
  [GROUP_SYNC] = N_("Sync"), [GROUP_MATCHING] = N_("Matching"), [GROUP_PRIVACY] = N_("Privacy"),
  [GROUP_NOTIFICATIONS] = N_("Notifications"),
};

/* A row each. Without labels: a switch from 0 to 1, or a number within the limits. */
static const struct
{
  TnyPreference which;
  Group         group;
  const char   *title, *subtitle;
  struct { gint64 value; const char *label; } choices[MOST_CHOICES];
} rows[] = {
  { TNY_PREFERENCE_INTERVAL, GROUP_SYNC, N_("New connections sync"),
    N_("Each has sync settings of its own afterwards"),
    { { 3600, N_("Every hour") }, { 3 * 3600, N_("Every 3 hours") }, { 24 * 3600, N_("Every day") },
      { 0, N_("Only by hand") } } },
  { TNY_PREFERENCE_CATCH_UP, GROUP_SYNC, N_("Make up for missed syncs"),
    N_("One sync after the computer slept or was off") },
  { TNY_PREFERENCE_METERED, GROUP_SYNC, N_("Sync on metered networks"),
    N_("By the schedule; by hand always works") },
  { TNY_PREFERENCE_SUGGEST_FROM, GROUP_MATCHING, N_("Suggest from"),
    N_("Organizations with a lower score are not suggested") },
  { TNY_PREFERENCE_BULK_FROM, GROUP_MATCHING, N_("Accept Suggestions begins at"),
    N_("The threshold can be moved each time") },
  { TNY_PREFERENCE_LOCK_MINUTES, GROUP_PRIVACY, N_("Forget secrets when idle"),
    N_("The keyring gives them again when they are needed"),
    { { 0, N_("Never") }, { 5, N_("After 5 minutes") }, { 15, N_("After 15 minutes") },
      { 60, N_("After an hour") } } },
  { TNY_PREFERENCE_LOG_DAYS, GROUP_PRIVACY, N_("Keep sync logs"), NULL,
    { { 30, N_("30 days") }, { 90, N_("90 days") }, { 365, N_("365 days") } } },
  { TNY_PREFERENCE_NOTIFY_FAILURES, GROUP_NOTIFICATIONS, N_("When a sync ends badly"),
    N_("While you are in another window") },
  { TNY_PREFERENCE_REMIND_ENDS, GROUP_NOTIFICATIONS, N_("Before something ends"),
    N_("Secrets, certificates, GDAP relationships and unused sign-ins, some days ahead") },
};

/* Work */

typedef struct
{
  TnySession    *session;
  TnyPreference  which;
  gint64         value;
  char          *path;       /* of a backup */
} Work;

static void
work_free (gpointer data)
{
  Work *work = data;

  g_object_unref (work->session);
  g_free (work->path);
  g_free (work);
}

static gboolean
set_func (TnyJob *job, gpointer data, GCancellable *cancellable, GError **error)
{
  Work *work = data;

  return tny_preferences_set (tny_session_get_store (work->session), work->which, work->value, error);
}

static gboolean
backup_func (TnyJob *job, gpointer data, GCancellable *cancellable, GError **error)
{
  Work *work = data;

  return tny_store_backup (tny_session_get_store (work->session), work->path, cancellable, error);
}

static gboolean
check_func (TnyJob *job, gpointer data, GCancellable *cancellable, GError **error)
{
  return tny_store_check_backup (((Work *) data)->path, cancellable, error);
}

static TnyJob *
run (TnyPreferencesWindow *self, TnyJobFunc func, Work values, GCallback done)
{
  Work *work = g_new (Work, 1);
  TnyJob *job;

  *work = values;
  work->session = g_object_ref (self->session);
  job = tny_job_new (func, work, work_free);
  g_signal_connect_object (job, "finished", done, self, 0);
  tny_job_start (job);

  return job;
}

static void
toast (TnyPreferencesWindow *self, const char *text)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));

  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (escaped));
  if (parent != NULL)
    tny_say (GTK_WIDGET (parent), text);
}

/* Values */

static void
stored_cb (TnyJob *job, gboolean ok, TnyPreferencesWindow *self)
{
  if (!ok && !tny_error_cancelled (tny_job_get_error (job)))
    tny_error_show (GTK_WIDGET (self), tny_job_get_error (job));
}

static void
store_value (TnyPreferencesWindow *self, guint row, gint64 value)
{
  g_autoptr(TnyJob) job = NULL;

  if (self->preferences.values[rows[row].which] == value)
    return;
  self->preferences.values[rows[row].which] = value;
  job = run (self, set_func, (Work) { .which = rows[row].which, .value = value }, G_CALLBACK (stored_cb));
}

static guint
row_of (gpointer widget)
{
  return GPOINTER_TO_UINT (g_object_get_data (widget, "row"));
}

static void
switched_cb (GtkSwitch *button, GParamSpec *pspec, TnyPreferencesWindow *self)
{
  store_value (self, row_of (button), gtk_switch_get_active (button));
}

static void
counted_cb (GtkSpinButton *button, TnyPreferencesWindow *self)
{
  store_value (self, row_of (button), gtk_spin_button_get_value_as_int (button));
}

/* The last item may be a value that is none of ours. */
static void
chosen_cb (AdwComboRow *combo, GParamSpec *pspec, TnyPreferencesWindow *self)
{
  guint row = row_of (combo), selected = adw_combo_row_get_selected (combo);

  if (selected < MOST_CHOICES && rows[row].choices[selected].label != NULL)
    store_value (self, row, rows[row].choices[selected].value);
}

static GtkWidget *
combo_row (TnyPreferencesWindow *self, guint row)
{
  GtkWidget *combo = adw_combo_row_new ();
  g_autoptr(GtkStringList) labels = gtk_string_list_new (NULL);
  gint64 value = self->preferences.values[rows[row].which];
  guint n = 0, selected = G_MAXUINT;

  for (; n < MOST_CHOICES && rows[row].choices[n].label != NULL; n++)
    {
      gtk_string_list_append (labels, _(rows[row].choices[n].label));
      if (rows[row].choices[n].value == value)
        selected = n;
    }
  if (selected == G_MAXUINT)
    {
      g_autofree char *other = g_strdup_printf ("%" G_GINT64_FORMAT, value);

      gtk_string_list_append (labels, other);
      selected = n;
    }
  adw_combo_row_set_model (ADW_COMBO_ROW (combo), G_LIST_MODEL (labels));
  adw_combo_row_set_selected (ADW_COMBO_ROW (combo), selected);
  g_object_set_data (G_OBJECT (combo), "row", GUINT_TO_POINTER (row));
  g_signal_connect_object (combo, "notify::selected", G_CALLBACK (chosen_cb), self, 0);

  return combo;
}

static GtkWidget *
plain_row (TnyPreferencesWindow *self, guint row, gint64 least, gint64 most)
{
  GtkWidget *action = adw_action_row_new ();
  GtkWidget *control;
  gint64 value = self->preferences.values[rows[row].which];

  if (least == 0 && most == 1)
    {
      control = gtk_switch_new ();
      gtk_switch_set_active (GTK_SWITCH (control), value != 0);
      g_signal_connect_object (control, "notify::active", G_CALLBACK (switched_cb), self, 0);
    }
  else
    {
      control = gtk_spin_button_new_with_range ((double) least, (double) most, 1);
      gtk_spin_button_set_value (GTK_SPIN_BUTTON (control), (double) value);
      g_signal_connect_object (control, "value-changed", G_CALLBACK (counted_cb), self, 0);
    }
  gtk_widget_set_valign (control, GTK_ALIGN_CENTER);
  g_object_set_data (G_OBJECT (control), "row", GUINT_TO_POINTER (row));
  adw_action_row_add_suffix (ADW_ACTION_ROW (action), control);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (action), control);

  return action;
}

static void
set_texts (GtkWidget *row, const char *title, const char *subtitle)
{
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  if (subtitle != NULL)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
}

static GtkWidget *
add_group (GtkWidget *page, const char *title)
{
  GtkWidget *group = adw_preferences_group_new ();

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), title);
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (group));

  return group;
}

static void
add_values (TnyPreferencesWindow *self, GtkWidget *page)
{
  for (guint g = 0; g < N_GROUPS; g++)
    {
      GtkWidget *group = add_group (page, _(groups[g]));

      for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
        {
          gint64 least, most, usual;
          GtkWidget *row;

          if (rows[i].group != g)
            continue;
          tny_preference_limits (rows[i].which, &least, &most, &usual);
          row = rows[i].choices[0].label != NULL ? combo_row (self, i) : plain_row (self, i, least, most);
          set_texts (row, _(rows[i].title), rows[i].subtitle != NULL ? _(rows[i].subtitle) : NULL);
          adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
        }
    }
}

/* Data */

static void
open_folder_cb (TnyPreferencesWindow *self)
{
  g_autofree char *uri = g_filename_to_uri (tny_session_get_folder (self->session), NULL, NULL);

  if (uri != NULL)
    gtk_show_uri (GTK_WINDOW (self), uri, GDK_CURRENT_TIME);
}

static void
backed_up_cb (TnyJob *job, gboolean ok, TnyPreferencesWindow *self)
{
  if (ok)
    toast (self, _("Backed up and checked. Secrets are not in it: they stay in the keyring."));
  else if (!tny_error_cancelled (tny_job_get_error (job)))
    tny_error_show (GTK_WIDGET (self), tny_job_get_error (job));
}

static void
backup_chosen_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(TnyPreferencesWindow) self = data;
  g_autoptr(GFile) file = tny_choose_file_finish (result, NULL);
  g_autoptr(TnyJob) job = NULL;

  if (file != NULL)
    job = run (self, backup_func, (Work) { .path = g_file_get_path (file) }, G_CALLBACK (backed_up_cb));
}

static void
backup_cb (TnyPreferencesWindow *self)
{
  g_autoptr(GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *name = g_date_time_format (now, "tenantry-%Y-%m-%d.backup");
  TnyFileChoice choice = { .title = _("Back Up"), .accept = _("_Back Up"), .save = TRUE, .name = name,
                           .kind = _("Backups"), .pattern = "*.backup" };

  tny_choose_file_async (GTK_WIDGET (self), &choice, backup_chosen_cb, g_object_ref (self));
}

typedef struct
{
  TnyPreferencesWindow *self;
  char                 *path;
} Restoring;

static void
restore_asked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Restoring *restoring = data;
  g_autofree char *answer = tny_ask_finish (result);

  if (g_str_equal (answer, "restore"))
    g_signal_emit (restoring->self, signals[RESTORE], 0, restoring->path);
  g_object_unref (restoring->self);
  g_free (restoring->path);
  g_free (restoring);
}

static void
checked_cb (TnyJob *job, gboolean ok, TnyPreferencesWindow *self)
{
  Restoring *restoring;
  TnyQuestion question = {
    .heading = _("Restore these records?"),
    .body = _("The present records are put aside in the data folder, not deleted. What runs is ended first."),
    .answers = { { "cancel", _("_Cancel"), ADW_RESPONSE_DEFAULT },
                 { "restore", _("_Restore"), ADW_RESPONSE_DESTRUCTIVE } },
    .cancel = "cancel",
  };

  if (!ok)
    {
      if (!tny_error_cancelled (tny_job_get_error (job)))
        tny_error_show (GTK_WIDGET (self), tny_job_get_error (job));
      return;
    }
  restoring = g_new0 (Restoring, 1);
  restoring->self = g_object_ref (self);
  restoring->path = g_strdup (g_object_get_data (G_OBJECT (job), "path"));
  tny_ask_async (GTK_WIDGET (self), &question, restore_asked_cb, restoring);
}

static void
restore_chosen_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(TnyPreferencesWindow) self = data;
  g_autoptr(GFile) file = tny_choose_file_finish (result, NULL);
  g_autoptr(TnyJob) job = NULL;

  if (file == NULL)
    return;
  job = run (self, check_func, (Work) { .path = g_file_get_path (file) }, G_CALLBACK (checked_cb));
  g_object_set_data_full (G_OBJECT (job), "path", g_file_get_path (file), g_free);
}

static void
restore_cb (TnyPreferencesWindow *self)
{
  TnyFileChoice choice = { .title = _("Restore"), .accept = _("_Choose"), .kind = _("Backups"),
                           .pattern = "*.backup" };

  tny_choose_file_async (GTK_WIDGET (self), &choice, restore_chosen_cb, g_object_ref (self));
}

static void
delete_asked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(TnyPreferencesWindow) self = data;
  g_autofree char *answer = tny_ask_finish (result);

  if (g_str_equal (answer, "delete"))
    g_signal_emit (self, signals[DELETE_ALL], 0);
}

static void
typed_cb (GtkEditable *entry, GtkWidget *dialog)
{
  adw_message_dialog_set_response_enabled (ADW_MESSAGE_DIALOG (dialog), "delete",
                                           g_str_equal (gtk_editable_get_text (entry), _("delete")));
}

static void
delete_all_cb (TnyPreferencesWindow *self)
{
  GtkWidget *entry = gtk_entry_new ();
  TnyQuestion question = {
    .heading = _("Delete everything?"),
    /* translators: "delete" is the word that has to be typed; translate both alike */
    .body = _("All connections with their secrets, tenants, users, organizations, contacts, decisions and "
              "logs are deleted. Nothing changes at Microsoft; the app’s rights there stay. Backups stay, "
              "too. Type “delete” to go on."),
    .child = entry,
    .answers = { { "cancel", _("_Cancel"), ADW_RESPONSE_DEFAULT },
                 { "delete", _("_Delete All"), ADW_RESPONSE_DESTRUCTIVE } },
    .cancel = "cancel",
  };
  GtkWidget *dialog;

  tny_name_set (entry, _("Type “delete”"));
  dialog = tny_ask_async (GTK_WIDGET (self), &question, delete_asked_cb, g_object_ref (self));
  adw_message_dialog_set_response_enabled (ADW_MESSAGE_DIALOG (dialog), "delete", FALSE);
  g_signal_connect_object (entry, "changed", G_CALLBACK (typed_cb), dialog, 0);
}

static void
add_button_row (TnyPreferencesWindow *self, GtkWidget *group, const char *title, const char *subtitle,
                const char *label, const char *css, GCallback clicked)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *button = gtk_button_new_with_mnemonic (label);

  set_texts (row, title, subtitle);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  if (css != NULL)
    gtk_widget_add_css_class (button, css);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  g_signal_connect_object (button, "clicked", clicked, self, G_CONNECT_SWAPPED);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
}

static void
add_data (TnyPreferencesWindow *self, GtkWidget *page)
{
  GtkWidget *group = add_group (page, _("Data"));

  add_button_row (self, group, _("Folder"), tny_session_get_folder (self->session), _("_Open"), NULL,
                  G_CALLBACK (open_folder_cb));
  add_button_row (self, group, _("Backup"), _("A checked copy of all records, without secrets"),
                  _("_Back Up…"), NULL, G_CALLBACK (backup_cb));
  add_button_row (self, group, _("Restore a backup"), _("The present records are put aside"),
                  _("_Restore…"), NULL, G_CALLBACK (restore_cb));
  add_button_row (self, group, _("Delete all records and secrets"), NULL, _("_Delete All…"),
                  "destructive-action", G_CALLBACK (delete_all_cb));
}

/* Virtual functions */

static void
tny_preferences_window_finalize (GObject *object)
{
  g_clear_object (&TNY_PREFERENCES_WINDOW (object)->session);

  G_OBJECT_CLASS (tny_preferences_window_parent_class)->finalize (object);
}

static void
tny_preferences_window_class_init (TnyPreferencesWindowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tny_preferences_window_finalize;
  gtk_widget_class_add_binding_action (GTK_WIDGET_CLASS (klass), GDK_KEY_Escape, 0, "window.close", NULL);

  signals[RESTORE] = g_signal_new ("restore", TNY_TYPE_PREFERENCES_WINDOW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[DELETE_ALL] = g_signal_new ("delete-all", TNY_TYPE_PREFERENCES_WINDOW, G_SIGNAL_RUN_LAST, 0, NULL,
                                      NULL, NULL, G_TYPE_NONE, 0);
}

static void
tny_preferences_window_init (TnyPreferencesWindow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->toasts = ADW_TOAST_OVERLAY (adw_toast_overlay_new ());
  self->page = adw_preferences_page_new ();
  gtk_widget_set_vexpand (self->page, TRUE);
  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (box), self->page);
  adw_toast_overlay_set_child (self->toasts, box);
  adw_window_set_content (ADW_WINDOW (self), GTK_WIDGET (self->toasts));
  gtk_window_set_default_size (GTK_WINDOW (self), 640, 620);
  gtk_widget_set_size_request (GTK_WIDGET (self), 340, 300);
}

/* Public functions */

GtkWidget *
tny_preferences_window_present (GtkWindow *parent, TnySession *session)
{
  TnyPreferencesWindow *self = g_object_new (TNY_TYPE_PREFERENCES_WINDOW, "transient-for", parent,
                                             "modal", TRUE, "destroy-with-parent", TRUE,
                                             "title", _("Preferences"), NULL);

  self->session = g_object_ref (session);
  tny_preferences_get (tny_session_get_store (session), &self->preferences);
  add_values (self, self->page);
  add_data (self, self->page);
  tny_dialog_prepare (GTK_WIDGET (self));
  gtk_window_present (GTK_WINDOW (self));

  return GTK_WIDGET (self);
}
