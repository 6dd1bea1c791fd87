/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-setup-streams.h"

#include <glib/gi18n-lib.h>

#include "tny-check.h"
#include "tny-clock.h"
#include "tny-error-show.h"
#include "tny-names.h"
#include "tny-page.h"
#include "tny-setup-reading.h"
#include "tny-shell.h"
#include "tny-steps.h"
#include "tny-streams.h"
#include "tny-subscription-rows.h"
#include "tny-tenant-scopes-window.h"
#include "tny-words.h"

struct _TnySetupStreams
{
  TnySetupPage   parent_instance;

  GtkStack      *stack;
  GtkSwitch     *users, *mailboxes, *sign_ins, *licences, *devices;
  GtkSwitch     *guests, *disabled, *shared;
  AdwComboRow   *who, *which_tenants;
  TnySubscriptionRows *subscriptions;
  TnySetupReading *reading;
  GtkWidget     *start_button;
  AdwActionRow  *reach_row, *app_row, *account_row, *expiry_row, *first_row;
  AdwStatusPage *queued;

  TnyJob        *job;
  gboolean       filled;        /* what is stored was shown: what a person changed since stays */
};

G_DEFINE_FINAL_TYPE (TnySetupStreams, tny_setup_streams, TNY_TYPE_SETUP_PAGE)

static const struct { TnyFeature feature; gsize offset; } switches[] = {
  { TNY_FEATURE_USERS, G_STRUCT_OFFSET (TnySetupStreams, users) },
  { TNY_FEATURE_MAILBOXES, G_STRUCT_OFFSET (TnySetupStreams, mailboxes) },
  { TNY_FEATURE_SIGN_INS, G_STRUCT_OFFSET (TnySetupStreams, sign_ins) },
  { TNY_FEATURE_LICENCES, G_STRUCT_OFFSET (TnySetupStreams, licences) },
  { TNY_FEATURE_DEVICES, G_STRUCT_OFFSET (TnySetupStreams, devices) },
};

/* The values of the row "Which users", as a connection keeps them. */
static const char *const who[] = { "licensed", "chosen", "all" };

#define WHO_CHOSEN 1

/* Helpers */

/* What is read in a worker, and what is saved. */
typedef struct
{
  TnySession      *session;
  gint64           id;
  gboolean         save;
  TnySyncSettings  settings;
  TnyConnection   *connection;
  GPtrArray       *subscriptions, *tenants, *checks;
} Work;

static void
work_free (gpointer data)
{
  Work *work = data;

  g_object_unref (work->session);
  tny_sync_settings_clear (&work->settings);
  tny_connection_free (work->connection);
  g_clear_pointer (&work->subscriptions, g_ptr_array_unref);
  g_clear_pointer (&work->tenants, g_ptr_array_unref);
  g_clear_pointer (&work->checks, g_ptr_array_unref);
  g_free (work);
}

/* Changes in @settings what this step asks for, and nothing else. */
static void
put_choice (const TnySyncSettings *choice, TnySyncSettings *settings)
{
  settings->sync = choice->sync;
  settings->guests = choice->guests;
  settings->disabled = choice->disabled;
  settings->shared = choice->shared;
  g_free (settings->streams);
  settings->streams = g_strdup (choice->streams);
  g_free (settings->users);
  settings->users = g_strdup (choice->users);
  g_strfreev (settings->subscriptions);
  settings->subscriptions = g_strdupv (choice->subscriptions);
}

static gboolean
save (Work *work, GCancellable *cancellable, GError **error)
{
  g_auto(TnySyncSettings) settings = { 0 };
  g_autoptr(TnyReader) reader = tny_store_borrow (tny_session_get_store (work->session), error);

  if (reader == NULL || !tny_sync_settings_read (reader, work->id, 0, &settings, error))
    return FALSE;
  g_clear_pointer (&reader, tny_reader_return);
  put_choice (&work->settings, &settings);

  return tny_session_change_settings (work->session, work->id, 0, &settings, cancellable, error);
}

