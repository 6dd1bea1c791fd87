/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-product-names.h"

#include "tny-csv.h"

/* The names that mislead when one goes by the part number. */
static void
test_known_traps (void)
{
  static const struct { const char *sku, *name; } rows[] = {
    { "f245ecc8-75af-4f8e-b61f-27d8114de5f3", "Microsoft 365 Business Standard" },
    { "cbdc14ab-d96c-4c30-b9f4-6ada7cdc1d46", "Microsoft 365 Business Premium" },
    { "CBDC14AB-D96C-4C30-B9F4-6ADA7CDC1D46", "Microsoft 365 Business Premium" },
    { "6fd2c87f-b296-42f0-b197-1e91e994b900", "Office 365 E3" },
    { "00000000-0000-0000-0000-000000000000", NULL }, { "nonsense", NULL }, { "", NULL }, { NULL, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpstr (tny_product_name (rows[i].sku), ==, rows[i].name);
  g_assert_cmpuint (tny_product_count (), >, 600);
}

static void
test_every_reference_product (void)
{
  const char *shared = g_getenv ("TNY_SHARED");
  g_autofree char *beside = g_build_filename (g_getenv ("TNY_SOURCE_ROOT"), "..", "shared", NULL);
  g_autofree char *path = g_build_filename (shared != NULL ? shared : beside, "reference",
                                            "sku-names.csv", NULL);
  g_autoptr(TnyCsv) csv = NULL;

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    {
      g_test_message ("not compared: the reference file is not at hand");
      return;
    }
  csv = tny_csv_load (path, NULL);
  g_assert_nonnull (csv);
  for (guint i = 1; i < csv->records->len; i++)
    g_assert_cmpstr (tny_product_name (tny_csv_field (csv->records->pdata[i], 1)), ==,
                     tny_csv_field (csv->records->pdata[i], 2));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/product-names/known-traps", test_known_traps);
  g_test_add_func ("/model/product-names/every-reference-product", test_every_reference_product);

  return g_test_run ();
}
