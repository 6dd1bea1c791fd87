/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-setup-credentials.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "tny-clock.h"
#include "tny-error.h"
#include "tny-error-show.h"
#include "tny-identity.h"
#include "tny-keyring-ask.h"
#include "tny-names.h"
#include "tny-page.h"
#include "tny-setup-certificate.h"
#include "tny-setup-tenant.h"
#include "tny-shell.h"
#include "tny-steps.h"
#include "tny-text.h"

/* A new secret can take this long until every server of Microsoft's knows it. */
#define TRY_AGAIN_SECONDS 6
#define TRIES             5
/* A secret that is shown is covered again after this long. */
#define REVEAL_SECONDS    10

struct _TnySetupCredentials
{
  TnySetupPage  parent_instance;

  AdwEntryRow  *name, *client_id, *tenant_id, *expiry_date;
  AdwPasswordEntryRow *secret;
  AdwComboRow  *expires;
  TnySetupTenant *tenant;
  TnySetupCertificate *certificate;
  GtkWidget    *expiry_group;
  gboolean      has_certificate;       /* the stored connection uses one */
  GtkLabel     *client_problem, *tenant_problem, *secret_problem, *expiry_problem;
  GtkLabel     *result;
  GtkSpinner   *spinner;

  TnyJob       *job;           /* checking or storing; NULL while idle */
  gboolean      filling;       /* texts come from the draft, not from a person */
  gboolean      works;         /* Microsoft accepted what stands there now */
  gboolean      refused;       /* Microsoft did not */
  gboolean      unasked;       /* it was tried, but Microsoft could not be asked */
  gboolean      then_store;    /* Continue was pressed before that was known */
  guint         tries, wait_left, wait_id;
  guint         reveal_id;
};

G_DEFINE_FINAL_TYPE (TnySetupCredentials, tny_setup_credentials, TNY_TYPE_SETUP_PAGE)

/* Months of the choices; the first is that nobody told, the last a date. Nothing is guessed. */
static const char *const months[] = { "", "24", "18", "12", "6" };

#define OTHER_DATE G_N_ELEMENTS (months)

static void check (TnySetupCredentials *self);
static void store (TnySetupCredentials *self);

/* Helpers */

static TnySetup *
setup_of (TnySetupCredentials *self)
{
  return tny_setup_page_get_setup (TNY_SETUP_PAGE (self));
}

static char *
typed (gpointer row)
{
  return tny_text_trim (gtk_editable_get_text (GTK_EDITABLE (row)));
}

/* An untranslated msgid in a row below the one it is about, or nothing. */
static void
show_problem (GtkWidget *row, GtkLabel *label, const char *words)
{
  GtkWidget *problem_row = gtk_widget_get_parent (GTK_WIDGET (label));

  gtk_label_set_text (label, words != NULL ? _(words) : "");
  gtk_widget_set_visible (problem_row, words != NULL);
  tny_name_set (problem_row, words != NULL ? _(words) : NULL);
  tny_describe (row, words != NULL ? _(words) : NULL);
  if (words != NULL)
    {
      gtk_widget_add_css_class (row, "error");
      gtk_widget_add_css_class (row, "with-problem");
    }
  else
    {
      gtk_widget_remove_css_class (row, "error");
      gtk_widget_remove_css_class (row, "with-problem");
    }
}

static void
show_result (TnySetupCredentials *self, const char *text, const char *css)
{
  gtk_widget_remove_css_class (GTK_WIDGET (self->result), "success");
  gtk_widget_remove_css_class (GTK_WIDGET (self->result), "error");
  if (css != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self->result), css);
  gtk_label_set_text (self->result, text);
  if (*text != '\0')
    tny_say (GTK_WIDGET (self), text);
}

static const char *
expiry_choice (TnySetupCredentials *self)
{
  guint chosen = adw_combo_row_get_selected (self->expires);

  return chosen < OTHER_DATE ? months[chosen] : gtk_editable_get_text (GTK_EDITABLE (self->expiry_date));
}

