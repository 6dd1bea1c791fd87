/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Old runs go, in small steps; the last of each connection stays. And the preference that says how old. */
#include "records-fixture.h"

#include "tny-error.h"
#include "tny-log-trim.h"
#include "tny-matching.h"
#include "tny-preferences.h"

#define DAY (24 * 60 * 60)
#define NOW (1000 * (gint64) DAY)

/* A run that began @days ago, with @lines in its log. */
static void
put_run (Fixture *f, gint64 id, gint64 days, int lines)
{
  run_sql (f, "INSERT INTO runs (id, connection_id, trigger, state, started_at, ended_at) "
              "VALUES (%lld, 1, 'schedule', 'ok', %lld, %lld)", (long long) id,
           (long long) (NOW - days * DAY), (long long) (NOW - days * DAY + 60));
  run_sql (f, "INSERT INTO run_streams (run_id, tenant_id, name, state) VALUES (%lld, 0, 'tenants', 'ok')",
           (long long) id);
  run_sql (f, "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d) "
              "INSERT INTO log (at, level, run_id, message) SELECT 1, 'info', %lld, 'line' FROM n", lines,
           (long long) id);
}

static void
trim (Fixture *f, gint64 days, gint64 lines, gint64 runs_gone, gint64 lines_gone)
{
  g_autoptr(GError) error = NULL;
  TnyLogTrimmed trimmed;

  tny_log_trim (f->store, days, lines, NOW, &trimmed, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (trimmed.runs, ==, runs_gone);
  g_assert_cmpint (trimmed.lines, ==, lines_gone);
}

static void
test_age (Fixture *f, gconstpointer data)
{
  put_run (f, 1, 100, 2 * TNY_LOG_TRIM_STEP + 1);
  put_run (f, 2, 91, 3);
  put_run (f, 3, 89, 4);
  put_run (f, 4, 1, 5);
  trim (f, 90, TNY_LOG_LINES_MAX, 2, 2 * TNY_LOG_TRIM_STEP + 4);
  g_assert_cmpint (read_int (f, "SELECT count (*) FROM log"), ==, 9);
  g_assert_cmpint (read_int (f, "SELECT min (id) FROM runs"), ==, 3);
  g_assert_cmpint (read_int (f, "SELECT count (*) FROM run_streams"), ==, 2);
  trim (f, 90, TNY_LOG_LINES_MAX, 0, 0);
}

static void
test_size (Fixture *f, gconstpointer data)
{
  put_run (f, 1, 3, 100);
  put_run (f, 2, 2, 100);
  put_run (f, 3, 1, 100);
  trim (f, 90, 250, 1, 100);
  g_assert_cmpint (read_int (f, "SELECT count (*) FROM log"), ==, 200);
  trim (f, 90, 10, 1, 100);
  g_assert_cmpint (read_int (f, "SELECT count (*) FROM log"), ==, 100);     /* of the last run */
}

static void
test_last_and_running_stay (Fixture *f, gconstpointer data)
{
  put_run (f, 1, 500, 2);
  put_run (f, 2, 400, 2);
  run_sql (f, "UPDATE runs SET state = 'running', ended_at = NULL WHERE id = 1");
  trim (f, 30, TNY_LOG_LINES_MAX, 0, 0);
  g_assert_cmpint (read_int (f, "SELECT count (*) FROM runs"), ==, 2);
}

static void
test_cancelled (Fixture *f, gconstpointer data)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GError) error = NULL;
  TnyLogTrimmed trimmed;

  put_run (f, 1, 100, 10);
  put_run (f, 2, 1, 10);
  g_cancellable_cancel (cancellable);
  g_assert_false (tny_log_trim (f->store, 90, TNY_LOG_LINES_MAX, NOW, &trimmed, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (read_int (f, "SELECT count (*) FROM log"), ==, 20);
  trim (f, 90, TNY_LOG_LINES_MAX, 1, 10);
}

static void
test_preferences (Fixture *f, gconstpointer data)
{
  TnyPreferences preferences;
  g_autoptr(GError) error = NULL;

  tny_preferences_get (f->store, &preferences);
  g_assert_cmpint (preferences.values[TNY_PREFERENCE_LOG_DAYS], ==, 90);
  for (guint i = 0; i < TNY_N_PREFERENCES; i++)
    {
      gint64 least, most, usual;

      tny_preference_limits (i, &least, &most, &usual);
      g_assert_cmpint (preferences.values[i], ==, usual);
      g_assert_true (tny_preferences_set (f->store, i, most, NULL));
      g_assert_false (tny_preferences_set (f->store, i, most + 1, &error));
      g_assert_error (error, TNY_ERROR, TNY_ERROR_ARGUMENT);
      g_clear_error (&error);
      fixture_reopen (f);
      tny_preferences_get (f->store, &preferences);
      g_assert_cmpint (preferences.values[i], ==, most);
    }
  run_sql (f, "UPDATE settings SET value = 'many' WHERE name = %Q",
           tny_preference_name (TNY_PREFERENCE_LOG_DAYS));
  tny_preferences_get (f->store, &preferences);
  g_assert_cmpint (preferences.values[TNY_PREFERENCE_LOG_DAYS], ==, 90);
}

/* No suggestion below the score that the person wants to see. */
static void
test_suggest_from (Fixture *f, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  gint64 all, some;

  put_tenant (f, "Contoso Holding International");
  put_tenant (f, "Fabrikam Ltd");
  put_organization (f, "Contoso");
  put_organization (f, "Fabrikam Limited Liability");
  tny_matching_refresh (f->store, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  all = read_int (f, "SELECT count (*) FROM suggestions");
  some = read_int (f, "SELECT count (*) FROM suggestions WHERE score >= 100");
  g_assert_cmpint (all, >, some);
  g_assert_true (tny_preferences_set (f->store, TNY_PREFERENCE_SUGGEST_FROM, 100, NULL));
  tny_matching_refresh (f->store, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (read_int (f, "SELECT count (*) FROM suggestions"), ==, some);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add_test ("/records/log-trim/by-age", test_age);
  add_test ("/records/log-trim/by-size", test_size);
  add_test ("/records/log-trim/the-last-and-what-runs-stay", test_last_and_running_stay);
  add_test ("/records/log-trim/cancelled-goes-on-later", test_cancelled);
  add_test ("/records/preferences/kept-within-limits", test_preferences);
  add_test ("/records/preferences/suggest-from", test_suggest_from);

  return g_test_run ();
}
