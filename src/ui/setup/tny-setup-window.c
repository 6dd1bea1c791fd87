/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-setup-window.h"

#include <glib/gi18n-lib.h>

#include "tny-check.h"
#include "tny-dialog.h"
#include "tny-error-show.h"
#include "tny-names.h"
#include "tny-page.h"
#include "tny-permission.h"
#include "tny-provision-window.h"
#include "tny-setup-account.h"
#include "tny-setup-credentials.h"
#include "tny-setup-page.h"
#include "tny-setup-permissions.h"
#include "tny-setup-prerequisites.h"
#include "tny-setup-registration.h"
#include "tny-setup-sign-in.h"
#include "tny-setup-streams.h"
#include "tny-shell.h"

/* A moment after the last keystroke; closing saves at once. */
#define SAVE_MSEC 400

#define TNY_TYPE_SETUP_WINDOW (tny_setup_window_get_type ())
G_DECLARE_FINAL_TYPE (TnySetupWindow, tny_setup_window, TNY, SETUP_WINDOW, AdwWindow)

struct _TnySetupWindow
{
  AdwWindow       parent_instance;

  AdwToastOverlay *toasts;
  AdwLeaflet      *leaflet;
  GtkWidget       *steps_box;
  GtkWidget       *content_box;
  AdwWindowTitle  *title;
  GtkListBox      *steps;
  GtkScrolledWindow *scrolled;
  AdwBin          *page_bin;
  GtkWidget       *back_button;
  GtkButton       *continue_button;
  GtkLabel        *status;

  TnySetup         setup;
  TnySetupStep     step, furthest;
  TnySetupPage    *page;          /* owned by page_bin */
  GPtrArray       *checks;        /* of TnyCheck, stored; NULL until they are read */
  guint            save_id;
};

G_DEFINE_FINAL_TYPE_WITH_CODE (TnySetupWindow, tny_setup_window, ADW_TYPE_WINDOW,
                               G_IMPLEMENT_INTERFACE (TNY_TYPE_SHELL, NULL))

static GType (*const types[TNY_N_STEPS]) (void) = {
  [TNY_STEP_PREREQUISITES] = tny_setup_prerequisites_get_type,
  [TNY_STEP_ACCOUNT]       = tny_setup_account_get_type,
  [TNY_STEP_REGISTRATION]  = tny_setup_registration_get_type,
  [TNY_STEP_CREDENTIALS]   = tny_setup_credentials_get_type,
  [TNY_STEP_PERMISSIONS]   = tny_setup_permissions_get_type,
  [TNY_STEP_SIGN_IN]       = tny_setup_sign_in_get_type,
  [TNY_STEP_STREAMS]       = tny_setup_streams_get_type,
};

static void go (TnySetupWindow *self, TnySetupStep step);

/* Draft */

static gboolean
save_func (TnyJob *job, gpointer data, GCancellable *cancellable, GError **error)
{
  TnyDraft *draft = data;
  TnySession *session = g_object_get_data (G_OBJECT (job), "session");

  return tny_draft_save (tny_session_get_store (session), draft, error);
}

static gboolean
remove_func (TnyJob *job, gpointer session, GCancellable *cancellable, GError **error)
{
  return tny_draft_remove (tny_session_get_store (session), error);
}

static void
saved_cb (TnySetupWindow *self, gboolean ok, TnyJob *job)
{
  if (!ok)
    tny_error_show (GTK_WIDGET (self), tny_job_get_error (job));
}

/* Until the sync is queued there is a draft, also when the connection is stored already: it remembers the
 * step. A connection that is edited is its own memory. */
static void
save_draft (TnySetupWindow *self)
{
  TnyDraft *draft = self->setup.draft;

  g_clear_handle_id (&self->save_id, g_source_remove);
  if (self->setup.editing || self->setup.finished || !tny_session_is_open (self->setup.session))
    return;

  g_free (draft->step);
  draft->step = g_strdup (tny_step_info (self->step)->id);
  g_free (draft->furthest);
  draft->furthest = g_strdup (tny_step_info (self->furthest)->id);
  g_free (draft->connection);
  draft->connection = self->setup.connection_id != 0
                      ? g_strdup_printf ("%" G_GINT64_FORMAT, self->setup.connection_id) : NULL;

  g_autoptr(TnyJob) job = tny_job_new (save_func, tny_draft_copy (self->setup.draft),
                                       (GDestroyNotify) tny_draft_free);

  g_object_set_data_full (G_OBJECT (job), "session", g_object_ref (self->setup.session), g_object_unref);
  g_signal_connect_object (job, "finished", G_CALLBACK (saved_cb), self, G_CONNECT_SWAPPED);
  tny_job_start (job);
}

