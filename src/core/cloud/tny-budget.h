/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "tny-cloud.h"

G_BEGIN_DECLS

/* TnyBudget: what Microsoft lets an application spend in one tenant, and what was spent. No clock and
 * no lock in here: the gate has both.
 *
 *   directory   resource units: 3,500 in 10 s, the number for the smallest tenants
 *   sign-ins    5 requests in 10 s
 *   devices     2,000 requests in 20 s
 *   reports     14 requests in 10 minutes
 *
 * Whoever works in the background waits until there is something left; a person's click is counted
 * and never waits.
 *
 * Source: Microsoft Graph, "Microsoft Graph service-specific throttling limits", "Microsoft Graph
 * throttling guidance"
 */
typedef enum
{
  TNY_BUDGET_NONE,
  TNY_BUDGET_DIRECTORY,
  TNY_BUDGET_SIGN_INS,
  TNY_BUDGET_DEVICES,
  TNY_BUDGET_REPORTS,
  TNY_N_BUDGETS
} TnyBudgetKind;

typedef struct
{
  TnyBudgetKind kind;
  guint         cost;           /* 0 for NONE */
} TnyBudgetPrice;

#define TNY_BUDGET_SLOTS 11     /* ten make a window; the one that has begun counts whole */

typedef struct
{
  struct
  {
    gint64 slot;                /* number of the newest one */
    guint  spent[TNY_BUDGET_SLOTS];
    gint64 eased_until;         /* microseconds: Microsoft said that the limit is near */
  } kinds[TNY_N_BUDGETS];
} TnyBudget;

/* What a request of this address costs: by kind of object, less with $select or a small $top. What a
 * link selects cannot be seen: it costs the whole. */
TnyBudgetPrice tny_budget_price  (TnyService service, const char *path, const char *query);

/* Microseconds from @now (of any clock that does not jump) until @price may be spent; 0: now. */
gint64         tny_budget_wait   (TnyBudget *self, TnyBudgetPrice price, gint64 now);
void           tny_budget_spend  (TnyBudget *self, TnyBudgetPrice price, gint64 now);
/* Microsoft says how much of the limit is used, from 0.8 on, in x-ms-throttle-limit-percentage: the
 * nearer, the longer nothing goes out in the background. Below that nothing happens. */
void           tny_budget_heed   (TnyBudget *self, TnyBudgetKind kind, double used, gint64 now);

G_END_DECLS
