/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <libsoup/soup.h>

#include "tny-sim-estate.h"

G_BEGIN_DECLS

/* TnySim: a small Microsoft cloud on a loopback port.
 *
 * It is written from what Microsoft documents and shares no name with the program it is for: a
 * misspelt property must fail here as it would there. One thread, one main loop; every answer is
 * made from (seed, what is asked, what was granted or made since the start), nothing else is kept.
 *
 *   /login    identity platform     tny-sim-identity.c, tny-sim-token.c, tny-sim-pages.c
 *   /graph    Microsoft Graph       tny-sim-graph.c and its parts
 *   /partner  Partner Center        tny-sim-partner-center.c
 *   /portal   what a person looks up in Entra   tny-sim-portal.c
 *   /reports  where usage reports are fetched from   tny-sim-graph-reports.c
 *   /sample   switches for tests and the window  tny-sim-control.c
 */
typedef struct _TnySim TnySim;

typedef enum
{
  TNY_SIM_AREA_LOGIN,
  TNY_SIM_AREA_GRAPH,
  TNY_SIM_AREA_PARTNER,
  TNY_SIM_AREA_PORTAL,
  TNY_SIM_AREA_REPORTS,
  TNY_SIM_AREA_CONTROL,
  TNY_SIM_N_AREAS
} TnySimArea;

typedef struct
{
  const char         *method;
  TnySimArea          area;
  const char         *path;         /* after the area's base, percent-encoded, starts with '/' */
  GStrv               parts;        /* of @path, decoded */
  guint               n_parts;
  const char         *raw_query;    /* NULL when there is none */
  GHashTable         *query;        /* decoded names and values; the first of a name counts */
  GHashTable         *form;         /* of an application/x-www-form-urlencoded body, else empty */
  GBytes             *body;
  SoupMessageHeaders *headers;
  const char         *tenant_id;    /* whose it is, when that can be told: for the record */
  const char         *grant;        /* grant_type, at the token endpoint */
} TnySimRequest;

typedef struct
{
  guint               status;
  const char         *content_type; /* static text */
  GString            *body;
  SoupMessageHeaders *headers;
} TnySimAnswer;

/* What a query or form value is; NULL when absent. */
static inline const char *
tny_sim_query (const TnySimRequest *request, const char *name)
{
  return g_hash_table_lookup (request->query, name);
}

static inline const char *
tny_sim_form (const TnySimRequest *request, const char *name)
{
  return g_hash_table_lookup (request->form, name);
}

typedef enum
{
  TNY_SIM_THROTTLED,
  TNY_SIM_CONSENT_MISSING,
  TNY_SIM_SECRET_EXPIRED,
  TNY_SIM_SECRET_NOT_YET,
  TNY_SIM_WRONG_ACCOUNT,
  TNY_SIM_NO_MFA,
  TNY_SIM_SIGN_IN_REVOKED,
  TNY_SIM_SLOW,
  TNY_SIM_SERVER_ERRORS,
  TNY_SIM_NETWORK_CUT,
  TNY_SIM_CAPTIVE_PORTAL,
  TNY_SIM_FOREIGN_NEXT_LINK,
  TNY_SIM_REPEATED_NEXT_LINK,
  TNY_SIM_SHORT_TOKENS,
  TNY_SIM_GDAP_MISSING,
  TNY_SIM_ALL_ACCESS,
  TNY_SIM_HUGE_NAMES,
  TNY_SIM_COMPRESSED,
  TNY_SIM_CONDITIONAL_ACCESS,
  TNY_SIM_RELATION_EXPIRED,
  TNY_SIM_RELATION_PENDING,
  TNY_SIM_GROUP_UNASSIGNED,
  TNY_SIM_NOT_MEMBER,
  TNY_SIM_NOT_AGENT,
  TNY_SIM_ROLES_MISSING,
  TNY_SIM_NAMES_CONCEALED,
  TNY_SIM_NO_PREMIUM,
  TNY_SIM_DELTA_ODD,
  TNY_SIM_DELTA_EXPIRED,
  TNY_SIM_LIVE_CHANGES,
  TNY_SIM_PUBLISHED_LIMITS,
  TNY_SIM_TENANTS_RENAMED,
  TNY_SIM_REPLICATION,
  TNY_SIM_NO_PARTNER_API,
  TNY_SIM_APPROVAL_NEEDED,
  TNY_SIM_SIGN_IN_BLOCKED,
  TNY_SIM_N_SCENARIOS
} TnySimScenario;

typedef struct
{
  guint16     port;              /* 0: a free one */
  guint64     seed;
  guint       n_tenants, n_users;
  guint       latency_ms;        /* added to every answer */
  guint64     scenarios;         /* bits 1 << TnySimScenario */
  const char *state;             /* file that keeps what clients make; NULL: nothing is kept */
} TnySimOptions;

/**
 * tny_sim_start:
 * @options: read, not kept
 *
 * Listens on 127.0.0.1 and, where there is one, on ::1 with the same port. Answers come from the
 * default main context of the calling thread.
 *
 * Returns: NULL with the error of the socket when the port is taken
 */
TnySim             * tny_sim_start          (const TnySimOptions *options,
                                             GError             **error);
void                 tny_sim_stop           (TnySim              *self);
guint16              tny_sim_port           (const TnySim        *self);
/* The key file that describes this cloud to a client. Free with g_free(). */
char               * tny_sim_describe       (const TnySim        *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnySim, tny_sim_stop)

G_END_DECLS
