/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What single checks say, what is stored, and how a run ends early. */
#include "health-fixture.h"

#include <string.h>

#include "tny-error.h"
#include "tny-role.h"

static const SyncSetup one_tenant = { NULL, 1, 10, "all-access" };
static const SyncSetup everyday = { NULL, 25, 50, "" };

/* --- single checks --- */

static void
test_evidence (Sync *self, gconstpointer data)
{
  TnyChecksContext context = health_context (self, ALL_STREAMS);
  g_autoptr(GPtrArray) checks = NULL;

  health_list_tenants (self);
  checks = health_run (self, &context);
  for (guint i = 0; i < checks->len; i++)
    {
      const TnyCheck *check = checks->pdata[i];

      g_assert_cmpstr (check->claim, !=, NULL);
      g_assert_null (strchr (check->claim, '{'));
      g_assert_cmpstr (check->subject, !=, NULL);
      g_assert_cmpint (check->checked_at, >, 0);
      if (check->state != TNY_CHECK_PASS)
        continue;
      /* nothing passes without an answer that says so */
      g_assert_nonnull (check->endpoint);
      g_assert_cmpuint (check->status, ==, 200);
      g_assert_nonnull (check->request_id);
      g_assert_null (strchr (check->endpoint, '?'));
    }
  health_assert (checks, "renewal", "ok");
  g_assert_cmpint (health_find (checks, "renewal")->due_at, >,
                   health_find (checks, "renewal")->checked_at);
  g_assert_cmpint (health_find (checks, "secret")->due_at, >, 0);
  g_assert_cmpint (health_find (checks, "relationship-end")->due_at, >, 0);
}

static void
test_remedies (Sync *self, gconstpointer data)
{
  static const char *const days[] = { "no-mfa", "not-agent", "relationship-expired",
                                      "relationship-pending", "group-unassigned", "not-member",
                                      "roles-missing", "conditional-access", "names-concealed",
                                      "no-premium", "secret-expired", "sign-in-revoked" };

  health_list_tenants (self);
  for (guint i = 0; i < G_N_ELEMENTS (days); i++)
    {
      g_autoptr(GPtrArray) checks = NULL;
      TnyChecksContext context;

      sim_control (self, "POST", "reset");
      sim_scenario (self, "all-access", TRUE);
      sim_scenario (self, days[i], TRUE);
      health_renew (self);
      context = health_context (self, ALL_STREAMS);
      checks = health_run (self, &context);
      g_assert_cmpuint (tny_checks_count (checks, TNY_CHECK_FAIL), >, 0);
      for (guint k = 0; k < checks->len; k++)
        {
          const TnyCheck *check = checks->pdata[k];

          if (check->state != TNY_CHECK_FAIL)
            continue;
          g_assert_nonnull (check->remedy);
          g_assert_nonnull (check->who);
          g_assert_null (strchr (check->remedy, '{'));
          g_assert_null (strchr (check->who, '{'));
          g_assert_true (check->message == NULL || strchr (check->message, '{') == NULL);
          g_assert_true (check->url != NULL || check->action != NULL || check->message != NULL);
        }
    }
}

static void
test_secret (Sync *self, gconstpointer data)
{
  TnyChecksContext context;
  g_autoptr(GPtrArray) ours = NULL, others = NULL, told = NULL, expired = NULL;

  health_list_tenants (self);
  context = health_context (self, "tenants,users");
  ours = health_run (self, &context);
  health_assert (ours, "secret", "ok");
  /* of another secret we know nothing, and nobody told */
  context.secret_hint = "zzz";
  others = health_run (self, &context);
  health_assert (others, "secret", "no-end");
  g_assert_cmpint (health_find (others, "secret")->state, ==, TNY_CHECK_UNKNOWN);
  context.secret_expires = tny_clock_now (NULL) + 100 * 86400;
  told = health_run (self, &context);
  health_assert (told, "secret", "told");
  context.secret_expires = tny_clock_now (NULL) - 1;
  expired = health_run (self, &context);
  health_assert (expired, "secret", "expired");
}

