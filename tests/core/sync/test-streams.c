/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The streams beside users: whole, missing, and never in the way of one another. */
#include "sync-fixture.h"

#include <string.h>

#include "tny-error.h"

static const SyncSetup many_mailboxes = { .users = 300 };
static const SyncSetup large = { .tenants = 2, .users = 900 };
static const SyncSetup as_it_is = { .tenants = 25, .users = 300, .scenarios = "" };

static void
assert_ok (Sync *s)
{
  g_autoptr(GError) error = NULL;
  const char *state = sync_run (s, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (state, ==, "ok");
}

static void
assert_incomplete (Sync *s)
{
  g_autoptr(GError) error = NULL;
  const char *state = sync_run (s, &error);

  g_assert_error (error, TNY_ERROR, TNY_ERROR_INCOMPLETE);
  g_assert_cmpstr (state, ==, "incomplete");
}

/* Rows of the last run's streams. */
static gint64
count_streams (Sync *s, const char *name, const char *state)
{
  return db_int (s, "SELECT count (*) FROM run_streams WHERE run_id = (SELECT max (id) FROM runs) AND "
                    "name = '%s' AND state = '%s'", name, state);
}

static gint64
stream_sum (Sync *s, const char *name, const char *column)
{
  return db_int (s, "SELECT sum (%s) FROM run_streams WHERE run_id = (SELECT max (id) FROM runs) AND "
                    "name = '%s'", column, name);
}

/* Licences */

static void
test_licences (Sync *s, gconstpointer data)
{
  g_autofree char *name = NULL, *ended = NULL;

  s->context.streams = "tenants,users,licences";
  assert_ok (s);
  g_assert_cmpint (count_streams (s, "licences", "ok"), ==, 6);
  g_assert_cmpint (db_int (s, "SELECT count (DISTINCT tenant_id) FROM licences"), ==, 6);
  g_assert_cmpint (stream_sum (s, "licences", "stored"), ==, db_int (s, "SELECT count (*) FROM licences"));
  g_assert_cmpint (stream_sum (s, "licences", "reported"), ==, stream_sum (s, "licences", "stored"));
  g_assert_cmpint (stream_sum (s, "licences", "new"), ==, stream_sum (s, "licences", "stored"));
  /* Who holds a licence is counted twice: by Microsoft's number and by the users. */
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM licences AS l WHERE part_number NOT IN ('FLOW_FREE', "
                              "'AAD_PREMIUM') AND consumed <> (SELECT count (*) FROM users AS u WHERE "
                              "u.tenant_id = l.tenant_id AND instr (u.licences, l.sku_id))"), ==, 0);
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM licences WHERE enabled IS NULL OR consumed IS NULL "
                              "OR status IS NULL OR suspended IS NULL"), ==, 0);
  name = db_text (s, "SELECT group_concat (DISTINCT sort_name) FROM licences WHERE part_number = 'FLOW_FREE'");
  g_assert_cmpstr (name, ==, "microsoft power automate free");
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM tenant_streams WHERE name = 'licences' AND state = 'ok' "
                              "AND read_at > 0 AND error IS NULL"), ==, 6);
  ended = db_text (s, "SELECT message FROM log WHERE stream = 'licences' AND action = 'end' LIMIT 1");
  g_assert_nonnull (ended);
  g_assert_true (g_str_has_prefix (ended, "Licences: "));
  db_assert_sound (s);
}

static void
test_licences_twice (Sync *s, gconstpointer data)
{
  gint64 stored;

  s->context.streams = "tenants,licences";
  assert_ok (s);
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM users"), ==, 0);     /* not asked for */
  stored = db_int (s, "SELECT count (*) FROM licences");
  assert_ok (s);
  g_assert_cmpint (stream_sum (s, "licences", "unchanged"), ==, stored);
  g_assert_cmpint (stream_sum (s, "licences", "new + changed + removed"), ==, 0);

  db_run (s, "UPDATE licences SET consumed = consumed + 1 WHERE id = 1");
  assert_ok (s);
  g_assert_cmpint (stream_sum (s, "licences", "changed"), ==, 1);
  g_assert_cmpint (stream_sum (s, "licences", "requests"), ==, 12);       /* who are you, what have you */
}