static gboolean
save_cb (gpointer data)
{
  TnySetupWindow *self = data;

  self->save_id = 0;
  save_draft (self);

  return G_SOURCE_REMOVE;
}

static void
draft_changed_cb (TnySetupWindow *self)
{
  g_clear_handle_id (&self->save_id, g_source_remove);
  self->save_id = g_timeout_add (SAVE_MSEC, save_cb, self);
}

/* Helpers */

/* Not what was only passed: what Microsoft found, or the person said. */
static gboolean
is_done (TnySetupWindow *self, TnySetupStep step)
{
  const TnyDraft *draft = self->setup.draft;

  /* one of secret and certificate will do; what Microsoft refused is not stored */
  if (step == TNY_STEP_CREDENTIALS)
    return self->setup.connection_id != 0;

  return tny_step_is_done (step, tny_reach_parse (draft->reach), self->checks, draft->confirmed);
}

static void
update_steps (TnySetupWindow *self)
{
  for (guint i = 0; i < TNY_N_STEPS; i++)
    {
      GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->steps, (int) i);
      GtkWidget *icon = g_object_get_data (G_OBJECT (row), "icon");
      gboolean seen = i < self->furthest && i != self->step;
      gboolean done = seen && is_done (self, i);

      gtk_image_set_from_icon_name (GTK_IMAGE (icon), done ? "emblem-ok-symbolic" : NULL);
      gtk_widget_set_sensitive (GTK_WIDGET (row), i <= self->furthest);
      tny_describe (GTK_WIDGET (row), i == self->step ? _("current step")
                                       : done ? _("done") : seen ? _("visited") : NULL);
      if (i == self->step)
        gtk_list_box_select_row (self->steps, row);
    }
}

static gboolean
checks_func (TnyJob *job, gpointer data, GCancellable *cancellable, GError **error)
{
  TnySession *session = g_object_get_data (G_OBJECT (job), "session");
  g_autoptr(TnyReader) reader = tny_store_borrow (tny_session_get_store (session), error);
  GPtrArray *checks = reader != NULL ? tny_checks_load (reader, *(gint64 *) data, NULL, error) : NULL;

  if (checks == NULL)
    return FALSE;
  tny_job_take_result (job, checks, (GDestroyNotify) g_ptr_array_unref);

  return TRUE;
}

/* Without them, less is ticked. */
static void
checks_cb (TnySetupWindow *self, gboolean ok, TnyJob *job)
{
  if (!ok || self->page == NULL)
    return;
  g_clear_pointer (&self->checks, g_ptr_array_unref);
  self->checks = g_ptr_array_ref (tny_job_get_result (job));
  update_steps (self);
}

static void
load_checks (TnySetupWindow *self)
{
  if (self->setup.connection_id == 0 || !tny_session_is_open (self->setup.session))
    return;

  g_autoptr(TnyJob) job = tny_job_new (checks_func, g_memdup2 (&self->setup.connection_id, sizeof (gint64)),
                                       g_free);

  g_object_set_data_full (G_OBJECT (job), "session", g_object_ref (self->setup.session), g_object_unref);
  g_signal_connect_object (job, "finished", G_CALLBACK (checks_cb), self, G_CONNECT_SWAPPED);
  tny_job_start (job);
}

static void
update_continue (TnySetupWindow *self)
{
  gboolean can_continue;

  g_object_get (self->page, "can-continue", &can_continue, NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "setup.continue", can_continue);
  gtk_button_set_label (self->continue_button,
                        self->step + 1 < TNY_N_STEPS ? _("Continue") : _("Save and Continue"));
}

static void
proceeded_cb (TnySetupWindow *self)
{
  if (self->step + 1 < TNY_N_STEPS)
    go (self, self->step + 1);
}

/* The sync is queued: nothing is left to be remembered. */
static void
finished_cb (TnySetupWindow *self)
{
  g_autoptr(TnyJob) job = NULL;

  g_clear_handle_id (&self->save_id, g_source_remove);
  self->setup.finished = TRUE;
  if (self->setup.editing || !tny_session_is_open (self->setup.session))
    return;
  job = tny_job_new (remove_func, g_object_ref (self->setup.session), g_object_unref);
  g_signal_connect_object (job, "finished", G_CALLBACK (saved_cb), self, G_CONNECT_SWAPPED);
  tny_job_start (job);
}

