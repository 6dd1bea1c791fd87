/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-keyring.h"

#include <string.h>

#include <libsecret/secret.h>

#include "tny-error.h"

/* The Secret Service through libsecret.
 *
 *   caller ──call_run()──▸ thread of its own: connect, ask, translate ──▸ caller
 *      └─ waits until done, cancelled or the deadline; a thread that hangs is left behind with
 *         nothing but its own copies, which it wipes when it comes back
 *
 * Each call opens a SecretService object of its own: libsecret's shared one belongs to the main
 * context of whoever came first, and does not notice from another thread that the daemon restarted.
 * In a Flatpak libsecret encrypts a file with a key from the Secret portal; that body hangs on
 * SecretBackend only, so there (and with SECRET_BACKEND=file in tests) the secret_password_* calls are
 * used, one at a time.
 */

#define USUAL_DEADLINE  (25 * G_TIME_SPAN_SECOND)
#define PROMPT_DEADLINE (5 * G_TIME_SPAN_MINUTE)
#define LABEL           "Tenantry"

typedef struct
{
  TnyKeyring keyring;
  gint64     deadline;       /* microseconds */
} ServiceKeyring;

typedef struct _Call Call;

struct _Call
{
  gatomicrefcount  refs;

  gboolean       (*work) (Call *call, GError **error);
  GHashTable      *attributes;   /* text → text */
  TnySecret       *secret;       /* to store, or what was found */

  GCancellable    *cancellable;
  SecretService   *service;      /* NULL with the file body */

  GMutex           lock;         /* guards the fields below */
  GCond            changed;
  gboolean         done, ok;
  GError          *error;
};

static GMutex file_lock;         /* the file body is one shared object without locks of its own */

