/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync-fixture.h"

#include <string.h>

#include "tny-error.h"
#include "tny-retry.h"
#include "tny-store-private.h"

#define FAKE_USERS \
  "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %u) " \
  "INSERT INTO users (tenant_id, graph_id, row_hash, user_principal_name, sort_name, read_at) " \
  "SELECT (SELECT min (id) FROM tenants), randomblob (16), 1, 'left' || i, 'left' || i, 1 FROM n"

#define PAGE 200                    /* users a page of users/delta */

static const SyncSetup many_pages = { .tenants = 3, .users = 7000 };
static const SyncSetup as_it_is = { .tenants = 25, .users = 300, .scenarios = "" };
static const SyncSetup direct = { .reach = "direct" };
static const SyncSetup dap = { .reach = "dap" };

static void
add_fake_users (Sync *s, guint n)
{
  db_run (s, FAKE_USERS, n);
  db_run (s, "UPDATE tenants SET users_present = users_present + %u "
             "WHERE id = (SELECT min (id) FROM tenants)", n);
}

static gint64
stream_sum (Sync *s, const char *column)
{
  return db_int (s, "SELECT sum (%s) FROM run_streams WHERE run_id = (SELECT max (id) FROM runs) "
                    "AND name = 'users'", column);
}

/* The next run lists all users, as after seven days; rows that are as before are left alone. */
static void
forget_links (Sync *s)
{
  db_run (s, "DELETE FROM change_links");
}

static void
assert_ok (Sync *s)
{
  g_autoptr(GError) error = NULL;
  const char *state = sync_run (s, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (state, ==, "ok");
}

/* Runs with one request after the other failing, until a listing stopped between two pages. */
static void
stop_between_pages (Sync *s)
{
  s->context.workers = 1;
  s->context.full = TRUE;
  for (guint nth = 9; db_int (s, "SELECT count (*) FROM cursors") == 0; nth++)
    {
      g_autofree char *what = g_strdup_printf ("fail?request=%u&how=garbage", nth);
      g_autoptr(GError) error = NULL;

      g_assert_cmpuint (nth, <, 40);
      sim_control (s, "POST", what);
      g_assert_cmpstr (sync_run (s, &error), !=, "running");
    }
  s->context.full = FALSE;
}

static void
test_complete (Sync *s, gconstpointer data)
{
  g_autofree char *index = NULL, *started = NULL, *ended = NULL;

  assert_ok (s);
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM tenants"), ==, 6);
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM users"), ==, 120);
  g_assert_cmpint (db_int (s, "SELECT sum (users_reported) FROM tenants"), ==, 120);
  g_assert_cmpint (stream_sum (s, "reported"), ==, 120);
  g_assert_cmpint (stream_sum (s, "new"), ==, 120);
  g_assert_cmpint (stream_sum (s, "stored"), ==, 120);
  g_assert_cmpint (stream_sum (s, "failed + removed + changed + unchanged"), ==, 0);
  g_assert_cmpint (stream_sum (s, "fetched"), ==, 120);
  g_assert_cmpint (stream_sum (s, "requests"), ==, 18);       /* organization, number and users of each */
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM tenants WHERE access = 'ok' AND users_read_at > 0 "
                              "AND sources & 8 AND sources & 7 AND name <> graph_id"), ==, 6);
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM tenants WHERE graph_id = '%s'", s->tenant_id), ==, 0);
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM cursors"), ==, 0);
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM users WHERE mail IS NOT NULL AND "
                              "instr (char (10) || aliases || char (10), char (10) || lower (mail) || char (10)) = 0"),
                   ==, 0);
  g_assert_cmpint (db_int (s, "SELECT max (length (aliases) - length (replace (aliases, char (10), ''))) "
                              "FROM users"), >, 0);           /* somebody has several addresses */
  index = db_text (s, "SELECT sql FROM sqlite_schema WHERE name = 'users_by_name'");
  g_assert_nonnull (index);
  started = db_text (s, "SELECT message FROM log WHERE action = 'start'");
  g_assert_cmpstr (started, ==, "Run started: manual, only tenants,users");
  ended = db_text (s, "SELECT message FROM log ORDER BY id DESC");
  g_assert_true (g_str_has_prefix (ended, "Run ended, ok: 6 of 6 tenants read, 120 users stored, 120 new"));
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM log WHERE stream = 'users' AND action = 'end' "
                              "AND level = 'info'"), ==, 6);
  db_assert_sound (s);
}

