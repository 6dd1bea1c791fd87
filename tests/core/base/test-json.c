/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-json.h"

#include <string.h>

#include "tny-error.h"

static const char *const good[] = {
  "{}", "[]", " {\"a\":1} ", "[1,2,[3,{\"b\":null}]]", "\"\\u00e9\\n\"", "-0.5e-3", "0", "true",
  "{\"a\":{},\"b\":[]}", "[[],[[]]]", "{\"\\ud83d\\ude00\":\"x\"}",
};

static const char *const bad[] = {
  "", " ", "{", "[", "[1", "[1,", "[1,]", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{,}", "[,1]", "{a:1}",
  "01", "1.", ".5", "1e", "+1", "nul", "tru", "nulll", "null{}", "[]]", "{}{}", "[1}", "{\"a\":1]",
  "\"\\x\"", "\"\\u12\"", "\"\\u0000\"", "\"\\ud800\"", "\"\\udc00\"", "\"\\ud800x\"",
  "\"\\ud800\\n\"", "\"\\ud800\\u0041\"", "\"\\udc00\\ud800\"", "\"\\ud800\\ud800\"", "\"\\ud800\\udc0\"", "\"a\nb\"", "\"abc", "\"\xff\"", "'a'", "NaN", "<html>",
  "[1 2]", "{\"a\" 1}", "// x\n{}", "--1", "1e400000000000000000000000000000000000000000000",
};

static void
test_scan_takes_json_only (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autoptr(GError) error = NULL;

      tny_json_scan (good[i], strlen (good[i]), &error);
      g_assert_no_error (error);
    }
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr(GError) error = NULL;

      if (tny_json_scan (bad[i], strlen (bad[i]), &error))
        g_error ("accepted: %s", bad[i]);
      g_assert_error (error, TNY_ERROR, TNY_ERROR_PROTOCOL);
    }
}

static char *
repeat (const char *text, guint n)
{
  GString *out = g_string_new (NULL);

  while (n-- > 0)
    g_string_append (out, text);
  return g_string_free (out, FALSE);
}

static gboolean
accepts (char *text)
{
  gboolean ok = tny_json_scan (text, strlen (text), NULL);

  g_free (text);
  return ok;
}

static char *
wrap (const char *before, char *inner, const char *after)
{
  char *whole = g_strconcat (before, inner, after, NULL);

  g_free (inner);
  return whole;
}

static void
test_limits (void)
{
  g_autofree char *close64 = repeat ("]", 64), *close65 = repeat ("]", 65);

  g_assert_true (accepts (wrap ("", repeat ("[", 64), close64)));
  g_assert_false (accepts (wrap ("", repeat ("[", 65), close65)));
  g_assert_false (accepts (repeat ("[", 100000)));
  g_assert_true (accepts (wrap ("\"", repeat ("x", 64 * 1024), "\"")));
  g_assert_false (accepts (wrap ("\"", repeat ("x", 64 * 1024 + 2), "\"")));
  g_assert_true (accepts (wrap ("[", repeat ("1,", 299998), "1]")));
  g_assert_false (accepts (wrap ("[", repeat ("{},", 300001), "1]")));
}

static void
test_typed_reads_never_guess (void)
{
  static const char text[] = "\xef\xbb\xbf{\"t\":\"x\",\"n\":7,\"f\":true,\"o\":{\"i\":[1,\"a\",{}]},\"z\":null,\"d\":1.5,"
                             "\"when\":\"2026-01-31T14:05:00Z\"}";
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) root = tny_json_parse_object (text, strlen (text), &error);
  JsonObject *object;
  JsonArray *array;
  gint64 seconds;

  g_assert_no_error (error);
  object = json_node_get_object (root);
  g_assert_cmpstr (tny_json_text (object, "t"), ==, "x");
  g_assert_null (tny_json_text (object, "n"));
  g_assert_null (tny_json_text (object, "z"));
  g_assert_null (tny_json_text (object, "absent"));
  g_assert_cmpint (tny_json_int (object, "n", -1), ==, 7);
  g_assert_cmpint (tny_json_int (object, "t", -1), ==, -1);
  g_assert_cmpint (tny_json_int (object, "d", -1), ==, -1);
  g_assert_true (tny_json_flag (object, "f", FALSE));
  g_assert_false (tny_json_flag (object, "n", FALSE));
  g_assert_null (tny_json_object (object, "t"));
  array = tny_json_array (tny_json_object (object, "o"), "i");
  g_assert_nonnull (array);
  g_assert_cmpstr (tny_json_array_text (array, 1), ==, "a");
  g_assert_null (tny_json_array_text (array, 0));
  g_assert_nonnull (tny_json_array_object (array, 2));
  g_assert_null (tny_json_array_object (array, 3));
  g_assert_true (tny_json_time (object, "when", &seconds));
  g_assert_cmpint (seconds, ==, 1769868300);
  g_assert_null (tny_json_parse_object ("[]", 2, &error));
  g_assert_error (error, TNY_ERROR, TNY_ERROR_PROTOCOL);
}

static void
test_what_we_write_parses_back (void)
{
  static const char *const texts[] = { "", "a\"b\\c", "tab\tnl\nbell\a", "Zoë 中文 \xf0\x9f\x98\x80", "\x7f" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr(GString) out = g_string_new ("{\"t\":");
      g_autoptr(JsonNode) root = NULL;

      tny_json_append_text (out, texts[i]);
      g_string_append_c (out, '}');
      root = tny_json_parse_object (out->str, out->len, NULL);
      g_assert_nonnull (root);
      g_assert_cmpstr (tny_json_text (json_node_get_object (root), "t"), ==, texts[i]);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/json/scan-takes-json-only", test_scan_takes_json_only);
  g_test_add_func ("/base/json/limits", test_limits);
  g_test_add_func ("/base/json/typed-reads-never-guess", test_typed_reads_never_guess);
  g_test_add_func ("/base/json/what-we-write-parses-back", test_what_we_write_parses_back);

  return g_test_run ();
}
