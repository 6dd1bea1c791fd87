/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reminders of what ends: each lead once, over restarts, and anew for another end. */
#include "setup-fixture.h"

#include <sqlite3.h>

#include "tny-coming.h"

#define DAY 86400
#define NOW G_GINT64_CONSTANT (1764028800)

/* From outside, as if checks had been made; @days from NOW. */
static void
run_sql (SetupFixture *f, const char *format, ...) G_GNUC_PRINTF (2, 3);

static void
run_sql (SetupFixture *f, const char *format, ...)
{
  g_autofree char *sql = NULL;
  va_list arguments;
  sqlite3 *db = NULL;
  char *problem = NULL;

  va_start (arguments, format);
  sql = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_assert_cmpint (sqlite3_open (tny_store_get_path (f->store), &db), ==, SQLITE_OK);
  sqlite3_busy_timeout (db, 5000);
  sqlite3_exec (db, sql, NULL, NULL, &problem);
  g_assert_cmpstr (problem, ==, NULL);
  sqlite3_close (db);
}

static void
add_connection (SetupFixture *f)
{
  run_sql (f, "INSERT INTO connections (id, name, tenant_id, client_id, reach, created_at) "
              "VALUES (1, 'Northwind IT', 't', 'c', 'gdap', 0)");
}

static void
add_end (SetupFixture *f, const char *tenant, const char *id, const char *finding, int days)
{
  run_sql (f, "INSERT OR REPLACE INTO checks (connection_id, tenant_id, id, area, subject, state, finding, claim, "
              "status, checked_at, due_at, due_soon, position) "
              "VALUES (1, '%s', '%s', 'connection', 'Fabrikam', 'pass', '%s', 'It ends.', 200, %" G_GINT64_FORMAT
              ", %" G_GINT64_FORMAT ", 0, 1)", tenant, id, finding, NOW, NOW + (gint64) days * DAY);
}

/* "secret,relationship-end": what is told at NOW and @days. */
static void
assert_told (SetupFixture *f, int days, const char *wanted)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) list = tny_reminders_take (f->store, NOW + (gint64) days * DAY, &error);
  g_autoptr(GString) told = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < list->len; i++)
    g_string_append_printf (told, "%s%s", i > 0 ? "," : "", ((TnyComing *) list->pdata[i])->check_id);
  g_assert_cmpstr (told->str, ==, wanted);
}

static void
test_once_per_lead (SetupFixture *f, gconstpointer data)
{
  add_connection (f);
  add_end (f, "", "secret", "ok", 40);
  assert_told (f, 0, "");
  assert_told (f, 9, "");
  assert_told (f, 10, "secret");
  assert_told (f, 10, "");
  assert_told (f, 25, "");
  assert_told (f, 26, "secret");

  /* a program that was not there told nothing: of several leads only the last */
  tny_store_close (f->store);
  setup_open_store (f);
  assert_told (f, 39, "secret");
  assert_told (f, 39, "");
  assert_told (f, 40, "");
  assert_told (f, 41, "");
}

static void
test_another_end (SetupFixture *f, gconstpointer data)
{
  add_connection (f);
  add_end (f, "", "secret", "soon", 1);
  assert_told (f, 0, "secret");
  /* replaced in time: the new one is reminded of by its own dates */
  add_end (f, "", "secret", "ok", 365);
  assert_told (f, 0, "");
  assert_told (f, 335, "secret");
}

static void
test_several (SetupFixture *f, gconstpointer data)
{
  add_connection (f);
  add_end (f, "b", "relationship-end", "soon", 20);
  add_end (f, "a", "relationship-end", "extends", 3);
  add_end (f, "", "certificate", "soon", 2);
  add_end (f, "", "mfa", "ok", 2);
  assert_told (f, 0, "certificate,relationship-end");
  add_end (f, "a", "relationship-end", "soon", 13);
  assert_told (f, 0, "relationship-end");
  run_sql (f, "PRAGMA foreign_keys = ON; DELETE FROM connections");
  assert_told (f, 1, "");
}

/* Checks were made long ago; the syncs since then have kept the sign-in alive. */
static void
test_sync_renews (SetupFixture *f, gconstpointer data)
{
  add_connection (f);
  add_end (f, "", "renewal", "ok", 90);
  run_sql (f, "INSERT INTO runs (id, connection_id, trigger, state, started_at, ended_at) VALUES "
              "(1, 1, 'manual', 'ok', 0, %" G_GINT64_FORMAT "), (2, 1, 'manual', 'failed', 0, %" G_GINT64_FORMAT ")",
           NOW + 70 * (gint64) DAY, NOW + 80 * (gint64) DAY);
  assert_told (f, 80, "");
  assert_told (f, 145, "");
  assert_told (f, 146, "renewal");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/setup/reminders/" name, SetupFixture, NULL, setup_begin, func, setup_end)
  ADD ("each-lead-once-over-restarts", test_once_per_lead);
  ADD ("another-end-is-reminded-of-anew", test_another_end);
  ADD ("of-what-ends-and-does-not-go-on", test_several);
  ADD ("a-sync-keeps-the-sign-in-alive", test_sync_renews);

  return g_test_run ();
}