/* The index is built with the words of the migration. */
static void
test_schema_is_as_before (Sync *s, gconstpointer data)
{
  static const char schema[] = "SELECT group_concat (sql, char (10)) FROM (SELECT sql FROM sqlite_schema "
                               "WHERE sql IS NOT NULL ORDER BY name)";
  g_autofree char *before = db_text (s, schema), *after = NULL;

  assert_ok (s);
  after = db_text (s, schema);
  g_assert_cmpstr (after, ==, before);
}

static void
test_twice_is_no_change (Sync *s, gconstpointer data)
{
  g_autofree char *first = NULL, *second = NULL;
  gint64 read_at;

  assert_ok (s);
  first = db_content (s);
  db_run (s, "UPDATE users SET read_at = 5");
  assert_ok (s);
  second = db_content (s);
  g_assert_cmpstr (first, ==, second);
  read_at = db_int (s, "SELECT max (read_at) FROM users");
  g_assert_cmpint (read_at, ==, 5);                           /* no row was written */
  g_assert_cmpint (stream_sum (s, "unchanged"), ==, 120);
  g_assert_cmpint (stream_sum (s, "new + changed + removed"), ==, 0);
  g_assert_cmpint (db_int (s, "SELECT new + changed + removed FROM run_streams WHERE name = 'tenants' "
                              "AND run_id = (SELECT max (id) FROM runs)"), ==, 0);

  /* Unless everything is asked for. */
  s->context.full = TRUE;
  assert_ok (s);
  g_assert_cmpint (db_int (s, "SELECT min (read_at) FROM users"), >, 5);
  g_assert_cmpint (stream_sum (s, "unchanged"), ==, 120);
}

static void
test_changes_are_noticed (Sync *s, gconstpointer data)
{
  g_autofree char *before = NULL, *after = NULL;

  assert_ok (s);
  before = db_content (s);
  db_run (s, "UPDATE users SET row_hash = row_hash + 1, display_name = 'old' WHERE id IN (SELECT id FROM users "
             "ORDER BY id LIMIT 5)");
  db_run (s, "UPDATE users SET state = 'deleted' WHERE id = (SELECT max (id) FROM users)");
  db_run (s, "UPDATE tenants SET users_present = users_present - 1 "
             "WHERE id = (SELECT tenant_id FROM users WHERE state = 'deleted')");
  db_run (s, "DELETE FROM users WHERE id = (SELECT max (id) FROM users WHERE state = 'present')");
  db_run (s, "UPDATE tenants SET users_present = "
             "(SELECT count (*) FROM users WHERE tenant_id = tenants.id AND state = 'present')");
  forget_links (s);
  assert_ok (s);
  g_assert_cmpint (stream_sum (s, "changed"), ==, 6);         /* five, and the one that came back */
  g_assert_cmpint (stream_sum (s, "new"), ==, 1);
  after = db_content (s);
  g_assert_cmpstr (before, ==, after);
  db_assert_sound (s);
}

/* A contact plan made before a sync is old when users of its tenants changed, and only then. */
static void
test_contact_plans_notice (Sync *s, gconstpointer data)
{
  static const struct { const char *name, *sql; gboolean old; } days[] = {
    { "nothing", "SELECT 1", FALSE },
    { "changed", "UPDATE users SET row_hash = row_hash + 1 WHERE id = (SELECT min (id) FROM users"
      " WHERE tenant_id = (SELECT tenant_id FROM matches))", TRUE },
    { "new", "DELETE FROM users WHERE id = (SELECT min (id) FROM users"
      " WHERE tenant_id = (SELECT tenant_id FROM matches))", TRUE },
    { "removed", "INSERT INTO users (tenant_id, graph_id, row_hash, user_principal_name, read_at, sort_name)"
      " SELECT tenant_id, zeroblob (16), 1, 'x', 1, 'x' FROM matches", TRUE },
    { "other-tenant", "UPDATE users SET row_hash = row_hash + 1 WHERE tenant_id <> (SELECT tenant_id FROM matches)",
      FALSE },
  };

  assert_ok (s);
  db_run (s, "INSERT INTO organizations (id, name, name_folded, origin, created_at, changed_at)"
             " VALUES (1, 'x', 'x', 'created', 1, 1)");
  db_run (s, "INSERT INTO matches SELECT min (tenant_id), 'matched', 1, 'chosen', NULL, NULL, 1, 'x' FROM users");
  for (guint i = 0; i < G_N_ELEMENTS (days); i++)
    {
      gint64 before, after;

      g_test_message ("%s", days[i].name);
      db_run (s, "%s", days[i].sql);
      forget_links (s);
      before = db_int (s, "SELECT value FROM contact_generations WHERE organization_id = 1");
      assert_ok (s);
      after = db_int (s, "SELECT value FROM contact_generations WHERE organization_id = 1");
      g_assert_cmpint (after > before, ==, days[i].old);
    }
}

