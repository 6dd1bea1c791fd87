/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "records-fixture.h"

#include <string.h>

#include "tny-contact-apply.h"
#include "tny-contact-entry.h"
#include "tny-error.h"
#include "tny-import.h"
#include "tny-matching.h"

/* Contoso is matched with the tenant of the same name. */
typedef struct { gint64 tenant, organization; } Pair;

static Pair
put_pair (Fixture *f, const char *name)
{
  Pair pair = { put_tenant (f, name), put_organization (f, name) };

  g_assert_true (tny_matching_match_to (f->store, pair.tenant, pair.organization, FALSE, NULL, NULL));

  return pair;
}

static TnyContactPlan *
make_plan (Fixture *f)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(TnyReader) reader = tny_store_borrow (f->store, &error);
  TnyContactPlan *plan = tny_contact_plan_new (reader, 0, NULL, &error);

  g_assert_no_error (error);

  return plan;
}

/* "user: outcome contact" for each line, parted by "|". */
static char *
plan_text (Fixture *f)
{
  g_autoptr(TnyContactPlan) plan = make_plan (f);
  GPtrArray *lines = tny_contact_plan_lines (plan);
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < lines->len; i++)
    {
      const TnyContactPlanLine *line = lines->pdata[i];

      g_string_append_printf (out, "%s%s: %s %d", i > 0 ? "|" : "", line->user,
                              tny_contact_outcome_name (line->outcome), (int) line->contact_id);
    }

  return g_string_free (out, FALSE);
}

static void
assert_plan (Fixture *f, const char *expected)
{
  g_autofree char *text = plan_text (f);

  g_assert_cmpstr (text, ==, expected);
}

static TnyContactApplied
apply (Fixture *f)
{
  g_autoptr(TnyContactPlan) plan = make_plan (f);
  g_autoptr(GError) error = NULL;
  TnyContactApplied applied = { 0 };

  tny_contact_apply (f->store, plan, TRUE, NULL, &applied, &error);
  g_assert_no_error (error);

  return applied;
}

static void
decide (Fixture *f, gint64 user_id, TnyContactAction action, gint64 contact_id)
{
  g_autoptr(GError) error = NULL;
  TnyContactDecision decision = { action, contact_id };

  tny_contact_decide (f->store, user_id, &decision, NULL, &error);
  g_assert_no_error (error);
}

static void
assert_refused (Fixture *f, gint64 user_id, TnyContactAction action, gint64 contact_id, int code)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *before = dump (f), *after = NULL;
  TnyContactDecision decision = { action, contact_id };

  g_assert_false (tny_contact_decide (f->store, user_id, &decision, NULL, &error));
  g_assert_error (error, TNY_ERROR, code);
  after = dump (f);
  g_assert_cmpstr (before, ==, after);
}

static void
assert_undo (Fixture *f, gint64 step_id, int code)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *before = dump (f), *after = NULL;

  if (code < 0)
    {
      tny_contact_undo (f->store, step_id, NULL, &error);
      g_assert_no_error (error);
      return;
    }
  g_assert_false (tny_contact_undo (f->store, step_id, NULL, &error));
  g_assert_error (error, TNY_ERROR, code);
  after = dump (f);
  g_assert_cmpstr (before, ==, after);
}

/* One to link, one to fill, one that differs, one to create, one undecided, one who is no person. */
static Pair
put_people (Fixture *f)
{
  Pair pair = put_pair (f, "Contoso");
  gint64 organization = pair.organization, tenant = pair.tenant;

  put_contact (f, organization, "Anna", "Berg", "anna@contoso.example");
  put_contact (f, organization, "Ben", NULL, "ben@contoso.example");
  put_contact (f, organization, "Cora", "Dahl", "cora@elsewhere.example");
  put_contact (f, organization, "Eve", "Falk", "eve@contoso.example");
  put_user (f, tenant, 1, "Anna Berg", "anna@contoso.example");
  put_user (f, tenant, 2, "Ben Cole", "ben@contoso.example");
  put_user (f, tenant, 3, "Cora Dahl", "cora.dahl@contoso.example");
  put_user (f, tenant, 4, "Dora Ek", "dora@contoso.example\nd.ek@contoso.example");
  put_user (f, tenant, 5, "Eve Falk", "eve@contoso.example");
  put_user (f, tenant, 6, "Guest", "guest@else.example");
  run_sql (f, "UPDATE contacts SET title = 'Boss' WHERE first_name = 'Eve'");
  run_sql (f, "UPDATE users SET user_type = 'Guest' WHERE display_name = 'Guest'");
  run_sql (f, "UPDATE users SET given_name = 'Ben', surname = 'Cole', job_title = 'Clerk',"
           " business_phone = '+44 161 496 0123' WHERE id = 2");
  run_sql (f, "UPDATE users SET given_name = 'Dora', surname = 'Ek', job_title = 'Cook', mobile_phone = '0161 9'"
           " WHERE id = 4");
  run_sql (f, "UPDATE users SET job_title = 'Intern' WHERE id = 5");

  return pair;
}

