/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-keyring.h"

#define SLOT_IS_WHOLE(slot) \
  ((slot) != NULL && (slot)->database != NULL && (slot)->kind != NULL && (slot)->tenant_id != NULL)

void
tny_keyring_free (TnyKeyring *self)
{
  if (self != NULL)
    self->free (self);
}

gboolean
tny_keyring_store (TnyKeyring    *self,
                   const TnySlot *slot,
                   TnySecret     *secret,
                   GCancellable  *cancellable,
                   GError       **error)
{
  g_return_val_if_fail (SLOT_IS_WHOLE (slot), FALSE);
  g_return_val_if_fail (secret != NULL, FALSE);

  return self->store (self, slot, secret, cancellable, error);
}

gboolean
tny_keyring_lookup (TnyKeyring    *self,
                    const TnySlot *slot,
                    TnySecret    **secret,
                    GCancellable  *cancellable,
                    GError       **error)
{
  g_return_val_if_fail (SLOT_IS_WHOLE (slot), FALSE);
  g_return_val_if_fail (secret != NULL, FALSE);

  return self->lookup (self, slot, secret, cancellable, error);
}

gboolean
tny_keyring_remove (TnyKeyring    *self,
                    const TnySlot *slot,
                    GCancellable  *cancellable,
                    GError       **error)
{
  g_return_val_if_fail (SLOT_IS_WHOLE (slot), FALSE);

  return self->remove (self, slot, TRUE, cancellable, error);
}

gboolean
tny_keyring_remove_all (TnyKeyring    *self,
                        const TnySlot *match,
                        GCancellable  *cancellable,
                        GError       **error)
{
  g_return_val_if_fail (match != NULL && match->database != NULL, FALSE);

  return self->remove (self, match, FALSE, cancellable, error);
}

gboolean
tny_keyring_unlock (TnyKeyring    *self,
                    GCancellable  *cancellable,
                    GError       **error)
{
  return self->unlock (self, cancellable, error);
}

TnyKeyringState
tny_keyring_state (TnyKeyring    *self,
                   GCancellable  *cancellable,
                   GError       **error)
{
  return self->state (self, cancellable, error);
}