static void
test_many_pages (Sync *s, gconstpointer data)
{
  assert_ok (s);
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM users"), ==, 7000);
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM cursors"), ==, 0);
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM seen_pages"), ==, 0);
  g_assert_cmpint (stream_sum (s, "requests"), >=, 3 + 7000 / PAGE);
  db_assert_sound (s);
}

/* A page fails for good; the next run begins behind the one before. */
static void
test_goes_on_behind_the_last_page (Sync *s, gconstpointer data)
{
  gint64 pages, requests, kept, skipped;

  assert_ok (s);
  requests = stream_sum (s, "requests");
  db_run (s, "DELETE FROM tenants");
  stop_between_pages (s);
  pages = db_int (s, "SELECT sum (pages) FROM cursors");
  g_assert_cmpint (pages, >, 0);
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM seen_pages"), ==, pages);
  kept = db_int (s, "SELECT users_present FROM tenants WHERE id = (SELECT tenant_id FROM cursors)");
  g_assert_cmpint (kept, ==, pages * PAGE);
  /* The number of the tenant that stopped is known; of one that is whole, only changes are asked for. */
  skipped = 1 + db_int (s, "SELECT coalesce (sum ((users_present + %d - 1) / %d), 0) FROM tenants "
                           "WHERE id IN (SELECT tenant_id FROM change_links)", PAGE, PAGE);
  db_assert_sound (s);

  /* Somebody left meanwhile whom a stored page had named before, and somebody whom none had. */
  db_run (s, "UPDATE users SET row_hash = 0");
  add_fake_users (s, 3);
  assert_ok (s);
  /* One for what changed in each of the tenants that were whole and in the one that is now, and none for
   * stored pages. */
  g_assert_cmpint (stream_sum (s, "requests"), ==, requests - pages - skipped + 1);
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM users WHERE state = 'deleted'"), ==, 3);
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM users WHERE state = 'present'"), ==, 7000);
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM cursors"), ==, 0);
  db_assert_sound (s);
}

static void
test_link_of_another_shape (Sync *s, gconstpointer data)
{
  assert_ok (s);
  db_run (s, "INSERT INTO cursors SELECT connection_id, id, 'users', 1, "
             "'https://evil.example/v1.0/users?$skiptoken=x', 0, 2, 100, 1, 0 FROM tenants LIMIT 1");
  assert_ok (s);        /* another shape: not even tried */
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM log WHERE action = 'restart'"), ==, 0);
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM users WHERE state = 'present'"), ==, 7000);
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM cursors"), ==, 0);
}

/* The same shape, but a link that leads elsewhere or means nothing any more. */
static void
test_foreign_link_begins_anew (Sync *s, gconstpointer data)
{
  static const char *const links[] = { "https://evil.example/v1.0/users?$skiptoken=x", "nonsense" };

  assert_ok (s);
  for (guint i = 0; i < G_N_ELEMENTS (links); i++)
    {
      stop_between_pages (s);
      db_run (s, "UPDATE cursors SET next_link = '%s'", links[i]);
      assert_ok (s);
      g_assert_cmpint (db_int (s, "SELECT count (*) FROM log WHERE action = 'restart' AND run_id = "
                                  "(SELECT max (id) FROM runs)"), ==, 1);
      g_assert_cmpint (db_int (s, "SELECT count (*) FROM users WHERE state = 'present'"), ==, 7000);
      db_assert_sound (s);
    }
}

static void
test_scenarios_that_end_well (Sync *s, gconstpointer data)
{
  static const char *const names[] = { "throttled", "server-errors", "network-cut", "huge-names",
                                       "short-tokens" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      /* The sample cloud refuses each request once; after a reset it has forgotten which. */
      sim_control (s, "POST", "reset");
      sim_scenario (s, "all-access", TRUE);
      sim_scenario (s, names[i], TRUE);
      s->context.full = TRUE;
      assert_ok (s);
      if (i < 3)
        g_assert_cmpint (db_int (s, "SELECT sum (retries) FROM run_streams WHERE run_id = "
                                    "(SELECT max (id) FROM runs)"), >, 0);
      g_assert_cmpint (db_int (s, "SELECT count (*) FROM users WHERE state = 'present'"), ==, 120);
      db_assert_sound (s);
    }
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM log WHERE action = 'wait' AND message LIKE '%%429%%'"), >, 0);
}

/* Whatever one request comes to: the database is consistent, nothing is lost, the next run
 * completes. */
