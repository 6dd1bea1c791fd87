/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "tny-clock.h"
#include "tny-http.h"
#include "tny-job.h"
#include "tny-keyring.h"
#include "tny-permission.h"
#include "tny-store.h"

G_BEGIN_DECLS

/* Health: what is granted, missing or about to end, and what each gap costs.
 *
 *   tny_checks_run ──▸ the connection: clock, secret, sign-in, MFA, agents, permissions
 *                  ──▸ the relationships of all customers, one listing
 *                  ──▸ tenants, some at a time: relationship … consent … access
 *                  ──▸ table checks, so that the last results can be shown with their age
 *
 * Unknown is never pass: a check passes because an answer said so. What a lost answer would have
 * said makes its check unknown, and nothing else better than before. */

typedef enum
{
  TNY_CHECK_PASS,
  TNY_CHECK_FAIL,
  TNY_CHECK_UNKNOWN,        /* could not be made: neither good nor bad */
  TNY_CHECK_NOT_NEEDED,     /* nothing that was chosen needs it */
  TNY_N_CHECK_STATES
} TnyCheckState;

typedef enum
{
  TNY_CHECK_CONNECTION,
  TNY_CHECK_PERMISSIONS,    /* subject is the permission, form tells which of the two */
  TNY_CHECK_TENANTS,
  TNY_N_CHECK_AREAS
} TnyCheckArea;

/* One result. Ids, by area and in the order of causes:
 *
 *   app-data clock secret|certificate sign-in own-consent mfa renewal admin-agents account-roles
 *   tenants reports (of a first look only)
 *   permission/NAME/delegated permission/NAME/application
 *   relationship relationship-end assignment membership roles conditional-access consent access
 *   premium report-names
 *
 * finding is a stable word for what was seen, for tables and scripts: of permissions "granted",
 * "covered" (by a wider one), "missing" (not on the app), "no-consent" (on the app, not granted),
 * "not-granted" (whether on the app is not known), "refused", "extra", "published" (extra, but on
 * the list IT Glue asks for), "not-needed"; of any "not-checked" and "waits" (for an earlier
 * check); of others see the table in tny-check-words.c. Texts are for people, translated, one line
 * except message. */
typedef struct
{
  gint64        connection_id;
  char         *id;
  TnyCheckArea  area;
  char         *subject;          /* "Client secret", "User.Read.All", the tenant's name */
  char         *tenant_id;        /* GUID of the tenant it is about; NULL: the connection */
  TnyCheckState state;
  char         *finding;
  char         *claim;            /* "The client secret ends in 12 days, on 2026-12-06." */

  /* evidence: the answer that decided. NULL and 0 when nothing was asked */
  char         *endpoint;         /* "GET /v1.0/organization", never a query */
  guint         status;           /* 0: no answer */
  char         *request_id;
  char         *detail;           /* the technical words of what went wrong; of missing roles and
                                   * permissions: which features or permissions; NULL: none */
  gint64        checked_at;       /* unix seconds */

  gint64        due_at;           /* when something ends by itself; 0: never, or not known */
  char         *due;              /* what stops then; NULL without due_at */
  gboolean      due_soon;         /* worth a warning although it passes */

  /* remedy: NULL where nothing is to be done */
  char         *remedy;           /* what to do */
  char         *who;              /* who must do it */
  char         *message;          /* ready to send to them */
  char         *url;              /* where, https (loopback for the sample cloud) */
  char         *action;           /* detailed action name for a button: "app.sign-in" */

  char         *roles;            /* of the check "roles": template ids that are held, lower case, with commas;
                                   * NULL: of other checks, and where it is not known */

  guint         order;            /* in the chain of causes: a lower one can cause a higher one */
} TnyCheck;

void         tny_check_free          (TnyCheck *self);
/* "pass", "fail", "unknown", "not-needed" */
const char * tny_check_state_name    (TnyCheckState state);
/* "connection", "permissions", "tenants" */
const char * tny_check_area_name     (TnyCheckArea area);
/* "Security group", "Client secret", "User.Read.All": what was checked, translated; lent */
const char * tny_check_label         (const TnyCheck *self);
/* FALSE for a word that is none */
gboolean     tny_check_state_parse   (const char *name, TnyCheckState *state);
gboolean     tny_check_area_parse    (const char *name, TnyCheckArea *area);
/* Of the permissions' checks: "User.Read.All" and "delegated" or "application"; FALSE for
 * others. */
gboolean     tny_check_permission    (const TnyCheck *self, const TnyPermission **permission,
                                      const char **form);
/* "GET /v1.0/groups: 403 (request 7f3c…) at 2026-11-24T23:10:00Z"; NULL when nothing was asked. */
char       * tny_check_evidence_text (const TnyCheck *self);

/* Everything is lent for the run. */
typedef struct
{
  TnyStore     *store;             /* results are stored where it is writable */
  TnyHttp      *http;              /* with its tokens set */
  gint64        connection_id;
  const char   *partner_tenant_id; /* of the app registration; for "direct" the only tenant */
  const char   *client_id;
  const char   *reach;             /* "gdap", "dap", "direct" */
  const char   *streams;           /* what is synced: decides what is needed */
  const char   *account_id, *account_name;
  int           account_mfa;       /* as the id token said: 1, 0, -1 unknown */
  gint64        signed_in_at;
  gint64        secret_expires;    /* as the person told; 0: not told */
  const char   *certificate;       /* (nullable) thumbprint of the one that is used instead of a secret */
  const char   *secret_hint;       /* (nullable) its first three letters: which of the app's is ours */
  const gint64 *tenants;           /* (nullable) database ids, then 0; NULL: all but gone and ignored */
  gboolean      first_look;        /* right after a sign-in: also how many tenants are visible, and
                                    * whether reports show names */
  guint         workers;           /* 0: TNY_CHECKS_WORKERS */
  TnyClock     *clock;             /* NULL: the real one */
} TnyChecksContext;