/* Members may be missing when searching: any subset is a question. */
static const SecretSchema schema = {
  "io.github.tenantry.Tenantry", SECRET_SCHEMA_NONE,
  {
    { "database", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { "kind", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { "tenant", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { "object", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { "slot", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { NULL, 0 },
  }
};

static GHashTable *
slot_attributes (const TnySlot *slot, gboolean exact)
{
  GHashTable *attributes = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  const struct { const char *name, *value, *missing; } members[] = {
    { "database", slot->database, NULL },
    { "kind", slot->kind, NULL },
    { "tenant", slot->tenant_id, NULL },
    { "object", slot->object_id, "none" },
    { "slot", slot->slot, "current" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    {
      const char *value = members[i].value;

      if (value == NULL && exact)
        value = members[i].missing;
      if (value != NULL)
        g_hash_table_insert (attributes, (gpointer) members[i].name, g_strdup (value));
    }

  return attributes;
}

static Call *
call_new (gboolean (*work) (Call *call, GError **error), const TnySlot *slot, gboolean exact)
{
  Call *call = g_new0 (Call, 1);

  g_atomic_ref_count_init (&call->refs);
  call->work = work;
  if (slot != NULL)
    call->attributes = slot_attributes (slot, exact);
  call->cancellable = g_cancellable_new ();
  g_mutex_init (&call->lock);
  g_cond_init (&call->changed);

  return call;
}

static void
call_unref (Call *call)
{
  if (!g_atomic_ref_count_dec (&call->refs))
    return;

  g_clear_pointer (&call->attributes, g_hash_table_unref);
  tny_secret_unref (call->secret);
  g_clear_object (&call->cancellable);
  g_clear_error (&call->error);
  g_mutex_clear (&call->lock);
  g_cond_clear (&call->changed);
  g_free (call);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Call, call_unref)

static void
items_free (GList *items)
{
  g_list_free_full (items, g_object_unref);
}

typedef GList Items;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Items, items_free)
typedef SecretValue Value;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Value, secret_value_unref)

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
connect_service (Call *call, GError **error)
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
  g_autoptr(Call) call = data;
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
  Call *call = data;

  g_cancellable_cancel (call->cancellable);
  g_mutex_lock (&call->lock);
  g_cond_broadcast (&call->changed);
  g_mutex_unlock (&call->lock);
}

static gboolean
call_run (Call *call, gint64 deadline_usec, GCancellable *cancellable, GError **error)
{
  gint64 end = g_get_monotonic_time () + deadline_usec;
  gboolean in_time = TRUE, ok = FALSE;
  gulong handler = 0;

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;

  g_atomic_ref_count_inc (&call->refs);
  g_thread_unref (g_thread_new ("keyring", call_thread, call));
  if (cancellable != NULL)
    handler = g_cancellable_connect (cancellable, G_CALLBACK (cancelled_cb), call, NULL);

  g_mutex_lock (&call->lock);
  while (!call->done && in_time && !g_cancellable_is_cancelled (cancellable))
    in_time = g_cond_wait_until (&call->changed, &call->lock, end);
  if (call->done)
    {
      ok = call->ok;
      if (!ok)
        g_propagate_error (error, g_steal_pointer (&call->error));
    }
  else if (!g_cancellable_set_error_if_cancelled (cancellable, error))
    g_set_error (error, TNY_ERROR, TNY_ERROR_KEYRING_FAILED,
                 "Secret Service: no answer within %" G_GINT64_FORMAT " s",
                 deadline_usec / G_TIME_SPAN_SECOND);
  g_mutex_unlock (&call->lock);

  g_cancellable_disconnect (cancellable, handler);
  if (!ok)
    g_cancellable_cancel (call->cancellable);
  return ok;
}

/* Of the collection where new secrets go. */
typedef enum
{
  DEFAULT_UNKNOWN,           /* with @error */
  DEFAULT_OPEN,
  DEFAULT_LOCKED,
  DEFAULT_NOT_MADE           /* a person must choose a password for it first */
} DefaultState;

static DefaultState
default_state (Call *call, GError **error)
{
  g_autoptr(SecretCollection) collection = NULL;
  g_autoptr(GError) cause = NULL;

  if (call->service == NULL)
    return DEFAULT_OPEN;

  collection = secret_collection_for_alias_sync (call->service, SECRET_COLLECTION_DEFAULT,
                                                 SECRET_COLLECTION_NONE, call->cancellable, &cause);
  if (cause != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&cause));
      return DEFAULT_UNKNOWN;
    }
  if (collection == NULL)
    return DEFAULT_NOT_MADE;

  return secret_collection_get_locked (collection) ? DEFAULT_LOCKED : DEFAULT_OPEN;
}

/* FALSE with LOCKED when a person must unlock the default collection, or make it: unlock() does both. */
static gboolean
check_default_open (Call *call, GError **error)
{
  DefaultState state = default_state (call, error);

  if (state == DEFAULT_LOCKED || state == DEFAULT_NOT_MADE)
    g_set_error (error, TNY_ERROR, TNY_ERROR_KEYRING_LOCKED, "Secret Service: %s",
                 state == DEFAULT_LOCKED ? "the default keyring is locked"
                                         : "there is no default keyring yet");
  return state == DEFAULT_OPEN;
}

/* Some services cannot search what is locked: then nothing found proves nothing. */
static gboolean
check_nothing_hidden (Call *call, GError **error)
{
  DefaultState state = default_state (call, error);

  if (state == DEFAULT_LOCKED)
    g_set_error (error, TNY_ERROR, TNY_ERROR_KEYRING_LOCKED,
                 "Secret Service: the default keyring is locked");
  return state == DEFAULT_OPEN || state == DEFAULT_NOT_MADE;
}

/* Finds without prompting. FALSE with LOCKED when one of the items is locked. */
static gboolean
find_items (Call *call, GList **items, GError **error)
{
  g_autoptr(GError) cause = NULL;
  g_autoptr(Items) found = NULL;

  found = call->service != NULL
    ? secret_service_search_sync (call->service, &schema, call->attributes, SECRET_SEARCH_ALL,
                                  call->cancellable, &cause)
    : secret_password_searchv_sync (&schema, call->attributes, SECRET_SEARCH_ALL,
                                    call->cancellable, &cause);
  if (cause != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&cause));
      return FALSE;
    }

  for (GList *at = found; at != NULL; at = at->next)
    if (SECRET_IS_ITEM (at->data) && secret_item_get_locked (at->data))
      {
        g_set_error (error, TNY_ERROR, TNY_ERROR_KEYRING_LOCKED, "Secret Service: the item is locked");
        return FALSE;
      }

  *items = g_steal_pointer (&found);
  return TRUE;
}