static void
test_told_mfa (Sync *self, gconstpointer data)
{
  static const struct { int told; TnyCheckState state; } cases[] = {
    { 1, TNY_CHECK_PASS }, { 0, TNY_CHECK_FAIL }, { -1, TNY_CHECK_UNKNOWN },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      TnyChecksContext context = health_context (self, "tenants,users");
      g_autoptr(GPtrArray) checks = NULL;

      context.reach = "direct";
      context.account_mfa = cases[i].told;
      checks = health_run (self, &context);
      g_assert_cmpint (health_find (checks, "mfa")->state, ==, cases[i].state);
      health_assert (checks, "admin-agents", "not-needed");
      g_assert_null (health_find (checks, "permission/user_impersonation/delegated"));
    }
}

/* Before anything was synced: what the lists name, and whose reports show names. */
static void
test_first_look (Sync *self, gconstpointer data)
{
  static const struct { const char *scenario, *path, *reach, *tenants, *reports, *claim; } cases[] = {
    { "all-access", NULL, "gdap", "ok", "concealed", "25 tenants visible." },
    { "names-concealed", NULL, "gdap", "ok", "concealed", "25 tenants visible." },
    { "", NULL, "direct", "direct", "shown", "1 tenant visible: your own." },
    { "names-concealed", NULL, "direct", "direct", "concealed", "1 tenant visible: your own." },
    { "", "/admin/reportSettings", "gdap", "ok", "not-checked", "25 tenants visible." },
    { "", "/v1.0/contracts", "gdap", "partial", "concealed", NULL },
    { "", "/v1.0/contracts", "dap", "partial", "concealed", NULL },
    { "", "/v1.0/organization", "direct", "waits", "waits", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GPtrArray) checks = NULL, later = NULL;
      TnyChecksContext context;
      const TnyCheck *tenants;

      sim_control (self, "POST", "reset");
      if (*cases[i].scenario != '\0')
        sim_scenario (self, cases[i].scenario, TRUE);
      health_renew (self);
      if (cases[i].path != NULL)
        health_break (self, cases[i].path, "html");
      context = health_context (self, "tenants,users,mailboxes");
      context.first_look = TRUE;
      context.reach = cases[i].reach;
      checks = health_run (self, &context);
      tenants = health_find (checks, "tenants");
      health_assert (checks, "tenants", cases[i].tenants);
      health_assert (checks, "reports", cases[i].reports);
      if (cases[i].claim != NULL)
        g_assert_cmpstr (tenants->claim, ==, cases[i].claim);
      else
        g_assert_cmpint (tenants->state, ==, TNY_CHECK_UNKNOWN);
      /* the next run is none */
      context.first_look = FALSE;
      later = health_run (self, &context);
      g_assert_null (health_find (later, "tenants"));
    }
}

static void
test_published_list (Sync *self, gconstpointer data)
{
  TnyChecksContext context = health_context (self, "tenants,users");
  g_autoptr(GPtrArray) checks = health_run (self, &context);
  const TnyCheck *extra;

  health_assert (checks, "permission/Reports.Read.All/delegated", "published");
  health_assert (checks, "permission/Domain.Read.All/delegated", "extra");
  health_assert (checks, "permission/User.Read.All/application", "published");
  extra = health_find (checks, "permission/Domain.Read.All/delegated");
  g_assert_cmpint (extra->state, ==, TNY_CHECK_NOT_NEEDED);
}

static void
test_missing_is_not_no_consent (Sync *self, gconstpointer data)
{
  TnyChecksContext context = health_context (self, ALL_STREAMS);
  g_autoptr(GPtrArray) missing = NULL, no_consent = NULL, not_known = NULL;

  health_permission (self, "Reports.Read.All", "missing", "everywhere");
  missing = health_run (self, &context);
  health_assert (missing, "permission/Reports.Read.All/delegated", "missing");
  health_permission (self, "Reports.Read.All", "granted", "everywhere");
  health_permission (self, "Reports.Read.All", "no-consent", "partner");
  no_consent = health_run (self, &context);
  health_assert (no_consent, "permission/Reports.Read.All/delegated", "no-consent");
  health_break (self, "/v1.0/applications", "html");
  not_known = health_run (self, &context);
  health_assert (not_known, "permission/Reports.Read.All/delegated", "not-granted");
}

