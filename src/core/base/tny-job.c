/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-job.h"

#include "tny-clock.h"

/* An estimate before this is a guess, and guesses jump. */
#define ETA_AFTER_USEC (10 * G_USEC_PER_SEC)
#define ETA_AFTER_SHARE 20   /* one part in twenty: 5 % */

struct _TnyJob
{
  GObject         parent_instance;

  TnyJobFunc      func;
  gpointer        data;
  GDestroyNotify  free_data;
  GCancellable   *cancellable;
  GMainContext   *context;       /* where notify and "finished" happen */

  GMutex          lock;          /* guards the fields below */
  gboolean        running, finished;
  guint64         done, total;
  char           *phase, *detail;
  gint64          started;       /* boot time, microseconds */
  GSource        *notify;        /* pending notification, NULL when none */
  GError         *error;
  gpointer        result;
  GDestroyNotify  free_result;
};

G_DEFINE_FINAL_TYPE (TnyJob, tny_job, G_TYPE_OBJECT)

enum { PROP_RUNNING = 1, PROP_FRACTION, PROP_PHASE, PROP_DETAIL, N_PROPS };
enum { FINISHED, N_SIGNALS };

static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

/* Started and not home yet: from tny_job_start() until "finished" was heard. Main thread only. */
static GPtrArray *started;

static gboolean
notify_progress_cb (gpointer data)
{
  TnyJob *self = data;

  g_mutex_lock (&self->lock);
  g_clear_pointer (&self->notify, g_source_unref);
  g_mutex_unlock (&self->lock);

  g_object_freeze_notify (G_OBJECT (self));
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_FRACTION]);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_PHASE]);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_DETAIL]);
  g_object_thaw_notify (G_OBJECT (self));

  return G_SOURCE_REMOVE;
}

/* Call with the lock held. However chatty the worker, the loop is woken once per turn. */
static void
schedule_notify (TnyJob *self)
{
  if (self->context == NULL || self->notify != NULL || self->finished)
    return;

  self->notify = g_idle_source_new ();
  g_source_set_priority (self->notify, G_PRIORITY_DEFAULT_IDLE);
  g_source_set_callback (self->notify, notify_progress_cb, g_object_ref (self), g_object_unref);
  g_source_attach (self->notify, self->context);
}

static gboolean
finished_cb (gpointer data)
{
  TnyJob *self = data;
  g_autoptr(GSource) pending = NULL;
  gboolean ok;

  g_mutex_lock (&self->lock);
  self->running = FALSE;
  self->finished = TRUE;
  ok = self->error == NULL;
  pending = g_steal_pointer (&self->notify);
  g_mutex_unlock (&self->lock);

  /* The last report is heard before "finished", and nothing after it. */
  if (pending != NULL)
    {
      g_source_destroy (pending);
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_FRACTION]);
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_PHASE]);
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_DETAIL]);
    }
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_RUNNING]);
  g_signal_emit (self, signals[FINISHED], 0, ok);
  g_ptr_array_remove_fast (started, self);

  return G_SOURCE_REMOVE;
}

static gboolean
call_func (TnyJob *self)
{
  g_autoptr(GError) error = NULL;
  gboolean ok = self->func (self, self->data, self->cancellable, &error);

  if (!ok && error == NULL)
    {
      g_critical ("A job failed without saying why");
      g_set_error_literal (&error, G_IO_ERROR, G_IO_ERROR_FAILED, "The work ended without a reason");
    }

  g_mutex_lock (&self->lock);
  self->error = ok ? NULL : g_steal_pointer (&error);
  g_mutex_unlock (&self->lock);

  return ok;
}

static gpointer
thread_func (gpointer data)
{
  TnyJob *self = data;
  g_autoptr(GSource) source = g_idle_source_new ();

  call_func (self);
  /* A source, not g_main_context_invoke(): that would call in this thread while the loop does not
   * run. The loop takes over the reference the thread held. */
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, finished_cb, self, g_object_unref);
  g_source_attach (source, self->context);

  return NULL;
}

