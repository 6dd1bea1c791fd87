/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The certificate that waits: made, with its key in the keyring, and not yet a connection's. There is one
 * for each cloud's records; a connection that takes it has it in the place of its secret.
 *
 *   none ──prepare──▸ waiting ──add or change of a connection──▸ in use ──another credential──▸ gone
 */
#include "config.h"

#include "tny-session-private.h"

#include "tny-clock.h"
#include "tny-error.h"

/* Nobody's directory: whose it will be is not known yet. */
#define NO_TENANT "00000000-0000-0000-0000-000000000000"

static TnySlot
waiting_slot (TnySession *self)
{
  TnySlot slot = tny_session_slot (self, TNY_KEYRING_CERTIFICATE, NO_TENANT, NULL);

  slot.slot = "pending";

  return slot;
}

gboolean
tny_session_find_waiting (TnySession *self, TnySecret **bundle, GCancellable *cancellable, GError **error)
{
  TnySlot slot = waiting_slot (self);

  return tny_keyring_lookup (tny_session_get_keyring (self), &slot, bundle, cancellable, error);
}

/* A connection has it now. What cannot be removed is only logged: it is the same key. */
void
tny_session_forget_waiting (TnySession *self)
{
  TnySlot slot = waiting_slot (self);
  g_autoptr(GError) error = NULL;

  if (!tny_keyring_remove (tny_session_get_keyring (self), &slot, NULL, &error))
    g_info ("A certificate that is in use waits as well: %s", error->message);
}

gboolean
tny_session_find_proof (TnySession *self, const TnyConnectionDraft *draft, TnySecret **secret,
                        GCancellable *cancellable, GError **error)
{
  if (!draft->certificate)
    {
      *secret = draft->secret != NULL ? tny_secret_ref (draft->secret) : NULL;
      return TRUE;
    }
  if (!tny_session_find_waiting (self, secret, cancellable, error))
    return FALSE;
  if (*secret == NULL)
    g_set_error_literal (error, TNY_ERROR, TNY_ERROR_NOT_FOUND,
                         "There is no certificate yet; make one with “setup certificate FILE”");

  return *secret != NULL;
}

TnyCertificate *
tny_session_prepare_certificate (TnySession *self, guint months, gboolean anew, GCancellable *cancellable,
                                 GError **error)
{
  g_return_val_if_fail (TNY_IS_SESSION (self), NULL);

  g_autoptr(TnySecret) bundle = NULL;
  TnySlot slot;

  /* the cloud decides whose keyring items these are */
  if (tny_session_need_cloud (self, cancellable, error) == NULL
      || !tny_session_find_waiting (self, &bundle, cancellable, error))
    return NULL;
  slot = waiting_slot (self);
  if (bundle == NULL || anew)
    {
      g_clear_pointer (&bundle, tny_secret_unref);
      bundle = tny_certificate_make (months, tny_clock_now (NULL), error);
      if (bundle == NULL
          || !tny_keyring_store (tny_session_get_keyring (self), &slot, bundle, cancellable, error))
        return NULL;
    }

  return tny_certificate_read (bundle, error);
}

TnyCertificate *
tny_session_find_certificate (TnySession *self, gint64 connection_id, GCancellable *cancellable,
                              GError **error)
{
  g_return_val_if_fail (TNY_IS_SESSION (self), NULL);

  g_autoptr(TnySecret) bundle = NULL;
  g_autoptr(TnyConnection) row = NULL;

  if (tny_session_need_cloud (self, cancellable, error) == NULL)
    return NULL;
  if (connection_id == 0)
    {
      if (!tny_session_find_waiting (self, &bundle, cancellable, error))
        return NULL;
    }
  else
    {
      TnySlot slot;

      if ((row = tny_session_read_connection (self, connection_id, error)) == NULL)
        return NULL;
      slot = tny_session_slot (self, TNY_KEYRING_CLIENT_SECRET, row->tenant_id, NULL);
      if (!tny_keyring_lookup (tny_session_get_keyring (self), &slot, &bundle, cancellable, error))
        return NULL;
    }
  if (!tny_certificate_is_bundle (bundle))
    {
      g_set_error (error, TNY_ERROR, TNY_ERROR_NOT_FOUND, "There is no certificate%s%s%s",
                   row != NULL ? " of “" : "", row != NULL ? row->name : "", row != NULL ? "”" : " yet");
      return NULL;
    }

  return tny_certificate_read (bundle, error);
}