#define PEOPLE "Anna Berg: link 1|Ben Cole: update 2|Cora Dahl: undecided 3|Dora Ek: create 0|" \
               "Eve Falk: link 4|Guest: skip 0"
#define APPLIED "Anna Berg: unchanged 1|Ben Cole: unchanged 2|Cora Dahl: undecided 3|Dora Ek: unchanged 5|" \
                "Eve Falk: unchanged 4|Guest: skip 0"

static void
test_apply (Fixture *f, gconstpointer data)
{
  g_autofree char *before = NULL, *text = NULL, *after = NULL, *again = NULL, *undone = NULL;
  TnyContactApplied applied;
  gint64 step_id, at;
  g_autoptr(TnyReader) reader = NULL;

  put_people (f);
  assert_plan (f, PEOPLE);
  before = dump (f);
  applied = apply (f);
  g_assert_cmpuint (applied.created, ==, 1);
  g_assert_cmpuint (applied.updated, ==, 1);
  g_assert_cmpuint (applied.linked, ==, 2);
  g_assert_cmpuint (applied.undecided, ==, 1);
  g_assert_cmpint (applied.id, >, 0);
  assert_plan (f, APPLIED);

  /* What was empty is filled, what was here stayed, what came is whole. */
  text = read_text (f, "SELECT group_concat (x, '|') FROM (SELECT first_name || ',' || coalesce (last_name, '-')"
                    " || ',' || coalesce (title, '-') || ',' || sort_name || ',' || origin || ',' ||"
                    " coalesce ((SELECT group_concat (kind || '=' || folded || is_primary, ';') FROM contact_items"
                    " AS i WHERE i.contact_id = c.id), '-') AS x FROM contacts AS c WHERE id IN (2, 4, 5)"
                    " ORDER BY id)");
  g_assert_cmpstr (text, ==,
                   "Ben,Cole,Clerk,cole ben,created,email=ben@contoso.example1;phone=+4416149601231|"
                   "Eve,Falk,Boss,falk eve,created,email=eve@contoso.example1|"
                   "Dora,Ek,Cook,ek dora,created,email=dora@contoso.example1;phone=016191");
  g_assert_cmpint (read_int (f, "SELECT count (*) FROM user_contacts"), ==, 4);
  g_assert_cmpint (read_int (f, "SELECT count (*) FROM contacts"), ==, 5);

  /* Once more: nothing. */
  after = dump (f);
  applied = apply (f);
  g_assert_cmpint (applied.id, ==, 0);
  again = dump (f);
  g_assert_cmpstr (after, ==, again);
  g_assert_cmpint (read_int (f, "SELECT count (*) FROM contact_steps"), ==, 1);

  reader = tny_store_borrow (f->store, NULL);
  g_assert_true (tny_contact_last_apply (reader, &step_id, &at, NULL));
  g_assert_cmpint (at, >, 1700000000);
  g_clear_pointer (&reader, tny_reader_return);
  assert_undo (f, step_id, -1);
  undone = dump (f);
  g_assert_cmpstr (before, ==, undone);
  assert_plan (f, PEOPLE);
  assert_undo (f, step_id, TNY_ERROR_ARGUMENT);
  assert_undo (f, 99, TNY_ERROR_NOT_FOUND);
  reader = tny_store_borrow (f->store, NULL);
  g_assert_true (tny_contact_last_apply (reader, &step_id, NULL, NULL));
  g_assert_cmpint (step_id, ==, 0);
}

/* What a step did is on the disk, and taken back after a restart. */
static void
test_restart (Fixture *f, gconstpointer data)
{
  g_autofree char *before = NULL, *after = NULL;
  TnyContactApplied applied;

  put_people (f);
  before = dump (f);
  applied = apply (f);
  fixture_reopen (f);
  assert_plan (f, APPLIED);
  assert_undo (f, applied.id, -1);
  fixture_reopen (f);
  after = dump (f);
  g_assert_cmpstr (before, ==, after);
}