/* Saves the choice when there is one; gives the connection as it is then. */
static gboolean
work_func (TnyJob *job, gpointer data, GCancellable *cancellable, GError **error)
{
  Work *work = data;
  g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, work->id);
  g_autoptr(TnyReader) reader = NULL;

  if (work->save && !save (work, cancellable, error))
    return FALSE;
  work->connection = tny_session_find_connection (work->session, id, error);
  if (work->connection == NULL || work->save)
    return work->connection != NULL;
  reader = tny_store_borrow (tny_session_get_store (work->session), error);

  return reader != NULL && tny_sync_settings_read (reader, work->id, 0, &work->settings, error)
         && (work->subscriptions = tny_subscriptions_read (reader, work->id, 0, error)) != NULL
         && (work->tenants = tny_tenant_scopes_read (reader, work->id, error)) != NULL
         && (work->checks = tny_checks_load (reader, work->id, NULL, error)) != NULL;
}

/* The job's data is lent to @done as long as the job is. */
static Work *
start (TnySetupStreams *self, gboolean save, GCallback done)
{
  TnySetup *setup = tny_setup_page_get_setup (TNY_SETUP_PAGE (self));
  Work *work = g_new0 (Work, 1);

  work->session = g_object_ref (setup->session);
  work->id = setup->connection_id;
  work->save = save;
  g_clear_object (&self->job);
  self->job = tny_job_new (work_func, work, work_free);
  g_object_set_data (G_OBJECT (self->job), "work", work);
  g_signal_connect_object (self->job, "finished", done, self, G_CONNECT_SWAPPED);

  return work;
}

static void
show_warning (AdwActionRow *row, gboolean warn)
{
  GtkWidget *icon = g_object_get_data (G_OBJECT (row), "icon");

  if (warn == (icon != NULL))
    return;
  if (warn)
    {
      icon = gtk_image_new_from_icon_name ("dialog-warning-symbolic");
      gtk_widget_add_css_class (icon, "warning");
      adw_action_row_add_prefix (row, icon);
      g_object_set_data (G_OBJECT (row), "icon", icon);
      return;
    }
  adw_action_row_remove (row, icon);
  g_object_set_data (G_OBJECT (row), "icon", NULL);
}

/* What a stream needs and has not, beside what it is for. */
static void
show_hint (GtkSwitch *widget, TnyFeature feature, GPtrArray *checks)
{
  GtkWidget *row = gtk_widget_get_ancestor (GTK_WIDGET (widget), ADW_TYPE_ACTION_ROW);
  g_autofree char *lacking = tny_checks_lacking (checks, feature);
  guint without = feature == TNY_FEATURE_SIGN_INS ? tny_checks_count_failed (checks, "premium") : 0;
  g_autoptr(GString) text = g_string_new (g_object_get_data (G_OBJECT (row), "purpose"));

  if (lacking != NULL)
    {
      g_string_append (text, ". ");
      /* translators: %s are names of permissions; a step of the set-up is called Permissions */
      g_string_append_printf (text, _("Not granted yet: %s. See the step Permissions."), lacking);
    }
  if (without > 0)
    {
      g_string_append (text, lacking != NULL ? " " : ". ");
      g_string_append_printf (text, ngettext ("%u tenant has no Entra ID P1: no last logons there.",
                                              "%u tenants have no Entra ID P1: no last logons there.", without),
                              without);
    }
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), text->str);
  tny_describe (row, text->str);
  tny_describe (GTK_WIDGET (widget), text->str);
  show_warning (ADW_ACTION_ROW (row), lacking != NULL || without > 0);
}

static void
show_who (TnySetupStreams *self)
{
  gboolean choose = adw_combo_row_get_selected (self->who) == WHO_CHOSEN;

  gtk_widget_set_visible (GTK_WIDGET (self->subscriptions), choose);
  if (choose)
    adw_expander_row_set_expanded (ADW_EXPANDER_ROW (self->subscriptions), TRUE);
}

static void
show_settings (TnySetupStreams *self, const TnySyncSettings *settings)
{
  for (guint i = 0; i < G_N_ELEMENTS (switches); i++)
    gtk_switch_set_active (G_STRUCT_MEMBER (GtkSwitch *, self, switches[i].offset),
                           (tny_streams_features (settings->streams) & switches[i].feature) != 0);
  for (guint i = 0; i < G_N_ELEMENTS (who); i++)
    if (g_str_equal (settings->users, who[i]))
      adw_combo_row_set_selected (self->who, i);
  gtk_switch_set_active (self->guests, settings->guests);
  gtk_switch_set_active (self->disabled, settings->disabled);
  gtk_switch_set_active (self->shared, settings->shared);
  adw_combo_row_set_selected (self->which_tenants, settings->sync ? 0 : 1);
}

