/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Users as lists of changes: what each round asks for, what it leaves alone, and how it begins anew. */
#include "sync-fixture.h"

#include <string.h>

#include "directory-compare.h"
#include "tny-error.h"

#define DAY (24 * 60 * 60)

static const SyncSetup nine_hundred = { .tenants = 1, .users = 900 };

static void
assert_ok (Sync *s)
{
  g_autoptr(GError) error = NULL;
  const char *state = sync_run (s, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (state, ==, "ok");
  db_assert_sound (s);
}

static gint64
users_sum (Sync *s, const char *column)
{
  return db_int (s, "SELECT sum (%s) FROM run_streams WHERE run_id = (SELECT max (id) FROM runs) "
                    "AND name = 'users'", column);
}

static gint64
count_restarts (Sync *s)
{
  return db_int (s, "SELECT count (*) FROM log WHERE action = 'restart' AND run_id = (SELECT max (id) FROM runs)");
}

static char *
first_tenant (Sync *s)
{
  return db_text (s, "SELECT graph_id FROM tenants WHERE id = (SELECT min (id) FROM tenants)");
}

/* One request for each tenant, and no row is written. */
static void
test_nothing_changed (Sync *s, gconstpointer data)
{
  assert_ok (s);
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM change_links"), ==, 6);
  db_run (s, "UPDATE users SET read_at = 5");
  for (guint i = 0; i < 3; i++)
    {
      sim_control (s, "DELETE", "requests");
      assert_ok (s);
      g_assert_cmpint (count_restarts (s), ==, 0);
      g_assert_cmpint (users_sum (s, "requests"), ==, 6 + 6);       /* who are you, what is new */
      g_assert_cmpint (users_sum (s, "fetched + new + changed + removed"), ==, 0);
      g_assert_cmpint (users_sum (s, "unchanged"), ==, 120);
      g_assert_cmpint (db_int (s, "SELECT max (read_at) FROM users"), ==, 5);
    }
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM tenants WHERE users_read_at > 5"), ==, 6);
}

static void
test_what_changed (Sync *s, gconstpointer data)
{
  assert_ok (s);
  db_run (s, "UPDATE users SET read_at = 5");
  sim_users (s, "rename", NULL, 2, 1);
  sim_users (s, "delete", NULL, 1, 3);
  sim_users (s, "create", NULL, 1, 2);
  assert_ok (s);
  g_assert_cmpint (count_restarts (s), ==, 0);
  g_assert_cmpint (users_sum (s, "new"), ==, 6);
  g_assert_cmpint (users_sum (s, "removed"), ==, 6);
  g_assert_cmpint (users_sum (s, "changed"), <=, 12);
  g_assert_cmpint (users_sum (s, "fetched"), <=, 24);
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM users WHERE read_at > 5"), <=, 24);
  directory_assert_equal (s);
}

/* Deleted, restored, deleted again, and for good. */
static void
test_leavers (Sync *s, gconstpointer data)
{
  g_autofree char *tenant = NULL;
  static const struct { const char *what; gint64 deleted, restorable; } steps[] = {
    { "delete", 1, 1 }, { "restore", 0, 0 }, { "delete", 1, 1 }, { "purge", 1, 0 },
  };

  assert_ok (s);
  tenant = first_tenant (s);
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      sim_users (s, steps[i].what, tenant, 1, 4);
      assert_ok (s);
      g_assert_cmpint (db_int (s, "SELECT count (*) FROM users WHERE state = 'deleted'"), ==, steps[i].deleted);
      g_assert_cmpint (db_int (s, "SELECT count (*) FROM users WHERE restorable_until BETWEEN "
                                  "unixepoch () + 29 * 86400 AND unixepoch () + 30 * 86400"), ==,
                       steps[i].restorable);
      directory_assert_equal (s);
    }
}

