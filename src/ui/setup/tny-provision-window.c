/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-provision-window.h"

#include <glib/gi18n-lib.h>

#include "tny-dialog.h"
#include "tny-error.h"
#include "tny-error-show.h"
#include "tny-names.h"
#include "tny-open-uri.h"
#include "tny-page.h"
#include "tny-shell.h"

struct _TnyProvisionWindow
{
  AdwWindow            parent_instance;

  GtkStack            *stack;
  GtkLabel            *status;
  GtkCheckButton      *published;
  GtkButton           *undo_button, *apply_button;
  GtkLabel            *working, *summary;
  AdwComboRow         *account;
  AdwPreferencesGroup *account_group;
  GtkListBox          *effects;
  GtkBox              *notes;
  AdwStatusPage       *failed, *done;
  AdwBin              *details;

  TnySession          *session;
  char                *reach, *chosen;    /* the service account; NULL: who signs in */
  guint                features;
  TnyProvisionFinished finished;
  gpointer             finished_data;

  gboolean             undo, closed;
  TnySignIn           *flow;
  TnyAdmin            *admin;
  TnyJob              *job;
  TnyProvisionResult  *plan;              /* lent by plan_job */
  TnyJob              *plan_job;
};

G_DEFINE_FINAL_TYPE_WITH_CODE (TnyProvisionWindow, tny_provision_window, ADW_TYPE_WINDOW,
                               G_IMPLEMENT_INTERFACE (TNY_TYPE_SHELL, NULL))

static void look (TnyProvisionWindow *self);

static TnyProvisionOptions
options_of (TnyProvisionWindow *self)
{
  return (TnyProvisionOptions) {
    .reach = self->reach, .features = self->features,
    .published = self->undo || gtk_check_button_get_active (self->published),
    .account = self->chosen,
  };
}

static void
show (TnyProvisionWindow *self, const char *state)
{
  GtkWidget *page = gtk_stack_get_child_by_name (self->stack, state);

  gtk_stack_set_visible_child (self->stack, page);
  tny_names_fix (GTK_WIDGET (self));
  gtk_widget_child_focus (page, GTK_DIR_TAB_FORWARD);
}

static void
show_working (TnyProvisionWindow *self, const char *words)
{
  gtk_label_set_text (self->working, words);
  tny_say (GTK_WIDGET (self), words);
  show (self, "working");
}

static void
show_failure (TnyProvisionWindow *self, const GError *error)
{
  const TnyRemedy *remedy = tny_remedy_for (error);
  g_autofree char *advice = g_markup_escape_text (_(remedy->advice), -1);

  if (tny_error_cancelled (error))
    {
      show (self, "intro");
      return;
    }
  adw_status_page_set_title (self->failed, _(remedy->headline));
  adw_status_page_set_description (self->failed, advice);
  adw_bin_set_child (self->details, tny_error_details_new (error));
  tny_say (GTK_WIDGET (self), _(remedy->headline));
  show (self, "failed");
}

/* A job keeps the window until it is home, also when the person has closed it. */
static void
start (TnyProvisionWindow *self, TnyJob *job, GCallback finished)
{
  g_clear_object (&self->job);
  self->job = job;
  g_signal_connect (job, "finished", finished, g_object_ref (self));
  tny_job_start (job);
}

/* --- the list of effects --- */

static GtkWidget *
new_row (const TnyEffect *effect)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *icon = gtk_image_new ();
  g_autofree char *call = effect->method != NULL ? g_strconcat (effect->method, " ", effect->path, NULL)
                                                 : g_strdup (_("On this computer"));

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), effect->words);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), call);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), icon);
  g_object_set_data (G_OBJECT (row), "icon", icon);
  g_object_set_data_full (G_OBJECT (row), "key", g_strdup (effect->key), g_free);
  tny_name_set (row, effect->words);
  tny_describe (row, call);

  return row;
}

