/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "match-support.h"

#include <string.h>

#include "tny-csv.h"

/* Quality on tests/data/organization-names.csv: see tests/data/README.md. Names alone have to find
 * nearly all, and what scores as certain has to be right. */
#define CERTAIN 90

static const struct { const char *half; double first, fifth, recall, precision; } floors[] = {
  { "open", 0.97, 0.99, 0.75, 0.99 },
  { "held-out", 0.97, 0.98, 0.75, 0.99 },
};

static TnyCsv *
load (void)
{
  g_autofree char *path = g_build_filename (g_getenv ("TNY_SOURCE_ROOT"), "tests", "data",
                                            "organization-names.csv", NULL);
  g_autoptr(GError) error = NULL;
  TnyCsv *csv = tny_csv_load (path, &error);

  g_assert_no_error (error);

  return csv;
}

static TnyNameIndex *
index_all (const TnyCsv *csv, int column)
{
  g_autoptr(GHashTable) known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  TnyNameIndex *index = tny_name_index_new ();

  for (guint i = 1; i < csv->records->len; i++)
    {
      const char *name = tny_csv_field (csv->records->pdata[i], column);

      if (*name != '\0' && g_hash_table_add (known, g_strdup (name)))
        tny_name_index_add (index, i, name);
    }
  tny_name_index_build (index);

  return index;
}

static void
test_quality (void)
{
  g_autoptr(TnyCsv) csv = load ();
  int half = tny_csv_column (csv, "half", NULL), tenant = tny_csv_column (csv, "tenant_name", NULL);
  int organization = tny_csv_column (csv, "organization_name", NULL);
  g_autoptr(TnyNameIndex) index = index_all (csv, organization);

  for (guint k = 0; k < G_N_ELEMENTS (floors); k++)
    {
      guint n = 0, n_first = 0, n_fifth = 0, n_certain = 0, n_right = 0, n_all = 0;

      for (guint i = 1; i < csv->records->len; i++)
        {
          const TnyCsvRecord *record = csv->records->pdata[i];
          g_autoptr(GPtrArray) found = NULL;
          const char *wanted;
          guint rank;

          if (strcmp (tny_csv_field (record, half), floors[k].half) != 0)
            continue;
          found = tny_name_index_suggest (index, tny_csv_field (record, tenant), 5);
          assert_sound (index, found, 5);
          wanted = tny_csv_field (record, organization);
          rank = *wanted != '\0' ? rank_of (found, wanted) : 0;
          n_all++;
          n += *wanted != '\0';
          n_first += rank == 1;
          n_fifth += rank >= 1;
          if (found->len > 0 && ((const TnySuggestion *) found->pdata[0])->score >= CERTAIN)
            {
              n_certain++;
              n_right += rank == 1;
            }
          if (found->len > 0 && ((const TnySuggestion *) found->pdata[0])->automatic)
            g_assert_cmpuint (rank, ==, 1);
        }
      g_assert_cmpuint (n_all, >=, 150);
      g_assert_cmpuint ((n_all - n) * 5, >=, n_all);
      g_test_message ("%s: %u names, %u with a counterpart: first %.3f, among five %.3f; "
                      "at %u: precision %.3f, recall %.3f", floors[k].half, n_all, n,
                      (double) n_first / n, (double) n_fifth / n, CERTAIN,
                      (double) n_right / n_certain, (double) n_right / n);
      g_assert_cmpfloat ((double) n_first / n, >=, floors[k].first);
      g_assert_cmpfloat ((double) n_fifth / n, >=, floors[k].fifth);
      g_assert_cmpfloat ((double) n_right / n_certain, >=, floors[k].precision);
      g_assert_cmpfloat ((double) n_right / n, >=, floors[k].recall);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/match/organization-names/quality", test_quality);

  return g_test_run ();
}
