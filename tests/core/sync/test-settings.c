/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sync settings: what they leave out is out of scope, not deleted, and comes back. */
#include "sync-fixture.h"

#include <string.h>

#include "tny-error.h"
#include "tny-sync-settings.h"

static void
set (Sync *s, gint64 tenant_id, ...)
{
  g_auto(TnySyncSettings) settings = { 0 };
  g_autoptr(TnyReader) reader = tny_store_borrow (s->store, NULL);
  g_autoptr(GError) error = NULL;
  const char *text;
  va_list texts;

  g_assert_true (tny_sync_settings_read (reader, s->connection_id, tenant_id, &settings, &error));
  g_clear_pointer (&reader, tny_reader_return);
  va_start (texts, tenant_id);
  while ((text = va_arg (texts, const char *)) != NULL)
    {
      tny_sync_settings_set (&settings, tenant_id != 0, text, NULL, &error);
      g_assert_no_error (error);
    }
  va_end (texts);
  tny_sync_settings_write (s->store, s->connection_id, tenant_id, &settings, NULL, &error);
  g_assert_no_error (error);
}

static void
assert_ok (Sync *s)
{
  g_autoptr(GError) error = NULL;

  g_assert_cmpstr (sync_run (s, &error), ==, "ok");
  g_assert_no_error (error);
}

static gint64
count_users (Sync *s, const char *state)
{
  return db_int (s, "SELECT count (*) FROM users WHERE state = '%s'", state);
}

static void
assert_counts (Sync *s)
{
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM tenants AS t WHERE users_present <> (SELECT count (*) FROM "
                              "users WHERE tenant_id = t.id AND state = 'present') OR users_out <> (SELECT "
                              "count (*) FROM users WHERE tenant_id = t.id AND scope IS NOT NULL)"), ==, 0);
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM users WHERE (scope IS NOT NULL) <> "
                              "(state = 'out-of-scope')"), ==, 0);
  db_assert_sound (s);
}

/* A shared mailbox, a room: nobody signs in there, whatever its account looks like. */
#define NO_MAILBOX "(id NOT IN (SELECT user_id FROM mailboxes WHERE user_id IS NOT NULL AND kind <> 'person'))"

/* Each switch leaves out whom it names, and brings all of them back, without a sync. */
static void
test_switches (Sync *s, gconstpointer data)
{
  static const struct { const char *off, *on, *who, *reason; } rows[] = {
    { "guests=off", "guests=on", "lower (user_type) = 'guest' AND " NO_MAILBOX, "guest" },
    { "disabled=off", "disabled=on", "enabled = 0 AND " NO_MAILBOX, "disabled" },
    { "shared-mailboxes=off", "shared-mailboxes=on",
      "NOT " NO_MAILBOX, "shared" },
    { "users=licensed", "users=all",
      "licences = '' AND lower (user_type) <> 'guest' AND " NO_MAILBOX, "subscription" },
  };
  gint64 all;

  s->context.streams = NULL;
  db_run (s, "UPDATE connections SET streams = 'tenants,users,licences,mailboxes'");
  assert_ok (s);
  all = count_users (s, "present");
  /* somebody who is both */
  db_run (s, "UPDATE users SET enabled = 0 WHERE id = (SELECT min (id) FROM users WHERE lower (user_type) = 'guest')");
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      gint64 out = db_int (s, "SELECT count (*) FROM users WHERE state = 'present' AND %s", rows[i].who);

      g_test_message ("%s", rows[i].off);
      g_assert_cmpint (out, >, 0);
      set (s, 0, rows[i].off, NULL);
      g_assert_cmpint (db_int (s, "SELECT count (*) FROM users WHERE scope = '%s' AND %s", rows[i].reason,
                               rows[i].who), ==, out);
      g_assert_cmpint (count_users (s, "out-of-scope"), ==, out);
      g_assert_cmpint (count_users (s, "deleted"), ==, 0);
      assert_counts (s);
      set (s, 0, rows[i].on, NULL);
      g_assert_cmpint (count_users (s, "present"), ==, all);
      assert_counts (s);
    }
}

/* Runs go on reading them: no row is written for nothing, nobody is lost, and who changes is noticed. */
static void
test_syncs (Sync *s, gconstpointer data)
{
  gint64 out;

  s->context.streams = NULL;
  db_run (s, "UPDATE connections SET streams = 'tenants,users,mailboxes'");
  assert_ok (s);
  set (s, 0, "guests=off", "shared-mailboxes=off", NULL);
  out = count_users (s, "out-of-scope");
  g_assert_cmpint (out, >, 0);
  assert_ok (s);
  g_assert_cmpint (db_int (s, "SELECT sum (new + changed + removed) FROM run_streams WHERE run_id = (SELECT "
                              "max (id) FROM runs)"), ==, 0);
  g_assert_cmpint (db_int (s, "SELECT sum (stored) FROM run_streams WHERE name = 'users' AND "
                              "run_id = (SELECT max (id) FROM runs)"), ==,
                   db_int (s, "SELECT sum (reported) FROM run_streams WHERE name = 'users' AND run_id = 1"));
  g_assert_cmpint (count_users (s, "out-of-scope"), ==, out);
  assert_counts (s);

  /* as if it had been read otherwise before: the run puts it right */
  db_run (s, "UPDATE users SET row_hash = 1, user_type = 'Guest', scope = 'guest', state = 'out-of-scope' WHERE id = "
             "(SELECT min (id) FROM users WHERE lower (user_type) <> 'guest' AND scope IS NULL)");
  db_run (s, "DELETE FROM change_links");             /* all are listed, not only what has changed */
  g_assert_cmpint (count_users (s, "out-of-scope"), ==, out + 1);
  assert_ok (s);
  g_assert_cmpint (count_users (s, "out-of-scope"), ==, out);
  assert_counts (s);

  /* A whole new database with the settings there from the beginning comes to the same. */
  db_run (s, "DELETE FROM tenants");
  assert_ok (s);
  g_assert_cmpint (count_users (s, "out-of-scope"), ==, out);
  assert_counts (s);
}