static void
mark (TnyProvisionWindow *self, const char *key, const char *icon, const char *words)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->effects, i)) != NULL; i++)
    if (g_strcmp0 (g_object_get_data (G_OBJECT (row), "key"), key) == 0)
      {
        g_autofree char *call = g_strconcat (words, ": ",
                                             adw_action_row_get_subtitle (ADW_ACTION_ROW (row)), NULL);

        gtk_image_set_from_icon_name (g_object_get_data (G_OBJECT (row), "icon"), icon);
        tny_describe (GTK_WIDGET (row), call);
      }
}

static void
clear_list (GtkListBox *list)
{
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (list, 0)) != NULL)
    gtk_list_box_remove (list, GTK_WIDGET (row));
}

static void
show_notes (TnyProvisionWindow *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->notes))) != NULL)
    gtk_box_remove (self->notes, child);
  for (guint i = 0; i < self->plan->notes->len; i++)
    {
      GtkWidget *label = gtk_label_new (self->plan->notes->pdata[i]);

      gtk_label_set_wrap (GTK_LABEL (label), TRUE);
      gtk_label_set_xalign (GTK_LABEL (label), 0);
      gtk_box_append (self->notes, label);
    }
}

static void
account_cb (TnyProvisionWindow *self)
{
  guint at = adw_combo_row_get_selected (self->account);
  const TnyProvisionAccount *account = self->plan != NULL && at < self->plan->accounts->len
    ? self->plan->accounts->pdata[at] : NULL;

  if (account == NULL || g_strcmp0 (account->object_id, self->plan->account_id) == 0)
    return;
  g_free (self->chosen);
  self->chosen = g_strdup (account->object_id);
  look (self);
}

static void
show_accounts (TnyProvisionWindow *self)
{
  g_autoptr(GtkStringList) names = gtk_string_list_new (NULL);
  guint selected = GTK_INVALID_LIST_POSITION;

  for (guint i = 0; i < self->plan->accounts->len; i++)
    {
      const TnyProvisionAccount *account = self->plan->accounts->pdata[i];

      gtk_string_list_append (names, account->user_name != NULL ? account->user_name
                                                                : account->object_id);
      if (g_strcmp0 (account->object_id, self->plan->account_id) == 0)
        selected = i;
    }
  g_signal_handlers_block_by_func (self->account, account_cb, self);
  adw_combo_row_set_model (self->account, G_LIST_MODEL (names));
  adw_combo_row_set_selected (self->account, selected);
  g_signal_handlers_unblock_by_func (self->account, account_cb, self);
  gtk_widget_set_visible (GTK_WIDGET (self->account_group), !self->undo &&
                                                             self->plan->accounts->len > 0);
}

static void
show_plan (TnyProvisionWindow *self)
{
  guint n = self->plan->effects->len;
  g_autofree char *words = NULL, *button = NULL;

  clear_list (self->effects);
  for (guint i = 0; i < n; i++)
    gtk_list_box_append (self->effects, new_row (self->plan->effects->pdata[i]));
  show_notes (self);
  show_accounts (self);
  words = n == 0
    ? g_strdup_printf (_("Everything is there in “%s”: nothing to do"), self->plan->tenant_name)
    /* translators: number of calls, name of the directory */
    : g_strdup_printf (ngettext ("%u call changes “%s”. Nothing was changed yet",
                                 "%u calls change “%s”. Nothing was changed yet", n), n,
                       self->plan->tenant_name);
  gtk_label_set_text (self->summary, words);
  button = n == 0 ? g_strdup (_("Continue"))
         : self->undo ? g_strdup_printf (ngettext ("Delete %u Thing", "Delete %u Things", n), n)
         : g_strdup_printf (ngettext ("Make %u Change", "Make %u Changes", n), n);
  gtk_button_set_label (self->apply_button, button);
  gtk_widget_set_visible (GTK_WIDGET (self->apply_button), TRUE);
  gtk_widget_set_visible (GTK_WIDGET (self->effects), n > 0);
  tny_say (GTK_WIDGET (self), words);
  show (self, "effects");
}

