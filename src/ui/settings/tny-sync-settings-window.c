/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-sync-settings-window.h"

#include <glib/gi18n-lib.h>

#include "tny-dialog.h"
#include "tny-error-show.h"
#include "tny-names.h"
#include "tny-shell.h"
#include "tny-streams.h"
#include "tny-subscription-rows.h"
#include "tny-sync-settings.h"
#include "tny-tenant-scopes-window.h"
#include "tny-words.h"

#define MOST_CHOICES 8
#define MOST_STREAMS 16

/* What is read and what is written, in a worker. */
typedef struct
{
  TnySession      *session;
  gint64           connection_id, tenant_id;
  gboolean         save;
  TnySyncSettings  own, effective;
  GPtrArray       *subscriptions;     /* TnySubscription */
  gint64           tenants_out, users_out;
} Work;

struct _TnySyncSettingsWindow
{
  AdwWindow    parent_instance;

  TnySession  *session;
  gint64       connection_id, tenant_id;
  char        *name;
  TnyJob      *job;
  Work        *work;                  /* what was read; lent by the job */

  GtkWidget   *save;
  GtkWidget   *page;
  GtkWidget   *streams_own;           /* of a tenant: switch "as the connection"; NULL */
  GtkWidget   *streams[MOST_STREAMS];
  GtkWidget   *subscriptions, *quiet;
  GHashTable  *choices;               /* name of a setting → AdwComboRow */
};

G_DEFINE_FINAL_TYPE (TnySyncSettingsWindow, tny_sync_settings_window, ADW_TYPE_WINDOW)

enum { SAVED, N_SIGNALS };

static guint signals[N_SIGNALS];

/* Settings that are one of some values, in the words of tny_sync_settings_set(). */
static const struct
{
  const char *name, *title, *subtitle;
  gboolean    of_connection, of_tenant;
  struct { const char *value, *label; } values[MOST_CHOICES];
} choices[] = {
  { "tenants", N_("Tenants"), N_("A tenant’s own settings go before this"), TRUE, FALSE,
    { { "all", N_("All, also new ones") }, { "chosen", N_("Only chosen ones") } } },
  { "sync", N_("Sync this tenant"), NULL, FALSE, TRUE,
    { { "on", N_("Yes") }, { "off", N_("No") } } },
  { "users", N_("Which users"), N_("Guests and shared mailboxes have switches of their own"), TRUE, TRUE,
    { { "all", N_("Everybody") }, { "licensed", N_("With any licence") },
      { "chosen", N_("With chosen subscriptions") } } },
  { "guests", N_("Guests"), NULL, TRUE, TRUE, { { "on", N_("Yes") }, { "off", N_("No") } } },
  { "disabled", N_("Users who may not sign in"), NULL, TRUE, TRUE,
    { { "on", N_("Yes") }, { "off", N_("No") } } },
  { "shared-mailboxes", N_("Shared mailboxes, rooms, equipment"), NULL, TRUE, TRUE,
    { { "on", N_("Yes") }, { "off", N_("No") } } },
  { "interval", N_("Sync"), NULL, TRUE, TRUE,
    { { "30min", N_("Every 30 minutes") }, { "1h", N_("Every hour") }, { "3h", N_("Every 3 hours") },
      { "6h", N_("Every 6 hours") }, { "1d", N_("Every day") }, { "manual", N_("Only by hand") } } },
  { "priority", N_("Priority"), N_("Who comes first when there is much to do"), TRUE, TRUE,
    { { "low", N_("Low") }, { "normal", N_("Normal") }, { "high", N_("High") } } },
};

static void
work_free (gpointer data)
{
  Work *work = data;

  g_object_unref (work->session);
  tny_sync_settings_clear (&work->own);
  tny_sync_settings_clear (&work->effective);
  g_clear_pointer (&work->subscriptions, g_ptr_array_unref);
  g_free (work);
}

