/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-output.h"

#include <fcntl.h>
#include <json-glib/json-glib.h>
#include <string.h>
#include <unistd.h>

#include "tny-error.h"

typedef struct
{
  char      *name;
  char     **texts;
  gint64     number, reported, id, time;
  guint      count;
  int        score, answer;
  gboolean   flag;
  GPtrArray *rows;
} Row;

static const TnyColumn inner[] = {
  TNY_COLUMN (Row, "name", NULL, TEXT, name),
  TNY_COLUMN_END
};

static const TnyColumn columns[] = {
  TNY_COLUMN (Row, "name", "Name", TEXT, name),
  TNY_COLUMN (Row, "number", "N", NUMBER, number),
  TNY_COLUMN (Row, "texts", "Texts", TEXTS, texts),
  TNY_COLUMN (Row, "first", NULL, FIRST, texts),
  TNY_COLUMN (Row, "count", NULL, COUNT, count),
  TNY_COLUMN (Row, "reported", "Reported", REPORTED, reported),
  TNY_COLUMN (Row, "id", NULL, ID, id),
  TNY_COLUMN (Row, "score", "Score", SCORE, score),
  TNY_COLUMN (Row, "flag", NULL, FLAG, flag),
  TNY_COLUMN (Row, "answer", NULL, ANSWER, answer),
  TNY_COLUMN (Row, "time", NULL, TIME, time),
  TNY_COLUMN_ROWS (Row, "rows", rows, inner),
  TNY_COLUMN_END
};

static Row unknown = { .reported = -1, .score = -1, .answer = -1 };

/* Runs @print with standard output going to a pipe and returns what came. */
static char *
capture (void (*print) (void))
{
  int ends[2], keep = dup (STDOUT_FILENO);
  GString *text = g_string_new (NULL);
  char buffer[4096];
  gssize n;

  g_assert_cmpint (pipe (ends), ==, 0);
  dup2 (ends[1], STDOUT_FILENO);
  close (ends[1]);
  print ();
  dup2 (keep, STDOUT_FILENO);
  close (keep);
  while ((n = read (ends[0], buffer, sizeof buffer)) > 0)
    g_string_append_len (text, buffer, n);
  close (ends[0]);

  return g_string_free (text, FALSE);
}

static JsonObject *
parse (JsonParser *parser, const char *text)
{
  g_autoptr(GError) error = NULL;

  g_assert_true (json_parser_load_from_data (parser, text, -1, &error));
  g_assert_no_error (error);

  return json_node_get_object (json_parser_get_root (parser));
}

static void
test_unknown_is_null (void)
{
  g_autoptr(GString) out = g_string_new (NULL);
  g_autoptr(JsonParser) parser = json_parser_new ();
  static const char *const nulls[] = {
    "name", "first", "reported", "id", "score", "answer", "time"
  };
  JsonObject *object;

  tny_columns_append_object (out, columns, &unknown);
  object = parse (parser, out->str);
  g_assert_cmpuint (json_object_get_size (object), ==, G_N_ELEMENTS (columns) - 1);
  for (guint i = 0; i < G_N_ELEMENTS (nulls); i++)
    g_assert_true (json_object_get_null_member (object, nulls[i]));
  g_assert_cmpint (json_object_get_int_member (object, "number"), ==, 0);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (object, "texts")), ==, 0);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (object, "rows")), ==, 0);
}

static void
test_values_are_typed (void)
{
  char *texts[] = { (char *) "one", (char *) "t\"wo\n", NULL };
  Row nested = { .name = (char *) "inside" };
  g_autoptr(GPtrArray) rows = g_ptr_array_new ();
  Row row = {
    .name = (char *) "=cmd()\t\xe2\x80\xae", .texts = texts, .number = -5, .reported = 0, .id = 7,
    .time = 1767225600, .count = 3, .score = 0, .answer = 0, .flag = TRUE, .rows = rows
  };
  g_autoptr(GString) out = g_string_new (NULL);
  g_autoptr(JsonParser) parser = json_parser_new ();
  JsonObject *object;
  JsonArray *array;

  g_ptr_array_add (rows, &nested);
  tny_columns_append_object (out, columns, &row);
  object = parse (parser, out->str);
  g_assert_cmpstr (json_object_get_string_member (object, "name"), ==, row.name);
  g_assert_cmpstr (json_object_get_string_member (object, "first"), ==, "one");
  g_assert_cmpint (json_object_get_int_member (object, "number"), ==, -5);
  g_assert_cmpint (json_object_get_int_member (object, "reported"), ==, 0);
  g_assert_cmpint (json_object_get_int_member (object, "score"), ==, 0);
  g_assert_true (json_object_get_boolean_member (object, "flag"));
  g_assert_false (json_object_get_boolean_member (object, "answer"));
  g_assert_cmpstr (json_object_get_string_member (object, "time"), ==, "2026-01-01T00:00:00Z");
  array = json_object_get_array_member (object, "texts");
  g_assert_cmpstr (json_array_get_string_element (array, 1), ==, "t\"wo\n");
  array = json_object_get_array_member (object, "rows");
  object = json_array_get_object_element (array, 0);
  g_assert_cmpstr (json_object_get_string_member (object, "name"), ==, "inside");
}