static void
looked_cb (TnyJob *job, gboolean ok, gpointer data)
{
  g_autoptr(TnyProvisionWindow) self = data;

  if (self->closed)
    return;
  if (!ok)
    {
      show_failure (self, tny_job_get_error (job));
      return;
    }
  g_set_object (&self->plan_job, job);
  self->plan = tny_job_get_result (job);
  show_plan (self);
}

static void
look (TnyProvisionWindow *self)
{
  const TnyProvisionOptions options = options_of (self);

  show_working (self, _("Looking at what is there. Nothing is changed."));
  start (self, self->undo
                 ? tny_session_new_provision_undo (self->session, self->admin, FALSE, NULL, NULL)
                 : tny_session_new_provision (self->session, self->admin, &options, FALSE, NULL, NULL),
         G_CALLBACK (looked_cb));
}

/* --- doing it --- */

typedef struct { TnyProvisionWindow *window; char *key; gboolean done; } Step;

static gboolean
step_cb (gpointer data)
{
  Step *step = data;

  if (!step->window->closed)
    mark (step->window, step->key, step->done ? "emblem-ok-symbolic" : "content-loading-symbolic",
          step->done ? _("Done") : _("Sent"));

  return G_SOURCE_REMOVE;
}

static void
step_free (gpointer data)
{
  Step *step = data;

  g_object_unref (step->window);
  g_free (step->key);
  g_free (step);
}

/* In the worker. */
static void
notify (const TnyEffect *effect, const char *method, const char *path, gboolean done, gpointer window)
{
  Step *step = g_new0 (Step, 1);

  step->window = g_object_ref (window);
  step->key = g_strdup (effect->key);
  step->done = done;
  g_idle_add_full (G_PRIORITY_DEFAULT, step_cb, step, step_free);
}

static void
applied_cb (TnyJob *job, gboolean ok, gpointer data)
{
  g_autoptr(TnyProvisionWindow) self = data;

  if (self->closed)
    return;
  if (!ok)
    {
      show_failure (self, tny_job_get_error (job));
      return;
    }
  g_set_object (&self->plan_job, job);
  self->plan = tny_job_get_result (job);
  adw_status_page_set_title (self->done, self->undo ? _("It is deleted") : _("It is set up"));
  adw_status_page_set_description (self->done, self->undo
    ? _("Exactly what was made from here is gone.")
    : _("Next, the service account signs in. Customers that have not consented yet are shown in Health."));
  tny_say (GTK_WIDGET (self), adw_status_page_get_title (self->done));
  show (self, "done");
}

static void
apply_cb (TnyProvisionWindow *self)
{
  const TnyProvisionOptions options = options_of (self);

  if (self->plan->effects->len == 0)
    {
      show (self, "done");
      return;
    }
  gtk_widget_set_visible (GTK_WIDGET (self->apply_button), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->account_group), FALSE);
  gtk_label_set_text (self->summary, _("Working. Each call is noted before it is sent."));
  tny_say (GTK_WIDGET (self), _("Working. Each call is noted before it is sent."));
  start (self, self->undo
                 ? tny_session_new_provision_undo (self->session, self->admin, TRUE, notify, self)
                 : tny_session_new_provision (self->session, self->admin, &options, TRUE, notify, self),
         G_CALLBACK (applied_cb));
}

static void
go_on_cb (TnyProvisionWindow *self)
{
  if (!self->undo && self->plan != NULL && self->plan->connection_id != 0)
    self->finished (self->plan, self->finished_data);
  gtk_window_close (GTK_WINDOW (self));
}

/* --- signing in --- */

static void
signed_in_cb (GObject *flow, GAsyncResult *async, gpointer data)
{
  g_autoptr(TnyProvisionWindow) self = data;
  g_autoptr(GError) error = NULL;
  g_autoptr(TnySignInResult) result = tny_sign_in_wait_finish (TNY_SIGN_IN (flow), async, &error);

  g_clear_object (&self->flow);
  if (self->closed)
    return;
  if (result == NULL)
    {
      show_failure (self, error);
      return;
    }
  tny_admin_free (self->admin);
  self->admin = tny_admin_new (result);
  look (self);
}

