/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-sim-skus.h"
#include "tny-sim-user-property.h"

/* What an account may, what it did, and where it is mastered. */

static void
put_enabled (GString *out, const TnySimUser *user, gint64 anchor)
{
  tny_sim_put (out, user->enabled ? "true" : "false");
}

static void
put_usage_location (GString *out, const TnySimUser *user, gint64 anchor)
{
  tny_sim_put_text (out, user->licensed ? user->tenant->country : NULL);
}

static void
put_created (GString *out, const TnySimUser *user, gint64 anchor)
{
  tny_sim_put_time (out, 2016, 2025, tny_sim_user_roll (user, 11));
}

static void
put_password_change (GString *out, const TnySimUser *user, gint64 anchor)
{
  tny_sim_put_time (out, 2025, 2025, tny_sim_user_roll (user, 12));
}

static void
put_sign_in (GString *out, const TnySimUser *user, gint64 anchor)
{
  guint64 at = tny_sim_user_roll (user, 13);

  /* Never signed in: Microsoft leaves the object out or gives null. */
  if (!tny_sim_user_is_person (user) || (at & 15) == 0)
    {
      tny_sim_put (out, "null");
      return;
    }
  tny_sim_put (out, "{\"lastSignInDateTime\":");
  tny_sim_put_recent (out, anchor, at >> 4);
  tny_sim_put (out, ",\"lastSignInRequestId\":");
  tny_sim_put_guid (out, at);
  tny_sim_put (out, ",\"lastNonInteractiveSignInDateTime\":");
  if ((at >> 4 & 7) == 0)
    tny_sim_put (out, "\"0001-01-01T00:00:00Z\"");
  else
    tny_sim_put_recent (out, anchor, at >> 5);
  tny_sim_put (out, ",\"lastNonInteractiveSignInRequestId\":");
  tny_sim_put_guid (out, at + 1);
  tny_sim_put (out, ",\"lastSuccessfulSignInDateTime\":");
  tny_sim_put_recent (out, anchor, at >> 4);
  tny_sim_put (out, ",\"lastSuccessfulSignInRequestId\":");
  tny_sim_put_guid (out, at + 2);
  g_string_append_c (out, '}');
}

static void
put_licenses (GString *out, const TnySimUser *user, gint64 anchor)
{
  if (!user->licensed)
    {
      tny_sim_put (out, "[]");
      return;
    }
  tny_sim_put (out, "[{\"disabledPlans\":[],\"skuId\":");
  tny_sim_put_text (out, tny_sim_skus_main (user->tenant));
  tny_sim_put (out, "}]");
}

static void
put_license_states (GString *out, const TnySimUser *user, gint64 anchor)
{
  if (!user->licensed)
    {
      tny_sim_put (out, "[]");
      return;
    }
  tny_sim_put (out, "[{\"assignedByGroup\":");
  if ((tny_sim_user_roll (user, 14) & 3) == 0)
    tny_sim_put_guid (out, tny_sim_user_roll (user, 15) & 7);
  else
    tny_sim_put (out, "null");
  tny_sim_put (out, ",\"disabledPlans\":[],\"error\":\"None\",\"lastUpdatedDateTime\":");
  tny_sim_put_time (out, 2024, 2025, tny_sim_user_roll (user, 16));
  tny_sim_put (out, ",\"skuId\":");
  tny_sim_put_text (out, tny_sim_skus_main (user->tenant));
  tny_sim_put (out, ",\"state\":\"Active\"}]");
}

static void
put_assigned_plans (GString *out, const TnySimUser *user, gint64 anchor)
{
  if (user->licensed)
    tny_sim_skus_append_assigned_plans (out, user->tenant);
  else
    tny_sim_put (out, "[]");
}

static void
put_synced (GString *out, const TnySimUser *user, gint64 anchor)
{
  tny_sim_put (out, user->synced ? "true" : "null");
}

static void
put_sam_account (GString *out, const TnySimUser *user, gint64 anchor)
{
  char text[21];

  if (user->synced)
    {
      g_strlcpy (text, user->local, sizeof text);
      tny_sim_put_text (out, text);
    }
  else
    tny_sim_put (out, "null");
}

static void
put_local_domain (GString *out, const TnySimUser *user, gint64 anchor)
{
  tny_sim_put (out, user->synced ? "\"corp.local\"" : "null");
}

static void
put_local_upn (GString *out, const TnySimUser *user, gint64 anchor)
{
  tny_sim_put_text (out, user->synced ? user->upn : NULL);
}

static void
put_immutable_id (GString *out, const TnySimUser *user, gint64 anchor)
{
  g_autofree char *text = NULL;

  if (user->synced)
    text = g_base64_encode ((const guchar *) user->id, 16);
  tny_sim_put_text (out, text);
}

static void
put_last_sync (GString *out, const TnySimUser *user, gint64 anchor)
{
  tny_sim_put (out, user->synced ? "\"2026-06-01T05:12:44Z\"" : "null");
}

static void
put_password_policies (GString *out, const TnySimUser *user, gint64 anchor)
{
  tny_sim_put (out, user->kind == TNY_SIM_USER_SERVICE ||
       user->synced ? "\"DisablePasswordExpiration\"" : "null");
}

static void
put_external_state (GString *out, const TnySimUser *user, gint64 anchor)
{
  tny_sim_put (out, user->kind != TNY_SIM_USER_GUEST ? "null"
            : tny_sim_user_roll (user, 17) & 3 ? "\"Accepted\"" : "\"PendingAcceptance\"");
}

static void
put_creation_type (GString *out, const TnySimUser *user, gint64 anchor)
{
  tny_sim_put (out, user->kind == TNY_SIM_USER_GUEST ? "\"Invitation\"" : "null");
}

const TnySimProperty tny_sim_account_properties[] = {
  { "accountEnabled", put_enabled },
  { "assignedLicenses", put_licenses },
  { "assignedPlans", put_assigned_plans },
  { "createdDateTime", put_created },
  { "creationType", put_creation_type },
  { "externalUserState", put_external_state },
  { "lastPasswordChangeDateTime", put_password_change },
  { "licenseAssignmentStates", put_license_states },
  { "onPremisesDomainName", put_local_domain },
  { "onPremisesImmutableId", put_immutable_id },
  { "onPremisesLastSyncDateTime", put_last_sync },
  { "onPremisesSamAccountName", put_sam_account },
  { "onPremisesSyncEnabled", put_synced },
  { "onPremisesUserPrincipalName", put_local_upn },
  { "passwordPolicies", put_password_policies },
  { "signInActivity", put_sign_in, TNY_SIM_PROPERTY_SIGN_IN },
  { "signInSessionsValidFromDateTime", put_created },
  { "usageLocation", put_usage_location },
};
const guint tny_sim_n_account_properties = G_N_ELEMENTS (tny_sim_account_properties);
