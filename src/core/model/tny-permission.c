/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-permission.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const TnyFeatureInfo features[] = {
  { TNY_FEATURE_SIGN_IN,         "sign-in",         N_("Signing in") },
  { TNY_FEATURE_TENANTS,         "tenants",         N_("Tenants") },
  { TNY_FEATURE_USERS,           "users",           N_("Users") },
  { TNY_FEATURE_SIGN_INS,        "sign-ins",        N_("Enhance contacts: status, last logon, last password change") },
  { TNY_FEATURE_MAILBOXES,       "mailboxes",       N_("Mailboxes") },
  { TNY_FEATURE_LICENCES,        "licences",        N_("Licences") },
  { TNY_FEATURE_DEVICES,         "devices",         N_("Intune devices") },
  { TNY_FEATURE_HEALTH,          "health",          N_("Health checks") },
  { TNY_FEATURE_UNCONCEAL,       "unconceal",       N_("Showing concealed report names") },
  { TNY_FEATURE_ROTATION,        "rotation",        N_("Password rotation") },
  { TNY_FEATURE_ROTATION_HYBRID, "rotation-hybrid", N_("Password rotation of synced users") },
};

#define SIGN_IN   TNY_FEATURE_SIGN_IN
#define TENANTS   TNY_FEATURE_TENANTS
#define USERS     TNY_FEATURE_USERS
#define SIGN_INS  TNY_FEATURE_SIGN_INS
#define MAILBOXES TNY_FEATURE_MAILBOXES
#define LICENCES  TNY_FEATURE_LICENCES
#define DEVICES   TNY_FEATURE_DEVICES
#define HEALTH    TNY_FEATURE_HEALTH
#define GRAPH     TNY_RESOURCE_GRAPH

/* Source: Microsoft Graph permission data (global cloud). In other clouds the ids are resolved from
 * the resource's service principal when one is not found. */
