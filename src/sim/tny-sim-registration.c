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
static const struct
{
  const char *name;
  const char *scope_id;          /* of the delegated form */
  const char *role_id;           /* of the application form; NULL: there is none */
} scopes_known[] = {
  { "User.Read",
    "e1fe6dd8-ba31-4d61-89e7-88639da4683d", NULL },
  { "User.ReadBasic.All",
    "b340eb25-3456-403f-be2f-af7a0d370277", "97235f07-e226-4f63-ace3-39588e11d3a1" },
  { "User.Read.All",
    "a154be20-db9c-4678-8ab7-66f6cc099a59", "df021288-bdef-4463-88db-98f22de89214" },
  { "User.ReadWrite.All",
    "204e0828-b5ca-4ad8-b9f3-f32a958e7cc4", "741f803b-c850-494e-b5df-cde7c675a1ca" },
  { "User.EnableDisableAccount.All",
    "f92e74e7-2563-467f-9dd0-902688cb5863", "3011c876-62b7-4ada-afa2-506cbbecc68c" },
  { "User.ManageIdentities.All",
    "637d7bec-b31e-4deb-acc9-24275642a2c9", "c529cfca-c91b-489c-af2b-d92990b66ce6" },
  { "User-PasswordProfile.ReadWrite.All",
    "56760768-b641-451f-8906-e1b8ab31bca7", "cc117bb9-00cf-4eb8-b580-ea2a878fe8f7" },
  { "User.RevokeSessions.All",
    "fc30e98b-8810-4501-81f5-c20a3196387b", "77f3a031-c388-4f99-b373-dc68676a979e" },
  { "UserAuthenticationMethod.Read.All",
    "aec28ec7-4d02-4e8c-b864-50163aea77eb", "38d9df27-64da-44fd-b7c5-a6fbac20248f" },
  { "UserAuthenticationMethod.ReadWrite.All",
    "b7887744-6746-4312-813d-72daeaee7e2d", "50483e42-d915-4231-9639-7fdb7fd190e5" },
  { "UserAuthMethod-Password.ReadWrite.All",
    "7f5b683d-df96-4690-a88d-6e336ed6dc7c", "f6d38dfd-ec08-4995-8f07-23e929df0936" },
  { "Directory.Read.All",
    "06da0dbc-49e2-44d2-8312-53f166ab848a", "7ab1d382-f21e-4acd-a863-ba3e13f7da61" },
  { "Directory.ReadWrite.All",
    "c5366453-9fb0-48a5-a156-24f0c49a4b84", "19dbc75e-c2e2-444c-a770-ec69d8559fc7" },
  { "Directory.AccessAsUser.All",
    "0e263e50-5827-48a4-b97c-d940288653c7", NULL },
  { "Organization.Read.All",
    "4908d5b9-3fb2-4b1e-9336-1888b7937185", "498476ce-e0fe-48b0-b801-37ba7e2685c6" },
  { "Domain.Read.All",
    "2f9ee017-59c1-4f1d-9472-bd5529a7b311", "dbb9058a-0e50-45d7-ae91-66909b5d4664" },
  { "LicenseAssignment.Read.All",
    "f395577a-0960-456b-979f-7228de0c5996", "e2f98668-2877-4f38-a2f4-8202e0717aa1" },
  { "AuditLog.Read.All",
    "e4c9e354-4dc5-45b8-9e7c-e1393b0b1a20", "b0afded3-3588-46d8-8b3d-9842eff778da" },
  { "Reports.Read.All",
    "02e97553-ed7b-43d0-ab3c-f8bace0d040c", "230c1aed-a721-4c5d-9cb4-a90514e508ef" },
  { "ReportSettings.Read.All",
    "84fac5f4-33a9-4100-aa38-a20c6d29e5e7", "ee353f83-55ef-4b78-82da-555bfa2b4b95" },
  { "ReportSettings.ReadWrite.All",
    "b955410e-7715-4a88-a940-dfd551018df3", "2a60023f-3219-47ad-baa4-40e17cd02a1d" },
  { "DeviceManagementManagedDevices.Read.All",
    "314874da-47d6-4978-88dc-cf0d37f0bb82", "2f51be20-0bb4-4fed-bf7b-db946066c75e" },
  { "DelegatedAdminRelationship.Read.All",
    "0c0064ea-477b-4130-82a5-4c2cc4ff68aa", "f6e9e124-4586-492f-adc0-c6f96e4823fd" },
  { "DelegatedAdminRelationship.ReadWrite.All",
    "885f682f-a990-4bad-a642-36736a74b0c7", "cc13eba4-8cd8-44c6-b4d4-f93237adce58" },
  { "CrossTenantInformation.ReadBasic.All",
    "81594d25-e88e-49cf-ac8c-fecbff49f994", "cac88765-0581-4025-9725-5ebc13f729ee" },
  { "Application.Read.All",
    "c79f8feb-a9db-4090-85f9-90d820caa0eb", "9a5d68dd-52b0-4cc2-bd40-abcf44ac3a30" },
  { "Application.ReadWrite.All",
    "bdfbf15f-ee85-4955-8675-146e8e5296b5", "1bfefb4e-e0b5-418b-a88f-73c46d2cc8e9" },
  { "AppRoleAssignment.ReadWrite.All",
    "84bccea3-f856-4a8a-967b-dbe0a3d53a64", "06b708a9-e830-4db3-a914-8e69da51d44f" },
  { "DelegatedPermissionGrant.Read.All",
    "a197cdc4-a8e8-4d49-9d35-4ca7c83887b4", "81b4724a-58aa-41c1-8a55-84ef97466587" },
  { "DelegatedPermissionGrant.ReadWrite.All",
    "41ce6ca6-6826-4807-84f1-1c82854f7ee5", "8e8e4742-1d95-4f68-9d56-6ee75648c72a" },
  { "RoleManagement.Read.Directory",
    "741c54c3-0c1e-44a1-818b-3f97ab4e8c83", "483bed4a-2ad3-4361-a73b-c83ccdbdc53c" },
  { "RoleManagement.ReadWrite.Directory",
    "d01b97e9-cbc0-49fe-810a-750afd5527a3", "9e3f62cf-ca93-4989-b6ce-bf83c28f9fe8" },
  { "Group.Read.All",
    "5f8c59db-677d-491f-a6b8-5f174b11ec1d", "5b567255-7703-4780-807c-7be8301ae99b" },
  { "Group.ReadBasic.All",
    "ba1917bc-a64b-4c71-b66d-229d4a520e66", "07d67222-3a10-4d3b-9ddc-b8aa43198a00" },
  { "Group.ReadWrite.All",
    "4e46008b-f24c-477d-8fff-7bb4ec7aafe0", "62a82d76-70ea-41e2-9197-370581804d09" },
  { "GroupMember.Read.All",
    "bc024368-1153-4739-b217-4326f2e966d0", "98830695-27a2-44f7-8c18-0c3ebc9698f6" },
  { "GroupMember.ReadBasic.All",
    "28539367-358c-4ed9-b7f0-793eccb8fd34", "8222c640-cae5-4860-8d11-b32cfad95e03" },
  { "GroupMember.ReadWrite.All",
    "f81125ac-d3b7-4573-a3b2-7099cc39df9e", "dbaae8cf-10b5-4b86-a4a1-f871c94c6695" },
  { "Device.Read.All",
    "951183d1-1a61-466f-a6d1-1fde911bfd95", "7438b122-aefc-4978-80ed-43db9fcc7715" },
  { "Policy.Read.All",
    "572fea84-0151-49b2-9301-11cb16974376", "246dd0d5-5bd0-4def-940b-0421030a5b68" },
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
  for (guint i = 0; i < G_N_ELEMENTS (scopes_known); i++)
    if (g_ascii_strcasecmp (name, scopes_known[i].name) == 0)
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
  for (guint i = 0; i < G_N_ELEMENTS (scopes_known); i++)
    if (scopes >> i & 1)
      g_string_append_printf (out, "%s%s%s", out->len > 0 ? " " : "", prefix, scopes_known[i].name);
  if (scopes & TNY_SIM_SCOPE_IMPERSONATION)
    g_string_append_printf (out, "%s%suser_impersonation", out->len > 0 ? " " : "", prefix);
}

gboolean
tny_sim_scope_ids (guint index, guint64 *bit, const char **name, const char **scope_id,
                   const char **role_id)
{
  if (index >= G_N_ELEMENTS (scopes_known))
    return FALSE;
  *bit = G_GUINT64_CONSTANT (1) << index;
  *name = scopes_known[index].name;
  *scope_id = scopes_known[index].scope_id;
  *role_id = scopes_known[index].role_id;

  return TRUE;
}

guint64
tny_sim_scope_by_id (const char *id)
{
  if (id == NULL)
    return 0;
  if (g_ascii_strcasecmp (id, TNY_SIM_IMPERSONATION_ID) == 0)
    return TNY_SIM_SCOPE_IMPERSONATION;
  for (guint i = 0; i < G_N_ELEMENTS (scopes_known); i++)
    if (g_ascii_strcasecmp (id, scopes_known[i].scope_id) == 0 ||
        (scopes_known[i].role_id != NULL && g_ascii_strcasecmp (id, scopes_known[i].role_id) == 0))
      return G_GUINT64_CONSTANT (1) << i;

  return 0;
}