static void
tny_job_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TnyJob *self = TNY_JOB (object);

  g_mutex_lock (&self->lock);
  switch (id)
    {
    case PROP_RUNNING:
      g_value_set_boolean (value, self->running);
      break;
    case PROP_FRACTION:
      g_value_set_double (value, self->total == 0 ? -1.0 : MIN (1.0, (double) self->done / self->total));
      break;
    case PROP_PHASE:
      g_value_set_string (value, self->phase);
      break;
    case PROP_DETAIL:
      g_value_set_string (value, self->detail);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
  g_mutex_unlock (&self->lock);
}

static void
tny_job_finalize (GObject *object)
{
  TnyJob *self = TNY_JOB (object);

  if (self->free_data != NULL)
    self->free_data (self->data);
  if (self->free_result != NULL && self->result != NULL)
    self->free_result (self->result);
  g_clear_pointer (&self->notify, g_source_unref);
  g_clear_pointer (&self->context, g_main_context_unref);
  g_clear_object (&self->cancellable);
  g_clear_error (&self->error);
  g_free (self->phase);
  g_free (self->detail);
  g_mutex_clear (&self->lock);

  G_OBJECT_CLASS (tny_job_parent_class)->finalize (object);
}

static void
tny_job_class_init (TnyJobClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = tny_job_get_property;
  object_class->finalize = tny_job_finalize;

  props[PROP_RUNNING] = g_param_spec_boolean ("running", NULL, NULL, FALSE,
                                              G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  /* -1 when the total is unknown */
  props[PROP_FRACTION] = g_param_spec_double ("fraction", NULL, NULL, -1.0, 1.0, -1.0,
                                              G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  props[PROP_PHASE] = g_param_spec_string ("phase", NULL, NULL, NULL,
                                           G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  props[PROP_DETAIL] = g_param_spec_string ("detail", NULL, NULL, NULL,
                                            G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);

  /* gboolean: whether it succeeded; the error is tny_job_get_error() */
  signals[FINISHED] = g_signal_new ("finished", TNY_TYPE_JOB, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                    G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
}

static void
tny_job_init (TnyJob *self)
{
  g_mutex_init (&self->lock);
  self->cancellable = g_cancellable_new ();
}

TnyJob *
tny_job_new (TnyJobFunc func, gpointer data, GDestroyNotify free_data)
{
  TnyJob *self;

  g_return_val_if_fail (func != NULL, NULL);

  self = g_object_new (TNY_TYPE_JOB, NULL);
  self->func = func;
  self->data = data;
  self->free_data = free_data;

  return self;
}

void
tny_job_start (TnyJob *self)
{
  GThread *thread;

  g_return_if_fail (TNY_IS_JOB (self));
  g_return_if_fail (!self->running && !self->finished);

  g_mutex_lock (&self->lock);
  self->context = g_main_context_ref_thread_default ();
  self->running = TRUE;
  self->started = tny_clock_boot (NULL);
  g_mutex_unlock (&self->lock);

  if (started == NULL)
    started = g_ptr_array_new ();
  g_ptr_array_add (started, self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_RUNNING]);
  thread = g_thread_new ("tny-job", thread_func, g_object_ref (self));
  g_thread_unref (thread);
}

gboolean
tny_job_run_sync (TnyJob *self, GError **error)
{
  gboolean ok;

  g_return_val_if_fail (TNY_IS_JOB (self), FALSE);
  g_return_val_if_fail (!self->running && !self->finished, FALSE);

  g_mutex_lock (&self->lock);
  self->running = TRUE;
  self->started = tny_clock_boot (NULL);
  g_mutex_unlock (&self->lock);

  ok = call_func (self);

  g_mutex_lock (&self->lock);
  self->running = FALSE;
  self->finished = TRUE;
  g_mutex_unlock (&self->lock);
  if (!ok && error != NULL)
    *error = g_error_copy (self->error);

  return ok;
}

void
tny_job_cancel (TnyJob *self)
{
  g_return_if_fail (TNY_IS_JOB (self));

  g_cancellable_cancel (self->cancellable);
}

void
tny_job_end_all (void)
{
  while (started != NULL && started->len > 0)
    {
      /* a job's end may have started another */
      for (guint i = 0; i < started->len; i++)
        tny_job_cancel (started->pdata[i]);
      g_main_context_iteration (NULL, TRUE);
    }
}

GCancellable *
tny_job_get_cancellable (TnyJob *self)
{
  g_return_val_if_fail (TNY_IS_JOB (self), NULL);

  return self->cancellable;
}

gboolean
tny_job_is_running (TnyJob *self)
{
  gboolean running;

  g_return_val_if_fail (TNY_IS_JOB (self), FALSE);

  g_mutex_lock (&self->lock);
  running = self->running;
  g_mutex_unlock (&self->lock);

  return running;
}

gboolean
tny_job_is_finished (TnyJob *self)
{
  gboolean finished;

  g_return_val_if_fail (TNY_IS_JOB (self), FALSE);

  g_mutex_lock (&self->lock);
  finished = self->finished;
  g_mutex_unlock (&self->lock);

  return finished;
}

const GError *
tny_job_get_error (TnyJob *self)
{
  g_return_val_if_fail (TNY_IS_JOB (self), NULL);

  return tny_job_is_finished (self) ? self->error : NULL;
}

gpointer
tny_job_get_result (TnyJob *self)
{
  g_return_val_if_fail (TNY_IS_JOB (self), NULL);

  return tny_job_is_finished (self) ? self->result : NULL;
}

void
tny_job_report (TnyJob *self, guint64 done, guint64 total)
{
  if (self == NULL)
    return;

  g_mutex_lock (&self->lock);
  self->done = done;
  self->total = total;
  schedule_notify (self);
  g_mutex_unlock (&self->lock);
}

void
tny_job_say (TnyJob *self, const char *phase, const char *detail)
{
  if (self == NULL)
    return;

  g_mutex_lock (&self->lock);
  if (phase != self->phase)
    {
      g_free (self->phase);
      self->phase = g_strdup (phase);
    }
  g_free (self->detail);
  self->detail = g_strdup (detail);
  schedule_notify (self);
  g_mutex_unlock (&self->lock);
}

void
tny_job_take_result (TnyJob *self, gpointer result, GDestroyNotify free_result)
{
  g_return_if_fail (TNY_IS_JOB (self));

  g_mutex_lock (&self->lock);
  if (self->free_result != NULL && self->result != NULL)
    self->free_result (self->result);
  self->result = result;
  self->free_result = free_result;
  g_mutex_unlock (&self->lock);
}

void
tny_job_get_progress (TnyJob *self, TnyProgress *progress)
{
  g_return_if_fail (TNY_IS_JOB (self) && progress != NULL);

  g_mutex_lock (&self->lock);
  progress->done = self->done;
  progress->total = self->total;
  progress->elapsed_usec = self->started == 0 ? 0 : tny_clock_boot (NULL) - self->started;
  progress->left_usec = -1;
  if (self->total > 0 && self->done > 0 && progress->elapsed_usec >= ETA_AFTER_USEC &&
      self->done >= self->total / ETA_AFTER_SHARE && self->done <= self->total)
    progress->left_usec = (gint64) ((double) progress->elapsed_usec / self->done *
                                    (self->total - self->done));
  progress->phase = g_strdup (self->phase);
  progress->detail = g_strdup (self->detail);
  g_mutex_unlock (&self->lock);
}

void
tny_progress_clear (TnyProgress *progress)
{
  g_clear_pointer (&progress->phase, g_free);
  g_clear_pointer (&progress->detail, g_free);
}
