/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-sign-in-exchange.h"

#include "tny-error.h"
#include "tny-id-token.h"
#include "tny-identity.h"
#include "tny-token-request.h"

TnyExchange *
tny_exchange_new (const TnyCloud         *cloud,
                  TnyHttp                *http,
                  const char             *tenant_id,
                  const char             *client_id,
                  TnySecret              *secret,
                  const TnySignInOptions *options)
{
  TnyExchange *self = g_new0 (TnyExchange, 1);
  g_autofree char *graph = g_strconcat (tny_cloud_get_resource (cloud, TNY_SERVICE_GRAPH),
                                        "/.default", NULL);

  self->cloud = tny_cloud_ref (cloud);
  self->http = tny_http_ref (http);
  self->clock = options->clock;
  self->tenant_id = tenant_id != NULL ? g_ascii_strdown (tenant_id, -1) : NULL;
  self->once = options->once;
  self->client_id = g_ascii_strdown (client_id, -1);
  self->expected_oid = g_strdup (options->expected_oid);
  self->scope = g_strconcat ("openid profile ", self->once ? "" : "offline_access ",
                             options->scope != NULL ? options->scope : graph, NULL);
  self->secret = secret != NULL ? tny_secret_ref (secret) : NULL;
  self->nonce = tny_random_base64url (32);
  self->verifier = tny_secret_take (tny_random_base64url (32));

  return self;
}

void
tny_exchange_free (TnyExchange *self)
{
  if (self == NULL)
    return;

  tny_cloud_unref ((TnyCloud *) self->cloud);
  tny_http_unref (self->http);
  g_free (self->tenant_id);
  g_free (self->client_id);
  g_free (self->expected_oid);
  g_free (self->scope);
  tny_secret_unref (self->secret);
  g_free (self->redirect);
  g_free (self->nonce);
  tny_secret_unref (self->verifier);
  tny_secret_unref (self->code);
  g_free (self->iss);
  g_free (self);
}

const char *
tny_exchange_authority (const TnyExchange *self)
{
  return self->tenant_id != NULL ? self->tenant_id : "organizations";
}

