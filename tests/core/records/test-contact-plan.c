/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "records-fixture.h"

#include <string.h>

#include "tny-contact-entry.h"
#include "tny-error.h"
#include "tny-json.h"
#include "tny-matching.h"

/* Contoso: a contact to link, one to fill, one to look at; a new user, a guest and a disabled one. Fabrikam
 * has users and contacts, and is not matched. */
static void
fill (Fixture *f)
{
  gint64 contoso = put_tenant (f, "Contoso Ltd"), fabrikam = put_tenant (f, "Fabrikam");
  gint64 organization = put_organization (f, "Contoso"), other = put_organization (f, "Fabrikam");

  put_contact (f, organization, "Anna", "Berg", "anna@contoso.example");
  put_contact (f, organization, "Ben", "Cole", NULL);
  put_contact (f, organization, "Cora", "Dahl", "cora@elsewhere.example");
  put_contact (f, other, "Zoe", "Zander", "zoe@fabrikam.example");
  put_user (f, contoso, 1, "Anna Berg", "anna@contoso.example");
  put_user (f, contoso, 2, "Ben Cole", "ben@contoso.example");
  put_user (f, contoso, 3, "Cora Dahl", "cora.dahl@contoso.example");
  put_user (f, contoso, 4, "Dora <b>", "dora@contoso.example");
  put_user (f, contoso, 5, "Guest Person", "guest@else.example");
  put_user (f, contoso, 6, "Left Person", "left@contoso.example");
  put_user (f, fabrikam, 7, "Zoe Zander", "zoe@fabrikam.example");
  run_sql (f, "UPDATE users SET user_type = 'Guest' WHERE display_name = 'Guest Person'");
  run_sql (f, "UPDATE users SET enabled = 0 WHERE display_name = 'Left Person'");
  g_assert_true (tny_matching_match_to (f->store, contoso, organization, FALSE, NULL, NULL));
}

static TnyContactPlan *
plan_new (Fixture *f, gint64 organization_id)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(TnyReader) reader = tny_store_borrow (f->store, &error);
  TnyContactPlan *plan = tny_contact_plan_new (reader, organization_id, NULL, &error);

  g_assert_no_error (error);

  return plan;
}

static void
test_plan (Fixture *f, gconstpointer data)
{
  static const struct { const char *user, *outcome; gint64 contact; int rule; } expected[] = {
    { "Anna Berg", "link", 1, 1 }, { "Ben Cole", "update", 2, 3 }, { "Cora Dahl", "undecided", 3, 0 },
    { "Dora <b>", "create", 0, 0 }, { "Guest Person", "skip", 0, 0 }, { "Left Person", "skip", 0, 0 },
  };
  g_autoptr(TnyContactPlan) plan = NULL;
  g_autofree char *before = NULL, *after = NULL;
  GPtrArray *lines;

  fill (f);
  before = dump (f);
  plan = plan_new (f, 0);
  lines = tny_contact_plan_lines (plan);
  g_assert_cmpuint (lines->len, ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < lines->len; i++)
    {
      const TnyContactPlanLine *line = lines->pdata[i];

      g_assert_cmpstr (line->user, ==, expected[i].user);
      g_assert_cmpstr (tny_contact_outcome_name (line->outcome), ==, expected[i].outcome);
      g_assert_cmpint (line->contact_id, ==, expected[i].contact);
      g_assert_cmpint (line->rule, ==, expected[i].rule);
      g_assert_cmpstr (line->organization_name, ==, "Contoso");
    }
  g_assert_cmpuint (tny_contact_plan_count (plan, TNY_CONTACT_SKIP), ==, 2);
  g_assert_cmpuint (tny_contact_plan_count (plan, TNY_CONTACT_CREATE), ==, 1);
  g_assert_cmpuint (tny_contact_plan_count (plan, TNY_CONTACT_UNCHANGED), ==, 0);
  after = dump (f);
  g_assert_cmpstr (after, ==, before);
}

