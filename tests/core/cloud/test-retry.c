/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-retry.h"

#define SEC ((gint64) G_USEC_PER_SEC)

static void
test_parse (void)
{
  static const struct { const char *text, *date; gint64 usec; } values[] = {
    { "0", NULL, 0 }, { "1", NULL, 1 * SEC }, { " 120 ", NULL, 120 * SEC },
      { "3600", NULL, 3600 * SEC },
    { "3601", NULL, 3600 * SEC }, { "99999999999999999999999999", NULL, 3600 * SEC },
    { NULL, NULL, -1 }, { "", NULL, -1 }, { "  ", NULL, -1 }, { "-5", NULL, -1 },
      { "+5", NULL, -1 },
    { "1.5", NULL, -1 }, { "5s", NULL, -1 }, { "soon", NULL, -1 }, { "0x10", NULL, -1 },
    /* now is 2026-01-01T00:00:00Z */
    { "Thu, 01 Jan 2026 00:00:30 GMT", NULL, 30 * SEC },
    { "Thu, 01 Jan 2026 02:00:00 GMT", NULL, 3600 * SEC },
    { "Wed, 31 Dec 2025 23:59:00 GMT", NULL, -1 },
    /* Our clock is a day off: the server's counts. */
    { "Fri, 02 Jan 2026 00:00:45 GMT", "Fri, 02 Jan 2026 00:00:00 GMT", 45 * SEC },
    { "Fri, 02 Jan 2026 00:00:45 GMT", "nonsense", 3600 * SEC },
    { "Thu, 99 Jan 2026 00:00:30 GMT", NULL, -1 }, { "Thu, 01 Jan", NULL, -1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    {
      g_test_message ("%s", values[i].text);
      g_assert_cmpint (tny_retry_parse_after (values[i].text, values[i].date, 1767225600), ==,
                       values[i].usec);
    }
}

static TnyRetryVerdict
next (TnyRetry *retry, guint status, gint64 after, double jitter, double spread, gint64 *wait)
{
  TnyRetryTry try = { TRUE, status, after, jitter, spread };

  return tny_retry_next (retry, &try, wait);
}

static void
test_asked_to_wait (void)
{
  static const guint statuses[] = { 429, 503, 504 };

  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
    for (gint64 after = 0; after <= 300; after += 7)
      for (double spread = 0; spread < 1; spread += 0.33)
        {
          TnyRetry retry = { 0 };
          gint64 wait = -1;

          g_assert_cmpint (next (&retry, statuses[i], after * SEC, 0.999, spread, &wait), ==,
                           TNY_RETRY_WAIT);
          /* Never early; late by the jitter, and by the back-off where that is longer. */
          g_assert_cmpint (wait, >=, after * SEC);
          g_assert_cmpint (wait, <, MAX (after, 2) * SEC + SEC);
        }
}

static void
test_park (void)
{
  TnyRetry retry = { 0 };
  gint64 wait = 0;

  g_assert_cmpint (next (&retry, 429, 301 * SEC, 0, 0, &wait), ==, TNY_RETRY_PARK);
  g_assert_cmpint (wait, ==, 301 * SEC);
  g_assert_cmpint (next (&retry, 503, 90000 * SEC, 0, 0, &wait), ==, TNY_RETRY_PARK);
  g_assert_cmpint (wait, ==, 3600 * SEC);
}

static void
test_back_off (void)
{
  static const struct { guint status; guint tries; } rows[] = {
    { 429, 8 }, { 503, 8 }, { 504, 8 }, { 408, 5 }, { 500, 5 }, { 502, 5 }, { 0, 5 },
  };
  static const gint64 longest[] = { 2, 4, 8, 16, 32, 64, 120, 120 };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      TnyRetry full = { 0 }, none = { 0 };
      gint64 wait = -1;

      for (guint n = 1; n < rows[i].tries; n++)
        {
          g_assert_cmpint (next (&none, rows[i].status, -1, 0, 0.9, &wait), ==, TNY_RETRY_WAIT);
          g_assert_cmpint (wait, ==, 0);
          g_assert_cmpint (next (&full, rows[i].status, -1, 0.9999999, 0.9, &wait), ==,
                           TNY_RETRY_WAIT);
          g_assert_cmpint (wait, <=, longest[n - 1] * SEC);
          g_assert_cmpint (wait, >, longest[n - 1] * SEC - SEC / 100);
        }
      g_assert_cmpint (next (&full, rows[i].status, -1, 0.5, 0, &wait), ==, TNY_RETRY_NO);
    }
}

static void
test_quarter_of_an_hour (void)
{
  TnyRetry retry = { 0 };
  gint64 wait, all = 0;
  guint n = 0;

  while (next (&retry, 429, 300 * SEC, 0, 0, &wait) == TNY_RETRY_WAIT)
    {
      all += wait;
      n++;
    }
  g_assert_cmpuint (n, ==, 3);
  g_assert_cmpint (all, ==, 900 * SEC);
}

static void
test_answers_are_final (void)
{
  static const guint statuses[] = { 200, 204, 302, 400, 401, 403, 404, 409, 410, 412, 501, 505 };

  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      TnyRetry retry = { 0 };
      gint64 wait;

      g_assert_cmpint (next (&retry, statuses[i], 5 * SEC, 0.5, 0.5, &wait), ==, TNY_RETRY_NO);
    }
}

static void
test_writes_are_never_repeated (void)
{
  static const guint statuses[] = { 0, 408, 429, 500, 502, 503, 504 };

  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
    for (gint64 after = -1; after < 300; after += 100)
      {
        TnyRetry retry = { 0 };
        TnyRetryTry try = { FALSE, statuses[i], after < 0 ? -1 : after * SEC, 0.5, 0.5 };
        gint64 wait;

        g_assert_cmpint (tny_retry_next (&retry, &try, &wait), ==, TNY_RETRY_NO);
      }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cloud/retry/retry-after-is-digits-or-a-date", test_parse);
  g_test_add_func ("/cloud/retry/never-early-and-at-most-a-second-late", test_asked_to_wait);
  g_test_add_func ("/cloud/retry/long-waits-park-the-tenant", test_park);
  g_test_add_func ("/cloud/retry/back-off-doubles-and-ends", test_back_off);
  g_test_add_func ("/cloud/retry/all-waits-within-a-quarter-of-an-hour", test_quarter_of_an_hour);
  g_test_add_func ("/cloud/retry/answers-are-final", test_answers_are_final);
  g_test_add_func ("/cloud/retry/writes-are-never-repeated", test_writes_are_never_repeated);

  return g_test_run ();
}