static void
test_csv_has_no_formula (void)
{
  Row row = { .name = (char *) "=1+1", .reported = -1, .score = 12, .answer = 1 };
  g_autoptr(GString) out = g_string_new (NULL);

  tny_columns_append_csv (out, inner, NULL);
  tny_columns_append_csv (out, inner, &row);
  g_assert_cmpstr (out->str, ==, "name\r\n\"'=1+1\"\r\n");
}

static void
print_text (void)
{
  TnyOutput *output = tny_output_begin (columns, FALSE);
  Row wide = { .name = (char *) "\xe6\xbc\xa2\xe5\xad\x97\x1b[31m", .reported = -1, .score = 5 };
  Row narrow = { .name = (char *) "a", .number = 12345, .reported = 9, .score = 100 };

  tny_output_row (output, &wide);
  tny_output_row (output, &narrow);
  g_assert_true (tny_output_end (output, NULL));
}

static void
test_text_is_aligned_and_safe (void)
{
  g_autofree char *text = capture (print_text);
  g_auto(GStrv) lines = g_strsplit (text, "\n", -1);

  g_assert_cmpuint (g_strv_length (lines), ==, 4);
  g_assert_null (strchr (text, '\033'));
  g_assert_nonnull (strstr (lines[1], "\\u001b[31m"));
  /* the heading, a wide name and a narrow one: their numbers end in the same column */
  for (guint i = 1; i < 3; i++)
    g_assert_cmpuint (tny_text_columns (lines[i]), ==, tny_text_columns (lines[0]));
  g_assert_true (g_str_has_suffix (lines[2], "  100"));
  g_assert_true (g_str_has_suffix (lines[1], "    5"));
}

static void
print_broken (void)
{
  TnyOutput *output = tny_output_begin (columns, TRUE);
  g_autoptr(GError) error = g_error_new (TNY_ERROR, TNY_ERROR_DATABASE_DAMAGED, "page 7");

  tny_output_row (output, &unknown);
  tny_output_abort (output, error);
}

static void
test_failed_list_is_one_object (void)
{
  g_autofree char *text = capture (print_broken);
  g_autoptr(JsonParser) parser = json_parser_new ();
  JsonObject *object = parse (parser, text), *error;

  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (object, "items")), ==, 1);
  error = json_object_get_object_member (object, "error");
  g_assert_cmpstr (json_object_get_string_member (error, "code"), ==, "database-damaged");
  g_assert_cmpstr (json_object_get_string_member (error, "message"), ==, "page 7");
  g_assert_nonnull (json_object_get_string_member (error, "remedy"));
}

static void
print_many (void)
{
  TnyOutput *output = tny_output_begin (inner, TRUE);

  /* less than a pipe holds: nobody reads meanwhile */
  for (guint i = 0; i < 2000; i++)
    tny_output_row (output, &unknown);
  g_assert_true (tny_output_end (output, NULL));
}

static void
test_long_list_is_one_object (void)
{
  g_autofree char *text = capture (print_many);
  g_autoptr(JsonParser) parser = json_parser_new ();
  JsonArray *items = json_object_get_array_member (parse (parser, text), "items");

  g_assert_cmpuint (json_array_get_length (items), ==, 2000);
}

static void
test_full_disk_is_told (void)
{
  g_autoptr(GError) error = NULL;
  int full = open ("/dev/full", O_WRONLY);
  int keep = dup (STDOUT_FILENO);
  gboolean ok;

  g_assert_cmpint (full, >=, 0);
  dup2 (full, STDOUT_FILENO);
  ok = tny_output_write ("text", 4, &error);
  dup2 (keep, STDOUT_FILENO);
  close (keep);
  close (full);
  g_assert_false (ok);
  g_assert_error (error, TNY_ERROR, TNY_ERROR_FILE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cli/output/unknown-is-null", test_unknown_is_null);
  g_test_add_func ("/cli/output/values-are-typed", test_values_are_typed);
  g_test_add_func ("/cli/output/csv-has-no-formula", test_csv_has_no_formula);
  g_test_add_func ("/cli/output/text-is-aligned-and-safe", test_text_is_aligned_and_safe);
  g_test_add_func ("/cli/output/failed-list-is-one-object", test_failed_list_is_one_object);
  g_test_add_func ("/cli/output/long-list-is-one-object", test_long_list_is_one_object);
  g_test_add_func ("/cli/output/full-disk-is-told", test_full_disk_is_told);

  return g_test_run ();
}