static void
test_either_or (void)
{
  g_autoptr(GHashTable) held = g_hash_table_new (g_str_hash, g_str_equal);
  const guint all = TNY_FEATURE_USERS | TNY_FEATURE_SIGN_INS | TNY_FEATURE_MAILBOXES |
                    TNY_FEATURE_DEVICES | TNY_FEATURE_LICENCES | TNY_FEATURE_HEALTH;

  g_assert_cmpuint (tny_roles_missing (held, all), ==, all);
  g_hash_table_add (held, (gpointer) "88d8e3e3-8f55-4a1e-953a-9b9898b8876b");  /* Directory Readers */
  g_hash_table_add (held, (gpointer) "4a5d8f65-41da-4de4-8968-e035b65339cf");  /* Reports Reader */
  g_assert_cmpuint (tny_roles_missing (held, all), ==, TNY_FEATURE_DEVICES | TNY_FEATURE_LICENCES);
  g_assert_false (tny_roles_consent (held));
  g_hash_table_remove_all (held);
  g_hash_table_add (held, (gpointer) "f2ef992c-3afb-46b9-b7cf-a126ee74c451");  /* Global Reader */
  g_assert_cmpuint (tny_roles_missing (held, all), ==, 0);
  g_hash_table_remove_all (held);
  g_hash_table_add (held, (gpointer) TNY_ROLE_GLOBAL_ADMINISTRATOR);
  g_assert_cmpuint (tny_roles_missing (held, all), ==, 0);
  g_assert_true (tny_roles_consent (held));
}

/* --- the table --- */

static GPtrArray *
load (Sync *self, const char *tenant_id)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(TnyReader) reader = tny_store_borrow (self->store, &error);
  GPtrArray *checks = tny_checks_load (reader, self->connection_id, tenant_id, &error);

  g_assert_no_error (error);

  return checks;
}

static gint64
unchecked (Sync *self)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(TnyReader) reader = tny_store_borrow (self->store, &error);
  gint64 n = -1;

  g_assert_true (tny_checks_count_unchecked (reader, &n, &error));
  g_assert_no_error (error);

  return n;
}

static void
test_stored (Sync *self, gconstpointer data)
{
  TnyChecksContext context = health_context (self, ALL_STREAMS);
  g_autoptr(GPtrArray) none = load (self, NULL), checks = NULL, again = NULL, of_one = NULL;
  g_autofree char *junco = NULL;
  gint64 only[2] = { 0 };

  g_assert_cmpuint (none->len, ==, 0);
  health_list_tenants (self);
  g_assert_cmpint (unchecked (self), ==, db_int (self, "SELECT count (*) FROM tenants"));
  checks = health_run (self, &context);
  g_assert_cmpint (unchecked (self), ==, 0);
  again = load (self, NULL);
  g_assert_cmpuint (again->len, ==, checks->len);
  for (guint i = 0; i < checks->len; i++)
    {
      const TnyCheck *one = checks->pdata[i], *two = again->pdata[i];
      g_autofree char *evidence = tny_check_evidence_text (one);
      g_autofree char *evidence_again = tny_check_evidence_text (two);

      g_assert_cmpstr (one->id, ==, two->id);
      g_assert_cmpstr (one->tenant_id, ==, two->tenant_id);
      g_assert_cmpint (one->state, ==, two->state);
      g_assert_cmpstr (one->claim, ==, two->claim);
      g_assert_cmpstr (one->message, ==, two->message);
      g_assert_cmpstr (one->url, ==, two->url);
      g_assert_cmpint (one->due_at, ==, two->due_at);
      g_assert_cmpstr (evidence, ==, evidence_again);
    }

  /* One tenant is asked again: the others' results stay. */
  only[0] = db_int (self, "SELECT id FROM tenants WHERE name = 'Junco Travel'");
  junco = db_text (self, "SELECT graph_id FROM tenants WHERE name = 'Junco Travel'");
  context.tenants = only;
  db_run (self, "UPDATE checks SET claim = 'old'");
  g_ptr_array_unref (checks);
  checks = health_run (self, &context);
  of_one = load (self, junco);
  g_assert_cmpuint (of_one->len, ==, checks->len);
  g_assert_cmpint (db_int (self, "SELECT count (*) FROM checks WHERE claim = 'old' AND "
                                 "tenant_id IN ('', '%s')", junco), ==, 0);
  g_assert_cmpint (db_int (self, "SELECT count (*) FROM checks WHERE claim = 'old'"), ==,
                   again->len - of_one->len);
}

