/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The log of a sync and the checks tell one cause: for whatever is wrong, and for every tenant whose
 * stream did not end well, the remedy in the log is the one of what check and explain name first. */
#include "health-fixture.h"

#include "tny-error.h"

#include <string.h>

/* What the log may call it, and the checks that say the same. An asterisk: any of that kind. */
static const struct { const char *remedy, *check; } same[] = {
  { "secret-expired", "secret" },
  { "secret-wrong", "secret" },
  { "sign-in", "sign-in" },
  { "consent", "own-consent" },
  { "consent", "consent" },
  { "mfa", "mfa" },
  { "mfa", "conditional-access" },
  { "blocked", "conditional-access" },
  { "relationship", "relationship" },
  { "access", "assignment" },
  { "access", "membership" },
  { "access", "admin-agents" },
  { "permission", "roles" },
  { "permission", "consent" },
  { "permission", "permission/" },
  { "licence", "premium" },
  { "concealed", "report-names" },
};

/* A field of each stream, as explain calls it. */
static const struct { const char *stream, *field; } fields[] = {
  { "users", "users_reported" },
  { "licences", "licences" },
  { "mailboxes", "mailboxes" },
  { "devices", "devices" },
};

/* @check: what was named first; NULL: the sync's own words were. */
static gboolean
says_the_same (const char *remedy, const char *stream, const char *check, gboolean certain)
{
  /* an ill service is no cause that a check could name: it could not be asked either */
  if (g_str_equal (remedy, "unavailable"))
    return check == NULL || !certain;
  /* which product has Intune in it is Intune's own word */
  if (check == NULL)
    return g_str_equal (remedy, "licence") && g_str_equal (stream, "devices");
  for (guint i = 0; i < G_N_ELEMENTS (same); i++)
    if (g_str_equal (remedy, same[i].remedy) &&
        (g_str_has_suffix (same[i].check, "/") ? g_str_has_prefix (check, same[i].check)
                                               : g_str_equal (check, same[i].check)))
      return TRUE;

  return FALSE;
}

static TnyCause *
explain_first (Sync *self, const char *tenant, const char *field)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(TnyReader) reader = tny_store_borrow (self->store, &error);
  g_autoptr(GPtrArray) causes = tny_explain (reader, "tenant", tenant, field, &error);

  g_assert_no_error (error);

  return g_ptr_array_steal_index (causes, 0);
}

/* A stream of a tenant: what the log, explain and, of the way in, the checks say. */
static void
compare (GPtrArray *checks, const char *what, const char *tenant, const char *stream,
         const char *remedy, const TnyCause *cause)
{
  const TnyCheck *check = tny_checks_first_cause (checks, tenant);

  if (!says_the_same (remedy, stream, cause->check_id, cause->certain))
    g_error ("%s: %s of %s: “%s” in the log, explained by %s: %s", what, stream, tenant, remedy,
             cause->check_id, cause->cause);
  if (g_str_equal (stream, "users") &&
      (check == NULL || !says_the_same (remedy, stream, check->id, check->state == TNY_CHECK_FAIL)))
    g_error ("%s: “%s” in the log of %s, and the first check is %s", what, remedy, tenant,
             check != NULL ? check->claim : "none");
}

/* Every stream of the last run that did not end well; how many there were. */
static guint
compare_all (Sync *self, GPtrArray *checks, const char *what)
{
  guint n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      g_autofree char *text = db_text (self,
        "SELECT group_concat (t.graph_id || ' ' || coalesce (l.remedy, '-'), char (10)) "
        "FROM run_streams AS s JOIN tenants AS t ON t.id = s.tenant_id "
        "LEFT JOIN log AS l ON l.run_id = s.run_id AND l.tenant_id = s.tenant_id AND "
        "  l.stream = s.name AND l.action = 'end' "
        "WHERE s.run_id = (SELECT max (id) FROM runs) AND s.name = '%s' AND "
        "  s.state NOT IN ('ok', 'not-run')", fields[i].stream);
      g_auto(GStrv) lines = g_strsplit (text != NULL ? text : "", "\n", -1);

      for (guint k = 0; lines[k] != NULL; k++, n++)
        {
          g_auto(GStrv) parts = g_strsplit (lines[k], " ", 2);
          g_autoptr(TnyCause) cause = explain_first (self, parts[0], fields[i].field);

          compare (checks, what, parts[0], fields[i].stream, parts[1], cause);
        }
    }

  return n;
}

