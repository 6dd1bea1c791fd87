/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "tny-clock.h"
#include "tny-cloud.h"
#include "tny-http.h"
#include "tny-keyring.h"
#include "tny-secret.h"

G_BEGIN_DECLS

/* TnyTokens: the tokens of one connection.
 *
 * Access tokens live in memory only, one per (tenant, resource); a token is never given for another
 * pair. They come from the connection's one refresh token, which opens the partner tenant and every
 * customer tenant. One refresh is in flight per pair; others that want the same wait for it.
 *
 *   fresh ──expiry - 300 s (half of shorter lives)──▸ due ──refresh──▸ fresh
 *                                                       ├─ 429, 5xx ──▸ blocked until a time
 *                                                       └─ invalid_grant, interaction_required …
 *                                                            ▾
 *                                                          ended ──reset_tenant()──▸ due
 *
 * ended: no request until told. What concerns the grant (invalid_grant, interaction_required) ends
 * the tenant, in the partner tenant the whole connection ("sign in again"); what concerns consent
 * or the registration ends the one pair. Any thread; get() blocks.
 */
typedef struct _TnyTokens TnyTokens;

typedef struct
{
  const char *tenant_id;       /* the partner tenant */
  const char *client_id;
  const char *object_id;       /* of the signed-in user: names the keyring slot */
  TnySecret  *secret;          /* client secret, or key with certificate; referenced */
  TnySecret  *refresh_token;   /* referenced; NULL: read from the keyring at the first need */
  TnyClock   *clock;           /* NULL: the real one; must outlive the tokens */
} TnyTokensOptions;

/* @keyring must outlive the tokens. */
TnyTokens *    tny_tokens_new    (const TnyCloud         *cloud,
                                  TnyHttp                *http,
                                  TnyKeyring             *keyring,
                                  const TnyTokensOptions *options);
void           tny_tokens_free   (TnyTokens              *self);   /* nobody may be inside get() */
/* For tny_http_set_tokens(); lends @self. */
TnyTokenSource tny_tokens_source (TnyTokens              *self);

/**
 * tny_tokens_get:
 * @tenant_id: for which directory
 * @resource: "https://graph.microsoft.com": the audience without "/.default"
 * @claims: (nullable): JSON of a claims challenge; a cached token is not used then
 *
 * Returns: (transfer full): a token that is good for this pair now; NULL with SIGN_IN (the
 *          connection), CONSENT, ACCESS, MFA, BLOCKED … (that tenant), THROTTLED, UNAVAILABLE,
 *          NETWORK, TLS, KEYRING_…; G_IO_ERROR_CANCELLED
 */
TnySecret * tny_tokens_get (TnyTokens     *self,
                            const char    *tenant_id,
                            const char    *resource,
                            const char    *claims,
                            GCancellable  *cancellable,
                            GError       **error);

/* Forgets @token (a 401 proved it useless) unless a newer one has taken its place. */
void tny_tokens_drop (TnyTokens       *self,
                      const char      *tenant_id,
                      const char      *resource,
                      const TnySecret *token);

/* A person acted: ask again for this tenant; NULL for all. Blocks after 429 and 5xx stay. */
void tny_tokens_reset_tenant (TnyTokens  *self,
                              const char *tenant_id);

/* Writes the newest refresh token if the keyring does not have it: every get() that reaches
 * Microsoft tries that too, but at most twice a minute, and once when it failed, of which it keeps
 * quiet. For the end of a run: FALSE with KEYRING_…: it lives in memory only, worth a warning to the person.
 * Blocks. */
gboolean tny_tokens_save (TnyTokens  *self,
                          GError    **error);

/* The connection is signed in anew or goes away: from its return on, nothing more is written to the
 * keyring, and get() ends with G_IO_ERROR_CANCELLED. Blocks while a write is on its way. */
void tny_tokens_retire (TnyTokens *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnyTokens, tny_tokens_free)

G_END_DECLS
