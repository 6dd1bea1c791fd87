/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-portal.h"

#include <string.h>

#define GUID  "3fcf9500-98d8-44f7-b04b-6b50e557b346"
#define OTHER "d63f83bc-d4e4-4677-85cd-760ddc46d8fd"

/* Whatever is asked for, a link is https to the portal, holds the ids it needs, and nothing else. */
static void
test_every_page_of_every_cloud (void)
{
  static const char *const clouds[] = { "global", "usgov", "usgov-dod", "china" };
  TnyPortalIds ids = { .tenant_id = GUID, .app_id = OTHER, .user_id = OTHER };

  for (guint c = 0; c < G_N_ELEMENTS (clouds); c++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(TnyCloud) cloud = tny_cloud_load (clouds[c], &error);

      g_assert_no_error (error);
      for (guint page = 0; page < TNY_N_PORTAL_PAGES; page++)
        {
          g_autofree char *link = tny_portal_link (cloud, (TnyPortalPage) page, &ids);
          g_autoptr(GUri) uri = NULL;

          g_assert_nonnull (link);
          uri = g_uri_parse (link, G_URI_FLAGS_NONE, &error);
          g_assert_no_error (error);
          g_assert_cmpstr (g_uri_get_scheme (uri), ==, "https");
          g_assert_null (strchr (link, '{'));
          if (page == TNY_PORTAL_REPORT_SETTINGS)
            g_assert_true (g_str_has_prefix (link, tny_cloud_get_base (cloud, TNY_SERVICE_ADMIN)));
          else if (page != TNY_PORTAL_PARTNER_GDAP && page != TNY_PORTAL_PARTNER_USERS)
            g_assert_true (g_str_has_prefix (link, tny_cloud_get_base (cloud, TNY_SERVICE_PORTAL)));
        }
    }
}

static void
test_what_is_no_id_gives_no_link (void)
{
  static const char *const wrong[] = { NULL, "", "contoso.example", "../../evil", GUID "/x", "javascript:1" };

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      TnyPortalIds tenant = { .tenant_id = wrong[i], .user_id = GUID };
      TnyPortalIds user = { .tenant_id = GUID, .user_id = wrong[i] };

      g_assert_null (tny_portal_link (NULL, TNY_PORTAL_USERS, &tenant));
      g_assert_null (tny_portal_link (NULL, TNY_PORTAL_USER, &tenant));
      g_assert_null (tny_portal_link (NULL, TNY_PORTAL_USER, &user));
    }
  g_assert_null (tny_portal_link (NULL, TNY_PORTAL_APP, NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/setup/portal/every-page-of-every-cloud", test_every_page_of_every_cloud);
  g_test_add_func ("/setup/portal/what-is-no-id-gives-no-link", test_what_is_no_id_gives_no_link);

  return g_test_run ();
}