/* Somebody out of scope who goes from Microsoft is deleted, in scope or not. */
static void
test_deleted (Sync *s, gconstpointer data)
{
  s->context.streams = NULL;
  db_run (s, "UPDATE connections SET streams = 'tenants,users', guests = 0");
  assert_ok (s);
  set (s, 0, "guests=off", NULL);
  db_run (s, "INSERT INTO users (tenant_id, graph_id, row_hash, user_principal_name, user_type, state, scope, "
             "read_at, sort_name) SELECT (SELECT min (id) FROM tenants), randomblob (16), 1, 'gone', 'Guest', "
             "'out-of-scope', 'guest', 1, 'gone'");
  db_run (s, "DELETE FROM change_links");             /* all are listed, not only what has changed */
  assert_ok (s);
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM users WHERE user_principal_name = 'gone' AND "
                              "state = 'deleted' AND scope IS NULL"), ==, 1);
  set (s, 0, "guests=on", NULL);
  g_assert_cmpint (count_users (s, "deleted"), ==, 1);
  assert_counts (s);
}

/* A tenant that is left out is not asked anything; one that differs keeps its own word. */
static void
test_tenants (Sync *s, gconstpointer data)
{
  g_autofree char *requests = NULL, *graph_id = NULL;
  gint64 first, second, users;

  s->context.streams = NULL;
  db_run (s, "UPDATE connections SET streams = 'tenants,users'");
  assert_ok (s);
  first = db_int (s, "SELECT min (id) FROM tenants");
  second = db_int (s, "SELECT max (id) FROM tenants");
  graph_id = db_text (s, "SELECT graph_id FROM tenants WHERE id = %d", (int) first);
  users = db_int (s, "SELECT users_present FROM tenants WHERE id = %d", (int) first);

  set (s, first, "sync=off", NULL);
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM users WHERE scope = 'tenant'"), ==, users);
  g_assert_cmpint (db_int (s, "SELECT users_present FROM tenants WHERE id = %d", (int) first), ==, 0);
  sim_control (s, "DELETE", "requests");
  assert_ok (s);
  requests = sim_requests (s);
  g_assert_null (strstr (requests, graph_id));
  g_assert_cmpint (db_int (s, "SELECT count (DISTINCT tenant_id) FROM run_streams WHERE name = 'users' AND run_id = "
                              "(SELECT max (id) FROM runs)"), ==, 5);
  assert_counts (s);

  set (s, first, "sync=default", NULL);
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM tenant_settings"), ==, 0);
  g_assert_cmpint (count_users (s, "out-of-scope"), ==, 0);

  /* only those that were chosen, which a new tenant is not */
  set (s, second, "sync=on", "users=licensed", NULL);
  set (s, 0, "tenants=chosen", NULL);
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM tenants WHERE in_scope"), ==, 1);
  db_run (s, "DELETE FROM tenants WHERE id = %d", (int) first);
  assert_ok (s);
  g_assert_cmpint (db_int (s, "SELECT in_scope FROM tenants WHERE graph_id = '%s'", graph_id), ==, 0);
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM users AS u JOIN tenants AS t ON t.id = u.tenant_id WHERE "
                              "t.graph_id = '%s'", graph_id), ==, 0);
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM users WHERE tenant_id = %d AND scope = 'subscription'",
                           (int) second), ==,
                   db_int (s, "SELECT count (*) FROM users WHERE tenant_id = %d AND licences = '' AND "
                              "lower (user_type) <> 'guest'", (int) second));
  assert_counts (s);
}

