/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "tny-graph.h"
#include "tny-permission.h"
#include "tny-provision.h"

G_BEGIN_DECLS

/* An API whose permissions we use, as this directory knows it. */
typedef struct
{
  char     *id;                /* of its service principal; NULL: not known here */
  JsonNode *node;
  char     *grant_id, *scope;  /* the grant that stands for our application; NULL */
} TnyProvisionApi;

enum { TNY_API_GRAPH, TNY_API_PARTNER, TNY_N_APIS };

/* One active relationship with a customer. */
typedef struct
{
  char      *id, *customer;
  GPtrArray *roles;            /* of char *: those it holds that we use */
  gboolean   reached;          /* the account comes in, through us or through another group */
} TnyProvisionRelation;

/* A row of the journal. */
typedef struct
{
  char         *key, *state, *object_id, *subject, *detail, *words;
  TnyEffectKind kind;
} TnyProvisionEntry;

/* TnyProvisionRun: one look and what follows it. Belongs to one thread. */
typedef struct
{
  const TnyProvisionContext *context;
  TnyJob              *job;
  GCancellable        *cancellable;
  TnyGraph            *graph;
  TnyProvisionResult  *result;
  GPtrArray           *journal;       /* of TnyProvisionEntry */

  GPtrArray           *delegated, *roles;    /* of const TnyPermission *: what is wanted */
  JsonNode            *app;
  char                *app_id, *principal_id, *group_id;
  gboolean             member;        /* the account is in it */
  gboolean             group_used;    /* a relationship is reached through it */
  TnyProvisionApi      apis[TNY_N_APIS];
  GHashTable          *held;          /* ids of app roles that are assigned already */
  GPtrArray           *relations;     /* of TnyProvisionRelation */
  char                *lost_key;      /* keyId of a secret whose value never arrived */
  gboolean             have_secret;
} TnyProvisionRun;

void              tny_effect_free        (TnyEffect *self);
TnyProvisionRun * tny_provision_run_new  (const TnyProvisionContext *context, TnyJob *job,
                                          GCancellable *cancellable, GError **error);
void              tny_provision_run_free (TnyProvisionRun *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnyProvisionRun, tny_provision_run_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnyEffect, tny_effect_free)

/* The facts, into @self. */
gboolean     tny_provision_find          (TnyProvisionRun *self, GError **error);
/* From the facts to result->effects. */
void         tny_provision_plan          (TnyProvisionRun *self);
TnyEffect  * tny_effect_new              (TnyEffectKind kind, char *key, const char *subject,
                                          const char *method, char *path, char *words);

/* The body of a request, and what it adds as JSON for the journal. */
char       * tny_provision_app_body      (TnyProvisionRun *self, char **added);
char       * tny_provision_scope         (TnyProvisionRun *self, guint api, char **added);
/* Whether the registration that was found lacks something. */
gboolean     tny_provision_app_lacks     (TnyProvisionRun *self);
/* The id of a permission by what the API itself says, else by our table. */
const char * tny_provision_role_id       (TnyProvisionRun *self, const TnyPermission *permission);
const char * tny_provision_scope_id      (TnyProvisionRun *self, const TnyPermission *permission);
guint        tny_provision_api_of        (const TnyPermission *permission);

/* How long to ask for what is not found: what nobody made, what was perhaps made, what was. */
typedef enum { TNY_PATIENCE_NONE, TNY_PATIENCE_SENT, TNY_PATIENCE_DONE } TnyPatience;

/* GET; NULL with NOT_FOUND. */
JsonNode   * tny_provision_get           (TnyProvisionRun *self, const char *path, const char *query,
                                          TnyPatience patience, GError **error);

/* What a write came to. */
typedef enum
{
  TNY_SENT_FAILED,             /* @error is set and says that nothing happened */
  TNY_SENT_UNKNOWN,            /* @error is set; nobody knows whether it happened */
  TNY_SENT_THERE,              /* it is there already */
  TNY_SENT_DONE
} TnySent;

/* One call. Waits and tries again while an object that was just made is not seen yet, and when
 * Microsoft asks us to slow down. @body: (nullable): JSON, lent. @node: (out): the answer, or NULL. */
TnySent      tny_provision_send          (TnyProvisionRun *self, const char *method, const char *path,
                                          const char *header, const char *value, const char *body,
                                          gboolean secret, JsonNode **node, char **request_id,
                                          GError **error);

/* The journal; each write is on the disk when it returns. */
GPtrArray         * tny_journal_read     (TnyStore *store, const char *tenant_id, GError **error);
TnyProvisionEntry * tny_journal_find     (GPtrArray *journal, const char *key);
gboolean            tny_journal_begin    (TnyProvisionRun *self, const TnyEffect *effect,
                                          const char *detail, GError **error);
gboolean            tny_journal_done     (TnyProvisionRun *self, const char *key,
                                          const char *object_id, const char *request_id,
                                          GError **error);
gboolean            tny_journal_undoing  (TnyProvisionRun *self, const char *key, GError **error);
gboolean            tny_journal_remove   (TnyProvisionRun *self, const char *key, GError **error);

void         tny_provision_account_free  (TnyProvisionAccount *self);
void         tny_provision_say           (TnyProvisionRun *self, const TnyEffect *effect,
                                          const char *method, const char *path, gboolean done);

G_END_DECLS
