/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Everything that can be wrong at Microsoft, and which check must be named for it. */
#include "health-fixture.h"

const HealthFault health_faults[] = {
  { HEALTH_SCENARIO, "secret-expired", "secret" },
  { HEALTH_SCENARIO, "secret-not-yet", "secret" },
  { HEALTH_SCENARIO, "sign-in-revoked", "sign-in" },
  { HEALTH_SCENARIO, "consent-missing", "own-consent" },
  { HEALTH_SCENARIO, "no-mfa", "mfa" },
  { HEALTH_SCENARIO, "not-agent", "admin-agents" },
  { HEALTH_SCENARIO, "gdap-missing", "relationship" },
  { HEALTH_SCENARIO, "relationship-expired", "relationship" },
  { HEALTH_SCENARIO, "relationship-pending", "relationship" },
  { HEALTH_SCENARIO, "group-unassigned", "assignment" },
  { HEALTH_SCENARIO, "not-member", "membership" },
  { HEALTH_SCENARIO, "roles-missing", "roles" },
  { HEALTH_SCENARIO, "conditional-access", "conditional-access" },
  { HEALTH_SCENARIO, "names-concealed", "report-names" },
  { HEALTH_SCENARIO, "no-premium", "premium" },
  { HEALTH_CLOCK_OFF, NULL, "clock" },
  { HEALTH_MISSING, "user_impersonation", "permission/user_impersonation/delegated" },
  { HEALTH_MISSING, "DelegatedAdminRelationship.Read.All",
    "permission/DelegatedAdminRelationship.Read.All/delegated" },
  { HEALTH_MISSING, "Directory.Read.All", "permission/Directory.Read.All/delegated" },
  { HEALTH_MISSING, "AuditLog.Read.All", "permission/AuditLog.Read.All/delegated" },
  { HEALTH_MISSING, "Reports.Read.All", "permission/Reports.Read.All/delegated" },
  { HEALTH_MISSING, "ReportSettings.Read.All", "permission/ReportSettings.Read.All/delegated" },
  { HEALTH_MISSING, "DeviceManagementManagedDevices.Read.All",
    "permission/DeviceManagementManagedDevices.Read.All/delegated" },
  { HEALTH_NOT_IN_PARTNER, "user_impersonation", "permission/user_impersonation/delegated" },
  { HEALTH_NOT_IN_PARTNER, "DelegatedAdminRelationship.Read.All",
    "permission/DelegatedAdminRelationship.Read.All/delegated" },
  { HEALTH_NOT_IN_PARTNER, "Directory.Read.All", "permission/Directory.Read.All/delegated" },
  { HEALTH_NOT_IN_PARTNER, "AuditLog.Read.All", "permission/AuditLog.Read.All/delegated" },
  { HEALTH_NOT_IN_PARTNER, "Reports.Read.All", "permission/Reports.Read.All/delegated" },
  { HEALTH_NOT_IN_CUSTOMERS, "Directory.Read.All", "consent" },
  { HEALTH_NOT_IN_CUSTOMERS, "AuditLog.Read.All", "consent" },
  { HEALTH_NOT_IN_CUSTOMERS, "Reports.Read.All", "consent" },
  { HEALTH_NOT_IN_CUSTOMERS, "ReportSettings.Read.All", "consent" },
  { HEALTH_NOT_IN_CUSTOMERS, "DeviceManagementManagedDevices.Read.All", "consent" },
  /* What a wider permission covers is not missing. */
  { HEALTH_MISSING, "User.Read.All", NULL },
  { HEALTH_MISSING, "LicenseAssignment.Read.All", NULL },
  { HEALTH_MISSING, "Application.Read.All", NULL },
  /* Every check can meet a service that is ill. */
  { HEALTH_BROKEN, "/v1.0/organization", "sign-in" },
  { HEALTH_BROKEN, "/oauth2/v2.0/token", "sign-in" },
  { HEALTH_BROKEN, "/v1.0/applications", "secret" },
  { HEALTH_BROKEN, "/v1/customers", "mfa" },
  { HEALTH_BROKEN, "/transitiveMemberOf", "admin-agents" },
  { HEALTH_BROKEN, "/v1.0/groups", "admin-agents" },
  { HEALTH_BROKEN, "/roleAssignments", "account-roles" },
  { HEALTH_BROKEN, "/servicePrincipals", "permission/openid/delegated" },
  { HEALTH_BROKEN, "/oauth2PermissionGrants", "permission/openid/delegated" },
  { HEALTH_BROKEN, "/appRoleAssignments", "permission/DelegatedAdminRelationship.Read.All/application" },
  { HEALTH_BROKEN, "/delegatedAdminRelationships", "relationship" },
  { HEALTH_BROKEN, "/accessAssignments", "assignment" },
  { HEALTH_BROKEN, "/v1.0/users", "access" },
  { HEALTH_BROKEN, "/subscribedSkus", "premium" },
  { HEALTH_BROKEN, "/reportSettings", "report-names" },
};
const guint health_n_faults = G_N_ELEMENTS (health_faults);

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

void
health_inject (Sync *self, TnyChecksContext *context, guint i)
{
  switch (health_faults[i].kind)
    {
    case HEALTH_SCENARIO:
      sim_scenario (self, health_faults[i].what, TRUE);
      break;
    case HEALTH_MISSING:
      health_permission (self, health_faults[i].what, "missing", "everywhere");
      break;
    case HEALTH_NOT_IN_PARTNER:
      health_permission (self, health_faults[i].what, "no-consent", "partner");
      break;
    case HEALTH_NOT_IN_CUSTOMERS:
      health_permission (self, health_faults[i].what, "no-consent", "customers");
      break;
    case HEALTH_BROKEN:
      health_break (self, health_faults[i].what, "500");
      break;
    case HEALTH_CLOCK_OFF:
      context->clock = &late_clock;
      break;
    }
}

char *
health_fault_words (guint i)
{
  static const char *const names[] = { "", "missing ", "no consent at home for ",
                                       "no consent in customers for ", "500 for ", "the clock" };
  const HealthFault *fault = &health_faults[i];

  return g_strconcat (names[fault->kind], fault->what, NULL);
}