#define BOUGHT_BEFORE \
  "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %u) " \
  "INSERT INTO licences (tenant_id, sku_id, part_number, sort_name) " \
  "SELECT (SELECT min (id) FROM tenants), 'gone' || i, 'GONE', 'gone' FROM n"

/* What a whole answer no longer names is gone, unless that is too much to believe. */
static void
test_licences_gone (Sync *s, gconstpointer data)
{
  gint64 stored;

  s->context.streams = "tenants,licences";
  assert_ok (s);
  stored = db_int (s, "SELECT count (*) FROM licences");
  db_run (s, BOUGHT_BEFORE, 2u);
  assert_incomplete (s);                                      /* two of four: more than 30 % */
  g_assert_cmpint (count_streams (s, "licences", "incomplete"), ==, 1);
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM licences"), ==, stored + 2);
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM log WHERE stream = 'licences' AND level = 'warning' "
                              "AND action = 'keep' AND remedy = 'decision'"), ==, 1);

  s->context.full = s->context.confirmed = TRUE;
  assert_ok (s);
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM licences"), ==, stored);
  g_assert_cmpint (stream_sum (s, "licences", "removed"), ==, 2);
}

/* A stream that is refused costs nobody else anything. */
static void
test_licences_refused (Sync *s, gconstpointer data)
{
  g_autofree char *message = NULL;
  gint64 stored;

  s->context.streams = "tenants,users,licences";
  assert_ok (s);
  stored = db_int (s, "SELECT count (*) FROM licences");
  sim_control (s, "POST", "fail?path=subscribedSkus&how=403");
  assert_incomplete (s);
  g_assert_cmpint (count_streams (s, "users", "ok"), ==, 6);
  g_assert_cmpint (count_streams (s, "licences", "failed"), ==, 6);
  g_assert_cmpint (stream_sum (s, "licences", "stored"), ==, stored);     /* the older data stays */
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM tenants WHERE access = 'ok'"), ==, 6);
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM tenant_streams WHERE name = 'licences' AND "
                              "state = 'failed' AND error = 'permission' AND read_at > 0"), ==, 6);
  message = db_text (s, "SELECT message FROM log WHERE stream = 'licences' AND level = 'error'");
  g_assert_nonnull (strstr (message, "needs LicenseAssignment.Read.All"));
}

static const struct { const char *name, *how; TnyError error; } answers[] = {
  { "html", "html", TNY_ERROR_PROTOCOL },
  { "cut", "cut", TNY_ERROR_PROTOCOL },
  { "empty", "empty", TNY_ERROR_PROTOCOL },
  { "garbage", "garbage", TNY_ERROR_PROTOCOL },
  { "redirect", "redirect", TNY_ERROR_PROTOCOL },
};

static void
test_licences_no_answer (Sync *s, gconstpointer data)
{
  s->context.streams = "tenants,licences";
  assert_ok (s);
  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      g_autofree char *fault = g_strdup_printf ("fail?path=subscribedSkus&how=%s", answers[i].how);
      gint64 before = db_int (s, "SELECT count (*) FROM licences");

      g_test_message ("%s", answers[i].name);
      sim_control (s, "POST", fault);
      assert_incomplete (s);
      g_assert_cmpint (count_streams (s, "licences", "failed"), ==, 6);
      g_assert_cmpint (db_int (s, "SELECT count (*) FROM licences"), ==, before);
      g_assert_cmpint (db_int (s, "SELECT count (*) FROM tenant_streams WHERE name = 'licences' AND "
                                  "error = '%s'", tny_remedy_by_code (answers[i].error)->name), ==, 6);
      sim_control (s, "POST", "fail?path=subscribedSkus&how=none");
    }
  assert_ok (s);
}

/* Mailboxes */

