/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "tny-error.h"
#include "tny-secret.h"

G_BEGIN_DECLS

/* Checks of an ID token: pure functions, nothing is fetched here. */

#define TNY_ID_TOKEN_TOLERANCE 300      /* seconds, for exp, iat and nbf */
#define TNY_ID_TOKEN_MAX       (64 * 1024)

/* What the token must say. Lent. */
typedef struct
{
  const char *issuer;          /* exactly */
  const char *client_id;       /* audience */
  const char *nonce;
  const char *tenant_id;       /* GUID of the configured directory */
  const char *object_id;       /* renewal: the stored one; else NULL */
  const char *access_token;    /* for at_hash, when the token has one; NULL: it must have none */
  const char *code;            /* for c_hash, likewise */
  gint64      now;             /* unix seconds */
} TnyIdTokenRules;

/* Texts are the token's words: for display only but the two ids. */
typedef struct
{
  char     *tenant_id, *object_id;     /* lower case */
  char     *user_name, *display_name;  /* NULL when absent */
  gboolean  has_amr, mfa;
} TnyIdToken;

/**
 * tny_id_token_check:
 * @token: three base64url parts, at most 64 KiB
 * @keys: the JSON Web Key Set of the issuer
 *
 * RS256 only, by a key of @keys with the token's kid: RSA of 2048 bits or more, for signatures.
 *
 * Returns: NULL with PROTOCOL (form, signature, iss, aud, nonce, sub, hashes, a claim that is
 *   missing), NOT_FOUND (no key of that kid: fetch the keys anew, once), CLOCK (exp, iat, nbf: the
 *   token came this minute from the issuer itself, so our clock is off), WRONG_ACCOUNT (another
 *   directory, a personal account, another user on renewal)
 * Source: "ID tokens in the Microsoft identity platform"; OpenID Connect Core 1.0, 3.1.3.7
 */
TnyIdToken * tny_id_token_check (const char            *token,
                                 JsonObject            *keys,
                                 const TnyIdTokenRules *rules,
                                 GError               **error);
void         tny_id_token_free  (TnyIdToken            *self);

/* "amr" of any JWT, without checking it: for a hint, never for a decision. FALSE when it has
 * none. */
gboolean     tny_jwt_peek_mfa   (const char *token, gboolean *mfa);

/* "tid" of any JWT, without checking it: for where to look for the keys. GUID in lower case, NULL when it
 * has none. */
char *       tny_jwt_peek_tenant (const char *token);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnyIdToken, tny_id_token_free)

G_END_DECLS
