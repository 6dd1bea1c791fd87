/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-budget.h"

#define SECOND G_USEC_PER_SEC

static const struct { const char *path, *query; TnyBudgetKind kind; guint cost; } prices[] = {
  { "/v1.0/users", NULL, TNY_BUDGET_DIRECTORY, 2 },
  { "/graph/v1.0/users/delta", "$select=id,mail", TNY_BUDGET_DIRECTORY, 1 },
  { "/v1.0/users/delta", "$deltatoken=x", TNY_BUDGET_DIRECTORY, 2 },
  { "/v1.0/users", "$select=id&$top=5", TNY_BUDGET_DIRECTORY, 1 },
  { "/v1.0/users", "$expand=manager", TNY_BUDGET_DIRECTORY, 3 },
  { "/v1.0/users", "$select=id,signInActivity&$top=500", TNY_BUDGET_SIGN_INS, 1 },
  { "/v1.0/contracts", "$top=999", TNY_BUDGET_DIRECTORY, 3 },
  { "/v1.0/contracts", "$top=19", TNY_BUDGET_DIRECTORY, 2 },
  { "/v1.0/subscribedSkus", NULL, TNY_BUDGET_DIRECTORY, 3 },
  { "/v1.0/organization", "$select=id", TNY_BUDGET_DIRECTORY, 1 },
  { "/v1.0/groups/x/transitiveMembers", NULL, TNY_BUDGET_DIRECTORY, 5 },
  { "/v1.0/servicePrincipals/x/appRoleAssignments", NULL, TNY_BUDGET_DIRECTORY, 2 },
  { "/v1.0/deviceManagement/managedDevices", "$top=1000", TNY_BUDGET_DEVICES, 1 },
  { "/v1.0/reports/getMailboxUsageDetail(period='D7')", NULL, TNY_BUDGET_REPORTS, 1 },
  { "/v1.0/reports/authenticationMethods/userRegistrationDetails", NULL, TNY_BUDGET_SIGN_INS, 1 },
};

static void
test_prices (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (prices); i++)
    {
      TnyBudgetPrice price = tny_budget_price (TNY_SERVICE_GRAPH, prices[i].path, prices[i].query);

      g_test_message ("%s?%s", prices[i].path, prices[i].query);
      g_assert_cmpint (price.kind, ==, prices[i].kind);
      g_assert_cmpuint (price.cost, ==, prices[i].cost);
    }
  g_assert_cmpint (tny_budget_price (TNY_SERVICE_PARTNER, "/v1/customers", NULL).kind, ==, TNY_BUDGET_NONE);
  g_assert_cmpint (tny_budget_price (TNY_SERVICE_LOGIN, "/common/oauth2/v2.0/token", NULL).kind, ==,
                   TNY_BUDGET_NONE);
}

/* In no window, wherever it begins, is more spent than the limit. */
static void
test_never_more_than_the_limit (void)
{
  static const struct { TnyBudgetPrice price; guint limit; gint64 window; } kinds[] = {
    { { TNY_BUDGET_SIGN_INS, 1 }, 5, 10 }, { { TNY_BUDGET_REPORTS, 1 }, 14, 600 },
    { { TNY_BUDGET_DIRECTORY, 7 }, 3500, 10 }, { { TNY_BUDGET_DEVICES, 1 }, 2000, 20 },
  };

  for (guint k = 0; k < G_N_ELEMENTS (kinds); k++)
    {
      TnyBudget budget = { 0 };
      g_autoptr(GArray) times = g_array_new (FALSE, FALSE, sizeof (gint64));
      guint in_window = kinds[k].limit / kinds[k].price.cost;
      gint64 now = 12345678901, began = now;

      while (times->len < 4 * in_window)
        {
          gint64 wait = tny_budget_wait (&budget, kinds[k].price, now);

          if (wait == 0)
            {
              tny_budget_spend (&budget, kinds[k].price, now);
              g_array_append_val (times, now);
              now += g_test_rand_int_range (0, 3000);
            }
          now += wait;
        }
      for (guint i = in_window; i < times->len; i++)
        g_assert_cmpint (g_array_index (times, gint64, i) - g_array_index (times, gint64, i - in_window), >=,
                         kinds[k].window * SECOND);
      /* And most of it is used: four windows' worth in less than 3.7 of them. */
      g_assert_cmpint (now - began, <=, kinds[k].window * SECOND * 37 / 10);
    }
}

static void
test_near_the_limit (void)
{
  const TnyBudgetPrice price = { TNY_BUDGET_DIRECTORY, 1 };
  static const struct { double used; gint64 least, most; } rows[] = {
    { 0, 0, 0 }, { 0.79, 0, 0 }, { 0.8, 1, 2 * SECOND }, { 1.0, 2 * SECOND, 4 * SECOND },
    { 1.8, 10 * SECOND, 12 * SECOND }, { 1e9, 10 * SECOND, 12 * SECOND }, { -5, 0, 0 },
    { 0.0 / 0.0, 0, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      TnyBudget budget = { 0 };
      gint64 wait;

      tny_budget_heed (&budget, price.kind, rows[i].used, 1000 * SECOND);
      wait = tny_budget_wait (&budget, price, 1000 * SECOND);
      g_assert_cmpint (wait, >=, rows[i].least);
      g_assert_cmpint (wait, <=, rows[i].most);
      g_assert_cmpint (tny_budget_wait (&budget, (TnyBudgetPrice) { TNY_BUDGET_REPORTS, 1 }, 1000 * SECOND), ==, 0);
      g_assert_cmpint (tny_budget_wait (&budget, price, 1013 * SECOND), ==, 0);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cloud/budget/prices", test_prices);
  g_test_add_func ("/cloud/budget/never-more-than-the-limit", test_never_more_than_the_limit);
  g_test_add_func ("/cloud/budget/near-the-limit", test_near_the_limit);

  return g_test_run ();
}