static gboolean
count_out (Work *work, TnyReader *reader, GError **error)
{
  g_autoptr(GPtrArray) tenants = tny_tenant_scopes_read (reader, work->connection_id, error);

  if (tenants == NULL)
    return FALSE;
  for (guint i = 0; i < tenants->len; i++)
    {
      const TnyTenantScope *tenant = tenants->pdata[i];

      if (work->tenant_id != 0 && work->tenant_id != tenant->id)
        continue;
      work->tenants_out += !tenant->in_scope;
      work->users_out += tenant->users_out;
    }

  return TRUE;
}

static gboolean
work_func (TnyJob *job, gpointer data, GCancellable *cancellable, GError **error)
{
  Work *work = data;
  TnyStore *store = tny_session_get_store (work->session);
  g_autoptr(TnyReader) reader = NULL;

  if (work->save && !tny_session_change_settings (work->session, work->connection_id, work->tenant_id,
                                                  &work->own, cancellable, error))
    return FALSE;
  reader = tny_store_borrow (store, error);
  if (reader == NULL)
    return FALSE;
  if (work->save)
    return count_out (work, reader, error);
  if (!tny_sync_settings_read (reader, work->connection_id, work->tenant_id, &work->own, error)
      || !tny_sync_settings_read (reader, work->connection_id, 0, &work->effective, error))
    return FALSE;
  work->subscriptions = tny_subscriptions_read (reader, work->connection_id, work->tenant_id, error);

  return work->subscriptions != NULL;
}

static Work *
start (TnySyncSettingsWindow *self, gboolean save, GCallback done)
{
  Work *work = g_new0 (Work, 1);

  work->session = g_object_ref (self->session);
  work->connection_id = self->connection_id;
  work->tenant_id = self->tenant_id;
  work->save = save;
  g_clear_object (&self->job);
  self->job = tny_job_new (work_func, work, work_free);
  g_signal_connect_object (self->job, "finished", done, self, G_CONNECT_SWAPPED);

  return work;
}

/* Rows */

static GtkWidget *
add_group (TnySyncSettingsWindow *self, const char *title, const char *description)
{
  GtkWidget *group = adw_preferences_group_new ();

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), title);
  if (description != NULL)
    adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (group), description);
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (self->page), ADW_PREFERENCES_GROUP (group));

  return group;
}

static void
set_row_texts (GtkWidget *row, const char *title, const char *subtitle)
{
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  if (subtitle != NULL)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
}

static GtkWidget *
switch_row (const char *title, const char *subtitle, gboolean active, GtkWidget **button)
{
  GtkWidget *row = adw_action_row_new ();

  *button = gtk_switch_new ();
  gtk_switch_set_active (GTK_SWITCH (*button), active);
  gtk_widget_set_valign (*button, GTK_ALIGN_CENTER);
  set_row_texts (row, title, subtitle);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), *button);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), *button);

  return row;
}

/* What a value is called. */
static const char *
label_of (guint choice, const char *value)
{
  for (guint i = 0; i < MOST_CHOICES && choices[choice].values[i].value != NULL; i++)
    if (g_strcmp0 (choices[choice].values[i].value, value) == 0)
      return _(choices[choice].values[i].label);

  return value;
}

/* Of a tenant the first item is what its connection says. A value that is none of ours, set by the command
 * line, is one more item. */