static void
visit_cb (TnySetupWindow *self, guint step)
{
  if (step <= self->furthest)
    go (self, (TnySetupStep) step);
}

static void
drop_page (TnySetupWindow *self)
{
  if (self->page == NULL)
    return;

  tny_setup_page_leave (self->page);
  g_signal_handlers_disconnect_by_data (self->page, self);
  self->page = NULL;
  adw_bin_set_child (self->page_bin, NULL);
}

/* A step that has no wish of its own begins with its first field or button. */
static void
focus_page (TnySetupWindow *self)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));

  if (focus == NULL || !gtk_widget_get_mapped (focus)
      || !gtk_widget_is_ancestor (focus, GTK_WIDGET (self->page)))
    gtk_widget_child_focus (GTK_WIDGET (self->page), GTK_DIR_TAB_FORWARD);
}

static void
go (TnySetupWindow *self, TnySetupStep step)
{
  /* translators: title of a step: number, number of steps, name */
  g_autofree char *where = g_strdup_printf (_("Step %u of %u, %s"), step + 1, TNY_N_STEPS,
                                            _(tny_step_info (step)->title));
  g_autofree char *title = g_strdup_printf (_("%s — Set Up Microsoft"), _(tny_step_info (step)->title));
  g_autofree char *place = g_strdup_printf (_("Step %u of %u"), step + 1, TNY_N_STEPS);

  drop_page (self);
  adw_leaflet_set_visible_child (self->leaflet, self->content_box);       /* folded, the step is what counts */
  self->step = step;
  self->furthest = MAX (self->furthest, step);
  self->page = g_object_new (types[step] (), NULL);
  g_signal_connect_swapped (self->page, "notify::can-continue", G_CALLBACK (update_continue), self);
  g_signal_connect_swapped (self->page, "draft-changed", G_CALLBACK (draft_changed_cb), self);
  g_signal_connect_swapped (self->page, "proceed", G_CALLBACK (proceeded_cb), self);
  g_signal_connect_swapped (self->page, "finished", G_CALLBACK (finished_cb), self);
  g_signal_connect_swapped (self->page, "visit", G_CALLBACK (visit_cb), self);
  adw_bin_set_child (self->page_bin, GTK_WIDGET (self->page));
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scrolled), 0);

  gtk_window_set_title (GTK_WINDOW (self), title);
  adw_window_title_set_title (self->title, _(tny_step_info (step)->title));
  adw_window_title_set_subtitle (self->title, place);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "setup.back", step > 0);
  update_steps (self);
  load_checks (self);
  tny_setup_page_enter (self->page, &self->setup);
  update_continue (self);
  tny_names_fix (GTK_WIDGET (self));
  focus_page (self);
  tny_say (GTK_WIDGET (self), where);
  draft_changed_cb (self);
}

/* Callbacks and actions */

static void
step_activated_cb (GtkListBox *list, GtkListBoxRow *row, TnySetupWindow *self)
{
  TnySetupStep step = (TnySetupStep) gtk_list_box_row_get_index (row);

  if (step <= self->furthest && step != self->step)
    go (self, step);
  adw_leaflet_set_visible_child (self->leaflet, self->content_box);
}

static void
back_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TnySetupWindow *self = TNY_SETUP_WINDOW (widget);

  if (self->step > 0)
    go (self, self->step - 1);
}

static void
continue_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TnySetupWindow *self = TNY_SETUP_WINDOW (widget);

  if (tny_setup_page_press (self->page))
    proceeded_cb (self);
}

static void
steps_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TnySetupWindow *self = TNY_SETUP_WINDOW (widget);

  adw_leaflet_set_visible_child (self->leaflet, self->steps_box);
}

/* The connection is there, with its secret: on to the sign-in of the service account. */
static void
provisioned_cb (const TnyProvisionResult *result, gpointer data)
{
  TnySetupWindow *self = data;
  TnyDraft *draft = self->setup.draft;

  g_free (draft->connection);
  draft->connection = g_strdup_printf ("%" G_GINT64_FORMAT, result->connection_id);
  g_free (draft->name);
  draft->name = g_strdup (result->tenant_name);
  g_free (draft->tenant_id);
  draft->tenant_id = g_strdup (result->tenant_id);
  g_free (draft->client_id);
  draft->client_id = g_strdup (result->client_id);
  self->setup.connection_id = result->connection_id;
  go (self, TNY_STEP_SIGN_IN);
}

