/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-session-private.h"

#include "tny-error.h"
#include "tny-sync.h"

/* Nobody reads faster than this, and a running sync commits many times a second. */
#define CHANGED_MSEC 100

G_DEFINE_FINAL_TYPE (TnySession, tny_session, G_TYPE_OBJECT)

enum { CHANGED, SYNC_STARTED, SYNC_FINISHED, CONNECTION_CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];

/* Helpers */

static char *
default_folder (void)
{
  const char *chosen = g_getenv ("TENANTRY_DATA_DIR");

  if (chosen != NULL && *chosen != '\0')
    return g_strdup (chosen);

  return g_build_filename (g_get_user_data_dir (), "tenantry", NULL);
}

char *
tny_session_find_database (TnySession *self, GError **error)
{
  if (tny_session_is_sample (self))
    return g_strdup ("sample.db");
  if (tny_session_need_cloud (self, NULL, error) == NULL)
    return NULL;

  return g_strdup (tny_cloud_get_database (self->cloud));
}

/* Callbacks */

static gboolean
changed_idle_cb (gpointer data)
{
  TnySession *self = data;

  g_mutex_lock (&self->lock);
  g_clear_pointer (&self->changed, g_source_unref);
  g_mutex_unlock (&self->lock);
  g_signal_emit (self, signals[CHANGED], 0);

  return G_SOURCE_REMOVE;
}

/* On the writer thread, after a commit. */
static void
store_changed_cb (gpointer data)
{
  TnySession *self = data;

  g_mutex_lock (&self->lock);
  if (self->changed == NULL)
    {
      self->changed = g_timeout_source_new (CHANGED_MSEC);
      g_source_set_callback (self->changed, changed_idle_cb, g_object_ref (self), g_object_unref);
      g_source_attach (self->changed, self->context);
    }
  g_mutex_unlock (&self->lock);
}

typedef struct
{
  TnySession *session;
  gint64      id;
} ConnectionChange;

static gboolean
connection_changed_cb (gpointer data)
{
  ConnectionChange *change = data;

  g_signal_emit (change->session, signals[CONNECTION_CHANGED], 0, change->id);
  g_object_unref (change->session);
  g_free (change);

  return G_SOURCE_REMOVE;
}

void
tny_session_connection_changed (TnySession *self, gint64 id)
{
  ConnectionChange *change = g_new0 (ConnectionChange, 1);
  g_autoptr(GSource) source = g_idle_source_new ();

  change->session = g_object_ref (self);
  change->id = id;
  g_source_set_callback (source, connection_changed_cb, change, NULL);
  g_source_attach (source, self->context);
}

void
tny_session_emit_sync_started (TnySession *self, TnyJob *job, gint64 connection_id)
{
  g_signal_emit (self, signals[SYNC_STARTED], 0, job, connection_id);
}

void
tny_session_emit_sync_finished (TnySession *self, gint64 run_id)
{
  g_signal_emit (self, signals[SYNC_FINISHED], 0, run_id);
}

/* Virtual functions */

static void
tny_session_finalize (GObject *object)
{
  TnySession *self = TNY_SESSION (object);

  tny_session_close (self);
  g_hash_table_unref (self->lives);
  g_hash_table_unref (self->syncs);
  g_hash_table_unref (self->clouds);
  tny_keyring_free (self->service);
  if (self->memory != NULL)
    tny_keyring_free (self->memory);
  g_main_context_unref (self->context);
  g_free (self->folder);
  g_free (self->cloud_name);
  g_mutex_clear (&self->lock);

  G_OBJECT_CLASS (tny_session_parent_class)->finalize (object);
}

static void
tny_session_class_init (TnySessionClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = tny_session_finalize;

  signals[CHANGED] = g_signal_new ("changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
  signals[SYNC_STARTED] = g_signal_new ("sync-started", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                        G_TYPE_NONE, 2, TNY_TYPE_JOB, G_TYPE_INT64);
  signals[SYNC_FINISHED] = g_signal_new ("sync-finished", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 1, G_TYPE_INT64);
  signals[CONNECTION_CHANGED] = g_signal_new ("connection-changed", type, G_SIGNAL_RUN_LAST, 0, NULL,
                                              NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT64);
}

static void
tny_session_init (TnySession *self)
{
  g_mutex_init (&self->lock);
  self->context = g_main_context_ref_thread_default ();
  self->service = tny_keyring_new_service (0);
  self->lives = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free,
                                       (GDestroyNotify) tny_live_unref);
  self->syncs = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_object_unref);
  self->clouds = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) tny_cloud_unref);
}

/* Public functions */

TnySession *
tny_session_new (const char *data_folder, const char *cloud)
{
  TnySession *self = g_object_new (TNY_TYPE_SESSION, NULL);

  self->folder = data_folder != NULL ? g_canonicalize_filename (data_folder, NULL) : default_folder ();
  self->cloud_name = g_strdup (cloud != NULL ? cloud : "global");

  return self;
}

const TnyCloud *
tny_session_need_cloud (TnySession *self, GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (TNY_IS_SESSION (self), NULL);

  const TnyCloud *cloud;

  g_mutex_lock (&self->lock);
  if (self->cloud == NULL && tny_session_is_sample (self))
    {
      self->sample = tny_sample_cloud_start (self->folder, cancellable, error);
      if (self->sample != NULL)
        self->cloud = tny_cloud_load_sample (tny_sample_cloud_key_file (self->sample), error);
      if (self->cloud == NULL)
        g_clear_pointer (&self->sample, tny_sample_cloud_stop);
    }
  else if (self->cloud == NULL)
    {
      self->cloud = tny_cloud_load (self->cloud_name, error);
    }
  cloud = self->cloud;
  g_mutex_unlock (&self->lock);

  return cloud;
}

