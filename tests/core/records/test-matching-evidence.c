/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Matching with what is known beside names: what moves is computed anew, what was refused stays away, and
 * what was matched before comes back by its ids. */
#include "records-fixture.h"

#include <string.h>

#include "tny-error.h"
#include "tny-matching.h"

#define N_TENANTS       8
#define N_ORGANIZATIONS 7

static void
refresh (Fixture *f)
{
  g_autoptr(GError) error = NULL;

  g_assert_true (tny_matching_refresh (f->store, NULL, NULL, NULL, &error));
  g_assert_no_error (error);
}

static char *
suggestions (Fixture *f)
{
  return read_text (f, "SELECT group_concat (tenant_id || ' ' || rank || ' ' || organization_id || ' ' || score ||"
                    " ' ' || reasons, char (10)) FROM (SELECT * FROM suggestions WHERE tenant_id NOT IN"
                    " (SELECT tenant_id FROM matches) ORDER BY tenant_id, rank)");
}

/* Whatever the order in which things moved, the candidates are those of the facts as they are. */
static void
assert_as_from_nothing (Fixture *f)
{
  g_autofree char *now = suggestions (f), *anew = NULL;

  run_sql (f, "DELETE FROM settings WHERE name = 'matching.generations'");
  refresh (f);
  anew = suggestions (f);
  g_assert_cmpstr (now, ==, anew);
}

static void
assert_consistent (Fixture *f)
{
  g_assert_cmpint (read_int (f, "SELECT count (*) FROM pragma_foreign_key_check"), ==, 0);
  g_assert_cmpint (read_int (f, "SELECT count (*) FROM suggestions JOIN refused_pairs USING (tenant_id,"
                             " organization_id) WHERE tenant_id NOT IN (SELECT tenant_id FROM matches)"), ==, 0);
  g_assert_cmpint (read_int (f, "SELECT count (*) FROM matches JOIN refused_pairs USING (tenant_id,"
                             " organization_id)"), ==, 0);
  g_assert_cmpint (read_int (f, "SELECT count (*) FROM suggestions AS s WHERE s.score <> (SELECT sum (j.value ->>"
                             " '$.points') FROM json_each (s.reasons) AS j)"), ==, 0);
  g_assert_cmpint (read_int (f, "SELECT count (*) FROM match_marks AS k WHERE NOT EXISTS (SELECT 1 FROM matches AS m"
                             " WHERE m.tenant_id = k.tenant_id) AND k.tenant_id IN (SELECT id FROM tenants WHERE"
                             " gone_at IS NULL)"), ==, 0);
}

static void
set_domain (Fixture *f, gint64 tenant, const char *domain)
{
  run_sql (f, "DELETE FROM tenant_domains WHERE tenant_id = %lld", tenant);
  run_sql (f, "INSERT INTO tenant_domains VALUES (%lld, %Q, 1, 0)", tenant, domain);
}

/* What a sync or an import may do between decisions. */
static void
move_something (Fixture *f, GRand *rand, const gint64 *tenants, const gint64 *organizations)
{
  static const char *const words[] = { "Alder", "Birch", "Cedar", "Alder Foods", "Birch Ltd", "Cedar & Sons" };
  gint64 tenant = tenants[g_rand_int_range (rand, 0, N_TENANTS)];
  gint64 organization = organizations[g_rand_int_range (rand, 0, N_ORGANIZATIONS)];
  guint n = (guint) g_rand_int_range (rand, 0, 1000);
  const char *name = words[g_rand_int_range (rand, 0, G_N_ELEMENTS (words))];
  g_autofree char *folded = g_utf8_casefold (name, -1);
  g_autofree char *domain = g_strdup_printf ("d%d.example", g_rand_int_range (rand, 0, 5));
  g_autofree char *mail = g_strdup_printf ("p%u@%s", n, domain);

  switch (g_rand_int_range (rand, 0, 7))
    {
    case 0:
      run_sql (f, "UPDATE tenants SET name = %Q, name_folded = %Q, sources = 8 WHERE id = %lld", name, folded, tenant);
      break;
    case 1:
      set_domain (f, tenant, domain);
      break;
    case 2:
      put_contact (f, organization, "P", name, mail);
      break;
    case 3:
      put_user (f, tenant, 1000 + n, name, mail);
      run_sql (f, "INSERT INTO match_marks VALUES (%lld) ON CONFLICT DO NOTHING", tenant);
      break;
    case 4:
      run_sql (f, "UPDATE organizations SET name = %Q, name_folded = %Q WHERE id = %lld", name, folded, organization);
      break;
    case 5:
      run_sql (f, "UPDATE organizations SET city = iif (city = 'York', 'Leeds', 'York'), phone = '01632 960%03d'"
               " WHERE id = %lld", n, organization);
      break;
    default:
      run_sql (f, "UPDATE tenants SET city = 'York', phones = '+44 1632 960%03d', gone_at = iif (gone_at IS NULL AND"
               " %d = 0, 5, NULL) WHERE id = %lld", n, g_rand_int_range (rand, 0, 4), tenant);
      break;
    }
}

