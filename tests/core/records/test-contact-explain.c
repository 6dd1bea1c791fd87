/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "records-fixture.h"

#include "tny-contact-explain.h"
#include "tny-contact-undecided.h"
#include "tny-error.h"
#include "tny-matching.h"

/* Contoso knows one of the user's two addresses from one contact, and the name from two others. */
static void
fill (Fixture *f, gint64 *organization, gint64 *user)
{
  gint64 tenant = put_tenant (f, "Contoso Ltd");

  *organization = put_organization (f, "Contoso");
  put_contact (f, *organization, "Somebody", "Else", "second@contoso.example");
  put_contact (f, *organization, "Anna", "Berg", "anna@old.example");
  put_contact (f, *organization, "ANNA", "Berg", NULL);
  *user = put_user (f, tenant, 1, "Anna Berg", "first@contoso.example\nsecond@contoso.example");
  g_assert_true (tny_matching_match_to (f->store, tenant, *organization, FALSE, NULL, NULL));
}

static void
test_rules (Fixture *f, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  TnyContactRule rules[TNY_CONTACT_N_RULES];
  gint64 organization, user;

  fill (f, &organization, &user);

  g_autoptr(TnyReader) reader = tny_store_borrow (f->store, NULL);

  g_assert_true (tny_contact_explain (reader, organization, user, rules, &error));
  g_assert_no_error (error);
  /* the address that is here is named, not the first one */
  g_assert_cmpstr (rules[0].theirs, ==, "second@contoso.example");
  g_assert_cmpuint (rules[0].n_more, ==, 1);
  g_assert_cmpuint (rules[0].contacts->len, ==, 1);
  g_assert_cmpint (g_array_index (rules[0].contacts, gint64, 0), ==, 1);
  /* rule 1 has decided, and the others are asked nevertheless */
  g_assert_cmpuint (rules[1].contacts->len, ==, 0);
  g_assert_cmpstr (rules[2].theirs, ==, "Anna Berg");
  g_assert_cmpuint (rules[2].contacts->len, ==, 2);
  for (guint i = 0; i < TNY_CONTACT_N_RULES; i++)
    tny_contact_rule_clear (&rules[i]);
}

static void
test_no_such_user (Fixture *f, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  TnyContactRule rules[TNY_CONTACT_N_RULES];
  gint64 organization, user;

  fill (f, &organization, &user);

  g_autoptr(TnyReader) reader = tny_store_borrow (f->store, NULL);

  g_assert_false (tny_contact_explain (reader, organization, user + 1, rules, &error));
  g_assert_error (error, TNY_ERROR, TNY_ERROR_NOT_FOUND);
}

static gint64
count (Fixture *f)
{
  g_autoptr(TnyReader) reader = tny_store_borrow (f->store, NULL);
  gint64 n = -1;

  g_assert_true (tny_read_int (tny_reader_stmt (reader, "counts/contacts", NULL), 0, &n, NULL));

  return n;
}

static void
test_undecided (Fixture *f, gconstpointer data)
{
  gint64 organization, user;

  g_assert_cmpint (count (f), ==, 0);
  fill (f, &organization, &user);
  run_sql (f, "UPDATE users SET aliases = '', user_principal_name = 'anna@new.example'");
  g_assert_true (tny_contact_undecided_recount (f->store, NULL, NULL));
  g_assert_cmpint (count (f), ==, 1);
  g_assert_true (tny_contact_undecided_keep (f->store, 0, NULL));
  g_assert_cmpint (count (f), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add_test ("/records/contact-explain/all-three-rules-are-asked", test_rules);
  add_test ("/records/contact-explain/a-user-of-another-organization", test_no_such_user);
  add_test ("/records/contact-undecided/counted-and-kept", test_undecided);

  return g_test_run ();
}