/* Anything that could change a line makes the plan stale; refreshed, it says what is so now. */
static void
test_stale (Fixture *f, gconstpointer data)
{
  static const struct { const char *name, *sql; } changes[] = {
    { "contact-edited", "UPDATE contacts SET title = 'X', changed_at = 2 WHERE id = 1" },
    { "contact-added", "INSERT INTO contacts (organization_id, sort_name, origin, created_at, changed_at)"
      " VALUES (1, 'x', 'created', 1, 1)" },
    { "contact-removed", "DELETE FROM contacts WHERE id = 3" },
    { "contact-moved", "UPDATE contacts SET organization_id = 2 WHERE id = 3" },
    { "decided", "INSERT INTO contact_decisions SELECT t.graph_id, u.graph_id, 1, 'skip', NULL, 1, 'x'"
      " FROM users AS u JOIN tenants AS t ON t.id = u.tenant_id WHERE u.id = 3" },
    { "linked", "INSERT INTO user_contacts SELECT t.graph_id, u.graph_id, 3, NULL, 1, 'x'"
      " FROM users AS u JOIN tenants AS t ON t.id = u.tenant_id WHERE u.id = 3" },
    { "match-taken-back", "DELETE FROM matches" },
    { "matched-elsewhere", "INSERT OR REPLACE INTO matches VALUES (1, 'matched', 2, 'chosen', NULL, NULL, 1, 'x')" },
    { "tenant-gone", "UPDATE tenants SET gone_at = 1" },
    { "mailbox-is-shared", "INSERT INTO mailboxes (tenant_id, address, folded, sort_name, kind, report_date, user_id)"
      " VALUES (1, 'x', 'x', 'x', 'shared', '2026-01-31', 1)" },
    { "organization-renamed", "UPDATE organizations SET name = 'Other' WHERE id = 1" },
  };

  put_people (f);
  put_organization (f, "Fabrikam");
  for (guint i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      g_autoptr(TnyContactPlan) plan = make_plan (f);
      g_autoptr(GError) error = NULL;
      g_autoptr(TnyReader) reader = NULL;
      g_autofree char *undo = NULL, *before = NULL, *after = NULL;
      guint recalculated;

      g_test_message ("%s", changes[i].name);
      run_sql (f, "%s", changes[i].sql);
      before = dump (f);
      g_assert_false (tny_contact_apply (f->store, plan, TRUE, NULL, NULL, &error));
      g_assert_error (error, TNY_ERROR, TNY_ERROR_STALE);
      after = dump (f);
      g_assert_cmpstr (before, ==, after);
      reader = tny_store_borrow (f->store, NULL);
      g_assert_true (tny_contact_plan_refresh (plan, reader, NULL, &recalculated, NULL));
      g_assert_cmpuint (recalculated, ==, 1);
      g_assert_true (tny_contact_plan_refresh (plan, reader, NULL, &recalculated, NULL));
      g_assert_cmpuint (recalculated, ==, 0);
      g_clear_pointer (&reader, tny_reader_return);

      fixture_tear_down (f, NULL);
      fixture_set_up (f, NULL);
      put_people (f);
      put_organization (f, "Fabrikam");
    }
}

/* What happens to one organization leaves the lines of another alone. */
static void
test_refresh (Fixture *f, gconstpointer data)
{
  g_autoptr(TnyContactPlan) plan = NULL;
  g_autoptr(TnyReader) reader = NULL;
  gpointer first, last;
  guint recalculated;
  Pair other;

  put_people (f);
  other = put_pair (f, "Fabrikam");
  put_user (f, other.tenant, 7, "Zoe Zander", "zoe@fabrikam.example");
  plan = make_plan (f);
  g_assert_cmpuint (tny_contact_plan_organizations (plan)->len, ==, 2);
  first = tny_contact_plan_lines (plan)->pdata[0];
  last = tny_contact_plan_lines (plan)->pdata[6];
  decide (f, 3, TNY_CONTACT_DECIDE_LINK, 3);
  reader = tny_store_borrow (f->store, NULL);
  g_assert_true (tny_contact_plan_refresh (plan, reader, NULL, &recalculated, NULL));
  g_assert_cmpuint (recalculated, ==, 1);
  g_assert_true (tny_contact_plan_lines (plan)->pdata[0] != first);
  g_assert_true (tny_contact_plan_lines (plan)->pdata[6] == last);
  g_assert_cmpuint (tny_contact_plan_count (plan, TNY_CONTACT_UNDECIDED), ==, 0);
  g_assert_cmpuint (((TnyContactPlanOrganization *) tny_contact_plan_organizations (plan)->pdata[0])->n_contacts,
                    ==, 4);
}

