/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-setup-certificate.h"

#include <glib/gi18n-lib.h>

#include "tny-choose-file.h"
#include "tny-error.h"
#include "tny-error-show.h"
#include "tny-keyring-ask.h"
#include "tny-names.h"
#include "tny-page.h"
#include "tny-shell.h"
#include "tny-wrap-box.h"

#define MONTHS 12

struct _TnySetupCertificate
{
  AdwBin          parent_instance;

  GtkSwitch      *use;
  GtkWidget      *actions_row;
  AdwActionRow   *thumbprint;
  GtkSpinner     *spinner;

  TnySetup       *setup;         /* lent */
  gboolean        filling;       /* the switch follows the draft, not a person */
  TnyCertificate *certificate;   /* NULL: none yet */
  gboolean        waiting;       /* it is not the connection's yet */
  TnyJob         *job;           /* NULL while idle */
};

G_DEFINE_FINAL_TYPE (TnySetupCertificate, tny_setup_certificate, ADW_TYPE_BIN)

enum { CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];

static void prepare (TnySetupCertificate *self, gboolean anew);

static void
update (TnySetupCertificate *self)
{
  gboolean on = gtk_switch_get_active (self->use);
  g_autoptr(GDateTime) end = self->certificate != NULL
                             ? g_date_time_new_from_unix_local (self->certificate->until) : NULL;
  /* translators: a day, see strftime: 31 January 2027 */
  g_autofree char *day = end != NULL ? g_date_time_format (end, _("%-d %B %Y")) : NULL;
  g_autofree char *text = NULL;

  if (self->certificate == NULL)
    text = g_strdup (self->job != NULL ? _("Making the key…") : _("None yet"));
  else if (self->waiting)
    /* translators: a thumbprint, then a day */
    text = g_strdup_printf (_("%s, until %s. Save its file and upload it to the app, then check."),
                            self->certificate->thumbprint, day);
  else
    /* translators: a thumbprint, then a day */
    text = g_strdup_printf (_("%s, until %s. In use."), self->certificate->thumbprint, day);
  adw_action_row_set_subtitle (self->thumbprint, text);
  tny_describe (GTK_WIDGET (self->thumbprint), text);
  gtk_widget_set_visible (GTK_WIDGET (self->thumbprint), on);
  gtk_widget_set_visible (self->actions_row, on && self->certificate != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), self->job != NULL);
  gtk_spinner_set_spinning (self->spinner, self->job != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "certificate.anew", self->job == NULL);
}

static void
set_draft (TnySetupCertificate *self)
{
  TnyDraft *draft = self->setup->draft;

  g_free (draft->certificate);
  draft->certificate = !gtk_switch_get_active (self->use) ? NULL
                     : g_strdup (self->certificate != NULL ? self->certificate->thumbprint : "");
}

