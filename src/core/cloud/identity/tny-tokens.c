/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-tokens.h"

#include <string.h>

#include "tny-error.h"
#include "tny-json.h"
#include "tny-refresh.h"
#include "tny-text.h"
#include "tny-token-request.h"

#define REFRESH_EARLY  300                              /* seconds before the end */
#define SPARE          30                               /* its last seconds are not used */
#define AGAIN_AFTER    (1 * G_TIME_SPAN_SECOND)         /* the one second try after a 5xx */

struct _TnyTokens
{
  const TnyCloud *cloud;
  TnyHttp        *http;
  TnyClock       *clock;
  char           *tenant_id, *client_id;
  TnySecret      *secret;
  TnyRefresh     *refresh;         /* has locks of its own */

  GMutex          lock;            /* guards the fields below */
  GCond           changed;
  gboolean        retired;
  GHashTable     *pairs;           /* "tenant resource" → Pair */
  GHashTable     *ended;           /* tenant → GError */
};

/* Times are of the boot clock. */
typedef struct
{
  TnySecret *token;                /* NULL: none yet */
  gint64     due, dead;            /* ask for a new one; use it no longer */
  gboolean   refreshing;           /* somebody is at it */
  guint      tries;                /* refreshes that came to an end */
  GError    *failed;               /* how the last one did, for those who waited; NULL: well */
  gint64     blocked_until;
  GError    *blocked;              /* why */
  GError    *ended;                /* this pair only */
} Pair;

static void
pair_free (gpointer data)
{
  Pair *pair = data;

  tny_secret_unref (pair->token);
  g_clear_error (&pair->failed);
  g_clear_error (&pair->blocked);
  g_clear_error (&pair->ended);
  g_free (pair);
}

static void
error_free (gpointer error)
{
  g_error_free (error);
}

/* Under the lock. */
static Pair *
find_pair (TnyTokens *self, const char *tenant_id, const char *resource, gboolean make)
{
  g_autofree char *tenant = g_ascii_strdown (tenant_id, -1);
  g_autofree char *key = g_strconcat (tenant, " ", resource, NULL);
  Pair *pair = g_hash_table_lookup (self->pairs, key);

  if (pair == NULL && make)
    {
      pair = g_new0 (Pair, 1);
      g_hash_table_insert (self->pairs, g_steal_pointer (&key), pair);
    }
  return pair;
}

/* Under the lock. */
static const GError *
find_end (TnyTokens *self, const char *tenant_id, const Pair *pair)
{
  g_autofree char *tenant = g_ascii_strdown (tenant_id, -1);
  const GError *end = g_hash_table_lookup (self->ended, self->tenant_id);

  if (end == NULL)
    end = g_hash_table_lookup (self->ended, tenant);
  return end != NULL ? end : pair->ended;
}

/* The challenge's claims and ours in one object; what is no JSON object is as good as none. */
static char *
merge_claims (const char *challenge)
{
  g_autoptr(JsonNode) node = challenge != NULL
    ? tny_json_parse_object (challenge, strlen (challenge), NULL) : NULL;
  g_autoptr(JsonNode) own = json_from_string (TNY_CLAIMS_CP1, NULL);
  JsonObject *claims, *access, *own_access;

  if (node == NULL)
    return g_strdup (TNY_CLAIMS_CP1);

  claims = json_node_get_object (node);
  own_access = json_object_get_object_member (json_node_get_object (own), "access_token");
  access = tny_json_object (claims, "access_token");
  if (access == NULL)
    json_object_set_object_member (claims, "access_token", json_object_ref (own_access));
  else
    json_object_set_member (access, "xms_cc", json_object_dup_member (own_access, "xms_cc"));

  return json_to_string (node, FALSE);
}

