/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fakes.h"
#include "raw-server.h"
#include "tny-http.h"
#include "token-maker.h"

G_BEGIN_DECLS

#define PARTNER  "11111111-2222-4333-8444-555555555555"
#define CUSTOMER "99999999-2222-4333-8444-555555555555"
#define CLIENT   "aaaaaaaa-2222-4333-8444-555555555555"
#define USER     "bbbbbbbb-2222-4333-8444-555555555555"
#define SECRET   "Bj8Q~kEyabc.def_ghi+jk/l="
#define GRAPH    "https://graph.microsoft.com"
#define CENTER   "https://api.partnercenter.microsoft.com"

typedef struct _LoginServer LoginServer;

/* Answers a token request. @form: name → value. Called in a thread of the server. */
typedef void (*LoginToken) (LoginServer *server, RawConn *conn, const char *tenant,
                            GHashTable *form);

/* A small identity platform: discovery, keys, tokens; and whatever of it a test wants to be wrong. Set
 * the members before the first request. */
struct _LoginServer
{
  RawServer  *raw;
  TnyCloud   *cloud;
  TnyHttp    *http;
  FakeClock   clock;
  TokenMaker *maker;
  char       *base;                    /* "http://127.0.0.1:PORT/login" */

  /* discovery: NULL is the right one */
  const char *issuer, *token_endpoint, *keys_endpoint, *discovery_body, *discovery_headers;
  guint       discovery_status;        /* 0: 200 */
  gboolean    announces_iss;
  gboolean    late_key;                /* the first key set lacks the key */
  gboolean    no_key;
  /* the ID token */
  char       *nonce;                   /* of the flow; owned */
  const char *more_claims;             /* ",\"x\":1" */
  const char *tid;
  const char *access_token;            /* NULL: "access-N" */
  gboolean    no_id_token, no_refresh_token;

  LoginToken  token;                   /* NULL: the usual answer */
  gpointer    data;

  gint        discoveries, keys, tokens;   /* requests so far; atomic */
  GMutex      lock;
  GHashTable *form;                    /* of the last token request; guarded by lock */
  char       *target;                  /* likewise */
};

LoginServer * login_server_new   (void);
void          login_server_free  (LoginServer *self);
/* The usual answer of the token endpoint; to be called by a LoginToken too. */
void          login_server_grant (LoginServer *self, RawConn *conn, const char *tenant,
                                  guint expires_in);
/* An error body as Microsoft writes it. */
void          login_server_refuse (RawConn *conn, guint status, const char *error,
                                   const char *suberror,
                                   int number);
/* A member of the last form; free. */
char        * login_server_sent  (LoginServer *self, const char *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoginServer, login_server_free)

G_END_DECLS
