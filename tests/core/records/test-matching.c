/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "records-fixture.h"

#include <string.h>

#include "tny-error.h"
#include "tny-matching.h"

static guint
refresh (Fixture *f)
{
  g_autoptr(GError) error = NULL;
  guint matched = 0;

  tny_matching_refresh (f->store, NULL, NULL, &matched, &error);
  g_assert_no_error (error);

  return matched;
}

static TnyTenantRow *
tenant_row (Fixture *f, gint64 id)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(TnyReader) reader = tny_store_borrow (f->store, &error);
  TnyTenantRow *row = tny_tenant_read (reader, id, &error);

  g_assert_no_error (error);
  g_assert_nonnull (row);

  return row;
}

static void
check_state (Fixture *f, gint64 tenant, const char *state, gint64 organization)
{
  g_autoptr(TnyTenantRow) row = tenant_row (f, tenant);

  g_assert_cmpstr (row->state, ==, state);
  g_assert_cmpint (row->organization_id, ==, organization);
}

#define check_fails(call, code_) \
  G_STMT_START { \
    g_autoptr(GError) error_ = NULL; \
    g_autofree char *before_ = dump (f), *after_ = NULL; \
    GError **error = &error_; \
    g_assert_false (call); \
    g_assert_error (error_, TNY_ERROR, code_); \
    after_ = dump (f); \
    g_assert_cmpstr (after_, ==, before_); \
  } G_STMT_END

#define check_works(call) \
  G_STMT_START { \
    g_autoptr(GError) error_ = NULL; \
    GError **error = &error_; \
    g_assert_true (call); \
    g_assert_no_error (error_); \
  } G_STMT_END

/* Which tenants match by themselves, given who is called how. "|" parts names. */
static const struct { const char *name, *tenants, *organizations; guint matched; } equal_names[] = {
  { "equal", "Contoso", "Contoso", 1 },
  { "other-case-and-blanks", "CONTOSO ", " contoso", 1 },
  { "composed-and-decomposed", "Caf\xc3\xa9", "Cafe\xcc\x81", 1 },
  { "only-similar", "Contoso Ltd", "Contoso", 0 },
  { "other-accent", "Cafe", "Caf\xc3\xa9", 0 },
  { "two-organizations", "Contoso", "Contoso|contoso", 0 },
  { "two-tenants", "Contoso|Contoso", "Contoso", 0 },
  { "one-of-many", "Contoso|Fabrikam|Tailspin", "Fabrikam|Northwind", 1 },
  { "blank-names", " ", " ", 0 },
  { "markup-and-sql", "<b>'; DROP TABLE matches;--</b>", "<b>'; DROP TABLE matches;--</b>", 1 },
};

static void
test_equal_names (Fixture *f, gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  g_auto(GStrv) tenants = g_strsplit (equal_names[i].tenants, "|", -1);
  g_auto(GStrv) organizations = g_strsplit (equal_names[i].organizations, "|", -1);

  for (guint j = 0; tenants[j] != NULL; j++)
    put_tenant (f, tenants[j]);
  for (guint j = 0; organizations[j] != NULL; j++)
    put_organization (f, organizations[j]);
  g_assert_cmpuint (refresh (f), ==, equal_names[i].matched);
  g_assert_cmpint (read_int (f, "SELECT count (*) FROM matches WHERE method = 'automatic'"), ==,
                   equal_names[i].matched);
  g_assert_cmpint (read_int (f, "SELECT count (*) FROM decisions WHERE action = 'automatic'"
                             " AND who = 'automatic'"), ==, equal_names[i].matched);
  /* A second time there is nothing left to match. */
  g_assert_cmpuint (refresh (f), ==, 0);
}

static void
test_automatic_is_no_threat (Fixture *f, gconstpointer data)
{
  gint64 taken = put_tenant (f, "Other Name"), equal = put_tenant (f, "Contoso");
  gint64 gone = put_tenant (f, "Fabrikam");
  gint64 contoso = put_organization (f, "Contoso"), fabrikam = put_organization (f, "Fabrikam");

  /* An organization that a person gave away is not taken by a name; a tenant that is gone gets nothing. */
  check_works (tny_matching_match_to (f->store, taken, contoso, FALSE, NULL, error));
  run_sql (f, "UPDATE tenants SET gone_at = 5 WHERE id = %lld", gone);
  g_assert_cmpuint (refresh (f), ==, 0);
  check_state (f, equal, "suggested", contoso);
  g_assert_cmpint (read_int (f, "SELECT count (*) FROM suggestions WHERE organization_id = %lld", fabrikam),
                   ==, 0);
  check_fails (tny_matching_ignore (f->store, gone, NULL, error), TNY_ERROR_NOT_FOUND);
}

