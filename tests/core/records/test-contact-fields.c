/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "records-fixture.h"

#include "tny-contact-apply.h"
#include "tny-contact-entry.h"
#include "tny-contact-fields.h"
#include "tny-error.h"
#include "tny-matching.h"

/* Contoso: Anna differs from Microsoft in everything but her first name, Ben is empty but for his address. */
static void
fill (Fixture *f)
{
  gint64 tenant = put_tenant (f, "Contoso"), organization = put_organization (f, "Contoso");

  put_contact (f, organization, "Anna", "Berg", "anna@old.example");
  put_contact (f, organization, NULL, NULL, "ben@contoso.example");
  put_user (f, tenant, 1, "Anna Holm", "anna@contoso.example\nanna@old.example");
  put_user (f, tenant, 2, "Ben Cole", "ben@contoso.example");
  run_sql (f, "UPDATE contacts SET title = 'Clerk' WHERE id = 1;"
           "INSERT INTO contact_items (contact_id, kind, value, folded, is_primary)"
           " VALUES (1, 'phone', '+44 161 111', '+44161111', 1);"
           "UPDATE users SET given_name = 'Anna', surname = 'Holm', job_title = 'Boss',"
           " business_phone = '+44 161 222' WHERE id = 1;"
           "UPDATE users SET given_name = 'Ben', surname = 'Cole', job_title = 'Cook' WHERE id = 2");
  g_assert_true (tny_matching_match_to (f->store, tenant, organization, FALSE, NULL, NULL));
}

static TnyContactPlan *
make_plan (Fixture *f)
{
  g_autoptr(TnyReader) reader = tny_store_borrow (f->store, NULL);
  g_autoptr(GError) error = NULL;
  TnyContactPlan *plan = tny_contact_plan_new (reader, 0, NULL, &error);

  g_assert_no_error (error);

  return plan;
}

/* "outcome: field from→to, …" of one user. */
static void
assert_entry (Fixture *f, gint64 user_id, const char *expected)
{
  g_autoptr(TnyReader) reader = tny_store_borrow (f->store, NULL);
  g_autoptr(GPtrArray) entries = tny_contact_entries_read (reader, 1, user_id, NULL, NULL);
  g_autoptr(TnyContactPlan) plan = make_plan (f);
  const TnyContactEntry *entry = entries->pdata[0];
  g_autoptr(GString) out = g_string_new (tny_contact_outcome_name (entry->line.outcome));

  for (guint i = 0; i < entry->changes->len; i++)
    {
      const TnyContactChange *change = entry->changes->pdata[i];

      g_string_append_printf (out, "%s %s %s→%s", i > 0 ? "," : ":", change->field,
                              change->from != NULL ? change->from : "", change->to);
    }
  g_assert_cmpstr (out->str, ==, expected);
  for (guint i = 0; i < tny_contact_plan_lines (plan)->len; i++)
    {
      const TnyContactPlanLine *line = tny_contact_plan_lines (plan)->pdata[i];

      if (line->user_id == user_id)
        g_assert_cmpint (line->outcome, ==, entry->line.outcome);
    }
}

static gint64
apply (Fixture *f)
{
  g_autoptr(TnyContactPlan) plan = make_plan (f);
  TnyContactApplied applied = { 0 };
  g_autoptr(GError) error = NULL;

  tny_contact_apply (f->store, plan, TRUE, NULL, &applied, &error);
  g_assert_no_error (error);

  return applied.id;
}

static void
set_rule (Fixture *f, TnyContactField field, TnyContactFieldRule rule, TnyContactFieldRule before)
{
  TnyContactFieldRule was;

  g_assert_true (tny_contact_field_rule_set (f->store, field, rule, &was, NULL));
  g_assert_cmpint (was, ==, before);
}

/* Unasked, what is here stays; what differs is told. */
static void
test_unasked (Fixture *f, gconstpointer data)
{
  static const char *const fields[] = { "last_name", "title", "email", "phone" };
  static const char *const here[] = { "Berg", "Clerk", "anna@old.example", "+44161111" };
  static const char *const there[] = { "Holm", "Boss", "anna@contoso.example", "+44 161 222" };
  g_autoptr(TnyReader) reader = NULL;
  g_autoptr(GPtrArray) entries = NULL;
  GPtrArray *differences;

  fill (f);
  assert_entry (f, 1, "link");
  assert_entry (f, 2, "update: first_name →Ben, last_name →Cole, title →Cook");
  reader = tny_store_borrow (f->store, NULL);
  entries = tny_contact_entries_read (reader, 1, 1, NULL, NULL);
  differences = ((TnyContactEntry *) entries->pdata[0])->differences;
  g_assert_cmpuint (differences->len, ==, G_N_ELEMENTS (fields));
  for (guint i = 0; i < differences->len; i++)
    {
      const TnyContactDifference *difference = differences->pdata[i];

      g_assert_cmpstr (tny_contact_field_name (difference->field), ==, fields[i]);
      g_assert_cmpstr (difference->here, ==, here[i]);
      g_assert_cmpstr (difference->microsoft, ==, there[i]);
      g_assert_cmpint (difference->rule, ==, TNY_CONTACT_ONLY_WHEN_EMPTY);
      g_assert_false (difference->chosen);
    }
}