static void
test_decide (Fixture *f, gconstpointer data)
{
  TnyContactDecision skip = { TNY_CONTACT_DECIDE_SKIP }, none = { TNY_CONTACT_NO_DECISION }, before;
  g_autofree char *start = NULL, *decided = NULL, *after = NULL;
  TnyContactApplied applied;
  Pair pair = put_people (f), other = put_pair (f, "Fabrikam");
  gint64 foreign = put_contact (f, other.organization, "Zoe", "Zander", NULL), lonely;

  lonely = put_user (f, put_tenant (f, "Unmatched"), 8, "Lonely", "lonely@x.example");
  start = dump (f);
  assert_refused (f, 99, TNY_CONTACT_DECIDE_SKIP, 0, TNY_ERROR_NOT_FOUND);
  assert_refused (f, 3, TNY_CONTACT_DECIDE_LINK, 99, TNY_ERROR_NOT_FOUND);
  assert_refused (f, 3, TNY_CONTACT_DECIDE_LINK, foreign, TNY_ERROR_NOT_FOUND);
  assert_refused (f, lonely, TNY_CONTACT_DECIDE_CREATE, 0, TNY_ERROR_ARGUMENT);
  run_sql (f, "UPDATE users SET state = 'deleted' WHERE id = 1");
  assert_refused (f, 1, TNY_CONTACT_DECIDE_CREATE, 0, TNY_ERROR_ARGUMENT);
  run_sql (f, "UPDATE users SET state = 'present' WHERE id = 1");

  g_assert_true (tny_contact_decide (f->store, 3, &skip, &before, NULL));
  g_assert_cmpint (before.action, ==, TNY_CONTACT_NO_DECISION);
  decide (f, 3, TNY_CONTACT_DECIDE_LINK, 3);
  assert_refused (f, 1, TNY_CONTACT_DECIDE_LINK, 3, TNY_ERROR_DECISION);
  g_assert_true (tny_contact_decide (f->store, 3, &none, &before, NULL));
  g_assert_cmpint (before.action, ==, TNY_CONTACT_DECIDE_LINK);
  g_assert_cmpint (before.contact_id, ==, 3);
  after = dump (f);
  g_assert_cmpstr (start, ==, after);

  /* Each decision becomes what it says; skipping stays, what was done is forgotten. */
  decide (f, 1, TNY_CONTACT_DECIDE_SKIP, 0);
  decide (f, 3, TNY_CONTACT_DECIDE_LINK_AND_ADD, 3);
  decide (f, 5, TNY_CONTACT_DECIDE_CREATE, 0);
  decide (f, 6, TNY_CONTACT_DECIDE_CREATE, 0);
  assert_plan (f, "Anna Berg: skip 0|Ben Cole: update 2|Cora Dahl: update 3|Dora Ek: create 0|Eve Falk: create 0|"
               "Guest: create 0");
  decided = dump (f);
  applied = apply (f);
  g_assert_cmpuint (applied.created, ==, 3);
  g_assert_cmpint (read_int (f, "SELECT count (*) FROM contact_decisions"), ==, 1);
  g_assert_cmpint (read_int (f, "SELECT count (*) FROM contact_items WHERE contact_id = 3"), ==, 2);
  g_assert_cmpint (read_int (f, "SELECT count (*) FROM contact_items WHERE contact_id = 3 AND is_primary"), ==, 1);
  assert_plan (f, "Anna Berg: skip 0|Ben Cole: unchanged 2|Cora Dahl: unchanged 3|Dora Ek: unchanged 6|"
               "Eve Falk: unchanged 7|Guest: unchanged 8");
  assert_refused (f, 1, TNY_CONTACT_DECIDE_LINK, 7, TNY_ERROR_DECISION);
  assert_undo (f, applied.id, -1);
  g_free (after);
  after = dump (f);
  g_assert_cmpstr (decided, ==, after);

  /* It was decided about Contoso's contacts. */
  g_assert_true (tny_matching_revert (f->store, pair.tenant, NULL, NULL));
  g_assert_true (tny_matching_match_to (f->store, pair.tenant, other.organization, TRUE, NULL, NULL));
  g_free (after);
  after = plan_text (f);
  g_assert_nonnull (strstr (after, "Anna Berg: create 0"));
  g_assert_nonnull (strstr (after, "Guest: skip 0"));
}

