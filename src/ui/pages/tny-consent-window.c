/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-consent-window.h"

#include <glib/gi18n-lib.h>

#include "tny-ask.h"
#include "tny-dialog.h"
#include "tny-error.h"
#include "tny-error-show.h"
#include "tny-names.h"
#include "tny-session-consent.h"
#include "tny-shell.h"
#include "tny-words.h"

struct _TnyConsentWindow
{
  AdwWindow   parent_instance;

  GtkStack   *stack;
  GtkLabel   *status, *working, *summary, *scopes;
  GtkListBox *list;
  GtkButton  *give;
  AdwBin     *failed;

  TnySession *session;
  gint64      connection_id;
  gboolean    closed;
  TnyJob     *job;
};

G_DEFINE_FINAL_TYPE_WITH_CODE (TnyConsentWindow, tny_consent_window, ADW_TYPE_WINDOW,
                               G_IMPLEMENT_INTERFACE (TNY_TYPE_SHELL, NULL))

static const struct { const char *words, *icon; } states[TNY_N_CONSENT_STATES] = {
  [TNY_CONSENT_GIVEN]   = { N_("Given"), "emblem-ok-symbolic" },
  [TNY_CONSENT_NONE]    = { N_("No consent yet"), "content-loading-symbolic" },
  [TNY_CONSENT_PARTLY]  = { N_("An earlier consent lacks something"), "dialog-warning-symbolic" },
  [TNY_CONSENT_UNKNOWN] = { N_("Could not be asked"), "dialog-question-symbolic" },
  [TNY_CONSENT_FAILED]  = { N_("Not given"), "dialog-error-symbolic" },
};

static void
show (TnyConsentWindow *self, const char *state)
{
  GtkWidget *page = gtk_stack_get_child_by_name (self->stack, state);

  gtk_stack_set_visible_child (self->stack, page);
  tny_names_fix (GTK_WIDGET (self));
  gtk_widget_child_focus (page, GTK_DIR_TAB_FORWARD);
}

static GtkWidget *
new_row (const TnyConsentTenant *tenant)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *name = tny_words_name (tenant->name);
  g_autofree char *words = tenant->words != NULL
    ? g_strdup_printf ("%s. %s", _(states[tenant->state].words), tenant->words)
    : g_strdup (_(states[tenant->state].words));

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), name);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), words);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row),
                             gtk_image_new_from_icon_name (states[tenant->state].icon));
  if (tenant->detail != NULL)
    gtk_widget_set_tooltip_text (row, tenant->detail);
  tny_name_set (row, name);
  tny_describe (row, words);

  return row;
}

static void
show_list (TnyConsentWindow *self, GPtrArray *tenants)
{
  GtkListBoxRow *row;
  guint counts[TNY_N_CONSENT_STATES] = { 0 };
  g_autofree char *words = NULL, *button = NULL, *scopes = NULL;

  while ((row = gtk_list_box_get_row_at_index (self->list, 0)) != NULL)
    gtk_list_box_remove (self->list, GTK_WIDGET (row));
  for (guint i = 0; i < tenants->len; i++)
    {
      const TnyConsentTenant *tenant = tenants->pdata[i];

      counts[tenant->state]++;
      if (tenant->state == TNY_CONSENT_NONE && scopes == NULL)
        scopes = g_strdup_printf (_("Asked for, delegated: %s"), tenant->missing);
      gtk_list_box_append (self->list, new_row (tenant));
    }
  words = g_strdup_printf (_("Consent: %u given, %u not yet, %u failed, %u not known"),
                           counts[TNY_CONSENT_GIVEN], counts[TNY_CONSENT_NONE],
                           counts[TNY_CONSENT_FAILED],
                           counts[TNY_CONSENT_PARTLY] + counts[TNY_CONSENT_UNKNOWN]);
  button = g_strdup_printf (ngettext ("Give Consent in %u Tenant", "Give Consent in %u Tenants",
                                      counts[TNY_CONSENT_NONE]), counts[TNY_CONSENT_NONE]);
  gtk_label_set_text (self->summary, words);
  gtk_label_set_text (self->scopes, scopes != NULL ? scopes : "");
  gtk_widget_set_visible (GTK_WIDGET (self->scopes), scopes != NULL);
  gtk_button_set_label (self->give, button);
  gtk_widget_set_visible (GTK_WIDGET (self->give), counts[TNY_CONSENT_NONE] > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->list), tenants->len > 0);
  tny_say (GTK_WIDGET (self), words);
  show (self, "list");
}

static void
finished_cb (TnyJob *job, gboolean ok, gpointer data)
{
  g_autoptr(TnyConsentWindow) self = data;
  const GError *error = tny_job_get_error (job);

  if (self->closed)
    return;
  if (ok)
    {
      show_list (self, tny_job_get_result (job));
      return;
    }
  if (tny_error_cancelled (error))
    {
      gtk_window_close (GTK_WINDOW (self));
      return;
    }
  adw_bin_set_child (self->failed, tny_error_details_new (error));
  tny_say (GTK_WIDGET (self), _(tny_remedy_for (error)->headline));
  show (self, "failed");
}

static void
start (TnyConsentWindow *self, gboolean give, const char *words)
{
  g_clear_object (&self->job);
  self->job = tny_session_new_consent (self->session, self->connection_id, NULL, give);
  g_signal_connect (self->job, "finished", G_CALLBACK (finished_cb), g_object_ref (self));
  gtk_label_set_text (self->working, words);
  tny_say (GTK_WIDGET (self), words);
  show (self, "working");
  tny_job_start (self->job);
}