/* The sample cloud's own troubles, each named for what it is. */
static void
test_everyday (Sync *self, gconstpointer data)
{
  static const struct { const char *tenant, *cause; } causes[] = {
    { "Junco Travel", "relationship" },
    { "Vantage Point Optics", "relationship" },
    { "=Westmere & \"Co\" <b>Housing</b>", "roles" },
    { "Zephyr Aviation Services", "consent" },
    { "Castellan Freight GmbH", "report-names" },
    { "Brightwater Dental Care", "premium" },
    { "Alderbrook Surveyors Ltd", NULL },
  };
  TnyChecksContext context = health_context (self, ALL_STREAMS);
  g_autoptr(GPtrArray) checks = NULL;

  health_list_tenants (self);
  checks = health_run (self, &context);
  for (guint i = 0; i < G_N_ELEMENTS (causes); i++)
    {
      const TnyCheck *cause = NULL;

      for (guint k = 0; k < checks->len; k++)
        if (g_strcmp0 (((TnyCheck *) checks->pdata[k])->subject, causes[i].tenant) == 0)
          {
            cause = tny_checks_first_cause (checks, ((TnyCheck *) checks->pdata[k])->tenant_id);
            break;
          }
      g_assert_cmpstr (cause != NULL ? cause->id : NULL, ==, causes[i].cause);
    }
}

/* --- bad answers --- */

static void
test_throttled (Sync *self, gconstpointer data)
{
  TnyChecksContext context = health_context (self, ALL_STREAMS);
  g_autoptr(GPtrArray) checks = NULL;
  g_autofree char *problems = NULL;

  health_list_tenants (self);
  sim_scenario (self, "throttled", TRUE);
  sim_scenario (self, "server-errors", TRUE);
  checks = health_run (self, &context);
  problems = health_problems (checks);
  g_assert_cmpstr (problems, ==, "");
}

/* --- cancelling --- */

typedef struct
{
  Sync         *sync;
  GCancellable *cancellable;
  gint64        cancelled_at;
} Canceller;

/* Cancels as soon as the third request has no answer. */
static gpointer
cancel_thread (gpointer data)
{
  Canceller *self = data;

  for (;;)
    {
      g_autofree char *requests = sim_requests (self->sync);

      if (strstr (requests, "\"hang\"") != NULL)
        break;
      tny_wait (NULL, 5000, NULL, NULL);
    }
  self->cancelled_at = g_get_monotonic_time ();
  g_cancellable_cancel (self->cancellable);

  return NULL;
}

static void
test_cancel (Sync *self, gconstpointer data)
{
  static const guint at[] = { 1, 3, 8, 16, 22 };

  health_list_tenants (self);
  for (guint i = 0; i < G_N_ELEMENTS (at); i++)
    {
      g_autoptr(GCancellable) cancellable = g_cancellable_new ();
      Canceller canceller = { self, cancellable };
      g_autofree char *what = g_strdup_printf ("fail?request=%u&how=hang&count=1000", at[i]);
      g_autoptr(GError) error = NULL;
      TnyChecksContext context;
      GThread *thread;

      sim_control (self, "POST", "reset");
      sim_scenario (self, "all-access", TRUE);
      health_renew (self);
      context = health_context (self, ALL_STREAMS);
      sim_control (self, "POST", what);
      thread = g_thread_new ("cancel", cancel_thread, &canceller);
      g_assert_null (tny_checks_run (&context, NULL, cancellable, &error));
      g_thread_join (thread);
      g_assert_cmpint (g_get_monotonic_time () - canceller.cancelled_at, <, 2 * G_USEC_PER_SEC);
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_assert_cmpint (db_int (self, "SELECT count (*) FROM checks"), ==, 0);
    }
}

/* --- explaining --- */

static void
assert_cause (Sync *self, const char *kind, const char *id, const char *field, const char *check,
              const char *words)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(TnyReader) reader = tny_store_borrow (self->store, &error);
  g_autoptr(GPtrArray) causes = tny_explain (reader, kind, id, field, &error);
  const TnyCause *first;

  g_assert_no_error (error);
  first = causes->pdata[0];
  g_assert_cmpstr (first->check_id, ==, check);
  if (words != NULL && strstr (first->cause, words) == NULL)
    g_error ("%s %s: %s", id, field, first->cause);
}