static void
test_every_request_fails_in_turn (Sync *s, gconstpointer data)
{
  static const char *const hows[] = { "garbage", "403", "html", "cut", "reset", "redirect", "empty", "401" };
  g_autofree char *reference = NULL;
  guint failed = 0;

  assert_ok (s);
  reference = db_content (s);
  s->context.workers = 2;
  for (guint nth = 1; nth <= 24; nth++)
    {
      g_autofree char *what = g_strdup_printf ("fail?request=%u&count=%u&how=%s", nth,
                                               nth % 3 == 0 ? 6 : 1, hows[nth % G_N_ELEMENTS (hows)]);
      g_autofree char *after = NULL;
      g_autoptr(GError) error = NULL;

      /* Half of the time from nothing, half of the time over what is there. */
      if (nth % 2 == 0)
        {
          db_run (s, "DELETE FROM cursors");
          db_run (s, "DELETE FROM tenants");
        }
      sim_control (s, "POST", what);
      failed += !g_str_equal (sync_run (s, &error), "ok");
      g_assert_cmpint (db_int (s, "SELECT count (*) FROM users WHERE state <> 'present'"), ==, 0);
      g_assert_cmpint (db_int (s, "SELECT count (*) FROM tenants WHERE gone_at IS NOT NULL"), ==, 0);
      db_assert_sound (s);

      sim_control (s, "POST", "fail?request=1000000&how=500");
      /* A fresh start, as after a restart of the program: no tenant is paused any more. */
      sync_close (s);
      sync_open (s);
      assert_ok (s);
      after = db_content (s);
      g_assert_cmpstr (after, ==, reference);
      db_assert_sound (s);
    }
  g_assert_cmpuint (failed, >, 8);
}

static void
test_removed_only_by_a_complete_listing (Sync *s, gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  assert_ok (s);
  forget_links (s);
  add_fake_users (s, 2);
  s->context.workers = 1;
  /* Each tenant's users cannot be read. */
  for (guint nth = 5; nth < 20; nth++)
    {
      g_autofree char *what = g_strdup_printf ("fail?request=%u&count=40&how=403", nth);

      sim_control (s, "POST", what);
      forget_links (s);
      sync_run (s, &error);
      g_clear_error (&error);
      if (db_int (s, "SELECT count (*) FROM tenants WHERE id = (SELECT min (id) FROM tenants) "
                     "AND access <> 'ok'") > 0)
        g_assert_cmpint (db_int (s, "SELECT count (*) FROM users WHERE state = 'present'"), ==, 122);
      sync_close (s);
      sync_open (s);
      if (db_int (s, "SELECT count (*) FROM users WHERE state = 'deleted'") > 0)
        break;
    }
  sim_control (s, "POST", "fail?request=1000000&how=500");
  sync_run (s, NULL);
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM users WHERE state = 'deleted' AND user_principal_name "
                              "LIKE 'left%%'"), ==, 2);
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM users WHERE state = 'deleted'"), ==, 2);
  g_assert_cmpint (db_int (s, "SELECT sum (removed) FROM run_streams WHERE name = 'users'"), ==, 2);
  db_assert_sound (s);
}

static void
test_many_gone_need_a_word (Sync *s, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *message = NULL;

  assert_ok (s);
  forget_links (s);
  add_fake_users (s, 60);
  for (guint full = 0; full < 2; full++)
    {
      s->context.full = full;
      g_assert_cmpstr (sync_run (s, &error), ==, "incomplete");
      g_assert_error (error, TNY_ERROR, TNY_ERROR_INCOMPLETE);
      g_clear_error (&error);
      g_assert_cmpint (db_int (s, "SELECT count (*) FROM users WHERE state = 'present'"), ==, 180);
      g_assert_cmpint (db_int (s, "SELECT count (*) FROM run_streams WHERE error = 'decision' AND "
                                  "state = 'incomplete' AND run_id = (SELECT max (id) FROM runs)"), ==, 1);
    }
  message = db_text (s, "SELECT message FROM log WHERE remedy = 'decision'");
  g_assert_nonnull (strstr (message, "60 of "));

  s->context.full = s->context.confirmed = TRUE;
  assert_ok (s);
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM users WHERE state = 'present'"), ==, 120);
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM users WHERE state = 'deleted'"), ==, 60);
  db_assert_sound (s);
}