static GtkWidget *
choice_row (TnySyncSettingsWindow *self, guint choice)
{
  const char *name = choices[choice].name;
  gboolean of_tenant = self->tenant_id != 0;
  GtkWidget *row = adw_combo_row_new ();
  g_autoptr(GtkStringList) labels = gtk_string_list_new (NULL);
  GPtrArray *values = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *own = tny_sync_settings_get (&self->work->own, name);
  guint selected = 0;

  if (of_tenant)
    {
      g_autofree char *theirs = tny_sync_settings_get (&self->work->effective,
                                                       g_str_equal (name, "sync") ? "tenants" : name);
      const char *word = g_strcmp0 (theirs, "all") == 0 && g_str_equal (name, "sync") ? "on"
                       : g_str_equal (name, "sync") ? "off" : theirs;
      /* translators: a setting of a tenant that is not set; %s is what its connection says ("Yes") */
      g_autofree char *label = g_strdup_printf (_("As the connection: %s"), label_of (choice, word));

      gtk_string_list_append (labels, label);
      g_ptr_array_add (values, g_strdup ("default"));
    }
  for (guint i = 0; i < MOST_CHOICES && choices[choice].values[i].value != NULL; i++)
    {
      if (g_strcmp0 (own, choices[choice].values[i].value) == 0)
        selected = values->len;
      gtk_string_list_append (labels, _(choices[choice].values[i].label));
      g_ptr_array_add (values, g_strdup (choices[choice].values[i].value));
    }
  if (own != NULL && label_of (choice, own) == own)
    {
      selected = values->len;
      gtk_string_list_append (labels, own);
      g_ptr_array_add (values, g_strdup (own));
    }
  set_row_texts (row, _(choices[choice].title),
                 choices[choice].subtitle != NULL ? _(choices[choice].subtitle) : NULL);
  adw_combo_row_set_model (ADW_COMBO_ROW (row), G_LIST_MODEL (labels));
  adw_combo_row_set_selected (ADW_COMBO_ROW (row), selected);
  g_object_set_data_full (G_OBJECT (row), "values", values, (GDestroyNotify) g_ptr_array_unref);
  g_hash_table_insert (self->choices, (char *) name, row);

  return row;
}

static const char *
chosen_value (TnySyncSettingsWindow *self, const char *name)
{
  GtkWidget *row = g_hash_table_lookup (self->choices, name);
  GPtrArray *values = g_object_get_data (G_OBJECT (row), "values");

  return values->pdata[adw_combo_row_get_selected (ADW_COMBO_ROW (row))];
}

static void
add_choices (TnySyncSettingsWindow *self, GtkWidget *group, const char *const *names)
{
  gboolean of_tenant = self->tenant_id != 0;

  for (guint n = 0; names[n] != NULL; n++)
    for (guint i = 0; i < G_N_ELEMENTS (choices); i++)
      if (g_str_equal (choices[i].name, names[n])
          && (of_tenant ? choices[i].of_tenant : choices[i].of_connection))
        adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), choice_row (self, i));
}

/* Which streams there are: those that a connection can be told. */
static void
add_streams (TnySyncSettingsWindow *self)
{
  GtkWidget *group = add_group (self, _("What"), NULL);
  const char *streams = self->work->own.streams != NULL ? self->work->own.streams
                                                        : self->work->effective.streams;
  guint active = tny_streams_features (streams), all, n;
  g_autofree char *every = tny_streams_for (G_MAXUINT);
  const TnyFeatureInfo *table = tny_feature_table (&n);

  all = tny_streams_features (every);
  if (self->tenant_id != 0)
    adw_preferences_group_add (ADW_PREFERENCES_GROUP (group),
      switch_row (_("As the connection"), _("The same streams as its connection"),
                  self->work->own.streams == NULL, &self->streams_own));
  for (guint i = 0, k = 0; i < n && k < MOST_STREAMS; i++)
    {
      GtkWidget *row;

      if (!(table[i].feature & all) || table[i].feature & TNY_FEATURES_ALWAYS)
        continue;
      row = switch_row (_(table[i].title), NULL, (table[i].feature & active) != 0, &self->streams[k]);
      g_object_set_data (G_OBJECT (self->streams[k]), "feature", GUINT_TO_POINTER (table[i].feature));
      if (self->streams_own != NULL)
        g_object_bind_property (self->streams_own, "active", row, "sensitive",
                                G_BINDING_SYNC_CREATE | G_BINDING_INVERT_BOOLEAN);
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
      k++;
    }
}

