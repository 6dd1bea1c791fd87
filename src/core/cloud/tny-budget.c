/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-budget.h"

#include <string.h>

static const struct { guint units; gint64 window; } limits[TNY_N_BUDGETS] = {
  [TNY_BUDGET_DIRECTORY] = { 3500, 10 * G_USEC_PER_SEC },
  [TNY_BUDGET_SIGN_INS]  = { 5, 10 * G_USEC_PER_SEC },
  [TNY_BUDGET_DEVICES]   = { 2000, 20 * G_USEC_PER_SEC },
  [TNY_BUDGET_REPORTS]   = { 14, 600 * (gint64) G_USEC_PER_SEC },
};

/* By the end of a path or by its beginning; the first that fits. Anything else costs 1. */
static const struct { const char *path; guint cost; } costs[] = {
  { "/transitiveMembers", 5 }, { "/members", 3 }, { "/memberOf", 2 }, { "/transitiveMemberOf", 2 },
  { "/licenseDetails", 2 }, { "/appRoleAssignments", 2 }, { "/oauth2PermissionGrants", 2 },
  { "contracts", 3 }, { "subscribedSkus", 3 }, { "applications", 2 }, { "users", 2 },
};

static guint
cost_of (const char *path)
{
  for (guint i = 0; i < G_N_ELEMENTS (costs); i++)
    if (costs[i].path[0] == '/' ? g_str_has_suffix (path, costs[i].path)
                                : g_str_has_prefix (path, costs[i].path))
      return costs[i].cost;

  return g_str_has_prefix (path, "oauth2PermissionGrants") ? 2 : 1;
}

/* A small page is cheaper. */
static gboolean
is_small (const char *query)
{
  const char *top = strstr (query, "$top=");
  gint64 size = top != NULL ? g_ascii_strtoll (top + strlen ("$top="), NULL, 10) : 0;

  return size > 0 && size < 20;
}

TnyBudgetPrice
tny_budget_price (TnyService service, const char *path, const char *query)
{
  const char *at = service == TNY_SERVICE_GRAPH ? strstr (path, "/v1.0/") : NULL;
  guint cost;

  if (at == NULL)
    return (TnyBudgetPrice) { TNY_BUDGET_NONE, 0 };
  at += strlen ("/v1.0/");
  query = query != NULL ? query : "";
  if (g_str_has_prefix (at, "deviceManagement/"))
    return (TnyBudgetPrice) { TNY_BUDGET_DEVICES, 1 };
  if (g_str_has_prefix (at, "reports/authenticationMethods") || g_str_has_prefix (at, "auditLogs/") ||
      strstr (query, "signInActivity") != NULL)
    return (TnyBudgetPrice) { TNY_BUDGET_SIGN_INS, 1 };
  if (g_str_has_prefix (at, "reports/"))
    return (TnyBudgetPrice) { TNY_BUDGET_REPORTS, 1 };

  cost = cost_of (at) + (strstr (query, "$expand=") != NULL);
  cost -= MIN (cost - 1, (guint) (strstr (query, "$select=") != NULL) + is_small (query));

  return (TnyBudgetPrice) { TNY_BUDGET_DIRECTORY, cost };
}

/* Forgets what was spent before the present slot's window. */
static void
move_on (TnyBudget *self, TnyBudgetKind kind, gint64 now)
{
  gint64 slot = now / (limits[kind].window / (TNY_BUDGET_SLOTS - 1));
  gint64 steps = slot - self->kinds[kind].slot;

  if (steps <= 0)
    return;
  for (gint64 i = 1; i <= MIN (steps, TNY_BUDGET_SLOTS); i++)
    self->kinds[kind].spent[(self->kinds[kind].slot + i) % TNY_BUDGET_SLOTS] = 0;
  self->kinds[kind].slot = slot;
}

gint64
tny_budget_wait (TnyBudget *self, TnyBudgetPrice price, gint64 now)
{
  gint64 length, until = now;
  guint spent = 0;

  if (price.kind == TNY_BUDGET_NONE)
    return 0;
  move_on (self, price.kind, now);
  length = limits[price.kind].window / (TNY_BUDGET_SLOTS - 1);
  for (guint i = 0; i < TNY_BUDGET_SLOTS; i++)
    spent += self->kinds[price.kind].spent[i];
  /* The oldest slots leave the window first. */
  for (guint i = 1; i <= TNY_BUDGET_SLOTS && spent + price.cost > limits[price.kind].units; i++)
    {
      spent -= self->kinds[price.kind].spent[(self->kinds[price.kind].slot + i) % TNY_BUDGET_SLOTS];
      until = (self->kinds[price.kind].slot + i) * length;
    }

  return MAX (MAX (until, self->kinds[price.kind].eased_until) - now, 0);
}

void
tny_budget_spend (TnyBudget *self, TnyBudgetPrice price, gint64 now)
{
  if (price.kind == TNY_BUDGET_NONE)
    return;
  move_on (self, price.kind, now);
  self->kinds[price.kind].spent[self->kinds[price.kind].slot % TNY_BUDGET_SLOTS] += price.cost;
}

void
tny_budget_heed (TnyBudget *self, TnyBudgetKind kind, double used, gint64 now)
{
  gint64 until;

  if (kind == TNY_BUDGET_NONE || !(used >= 0.8))
    return;
  until = now + (gint64) ((MIN (used, 1.8) - 0.7) * (double) limits[kind].window);
  self->kinds[kind].eased_until = MAX (self->kinds[kind].eased_until, until);
}
