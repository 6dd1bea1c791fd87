/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-sync-foot.h"

#include <glib/gi18n-lib.h>

#include "tny-names.h"
#include "tny-shell.h"
#include "tny-words.h"

/* Nobody wants to hear every page: a new phase at once, else at most this often. */
#define SAY_INTERVAL (5 * G_USEC_PER_SEC)

struct _TnySyncFoot
{
  GtkWidget  parent_instance;

  GtkWidget *box;
  GtkWidget *button;
  GtkWidget *label;
  GtkWidget *bar;
  GtkWidget *cancel;

  TnyJob    *job;
  char      *phase;          /* the one last said */
  gint64     said_at;
  gboolean   cancelling;
};

G_DEFINE_FINAL_TYPE (TnySyncFoot, tny_sync_foot, GTK_TYPE_WIDGET)

static void
progress_cb (TnySyncFoot *self)
{
  g_auto(TnyProgress) progress = { 0 };

  tny_job_get_progress (self->job, &progress);
  g_autofree char *words = self->cancelling ? g_strdup (_("Cancelling… finishing this page"))
                                            : tny_words_progress (&progress);

  gtk_label_set_text (GTK_LABEL (self->label), words);
  gtk_widget_set_tooltip_text (self->button, words);
  tny_describe (self->button, words);
  gtk_widget_set_visible (self->bar, progress.total > 0);
  if (progress.total > 0)
    gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (self->bar),
                                   (double) progress.done / (double) progress.total);

  gint64 now = g_get_monotonic_time ();

  if (g_strcmp0 (progress.phase, self->phase) != 0 || now - self->said_at > SAY_INTERVAL)
    {
      g_free (self->phase);
      self->phase = g_strdup (progress.phase);
      self->said_at = now;
      tny_say (GTK_WIDGET (self), words);
    }
}

static void
finished_cb (TnySyncFoot *self, gboolean success)
{
  tny_sync_foot_set_job (self, NULL);
}

static void
tny_sync_foot_dispose (GObject *object)
{
  TnySyncFoot *self = TNY_SYNC_FOOT (object);

  if (self->job != NULL)
    g_signal_handlers_disconnect_by_data (self->job, self);
  g_clear_object (&self->job);
  g_clear_pointer (&self->phase, g_free);
  g_clear_pointer (&self->box, gtk_widget_unparent);

  G_OBJECT_CLASS (tny_sync_foot_parent_class)->dispose (object);
}

static void
tny_sync_foot_class_init (TnySyncFootClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tny_sync_foot_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
tny_sync_foot_init (TnySyncFoot *self)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  self->label = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (self->label), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (self->label), 1);     /* as wide as the sidebar, never wider */
  gtk_widget_add_css_class (self->label, "numeric");
  gtk_widget_add_css_class (self->label, "caption");

  self->button = gtk_button_new ();
  gtk_widget_add_css_class (self->button, "flat");
  gtk_widget_set_hexpand (self->button, TRUE);
  gtk_button_set_child (GTK_BUTTON (self->button), self->label);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->button), "win.open-run");

  self->cancel = gtk_button_new_from_icon_name ("process-stop-symbolic");
  gtk_widget_add_css_class (self->cancel, "flat");
  g_signal_connect_object (self->cancel, "clicked", G_CALLBACK (tny_sync_foot_cancel), self,
                           G_CONNECT_SWAPPED);

  gtk_box_append (GTK_BOX (line), self->button);
  gtk_box_append (GTK_BOX (line), self->cancel);

  self->bar = gtk_progress_bar_new ();
  gtk_widget_add_css_class (self->bar, "osd");
  tny_name_set (self->bar, _("Progress"));
  tny_sync_foot_set_names (self, _("Show Running Sync"), _("Cancel Sync"));

  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_add_css_class (self->box, "toolbar");
  gtk_box_append (GTK_BOX (self->box), line);
  gtk_box_append (GTK_BOX (self->box), self->bar);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));

  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

GtkWidget *
tny_sync_foot_new (void)
{
  return g_object_new (TNY_TYPE_SYNC_FOOT, NULL);
}

void
tny_sync_foot_set_job (TnySyncFoot *self, TnyJob *job)
{
  g_return_if_fail (TNY_IS_SYNC_FOOT (self));

  if (self->job == job)
    return;

  if (self->job != NULL)
    g_signal_handlers_disconnect_by_data (self->job, self);
  g_set_object (&self->job, job);
  g_clear_pointer (&self->phase, g_free);
  self->said_at = 0;
  self->cancelling = FALSE;
  gtk_widget_set_sensitive (self->cancel, TRUE);
  gtk_widget_set_visible (GTK_WIDGET (self), job != NULL);

  if (job == NULL)
    return;

  g_signal_connect_object (job, "notify::fraction", G_CALLBACK (progress_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (job, "notify::phase", G_CALLBACK (progress_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (job, "finished", G_CALLBACK (finished_cb), self, G_CONNECT_SWAPPED);
  progress_cb (self);
}

void
tny_sync_foot_set_names (TnySyncFoot *self, const char *show, const char *cancel)
{
  g_return_if_fail (TNY_IS_SYNC_FOOT (self));

  tny_name_set (self->button, show);
  tny_name_icon_button (self->cancel, cancel, "<Control>period");
}

TnyJob *
tny_sync_foot_get_job (TnySyncFoot *self)
{
  g_return_val_if_fail (TNY_IS_SYNC_FOOT (self), NULL);

  return self->job;
}

void
tny_sync_foot_cancel (TnySyncFoot *self)
{
  g_return_if_fail (TNY_IS_SYNC_FOOT (self));

  if (self->job == NULL || self->cancelling)
    return;

  self->cancelling = TRUE;
  gtk_widget_set_sensitive (self->cancel, FALSE);
  tny_say (GTK_WIDGET (self), _("Cancelling… finishing this page"));
  progress_cb (self);
  tny_job_cancel (self->job);
}