static char *
first_sync_text (const TnyConnection *connection)
{
  gint64 now = tny_clock_now (NULL);
  g_autoptr(GDateTime) at = NULL;
  g_autofree char *time = NULL, *left = NULL;

  if (connection->next_sync_at == 0)
    return g_strdup (_("only by hand"));
  at = g_date_time_new_from_unix_local (connection->next_sync_at);
  time = g_date_time_format (at, "%H:%M");
  left = tny_words_ago (connection->next_sync_at, now);

  /* translators: a time of day, then how far away it is ("in 1 h") */
  return g_strdup_printf (_("at %s, %s"), time, left);
}

static char *
day_text (gint64 time)
{
  g_autoptr(GDateTime) day = g_date_time_new_from_unix_local (time);

  /* translators: a day, see strftime: 31 January 2027 */
  return g_date_time_format (day, _("%-d %B %Y"));
}

static void
set_row (AdwActionRow *row, const char *text)
{
  adw_action_row_set_subtitle (row, text);
  tny_describe (GTK_WIDGET (row), text);
}

static const char *
reach_text (const char *reach)
{
  switch (tny_reach_parse (reach))
    {
    case TNY_REACH_DAP:
      return _("Partner with older DAP");
    case TNY_REACH_DIRECT:
      return _("One tenant directly");
    default:
      return _("Partner with GDAP");
    }
}

/* Callbacks */

static void
users_changed_cb (TnySetupStreams *self)
{
  show_who (self);
}

static void
read_cb (TnySetupStreams *self, gboolean ok, TnyJob *job)
{
  TnySetup *setup = tny_setup_page_get_setup (TNY_SETUP_PAGE (self));
  const Work *work = g_object_get_data (G_OBJECT (job), "work");

  if (job != self->job)
    return;
  if (!ok)
    {
      tny_error_show (GTK_WIDGET (self), tny_job_get_error (job));
      return;
    }

  const TnyConnection *connection = work->connection;
  g_autofree char *chosen = self->filled ? tny_subscription_rows_get_chosen (self->subscriptions) : NULL;
  g_auto(GStrv) kept = chosen != NULL && *chosen != '\0' ? g_strsplit (chosen, ",", -1) : NULL;
  g_autofree char *first = first_sync_text (connection);
  g_autofree char *expires = connection->secret_expires != 0
                           ? day_text (connection->secret_expires)
                           : g_strdup (_("Not told: you cannot be reminded"));

  if (!self->filled)
    show_settings (self, &work->settings);
  tny_subscription_rows_fill (self->subscriptions, work->subscriptions,
                              (const char *const *) (self->filled ? kept : work->settings.subscriptions));
  tny_setup_reading_set (self->reading, setup->session, setup->connection_id, work->tenants->len,
                         work->subscriptions->len);
  for (guint i = 0; i < G_N_ELEMENTS (switches); i++)
    show_hint (G_STRUCT_MEMBER (GtkSwitch *, self, switches[i].offset), switches[i].feature, work->checks);
  self->filled = TRUE;
  show_who (self);
  set_row (self->reach_row, reach_text (connection->reach));
  set_row (self->app_row, connection->client_id);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->expiry_row),
                                 connection->certificate != NULL ? _("Certificate expires")
                                                                 : _("Secret expires"));
  set_row (self->account_row, connection->account_name != NULL ? connection->account_name
                                                               : _("Nobody has signed in yet"));
  set_row (self->expiry_row, expires);
  set_row (self->first_row, first);
  tny_setup_page_set_continue (TNY_SETUP_PAGE (self), TRUE);
}

static void
read_again_cb (TnySetupStreams *self)
{
  start (self, FALSE, G_CALLBACK (read_cb));
  tny_job_start (self->job);
}

static void
saved_cb (TnySetupStreams *self, gboolean ok, TnyJob *job)
{
  const Work *work = g_object_get_data (G_OBJECT (job), "work");
  const TnyConnection *connection = work->connection;

  if (job != self->job)
    return;
  if (!ok)
    {
      tny_setup_page_set_continue (TNY_SETUP_PAGE (self), TRUE);
      tny_error_show (GTK_WIDGET (self), tny_job_get_error (job));
      return;
    }

  g_autofree char *first = first_sync_text (connection);
  /* translators: %s is when: "at 15:05, in 59 min" */
  g_autofree char *text = connection->next_sync_at != 0
                          ? g_strdup_printf (_("It starts %s. Start it now if you do not want to wait."), first)
                          : g_strdup (_("Nothing starts by itself. Start the sync when you like."));
  const char *title = connection->next_sync_at != 0 ? _("Sync queued") : _("Saved");
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  adw_status_page_set_title (self->queued, title);
  adw_status_page_set_description (self->queued, escaped);
  gtk_stack_set_visible_child_name (self->stack, "queued");
  tny_setup_page_finish (TNY_SETUP_PAGE (self));
  gtk_widget_grab_focus (self->start_button);
  tny_sayf (GTK_WIDGET (self), "%s. %s", title, text);
}