static void
test_scope (Fixture *f, gconstpointer data)
{
  g_autoptr(TnyContactPlan) unmatched = NULL, one = NULL, gone = NULL;
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(TnyReader) reader = NULL;
  g_autoptr(GError) error = NULL;

  fill (f);
  unmatched = plan_new (f, 2);
  g_assert_cmpuint (tny_contact_plan_lines (unmatched)->len, ==, 0);
  one = plan_new (f, 1);
  g_assert_cmpuint (tny_contact_plan_lines (one)->len, ==, 6);
  reader = tny_store_borrow (f->store, NULL);
  g_cancellable_cancel (cancellable);
  g_assert_null (tny_contact_plan_new (reader, 0, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  run_sql (f, "UPDATE tenants SET gone_at = 1");
  gone = plan_new (f, 0);
  g_assert_cmpuint (tny_contact_plan_lines (gone)->len, ==, 0);
}

static void
test_json (Fixture *f, gconstpointer data)
{
  static const char *const keys[] = { "tenant_id", "user_id", "user", "outcome", "contact_id", "rule",
                                      "changes", "reasons" };
  g_autoptr(TnyReader) reader = tny_store_borrow (f->store, NULL);
  g_autoptr(GPtrArray) entries = NULL;

  fill (f);
  entries = tny_contact_entries_read (reader, 1, 0, NULL, NULL);
  g_assert_cmpuint (entries->len, ==, 6);
  for (guint i = 0; i < entries->len; i++)
    {
      const TnyContactEntry *entry = entries->pdata[i];
      const TnyContactPlanLine *line = &entry->line;
      g_autoptr(GString) out = g_string_new (NULL);
      g_autoptr(JsonNode) root = NULL;
      g_autoptr(GError) error = NULL;
      JsonObject *object, *change;

      tny_contact_entry_append_json (out, entry);
      root = tny_json_parse_object (out->str, out->len, &error);
      g_assert_no_error (error);
      object = json_node_get_object (root);
      for (guint j = 0; j < G_N_ELEMENTS (keys); j++)
        g_assert_true (json_object_has_member (object, keys[j]));
      g_assert_cmpint (json_object_get_null_member (object, "rule"), ==, line->rule == 0);
      g_assert_cmpint (json_object_get_null_member (object, "contact_id"), ==, line->contact_id == 0);
      g_assert_cmpuint (json_array_get_length (tny_json_array (object, "reasons")), >, 0);
      if (line->outcome != TNY_CONTACT_UPDATE)
        continue;
      change = tny_json_array_object (tny_json_array (object, "changes"), 0);
      g_assert_cmpstr (tny_json_text (change, "field"), ==, "email");
      g_assert_true (json_object_get_null_member (change, "from"));
      g_assert_cmpstr (tny_json_text (change, "to"), ==, "ben@contoso.example");
    }
}

/* What moved since is not read as if it were the plan's; other organizations are. */
static void
test_moved (Fixture *f, gconstpointer data)
{
  g_autofree char *path = g_build_filename (f->folder, "plan.csv", NULL);
  g_autoptr(TnyReader) reader = tny_store_borrow (f->store, NULL);
  g_autoptr(TnyContactPlan) plan = NULL;
  g_autofree char *csv = NULL;
  g_autoptr(GPtrArray) one = NULL;
  g_autoptr(GError) error = NULL;
  g_auto(GStrv) lines = NULL;

  fill (f);
  plan = plan_new (f, 0);
  g_assert_true (tny_contact_plan_export (plan, reader, path, NULL, &error));
  g_assert_true (g_file_get_contents (path, &csv, NULL, NULL));
  lines = g_strsplit (csv, "\r\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 1 + 6 + 1);
  g_assert_cmpstr (lines[0], ==, "organization,tenant_id,user_id,user,outcome,contact,rule,changes,reasons");
  g_assert_nonnull (strstr (lines[2], "email: ben@contoso.example"));

  run_sql (f, "UPDATE contacts SET title = 'Boss' WHERE id = 1");
  g_assert_null (tny_contact_plan_read (plan, 0, reader, &error));
  g_assert_error (error, TNY_ERROR, TNY_ERROR_STALE);
  g_clear_error (&error);
  g_assert_false (tny_contact_plan_export (plan, reader, path, NULL, &error));
  g_assert_error (error, TNY_ERROR, TNY_ERROR_STALE);
  one = tny_contact_entries_read (reader, 1, 1, NULL, NULL);
  g_assert_cmpuint (one->len, ==, 1);
  g_assert_cmpint (((TnyContactEntry *) one->pdata[0])->line.user_id, ==, 1);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  add_test ("/records/contact-plan/outcomes", test_plan);
  add_test ("/records/contact-plan/scope", test_scope);
  add_test ("/records/contact-plan/json", test_json);
  add_test ("/records/contact-plan/moved", test_moved);

  return g_test_run ();
}
