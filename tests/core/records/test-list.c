/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "records-fixture.h"

#include <string.h>

#include "tny-error.h"
#include "tny-json.h"
#include "tny-list-json.h"
#include "tny-matching.h"

/* Names of the rows of a query, joined by "|". */
static char *
names (Fixture *f, const TnyListQuery *query)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(TnyReader) reader = tny_store_borrow (f->store, &error);
  g_autoptr(GArray) ids = tny_list_ids (reader, query, &error);
  GString *out = g_string_new (NULL);
  gint64 count = -1;

  g_assert_no_error (error);
  g_assert_true (tny_list_count (reader, query, &count, &error));
  g_assert_cmpint (count, ==, ids->len);
  for (guint i = 0; i < ids->len; i++)
    {
      gint64 id = g_array_index (ids, gint64, i);
      g_autofree char *name = NULL;

      switch (query->kind)
        {
        case TNY_LIST_TENANTS:
          {
            g_autoptr(TnyTenantRow) row = tny_tenant_read (reader, id, &error);
            name = g_strdup (row->name);
          }
          break;
        case TNY_LIST_ORGANIZATIONS:
          {
            g_autoptr(TnyOrganizationRow) row = tny_organization_read (reader, id, &error);
            name = g_strdup (row->name);
          }
          break;
        case TNY_LIST_CONTACTS:
          {
            g_autoptr(TnyContactRow) row = tny_contact_read (reader, id, &error);
            name = g_strdup (row->last_name);
          }
          break;
        case TNY_LIST_USERS:
          {
            g_autoptr(TnyUserRow) row = tny_user_read (reader, id, &error);
            name = g_strdup (row->display_name);
          }
          break;
        case TNY_LIST_LICENCES:
          {
            g_autoptr(TnyLicenceRow) row = tny_licence_read (reader, id, &error);
            name = g_strdup_printf ("%s %s", row->part_number, row->state);
          }
          break;
        case TNY_LIST_LOG:
          {
            g_autoptr(TnyLogRow) row = tny_log_read (reader, id, &error);
            name = g_strdup (row->message);
          }
          break;
        default:
          name = g_strdup_printf ("%" G_GINT64_FORMAT, id);
        }
      g_assert_no_error (error);
      g_string_append_printf (out, "%s%s", i > 0 ? "|" : "", name);
    }

  return g_string_free (out, FALSE);
}

/* Contoso (1): matched with the organization of that name, two users; Fabrikam (2): suggested; Tailspin (3):
 * ignored; Wingtip (4): nothing; Gone (5). */