static void
test_refused_stays_refused (Fixture *f, gconstpointer data)
{
  gint64 tenant = put_tenant (f, "Contoso"), organization = put_organization (f, "Contoso"), batch;

  g_assert_cmpuint (refresh (f), ==, 1);
  check_state (f, tenant, "matched", organization);
  check_works (tny_matching_revert (f->store, tenant, NULL, error));
  for (guint i = 0; i < 3; i++)
    {
      g_assert_cmpuint (refresh (f), ==, 0);
      check_state (f, tenant, "unmatched", 0);
      fixture_reopen (f);
    }
  /* A person may change their mind. */
  check_works (tny_matching_match_to (f->store, tenant, organization, FALSE, &batch, error));
  check_state (f, tenant, "matched", organization);
  g_assert_cmpint (read_int (f, "SELECT count (*) FROM refused_pairs"), ==, 0);
  check_works (tny_matching_undo (f->store, batch, NULL, error));
  g_assert_cmpint (read_int (f, "SELECT count (*) FROM refused_pairs"), ==, 1);
}

static void
test_undone_automatic_match_stays_undone (Fixture *f, gconstpointer data)
{
  gint64 tenant = put_tenant (f, "Contoso");

  put_organization (f, "Contoso");
  g_assert_cmpuint (refresh (f), ==, 1);
  check_works (tny_matching_undo (f->store, 1, NULL, error));
  g_assert_cmpuint (refresh (f), ==, 0);
  check_state (f, tenant, "unmatched", 0);
}

static void
test_renamed_since (Fixture *f, gconstpointer data)
{
  gint64 tenant = put_tenant (f, "Contoso"), organization = put_organization (f, "Contoso");
  g_autoptr(TnyReader) reader = NULL;
  g_autoptr(GPtrArray) before = NULL, after = NULL;

  refresh (f);
  reader = tny_store_borrow (f->store, NULL);
  before = tny_match_reasons_read (reader, tenant, NULL);
  run_sql (f, "UPDATE tenants SET name = 'Newname', name_folded = 'newname' WHERE id = %lld", tenant);
  refresh (f);
  check_state (f, tenant, "matched", organization);
  after = tny_match_reasons_read (reader, tenant, NULL);
  g_assert_cmpuint (after->len, ==, before->len + 1);
  g_assert_nonnull (strstr (((TnyReasonText *) after->pdata[after->len - 1])->text, "no longer equal"));
}

/* Points of all reasons add up to the score, whatever was taken off. */
static void
check_sums (Fixture *f)
{
  g_autofree char *wrong = read_text (f, "SELECT s.tenant_id || ': ' || s.score || s.reasons FROM suggestions AS s"
                                      " WHERE s.score <> (SELECT sum (j.value ->> '$.points')"
                                      " FROM json_each (s.reasons) AS j) LIMIT 1");

  g_assert_cmpstr (wrong, ==, NULL);
}

static void
test_suggestions (Fixture *f, gconstpointer data)
{
  gint64 likely = put_tenant (f, "Kestrel Werkzeugbau"), none = put_tenant (f, "Zzyzx Qqq");
  gint64 kestrel = put_organization (f, "Kestrel Werkzeugbau GmbH");
  g_autofree char *first = NULL, *second = NULL;

  put_organization (f, "Marlow Logistics");
  refresh (f);
  check_state (f, likely, "suggested", kestrel);
  check_state (f, none, "unmatched", 0);
  check_sums (f);
  first = dump (f);
  refresh (f);
  second = dump (f);
  g_assert_cmpstr (first, ==, second);
}