static SecretRetrievable *
newest (GList *items)
{
  SecretRetrievable *best = items->data;

  for (GList *at = items->next; at != NULL; at = at->next)
    if (secret_retrievable_get_modified (at->data) > secret_retrievable_get_modified (best))
      best = at->data;

  return best;
}

static gboolean
read_secret (Call *call, TnySecret **secret, GError **error)
{
  g_autoptr(Items) items = NULL;
  g_autoptr(Value) value = NULL;
  const char *text;
  gsize length;

  if (!find_items (call, &items, error))
    return FALSE;
  if (items == NULL)
    {
      if (!check_nothing_hidden (call, error))
        return FALSE;
      *secret = NULL;
      return TRUE;
    }

  value = secret_retrievable_retrieve_secret_sync (newest (items), call->cancellable, error);
  if (value == NULL)
    return FALSE;
  text = secret_value_get (value, &length);
  *secret = tny_secret_new_len (text, length);
  return TRUE;
}

static gboolean
lookup_work (Call *call, GError **error)
{
  return read_secret (call, &call->secret, error);
}

static gboolean
store_work (Call *call, GError **error)
{
  g_autoptr(TnySecret) back = NULL;
  g_autoptr(Value) value = NULL;
  gboolean ok;

  if (!check_default_open (call, error))
    return FALSE;

  value = secret_value_new (tny_secret_peek (call->secret), tny_secret_length (call->secret),
                            "text/plain");
  ok = call->service != NULL
    ? secret_service_store_sync (call->service, &schema, call->attributes,
                                 SECRET_COLLECTION_DEFAULT, LABEL, value, call->cancellable, error)
    : secret_password_storev_binary_sync (&schema, call->attributes, SECRET_COLLECTION_DEFAULT,
                                          LABEL, value, call->cancellable, error);
  if (!ok)
    {
      if (*error == NULL)
        g_set_error (error, TNY_ERROR, TNY_ERROR_KEYRING_FAILED, "Secret Service: not stored");
      return FALSE;
    }

  if (!read_secret (call, &back, error))
    return FALSE;
  if (back == NULL || !tny_secret_equal (back, call->secret))
    {
      g_set_error (error, TNY_ERROR, TNY_ERROR_KEYRING_FAILED,
                   "Secret Service: what was stored did not come back the same");
      return FALSE;
    }

  return TRUE;
}

static gboolean
remove_work (Call *call, GError **error)
{
  g_autoptr(Items) items = NULL;

  if (!find_items (call, &items, error))
    return FALSE;
  if (items == NULL)
    return check_nothing_hidden (call, error);

  if (call->service == NULL)
    {
      secret_password_clearv_sync (&schema, call->attributes, call->cancellable, error);
      return *error == NULL;
    }
  for (GList *at = items; at != NULL; at = at->next)
    if (!secret_item_delete_sync (at->data, call->cancellable, error))
      {
        if (*error == NULL)
          g_set_error (error, TNY_ERROR, TNY_ERROR_KEYRING_LOCKED,
                       "Secret Service: the prompt was dismissed");
        return FALSE;
      }

  return TRUE;
}

static gboolean
state_work (Call *call, GError **error)
{
  return check_default_open (call, error);
}

