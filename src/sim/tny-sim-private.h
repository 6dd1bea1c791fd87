/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tny-sim.h"
#include "tny-sim-control.h"
#include "tny-sim-directory.h"
#include "tny-sim-made.h"
#include "tny-sim-faults.h"
#include "tny-sim-limits.h"
#include "tny-sim-registration.h"
#include "tny-sim-signing.h"

G_BEGIN_DECLS

/* The whole state, for the files of this folder. */
struct _TnySim
{
  SoupServer         *server;
  guint16             port;
  char               *bases[TNY_SIM_N_AREAS];    /* http://127.0.0.1:PORT/login … */
  TnySimEstate       *estate;
  TnySimDirectory    *directory;
  GHashTable         *hidden;                    /* indices of tenants that vanished */
  guint               delta_page;                /* users a page of users/delta; 0: as usual */
  guint64             life;                      /* pages of users/delta so far */
  guint64             seed;
  guint64             scenarios;
  guint               latency_ms;
  gint64              clock_offset;              /* seconds that a test has moved our clock */

  TnySimRegistration  registration;
  TnySimSigning      *signing;
  GHashTable         *assertions;                /* ids of those that were used -> gint64 *: their end */
  GHashTable         *codes;                     /* authorization codes that wait for redemption */
  GHashTable         *grants;                    /* tenant index -> guint64 *: granted since */
  guint64             unlisted;                  /* permissions taken off the registration */
  guint64             withheld[2];               /* not granted: in the partner's tenant, in
                                                  * customers' */
  TnySimMade         *made;                      /* what clients have made there */
  GHashTable         *report_settings;           /* tenant index -> GINT: names concealed or not */
  guint8              key[32];                   /* seals tokens; follows from the seed */

  TnySimFaults       *faults;
  TnySimRecord       *record;
  TnySimLimits       *limits;
};

static inline gboolean
tny_sim_has (const TnySim *self, TnySimScenario scenario)
{
  return (self->scenarios >> scenario & 1) != 0;
}

/* Unix seconds by our own clock, which tests may move. */
gint64       tny_sim_now         (const TnySim        *self);
/* The start of this month: sign-ins and relationships follow the calendar, or they would all look
 * ancient one day; all else follows from the seed. */
gint64       tny_sim_month_start (const TnySim        *self);
/* What stands between us and @tenant now: its own flags, changed by scenarios. */
guint        tny_sim_flags       (const TnySim        *self,
                                  const TnySimTenant  *tenant);

/* Whether the account, an index of tny_sim_accounts, is in AdminAgents, and in the group that
 * relationships are assigned to. */
gboolean     tny_sim_is_agent    (const TnySim *self, guint account);
gboolean     tny_sim_is_member   (const TnySim *self, guint account);
/* Whether a relationship with @tenant is active and a group is assigned to it. */
gboolean     tny_sim_is_open     (const TnySim *self, const TnySimTenant *tenant);
/* Whether the account comes into @tenant: through that group, or through one that a client made. */
gboolean     tny_sim_reaches     (TnySim *self, guint account, const TnySimTenant *tenant);

/* Whether usage reports of @tenant hide names now. */
gboolean     tny_sim_reports_concealed (const TnySim       *sim,
                                        const TnySimTenant *tenant);

/* The handlers of the areas. Each leaves a whole answer in @answer. */
void         tny_sim_identity    (TnySim *self, TnySimRequest *request, TnySimAnswer *answer);
void         tny_sim_graph       (TnySim *self, TnySimRequest *request, TnySimAnswer *answer);
void         tny_sim_partner     (TnySim *self, TnySimRequest *request, TnySimAnswer *answer);
void         tny_sim_portal      (TnySim *self, TnySimRequest *request, TnySimAnswer *answer);
void         tny_sim_reports     (TnySim *self, TnySimRequest *request, TnySimAnswer *answer);
void         tny_sim_control     (TnySim *self, TnySimRequest *request, TnySimAnswer *answer);

/* What the server calls for a request that has come in whole, and for one that begins to. */
void         tny_sim_request_cb  (SoupServer        *server,
                                  SoupServerMessage *message,
                                  const char        *path,
                                  GHashTable        *query,
                                  gpointer           sim);
void         tny_sim_request_started_cb (SoupServer        *server,
                                         SoupServerMessage *message,
                                         gpointer           sim);
const char * tny_sim_area_path   (TnySimArea area);                  /* "/login" … */

/* A new random GUID, for request and trace ids. */
void         tny_sim_random_guid (char out[TNY_SIM_GUID_LENGTH + 1]);
/* "2026-11-24T22:01:07Z", or with a blank for the T as the identity platform writes it. */
void         tny_sim_append_time (GString *out, gint64 seconds, gboolean blank);
static inline const char *
tny_sim_flag (gboolean flag)
{
  return flag ? "true" : "false";
}

/* @text as a JSON string, or null. Invalid UTF-8 becomes U+FFFD. */
void         tny_sim_append_json (GString *out, const char *text);

G_END_DECLS
