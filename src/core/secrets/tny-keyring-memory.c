/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-keyring.h"

/* "Keep Until I Quit": the same interface, nothing outside this process. */
typedef struct
{
  TnyKeyring  keyring;

  GMutex      lock;          /* guards the field below */
  GPtrArray  *items;
} MemoryKeyring;

typedef struct
{
  char      *parts[5];
  TnySecret *secret;
} Item;

static void
slot_parts (const TnySlot *slot, gboolean exact, const char *parts[5])
{
  parts[0] = slot->database;
  parts[1] = slot->kind;
  parts[2] = slot->tenant_id;
  parts[3] = slot->object_id == NULL && exact ? "" : slot->object_id;
  parts[4] = slot->slot == NULL && exact ? "current" : slot->slot;
}

static gboolean
item_matches (const Item *item, const char *const parts[5])
{
  for (int i = 0; i < 5; i++)
    if (parts[i] != NULL && !g_str_equal (item->parts[i], parts[i]))
      return FALSE;

  return TRUE;
}

static void
item_free (gpointer data)
{
  Item *item = data;

  for (int i = 0; i < 5; i++)
    g_free (item->parts[i]);
  tny_secret_unref (item->secret);
  g_free (item);
}

/* Under the lock. */
static Item *
find_item (MemoryKeyring *self, const TnySlot *slot)
{
  const char *parts[5];

  slot_parts (slot, TRUE, parts);
  for (guint i = 0; i < self->items->len; i++)
    if (item_matches (self->items->pdata[i], parts))
      return self->items->pdata[i];

  return NULL;
}

static gboolean
memory_store (TnyKeyring    *keyring,
              const TnySlot *slot,
              TnySecret     *secret,
              GCancellable  *cancellable,
              GError       **error)
{
  MemoryKeyring *self = (MemoryKeyring *) keyring;
  g_autoptr(GMutexLocker) locker = NULL;
  Item *item;

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;

  locker = g_mutex_locker_new (&self->lock);
  item = find_item (self, slot);
  if (item == NULL)
    {
      const char *parts[5];

      slot_parts (slot, TRUE, parts);
      item = g_new0 (Item, 1);
      for (int i = 0; i < 5; i++)
        item->parts[i] = g_strdup (parts[i]);
      g_ptr_array_add (self->items, item);
    }
  tny_secret_ref (secret);
  tny_secret_unref (item->secret);
  item->secret = secret;

  return TRUE;
}

static gboolean
memory_lookup (TnyKeyring    *keyring,
               const TnySlot *slot,
               TnySecret    **secret,
               GCancellable  *cancellable,
               GError       **error)
{
  MemoryKeyring *self = (MemoryKeyring *) keyring;
  g_autoptr(GMutexLocker) locker = NULL;
  Item *item;

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;

  locker = g_mutex_locker_new (&self->lock);
  item = find_item (self, slot);
  *secret = item != NULL ? tny_secret_ref (item->secret) : NULL;

  return TRUE;
}

static gboolean
memory_remove (TnyKeyring    *keyring,
               const TnySlot *match,
               gboolean       exact,
               GCancellable  *cancellable,
               GError       **error)
{
  MemoryKeyring *self = (MemoryKeyring *) keyring;
  g_autoptr(GMutexLocker) locker = NULL;
  const char *parts[5];

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;

  locker = g_mutex_locker_new (&self->lock);
  slot_parts (match, exact, parts);
  for (guint i = self->items->len; i > 0; i--)
    if (item_matches (self->items->pdata[i - 1], parts))
      g_ptr_array_remove_index_fast (self->items, i - 1);

  return TRUE;
}

static gboolean
memory_unlock (TnyKeyring *keyring, GCancellable *cancellable, GError **error)
{
  return !g_cancellable_set_error_if_cancelled (cancellable, error);
}

static TnyKeyringState
memory_state (TnyKeyring *keyring, GCancellable *cancellable, GError **error)
{
  return TNY_KEYRING_READY;
}

static void
memory_free (TnyKeyring *keyring)
{
  MemoryKeyring *self = (MemoryKeyring *) keyring;

  g_ptr_array_unref (self->items);
  g_mutex_clear (&self->lock);
  g_free (self);
}

TnyKeyring *
tny_keyring_new_memory (void)
{
  MemoryKeyring *self = g_new0 (MemoryKeyring, 1);

  self->keyring = (TnyKeyring) { memory_store, memory_lookup, memory_remove, memory_unlock,
                                 memory_state, memory_free };
  self->items = g_ptr_array_new_with_free_func (item_free);
  g_mutex_init (&self->lock);

  return &self->keyring;
}
