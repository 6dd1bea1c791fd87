/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-sim-faults.h"

static const struct { const char *name, *summary; } scenarios[TNY_SIM_N_SCENARIOS] = {
  [TNY_SIM_THROTTLED]          = { "throttled",
                                   "429 with Retry-After on some requests, then all is well" },
  [TNY_SIM_CONSENT_MISSING]    = { "consent-missing",
                                   "nobody has consented yet, neither in the partner's "
                                   "tenant nor in a customer's" },
  [TNY_SIM_SECRET_EXPIRED]     = { "secret-expired", "the client secret expired yesterday" },
  [TNY_SIM_SECRET_NOT_YET]     = { "secret-not-yet",
                                   "the client secret is so new that its first use is refused" },
  [TNY_SIM_WRONG_ACCOUNT]      = { "wrong-account",
                                   "whoever signs in comes back as somebody of another tenant" },
  [TNY_SIM_NO_MFA]             = { "no-mfa", "nobody is asked for a second factor" },
  [TNY_SIM_SIGN_IN_REVOKED]    = { "sign-in-revoked", "an administrator has revoked all sign-ins" },
  [TNY_SIM_SLOW]               = { "slow", "every answer takes about a second" },
  [TNY_SIM_SERVER_ERRORS]      = { "server-errors",
                                   "500, 502, 503 and 504 on some requests, then all is well" },
  [TNY_SIM_NETWORK_CUT]        = { "network-cut",
                                   "connections end midway on some requests, then all is well" },
  [TNY_SIM_CAPTIVE_PORTAL]     = { "captive-portal", "a hotel's sign-in page answers instead of "
                                                     "Microsoft" },
  [TNY_SIM_FOREIGN_NEXT_LINK]  = { "foreign-next-link",
                                   "next pages are said to be on another host" },
  [TNY_SIM_REPEATED_NEXT_LINK] = { "repeated-next-link", "a listing that leads in a circle" },
  [TNY_SIM_SHORT_TOKENS]       = { "short-tokens", "access tokens live for 60 seconds" },
  [TNY_SIM_GDAP_MISSING]       = { "gdap-missing", "no GDAP relationship is active" },
  [TNY_SIM_ALL_ACCESS]         = { "all-access",
                                   "every tenant is in every list, reachable and consented" },
  [TNY_SIM_HUGE_NAMES]         = { "huge-names", "one name of 60,000 letters in every tenant" },
  [TNY_SIM_COMPRESSED]         = { "compressed",
                                   "Graph compresses its answers for those who can read that" },
  [TNY_SIM_CONDITIONAL_ACCESS] = { "conditional-access",
                                   "customers' Conditional Access keeps partners out" },
  [TNY_SIM_RELATION_EXPIRED]   = { "relationship-expired", "every GDAP relationship has ended" },
  [TNY_SIM_RELATION_PENDING]   = { "relationship-pending",
                                   "no customer has approved its GDAP relationship yet" },
  [TNY_SIM_GROUP_UNASSIGNED]   = { "group-unassigned",
                                   "no security group is assigned to any relationship" },
  [TNY_SIM_NOT_MEMBER]         = { "not-member",
                                   "nobody is a member of the GDAP security group" },
  [TNY_SIM_NOT_AGENT]          = { "not-agent", "nobody is a member of AdminAgents" },
  [TNY_SIM_ROLES_MISSING]      = { "roles-missing", "no relationship holds a role that reads" },
  [TNY_SIM_NAMES_CONCEALED]    = { "names-concealed", "every tenant's usage reports hide names" },
  [TNY_SIM_APPROVAL_NEEDED]    = { "approval-needed",
                                   "who is no administrator may not sign in before one approves the app" },
  [TNY_SIM_SIGN_IN_BLOCKED]    = { "sign-in-blocked",
                                   "the partner's own Conditional Access stops sign-ins on Microsoft's page" },
  [TNY_SIM_NO_PREMIUM]         = { "no-premium", "no tenant has Entra ID P1" },
  [TNY_SIM_DELTA_ODD]          = { "delta-odd",
                                   "lists of changes repeat themselves, are out of order and have "
                                   "empty pages" },
  [TNY_SIM_DELTA_EXPIRED]      = { "delta-expired",
                                   "Microsoft no longer knows where any list of changes stood" },
  [TNY_SIM_PUBLISHED_LIMITS]   = { "published-limits",
                                   "429 for whoever asks more of a tenant than Microsoft's published "
                                   "limits allow" },
  [TNY_SIM_LIVE_CHANGES]       = { "live-changes",
                                   "users come, go and change while they are read" },
  [TNY_SIM_TENANTS_RENAMED]    = { "tenants-renamed",
                                   "every third tenant has just got another name" },
  [TNY_SIM_REPLICATION]        = { "replication",
                                   "new objects and secrets are not known everywhere at once" },
  [TNY_SIM_NO_PARTNER_API]     = { "no-partner-api",
                                   "Partner Center's API is not known in the partner's tenant" },
};

const char *
tny_sim_scenario_name (TnySimScenario scenario)
{
  return scenarios[scenario].name;
}

const char *
tny_sim_scenario_summary (TnySimScenario scenario)
{
  return scenarios[scenario].summary;
}

gboolean
tny_sim_scenario_parse (const char *name, TnySimScenario *scenario)
{
  for (guint i = 0; i < TNY_SIM_N_SCENARIOS; i++)
    if (g_strcmp0 (name, scenarios[i].name) == 0)
      {
        *scenario = i;
        return TRUE;
      }

  return FALSE;
}
