/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-setup-reading.h"

#include <glib/gi18n-lib.h>

#include "tny-error.h"
#include "tny-error-show.h"
#include "tny-names.h"
#include "tny-shell.h"
#include "tny-words.h"

struct _TnySetupReading
{
  AdwActionRow  parent_instance;

  GtkWidget    *button;

  TnySession   *session;
  gint64        connection_id;
  TnyJob       *job;              /* NULL while nothing is read */
  gboolean      ended;            /* just now: what came of it is said once */
};

G_DEFINE_FINAL_TYPE (TnySetupReading, tny_setup_reading, ADW_TYPE_ACTION_ROW)

enum { READ, N_SIGNALS };

static guint signals[N_SIGNALS];

static void
show (TnySetupReading *self, const char *text)
{
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), text);
  tny_describe (GTK_WIDGET (self), text);
}

static void
forget_job (TnySetupReading *self)
{
  if (self->job != NULL)
    g_signal_handlers_disconnect_by_data (self->job, self);
  g_clear_object (&self->job);
  gtk_widget_set_sensitive (self->button, TRUE);
}

/* Callbacks */

static void
progress_cb (TnySetupReading *self)
{
  g_auto(TnyProgress) progress = { 0 };
  g_autofree char *text = NULL;

  tny_job_get_progress (self->job, &progress);
  text = tny_words_progress (&progress);
  show (self, text);
}

static void
finished_cb (TnySetupReading *self, gboolean ok, TnyJob *job)
{
  const GError *problem = tny_job_get_error (job);

  if (!ok && !tny_error_cancelled (problem) && !g_error_matches (problem, TNY_ERROR, TNY_ERROR_INCOMPLETE))
    tny_error_show (GTK_WIDGET (self), problem);
  forget_job (self);
  self->ended = TRUE;
  g_signal_emit (self, signals[READ], 0);
}

static void
follow (TnySetupReading *self, TnyJob *job)
{
  forget_job (self);
  self->job = g_object_ref (job);
  gtk_widget_set_sensitive (self->button, FALSE);
  g_signal_connect_object (job, "notify::phase", G_CALLBACK (progress_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (job, "notify::fraction", G_CALLBACK (progress_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (job, "finished", G_CALLBACK (finished_cb), self, G_CONNECT_SWAPPED);
  progress_cb (self);
}

static void
clicked_cb (TnySetupReading *self)
{
  TnySyncRequest request = { .connection_id = self->connection_id, .trigger = "manual", .streams = "licences" };
  TnyJob *job = self->session != NULL ? tny_session_start_sync (self->session, &request) : NULL;

  if (job == NULL)
    return;
  follow (self, job);
  tny_say (GTK_WIDGET (self), _("Reading tenants and subscriptions…"));
}

/* Virtual functions */

static void
tny_setup_reading_dispose (GObject *object)
{
  tny_setup_reading_stop (TNY_SETUP_READING (object));

  G_OBJECT_CLASS (tny_setup_reading_parent_class)->dispose (object);
}

static void
tny_setup_reading_class_init (TnySetupReadingClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tny_setup_reading_dispose;

  signals[READ] = g_signal_new ("read", TNY_TYPE_SETUP_READING, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 0);
}

static void
tny_setup_reading_init (TnySetupReading *self)
{
  self->button = gtk_button_new_with_label (_("Read Now"));
  gtk_widget_set_valign (self->button, GTK_ALIGN_CENTER);
  g_signal_connect_object (self->button, "clicked", G_CALLBACK (clicked_cb), self, G_CONNECT_SWAPPED);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), _("Tenants and their subscriptions"));
  adw_action_row_set_title_lines (ADW_ACTION_ROW (self), 0);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (self), 0);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), self->button);
}

/* Public functions */

void
tny_setup_reading_set (TnySetupReading *self, TnySession *session, gint64 connection_id, gint64 n_tenants,
                       guint n_subscriptions)
{
  TnyJob *job;

  g_return_if_fail (TNY_IS_SETUP_READING (self));

  g_set_object (&self->session, session);
  self->connection_id = connection_id;
  job = tny_session_get_sync (session, connection_id);
  if (job != NULL && job != self->job)
    follow (self, job);
  if (self->job != NULL)
    return;

  g_autofree char *tenants = tny_words_number ((guint64) n_tenants);
  g_autofree char *products = tny_words_number (n_subscriptions);
  g_autofree char *many = g_strdup_printf (ngettext ("%s tenant", "%s tenants", (gulong) n_tenants), tenants);
  g_autofree char *bought = g_strdup_printf (ngettext ("%s subscription", "%s subscriptions", n_subscriptions),
                                             products);
  /* translators: "25 tenants", then "14 subscriptions" */
  g_autofree char *known = g_strdup_printf (_("%s, %s"), many, bought);

  gtk_button_set_label (GTK_BUTTON (self->button), n_tenants > 0 ? _("Read Again") : _("Read Now"));
  show (self, n_tenants > 0 ? known : _("Not known yet. Reading them takes a moment; no user is read."));
  if (self->ended && n_tenants > 0)
    tny_say (GTK_WIDGET (self), known);
  self->ended = FALSE;
}

void
tny_setup_reading_stop (TnySetupReading *self)
{
  g_return_if_fail (TNY_IS_SETUP_READING (self));

  forget_job (self);
  g_clear_object (&self->session);
}
