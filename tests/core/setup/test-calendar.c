/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What ends by itself: which checks are about it, when people are reminded, and the calendar. */
#include "config.h"

#include <string.h>

#include "tny-coming.h"

#define DAY 86400
#define NOW G_GINT64_CONSTANT (1764028800)      /* 2025-11-25T00:00:00Z */

static TnyCheck *
check_new (const char *id, const char *tenant_id, const char *subject, const char *finding, gint64 due_at)
{
  TnyCheck *check = g_new0 (TnyCheck, 1);

  check->connection_id = 1;
  check->id = g_strdup (id);
  check->tenant_id = g_strdup (tenant_id);
  check->subject = g_strdup (subject);
  check->finding = g_strdup (finding);
  check->claim = g_strdup ("It ends.");
  check->due_at = due_at;
  check->checked_at = NOW - 60;

  return check;
}

static GPtrArray *
coming_of (TnyCheck *check)
{
  g_autoptr(GPtrArray) checks = g_ptr_array_new_with_free_func ((GDestroyNotify) tny_check_free);
  GPtrArray *list = tny_coming_new ();

  g_ptr_array_add (checks, check);
  tny_coming_add (list, checks, 1, "Northwind IT", "11111111-2222-3333-4444-555555555555");

  return list;
}

#define TENANT "aaaaaaaa-2222-3333-4444-555555555555"

