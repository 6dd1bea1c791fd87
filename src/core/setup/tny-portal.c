/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-portal.h"

#include "tny-text.h"

/* {t} tenant, {a} app, {u} user. A tenant as the first part of the path makes the portal switch to it. In
 * front of a path stands where it is, when that is not the Entra admin center. */
#define ADMIN   "@"
#define PARTNER "!"

static const char *const pages[TNY_N_PORTAL_PAGES] = {
  [TNY_PORTAL_APP_REGISTRATIONS] = "/#view/Microsoft_AAD_RegisteredApps/ApplicationsListBlade",
  [TNY_PORTAL_APP] = "/#view/Microsoft_AAD_RegisteredApps/ApplicationMenuBlade/~/Overview/appId/{a}",
  [TNY_PORTAL_APP_CREDENTIALS] =
    "/#view/Microsoft_AAD_RegisteredApps/ApplicationMenuBlade/~/Credentials/appId/{a}/isMSAApp~/false",
  [TNY_PORTAL_APP_PERMISSIONS] =
    "/#view/Microsoft_AAD_RegisteredApps/ApplicationMenuBlade/~/CallAnAPI/appId/{a}/isMSAApp~/false",
  [TNY_PORTAL_TENANT] = "/{t}",
  [TNY_PORTAL_USERS] =
    "/{t}/#view/Microsoft_AAD_UsersAndTenants/UserManagementMenuBlade/~/AllUsers",
  [TNY_PORTAL_USER] = "/{t}/#view/Microsoft_AAD_UsersAndTenants/UserProfileMenuBlade/~/overview/userId/{u}"
                      "/hidePreviewBanner~/true",
  [TNY_PORTAL_PARTNER_GDAP] = PARTNER "/commerce/granularadminaccess/list",
  [TNY_PORTAL_PARTNER_USERS] = PARTNER "/dashboard/account/v3/usermanagement",
  [TNY_PORTAL_OWN_USERS] = "/#view/Microsoft_AAD_UsersAndTenants/UserManagementMenuBlade/~/AllUsers",
  [TNY_PORTAL_GROUPS] = "/#view/Microsoft_AAD_IAM/GroupsManagementMenuBlade/~/AllGroups",
  [TNY_PORTAL_ROLES] = "/#view/Microsoft_AAD_IAM/RolesManagementMenuBlade/~/AllRoles",
  [TNY_PORTAL_MFA] = "/#view/Microsoft_AAD_IAM/AuthenticationMethodsMenuBlade/~/AdminAuthMethods",
  [TNY_PORTAL_REPORT_SETTINGS] =
    ADMIN "/Adminportal/Home#/Settings/Services/:/Settings/L1/Reports",
};

static const char *
id_for (const TnyPortalIds *ids, char letter)
{
  const char *id = ids == NULL ? NULL
                 : letter == 't' ? ids->tenant_id
                 : letter == 'a' ? ids->app_id : ids->user_id;

  return id != NULL && tny_text_is_guid (id) ? id : NULL;
}

/* Where @pattern leads, and the pattern behind that. Partner Center is one for all of Microsoft's clouds; a
 * cloud on this computer has everything in its portal. */
static const char *
base_of (const TnyCloud *cloud, const char **pattern)
{
  gboolean admin = **pattern == *ADMIN, partner = **pattern == *PARTNER;
  gboolean real = cloud == NULL || tny_cloud_is_real (cloud);

  if (admin || partner)
    (*pattern)++;
  if (partner)
    return real ? "https://partner.microsoft.com" : tny_cloud_get_base (cloud, TNY_SERVICE_PORTAL);
  if (cloud == NULL)
    return admin ? "https://admin.microsoft.com" : "https://entra.microsoft.com";

  return tny_cloud_get_base (cloud, admin ? TNY_SERVICE_ADMIN : TNY_SERVICE_PORTAL);
}

char *
tny_portal_link (const TnyCloud *cloud, TnyPortalPage page, const TnyPortalIds *ids)
{
  g_return_val_if_fail ((int) page >= 0 && page < TNY_N_PORTAL_PAGES, NULL);

  const char *pattern = pages[page];
  const char *base = base_of (cloud, &pattern);
  g_autoptr(GString) link = NULL;

  if (base == NULL)
    return NULL;
  link = g_string_new (base);

  for (const char *p = pattern; *p != '\0'; p++)
    {
      if (*p != '{')
        {
          g_string_append_c (link, *p);
          continue;
        }

      const char *id = id_for (ids, p[1]);

      if (id == NULL)
        return NULL;
      g_string_append (link, id);
      p += 2;
    }

  return g_string_free (g_steal_pointer (&link), FALSE);
}