static gboolean
unlock_work (Call *call, GError **error)
{
  g_autoptr(SecretCollection) collection = NULL;
  g_autoptr(GError) cause = NULL;

  if (call->service == NULL)
    return TRUE;

  collection = secret_collection_for_alias_sync (call->service, SECRET_COLLECTION_DEFAULT,
                                                 SECRET_COLLECTION_NONE, call->cancellable, &cause);
  if (cause == NULL && collection == NULL)
    collection = secret_collection_create_sync (call->service, "Login", SECRET_COLLECTION_DEFAULT,
                                                SECRET_COLLECTION_CREATE_NONE, call->cancellable,
                                                &cause);
  else if (cause == NULL && secret_collection_get_locked (collection))
    {
      g_autoptr(Items) unlocked = NULL;
      GList wanted = { collection, NULL, NULL };

      secret_service_unlock_sync (call->service, &wanted, call->cancellable, &unlocked, &cause);
    }
  if (cause != NULL && !g_error_matches (cause, SECRET_ERROR, SECRET_ERROR_IS_LOCKED))
    {
      g_propagate_error (error, g_steal_pointer (&cause));
      return FALSE;
    }

  /* A dismissed prompt is no error to libsecret: the lock tells. */
  return check_default_open (call, error);
}

static gint64
deadline_of (TnyKeyring *keyring)
{
  return ((ServiceKeyring *) keyring)->deadline;
}

static gboolean
service_store (TnyKeyring    *keyring,
               const TnySlot *slot,
               TnySecret     *secret,
               GCancellable  *cancellable,
               GError       **error)
{
  g_autoptr(Call) call = call_new (store_work, slot, TRUE);

  call->secret = tny_secret_ref (secret);
  return call_run (call, deadline_of (keyring), cancellable, error);
}

static gboolean
service_lookup (TnyKeyring    *keyring,
                const TnySlot *slot,
                TnySecret    **secret,
                GCancellable  *cancellable,
                GError       **error)
{
  g_autoptr(Call) call = call_new (lookup_work, slot, TRUE);

  if (!call_run (call, deadline_of (keyring), cancellable, error))
    return FALSE;
  *secret = g_steal_pointer (&call->secret);
  return TRUE;
}

static gboolean
service_remove (TnyKeyring    *keyring,
                const TnySlot *match,
                gboolean       exact,
                GCancellable  *cancellable,
                GError       **error)
{
  g_autoptr(Call) call = call_new (remove_work, match, exact);

  return call_run (call, deadline_of (keyring), cancellable, error);
}

static gboolean
service_unlock (TnyKeyring *keyring, GCancellable *cancellable, GError **error)
{
  g_autoptr(Call) call = call_new (unlock_work, NULL, FALSE);

  return call_run (call, PROMPT_DEADLINE, cancellable, error);
}

static TnyKeyringState
service_state (TnyKeyring *keyring, GCancellable *cancellable, GError **error)
{
  g_autoptr(Call) call = call_new (state_work, NULL, FALSE);
  g_autoptr(GError) cause = NULL;
  TnyKeyringState state = TNY_KEYRING_IS_BROKEN;

  if (call_run (call, deadline_of (keyring), cancellable, &cause))
    return TNY_KEYRING_READY;
  if (g_error_matches (cause, TNY_ERROR, TNY_ERROR_KEYRING_LOCKED))
    state = TNY_KEYRING_IS_LOCKED;
  else if (g_error_matches (cause, TNY_ERROR, TNY_ERROR_KEYRING_ABSENT))
    state = TNY_KEYRING_IS_ABSENT;
  g_propagate_error (error, g_steal_pointer (&cause));

  return state;
}

static void
service_free (TnyKeyring *keyring)
{
  g_free (keyring);
}

TnyKeyring *
tny_keyring_new_service (gint64 deadline_usec)
{
  ServiceKeyring *self = g_new0 (ServiceKeyring, 1);

  self->keyring = (TnyKeyring) { service_store, service_lookup, service_remove, service_unlock,
                                 service_state, service_free };
  self->deadline = deadline_usec > 0 ? deadline_usec : USUAL_DEADLINE;

  return &self->keyring;
}