static void
test_tenants_go_only_when_every_list_was_read (Sync *s, gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  assert_ok (s);
  db_run (s, "INSERT INTO tenants (connection_id, graph_id, name, name_folded, listed_at) VALUES "
             "(1, '00000000-0000-0000-0000-00000000000f', 'Left', 'left', 1)");
  for (guint nth = 2; nth <= 5; nth++)
    {
      g_autofree char *what = g_strdup_printf ("fail?request=%u&how=garbage", nth);

      s->context.workers = 1;
      sim_control (s, "POST", what);
      sync_run (s, &error);
      g_clear_error (&error);
      sync_close (s);
      sync_open (s);
      if (db_int (s, "SELECT count (*) FROM log WHERE action = 'list' AND run_id = (SELECT max (id) FROM runs)") > 0)
        g_assert_cmpint (db_int (s, "SELECT count (*) FROM tenants WHERE gone_at IS NOT NULL"), ==, 0);
    }
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM log WHERE action = 'list' AND level = 'warning'"), >=, 2);
  sim_control (s, "POST", "fail?request=1000000&how=500");
  sync_run (s, &error);
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM tenants WHERE gone_at IS NOT NULL AND name = 'Left'"), ==, 1);
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM tenants WHERE gone_at IS NOT NULL"), ==, 1);
}

static void
test_one_tenant_fails_and_others_go_on (Sync *s, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  gint64 ok, consent, access;

  g_assert_cmpstr (sync_run (s, &error), ==, "incomplete");
  g_assert_error (error, TNY_ERROR, TNY_ERROR_INCOMPLETE);
  ok = db_int (s, "SELECT count (*) FROM tenants WHERE access = 'ok'");
  consent = db_int (s, "SELECT count (*) FROM tenants WHERE access = 'consent'");
  access = db_int (s, "SELECT count (*) FROM tenants WHERE access = 'relationship'");
  g_test_message ("%d ok, %d without consent, %d without relationship", (int) ok, (int) consent, (int) access);
  g_assert_cmpint (ok, >, 0);
  g_assert_cmpint (consent, >, 0);
  g_assert_cmpint (access, >, 0);
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM tenants WHERE access IS NULL"), ==, 0);
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM tenants WHERE access <> 'ok' AND access_detail IS NULL"), ==, 0);
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM run_streams WHERE state = 'failed' AND error IS NOT NULL"), ==,
                   db_int (s, "SELECT count (*) FROM tenants WHERE access <> 'ok'"));
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM log WHERE level = 'error' AND remedy IS NOT NULL AND "
                              "tenant_id IS NOT NULL"), ==,
                   db_int (s, "SELECT count (*) FROM tenants WHERE access <> 'ok'"));
  g_assert_cmpint (db_int (s, "SELECT problems FROM runs"), >=, consent + access);
  /* Nobody who could be read is missing. */
  g_assert_cmpint (db_int (s, "SELECT sum (users_reported) FROM tenants WHERE access = 'ok'"), ==,
                   db_int (s, "SELECT count (*) FROM users"));
  db_assert_sound (s);
}

static void
test_direct_is_the_own_tenant (Sync *s, gconstpointer data)
{
  g_autofree char *id = NULL, *requests = NULL;

  assert_ok (s);
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM tenants"), ==, 1);
  id = db_text (s, "SELECT graph_id FROM tenants WHERE sources = 8 AND access = 'ok'");
  g_assert_cmpstr (id, ==, s->tenant_id);
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM users"), >, 0);
  requests = sim_requests (s);
  g_assert_null (strstr (requests, "contracts"));
  g_assert_null (strstr (requests, "delegatedAdmin"));
  g_assert_null (strstr (requests, "/customers"));
  assert_ok (s);
  g_assert_cmpint (stream_sum (s, "new + changed + removed"), ==, 0);
}

static void
test_dap_asks_for_no_gdap (Sync *s, gconstpointer data)
{
  g_autofree char *requests = NULL;

  assert_ok (s);
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM tenants"), ==, 6);
  requests = sim_requests (s);
  g_assert_nonnull (strstr (requests, "contracts"));
  g_assert_null (strstr (requests, "delegatedAdmin"));
}

static void
test_ended_sign_in_ends_the_run (Sync *s, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *state = NULL, *remedy = NULL;

  assert_ok (s);
  sim_scenario (s, "sign-in-revoked", TRUE);
  sync_close (s);
  sync_open (s);
  g_assert_cmpstr (sync_run (s, &error), ==, "failed");
  g_assert_error (error, TNY_ERROR, TNY_ERROR_SIGN_IN);
  state = db_text (s, "SELECT sign_in_state FROM connections");
  g_assert_cmpstr (state, ==, "ended");
  remedy = db_text (s, "SELECT error FROM runs ORDER BY id DESC");
  g_assert_cmpstr (remedy, ==, "sign-in");
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM users WHERE state = 'present'"), ==, 120);
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM tenants WHERE access = 'ok'"), ==, 6);
}

