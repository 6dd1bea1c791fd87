/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-keyring.h"

#include "tny-error.h"
#include "tny-keyring-call.h"

/* The Secret Service through libsecret: what is asked, and how. How one call runs:
 * tny-keyring-call.h. */

#define USUAL_DEADLINE  (25 * G_TIME_SPAN_SECOND)
#define PROMPT_DEADLINE (5 * G_TIME_SPAN_MINUTE)
#define LABEL           "Tenantry"

typedef struct
{
  TnyKeyring keyring;
  gint64     deadline;       /* microseconds */
} ServiceKeyring;

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

static void
items_free (GList *items)
{
  g_list_free_full (items, g_object_unref);
}

typedef GList Items;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Items, items_free)
typedef SecretValue Value;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Value, secret_value_unref)

/* Of the collection where new secrets go. */
typedef enum
{
  DEFAULT_UNKNOWN,           /* with @error */
  DEFAULT_OPEN,
  DEFAULT_LOCKED,
  DEFAULT_NOT_MADE           /* a person must choose a password for it first */
} DefaultState;

static DefaultState
default_state (TnyKeyringCall *call, GError **error)
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

/* FALSE with LOCKED or NOT_MADE when a person must unlock the default collection, or make it:
 * unlock() does both. */
static gboolean
check_default_open (TnyKeyringCall *call, GError **error)
{
  DefaultState state = default_state (call, error);

  if (state == DEFAULT_LOCKED)
    g_set_error (error, TNY_ERROR, TNY_ERROR_KEYRING_LOCKED,
                 "Secret Service: the default keyring is locked");
  else if (state == DEFAULT_NOT_MADE)
    g_set_error (error, TNY_ERROR, TNY_ERROR_KEYRING_NOT_MADE,
                 "Secret Service: no collection is called default");
  return state == DEFAULT_OPEN;
}

/* Some services cannot search what is locked: then nothing found proves nothing. */
static gboolean
check_nothing_hidden (TnyKeyringCall *call, GError **error)
{
  DefaultState state = default_state (call, error);

  if (state == DEFAULT_LOCKED)
    g_set_error (error, TNY_ERROR, TNY_ERROR_KEYRING_LOCKED,
                 "Secret Service: the default keyring is locked");
  return state == DEFAULT_OPEN || state == DEFAULT_NOT_MADE;
}

/* Finds without prompting. FALSE with LOCKED when one of the items is locked. */
static gboolean
find_items (TnyKeyringCall *call, GList **items, GError **error)
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
        g_set_error (error, TNY_ERROR, TNY_ERROR_KEYRING_LOCKED,
                     "Secret Service: the item is locked");
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
read_secret (TnyKeyringCall *call, TnySecret **secret, GError **error)
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
    {
      if (*error == NULL)
        g_set_error (error, TNY_ERROR, TNY_ERROR_KEYRING_FAILED,
                     "Secret Service: an item without secret");
      return FALSE;
    }
  text = secret_value_get (value, &length);
  *secret = tny_secret_new_len (text, length);
  return TRUE;
}

static gboolean
lookup_work (TnyKeyringCall *call, GError **error)
{
  return read_secret (call, &call->secret, error);
}

static gboolean
store_work (TnyKeyringCall *call, GError **error)
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
remove_work (TnyKeyringCall *call, GError **error)
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
unlock_work (TnyKeyringCall *call, GError **error)
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
  g_autoptr(TnyKeyringCall) call = tny_keyring_call_new (store_work, slot_attributes (slot, TRUE));

  call->secret = tny_secret_ref (secret);
  return tny_keyring_call_run (call, deadline_of (keyring), cancellable, error);
}

static gboolean
service_lookup (TnyKeyring    *keyring,
                const TnySlot *slot,
                TnySecret    **secret,
                GCancellable  *cancellable,
                GError       **error)
{
  g_autoptr(TnyKeyringCall) call = tny_keyring_call_new (lookup_work, slot_attributes (slot, TRUE));

  if (!tny_keyring_call_run (call, deadline_of (keyring), cancellable, error))
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
  g_autoptr(TnyKeyringCall) call = tny_keyring_call_new (remove_work,
                                                         slot_attributes (match, exact));

  return tny_keyring_call_run (call, deadline_of (keyring), cancellable, error);
}

static gboolean
service_unlock (TnyKeyring *keyring, GCancellable *cancellable, GError **error)
{
  g_autoptr(TnyKeyringCall) call = tny_keyring_call_new (unlock_work, NULL);

  return tny_keyring_call_run (call, PROMPT_DEADLINE, cancellable, error);
}

static TnyKeyringState
service_state (TnyKeyring *keyring, GCancellable *cancellable, GError **error)
{
  g_autoptr(TnyKeyringCall) call = tny_keyring_call_new (check_default_open, NULL);
  g_autoptr(GError) cause = NULL;
  TnyKeyringState state = TNY_KEYRING_IS_BROKEN;

  if (tny_keyring_call_run (call, deadline_of (keyring), cancellable, &cause))
    return TNY_KEYRING_READY;
  if (g_error_matches (cause, TNY_ERROR, TNY_ERROR_KEYRING_LOCKED) ||
      g_error_matches (cause, TNY_ERROR, TNY_ERROR_KEYRING_NOT_MADE))
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