static void
flow_cb (TnyJob *job, gboolean ok, gpointer data)
{
  g_autoptr(TnyProvisionWindow) self = data;
  g_autoptr(GError) error = NULL;
  const char *link;

  if (self->closed)
    return;
  if (!ok)
    {
      show_failure (self, tny_job_get_error (job));
      return;
    }
  self->flow = g_object_ref (tny_job_get_result (job));
  link = tny_sign_in_start (self->flow, &error);
  if (link == NULL)
    {
      g_clear_object (&self->flow);
      show_failure (self, error);
      return;
    }
  tny_sign_in_wait_async (self->flow, NULL, signed_in_cb, g_object_ref (self));
  tny_say (GTK_WIDGET (self), _("Waiting for your browser"));
  show (self, "waiting");
  tny_open_uri (GTK_WIDGET (self), link);
}

typedef struct { TnySession *session; char *reach; gboolean published; } NewFlow;

static void
new_flow_free (gpointer data)
{
  NewFlow *work = data;

  g_object_unref (work->session);
  g_free (work->reach);
  g_free (work);
}

static gboolean
flow_func (TnyJob *job, gpointer data, GCancellable *cancellable, GError **error)
{
  NewFlow *work = data;
  const TnyProvisionOptions options = { .reach = work->reach, .published = work->published };
  TnySignIn *flow = tny_session_new_admin_sign_in (work->session, &options, FALSE, cancellable, error);

  if (flow == NULL)
    return FALSE;
  tny_job_take_result (job, flow, g_object_unref);

  return TRUE;
}

static void
sign_in (TnyProvisionWindow *self, gboolean undo)
{
  NewFlow *work = g_new0 (NewFlow, 1);

  self->undo = undo;
  work->session = g_object_ref (self->session);
  work->reach = g_strdup (undo ? "gdap" : self->reach);
  work->published = options_of (self).published;
  show_working (self, _("Preparing the sign-in"));
  start (self, tny_job_new (flow_func, work, new_flow_free), G_CALLBACK (flow_cb));
}

static void
sign_in_cb (TnyProvisionWindow *self)
{
  sign_in (self, FALSE);
}

static void
undo_cb (TnyProvisionWindow *self)
{
  sign_in (self, TRUE);
}

static void
copy_link_cb (TnyProvisionWindow *self)
{
  if (self->flow == NULL)
    return;
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)),
                          tny_sign_in_get_link (self->flow));
  tny_say (GTK_WIDGET (self), _("Link copied"));
}

static void
cancel_cb (TnyProvisionWindow *self)
{
  if (self->flow != NULL)
    tny_sign_in_cancel (self->flow);
  else if (self->job != NULL)
    tny_job_cancel (self->job);
}

/* The administrator is still signed in: look again, what is done is not done twice. */
static void
again_cb (TnyProvisionWindow *self)
{
  if (self->admin != NULL)
    look (self);
  else
    show (self, "intro");
}

static void
destroy_cb (TnyProvisionWindow *self)
{
  self->closed = TRUE;
  cancel_cb (self);
}

/* --- building --- */

static GtkWidget *
new_label (const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);

  return label;
}

static GtkWidget *
new_button (TnyProvisionWindow *self, const char *label, GCallback clicked, gboolean main)
{
  GtkWidget *button = gtk_button_new_with_label (label);

  g_signal_connect_swapped (button, "clicked", clicked, self);
  gtk_widget_set_halign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "pill");
  if (main)
    gtk_widget_add_css_class (button, "suggested-action");

  return button;
}

static GtkBox *
add_page (TnyProvisionWindow *self, const char *name)
{
  GtkWidget *scrolled = gtk_scrolled_window_new (), *clamp = adw_clamp_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

  gtk_widget_set_margin_start (box, 12);
  gtk_widget_set_margin_end (box, 12);
  gtk_widget_set_margin_top (box, 12);
  gtk_widget_set_margin_bottom (box, 18);
  adw_clamp_set_child (ADW_CLAMP (clamp), box);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), clamp);
  gtk_widget_set_vexpand (scrolled, TRUE);
  gtk_stack_add_named (self->stack, scrolled, name);

  return GTK_BOX (box);
}