/* Whether everything is there and nothing is wrong; shows what is. */
static gboolean
judge (TnySetupCredentials *self)
{
  g_autofree char *client = typed (self->client_id);
  g_autofree char *tenant = typed (self->tenant_id);
  g_autofree char *name = typed (self->name);
  g_autofree char *secret = typed (self->secret);
  TnyCredentialsProblem problem = tny_credentials_problem (client, tenant, secret);
  gboolean other = adw_combo_row_get_selected (self->expires) == OTHER_DATE;
  const char *date = gtk_editable_get_text (GTK_EDITABLE (self->expiry_date));
  gboolean bad_date = other && *date != '\0' && tny_draft_expiry (date, tny_clock_now (NULL)) == 0;
  gboolean certificate = tny_setup_certificate_is_on (self->certificate);
  /* else the keyring has one */
  gboolean need_secret = setup_of (self)->connection_id == 0 || self->has_certificate;
  gboolean proof = certificate ? tny_setup_certificate_is_there (self->certificate)
                               : *secret != '\0' || !need_secret;
  gboolean complete = *name != '\0' && *client != '\0' && *tenant != '\0' && proof;

  show_problem (GTK_WIDGET (self->client_id), self->client_problem, problem.client_id);
  show_problem (GTK_WIDGET (self->tenant_id), self->tenant_problem, problem.tenant_id);
  show_problem (GTK_WIDGET (self->secret), self->secret_problem, certificate ? NULL : problem.secret);
  gtk_widget_set_visible (GTK_WIDGET (self->secret), !certificate);
  gtk_widget_set_visible (self->expiry_group, !certificate);
  show_problem (GTK_WIDGET (self->expiry_date), self->expiry_problem,
                bad_date ? N_("A date is written like 2027-01-31") : NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->expiry_date), other);
  tny_wipe (secret, strlen (secret));

  return complete && problem.client_id == NULL && problem.tenant_id == NULL
         && (certificate || (!bad_date && problem.secret == NULL));
}

/* Something that Microsoft has not seen from this connection yet. */
static gboolean
has_new_proof (TnySetupCredentials *self)
{
  g_autofree char *secret = NULL;
  gboolean typed_one;

  if (tny_setup_certificate_is_on (self->certificate))
    return tny_setup_certificate_is_waiting (self->certificate);
  secret = typed (self->secret);
  typed_one = *secret != '\0';
  tny_wipe (secret, strlen (secret));

  return typed_one;
}

static void
update (TnySetupCredentials *self)
{
  gboolean good = judge (self);
  gboolean idle = self->job == NULL && self->wait_id == 0;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "credentials.check", good && idle && has_new_proof (self));
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), self->job != NULL);
  gtk_spinner_set_spinning (self->spinner, self->job != NULL);
  tny_setup_page_set_continue (TNY_SETUP_PAGE (self), good && self->job == NULL && !self->refused);
}

static void
stop (TnySetupCredentials *self)
{
  g_clear_handle_id (&self->wait_id, g_source_remove);
  if (self->job != NULL)
    tny_job_cancel (self->job);
  g_clear_object (&self->job);
}

/* Jobs: what they need, copied, so that the page may go meanwhile. */

typedef struct
{
  TnySession *session;
  gint64      connection_id;     /* 0: a new connection */
  char       *name, *tenant_id, *client_id, *reach, *cloud;
  gint64      expires;
  TnySecret  *secret;            /* NULL: keep the stored one */
  gboolean    certificate;       /* the one that waits */
} Work;

static void
work_free (gpointer data)
{
  Work *work = data;

  g_object_unref (work->session);
  g_free (work->name);
  g_free (work->tenant_id);
  g_free (work->client_id);
  g_free (work->reach);
  g_free (work->cloud);
  tny_secret_unref (work->secret);
  g_free (work);
}

static Work *
work_new (TnySetupCredentials *self)
{
  TnySetup *setup = setup_of (self);
  Work *work = g_new0 (Work, 1);
  char *secret = typed (self->secret);

  work->session = g_object_ref (setup->session);
  work->connection_id = setup->connection_id;
  work->name = typed (self->name);
  work->tenant_id = typed (self->tenant_id);
  work->client_id = typed (self->client_id);
  work->reach = g_strdup (tny_reach_name (tny_reach_parse (setup->draft->reach)));
  work->cloud = g_strdup (setup->draft->cloud);
  work->certificate = tny_setup_certificate_is_waiting (self->certificate);
  if (!tny_setup_certificate_is_on (self->certificate))
    {
      work->expires = tny_draft_expiry (expiry_choice (self), tny_clock_now (NULL));
      if (*secret != '\0')
        work->secret = tny_secret_new (secret);
    }
  tny_wipe_free (secret);

  return work;
}

