/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-csv.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#include "tny-error.h"

static TnyCsv *
parse (const char *text)
{
  g_autoptr(GError) error = NULL;
  TnyCsv *csv = tny_csv_parse (text, strlen (text), &error);

  g_assert_no_error (error);
  return csv;
}

static const char *
field (TnyCsv *csv, guint record, int column)
{
  g_assert_cmpuint (record, <, csv->records->len);
  return tny_csv_field (csv->records->pdata[record], column);
}

static void
test_forms_of_files (void)
{
  g_autoptr(TnyCsv) csv = parse ("\xef\xbb\xbf" "id,Organization Name\r\n1,\"A \"\"b\"\", c\"\r\n"
                                 "2,\" two\r\nlines \"\r\n\r\n3,'=x\n");
  TnyCsvRecord *third;

  g_assert_cmpuint (csv->records->len, ==, 4);
  g_assert_false (csv->latin1);
  g_assert_cmpint (tny_csv_column (csv, "organization_name", NULL), ==, 1);
  g_assert_cmpint (tny_csv_column (csv, "nothing", NULL), ==, -1);
  g_assert_cmpint (tny_csv_column (csv, "nothing", (const char *[]) { "key", "ID", NULL }), ==, 0);
  g_assert_cmpstr (field (csv, 1, 1), ==, "A \"b\", c");
  g_assert_cmpstr (field (csv, 2, 1), ==, "two\r\nlines");
  g_assert_cmpstr (field (csv, 3, 1), ==, "=x");
  g_assert_cmpstr (field (csv, 3, 7), ==, "");
  third = csv->records->pdata[3];
  g_assert_cmpuint (third->line, ==, 6);
}

static void
test_latin1_is_read (void)
{
  g_autoptr(TnyCsv) csv = parse ("name\nBrandt & S\xf6hne\n");

  g_assert_true (csv->latin1);
  g_assert_cmpstr (field (csv, 1, 0), ==, "Brandt & Söhne");
}

static void
test_faults_name_their_line (void)
{
  g_autoptr(TnyCsv) csv = parse ("a,b\n1,2\n1\n1,\"x\"y\n1,2,3\n");
  g_autoptr(TnyCsv) nul = tny_csv_parse ("a\nx\0y\n", 6, NULL);
  g_autoptr(GError) error = NULL;
  static const struct { guint record; guint line; gboolean fault; } rows[] = {
    { 1, 2, FALSE }, { 2, 3, TRUE }, { 3, 4, TRUE }, { 4, 5, TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      TnyCsvRecord *record = csv->records->pdata[rows[i].record];

      g_assert_cmpuint (record->line, ==, rows[i].line);
      g_assert_cmpint (record->problem != NULL, ==, rows[i].fault);
    }
  g_assert_nonnull (nul);
  g_assert_nonnull (((TnyCsvRecord *) nul->records->pdata[1])->problem);

  g_assert_null (tny_csv_parse ("a\n\"never\nends", 13, &error));
  g_assert_error (error, TNY_ERROR, TNY_ERROR_INPUT);
  g_assert_nonnull (strstr (error->message, "Line 2"));
  g_clear_error (&error);
  g_assert_null (tny_csv_parse ("", 0, &error));
  g_assert_error (error, TNY_ERROR, TNY_ERROR_INPUT);
  g_clear_error (&error);
  g_assert_null (tny_csv_parse ("\xff\xfe" "a\0", 4, &error));
  g_assert_error (error, TNY_ERROR, TNY_ERROR_INPUT);
  g_clear_error (&error);
  g_assert_null (tny_csv_load ("/nonexistent.csv", &error));
  g_assert_error (error, TNY_ERROR, TNY_ERROR_FILE);
  g_clear_error (&error);
  g_assert_null (tny_csv_load ("/dev/zero", &error));
  g_assert_error (error, TNY_ERROR, TNY_ERROR_FILE);
}

/* What we write, a spreadsheet takes for text, and we read back as it was. */
static void
test_round_trip_without_formulas (void)
{
  static const char *const texts[] = {
    "plain", "=1+1", "+49 1", "-x", "@cmd", "\tx", " =1", "＝1", "a,b", "q\"q", "two\nlines", "", "'quoted'",
    "=cmd|' /C calc'!A0", "|x", "％", "－1", "'=1", "''=1", "''",
  };
  g_autoptr(GString) out = g_string_new ("v,w\r\n");
  g_autoptr(TnyCsv) csv = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      tny_csv_append_field (out, texts[i], FALSE);
      tny_csv_append_field (out, "end", TRUE);
    }
  csv = tny_csv_parse (out->str, out->len, NULL);
  g_assert_nonnull (csv);
  g_assert_cmpuint (csv->records->len, ==, G_N_ELEMENTS (texts) + 1);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *trimmed = g_strstrip (g_strdup (texts[i]));

      g_assert_cmpstr (field (csv, i + 1, 0), ==, trimmed);
    }
  g_assert_null (strstr (out->str, "\n="));
  g_assert_null (strstr (out->str, "\"="));
}

static void
test_saved_files_are_private (void)
{
  g_autofree char *dir = g_dir_make_tmp ("csv-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (dir, "out.csv", NULL);
  g_autoptr(GString) out = g_string_new ("a\r\n");
  g_autoptr(GError) error = NULL;
  struct stat info;

  g_assert_true (tny_csv_save (path, out, &error));
  g_assert_no_error (error);
  g_assert_cmpint (g_stat (path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
  g_assert_false (tny_csv_save ("/nonexistent/x.csv", out, &error));
  g_assert_error (error, TNY_ERROR, TNY_ERROR_FILE);
  g_unlink (path);
  g_rmdir (dir);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/csv/forms-of-files", test_forms_of_files);
  g_test_add_func ("/base/csv/latin1-is-read", test_latin1_is_read);
  g_test_add_func ("/base/csv/faults-name-their-line", test_faults_name_their_line);
  g_test_add_func ("/base/csv/round-trip-without-formulas", test_round_trip_without_formulas);
  g_test_add_func ("/base/csv/saved-files-are-private", test_saved_files_are_private);

  return g_test_run ();
}