static void
fill (Fixture *f)
{
  gint64 tenants[5], contoso, fabrikam;
  static const char *const tenant_names[] = { "Contoso Ltd", "Fabrikam", "Tailspin", "Ärger <b>", "Gone" };

  for (guint i = 0; i < 5; i++)
    tenants[i] = put_tenant (f, tenant_names[i]);
  contoso = put_organization (f, "Contoso");
  fabrikam = put_organization (f, "Fabrikam Trading");
  put_suggestion (f, tenants[1], 1, fabrikam, 81);
  put_suggestion (f, tenants[1], 2, contoso, 40);
  g_assert_true (tny_matching_match_to (f->store, tenants[0], contoso, FALSE, NULL, NULL));
  g_assert_true (tny_matching_ignore (f->store, tenants[2], NULL, NULL));
  put_contact (f, contoso, "Anna", "Berg", "A.Berg@contoso.example");
  put_contact (f, contoso, "Ben", "Cole", "ben@contoso.example");
  put_contact (f, fabrikam, "Cora", "Dahl", NULL);
  put_user (f, tenants[0], 1, "Anna Berg", "a.berg@contoso.example\nanna@contoso.example");
  put_user (f, tenants[0], 2, "Ben Cole", "ben@contoso.example");
  put_user (f, tenants[0], 3, "Other Ben", "ben@contoso.example");
  put_user (f, tenants[1], 4, "Zoë", "zoe@fabrikam.example");
  run_sql (f, "UPDATE tenants SET gone_at = 5 WHERE id = %lld", tenants[4]);
  run_sql (f, "UPDATE decisions SET tenant_name = 'Old Name' WHERE tenant_id = %lld", tenants[2]);
  run_sql (f, "UPDATE users SET state = 'deleted' WHERE display_name = 'Other Ben'");
  run_sql (f, "UPDATE tenants SET users_read_at = 1700000100, users_present = 2, users_reported = 2 WHERE id = %lld",
           tenants[0]);
  run_sql (f, "INSERT INTO runs VALUES (1, 1, 'manual', 'ok', 1700000000, 1700000060, NULL, 0),"
           " (2, 1, 'schedule', 'running', 1700003600, NULL, NULL, 2)");
  run_sql (f, "INSERT INTO run_streams (run_id, tenant_id, name, state, reported, stored, new, changed,"
           " unchanged, removed, failed, requests, retries) VALUES"
           " (1, 0, 'tenants', 'ok', NULL, 5, 5, 0, 0, 0, 0, 3, 0),"
           " (1, 1, 'users', 'ok', 3, 3, 1, 1, 1, 0, 0, 1, 0)");
  run_sql (f, "INSERT INTO licences (tenant_id, sku_id, part_number, sort_name, status, enabled, warning,"
           " suspended, consumed) VALUES"
           " (1, 'cbdc14ab-d96c-4c30-b9f4-6ada7cdc1d46', 'SPB', 'microsoft 365 business premium', 'Enabled',"
           " 50, 0, 0, 41),"
           " (2, 'cbdc14ab-d96c-4c30-b9f4-6ada7cdc1d46', 'SPB', 'microsoft 365 business premium', 'Enabled',"
           " 5, 0, 0, 6),"
           " (2, '00000000-0000-0000-0000-000000000001', 'CUSTOM_SKU', 'custom_sku', 'Suspended', 0, 0, 9, 9)");
  run_sql (f, "INSERT INTO tenant_streams VALUES (1, 'licences', 'ok', NULL, NULL, 1700000200, 1700000200)");
  run_sql (f, "INSERT INTO log (id, at, level, run_id, tenant_id, stream, action, message) VALUES"
           " (1, 1700000000, 'debug', 1, NULL, NULL, NULL, 'begins'),"
           " (2, 1700000001, 'info', 1, 1, 'users', 'read', 'Three users'),"
           " (3, 1700000002, 'warning', 2, 2, 'users', 'read', 'slow'),"
           " (4, 1700000003, 'error', 2, NULL, NULL, NULL, 'failed')");
}