/* Whether one of the causes, the first or a later one, says so. */
static void
assert_says (Sync *self, const char *kind, const char *id, const char *field, const char *words)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(TnyReader) reader = tny_store_borrow (self->store, &error);
  g_autoptr(GPtrArray) causes = tny_explain (reader, kind, id, field, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < causes->len; i++)
    if (strstr (((TnyCause *) causes->pdata[i])->cause, words) != NULL)
      return;
  g_error ("%s %s: nothing says “%s”", id, field, words);
}

static void
assert_refused (Sync *self, const char *kind, const char *id, const char *field, TnyError code)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(TnyReader) reader = tny_store_borrow (self->store, NULL);

  g_assert_null (tny_explain (reader, kind, id, field, &error));
  g_assert_error (error, TNY_ERROR, (int) code);
}

/* A contact's fields are those of the user that is linked to it, or has its address. */
static void
explain_contacts (Sync *self, const char *user)
{
  db_run (self, "INSERT INTO organizations (id, name, name_folded, origin, created_at, changed_at) "
                "VALUES (1, 'Alderbrook', 'alderbrook', 'created', 1, 1)");
  db_run (self, "INSERT INTO contacts (id, organization_id, sort_name, origin, created_at, "
                "changed_at) "
                "VALUES (7, 1, 'x', 'created', 1, 1), (8, 1, 'y', 'created', 1, 1)");
  db_run (self, "INSERT INTO contact_items (contact_id, kind, value, folded) "
                "VALUES (7, 'email', '%s', lower ('%s'))", user, user);
  assert_cause (self, "contact", "7", "last_sign_in", NULL, "is not matched to any tenant");
  db_run (self, "INSERT INTO matches (tenant_id, state, organization_id, method, decided_at, "
                "decided_by) "
                "SELECT id, 'matched', 1, 'accepted', 1, 'x' FROM tenants "
                "WHERE name = 'Alderbrook Surveyors Ltd'");
  assert_cause (self, "contact", "7", "last_sign_in", NULL, "not among what this connection syncs");
  assert_cause (self, "contact", "7", "user_principal_name", NULL, "It is not empty");
  assert_cause (self, "contact", "8", "user_principal_name", NULL, "has an address of it");
  assert_refused (self, "contact", "9", "mail", TNY_ERROR_NOT_FOUND);
  assert_refused (self, "contact", "nobody", "mail", TNY_ERROR_NOT_FOUND);
}

static void
test_explain (Sync *self, gconstpointer data)
{
  TnyChecksContext context = health_context (self, "tenants,users");
  g_autofree char *user = NULL, *id = NULL;

  sync_run (self, NULL);
  user = db_text (self, "SELECT u.user_principal_name FROM users AS u JOIN tenants AS t ON t.id = "
                        "u.tenant_id "
                        "WHERE t.name = 'Alderbrook Surveyors Ltd' LIMIT 1");
  id = db_text (self, "SELECT lower (hex (u.graph_id)) FROM users AS u LIMIT 1");
  assert_cause (self, "user", user, "last_sign_in", NULL, "not among what this connection syncs");
  assert_cause (self, "tenant", "Junco Travel", "city", NULL, "No GDAP relationship with this tenant");
  assert_says (self, "tenant", "Junco Travel", "city", "never checked");
  g_ptr_array_unref (health_run (self, &context));
  assert_cause (self, "tenant", "Junco Travel", "city", "relationship", "no GDAP relationship");
  assert_cause (self, "tenants", "Zephyr Aviation Services", "users_read_at", "consent",
                "not consented");
  assert_cause (self, "tenant", "=Westmere & \"Co\" <b>Housing</b>", "users_read_at", "roles",
                "Global Reader");
  assert_cause (self, "user", user, "user_principal_name", NULL, "It is not empty");
  explain_contacts (self, user);
  db_run (self, "UPDATE users SET job_title = NULL WHERE user_principal_name = '%s'", user);
  assert_cause (self, "user", user, "title", NULL, "Microsoft has no value there");
  db_run (self, "UPDATE users SET state = 'deleted' WHERE user_principal_name = '%s'", user);
  assert_cause (self, "users", user, "title", NULL, "no longer named this user");

  assert_refused (self, "printer", user, "mail", TNY_ERROR_ARGUMENT);
  assert_refused (self, "user", user, "shoe_size", TNY_ERROR_ARGUMENT);
  assert_refused (self, "user", "nobody@example.com", "mail", TNY_ERROR_NOT_FOUND);
  assert_refused (self, "tenant", "Nobody Ltd", "city", TNY_ERROR_NOT_FOUND);
}

