/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-refresh.h"

#include "tny-error.h"

#define SAVE_AGAIN (60 * G_TIME_SPAN_SECOND)
/* A sync of thousands of tenants is given a new refresh token with each of their access tokens, dozens
 * a second. One that lives in memory only may be lost: Microsoft does not revoke a refresh token when it
 * renews it, so the one in the keyring, at most this much older, works on for its 90 days ("Refresh
 * tokens in the Microsoft identity platform": "not revoked when used to acquire new access tokens").
 * The newest is written when the run ends. */
#define SAVE_EVERY (30 * G_TIME_SPAN_SECOND)

struct _TnyRefresh
{
  TnyKeyring *keyring;
  TnyClock   *clock;
  char       *database, *kind, *tenant_id, *object_id;

  GMutex      keyring_lock;    /* one at a time at the keyring; taken before lock */

  GMutex      lock;            /* guards the fields below */
  TnySecret  *newest;          /* NULL until read */
  TnySecret  *saved;           /* what the keyring holds, as far as we know */
  gint64      save_after;      /* boot clock: not stored again before, unless at once */
  gboolean    retired;
};

static TnySlot
slot_of (TnyRefresh *self)
{
  return (TnySlot) { self->database, self->kind, self->tenant_id, self->object_id, NULL };
}

static void
put (TnySecret **place, TnySecret *secret)
{
  TnySecret *old = *place;

  *place = tny_secret_ref (secret);
  tny_secret_unref (old);
}

TnyRefresh *
tny_refresh_new (TnyKeyring *keyring, const TnySlot *slot, TnySecret *token, TnyClock *clock)
{
  TnyRefresh *self = g_new0 (TnyRefresh, 1);

  self->keyring = keyring;
  self->clock = clock;
  self->database = g_strdup (slot->database);
  self->kind = g_strdup (slot->kind);
  self->tenant_id = g_strdup (slot->tenant_id);
  self->object_id = g_strdup (slot->object_id);
  if (token != NULL)
    put (&self->newest, token);
  g_mutex_init (&self->keyring_lock);
  g_mutex_init (&self->lock);

  return self;
}

void
tny_refresh_free (TnyRefresh *self)
{
  if (self == NULL)
    return;

  g_free (self->database);
  g_free (self->kind);
  g_free (self->tenant_id);
  g_free (self->object_id);
  tny_secret_unref (self->newest);
  tny_secret_unref (self->saved);
  g_mutex_clear (&self->keyring_lock);
  g_mutex_clear (&self->lock);
  g_free (self);
}

/* Under keyring_lock: nobody else reads it meanwhile. */
static gboolean
read_keyring (TnyRefresh *self, GCancellable *cancellable, GError **error)
{
  g_autoptr(TnySecret) token = NULL;
  g_autoptr(GMutexLocker) locker = NULL;
  TnySlot slot = slot_of (self);

  if (!tny_keyring_lookup (self->keyring, &slot, &token, cancellable, error))
    return FALSE;

  locker = g_mutex_locker_new (&self->lock);
  if (token != NULL)
    put (&self->saved, token);
  if (self->newest == NULL && token != NULL)
    put (&self->newest, token);
  if (self->newest == NULL)
    {
      g_set_error (error, TNY_ERROR, TNY_ERROR_SIGN_IN, "the keyring holds no sign-in");
      return FALSE;
    }
  return TRUE;
}

/* FALSE with @error when retired; @token NULL when it was never read. */
static gboolean
dup_newest (TnyRefresh *self, TnySecret **token, GError **error)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  if (self->retired)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED,
                   "the connection was signed in anew or removed");
      return FALSE;
    }
  *token = self->newest != NULL ? tny_secret_ref (self->newest) : NULL;
  return TRUE;
}

TnySecret *
tny_refresh_dup (TnyRefresh *self, GCancellable *cancellable, GError **error)
{
  g_autoptr(GMutexLocker) keyring_locker = NULL;
  TnySecret *token = NULL;

  if (!dup_newest (self, &token, error) || token != NULL)
    return token;

  /* Whoever comes first reads; the others find it read. */
  keyring_locker = g_mutex_locker_new (&self->keyring_lock);
  if (dup_newest (self, &token, error) && token == NULL && read_keyring (self, cancellable, error))
    dup_newest (self, &token, error);

  return token;
}

void
tny_refresh_offer (TnyRefresh *self, TnySecret *token)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  if (token != NULL)
    put (&self->newest, token);
}

gboolean
tny_refresh_save (TnyRefresh *self, gboolean at_once, GError **error)
{
  g_autoptr(GMutexLocker) keyring_locker = g_mutex_locker_new (&self->keyring_lock);
  g_autoptr(TnySecret) token = NULL;
  TnySlot slot = slot_of (self);
  gboolean ok;

  g_mutex_lock (&self->lock);
  if (!self->retired && self->newest != NULL && !tny_secret_equal (self->newest, self->saved) &&
      (at_once || tny_clock_boot (self->clock) >= self->save_after))
    token = tny_secret_ref (self->newest);
  g_mutex_unlock (&self->lock);
  if (token == NULL)
    return TRUE;

  /* Not to be cancelled: half a store would be worse than a slow one. */
  ok = tny_keyring_store (self->keyring, &slot, token, NULL, error);

  g_mutex_lock (&self->lock);
  if (ok)
    put (&self->saved, token);
  self->save_after = tny_clock_boot (self->clock) + (ok ? SAVE_EVERY : SAVE_AGAIN);
  g_mutex_unlock (&self->lock);

  return ok;
}

void
tny_refresh_retire (TnyRefresh *self)
{
  g_autoptr(GMutexLocker) keyring_locker = g_mutex_locker_new (&self->keyring_lock);
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  self->retired = TRUE;
}
