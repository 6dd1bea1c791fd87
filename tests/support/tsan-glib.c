/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What ThreadSanitizer cannot see by itself: GLib, built without it, synchronizes by futexes and atomics of
 * its own. Each wrapper tells what a call of GLib orders; tsan-glib.wrap puts them in their places. Linked
 * only into builds with -Db_sanitize=thread. */
#include <gio/gio.h>

void __tsan_acquire (void *address);
void __tsan_release (void *address);

/* WRAP (type, name, (parameters), (arguments), before, after): @before and @after are statements; the
 * result of the real call is r. */
#define WRAP(type, name, parameters, arguments, before, after) \
  type __real_##name parameters; \
  type __wrap_##name parameters; \
  type __wrap_##name parameters { before; type r = __real_##name arguments; after; return r; }
#define WRAP_VOID(name, parameters, arguments, before, after) \
  void __real_##name parameters; \
  void __wrap_##name parameters; \
  void __wrap_##name parameters { before; __real_##name arguments; after; }
#define ACQUIRE(address) __tsan_acquire ((void *) (address))
#define RELEASE(address) __tsan_release ((void *) (address))
#define NOTHING (void) 0

/* Locks and conditions */

WRAP_VOID (g_mutex_lock, (GMutex *m), (m), NOTHING, ACQUIRE (m))
WRAP_VOID (g_mutex_unlock, (GMutex *m), (m), RELEASE (m), NOTHING)
WRAP (gboolean, g_mutex_trylock, (GMutex *m), (m), NOTHING, if (r) ACQUIRE (m))
WRAP_VOID (g_cond_wait, (GCond *c, GMutex *m), (c, m), RELEASE (m), ACQUIRE (m))
WRAP (gboolean, g_cond_wait_until, (GCond *c, GMutex *m, gint64 end), (c, m, end), RELEASE (m), ACQUIRE (m))

/* Counts of references: who drops the last one has seen what the others did. */

WRAP (gboolean, g_atomic_ref_count_dec, (gatomicrefcount *c), (c), RELEASE (c), if (r) ACQUIRE (c))
WRAP_VOID (g_object_unref, (gpointer o), (o), RELEASE (o); ACQUIRE (o), NOTHING)
WRAP_VOID (g_bytes_unref, (GBytes *b), (b), if (b != NULL) { RELEASE (b); ACQUIRE (b); }, NOTHING)
WRAP_VOID (g_cancellable_cancel, (GCancellable *c), (c), if (c != NULL) RELEASE (c), NOTHING)
WRAP (gboolean, g_cancellable_is_cancelled, (GCancellable *c), (c), NOTHING, if (r) ACQUIRE (c))

/* Once */

WRAP (gboolean, g_once_init_enter, (volatile void *p), (p), NOTHING, ACQUIRE (p))
WRAP_VOID (g_once_init_leave, (volatile void *p, gsize v), (p, v), RELEASE (p), NOTHING)

/* Queues and tasks */

WRAP_VOID (g_async_queue_push, (GAsyncQueue *q, gpointer d), (q, d), RELEASE (q), NOTHING)
WRAP (gpointer, g_async_queue_pop, (GAsyncQueue *q), (q), NOTHING, ACQUIRE (q))
WRAP (gpointer, g_async_queue_try_pop, (GAsyncQueue *q), (q), NOTHING, if (r != NULL) ACQUIRE (q))
WRAP_VOID (g_task_return_pointer, (GTask *t, gpointer v, GDestroyNotify n), (t, v, n), RELEASE (t), NOTHING)
WRAP_VOID (g_task_return_boolean, (GTask *t, gboolean v), (t, v), RELEASE (t), NOTHING)
WRAP_VOID (g_task_return_error, (GTask *t, GError *e), (t, e), RELEASE (t), NOTHING)
WRAP (gpointer, g_task_propagate_pointer, (GTask *t, GError **e), (t, e), ACQUIRE (t), NOTHING)
WRAP (gboolean, g_task_propagate_boolean, (GTask *t, GError **e), (t, e), ACQUIRE (t), NOTHING)

