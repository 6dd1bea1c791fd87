/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-session-private.h"

#include "tny-error.h"

void
tny_live_unref (TnyLive *live)
{
  if (live == NULL || !g_atomic_int_dec_and_test (&live->ref_count))
    return;

  if (live->http != NULL)
    tny_http_set_tokens (live->http, NULL);
  g_clear_pointer (&live->tokens, tny_tokens_free);
  g_clear_pointer (&live->http, tny_http_unref);
  g_free (live->tenant_id);
  g_free (live->reach);
  g_free (live);
}

static TnyLive *
find_live (TnySession *self, gint64 connection_id)
{
  TnyLive *live;

  g_mutex_lock (&self->lock);
  live = g_hash_table_lookup (self->lives, &connection_id);
  if (live != NULL)
    g_atomic_int_inc (&live->ref_count);
  g_mutex_unlock (&self->lock);

  return live;
}

/* Of two threads that make one at the same time, the first keeps it. */
static TnyLive *
keep_live (TnySession *self, TnyLive *live)
{
  TnyLive *other;

  g_mutex_lock (&self->lock);
  other = g_hash_table_lookup (self->lives, &live->connection_id);
  if (other == NULL)
    {
      g_hash_table_insert (self->lives, g_memdup2 (&live->connection_id, sizeof live->connection_id),
                           live);
      other = live;
    }
  g_atomic_int_inc (&other->ref_count);
  g_mutex_unlock (&self->lock);
  if (other != live)
    tny_live_unref (live);

  return other;
}

TnyLive *
tny_session_get_live (TnySession *self, gint64 connection_id, GCancellable *cancellable, GError **error)
{
  TnyLive *present = find_live (self, connection_id);

  if (present != NULL)
    return present;

  g_autoptr(TnyConnection) row = tny_session_read_connection (self, connection_id, error);
  const TnyCloud *cloud = row != NULL ? tny_session_find_cloud (self, row->cloud, cancellable, error) : NULL;
  g_autoptr(TnySecret) secret = NULL;

  if (cloud == NULL)
    return NULL;
  if (row->account_id == NULL)
    {
      g_set_error (error, TNY_ERROR, TNY_ERROR_SIGN_IN, "Nobody has signed in for “%s” yet", row->name);
      return NULL;
    }

  TnySlot slot = tny_session_slot (self, TNY_KEYRING_CLIENT_SECRET, row->tenant_id, NULL);

  if (!tny_keyring_lookup (tny_session_get_keyring (self), &slot, &secret, cancellable, error))
    return NULL;
  if (secret == NULL)
    {
      g_set_error (error, TNY_ERROR, TNY_ERROR_SECRET_MISSING,
                   "The keyring holds no client secret of “%s”", row->name);
      return NULL;
    }

  g_autoptr(TnyLive) live = g_new0 (TnyLive, 1);
  TnyTokensOptions options = {
    .tenant_id = row->tenant_id, .client_id = row->client_id, .object_id = row->account_id,
    .secret = secret,
  };

  live->ref_count = 1;
  live->connection_id = connection_id;
  live->tenant_id = g_strdup (row->tenant_id);
  live->reach = g_strdup (row->reach);
  live->http = tny_http_new (cloud, NULL);
  live->tokens = tny_tokens_new (cloud, live->http, tny_session_get_keyring (self), &options);
  TnyTokenSource source = tny_tokens_source (live->tokens);

  tny_http_set_tokens (live->http, &source);

  return keep_live (self, g_steal_pointer (&live));
}

void
tny_session_drop_live (TnySession *self, gint64 connection_id)
{
  g_autoptr(TnyLive) live = find_live (self, connection_id);

  g_mutex_lock (&self->lock);
  g_hash_table_remove (self->lives, &connection_id);
  g_mutex_unlock (&self->lock);
  /* a sync that still runs with it must not put an older sign-in back into the keyring */
  if (live != NULL)
    tny_tokens_retire (live->tokens);
}

void
tny_session_forget_secrets (TnySession *self)
{
  g_autoptr(GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  GHashTableIter iter;
  gpointer id;

  g_return_if_fail (TNY_IS_SESSION (self));

  g_mutex_lock (&self->lock);
  g_hash_table_iter_init (&iter, self->lives);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    if (!g_hash_table_contains (self->syncs, id))
      g_array_append_vals (ids, id, 1);
  g_mutex_unlock (&self->lock);
  for (guint i = 0; i < ids->len; i++)
    tny_session_drop_live (self, g_array_index (ids, gint64, i));
}
