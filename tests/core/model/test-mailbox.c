/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "tny-error.h"
#include "tny-mailbox.h"

#define BOM "\xef\xbb\xbf"
#define HEADER BOM "Report Refresh Date,User Principal Name,Display Name,Is Deleted,Deleted Date,Created Date," \
  "Last Activity Date,Item Count,Storage Used (Byte),Issue Warning Quota (Byte),Prohibit Send Quota (Byte)," \
  "Prohibit Send/Receive Quota (Byte),Deleted Item Count,Deleted Item Size (Byte),Deleted Item Quota (Byte)," \
  "Has Archive,Recipient Type,Report Period\n"
#define ROW(upn, name, deleted, kind) \
  "2026-11-22," upn "," name "," deleted ",,2024-01-31,2026-11-20,1200,13314398617,1,2,53687091200,3,4,5,True," \
  kind ",7\n"
#define SHORT "Report Refresh Date,User Principal Name,Storage Used (Byte)\n"
#define HIDDEN "0A1B2C3D4E5F60718293A4B5C6D7E8F9"

static TnyMailboxReport *
parse (const char *text)
{
  g_autoptr(GError) error = NULL;
  TnyMailboxReport *report = tny_mailbox_report_parse (text, strlen (text), &error);

  g_assert_no_error (error);

  return report;
}

static void
test_whole (void)
{
  g_autoptr(TnyMailboxReport) report = parse (HEADER
    ROW ("a.berg@contoso.example", "\"Berg, \"\"Anna\"\"\"", "False", "UserMailbox")
    ROW ("left@contoso.example", "Left", "True", "User")
    ROW ("A.BERG@contoso.example", "Twice", "False", "User")
    ROW ("not an address", "Odd", "False", "User"));
  const TnyMailbox *mailbox = report->mailboxes->pdata[0];

  g_assert_cmpuint (report->mailboxes->len, ==, 1);
  g_assert_cmpuint (report->n_deleted, ==, 1);
  g_assert_cmpuint (report->n_odd, ==, 1);
  g_assert_false (report->concealed);
  g_assert_cmpstr (report->date, ==, "2026-11-22");
  g_assert_cmpstr (mailbox->address, ==, "a.berg@contoso.example");
  g_assert_cmpstr (mailbox->display_name, ==, "Berg, \"Anna\"");
  g_assert_cmpstr (mailbox->kind, ==, "person");
  g_assert_cmpint (mailbox->used_bytes, ==, G_GINT64_CONSTANT (13314398617));
  g_assert_cmpint (mailbox->quota_bytes, ==, G_GINT64_CONSTANT (53687091200));
  g_assert_cmpint (mailbox->items, ==, 1200);
  g_assert_cmpint (mailbox->has_archive, ==, 1);
  g_assert_cmpstr (mailbox->created_on, ==, "2024-01-31");
  g_assert_cmpstr (mailbox->active_on, ==, "2026-11-20");
}

static const struct { const char *word, *kind; } kinds[] = {
  { "User", "person" }, { "UserMailbox", "person" }, { "Shared", "shared" }, { "SharedMailbox", "shared" },
  { "Room", "room" }, { "RoomMailbox", "room" }, { "Equipment", "equipment" },
  { "EquipmentMailbox", "equipment" }, { "Something", NULL }, { "", NULL },
};

static void
test_kinds (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *text = g_strdup_printf (SHORT "2026-11-22,a@b.example,5\n");
      g_autofree char *with = g_strdup_printf ("Recipient Type,Report Refresh Date,User Principal Name,"
                                               "Storage Used (Byte)\n%s,2026-11-22,a@b.example,5\n", kinds[i].word);
      g_autoptr(TnyMailboxReport) without = parse (text), report = parse (with);

      g_assert_cmpstr (((TnyMailbox *) report->mailboxes->pdata[0])->kind, ==, kinds[i].kind);
      g_assert_null (((TnyMailbox *) without->mailboxes->pdata[0])->kind);
    }
}

