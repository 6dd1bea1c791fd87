/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The contact plan of many users with three addresses each against as many contacts, and the three rules alone
 * as set-based SQL with indexes on the same data. Then one decision, and the plan again.
 *
 *   bench-contact-plan [USERS [ORGANIZATIONS]]      default: 100000 users in 100 organizations
 */
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>

#include "tny-contact-apply.h"

typedef struct { guint n_users, n_organizations; } Size;

static const char *const fill[] = {
  "INSERT INTO connections (id, name, tenant_id, client_id, reach, created_at) VALUES (1, 'N', 'a', 'b', 'gdap', 1)",
  "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :organizations)"
  " INSERT INTO organizations (id, name, name_folded, origin, created_at, changed_at)"
  " SELECT i, 'O ' || i, 'o ' || i, 'created', 1, 1 FROM n",
  "INSERT INTO tenants (id, connection_id, graph_id, name, name_folded, listed_at)"
  " SELECT id, 1, printf ('aaaaaaaa-0000-0000-0000-%012d', id), name, name_folded, 1 FROM organizations",
  "INSERT INTO matches SELECT id, 'matched', id, 'chosen', NULL, NULL, 1, 'x' FROM organizations",
  /* Of ten users six have an address here, two only a name, two are new. */
  "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :users)"
  " INSERT INTO users (tenant_id, graph_id, row_hash, user_principal_name, display_name, given_name, surname, mail,"
  " aliases, enabled, user_type, job_title, read_at, sort_name)"
  " SELECT 1 + (i - 1) * :organizations / :users, randomblob (16), i, printf ('u%d@t.onmicrosoft.example', i),"
  " printf ('First%d Last%d', i, i), printf ('First%d', i), printf ('Last%d', i), NULL,"
  " printf ('first%d.last%d@mail.example' || char (10) || 'l%d@mail.example' || char (10) || 'f%d@old.example',"
  " i, i, i, i), 1, 'Member', 'Clerk', 1, printf ('first%d last%d', i, i) FROM n",
  "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :users)"
  " INSERT INTO contacts (id, organization_id, first_name, last_name, sort_name, title, origin, created_at, changed_at)"
  " SELECT i, 1 + (i - 1) * :organizations / :users, printf ('First%d', i + (i % 10 > 7) * 90000000),"
  " printf ('Last%d', i + (i % 10 > 7) * 90000000), printf ('last%d first%d', i, i), 'Clerk', 'created', 1, 1 FROM n",
  "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :users)"
  " INSERT INTO contact_items (contact_id, kind, value, folded, is_primary)"
  " SELECT i, 'email', x, x, 1 FROM (SELECT i, iif (i % 10 < 6, printf ('f%d@old.example', i),"
  " printf ('other%d@else.example', i)) AS x FROM n WHERE i % 10 NOT IN (6, 7))",
};

static gboolean
run_cb (TnyTxn *txn, gpointer data, GError **error)
{
  sqlite3 *db = sqlite3_db_handle (tny_txn_stmt (txn, "records/generations", NULL));
  const Size *size = data;

  for (guint i = 0; i < G_N_ELEMENTS (fill); i++)
    {
      sqlite3_stmt *stmt;

      if (sqlite3_prepare_v2 (db, fill[i], -1, &stmt, NULL) != SQLITE_OK)
        g_error ("%s: %s", fill[i], sqlite3_errmsg (db));
      sqlite3_bind_int (stmt, sqlite3_bind_parameter_index (stmt, ":users"), (int) size->n_users);
      sqlite3_bind_int (stmt, sqlite3_bind_parameter_index (stmt, ":organizations"), (int) size->n_organizations);
      if (sqlite3_step (stmt) != SQLITE_DONE)
        g_error ("%s: %s", fill[i], sqlite3_errmsg (db));
      sqlite3_finalize (stmt);
    }

  return TRUE;
}

/* The same rules in sets: for each user the first rule that names exactly one contact. The joins are in the
 * best order, and the cache holds everything. */
static const char *const rules[] = {
  "PRAGMA temp_store = MEMORY", "PRAGMA cache_size = -262144", "PRAGMA mmap_size = 4294967296",
  "CREATE TEMP TABLE a AS SELECT u.id AS user, m.organization_id AS organization, j.value AS mail"
  " FROM users AS u JOIN matches AS m ON m.tenant_id = u.tenant_id,"
  " json_each ('[\"' || replace (u.aliases, char (10), '\",\"') || '\"]') AS j",
  "CREATE INDEX temp.a_by_mail ON a (mail)",
  "CREATE TEMP TABLE one AS SELECT a.user, min (c.id) AS contact, count (DISTINCT c.id) AS n FROM a"
  " CROSS JOIN contact_items AS i ON i.kind = 'email' AND i.folded = a.mail"
  " CROSS JOIN contacts AS c ON c.id = i.contact_id AND c.organization_id = a.organization GROUP BY a.user",
  "CREATE UNIQUE INDEX temp.one_by_user ON one (user)",
  "CREATE TEMP TABLE two AS SELECT u.id AS user, min (c.id) AS contact, count (DISTINCT c.id) AS n"
  " FROM users AS u JOIN matches AS m ON m.tenant_id = u.tenant_id"
  " CROSS JOIN contact_items AS i ON i.kind = 'email' AND i.folded = lower (u.user_principal_name)"
  " CROSS JOIN contacts AS c ON c.id = i.contact_id AND c.organization_id = m.organization_id"
  " WHERE u.id NOT IN (SELECT user FROM one) GROUP BY u.id",
  "CREATE TEMP TABLE three AS SELECT u.id AS user, min (c.id) AS contact, count (*) AS n"
  " FROM users AS u JOIN matches AS m ON m.tenant_id = u.tenant_id"
  " CROSS JOIN contacts AS c ON c.organization_id = m.organization_id"
  " AND c.sort_name = lower (u.surname || ' ' || u.given_name)"
  " AND c.first_name = u.given_name AND c.last_name = u.surname"
  " WHERE u.id NOT IN (SELECT user FROM one) AND u.id NOT IN (SELECT user FROM two) GROUP BY u.id",
};

