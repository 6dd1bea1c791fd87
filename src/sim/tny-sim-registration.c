/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-sim-registration.h"

#include <string.h>

#include "tny-sim-user.h"

const char *const tny_sim_resource_hosts[TNY_SIM_N_RESOURCES] = {
  [TNY_SIM_GRAPH]          = "https://graph.microsoft.com",
  [TNY_SIM_PARTNER_CENTER] = "https://api.partnercenter.microsoft.com",
};

const TnySimAccount tny_sim_accounts[] = {
  { "sync@northwind.example", "Sync Service", "The account made for syncing", 0, 0, FALSE, TRUE,
    TRUE, FALSE },
  { "avery.lang@northwind.example", "Avery Lang", "Global Administrator", 2, 0, FALSE, TRUE, TRUE,
    TRUE },
  { "nora.field@northwind.example", "Nora Field", "Signs in without a second factor", 1, 0, FALSE,
    FALSE,
    TRUE, FALSE },
  { "tom.reed@northwind.example", "Tom Reed", "Neither in AdminAgents nor in the GDAP group", 3, 0,
    FALSE,
    TRUE, FALSE, FALSE },
  { "it@brightwaterdental.example", "IT at Brightwater Dental Care",
    "An account of another tenant", -1, 2,
    FALSE, TRUE, FALSE, TRUE },
  { "pat@personal.example", "Pat", "A personal account", -1, 0, TRUE, TRUE, FALSE, FALSE },
};
const guint tny_sim_n_accounts = G_N_ELEMENTS (tny_sim_accounts);

/* Bit n is the n-th name. Source: Microsoft Graph permissions reference. */
static const char *const scope_names[] = {
  "User.Read", "User.ReadBasic.All", "User.Read.All", "User.ReadWrite.All",
  "User.EnableDisableAccount.All", "User.ManageIdentities.All",
  "User-PasswordProfile.ReadWrite.All", "User.RevokeSessions.All",
  "UserAuthenticationMethod.Read.All", "UserAuthenticationMethod.ReadWrite.All",
  "UserAuthMethod-Password.ReadWrite.All", "Directory.Read.All", "Directory.ReadWrite.All",
  "Directory.AccessAsUser.All", "Organization.Read.All", "Domain.Read.All",
  "LicenseAssignment.Read.All", "AuditLog.Read.All", "Reports.Read.All", "ReportSettings.Read.All",
  "ReportSettings.ReadWrite.All", "DeviceManagementManagedDevices.Read.All",
  "DelegatedAdminRelationship.Read.All", "DelegatedAdminRelationship.ReadWrite.All",
  "CrossTenantInformation.ReadBasic.All", "Application.Read.All", "Application.ReadWrite.All",
  "AppRoleAssignment.ReadWrite.All", "DelegatedPermissionGrant.Read.All",
  "DelegatedPermissionGrant.ReadWrite.All", "RoleManagement.Read.Directory",
  "RoleManagement.ReadWrite.Directory", "Group.Read.All", "Group.ReadBasic.All",
  "Group.ReadWrite.All", "GroupMember.Read.All", "GroupMember.ReadBasic.All",
  "GroupMember.ReadWrite.All", "Device.Read.All", "Policy.Read.All",
};

static const char partner_grant[] =
  "User.Read User.Read.All Directory.Read.All Organization.Read.All Domain.Read.All "
  "AuditLog.Read.All Reports.Read.All ReportSettings.Read.All LicenseAssignment.Read.All "
  "DeviceManagementManagedDevices.Read.All DelegatedAdminRelationship.Read.All "
  "CrossTenantInformation.ReadBasic.All Application.Read.All user_impersonation";

static const char customer_grant[] =
  "User.Read User.Read.All Directory.Read.All AuditLog.Read.All Reports.Read.All "
  "ReportSettings.Read.All LicenseAssignment.Read.All DeviceManagementManagedDevices.Read.All "
  "Application.Read.All";