static const struct { const char *name; TnyListQuery query; const char *expected; } queries[] = {
  { "tenants", { TNY_LIST_TENANTS }, "Contoso Ltd|Fabrikam|Tailspin|Ärger <b>" },
  { "tenants-descending", { TNY_LIST_TENANTS, .sort = "name", .descending = TRUE },
    "Ärger <b>|Tailspin|Fabrikam|Contoso Ltd" },
  { "tenants-unmatched", { TNY_LIST_TENANTS, .filter = "unmatched" }, "Fabrikam|Ärger <b>" },
  { "tenants-suggested", { TNY_LIST_TENANTS, .filter = "suggested" }, "Fabrikam" },
  { "tenants-matched", { TNY_LIST_TENANTS, .filter = "matched" }, "Contoso Ltd" },
  { "tenants-ignored", { TNY_LIST_TENANTS, .filter = "ignored" }, "Tailspin" },
  { "tenants-by-score", { TNY_LIST_TENANTS, .sort = "score", .descending = TRUE },
    "Fabrikam|Contoso Ltd|Tailspin|Ärger <b>" },
  { "tenants-by-state", { TNY_LIST_TENANTS, .sort = "state" }, "Tailspin|Contoso Ltd|Fabrikam|Ärger <b>" },
  { "tenants-by-users", { TNY_LIST_TENANTS, .sort = "users", .descending = TRUE },
    "Contoso Ltd|Fabrikam|Tailspin|Ärger <b>" },
  { "tenants-search-folds", { TNY_LIST_TENANTS, .search = "  ÄRGER " }, "Ärger <b>" },
  { "tenants-search-domain", { TNY_LIST_TENANTS, .search = "T2.EXAMPLE" }, "Fabrikam" },
  { "tenants-search-organization", { TNY_LIST_TENANTS, .search = "trading" }, "Fabrikam" },
  { "tenants-search-is-text", { TNY_LIST_TENANTS, .search = "%' OR 1=1 --" }, "" },
  { "tenants-blank-search-is-none", { TNY_LIST_TENANTS, .search = " " },
    "Contoso Ltd|Fabrikam|Tailspin|Ärger <b>" },
  { "tenants-of-organization", { TNY_LIST_TENANTS, .organization_id = 1 }, "Contoso Ltd" },
  { "organizations", { TNY_LIST_ORGANIZATIONS }, "Contoso|Fabrikam Trading" },
  { "organizations-by-contacts", { TNY_LIST_ORGANIZATIONS, .sort = "contacts" }, "Fabrikam Trading|Contoso" },
  { "organizations-of-tenant", { TNY_LIST_ORGANIZATIONS, .tenant_id = 1 }, "Contoso" },
  { "contacts", { TNY_LIST_CONTACTS }, "Berg|Cole|Dahl" },
  { "contacts-by-email", { TNY_LIST_CONTACTS, .sort = "email", .descending = TRUE }, "Cole|Berg|Dahl" },
  { "contacts-of-organization", { TNY_LIST_CONTACTS, .organization_id = 2 }, "Dahl" },
  { "contacts-of-tenant", { TNY_LIST_CONTACTS, .tenant_id = 1 }, "Berg|Cole" },
  { "contacts-of-both", { TNY_LIST_CONTACTS, .tenant_id = 1, .organization_id = 2 }, "" },
  { "contacts-search-address", { TNY_LIST_CONTACTS, .search = "A.BERG@" }, "Berg" },
  { "contacts-search-in-organization", { TNY_LIST_CONTACTS, .organization_id = 1, .search = "col" }, "Cole" },
  { "users", { TNY_LIST_USERS }, "Anna Berg|Ben Cole|Other Ben|Zoë" },
  { "users-descending", { TNY_LIST_USERS, .descending = TRUE }, "Zoë|Other Ben|Ben Cole|Anna Berg" },
  { "users-present", { TNY_LIST_USERS, .filter = "present" }, "Anna Berg|Ben Cole|Zoë" },
  { "users-deleted", { TNY_LIST_USERS, .filter = "deleted" }, "Other Ben" },
  { "users-of-tenant", { TNY_LIST_USERS, .tenant_id = 2 }, "Zoë" },
  { "users-of-organization", { TNY_LIST_USERS, .organization_id = 1, .filter = "present" },
    "Anna Berg|Ben Cole" },
  { "users-of-organization-and-other-tenant", { TNY_LIST_USERS, .organization_id = 1, .tenant_id = 2 }, "" },
  { "users-search-alias", { TNY_LIST_USERS, .search = "anna@" }, "Anna Berg" },
  { "users-search-tenant", { TNY_LIST_USERS, .search = "fabrik" }, "Zoë" },
  { "users-by-tenant", { TNY_LIST_USERS, .sort = "tenant", .descending = TRUE },
    "Zoë|Anna Berg|Ben Cole|Other Ben" },
  { "runs", { TNY_LIST_RUNS }, "2|1" },
  { "runs-oldest-first", { TNY_LIST_RUNS, .sort = "started" }, "1|2" },
  { "runs-of-tenant", { TNY_LIST_RUNS, .tenant_id = 1 }, "1" },
  { "log", { TNY_LIST_LOG }, "begins|Three users|slow|failed" },
  { "log-problems", { TNY_LIST_LOG, .filter = "problems" }, "slow|failed" },
  { "log-info", { TNY_LIST_LOG, .filter = "info" }, "Three users|slow|failed" },
  { "log-error", { TNY_LIST_LOG, .filter = "error" }, "failed" },
  { "log-of-run", { TNY_LIST_LOG, .run_id = 1 }, "begins|Three users" },
  { "log-of-run-and-tenant", { TNY_LIST_LOG, .run_id = 1, .tenant_id = 1 }, "Three users" },
  { "log-search", { TNY_LIST_LOG, .search = "THREE" }, "Three users" },
  { "log-search-tenant", { TNY_LIST_LOG, .search = "fabrikam" }, "slow" },
  { "licences", { TNY_LIST_LICENCES }, "CUSTOM_SKU suspended|SPB active|SPB over-assigned" },
  { "licences-by-free", { TNY_LIST_LICENCES, .sort = "free" },
    "CUSTOM_SKU suspended|SPB over-assigned|SPB active" },
  { "licences-by-organization", { TNY_LIST_LICENCES, .sort = "organization", .descending = TRUE },
    "CUSTOM_SKU suspended|SPB over-assigned|SPB active" },
  { "licences-of-organization", { TNY_LIST_LICENCES, .organization_id = 1 }, "SPB active" },
  { "licences-of-tenant", { TNY_LIST_LICENCES, .tenant_id = 2 }, "CUSTOM_SKU suspended|SPB over-assigned" },
  { "licences-search-name", { TNY_LIST_LICENCES, .search = "Business PREM" }, "SPB active|SPB over-assigned" },
  { "licences-search-part-number", { TNY_LIST_LICENCES, .search = "custom_" }, "CUSTOM_SKU suspended" },
  { "licences-search-tenant", { TNY_LIST_LICENCES, .search = "contoso" }, "SPB active" },
  { "decisions-newest-first", { TNY_LIST_DECISIONS }, "2|1" },
  { "decisions-of-tenant", { TNY_LIST_DECISIONS, .tenant_id = 1 }, "1" },
  { "decisions-search-organization", { TNY_LIST_DECISIONS, .search = "CONTOSO" }, "1" },
  { "decisions-search-name-of-today", { TNY_LIST_DECISIONS, .search = "TAILSPIN" }, "2" },
  { "decisions-search-name-of-then", { TNY_LIST_DECISIONS, .search = "old name" }, "2" },
  { "decisions-by-action", { TNY_LIST_DECISIONS, .filter = "ignore" }, "2" },
};