static TnyTokenAnswer *
request_token (TnyTokens        *self,
               TnySecret        *refresh_token,
               const char       *tenant_id,
               const char       *resource,
               const char       *claims,
               TnyTokenRefusal  *refusal,
               GCancellable     *cancellable,
               GError          **error)
{
  g_autofree char *scope = g_strconcat (resource, "/.default offline_access", NULL);
  g_autofree char *all_claims = merge_claims (claims);
  gboolean customer = g_ascii_strcasecmp (tenant_id, self->tenant_id) != 0;
  const TnyTokenClient client = { self->client_id, self->secret, self->clock };
  const char *form[] = {
    "grant_type", "refresh_token",
    "refresh_token", tny_secret_peek (refresh_token),
    "scope", scope,
    "claims", all_claims,
    NULL
  };
  g_autoptr(GError) first = NULL;
  TnyTokenAnswer *answer = tny_token_request (self->http, &client, tenant_id, customer, form, refusal,
                                              cancellable, &first);

  /* The old refresh token stays usable at Microsoft, so asking twice is safe. */
  if (answer == NULL && refusal->transient && !tny_error_cancelled (first))
    {
      g_clear_error (&first);
      if (!tny_wait (self->clock, AGAIN_AFTER, cancellable, error))
        return NULL;
      answer = tny_token_request (self->http, &client, tenant_id, customer, form, refusal, cancellable,
                                  &first);
    }
  if (first != NULL)
    g_propagate_error (error, g_steal_pointer (&first));

  return answer;
}

/* Under the lock. */
static void
keep_answer (Pair *pair, TnyTokenAnswer *answer, gint64 asked_at)
{
  gint64 life = answer->expires_in;
  gint64 due = life >= 2 * REFRESH_EARLY ? life - REFRESH_EARLY : life / 2;
  gint64 dead = life - MIN (SPARE, life / 4);

  g_clear_pointer (&pair->token, tny_secret_unref);
  pair->token = tny_secret_ref (answer->access_token);
  pair->due = asked_at + due * G_TIME_SPAN_SECOND;
  pair->dead = asked_at + dead * G_TIME_SPAN_SECOND;
  pair->blocked_until = 0;
  g_clear_error (&pair->blocked);
}

/* Under the lock. */
static void
keep_refusal (TnyTokens             *self,
              const char            *tenant_id,
              Pair                  *pair,
              const TnyTokenRefusal *refusal,
              const GError          *cause)
{
  if (refusal->block_usec > 0)
    {
      pair->blocked_until = tny_clock_boot (self->clock) + refusal->block_usec;
      g_clear_error (&pair->blocked);
      pair->blocked = g_error_copy (cause);
    }
  if (refusal->final)
    {
      g_clear_pointer (&pair->token, tny_secret_unref);
      if (refusal->grant)
        g_hash_table_replace (self->ended, g_ascii_strdown (tenant_id, -1), g_error_copy (cause));
      else
        {
          g_clear_error (&pair->ended);
          pair->ended = g_error_copy (cause);
        }
    }
}

/* One refresh for @pair, which the caller has marked as refreshing. Without the lock. */
static gboolean
refresh (TnyTokens     *self,
         Pair          *pair,
         const char    *tenant_id,
         const char    *resource,
         const char    *claims,
         GCancellable  *cancellable,
         GError       **error)
{
  gint64 asked_at = tny_clock_boot (self->clock);
  TnyTokenRefusal refusal = { FALSE };
  g_autoptr(GError) cause = NULL;
  g_autoptr(TnySecret) refresh_token = NULL;
  g_autoptr(TnyTokenAnswer) answer = NULL;

  refresh_token = tny_refresh_dup (self->refresh, cancellable, error);
  if (refresh_token == NULL)
    return FALSE;
  answer = request_token (self, refresh_token, tenant_id, resource, claims, &refusal, cancellable,
                          &cause);

  g_mutex_lock (&self->lock);
  if (answer != NULL)
    keep_answer (pair, answer, asked_at);
  else
    keep_refusal (self, tenant_id, pair, &refusal, cause);
  /* whoever waits has it now; the keyring may take its time */
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);

  if (answer == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&cause));
      return FALSE;
    }

  /* A failure to store is not the caller's: tny_tokens_save() tells. */
  tny_refresh_offer (self->refresh, answer->refresh_token);
  tny_refresh_save (self->refresh, FALSE, NULL);
  return TRUE;
}

