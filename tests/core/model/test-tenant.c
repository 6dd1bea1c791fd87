/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-tenant.h"

#define ALFKI "a1f00000-0000-4000-8000-000000000001"
#define BOTTM "b0770000-0000-4000-8000-000000000002"
#define CENTC "ce070000-0000-4000-8000-000000000003"

static GPtrArray *
list (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) tny_tenant_free);
}

static TnyTenant *
add (GPtrArray *rows, const char *id, TnyTenantSource source, const char *name, const char *domain)
{
  TnyTenant *tenant = tny_tenant_new (id, source);

  tenant->display_name = g_strdup (name);
  tenant->default_domain = g_strdup (domain);
  g_ptr_array_add (rows, tenant);

  return tenant;
}

static void
test_merge_by_id (void)
{
  g_autoptr(GPtrArray) contracts = list (), gdap = list (), partner = list (), all = NULL;
  g_autofree char *upper = g_ascii_strup (ALFKI, -1);
  TnyTenant *tenant;

  add (contracts, upper, TNY_TENANT_SOURCE_CONTRACTS, "Alfki as it was", "alfki.example");
  add (contracts, CENTC, TNY_TENANT_SOURCE_CONTRACTS, "Cent", "cent.example");
  add (contracts, CENTC, TNY_TENANT_SOURCE_CONTRACTS, "Cent again", NULL);
  add (gdap, ALFKI, TNY_TENANT_SOURCE_GDAP, "Alfki", NULL);
  add (partner, upper, TNY_TENANT_SOURCE_PARTNER, "Alfki Inc", NULL);
  add (partner, BOTTM, TNY_TENANT_SOURCE_PARTNER, "Bottom", "bottom.onmicrosoft.com");

  all = tny_tenants_merge (contracts, gdap, partner);
  g_assert_cmpuint (all->len, ==, 3);

  tenant = all->pdata[0];
  g_assert_cmpstr (tenant->tenant_id, ==, ALFKI);
  g_assert_cmpstr (tenant->display_name, ==, "Alfki");
  g_assert_cmpstr (tenant->default_domain, ==, "alfki.example");
  g_assert_cmpuint (tenant->sources, ==, TNY_TENANT_SOURCE_CONTRACTS | TNY_TENANT_SOURCE_GDAP |
                                         TNY_TENANT_SOURCE_PARTNER);
  tenant = all->pdata[1];
  g_assert_cmpstr (tenant->tenant_id, ==, BOTTM);
  g_assert_cmpuint (tenant->sources, ==, TNY_TENANT_SOURCE_PARTNER);
  tenant = all->pdata[2];
  g_assert_cmpstr (tenant->display_name, ==, "Cent");
}

static void
test_names_by_trust (void)
{
  /* With the name of every list, one after the other taken away. */
  static const char *const expected[] = { "gdap", "partner", "contracts", NULL };

  for (guint missing = 0; missing < G_N_ELEMENTS (expected); missing++)
    {
      g_autoptr(GPtrArray) contracts = list (), gdap = list (), partner = list (), all = NULL;
      g_autoptr(TnyTenant) live = tny_tenant_new (ALFKI, TNY_TENANT_SOURCE_ORGANIZATION);
      TnyTenant *tenant;

      add (contracts, ALFKI, TNY_TENANT_SOURCE_CONTRACTS, missing < 3 ? "contracts" : "", NULL);
      add (gdap, ALFKI, TNY_TENANT_SOURCE_GDAP, missing < 1 ? "gdap" : NULL, NULL);
      add (partner, ALFKI, TNY_TENANT_SOURCE_PARTNER, missing < 2 ? "partner" : "", NULL);
      all = tny_tenants_merge (contracts, gdap, partner);
      g_assert_cmpuint (all->len, ==, 1);
      tenant = all->pdata[0];
      g_assert_cmpstr (tenant->display_name, ==, expected[missing]);

      live->display_name = g_strdup ("live");
      live->country = g_strdup ("NL");
      tny_tenant_merge (tenant, live);
      g_assert_cmpstr (tenant->display_name, ==, "live");
      g_assert_cmpstr (tenant->country, ==, "NL");
      /* A list read later does not overrule the tenant itself. */
      tny_tenant_merge (tenant, gdap->pdata[0]);
      g_assert_cmpstr (tenant->display_name, ==, "live");
    }
}

static void
test_best_relationship (void)
{
  static const struct { const char *status; gint64 ends; } order[] = {
    { "active", 200 }, { "active", 100 }, { "expiring", 300 }, { "approvalPending", 0 },
    { "terminated", 900 }, { "somethingNew", 950 },
  };

  /* Whatever the order of two, the better one stays. */
  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    for (guint k = i + 1; k < G_N_ELEMENTS (order); k++)
      for (guint turn = 0; turn < 2; turn++)
        {
          g_autoptr(GPtrArray) gdap = list (), all = NULL;
          TnyTenant *tenant;

          add (gdap, ALFKI, TNY_TENANT_SOURCE_GDAP, "Alfki", NULL);
          for (guint n = 0; n < 2; n++)
            {
              guint which = (n == 0) == (turn == 0) ? i : k;

              tenant = add (gdap, ALFKI, TNY_TENANT_SOURCE_GDAP, NULL, NULL);
              tenant->relationship = g_strdup (order[which].status);
              tenant->relationship_ends = order[which].ends;
            }
          all = tny_tenants_merge (NULL, gdap, NULL);
          g_assert_cmpuint (all->len, ==, 1);
          tenant = all->pdata[0];
          g_assert_cmpstr (tenant->relationship, ==, order[i].status);
          g_assert_cmpint (tenant->relationship_ends, ==, order[i].ends);
        }
}

static void
test_nothing (void)
{
  g_autoptr(GPtrArray) all = tny_tenants_merge (NULL, NULL, NULL);

  g_assert_cmpuint (all->len, ==, 0);
  tny_tenant_free (NULL);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/tenant/lists-merge-by-id", test_merge_by_id);
  g_test_add_func ("/model/tenant/most-trusted-name-wins", test_names_by_trust);
  g_test_add_func ("/model/tenant/best-relationship-wins", test_best_relationship);
  g_test_add_func ("/model/tenant/nothing-merges-to-nothing", test_nothing);

  return g_test_run ();
}