/* A sync with all streams, then the checks; both as after a start of the program. @fault: of the table;
 * below 0: none. */
static GPtrArray *
sync_and_check (Sync *self, int fault)
{
  g_autoptr(GError) error = NULL;
  TnyChecksContext context;

  if (fault >= 0)
    health_inject (self, &context, (guint) fault);
  sync_run (self, &error);
  health_renew (self);
  context = health_context (self, ALL_STREAMS);
  /* some are over with their first answer */
  if (fault >= 0)
    health_inject (self, &context, (guint) fault);

  return health_run (self, &context);
}

static void
test_each_fault (Sync *self, gconstpointer data)
{
  guint n = 0, n_runs = 0;

  self->context.streams = ALL_STREAMS;
  db_run (self, "UPDATE connections SET streams = '%s'", ALL_STREAMS);
  for (guint i = 0; i < health_n_faults; i++)
    {
      g_autofree char *what = health_fault_words (i), *remedy = NULL;
      g_autoptr(GPtrArray) checks = NULL;
      const TnyCheck *cause;

      sim_control (self, "POST", "reset");
      sim_scenario (self, "all-access", TRUE);
      db_run (self, "DELETE FROM tenants");
      db_run (self, "UPDATE connections SET sign_in_state = 'ok'");
      health_renew (self);
      health_list_tenants (self);
      health_renew (self);
      checks = sync_and_check (self, (int) i);
      n += compare_all (self, checks, what);
      n_runs++;

      /* a run that failed as a whole: the first cause of all */
      remedy = db_text (self, "SELECT error FROM runs WHERE state = 'failed' AND "
                              "id = (SELECT max (id) FROM runs)");
      cause = tny_checks_first_cause (checks, ((TnyCheck *) checks->pdata[checks->len - 1])->tenant_id);
      if (remedy != NULL &&
          (cause == NULL || !says_the_same (remedy, "", cause->id, cause->state == TNY_CHECK_FAIL)))
        g_error ("%s: the run failed with “%s”, and the first check is %s", what, remedy,
                 cause != NULL ? cause->claim : "none");
    }
  g_test_message ("%u faults, %u streams that did not end well, one cause for each", n_runs, n);
  g_assert_cmpuint (n, >=, 20);
}

static void
test_default_estate (Sync *self, gconstpointer data)
{
  g_autoptr(GPtrArray) checks = NULL;
  g_autofree char *junco = NULL;
  guint n;

  self->context.streams = ALL_STREAMS;
  db_run (self, "UPDATE connections SET streams = '%s'", ALL_STREAMS);
  checks = sync_and_check (self, -1);
  n = compare_all (self, checks, "the default estate");
  g_test_message ("%u streams of the default estate that did not end well, one cause for each", n);
  g_assert_cmpuint (n, >=, 10);

  junco = db_text (self, "SELECT l.remedy || ': ' || l.message FROM log AS l JOIN tenants AS t ON "
                         "t.id = l.tenant_id WHERE t.name = 'Junco Travel' AND l.level = 'error'");
  g_assert_true (g_str_has_prefix (junco, "relationship: Users: "));
  g_assert_nonnull (strstr (junco, "; GDAP relationship: none"));
}

/* A list of relationships that could not be read says nothing about a tenant. */
static void
test_unread_list_names_no_cause (Sync *self, gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  sim_scenario (self, "gdap-missing", TRUE);
  health_break (self, "/delegatedAdminRelationships", "500");
  self->context.streams = "tenants,users";
  sync_run (self, &error);
  g_assert_error (error, TNY_ERROR, TNY_ERROR_ACCESS);
  g_assert_cmpint (db_int (self, "SELECT count (*) FROM log WHERE remedy = 'relationship'"), ==, 0);
  g_assert_cmpint (db_int (self, "SELECT count (*) FROM log WHERE remedy = 'access'"), >, 0);
}

int
main (int argc, char **argv)
{
  static const SyncSetup one_tenant = { NULL, 1, 10, "all-access" };
  static const SyncSetup everyday = { NULL, 25, 200, "" };

  g_test_init (&argc, &argv, NULL);
  add_sync_test ("/health/agreement/each-fault", &one_tenant, test_each_fault);
  add_sync_test ("/health/agreement/default-estate", &everyday, test_default_estate);
  add_sync_test ("/health/agreement/unread-list-names-no-cause", &one_tenant,
                 test_unread_list_names_no_cause);

  return g_test_run ();
}