static const TnyPermission permissions[] = {
  { "openid", GRAPH, "37f7f235-527c-4136-accd-4a02d197296e", NULL, SIGN_IN, FALSE, FALSE, FALSE,
    N_("Knowing who signed in"), N_("Nobody can sign in.") },
  { "profile", GRAPH, "14dad69e-099b-42c9-810b-d002981feec1", NULL, SIGN_IN, FALSE, FALSE, FALSE,
    N_("Showing the name of who signed in"), N_("The account is shown by its id.") },
  { "offline_access", GRAPH, "7427e0e9-2fba-42fe-b0c0-848c9e6a8182", NULL, SIGN_IN, FALSE, FALSE, FALSE,
    N_("Staying signed in between syncs"), N_("Every sync needs a new sign-in.") },
  { "User.Read", GRAPH, "e1fe6dd8-ba31-4d61-89e7-88639da4683d", NULL, SIGN_IN, FALSE, FALSE, FALSE,
    N_("Signing in: an app without any delegated permission is refused"), N_("Nobody can sign in.") },
  { "user_impersonation", TNY_RESOURCE_PARTNER, "1cebfa2a-fb4d-419e-b5f9-839b4383e05a", NULL, TENANTS,
    TRUE, FALSE, TRUE,
    N_("The customer list of Partner Center, and consent in customer tenants"),
    N_("Customers without GDAP or a contract are missing; consent must be given tenant by tenant.") },
  { "DelegatedAdminRelationship.Read.All", GRAPH, "0c0064ea-477b-4130-82a5-4c2cc4ff68aa",
    "f6e9e124-4586-492f-adc0-c6f96e4823fd", TENANTS, FALSE, FALSE, TRUE,
    N_("GDAP relationships, their roles and end dates"),
    N_("Tenants reached by GDAP only are missing; end dates stay unknown.") },
  { "Directory.Read.All", GRAPH, "06da0dbc-49e2-44d2-8312-53f166ab848a",
    "7ab1d382-f21e-4acd-a863-ba3e13f7da61", TENANTS | HEALTH, TRUE, FALSE, TRUE,
    N_("The partner's contracts, and the grants each tenant has given"),
    N_("Tenants known by contract only are missing; consent cannot be checked.") },
  { "User.Read.All", GRAPH, "a154be20-db9c-4678-8ab7-66f6cc099a59",
    "df021288-bdef-4463-88db-98f22de89214", USERS | SIGN_INS, TRUE, FALSE, TRUE,
    N_("Users with their addresses, phones, status and licences"), N_("No users are read.") },
  { "AuditLog.Read.All", GRAPH, "e4c9e354-4dc5-45b8-9e7c-e1393b0b1a20",
    "b0afded3-3588-46d8-8b3d-9842eff778da", SIGN_INS, TRUE, FALSE, TRUE,
    N_("When a user last signed in"), N_("Last logon stays empty.") },
  { "Reports.Read.All", GRAPH, "02e97553-ed7b-43d0-ab3c-f8bace0d040c",
    "230c1aed-a721-4c5d-9cb4-a90514e508ef", MAILBOXES, TRUE, FALSE, TRUE,
    N_("Mailbox sizes and quotas"), N_("Mailbox sizes stay empty.") },
  { "ReportSettings.Read.All", GRAPH, "84fac5f4-33a9-4100-aa38-a20c6d29e5e7",
    "ee353f83-55ef-4b78-82da-555bfa2b4b95", MAILBOXES, FALSE, FALSE, TRUE,
    N_("Whether report names are concealed"),
    N_("Concealed names are noticed only from the shape of the report.") },
  { "ReportSettings.ReadWrite.All", GRAPH, "b955410e-7715-4a88-a940-dfd551018df3",
    "2a60023f-3219-47ad-baa4-40e17cd02a1d", TNY_FEATURE_UNCONCEAL, FALSE, FALSE, TRUE,
    N_("Switching concealed report names off when you ask for it"),
    N_("The switch must be set by hand in the admin center.") },
  { "LicenseAssignment.Read.All", GRAPH, "f395577a-0960-456b-979f-7228de0c5996",
    "e2f98668-2877-4f38-a2f4-8202e0717aa1", LICENCES, FALSE, FALSE, FALSE,
    N_("Subscriptions and how many of their licences are used"), N_("Licence counts stay empty.") },
  { "DeviceManagementManagedDevices.Read.All", GRAPH, "314874da-47d6-4978-88dc-cf0d37f0bb82",
    "2f51be20-0bb4-4fed-bf7b-db946066c75e", DEVICES, TRUE, FALSE, TRUE,
    N_("Intune devices and their primary users"), N_("No devices are read.") },
  { "Application.Read.All", GRAPH, "c79f8feb-a9db-4090-85f9-90d820caa0eb",
    "9a5d68dd-52b0-4cc2-bd40-abcf44ac3a30", HEALTH, FALSE, FALSE, TRUE,
    N_("The registration itself: expiry of the secret, redirect address, granted permissions"),
    N_("The expiry of the secret and application permissions cannot be checked.") },
  { "Organization.Read.All", GRAPH, "4908d5b9-3fb2-4b1e-9336-1888b7937185",
    "498476ce-e0fe-48b0-b801-37ba7e2685c6", 0, FALSE, FALSE, TRUE,
    N_("Organization details and subscriptions, where the newer licence permission does not exist"), NULL },
  { "Domain.Read.All", GRAPH, "2f9ee017-59c1-4f1d-9472-bd5529a7b311",
    "dbb9058a-0e50-45d7-ae91-66909b5d4664", 0, FALSE, FALSE, TRUE,
    N_("Domains, where Directory.Read.All is not granted"), NULL },
  { "CrossTenantInformation.ReadBasic.All", GRAPH, "81594d25-e88e-49cf-ac8c-fecbff49f994",
    "cac88765-0581-4025-9725-5ebc13f729ee", 0, FALSE, FALSE, TRUE,
    N_("Name and domain of a tenant that cannot be read itself"), NULL },
  { "User-PasswordProfile.ReadWrite.All", GRAPH, "56760768-b641-451f-8906-e1b8ab31bca7",
    "cc117bb9-00cf-4eb8-b580-ea2a878fe8f7", TNY_FEATURE_ROTATION, FALSE, FALSE, TRUE,
    N_("Setting the password of a user you chose"), N_("Passwords cannot be rotated.") },
  { "UserAuthenticationMethod.ReadWrite.All", GRAPH, "b7887744-6746-4312-813d-72daeaee7e2d",
    "50483e42-d915-4231-9639-7fdb7fd190e5", TNY_FEATURE_ROTATION_HYBRID, FALSE, FALSE, TRUE,
    N_("Setting the password of a user synced from a local directory"),
    N_("Passwords of synced users cannot be rotated.") },
  { "Directory.ReadWrite.All", GRAPH, "c5366453-9fb0-48a5-a156-24f0c49a4b84",
    "19dbc75e-c2e2-444c-a770-ec69d8559fc7", 0, TRUE, TRUE, TRUE,
    N_("Nothing here: syncing only reads"), NULL },
  { "User.ReadWrite.All", GRAPH, "204e0828-b5ca-4ad8-b9f3-f32a958e7cc4",
    "741f803b-c850-494e-b5df-cde7c675a1ca", 0, FALSE, TRUE, TRUE,
    N_("An older way to set passwords"), NULL },
  { "User.ManageIdentities.All", GRAPH, "637d7bec-b31e-4deb-acc9-24275642a2c9",
    "c529cfca-c91b-489c-af2b-d92990b66ce6", 0, FALSE, TRUE, TRUE,
    N_("Nothing here: it has no part in setting passwords"), NULL },
  { "User.EnableDisableAccount.All", GRAPH, "f92e74e7-2563-467f-9dd0-902688cb5863",
    "3011c876-62b7-4ada-afa2-506cbbecc68c", 0, FALSE, TRUE, TRUE,
    N_("Nothing here: it has no part in setting passwords"), NULL },
  { "Directory.AccessAsUser.All", GRAPH, "0e263e50-5827-48a4-b97c-d940288653c7", NULL, 0, FALSE, TRUE,
    TRUE, N_("An older way to set passwords, with everything the signed-in account may do"), NULL },
};