/* Those who left before anything was read are known from the bin, and leave it. */
static void
test_bin (Sync *s, gconstpointer data)
{
  g_autofree char *login = NULL;

  sim_users (s, "delete", NULL, 2, 5);
  assert_ok (s);
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM users WHERE state = 'deleted' AND restorable_until > 0 AND "
                              "display_name IS NOT NULL"), ==, 12);
  login = db_text (s, "SELECT user_principal_name FROM users WHERE state = 'deleted' LIMIT 1");
  g_assert_true (g_ascii_isalpha (*login) && strchr (login, '@') != NULL && strchr (login, '@') - login < 32);
  g_assert_cmpint (db_int (s, "SELECT sum (stored) FROM run_streams WHERE name = 'deleted-users'"), ==, 12);
  directory_assert_equal (s);

  /* Emptied: they are gone for good, and nobody else is. */
  db_run (s, "UPDATE users SET deleted_at = deleted_at - 7200");
  sim_users (s, "purge", NULL, 2, 5);
  assert_ok (s);
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM users WHERE state = 'deleted' AND restorable_until IS NULL"), ==, 12);
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM users WHERE state = 'present'"), ==, 108);

  /* Restored ones are here again. */
  sim_users (s, "delete", NULL, 1, 6);
  assert_ok (s);
  sim_users (s, "restore", NULL, 1, 6);
  assert_ok (s);
  directory_assert_equal (s);
}

/* Microsoft has forgotten: said so, all are listed anew, and what is as before is not written. */
static void
test_forgotten_by_microsoft (Sync *s, gconstpointer data)
{
  for (guint how = 0; how < 2; how++)
    {
      g_autofree char *line = NULL, *advance = g_strdup_printf ("clock?advance=%d", 8 * DAY);

      assert_ok (s);
      db_run (s, "UPDATE users SET read_at = 5");
      if (how == 0)
        sim_control (s, "POST", advance);           /* 410, by age */
      else
        sim_scenario (s, "delta-expired", TRUE);    /* 400 */
      sim_users (s, "delete", NULL, 1, 7 + how);
      assert_ok (s);
      g_assert_cmpint (count_restarts (s), ==, 6);
      line = db_text (s, "SELECT message FROM log WHERE action = 'restart' ORDER BY id DESC");
      g_assert_nonnull (strstr (line, ": all are listed anew: GET /v1.0/users/delta: 4"));
      g_assert_nonnull (strstr (line, "syncStateNotFound"));
      g_assert_cmpint (users_sum (s, "removed"), ==, 6);
      g_assert_cmpint (users_sum (s, "new + changed"), ==, 0);
      g_assert_cmpint (db_int (s, "SELECT count (*) FROM users WHERE state = 'present' AND read_at > 5"), ==, 0);
      directory_assert_equal (s);
      sim_scenario (s, "delta-expired", FALSE);
      assert_ok (s);
      g_assert_cmpint (count_restarts (s), ==, 0);
    }
}

/* Our own clock knows it, too: a dead link is not even tried. */
static void
test_seven_days (Sync *s, gconstpointer data)
{
  g_autofree char *line = NULL;

  assert_ok (s);
  db_run (s, "UPDATE change_links SET saved_at = saved_at - %d", 6 * DAY + 22 * 3600);
  assert_ok (s);
  g_assert_cmpint (count_restarts (s), ==, 0);
  db_run (s, "UPDATE change_links SET saved_at = saved_at - %d", 7 * DAY);
  sim_control (s, "DELETE", "requests");
  assert_ok (s);
  g_assert_cmpint (count_restarts (s), ==, 6);
  line = db_text (s, "SELECT message FROM log WHERE action = 'restart' ORDER BY id DESC");
  g_assert_nonnull (strstr (line, "the last time was 7 days ago, and Microsoft tells changes of seven days"));
  {
    g_autofree char *requests = sim_requests (s);

    g_assert_null (strstr (requests, "deltatoken"));
  }
}

static void
test_other_properties (Sync *s, gconstpointer data)
{
  assert_ok (s);
  db_run (s, "UPDATE change_links SET shape = shape + 1");
  assert_ok (s);
  g_assert_cmpint (count_restarts (s), ==, 6);
  g_assert_cmpint (users_sum (s, "unchanged"), ==, 120);
  assert_ok (s);
  g_assert_cmpint (count_restarts (s), ==, 0);
}

/* A tenant that vanishes takes its users out of scope; when it appears again they are listed whole,
 * as they are by then, under its name of then. */