#define TNY_CHECKS_WORKERS    8
#define TNY_CHECK_CLOCK_OFF   300        /* seconds a clock may be wrong */
#define TNY_CHECK_SECRET_SOON (30 * 86400)
#define TNY_CHECK_GDAP_SOON   (60 * 86400)
/* Seconds after which an unused sign-in ends. Source: "Refresh tokens in the Microsoft identity platform". */
#define TNY_CHECK_RENEWAL     (90 * 86400)

/**
 * tny_checks_run:
 * @job: (nullable): hears of phases; counts tenants done of all
 *
 * Asks Microsoft about everything that what was chosen needs, and stores the results: those of the
 * connection and of the tenants asked about replace older ones. Blocks: worker threads only. Only
 * reads at Microsoft. What cannot be asked is a result (unknown), not a failure of the run.
 *
 * Returns: (transfer full) (element-type TnyCheck): in the order of tny_checks_sort(); NULL with
 *          G_IO_ERROR_CANCELLED (within 2 s; nothing is stored then) or DATABASE_…
 * Source:  see tny-check-connection.c, -permissions.c, -tenant.c
 */
GPtrArray  * tny_checks_run          (const TnyChecksContext *context, TnyJob *job,
                                      GCancellable *cancellable, GError **error);

/* What can be told without a sign-in: checks "app-data" and "clock". Stores nothing, asks for one public
 * document. Blocks. (transfer full) (element-type TnyCheck) */
GPtrArray  * tny_checks_computer     (TnyStore *store, TnyHttp *http, TnyKeyring *keyring,
                                      GCancellable *cancellable);

/* The stored results of the last run, sorted; an empty array when there was none. @connection_id 0:
 * of all connections. @tenant_id: (nullable): GUID; the connection's own and this tenant's only. */
GPtrArray  * tny_checks_load         (TnyReader *reader, gint64 connection_id,
                                      const char *tenant_id,
                                      GError **error);
/**
 * tny_checks_count_unchecked:
 * @n: (out): tenants of all connections that no stored result is about; ignored ones need none
 *
 * Returns: FALSE with DATABASE_…
 */
gboolean     tny_checks_count_unchecked (TnyReader *reader, gint64 *n, GError **error);
/* Areas, tenants by name, order of causes. */
void         tny_checks_sort         (GPtrArray *checks);
/* How many are in @state. */
guint        tny_checks_count        (GPtrArray *checks, TnyCheckState state);
/* How many checks of that id failed: tenants without Entra ID P1 are those of "premium". */
guint        tny_checks_count_failed (GPtrArray *checks, const char *id);
/**
 * tny_checks_lacking:
 * @checks: (element-type TnyCheck): of one connection, stored or fresh
 * @features: TnyFeature bits that are thought of, chosen or not yet
 *
 * Returns: (nullable) (transfer full): the delegated permissions @features need and the app has not
 *          been granted, comma separated; NULL when there are none, and when no check could read the grants
 */
char       * tny_checks_lacking      (GPtrArray *checks, guint features);
/* The check that explains the others of @tenant_id (NULL: of the connection alone): the failed one
 * that is first in the order of causes, else the first unknown one; NULL when all is well. Lent. */
const TnyCheck * tny_checks_first_cause (GPtrArray *checks, const char *tenant_id);
/* What @streams ("tenants,users") and @reach need: TnyFeature bits, always with those of health. */
guint        tny_checks_features     (const char *streams);
/* Whether a permission is needed in the partner's own tenant, or in a customer's. */
gboolean     tny_checks_needs        (const TnyPermission *permission, guint features,
                                      const char *reach, gboolean customer);

/* Why a field is empty or old. */
typedef struct
{
  char   *check_id;        /* NULL: not from a check but from what was synced */
  char   *tenant_id;       /* as in the check */
  gint64  connection_id;   /* whose action it is; 0: none */
  char   *cause;           /* a sentence */
  char   *remedy, *who, *message, *url, *action;     /* NULL where there is none */
  char   *evidence;        /* NULL: none */
  gint64  at;              /* when that was seen; 0: not known */
  gboolean certain;        /* FALSE: it could not be checked */
} TnyCause;

void         tny_cause_free          (TnyCause *self);

/**
 * tny_explain:
 * @kind: "user", "contact" (its Microsoft fields), "tenant", "organization" (what its tenant says),
 *   "licence", "device", or "connection" (its numbers)
 * @id: GUID, or user principal name, or exact name; of a licence the GUIDs of tenant and product with a
 *   slash between; of a contact its database id, which organizations and connections have as well
 * @field: as the JSON of `list` names it
 *
 * From stored checks and the state of the sync; asks nobody. Blocks for a few milliseconds.
 *
 * Returns: (transfer full) (element-type TnyCause): the chain, first cause first, never empty; NULL
 *          with
 *          ARGUMENT (kind or field), NOT_FOUND, AMBIGUOUS, DATABASE_…
 */
GPtrArray  * tny_explain             (TnyReader *reader, const char *kind, const char *id,
                                      const char *field, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnyCheck, tny_check_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnyCause, tny_cause_free)

G_END_DECLS