/* What else is enough: the wider permissions Microsoft accepts for the calls we make. */
static const struct { const char *needed, *wider; } wider[] = {
  { "User.Read", "User.Read.All" },
  { "User.Read", "User.ReadWrite.All" },
  { "User.Read", "Directory.Read.All" },
  { "User.Read", "Directory.ReadWrite.All" },
  { "User.Read.All", "User.ReadWrite.All" },
  { "User.Read.All", "Directory.Read.All" },
  { "User.Read.All", "Directory.ReadWrite.All" },
  { "Directory.Read.All", "Directory.ReadWrite.All" },
  { "DelegatedAdminRelationship.Read.All", "DelegatedAdminRelationship.ReadWrite.All" },
  { "ReportSettings.Read.All", "ReportSettings.ReadWrite.All" },
  { "LicenseAssignment.Read.All", "Organization.Read.All" },
  { "LicenseAssignment.Read.All", "Directory.Read.All" },
  { "LicenseAssignment.Read.All", "Directory.ReadWrite.All" },
  { "Organization.Read.All", "Directory.Read.All" },
  { "Organization.Read.All", "Directory.ReadWrite.All" },
  { "Domain.Read.All", "Directory.Read.All" },
  { "Application.Read.All", "Application.ReadWrite.All" },
  { "Application.Read.All", "Directory.Read.All" },
  { "Application.Read.All", "Directory.ReadWrite.All" },
  { "User-PasswordProfile.ReadWrite.All", "Directory.AccessAsUser.All" },
  { "User-PasswordProfile.ReadWrite.All", "User.ReadWrite.All" },
};

const TnyFeatureInfo *
tny_feature_table (guint *n)
{
  *n = G_N_ELEMENTS (features);
  return features;
}

const TnyFeatureInfo *
tny_feature_by_id (const char *id)
{
  for (guint i = 0; i < G_N_ELEMENTS (features); i++)
    if (g_strcmp0 (features[i].id, id) == 0)
      return &features[i];

  return NULL;
}

const TnyPermission *
tny_permission_table (guint *n)
{
  *n = G_N_ELEMENTS (permissions);
  return permissions;
}

const TnyPermission *
tny_permission_by_name (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (permissions); i++)
    if (g_strcmp0 (permissions[i].name, name) == 0)
      return &permissions[i];

  return NULL;
}

const TnyPermission *
tny_permission_by_id (const char *id)
{
  if (id == NULL)
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (permissions); i++)
    if ((permissions[i].delegated_id != NULL && g_ascii_strcasecmp (permissions[i].delegated_id, id) == 0) ||
        (permissions[i].application_id != NULL && g_ascii_strcasecmp (permissions[i].application_id, id) == 0))
      return &permissions[i];

  return NULL;
}

GPtrArray *
tny_permissions_for (guint wanted)
{
  GPtrArray *found = g_ptr_array_new ();

  wanted |= TNY_FEATURES_ALWAYS;
  for (guint i = 0; i < G_N_ELEMENTS (permissions); i++)
    if (permissions[i].needed_for & wanted)
      g_ptr_array_add (found, (gpointer) &permissions[i]);

  return found;
}

gboolean
tny_permission_covers (const char *granted, const char *needed)
{
  if (granted == NULL || needed == NULL)
    return FALSE;
  if (strcmp (granted, needed) == 0)
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (wider); i++)
    if (strcmp (wider[i].needed, needed) == 0 && strcmp (wider[i].wider, granted) == 0)
      return TRUE;

  return FALSE;
}