const TnyCloud *
tny_session_get_cloud (TnySession *self)
{
  g_return_val_if_fail (TNY_IS_SESSION (self), NULL);

  const TnyCloud *cloud;

  g_mutex_lock (&self->lock);
  cloud = self->cloud;
  g_mutex_unlock (&self->lock);

  return cloud;
}

const TnyCloud *
tny_session_find_cloud (TnySession *self, const char *name, GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (TNY_IS_SESSION (self), NULL);

  const TnyCloud *own = tny_session_need_cloud (self, cancellable, error);
  TnyCloud *other;

  if (own == NULL || name == NULL || !tny_cloud_is_real (own)
      || g_str_equal (tny_cloud_get_name (own), name))
    return own;

  g_mutex_lock (&self->lock);
  other = g_hash_table_lookup (self->clouds, name);
  if (other == NULL && (other = tny_cloud_load (name, error)) != NULL)
    g_hash_table_insert (self->clouds, g_strdup (name), other);
  g_mutex_unlock (&self->lock);

  return other;
}

gboolean
tny_session_open (TnySession *self, TnyStoreMode mode, GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (TNY_IS_SESSION (self), FALSE);
  g_return_val_if_fail (self->store == NULL, FALSE);

  g_autofree char *database = tny_session_find_database (self, error);
  g_autoptr(GError) missing = NULL;

  if (database == NULL)
    return FALSE;

  self->store = tny_store_open (self->folder, database, mode, &missing);
  if (self->store == NULL && mode == TNY_STORE_READ
      && g_error_matches (missing, TNY_ERROR, TNY_ERROR_NOT_FOUND))
    {
      g_clear_error (&missing);
      self->store = tny_store_open (self->folder, database, TNY_STORE_WRITE, &missing);
    }
  if (self->store == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&missing));
      return FALSE;
    }
  if (tny_store_is_writable (self->store) && !tny_sync_recover (self->store, 0, NULL, error))
    {
      g_clear_pointer (&self->store, tny_store_close);
      return FALSE;
    }
  tny_store_set_changed (self->store, store_changed_cb, self);

  return TRUE;
}

void
tny_session_close (TnySession *self)
{
  g_return_if_fail (TNY_IS_SESSION (self));

  tny_session_end_syncs (self);
  g_mutex_lock (&self->lock);
  g_hash_table_remove_all (self->lives);
  g_mutex_unlock (&self->lock);
  if (self->store != NULL)
    {
      tny_store_set_changed (self->store, NULL, NULL);
      g_clear_pointer (&self->store, tny_store_close);
    }
  g_mutex_lock (&self->lock);
  if (self->changed != NULL)
    {
      GSource *source = g_steal_pointer (&self->changed);

      g_mutex_unlock (&self->lock);
      g_source_destroy (source);      /* drops its reference on us: not under our lock */
      g_source_unref (source);
      g_mutex_lock (&self->lock);
    }
  g_clear_pointer (&self->cloud, tny_cloud_unref);
  g_clear_pointer (&self->sample, tny_sample_cloud_stop);
  g_mutex_unlock (&self->lock);
}

gboolean
tny_session_is_open (TnySession *self)
{
  g_return_val_if_fail (TNY_IS_SESSION (self), FALSE);

  return self->store != NULL;
}

TnyStore *
tny_session_get_store (TnySession *self)
{
  g_return_val_if_fail (TNY_IS_SESSION (self), NULL);

  return self->store;
}

const char *
tny_session_get_cloud_name (TnySession *self)
{
  g_return_val_if_fail (TNY_IS_SESSION (self), NULL);

  return self->cloud_name;
}

gboolean
tny_session_is_sample (TnySession *self)
{
  g_return_val_if_fail (TNY_IS_SESSION (self), FALSE);

  return g_str_equal (self->cloud_name, "sample");
}

const char *
tny_session_get_folder (TnySession *self)
{
  g_return_val_if_fail (TNY_IS_SESSION (self), NULL);

  return self->folder;
}

gboolean
tny_session_switch_scenario (TnySession *self, const char *scenario, gboolean on,
                             GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (TNY_IS_SESSION (self), FALSE);

  const TnyCloud *cloud;

  if (!tny_session_is_sample (self))
    {
      g_set_error_literal (error, TNY_ERROR, TNY_ERROR_ARGUMENT, "Only the sample cloud has scenarios");
      return FALSE;
    }
  cloud = tny_session_need_cloud (self, cancellable, error);

  return cloud != NULL && tny_sample_cloud_switch (cloud, scenario, on, cancellable, error);
}

TnyKeyring *
tny_session_get_keyring (TnySession *self)
{
  g_return_val_if_fail (TNY_IS_SESSION (self), NULL);

  TnyKeyring *keyring;

  g_mutex_lock (&self->lock);
  keyring = self->in_memory ? self->memory : self->service;
  g_mutex_unlock (&self->lock);

  return keyring;
}

void
tny_session_keep_secrets_in_memory (TnySession *self)
{
  g_return_if_fail (TNY_IS_SESSION (self));

  g_mutex_lock (&self->lock);
  if (self->memory == NULL)
    self->memory = tny_keyring_new_memory ();
  self->in_memory = TRUE;
  g_hash_table_remove_all (self->lives);
  g_mutex_unlock (&self->lock);
}

TnySlot
tny_session_slot (TnySession *self, const char *kind, const char *tenant_id, const char *account_id)
{
  /* clouds never share secrets, and the name of a cloud is known before the cloud is */
  const char *database = self->cloud != NULL ? tny_cloud_get_database (self->cloud) : "sample.db";

  return (TnySlot) { .database = database, .kind = kind, .tenant_id = tenant_id,
                     .object_id = account_id };
}