static void
test_conflicts_lower_the_score (Fixture *f, gconstpointer data)
{
  gint64 a = put_tenant (f, "Kestrel Werkzeugbau AG"), b;
  gint64 kestrel = put_organization (f, "Kestrel Werkzeugbau GmbH");
  g_autoptr(TnyReader) reader = tny_store_borrow (f->store, NULL);
  g_autoptr(GPtrArray) plan = NULL, alone = NULL;
  gint64 before, after, taken;

  refresh (f);
  before = read_int (f, "SELECT score FROM suggestions WHERE tenant_id = %lld AND rank = 1", a);
  alone = tny_matching_bulk_plan (reader, 1, NULL);
  g_assert_cmpuint (alone->len, ==, 1);
  g_assert_false (((TnyBulkLine *) alone->pdata[0])->conflict);

  b = put_tenant (f, "Kestrel Werkzeugbau KG");
  refresh (f);
  after = read_int (f, "SELECT score FROM suggestions WHERE tenant_id = %lld AND rank = 1", a);
  g_assert_cmpint (after, ==, before - 15);
  check_sums (f);
  plan = tny_matching_bulk_plan (reader, 1, NULL);
  g_assert_cmpuint (plan->len, ==, 2);
  for (guint i = 0; i < plan->len; i++)
    g_assert_true (((TnyBulkLine *) plan->pdata[i])->conflict);
  check_fails (tny_matching_bulk_accept (f->store, plan, NULL, error), TNY_ERROR_DECISION);

  /* One of them has it: the other is told so, and asked. */
  check_works (tny_matching_accept (f->store, a, kestrel, FALSE, NULL, error));
  refresh (f);
  taken = read_int (f, "SELECT score FROM suggestions WHERE tenant_id = %lld AND rank = 1", b);
  g_assert_cmpint (taken, <, before);
  check_sums (f);
  check_fails (tny_matching_accept (f->store, b, kestrel, FALSE, NULL, error), TNY_ERROR_DECISION);
  check_works (tny_matching_accept (f->store, b, kestrel, TRUE, NULL, error));
  check_state (f, b, "matched", kestrel);
}

static void
test_decisions (Fixture *f, gconstpointer data)
{
  gint64 tenant = put_tenant (f, "Contoso Ltd"), a = put_organization (f, "Contoso"), b, made = 0;
  g_autoptr(TnyTenantRow) row = NULL;

  b = put_organization (f, "Fabrikam");
  put_suggestion (f, tenant, 1, a, 88);
  check_state (f, tenant, "suggested", a);

  check_fails (tny_matching_accept (f->store, 99, a, FALSE, NULL, error), TNY_ERROR_NOT_FOUND);
  check_fails (tny_matching_accept (f->store, tenant, 99, FALSE, NULL, error), TNY_ERROR_NOT_FOUND);
  check_fails (tny_matching_accept (f->store, tenant, b, FALSE, NULL, error), TNY_ERROR_STALE);
  check_fails (tny_matching_revert (f->store, tenant, NULL, error), TNY_ERROR_ARGUMENT);

  check_works (tny_matching_accept (f->store, tenant, a, FALSE, NULL, error));
  row = tenant_row (f, tenant);
  g_assert_cmpstr (row->method, ==, "accepted");
  g_assert_cmpint (row->score, ==, 88);
  g_assert_cmpstr (row->decided_by, ==, g_get_user_name ());
  g_assert_cmpint (row->decided_at, >, 0);
  check_fails (tny_matching_accept (f->store, tenant, a, FALSE, NULL, error), TNY_ERROR_ARGUMENT);
  check_fails (tny_matching_match_to (f->store, tenant, a, FALSE, NULL, error), TNY_ERROR_ARGUMENT);

  /* Changing says that the first one was wrong. */
  check_works (tny_matching_match_to (f->store, tenant, b, FALSE, NULL, error));
  check_state (f, tenant, "matched", b);
  g_assert_cmpint (read_int (f, "SELECT organization_id FROM refused_pairs"), ==, a);

  check_works (tny_matching_ignore (f->store, tenant, NULL, error));
  check_state (f, tenant, "ignored", 0);
  check_fails (tny_matching_ignore (f->store, tenant, NULL, error), TNY_ERROR_ARGUMENT);
  check_works (tny_matching_revert (f->store, tenant, NULL, error));
  check_state (f, tenant, "unmatched", 0);

  check_fails (tny_matching_create (f->store, tenant, " \t", FALSE, NULL, NULL, error), TNY_ERROR_ARGUMENT);
  check_fails (tny_matching_create (f->store, tenant, "CONTOSO", FALSE, NULL, NULL, error), TNY_ERROR_DECISION);
  check_works (tny_matching_create (f->store, tenant, NULL, FALSE, &made, NULL, error));
  check_state (f, tenant, "matched", made);
  g_assert_cmpint (read_int (f, "SELECT name = 'Contoso Ltd' AND origin = 'created' FROM organizations"
                             " WHERE id = %lld", made), ==, 1);
  check_works (tny_matching_create (f->store, tenant, "Contoso", TRUE, &made, NULL, error));
  g_assert_cmpint (read_int (f, "SELECT count (*) FROM organizations WHERE name_folded = 'contoso'"), ==, 2);
}