static void
test_mailboxes (Sync *s, gconstpointer data)
{
  s->context.streams = "tenants,users,mailboxes";
  assert_ok (s);
  g_assert_cmpint (count_streams (s, "mailboxes", "ok") + count_streams (s, "mailboxes", "concealed"), ==, 6);
  g_assert_cmpint (count_streams (s, "mailboxes", "ok"), >, 0);
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM mailboxes"), >, 20);
  /* Each is somebody's, and somebody who has one. */
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM mailboxes AS b LEFT JOIN users AS u ON u.id = b.user_id "
                              "WHERE u.id IS NULL OR u.tenant_id <> b.tenant_id OR "
                              "lower (u.user_principal_name) <> b.folded"), ==, 0);
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM mailboxes WHERE used_bytes IS NULL OR quota_bytes IS NULL "
                              "OR report_date NOT LIKE '20__-__-__'"), ==, 0);
  g_assert_cmpint (db_int (s, "SELECT max (used_bytes) > 4294967296 FROM mailboxes"), ==, 1);
  g_assert_cmpint (db_int (s, "SELECT count (DISTINCT kind) FROM mailboxes"), >=, 3);
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM mailboxes WHERE kind IS NULL"), >, 0);   /* older reports */
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM mailboxes WHERE has_archive IS NULL"), >, 0);
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM mailboxes WHERE address LIKE 'left.%%'"), ==, 0);
  g_assert_cmpint (stream_sum (s, "mailboxes", "stored"), ==, db_int (s, "SELECT count (*) FROM mailboxes"));
  db_assert_sound (s);

  assert_ok (s);
  g_assert_cmpint (stream_sum (s, "mailboxes", "new + changed + removed"), ==, 0);
}

/* Hidden names are told once and never written; what was read before stays. */
static void
test_mailboxes_concealed (Sync *s, gconstpointer data)
{
  g_autofree char *message = NULL;
  gint64 stored;

  s->context.streams = "tenants,users,mailboxes";
  assert_ok (s);
  stored = db_int (s, "SELECT count (*) FROM mailboxes");
  g_assert_cmpint (stored, >, 0);

  sim_scenario (s, "names-concealed", TRUE);
  assert_ok (s);
  g_assert_cmpint (count_streams (s, "mailboxes", "concealed"), ==, 6);
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM mailboxes"), ==, stored);
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM mailboxes WHERE address NOT LIKE '%%@%%'"), ==, 0);
  message = db_text (s, "SELECT message FROM log WHERE level = 'warning' AND remedy = 'concealed'");
  g_assert_nonnull (strstr (message, "Display concealed user, group, and site names"));
  assert_ok (s);
  g_assert_cmpint (db_int (s, "SELECT max (n) FROM (SELECT count (*) AS n FROM log WHERE level = 'warning' AND "
                              "remedy = 'concealed' GROUP BY tenant_id)"), ==, 1);
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM tenant_streams WHERE name = 'mailboxes' AND "
                              "state = 'concealed' AND error = 'concealed'"), ==, 6);
}

/* Without the right to read the setting the shape of the names tells. */
static void
test_mailboxes_concealed_by_shape (Sync *s, gconstpointer data)
{
  g_autofree char *message = NULL;

  s->context.streams = "tenants,users,mailboxes";
  sim_scenario (s, "names-concealed", TRUE);
  sim_control (s, "POST", "fail?path=reportSettings&how=403");
  assert_ok (s);
  g_assert_cmpint (count_streams (s, "mailboxes", "concealed"), ==, 6);
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM mailboxes"), ==, 0);
  message = db_text (s, "SELECT message FROM log WHERE remedy = 'concealed'");
  g_assert_nonnull (strstr (message, "seen in the report"));
}

static const struct { const char *name, *path, *how; const char *error; } reports[] = {
  { "foreign-host", "getMailboxUsageDetail", "redirect", "protocol" },
  { "portal-for-redirect", "getMailboxUsageDetail", "html", "protocol" },
  { "refused", "getMailboxUsageDetail", "403", "permission" },
  { "report-cut", "mailboxUsageDetail", "cut", "protocol" },
  { "report-half", "mailboxUsageDetail", "garbage", "protocol" },
  { "report-html", "mailboxUsageDetail", "html", "protocol" },
  { "report-empty", "mailboxUsageDetail", "empty", "protocol" },
  { "report-redirects-again", "mailboxUsageDetail", "redirect", "protocol" },
};