static void
users_changed_cb (TnySyncSettingsWindow *self)
{
  gboolean choose = g_str_equal (chosen_value (self, "users"), "chosen");

  gtk_widget_set_visible (self->subscriptions, choose);
  if (choose)
    adw_expander_row_set_expanded (ADW_EXPANDER_ROW (self->subscriptions), TRUE);
}

static void
add_subscriptions (TnySyncSettingsWindow *self, GtkWidget *group)
{
  self->subscriptions = tny_subscription_rows_new ();
  tny_subscription_rows_fill (TNY_SUBSCRIPTION_ROWS (self->subscriptions), self->work->subscriptions,
                              (const char *const *) self->work->own.subscriptions);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), self->subscriptions);
  g_signal_connect_object (g_hash_table_lookup (self->choices, "users"), "notify::selected",
                           G_CALLBACK (users_changed_cb), self, G_CONNECT_SWAPPED);
  users_changed_cb (self);
}

static void
add_quiet_hours (TnySyncSettingsWindow *self, GtkWidget *group)
{
  g_autofree char *own = tny_sync_settings_get (&self->work->own, "quiet-hours");

  self->quiet = adw_entry_row_new ();
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->quiet),
                                 self->tenant_id != 0
                                   ? _("Quiet hours, like 22:00-06:00; empty: as the connection")
                                   : _("Quiet hours, like 22:00-06:00; empty: none"));
  if (own != NULL && (self->tenant_id != 0 || !g_str_equal (own, "none")))
    gtk_editable_set_text (GTK_EDITABLE (self->quiet), own);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), self->quiet);
}

static void
tenants_cb (TnySyncSettingsWindow *self)
{
  tny_tenant_scopes_window_present (GTK_WINDOW (self), self->session, self->connection_id);
}

static void
add_exceptions (TnySyncSettingsWindow *self, GtkWidget *group)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *button = gtk_button_new_with_mnemonic (_("_Tenants…"));

  set_row_texts (row, _("Single tenants"), _("Leave one out, or give it settings of its own"));
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  g_signal_connect_object (button, "clicked", G_CALLBACK (tenants_cb), self, G_CONNECT_SWAPPED);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  tny_name_set (button, _("Tenants…"));
}

static void
fill (TnySyncSettingsWindow *self)
{
  GtkWidget *group;

  if (self->tenant_id != 0)
    add_choices (self, add_group (self, _("Tenant"), NULL), (const char *[]) { "sync", NULL });
  add_streams (self);
  group = add_group (self, _("Whom"), _("Who is left out is out of scope: not deleted, not counted, not "
                                        "proposed as a contact. They come back with the setting."));
  add_choices (self, group, (const char *[]) { "users", NULL });
  add_subscriptions (self, group);
  add_choices (self, group, (const char *[]) { "guests", "disabled", "shared-mailboxes", NULL });
  group = add_group (self, _("When"), self->tenant_id != 0
                       ? _("A tenant can only be synced more rarely than its connection.") : NULL);
  add_choices (self, group, (const char *[]) { "interval", NULL });
  add_quiet_hours (self, group);
  add_choices (self, group, (const char *[]) { "priority", NULL });
  if (self->tenant_id == 0)
    {
      group = add_group (self, _("Tenants"), NULL);
      add_choices (self, group, (const char *[]) { "tenants", NULL });
      add_exceptions (self, group);
    }
}

/* Saving */

static gboolean
set_text (TnySyncSettingsWindow *self, TnySyncSettings *settings, const char *name, const char *value,
          GError **error)
{
  g_autofree char *text = g_strdup_printf ("%s=%s", name, value);

  return tny_sync_settings_set (settings, self->tenant_id != 0, text, NULL, error);
}

static char *
chosen_streams (TnySyncSettingsWindow *self)
{
  guint features = 0;

  if (self->streams_own != NULL && gtk_switch_get_active (GTK_SWITCH (self->streams_own)))
    return g_strdup ("default");
  for (guint i = 0; i < MOST_STREAMS && self->streams[i] != NULL; i++)
    if (gtk_switch_get_active (GTK_SWITCH (self->streams[i])))
      features |= GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (self->streams[i]), "feature"));

  return tny_streams_for (features);
}

