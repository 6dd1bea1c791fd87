/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-keyring-call.h"

#include "tny-error.h"

static GMutex file_lock;         /* the file body is one shared object without locks of its own */

static gboolean
is_absent (const GError *error)
{
  static const int codes[] = {
    G_DBUS_ERROR_SERVICE_UNKNOWN, G_DBUS_ERROR_NAME_HAS_NO_OWNER, G_DBUS_ERROR_NO_SERVER,
    G_DBUS_ERROR_DISCONNECTED, G_DBUS_ERROR_SPAWN_EXEC_FAILED, G_DBUS_ERROR_SPAWN_FORK_FAILED,
    G_DBUS_ERROR_SPAWN_CHILD_EXITED, G_DBUS_ERROR_SPAWN_CHILD_SIGNALED, G_DBUS_ERROR_SPAWN_FAILED,
    G_DBUS_ERROR_SPAWN_SETUP_FAILED, G_DBUS_ERROR_SPAWN_SERVICE_NOT_FOUND,
    G_DBUS_ERROR_SPAWN_FILE_INVALID, G_DBUS_ERROR_SPAWN_CONFIG_INVALID,
  };

  if (error->domain == G_DBUS_ERROR)
    for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
      if (error->code == codes[i])
        return TRUE;

  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CLOSED);
}

/* What libsecret and the bus say, as one of ours. Their texts name objects, never secrets. */
static void
translate (GError **error)
{
  TnyError code = TNY_ERROR_KEYRING_FAILED;
  g_autoptr(GError) cause = NULL;

  if (*error == NULL || (*error)->domain == TNY_ERROR || tny_error_cancelled (*error))
    return;

  cause = g_steal_pointer (error);
  g_dbus_error_strip_remote_error (cause);
  if (g_error_matches (cause, SECRET_ERROR, SECRET_ERROR_IS_LOCKED))
    code = TNY_ERROR_KEYRING_LOCKED;
  else if (is_absent (cause))
    code = TNY_ERROR_KEYRING_ABSENT;
  g_set_error (error, TNY_ERROR, code, "Secret Service: %s", cause->message);
}

static gboolean
uses_file (void)
{
  return g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS) ||
         g_strcmp0 (g_getenv ("SECRET_BACKEND"), "file") == 0;
}

static gboolean
connect_service (TnyKeyringCall *call, GError **error)
{
  g_autoptr(GDBusConnection) bus = g_bus_get_sync (G_BUS_TYPE_SESSION, call->cancellable, error);

  if (bus == NULL)
    {
      if (!tny_error_cancelled (*error))
        {
          g_autoptr(GError) cause = g_steal_pointer (error);

          g_set_error (error, TNY_ERROR, TNY_ERROR_KEYRING_ABSENT, "no session bus: %s",
                       cause->message);
        }
      return FALSE;
    }

  /* A bus that ends must not end us in the middle of a write. */
  g_dbus_connection_set_exit_on_close (bus, FALSE);
  call->service = secret_service_open_sync (SECRET_TYPE_SERVICE, NULL, SECRET_SERVICE_OPEN_SESSION,
                                            call->cancellable, error);
  return call->service != NULL;
}

static gpointer
call_thread (gpointer data)
{
  g_autoptr(TnyKeyringCall) call = data;
  g_autoptr(GMainContext) context = g_main_context_new ();
  g_autoptr(GError) error = NULL;
  gboolean ok;

  /* libsecret's proxies answer here, not in the window's main loop. */
  g_main_context_push_thread_default (context);
  if (uses_file ())
    {
      g_mutex_lock (&file_lock);
      /* Another program may have written since it was read: read it anew. */
      secret_service_disconnect ();
      ok = call->work (call, &error);
      if (!ok && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WRONG_ETAG))
        {
          /* … or just now: once more, then it is an error. */
          g_clear_error (&error);
          secret_service_disconnect ();
          ok = call->work (call, &error);
        }
      g_mutex_unlock (&file_lock);
    }
  else
    ok = connect_service (call, &error) && call->work (call, &error);
  translate (&error);
  g_clear_object (&call->service);
  while (g_main_context_iteration (context, FALSE))
    ;
  g_main_context_pop_thread_default (context);

  g_mutex_lock (&call->lock);
  call->done = TRUE;
  call->ok = ok;
  call->error = g_steal_pointer (&error);
  g_cond_broadcast (&call->changed);
  g_mutex_unlock (&call->lock);

  return NULL;
}

static void
cancelled_cb (GCancellable *cancellable, gpointer data)
{
  TnyKeyringCall *call = data;

  g_cancellable_cancel (call->cancellable);
  g_mutex_lock (&call->lock);
  g_cond_broadcast (&call->changed);
  g_mutex_unlock (&call->lock);
}

TnyKeyringCall *
tny_keyring_call_new (TnyKeyringWork work, GHashTable *attributes)
{
  TnyKeyringCall *self = g_new0 (TnyKeyringCall, 1);

  g_atomic_ref_count_init (&self->refs);
  self->work = work;
  self->attributes = attributes;
  self->cancellable = g_cancellable_new ();
  g_mutex_init (&self->lock);
  g_cond_init (&self->changed);

  return self;
}

void
tny_keyring_call_unref (TnyKeyringCall *self)
{
  if (!g_atomic_ref_count_dec (&self->refs))
    return;

  g_clear_pointer (&self->attributes, g_hash_table_unref);
  tny_secret_unref (self->secret);
  g_clear_object (&self->cancellable);
  g_clear_error (&self->error);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->changed);
  g_free (self);
}

gboolean
tny_keyring_call_run (TnyKeyringCall  *self,
                      gint64           deadline_usec,
                      GCancellable    *cancellable,
                      GError         **error)
{
  gint64 end = g_get_monotonic_time () + deadline_usec;
  gboolean in_time = TRUE, ok = FALSE;
  gulong handler = 0;

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;

  g_atomic_ref_count_inc (&self->refs);
  g_thread_unref (g_thread_new ("keyring", call_thread, self));
  if (cancellable != NULL)
    handler = g_cancellable_connect (cancellable, G_CALLBACK (cancelled_cb), self, NULL);

  g_mutex_lock (&self->lock);
  while (!self->done && in_time && !g_cancellable_is_cancelled (cancellable))
    in_time = g_cond_wait_until (&self->changed, &self->lock, end);
  if (self->done)
    {
      ok = self->ok;
      if (!ok)
        g_propagate_error (error, g_steal_pointer (&self->error));
    }
  else if (!g_cancellable_set_error_if_cancelled (cancellable, error))
    g_set_error (error, TNY_ERROR, TNY_ERROR_KEYRING_FAILED,
                 "Secret Service: no answer within %" G_GINT64_FORMAT " s",
                 deadline_usec / G_TIME_SPAN_SECOND);
  g_mutex_unlock (&self->lock);

  g_cancellable_disconnect (cancellable, handler);
  if (!ok)
    g_cancellable_cancel (self->cancellable);
  return ok;
}