static void
test_expired_secret_ends_the_run (Sync *s, gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  sim_scenario (s, "secret-expired", TRUE);
  g_assert_cmpstr (sync_run (s, &error), ==, "failed");
  g_assert_error (error, TNY_ERROR, TNY_ERROR_SECRET_EXPIRED);
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM tenants"), ==, 0);
}

static void
test_captive_portal_is_no_data (Sync *s, gconstpointer data)
{
  g_autofree char *before = NULL, *after = NULL;
  g_autoptr(GError) error = NULL;

  assert_ok (s);
  before = db_text (s, "SELECT group_concat (graph_id || name) FROM tenants");
  sim_scenario (s, "captive-portal", TRUE);
  sync_close (s);
  sync_open (s);
  g_assert_cmpstr (sync_run (s, &error), !=, "ok");
  after = db_text (s, "SELECT group_concat (graph_id || name) FROM tenants");
  g_assert_cmpstr (before, ==, after);
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM users WHERE state = 'present'"), ==, 120);
}

static gboolean
sync_in_job (TnyJob *job, gpointer data, GCancellable *cancellable, GError **error)
{
  gint64 run_id;

  return tny_sync_run (&((Sync *) data)->context, job, &run_id, cancellable, error);
}

static void
test_no_network (Sync *s, gconstpointer data)
{
  g_autoptr(TnyJob) job = tny_job_new (sync_in_job, s, NULL);
  g_auto(TnyProgress) progress = { 0 };
  g_autoptr(GError) error = NULL;

  assert_ok (s);
  g_output_stream_close (g_subprocess_get_stdin_pipe (s->sim), NULL, NULL);
  g_subprocess_wait (s->sim, NULL, NULL);
  g_assert_false (tny_job_run_sync (job, &error));
  g_assert_error (error, TNY_ERROR, TNY_ERROR_NETWORK);
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM users WHERE state = 'present'"), ==, 120);
  /* one list is waited for, not each of the three after the other, and the wait is told */
  g_assert_cmpint (db_int (s, "SELECT requests FROM run_streams WHERE name = 'tenants' AND "
                              "run_id = (SELECT max (id) FROM runs)"), ==, TNY_RETRY_FAILED_TRIES);
  tny_job_get_progress (job, &progress);
  g_assert_true (g_str_has_prefix (progress.phase,
                                   "Microsoft cannot be reached. Trying again in "));
}

static void
test_foreign_next_link_is_not_followed (Sync *s, gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  sim_scenario (s, "foreign-next-link", TRUE);
  g_assert_cmpstr (sync_run (s, &error), !=, "ok");
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM users WHERE state = 'deleted'"), ==, 0);
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM run_streams WHERE error = 'protocol'"), >, 0);
  sim_scenario (s, "foreign-next-link", FALSE);
  sync_close (s);
  sync_open (s);
  assert_ok (s);
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM users"), ==, 7000);
}

static void
test_circle_ends (Sync *s, gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  sim_scenario (s, "repeated-next-link", TRUE);
  g_assert_cmpstr (sync_run (s, &error), !=, "ok");
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM users WHERE state = 'deleted'"), ==, 0);
  sim_scenario (s, "repeated-next-link", FALSE);
  sync_close (s);
  sync_open (s);
  assert_ok (s);
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM users"), ==, 7000);
  db_assert_sound (s);
}

static void
test_ignored_tenants_are_left_alone (Sync *s, gconstpointer data)
{
  gint64 id, ids[2] = { 0, 0 };

  assert_ok (s);
  id = db_int (s, "SELECT min (id) FROM tenants");
  db_run (s, "INSERT INTO matches (tenant_id, state, method, decided_at, decided_by) VALUES "
             "(%d, 'ignored', 'ignored', 1, 'test')", (int) id);
  db_run (s, "UPDATE tenants SET users_read_at = 5");
  assert_ok (s);
  g_assert_cmpint (db_int (s, "SELECT users_read_at FROM tenants WHERE id = %d", (int) id), ==, 5);
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM tenants WHERE users_read_at > 5"), ==, 5);

  /* Asked for by name it is read, and it alone. */
  db_run (s, "UPDATE tenants SET users_read_at = 5");
  ids[0] = id;
  s->context.tenants = ids;
  assert_ok (s);
  g_assert_cmpint (db_int (s, "SELECT id FROM tenants WHERE users_read_at > 5"), ==, id);
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM tenants WHERE users_read_at > 5"), ==, 1);
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM run_streams WHERE run_id = (SELECT max (id) FROM runs) AND "
                              "tenant_id = %d", (int) id), ==, 3);
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM run_streams WHERE run_id = (SELECT max (id) FROM runs)"), ==, 3);
}