static TnyConnectionDraft
draft_of (const Work *work)
{
  return (TnyConnectionDraft) {
    .name = work->name, .tenant_id = work->tenant_id, .client_id = work->client_id,
    .reach = work->reach, .cloud = work->cloud, .secret_expires = work->expires, .secret = work->secret,
    .certificate = work->certificate, .recommended = TRUE,
  };
}

static gboolean
check_func (TnyJob *job, gpointer data, GCancellable *cancellable, GError **error)
{
  Work *work = data;
  TnyConnectionDraft draft = draft_of (work);

  return tny_session_check_credentials (work->session, &draft, cancellable, error);
}

static gboolean
store_func (TnyJob *job, gpointer data, GCancellable *cancellable, GError **error)
{
  Work *work = data;
  TnyConnectionDraft draft = draft_of (work);

  return work->connection_id == 0
         ? tny_session_add_connection (work->session, &draft, &work->connection_id, cancellable, error)
         : tny_session_change_connection (work->session, work->connection_id, &draft, cancellable, error);
}

static gboolean
wait_cb (gpointer data)
{
  TnySetupCredentials *self = data;

  if (--self->wait_left > 0)
    {
      g_autofree char *text =
        g_strdup_printf (tny_setup_certificate_is_on (self->certificate)
                         ? ngettext ("A new certificate can take a minute to work. Trying again in %u s.",
                                     "A new certificate can take a minute to work. Trying again in %u s.",
                                     self->wait_left)
                         : ngettext ("A new secret can take 20 s to work. Trying again in %u s.",
                                     "A new secret can take 20 s to work. Trying again in %u s.",
                                     self->wait_left), self->wait_left);

      /* once said is enough; the figures are for the eye */
      if (self->wait_left == TRY_AGAIN_SECONDS)
        tny_say (GTK_WIDGET (self), text);
      gtk_label_set_text (self->result, text);
      return G_SOURCE_CONTINUE;
    }

  self->wait_id = 0;
  check (self);

  return G_SOURCE_REMOVE;
}

static void
checked_cb (TnySetupCredentials *self, gboolean ok, TnyJob *job)
{
  const GError *failure = tny_job_get_error (job);

  if (job != self->job)
    return;
  g_clear_object (&self->job);

  self->works = ok;
  self->refused = self->unasked = FALSE;
  if (ok)
    {
      show_result (self, tny_setup_certificate_is_on (self->certificate) ? _("IDs and certificate work")
                                                                         : _("IDs and secret work"), "success");
      if (self->then_store)
        store (self);
    }
  else if ((g_error_matches (failure, TNY_ERROR, TNY_ERROR_SECRET_WRONG)
            || g_error_matches (failure, TNY_ERROR, TNY_ERROR_CERTIFICATE)) && ++self->tries < TRIES)
    {
      self->wait_left = TRY_AGAIN_SECONDS + 1;
      self->wait_id = g_timeout_add_seconds (1, wait_cb, self);
      wait_cb (self);
    }
  else if (!tny_error_cancelled (failure))
    {
      const TnyRemedy *remedy = tny_remedy_for (failure);
      g_autofree char *text = NULL;

      self->unasked = remedy->code == TNY_ERROR_NETWORK;
      self->refused = !self->unasked;
      self->then_store = FALSE;
      text = self->refused
             /* translators: what Microsoft does not accept; what helps */
             ? g_strdup_printf (_("%s. %s Until that is changed or checked again, there is nothing to continue with."),
                                _(remedy->headline), _(remedy->advice))
             : g_strdup_printf ("%s. %s", _(remedy->headline), _(remedy->advice));
      show_result (self, text, "error");
    }
  update (self);
}

static void
check (TnySetupCredentials *self)
{
  self->job = tny_job_new (check_func, work_new (self), work_free);
  g_signal_connect_object (self->job, "finished", G_CALLBACK (checked_cb), self, G_CONNECT_SWAPPED);
  show_result (self, _("Asking Microsoft…"), NULL);
  tny_job_start (self->job);
  update (self);
}

/* The page is the source, so it lives; it may have been left meanwhile. */
static void
keyring_cb (GObject *page, GAsyncResult *result, gpointer data)
{
  TnySetupCredentials *self = TNY_SETUP_CREDENTIALS (page);

  if (tny_keyring_ask_finish (result) && gtk_widget_get_root (GTK_WIDGET (self)) != NULL && self->job == NULL)
    store (self);
}