static gboolean
decide_something (Fixture *f, GRand *rand, const gint64 *tenants, const gint64 *organizations, gint64 *batch)
{
  gint64 tenant = tenants[g_rand_int_range (rand, 0, N_TENANTS)];
  gint64 organization = organizations[g_rand_int_range (rand, 0, N_ORGANIZATIONS)];
  g_autoptr(GError) error = NULL;

  switch (g_rand_int_range (rand, 0, 4))
    {
    case 0:
      return tny_matching_accept (f->store, tenant, organization, TRUE, batch, &error);
    case 1:
      return tny_matching_match_to (f->store, tenant, organization, TRUE, batch, &error);
    case 2:
      return tny_matching_ignore (f->store, tenant, batch, &error);
    default:
      return tny_matching_revert (f->store, tenant, batch, &error);
    }
}

/* Decisions of matching as they stand, without what is computed from them. */
static char *
decided (Fixture *f)
{
  return read_text (f, "SELECT (SELECT group_concat (tenant_id || state || coalesce (organization_id, 0) || method,"
                    " ' ') FROM (SELECT * FROM matches ORDER BY tenant_id)) || '/' || coalesce ((SELECT group_concat"
                    " (tenant_id || '-' || organization_id, ' ') FROM (SELECT * FROM refused_pairs ORDER BY 1, 2)), '')");
}

static void
test_any_sequence (Fixture *f, gconstpointer data)
{
  g_autoptr(GRand) rand = g_rand_new_with_seed (20260405);
  gint64 tenants[N_TENANTS], organizations[N_ORGANIZATIONS];
  guint n_decided = 0;

  for (guint i = 0; i < N_TENANTS; i++)
    {
      g_autofree char *name = g_strdup_printf ("Alder %u", i);

      tenants[i] = put_tenant (f, name);
    }
  for (guint i = 0; i < N_ORGANIZATIONS; i++)
    {
      g_autofree char *name = g_strdup_printf ("Cedar %u", i);

      organizations[i] = put_organization (f, name);
    }
  for (guint step = 0; step < 160; step++)
    {
      g_autofree char *before = NULL, *after = NULL;
      gint64 batch = 0;

      move_something (f, rand, tenants, organizations);
      refresh (f);
      assert_consistent (f);
      before = decided (f);
      if (decide_something (f, rand, tenants, organizations, &batch))
        {
          n_decided++;
          if (g_rand_boolean (rand))
            {
              g_autoptr(GError) error = NULL;

              g_assert_true (tny_matching_undo (f->store, batch, NULL, &error));
              g_assert_no_error (error);
              after = decided (f);
              g_assert_cmpstr (after, ==, before);
            }
        }
      refresh (f);
      assert_consistent (f);
      if (step % 4 == 0)
        assert_as_from_nothing (f);
    }
  g_assert_cmpuint (n_decided, >, 40);
}

/* The tenant's row goes with its connection and comes anew: what it was matched with is known by ids. */
static void
test_matched_before (Fixture *f, gconstpointer data)
{
  gint64 tenant = put_tenant (f, "Novara Holdings"), organization = put_organization (f, "Oakhaven Foods");
  g_autofree char *how = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(TnyReader) reader = NULL;
  g_autoptr(TnyTenantRow) row = NULL;

  put_organization (f, "Novara Holding Company");
  run_sql (f, "UPDATE organizations SET external_id = '77' WHERE id = %lld", organization);
  g_assert_true (tny_matching_match_to (f->store, tenant, organization, FALSE, NULL, &error));
  run_sql (f, "DELETE FROM tenants WHERE id = %lld", tenant);
  g_assert_cmpint (read_int (f, "SELECT count (*) FROM matches"), ==, 0);
  g_assert_cmpint (put_tenant (f, "Novara Holdings"), ==, tenant);
  refresh (f);
  g_assert_cmpint (read_int (f, "SELECT organization_id FROM matches WHERE tenant_id = %lld", tenant), ==, organization);
  how = read_text (f, "SELECT method || (reasons ->> '$[0].kind') FROM matches");
  g_assert_cmpstr (how, ==, "automaticmatched-before");
  reader = tny_store_borrow (f->store, &error);
  row = tny_tenant_read (reader, tenant, &error);
  g_assert_true (row->matched_by_id);
  g_clear_pointer (&reader, tny_reader_return);

  /* A person's no is stronger, also when the row goes and comes again. */
  g_assert_true (tny_matching_revert (f->store, tenant, NULL, &error));
  refresh (f);
  g_assert_cmpint (read_int (f, "SELECT count (*) FROM matches"), ==, 0);
  g_assert_cmpint (read_int (f, "SELECT count (*) FROM match_memory"), ==, 0);
  g_assert_cmpint (read_int (f, "SELECT count (*) FROM suggestions WHERE organization_id = %lld", organization), ==, 0);
}