static void
start_now_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TnySetup *setup = tny_setup_page_get_setup (TNY_SETUP_PAGE (widget));
  TnySyncRequest request = { .connection_id = setup->connection_id, .trigger = "manual" };

  /* what step 7 reads is a sync, too */
  if (tny_session_start_sync (setup->session, &request) == NULL)
    {
      tny_say (widget, _("A sync of this connection is running already. Start this one when it has ended."));
      return;
    }
  gtk_window_close (GTK_WINDOW (gtk_widget_get_root (widget)));
}

static void
open_matching_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GtkRoot *root = gtk_widget_get_root (widget);

  g_action_group_activate_action (G_ACTION_GROUP (gtk_window_get_application (GTK_WINDOW (root))),
                                  "show-page", g_variant_new_string ("matching"));
  gtk_window_close (GTK_WINDOW (root));
}

static void
tenants_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TnySetup *setup = tny_setup_page_get_setup (TNY_SETUP_PAGE (widget));

  tny_tenant_scopes_window_present (GTK_WINDOW (gtk_widget_get_root (widget)), setup->session,
                                    setup->connection_id);
}

/* Virtual functions */

static gboolean
tny_setup_streams_proceed (TnySetupPage *page)
{
  TnySetupStreams *self = TNY_SETUP_STREAMS (page);
  guint features = 0, selected = adw_combo_row_get_selected (self->who);
  g_autofree char *chosen = tny_subscription_rows_get_chosen (self->subscriptions);
  Work *work;

  if (selected == WHO_CHOSEN && *chosen == '\0')
    {
      gtk_widget_child_focus (GTK_WIDGET (self->subscriptions), GTK_DIR_TAB_FORWARD);
      tny_say (GTK_WIDGET (self), _("Choose at least one subscription, or other users."));
      return FALSE;
    }
  for (guint i = 0; i < G_N_ELEMENTS (switches); i++)
    if (gtk_switch_get_active (G_STRUCT_MEMBER (GtkSwitch *, self, switches[i].offset)))
      features |= switches[i].feature;
  tny_setup_page_set_continue (page, FALSE);
  work = start (self, TRUE, G_CALLBACK (saved_cb));
  work->settings = (TnySyncSettings) {
    .streams = tny_streams_for (features), .users = g_strdup (who[MIN (selected, G_N_ELEMENTS (who) - 1)]),
    .subscriptions = selected == WHO_CHOSEN ? g_strsplit (chosen, ",", -1) : NULL,
    .guests = gtk_switch_get_active (self->guests), .disabled = gtk_switch_get_active (self->disabled),
    .shared = gtk_switch_get_active (self->shared),
    .sync = adw_combo_row_get_selected (self->which_tenants) == 0,
  };
  tny_job_start (self->job);

  return FALSE;
}

static void
tny_setup_streams_enter (TnySetupPage *page)
{
  TnySetupStreams *self = TNY_SETUP_STREAMS (page);

  self->filled = FALSE;
  start (self, FALSE, G_CALLBACK (read_cb));
  tny_job_start (self->job);
}

static void
tny_setup_streams_leave (TnySetupPage *page)
{
  TnySetupStreams *self = TNY_SETUP_STREAMS (page);

  g_clear_object (&self->job);
  tny_setup_reading_stop (self->reading);
}

static void
tny_setup_streams_dispose (GObject *object)
{
  g_clear_object (&TNY_SETUP_STREAMS (object)->job);
  tny_setup_page_dispose_template (object, TNY_TYPE_SETUP_STREAMS);

  G_OBJECT_CLASS (tny_setup_streams_parent_class)->dispose (object);
}

