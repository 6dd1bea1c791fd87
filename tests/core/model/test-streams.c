/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "tny-error.h"
#include "tny-licence.h"
#include "tny-streams.h"

static const struct { const char *text, *streams; } texts[] = {
  { "users", "tenants,users" },
  { " licences , users ", "tenants,users,licences" },
  { "tenants", "tenants" },
  { "tenants,tenants", "tenants" },
  { "", "tenants" },
  { "users,", NULL },
  { "users;licences", NULL },
  { "Users", NULL },
};

static void
test_parse (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autofree char *streams = tny_streams_parse (texts[i].text, &error);

      g_assert_cmpstr (streams, ==, texts[i].streams);
      if (streams == NULL)
        g_assert_error (error, TNY_ERROR, TNY_ERROR_ARGUMENT);
    }
}

static void
test_features (void)
{
  g_autofree char *usual = tny_streams_for (TNY_FEATURES_DEFAULT);

  g_assert_nonnull (strstr (usual, "users"));
  g_assert_nonnull (strstr (usual, "licences"));
  g_assert_null (strstr (usual, "sign-ins"));          /* needs a permission that not everybody gives */
  g_assert_cmpuint (tny_streams_features ("tenants,users,something-of-tomorrow"), ==,
                    TNY_FEATURE_TENANTS | TNY_FEATURE_USERS);
}

static const struct { const char *name; TnyLicence licence; const char *state; gint64 free; } licences[] = {
  { "some left", { NULL, (char *) "A", (char *) "Enabled", 10, 0, 0, 0, 4 }, "active", 6 },
  { "none left", { NULL, (char *) "A", (char *) "Enabled", 10, 0, 0, 0, 10 }, "active", 0 },
  { "too few", { NULL, (char *) "A", (char *) "Enabled", 10, 0, 0, 0, 11 }, "over-assigned", -1 },
  { "runs out", { NULL, (char *) "A", (char *) "Warning", 0, 10, 0, 0, 4 }, "warning", 6 },
  { "suspended", { NULL, (char *) "A", (char *) "Suspended", 0, 0, 10, 0, 4 }, "suspended", -4 },
  { "deleted", { NULL, (char *) "A", (char *) "Deleted", 0, 0, 0, 0, 0 }, "deleted", 0 },
  { "locked out", { NULL, (char *) "A", (char *) "LockedOut", 0, 0, 0, 10, 0 }, "locked-out", 0 },
  { "of tomorrow", { NULL, (char *) "A", (char *) "Paused", 1, 0, 0, 0, 0 }, "unknown", 1 },
  { "not told", { NULL, (char *) "A", NULL, -1, -1, -1, -1, -1 }, "unknown", G_MININT64 },
};

static void
test_licence_state (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (licences); i++)
    {
      gint64 units = G_MININT64;

      g_test_message ("%s", licences[i].name);
      g_assert_cmpstr (tny_licence_state (&licences[i].licence), ==, licences[i].state);
      tny_licence_free_units (&licences[i].licence, &units);
      g_assert_cmpint (units, ==, licences[i].free);
    }
}

static void
test_licence_name (void)
{
  TnyLicence known = { (char *) "CBDC14AB-D96C-4C30-B9F4-6ADA7CDC1D46", (char *) "SPB" };
  TnyLicence unknown = { (char *) "00000000-0000-0000-0000-000000000001", (char *) "CUSTOM" };
  gboolean is_known;

  g_assert_cmpstr (tny_licence_name (&known, &is_known), ==, "Microsoft 365 Business Premium");
  g_assert_true (is_known);
  g_assert_cmpstr (tny_licence_name (&unknown, &is_known), ==, "CUSTOM");
  g_assert_false (is_known);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/streams/parse", test_parse);
  g_test_add_func ("/streams/features", test_features);
  g_test_add_func ("/licence/state", test_licence_state);
  g_test_add_func ("/licence/name", test_licence_name);

  return g_test_run ();
}
