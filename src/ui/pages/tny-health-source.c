/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-health-source.h"

#include <glib/gi18n-lib.h>

#include "tny-clock.h"
#include "tny-error.h"
#include "tny-list.h"
#include "tny-session.h"

struct _TnyHealthSource
{
  GObject        parent_instance;

  TnySession    *session;        /* lent */
  TnyJob        *loaded;         /* the last that read; its result is the view */
  GError        *load_error, *check_error;
  TnyJob        *load;           /* running or NULL */
  gboolean       again;          /* something changed while it read */

  TnyJob        *job;            /* of the connection that is checked */
  GArray        *waiting;        /* gint64: connections after it */
  char          *tenant_id;      /* GUID or NULL: all */
  TnyWindow     *window;         /* weak */
  gboolean       say;            /* the next load is the end of a check */
};

G_DEFINE_FINAL_TYPE (TnyHealthSource, tny_health_source, G_TYPE_OBJECT)

enum { CHANGED, RUNNING, N_SIGNALS };

static guint signals[N_SIGNALS];

/* Loading */

typedef struct
{
  TnyStore  *store;              /* lent: it closes after the jobs */
  GPtrArray *connections;        /* of TnyConnection */
} Load;

static void
load_free (gpointer data)
{
  Load *load = data;

  g_ptr_array_unref (load->connections);
  g_free (load);
}

static gboolean
load_func (TnyJob *job, gpointer data, GCancellable *cancellable, GError **error)
{
  Load *load = data;
  g_autoptr(TnyReader) reader = tny_store_borrow (load->store, error);
  GPtrArray *checks = reader != NULL ? tny_checks_load (reader, 0, NULL, error) : NULL;

  gint64 unchecked = 0;

  if (checks == NULL)
    return FALSE;
  if (!tny_checks_count_unchecked (reader, &unchecked, error))
    {
      g_ptr_array_unref (checks);
      return FALSE;
    }
  tny_job_take_result (job, tny_health_view_new (checks, load->connections, (guint) unchecked,
                                                 tny_clock_now (NULL)),
                       (GDestroyNotify) tny_health_view_free);

  return TRUE;
}

/* What the checks ended with, wherever the person is now. */
static void
say_end (TnyHealthSource *self)
{
  g_autofree char *text = NULL;

  self->say = FALSE;
  if (self->window == NULL || self->check_error != NULL)
    return;
  text = tny_health_view_says (tny_health_source_get_view (self));
  if (g_strcmp0 (tny_window_get_page_id (self->window), "health") == 0)
    tny_say (GTK_WIDGET (self->window), text);
  else
    tny_toast (GTK_WIDGET (self->window), text, _("Show _Health"), "win.page",
               g_variant_new_string ("health"));
}

static void
loaded_cb (TnyJob *job, gboolean ok, TnyHealthSource *self)
{
  g_autoptr(TnyJob) load = g_steal_pointer (&self->load);

  g_clear_error (&self->load_error);
  if (ok)
    g_set_object (&self->loaded, load);
  else if (!tny_error_cancelled (tny_job_get_error (load)))
    self->load_error = g_error_copy (tny_job_get_error (load));
  if (self->say && ok)
    say_end (self);
  g_signal_emit (self, signals[CHANGED], 0);
  if (self->again)
    tny_health_source_load (self);
}

/* Checking */

static void check_next (TnyHealthSource *self);

static void
progress_cb (TnyHealthSource *self)
{
  g_signal_emit (self, signals[RUNNING], 0);
}

static void
checked_cb (TnyJob *job, gboolean ok, TnyHealthSource *self)
{
  const GError *error = tny_job_get_error (job);
  gboolean cancelled = !ok && tny_error_cancelled (error);

  if (!ok && !cancelled && self->check_error == NULL)
    self->check_error = g_error_copy (error);
  g_clear_object (&self->job);
  if (cancelled)
    g_array_set_size (self->waiting, 0);
  if (self->waiting->len > 0)
    {
      check_next (self);
      return;
    }

  self->say = !cancelled;
  if (cancelled && self->window != NULL)
    tny_say (GTK_WIDGET (self->window), _("Cancelled. What was found before stays."));
  g_signal_emit (self, signals[RUNNING], 0);
  tny_health_source_load (self);
  if (self->window != NULL)
    tny_window_count (self->window);
}