static void
test_tenant_vanishes_and_appears (Sync *s, gconstpointer data)
{
  g_autofree char *tenant = NULL, *what = NULL, *name = NULL;
  gint64 users;

  assert_ok (s);
  tenant = first_tenant (s);
  users = db_int (s, "SELECT users_present FROM tenants WHERE graph_id = '%s'", tenant);
  what = g_strdup_printf ("tenants?do=hide&tenant=%s", tenant);
  sim_control (s, "POST", what);
  assert_ok (s);
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM users WHERE state = 'out-of-scope'"), ==, users);
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM users WHERE state = 'deleted'"), ==, 0);
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM change_links"), ==, 5);

  sim_users (s, "rename", tenant, 2, 9);
  sim_users (s, "delete", tenant, 1, 9);
  g_free (what);
  what = g_strdup_printf ("tenants?do=rename&tenant=%s&name=Under%%20New%%20Management", tenant);
  sim_control (s, "POST", what);
  g_free (what);
  what = g_strdup_printf ("tenants?do=show&tenant=%s", tenant);
  sim_control (s, "POST", what);
  assert_ok (s);
  name = db_text (s, "SELECT name FROM tenants WHERE graph_id = '%s' AND gone_at IS NULL", tenant);
  g_assert_cmpstr (name, ==, "Under New Management");
  directory_assert_equal (s);
}

/* Replays, pages out of order, empty ones, and a directory that lives on: nobody twice, nobody lost. */
static void
test_nine_hundred_stay_nine_hundred (Sync *s, gconstpointer data)
{
  gint64 written = 0;

  sim_scenario (s, "delta-odd", TRUE);
  sim_control (s, "POST", "pages?size=90");
  for (guint i = 0; i < 37; i++)
    {
      if (i % 3 == 1)
        sim_scenario (s, "delta-expired", TRUE);
      if (i % 5 == 4)
        sim_control (s, "POST", "fail?request=12&how=garbage&count=1");
      sync_run (s, NULL);
      sim_control (s, "POST", "fail?request=1000000&how=500");
      sim_scenario (s, "delta-expired", FALSE);
      if (i > 0)
        written += users_sum (s, "new + changed + removed");
      g_assert_cmpint (db_int (s, "SELECT count (*) FROM users"), ==, 900);
      db_assert_sound (s);
    }
  g_assert_cmpint (written, ==, 0);
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM users WHERE state = 'present'"), ==, 900);
  g_assert_cmpint (db_int (s, "SELECT sum (fetched) FROM run_streams WHERE name = 'users'"), >, 900 * 12);
  assert_ok (s);
  directory_assert_equal (s);
}

static void
test_live_changes (Sync *s, gconstpointer data)
{
  sim_control (s, "POST", "pages?size=50");
  sim_scenario (s, "live-changes", TRUE);
  for (guint i = 0; i < 4; i++)
    assert_ok (s);
  g_assert_cmpint (users_sum (s, "fetched"), >, 0);
  sim_scenario (s, "live-changes", FALSE);
  assert_ok (s);
  directory_assert_equal (s);
  assert_ok (s);
  g_assert_cmpint (users_sum (s, "fetched"), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add_sync_test ("/sync/changes/nothing-changed", NULL, test_nothing_changed);
  add_sync_test ("/sync/changes/what-changed", NULL, test_what_changed);
  add_sync_test ("/sync/changes/leavers", NULL, test_leavers);
  add_sync_test ("/sync/changes/bin", NULL, test_bin);
  add_sync_test ("/sync/changes/forgotten-by-microsoft", NULL, test_forgotten_by_microsoft);
  add_sync_test ("/sync/changes/seven-days", NULL, test_seven_days);
  add_sync_test ("/sync/changes/other-properties", NULL, test_other_properties);
  add_sync_test ("/sync/changes/tenant-vanishes-and-appears", NULL, test_tenant_vanishes_and_appears);
  add_sync_test ("/sync/changes/nine-hundred-stay-nine-hundred", &nine_hundred,
                 test_nine_hundred_stay_nine_hundred);
  add_sync_test ("/sync/changes/live-changes", &nine_hundred, test_live_changes);

  return g_test_run ();
}
