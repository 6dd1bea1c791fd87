/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "tny-clock.h"
#include "tny-http.h"
#include "tny-secret.h"

G_BEGIN_DECLS

/* The requests of the identity platform: form in, JSON out. Block: worker threads only. */

/* TnyTokenAnswer: what the token endpoint gave. */
typedef struct
{
  TnySecret *access_token;     /* never NULL */
  TnySecret *refresh_token;    /* NULL: none came, the old one stays good */
  TnySecret *id_token;         /* NULL without "openid" */
  char      *scope;            /* granted, space separated; NULL when not said */
  gint64     expires_in;       /* seconds, 1 to two days; 300 when missing or silly */
} TnyTokenAnswer;

/* Why not, for who asks again. */
typedef struct
{
  gboolean final;              /* refused by name: the same until a person acts */
  gboolean grant;              /* … for every resource of the tenant: the grant is no good */
  gboolean transient;          /* 5xx or no answer: worth one more try */
  gint64   block_usec;         /* 429, 5xx: ask no earlier; 0 otherwise */
} TnyTokenRefusal;

#define TNY_TOKEN_BLOCK_USUAL (60 * G_TIME_SPAN_SECOND)
#define TNY_TOKEN_BLOCK_MAX   (3600 * G_TIME_SPAN_SECOND)

/* Says that we understand claims challenges. */
#define TNY_CLAIMS_CP1 "{\"access_token\":{\"xms_cc\":{\"values\":[\"cp1\"]}}}"

void tny_token_answer_free (TnyTokenAnswer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnyTokenAnswer, tny_token_answer_free)

/* Who asks, lent for the call. @secret: the client secret, or a key with its certificate
 * (tny-certificate.h); NULL for a public client. */
typedef struct
{
  const char      *client_id;
  const TnySecret *secret;
  TnyClock        *clock;      /* NULL: the real one */
} TnyTokenClient;

/**
 * tny_token_request:
 * @client: goes into the form, with its secret or with an assertion of its certificate
 * @tenant_id: GUID: for which directory
 * @customer: a customer's directory: see tny_oauth_error_code()
 * @form: name, value, …, NULL; values are encoded here and lent
 * @refusal: (out) (optional): set on failure
 *
 * Sends exactly one request; nothing is tried again.
 *
 * Request:  POST {login}/{tenant}/oauth2/v2.0/token, the form in the body
 * Answer:   { "token_type": "Bearer", "access_token": …, "expires_in": 3599, … }
 * Errors:   as tny_oauth_error_code() has them; THROTTLED on 429, UNAVAILABLE on 5xx; PROTOCOL
 *           when the answer has another form or is a redirect; NETWORK, TLS
 * Source:   "Microsoft identity platform and OAuth 2.0 authorization code flow", "… application
 *           authentication certificate credentials"
 */
TnyTokenAnswer * tny_token_request (TnyHttp            *http,
                                    const TnyTokenClient *client,
                                    const char         *tenant_id,
                                    gboolean            customer,
                                    const char *const  *form,
                                    TnyTokenRefusal    *refusal,
                                    GCancellable       *cancellable,
                                    GError            **error);

/* TnyDiscovery: the metadata document, checked: its issuer names @tenant_id, its endpoints are
 * where the cloud's sign-in service is. */
typedef struct
{
  char     *tenant_id;         /* GUID, lower case */
  char     *issuer;
  GUri     *keys;
  gboolean  announces_iss;     /* authorization responses must carry "iss" */
} TnyDiscovery;

/**
 * tny_discovery_fetch:
 * @tenant: GUID or verified domain of a directory
 *
 * Request:  GET {login}/{tenant}/v2.0/.well-known/openid-configuration
 * Errors:   APP (no such directory), PROTOCOL (another form, issuer or host), THROTTLED,
 *           UNAVAILABLE, NETWORK, TLS
 * Source:   "OpenID Connect on the Microsoft identity platform"
 */
TnyDiscovery * tny_discovery_fetch (TnyHttp       *http,
                                    const char    *tenant,
                                    GCancellable  *cancellable,
                                    GError       **error);
void           tny_discovery_free  (TnyDiscovery  *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnyDiscovery, tny_discovery_free)

/* The key set; free with json_node_unref(). */
JsonNode     * tny_keys_fetch      (TnyHttp             *http,
                                    const TnyDiscovery  *discovery,
                                    GCancellable        *cancellable,
                                    GError             **error);

G_END_DECLS