static gboolean
gather (TnySyncSettingsWindow *self, TnySyncSettings *settings, GError **error)
{
  g_autofree char *streams = chosen_streams (self), *quiet = NULL, *products = NULL;
  const char *no_quiet = self->tenant_id != 0 ? "default" : "none";
  GHashTableIter iter;
  gpointer name;

  quiet = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->quiet))));
  if (!set_text (self, settings, "streams", streams, error)
      || !set_text (self, settings, "quiet-hours", *quiet != '\0' ? quiet : no_quiet, error))
    return FALSE;
  g_hash_table_iter_init (&iter, self->choices);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    if (!set_text (self, settings, name, chosen_value (self, name), error))
      return FALSE;
  if (!g_str_equal (chosen_value (self, "users"), "chosen"))
    return TRUE;
  products = tny_subscription_rows_get_chosen (TNY_SUBSCRIPTION_ROWS (self->subscriptions));

  return set_text (self, settings, "subscriptions", products, error)
         && set_text (self, settings, "users", "chosen", error);
}

static void
saved_cb (TnySyncSettingsWindow *self, gboolean ok, TnyJob *job)
{
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));
  g_autofree char *number = NULL, *text = NULL;

  gtk_widget_set_sensitive (self->save, TRUE);
  if (!ok)
    {
      tny_error_show (GTK_WIDGET (self), tny_job_get_error (job));
      return;
    }
  number = tny_words_number ((guint64) self->work->users_out);
  text = g_strdup_printf (ngettext ("Sync settings saved. %s user is out of scope.",
                                    "Sync settings saved. %s users are out of scope.",
                                    (gulong) self->work->users_out), number);
  if (parent != NULL)
    tny_say (GTK_WIDGET (parent), text);
  g_signal_emit (self, signals[SAVED], 0, text);
  gtk_window_close (GTK_WINDOW (self));
}

static void
save_cb (TnySyncSettingsWindow *self)
{
  g_autoptr(TnyJob) before = self->job != NULL ? g_object_ref (self->job) : NULL;
  g_auto(TnySyncSettings) settings = { 0 };
  g_autoptr(GError) error = NULL;
  Work *work;

  if (self->work == NULL || (self->job != NULL && tny_job_is_running (self->job)))
    return;
  settings = (TnySyncSettings) {
    .sync = TNY_AS_CONNECTION, .guests = TNY_AS_CONNECTION, .disabled = TNY_AS_CONNECTION,
    .shared = TNY_AS_CONNECTION, .interval = TNY_AS_CONNECTION, .quiet_from = TNY_AS_CONNECTION,
    .quiet_until = TNY_AS_CONNECTION, .priority = TNY_AS_CONNECTION,
  };
  if (!gather (self, &settings, &error))
    {
      tny_error_show (GTK_WIDGET (self), error);
      return;
    }
  gtk_widget_set_sensitive (self->save, FALSE);
  work = start (self, TRUE, G_CALLBACK (saved_cb));
  work->own = settings;
  settings = (TnySyncSettings) { 0 };
  self->work = work;
  tny_job_start (self->job);
}

static void
read_cb (TnySyncSettingsWindow *self, gboolean ok, TnyJob *job)
{
  if (!ok)
    {
      tny_error_show (GTK_WIDGET (gtk_window_get_transient_for (GTK_WINDOW (self))),
                      tny_job_get_error (job));
      gtk_window_destroy (GTK_WINDOW (self));
      return;
    }
  fill (self);
  gtk_widget_set_sensitive (self->save, TRUE);
  tny_dialog_prepare (GTK_WIDGET (self));
  gtk_window_present (GTK_WINDOW (self));
}

static gboolean
save_shortcut_cb (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  save_cb (TNY_SYNC_SETTINGS_WINDOW (widget));

  return TRUE;
}