/* A domain that only the contacts of one organization have brings it up, whatever it is called; a decision
 * about one tenant tells at once on the others. */
static void
test_decisions_weigh_on_others (Fixture *f, gconstpointer data)
{
  gint64 first = put_tenant (f, "Novara"), second = put_tenant (f, "Novara Two");
  gint64 organization = put_organization (f, "Bramley Bakers");
  g_autoptr(GError) error = NULL;
  gint64 batch;
  int alone;

  put_organization (f, "Somebody Else");
  for (guint i = 0; i < 6; i++)
    {
      g_autofree char *mail = g_strdup_printf ("p%u@bramley.example", i);

      put_contact (f, organization, "P", mail, mail);
    }
  set_domain (f, first, "bramley.example");
  refresh (f);
  alone = (int) read_int (f, "SELECT score FROM suggestions WHERE tenant_id = %lld AND organization_id = %lld", first,
                          organization);
  g_assert_cmpint (alone, >=, 70);
  g_assert_cmpint (read_int (f, "SELECT count (*) FROM suggestions WHERE tenant_id = %lld AND organization_id = %lld",
                             second, organization), ==, 0);

  g_assert_true (tny_matching_match_to (f->store, second, organization, FALSE, &batch, &error));
  refresh (f);
  g_assert_cmpint (read_int (f, "SELECT score FROM suggestions WHERE tenant_id = %lld AND organization_id = %lld", first,
                             organization), ==, alone - 20);
  g_assert_true (tny_matching_undo (f->store, batch, NULL, &error));
  refresh (f);
  g_assert_cmpint (read_int (f, "SELECT score FROM suggestions WHERE tenant_id = %lld AND organization_id = %lld", first,
                             organization), ==, alone);
  assert_as_from_nothing (f);
}

/* Only what moved is looked at. */
static void
test_what_did_not_move_is_left_alone (Fixture *f, gconstpointer data)
{
  gint64 first = put_tenant (f, "Novara Works"), second = put_tenant (f, "Bramley Bakers Ltd");

  put_organization (f, "Novara Work");
  put_organization (f, "Bramley Bakers");
  refresh (f);
  run_sql (f, "UPDATE suggestions SET reasons = replace (reasons, 'points', 'points') || ' '");
  run_sql (f, "UPDATE tenants SET city = 'York' WHERE id = %lld", first);
  refresh (f);
  g_assert_cmpint (read_int (f, "SELECT count (*) FROM suggestions WHERE reasons LIKE '%% ' AND tenant_id = %lld", first),
                   ==, 0);
  g_assert_cmpint (read_int (f, "SELECT count (*) FROM suggestions WHERE reasons LIKE '%% ' AND tenant_id = %lld", second),
                   >, 0);
}

static void
check (Fixture *f, gint64 tenant, TnyChecked checked)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(TnyReader) reader = tny_store_borrow (f->store, &error);
  g_autoptr(TnyTenantRow) row = tny_tenant_read (reader, tenant, &error);

  g_assert_no_error (error);
  g_assert_cmpint (row->checked, ==, checked);
}

/* Not checked yet, could not be checked, and none are three things. */
static void
test_could_not_check (Fixture *f, gconstpointer data)
{
  gint64 tenant = put_tenant (f, "Novara Works");
  g_autoptr(GError) error = NULL;

  put_organization (f, "Something Else");
  check (f, tenant, TNY_NOT_CHECKED_YET);
  run_sql (f, "CREATE TRIGGER broken BEFORE DELETE ON suggestions BEGIN SELECT raise (ABORT, 'no'); END");
  run_sql (f, "INSERT INTO suggestions SELECT %lld, 1, max (id), 50, '[]' FROM organizations", tenant);
  g_assert_false (tny_matching_refresh (f->store, NULL, NULL, NULL, &error));
  check (f, tenant, TNY_COULD_NOT_CHECK);
  run_sql (f, "DROP TRIGGER broken");
  refresh (f);
  check (f, tenant, TNY_CHECKED);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  add_test ("/records/matching-evidence/any-sequence", test_any_sequence);
  add_test ("/records/matching-evidence/matched-before", test_matched_before);
  add_test ("/records/matching-evidence/decisions-weigh-on-others", test_decisions_weigh_on_others);
  add_test ("/records/matching-evidence/what-did-not-move-is-left-alone", test_what_did_not_move_is_left_alone);
  add_test ("/records/matching-evidence/could-not-check", test_could_not_check);

  return g_test_run ();
}
