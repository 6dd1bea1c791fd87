/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "tny-cloud.h"
#include "tny-error.h"
#include "tny-http.h"
#include "tny-secret.h"

G_BEGIN_DECLS

/* The identity platform: what is not a flow. */

/* Where personal accounts live; never a partner tenant. */
#define TNY_PERSONAL_TENANT "9188040d-6c67-4c5b-b112-36a304b66dad"

/* Checks while typing. Members are untranslated msgids, NULL for a field without problem; an empty
 * field has none. Blanks around the texts do not count. */
typedef struct
{
  const char *client_id, *tenant_id, *secret;
} TnyCredentialsProblem;

TnyCredentialsProblem tny_credentials_problem (const char *client_id,
                                               const char *tenant_id,
                                               const char *secret);

/**
 * tny_identity_check_credentials:
 *
 * Asks Microsoft for an app-only token with these ids and throws it away. Blocks: worker threads
 * only.
 *
 * Request:  POST {login}/{tenant}/oauth2/v2.0/token, grant_type=client_credentials,
 *           scope={graph}/.default
 * Errors:   SECRET_WRONG (also for a secret younger than about 20 s: trying again is the caller's),
 *           SECRET_EXPIRED, CERTIFICATE, APP, REGISTRATION, SECRET_ID, ARGUMENT (tny_credentials_problem() has one),
 *           THROTTLED, UNAVAILABLE, NETWORK, TLS, PROTOCOL
 * Source:   "OAuth 2.0 client credentials flow on the Microsoft identity platform"
 */
gboolean tny_identity_check_credentials (const TnyCloud  *cloud,
                                         TnyHttp         *http,
                                         const char      *tenant_id,
                                         const char      *client_id,
                                         TnySecret       *secret,
                                         GCancellable    *cancellable,
                                         GError         **error);

/**
 * tny_identity_resolve_domain:
 * @domain: a verified domain of the directory, or its GUID
 *
 * Blocks: worker threads only.
 *
 * Request:  GET {login}/{domain}/v2.0/.well-known/openid-configuration; the GUID is in "issuer"
 * Returns:  (transfer full): the GUID in lower case; NULL with ARGUMENT (not a domain), APP (no
 *           such directory in this cloud), or what the network says
 */
char * tny_identity_resolve_domain (const TnyCloud  *cloud,
                                    TnyHttp         *http,
                                    const char      *domain,
                                    GCancellable    *cancellable,
                                    GError         **error);

G_END_DECLS