static void
cancelled_cb (GCancellable *cancellable, gpointer data)
{
  TnyTokens *self = data;

  g_mutex_lock (&self->lock);
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);
}

/* Under the lock. Waits for whoever refreshes @pair. FALSE with the error that met him: a crowd that
 * waits for a dead network tries once, not one after the other. */
static gboolean
wait_for_other (TnyTokens *self, Pair *pair, GCancellable *cancellable, GError **error)
{
  guint tries = pair->tries;

  g_cond_wait (&self->changed, &self->lock);
  if (pair->tries == tries || pair->failed == NULL || g_cancellable_is_cancelled (cancellable))
    return TRUE;

  g_propagate_error (error, g_error_copy (pair->failed));
  return FALSE;
}

/* Under the lock. A refresh has ended; who was cancelled says nothing about the others. */
static void
note_end (TnyTokens *self, Pair *pair, const GError *cause)
{
  pair->refreshing = FALSE;
  pair->tries++;
  g_clear_error (&pair->failed);
  if (cause != NULL && !tny_error_cancelled (cause))
    pair->failed = g_error_copy (cause);
  g_cond_broadcast (&self->changed);
}

static gboolean
still_good (TnyTokens *self, const Pair *pair, const char *claims)
{
  return pair->token != NULL && claims == NULL && tny_clock_boot (self->clock) < pair->dead;
}

/* Under the lock, which it gives away while it asks. */
static TnySecret *
get_locked (TnyTokens     *self,
            const char    *tenant_id,
            const char    *resource,
            const char    *claims,
            GCancellable  *cancellable,
            GError       **error)
{
  Pair *pair = find_pair (self, tenant_id, resource, TRUE);

  while (!g_cancellable_set_error_if_cancelled (cancellable, error))
    {
      gint64 now = tny_clock_boot (self->clock);
      const GError *end = find_end (self, tenant_id, pair);
      g_autoptr(GError) cause = NULL;
      gboolean ok;

      if (self->retired)
        {
          g_set_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "the connection was closed");
          return NULL;
        }
      if (end != NULL)
        {
          g_propagate_error (error, g_error_copy (end));
          return NULL;
        }
      if (pair->token != NULL && claims == NULL && now < pair->due)
        return tny_secret_ref (pair->token);
      if (pair->refreshing && wait_for_other (self, pair, cancellable, &cause))
        continue;
      if (cause == NULL && now < pair->blocked_until)
        cause = g_error_copy (pair->blocked);
      if (cause != NULL)
        {
          if (still_good (self, pair, claims))
            return tny_secret_ref (pair->token);
          g_propagate_error (error, g_steal_pointer (&cause));
          return NULL;
        }

      pair->refreshing = TRUE;
      g_mutex_unlock (&self->lock);
      ok = refresh (self, pair, tenant_id, resource, claims, cancellable, &cause);
      g_mutex_lock (&self->lock);
      note_end (self, pair, cause);

      if (ok)
        claims = NULL;       /* answered: what is cached now was made for them */
      else if (!tny_error_cancelled (cause) && still_good (self, pair, claims))
        return tny_secret_ref (pair->token);
      else
        {
          g_propagate_error (error, g_steal_pointer (&cause));
          return NULL;
        }
    }

  return NULL;
}

TnySecret *
tny_tokens_get (TnyTokens     *self,
                const char    *tenant_id,
                const char    *resource,
                const char    *claims,
                GCancellable  *cancellable,
                GError       **error)
{
  TnySecret *token;
  gulong handler = 0;

  g_return_val_if_fail (tny_text_is_guid (tenant_id), NULL);
  g_return_val_if_fail (resource != NULL, NULL);

  if (tny_cloud_find_service (self->cloud, resource) == TNY_N_SERVICES)
    {
      g_set_error (error, TNY_ERROR, TNY_ERROR_ARGUMENT,
                   "no token for a resource that is none of ours");
      return NULL;
    }

  if (cancellable != NULL)
    handler = g_cancellable_connect (cancellable, G_CALLBACK (cancelled_cb), self, NULL);
  g_mutex_lock (&self->lock);
  token = get_locked (self, tenant_id, resource, claims, cancellable, error);
  g_mutex_unlock (&self->lock);
  g_cancellable_disconnect (cancellable, handler);

  return token;
}