static void
test_few_columns (void)
{
  g_autoptr(TnyMailboxReport) report = parse (SHORT "2026-11-22,a@b.example,5\r\n");
  const TnyMailbox *mailbox = report->mailboxes->pdata[0];

  g_assert_cmpint (mailbox->used_bytes, ==, 5);
  g_assert_cmpint (mailbox->quota_bytes, ==, -1);
  g_assert_cmpint (mailbox->has_archive, ==, -1);
  g_assert_null (mailbox->display_name);
  g_assert_null (mailbox->active_on);
}

static void
test_concealed (void)
{
  g_autoptr(TnyMailboxReport) all = parse (HEADER ROW (HIDDEN, HIDDEN, "False", "User"));
  g_autoptr(TnyMailboxReport) some = parse (HEADER ROW ("a@b.example", "A", "False", "User")
                                            ROW (HIDDEN, HIDDEN, "False", "User"));

  g_assert_true (all->concealed);
  g_assert_true (some->concealed);
  g_assert_cmpuint (all->mailboxes->len + some->mailboxes->len, ==, 0);       /* never data */
  g_assert_cmpuint (all->n_odd, ==, 0);
}

static void
test_no_rows (void)
{
  g_autoptr(TnyMailboxReport) report = parse (HEADER);

  g_assert_cmpuint (report->mailboxes->len, ==, 0);
  g_assert_false (report->concealed);
  g_assert_null (report->date);
}

static const struct { const char *name, *text; } wrong[] = {
  { "empty", "" },
  { "html", "<!doctype html>\n<title>Guest network</title>\n" },
  { "json", "{\"error\":{\"code\":\"x\"}}\n" },
  { "other-report", "Report Refresh Date,User Principal Name,Send Count\n2026-11-22,a@b.example,5\n" },
  { "header-cut", "Report Refresh Date,User Principal Name,Stor" },
  { "last-line-cut", SHORT "2026-11-22,a@b.example,5\n2026-11-22,b@b" },
  { "row-short", SHORT "2026-11-22,a@b.example,5\n2026-11-22,b@b.example\n" },
  { "row-long", SHORT "2026-11-22,a@b.example,5,6\n" },
  { "quote-open", SHORT "2026-11-22,\"a@b.example,5\n" },
  { "no-date", SHORT ",a@b.example,5\n" },
  { "no-day", SHORT "22/11/2026,a@b.example,5\n" },
  { "latin1", "Report Refresh Date,User Principal Name,Storage Used (Byte)\n2026-11-22,m\xfcller@b.example,5\n" },
};

static void
test_wrong (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(TnyMailboxReport) report = NULL;

      g_test_message ("%s", wrong[i].name);
      report = tny_mailbox_report_parse (wrong[i].text, strlen (wrong[i].text), &error);
      g_assert_null (report);
      g_assert_error (error, TNY_ERROR, TNY_ERROR_PROTOCOL);
    }
}

/* Wherever a report is cut, it is no report. */
static void
test_every_cut (void)
{
  static const char whole[] = HEADER ROW ("a@b.example", "\"B, A\"", "False", "User")
                              ROW ("c@b.example", "C", "False", "User");
  guint n_believed = 0;

  for (gsize length = 0; length < sizeof whole - 1; length++)
    {
      g_autoptr(TnyMailboxReport) report = tny_mailbox_report_parse (whole, length, NULL);

      n_believed += report != NULL;
    }
  g_assert_cmpuint (n_believed, ==, 2);      /* behind the heading, and behind the first row: the length tells */
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/mailbox/whole", test_whole);
  g_test_add_func ("/mailbox/kinds", test_kinds);
  g_test_add_func ("/mailbox/few-columns", test_few_columns);
  g_test_add_func ("/mailbox/concealed", test_concealed);
  g_test_add_func ("/mailbox/no-rows", test_no_rows);
  g_test_add_func ("/mailbox/wrong", test_wrong);
  g_test_add_func ("/mailbox/every-cut", test_every_cut);

  return g_test_run ();
}