static void
test_queries (Fixture *f, gconstpointer data)
{
  fill (f);
  for (guint i = 0; i < G_N_ELEMENTS (queries); i++)
    {
      g_autofree char *got = names (f, &queries[i].query);

      g_test_message ("%s", queries[i].name);
      g_assert_cmpstr (got, ==, queries[i].expected);
    }
}

static void
test_every_column_sorts (Fixture *f, gconstpointer data)
{
  fill (f);
  for (TnyListKind kind = TNY_LIST_TENANTS; kind <= TNY_LIST_DEVICE_DECISIONS; kind++)
    {
      const char *const *columns = tny_list_columns (kind);

      g_assert_nonnull (columns[0]);
      for (guint i = 0; columns[i] != NULL; i++)
        for (guint variant = 0; variant < 8; variant++)
          {
            TnyListQuery query = { kind, .sort = columns[i], .descending = variant & 1,
                                   .organization_id = variant & 2 ? 1 : 0,
                                   .search = variant & 4 ? "a" : NULL };
            g_autofree char *got = names (f, &query);

            g_assert_nonnull (got);
          }
    }
}

static void
test_unknown_words (Fixture *f, gconstpointer data)
{
  g_autoptr(TnyReader) reader = tny_store_borrow (f->store, NULL);
  static const TnyListQuery wrong[] = {
    { TNY_LIST_TENANTS, .sort = "name; DROP TABLE tenants" },
    { TNY_LIST_TENANTS, .sort = "" },
    { TNY_LIST_TENANTS, .filter = "present" },
    { TNY_LIST_USERS, .filter = "matched" },
    { TNY_LIST_ORGANIZATIONS, .filter = "any" },
    { TNY_LIST_LOG, .filter = "worst" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_null (tny_list_ids (reader, &wrong[i], &error));
      g_assert_error (error, TNY_ERROR, TNY_ERROR_ARGUMENT);
    }
}

static void
test_gone_row (Fixture *f, gconstpointer data)
{
  g_autoptr(TnyReader) reader = tny_store_borrow (f->store, NULL);

  for (TnyListKind kind = TNY_LIST_TENANTS; kind <= TNY_LIST_DEVICE_DECISIONS; kind++)
    {
      g_autoptr(GString) out = g_string_new (NULL);
      g_autoptr(GError) error = NULL;
      gboolean found = TRUE;

      g_assert_true (tny_list_append_json (out, reader, kind, 12345, NULL, NULL, &found, &error));
      g_assert_no_error (error);
      g_assert_false (found);
      g_assert_cmpstr (out->str, ==, "");
    }
}

/* Keys that scripts rely on, as they are published. */
static const struct { TnyListKind kind; gint64 id; const char *keys; } published[] = {
  { TNY_LIST_CONTACTS, 1, "id organization_id organization_name first_name last_name emails title microsoft" },
  { TNY_LIST_USERS, 1, "tenant_id user_id user_principal_name display_name mail aliases enabled kind state "
    "scope deleted_at restorable_until" },
  { TNY_LIST_RUNS, 1, "run_id trigger state started_at ended_at streams" },
  { TNY_LIST_LOG, 2, "at level run_id tenant_id stream object action message request_id" },
  { TNY_LIST_TENANTS, 1, "tenant_id name state organization_id organization_name" },
  { TNY_LIST_ORGANIZATIONS, 1, "id name contacts tenants users" },
  { TNY_LIST_LICENCES, 1, "tenant_id sku_id part_number name enabled warning suspended consumed free state" },
  { TNY_LIST_DECISIONS, 1, "id batch at who action tenant_name organization_id organization_name score why" },
};
#define MATCH_KEYS "tenant_id tenant_name state method organization_id organization_name score reasons candidates"
#define MICROSOFT_KEYS "user_id tenant_id user_principal_name aliases status last_sign_in last_password_change " \
  "mailbox_used_bytes mailbox_quota_bytes licences read_at manage_url"
#define STREAM_KEYS "tenant_id name state reported fetched stored new changed unchanged removed failed requests retries"

static void
check_keys (JsonObject *object, const char *keys)
{
  g_auto(GStrv) list = g_strsplit (keys, " ", -1);

  for (guint i = 0; list[i] != NULL; i++)
    if (!json_object_has_member (object, list[i]))
      g_error ("no key “%s”", list[i]);
}

static const char *
portal_of (const char *tenant_graph_id, gpointer data)
{
  return "https://entra.microsoft.com";
}

static JsonNode *
json_of (Fixture *f, TnyListKind kind, gint64 id)
{
  g_autoptr(TnyReader) reader = tny_store_borrow (f->store, NULL);
  g_autoptr(GString) out = g_string_new (NULL);
  g_autoptr(GError) error = NULL;
  gboolean found;
  JsonNode *root;

  g_assert_true (tny_list_append_json (out, reader, kind, id, portal_of, NULL, &found, &error));
  g_assert_no_error (error);
  g_assert_true (found);
  g_assert_null (strchr (out->str, '\n'));
  root = tny_json_parse_object (out->str, out->len, &error);
  g_assert_no_error (error);

  return root;
}

static void
test_licence_json (Fixture *f, gconstpointer data)
{
  static const struct { gint64 id, free; const char *name, *state; } expected[] = {
    { 1, 9, "Microsoft 365 Business Premium", "active" },
    { 2, -1, "Microsoft 365 Business Premium", "over-assigned" },
    { 3, -9, NULL, "suspended" },
  };

  fill (f);
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      g_autoptr(JsonNode) root = json_of (f, TNY_LIST_LICENCES, expected[i].id);
      JsonObject *object = json_node_get_object (root);

      g_assert_cmpint (tny_json_int (object, "free", 99), ==, expected[i].free);
      g_assert_cmpstr (tny_json_text (object, "name"), ==, expected[i].name);
      g_assert_cmpstr (tny_json_text (object, "state"), ==, expected[i].state);
    }
  run_sql (f, "UPDATE licences SET consumed = NULL WHERE id = 1");

  g_autoptr(JsonNode) root = json_of (f, TNY_LIST_LICENCES, 1);

  g_assert_true (json_object_get_null_member (json_node_get_object (root), "free"));
  g_assert_true (json_object_get_null_member (json_node_get_object (root), "consumed"));
}