static void
tny_setup_streams_class_init (TnySetupStreamsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tny_setup_streams_dispose;
  TNY_SETUP_PAGE_CLASS (klass)->enter = tny_setup_streams_enter;
  TNY_SETUP_PAGE_CLASS (klass)->leave = tny_setup_streams_leave;
  TNY_SETUP_PAGE_CLASS (klass)->proceed = tny_setup_streams_proceed;

  g_type_ensure (TNY_TYPE_SETUP_READING);
  g_type_ensure (TNY_TYPE_SUBSCRIPTION_ROWS);
  gtk_widget_class_set_template_from_resource (widget_class, TNY_RESOURCES "tny-setup-streams.ui");
  gtk_widget_class_bind_template_child (widget_class, TnySetupStreams, stack);
  gtk_widget_class_bind_template_child (widget_class, TnySetupStreams, users);
  gtk_widget_class_bind_template_child (widget_class, TnySetupStreams, mailboxes);
  gtk_widget_class_bind_template_child (widget_class, TnySetupStreams, devices);
  gtk_widget_class_bind_template_child (widget_class, TnySetupStreams, sign_ins);
  gtk_widget_class_bind_template_child (widget_class, TnySetupStreams, licences);
  gtk_widget_class_bind_template_child (widget_class, TnySetupStreams, guests);
  gtk_widget_class_bind_template_child (widget_class, TnySetupStreams, disabled);
  gtk_widget_class_bind_template_child (widget_class, TnySetupStreams, shared);
  gtk_widget_class_bind_template_child (widget_class, TnySetupStreams, who);
  gtk_widget_class_bind_template_child (widget_class, TnySetupStreams, which_tenants);
  gtk_widget_class_bind_template_child (widget_class, TnySetupStreams, subscriptions);
  gtk_widget_class_bind_template_child (widget_class, TnySetupStreams, reading);
  gtk_widget_class_bind_template_child (widget_class, TnySetupStreams, start_button);
  gtk_widget_class_bind_template_child (widget_class, TnySetupStreams, reach_row);
  gtk_widget_class_bind_template_child (widget_class, TnySetupStreams, app_row);
  gtk_widget_class_bind_template_child (widget_class, TnySetupStreams, account_row);
  gtk_widget_class_bind_template_child (widget_class, TnySetupStreams, expiry_row);
  gtk_widget_class_bind_template_child (widget_class, TnySetupStreams, first_row);
  gtk_widget_class_bind_template_child (widget_class, TnySetupStreams, queued);
  gtk_widget_class_bind_template_callback (widget_class, users_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, read_again_cb);
  gtk_widget_class_install_action (widget_class, "streams.tenants", NULL, tenants_action);
  gtk_widget_class_install_action (widget_class, "streams.start-now", NULL, start_now_action);
  gtk_widget_class_install_action (widget_class, "streams.open-matching", NULL, open_matching_action);
}

/* A hint goes behind what the row says anyway. */
static void
remember_purpose (GtkSwitch *widget)
{
  GtkWidget *row = gtk_widget_get_ancestor (GTK_WIDGET (widget), ADW_TYPE_ACTION_ROW);

  g_object_set_data_full (G_OBJECT (row), "purpose",
                          g_strdup (adw_action_row_get_subtitle (ADW_ACTION_ROW (row))), g_free);
}

static void
edit_cb (GtkButton *button, TnySetupStreams *self)
{
  tny_setup_page_visit (TNY_SETUP_PAGE (self),
                        GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "step")));
}

static void
tny_setup_streams_init (TnySetupStreams *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  const struct { AdwActionRow *row; TnySetupStep step; const char *name; } lines[] = {
    { self->reach_row, TNY_STEP_PREREQUISITES, _("Edit How Tenants Are Reached") },
    { self->app_row, TNY_STEP_CREDENTIALS, _("Edit App") },
    { self->account_row, TNY_STEP_SIGN_IN, _("Edit Account") },
    { self->expiry_row, TNY_STEP_CREDENTIALS, _("Edit Secret or Certificate") },
  };

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      GtkWidget *button = gtk_button_new_with_label (_("Edit"));

      gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
      tny_name_set (button, lines[i].name);
      g_object_set_data (G_OBJECT (button), "step", GUINT_TO_POINTER (lines[i].step));
      g_signal_connect (button, "clicked", G_CALLBACK (edit_cb), self);
      adw_action_row_add_suffix (lines[i].row, button);
    }
  for (guint i = 0; i < G_N_ELEMENTS (switches); i++)
    remember_purpose (G_STRUCT_MEMBER (GtkSwitch *, self, switches[i].offset));
}
