/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-secret.h"

#include <string.h>

#include "tny-text.h"

static void
test_holds_and_compares (void)
{
  g_autoptr(TnySecret) a = tny_secret_new ("s3cret");
  g_autoptr(TnySecret) b = tny_secret_take (g_strdup ("s3cret"));
  g_autoptr(TnySecret) c = tny_secret_new ("s3creT");
  g_autoptr(TnySecret) d = tny_secret_ref (a);

  g_assert_cmpstr (tny_secret_peek (a), ==, "s3cret");
  g_assert_cmpuint (tny_secret_length (d), ==, 6);
  g_assert_true (tny_secret_equal (a, b));
  g_assert_false (tny_secret_equal (a, c));
  g_assert_false (tny_secret_equal (a, NULL));
}

static void
test_wiping (void)
{
  char text[] = "secret";

  tny_wipe (text, sizeof text);
  for (gsize i = 0; i < sizeof text; i++)
    g_assert_cmpint (text[i], ==, 0);
}

static void
test_base64url (void)
{
  static const struct { const char *bytes; gsize length; const char *text; } rows[] = {
    { "", 0, "" }, { "f", 1, "Zg" }, { "fo", 2, "Zm8" }, { "foo", 3, "Zm9v" }, { "\xfb\xff", 2, "-_8" },
  };
  static const char *const bad[] = { "", "a", "ab=", "a+b/", "ab cd", NULL };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *text = tny_base64url_encode (rows[i].bytes, rows[i].length);

      g_assert_cmpstr (text, ==, rows[i].text);
      if (rows[i].length > 0)
        {
          g_autoptr(GBytes) back = tny_base64url_decode (text);

          g_assert_cmpmem (g_bytes_get_data (back, NULL), g_bytes_get_size (back),
                           rows[i].bytes, rows[i].length);
        }
    }
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_null (tny_base64url_decode (bad[i]));
}

static void
test_ten_thousand_states_never_repeat (void)
{
  g_autoptr(GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < 10000; i++)
    {
      char *state = tny_random_base64url (32);

      g_assert_cmpuint (strlen (state), ==, 43);
      g_assert_true (g_hash_table_add (seen, state));
    }
  for (guint i = 0; i < 1000; i++)
    {
      char *uuid = tny_random_uuid ();

      g_assert_true (tny_text_is_guid (uuid));
      g_assert_cmpint (uuid[14], ==, '4');
      g_assert_true (g_hash_table_add (seen, uuid));
    }
}

static void
test_below_is_even (void)
{
  guint counts[7] = { 0 };

  for (guint i = 0; i < 70000; i++)
    {
      guint32 value = tny_random_below (7);

      g_assert_cmpuint (value, <, 7);
      counts[value]++;
    }
  /* Six standard deviations around 10,000. */
  for (guint i = 0; i < 7; i++)
    {
      g_assert_cmpuint (counts[i], >, 9440);
      g_assert_cmpuint (counts[i], <, 10560);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/secret/holds-and-compares", test_holds_and_compares);
  g_test_add_func ("/base/secret/wiping", test_wiping);
  g_test_add_func ("/base/secret/base64url", test_base64url);
  g_test_add_func ("/base/secret/ten-thousand-states-never-repeat", test_ten_thousand_states_never_repeat);
  g_test_add_func ("/base/secret/below-is-even", test_below_is_even);

  return g_test_run ();
}