/* Taken over as one step, that leads back exactly; what was replaced is kept beside it. */
static void
test_take (Fixture *f, gconstpointer data)
{
  g_autofree char *before = NULL, *after = NULL, *kept = NULL;
  gint64 step_id;

  fill (f);
  for (guint field = 0; field < TNY_CONTACT_N_FIELDS; field++)
    set_rule (f, field, TNY_CONTACT_TAKE_MICROSOFTS, TNY_CONTACT_ONLY_WHEN_EMPTY);
  assert_entry (f, 1, "update: last_name Berg→Holm, title Clerk→Boss,"
                " email anna@old.example→anna@contoso.example, phone +44161111→+44 161 222");
  before = dump (f);
  step_id = apply (f);
  assert_entry (f, 1, "unchanged");
  g_assert_cmpint (read_int (f, "SELECT count (*) FROM contacts WHERE id = 1 AND last_name = 'Holm'"
                             " AND title = 'Boss' AND sort_name LIKE 'holm%%'"), ==, 1);
  g_assert_cmpint (read_int (f, "SELECT count (*) FROM contact_items WHERE contact_id = 1"), ==, 4);
  g_assert_cmpint (read_int (f, "SELECT count (*) FROM contact_items WHERE contact_id = 1 AND is_primary"
                             " AND folded IN ('anna@contoso.example', '+44161222')"), ==, 2);
  g_assert_cmpint (apply (f), ==, 0);
  g_assert_true (tny_contact_undo (f->store, step_id, NULL, NULL));
  after = dump (f);
  g_assert_cmpstr (after, ==, before);

  for (guint field = 0; field < TNY_CONTACT_N_FIELDS; field++)
    set_rule (f, field, TNY_CONTACT_KEEP_MINE, TNY_CONTACT_TAKE_MICROSOFTS);
  assert_entry (f, 1, "link");
  assert_entry (f, 2, "link");
}

/* A choice is about one contact, and stronger than the rule. */
static void
test_choose (Fixture *f, gconstpointer data)
{
  TnyContactFieldRule before;
  g_autoptr(GError) error = NULL;

  fill (f);
  g_assert_true (tny_contact_choose_field (f->store, 1, TNY_CONTACT_TITLE, TNY_CONTACT_TAKE_MICROSOFTS, &before,
                                           NULL));
  g_assert_cmpint (before, ==, TNY_CONTACT_N_FIELD_RULES);
  assert_entry (f, 1, "update: title Clerk→Boss");
  set_rule (f, TNY_CONTACT_TITLE, TNY_CONTACT_TAKE_MICROSOFTS, TNY_CONTACT_ONLY_WHEN_EMPTY);
  g_assert_true (tny_contact_choose_field (f->store, 1, TNY_CONTACT_TITLE, TNY_CONTACT_KEEP_MINE, &before, NULL));
  g_assert_cmpint (before, ==, TNY_CONTACT_TAKE_MICROSOFTS);
  assert_entry (f, 1, "link");
  g_assert_true (tny_contact_choose_field (f->store, 2, TNY_CONTACT_TITLE, TNY_CONTACT_KEEP_MINE, NULL, NULL));
  assert_entry (f, 2, "update: first_name →Ben, last_name →Cole");
  g_assert_true (tny_contact_choose_field (f->store, 1, TNY_CONTACT_TITLE, TNY_CONTACT_N_FIELD_RULES, &before,
                                           NULL));
  g_assert_cmpint (before, ==, TNY_CONTACT_KEEP_MINE);
  assert_entry (f, 1, "update: title Clerk→Boss");
  g_assert_false (tny_contact_choose_field (f->store, 99, TNY_CONTACT_TITLE, TNY_CONTACT_KEEP_MINE, NULL, &error));
  g_assert_error (error, TNY_ERROR, TNY_ERROR_NOT_FOUND);
}

/* One human in two tenants: the first of both users is asked, again and again. */
static void
test_two_tenants (Fixture *f, gconstpointer data)
{
  gint64 other;

  fill (f);
  other = put_tenant (f, "Contoso Two");
  put_user (f, other, 3, "Anna Holm", "anna@old.example");
  run_sql (f, "UPDATE users SET given_name = 'Anna', surname = 'Holm', job_title = 'Chief' WHERE id = 3");
  g_assert_true (tny_matching_match_to (f->store, other, 1, TRUE, NULL, NULL));
  set_rule (f, TNY_CONTACT_TITLE, TNY_CONTACT_TAKE_MICROSOFTS, TNY_CONTACT_ONLY_WHEN_EMPTY);
  assert_entry (f, 1, "update: title Clerk→Boss");
  assert_entry (f, 3, "link");
  g_assert_cmpint (apply (f), >, 0);
  assert_entry (f, 1, "unchanged");
  assert_entry (f, 3, "unchanged");
}

/* What somebody else wrote into the database is no rule. */
static void
test_nonsense (Fixture *f, gconstpointer data)
{
  g_autoptr(TnyReader) reader = tny_store_borrow (f->store, NULL);
  TnyContactFieldRules rules;

  run_sql (f, "INSERT INTO settings (name, value) VALUES ('contacts.rule.title', 'whatever')");
  g_assert_true (tny_contact_field_rules_read (reader, &rules, NULL));
  for (guint field = 0; field < TNY_CONTACT_N_FIELDS; field++)
    g_assert_cmpint (rules.of[field], ==, TNY_CONTACT_ONLY_WHEN_EMPTY);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  add_test ("/records/contact-fields/unasked", test_unasked);
  add_test ("/records/contact-fields/take", test_take);
  add_test ("/records/contact-fields/choose", test_choose);
  add_test ("/records/contact-fields/two-tenants", test_two_tenants);
  add_test ("/records/contact-fields/nonsense", test_nonsense);

  return g_test_run ();
}