static void
test_history (Fixture *f, gconstpointer data)
{
  static const char *const actions[] = { "undo", "ignore", "revert", "match" };
  gint64 tenant = put_tenant (f, "Contoso Ltd"), organization = put_organization (f, "Contoso"), batch;
  TnyListQuery query = { TNY_LIST_DECISIONS };
  g_autoptr(TnyReader) reader = NULL;
  g_autoptr(GArray) ids = NULL;

  check_works (tny_matching_match_to (f->store, tenant, organization, FALSE, NULL, error));
  check_works (tny_matching_revert (f->store, tenant, NULL, error));
  check_works (tny_matching_ignore (f->store, tenant, &batch, error));
  fixture_reopen (f);
  check_works (tny_matching_undo (f->store, batch, NULL, error));
  fixture_reopen (f);

  reader = tny_store_borrow (f->store, NULL);
  ids = tny_list_ids (reader, &query, NULL);
  g_assert_cmpuint (ids->len, ==, G_N_ELEMENTS (actions));
  for (guint i = 0; i < ids->len; i++)
    {
      g_autoptr(TnyDecisionRow) row = tny_decision_read (reader, g_array_index (ids, gint64, i), NULL);

      g_assert_cmpstr (row->action, ==, actions[i]);
      g_assert_cmpstr (row->who, ==, g_get_user_name ());
      g_assert_cmpint (row->at, >, 1600000000);
      g_assert_nonnull (row->why);
      g_assert_cmpstr (row->subject_name, ==, "Contoso Ltd");
      g_assert_false (row->can_revert);
    }
  g_assert_cmpint (read_int (f, "SELECT count (*) FROM decisions WHERE organization_name = 'Contoso'"), ==, 1);
}

static void
test_undo_refuses_what_moved (Fixture *f, gconstpointer data)
{
  gint64 tenant = put_tenant (f, "Contoso Ltd"), other = put_tenant (f, "Second");
  gint64 organization = put_organization (f, "Contoso"), first, second, third;
  TnyUndone undone = { 0 };

  check_works (tny_matching_match_to (f->store, tenant, organization, FALSE, &first, error));
  check_works (tny_matching_revert (f->store, tenant, &second, error));
  check_fails (tny_matching_undo (f->store, first, NULL, error), TNY_ERROR_STALE);
  check_fails (tny_matching_redo (f->store, first, NULL, error), TNY_ERROR_ARGUMENT);
  check_fails (tny_matching_undo (f->store, 99, NULL, error), TNY_ERROR_NOT_FOUND);

  /* The organization went to somebody else meanwhile. */
  check_works (tny_matching_match_to (f->store, other, organization, FALSE, &third, error));
  check_fails (tny_matching_undo (f->store, second, NULL, error), TNY_ERROR_STALE);
  check_works (tny_matching_undo (f->store, third, NULL, error));
  check_works (tny_matching_undo (f->store, second, &undone, error));
  g_assert_cmpuint (undone.n, ==, 1);
  g_assert_cmpstr (undone.subject_name, ==, "Contoso Ltd");
  g_assert_cmpstr (undone.target_name, ==, "Contoso");
  tny_undone_clear (&undone);
  check_state (f, tenant, "matched", organization);
  check_fails (tny_matching_undo (f->store, second, NULL, error), TNY_ERROR_ARGUMENT);

  /* Or it is no more. */
  check_works (tny_matching_undo (f->store, first, NULL, error));
  run_sql (f, "DELETE FROM organizations");
  check_fails (tny_matching_redo (f->store, first, NULL, error), TNY_ERROR_STALE);
}

