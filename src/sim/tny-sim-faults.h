/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tny-sim.h"

G_BEGIN_DECLS

/* TnySimFaults: requests that go wrong, by scenario or because a test asked for the Nth to. */

typedef enum
{
  TNY_SIM_FAULT_NONE,
  TNY_SIM_FAULT_429,             /* with Retry-After */
  TNY_SIM_FAULT_429_DATE,        /* Retry-After as a date */
  TNY_SIM_FAULT_429_BARE,        /* without Retry-After */
  TNY_SIM_FAULT_500,
  TNY_SIM_FAULT_502,             /* HTML, as a gateway writes it */
  TNY_SIM_FAULT_503,             /* with Retry-After */
  TNY_SIM_FAULT_504,             /* without a body */
  TNY_SIM_FAULT_RESET,           /* connection reset before the first byte */
  TNY_SIM_FAULT_CUT,             /* half of the body, then closed */
  TNY_SIM_FAULT_HTML,            /* a captive portal's 200 */
  TNY_SIM_FAULT_EMPTY,           /* 200 without a body */
  TNY_SIM_FAULT_GARBAGE,         /* 200, right type, no JSON */
  TNY_SIM_FAULT_HANG,            /* no answer, ever */
  TNY_SIM_FAULT_401,
  TNY_SIM_FAULT_CLAIMS,          /* 401 that asks for a token with other claims */
  TNY_SIM_FAULT_403,
  TNY_SIM_FAULT_REDIRECT,        /* 302 to another host */
  TNY_SIM_N_FAULTS
} TnySimFault;

typedef struct _TnySimFaults TnySimFaults;

TnySimFaults * tny_sim_faults_new       (void);
void           tny_sim_faults_free      (TnySimFaults *self);

/* The @nth API request from now on (1 is the next) fails in the way of @fault; with @count, so
 * do the following ones until @count have. API requests are those to Graph, to Partner Center
 * and to the token endpoint. */
void           tny_sim_faults_plan      (TnySimFaults *self, guint nth, guint count,
                                         TnySimFault fault);
/* From now on every API request whose path holds @path fails in the way of @fault, until told
 * otherwise by NONE for the same text. */
void           tny_sim_faults_stand     (TnySimFaults *self, const char *path, TnySimFault fault);
/* Forgets plans, standing faults and what scenarios have already refused. */
void           tny_sim_faults_clear     (TnySimFaults *self);
/* Decides about one API request and counts it. */
TnySimFault    tny_sim_faults_decide    (TnySimFaults *self, guint64 scenarios,
                                         const TnySimRequest *request);
/* Whether the request has taken effect before it goes wrong: its answer is lost or garbled. */
gboolean       tny_sim_fault_is_late    (TnySimFault fault);
/* Overwrites @answer. Resets, cuts and silence are done by the server. */
void           tny_sim_fault_answer     (TnySimFault fault, guint retry_after,
                                         TnySimAnswer *answer);

const char   * tny_sim_fault_name       (TnySimFault fault);
gboolean       tny_sim_fault_parse      (const char *name, TnySimFault *fault);

/* Scenarios: name and one line. */
const char   * tny_sim_scenario_name    (TnySimScenario scenario);
const char   * tny_sim_scenario_summary (TnySimScenario scenario);
gboolean       tny_sim_scenario_parse   (const char *name, TnySimScenario *scenario);

G_END_DECLS