static void
test_json_keys (Fixture *f, gconstpointer data)
{
  fill (f);
  for (guint i = 0; i < G_N_ELEMENTS (published); i++)
    {
      g_autoptr(JsonNode) root = json_of (f, published[i].kind, published[i].id);

      check_keys (json_node_get_object (root), published[i].keys);
    }
}

static void
test_json_of_runs (Fixture *f, gconstpointer data)
{
  g_autoptr(JsonNode) ended = NULL, running = NULL;
  JsonArray *streams;
  JsonObject *stream;

  fill (f);
  ended = json_of (f, TNY_LIST_RUNS, 1);
  running = json_of (f, TNY_LIST_RUNS, 2);
  g_assert_cmpstr (tny_json_text (json_node_get_object (ended), "started_at"), ==, "2023-11-14T22:13:20Z");
  g_assert_true (json_object_get_null_member (json_node_get_object (running), "ended_at"));
  streams = tny_json_array (json_node_get_object (ended), "streams");
  g_assert_cmpuint (json_array_get_length (streams), ==, 2);
  stream = tny_json_array_object (streams, 0);
  check_keys (stream, STREAM_KEYS);
  g_assert_true (json_object_get_null_member (stream, "tenant_id"));
  g_assert_true (json_object_get_null_member (stream, "reported"));
  stream = tny_json_array_object (streams, 1);
  g_assert_cmpint (tny_json_int (stream, "reported", -1), ==, 3);
  g_assert_cmpstr (tny_json_text (stream, "tenant_id"), ==, "aaaaaaaa-0000-0000-0000-000000000001");
}

