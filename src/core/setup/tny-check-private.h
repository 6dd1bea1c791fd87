/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "tny-check.h"
#include "tny-error.h"
#include "tny-portal.h"

G_BEGIN_DECLS

/* Inside the checks only. */

/* A tenant whose checks are due. */
typedef struct
{
  gint64  id;                     /* in the database; 0: the connection's own tenant */
  char   *graph_id, *name;
} TnyCheckTenant;

TnyCheckTenant * tny_check_tenant_new  (gint64 id, const char *graph_id, const char *name);
void             tny_check_tenant_free (gpointer tenant);

/* One answer, or why there is none. */
typedef struct
{
  JsonNode  *node;                /* of a single object */
  JsonObject *object;             /* lent from node; NULL without an answer and for lists */
  GPtrArray *objects;             /* of JsonObject, of a list that was read to its end */
  GError    *error;               /* NULL: it was answered */
  char      *endpoint, *request_id, *detail;
  guint      status;
  gint64     at, date;            /* unix seconds, by our clock and by Microsoft's (0: not said) */
} TnyAnswer;

/* What the partner's own tenant said, for the checks of customers. Written before the workers
 * begin. */
typedef struct
{
  TnyAnswer  *member_of;          /* groups of the service account */
  GHashTable *groups;             /* their ids; NULL: not known */
  TnyAnswer  *relationships;      /* a list; NULL when none are needed */
} TnyPartnerFacts;

typedef struct
{
  const TnyChecksContext *context;
  TnyJob          *job;
  GCancellable    *cancellable;
  guint            features;
  gboolean         direct, gdap;
  gboolean         signed_in;     /* the own tenant answered */
  TnyPartnerFacts  partner;
  GError          *stop;          /* what keeps everything from being asked; before the workers */

  GMutex           lock;          /* guards the fields below */
  GPtrArray       *checks;        /* of TnyCheck */
  GPtrArray       *tenants;       /* of TnyCheckTenant; fixed before the workers begin */
  guint            next, n_done;
} TnyCheckRun;

/* --- tny-check-ask.c --- */

/* GET of one object, or of a collection to its last page. @path: "/groups", of Graph v1.0. Never
 * NULL. Blocks. */
TnyAnswer * tny_check_get     (TnyCheckRun *run, const char *tenant_id, const char *path,
                               const char *query);
TnyAnswer * tny_check_list    (TnyCheckRun *run, const char *tenant_id, const char *path,
                               const char *query);
/* The first customer of Partner Center, for what its answer proves. */
TnyAnswer * tny_check_partner (TnyCheckRun *run);
/* An answer nobody gave yet, failed already where nothing can be asked at all. */
TnyAnswer * tny_answer_new    (TnyCheckRun *run);
/* A TnyHttpNotify: keeps what was heard last as evidence. */
void        tny_answer_hear   (const TnyHttpEvent *event, gpointer answer);
/* Takes @error: there is no answer. */
void        tny_answer_fail   (TnyAnswer *self, GError *error);
void        tny_answer_free   (TnyAnswer *self);
gboolean    tny_answer_is     (const TnyAnswer *self, TnyError code);
/* It was answered, but not in the form it should have: @what is missing in it. */
void        tny_answer_spoil  (TnyAnswer *self, const char *what);
gint64      tny_check_now     (TnyCheckRun *run);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnyAnswer, tny_answer_free)

/* --- tny-check-words.c --- */

/**
 * tny_check_add:
 * @tenant: (nullable): NULL: about the connection
 * @id: of the check, "permission/…" for all of those
 * @finding: a row of the table of words; "not-checked" exists for every id
 * @answer: (nullable): what decided
 * @...: pairs of placeholder and value for the texts, then NULL: "days", "12", NULL
 *
 * Appends a result to the run. Any thread. Returns it, lent, for the members that only the caller
 * knows.
 */
TnyCheck  * tny_check_add     (TnyCheckRun *run, const TnyCheckTenant *tenant, const char *id,
                               const char *finding, const TnyAnswer *answer, ...)
                               G_GNUC_NULL_TERMINATED;
/* Unknown because of what @answer says, or because of an earlier check when it is NULL. */
void        tny_check_add_unknown (TnyCheckRun *run, const TnyCheckTenant *tenant, const char *id,
                                   const TnyAnswer *answer);
/* The place of an id in the chain of causes. */
guint       tny_check_order   (const char *id);
char      * tny_check_day     (gint64 seconds);        /* "2026-12-06" */

/* --- the checks --- */

/* Reads what all others build on; run->stop is set when nothing can be asked at all. */
void        tny_check_connection  (TnyCheckRun *run);
/* The clock, by an answer of Microsoft's. */
void        tny_check_clock       (TnyCheckRun *run, const TnyAnswer *answer);
void        tny_check_permissions (TnyCheckRun *run, const TnyAnswer *application);
void        tny_check_tenant      (TnyCheckRun *run, const TnyCheckTenant *tenant);
/* Whether the tenant's reports conceal names: the question, and what a good answer to it says. */
TnyAnswer * tny_check_ask_report_names (TnyCheckRun *run, const TnyCheckTenant *tenant);
gboolean    tny_check_conceals_names   (const TnyAnswer *answer);
/* What a first sign-in wants to know: checks "tenants" and "reports". @organization: what the own tenant
 * answered. */
void        tny_check_first_look  (TnyCheckRun *run, const TnyAnswer *organization);
/* The part of it that the partner's own tenant knows. */
void        tny_check_way_in      (TnyCheckRun *run, const TnyCheckTenant *tenant);

/* What a service principal was granted in one tenant. */
typedef struct
{
  /* service principals: ours, Graph's, Partner Center's */
  TnyAnswer  *principal, *graph, *partner;
  TnyAnswer  *grants;                        /* NULL: not asked, principal says why */
  GHashTable *delegated;                     /* names granted; NULL: not known */
  gboolean    no_principal;                  /* nobody consented to anything */
  gboolean    partner_known;                 /* whether Partner Center's grants are in delegated */
} TnyGrants;

/* Reads them; @partner_center: its scope too. Blocks. */
void        tny_grants_read   (TnyGrants *self, TnyCheckRun *run, const char *tenant_id,
                               gboolean partner_center);
void        tny_grants_clear  (TnyGrants *self);
/* Which permission covers @needed; NULL: none that was granted. */
const char * tny_grants_cover (TnyGrants *self, const char *needed);
/* The answer that kept the grants from being read; NULL when they were. */
const TnyAnswer * tny_grants_problem (TnyGrants *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TnyGrants, tny_grants_clear)

G_END_DECLS