static gint64
sql_found (const char *path, double *seconds)
{
  gint64 start = g_get_monotonic_time (), found;
  sqlite3 *db;
  sqlite3_stmt *stmt;

  g_assert (sqlite3_open (path, &db) == SQLITE_OK);
  for (guint i = 0; i < G_N_ELEMENTS (rules); i++)
    if (sqlite3_exec (db, rules[i], NULL, NULL, NULL) != SQLITE_OK)
      g_error ("%s: %s", rules[i], sqlite3_errmsg (db));
  g_assert (sqlite3_prepare_v2 (db, "SELECT (SELECT count (*) FROM one WHERE n = 1) +"
                                " (SELECT count (*) FROM two WHERE n = 1) +"
                                " (SELECT count (*) FROM three WHERE n = 1)", -1, &stmt, NULL) == SQLITE_OK);
  g_assert (sqlite3_step (stmt) == SQLITE_ROW);
  found = sqlite3_column_int64 (stmt, 0);
  sqlite3_finalize (stmt);
  *seconds = (double) (g_get_monotonic_time () - start) / G_USEC_PER_SEC;
  sqlite3_close (db);

  return found;
}

/* KiB of a line of /proc/self/status. */
static gint64
memory (const char *name)
{
  g_autofree char *text = NULL;
  const char *at;

  g_assert (g_file_get_contents ("/proc/self/status", &text, NULL, NULL));
  at = strstr (text, name);

  return at != NULL ? g_ascii_strtoll (at + strlen (name), NULL, 10) : 0;
}

int
main (int argc, char *argv[])
{
  Size size = { argc > 1 ? (guint) atoi (argv[1]) : 100000, argc > 2 ? (guint) atoi (argv[2]) : 100 };
  g_autofree char *folder = g_dir_make_tmp ("tny-bench-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "tenantry.db", NULL);
  g_autoptr(GError) error = NULL;
  TnyStore *store = tny_store_open (folder, "tenantry.db", TNY_STORE_WRITE, &error);
  g_autoptr(TnyReader) reader = NULL;
  TnyContactPlan *plan;
  TnyContactDecision skip = { TNY_CONTACT_DECIDE_SKIP };
  gint64 start, before, found, sql;
  double ours, theirs, again;
  guint recalculated;

  g_assert_no_error (error);
  tny_store_write (store, TNY_PAGED, run_cb, &size, &error);
  g_assert_no_error (error);
  reader = tny_store_borrow (store, &error);

  before = memory ("VmRSS:");
  start = g_get_monotonic_time ();
  plan = tny_contact_plan_new (reader, 0, NULL, &error);
  g_assert_no_error (error);
  ours = (double) (g_get_monotonic_time () - start) / G_USEC_PER_SEC;
  found = tny_contact_plan_count (plan, TNY_CONTACT_LINK) + tny_contact_plan_count (plan, TNY_CONTACT_UPDATE);
  g_print ("plan: %u users, %u organizations, %.3f s, peak %.0f MiB above what was used before\n", size.n_users,
           size.n_organizations, ours, (double) (memory ("VmHWM:") - before) / 1024);

  g_assert (tny_contact_decide (store, 1, &skip, NULL, NULL));
  tny_reader_return (g_steal_pointer (&reader));
  reader = tny_store_borrow (store, &error);
  start = g_get_monotonic_time ();
  g_assert (tny_contact_plan_refresh (plan, reader, NULL, &recalculated, NULL) && recalculated == 1);
  again = (double) (g_get_monotonic_time () - start) / G_USEC_PER_SEC;
  g_print ("after one decision: %.1f ms\n", again * 1000);
  tny_contact_plan_free (plan);
  tny_reader_return (g_steal_pointer (&reader));
  tny_store_close (store);

  sql = sql_found (path, &theirs);
  g_print ("the three rules alone as set-based SQL: %.3f s; the plan, with doubles and twins, takes"
           " %.1f times as long\n", theirs, ours / theirs);
  g_print ("found by both: %" G_GINT64_FORMAT " and %" G_GINT64_FORMAT "\n", found, sql);

  {
    g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
    const char *name;

    while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
      {
        g_autofree char *file = g_build_filename (folder, name, NULL);

        g_unlink (file);
      }
    g_rmdir (folder);
  }

  return found == sql ? 0 : 1;
}
