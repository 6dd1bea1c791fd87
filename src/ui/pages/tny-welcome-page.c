/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-welcome-page.h"

#include <glib/gi18n-lib.h>

#include "tny-draft.h"
#include "tny-names.h"
#include "tny-session.h"
#include "tny-steps.h"

struct _TnyWelcomePage
{
  TnyPage    parent_instance;

  GtkWidget *list;
  AdwActionRow *continue_row;
  GtkWidget *connect_row, *sample_row;
};

G_DEFINE_FINAL_TYPE (TnyWelcomePage, tny_welcome_page, TNY_TYPE_PAGE)

/* A set-up that was begun is the first thing to offer. */
static gboolean
draft_func (TnyJob *job, gpointer session, GCancellable *cancellable, GError **error)
{
  g_autoptr(GError) failure = NULL;
  TnyDraft *draft = tny_draft_load (tny_session_get_store (session), &failure);

  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  tny_job_take_result (job, draft, (GDestroyNotify) tny_draft_free);

  return TRUE;
}

static void
draft_cb (TnyWelcomePage *self, gboolean ok, TnyJob *job)
{
  if (!ok || self->continue_row == NULL)
    return;

  const TnyDraft *draft = tny_job_get_result (job);
  gboolean begun = draft != NULL;
  TnySetupStep step = TNY_STEP_PREREQUISITES;

  if (begun && tny_step_parse (draft->step, &step))
    {
      /* translators: where a set-up that was begun goes on: number, number of steps, name of the step */
      g_autofree char *where = g_strdup_printf (_("Step %u of %u, %s. What you entered is kept"), step + 1,
                                                TNY_N_STEPS, _(tny_step_info (step)->title));

      adw_action_row_set_subtitle (self->continue_row, where);
      tny_describe (GTK_WIDGET (self->continue_row), where);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->continue_row), begun);
  gtk_widget_set_visible (self->connect_row, !begun);
}

static void
tny_welcome_page_refresh (TnyPage *page)
{
  TnySession *session = tny_page_get_session (page);
  g_autoptr(TnyJob) job = NULL;

  if (session == NULL || !tny_session_is_open (session))
    return;
  job = tny_job_new (draft_func, g_object_ref (session), g_object_unref);
  g_signal_connect_object (job, "finished", G_CALLBACK (draft_cb), page, G_CONNECT_SWAPPED);
  tny_job_start (job);
}

static void
tny_welcome_page_enter (TnyPage *page)
{
  TnyWelcomePage *self = TNY_WELCOME_PAGE (page);
  TnySession *session = tny_page_get_session (page);

  gtk_widget_set_visible (self->sample_row, session == NULL || !tny_session_is_sample (session));
  tny_page_add_pane (page, self->list);
  gtk_widget_child_focus (self->list, GTK_DIR_TAB_FORWARD);
  tny_welcome_page_refresh (page);
}

static void
tny_welcome_page_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), TNY_TYPE_WELCOME_PAGE);

  G_OBJECT_CLASS (tny_welcome_page_parent_class)->dispose (object);
}

static void
tny_welcome_page_class_init (TnyWelcomePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tny_welcome_page_dispose;
  TNY_PAGE_CLASS (klass)->enter = tny_welcome_page_enter;
  TNY_PAGE_CLASS (klass)->refresh = tny_welcome_page_refresh;

  gtk_widget_class_set_template_from_resource (widget_class, TNY_RESOURCES "tny-welcome-page.ui");
  gtk_widget_class_bind_template_child (widget_class, TnyWelcomePage, list);
  gtk_widget_class_bind_template_child (widget_class, TnyWelcomePage, continue_row);
  gtk_widget_class_bind_template_child (widget_class, TnyWelcomePage, connect_row);
  gtk_widget_class_bind_template_child (widget_class, TnyWelcomePage, sample_row);
}

static void
tny_welcome_page_init (TnyWelcomePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
