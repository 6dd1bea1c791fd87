/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tny-clock.h"
#include "tny-http.h"
#include "tny-job.h"
#include "tny-sign-in.h"
#include "tny-store.h"

G_BEGIN_DECLS

/* TnyProvision: "do it for me": what an administrator would click together in Entra and Partner
 * Center, done by calls that are shown first.
 *
 *   look (reads only) ──▸ effects ──confirmed──▸ apply ──▸ journal ──▸ undo
 *                            ▴                     │ stopped anywhere
 *                            └─────────────────────┘ look again: what is there is not done twice
 *
 * Nothing is found by a display name: the registration and the group carry a unique name of ours
 * (uniqueName, an alternate key that Microsoft keeps unique in the directory) and a tag. Before each
 * call a row goes into the journal, on the disk; a call whose answer got lost stays "sent" there, and
 * the next look finds out whether it happened. Undo deletes what the journal holds and nothing else.
 *
 * Everything here blocks: worker threads only.
 */

/* Who signs in before an application of ours exists: "Microsoft Graph Command Line Tools", the client
 * that Microsoft's own PowerShell module uses: public, known in every directory, redirect
 * http://localhost. Source: Microsoft Graph PowerShell, "Authentication module cmdlets". */
#define TNY_PROVISION_CLIENT      "14d82eec-204b-4c2f-b7e8-296a70dab67e"
#define TNY_PROVISION_CLIENT_NAME "Microsoft Graph Command Line Tools"

#define TNY_PROVISION_UNIQUE_NAME "io.github.tenantry.Tenantry"
#define TNY_PROVISION_TAG         "io.github.tenantry.Tenantry"
#define TNY_PROVISION_APP_NAME    "Tenantry"
#define TNY_PROVISION_GROUP_NAME  "Tenantry GDAP access"
#define TNY_PROVISION_SECRET_DAYS 365

/* The administrator while it lasts: the token is in memory only, and wiped with this. */
typedef struct
{
  char      *tenant_id, *object_id, *user_name;
  TnySecret *token;
} TnyAdmin;

/* Takes what it needs out of @result. */
TnyAdmin     * tny_admin_new    (TnySignInResult *result);
void           tny_admin_free   (TnyAdmin *self);
TnyTokenSource tny_admin_source (TnyAdmin *self);       /* lends @self */

typedef struct
{
  const char *reach;           /* gdap, dap, direct */
  guint       features;        /* TnyFeature bits */
  gboolean    published;       /* what IT Glue asks for, instead of the least */
  const char *account;         /* user name or object id of the service account; NULL: who signs in */
  const char *app;             /* client id chosen among several; NULL */
} TnyProvisionOptions;

/* The scopes to ask the administrator for, space separated, and why, for people: one row each. */
char * tny_provision_scopes (const TnyCloud *cloud, const TnyProvisionOptions *options);

typedef enum
{
  TNY_EFFECT_APP,              /* make the registration */
  TNY_EFFECT_APP_CHANGE,       /* add what it lacks */
  TNY_EFFECT_PRINCIPAL,        /* its service principal */
  TNY_EFFECT_PARTNER_API,      /* make Partner Center's API known in the directory */
  TNY_EFFECT_GRANT,            /* delegated permissions, for everybody: admin consent */
  TNY_EFFECT_GRANT_CHANGE,
  TNY_EFFECT_ROLE,             /* one application permission */
  TNY_EFFECT_GROUP,
  TNY_EFFECT_MEMBER,
  TNY_EFFECT_ASSIGNMENT,       /* the group, to one GDAP relationship */
  TNY_EFFECT_SECRET_LOST,      /* removes a secret whose value never arrived */
  TNY_EFFECT_SECRET,
  TNY_EFFECT_LOCAL,            /* here: the connection */
  TNY_N_EFFECTS
} TnyEffectKind;

typedef enum { TNY_EFFECT_NEEDED, TNY_EFFECT_DONE, TNY_EFFECT_FAILED } TnyEffectState;

typedef struct
{
  TnyEffectKind  kind;
  char          *key;          /* of the journal: "app", "grant/graph", "assignment/<id>" */
  char          *subject;      /* id or name the kind needs: relationship, permission, key id */
  char          *method, *path;/* "POST", "/v1.0/servicePrincipals"; {…} stands for what is not known yet;
                                * NULL for what happens here */
  char          *words;        /* what it changes, one translated sentence */
  TnyEffectState state;
} TnyEffect;

