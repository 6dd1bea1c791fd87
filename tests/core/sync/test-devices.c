/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Intune's devices: whole, in pages, where there is no Intune, and what only one device tells. */
#include "sync-fixture.h"

#include <string.h>

#include "tny-error.h"

static const SyncSetup pages = { .tenants = 1, .users = 2600 };

static void
assert_state (Sync *s, const char *wanted)
{
  g_autoptr(GError) error = NULL;

  g_assert_cmpstr (sync_run (s, &error), ==, wanted);
}

static gint64
count_streams (Sync *s, const char *state)
{
  return db_int (s, "SELECT count (*) FROM run_streams WHERE run_id = (SELECT max (id) FROM runs) AND "
                    "name = 'devices' AND state = '%s'", state);
}

static gint64
stream_sum (Sync *s, const char *column)
{
  return db_int (s, "SELECT sum (%s) FROM run_streams WHERE run_id = (SELECT max (id) FROM runs) AND "
                    "name = 'devices'", column);
}

static gint64
count_devices (Sync *s, const char *condition)
{
  return db_int (s, "SELECT count (*) FROM devices AS d JOIN tenants AS t ON t.id = d.tenant_id WHERE %s",
                 condition);
}

static void
test_whole (Sync *s, gconstpointer data)
{
  s->context.streams = "tenants,users,devices";
  assert_state (s, "ok");
  /* Two of six tenants have Intune; the others are no failure. */
  g_assert_cmpint (count_streams (s, "ok"), ==, 2);
  g_assert_cmpint (count_streams (s, "not-licensed"), ==, 4);
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM tenant_streams WHERE name = 'devices' AND "
                              "state = 'not-licensed' AND error = 'licence' AND read_at IS NULL"), ==, 4);
  g_assert_cmpint (count_devices (s, "1"), >, 20);
  g_assert_cmpint (stream_sum (s, "reported"), ==, count_devices (s, "1"));
  g_assert_cmpint (stream_sum (s, "new"), ==, count_devices (s, "1"));
  g_assert_cmpint (stream_sum (s, "stored"), ==, count_devices (s, "1"));
  db_assert_sound (s);
}

static void
test_primary_users (Sync *s, gconstpointer data)
{
  s->context.streams = "tenants,users,devices";
  assert_state (s, "ok");
  g_assert_cmpint (count_devices (s, "d.user_graph_id IS NOT NULL"), >, 10);
  /* Each is a user of its own tenant, by id as by name. */
  g_assert_cmpint (count_devices (s, "d.user_graph_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM users AS u "
                                     "WHERE u.tenant_id = d.tenant_id AND u.graph_id = d.user_graph_id AND "
                                     "u.user_principal_name = d.user_principal_name)"), ==, 0);
  /* Who only enrolled a device is told apart, and a shared device has nobody. */
  g_assert_cmpint (count_devices (s, "d.enrollment = 'deviceEnrollmentManager'"), >, 0);
  g_assert_cmpint (count_devices (s, "d.enrollment = 'deviceEnrollmentManager' AND (d.user_graph_id IS NOT "
                                     "NULL OR d.user_principal_name IS NOT NULL OR d.enrolled_by IS NULL)"),
                   ==, 0);
  g_assert_cmpint (count_devices (s, "d.enrollment = 'windowsBulkUserless'"), >, 0);
  g_assert_cmpint (count_devices (s, "d.enrollment = 'windowsBulkUserless' AND (d.user_graph_id IS NOT NULL "
                                     "OR d.user_principal_name IS NOT NULL OR d.enrolled_by IS NOT NULL)"),
                   ==, 0);
}

static void
test_twice (Sync *s, gconstpointer data)
{
  gint64 stored, requests;

  s->context.streams = "tenants,devices";
  assert_state (s, "ok");
  stored = count_devices (s, "1");
  assert_state (s, "ok");
  requests = stream_sum (s, "requests");
  g_assert_cmpint (stream_sum (s, "unchanged"), ==, stored);
  g_assert_cmpint (stream_sum (s, "new + changed + removed"), ==, 0);
  /* Who are you, what have you: adapters are asked for once. */
  g_assert_cmpint (requests, ==, 12);
  db_run (s, "UPDATE devices SET row_hash = 0, serial_number = 'X' WHERE id = 1");
  assert_state (s, "ok");
  g_assert_cmpint (stream_sum (s, "changed"), ==, 1);
  g_assert_cmpint (count_devices (s, "d.serial_number = 'X'"), ==, 0);
}

/* Lists leave the wired adapter out: it is asked for where there is no other address. */
static void
test_adapters (Sync *s, gconstpointer data)
{
  s->context.streams = "tenants,devices";
  assert_state (s, "ok");
  g_assert_cmpint (count_devices (s, "d.name LIKE 'PC-%%' AND d.wifi_mac IS NULL"), >, 0);
  g_assert_cmpint (count_devices (s, "d.name LIKE 'PC-%%' AND length (d.ethernet_mac) = 12"), ==,
                   count_devices (s, "d.name LIKE 'PC-%%'"));
  g_assert_cmpint (count_devices (s, "d.wifi_mac LIKE '8C%%' AND d.ethernet_read_at IS NOT NULL"), ==, 0);
  g_assert_cmpint (count_devices (s, "d.operating_system IN ('iOS', 'Android') AND "
                                     "d.ethernet_read_at IS NOT NULL"), ==, 0);
  /* A later listing keeps them. */
  db_run (s, "UPDATE devices SET row_hash = 0");
  assert_state (s, "ok");
  g_assert_cmpint (count_devices (s, "d.name LIKE 'PC-%%' AND d.ethernet_mac IS NULL"), ==, 0);

  /* Refused, the list is whole all the same, and the log says what is missing. */
  db_run (s, "UPDATE devices SET ethernet_mac = NULL, ethernet_read_at = NULL");
  sim_control (s, "POST", "fail?path=managedDevices/&how=403");
  assert_state (s, "ok");
  g_assert_cmpint (count_devices (s, "d.ethernet_read_at IS NOT NULL"), ==, 0);
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM log WHERE stream = 'devices' AND level = 'warning' AND "
                              "message LIKE '%%network adapters%%' AND run_id = (SELECT max (id) FROM runs)"),
                   ==, 2);
}

