/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "records-fixture.h"

#include <glib/gstdio.h>

#include "tny-text.h"

static void
open_store (Fixture *self)
{
  g_autoptr(GError) error = NULL;

  self->store = tny_store_open (self->folder, "tenantry.db", TNY_STORE_WRITE, &error);
  g_assert_no_error (error);
}

void
fixture_set_up (Fixture *self, gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  self->folder = g_dir_make_tmp ("tny-records-XXXXXX", &error);
  g_assert_no_error (error);
  open_store (self);
  run_sql (self, "INSERT INTO connections (id, name, tenant_id, client_id, reach, created_at)"
           " VALUES (1, 'Northwind', '00000000-0000-0000-0000-000000000001',"
           " '00000000-0000-0000-0000-000000000002', 'gdap', 1)");
}

void
fixture_reopen (Fixture *self)
{
  tny_store_close (self->store);
  open_store (self);
}

static void
remove_folder (const char *path)
{
  g_autoptr(GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *full = g_build_filename (path, name, NULL);

      if (g_file_test (full, G_FILE_TEST_IS_DIR))
        remove_folder (full);
      else
        g_unlink (full);
    }
  g_rmdir (path);
}

void
fixture_tear_down (Fixture *self, gconstpointer data)
{
  tny_store_close (self->store);
  remove_folder (self->folder);
  g_free (self->folder);
}

static gboolean
exec_cb (TnyTxn *txn, gpointer sql, GError **error)
{
  sqlite3 *db = sqlite3_db_handle (tny_txn_stmt (txn, "connections/read", NULL));
  char *message = NULL;

  if (sqlite3_exec (db, sql, NULL, NULL, &message) != SQLITE_OK)
    g_error ("%s: %s", (const char *) sql, message);

  return TRUE;
}

void
run_sql (Fixture *self, const char *format, ...)
{
  g_autoptr(GError) error = NULL;
  va_list arguments;
  char *sql;

  va_start (arguments, format);
  sql = sqlite3_vmprintf (format, arguments);
  va_end (arguments);
  tny_store_write (self->store, TNY_PAGED, exec_cb, sql, &error);
  g_assert_no_error (error);
  sqlite3_free (sql);
}

static char *
read_first (Fixture *self, const char *sql)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(TnyReader) reader = tny_store_borrow (self->store, &error);
  g_autofree char *text = NULL;
  sqlite3_stmt *stmt;

  g_assert_no_error (error);
  g_assert_cmpint (sqlite3_prepare_v2 (sqlite3_db_handle (tny_reader_stmt (reader, "connections/read", NULL)),
                                       sql, -1, &stmt, NULL), ==, SQLITE_OK);
  if (sqlite3_step (stmt) == SQLITE_ROW)
    text = g_strdup ((const char *) sqlite3_column_text (stmt, 0));
  sqlite3_finalize (stmt);

  return g_steal_pointer (&text);
}

char *
read_text (Fixture *self, const char *format, ...)
{
  va_list arguments;
  char *sql, *text;

  va_start (arguments, format);
  sql = sqlite3_vmprintf (format, arguments);
  va_end (arguments);
  text = read_first (self, sql);
  sqlite3_free (sql);

  return text;
}

gint64
read_int (Fixture *self, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list arguments;
  char *sql;

  va_start (arguments, format);
  sql = sqlite3_vmprintf (format, arguments);
  va_end (arguments);
  text = read_first (self, sql);
  sqlite3_free (sql);

  return text != NULL ? g_ascii_strtoll (text, NULL, 10) : -1;
}

