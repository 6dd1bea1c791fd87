/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The fault matrix: every fault alone, and pairs of them. What is named as the first cause must be
 * what was injected. */
#include "health-fixture.h"

#include "tny-check-private.h"

#include <stdio.h>

#ifdef EVERY_PAIR
#define EVERY 1
#else
#define EVERY 9             /* of the pairs, one in so many; the slow suite walks all */
#endif
#define LEAST_PERCENT 95

typedef enum { SCENARIO, MISSING, NOT_IN_PARTNER, NOT_IN_CUSTOMERS, BROKEN, CLOCK_OFF } Kind;

static const struct
{
  Kind        kind;
  const char *what;         /* scenario, permission, or part of a path that answers with 500 */
  const char *cause;        /* id of the check that must be named first; NULL: nothing is wrong */
} faults[] = {
  { SCENARIO, "secret-expired", "secret" },
  { SCENARIO, "secret-not-yet", "secret" },
  { SCENARIO, "sign-in-revoked", "sign-in" },
  { SCENARIO, "consent-missing", "own-consent" },
  { SCENARIO, "no-mfa", "mfa" },
  { SCENARIO, "not-agent", "admin-agents" },
  { SCENARIO, "gdap-missing", "relationship" },
  { SCENARIO, "relationship-expired", "relationship" },
  { SCENARIO, "relationship-pending", "relationship" },
  { SCENARIO, "group-unassigned", "assignment" },
  { SCENARIO, "not-member", "membership" },
  { SCENARIO, "roles-missing", "roles" },
  { SCENARIO, "conditional-access", "conditional-access" },
  { SCENARIO, "names-concealed", "report-names" },
  { SCENARIO, "no-premium", "premium" },
  { CLOCK_OFF, NULL, "clock" },
  { MISSING, "user_impersonation", "permission/user_impersonation/delegated" },
  { MISSING, "DelegatedAdminRelationship.Read.All",
    "permission/DelegatedAdminRelationship.Read.All/delegated" },
  { MISSING, "Directory.Read.All", "permission/Directory.Read.All/delegated" },
  { MISSING, "AuditLog.Read.All", "permission/AuditLog.Read.All/delegated" },
  { MISSING, "Reports.Read.All", "permission/Reports.Read.All/delegated" },
  { MISSING, "ReportSettings.Read.All", "permission/ReportSettings.Read.All/delegated" },
  { MISSING, "DeviceManagementManagedDevices.Read.All",
    "permission/DeviceManagementManagedDevices.Read.All/delegated" },
  { NOT_IN_PARTNER, "user_impersonation", "permission/user_impersonation/delegated" },
  { NOT_IN_PARTNER, "DelegatedAdminRelationship.Read.All",
    "permission/DelegatedAdminRelationship.Read.All/delegated" },
  { NOT_IN_PARTNER, "Directory.Read.All", "permission/Directory.Read.All/delegated" },
  { NOT_IN_PARTNER, "AuditLog.Read.All", "permission/AuditLog.Read.All/delegated" },
  { NOT_IN_PARTNER, "Reports.Read.All", "permission/Reports.Read.All/delegated" },
  { NOT_IN_CUSTOMERS, "Directory.Read.All", "consent" },
  { NOT_IN_CUSTOMERS, "AuditLog.Read.All", "consent" },
  { NOT_IN_CUSTOMERS, "Reports.Read.All", "consent" },
  { NOT_IN_CUSTOMERS, "ReportSettings.Read.All", "consent" },
  { NOT_IN_CUSTOMERS, "DeviceManagementManagedDevices.Read.All", "consent" },
  /* What a wider permission covers is not missing. */
  { MISSING, "User.Read.All", NULL },
  { MISSING, "LicenseAssignment.Read.All", NULL },
  { MISSING, "Application.Read.All", NULL },
  /* Every check can meet a service that is ill. */
  { BROKEN, "/v1.0/organization", "sign-in" },
  { BROKEN, "/oauth2/v2.0/token", "sign-in" },
  { BROKEN, "/v1.0/applications", "secret" },
  { BROKEN, "/v1/customers", "mfa" },
  { BROKEN, "/transitiveMemberOf", "admin-agents" },
  { BROKEN, "/v1.0/groups", "admin-agents" },
  { BROKEN, "/roleAssignments", "account-roles" },
  { BROKEN, "/servicePrincipals", "permission/openid/delegated" },
  { BROKEN, "/oauth2PermissionGrants", "permission/openid/delegated" },
  { BROKEN, "/appRoleAssignments", "permission/DelegatedAdminRelationship.Read.All/application" },
  { BROKEN, "/delegatedAdminRelationships", "relationship" },
  { BROKEN, "/accessAssignments", "assignment" },
  { BROKEN, "/v1.0/users", "access" },
  { BROKEN, "/subscribedSkus", "premium" },
  { BROKEN, "/reportSettings", "report-names" },
};