static void
build_intro (TnyProvisionWindow *self)
{
  GtkBox *box = add_page (self, "intro");
  GtkWidget *heading = new_label (_("An administrator signs in once. You then see every call and confirm the "
                                    "list before anything is changed."));

  gtk_widget_add_css_class (heading, "title-4");
  gtk_box_append (box, heading);
  gtk_box_append (box, new_label (_("Made or reused: the app registration with redirect address and "
                                    "permissions, admin consent in your own directory, a client secret that "
                                    "goes straight into the keyring, and for GDAP a security group with the "
                                    "service account, assigned where it is needed.")));
  gtk_box_append (box, new_label (_("Microsoft's page names “Microsoft Graph Command Line Tools”, the client "
                                    "of Microsoft's own PowerShell, because there is no app of yours yet. Its "
                                    "token stays in memory and is dropped when this window closes. Sign in as "
                                    "a Global Administrator who is a member of AdminAgents.")));
  self->published = GTK_CHECK_BUTTON (gtk_check_button_new_with_label (
    _("Permissions that IT Glue asks for, instead of as few as possible")));
  gtk_box_append (box, GTK_WIDGET (self->published));
  gtk_box_append (box, new_button (self, _("Sign In as Administrator"), G_CALLBACK (sign_in_cb), TRUE));
  self->undo_button = GTK_BUTTON (new_button (self, _("Undo What Was Made…"), G_CALLBACK (undo_cb), FALSE));
  gtk_widget_set_visible (GTK_WIDGET (self->undo_button), FALSE);
  gtk_box_append (box, GTK_WIDGET (self->undo_button));
}

static void
build_waiting (TnyProvisionWindow *self)
{
  GtkBox *box = add_page (self, "waiting");
  GtkWidget *spinner = gtk_spinner_new ();

  gtk_spinner_start (GTK_SPINNER (spinner));
  gtk_box_append (box, spinner);
  gtk_box_append (box, new_label (_("Waiting for your browser. Sign in there as the administrator.")));
  gtk_box_append (box, new_button (self, _("Copy Link"), G_CALLBACK (copy_link_cb), FALSE));
  gtk_box_append (box, new_button (self, _("Cancel"), G_CALLBACK (cancel_cb), FALSE));
}

static void
build_working (TnyProvisionWindow *self)
{
  GtkBox *box = add_page (self, "working");
  GtkWidget *spinner = gtk_spinner_new ();

  gtk_spinner_start (GTK_SPINNER (spinner));
  gtk_box_append (box, spinner);
  self->working = GTK_LABEL (new_label (""));
  gtk_box_append (box, GTK_WIDGET (self->working));
  gtk_box_append (box, new_button (self, _("Cancel"), G_CALLBACK (cancel_cb), FALSE));
}

static void
build_effects (TnyProvisionWindow *self)
{
  GtkBox *box = add_page (self, "effects");

  self->summary = GTK_LABEL (new_label (""));
  gtk_widget_add_css_class (GTK_WIDGET (self->summary), "title-4");
  gtk_box_append (box, GTK_WIDGET (self->summary));
  self->account_group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  self->account = ADW_COMBO_ROW (adw_combo_row_new ());
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->account), _("Service account"));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->account), _("A member of AdminAgents"));
  g_signal_connect_swapped (self->account, "notify::selected", G_CALLBACK (account_cb), self);
  adw_preferences_group_add (self->account_group, GTK_WIDGET (self->account));
  gtk_box_append (box, GTK_WIDGET (self->account_group));
  self->notes = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 6));
  gtk_box_append (box, GTK_WIDGET (self->notes));
  self->effects = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->effects, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (self->effects), "boxed-list");
  tny_name_set (GTK_WIDGET (self->effects), _("Calls"));
  gtk_box_append (box, GTK_WIDGET (self->effects));
  self->apply_button = GTK_BUTTON (new_button (self, _("Continue"), G_CALLBACK (apply_cb), TRUE));
  gtk_box_append (box, GTK_WIDGET (self->apply_button));
}