/* Organizations, licences, devices and the numbers of a connection. */
static void
test_explain_records (Sync *self, gconstpointer data)
{
  TnyChecksContext context;
  g_autofree char *device = NULL, *licence = NULL, *concealed = NULL;

  db_run (self, "INSERT INTO organizations (id, name, name_folded, origin, created_at, changed_at) VALUES "
                "(1, 'Unmatched', 'unmatched', 'created', 1, 1), (2, 'Junco', 'junco', 'created', 1, 1), "
                "(3, 'Alder', 'alder', 'created', 1, 1)");
  assert_cause (self, "organization", "1", "users", NULL, "is not matched to any tenant");
  assert_cause (self, "connection", "1", "tenants", NULL, "was never read yet");
  assert_cause (self, "connection", "1", "devices", NULL, "not among what this connection syncs");

  self->context.streams = ALL_STREAMS;
  db_run (self, "UPDATE connections SET streams = '%s'", ALL_STREAMS);
  sync_run (self, NULL);
  db_run (self, "INSERT INTO matches (tenant_id, state, organization_id, method, decided_at, decided_by) "
                "SELECT id, 'matched', iif (name = 'Junco Travel', 2, 3), 'accepted', 1, 'x' FROM tenants "
                "WHERE name IN ('Junco Travel', 'Alderbrook Surveyors Ltd')");
  context = health_context (self, ALL_STREAMS);
  g_ptr_array_unref (health_run (self, &context));
  assert_cause (self, "organization", "2", "users", "relationship", "no GDAP relationship");
  assert_cause (self, "organizations", "Alder", "users_read_at", NULL, "It is not empty");
  assert_refused (self, "organization", "99", "users", TNY_ERROR_NOT_FOUND);

  /* what is missing from a number, and how much of it */
  assert_cause (self, "connection", "1", "tenants", NULL, "It is not empty");
  assert_says (self, "connection", "1", "users", "3 tenants, like Junco Travel: No GDAP relationship");
  assert_says (self, "connection", "1", "mailboxes", "Report names are concealed");
  assert_says (self, "connection", "1", "devices", "The tenant lacks the licence for this");
  assert_refused (self, "connection", "Nobody", "users", TNY_ERROR_NOT_FOUND);

  device = db_text (self, "SELECT name FROM devices WHERE user_graph_id IS NULL AND enrolled_by IS NOT NULL "
                          "GROUP BY sort_name HAVING count (*) = 1 LIMIT 1");
  assert_cause (self, "device", device, "primary_user", NULL, "only who enrolled it");
  db_run (self, "UPDATE devices SET model = NULL WHERE name = '%s'", device);
  assert_cause (self, "device", device, "model", NULL, "Microsoft has no value there");
  assert_cause (self, "devices", device, "name", NULL, "It is not empty");
  assert_refused (self, "device", "NO-SUCH", "name", TNY_ERROR_NOT_FOUND);

  licence = db_text (self, "SELECT t.graph_id || '/' || l.sku_id FROM licences AS l JOIN tenants AS t ON "
                           "t.id = l.tenant_id WHERE t.name = 'Alderbrook Surveyors Ltd' LIMIT 1");
  assert_cause (self, "licence", licence, "consumed", NULL, "It is not empty");
  db_run (self, "UPDATE licences SET consumed = NULL");
  assert_cause (self, "licence", licence, "free", NULL, "Microsoft has no value there");
  assert_refused (self, "licence", "none", "free", TNY_ERROR_NOT_FOUND);

  /* settings and decisions come before anything that Microsoft could say */
  concealed = db_text (self, "SELECT name FROM tenants WHERE name = 'Castellan Freight GmbH'");
  assert_cause (self, "tenant", concealed, "mailboxes", "report-names", "conceal names");
  db_run (self, "INSERT INTO tenant_settings (tenant_id, streams) SELECT id, 'tenants,users' FROM tenants "
                "WHERE name = '%s'", concealed);
  assert_cause (self, "tenant", concealed, "mailboxes", NULL, "not among what this connection syncs here");
  db_run (self, "UPDATE tenant_settings SET sync = 0");
  assert_cause (self, "tenant", concealed, "mailboxes", NULL, "The sync settings leave Castellan");
  db_run (self, "UPDATE matches SET state = 'ignored', organization_id = NULL, method = 'ignored' "
                "WHERE organization_id = 2");
  assert_cause (self, "tenant", "Junco Travel", "city", NULL, "Junco Travel is ignored");

  db_run (self, "UPDATE connections SET sign_in_state = 'ended'");
  assert_cause (self, "tenant", "Alderbrook Surveyors Ltd", "users_read_at", NULL, "ended the sign-in");
  assert_cause (self, "connection", "1", "users", NULL, "ended the sign-in");
}

