/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "tny-clock.h"
#include "tny-cloud.h"
#include "tny-http.h"
#include "tny-secret.h"

G_BEGIN_DECLS

/* TnySignIn: one sign-in through the system browser, on the main loop.
 *
 *   ready ──start()──▸ waiting ──redirect or take_address()──▸ checking ──▸ done
 *                         │ error from Microsoft, 15 minutes,      │ wrong account,
 *                         ▾ cancel                                 ▾ refused
 *                       failed                                   failed
 *
 * A flow is used once. state, nonce and verifier belong to it alone; the first delivery with the
 * right state closes the port, and exactly one token request follows, in a worker thread.
 * Main thread (the thread-default context of start()) for everything here.
 */
#define TNY_TYPE_SIGN_IN (tny_sign_in_get_type ())
G_DECLARE_FINAL_TYPE (TnySignIn, tny_sign_in, TNY, SIGN_IN, GObject)

typedef enum
{
  TNY_SIGN_IN_READY,
  TNY_SIGN_IN_WAITING,         /* for the browser */
  TNY_SIGN_IN_CHECKING,        /* one token request, then the id token */
  TNY_SIGN_IN_DONE,
  TNY_SIGN_IN_FAILED
} TnySignInState;

/* What the registration must hold: interface of the set-up page and of the command line. */
#define TNY_SIGN_IN_REDIRECT_REGISTERED "http://localhost/tenantry/callback"
#define TNY_SIGN_IN_LIMIT_SECONDS       (15 * 60)

typedef struct
{
  gboolean    query;           /* "sign in another way": GET redirect, and take_address() works */
  const char *expected_oid;    /* renewal: the stored object id; NULL at first sign-in */
  const char *scope;           /* of one resource; NULL: Graph's .default of the cloud */
  const char *login_hint;      /* address to pre-fill, or NULL */
  gboolean    once;            /* no refresh token is asked for or kept: for one piece of work */
  const char *path;            /* of the redirect, static text; NULL: the registered one */
  TnyClock   *clock;           /* NULL: the real one; must outlive the flow */
} TnySignInOptions;

typedef enum
{
  TNY_MFA_UNKNOWN,             /* the token does not say */
  TNY_MFA_NO,
  TNY_MFA_YES
} TnyMfa;

/* Whom we signed in. Texts are the token's words, for display; NULL when it has none. */
typedef struct
{
  char      *tenant_id;        /* GUID, lower case: the configured one */
  char      *object_id;        /* GUID, lower case */
  char      *user_name;        /* "sync@contoso.example" */
  char      *display_name;
  TnyMfa     mfa;
  char      *scope;            /* what was granted, space separated */
  TnySecret *refresh_token;    /* NULL with options.once, and never otherwise */
  TnySecret *access_token;     /* for the resource of the scope */
  gint64     expires_in;       /* seconds the access token lives, at least 1 */
} TnySignInResult;

void tny_sign_in_result_free (TnySignInResult *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnySignInResult, tny_sign_in_result_free)

/**
 * tny_sign_in_new:
 * @cloud: copied or referenced; where to sign in
 * @http: referenced; sends discovery, token and key requests
 * @tenant_id: (nullable): GUID of the directory that must sign in; NULL: any organization's, which
 *   the ID token then names, checked against that directory's own issuer and keys
 * @client_id: GUID of the application
 * @secret: (nullable): its client secret, or its key with certificate (tny-certificate.h); referenced.
 *   NULL: a public client, which has none
 * @options: (nullable): texts are copied
 */
TnySignIn * tny_sign_in_new (const TnyCloud         *cloud,
                             TnyHttp                *http,
                             const char             *tenant_id,
                             const char             *client_id,
                             TnySecret              *secret,
                             const TnySignInOptions *options);

/**
 * tny_sign_in_start:
 *
 * Listens on both loopback addresses and makes the link. Does not open a browser, sends nothing.
 *
 * Returns: (transfer none): the link to open; NULL with TNY_ERROR_REDIRECT when no port can be had
 */
const char * tny_sign_in_start (TnySignIn  *self,
                                GError    **error);

/* Waits for the end of the flow; call it once, after start(). Cancelling frees the port at once.
 *
 * Errors: SIGN_IN (refused, cancelled there, 15 minutes over), WRONG_ACCOUNT, MFA, BLOCKED,
 * SECRET_WRONG, SECRET_EXPIRED, APP, REGISTRATION, CONSENT, CLOCK, PROTOCOL (a token or a discovery
 * document that does not hold), THROTTLED, UNAVAILABLE, NETWORK, TLS; G_IO_ERROR_CANCELLED. */
void              tny_sign_in_wait_async  (TnySignIn            *self,
                                           GCancellable         *cancellable,
                                           GAsyncReadyCallback   callback,
                                           gpointer              data);
TnySignInResult * tny_sign_in_wait_finish (TnySignIn            *self,
                                           GAsyncResult         *result,
                                           GError              **error);

/**
 * tny_sign_in_take_address:
 * @address: what the person copied from the browser's address bar
 *
 * For flows with options.query only: takes the delivery from a pasted address instead of the port.
 *
 * Returns: FALSE with TNY_ERROR_ARGUMENT when this is not the address of this flow; it goes on
 * waiting
 */
gboolean tny_sign_in_take_address (TnySignIn   *self,
                                   const char  *address,
                                   GError     **error);

/* Ends the flow with G_IO_ERROR_CANCELLED and frees the port. Harmless at any time. */
void           tny_sign_in_cancel    (TnySignIn *self);
TnySignInState tny_sign_in_get_state (TnySignIn *self);   /* property "state" notifies */
const char   * tny_sign_in_get_link  (TnySignIn *self);   /* NULL before start() */

G_END_DECLS