static void
test_created_organization_goes_and_comes (Fixture *f, gconstpointer data)
{
  gint64 tenant = put_tenant (f, "Contoso"), made, batch, second, other;
  g_autofree char *before = dump (f), *created = NULL, *undone = NULL, *redone = NULL;

  check_works (tny_matching_create (f->store, tenant, NULL, FALSE, &made, &batch, error));
  created = dump (f);
  check_works (tny_matching_undo (f->store, batch, NULL, error));
  undone = dump (f);
  g_assert_cmpstr (undone, ==, before);
  check_works (tny_matching_redo (f->store, batch, NULL, error));
  redone = dump (f);
  g_assert_cmpstr (redone, ==, created);

  /* With a contact it stays. */
  put_contact (f, made, "Anna", "Berg", "anna@x.example");
  check_works (tny_matching_undo (f->store, batch, NULL, error));
  g_assert_cmpint (read_int (f, "SELECT count (*) FROM organizations"), ==, 1);
  check_works (tny_matching_redo (f->store, batch, NULL, error));
  check_state (f, tenant, "matched", made);

  /* And where somebody said that it is not theirs. */
  run_sql (f, "DELETE FROM contacts");
  other = put_tenant (f, "Other");
  check_works (tny_matching_match_to (f->store, other, made, TRUE, NULL, error));
  check_works (tny_matching_revert (f->store, other, NULL, error));
  check_works (tny_matching_undo (f->store, batch, NULL, error));
  g_assert_cmpint (read_int (f, "SELECT count (*) FROM organizations"), ==, 1);
  g_assert_cmpint (read_int (f, "SELECT count (*) FROM refused_pairs"), ==, 1);
  check_works (tny_matching_redo (f->store, batch, NULL, error));

  /* Its number may have gone to another one meanwhile. */
  run_sql (f, "DELETE FROM refused_pairs");
  check_works (tny_matching_undo (f->store, batch, NULL, error));
  g_assert_cmpint (read_int (f, "SELECT count (*) FROM organizations"), ==, 0);
  second = put_organization (f, "Somebody Else");
  g_assert_cmpint (second, ==, made);
  check_fails (tny_matching_redo (f->store, batch, NULL, error), TNY_ERROR_STALE);
}

static void
test_last_batch_walks_back (Fixture *f, gconstpointer data)
{
  gint64 a = put_tenant (f, "Tenant One"), b = put_tenant (f, "Tenant Two"), batch = 0;
  g_autofree char *before = NULL, *after = NULL;

  put_tenant (f, "Equal");
  put_organization (f, "Equal");
  refresh (f);
  before = dump (f);
  check_works (tny_matching_ignore (f->store, a, NULL, error));
  check_works (tny_matching_ignore (f->store, b, NULL, error));
  check_works (tny_matching_revert (f->store, a, NULL, error));
  for (guint i = 0; i < 3; i++)
    {
      fixture_reopen (f);
      {
        g_autoptr(TnyReader) reader = tny_store_borrow (f->store, NULL);

        check_works (tny_matching_last_batch (reader, &batch, error));
      }
      g_assert_cmpint (batch, !=, 0);
      check_works (tny_matching_undo (f->store, batch, NULL, error));
    }
  {
    g_autoptr(TnyReader) reader = tny_store_borrow (f->store, NULL);

    /* What matched by itself is no step of a person. */
    check_works (tny_matching_last_batch (reader, &batch, error));
    g_assert_cmpint (batch, ==, 0);
  }
  after = dump (f);
  g_assert_cmpstr (after, ==, before);
}

/* What was done together is one row of the history, which unfolds. */
static void
check_groups (Fixture *f, gint64 batch, guint n, gboolean can_revert)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(TnyReader) reader = tny_store_borrow (f->store, &error);
  guint found = 0, members = 0;

  g_assert_no_error (error);

  g_autoptr(GArray) folded = tny_decision_groups (reader, TNY_LIST_DECISIONS, NULL, 0, &error);

  g_assert_no_error (error);

  g_autoptr(GArray) unfolded = tny_decision_groups (reader, TNY_LIST_DECISIONS, &batch, 1, &error);
  g_autoptr(TnyDecisionRow) row = tny_decision_group_read (reader, TNY_LIST_DECISIONS, batch, &members, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (members, ==, n);
  g_assert_cmpint (row->batch, ==, batch);
  g_assert_cmpint (row->can_revert, ==, can_revert);
  g_assert_cmpuint (unfolded->len, ==, folded->len + n);
  for (guint i = 0; i < unfolded->len; i++)
    if (g_array_index (unfolded, gint64, i) == -batch)
      {
        found++;
        g_assert_cmpint (g_array_index (unfolded, gint64, i + 1), >, g_array_index (unfolded, gint64, i + n));
      }
  g_assert_cmpuint (found, ==, 1);
}