static void
stored_cb (TnySetupCredentials *self, gboolean ok, TnyJob *job)
{
  Work *work = g_object_get_data (G_OBJECT (job), "work");

  if (job != self->job)
    return;
  g_clear_object (&self->job);
  update (self);

  if (!ok && tny_keyring_ask_helps (tny_job_get_error (job)))
    {
      tny_keyring_ask_async (GTK_WIDGET (self), setup_of (self)->session, tny_job_get_error (job), keyring_cb, NULL);
      return;
    }
  if (!ok)
    {
      tny_error_show (GTK_WIDGET (self), tny_job_get_error (job));
      return;
    }
  setup_of (self)->connection_id = work->connection_id;
  gtk_editable_set_text (GTK_EDITABLE (self->secret), "");      /* it is in the keyring now */
  tny_setup_page_proceed (TNY_SETUP_PAGE (self));
}

static void
store (TnySetupCredentials *self)
{
  Work *work = work_new (self);

  self->then_store = FALSE;
  if (work->connection_id != 0)
    g_clear_pointer (&work->tenant_id, g_free);       /* a connection stays with its directory */
  self->job = tny_job_new (store_func, work, work_free);
  g_object_set_data (G_OBJECT (self->job), "work", work);
  g_signal_connect_object (self->job, "finished", G_CALLBACK (stored_cb), self, G_CONNECT_SWAPPED);
  tny_job_start (self->job);
  update (self);
}

/* Callbacks */

static void
keep (char **member, gpointer row)
{
  g_free (*member);
  *member = typed (row);
}

static void
changed_cb (TnySetupCredentials *self)
{
  TnyDraft *draft;

  if (self->filling || setup_of (self) == NULL)
    return;

  draft = setup_of (self)->draft;
  keep (&draft->name, self->name);
  keep (&draft->client_id, self->client_id);
  keep (&draft->tenant_id, self->tenant_id);
  tny_setup_tenant_look (self->tenant, setup_of (self), draft->tenant_id);
  g_free (draft->expires);
  draft->expires = g_strdup (expiry_choice (self));

  stop (self);
  self->works = FALSE;
  self->refused = self->unasked = FALSE;
  self->then_store = FALSE;
  self->tries = 0;
  show_result (self, "", NULL);
  update (self);
  tny_setup_page_draft_changed (TNY_SETUP_PAGE (self));
}

/* Which directory it is, is known now: it may be a wrong one. */
static void
resolved_cb (TnySetupCredentials *self)
{
  g_autofree char *client = typed (self->client_id);
  const char *problem = tny_credentials_problem (client, tny_setup_tenant_get_id (self->tenant), NULL).tenant_id;

  update (self);
  if (tny_setup_tenant_get_id (self->tenant) != NULL && problem != NULL)
    show_problem (GTK_WIDGET (self->tenant_id), self->tenant_problem, problem);
}

static gboolean
cover_cb (gpointer data)
{
  TnySetupCredentials *self = data;
  GtkText *text = GTK_TEXT (gtk_editable_get_delegate (GTK_EDITABLE (self->secret)));

  self->reveal_id = 0;
  gtk_text_set_visibility (text, FALSE);

  return G_SOURCE_REMOVE;
}

static void
revealed_cb (TnySetupCredentials *self, GParamSpec *pspec, GtkText *text)
{
  g_clear_handle_id (&self->reveal_id, g_source_remove);
  if (gtk_text_get_visibility (text))
    self->reveal_id = g_timeout_add_seconds (REVEAL_SECONDS, cover_cb, self);
}

static void
check_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TnySetupCredentials *self = TNY_SETUP_CREDENTIALS (widget);

  self->tries = 0;
  check (self);
}

/* Virtual functions */

/* What was not tried is tried first: nothing that Microsoft refuses is stored. What could not be tried
 * without a network is, when Continue is pressed once more. */
static gboolean
tny_setup_credentials_proceed (TnySetupPage *page)
{
  TnySetupCredentials *self = TNY_SETUP_CREDENTIALS (page);
  gboolean untried = has_new_proof (self) && !self->works && !self->unasked;

  stop (self);
  self->tries = 0;
  self->then_store = untried;
  if (untried)
    check (self);
  else
    store (self);

  return FALSE;
}

static void
set_text (gpointer row, const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (row), text != NULL ? text : "");
}

