/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-setup-streams.h"

#include <glib/gi18n-lib.h>

#include "tny-clock.h"
#include "tny-error-show.h"
#include "tny-names.h"
#include "tny-page.h"
#include "tny-shell.h"
#include "tny-steps.h"
#include "tny-streams.h"
#include "tny-words.h"

struct _TnySetupStreams
{
  TnySetupPage   parent_instance;

  GtkStack      *stack;
  GtkSwitch     *users, *mailboxes, *sign_ins, *licences, *devices;
  GtkWidget     *start_button;
  AdwActionRow  *reach_row, *app_row, *account_row, *expiry_row, *first_row;
  AdwStatusPage *queued;

  TnyJob        *job;
};

G_DEFINE_FINAL_TYPE (TnySetupStreams, tny_setup_streams, TNY_TYPE_SETUP_PAGE)

static const struct { TnyFeature feature; gsize offset; } switches[] = {
  { TNY_FEATURE_USERS, G_STRUCT_OFFSET (TnySetupStreams, users) },
  { TNY_FEATURE_MAILBOXES, G_STRUCT_OFFSET (TnySetupStreams, mailboxes) },
  { TNY_FEATURE_SIGN_INS, G_STRUCT_OFFSET (TnySetupStreams, sign_ins) },
  { TNY_FEATURE_LICENCES, G_STRUCT_OFFSET (TnySetupStreams, licences) },
  { TNY_FEATURE_DEVICES, G_STRUCT_OFFSET (TnySetupStreams, devices) },
};

/* Helpers */

typedef struct
{
  TnySession *session;
  gint64      id;
  char       *streams;       /* NULL: only read */
} Work;

static void
work_free (gpointer data)
{
  Work *work = data;

  g_object_unref (work->session);
  g_free (work->streams);
  g_free (work);
}

/* Saves the choice when there is one; gives the connection as it is then. */
static gboolean
work_func (TnyJob *job, gpointer data, GCancellable *cancellable, GError **error)
{
  Work *work = data;
  g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, work->id);
  TnyConnectionDraft draft = { .streams = work->streams };
  TnyConnection *connection;

  if (work->streams != NULL
      && !tny_session_change_connection (work->session, work->id, &draft, cancellable, error))
    return FALSE;
  connection = tny_session_find_connection (work->session, id, error);
  if (connection == NULL)
    return FALSE;
  tny_job_take_result (job, connection, (GDestroyNotify) tny_connection_free);

  return TRUE;
}

static void
start (TnySetupStreams *self, char *streams, GCallback done)
{
  TnySetup *setup = tny_setup_page_get_setup (TNY_SETUP_PAGE (self));
  Work *work = g_new0 (Work, 1);

  work->session = g_object_ref (setup->session);
  work->id = setup->connection_id;
  work->streams = streams;
  g_clear_object (&self->job);
  self->job = tny_job_new (work_func, work, work_free);
  g_signal_connect_object (self->job, "finished", done, self, G_CONNECT_SWAPPED);
  tny_job_start (self->job);
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
read_cb (TnySetupStreams *self, gboolean ok, TnyJob *job)
{
  const TnyConnection *connection = tny_job_get_result (job);

  if (job != self->job)
    return;
  if (!ok)
    {
      tny_error_show (GTK_WIDGET (self), tny_job_get_error (job));
      return;
    }

  g_autofree char *first = first_sync_text (connection);
  g_autofree char *expires = connection->secret_expires != 0
                           ? day_text (connection->secret_expires)
                           : g_strdup (_("Not told: you cannot be reminded"));

  for (guint i = 0; i < G_N_ELEMENTS (switches); i++)
    gtk_switch_set_active (G_STRUCT_MEMBER (GtkSwitch *, self, switches[i].offset),
                           (tny_streams_features (connection->streams) & switches[i].feature) != 0);
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
saved_cb (TnySetupStreams *self, gboolean ok, TnyJob *job)
{
  const TnyConnection *connection = tny_job_get_result (job);

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

  tny_session_start_sync (setup->session, &request);
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

/* Virtual functions */

static gboolean
tny_setup_streams_proceed (TnySetupPage *page)
{
  TnySetupStreams *self = TNY_SETUP_STREAMS (page);

  guint features = 0;

  for (guint i = 0; i < G_N_ELEMENTS (switches); i++)
    if (gtk_switch_get_active (G_STRUCT_MEMBER (GtkSwitch *, self, switches[i].offset)))
      features |= switches[i].feature;
  tny_setup_page_set_continue (page, FALSE);
  start (self, tny_streams_for (features), G_CALLBACK (saved_cb));

  return FALSE;
}

static void
tny_setup_streams_enter (TnySetupPage *page)
{
  start (TNY_SETUP_STREAMS (page), NULL, G_CALLBACK (read_cb));
}

static void
tny_setup_streams_leave (TnySetupPage *page)
{
  g_clear_object (&TNY_SETUP_STREAMS (page)->job);
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

  gtk_widget_class_set_template_from_resource (widget_class, TNY_RESOURCES "tny-setup-streams.ui");
  gtk_widget_class_bind_template_child (widget_class, TnySetupStreams, stack);
  gtk_widget_class_bind_template_child (widget_class, TnySetupStreams, users);
  gtk_widget_class_bind_template_child (widget_class, TnySetupStreams, mailboxes);
  gtk_widget_class_bind_template_child (widget_class, TnySetupStreams, devices);
  gtk_widget_class_bind_template_child (widget_class, TnySetupStreams, sign_ins);
  gtk_widget_class_bind_template_child (widget_class, TnySetupStreams, licences);
  gtk_widget_class_bind_template_child (widget_class, TnySetupStreams, start_button);
  gtk_widget_class_bind_template_child (widget_class, TnySetupStreams, reach_row);
  gtk_widget_class_bind_template_child (widget_class, TnySetupStreams, app_row);
  gtk_widget_class_bind_template_child (widget_class, TnySetupStreams, account_row);
  gtk_widget_class_bind_template_child (widget_class, TnySetupStreams, expiry_row);
  gtk_widget_class_bind_template_child (widget_class, TnySetupStreams, first_row);
  gtk_widget_class_bind_template_child (widget_class, TnySetupStreams, queued);
  gtk_widget_class_install_action (widget_class, "streams.start-now", NULL, start_now_action);
  gtk_widget_class_install_action (widget_class, "streams.open-matching", NULL, open_matching_action);
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
}