void
tny_tokens_drop (TnyTokens       *self,
                 const char      *tenant_id,
                 const char      *resource,
                 const TnySecret *token)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  Pair *pair = find_pair (self, tenant_id, resource, FALSE);

  if (pair != NULL && pair->token != NULL && tny_secret_equal (pair->token, token))
    g_clear_pointer (&pair->token, tny_secret_unref);
}

void
tny_tokens_reset_tenant (TnyTokens *self, const char *tenant_id)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  g_autofree char *tenant = tenant_id != NULL ? g_ascii_strdown (tenant_id, -1) : NULL;
  GHashTableIter iter;
  gpointer key, value;

  if (tenant == NULL)
    g_hash_table_remove_all (self->ended);
  else
    g_hash_table_remove (self->ended, tenant);

  g_hash_table_iter_init (&iter, self->pairs);
  while (g_hash_table_iter_next (&iter, &key, &value))
    if (tenant == NULL || g_str_has_prefix (key, tenant))
      g_clear_error (&((Pair *) value)->ended);
}

gboolean
tny_tokens_save (TnyTokens *self, GError **error)
{
  return tny_refresh_save (self->refresh, TRUE, error);
}

void
tny_tokens_retire (TnyTokens *self)
{
  tny_refresh_retire (self->refresh);

  g_mutex_lock (&self->lock);
  self->retired = TRUE;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);
}

static TnySecret *
source_get (gpointer       self,
            const char    *tenant_id,
            const char    *resource,
            const char    *claims,
            GCancellable  *cancellable,
            GError       **error)
{
  return tny_tokens_get (self, tenant_id, resource, claims, cancellable, error);
}

static void
source_drop (gpointer self, const char *tenant_id, const char *resource, const TnySecret *token)
{
  tny_tokens_drop (self, tenant_id, resource, token);
}

TnyTokenSource
tny_tokens_source (TnyTokens *self)
{
  return (TnyTokenSource) { source_get, source_drop, self };
}

TnyTokens *
tny_tokens_new (const TnyCloud         *cloud,
                TnyHttp                *http,
                TnyKeyring             *keyring,
                const TnyTokensOptions *options)
{
  g_autofree char *object_id = NULL;
  TnySlot slot;
  TnyTokens *self;

  g_return_val_if_fail (tny_text_is_guid (options->tenant_id), NULL);
  g_return_val_if_fail (options->client_id != NULL && options->object_id != NULL, NULL);
  g_return_val_if_fail (options->secret != NULL, NULL);

  self = g_new0 (TnyTokens, 1);
  self->cloud = tny_cloud_ref (cloud);
  self->http = tny_http_ref (http);
  self->clock = options->clock;
  self->tenant_id = g_ascii_strdown (options->tenant_id, -1);
  self->client_id = g_strdup (options->client_id);
  self->secret = tny_secret_ref (options->secret);
  object_id = g_ascii_strdown (options->object_id, -1);
  slot = (TnySlot) { tny_cloud_get_database (cloud), TNY_KEYRING_REFRESH_TOKEN, self->tenant_id,
                     object_id, NULL };
  self->refresh = tny_refresh_new (keyring, &slot, options->refresh_token, self->clock);
  g_mutex_init (&self->lock);
  g_cond_init (&self->changed);
  self->pairs = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, pair_free);
  self->ended = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, error_free);

  return self;
}

void
tny_tokens_free (TnyTokens *self)
{
  if (self == NULL)
    return;

  tny_cloud_unref ((TnyCloud *) self->cloud);
  tny_http_unref (self->http);
  g_free (self->tenant_id);
  g_free (self->client_id);
  tny_secret_unref (self->secret);
  tny_refresh_free (self->refresh);
  g_hash_table_unref (self->pairs);
  g_hash_table_unref (self->ended);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->changed);
  g_free (self);
}