static void
test_bulk (Fixture *f, gconstpointer data)
{
  gint64 tenants[6], organizations[6], batch;
  g_autoptr(TnyReader) reader = tny_store_borrow (f->store, NULL);
  g_autoptr(GPtrArray) plan = NULL, again = NULL, empty = g_ptr_array_new ();
  g_autofree char *before = NULL, *accepted = NULL, *undone = NULL, *redone = NULL;
  static const int scores[] = { 99, 95, 90, 89, 97, 96 };
  TnyUndone said = { 0 };

  for (guint i = 0; i < 6; i++)
    {
      g_autofree char *tenant = g_strdup_printf ("Tenant %u", i);
      g_autofree char *organization = g_strdup_printf ("Organization %u", i);

      tenants[i] = put_tenant (f, tenant);
      organizations[i] = put_organization (f, organization);
      /* The last two ask for the same one. */
      put_suggestion (f, tenants[i], 1, i < 4 ? organizations[i] : organizations[4], scores[i]);
    }
  plan = tny_matching_bulk_plan (reader, 90, NULL);
  g_assert_cmpuint (plan->len, ==, 5);
  for (guint i = 0; i < plan->len; i++)
    {
      const TnyBulkLine *line = plan->pdata[i];

      g_assert_cmpint (line->score, >=, 90);
      g_assert_cmpint (line->conflict, ==, line->target_id == organizations[4]);
      g_assert_true (i == 0 || line->score <= ((TnyBulkLine *) plan->pdata[i - 1])->score);
    }
  check_fails (tny_matching_bulk_accept (f->store, empty, NULL, error), TNY_ERROR_ARGUMENT);
  check_fails (tny_matching_bulk_accept (f->store, plan, NULL, error), TNY_ERROR_DECISION);
  for (guint i = plan->len; i-- > 0;)
    if (((TnyBulkLine *) plan->pdata[i])->conflict)
      g_ptr_array_remove_index (plan, i);

  /* One line moved: none is accepted. */
  run_sql (f, "UPDATE suggestions SET score = 91 WHERE tenant_id = %lld", tenants[2]);
  check_fails (tny_matching_bulk_accept (f->store, plan, NULL, error), TNY_ERROR_STALE);
  again = tny_matching_bulk_plan (reader, 90, NULL);
  for (guint i = again->len; i-- > 0;)
    if (((TnyBulkLine *) again->pdata[i])->conflict)
      g_ptr_array_remove_index (again, i);
  before = dump (f);
  check_works (tny_matching_bulk_accept (f->store, again, &batch, error));
  accepted = dump (f);
  g_assert_cmpint (read_int (f, "SELECT count (*) FROM matches"), ==, 3);
  g_assert_cmpint (read_int (f, "SELECT count (DISTINCT batch) FROM decisions"), ==, 1);
  check_groups (f, batch, 3, TRUE);
  g_clear_pointer (&reader, tny_reader_return);
  fixture_reopen (f);
  check_works (tny_matching_undo (f->store, batch, &said, error));
  g_assert_cmpuint (said.n, ==, 3);
  tny_undone_clear (&said);
  check_groups (f, batch, 3, FALSE);
  undone = dump (f);
  g_assert_cmpstr (undone, ==, before);
  check_works (tny_matching_redo (f->store, batch, NULL, error));
  redone = dump (f);
  g_assert_cmpstr (redone, ==, accepted);

  /* A batch of which one decision moved is taken back whole or not at all. */
  check_works (tny_matching_revert (f->store, tenants[0], NULL, error));
  check_fails (tny_matching_undo (f->store, batch, NULL, error), TNY_ERROR_STALE);
}