static void
test_stopped_runs_are_ended (Sync *s, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *message = NULL, *index = NULL;

  assert_ok (s);
  db_run (s, "INSERT INTO runs (connection_id, trigger, state, started_at) VALUES (1, 'schedule', 'running', 1)");
  db_run (s, "INSERT INTO run_streams (run_id, tenant_id, name, state) VALUES (2, 1, 'users', 'running')");
  db_run (s, "DROP INDEX users_by_name");
  g_assert_true (tny_sync_recover (s->store, 0, NULL, &error));
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM runs WHERE id = 2 AND state = 'incomplete' AND ended_at > 1 "
                              "AND error = 'incomplete' AND problems = 1"), ==, 1);
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM run_streams WHERE run_id = 2 AND state = 'incomplete'"), ==, 1);
  message = db_text (s, "SELECT message FROM log WHERE run_id = 2");
  g_assert_true (g_str_has_prefix (message, "The program stopped"));
  index = db_text (s, "SELECT name FROM sqlite_schema WHERE name = 'users_by_name'");
  g_assert_nonnull (index);
}

typedef struct
{
  Sync         *sync;
  gint64        run_id;
  GCancellable *cancellable;
  gint64        cancelled_at;
} Cancelling;

static gpointer
cancel_thread (gpointer data)
{
  Cancelling *self = data;

  /* As soon as a tenant's users are on their way. */
  while (db_int (self->sync, "SELECT count (*) FROM run_streams WHERE name = 'users'") == 0)
    g_usleep (1000);
  self->cancelled_at = g_get_monotonic_time ();
  g_cancellable_cancel (self->cancellable);

  return NULL;
}

static void
test_cancel_is_quick (Sync *s, gconstpointer data)
{
  Cancelling cancelling = { s, 0, g_cancellable_new () };
  g_autoptr(GError) error = NULL;
  g_autofree char *state = NULL;
  GThread *thread;

  s->clock = NULL;
  sync_close (s);
  sync_open (s);
  sim_scenario (s, "slow", TRUE);
  thread = g_thread_new ("cancel", cancel_thread, &cancelling);
  g_assert_false (tny_sync_run (&s->context, NULL, &cancelling.run_id, cancelling.cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_thread_join (thread);
  g_assert_cmpint (g_get_monotonic_time () - cancelling.cancelled_at, <, 2 * G_USEC_PER_SEC);
  state = db_text (s, "SELECT state FROM runs");
  g_assert_cmpstr (state, ==, "cancelled");
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM run_streams WHERE name = 'users' AND state IN "
                              "('cancelled', 'not-run')"), ==, 3);
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM log WHERE level = 'error'"), ==, 0);
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM tenants WHERE access <> 'ok'"), ==, 0);
  db_assert_sound (s);
  g_object_unref (cancelling.cancellable);

  sim_scenario (s, "slow", FALSE);
  assert_ok (s);
}

#if TNY_TEST_SEAMS
/* The disk fills up while users are read: the run ends, says so, and once there is room the next
 * one goes on and ends what this one could not. */
static void
test_full_disk_ends_the_run (Sync *s, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *reference = NULL, *content = NULL;
  gint64 run_id = 0;

  assert_ok (s);
  reference = db_content (s);
  db_run (s, "DELETE FROM tenants");
  stop_between_pages (s);
  tny_store_seam_room_for = 12;
  g_assert_false (tny_sync_run (&s->context, NULL, &run_id, NULL, &error));
  g_assert_error (error, TNY_ERROR, TNY_ERROR_DATABASE_FULL);
  g_assert_cmpint (run_id, ==, sync_last_run (s));
  tny_store_seam_room_for = -1;
  db_assert_sound (s);

  assert_ok (s);
  content = db_content (s);
  g_assert_cmpstr (content, ==, reference);
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM runs WHERE state = 'running'"), ==, 0);
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM runs WHERE state = 'incomplete' AND id = %d", (int) run_id), ==, 1);
}
#endif