static void
test_mailboxes_no_report (Sync *s, gconstpointer data)
{
  gint64 stored;

  s->context.streams = "tenants,users,mailboxes";
  sim_control (s, "POST", "fail?path=reportSettings&how=403");     /* the same in every round */
  assert_ok (s);
  stored = db_int (s, "SELECT count (*) FROM mailboxes");
  for (guint i = 0; i < G_N_ELEMENTS (reports); i++)
    {
      g_autofree char *fault = g_strdup_printf ("fail?path=%s&how=%s", reports[i].path, reports[i].how);
      g_autofree char *healthy = g_strdup_printf ("fail?path=%s&how=none", reports[i].path);

      g_test_message ("%s", reports[i].name);
      sim_control (s, "POST", fault);
      assert_incomplete (s);
      g_assert_cmpint (count_streams (s, "users", "ok"), ==, 6);
      g_assert_cmpint (count_streams (s, "mailboxes", "failed"), ==, 6);
      g_assert_cmpint (db_int (s, "SELECT count (*) FROM mailboxes"), ==, stored);
      g_assert_cmpint (db_int (s, "SELECT count (*) FROM run_streams WHERE run_id = (SELECT max (id) FROM runs) "
                                  "AND name = 'mailboxes' AND error = '%s'", reports[i].error), ==, 6);
      sim_control (s, "POST", healthy);
    }
  /* The address of a report is a secret: no part of it gets into the log. */
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM log WHERE message LIKE '%%token%%' OR "
                              "message LIKE '%%/reports/data%%' OR message LIKE '%%mailboxUsageDetail?%%'"), ==, 0);
}

/* Sign-ins */

static void
test_sign_ins (Sync *s, gconstpointer data)
{
  gint64 licensed, without;
  g_autofree char *message = NULL, *before = NULL, *after = NULL;

  s->context.streams = "tenants,users,sign-ins";
  assert_ok (s);                                              /* no P1 is no failure */
  licensed = count_streams (s, "sign-ins", "ok");
  without = count_streams (s, "sign-ins", "not-licensed");
  g_assert_cmpint (licensed, >, 0);
  g_assert_cmpint (without, >, 0);
  g_assert_cmpint (licensed + without, ==, 6);
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM users AS u JOIN tenant_streams AS t ON t.tenant_id = "
                              "u.tenant_id AND t.name = 'sign-ins' WHERE t.state = 'ok' AND "
                              "u.last_sign_in > 1500000000"), >, 20);
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM users AS u JOIN tenant_streams AS t ON t.tenant_id = "
                              "u.tenant_id AND t.name = 'sign-ins' WHERE t.state = 'not-licensed' AND "
                              "u.last_sign_in IS NOT NULL"), ==, 0);
  /* 0001-01-01 is nobody's last logon. */
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM users WHERE last_sign_in < 1500000000"), ==, 0);
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM users WHERE last_password_change IS NULL"), ==, 0);
  message = db_text (s, "SELECT message FROM log WHERE stream = 'sign-ins' AND remedy = 'licence'");
  g_assert_nonnull (strstr (message, "NonPremiumTenant"));
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM log WHERE stream = 'sign-ins' AND level = 'warning'"), ==,
                   without);
  before = db_content (s);
  db_run (s, "UPDATE users SET read_at = 5");
  assert_ok (s);
  after = db_content (s);
  g_assert_cmpstr (after, ==, before);
  g_assert_cmpint (stream_sum (s, "sign-ins", "changed"), ==, 0);
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM log WHERE stream = 'sign-ins' AND level = 'warning'"), ==,
                   without);                                  /* told once */
  db_assert_sound (s);
}

static void
test_sign_ins_without_permission (Sync *s, gconstpointer data)
{
  g_autofree char *message = NULL;

  s->context.streams = "tenants,users,sign-ins";
  sim_control (s, "POST", "permission?name=AuditLog.Read.All&state=no-consent");
  assert_incomplete (s);
  g_assert_cmpint (count_streams (s, "users", "ok"), ==, 6);
  g_assert_cmpint (count_streams (s, "sign-ins", "failed"), ==, 6);
  message = db_text (s, "SELECT message FROM log WHERE stream = 'sign-ins' AND level = 'error'");
  g_assert_nonnull (strstr (message, "needs AuditLog.Read.All"));
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM tenants WHERE access = 'ok'"), ==, 6);
}