/* Virtual functions */

static void
tny_sync_settings_window_dispose (GObject *object)
{
  TnySyncSettingsWindow *self = TNY_SYNC_SETTINGS_WINDOW (object);

  if (self->job != NULL)
    g_signal_handlers_disconnect_by_data (self->job, self);
  g_clear_object (&self->job);
  self->work = NULL;

  G_OBJECT_CLASS (tny_sync_settings_window_parent_class)->dispose (object);
}

static void
tny_sync_settings_window_finalize (GObject *object)
{
  TnySyncSettingsWindow *self = TNY_SYNC_SETTINGS_WINDOW (object);

  g_clear_object (&self->session);
  g_free (self->name);
  g_hash_table_unref (self->choices);

  G_OBJECT_CLASS (tny_sync_settings_window_parent_class)->finalize (object);
}

static void
tny_sync_settings_window_class_init (TnySyncSettingsWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tny_sync_settings_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = tny_sync_settings_window_finalize;

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Return, GDK_CONTROL_MASK, save_shortcut_cb, NULL);

  signals[SAVED] = g_signal_new ("saved", TNY_TYPE_SYNC_SETTINGS_WINDOW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
tny_sync_settings_window_init (TnySyncSettingsWindow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *bar = adw_header_bar_new ();
  GtkWidget *cancel = gtk_button_new_with_mnemonic (_("_Cancel"));

  self->choices = g_hash_table_new (g_str_hash, g_str_equal);
  self->save = gtk_button_new_with_mnemonic (_("_Save"));
  self->page = adw_preferences_page_new ();
  gtk_widget_add_css_class (self->save, "suggested-action");
  gtk_widget_set_sensitive (self->save, FALSE);
  gtk_widget_set_tooltip_text (self->save, _("Ctrl+Enter"));
  adw_header_bar_set_show_start_title_buttons (ADW_HEADER_BAR (bar), FALSE);
  adw_header_bar_set_show_end_title_buttons (ADW_HEADER_BAR (bar), FALSE);
  adw_header_bar_pack_start (ADW_HEADER_BAR (bar), cancel);
  adw_header_bar_pack_end (ADW_HEADER_BAR (bar), self->save);
  gtk_widget_set_vexpand (self->page, TRUE);
  gtk_box_append (GTK_BOX (box), bar);
  gtk_box_append (GTK_BOX (box), self->page);
  adw_window_set_content (ADW_WINDOW (self), box);
  gtk_window_set_default_size (GTK_WINDOW (self), 640, 680);
  gtk_widget_set_size_request (GTK_WIDGET (self), 340, 300);
  gtk_window_set_modal (GTK_WINDOW (self), TRUE);
  gtk_window_set_destroy_with_parent (GTK_WINDOW (self), TRUE);
  g_signal_connect_object (cancel, "clicked", G_CALLBACK (gtk_window_close), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->save, "clicked", G_CALLBACK (save_cb), self, G_CONNECT_SWAPPED);
}

/* Public functions */

GtkWidget *
tny_sync_settings_window_present (GtkWindow *parent, TnySession *session, gint64 connection_id,
                                  gint64 tenant_id, const char *name)
{
  TnySyncSettingsWindow *self = g_object_new (TNY_TYPE_SYNC_SETTINGS_WINDOW, "transient-for", parent, NULL);
  g_autofree char *shown = tny_words_name (name);
  /* translators: title of a window; %s is a connection or a tenant */
  g_autofree char *title = g_strdup_printf (_("Sync Settings — %s"), shown);

  self->session = g_object_ref (session);
  self->connection_id = connection_id;
  self->tenant_id = tenant_id;
  self->name = g_strdup (name);
  gtk_window_set_title (GTK_WINDOW (self), title);
  self->work = start (self, FALSE, G_CALLBACK (read_cb));
  tny_job_start (self->job);

  return GTK_WIDGET (self);
}