static void
build_ends (TnyProvisionWindow *self)
{
  GtkBox *box = add_page (self, "done");

  self->done = ADW_STATUS_PAGE (adw_status_page_new ());
  adw_status_page_set_icon_name (self->done, "emblem-ok-symbolic");
  adw_status_page_set_title (self->done, _("It is set up"));
  gtk_box_append (box, GTK_WIDGET (self->done));
  gtk_box_append (box, new_button (self, _("Continue"), G_CALLBACK (go_on_cb), TRUE));

  box = add_page (self, "failed");
  self->failed = ADW_STATUS_PAGE (adw_status_page_new ());
  adw_status_page_set_icon_name (self->failed, "dialog-warning-symbolic");
  gtk_box_append (box, GTK_WIDGET (self->failed));
  gtk_box_append (box, new_label (_("What was done stays, and is not done twice.")));
  self->details = ADW_BIN (adw_bin_new ());
  gtk_box_append (box, GTK_WIDGET (self->details));
  gtk_box_append (box, new_button (self, _("Try Again"), G_CALLBACK (again_cb), TRUE));
}

static void
tny_provision_window_finalize (GObject *object)
{
  TnyProvisionWindow *self = TNY_PROVISION_WINDOW (object);

  g_clear_object (&self->plan_job);
  g_clear_object (&self->job);
  tny_admin_free (self->admin);
  g_clear_object (&self->session);
  g_free (self->reach);
  g_free (self->chosen);

  G_OBJECT_CLASS (tny_provision_window_parent_class)->finalize (object);
}

static void
tny_provision_window_class_init (TnyProvisionWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = tny_provision_window_finalize;
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
tny_provision_window_init (TnyProvisionWindow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_window_set_title (GTK_WINDOW (self), _("Do It for Me"));
  gtk_window_set_default_size (GTK_WINDOW (self), 720, 640);
  gtk_widget_set_size_request (GTK_WIDGET (self), 340, 300);
  self->stack = GTK_STACK (gtk_stack_new ());
  gtk_stack_set_vhomogeneous (self->stack, FALSE);
  self->status = g_object_new (GTK_TYPE_LABEL, "accessible-role", GTK_ACCESSIBLE_ROLE_STATUS,
                               "xalign", 0.0, "wrap", TRUE, NULL);
  gtk_widget_add_css_class (GTK_WIDGET (self->status), "dim-label");
  gtk_widget_set_margin_start (GTK_WIDGET (self->status), 12);
  gtk_widget_set_margin_bottom (GTK_WIDGET (self->status), 6);
  tny_name_set (GTK_WIDGET (self->status), _("Status"));
  tny_shell_set_parts (TNY_SHELL (self), self->status, NULL);
  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->stack));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->status));
  adw_window_set_content (ADW_WINDOW (self), box);
  build_intro (self);
  build_waiting (self);
  build_working (self);
  build_effects (self);
  build_ends (self);
  g_signal_connect (self, "destroy", G_CALLBACK (destroy_cb), NULL);
}

void
tny_provision_window_present (GtkWindow *parent, TnySession *session, const char *reach, guint features,
                              TnyProvisionFinished finished, gpointer data)
{
  g_return_if_fail (GTK_IS_WINDOW (parent));
  g_return_if_fail (TNY_IS_SESSION (session));

  TnyProvisionWindow *self = g_object_new (TNY_TYPE_PROVISION_WINDOW,
                                           "application", gtk_window_get_application (parent),
                                           "transient-for", parent, "modal", TRUE,
                                           "destroy-with-parent", TRUE, NULL);
  gboolean can = FALSE;

  self->session = g_object_ref (session);
  self->reach = g_strdup (reach);
  self->features = features;
  self->finished = finished;
  self->finished_data = data;
  gtk_widget_set_visible (GTK_WIDGET (self->undo_button),
                          tny_provision_can_undo (tny_session_get_store (session), &can, NULL) && can);
  tny_dialog_prepare (GTK_WIDGET (self));
  show (self, "intro");
  gtk_window_present (GTK_WINDOW (self));
}
