/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Candidates of many tenants among many organizations with all that is known of them: from nothing, after
 * one tenant moved, and after one decision.
 *
 *   bench-matching-refresh [ORGANIZATIONS [TENANTS [CONTACTS [USERS]]]]     default 100000 10000 300000 300000
 */
#include "records-fixture.h"

#include <stdio.h>
#include <stdlib.h>

#include "tny-matching.h"

static double
refresh (Fixture *f)
{
  g_autoptr(GError) error = NULL;
  gint64 start = g_get_monotonic_time ();

  if (!tny_matching_refresh (f->store, NULL, NULL, NULL, &error))
    g_error ("%s", error->message);

  return (double) (g_get_monotonic_time () - start) / G_USEC_PER_SEC;
}

static gint64
number (int argc, char **argv, int at, gint64 fallback)
{
  return argc > at ? g_ascii_strtoll (argv[at], NULL, 10) : fallback;
}

#define SERIES "WITH RECURSIVE s (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < %lld) "
#define NAME   "char (65 + n %% 26) || substr ('aeiou', n / 26 %% 5 + 1, 1) || char (97 + n / 130 %% 26) ||" \
               " substr ('aeiou', n / 3380 %% 5 + 1, 1) || char (97 + n / 16900 %% 26) || 'by'"

int
main (int argc, char **argv)
{
  gint64 n_organizations = number (argc, argv, 1, 100000), n_tenants = number (argc, argv, 2, 10000);
  gint64 n_contacts = number (argc, argv, 3, 300000), n_users = number (argc, argv, 4, 300000);
  Fixture f = { NULL };
  double all, again, one, decision;

  fixture_set_up (&f, NULL);
  run_sql (&f, SERIES "INSERT INTO organizations (id, name, name_folded, origin, created_at, changed_at, city)"
           " SELECT n, " NAME " || ' ' || substr ('FoodsPressToolsMedia', n %% 4 * 5 + 1, 5) || ' Ltd', 'o' || n,"
           " 'import', 1, 1, 'York' FROM s", n_organizations);
  run_sql (&f, SERIES "INSERT INTO contacts (id, organization_id, sort_name, origin, created_at, changed_at)"
           " SELECT n, n %% %lld + 1, 'c' || n, 'import', 1, 1 FROM s", n_contacts, n_organizations);
  run_sql (&f, SERIES "INSERT INTO contact_items (contact_id, kind, value, folded, is_primary)"
           " SELECT n, 'email', 'p' || n || '@d' || (n %% %lld + 1) || '.example', 'p' || n || '@d' || (n %% %lld + 1)"
           " || '.example', 1 FROM s", n_contacts, n_organizations, n_organizations);
  run_sql (&f, SERIES "INSERT INTO tenants (id, connection_id, graph_id, name, name_folded, default_domain, city,"
           " listed_at) SELECT n, 1, printf ('aaaaaaaa-0000-0000-0000-%%012d', n), " NAME " || ' ' ||"
           " substr ('FoodsPressToolsMedia', n %% 4 * 5 + 1, 5), 't' || n, 'd' || n || '.example', 'York', 1 FROM s",
           n_tenants);
  run_sql (&f, SERIES "INSERT INTO users (tenant_id, graph_id, row_hash, user_principal_name, aliases, read_at,"
           " sort_name) SELECT n %% %lld + 1, randomblob (16), 1, 'u' || n, 'p' || n || '@d' || (n %% %lld + 1) ||"
           " '.example' || char (10) || 'q' || n || '@x.onmicrosoft.com', 1, 'u' || n FROM s", n_users, n_tenants,
           n_tenants);

  all = refresh (&f);
  again = refresh (&f);
  run_sql (&f, "UPDATE tenants SET city = 'Leeds' WHERE id = 7");
  one = refresh (&f);
  run_sql (&f, "INSERT INTO matches SELECT 9, 'matched', organization_id, 'chosen', NULL, NULL, 1, 'me' FROM"
           " suggestions WHERE tenant_id = 9 AND rank = 1");
  decision = refresh (&f);
  printf ("%d tenants among %d organizations, %d contacts, %d users: %.2f s from nothing, %.2f s when nothing moved, "
          "%.2f s after one tenant, %.2f s after one decision\n", (int) n_tenants, (int) n_organizations,
          (int) n_contacts, (int) n_users, all, again, one, decision);
  fixture_tear_down (&f, NULL);

  return 0;
}
