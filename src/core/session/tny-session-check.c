/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-check.h"
#include "tny-clock.h"
#include "tny-error.h"
#include "tny-session-private.h"

#define HINT_LENGTH 3           /* of a secret's first letters, which Microsoft shows as well */

typedef struct
{
  TnySession *session;
  gint64      connection_id;
  gint64     *tenants;          /* NULL: all; ends with 0 */
  gboolean    first_look;
} Work;

static void
work_free (gpointer data)
{
  Work *work = data;

  g_object_unref (work->session);
  g_free (work->tenants);
  g_free (work);
}

/* Which of several secrets of the app is ours. @hint stays empty when the keyring does not tell. */
static void
read_hint (TnySession *self, const TnyConnection *row, char hint[HINT_LENGTH + 1],
           GCancellable *cancellable)
{
  TnySlot slot = tny_session_slot (self, TNY_KEYRING_CLIENT_SECRET, row->tenant_id, NULL);
  g_autoptr(TnySecret) secret = NULL;

  hint[0] = '\0';
  if (tny_keyring_lookup (tny_session_get_keyring (self), &slot, &secret, cancellable, NULL) &&
      secret != NULL && !tny_certificate_is_bundle (secret) &&
      tny_secret_length (secret) > HINT_LENGTH)
    g_strlcpy (hint, tny_secret_peek (secret), HINT_LENGTH + 1);
}

/* A sign-in that Microsoft ended is not asked for again until a person acts. */
static gboolean
note_ended (TnySession *self, gint64 connection_id, GPtrArray *checks, GError **error)
{
  for (guint i = 0; i < checks->len; i++)
    {
      const TnyCheck *check = checks->pdata[i];

      if (g_str_equal (check->id, "sign-in") && g_str_equal (check->finding, "ended"))
        return tny_session_mark_ended (self, connection_id, error);
    }

  return TRUE;
}

static gboolean
check_func (TnyJob *job, gpointer data, GCancellable *cancellable, GError **error)
{
  Work *work = data;
  TnySession *self = work->session;
  g_autoptr(TnyConnection) row = tny_session_read_connection (self, work->connection_id, error);
  g_autoptr(TnyLive) live = row != NULL
    ? tny_session_get_live (self, work->connection_id, cancellable, error) : NULL;
  g_autoptr(GPtrArray) checks = NULL;
  char hint[HINT_LENGTH + 1];

  if (live == NULL)
    return FALSE;
  read_hint (self, row, hint, cancellable);
  /* A person acts: what refused before is asked again. */
  tny_tokens_reset_tenant (live->tokens, NULL);

  TnyChecksContext context = {
    .store = self->store, .http = live->http, .connection_id = row->id,
    .partner_tenant_id = row->tenant_id, .client_id = row->client_id, .reach = row->reach,
    .streams = row->streams, .account_id = row->account_id, .account_name = row->account_name,
    .account_mfa = row->account_mfa, .signed_in_at = row->signed_in_at,
    .secret_expires = row->secret_expires, .secret_hint = *hint != '\0' ? hint : NULL,
    .certificate = row->certificate,
    .tenants = work->tenants, .first_look = work->first_look,
  };

  checks = tny_checks_run (&context, job, cancellable, error);
  /* Microsoft renews the sign-in with nearly every token; where the keyring will not take it, the
   * old one in there works on. */
  tny_tokens_save (live->tokens, NULL);
  if (checks == NULL ||
      (tny_store_is_writable (self->store) && !note_ended (self, row->id, checks, error)))
    return FALSE;
  tny_job_take_result (job, g_steal_pointer (&checks), (GDestroyNotify) g_ptr_array_unref);

  return TRUE;
}

GPtrArray *
tny_session_check_computer (TnySession *self, const char *cloud_name, GCancellable *cancellable,
                            GError **error)
{
  g_return_val_if_fail (TNY_IS_SESSION (self), NULL);

  const TnyCloud *cloud = tny_session_find_cloud (self, cloud_name, cancellable, error);
  g_autoptr(TnyHttp) http = cloud != NULL ? tny_http_new (cloud, NULL) : NULL;

  return http != NULL
         ? tny_checks_computer (self->store, http, tny_session_get_keyring (self), cancellable) : NULL;
}

static TnyJob *
new_job (TnySession *self, gint64 connection_id, const gint64 *tenants, gboolean first_look)
{
  Work *work = g_new0 (Work, 1);
  gsize n = 0;

  work->session = g_object_ref (self);
  work->connection_id = connection_id;
  work->first_look = first_look;
  while (tenants != NULL && tenants[n] != 0)
    n++;
  if (tenants != NULL)
    work->tenants = g_memdup2 (tenants, (n + 1) * sizeof *tenants);

  return tny_job_new (check_func, work, work_free);
}

TnyJob *
tny_session_new_check (TnySession *self, gint64 connection_id, const gint64 *tenants)
{
  g_return_val_if_fail (TNY_IS_SESSION (self), NULL);

  return new_job (self, connection_id, tenants, FALSE);
}

TnyJob *
tny_session_new_first_look (TnySession *self, gint64 connection_id)
{
  static const gint64 no_tenants[] = { 0 };

  g_return_val_if_fail (TNY_IS_SESSION (self), NULL);

  return new_job (self, connection_id, no_tenants, TRUE);
}