static void
tny_setup_credentials_enter (TnySetupPage *page)
{
  TnySetupCredentials *self = TNY_SETUP_CREDENTIALS (page);
  const TnyDraft *draft = setup_of (self)->draft;
  guint expires = draft->expires == NULL ? 0 : OTHER_DATE;

  self->filling = TRUE;
  set_text (self->name, draft->name);
  set_text (self->client_id, draft->client_id);
  set_text (self->tenant_id, draft->tenant_id);
  self->refused = self->unasked = FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (months); i++)
    if (g_strcmp0 (draft->expires, months[i]) == 0)
      expires = i;
  adw_combo_row_set_selected (self->expires, expires);
  if (expires == OTHER_DATE)
    set_text (self->expiry_date, draft->expires);
  gtk_widget_set_sensitive (GTK_WIDGET (self->tenant_id), setup_of (self)->connection_id == 0);
  self->has_certificate = setup_of (self)->connection_id != 0 && draft->certificate != NULL;
  tny_setup_certificate_enter (self->certificate, setup_of (self));
  if (draft->tenant_id != NULL)
    tny_setup_tenant_look (self->tenant, setup_of (self), draft->tenant_id);
  self->filling = FALSE;
  update (self);
}

static void
tny_setup_credentials_leave (TnySetupPage *page)
{
  TnySetupCredentials *self = TNY_SETUP_CREDENTIALS (page);

  stop (self);
  tny_setup_tenant_stop (self->tenant);
  tny_setup_certificate_stop (self->certificate);
  gtk_editable_set_text (GTK_EDITABLE (self->secret), "");
}

static void
tny_setup_credentials_dispose (GObject *object)
{
  TnySetupCredentials *self = TNY_SETUP_CREDENTIALS (object);

  g_clear_handle_id (&self->reveal_id, g_source_remove);
  stop (self);
  tny_setup_page_dispose_template (object, TNY_TYPE_SETUP_CREDENTIALS);

  G_OBJECT_CLASS (tny_setup_credentials_parent_class)->dispose (object);
}

static void
tny_setup_credentials_class_init (TnySetupCredentialsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tny_setup_credentials_dispose;
  TNY_SETUP_PAGE_CLASS (klass)->enter = tny_setup_credentials_enter;
  TNY_SETUP_PAGE_CLASS (klass)->leave = tny_setup_credentials_leave;
  TNY_SETUP_PAGE_CLASS (klass)->proceed = tny_setup_credentials_proceed;

  g_type_ensure (TNY_TYPE_SETUP_CERTIFICATE);
  g_type_ensure (TNY_TYPE_SETUP_TENANT);
  gtk_widget_class_set_template_from_resource (widget_class, TNY_RESOURCES "tny-setup-credentials.ui");
  gtk_widget_class_bind_template_child (widget_class, TnySetupCredentials, tenant);
  gtk_widget_class_bind_template_child (widget_class, TnySetupCredentials, certificate);
  gtk_widget_class_bind_template_child (widget_class, TnySetupCredentials, expiry_group);
  gtk_widget_class_bind_template_callback (widget_class, resolved_cb);
  gtk_widget_class_bind_template_child (widget_class, TnySetupCredentials, name);
  gtk_widget_class_bind_template_child (widget_class, TnySetupCredentials, client_id);
  gtk_widget_class_bind_template_child (widget_class, TnySetupCredentials, tenant_id);
  gtk_widget_class_bind_template_child (widget_class, TnySetupCredentials, secret);
  gtk_widget_class_bind_template_child (widget_class, TnySetupCredentials, expires);
  gtk_widget_class_bind_template_child (widget_class, TnySetupCredentials, expiry_date);
  gtk_widget_class_bind_template_child (widget_class, TnySetupCredentials, client_problem);
  gtk_widget_class_bind_template_child (widget_class, TnySetupCredentials, tenant_problem);
  gtk_widget_class_bind_template_child (widget_class, TnySetupCredentials, secret_problem);
  gtk_widget_class_bind_template_child (widget_class, TnySetupCredentials, expiry_problem);
  gtk_widget_class_bind_template_child (widget_class, TnySetupCredentials, result);
  gtk_widget_class_bind_template_child (widget_class, TnySetupCredentials, spinner);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_install_action (widget_class, "credentials.check", NULL, check_action);
}

static void
tny_setup_credentials_init (TnySetupCredentials *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (gtk_editable_get_delegate (GTK_EDITABLE (self->secret)), "notify::visibility",
                           G_CALLBACK (revealed_cb), self, G_CONNECT_SWAPPED);
}