static void
run_task (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GTaskThreadFunc func = (GTaskThreadFunc) g_object_get_data (G_OBJECT (task), "tsan-func");

  ACQUIRE (task);
  func (task, source, data, cancellable);
  RELEASE (task);
}

void __real_g_task_run_in_thread (GTask *task, GTaskThreadFunc func);
void __wrap_g_task_run_in_thread (GTask *task, GTaskThreadFunc func);

void
__wrap_g_task_run_in_thread (GTask *task, GTaskThreadFunc func)
{
  g_object_set_data (G_OBJECT (task), "tsan-func", (gpointer) func);
  RELEASE (task);
  __real_g_task_run_in_thread (task, run_task);
}

/* What another thread's main loop is given to do */

typedef struct
{
  GSourceFunc    func;
  gpointer       data;
  GDestroyNotify notify;
} Idle;

static gboolean
run_idle (gpointer data)
{
  Idle *idle = data;

  ACQUIRE (idle);
  ACQUIRE (g_main_current_source ());
  return idle->func (idle->data);
}

static void
free_idle (gpointer data)
{
  Idle *idle = data;

  ACQUIRE (idle);
  if (idle->notify != NULL)
    idle->notify (idle->data);
  g_free (idle);
}

static Idle *
new_idle (GSourceFunc func, gpointer data, GDestroyNotify notify)
{
  Idle *idle = g_new (Idle, 1);

  *idle = (Idle) { func, data, notify };
  RELEASE (idle);

  return idle;
}

void __real_g_main_context_invoke_full (GMainContext *c, int p, GSourceFunc f, gpointer d, GDestroyNotify n);
void __wrap_g_main_context_invoke_full (GMainContext *c, int p, GSourceFunc f, gpointer d, GDestroyNotify n);
void __wrap_g_main_context_invoke (GMainContext *c, GSourceFunc f, gpointer d);
guint __real_g_idle_add_full (int p, GSourceFunc f, gpointer d, GDestroyNotify n);
guint __wrap_g_idle_add_full (int p, GSourceFunc f, gpointer d, GDestroyNotify n);
guint __wrap_g_idle_add (GSourceFunc f, gpointer d);

void __real_g_source_set_callback (GSource *s, GSourceFunc f, gpointer d, GDestroyNotify n);
void __wrap_g_source_set_callback (GSource *s, GSourceFunc f, gpointer d, GDestroyNotify n);

/* Callbacks of other sources have other parameters. */
void
__wrap_g_source_set_callback (GSource *s, GSourceFunc f, gpointer d, GDestroyNotify n)
{
  if (s->source_funcs == &g_idle_funcs || s->source_funcs == &g_timeout_funcs)
    __real_g_source_set_callback (s, run_idle, new_idle (f, d, n), free_idle);
  else
    __real_g_source_set_callback (s, f, d, n);
}

WRAP (guint, g_source_attach, (GSource *s, GMainContext *c), (s, c), RELEASE (s), NOTHING)

void
__wrap_g_main_context_invoke_full (GMainContext *c, int p, GSourceFunc f, gpointer d, GDestroyNotify n)
{
  __real_g_main_context_invoke_full (c, p, run_idle, new_idle (f, d, n), free_idle);
}

void
__wrap_g_main_context_invoke (GMainContext *c, GSourceFunc f, gpointer d)
{
  __wrap_g_main_context_invoke_full (c, G_PRIORITY_DEFAULT, f, d, NULL);
}

guint
__wrap_g_idle_add_full (int p, GSourceFunc f, gpointer d, GDestroyNotify n)
{
  return __real_g_idle_add_full (p, run_idle, new_idle (f, d, n), free_idle);
}

guint
__wrap_g_idle_add (GSourceFunc f, gpointer d)
{
  return __wrap_g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, f, d, NULL);
}