/* Two users may change contacts, and who is gone gives way to a person's word. */
static void
test_moves (Fixture *f, gconstpointer data)
{
  g_autofree char *before = NULL, *after = NULL;
  Pair pair = put_pair (f, "Contoso");
  TnyContactApplied applied;

  put_contact (f, pair.organization, "Anna", "Berg", "anna@contoso.example");
  put_contact (f, pair.organization, "Ben", "Cole", "ben@contoso.example");
  put_user (f, pair.tenant, 1, "Anna Berg", "anna@contoso.example");
  put_user (f, pair.tenant, 2, "Ben Cole", "ben@contoso.example");
  apply (f);
  assert_refused (f, 1, TNY_CONTACT_DECIDE_LINK, 2, TNY_ERROR_DECISION);
  decide (f, 2, TNY_CONTACT_DECIDE_CREATE, 0);
  decide (f, 1, TNY_CONTACT_DECIDE_LINK, 2);
  decide (f, 2, TNY_CONTACT_DECIDE_LINK, 1);
  before = dump (f);
  applied = apply (f);
  assert_plan (f, "Anna Berg: unchanged 2|Ben Cole: unchanged 1");
  assert_undo (f, applied.id, -1);
  after = dump (f);
  g_assert_cmpstr (before, ==, after);
  apply (f);

  /* The user is made anew at Microsoft: not the same to a rule, the same to a person. */
  run_sql (f, "UPDATE users SET state = 'deleted', display_name = 'Anna gone' WHERE id = 1");
  put_user (f, pair.tenant, 3, "Anna Berg", "ben@contoso.example");
  assert_plan (f, "Anna gone: skip 2|Anna Berg: undecided 2|Ben Cole: unchanged 1");
  decide (f, 3, TNY_CONTACT_DECIDE_LINK, 2);
  g_free (before);
  before = dump (f);
  applied = apply (f);
  assert_plan (f, "Anna gone: skip 0|Anna Berg: unchanged 2|Ben Cole: unchanged 1");
  assert_undo (f, applied.id, -1);
  g_free (after);
  after = dump (f);
  g_assert_cmpstr (before, ==, after);
}

/* A shared mailbox is no person, whatever its account is called. */
static void
test_shared_mailbox (Fixture *f, gconstpointer data)
{
  put_people (f);
  run_sql (f, "INSERT INTO mailboxes (tenant_id, address, folded, sort_name, kind, report_date, user_id)"
           " VALUES (1, 'd', 'd', 'd', 'shared', '2026-01-31', 4), (1, 'b', 'b', 'b', 'person', '2026-01-31', 2)");
  assert_plan (f, "Anna Berg: link 1|Ben Cole: update 2|Cora Dahl: undecided 3|Dora Ek: skip 0|Eve Falk: link 4|"
               "Guest: skip 0");
}

/* A link is by ids that never change: names, addresses, even rows read anew make no twin. */
static void
test_no_twins (Fixture *f, gconstpointer data)
{
  Pair pair = put_pair (f, "Contoso");
  g_autofree char *graph_id = NULL;

  put_user (f, pair.tenant, 1, "Anna Berg", "anna@contoso.example");
  apply (f);
  run_sql (f, "UPDATE users SET display_name = 'Anna Holm', aliases = 'holm@contoso.example',"
           " user_principal_name = 'holm@contoso.example'");
  assert_plan (f, "Anna Holm: unchanged 1");
  graph_id = read_text (f, "SELECT hex (graph_id) FROM users");
  run_sql (f, "DELETE FROM users");
  put_user (f, pair.tenant, 2, "Other", "other@contoso.example");
  put_user (f, pair.tenant, 3, "Anna Holm", "anna@contoso.example");
  assert_plan (f, "Anna Holm: undecided 1|Other: create 0");
  run_sql (f, "UPDATE users SET graph_id = x'%s' WHERE display_name = 'Anna Holm'", graph_id);
  assert_plan (f, "Anna Holm: unchanged 1|Other: create 0");
}

static gboolean
link_cb (TnyTxn *txn, gpointer data, GError **error)
{
  sqlite3_stmt *stmt = tny_txn_stmt (txn, "user-contacts/put", error);
  const gint64 *ids = data;
  guint8 user[16] = { (guint8) ids[0] };

  tny_bind_text (stmt, "tenant_graph_id", "aaaaaaaa-0000-0000-0000-000000000001");
  tny_bind_blob (stmt, "user_graph_id", user, sizeof user);
  tny_bind_int (stmt, "contact_id", ids[1]);
  tny_bind_int (stmt, "at", 1);
  tny_bind_text (stmt, "who", "x");

  return tny_run (stmt, error);
}