/* Nothing of half a listing is written. */
static void
test_sign_ins_in_pages (Sync *s, gconstpointer data)
{
  s->context.streams = "tenants,users,sign-ins";
  s->context.workers = 1;
  assert_ok (s);
  g_assert_cmpint (stream_sum (s, "sign-ins", "reported"), ==, 900);
  g_assert_cmpint (stream_sum (s, "sign-ins", "requests"), >=, 4);
  db_run (s, "UPDATE users SET last_sign_in = 1, last_password_change = 1");
  sim_scenario (s, "repeated-next-link", TRUE);
  assert_incomplete (s);
  g_assert_cmpint (count_streams (s, "sign-ins", "ok"), ==, 0);
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM users WHERE last_password_change <> 1"), ==, 0);
}

/* What changes once a day is not asked for every hour, unless a person asks. */
static void
test_own_pace (Sync *s, gconstpointer data)
{
  gint64 read;

  s->context.streams = "tenants,users,licences,mailboxes,sign-ins";
  assert_ok (s);
  read = count_streams (s, "mailboxes", "ok");
  g_assert_cmpint (read, >, 0);

  s->context.trigger = "schedule";
  assert_ok (s);
  g_assert_cmpint (count_streams (s, "licences", "ok"), ==, 6);
  g_assert_cmpint (count_streams (s, "mailboxes", "ok"), ==, 0);
  g_assert_cmpint (count_streams (s, "sign-ins", "ok"), ==, 0);
  db_run (s, "UPDATE tenant_streams SET read_at = read_at - 6 * 60 * 60 - 60");
  assert_ok (s);
  g_assert_cmpint (count_streams (s, "mailboxes", "ok"), ==, read);

  s->context.trigger = "manual";
  assert_ok (s);
  g_assert_cmpint (count_streams (s, "mailboxes", "ok"), ==, read);
}

/* A tenant that lets nobody in is one line in the log, however much is asked of it. */
static void
test_closed_tenants (Sync *s, gconstpointer data)
{
  gint64 closed;

  s->context.streams = "tenants,users,licences";
  assert_incomplete (s);
  closed = count_streams (s, "users", "failed");
  g_assert_cmpint (closed, >, 0);
  g_assert_cmpint (count_streams (s, "licences", "not-run"), >, 0);
  g_assert_cmpint (count_streams (s, "licences", "not-run") + count_streams (s, "licences", "failed"), ==, closed);
  g_assert_cmpint (count_streams (s, "licences", "ok"), ==, count_streams (s, "users", "ok"));
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM run_streams WHERE state = 'not-run' AND error IS NULL"),
                   ==, 0);
  g_assert_cmpint (db_int (s, "SELECT max (n) FROM (SELECT count (*) AS n FROM log WHERE level = 'error' "
                              "AND tenant_id IN (SELECT tenant_id FROM run_streams WHERE state = 'not-run' AND name = 'licences') "
                              "GROUP BY tenant_id)"), ==, 1);
}

/* Details */

static void
test_details (Sync *s, gconstpointer data)
{
  g_autofree char *domains = NULL, *place = NULL, *before = NULL, *after = NULL;

  assert_ok (s);
  g_assert_cmpint (count_streams (s, "details", "ok"), ==, 6);
  /* The tenant is asked once who it is, for all of its streams. */
  g_assert_cmpint (stream_sum (s, "details", "requests"), ==, 0);
  domains = db_text (s, "SELECT group_concat (name || is_default || is_initial, ' ') FROM (SELECT * FROM "
                        "tenant_domains WHERE tenant_id = (SELECT id FROM tenants WHERE name LIKE 'Brightwater%%') "
                        "ORDER BY name)");
  g_assert_cmpstr (domains, ==, "brightwater-dental.example00 brightwaterdental.example10 "
                                "brightwaterdentalsample.onmicrosoft.com01");
  place = db_text (s, "SELECT street || '|' || postal_code || '|' || city || '|' || phones FROM tenants "
                      "WHERE name LIKE 'Brightwater%%'");
  g_assert_cmpstr (place, ==, "18 Quay Street|ZX2 8QS|Exeter|+44 1632 960121");
  g_assert_cmpint (stream_sum (s, "details", "new"), ==, db_int (s, "SELECT count (*) FROM tenant_domains"));

  /* Nothing new is written; what is no longer a domain goes, what was lost comes back. */
  db_run (s, "INSERT INTO tenant_domains SELECT id, 'old.example', 0, 0 FROM tenants WHERE name LIKE 'Bright%%'");
  db_run (s, "DELETE FROM tenant_domains WHERE name = 'brightwater-dental.example'");
  db_run (s, "UPDATE tenants SET phones = '1' WHERE name LIKE 'Brightwater%%'");
  assert_ok (s);
  g_assert_cmpint (stream_sum (s, "details", "removed"), ==, 1);
  g_assert_cmpint (stream_sum (s, "details", "new"), ==, 1);
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM tenant_domains WHERE name = 'old.example'"), ==, 0);
  after = db_text (s, "SELECT phones FROM tenants WHERE name LIKE 'Brightwater%%'");
  g_assert_cmpstr (after, ==, "+44 1632 960121");

  /* By the clock a few times a day, by a person always. */
  s->context.trigger = "schedule";
  assert_ok (s);
  g_assert_cmpint (count_streams (s, "details", "ok"), ==, 0);
  s->context.trigger = "manual";
  assert_ok (s);
  g_assert_cmpint (count_streams (s, "details", "ok"), ==, 6);
  db_assert_sound (s);
}