static void
changed (TnySetupCertificate *self)
{
  set_draft (self);
  update (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

/* Finding or making it */

typedef struct
{
  TnySession     *session;
  gint64          connection_id;     /* look for this one's first; 0: the waiting one */
  gboolean        anew, waiting;
  TnyCertificate *certificate;
} Work;

static void
work_free (gpointer data)
{
  Work *work = data;

  g_object_unref (work->session);
  tny_certificate_free (work->certificate);
  g_free (work);
}

static gboolean
prepare_func (TnyJob *job, gpointer data, GCancellable *cancellable, GError **error)
{
  Work *work = data;
  g_autoptr(GError) failure = NULL;

  if (work->connection_id != 0)
    {
      work->certificate = tny_session_find_certificate (work->session, work->connection_id, cancellable, &failure);
      if (work->certificate != NULL)
        return TRUE;
      if (!g_error_matches (failure, TNY_ERROR, TNY_ERROR_NOT_FOUND))
        {
          g_propagate_error (error, g_steal_pointer (&failure));
          return FALSE;
        }
    }
  work->waiting = TRUE;
  work->certificate = tny_session_prepare_certificate (work->session, MONTHS, work->anew, cancellable, error);

  return work->certificate != NULL;
}

static void
keyring_cb (GObject *self, GAsyncResult *result, gpointer data)
{
  if (tny_keyring_ask_finish (result) && gtk_widget_get_root (GTK_WIDGET (self)) != NULL)
    prepare (TNY_SETUP_CERTIFICATE (self), FALSE);
}

static void
prepared_cb (TnySetupCertificate *self, gboolean ok, TnyJob *job)
{
  Work *work = g_object_get_data (G_OBJECT (job), "work");
  g_autoptr(TnyJob) done = NULL;

  if (job != self->job)
    return;
  done = g_steal_pointer (&self->job);
  if (ok)
    {
      g_clear_pointer (&self->certificate, tny_certificate_free);
      self->certificate = g_steal_pointer (&work->certificate);
      self->waiting = work->waiting;
      tny_sayf (GTK_WIDGET (self), _("Certificate %s"), self->certificate->thumbprint);
    }
  changed (self);
  if (!ok && tny_keyring_ask_helps (tny_job_get_error (job)))
    tny_keyring_ask_async (GTK_WIDGET (self), self->setup->session, tny_job_get_error (job), keyring_cb, NULL);
  else if (!ok && !tny_error_cancelled (tny_job_get_error (job)))
    tny_error_show (GTK_WIDGET (self), tny_job_get_error (job));
}

static void
prepare (TnySetupCertificate *self, gboolean anew)
{
  Work *work = g_new0 (Work, 1);

  tny_setup_certificate_stop (self);
  work->session = g_object_ref (self->setup->session);
  work->connection_id = anew ? 0 : self->setup->connection_id;
  work->anew = anew;
  self->job = tny_job_new (prepare_func, work, work_free);
  g_object_set_data (G_OBJECT (self->job), "work", work);
  g_signal_connect_object (self->job, "finished", G_CALLBACK (prepared_cb), self, G_CONNECT_SWAPPED);
  tny_job_start (self->job);
  update (self);
}

static void
used_cb (TnySetupCertificate *self)
{
  if (self->filling || self->setup == NULL)
    return;
  if (gtk_switch_get_active (self->use) && self->certificate == NULL)
    prepare (self, FALSE);
  changed (self);
}

/* Saving its file */

typedef struct
{
  GBytes *der;
  char   *thumbprint, *path;
} Saving;

static void
saving_free (gpointer data)
{
  Saving *saving = data;

  g_bytes_unref (saving->der);
  g_free (saving->thumbprint);
  g_free (saving->path);
  g_free (saving);
}

static gboolean
save_func (TnyJob *job, gpointer data, GCancellable *cancellable, GError **error)
{
  Saving *saving = data;
  const TnyCertificate certificate = { .thumbprint = saving->thumbprint, .der = saving->der };

  return tny_certificate_export (&certificate, saving->path, error);
}

static void
saved_cb (TnySetupCertificate *self, gboolean ok, TnyJob *job)
{
  Saving *saving = g_object_get_data (G_OBJECT (job), "saving");
  g_autofree char *name = g_path_get_basename (saving->path);

  if (!ok)
    tny_error_show (GTK_WIDGET (self), tny_job_get_error (job));
  else
    tny_sayf (GTK_WIDGET (self), _("Saved %s. Upload it to the app, under Certificates & secrets."), name);
}

static void
chosen_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(TnySetupCertificate) self = data;
  g_autoptr(GFile) file = tny_choose_file_finish (result, NULL);
  g_autoptr(TnyJob) job = NULL;
  Saving *saving;

  if (file == NULL || self->certificate == NULL)
    return;
  saving = g_new0 (Saving, 1);
  saving->der = g_bytes_ref (self->certificate->der);
  saving->thumbprint = g_strdup (self->certificate->thumbprint);
  saving->path = g_file_get_path (file);
  job = tny_job_new (save_func, saving, saving_free);
  g_object_set_data (G_OBJECT (job), "saving", saving);
  g_signal_connect_object (job, "finished", G_CALLBACK (saved_cb), self, G_CONNECT_SWAPPED);
  tny_job_start (job);
}

static void
save_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TnyFileChoice choice = {
    .title = _("Save the Certificate"), .accept = _("_Save"), .save = TRUE, .name = "tenantry.cer",
    .kind = _("Certificates"), .pattern = "*.cer",
  };

  tny_choose_file_async (widget, &choice, chosen_cb, g_object_ref (widget));
}

