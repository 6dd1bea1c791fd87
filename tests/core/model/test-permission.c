/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-permission.h"

#include <string.h>

#include "tny-csv.h"
#include "tny-text.h"

static void
test_table_is_sound (void)
{
  g_autoptr(GHashTable) ids = g_hash_table_new (g_str_hash, g_str_equal);
  guint n;
  const TnyPermission *rows = tny_permission_table (&n);

  for (guint i = 0; i < n; i++)
    {
      g_assert_true (tny_permission_by_name (rows[i].name) == &rows[i]);
      g_assert_true (rows[i].delegated_id != NULL || rows[i].application_id != NULL);
      for (int form = 0; form < 2; form++)
        {
          const char *id = form == 0 ? rows[i].delegated_id : rows[i].application_id;

          if (id == NULL)
            continue;
          g_assert_true (tny_text_is_guid (id));
          g_assert_true (g_hash_table_add (ids, (gpointer) id));
          g_assert_true (tny_permission_by_id (id) == &rows[i]);
        }
      /* What a feature needs says what is lost without it. */
      if (rows[i].needed_for != 0)
        g_assert_nonnull (rows[i].blank_without);
      /* Syncing never asks for a permission that writes. */
      if (strstr (rows[i].name, "Write") != NULL)
        g_assert_cmpuint (rows[i].needed_for & ~(TNY_FEATURE_UNCONCEAL | TNY_FEATURE_ROTATION |
                                                 TNY_FEATURE_ROTATION_HYBRID), ==, 0);
    }
}

static void
test_least_sets (void)
{
  g_autoptr(GPtrArray) least = tny_permissions_for (0);
  g_autoptr(GPtrArray) all = tny_permissions_for (~0u);
  guint n_features;
  const TnyFeatureInfo *features = tny_feature_table (&n_features);

  g_assert_cmpuint (least->len, ==, 7);
  for (guint i = 0; i < n_features; i++)
    {
      gboolean found = FALSE;

      for (guint j = 0; j < all->len; j++)
        found |= (((const TnyPermission *) all->pdata[j])->needed_for & features[i].feature) != 0;
      g_assert_true (found);
      g_assert_true (tny_feature_by_id (features[i].id) == &features[i]);
    }
}

/* Six application and six delegated ones, Partner Center, and five for rotation. */
static void
test_published_list (void)
{
  guint n, published = 0, rotation = 0;
  const TnyPermission *rows = tny_permission_table (&n);

  for (guint i = 0; i < n; i++)
    {
      published += rows[i].published && strcmp (rows[i].resource, TNY_RESOURCE_GRAPH) == 0;
      rotation += rows[i].published_rotation;
      if (rows[i].published && strcmp (rows[i].resource, TNY_RESOURCE_GRAPH) == 0)
        g_assert_true (rows[i].delegated_id != NULL && rows[i].application_id != NULL);
    }
  g_assert_cmpuint (published, ==, 6);
  g_assert_cmpuint (rotation, ==, 5);
}

static void
test_covering (void)
{
  static const struct { const char *granted, *needed; gboolean covers; } rows[] = {
    { "User.Read.All", "User.Read.All", TRUE }, { "Directory.Read.All", "User.Read.All", TRUE },
    { "User.Read.All", "Directory.Read.All", FALSE }, { "User.Read", "User.Read.All", FALSE },
    { "Directory.ReadWrite.All", "LicenseAssignment.Read.All", TRUE },
    { "Directory.ReadWrite.All", "User-PasswordProfile.ReadWrite.All", FALSE },
    { "Directory.Read.All", "Reports.Read.All", FALSE }, { NULL, "User.Read", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpint (tny_permission_covers (rows[i].granted, rows[i].needed), ==, rows[i].covers);
}

/* The ids against Microsoft's own data, where that file is at hand. */
static void
test_ids_against_the_reference (void)
{
  const char *shared = g_getenv ("TNY_SHARED");
  g_autofree char *beside = g_build_filename (g_getenv ("TNY_SOURCE_ROOT"), "..", "shared", NULL);
  g_autofree char *path = g_build_filename (shared != NULL ? shared : beside, "reference",
                                            "graph-permissions.csv", NULL);
  g_autoptr(TnyCsv) csv = NULL;
  guint compared = 0;

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    {
      g_test_message ("not compared: the reference file is not at hand");
      return;
    }
  csv = tny_csv_load (path, NULL);
  g_assert_nonnull (csv);
  for (guint i = 1; i < csv->records->len; i++)
    {
      const TnyCsvRecord *record = csv->records->pdata[i];
      const TnyPermission *row = tny_permission_by_name (tny_csv_field (record, 0));

      if (row == NULL)
        continue;
      compared++;
      g_assert_cmpstr (row->delegated_id != NULL ? row->delegated_id : "", ==, tny_csv_field (record, 1));
      g_assert_cmpstr (row->application_id != NULL ? row->application_id : "", ==, tny_csv_field (record, 2));
      g_assert_cmpstr (row->admin_consent ? "1" : "0", ==, tny_csv_field (record, 3));
    }
  g_assert_cmpuint (compared, >=, 20);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/permission/table-is-sound", test_table_is_sound);
  g_test_add_func ("/model/permission/least-sets", test_least_sets);
  g_test_add_func ("/model/permission/published-list", test_published_list);
  g_test_add_func ("/model/permission/covering", test_covering);
  g_test_add_func ("/model/permission/ids-against-the-reference", test_ids_against_the_reference);

  return g_test_run ();
}