char *
dump (Fixture *self)
{
  static const char *const tables[] = {
    "SELECT id, external_id, name, name_folded, type, status, short_name, description, quick_notes, alert,"
    " origin, created_at, changed_at, website, phone, street, city, region, postal_code, country"
    " FROM organizations ORDER BY id",
    "SELECT organization_id, name FROM organization_names ORDER BY 1, 2",
    "SELECT id, organization_id, external_id, first_name, last_name, sort_name, title, type, location,"
    " important, notes, origin, created_at, changed_at FROM contacts ORDER BY id",
    "SELECT id, contact_id, kind, value, folded, is_primary FROM contact_items ORDER BY id",
    "SELECT tenant_id, state, organization_id, method, score, reasons, decided_at, decided_by FROM matches"
    " ORDER BY tenant_id",
    "SELECT tenant_id, organization_id FROM refused_pairs ORDER BY 1, 2",
    "SELECT tenant_id, rank, organization_id, score, reasons FROM suggestions ORDER BY 1, 2",
    "SELECT tenant_graph_id, hex (user_graph_id), contact_id, rule, linked_at, linked_by FROM user_contacts"
    " ORDER BY 1, 2",
    "SELECT tenant_graph_id, hex (user_graph_id), organization_id, action, contact_id, decided_at, decided_by"
    " FROM contact_decisions ORDER BY 1, 2",
  };
  g_autoptr(TnyReader) reader = tny_store_borrow (self->store, NULL);
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    {
      sqlite3_stmt *stmt;

      g_assert_cmpint (sqlite3_prepare_v2 (sqlite3_db_handle (tny_reader_stmt (reader, "connections/read", NULL)),
                                           tables[i], -1, &stmt, NULL), ==, SQLITE_OK);
      g_string_append_printf (out, "-- %u\n", i);
      while (sqlite3_step (stmt) == SQLITE_ROW)
        for (int c = 0; c < sqlite3_column_count (stmt); c++)
          g_string_append_printf (out, "%d:%s%c", sqlite3_column_bytes (stmt, c),
                                  (const char *) sqlite3_column_text (stmt, c),
                                  c + 1 < sqlite3_column_count (stmt) ? '\t' : '\n');
      sqlite3_finalize (stmt);
    }

  return g_string_free (out, FALSE);
}

gint64
put_tenant (Fixture *self, const char *name)
{
  g_autofree char *folded = tny_text_fold (name);
  gint64 id = read_int (self, "SELECT coalesce (max (id), 0) + 1 FROM tenants");

  run_sql (self, "INSERT INTO tenants (id, connection_id, graph_id, name, name_folded, default_domain,"
           " listed_at) VALUES (%lld, 1, printf ('aaaaaaaa-0000-0000-0000-%%012d', %lld), %Q, %Q,"
           " printf ('t%%d.example', %lld), 1700000000)", id, id, name, folded, id);

  return id;
}

gint64
put_organization (Fixture *self, const char *name)
{
  g_autofree char *folded = tny_text_fold (name);
  gint64 id = read_int (self, "SELECT coalesce (max (id), 0) + 1 FROM organizations");

  run_sql (self, "INSERT INTO organizations (id, name, name_folded, origin, created_at, changed_at)"
           " VALUES (%lld, %Q, %Q, 'created', 1, 1)", id, name, folded);

  return id;
}

gint64
put_contact (Fixture *self, gint64 organization_id, const char *first, const char *last, const char *mail)
{
  g_autofree char *joined = g_strdup_printf ("%s %s", last, first);
  g_autofree char *sort_name = tny_text_fold (joined), *folded = tny_text_fold_mail (mail);
  gint64 id = read_int (self, "SELECT coalesce (max (id), 0) + 1 FROM contacts");

  run_sql (self, "INSERT INTO contacts (id, organization_id, first_name, last_name, sort_name, origin,"
           " created_at, changed_at) VALUES (%lld, %lld, %Q, %Q, %Q, 'created', 1, 1)", id, organization_id,
           first, last, sort_name);
  if (mail != NULL)
    run_sql (self, "INSERT INTO contact_items (contact_id, kind, value, folded, is_primary)"
             " VALUES (%lld, 'email', %Q, %Q, 1)", id, mail, folded);

  return id;
}

gint64
put_user (Fixture *self, gint64 tenant_id, guint number, const char *name, const char *aliases)
{
  g_autofree char *folded = tny_text_fold (name);
  gint64 id = read_int (self, "SELECT coalesce (max (id), 0) + 1 FROM users");

  run_sql (self, "INSERT INTO users (id, tenant_id, graph_id, row_hash, user_principal_name, display_name,"
           " mail, aliases, enabled, user_type, licences, read_at, sort_name)"
           " VALUES (%lld, %lld, randomblob (16), 1, printf ('u%%d@t.example', %u), %Q, NULL, %Q, 1, 'Member', '',"
           " 1700000000, %Q)", id, tenant_id, number, name, aliases, folded);

  return id;
}

void
put_suggestion (Fixture *self, gint64 tenant_id, int rank, gint64 organization_id, int score)
{
  run_sql (self, "INSERT INTO suggestions VALUES (%lld, %d, %lld, %d,"
           " '[{\"kind\":\"same-words\",\"text\":\"All words\",\"points\":%d},"
           "{\"kind\":\"only-ours\",\"text\":\"More words\",\"points\":-2}]')",
           tenant_id, rank, organization_id, score, score + 2);
}

char *
put_file (Fixture *self, const char *name, const char *data, gssize length)
{
  char *path = g_build_filename (self->folder, name, NULL);

  g_assert_true (g_file_set_contents (path, data, length, NULL));

  return path;
}
