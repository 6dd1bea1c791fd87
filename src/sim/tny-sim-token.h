/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tny-sim-apps.h"

G_BEGIN_DECLS

/* Tokens carry what they stand for, sealed with a key that follows from the seed: nothing is
 * kept for them, and a refresh token outlives a restart of the sample cloud. To a client they
 * are opaque. */

typedef enum
{
  TNY_SIM_TOKEN_ACCESS = 1,
  TNY_SIM_TOKEN_REFRESH,
} TnySimTokenKind;

#define TNY_SIM_APP_ONLY 255

typedef struct
{
  guint8  kind;                  /* TnySimTokenKind */
  guint8  resource;              /* TnySimResource: the audience */
  guint8  account;               /* index in tny_sim_accounts, or TNY_SIM_APP_ONLY */
  guint8  mfa;
  guint32 tenant : 24;           /* index of the tenant it is for */
  guint32 app : 8;               /* of tny-sim-apps.h */
  guint64 scopes;
  gint64  expires;               /* unix seconds */
  guint64 nonce;                 /* makes every token another one */
} TnySimToken;

/* Free with g_free(). @token's nonce is chosen here. */
char     * tny_sim_token_seal    (const TnySim *sim, const TnySimToken *token);
/* FALSE when it is none of ours. Says nothing about expiry. */
gboolean   tny_sim_token_open    (const TnySim *sim, const char *text, TnySimToken *token);

/* A code that waits for its one redemption. */
typedef struct
{
  guint     account, app;
  gboolean  mfa;
  int       tenant;              /* index of the account's tenant; -1 for the personal one */
  char     *redirect_uri, *scope, *nonce, *challenge;
  gboolean  plain;               /* how the challenge was made */
  gint64    expires;
  gboolean  used;
} TnySimCode;

TnySimCode * tny_sim_code_new    (void);
void         tny_sim_code_free   (TnySimCode *self);

/* What a scope parameter asks for. */
typedef struct
{
  TnySimResource resource;       /* Graph when only OpenID scopes are named */
  guint64        scopes;         /* of that resource, by name */
  gboolean       everything;     /* …/.default */
  gboolean       openid, offline;
} TnySimScopeRequest;

/* Returns 0, or the AADSTS code of what is wrong with @text. @several: more than one resource may
 * be named, as in an authorize request; the first counts. */
guint      tny_sim_scope_request (const char *text, gboolean several, TnySimScopeRequest *request);

/* The tenant that stands in a path of the identity platform. */
typedef enum
{
  TNY_SIM_AUTHORITY_UNKNOWN,
  TNY_SIM_AUTHORITY_TENANT,
  TNY_SIM_AUTHORITY_ORGANIZATIONS,
  TNY_SIM_AUTHORITY_COMMON,
  TNY_SIM_AUTHORITY_CONSUMERS,
} TnySimAuthority;

TnySimAuthority tny_sim_authority (TnySim *sim, const char *name, const TnySimTenant **tenant);

/* An answer of the identity platform with its error form: error, AADSTS code, trace id and so on.
 * @detail completes the text of the code where it has a %s. */
void       tny_sim_login_error   (TnySim *sim, TnySimAnswer *answer, guint code,
                                  const char *detail);
/* The OAuth error word, HTTP status and text of a code. */
const char * tny_sim_login_error_word (guint code);
char     * tny_sim_login_error_text (guint code, const char *detail);

void       tny_sim_token_endpoint (TnySim *sim, TnySimRequest *request, TnySimAnswer *answer,
                                   const char *tenant);
void       tny_sim_authorize      (TnySim *sim, TnySimRequest *request, TnySimAnswer *answer,
                                   const char *tenant);

/* Both forms of the admin consent page; @v2 is the one that takes scopes. */
void       tny_sim_admin_consent  (TnySim *sim, TnySimRequest *request, TnySimAnswer *answer,
                                   const char *tenant, gboolean v2);

G_END_DECLS
