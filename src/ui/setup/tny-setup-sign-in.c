/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-setup-sign-in.h"

#include <glib/gi18n-lib.h>

#include "tny-admin-message.h"
#include "tny-ask.h"
#include "tny-error.h"
#include "tny-error-show.h"
#include "tny-keyring-ask.h"
#include "tny-open-uri.h"
#include "tny-page.h"
#include "tny-setup-checks.h"
#include "tny-shell.h"

/* After this long the page offers another way: most people are back by then. */
#define OFFER_SECONDS 60
/* By then a person may stand before an error of Microsoft's. */
#define CODE_SECONDS  10

struct _TnySetupSignIn
{
  TnySetupPage     parent_instance;

  GtkStack        *stack;
  GtkWidget       *browser_button, *cancel_button, *again_button;
  GtkLabel        *elapsed;
  GtkWidget       *other_way, *paste, *page_error;
  GtkWidget       *message_button, *code_message_button;
  AdwEntryRow     *address, *code;
  GtkLabel        *code_text;
  GtkLabel        *address_problem;
  AdwStatusPage   *ready, *failed;
  AdwBin          *failed_details;
  AdwActionRow    *account_row, *mfa_row;
  GtkImage        *mfa_icon;
  TnySetupChecks  *checks;

  TnySignIn       *flow;         /* NULL while none runs */
  GCancellable    *cancellable;
  gboolean         query;        /* the flow can take a pasted address */
  gboolean         open_browser;
  TnyJob          *job;
  TnyJob          *reading;      /* who is signed in; NULL while idle */
  TnySignInResult *result;       /* what waits to be kept */
  guint            seconds, tick_id;
  char            *message;      /* for an administrator; NULL where none can help */
};

G_DEFINE_FINAL_TYPE (TnySetupSignIn, tny_setup_sign_in, TNY_TYPE_SETUP_PAGE)

static void keep (TnySetupSignIn *self, gboolean accept_other);

/* Helpers */

static TnySetup *
setup_of (TnySetupSignIn *self)
{
  return tny_setup_page_get_setup (TNY_SETUP_PAGE (self));
}

/* The focus goes to what a person most likely wants next; it may not stay in a state that is hidden. */
static void
show (TnySetupSignIn *self, const char *state)
{
  gtk_stack_set_visible_child_name (self->stack, state);
  if (g_str_equal (state, "ready"))
    gtk_widget_grab_focus (self->browser_button);
  else if (g_str_equal (state, "waiting"))
    gtk_widget_grab_focus (self->query ? GTK_WIDGET (self->address) : self->cancel_button);
  else if (g_str_equal (state, "failed"))
    gtk_widget_grab_focus (self->again_button);
  else
    gtk_widget_child_focus (GTK_WIDGET (self->stack), GTK_DIR_TAB_FORWARD);
}

static void
end_flow (TnySetupSignIn *self)
{
  g_clear_handle_id (&self->tick_id, g_source_remove);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->flow);
  g_clear_object (&self->job);
  g_clear_pointer (&self->result, tny_sign_in_result_free);
}

/* Where an administrator can help, there is a message to send; @button offers it. */
static void
offer_message (TnySetupSignIn *self, const GError *error, GtkWidget *button)
{
  TnySetup *setup = setup_of (self);

  g_clear_pointer (&self->message, g_free);
  if (error != NULL && error->domain == TNY_ERROR)
    self->message = tny_admin_message ((TnyError) error->code, tny_setup_cloud (setup), setup->draft->client_id,
                                       NULL, setup->draft->reach, NULL);
  gtk_widget_set_visible (button, self->message != NULL);
}

static void
show_failure (TnySetupSignIn *self, const GError *error)
{
  const TnyRemedy *remedy = tny_remedy_for (error);
  g_autofree char *advice = g_markup_escape_text (_(remedy->advice), -1);

  offer_message (self, error, self->message_button);

  adw_status_page_set_title (self->failed, _(remedy->headline));
  adw_status_page_set_description (self->failed, advice);
  adw_bin_set_child (self->failed_details, tny_error_details_new (error));
  tny_say (GTK_WIDGET (self), _(remedy->headline));
  show (self, "failed");
}