static void
copy_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TnySetupCertificate *self = TNY_SETUP_CERTIFICATE (widget);

  if (self->certificate == NULL)
    return;
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), self->certificate->thumbprint);
  tny_sayf (widget, _("Copied: %s"), self->certificate->thumbprint);
}

/* What waits is replaced; what is in use stays in use until the new one is. */
static void
anew_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  prepare (TNY_SETUP_CERTIFICATE (widget), TRUE);
}

/* Virtual functions */

static void
tny_setup_certificate_dispose (GObject *object)
{
  TnySetupCertificate *self = TNY_SETUP_CERTIFICATE (object);

  tny_setup_certificate_stop (self);
  g_clear_pointer (&self->certificate, tny_certificate_free);
  tny_setup_page_dispose_template (object, TNY_TYPE_SETUP_CERTIFICATE);

  G_OBJECT_CLASS (tny_setup_certificate_parent_class)->dispose (object);
}

static void
tny_setup_certificate_class_init (TnySetupCertificateClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tny_setup_certificate_dispose;
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);

  g_type_ensure (TNY_TYPE_WRAP_BOX);
  gtk_widget_class_set_template_from_resource (widget_class, TNY_RESOURCES "tny-setup-certificate.ui");
  gtk_widget_class_bind_template_child (widget_class, TnySetupCertificate, use);
  gtk_widget_class_bind_template_child (widget_class, TnySetupCertificate, thumbprint);
  gtk_widget_class_bind_template_child (widget_class, TnySetupCertificate, spinner);
  gtk_widget_class_bind_template_child (widget_class, TnySetupCertificate, actions_row);
  gtk_widget_class_bind_template_callback (widget_class, used_cb);
  gtk_widget_class_install_action (widget_class, "certificate.save", NULL, save_action);
  gtk_widget_class_install_action (widget_class, "certificate.copy", NULL, copy_action);
  gtk_widget_class_install_action (widget_class, "certificate.anew", NULL, anew_action);
}

static void
tny_setup_certificate_init (TnySetupCertificate *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* Public functions */

void
tny_setup_certificate_enter (TnySetupCertificate *self, TnySetup *setup)
{
  g_return_if_fail (TNY_IS_SETUP_CERTIFICATE (self));

  self->setup = setup;
  self->filling = TRUE;
  gtk_switch_set_active (self->use, setup->draft->certificate != NULL);
  self->filling = FALSE;
  if (setup->draft->certificate != NULL)
    prepare (self, FALSE);
  update (self);
}

void
tny_setup_certificate_stop (TnySetupCertificate *self)
{
  g_return_if_fail (TNY_IS_SETUP_CERTIFICATE (self));

  if (self->job != NULL)
    tny_job_cancel (self->job);
  g_clear_object (&self->job);
}

gboolean
tny_setup_certificate_is_on (TnySetupCertificate *self)
{
  return gtk_switch_get_active (self->use);
}

gboolean
tny_setup_certificate_is_there (TnySetupCertificate *self)
{
  return tny_setup_certificate_is_on (self) && self->certificate != NULL;
}

gboolean
tny_setup_certificate_is_waiting (TnySetupCertificate *self)
{
  return tny_setup_certificate_is_there (self) && self->waiting;
}