static void
look_cb (TnyConsentWindow *self)
{
  start (self, FALSE, _("Asking which customers have consented. Nothing is changed."));
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(TnyConsentWindow) self = data;
  g_autofree char *chosen = tny_ask_finish (result);

  if (!self->closed && g_str_equal (chosen, "give"))
    start (self, TRUE, _("Giving consent"));
}

static void
give_cb (TnyConsentWindow *self)
{
  TnyQuestion question = {
    .heading = gtk_button_get_label (self->give),
    .body = gtk_label_get_text (self->scopes),
    .answers = { { "cancel", _("_Cancel"), ADW_RESPONSE_DEFAULT },
                 { "give", _("_Give Consent"), ADW_RESPONSE_SUGGESTED } },
    .cancel = "cancel",
  };

  tny_ask_async (GTK_WIDGET (self), &question, answered_cb, g_object_ref (self));
}

static void
cancel_cb (TnyConsentWindow *self)
{
  if (self->job != NULL)
    tny_job_cancel (self->job);
}

static void
destroy_cb (TnyConsentWindow *self)
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
new_button (TnyConsentWindow *self, const char *label, GCallback clicked)
{
  GtkWidget *button = gtk_button_new_with_label (label);

  g_signal_connect_swapped (button, "clicked", clicked, self);
  gtk_widget_set_halign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "pill");

  return button;
}

static GtkBox *
add_page (TnyConsentWindow *self, const char *name)
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
build_pages (TnyConsentWindow *self)
{
  GtkBox *box = add_page (self, "working");
  GtkWidget *spinner = gtk_spinner_new ();

  gtk_spinner_start (GTK_SPINNER (spinner));
  gtk_box_append (box, spinner);
  self->working = GTK_LABEL (new_label (""));
  gtk_box_append (box, GTK_WIDGET (self->working));
  gtk_box_append (box, new_button (self, _("Cancel"), G_CALLBACK (cancel_cb)));

  box = add_page (self, "list");
  self->summary = GTK_LABEL (new_label (""));
  gtk_widget_add_css_class (GTK_WIDGET (self->summary), "title-4");
  gtk_box_append (box, GTK_WIDGET (self->summary));
  self->scopes = GTK_LABEL (new_label (""));
  gtk_box_append (box, GTK_WIDGET (self->scopes));
  self->give = GTK_BUTTON (new_button (self, _("Give Consent"), G_CALLBACK (give_cb)));
  gtk_widget_add_css_class (GTK_WIDGET (self->give), "suggested-action");
  gtk_box_append (box, GTK_WIDGET (self->give));
  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "boxed-list");
  tny_name_set (GTK_WIDGET (self->list), _("Tenants"));
  gtk_box_append (box, GTK_WIDGET (self->list));

  box = add_page (self, "failed");
  gtk_box_append (box, new_label (_("That did not work. Consent that was given stays, and is not asked for "
                                    "twice.")));
  self->failed = ADW_BIN (adw_bin_new ());
  gtk_box_append (box, GTK_WIDGET (self->failed));
  gtk_box_append (box, new_button (self, _("Try Again"), G_CALLBACK (look_cb)));
}

static void
tny_consent_window_finalize (GObject *object)
{
  TnyConsentWindow *self = TNY_CONSENT_WINDOW (object);

  g_clear_object (&self->job);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (tny_consent_window_parent_class)->finalize (object);
}

static void
tny_consent_window_class_init (TnyConsentWindowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tny_consent_window_finalize;
  gtk_widget_class_add_binding_action (GTK_WIDGET_CLASS (klass), GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
tny_consent_window_init (TnyConsentWindow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_window_set_title (GTK_WINDOW (self), _("Consent in Customers’ Tenants"));
  gtk_window_set_default_size (GTK_WINDOW (self), 640, 560);
  gtk_widget_set_size_request (GTK_WIDGET (self), 340, 300);
  self->stack = GTK_STACK (gtk_stack_new ());
  gtk_stack_set_vhomogeneous (self->stack, FALSE);
  self->status = g_object_new (GTK_TYPE_LABEL, "accessible-role", GTK_ACCESSIBLE_ROLE_STATUS,
                               "xalign", 0.0, "wrap", TRUE, "margin-start", 12, "margin-bottom", 6, NULL);
  gtk_widget_add_css_class (GTK_WIDGET (self->status), "dim-label");
  tny_name_set (GTK_WIDGET (self->status), _("Status"));
  tny_shell_set_parts (TNY_SHELL (self), self->status, NULL);
  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->stack));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->status));
  adw_window_set_content (ADW_WINDOW (self), box);
  build_pages (self);
  g_signal_connect (self, "destroy", G_CALLBACK (destroy_cb), NULL);
}

void
tny_consent_window_present (GtkWidget *from, TnySession *session, gint64 connection_id)
{
  g_return_if_fail (GTK_IS_WIDGET (from));
  g_return_if_fail (TNY_IS_SESSION (session));

  GtkWindow *parent = GTK_WINDOW (gtk_widget_get_root (from));
  TnyConsentWindow *self = g_object_new (TNY_TYPE_CONSENT_WINDOW,
                                         "application", gtk_window_get_application (parent),
                                         "transient-for", parent, "modal", TRUE,
                                         "destroy-with-parent", TRUE, NULL);

  self->session = g_object_ref (session);
  self->connection_id = connection_id;
  tny_dialog_prepare (GTK_WIDGET (self));
  gtk_window_present (GTK_WINDOW (self));
  look_cb (self);
}