static void
show_done (TnySetupSignIn *self)
{
  const TnySignInResult *result = self->result;
  static const struct { const char *icon, *words; } mfa[] = {
    [TNY_MFA_UNKNOWN] = { "content-loading-symbolic",
                          N_("Could not check: Microsoft does not say whether a second factor was used") },
    [TNY_MFA_NO] = { "dialog-warning-symbolic",
                     N_("Not used: partner tenants will refuse this sign-in. Set it up, then sign in again.") },
    [TNY_MFA_YES] = { "emblem-ok-symbolic", N_("Used") },
  };

  adw_action_row_set_subtitle (self->account_row, result->user_name != NULL ? result->user_name
                                                                            : result->object_id);
  adw_action_row_set_subtitle (self->mfa_row, _(mfa[result->mfa].words));
  gtk_image_set_from_icon_name (self->mfa_icon, mfa[result->mfa].icon);
  tny_sayf (GTK_WIDGET (self), _("Signed in as %s"),
            result->user_name != NULL ? result->user_name : result->object_id);
  tny_setup_page_set_continue (TNY_SETUP_PAGE (self), TRUE);
  show (self, "done");
  tny_setup_checks_start (self->checks, setup_of (self)->session, setup_of (self)->connection_id,
                          result->user_name != NULL ? result->user_name : result->object_id);
}

/* Keeping what was found */

typedef struct
{
  TnySession      *session;
  gint64           connection_id;
  TnySignInResult *result;       /* the page takes it back when the job is done, if it still stands */
  gboolean         accept_other, query;
} Work;

static void
work_free (gpointer data)
{
  Work *work = data;

  g_object_unref (work->session);
  tny_sign_in_result_free (work->result);
  g_free (work);
}

static gboolean
keep_func (TnyJob *job, gpointer data, GCancellable *cancellable, GError **error)
{
  Work *work = data;

  return tny_session_keep_sign_in (work->session, work->connection_id, work->result, work->accept_other,
                                   cancellable, error);
}

static void
other_account_cb (GObject *source, GAsyncResult *answer, gpointer data)
{
  g_autoptr(TnySetupSignIn) self = data;
  g_autofree char *chosen = tny_ask_finish (answer);

  if (self->result == NULL)
    return;
  if (g_str_equal (chosen, "use"))
    {
      keep (self, TRUE);
      return;
    }
  end_flow (self);
  show (self, "ready");
}

/* What Microsoft answered is still here: unlocked, it is kept without signing in again. */
static void
keyring_cb (GObject *page, GAsyncResult *result, gpointer data)
{
  TnySetupSignIn *self = TNY_SETUP_SIGN_IN (page);

  if (gtk_widget_get_root (GTK_WIDGET (self)) == NULL || self->result == NULL)
    return;
  if (tny_keyring_ask_finish (result))
    {
      keep (self, FALSE);
      return;
    }
  end_flow (self);
  show (self, "ready");
}

static void
kept_cb (TnySetupSignIn *self, gboolean ok, TnyJob *job)
{
  const GError *failure = tny_job_get_error (job);
  Work *work = g_object_get_data (G_OBJECT (job), "work");

  if (job != self->job)
    return;
  self->result = g_steal_pointer (&work->result);
  g_clear_object (&self->job);

  if (ok)
    {
      show_done (self);
    }
  else if (g_error_matches (failure, TNY_ERROR, TNY_ERROR_WRONG_ACCOUNT))
    {
      TnyQuestion question = {
        .heading = _("Use another account?"),
        .body = failure->message,
        .answers = { { "cancel", _("_Cancel"), ADW_RESPONSE_DEFAULT },
                     { "use", _("_Use This Account"), ADW_RESPONSE_SUGGESTED } },
        .cancel = "cancel",
      };

      tny_ask_async (GTK_WIDGET (self), &question, other_account_cb, g_object_ref (self));
    }
  else if (tny_keyring_ask_helps (failure))
    {
      tny_keyring_ask_async (GTK_WIDGET (self), setup_of (self)->session, failure, keyring_cb, NULL);
    }
  else
    {
      show_failure (self, failure);
    }
}

static void
keep (TnySetupSignIn *self, gboolean accept_other)
{
  Work *work = g_new0 (Work, 1);

  work->session = g_object_ref (setup_of (self)->session);
  work->connection_id = setup_of (self)->connection_id;
  work->result = g_steal_pointer (&self->result);
  work->accept_other = accept_other;
  self->job = tny_job_new (keep_func, work, work_free);
  g_object_set_data (G_OBJECT (self->job), "work", work);
  g_signal_connect_object (self->job, "finished", G_CALLBACK (kept_cb), self, G_CONNECT_SWAPPED);
  tny_job_start (self->job);
}

/* The flow */