static void
test_names_of_before (Sync *s, gconstpointer data)
{
  g_autofree char *contract = NULL, *former = NULL;

  assert_incomplete (s);
  contract = db_text (s, "SELECT n.name FROM tenant_names AS n JOIN tenants AS t ON t.id = n.tenant_id "
                         "WHERE t.name = 'Oakhaven Group' AND n.until IS NULL");
  g_assert_cmpstr (contract, ==, "Oakhaven Foods Ltd");
  /* A list's copy that is replaced by the tenant's word is no rename, one that was its word is. */
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM tenant_names WHERE until IS NOT NULL"), ==, 0);
  sim_scenario (s, "tenants-renamed", TRUE);
  assert_incomplete (s);
  former = db_text (s, "SELECT n.name FROM tenant_names AS n JOIN tenants AS t ON t.id = n.tenant_id "
                       "WHERE t.name = 'Novara 1 Holdings' AND n.until > 0");
  g_assert_cmpstr (former, ==, "Alderbrook Surveyors Ltd");
  /* Called as before again: the name is no former one, the one in between is. */
  sim_scenario (s, "tenants-renamed", FALSE);
  assert_incomplete (s);
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM tenant_names AS n JOIN tenants AS t ON t.id = n.tenant_id "
                              "WHERE t.name LIKE 'Alderbrook%%' AND n.until > 0 AND n.name = 'Novara 1 Holdings'"),
                   ==, 1);
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM tenant_names AS n JOIN tenants AS t ON t.id = n.tenant_id "
                              "WHERE n.name = t.name AND n.until IS NOT NULL"), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  add_sync_test ("/streams/licences/complete", NULL, test_licences);
  add_sync_test ("/streams/licences/twice-is-no-change", NULL, test_licences_twice);
  add_sync_test ("/streams/licences/gone", NULL, test_licences_gone);
  add_sync_test ("/streams/licences/refused", NULL, test_licences_refused);
  add_sync_test ("/streams/licences/no-answer", NULL, test_licences_no_answer);
  add_sync_test ("/streams/mailboxes/complete", &many_mailboxes, test_mailboxes);
  add_sync_test ("/streams/mailboxes/concealed", &many_mailboxes, test_mailboxes_concealed);
  add_sync_test ("/streams/mailboxes/concealed-by-shape", NULL, test_mailboxes_concealed_by_shape);
  add_sync_test ("/streams/mailboxes/no-report", NULL, test_mailboxes_no_report);
  add_sync_test ("/streams/sign-ins/complete", NULL, test_sign_ins);
  add_sync_test ("/streams/sign-ins/without-permission", NULL, test_sign_ins_without_permission);
  add_sync_test ("/streams/sign-ins/in-pages", &large, test_sign_ins_in_pages);
  add_sync_test ("/streams/details/complete", NULL, test_details);
  add_sync_test ("/streams/details/names-of-before", &as_it_is, test_names_of_before);
  add_sync_test ("/streams/own-pace", NULL, test_own_pace);
  add_sync_test ("/streams/closed-tenants", &as_it_is, test_closed_tenants);

  return g_test_run ();
}
