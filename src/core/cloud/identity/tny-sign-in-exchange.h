/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tny-sign-in.h"

G_BEGIN_DECLS

/* TnyExchange: the half of a sign-in that runs in a worker thread, with all it needs: code in,
 * checked tokens out. Private to identity. */
typedef struct
{
  const TnyCloud *cloud;
  TnyHttp        *http;
  TnyClock       *clock;       /* lent; NULL is the real one */
  char           *tenant_id;   /* NULL: any organization's, until the ID token names it */
  char           *client_id;
  gboolean        once;
  char           *expected_oid;
  char           *scope;       /* with openid, profile, offline_access */
  TnySecret      *secret;      /* NULL: a public client */
  char           *redirect;    /* set once the port is known */
  char           *nonce;
  TnySecret      *verifier;

  TnySecret      *code;        /* the delivery */
  char           *iss;
} TnyExchange;

TnyExchange     * tny_exchange_new           (const TnyCloud         *cloud,
                                              TnyHttp                *http,
                                              const char             *tenant_id,
                                              const char             *client_id,
                                              TnySecret              *secret,
                                              const TnySignInOptions *options);
void              tny_exchange_free          (TnyExchange            *self);
/* What stands in the paths of the identity platform: the directory, or "organizations". */
const char      * tny_exchange_authority     (const TnyExchange      *self);
/* S256 of the verifier. */
char            * tny_exchange_challenge     (const TnyExchange      *self);
void              tny_exchange_take_delivery (TnyExchange            *self,
                                              const char             *code,
                                              const char             *iss);
/* Once: discovery, keys, one token request, the checks. Blocks. */
TnySignInResult * tny_exchange_run           (TnyExchange            *self,
                                              GCancellable           *cancellable,
                                              GError                **error);

G_END_DECLS