static void
waited_cb (GObject *flow, GAsyncResult *result, gpointer data)
{
  g_autoptr(TnySetupSignIn) self = data;
  g_autoptr(GError) error = NULL;
  g_autoptr(TnySignInResult) found = tny_sign_in_wait_finish (TNY_SIGN_IN (flow), result, &error);

  if (TNY_SIGN_IN (flow) != self->flow)
    return;
  g_clear_handle_id (&self->tick_id, g_source_remove);
  g_clear_object (&self->flow);

  if (found != NULL)
    {
      g_clear_pointer (&self->result, tny_sign_in_result_free);
      self->result = g_steal_pointer (&found);
      keep (self, FALSE);
    }
  else if (tny_error_cancelled (error))
    {
      show (self, "ready");
    }
  else
    {
      show_failure (self, error);
    }
}

static gboolean
tick_cb (gpointer data)
{
  TnySetupSignIn *self = data;
  g_autofree char *text = NULL;

  self->seconds++;
  /* translators: minutes and seconds */
  text = g_strdup_printf (_("Waiting for your browser · %u:%02u"), self->seconds / 60, self->seconds % 60);
  gtk_label_set_text (self->elapsed, text);
  if (self->seconds == CODE_SECONDS)
    gtk_widget_set_visible (self->page_error, TRUE);
  if (self->seconds == OFFER_SECONDS && !self->query)
    {
      gtk_widget_set_visible (self->other_way, TRUE);
      tny_say (GTK_WIDGET (self), _("Browser did not come back? You can sign in another way."));
    }

  return G_SOURCE_CONTINUE;
}

static void
state_cb (TnySetupSignIn *self)
{
  if (self->flow != NULL && tny_sign_in_get_state (self->flow) == TNY_SIGN_IN_CHECKING)
    show (self, "checking");
}

static gboolean
flow_func (TnyJob *job, gpointer data, GCancellable *cancellable, GError **error)
{
  Work *work = data;
  TnySignIn *flow = tny_session_new_sign_in (work->session, work->connection_id, work->query, cancellable,
                                             error);

  if (flow == NULL)
    return FALSE;
  tny_job_take_result (job, flow, g_object_unref);

  return TRUE;
}

static void
flow_cb (TnySetupSignIn *self, gboolean ok, TnyJob *job)
{
  g_autoptr(GError) error = NULL;
  const char *link;

  if (job != self->job)
    return;
  if (!ok)
    {
      show_failure (self, tny_job_get_error (job));
      g_clear_object (&self->job);
      return;
    }
  self->flow = g_object_ref (tny_job_get_result (job));
  g_clear_object (&self->job);

  link = tny_sign_in_start (self->flow, &error);
  if (link == NULL)
    {
      show_failure (self, error);
      g_clear_object (&self->flow);
      return;
    }

  self->seconds = 0;
  gtk_widget_set_visible (self->other_way, FALSE);
  gtk_widget_set_visible (self->page_error, self->query);
  gtk_editable_set_text (GTK_EDITABLE (self->code), "");
  gtk_widget_set_visible (self->paste, self->query);
  gtk_editable_set_text (GTK_EDITABLE (self->address), "");
  gtk_widget_set_visible (GTK_WIDGET (self->address_problem), FALSE);
  gtk_label_set_text (self->elapsed, _("Waiting for your browser · 0:00"));
  self->cancellable = g_cancellable_new ();
  self->tick_id = g_timeout_add_seconds (1, tick_cb, self);
  g_signal_connect_object (self->flow, "notify::state", G_CALLBACK (state_cb), self, G_CONNECT_SWAPPED);
  tny_sign_in_wait_async (self->flow, self->cancellable, waited_cb, g_object_ref (self));
  show (self, "waiting");
  tny_say (GTK_WIDGET (self), _("Waiting for your browser"));
  if (self->open_browser)
    tny_open_uri (GTK_WIDGET (self), link);
  else
    gtk_widget_activate_action (GTK_WIDGET (self), "sign-in.copy-link", NULL);
}

static void
begin (TnySetupSignIn *self, gboolean query, gboolean open_browser)
{
  Work *work = g_new0 (Work, 1);

  end_flow (self);
  self->query = query;
  self->open_browser = open_browser;
  work->session = g_object_ref (setup_of (self)->session);
  work->connection_id = setup_of (self)->connection_id;
  work->query = query;
  self->job = tny_job_new (flow_func, work, work_free);
  g_signal_connect_object (self->job, "finished", G_CALLBACK (flow_cb), self, G_CONNECT_SWAPPED);
  tny_job_start (self->job);
}