static void
test_json_of_contacts (Fixture *f, gconstpointer data)
{
  g_autoptr(JsonNode) anna = NULL, ben = NULL, twice = NULL, cora = NULL;
  g_autofree char *user_id = NULL, *url = NULL;
  JsonObject *microsoft;

  fill (f);
  user_id = read_text (f, "SELECT lower (hex (graph_id)) FROM users WHERE display_name = 'Anna Berg'");
  anna = json_of (f, TNY_LIST_CONTACTS, 1);
  microsoft = tny_json_object (json_node_get_object (anna), "microsoft");
  g_assert_nonnull (microsoft);
  check_keys (microsoft, MICROSOFT_KEYS);
  g_assert_cmpstr (tny_json_text (microsoft, "status"), ==, "enabled");
  g_assert_true (json_object_get_null_member (microsoft, "last_sign_in"));
  g_assert_cmpstr (tny_json_text (microsoft, "read_at"), ==, "2023-11-14T22:15:00Z");
  url = g_strdup_printf ("https://entra.microsoft.com/aaaaaaaa-0000-0000-0000-000000000001/#view/"
                         "Microsoft_AAD_UsersAndTenants/UserProfileMenuBlade/~/overview/userId/%s"
                         "/hidePreviewBanner~/true", tny_json_text (microsoft, "user_id"));
  g_assert_cmpstr (tny_json_text (microsoft, "manage_url"), ==, url);
  g_assert_cmpuint (strlen (tny_json_text (microsoft, "user_id")), ==, 36);
  g_assert_cmpuint (strlen (user_id), ==, 32);

  /* Deleted users do not count; two users with one address are as good as none. */
  ben = json_of (f, TNY_LIST_CONTACTS, 2);
  g_assert_nonnull (tny_json_object (json_node_get_object (ben), "microsoft"));
  run_sql (f, "UPDATE users SET state = 'present'");
  twice = json_of (f, TNY_LIST_CONTACTS, 2);
  g_assert_true (json_object_get_null_member (json_node_get_object (twice), "microsoft"));
  cora = json_of (f, TNY_LIST_CONTACTS, 3);
  g_assert_true (json_object_get_null_member (json_node_get_object (cora), "microsoft"));
  g_assert_cmpuint (json_array_get_length (tny_json_array (json_node_get_object (cora), "emails")), ==, 0);
}