static void
test_leads (void)
{
  static const struct { const char *id, *finding; guint days, lead; } rows[] = {
    { "secret", "ok", 31, 0 }, { "secret", "soon", 30, 30 }, { "secret", "soon", 15, 30 },
    { "secret", "soon", 14, 14 }, { "secret", "soon", 7, 7 }, { "secret", "soon", 1, 1 },
    { "certificate", "told", 30, 30 }, { "certificate", "soon", 1, 1 },
    { "relationship-end", "ok", 61, 0 }, { "relationship-end", "soon", 60, 60 },
    { "relationship-end", "global-administrator", 30, 30 }, { "relationship-end", "soon", 1, 14 },
    { "relationship-end", "extends", 14, 0 }, { "relationship-end", "extends", 1, 0 },
    { "renewal", "ok", 15, 0 }, { "renewal", "ok", 14, 14 }, { "renewal", "ok", 7, 7 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr(GPtrArray) list = coming_of (check_new (rows[i].id, NULL, "x", rows[i].finding,
                                                        NOW + rows[i].days * DAY));

      g_assert_cmpuint (tny_coming_lead (list->pdata[0], NOW), ==, rows[i].lead);
    }

  /* what is over is nothing that comes */
  g_autoptr(GPtrArray) over = coming_of (check_new ("secret", NULL, "x", "expired", NOW));

  g_assert_cmpuint (tny_coming_lead (over->pdata[0], NOW), ==, 0);
}

static void
test_which (void)
{
  g_autoptr(GPtrArray) checks = g_ptr_array_new_with_free_func ((GDestroyNotify) tny_check_free);
  g_autoptr(GPtrArray) list = tny_coming_new ();
  TnyCheck *other = check_new ("secret", NULL, "Client secret", "ok", NOW + DAY);

  other->connection_id = 2;
  g_ptr_array_add (checks, check_new ("relationship-end", TENANT, "Fabrikam", "ok", NOW + 9 * DAY));
  g_ptr_array_add (checks, check_new ("secret", NULL, "Client secret", "ok", NOW + 3 * DAY));
  g_ptr_array_add (checks, check_new ("sign-in", NULL, "Sign-in", "ok", NOW + DAY));
  g_ptr_array_add (checks, check_new ("certificate", NULL, "Certificate", "ok", 0));
  g_ptr_array_add (checks, other);
  tny_coming_add (list, checks, 1, "Northwind IT", "id");

  g_assert_cmpuint (list->len, ==, 2);
  g_assert_cmpstr (((TnyComing *) list->pdata[0])->title, ==, "The client secret of Northwind IT ends");
  g_assert_cmpstr (((TnyComing *) list->pdata[1])->title, ==, "The GDAP relationship with Fabrikam ends");
}

static char *
calendar_of (TnyCheck *check, guint *n)
{
  g_autoptr(GPtrArray) list = coming_of (check);

  return tny_calendar_text (list, NOW, n);
}

/* Folded lines put together again (RFC 5545, 3.1). */
static char *
unfold (const char *text)
{
  g_auto(GStrv) parts = g_strsplit (text, "\r\n ", -1);

  return g_strjoinv ("", parts);
}

static void
test_event (void)
{
  guint n = 0;
  TnyCheck *check = check_new ("secret", NULL, "Client secret", "soon", NOW + 14 * DAY + 1);
  g_autofree char *text = NULL, *plain = NULL;

  check->remedy = g_strdup ("Create a new secret.");
  check->who = g_strdup ("An administrator");
  check->url = g_strdup ("https://entra.microsoft.com/#view/x");
  text = calendar_of (check, &n);
  plain = unfold (text);

  g_assert_cmpuint (n, ==, 1);
  g_assert_true (g_str_has_prefix (plain, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Tenantry//Tenantry "));
  g_assert_cmpstr (strstr (plain, "CALSCALE:"), ==,
                   "CALSCALE:GREGORIAN\r\nMETHOD:PUBLISH\r\n"
                   "BEGIN:VEVENT\r\n"
                   "UID:ece9ae4a3bf6ba08368922aee42a33f5@tenantry\r\n"
                   "DTSTAMP:20251125T000000Z\r\n"
                   "LAST-MODIFIED:20251124T235900Z\r\n"
                   "DTSTART:20251209T000001Z\r\n"
                   "SUMMARY:The client secret of Northwind IT ends\r\n"
                   "DESCRIPTION:It ends.\\nCreate a new secret.\\nAn administrator\r\n"
                   "URL:https://entra.microsoft.com/#view/x\r\n"
                   "CATEGORIES:Tenantry\r\n"
                   "TRANSP:TRANSPARENT\r\n"
                   /* the one of 30 days would have rung */
                   "BEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER:-P14D\r\n"
                   "DESCRIPTION:The client secret of Northwind IT ends\r\nEND:VALARM\r\n"
                   "BEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER:-P7D\r\n"
                   "DESCRIPTION:The client secret of Northwind IT ends\r\nEND:VALARM\r\n"
                   "BEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER:-P1D\r\n"
                   "DESCRIPTION:The client secret of Northwind IT ends\r\nEND:VALARM\r\n"
                   "END:VEVENT\r\n"
                   "END:VCALENDAR\r\n");
}

/* A customer may be called anything, and a portal's answer may hold anything. */
static void
test_outside_text (void)
{
  TnyCheck *check = check_new ("relationship-end", TENANT, "A, B; C\\D\r\nEND:VEVENT\nX:\x01y\xff",
                               "soon", NOW + 90 * DAY);
  g_autofree char *text = NULL, *plain = NULL;
  g_auto(GStrv) lines = NULL;
  guint ends = 0;

  check->url = g_strdup ("https://x.example/\r\nATTENDEE:mailto:a@b.example");
  g_free (check->claim);
  check->claim = g_strdup ("Ends; soon\nDTSTART:19700101T000000Z");
  text = calendar_of (check, NULL);
  plain = unfold (text);
  g_assert_true (g_utf8_validate (text, -1, NULL));
  lines = g_strsplit (plain, "\r\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_assert_null (strpbrk (lines[i], "\r\n\x01"));
      g_assert_false (g_str_has_prefix (lines[i], "ATTENDEE") || g_str_has_prefix (lines[i], "URL"));
      g_assert_false (g_str_has_prefix (lines[i], "DTSTART:1970") || g_str_has_prefix (lines[i], "X:"));
      ends += g_str_equal (lines[i], "END:VEVENT");
    }
  g_assert_cmpuint (ends, ==, 1);
  g_assert_nonnull (strstr (plain, "SUMMARY:The GDAP relationship with A\\, B\\; C\\\\D"));
}

static void
test_folding (void)
{
  g_autoptr(GString) name = g_string_new (NULL);
  g_autofree char *text = NULL, *plain = NULL, *wanted = NULL;
  g_auto(GStrv) lines = NULL;
  gsize longest = 0;

  for (guint i = 0; i < 60; i++)
    g_string_append (name, i % 3 == 0 ? "a" : i % 3 == 1 ? "ü" : "𝔐");
  text = calendar_of (check_new ("relationship-end", TENANT, name->str, "soon", NOW + DAY), NULL);
  lines = g_strsplit (text, "\r\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_assert_true (g_utf8_validate (lines[i], -1, NULL));
      longest = MAX (longest, strlen (lines[i]));
    }
  g_assert_cmpuint (longest, <=, 75);
  g_assert_cmpuint (longest, >, 71);
  plain = unfold (text);
  wanted = g_strdup_printf ("SUMMARY:The GDAP relationship with %s ends\r\n", name->str);
  g_assert_nonnull (strstr (plain, wanted));
}

static char *
uid_of (TnyCheck *check)
{
  g_autoptr(GPtrArray) list = coming_of (check);

  return g_strdup (((TnyComing *) list->pdata[0])->uid);
}

/* The next export replaces the entry instead of adding one. */
static void
test_uids (void)
{
  g_autofree char *one = uid_of (check_new ("relationship-end", TENANT, "Fabrikam", "ok", NOW + DAY));
  g_autofree char *later = uid_of (check_new ("relationship-end", TENANT, "Fabrikam Ltd", "extends", NOW + 900 * DAY));
  g_autofree char *other = uid_of (check_new ("relationship-end", "b" TENANT, "Fabrikam", "ok", NOW + DAY));
  g_autofree char *secret = uid_of (check_new ("secret", NULL, "Client secret", "ok", NOW + DAY));

  g_assert_cmpstr (one, ==, later);
  g_assert_cmpstr (one, !=, other);
  g_assert_cmpstr (one, !=, secret);
  g_assert_null (strstr (one, "aaaaaaaa-2222"));
}

/* Ended, and extended by itself. */
static void
test_without_alarms (void)
{
  guint n = 1;
  g_autofree char *over = calendar_of (check_new ("secret", NULL, "x", "expired", NOW), &n);
  g_autofree char *extends = NULL;

  g_assert_cmpuint (n, ==, 0);
  g_assert_null (strstr (over, "VEVENT"));
  extends = calendar_of (check_new ("relationship-end", TENANT, "Fabrikam", "extends", NOW + 90 * DAY), &n);
  g_assert_cmpuint (n, ==, 1);
  g_assert_null (strstr (extends, "VALARM"));
  g_assert_nonnull (strstr (extends, "is extended by itself"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/setup/coming/leads-as-documented", test_leads);
  g_test_add_func ("/setup/coming/only-what-ends-of-one-connection", test_which);
  g_test_add_func ("/setup/calendar/an-event-with-its-alarms", test_event);
  g_test_add_func ("/setup/calendar/text-from-outside-is-text", test_outside_text);
  g_test_add_func ("/setup/calendar/lines-are-folded-between-characters", test_folding);
  g_test_add_func ("/setup/calendar/the-same-end-has-the-same-uid", test_uids);
  g_test_add_func ("/setup/calendar/no-alarm-for-what-is-over-or-goes-on", test_without_alarms);

  return g_test_run ();
}