void
tny_sim_registration_make (TnySimRegistration *self, guint64 seed)
{
  static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

  tny_sim_guid (self->client_id, seed, TNY_SIM_DICE_SECRET, 0, 0);
  tny_sim_guid (self->secret_id, seed, TNY_SIM_DICE_SECRET, 0, 1);
  for (guint i = 0; i < TNY_SIM_SECRET_LENGTH; i++)
    self->secret[i] = letters[tny_sim_dice (seed, TNY_SIM_DICE_SECRET, 1,
                                            i) % (sizeof letters - 1)];
  /* The form of the real ones: three characters, digit, Q, tilde. */
  memcpy (self->secret + 3, "8Q~", 3);
  self->secret[20] = '.';
  self->secret[31] = '_';
  self->secret[TNY_SIM_SECRET_LENGTH] = '\0';
}

gboolean
tny_sim_redirect_registered (const char *redirect_uri)
{
  g_autoptr(GUri) uri = g_uri_parse (redirect_uri, G_URI_FLAGS_ENCODED, NULL);

  return uri != NULL && g_str_equal (g_uri_get_scheme (uri), "http") &&
  g_uri_get_host (uri) != NULL &&
         g_ascii_strcasecmp (g_uri_get_host (uri), "localhost") == 0 &&
         g_uri_get_userinfo (uri) == NULL &&
         g_uri_get_query (uri) == NULL && g_uri_get_fragment (uri) == NULL &&
         g_str_equal (g_uri_get_path (uri), "/tenantry/callback");
}

const TnySimTenant *
tny_sim_account_home (const TnySimAccount *account, const TnySimEstate *estate)
{
  if (account->personal)
    return NULL;
  if (account->partner_user >= 0)
    return tny_sim_estate_tenant (estate, 0);

  /* The smallest estates lack the tenant that the account is meant to come from. */
  return tny_sim_estate_tenant (estate,
                                MIN (account->tenant, tny_sim_estate_n_customers (estate)));
}

void
tny_sim_account_ids (const TnySimAccount *account,
                     const TnySimEstate  *estate,
                     char                 tenant_id[TNY_SIM_GUID_LENGTH + 1],
                     char                 object_id[TNY_SIM_GUID_LENGTH + 1])
{
  const TnySimTenant *home = tny_sim_account_home (account, estate);

  g_strlcpy (tenant_id, home != NULL ? home->id : TNY_SIM_PERSONAL_TENANT, TNY_SIM_GUID_LENGTH + 1);
  if (account->partner_user >= 0)
    {
      g_autofree TnySimUser *user = g_new (TnySimUser, 1);

      tny_sim_user_make (user, estate, home, (guint) account->partner_user);
      g_strlcpy (object_id, user->id, TNY_SIM_GUID_LENGTH + 1);
    }
  else
    tny_sim_guid (object_id, tny_sim_estate_seed (estate), TNY_SIM_DICE_SECRET, 2,
                  (guint64) (account - tny_sim_accounts));
}

gboolean
tny_sim_scope_known (const char *name, guint64 *bit)
{
  if (g_ascii_strcasecmp (name, "user_impersonation") == 0)
    {
      *bit = TNY_SIM_SCOPE_IMPERSONATION;
      return TRUE;
    }
  for (guint i = 0; i < G_N_ELEMENTS (scope_names); i++)
    if (g_ascii_strcasecmp (name, scope_names[i]) == 0)
      {
        *bit = G_GUINT64_CONSTANT (1) << i;
        return TRUE;
      }

  return FALSE;
}

guint64
tny_sim_scopes_at_registration (gboolean in_partner_tenant)
{
  return tny_sim_scopes_parse (in_partner_tenant ? partner_grant : customer_grant);
}

guint64
tny_sim_scopes_parse (const char *names)
{
  g_auto(GStrv) parts = g_strsplit_set (names, " ,", -1);
  guint64 scopes = 0, bit;

  for (guint i = 0; parts[i] != NULL; i++)
    if (tny_sim_scope_known (parts[i], &bit))
      scopes |= bit;

  return scopes;
}

void
tny_sim_scopes_append (GString *out, guint64 scopes, const char *prefix)
{
  for (guint i = 0; i < G_N_ELEMENTS (scope_names); i++)
    if (scopes >> i & 1)
      g_string_append_printf (out, "%s%s%s", out->len > 0 ? " " : "", prefix, scope_names[i]);
  if (scopes & TNY_SIM_SCOPE_IMPERSONATION)
    g_string_append_printf (out, "%s%suser_impersonation", out->len > 0 ? " " : "", prefix);
}