static gint64
late_now (TnyClock *clock)
{
  return tny_clock_now (NULL) + 3600;
}

static gint64
late_boot (TnyClock *clock)
{
  return tny_clock_boot (NULL);
}

static gboolean
late_wait (TnyClock *clock, gint64 usec, GCancellable *cancellable)
{
  return tny_wait (NULL, usec, cancellable, NULL);
}

static TnyClock late_clock = { late_now, late_boot, late_wait };

static void
inject (Sync *self, TnyChecksContext *context, guint i)
{
  switch (faults[i].kind)
    {
    case SCENARIO:
      sim_scenario (self, faults[i].what, TRUE);
      break;
    case MISSING:
      health_permission (self, faults[i].what, "missing", "everywhere");
      break;
    case NOT_IN_PARTNER:
      health_permission (self, faults[i].what, "no-consent", "partner");
      break;
    case NOT_IN_CUSTOMERS:
      health_permission (self, faults[i].what, "no-consent", "customers");
      break;
    case BROKEN:
      health_break (self, faults[i].what, "500");
      break;
    case CLOCK_OFF:
      context->clock = &late_clock;
      break;
    }
}

static const char *
kind_name (guint i)
{
  static const char *const names[] = { "", "missing ", "no consent at home for ",
                                       "no consent in customers for ", "500 for ", "the clock" };

  return names[faults[i].kind];
}

/* The sample cloud anew, with these faults; @two may be the same as @one. */
static GPtrArray *
run_with (Sync *self, guint one, guint two)
{
  TnyChecksContext context;

  sim_control (self, "POST", "reset");
  sim_scenario (self, "all-access", TRUE);
  health_renew (self);
  context = health_context (self, ALL_STREAMS);
  inject (self, &context, one);
  if (two != one)
    inject (self, &context, two);

  return health_run (self, &context);
}

static const TnyCheck *
first_cause (GPtrArray *checks)
{
  const TnyCheck *last = checks->pdata[checks->len - 1];

  return tny_checks_first_cause (checks, last->tenant_id);
}

static void
test_nothing_is_wrong (Sync *self, gconstpointer data)
{
  TnyChecksContext context = health_context (self, ALL_STREAMS);
  g_autoptr(GPtrArray) checks = NULL;
  g_autofree char *problems = NULL;

  health_list_tenants (self);
  checks = health_run (self, &context);
  problems = health_problems (checks);
  g_assert_cmpstr (problems, ==, "");
  g_assert_null (first_cause (checks));
}

static void
test_each_fault_alone (Sync *self, gconstpointer data)
{
  health_list_tenants (self);
  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_autoptr(GPtrArray) checks = run_with (self, i, i);
      const TnyCheck *cause = first_cause (checks);

      if (g_strcmp0 (cause != NULL ? cause->id : NULL, faults[i].cause) != 0)
        g_error ("%s%s: named %s (%s)", kind_name (i), faults[i].what,
                 cause != NULL ? cause->id : "nothing", cause != NULL ? cause->claim : "-");
      g_assert_true (faults[i].cause == NULL ||
                     cause->state == (faults[i].kind == BROKEN ? TNY_CHECK_UNKNOWN
                                      : TNY_CHECK_FAIL));
    }
}

/* In a pair either may hide the other; a cause that is neither is a miss. */
static void
test_pairs (Sync *self, gconstpointer data)
{
  guint n = 0, hits = 0, at = 0;

  health_list_tenants (self);
  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    for (guint k = i + 1; k < G_N_ELEMENTS (faults); k++)
      {
        g_autoptr(GPtrArray) checks = NULL;
        const TnyCheck *cause;
        gboolean hit;

        if (at++ % EVERY != 0)
          continue;
        checks = run_with (self, i, k);
        cause = first_cause (checks);
        hit = cause == NULL ? faults[i].cause == NULL && faults[k].cause == NULL
                            : g_strcmp0 (cause->id, faults[i].cause) == 0 ||
                              g_strcmp0 (cause->id, faults[k].cause) == 0;
        n++;
        hits += hit;
        if (!hit)
          g_test_message ("%s%s with %s%s: named %s", kind_name (i), faults[i].what, kind_name (k),
                          faults[k].what, cause != NULL ? cause->id : "nothing");
      }
  g_test_message ("the first cause is an injected one in %u of %u pairs (%.1f %%)", hits, n,
                  100.0 * hits / n);
  g_assert_cmpuint (hits * 100, >=, n * LEAST_PERCENT);
}

int
main (int argc, char **argv)
{
  static const SyncSetup one_tenant = { NULL, 1, 10, "all-access" };

  g_test_init (&argc, &argv, NULL);
  add_sync_test ("/health/causes/nothing-is-wrong", &one_tenant, test_nothing_is_wrong);
  add_sync_test ("/health/causes/each-fault-alone", &one_tenant, test_each_fault_alone);
  add_sync_test ("/health/causes/pairs", &one_tenant, test_pairs);

  return g_test_run ();
}
