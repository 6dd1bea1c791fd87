/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-portal.h"

#include "tny-text.h"

/* {t} tenant, {a} app, {u} user. A tenant as the first part of the path makes the portal switch to it. */
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
  [TNY_PORTAL_PARTNER_GDAP] = "https://partner.microsoft.com/commerce/granularadminaccess/list",
};

static const char *
id_for (const TnyPortalIds *ids, char letter)
{
  const char *id = ids == NULL ? NULL
                 : letter == 't' ? ids->tenant_id
                 : letter == 'a' ? ids->app_id : ids->user_id;

  return id != NULL && tny_text_is_guid (id) ? id : NULL;
}

char *
tny_portal_link (const TnyCloud *cloud, TnyPortalPage page, const TnyPortalIds *ids)
{
  g_return_val_if_fail ((int) page >= 0 && page < TNY_N_PORTAL_PAGES, NULL);

  const char *base = cloud != NULL ? tny_cloud_get_base (cloud, TNY_SERVICE_PORTAL)
                                   : "https://entra.microsoft.com";
  const char *pattern = pages[page];
  g_autoptr(GString) link = g_string_new (NULL);

  if (base == NULL)
    return NULL;
  /* Partner Center is elsewhere, except in a cloud on this computer */
  if (g_str_has_prefix (pattern, "https://") && cloud != NULL && !tny_cloud_is_real (cloud))
    pattern = "/partner/granularadminaccess";
  if (*pattern == '/')
    g_string_append (link, base);

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