char *
tny_exchange_challenge (const TnyExchange *self)
{
  g_autoptr(GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 digest[32];
  gsize length = sizeof digest;

  g_checksum_update (sum, (const guchar *) tny_secret_peek (self->verifier),
                     tny_secret_length (self->verifier));
  g_checksum_get_digest (sum, digest, &length);
  return tny_base64url_encode (digest, length);
}

void
tny_exchange_take_delivery (TnyExchange *self, const char *code, const char *iss)
{
  self->code = tny_secret_new (code);
  self->iss = g_strdup (iss);
}

/* Mix-up defence: who sent the code must be whom we are about to give it to (RFC 9207). */
static gboolean
check_iss (const TnyExchange *self, const TnyDiscovery *discovery, GError **error)
{
  if (self->iss != NULL ? g_str_equal (self->iss, discovery->issuer) : !discovery->announces_iss)
    return TRUE;

  g_set_error (error, TNY_ERROR, TNY_ERROR_PROTOCOL, "the redirect came from another issuer");
  return FALSE;
}

static TnyTokenAnswer *
redeem (TnyExchange *self, GCancellable *cancellable, GError **error)
{
  const TnyTokenClient client = { self->client_id, self->secret, self->clock };
  const char *form[] = {
    "grant_type", "authorization_code",
    "code", tny_secret_peek (self->code),
    "redirect_uri", self->redirect,
    "code_verifier", tny_secret_peek (self->verifier),
    "scope", self->scope,
    "claims", TNY_CLAIMS_CP1,
    NULL
  };
  g_autoptr(TnyTokenAnswer) answer = tny_token_request (self->http, &client,
                                                        tny_exchange_authority (self), FALSE, form, NULL,
                                                        cancellable, error);

  if (answer == NULL)
    return NULL;
  if (answer->id_token == NULL || (answer->refresh_token == NULL && !self->once))
    {
      g_set_error (error, TNY_ERROR, TNY_ERROR_PROTOCOL, "the answer has no %s",
                   answer->id_token == NULL ? "ID token" : "refresh token");
      return NULL;
    }

  return g_steal_pointer (&answer);
}

/* The keys may have changed since they were fetched: once more, then the token is a stranger's. */
static TnyIdToken *
check_id_token (TnyExchange           *self,
                const TnyDiscovery    *discovery,
                JsonNode              *keys,
                const TnyTokenAnswer  *answer,
                GCancellable          *cancellable,
                GError               **error)
{
  const TnyIdTokenRules rules = {
    .issuer = discovery->issuer,
    .client_id = self->client_id,
    .nonce = self->nonce,
    .tenant_id = self->tenant_id,
    .object_id = self->expected_oid,
    .access_token = tny_secret_peek (answer->access_token),
    .code = tny_secret_peek (self->code),
    .now = tny_clock_now (self->clock),
  };
  const char *token = tny_secret_peek (answer->id_token);
  g_autoptr(GError) cause = NULL;
  g_autoptr(JsonNode) fresh = NULL;
  TnyIdToken *who = tny_id_token_check (token, json_node_get_object (keys), &rules, &cause);

  if (who == NULL && g_error_matches (cause, TNY_ERROR, TNY_ERROR_NOT_FOUND))
    {
      fresh = tny_keys_fetch (self->http, discovery, cancellable, error);
      if (fresh == NULL)
        return NULL;
      g_clear_error (&cause);
      who = tny_id_token_check (token, json_node_get_object (fresh), &rules, &cause);
      if (who == NULL && g_error_matches (cause, TNY_ERROR, TNY_ERROR_NOT_FOUND))
        cause->code = TNY_ERROR_PROTOCOL;
    }
  if (who == NULL)
    g_propagate_error (error, g_steal_pointer (&cause));

  return who;
}

static TnyMfa
find_mfa (const TnyIdToken *who, const TnyTokenAnswer *answer)
{
  gboolean mfa = who->mfa;

  /* Version 2 ID tokens leave amr out; the access token, opaque otherwise, often has it. */
  if (!who->has_amr && !tny_jwt_peek_mfa (tny_secret_peek (answer->access_token), &mfa))
    return TNY_MFA_UNKNOWN;

  return mfa ? TNY_MFA_YES : TNY_MFA_NO;
}

/* Who was not expected says which directory it is; that one's issuer and keys then have to agree. */
static gboolean
settle_tenant (TnyExchange *self, const TnyTokenAnswer *answer, GError **error)
{
  if (self->tenant_id != NULL)
    return TRUE;
  self->tenant_id = tny_jwt_peek_tenant (tny_secret_peek (answer->id_token));
  if (self->tenant_id == NULL)
    g_set_error (error, TNY_ERROR, TNY_ERROR_PROTOCOL, "the ID token names no directory");
  else if (g_str_equal (self->tenant_id, TNY_PERSONAL_TENANT))
    g_set_error (error, TNY_ERROR, TNY_ERROR_WRONG_ACCOUNT, "a personal account signed in");
  else
    return TRUE;

  return FALSE;
}

static TnyDiscovery *
discover (TnyExchange *self, JsonNode **keys, GCancellable *cancellable, GError **error)
{
  g_autoptr(TnyDiscovery) discovery = tny_discovery_fetch (self->http, self->tenant_id, cancellable,
                                                           error);

  if (discovery == NULL || !check_iss (self, discovery, error) ||
      (*keys = tny_keys_fetch (self->http, discovery, cancellable, error)) == NULL)
    return NULL;

  return g_steal_pointer (&discovery);
}

TnySignInResult *
tny_exchange_run (TnyExchange *self, GCancellable *cancellable, GError **error)
{
  g_autoptr(TnyDiscovery) discovery = NULL;
  g_autoptr(JsonNode) keys = NULL;
  g_autoptr(TnyTokenAnswer) answer = NULL;
  g_autoptr(TnyIdToken) who = NULL;
  TnySignInResult *result;

  /* A known directory is looked at before the code is spent. */
  if ((self->tenant_id != NULL &&
       (discovery = discover (self, &keys, cancellable, error)) == NULL) ||
      (answer = redeem (self, cancellable, error)) == NULL ||
      !settle_tenant (self, answer, error) ||
      (discovery == NULL && (discovery = discover (self, &keys, cancellable, error)) == NULL) ||
      (who = check_id_token (self, discovery, keys, answer, cancellable, error)) == NULL)
    return NULL;

  result = g_new0 (TnySignInResult, 1);
  result->mfa = find_mfa (who, answer);
  result->tenant_id = g_steal_pointer (&who->tenant_id);
  result->object_id = g_steal_pointer (&who->object_id);
  result->user_name = g_steal_pointer (&who->user_name);
  result->display_name = g_steal_pointer (&who->display_name);
  result->scope = g_steal_pointer (&answer->scope);
  if (!self->once)
    result->refresh_token = g_steal_pointer (&answer->refresh_token);
  result->access_token = g_steal_pointer (&answer->access_token);
  result->expires_in = answer->expires_in;

  return result;
}