static void
add_told (GPtrArray *checks, const char *permission, TnyCheckState state, const char *finding)
{
  TnyCheck *check = g_new0 (TnyCheck, 1);

  check->id = g_strdup_printf ("permission/%s/delegated", permission);
  check->area = TNY_CHECK_PERMISSIONS;
  check->subject = g_strdup (permission);
  check->state = state;
  check->finding = g_strdup (finding);
  g_ptr_array_add (checks, check);
}

static void
assert_lacking (GPtrArray *checks, guint features, const char *names)
{
  g_autofree char *lacking = tny_checks_lacking (checks, features);

  g_assert_cmpstr (lacking, ==, names);
}

static void
test_lacking (void)
{
  g_autoptr(GPtrArray) checks = g_ptr_array_new_with_free_func ((GDestroyNotify) tny_check_free);
  guint sign_ins = TNY_FEATURE_SIGN_INS;

  assert_lacking (checks, sign_ins, NULL);
  add_told (checks, "Directory.Read.All", TNY_CHECK_UNKNOWN, "not-checked");
  assert_lacking (checks, sign_ins, NULL);
  add_told (checks, "Reports.Read.All", TNY_CHECK_PASS, "granted");
  assert_lacking (checks, sign_ins, "User.Read.All, AuditLog.Read.All");
  add_told (checks, "AuditLog.Read.All", TNY_CHECK_FAIL, "no-consent");
  add_told (checks, "Directory.ReadWrite.All", TNY_CHECK_NOT_NEEDED, "published");
  assert_lacking (checks, sign_ins, "AuditLog.Read.All");
  assert_lacking (checks, TNY_FEATURE_USERS | TNY_FEATURE_LICENCES, NULL);
  add_told (checks, "AuditLog.Read.All", TNY_CHECK_NOT_NEEDED, "extra");
  assert_lacking (checks, sign_ins, NULL);
  g_assert_cmpuint (tny_checks_count_failed (checks, "permission/AuditLog.Read.All/delegated"), ==, 1);
  g_assert_cmpuint (tny_checks_count_failed (checks, "premium"), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add_sync_test ("/health/checks/every-pass-has-evidence", &one_tenant, test_evidence);
  add_sync_test ("/health/checks/every-failure-has-a-remedy", &one_tenant, test_remedies);
  add_sync_test ("/health/checks/the-end-of-our-secret", &one_tenant, test_secret);
  add_sync_test ("/health/checks/second-factor-as-told", &one_tenant, test_told_mfa);
  add_sync_test ("/health/checks/the-published-list-is-understood", &one_tenant,
                 test_published_list);
  add_sync_test ("/health/checks/missing-is-not-no-consent", &one_tenant,
                 test_missing_is_not_no_consent);
  g_test_add_func ("/health/checks/one-role-or-the-other", test_either_or);
  g_test_add_func ("/health/checks/what-a-stream-lacks", test_lacking);
  add_sync_test ("/health/checks/results-are-kept", &everyday, test_stored);
  add_sync_test ("/health/checks/a-first-look", &everyday, test_first_look);
  add_sync_test ("/health/checks/an-ordinary-estate", &everyday, test_everyday);
  add_sync_test ("/health/checks/throttled-and-still-complete", &one_tenant, test_throttled);
  add_sync_test ("/health/checks/cancelled-at-once", &one_tenant, test_cancel);
  add_sync_test ("/health/checks/explained", &everyday, test_explain);
  add_sync_test ("/health/checks/explained-records", &everyday, test_explain_records);

  return g_test_run ();
}