static JsonNode *
match_json (Fixture *f, gint64 id)
{
  g_autoptr(TnyReader) reader = tny_store_borrow (f->store, NULL);
  g_autoptr(TnyTenantRow) row = tny_tenant_read (reader, id, NULL);
  g_autoptr(GString) out = g_string_new (NULL);
  g_autoptr(GError) error = NULL;
  JsonNode *root;

  g_assert_true (tny_match_append_json (out, reader, row, &error));
  root = tny_json_parse_object (out->str, out->len, &error);
  g_assert_no_error (error);

  return root;
}

static void
test_json_of_matches (Fixture *f, gconstpointer data)
{
  g_autoptr(JsonNode) matched = NULL, suggested = NULL, none = NULL;
  JsonObject *object;
  JsonArray *list;
  int sum = 0;

  fill (f);
  matched = match_json (f, 1);
  object = json_node_get_object (matched);
  check_keys (object, MATCH_KEYS);
  g_assert_cmpstr (tny_json_text (object, "state"), ==, "matched");
  g_assert_cmpstr (tny_json_text (object, "method"), ==, "chosen");
  g_assert_true (json_object_get_null_member (object, "score"));
  g_assert_cmpuint (json_array_get_length (tny_json_array (object, "candidates")), ==, 0);

  suggested = match_json (f, 2);
  object = json_node_get_object (suggested);
  g_assert_cmpstr (tny_json_text (object, "state"), ==, "suggested");
  g_assert_true (json_object_get_null_member (object, "method"));
  g_assert_cmpint (tny_json_int (object, "score", -1), ==, 81);
  g_assert_cmpstr (tny_json_text (object, "organization_name"), ==, "Fabrikam Trading");
  list = tny_json_array (object, "reasons");
  for (guint i = 0; i < json_array_get_length (list); i++)
    {
      check_keys (tny_json_array_object (list, i), "text points");
      sum += (int) tny_json_int (tny_json_array_object (list, i), "points", 0);
    }
  g_assert_cmpint (sum, ==, 81);
  list = tny_json_array (object, "candidates");
  g_assert_cmpuint (json_array_get_length (list), ==, 2);
  check_keys (tny_json_array_object (list, 0), "organization_id organization_name score");

  none = match_json (f, 4);
  object = json_node_get_object (none);
  check_keys (object, MATCH_KEYS);
  g_assert_cmpstr (tny_json_text (object, "tenant_name"), ==, "Ärger <b>");
  g_assert_cmpstr (tny_json_text (object, "state"), ==, "unmatched");
  g_assert_true (json_object_get_null_member (object, "organization_id"));
}

static void
test_find (Fixture *f, gconstpointer data)
{
  g_autoptr(TnyReader) reader = tny_store_borrow (f->store, NULL);
  static const struct { const char *name; gint64 id; int code; const char *says; } tenants[] = {
    { "Fabrikam", 2, 0, NULL },
    { " FABRIKAM ", 2, 0, NULL },
    { "AAAAAAAA-0000-0000-0000-000000000001", 1, 0, NULL },
    { "t3.example", 3, 0, NULL },
    { "Fabri", 0, TNY_ERROR_NOT_FOUND, "Fabri" },
    { "Gone", 0, TNY_ERROR_NOT_FOUND, "Gone" },
    { "", 0, TNY_ERROR_NOT_FOUND, NULL },
  };
  static const struct { const char *name; gint64 id; int code; const char *says; } organizations[] = {
    { "contoso", 1, 0, NULL },
    { "2", 2, 0, NULL },
    { "ext-7", 3, 0, NULL },
    { "Twin", 0, TNY_ERROR_AMBIGUOUS, "\n  4  Twin\n  5  Twin" },
    { "nothing", 0, TNY_ERROR_NOT_FOUND, "nothing" },
  };

  fill (f);
  put_organization (f, "Third");
  put_organization (f, "Twin");
  put_organization (f, "Twin");
  run_sql (f, "UPDATE organizations SET external_id = 'ext-7' WHERE id = 3");
  for (guint i = 0; i < G_N_ELEMENTS (tenants); i++)
    {
      g_autoptr(GError) error = NULL;
      gint64 id = 0;

      g_assert_cmpint (tny_find_tenant (reader, tenants[i].name, &id, &error), ==, tenants[i].code == 0);
      g_assert_cmpint (id, ==, tenants[i].id);
      if (tenants[i].code != 0)
        g_assert_error (error, TNY_ERROR, tenants[i].code);
      if (tenants[i].says != NULL)
        g_assert_nonnull (strstr (error->message, tenants[i].says));
    }
  for (guint i = 0; i < G_N_ELEMENTS (organizations); i++)
    {
      g_autoptr(GError) error = NULL;
      gint64 id = 0;

      g_assert_cmpint (tny_find_organization (reader, organizations[i].name, &id, &error), ==,
                       organizations[i].code == 0);
      g_assert_cmpint (id, ==, organizations[i].id);
      if (organizations[i].code != 0)
        g_assert_error (error, TNY_ERROR, organizations[i].code);
      if (organizations[i].says != NULL)
        g_assert_nonnull (strstr (error->message, organizations[i].says));
    }
}

