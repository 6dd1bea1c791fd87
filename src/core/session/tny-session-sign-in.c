/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-session-private.h"

#include "tny-clock.h"
#include "tny-error.h"
#include "tny-identity.h"
#include "tny-text.h"

gboolean
tny_session_check_credentials (TnySession *self, const TnyConnectionDraft *draft,
                               GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (TNY_IS_SESSION (self), FALSE);
  g_return_val_if_fail (draft->tenant_id != NULL && draft->client_id != NULL, FALSE);
  g_return_val_if_fail (draft->secret != NULL || draft->certificate, FALSE);

  const TnyCloud *cloud = tny_session_find_cloud (self, draft->cloud, cancellable, error);
  g_autoptr(TnyHttp) http = cloud != NULL ? tny_http_new (cloud, NULL) : NULL;
  g_autofree char *client = tny_text_trim (draft->client_id);
  g_autofree char *typed = tny_text_trim (draft->tenant_id);
  g_autofree char *tenant = NULL;
  g_autoptr(TnySecret) secret = NULL;

  if (http == NULL || !tny_session_find_proof (self, draft, &secret, cancellable, error))
    return FALSE;
  tenant = tny_session_find_directory (self, draft->cloud, typed, cancellable, error);

  return tenant != NULL
         && tny_identity_check_credentials (cloud, http, tenant, client, secret, cancellable, error);
}

TnySignIn *
tny_session_new_sign_in (TnySession *self, gint64 connection_id, gboolean query,
                         GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (TNY_IS_SESSION (self), NULL);

  g_autoptr(TnyConnection) row = tny_session_read_connection (self, connection_id, error);
  const TnyCloud *cloud = row != NULL ? tny_session_find_cloud (self, row->cloud, cancellable, error) : NULL;
  g_autoptr(TnySecret) secret = NULL;

  if (cloud == NULL)
    return NULL;

  TnySlot slot = tny_session_slot (self, TNY_KEYRING_CLIENT_SECRET, row->tenant_id, NULL);

  if (!tny_keyring_lookup (tny_session_get_keyring (self), &slot, &secret, cancellable, error))
    return NULL;
  if (secret == NULL)
    {
      g_set_error (error, TNY_ERROR, TNY_ERROR_SECRET_MISSING,
                   "The keyring holds no client secret of “%s”", row->name);
      return NULL;
    }

  g_autoptr(TnyHttp) http = tny_http_new (cloud, NULL);
  TnySignInOptions options = { .query = query, .login_hint = row->account_name };

  return tny_sign_in_new (cloud, http, row->tenant_id, row->client_id, secret, &options);
}

typedef struct
{
  gint64                 id, now;
  const TnySignInResult *result;
} Kept;

static gboolean
signed_in_func (TnyTxn *txn, gpointer data, GError **error)
{
  Kept *kept = data;
  sqlite3_stmt *stmt = tny_txn_stmt (txn, "connections/signed-in", error);

  if (stmt == NULL)
    return FALSE;
  tny_bind_int (stmt, "id", kept->id);
  tny_bind_text (stmt, "account_id", kept->result->object_id);
  tny_bind_text (stmt, "account_name", kept->result->user_name);
  tny_bind_int_or_null (stmt, "account_mfa", (gint64) kept->result->mfa - TNY_MFA_NO, -1);
  tny_bind_int (stmt, "at", kept->now);
  tny_bind_int (stmt, "next_sync_at", kept->now + TNY_SCHEDULE_FIRST);

  return tny_run (stmt, error);
}

gboolean
tny_session_keep_sign_in (TnySession *self, gint64 connection_id, const TnySignInResult *result,
                          gboolean accept_other, GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (TNY_IS_SESSION (self), FALSE);
  g_return_val_if_fail (result != NULL, FALSE);

  g_autoptr(TnyConnection) row = tny_session_read_connection (self, connection_id, error);
  Kept kept = { connection_id, tny_clock_now (NULL), result };

  if (row == NULL)
    return FALSE;
  if (row->account_id != NULL && !g_str_equal (row->account_id, result->object_id) && !accept_other)
    {
      g_set_error (error, TNY_ERROR, TNY_ERROR_WRONG_ACCOUNT,
                   "Signed in as %s, but this connection belongs to %s", result->user_name,
                   row->account_name);
      return FALSE;
    }

  TnyKeyring *keyring = tny_session_get_keyring (self);
  TnySlot slot = tny_session_slot (self, TNY_KEYRING_REFRESH_TOKEN, row->tenant_id, result->object_id);
  TnySlot before = tny_session_slot (self, TNY_KEYRING_REFRESH_TOKEN, row->tenant_id, row->account_id);

  /* the keyring has the new token before the row names its owner, and the old owner's token goes last */
  tny_session_drop_live (self, connection_id);
  if (!tny_keyring_store (keyring, &slot, result->refresh_token, cancellable, error)
      || !tny_store_write (self->store, TNY_DURABLE, signed_in_func, &kept, error))
    return FALSE;
  if (row->account_id != NULL && !g_str_equal (row->account_id, result->object_id)
      && !tny_keyring_remove (keyring, &before, cancellable, error))
    return FALSE;
  tny_session_connection_changed (self, connection_id);

  return TRUE;
}
