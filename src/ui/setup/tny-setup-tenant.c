/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-setup-tenant.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "tny-error.h"
#include "tny-shell.h"
#include "tny-text.h"

#define PAUSE_MSEC 600

struct _TnySetupTenant
{
  AdwBin      parent_instance;

  GtkLabel   *label;           /* our child */
  TnySession *session;
  char       *cloud, *domain, *id;
  guint       pause_id;
  TnyJob     *job;             /* NULL while idle */
};

G_DEFINE_FINAL_TYPE (TnySetupTenant, tny_setup_tenant, ADW_TYPE_BIN)

enum { CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];

/* Nothing to say is nothing to see. */
static void
show (TnySetupTenant *self, const char *text, gboolean wrong)
{
  gtk_label_set_text (self->label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self), text != NULL);
  if (wrong)
    gtk_widget_add_css_class (GTK_WIDGET (self->label), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->label), "error");
  if (text != NULL)
    tny_say (GTK_WIDGET (self), text);
}

typedef struct
{
  TnySession *session;
  char       *cloud, *domain, *id;
} Work;

static void
work_free (gpointer data)
{
  Work *work = data;

  g_object_unref (work->session);
  g_free (work->cloud);
  g_free (work->domain);
  g_free (work->id);
  g_free (work);
}

static gboolean
look_func (TnyJob *job, gpointer data, GCancellable *cancellable, GError **error)
{
  Work *work = data;

  work->id = tny_session_find_directory (work->session, work->cloud, work->domain, cancellable, error);

  return work->id != NULL;
}

static void
looked_cb (TnySetupTenant *self, gboolean ok, TnyJob *job)
{
  Work *work = g_object_get_data (G_OBJECT (job), "work");
  const GError *failure = tny_job_get_error (job);
  g_autofree char *text = NULL;

  if (job != self->job)
    return;
  if (ok)
    {
      self->id = g_strdup (work->id);
      /* translators: a domain, then the id of the directory it belongs to */
      text = g_strdup_printf (_("%s is the directory %s."), work->domain, work->id);
    }
  else if (g_error_matches (failure, TNY_ERROR, TNY_ERROR_APP))
    {
      /* translators: a domain */
      text = g_strdup_printf (_("No directory in this cloud has the domain %s."), work->domain);
    }
  else if (!tny_error_cancelled (failure))
    {
      const TnyRemedy *remedy = tny_remedy_for (failure);

      text = failure->code == TNY_ERROR_ARGUMENT && failure->domain == TNY_ERROR
             ? g_strdup (_(failure->message)) : g_strdup_printf ("%s. %s", _(remedy->headline), _(remedy->advice));
    }
  g_clear_object (&self->job);
  show (self, text, !ok);
  g_signal_emit (self, signals[CHANGED], 0);
}

static gboolean
pause_cb (gpointer data)
{
  TnySetupTenant *self = data;
  Work *work = g_new0 (Work, 1);

  self->pause_id = 0;
  work->session = g_object_ref (self->session);
  work->cloud = g_strdup (self->cloud);
  work->domain = g_strdup (self->domain);
  self->job = tny_job_new (look_func, work, work_free);
  g_object_set_data (G_OBJECT (self->job), "work", work);
  g_signal_connect_object (self->job, "finished", G_CALLBACK (looked_cb), self, G_CONNECT_SWAPPED);
  tny_job_start (self->job);

  return G_SOURCE_REMOVE;
}

/* Virtual functions */

static void
tny_setup_tenant_dispose (GObject *object)
{
  tny_setup_tenant_stop (TNY_SETUP_TENANT (object));

  G_OBJECT_CLASS (tny_setup_tenant_parent_class)->dispose (object);
}

static void
tny_setup_tenant_finalize (GObject *object)
{
  TnySetupTenant *self = TNY_SETUP_TENANT (object);

  g_clear_object (&self->session);
  g_free (self->cloud);
  g_free (self->domain);
  g_free (self->id);

  G_OBJECT_CLASS (tny_setup_tenant_parent_class)->finalize (object);
}

static void
tny_setup_tenant_class_init (TnySetupTenantClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tny_setup_tenant_dispose;
  G_OBJECT_CLASS (klass)->finalize = tny_setup_tenant_finalize;
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
}

static void
tny_setup_tenant_init (TnySetupTenant *self)
{
  self->label = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_wrap (self->label, TRUE);
  gtk_label_set_wrap_mode (self->label, PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (self->label, 0);
  gtk_widget_add_css_class (GTK_WIDGET (self->label), "caption");
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->label));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

/* Public functions */

void
tny_setup_tenant_stop (TnySetupTenant *self)
{
  g_return_if_fail (TNY_IS_SETUP_TENANT (self));

  g_clear_handle_id (&self->pause_id, g_source_remove);
  if (self->job != NULL)
    tny_job_cancel (self->job);
  g_clear_object (&self->job);
}

void
tny_setup_tenant_look (TnySetupTenant *self, TnySetup *setup, const char *text)
{
  g_return_if_fail (TNY_IS_SETUP_TENANT (self));

  if (g_strcmp0 (text, self->domain) == 0 && g_strcmp0 (setup->draft->cloud, self->cloud) == 0)
    return;

  tny_setup_tenant_stop (self);
  g_set_object (&self->session, setup->session);
  g_free (self->cloud);
  self->cloud = g_strdup (setup->draft->cloud);
  g_free (self->domain);
  self->domain = g_strdup (text);
  g_clear_pointer (&self->id, g_free);
  show (self, NULL, FALSE);
  if (!tny_text_is_guid (text) && strchr (text, '.') != NULL)
    self->pause_id = g_timeout_add (PAUSE_MSEC, pause_cb, self);
}

const char *
tny_setup_tenant_get_id (TnySetupTenant *self)
{
  g_return_val_if_fail (TNY_IS_SETUP_TENANT (self), NULL);

  return self->id;
}
