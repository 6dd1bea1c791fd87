/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "setup-fixture.h"

#include "tny-draft.h"
#include "tny-error.h"

static void
test_comes_back_after_a_restart (SetupFixture *f, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  TnyDraft written = {
    .step = (char *) "credentials", .name = (char *) "Zoë & \"Söhne\"\n<b>", .tenant_id = (char *) "contoso.example",
    .client_id = NULL, .reach = (char *) "gdap", .expires = (char *) "2027-01-31",
    .furthest = (char *) "permissions", .connection = (char *) "7", .cloud = (char *) "china",
    .confirmed = (char *) "clock,partner",
  };
  g_autoptr(TnyDraft) none = tny_draft_load (f->store, &error);
  g_autoptr(TnyDraft) read = NULL;

  g_assert_no_error (error);
  g_assert_null (none);
  g_assert_true (tny_draft_save (f->store, &written, &error));
  written.step = (char *) "sign-in";
  g_assert_true (tny_draft_save (f->store, &written, &error));

  tny_store_close (f->store);
  f->store = tny_store_open (f->folder, "tenantry.db", TNY_STORE_WRITE, &error);
  g_assert_no_error (error);
  read = tny_draft_load (f->store, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (read->step, ==, "sign-in");
  g_assert_cmpstr (read->name, ==, written.name);
  g_assert_cmpstr (read->tenant_id, ==, written.tenant_id);
  g_assert_null (read->client_id);
  g_assert_cmpstr (read->reach, ==, "gdap");
  g_assert_cmpstr (read->expires, ==, "2027-01-31");
  g_assert_cmpstr (read->furthest, ==, "permissions");
  g_assert_cmpstr (read->connection, ==, "7");
  g_assert_cmpstr (read->cloud, ==, "china");
  g_assert_cmpstr (read->confirmed, ==, "clock,partner");

  g_assert_true (tny_draft_remove (f->store, &error));
  g_clear_pointer (&read, tny_draft_free);
  read = tny_draft_load (f->store, &error);
  g_assert_no_error (error);
  g_assert_null (read);
}

static void
test_end_of_the_secret (void)
{
  const gint64 now = 1795600000;      /* 2026-11-25T09:46:40Z */
  static const struct { const char *text; const char *end; } cases[] = {
    { NULL, NULL }, { "", NULL }, { "24", "2028-11-25T09:46:40Z" }, { "6", "2027-05-25T09:46:40Z" },
    { "0", NULL }, { "-6", NULL }, { "121", NULL }, { "six", NULL },
    { "2027-01-31", "2027-01-31T23:59:59Z" }, { "2028-02-29", "2028-02-29T23:59:59Z" },
    { "2027-02-29", NULL }, { "2027-13-01", NULL }, { "31.01.2027", NULL }, { "2027-1-31", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gint64 end = tny_draft_expiry (cases[i].text, now);
      g_autoptr(GDateTime) time = g_date_time_new_from_unix_utc (end);
      g_autofree char *text = g_date_time_format (time, "%Y-%m-%dT%H:%M:%SZ");

      g_assert_cmpstr (end != 0 ? text : NULL, ==, cases[i].end);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/setup/draft/comes-back-after-a-restart", SetupFixture, NULL, setup_begin,
              test_comes_back_after_a_restart, setup_end);
  g_test_add_func ("/setup/draft/end-of-the-secret", test_end_of_the_secret);

  return g_test_run ();
}