/* A tenant's own streams, interval and quiet hours; a person who asks is answered at any time. */
static void
test_own_time (Sync *s, gconstpointer data)
{
  gint64 first;

  s->context.streams = NULL;
  db_run (s, "UPDATE connections SET streams = 'tenants,users,licences'");
  assert_ok (s);
  first = db_int (s, "SELECT min (id) FROM tenants");
  set (s, first, "streams=licences", "interval=1d", NULL);
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM users WHERE scope = 'stream' AND tenant_id = %d", (int) first),
                   >, 0);

  s->context.trigger = "schedule";
  assert_ok (s);
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM run_streams WHERE tenant_id = %d AND run_id = (SELECT max (id) "
                              "FROM runs)", (int) first), ==, 0);
  s->context.trigger = "manual";
  assert_ok (s);
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM run_streams WHERE tenant_id = %d AND run_id = (SELECT max (id) "
                              "FROM runs)", (int) first), ==, 1);

  set (s, first, "streams=default", "interval=default", "quiet-hours=00:00-23:59", NULL);
  s->context.trigger = "schedule";
  assert_ok (s);
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM run_streams WHERE tenant_id = %d AND run_id = (SELECT max (id) "
                              "FROM runs)", (int) first), ==, 0);
  set (s, first, "quiet-hours=none", NULL);
  assert_ok (s);
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM run_streams WHERE tenant_id = %d AND run_id = (SELECT max (id) "
                              "FROM runs)", (int) first), ==, 2);
}

/* Who holds a chosen subscription. */
static void
test_subscriptions (Sync *s, gconstpointer data)
{
  g_autoptr(TnyReader) reader = NULL;
  g_autoptr(GPtrArray) list = NULL;
  g_autofree char *text = NULL;
  const TnySubscription *first;
  gint64 holders;

  s->context.streams = NULL;
  db_run (s, "UPDATE connections SET streams = 'tenants,users,licences'");
  assert_ok (s);
  reader = tny_store_borrow (s->store, NULL);
  list = tny_subscriptions_read (reader, s->connection_id, 0, NULL);
  g_clear_pointer (&reader, tny_reader_return);
  g_assert_cmpuint (list->len, >, 1);
  first = list->pdata[0];
  for (guint i = 0; i < list->len; i++)
    if (g_str_equal (((TnySubscription *) list->pdata[i])->part_number, "SPB"))
      first = list->pdata[i];
  holders = db_int (s, "SELECT count (*) FROM users WHERE instr (licences, '%s') AND lower (user_type) <> 'guest'",
                    first->sku_id);
  g_assert_cmpint (holders, >, 0);
  text = g_strdup_printf ("subscriptions=%s", first->sku_id);
  set (s, 0, text, "guests=off", NULL);
  g_assert_cmpint (count_users (s, "present"), ==, holders);
  assert_counts (s);
}

static void
test_text (void)
{
  static const struct { gboolean tenant; const char *text, *name, *shown; } rows[] = {
    { FALSE, "tenants=chosen", "tenants", "chosen" },
    { TRUE, "sync=off", "sync", "off" },
    { TRUE, "sync=default", "sync", NULL },
    { FALSE, "interval=90min", "interval", "90min" },
    { FALSE, "interval=120min", "interval", "2h" },
    { FALSE, "interval=manual", "interval", "manual" },
    { FALSE, "quiet-hours=22:00-06:30", "quiet-hours", "22:00-06:30" },
    { FALSE, "quiet-hours=none", "quiet-hours", "none" },
    { FALSE, "priority=high", "priority", "high" },
    { FALSE, "streams=licences, users", "streams", "tenants,users,licences" },
    { FALSE, "subscriptions=CBDC14AB-D96C-4C30-B9F4-6ADA7CDC1D46", "users", "chosen" },
    { FALSE, "subscriptions=", "users", "all" },
  };
  static const char *const refused[] = {
    "tenants", "tenants=some", "sync=on", "interval=0h", "interval=32d", "interval=h", "interval=-1h",
    "quiet-hours=22-06", "quiet-hours=24:00-06:00", "quiet-hours=22:60-06:00", "quiet-hours=22:00-06:00x",
    "priority=urgent", "guests=yes", "users=some", "subscriptions=NOTHING", "streams=users,x", "nothing=1",
    "guests=default",
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_auto(TnySyncSettings) settings = { 0 };
      g_autofree char *shown = NULL;
      g_autoptr(GError) error = NULL;

      tny_sync_settings_set (&settings, rows[i].tenant, rows[i].text, NULL, &error);
      g_assert_no_error (error);
      shown = tny_sync_settings_get (&settings, rows[i].name);
      g_assert_cmpstr (shown, ==, rows[i].shown);
    }
  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_auto(TnySyncSettings) settings = { 0 };
      g_autoptr(GError) error = NULL;

      g_test_message ("%s", refused[i]);
      g_assert_false (tny_sync_settings_set (&settings, FALSE, refused[i], NULL, &error));
      g_assert_error (error, TNY_ERROR, TNY_ERROR_ARGUMENT);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add_sync_test ("/sync/settings/switches-leave-out-and-bring-back", NULL, test_switches);
  add_sync_test ("/sync/settings/syncs-keep-them-and-write-nothing", NULL, test_syncs);
  add_sync_test ("/sync/settings/deleted-is-deleted", NULL, test_deleted);
  add_sync_test ("/sync/settings/tenants-left-out-are-not-asked", NULL, test_tenants);
  add_sync_test ("/sync/settings/tenants-have-their-own-time", NULL, test_own_time);
  add_sync_test ("/sync/settings/chosen-subscriptions", NULL, test_subscriptions);
  g_test_add_func ("/sync/settings/text", test_text);

  return g_test_run ();
}
