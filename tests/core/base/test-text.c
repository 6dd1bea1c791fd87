/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-text.h"

#include <string.h>

static void
test_one_line_cannot_fake_another (void)
{
  static const struct { const char *in, *out; } rows[] = {
    { "plain", "plain" }, { NULL, "" }, { "a\nb", "a\\u000ab" }, { "\033[31mred", "\\u001b[31mred" },
    { "abc\xe2\x80\xae" "def", "abc\\u202edef" }, { "bad\xff", "bad\\xff" }, { "Zoë 中", "Zoë 中" },
    { "\xe2\x81\xa6x\xe2\x81\xa9", "\\u2066x\\u2069" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *out = tny_text_one_line (rows[i].in, 100);

      g_assert_cmpstr (out, ==, rows[i].out);
    }
  {
    g_autofree char *cut = tny_text_one_line ("äöüäöü", 3);

    g_assert_cmpstr (cut, ==, "äöü…");
  }
  {
    g_autofree char *shown = tny_text_display ("a\xe2\x80\xae" "b\xff\nc");

    g_assert_cmpstr (shown, ==, "a\xef\xbf\xbd" "b\xef\xbf\xbd c");
    g_assert_true (g_utf8_validate (shown, -1, NULL));
  }
}

static void
test_folding_compares_what_people_mean (void)
{
  static const struct { const char *a, *b; gboolean same; } rows[] = {
    { "Contoso", "CONTOSO", TRUE }, { " Contoso\xc2\xa0", "contoso", TRUE },
    { "Caf\xc3\xa9", "Cafe\xcc\x81", TRUE }, { "Straße", "STRASSE", TRUE },
    { "Contoso", "Contoso Ltd", FALSE }, { "É", "E", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *a = tny_text_fold (rows[i].a), *b = tny_text_fold (rows[i].b);

      g_assert_cmpint (strcmp (a, b) == 0, ==, rows[i].same);
    }
  g_assert_null (tny_text_fold (NULL));
}

/* Plain ASCII takes a shorter way to the same result. */
static void
test_short_way_folds_alike (void)
{
  for (guint i = 0; i < 20000; i++)
    {
      char text[12] = "";
      g_autofree char *longer = NULL, *short_way = NULL, *long_way = NULL, *expected = NULL;
      guint n = (guint) g_test_rand_int_range (0, sizeof text - 2);

      for (guint j = 0; j < n; j++)
        text[j] = (char) g_test_rand_int_range (1, 128);
      text[n] = 'K';        /* not white space, which only an end takes off */
      longer = g_strconcat (text, "\xc3\xa9", NULL);
      short_way = tny_text_fold (text);
      long_way = tny_text_fold (longer);
      expected = g_strconcat (short_way, "\xc3\xa9", NULL);
      g_assert_cmpstr (long_way, ==, expected);
    }
}

static void
test_addresses (void)
{
  static const struct { const char *in, *out; } rows[] = {
    { "Anna@Contoso.EXAMPLE", "anna@contoso.example" }, { " a@b ", "a@b" }, { "no-at", NULL },
    { "@b", NULL }, { "a@", NULL }, { "a b@c", NULL }, { "", NULL }, { NULL, NULL },
    { "o'neil+x@b.c", "o'neil+x@b.c" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *out = tny_text_fold_mail (rows[i].in);

      g_assert_cmpstr (out, ==, rows[i].out);
    }
}

static void
test_guids (void)
{
  static const char *const bad[] = { NULL, "", "12345678-1234-1234-1234-12345678901",
    "12345678-1234-1234-1234-1234567890123", "g2345678-1234-1234-1234-123456789012",
    "12345678x1234-1234-1234-123456789012", "{2345678-1234-1234-1234-12345678901}" };
  guint8 bytes[16];
  g_autofree char *back = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (tny_text_is_guid (bad[i]));
  g_assert_true (tny_guid_to_bytes ("F2EF992C-3afb-46b9-b7cf-a126ee74c451", bytes));
  back = tny_guid_from_bytes (bytes);
  g_assert_cmpstr (back, ==, "f2ef992c-3afb-46b9-b7cf-a126ee74c451");
}

static void
test_times (void)
{
  static const struct { const char *text; gint64 seconds; } good[] = {
    { "1970-01-01T00:00:00Z", 0 }, { "2026-11-24T16:00:00Z", 1795536000 },
    { "2024-02-29T23:59:59.1234567Z", 1709251199 }, { "2026-01-31T15:05:00+01:00", 1769868300 },
    { "2026-01-31T09:05:00-05:00", 1769868300 }, { "1601-01-01T00:00:00Z", G_GINT64_CONSTANT (-11644473600) },
    { "9999-12-31T23:59:59.9999999Z", G_GINT64_CONSTANT (253402300799) },
  };
  static const char *const bad[] = {
    NULL, "", "2026-01-31", "2026-01-31T14:05:00", "2026-02-30T00:00:00Z", "2025-02-29T00:00:00Z",
    "2026-13-01T00:00:00Z", "2026-01-01T24:00:00Z", "0001-01-01T00:00:00Z", "2026-01-01T00:00:00.Z",
    "2026-01-01T00:00:00Zx", "2026-1-1T00:00:00Z", "2026-01-01T00:00:00+1:00",
    "2026-01-01T00:00:00.000000000000000000000000000000000000Z", "twenty",
  };

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      gint64 seconds = -1;

      g_assert_true (tny_time_parse (good[i].text, &seconds));
      g_assert_cmpint (seconds, ==, good[i].seconds);
    }
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      gint64 seconds = 42;

      g_assert_false (tny_time_parse (bad[i], &seconds));
      g_assert_cmpint (seconds, ==, 42);
    }
  /* Against GLib's own calendar, day by day over four hundred years. */
  for (gint64 day = -135140; day < 20000; day += 13)
    {
      g_autofree char *text = tny_time_format (day * 86400 + 3723);
      gint64 seconds;

      g_assert_true (tny_time_parse (text, &seconds));
      g_assert_cmpint (seconds, ==, day * 86400 + 3723);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/text/one-line-cannot-fake-another", test_one_line_cannot_fake_another);
  g_test_add_func ("/base/text/folding-compares-what-people-mean", test_folding_compares_what_people_mean);
  g_test_add_func ("/base/text/short-way-folds-alike", test_short_way_folds_alike);
  g_test_add_func ("/base/text/addresses", test_addresses);
  g_test_add_func ("/base/text/guids", test_guids);
  g_test_add_func ("/base/text/times", test_times);

  return g_test_run ();
}