typedef struct
{
  char      *object_id, *user_name, *display_name;
} TnyProvisionAccount;

/* What was found, and what is to do. */
typedef struct
{
  char      *tenant_id, *tenant_name;
  char      *account_id, *account_name;    /* the service account */
  GPtrArray *accounts;         /* of TnyProvisionAccount: members of AdminAgents; who may be chosen */
  GPtrArray *notes;            /* of char *, translated: what cannot be done for you, and why */
  GPtrArray *effects;          /* of TnyEffect, in order; empty: nothing to do */
  char      *client_id;        /* NULL until there is a registration */
  gint64     connection_id;    /* after apply; 0 */
} TnyProvisionResult;

void tny_provision_result_free (TnyProvisionResult *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnyProvisionResult, tny_provision_result_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnyAdmin, tny_admin_free)

/* What the session does for us. */
typedef struct
{
  /* Keeps the secret of @client_id and the connection that uses it. */
  gboolean (*keep)   (const TnyProvisionResult *result, TnySecret *secret, gint64 expires,
                      gpointer data, GCancellable *cancellable, GError **error);
  /* Forgets both; the connection that uses @client_id. */
  gboolean (*forget) (const char *tenant_id, const char *client_id, gpointer data,
                      GCancellable *cancellable, GError **error);
  gpointer   data;
} TnyProvisionLocal;

/* Called in the worker before each call, with what is about to be sent, and after it (@done). */
typedef void (*TnyProvisionNotify) (const TnyEffect *effect, const char *method, const char *path,
                                    gboolean done, gpointer data);

typedef struct
{
  TnyStore                 *store;
  TnyHttp                  *http;            /* with tny_admin_source() as its tokens */
  const TnyAdmin           *admin;
  const TnyProvisionOptions *options;
  const char               *client_id;       /* of the connection there is for this directory; NULL */
  const char               *secret_hint;     /* first three characters of the secret that the keyring
                                              * holds for it; NULL: none */
  TnyProvisionLocal         local;
  TnyProvisionNotify        notify;          /* (nullable) */
  gpointer                  notify_data;
  TnyClock                 *clock;           /* NULL: the real one */
  gint64                    first_wait_usec; /* for new objects to be seen; doubles; 0: one second */
} TnyProvisionContext;

/**
 * tny_provision_look:
 *
 * Reads only.
 *
 * Returns: (transfer full): what is to do; NULL with AMBIGUOUS (several registrations bear our tag:
 *   the message names them, options.app chooses), NOT_FOUND (options.account is not in AdminAgents, or
 *   options.app is none), PERMISSION (the administrator may not read what is needed), and what
 *   tny_http_send() says
 * Source: Microsoft Graph v1.0, "Upsert application", "Get servicePrincipal", "List
 *   oAuth2PermissionGrants", "Upsert group", "List accessAssignments"
 */
TnyProvisionResult * tny_provision_look (const TnyProvisionContext *context, TnyJob *job,
                                         GCancellable *cancellable, GError **error);

/**
 * tny_provision_apply:
 *
 * Looks again, then does what is needed, call by call. After a failure nothing is taken back: what was
 * done stays done, is in the journal, and the next apply goes on. TNY_ERROR_PERMISSION names the call
 * that this administrator may not make.
 *
 * Returns: (transfer full): effects with their states; NULL as above
 */
TnyProvisionResult * tny_provision_apply (const TnyProvisionContext *context, TnyJob *job,
                                          GCancellable *cancellable, GError **error);

/* What undo would delete, newest first, from the journal; the same form. Reads only, and asks Microsoft
 * about calls whose answer got lost. */
TnyProvisionResult * tny_provision_undo_look (const TnyProvisionContext *context, TnyJob *job,
                                              GCancellable *cancellable, GError **error);
/* Deletes exactly that. What is gone already counts as deleted. */
TnyProvisionResult * tny_provision_undo (const TnyProvisionContext *context, TnyJob *job,
                                         GCancellable *cancellable, GError **error);

/* Whether the journal holds anything that undo would take back, of any directory. */
gboolean tny_provision_can_undo (TnyStore *store, gboolean *can, GError **error);

G_END_DECLS