static void
test_gone_tenant_takes_its_users (Sync *s, gconstpointer data)
{
  g_autofree char *before = NULL, *after = NULL;

  assert_ok (s);
  before = db_content (s);
  /* The lists name another tenant in place of the first. */
  db_run (s, "INSERT INTO tenants (connection_id, graph_id, name, name_folded, listed_at) VALUES "
             "(1, '00000000-0000-0000-0000-00000000000f', 'Left', 'left', 1)");
  db_run (s, "INSERT INTO users (tenant_id, graph_id, row_hash, user_principal_name, sort_name, read_at) "
             "SELECT max (id), randomblob (16), 1, 'left', 'left', 1 FROM tenants");
  db_run (s, "UPDATE tenants SET users_present = 1 WHERE name = 'Left'");
  assert_ok (s);
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM users WHERE state = 'out-of-scope'"), ==, 1);
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM users WHERE state = 'present'"), ==, 120);
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM tenants WHERE gone_at IS NOT NULL"), ==, 1);
  db_assert_sound (s);

  /* And one that was taken for gone comes back with everything. */
  db_run (s, "DELETE FROM tenants WHERE name = 'Left'");
  db_run (s, "UPDATE users SET state = 'out-of-scope' WHERE tenant_id = (SELECT min (id) FROM tenants)");
  db_run (s, "UPDATE tenants SET gone_at = 1, users_present = 0 WHERE id = (SELECT min (id) FROM tenants)");
  assert_ok (s);
  after = db_content (s);
  g_assert_cmpstr (before, ==, after);
}

static void
test_progress_is_told (Sync *s, gconstpointer data)
{
  g_autoptr(TnyJob) job = tny_job_new (sync_in_job, s, NULL);
  g_auto(TnyProgress) progress = { 0 };
  g_autoptr(GError) error = NULL;

  g_assert_true (tny_job_run_sync (job, &error));
  tny_job_get_progress (job, &progress);
  g_assert_cmpuint (progress.done, ==, 6);
  g_assert_cmpuint (progress.total, ==, 6);
  g_assert_cmpstr (progress.phase, ==, "Finishing");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add_sync_test ("/sync/complete", NULL, test_complete);
  add_sync_test ("/sync/schema-is-as-before", NULL, test_schema_is_as_before);
  add_sync_test ("/sync/twice-is-no-change", NULL, test_twice_is_no_change);
  add_sync_test ("/sync/changes-are-noticed", NULL, test_changes_are_noticed);
  add_sync_test ("/sync/contact-plans-notice", NULL, test_contact_plans_notice);
  add_sync_test ("/sync/many-pages", &many_pages, test_many_pages);
  add_sync_test ("/sync/goes-on-behind-the-last-page", &many_pages, test_goes_on_behind_the_last_page);
  add_sync_test ("/sync/link-of-another-shape", &many_pages, test_link_of_another_shape);
  add_sync_test ("/sync/foreign-link-begins-anew", &many_pages, test_foreign_link_begins_anew);
  add_sync_test ("/sync/scenarios-that-end-well", NULL, test_scenarios_that_end_well);
  add_sync_test ("/sync/every-request-fails-in-turn", NULL, test_every_request_fails_in_turn);
  add_sync_test ("/sync/removed-only-by-a-complete-listing", NULL, test_removed_only_by_a_complete_listing);
  add_sync_test ("/sync/many-gone-need-a-word", NULL, test_many_gone_need_a_word);
  add_sync_test ("/sync/tenants-go-only-when-every-list-was-read", NULL,
                 test_tenants_go_only_when_every_list_was_read);
  add_sync_test ("/sync/one-tenant-fails-and-others-go-on", &as_it_is, test_one_tenant_fails_and_others_go_on);
  add_sync_test ("/sync/direct-is-the-own-tenant", &direct, test_direct_is_the_own_tenant);
  add_sync_test ("/sync/dap-asks-for-no-gdap", &dap, test_dap_asks_for_no_gdap);
  add_sync_test ("/sync/ended-sign-in-ends-the-run", NULL, test_ended_sign_in_ends_the_run);
  add_sync_test ("/sync/expired-secret-ends-the-run", NULL, test_expired_secret_ends_the_run);
  add_sync_test ("/sync/captive-portal-is-no-data", NULL, test_captive_portal_is_no_data);
  add_sync_test ("/sync/no-network", NULL, test_no_network);
  add_sync_test ("/sync/foreign-next-link-is-not-followed", &many_pages,
                 test_foreign_next_link_is_not_followed);
  add_sync_test ("/sync/circle-ends", &many_pages, test_circle_ends);
  add_sync_test ("/sync/ignored-tenants-are-left-alone", NULL, test_ignored_tenants_are_left_alone);
  add_sync_test ("/sync/stopped-runs-are-ended", NULL, test_stopped_runs_are_ended);
  add_sync_test ("/sync/cancel-is-quick", &many_pages, test_cancel_is_quick);
#if TNY_TEST_SEAMS
  add_sync_test ("/sync/full-disk-ends-the-run", &many_pages, test_full_disk_ends_the_run);
#endif
  add_sync_test ("/sync/gone-tenant-takes-its-users", NULL, test_gone_tenant_takes_its_users);
  add_sync_test ("/sync/progress-is-told", NULL, test_progress_is_told);

  return g_test_run ();
}