/* The database itself refuses a second user of a tenant, a second contact, and a contact that is gone. */
static void
test_enforced (Fixture *f, gconstpointer data)
{
  static const gint64 refused[][2] = { { 8, 1 }, { 7, 2 }, { 9, 99 } };
  gint64 organization = put_organization (f, "Contoso"), first[2] = { 7, 1 };

  put_contact (f, organization, "Anna", "Berg", NULL);
  put_contact (f, organization, "Ben", "Cole", NULL);
  g_assert_true (tny_store_write (f->store, TNY_PAGED, link_cb, first, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_false (tny_store_write (f->store, TNY_PAGED, link_cb, (gpointer) refused[i], &error));
      g_assert_error (error, TNY_ERROR, TNY_ERROR_STALE);
    }
}

static void
test_undo_refused (Fixture *f, gconstpointer data)
{
  static const struct { const char *name, *sql; } changes[] = {
    { "filled-contact-edited", "UPDATE contacts SET title = 'X' WHERE id = 2" },
    { "created-contact-edited", "INSERT INTO contact_items (contact_id, kind, value, folded)"
      " VALUES (5, 'phone', '1', '1')" },
    { "link-removed", "DELETE FROM user_contacts WHERE contact_id = 1" },
    { "link-moved", "UPDATE user_contacts SET contact_id = 3 WHERE contact_id = 1" },
    { "created-contact-chosen", "INSERT INTO contact_decisions SELECT t.graph_id, u.graph_id, 1, 'link', 5, 1, 'x'"
      " FROM users AS u JOIN tenants AS t ON t.id = u.tenant_id WHERE u.id = 3" },
    { "created-contact-linked", "INSERT INTO user_contacts VALUES ('bbbbbbbb-0000-0000-0000-000000000001',"
      " zeroblob (16), 5, NULL, 1, 'x')" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      gint64 id;

      g_test_message ("%s", changes[i].name);
      put_people (f);
      id = apply (f).id;
      run_sql (f, "%s", changes[i].sql);
      assert_undo (f, id, TNY_ERROR_STALE);
      fixture_tear_down (f, NULL);
      fixture_set_up (f, NULL);
    }
}

static void
test_many (Fixture *f, gconstpointer data)
{
  static const struct { guint n_create; gint64 n_contacts; gboolean many; } figures[] = {
    { 50, 1000, FALSE }, { 51, 1000, TRUE }, { 20, 100, FALSE }, { 21, 100, TRUE }, { 1, 0, TRUE }, { 0, 0, FALSE },
  };
  g_autoptr(TnyContactPlan) plan = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *before = NULL, *after = NULL;
  Pair pair = put_pair (f, "Contoso");

  for (guint i = 0; i < G_N_ELEMENTS (figures); i++)
    g_assert_cmpint (tny_contact_is_many (figures[i].n_create, figures[i].n_contacts), ==, figures[i].many);
  put_user (f, pair.tenant, 1, "Anna Berg", "anna@contoso.example");
  plan = make_plan (f);
  before = dump (f);
  g_assert_false (tny_contact_apply (f->store, plan, FALSE, NULL, NULL, &error));
  g_assert_error (error, TNY_ERROR, TNY_ERROR_DECISION);
  g_assert_nonnull (strstr (error->message, "Contoso"));
  after = dump (f);
  g_assert_cmpstr (before, ==, after);
  g_assert_true (tny_contact_apply (f->store, plan, TRUE, NULL, NULL, NULL));
}

static void
test_cancelled (Fixture *f, gconstpointer data)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(TnyContactPlan) plan = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *before = NULL, *after = NULL;

  put_people (f);
  plan = make_plan (f);
  before = dump (f);
  g_cancellable_cancel (cancellable);
  g_assert_false (tny_contact_apply (f->store, plan, TRUE, cancellable, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  after = dump (f);
  g_assert_cmpstr (before, ==, after);
}

/* One human in two tenants: one contact, filled once. */
static void
test_two_tenants (Fixture *f, gconstpointer data)
{
  Pair pair = put_pair (f, "Contoso");
  gint64 second = put_tenant (f, "Contoso Two"), user_id;
  g_autofree char *before = NULL, *after = NULL;
  g_autoptr(TnyReader) reader = NULL;
  TnyContactApplied applied;

  g_assert_true (tny_matching_match_to (f->store, second, pair.organization, TRUE, NULL, NULL));
  put_contact (f, pair.organization, "Anna", "Berg", NULL);
  put_user (f, pair.tenant, 1, "Anna Berg", "anna@one.example");
  put_user (f, second, 2, "Anna Berg", "anna@two.example");
  run_sql (f, "UPDATE users SET job_title = 'Boss ' || id, business_phone = '000000' || id");
  assert_plan (f, "Anna Berg: update 1|Anna Berg: update 1");
  before = dump (f);
  applied = apply (f);
  assert_plan (f, "Anna Berg: unchanged 1|Anna Berg: unchanged 1");
  g_assert_cmpint (read_int (f, "SELECT count (*) FROM contact_items"), ==, 2);
  g_assert_cmpint (read_int (f, "SELECT title = 'Boss 1' FROM contacts"), ==, 1);
  reader = tny_store_borrow (f->store, NULL);
  run_sql (f, "UPDATE users SET enabled = 0 WHERE id = 1");
  g_assert_true (tny_contact_find_user (reader, 1, &user_id, NULL));
  g_assert_cmpint (user_id, ==, 2);
  g_clear_pointer (&reader, tny_reader_return);
  assert_undo (f, applied.id, -1);
  after = dump (f);
  g_assert_cmpstr (before, ==, after);
}

/* Two connections may list the same tenant; its users are not looked at twice. */
static void
test_listed_twice (Fixture *f, gconstpointer data)
{
  Pair pair = put_pair (f, "Contoso");

  run_sql (f, "INSERT INTO connections (id, name, tenant_id, client_id, reach, created_at) VALUES (2, 'B', 'b', 'b',"
           " 'gdap', 1)");
  run_sql (f, "INSERT INTO tenants (id, connection_id, graph_id, name, name_folded, listed_at)"
           " SELECT 2, 2, graph_id, name, name_folded, 1 FROM tenants");
  run_sql (f, "INSERT INTO matches VALUES (2, 'matched', %lld, 'chosen', NULL, NULL, 1, 'x')", pair.organization);
  put_user (f, 1, 1, "Anna Berg", "anna@contoso.example");
  put_user (f, 2, 1, "Anna Berg", "anna@contoso.example");
  run_sql (f, "UPDATE users SET graph_id = zeroblob (16)");
  assert_plan (f, "Anna Berg: create 0");
  apply (f);
  assert_plan (f, "Anna Berg: unchanged 1");
}

/* What is shown beside a contact: who is linked, whatever addresses say, and only while it is matched. */
static void
test_overlay (Fixture *f, gconstpointer data)
{
  Pair pair = put_pair (f, "Contoso");
  static const struct { const char *sql; gint64 first, second; } states[] = {
    { "UPDATE users SET aliases = 'new@contoso.example' WHERE id = 1", 1, 0 },
    { "UPDATE users SET state = 'deleted' WHERE id = 1", 1, 0 },
    { "UPDATE users SET aliases = 'anna@contoso.example' WHERE id = 2", 1, 0 },
    { "DELETE FROM matches", 0, 0 },
  };

  put_contact (f, pair.organization, "Anna", "Berg", "anna@contoso.example");
  put_contact (f, pair.organization, "Other", "Person", "new@contoso.example");
  put_user (f, pair.tenant, 1, "Anna Berg", "anna@contoso.example");
  put_user (f, pair.tenant, 2, "Ben Cole", "ben@contoso.example");
  apply (f);
  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    {
      g_autoptr(TnyReader) reader = NULL;
      gint64 first, second;

      run_sql (f, "%s", states[i].sql);
      reader = tny_store_borrow (f->store, NULL);
      g_assert_true (tny_contact_find_user (reader, 1, &first, NULL));
      g_assert_true (tny_contact_find_user (reader, 2, &second, NULL));
      g_assert_cmpint (first, ==, states[i].first);
      g_assert_cmpint (second, ==, states[i].second);
    }
}

/* A link that was wrong is taken off, and not made again by the rule that made it. */
static void
test_unlink (Fixture *f, gconstpointer data)
{
  g_autofree char *before = NULL, *after = NULL;
  g_autoptr(GError) error = NULL;
  gint64 step_id;

  put_people (f);
  g_assert_false (tny_contact_unlink (f->store, 1, NULL, &error));
  g_assert_error (error, TNY_ERROR, TNY_ERROR_NOTHING_DONE);
  g_clear_error (&error);
  g_assert_false (tny_contact_unlink (f->store, 99, NULL, &error));
  g_assert_error (error, TNY_ERROR, TNY_ERROR_NOT_FOUND);
  apply (f);
  before = dump (f);
  g_assert_true (tny_contact_unlink (f->store, 1, &step_id, NULL));
  g_assert_cmpint (read_int (f, "SELECT count (*) FROM user_contacts WHERE contact_id = 1"), ==, 0);
  g_assert_cmpint (read_int (f, "SELECT count (*) FROM contacts WHERE id = 1"), ==, 1);
  after = plan_text (f);
  g_assert_nonnull (strstr (after, "Anna Berg: skip 0"));
  assert_undo (f, step_id, -1);
  g_free (after);
  after = dump (f);
  g_assert_cmpstr (before, ==, after);
}

/* Somebody with that address elsewhere is told, and no reason not to create. */
static void
test_elsewhere (Fixture *f, gconstpointer data)
{
  Pair pair = put_pair (f, "Contoso");
  gint64 other = put_organization (f, "Fabrikam");
  g_autoptr(TnyReader) reader = tny_store_borrow (f->store, NULL);
  g_autoptr(GPtrArray) entries = NULL;
  const TnyContactEntry *entry;

  put_contact (f, other, "Anna", "Berg", "anna@contoso.example");
  put_user (f, pair.tenant, 1, "Anna Berg", "anna@contoso.example");
  entries = tny_contact_entries_read (reader, pair.organization, 0, NULL, NULL);
  entry = entries->pdata[0];
  g_assert_cmpint (entry->line.outcome, ==, TNY_CONTACT_CREATE);
  g_assert_cmpstr (entry->reasons->pdata[entry->reasons->len - 1], ==,
                   "Warning: anna@contoso.example is a contact's of Fabrikam");
}

/* An import is not taken back from under a link. */
static void
test_import_undo (Fixture *f, gconstpointer data)
{
  static const char text[] = "id,organization,first_name,last_name,primary_email\n"
                             "7,Contoso,Anna,Berg,anna@contoso.example\n";
  g_autofree char *path = put_file (f, "contacts.csv", text, -1);
  g_autoptr(GError) error = NULL;
  Pair pair = put_pair (f, "Contoso");
  TnyImportPlan *plan = tny_import_plan_new (f->store, TNY_IMPORT_CONTACTS, path, NULL, &error);
  gint64 import_id, step_id;

  g_assert_no_error (error);
  g_assert_true (tny_import_apply (plan, NULL, &import_id, &error));
  tny_import_plan_free (plan);
  put_user (f, pair.tenant, 1, "Anna Berg", "anna@contoso.example");
  step_id = apply (f).id;
  g_assert_false (tny_import_undo (f->store, import_id, &error));
  g_assert_error (error, TNY_ERROR, TNY_ERROR_STALE);
  g_assert_nonnull (strstr (error->message, "Anna Berg"));
  g_clear_error (&error);
  assert_undo (f, step_id, -1);
  g_assert_true (tny_import_undo (f->store, import_id, &error));
  g_assert_cmpint (read_int (f, "SELECT count (*) FROM contacts"), ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  add_test ("/records/contact-apply/one-step", test_apply);
  add_test ("/records/contact-apply/restart", test_restart);
  add_test ("/records/contact-apply/stale", test_stale);
  add_test ("/records/contact-apply/only-what-changed-is-compared-again", test_refresh);
  add_test ("/records/contact-apply/decide", test_decide);
  add_test ("/records/contact-apply/moves", test_moves);
  add_test ("/records/contact-apply/shared-mailbox", test_shared_mailbox);
  add_test ("/records/contact-apply/no-twins", test_no_twins);
  add_test ("/records/contact-apply/enforced-by-the-database", test_enforced);
  add_test ("/records/contact-apply/undo-refused", test_undo_refused);
  add_test ("/records/contact-apply/many", test_many);
  add_test ("/records/contact-apply/cancelled", test_cancelled);
  add_test ("/records/contact-apply/two-tenants", test_two_tenants);
  add_test ("/records/contact-apply/listed-twice", test_listed_twice);
  add_test ("/records/contact-apply/overlay", test_overlay);
  add_test ("/records/contact-apply/unlink", test_unlink);
  add_test ("/records/contact-apply/elsewhere", test_elsewhere);
  add_test ("/records/contact-apply/import-undo", test_import_undo);

  return g_test_run ();
}