static void
check_next (TnyHealthSource *self)
{
  gint64 connection_id = g_array_index (self->waiting, gint64, 0);
  gint64 tenants[2] = { 0, 0 };

  g_array_remove_index (self->waiting, 0);
  if (self->tenant_id != NULL)
    {
      g_autoptr(TnyReader) reader = tny_store_borrow (tny_session_get_store (self->session), NULL);

      if (reader != NULL)
        tny_find_tenant (reader, self->tenant_id, &tenants[0], NULL);
    }

  self->job = tny_session_new_check (self->session, connection_id, tenants[0] != 0 ? tenants : NULL);
  g_signal_connect_object (self->job, "notify::fraction", G_CALLBACK (progress_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->job, "notify::phase", G_CALLBACK (progress_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->job, "finished", G_CALLBACK (checked_cb), self, 0);
  tny_job_start (self->job);
  if (self->window != NULL && !tny_window_is_watching (self->window))
    tny_window_watch_job (self->window, self->job, "health", NULL);
  g_signal_emit (self, signals[RUNNING], 0);
}

/* Virtual functions */

static void
tny_health_source_dispose (GObject *object)
{
  TnyHealthSource *self = TNY_HEALTH_SOURCE (object);

  if (self->job != NULL)
    tny_job_cancel (self->job);
  g_clear_object (&self->job);
  g_clear_object (&self->load);
  g_clear_object (&self->loaded);
  g_clear_weak_pointer (&self->window);

  G_OBJECT_CLASS (tny_health_source_parent_class)->dispose (object);
}

static void
tny_health_source_finalize (GObject *object)
{
  TnyHealthSource *self = TNY_HEALTH_SOURCE (object);

  g_clear_error (&self->load_error);
  g_clear_error (&self->check_error);
  g_array_unref (self->waiting);
  g_free (self->tenant_id);

  G_OBJECT_CLASS (tny_health_source_parent_class)->finalize (object);
}

static void
tny_health_source_class_init (TnyHealthSourceClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tny_health_source_dispose;
  G_OBJECT_CLASS (klass)->finalize = tny_health_source_finalize;

  signals[CHANGED] = g_signal_new ("changed", TNY_TYPE_HEALTH_SOURCE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
  signals[RUNNING] = g_signal_new ("running", TNY_TYPE_HEALTH_SOURCE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
}

static void
tny_health_source_init (TnyHealthSource *self)
{
  self->waiting = g_array_new (FALSE, FALSE, sizeof (gint64));
}

/* Public functions */

TnyHealthSource *
tny_health_source_new (TnySession *session)
{
  TnyHealthSource *self = g_object_new (TNY_TYPE_HEALTH_SOURCE, NULL);

  self->session = session;

  return self;
}

void
tny_health_source_load (TnyHealthSource *self)
{
  g_return_if_fail (TNY_IS_HEALTH_SOURCE (self));

  TnyStore *store = tny_session_get_store (self->session);
  g_autoptr(GError) error = NULL;
  GPtrArray *connections;

  self->again = self->load != NULL;
  if (self->again || store == NULL)
    return;
  connections = tny_session_list_connections (self->session, &error);
  if (connections == NULL)
    {
      g_clear_error (&self->load_error);
      self->load_error = g_steal_pointer (&error);
      g_signal_emit (self, signals[CHANGED], 0);
      return;
    }

  Load *load = g_new0 (Load, 1);

  load->store = store;
  load->connections = connections;
  self->load = tny_job_new (load_func, load, load_free);
  g_signal_connect_object (self->load, "finished", G_CALLBACK (loaded_cb), self, 0);
  tny_job_start (self->load);
}

const TnyHealthView *
tny_health_source_get_view (TnyHealthSource *self)
{
  g_return_val_if_fail (TNY_IS_HEALTH_SOURCE (self), NULL);

  return self->loaded != NULL ? tny_job_get_result (self->loaded) : NULL;
}

const GError *
tny_health_source_get_error (TnyHealthSource *self)
{
  g_return_val_if_fail (TNY_IS_HEALTH_SOURCE (self), NULL);

  return self->check_error != NULL ? self->check_error : self->load_error;
}

void
tny_health_source_check (TnyHealthSource *self, TnyWindow *window, gint64 connection_id,
                         const char *tenant_id)
{
  g_return_if_fail (TNY_IS_HEALTH_SOURCE (self));

  g_autoptr(GPtrArray) connections = NULL;

  if (self->job != NULL)
    return;
  g_clear_error (&self->check_error);
  g_free (self->tenant_id);
  self->tenant_id = g_strdup (tenant_id);
  g_set_weak_pointer (&self->window, window);
  connections = tny_session_list_connections (self->session, &self->check_error);
  for (guint i = 0; connections != NULL && i < connections->len; i++)
    {
      const TnyConnection *connection = connections->pdata[i];

      if (connection_id == 0 || connection->id == connection_id)
        g_array_append_val (self->waiting, connection->id);
    }
  if (self->waiting->len > 0)
    check_next (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

void
tny_health_source_cancel (TnyHealthSource *self)
{
  g_return_if_fail (TNY_IS_HEALTH_SOURCE (self));

  if (self->job != NULL)
    tny_job_cancel (self->job);
}

TnyJob *
tny_health_source_get_job (TnyHealthSource *self)
{
  g_return_val_if_fail (TNY_IS_HEALTH_SOURCE (self), NULL);

  return self->job;
}