static void
do_it_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TnySetupWindow *self = TNY_SETUP_WINDOW (widget);
  const char *reach = self->setup.draft->reach != NULL ? self->setup.draft->reach : "gdap";

  tny_provision_window_present (GTK_WINDOW (self), self->setup.session, reach, TNY_FEATURES_DEFAULT,
                                provisioned_cb, self);
}

static gboolean
close_request_cb (TnySetupWindow *self)
{
  save_draft (self);

  return FALSE;
}

/* Virtual functions */

static void
tny_setup_window_dispose (GObject *object)
{
  TnySetupWindow *self = TNY_SETUP_WINDOW (object);

  g_clear_handle_id (&self->save_id, g_source_remove);
  if (self->page_bin != NULL)
    drop_page (self);
  gtk_widget_dispose_template (GTK_WIDGET (object), TNY_TYPE_SETUP_WINDOW);

  G_OBJECT_CLASS (tny_setup_window_parent_class)->dispose (object);
}

static void
tny_setup_window_finalize (GObject *object)
{
  TnySetupWindow *self = TNY_SETUP_WINDOW (object);

  g_clear_pointer (&self->checks, g_ptr_array_unref);
  tny_draft_free (self->setup.draft);
  g_clear_object (&self->setup.session);

  G_OBJECT_CLASS (tny_setup_window_parent_class)->finalize (object);
}

static void
tny_setup_window_class_init (TnySetupWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tny_setup_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = tny_setup_window_finalize;

  gtk_widget_class_set_template_from_resource (widget_class, TNY_RESOURCES "tny-setup-window.ui");
  gtk_widget_class_bind_template_child (widget_class, TnySetupWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, TnySetupWindow, leaflet);
  gtk_widget_class_bind_template_child (widget_class, TnySetupWindow, steps_box);
  gtk_widget_class_bind_template_child (widget_class, TnySetupWindow, content_box);
  gtk_widget_class_bind_template_child (widget_class, TnySetupWindow, title);
  gtk_widget_class_bind_template_child (widget_class, TnySetupWindow, steps);
  gtk_widget_class_bind_template_child (widget_class, TnySetupWindow, scrolled);
  gtk_widget_class_bind_template_child (widget_class, TnySetupWindow, page_bin);
  gtk_widget_class_bind_template_child (widget_class, TnySetupWindow, back_button);
  gtk_widget_class_bind_template_child (widget_class, TnySetupWindow, continue_button);
  gtk_widget_class_bind_template_child (widget_class, TnySetupWindow, status);
  gtk_widget_class_bind_template_callback (widget_class, step_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, close_request_cb);

  gtk_widget_class_install_action (widget_class, "setup.back", NULL, back_action);
  gtk_widget_class_install_action (widget_class, "setup.continue", NULL, continue_action);
  gtk_widget_class_install_action (widget_class, "setup.steps", NULL, steps_action);
  gtk_widget_class_install_action (widget_class, "setup.do-it", NULL, do_it_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Left, GDK_ALT_MASK, "setup.back", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Right, GDK_ALT_MASK, "setup.continue", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Return, GDK_CONTROL_MASK, "setup.continue", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
tny_setup_window_init (TnySetupWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  tny_dialog_prepare (GTK_WIDGET (self));
  tny_shell_set_parts (TNY_SHELL (self), self->status, self->toasts);

  for (guint i = 0; i < TNY_N_STEPS; i++)
    {
      GtkWidget *row = gtk_list_box_row_new ();
      GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
      GtkWidget *icon = gtk_image_new ();
      g_autofree char *text = g_strdup_printf ("%u  %s", i + 1, _(tny_step_info (i)->title));
      GtkWidget *label = gtk_label_new (text);

      gtk_label_set_xalign (GTK_LABEL (label), 0);
      gtk_widget_set_hexpand (label, TRUE);
      gtk_label_set_wrap (GTK_LABEL (label), TRUE);
      gtk_box_append (GTK_BOX (box), label);
      gtk_box_append (GTK_BOX (box), icon);
      gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
      tny_name_set (row, _(tny_step_info (i)->title));
      g_object_set_data (G_OBJECT (row), "icon", icon);
      gtk_list_box_append (self->steps, row);
    }
}

/* Opening: the draft, or the stored connection, is read first. */

typedef struct
{
  GtkWindow    *parent;
  TnySession   *session;
  gint64        connection_id;
  gint64        stored_id;        /* of a draft whose connection is stored; 0: none */
  TnySetupStep  step;
} Opening;

static void
opening_free (gpointer data)
{
  Opening *opening = data;

  g_object_unref (opening->session);
  g_free (opening);
}

static gboolean
load_func (TnyJob *job, gpointer data, GCancellable *cancellable, GError **error)
{
  Opening *opening = data;
  g_autoptr(GError) failure = NULL;
  TnyDraft *draft = NULL;

  if (opening->connection_id != 0)
    {
      g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, opening->connection_id);
      g_autoptr(TnyConnection) row = tny_session_find_connection (opening->session, id, error);

      if (row == NULL)
        return FALSE;
      draft = g_new0 (TnyDraft, 1);
      draft->name = g_strdup (row->name);
      draft->tenant_id = g_strdup (row->tenant_id);
      draft->client_id = g_strdup (row->client_id);
      draft->reach = g_strdup (row->reach);
      draft->cloud = g_strdup (row->cloud);
      draft->certificate = g_strdup (row->certificate);
      if (row->secret_expires != 0 && row->certificate == NULL)
        {
          g_autoptr(GDateTime) end = g_date_time_new_from_unix_utc (row->secret_expires);

          draft->expires = g_date_time_format (end, "%Y-%m-%d");
        }
    }
  else
    {
      draft = tny_draft_load (tny_session_get_store (opening->session), &failure);
      if (failure != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&failure));
          return FALSE;
        }
      if (draft == NULL)
        draft = g_new0 (TnyDraft, 1);
      if (draft->connection != NULL)
        {
          g_autoptr(TnyConnection) row = tny_session_find_connection (opening->session, draft->connection,
                                                                      NULL);

          /* removed meanwhile: the texts are worth keeping, the steps after them are not */
          if (row == NULL)
            g_clear_pointer (&draft->connection, g_free);
          else
            opening->stored_id = row->id;
        }
    }
  tny_job_take_result (job, draft, (GDestroyNotify) tny_draft_free);

  return TRUE;
}

