/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-integrations-page.h"

#include <glib/gi18n-lib.h>

#include "tny-clock.h"
#include "tny-connection-card.h"
#include "tny-error.h"
#include "tny-error-show.h"

/* Ages in words ("3 min ago") are written again this often. */
#define AGES_SECONDS 60

struct _TnyIntegrationsPage
{
  TnyPage     parent_instance;

  GtkStack   *stack;
  GtkListBox *connections;

  TnyJob     *reading;       /* NULL while nothing is read */
  gboolean    again;         /* something changed while it was */
  GPtrArray  *overviews;     /* what is shown, for ages and names of what is new */
  guint       ages_id;
};

G_DEFINE_FINAL_TYPE (TnyIntegrationsPage, tny_integrations_page, TNY_TYPE_PAGE)

static void read_again (TnyIntegrationsPage *self);

/* Helpers */

static TnyConnectionCard *
card_at (TnyIntegrationsPage *self, guint place)
{
  return TNY_CONNECTION_CARD (gtk_list_box_get_row_at_index (self->connections, (int) place));
}

static void
show_overviews (TnyIntegrationsPage *self)
{
  TnySession *session = tny_page_get_session (TNY_PAGE (self));
  gint64 now = tny_clock_now (NULL);

  for (guint i = 0; i < self->overviews->len; i++)
    {
      const TnyOverview *overview = self->overviews->pdata[i];

      if (card_at (self, i) == NULL)
        gtk_list_box_append (self->connections, tny_connection_card_new ());
      tny_connection_card_show (card_at (self, i), overview, now);
      tny_connection_card_watch (card_at (self, i),
                                 tny_session_get_sync (session, overview->connection->id));
    }
  while (card_at (self, self->overviews->len) != NULL)
    gtk_list_box_remove (self->connections, GTK_WIDGET (card_at (self, self->overviews->len)));

  gtk_stack_set_visible_child_name (self->stack, self->overviews->len > 0 ? "cards" : "empty");
  if (tny_page_settle (TNY_PAGE (self)))
    gtk_widget_child_focus (GTK_WIDGET (self->stack), GTK_DIR_TAB_FORWARD);
}

/* Callbacks */

static gboolean
read_func (TnyJob *job, gpointer session, GCancellable *cancellable, GError **error)
{
  GPtrArray *list = tny_overview_list (session, error);

  if (list == NULL)
    return FALSE;
  tny_job_take_result (job, list, (GDestroyNotify) g_ptr_array_unref);

  return TRUE;
}

static void
read_cb (TnyIntegrationsPage *self, gboolean ok, TnyJob *job)
{
  if (job != self->reading)
    return;

  if (ok)
    {
      g_clear_pointer (&self->overviews, g_ptr_array_unref);
      self->overviews = g_ptr_array_ref (tny_job_get_result (job));
      show_overviews (self);
    }
  else if (!tny_error_cancelled (tny_job_get_error (job)))
    {
      tny_error_show (GTK_WIDGET (self), tny_job_get_error (job));
    }
  g_clear_object (&self->reading);
  if (self->again)
    read_again (self);
}

static gboolean
ages_cb (gpointer data)
{
  TnyIntegrationsPage *self = data;

  if (self->overviews != NULL)
    show_overviews (self);

  return G_SOURCE_CONTINUE;
}

static void
read_again (TnyIntegrationsPage *self)
{
  TnySession *session = tny_page_get_session (TNY_PAGE (self));

  self->again = self->reading != NULL;
  if (self->reading != NULL || session == NULL || !tny_session_is_open (session))
    return;

  self->reading = tny_job_new (read_func, g_object_ref (session), g_object_unref);
  g_signal_connect_object (self->reading, "finished", G_CALLBACK (read_cb), self, G_CONNECT_SWAPPED);
  tny_job_start (self->reading);
}

/* Virtual functions */

static void
tny_integrations_page_enter (TnyPage *page)
{
  TnyIntegrationsPage *self = TNY_INTEGRATIONS_PAGE (page);

  tny_page_add_pane (page, GTK_WIDGET (self->connections));
  if (tny_page_get_session (page) != NULL)
    g_signal_connect_object (tny_page_get_session (page), "connection-changed", G_CALLBACK (read_again),
                             self, G_CONNECT_SWAPPED);
  self->ages_id = g_timeout_add_seconds (AGES_SECONDS, ages_cb, self);
  read_again (self);
}

static void
tny_integrations_page_leave (TnyPage *page)
{
  TnyIntegrationsPage *self = TNY_INTEGRATIONS_PAGE (page);

  g_clear_handle_id (&self->ages_id, g_source_remove);
  g_clear_object (&self->reading);
}

static void
tny_integrations_page_refresh (TnyPage *page)
{
  read_again (TNY_INTEGRATIONS_PAGE (page));
}

static void
refresh_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  tny_page_refresh (TNY_PAGE (widget));
}

static void
tny_integrations_page_dispose (GObject *object)
{
  TnyIntegrationsPage *self = TNY_INTEGRATIONS_PAGE (object);

  g_clear_handle_id (&self->ages_id, g_source_remove);
  g_clear_object (&self->reading);
  g_clear_pointer (&self->overviews, g_ptr_array_unref);
  gtk_widget_dispose_template (GTK_WIDGET (object), TNY_TYPE_INTEGRATIONS_PAGE);

  G_OBJECT_CLASS (tny_integrations_page_parent_class)->dispose (object);
}

static void
tny_integrations_page_class_init (TnyIntegrationsPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tny_integrations_page_dispose;
  TNY_PAGE_CLASS (klass)->enter = tny_integrations_page_enter;
  TNY_PAGE_CLASS (klass)->leave = tny_integrations_page_leave;
  TNY_PAGE_CLASS (klass)->refresh = tny_integrations_page_refresh;

  gtk_widget_class_set_template_from_resource (widget_class, TNY_RESOURCES "tny-integrations-page.ui");
  gtk_widget_class_bind_template_child (widget_class, TnyIntegrationsPage, stack);
  gtk_widget_class_bind_template_child (widget_class, TnyIntegrationsPage, connections);
  gtk_widget_class_install_action (widget_class, "page.refresh", NULL, refresh_action);
}

static void
tny_integrations_page_init (TnyIntegrationsPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