/* What Microsoft shows only on its own page never comes back to us: a person reads the code there. */
static void
code_changed_cb (TnySetupSignIn *self)
{
  g_autoptr(GError) error = tny_microsoft_code (gtk_editable_get_text (GTK_EDITABLE (self->code)));
  const TnyRemedy *remedy = error != NULL ? tny_remedy_for (error) : NULL;
  g_autofree char *text = NULL;

  if (error != NULL && g_error_matches (error, TNY_ERROR, TNY_ERROR_NOT_FOUND))
    /* translators: a code of Microsoft's */
    text = g_strdup_printf (_("%s is not known here. Microsoft explains it at login.microsoftonline.com/error."),
                            error->message);
  else if (error != NULL)
    text = g_strdup_printf ("%s: %s. %s", error->message, _(remedy->headline), _(remedy->advice));
  gtk_label_set_text (self->code_text, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->code_text), text != NULL);
  if (setup_of (self) != NULL)
    offer_message (self, error, self->code_message_button);
}

/* Actions */

static void
copy_message_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TnySetupSignIn *self = TNY_SETUP_SIGN_IN (widget);

  if (self->message == NULL)
    return;
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), self->message);
  tny_say (widget, _("Message copied. Send it to an administrator of your directory."));
}

static void
browser_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  begin (TNY_SETUP_SIGN_IN (widget), FALSE, TRUE);
}

static void
other_way_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  begin (TNY_SETUP_SIGN_IN (widget), TRUE, TRUE);
}

/* In the ready state there is no link yet: the flow starts without opening a browser. */
static void
copy_link_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TnySetupSignIn *self = TNY_SETUP_SIGN_IN (widget);

  if (self->flow == NULL)
    {
      begin (self, FALSE, FALSE);
      return;
    }
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), tny_sign_in_get_link (self->flow));
  tny_say (widget, _("Link copied. Open it in any browser on this computer."));
}

static void
cancel_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TnySetupSignIn *self = TNY_SETUP_SIGN_IN (widget);

  end_flow (self);
  show (self, "ready");
  tny_say (widget, _("Sign-in cancelled. Nothing was stored."));
}

static void
use_address_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TnySetupSignIn *self = TNY_SETUP_SIGN_IN (widget);
  g_autoptr(GError) error = NULL;

  if (self->flow == NULL)
    return;
  if (tny_sign_in_take_address (self->flow, gtk_editable_get_text (GTK_EDITABLE (self->address)), &error))
    return;

  gtk_label_set_text (self->address_problem,
                      _("This is not the address of this sign-in. Copy the whole address of the page the "
                        "browser stopped at; it begins with http://localhost."));
  gtk_widget_set_visible (GTK_WIDGET (self->address_problem), TRUE);
  tny_say (widget, gtk_label_get_text (self->address_problem));
}

/* Virtual functions */

static gboolean
read_func (TnyJob *job, gpointer data, GCancellable *cancellable, GError **error)
{
  Work *work = data;
  g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, work->connection_id);
  TnyConnection *connection = tny_session_find_connection (work->session, id, error);

  if (connection == NULL)
    return FALSE;
  tny_job_take_result (job, connection, (GDestroyNotify) tny_connection_free);

  return TRUE;
}

/* Whoever is signed in already need not do it again. */
static void
read_cb (TnySetupSignIn *self, gboolean ok, TnyJob *job)
{
  const TnyConnection *connection = ok ? tny_job_get_result (job) : NULL;
  g_autofree char *text = NULL, *escaped = NULL;

  if (job != self->reading)
    return;
  if (connection != NULL && g_str_equal (connection->sign_in_state, "ok"))
    {
      /* translators: the account that is signed in */
      text = g_strdup_printf (_("Signed in as %s. Continue, or sign in again to renew it or to use another account."),
                              connection->account_name != NULL ? connection->account_name
                                                               : connection->account_id);
      escaped = g_markup_escape_text (text, -1);
      adw_status_page_set_description (self->ready, escaped);
      tny_setup_page_set_continue (TNY_SETUP_PAGE (self), TRUE);
    }
  g_clear_object (&self->reading);
}