/* Two hundred thousand users: the result is checked, the times are printed. */
static void
test_many_users (Fixture *f, gconstpointer data)
{
  enum { N = 200000 };
  g_autoptr(TnyReader) reader = NULL;
  gint64 organization = 0;
  static const TnyListQuery timed[] = {
    { TNY_LIST_USERS },
    { TNY_LIST_USERS, .filter = "present" },
    { TNY_LIST_USERS, .filter = "present", .search = "user 19999" },
    { TNY_LIST_USERS, .tenant_id = 7, .filter = "present" },
    { TNY_LIST_USERS, .sort = "tenant" },
  };
  static const gint64 expected[] = { N, N, 10, N / 100, N };
  gint64 began;
  double per_row;

  for (guint i = 0; i < 100; i++)
    {
      g_autofree char *name = g_strdup_printf ("Tenant %02u", i);

      put_tenant (f, name);
    }
  organization = put_organization (f, "Organization");
  g_assert_cmpint (organization, >, 0);
  run_sql (f, "INSERT INTO users (tenant_id, graph_id, row_hash, user_principal_name, display_name, mail, aliases,"
           " enabled, user_type, licences, read_at, sort_name)"
           " WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < %d)"
           " SELECT i %% 100 + 1, randomblob (16), i, printf ('user%%06d@t.example', i), printf ('User %%06d', i),"
           " NULL, printf ('user%%06d@t.example' || char (10) || 'u%%06d@t.onmicrosoft.example', i, i), 1,"
           " 'Member', '', 1, printf ('user %%06d', i * 7919 %% 200000) FROM n", N);
  reader = tny_store_borrow (f->store, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (timed); i++)
    {
      g_autoptr(GArray) ids = NULL;
      g_autoptr(GError) error = NULL;

      began = g_get_monotonic_time ();
      ids = tny_list_ids (reader, &timed[i], &error);
      g_assert_no_error (error);
      g_test_message ("query %u: %u ids in %.1f ms", i, ids->len, (g_get_monotonic_time () - began) / 1000.0);
      g_assert_cmpuint (ids->len, ==, expected[i]);
    }
  began = g_get_monotonic_time ();
  for (gint64 id = 1; id <= N; id += 100)
    {
      g_autoptr(TnyUserRow) row = tny_user_read (reader, id, NULL);

      g_assert_nonnull (row);
    }
  per_row = (g_get_monotonic_time () - began) / (N / 100.0);
  g_test_message ("one row: %.1f us", per_row);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  add_test ("/records/list/queries", test_queries);
  add_test ("/records/list/every-column-sorts", test_every_column_sorts);
  add_test ("/records/list/unknown-words-are-refused", test_unknown_words);
  add_test ("/records/list/gone-row", test_gone_row);
  add_test ("/records/list/json-keys", test_json_keys);
  add_test ("/records/list/licence-json", test_licence_json);
  add_test ("/records/list/json-of-runs", test_json_of_runs);
  add_test ("/records/list/json-of-contacts", test_json_of_contacts);
  add_test ("/records/list/json-of-matches", test_json_of_matches);
  add_test ("/records/list/find", test_find);
  add_test ("/records/list/two-hundred-thousand-users", test_many_users);

  return g_test_run ();
}