/* Any sequence of decisions: undo leads back through the same states, redo forward again. */
static void
test_any_sequence (Fixture *f, gconstpointer data)
{
  enum { N_TENANTS = 6, N_ORGANIZATIONS = 5, N_STEPS = 150 };
  g_autoptr(GRand) rand = g_rand_new_with_seed (20240131);
  g_autoptr(GPtrArray) states = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(GArray) batches = g_array_new (FALSE, FALSE, sizeof (gint64));
  gint64 tenants[N_TENANTS], organizations[N_ORGANIZATIONS];

  for (guint i = 0; i < N_TENANTS; i++)
    {
      g_autofree char *name = g_strdup_printf ("Tenant %u", i);

      tenants[i] = put_tenant (f, name);
    }
  for (guint i = 0; i < N_ORGANIZATIONS; i++)
    {
      g_autofree char *name = g_strdup_printf ("Organization %u", i);

      organizations[i] = put_organization (f, name);
    }
  for (guint i = 0; i < N_ORGANIZATIONS; i++)
    {
      put_suggestion (f, tenants[i], 1, organizations[i], 80);
      put_suggestion (f, tenants[i], 2, organizations[(i + 1) % N_ORGANIZATIONS], 60);
    }
  g_ptr_array_add (states, dump (f));
  while (batches->len < N_STEPS)
    {
      gint64 tenant = tenants[g_rand_int_range (rand, 0, N_TENANTS)];
      gint64 organization = organizations[g_rand_int_range (rand, 0, N_ORGANIZATIONS)];
      gint64 batch = 0;
      g_autoptr(GError) error = NULL;
      gboolean done;

      switch (g_rand_int_range (rand, 0, 6))
        {
        case 0: done = tny_matching_accept (f->store, tenant, organization, TRUE, &batch, &error); break;
        case 1: done = tny_matching_match_to (f->store, tenant, organization, TRUE, &batch, &error); break;
        case 2: done = tny_matching_match_to (f->store, tenant, organization, FALSE, &batch, &error); break;
        case 3: done = tny_matching_ignore (f->store, tenant, &batch, &error); break;
        case 4: done = tny_matching_create (f->store, tenant, NULL, TRUE, NULL, &batch, &error); break;
        default: done = tny_matching_revert (f->store, tenant, &batch, &error); break;
        }
      if (!done)
        {
          g_autofree char *now = dump (f);

          g_assert_true (error->domain == TNY_ERROR);
          g_assert_cmpstr (now, ==, states->pdata[states->len - 1]);
          continue;
        }
      g_array_append_val (batches, batch);
      g_ptr_array_add (states, dump (f));
    }
  for (guint round = 0; round < 2; round++)
    {
      for (guint i = batches->len; i-- > 0;)
        {
          g_autofree char *now = NULL;

          check_works (tny_matching_undo (f->store, g_array_index (batches, gint64, i), NULL, error));
          now = dump (f);
          g_assert_cmpstr (now, ==, states->pdata[i]);
        }
      fixture_reopen (f);
      for (guint i = 0; i < batches->len; i++)
        {
          g_autofree char *now = NULL;

          check_works (tny_matching_redo (f->store, g_array_index (batches, gint64, i), NULL, error));
          now = dump (f);
          g_assert_cmpstr (now, ==, states->pdata[i + 1]);
        }
    }
}

static void
test_refresh_leaves_decisions_alone (Fixture *f, gconstpointer data)
{
  gint64 matched = put_tenant (f, "Contoso"), ignored = put_tenant (f, "Fabrikam");
  gint64 wrong = put_organization (f, "Something Else");
  g_autofree char *before = NULL, *after = NULL;

  put_organization (f, "Contoso");
  put_organization (f, "Fabrikam");
  check_works (tny_matching_match_to (f->store, matched, wrong, FALSE, NULL, error));
  check_works (tny_matching_ignore (f->store, ignored, NULL, error));
  before = dump (f);
  g_assert_cmpuint (refresh (f), ==, 0);
  after = dump (f);
  g_assert_cmpstr (after, ==, before);
}