static void
test_gone (Sync *s, gconstpointer data)
{
  gint64 stored;

  s->context.streams = "tenants,devices";
  assert_state (s, "ok");
  stored = count_devices (s, "1");
  db_run (s, "INSERT INTO devices (tenant_id, graph_id, row_hash, name, sort_name) SELECT tenant_id, "
             "randomblob (16), 1, 'Gone', 'gone' FROM devices LIMIT 1");
  assert_state (s, "ok");
  g_assert_cmpint (stream_sum (s, "removed"), ==, 1);
  g_assert_cmpint (count_devices (s, "1"), ==, stored);

  /* Too much to believe: kept until somebody says so. */
  db_run (s, "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60) "
             "INSERT INTO devices (tenant_id, graph_id, row_hash, name, sort_name) SELECT (SELECT tenant_id "
             "FROM devices LIMIT 1), randomblob (16), 1, 'Gone', 'gone' FROM n");
  assert_state (s, "incomplete");
  g_assert_cmpint (count_streams (s, "incomplete"), ==, 1);
  g_assert_cmpint (count_devices (s, "1"), ==, stored + 60);
  s->context.full = s->context.confirmed = TRUE;
  assert_state (s, "ok");
  g_assert_cmpint (count_devices (s, "1"), ==, stored);
}

/* The next run begins behind the page that was stored last. */
static void
test_goes_on_behind_the_last_page (Sync *s, gconstpointer data)
{
  gint64 whole;

  s->context.streams = "tenants,devices";
  s->context.workers = 1;
  assert_state (s, "ok");
  whole = count_devices (s, "1");
  g_assert_cmpint (whole, >, 2000);
  for (guint nth = 5; db_int (s, "SELECT count (*) FROM cursors") == 0; nth++)
    {
      g_autofree char *what = g_strdup_printf ("fail?request=%u&how=garbage", nth);
      g_autoptr(GError) error = NULL;

      g_assert_cmpuint (nth, <, 30);
      db_run (s, "DELETE FROM tenants");
      sim_control (s, "POST", what);
      g_assert_cmpstr (sync_run (s, &error), !=, "running");
    }
  g_assert_cmpint (count_streams (s, "incomplete"), ==, 1);
  g_assert_cmpint (count_devices (s, "1"), ==, 999 * db_int (s, "SELECT pages FROM cursors"));

  /* One that no page has named goes, those of the earlier pages stay. */
  db_run (s, "INSERT INTO devices (tenant_id, graph_id, row_hash, name, sort_name) SELECT tenant_id, "
             "randomblob (16), 1, 'Gone', 'gone' FROM devices LIMIT 1");
  assert_state (s, "ok");
  g_assert_cmpint (count_devices (s, "1"), ==, whole);
  g_assert_cmpint (stream_sum (s, "removed"), ==, 1);
  g_assert_cmpint (stream_sum (s, "reported"), ==, whole);
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM cursors") +
                   db_int (s, "SELECT count (*) FROM seen_pages"), ==, 0);
  db_assert_sound (s);
}

static const struct { const char *name, *control, *error, *needs; } refusals[] = {
  { "role", "scenario?name=roles-missing&on=1", "permission", "a role like Intune Administrator" },
  { "permission", "permission?name=DeviceManagementManagedDevices.Read.All&state=no-consent&where=everywhere",
    "permission", "needs DeviceManagementManagedDevices.Read.All" },
};

static void
test_refused (Sync *s, gconstpointer data)
{
  gint64 stored;

  s->context.streams = "tenants,devices";
  assert_state (s, "ok");
  stored = count_devices (s, "1");
  for (guint i = 0; i < G_N_ELEMENTS (refusals); i++)
    {
      g_autofree char *message = NULL;

      g_test_message ("%s", refusals[i].name);
      sim_control (s, "POST", "reset");
      sim_scenario (s, "all-access", TRUE);
      sim_control (s, "POST", refusals[i].control);
      sync_close (s);
      sync_open (s);
      assert_state (s, "incomplete");
      g_assert_cmpint (count_streams (s, "failed"), >=, 2);
      g_assert_cmpint (count_devices (s, "1"), ==, stored);        /* the older data stays */
      g_assert_cmpint (db_int (s, "SELECT count (*) FROM tenant_streams WHERE name = 'devices' AND "
                                  "state = 'failed' AND error = '%s' AND read_at > 0", refusals[i].error),
                       ==, 2);
      message = db_text (s, "SELECT message FROM log WHERE stream = 'devices' AND level = 'error' "
                            "ORDER BY id DESC LIMIT 1");
      g_assert_nonnull (strstr (message, refusals[i].needs));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  add_sync_test ("/devices/whole", NULL, test_whole);
  add_sync_test ("/devices/primary-users", NULL, test_primary_users);
  add_sync_test ("/devices/twice-is-no-change", NULL, test_twice);
  add_sync_test ("/devices/adapters", NULL, test_adapters);
  add_sync_test ("/devices/gone", NULL, test_gone);
  add_sync_test ("/devices/goes-on-behind-the-last-page", &pages, test_goes_on_behind_the_last_page);
  add_sync_test ("/devices/refused", NULL, test_refused);

  return g_test_run ();
}