static void
loaded_cb (TnyJob *job, gboolean ok, Opening *opening)
{
  GtkApplication *app = gtk_window_get_application (opening->parent);
  TnySetupWindow *self;

  if (!ok)
    {
      tny_error_show (GTK_WIDGET (opening->parent), tny_job_get_error (job));
      return;
    }

  self = g_object_new (TNY_TYPE_SETUP_WINDOW, "application", app, NULL);
  self->setup.session = g_object_ref (opening->session);
  self->setup.editing = opening->connection_id != 0;
  self->setup.connection_id = self->setup.editing ? opening->connection_id : opening->stored_id;
  self->setup.draft = tny_draft_copy (tny_job_get_result (job));

  TnySetupStep step = opening->step;

  if (self->setup.editing)
    {
      self->furthest = TNY_N_STEPS - 1;
    }
  else
    {
      /* without its connection, nothing behind the credentials can be done */
      TnySetupStep limit = self->setup.connection_id != 0 ? TNY_N_STEPS - 1 : TNY_STEP_CREDENTIALS;

      step = TNY_STEP_PREREQUISITES;
      tny_step_parse (self->setup.draft->step, &step);
      step = MIN (step, limit);
      self->furthest = step;
      tny_step_parse (self->setup.draft->furthest, &self->furthest);
      self->furthest = CLAMP (self->furthest, step, limit);
    }
  go (self, step);
  /* only what is mapped takes the focus */
  g_signal_connect_after (self, "map", G_CALLBACK (focus_page), NULL);
  gtk_window_present (GTK_WINDOW (self));
}

void
tny_setup_window_present (GtkWindow *parent, TnySession *session, gint64 connection_id, TnySetupStep step)
{
  g_return_if_fail (GTK_IS_WINDOW (parent));
  g_return_if_fail (TNY_IS_SESSION (session));

  for (GList *l = gtk_application_get_windows (gtk_window_get_application (parent)); l != NULL; l = l->next)
    if (TNY_IS_SETUP_WINDOW (l->data))
      {
        TnySetupWindow *open = l->data;

        if (open->setup.connection_id == connection_id && connection_id != 0)
          go (open, step);
        gtk_window_present (GTK_WINDOW (open));
        return;
      }

  Opening *opening = g_new0 (Opening, 1);

  opening->parent = parent;
  opening->session = g_object_ref (session);
  opening->connection_id = connection_id;
  opening->step = step;

  g_autoptr(TnyJob) job = tny_job_new (load_func, opening, opening_free);

  g_signal_connect (job, "finished", G_CALLBACK (loaded_cb), opening);
  tny_job_start (job);
}