static void
test_refresh_can_be_cancelled (Fixture *f, gconstpointer data)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GError) error = NULL;
  g_autofree char *before = NULL, *after = NULL;

  put_tenant (f, "Contoso");
  put_organization (f, "Contoso");
  before = dump (f);
  g_cancellable_cancel (cancellable);
  g_assert_false (tny_matching_refresh (f->store, NULL, cancellable, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  after = dump (f);
  g_assert_cmpstr (after, ==, before);
  g_assert_cmpuint (refresh (f), ==, 1);
}

static gboolean
refresh_job (TnyJob *job, gpointer store, GCancellable *cancellable, GError **error)
{
  return tny_matching_refresh (store, job, cancellable, NULL, error);
}

static void
test_refresh_reports_progress (Fixture *f, gconstpointer data)
{
  g_autoptr(TnyJob) job = tny_job_new (refresh_job, f->store, NULL);
  g_autoptr(GError) error = NULL;
  g_auto(TnyProgress) progress = { 0 };

  for (guint i = 0; i < 300; i++)
    {
      g_autofree char *name = g_strdup_printf ("Kestrel %u", i);

      put_tenant (f, name);
    }
  put_organization (f, "Kestrel 17");
  g_assert_true (tny_job_run_sync (job, &error));
  g_assert_no_error (error);
  tny_job_get_progress (job, &progress);
  g_assert_cmpuint (progress.done, ==, 600);
  g_assert_cmpuint (progress.total, ==, 600);
  g_assert_cmpint (read_int (f, "SELECT count (*) FROM matches"), ==, 1);
}

static void
test_counts (Fixture *f, gconstpointer data)
{
  gint64 a = put_tenant (f, "Contoso Ltd"), b = put_tenant (f, "Fabrikam"), c = put_tenant (f, "Gone");
  gint64 organization = put_organization (f, "Contoso");
  g_autoptr(TnyReader) reader = tny_store_borrow (f->store, NULL);
  TnyMatchCounts counts;

  put_suggestion (f, a, 1, organization, 80);
  put_suggestion (f, b, 1, organization, 30);
  run_sql (f, "UPDATE tenants SET gone_at = 1 WHERE id = %lld", c);
  check_works (tny_matching_counts (reader, &counts, error));
  g_assert_cmpint (counts.unmatched, ==, 2);
  g_assert_cmpint (counts.suggested, ==, 2);
  g_assert_cmpint (counts.all, ==, 2);
  check_works (tny_matching_accept (f->store, a, organization, FALSE, NULL, error));
  check_works (tny_matching_revert (f->store, a, NULL, error));
  check_works (tny_matching_ignore (f->store, b, NULL, error));
  check_works (tny_matching_counts (reader, &counts, error));
  g_assert_cmpint (counts.unmatched, ==, 1);
  g_assert_cmpint (counts.suggested, ==, 0);
  g_assert_cmpint (counts.ignored, ==, 1);
  g_assert_cmpint (counts.matched, ==, 0);
}

static void
test_closest (Fixture *f, gconstpointer data)
{
  gint64 first = put_organization (f, "Kestrel Werkzeugbau GmbH"), second;
  g_autoptr(GPtrArray) before = NULL, after = NULL;
  g_autoptr(GError) error = NULL;
  const TnyCandidate *best;
  int sum = 0;

  before = tny_matching_closest (f->store, "Kestrel Werkzeugbau", 5, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (before->len, ==, 1);
  best = before->pdata[0];
  g_assert_cmpint (best->organization_id, ==, first);
  for (guint i = 0; i < best->reasons->len; i++)
    sum += ((TnyReasonText *) best->reasons->pdata[i])->points;
  g_assert_cmpint (sum, ==, best->score);

  /* A new organization is found at once. */
  second = put_organization (f, "Kestrel Werkzeugbau");
  after = tny_matching_closest (f->store, "kestrel werkzeugbau", 5, &error);
  g_assert_cmpuint (after->len, ==, 2);
  best = after->pdata[0];
  g_assert_cmpint (best->organization_id, ==, second);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (equal_names); i++)
    {
      g_autofree char *name = g_strconcat ("/records/matching/equal-names/", equal_names[i].name, NULL);

      g_test_add (name, Fixture, GUINT_TO_POINTER (i), fixture_set_up, test_equal_names, fixture_tear_down);
    }
  add_test ("/records/matching/automatic-takes-nothing-from-anybody", test_automatic_is_no_threat);
  add_test ("/records/matching/refused-stays-refused", test_refused_stays_refused);
  add_test ("/records/matching/undone-automatic-match-stays-undone", test_undone_automatic_match_stays_undone);
  add_test ("/records/matching/renamed-since", test_renamed_since);
  add_test ("/records/matching/suggestions", test_suggestions);
  add_test ("/records/matching/conflicts-lower-the-score", test_conflicts_lower_the_score);
  add_test ("/records/matching/decisions", test_decisions);
  add_test ("/records/matching/history", test_history);
  add_test ("/records/matching/undo-refuses-what-moved", test_undo_refuses_what_moved);
  add_test ("/records/matching/created-organization-goes-and-comes", test_created_organization_goes_and_comes);
  add_test ("/records/matching/last-batch-walks-back", test_last_batch_walks_back);
  add_test ("/records/matching/bulk", test_bulk);
  add_test ("/records/matching/any-sequence", test_any_sequence);
  add_test ("/records/matching/refresh-leaves-decisions-alone", test_refresh_leaves_decisions_alone);
  add_test ("/records/matching/refresh-can-be-cancelled", test_refresh_can_be_cancelled);
  add_test ("/records/matching/refresh-reports-progress", test_refresh_reports_progress);
  add_test ("/records/matching/counts", test_counts);
  add_test ("/records/matching/closest", test_closest);

  return g_test_run ();
}