static void
tny_setup_sign_in_enter (TnySetupPage *page)
{
  TnySetupSignIn *self = TNY_SETUP_SIGN_IN (page);
  Work *work = g_new0 (Work, 1);

  work->session = g_object_ref (setup_of (self)->session);
  work->connection_id = setup_of (self)->connection_id;
  self->reading = tny_job_new (read_func, work, work_free);
  g_signal_connect_object (self->reading, "finished", G_CALLBACK (read_cb), self, G_CONNECT_SWAPPED);
  tny_job_start (self->reading);
  show (self, "ready");
  /* an existing connection may keep the sign-in it has, also one that has ended */
  tny_setup_page_set_continue (page, setup_of (self)->editing);
}

static void
tny_setup_sign_in_leave (TnySetupPage *page)
{
  end_flow (TNY_SETUP_SIGN_IN (page));
  g_clear_object (&TNY_SETUP_SIGN_IN (page)->reading);
  tny_setup_checks_stop (TNY_SETUP_SIGN_IN (page)->checks);
}

static void
tny_setup_sign_in_dispose (GObject *object)
{
  end_flow (TNY_SETUP_SIGN_IN (object));
  g_clear_object (&TNY_SETUP_SIGN_IN (object)->reading);
  g_clear_pointer (&TNY_SETUP_SIGN_IN (object)->message, g_free);
  tny_setup_page_dispose_template (object, TNY_TYPE_SETUP_SIGN_IN);

  G_OBJECT_CLASS (tny_setup_sign_in_parent_class)->dispose (object);
}

static void
tny_setup_sign_in_class_init (TnySetupSignInClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tny_setup_sign_in_dispose;
  TNY_SETUP_PAGE_CLASS (klass)->enter = tny_setup_sign_in_enter;
  TNY_SETUP_PAGE_CLASS (klass)->leave = tny_setup_sign_in_leave;

  g_type_ensure (TNY_TYPE_SETUP_CHECKS);
  gtk_widget_class_set_template_from_resource (widget_class, TNY_RESOURCES "tny-setup-sign-in.ui");
  gtk_widget_class_bind_template_child (widget_class, TnySetupSignIn, stack);
  gtk_widget_class_bind_template_child (widget_class, TnySetupSignIn, browser_button);
  gtk_widget_class_bind_template_child (widget_class, TnySetupSignIn, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, TnySetupSignIn, again_button);
  gtk_widget_class_bind_template_child (widget_class, TnySetupSignIn, elapsed);
  gtk_widget_class_bind_template_child (widget_class, TnySetupSignIn, other_way);
  gtk_widget_class_bind_template_child (widget_class, TnySetupSignIn, page_error);
  gtk_widget_class_bind_template_child (widget_class, TnySetupSignIn, code);
  gtk_widget_class_bind_template_child (widget_class, TnySetupSignIn, code_text);
  gtk_widget_class_bind_template_child (widget_class, TnySetupSignIn, code_message_button);
  gtk_widget_class_bind_template_child (widget_class, TnySetupSignIn, message_button);
  gtk_widget_class_bind_template_callback (widget_class, code_changed_cb);
  gtk_widget_class_install_action (widget_class, "sign-in.copy-message", NULL, copy_message_action);
  gtk_widget_class_bind_template_child (widget_class, TnySetupSignIn, paste);
  gtk_widget_class_bind_template_child (widget_class, TnySetupSignIn, address);
  gtk_widget_class_bind_template_child (widget_class, TnySetupSignIn, address_problem);
  gtk_widget_class_bind_template_child (widget_class, TnySetupSignIn, ready);
  gtk_widget_class_bind_template_child (widget_class, TnySetupSignIn, failed);
  gtk_widget_class_bind_template_child (widget_class, TnySetupSignIn, failed_details);
  gtk_widget_class_bind_template_child (widget_class, TnySetupSignIn, account_row);
  gtk_widget_class_bind_template_child (widget_class, TnySetupSignIn, mfa_row);
  gtk_widget_class_bind_template_child (widget_class, TnySetupSignIn, mfa_icon);
  gtk_widget_class_bind_template_child (widget_class, TnySetupSignIn, checks);
  gtk_widget_class_install_action (widget_class, "sign-in.browser", NULL, browser_action);
  gtk_widget_class_install_action (widget_class, "sign-in.other-way", NULL, other_way_action);
  gtk_widget_class_install_action (widget_class, "sign-in.copy-link", NULL, copy_link_action);
  gtk_widget_class_install_action (widget_class, "sign-in.cancel", NULL, cancel_action);
  gtk_widget_class_install_action (widget_class, "sign-in.use-address", NULL, use_address_action);
}

static void
tny_setup_sign_in_init (TnySetupSignIn *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
