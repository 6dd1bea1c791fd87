/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "records-fixture.h"

#include <string.h>

#include "tny-csv.h"
#include "tny-error.h"
#include "tny-import.h"
#include "tny-matching.h"

static TnyImportPlan *
plan_file (Fixture *f, TnyImportKind kind, const char *path)
{
  g_autoptr(GError) error = NULL;
  TnyImportPlan *plan = tny_import_plan_new (f->store, kind, path, NULL, &error);

  g_assert_no_error (error);

  return plan;
}

static TnyImportPlan *
plan_text (Fixture *f, TnyImportKind kind, const char *text)
{
  g_autofree char *path = put_file (f, "in.csv", text, -1);

  return plan_file (f, kind, path);
}

static void
check_counts (TnyImportPlan *plan, guint added, guint updated, guint same, guint problems)
{
  g_assert_cmpuint (tny_import_plan_count (plan, TNY_IMPORT_NEW), ==, added);
  g_assert_cmpuint (tny_import_plan_count (plan, TNY_IMPORT_UPDATE), ==, updated);
  g_assert_cmpuint (tny_import_plan_count (plan, TNY_IMPORT_SAME), ==, same);
  g_assert_cmpuint (tny_import_plan_count (plan, TNY_IMPORT_PROBLEM), ==, problems);
}

static gint64
apply (TnyImportPlan *plan)
{
  g_autoptr(GError) error = NULL;
  gint64 id = 0;

  tny_import_apply (plan, NULL, &id, &error);
  g_assert_no_error (error);
  g_assert_cmpint (id, >, 0);

  return id;
}

static gint64
import_text (Fixture *f, TnyImportKind kind, const char *text)
{
  g_autoptr(TnyImportPlan) plan = plan_text (f, kind, text);

  return apply (plan);
}

static const TnyImportLine *
line_at (TnyImportPlan *plan, guint i)
{
  return tny_import_plan_lines (plan)->pdata[i];
}

/* What a single file gives. Before it, "Old Firm" (id in its file: 9) and "Twin" (twice) are here. */
static const struct
{
  const char   *name;
  TnyImportKind kind;
  const char   *text;
  guint         added, updated, same, problems;
  guint         line;           /* of the first problem; 0: none */
  const char   *why;            /* part of its reason */
} files[] = {
  { "bom", 0, "\xef\xbb\xbfid,name\n1,A\n", 1, 0, 0, 0 },
  { "crlf", 0, "id,name\r\n1,A\r\n2,B\r\n", 2, 0, 0, 0 },
  { "cr-only", 0, "id,name\r1,A\r2,B\r", 2, 0, 0, 0 },
  { "no-last-newline", 0, "id,name\n1,A\n2,B", 2, 0, 0, 0 },
  { "newline-in-quotes", 0, "id,name,quick_notes\n1,A,\"one\ntwo\"\n2,B,x\n", 2, 0, 0, 0 },
  { "doubled-quotes", 0, "id,name\n1,\"The \"\"Best\"\" Ltd\"\n", 1, 0, 0, 0 },
  { "quoted-comma", 0, "id,name\n1,\"A, LLC\"\n", 1, 0, 0, 0 },
  { "empty-lines", 0, "id,name\n\n1,A\n\n\n2,B\n\n", 2, 0, 0, 0 },
  { "outer-blanks", 0, "id,name\n1,  Old Firm  \n9,Old Firm\n", 1, 0, 1, 0 },
  { "headings-in-any-order-and-form", 0, "Organization-Type,NAME,Quick Notes\nCustomer,A,n\n", 1, 0, 0, 0 },
  { "unknown-columns", 0, "id,name,colour,size\n1,A,red,5\n", 1, 0, 0, 0 },
  { "same", 0, "id,name\n9,Old Firm\n", 0, 0, 1, 0 },
  { "same-by-name-in-other-case", 0, "name\nOLD FIRM\n", 0, 1, 0, 0 },
  { "update-by-id", 0, "id,name,alert\n9,New Name,!\n", 0, 1, 0, 0 },
  { "empty-cell-changes-nothing", 0, "id,name,alert,quick_notes\n9,Old Firm,,\n", 0, 0, 1, 0 },
  { "other-id-is-another-record", 0, "id,name\n10,Old Firm\n", 1, 0, 0, 0 },
  { "ambiguous-name", 0, "name\nTwin\n", 0, 0, 0, 1, 2, "More than one organization" },
  { "missing-name", 0, "id,name\n1,\n2,B\n", 1, 0, 0, 1, 2, "name is missing" },
  { "blank-name", 0, "id,name\n1,\xc2\xa0\xe2\x80\x83\n", 0, 0, 0, 1, 2, "name is missing" },
  { "duplicate-id", 0, "id,name\n1,A\n1,B\n", 1, 0, 0, 1, 3, "Line 2 has the same id" },
  { "duplicate-name-without-id", 0, "name\nA\nB\na\n", 2, 0, 0, 1, 4, "Line 2 has the same name" },
  { "duplicate-name-with-ids", 0, "id,name\n1,A\n2,A\n", 2, 0, 0, 0 },
  { "duplicate-name-one-id", 0, "id,name\n1,A\n,A\n", 1, 0, 0, 1, 3, "Line 2 has the same name" },
  { "same-record-twice", 0, "id,name,alert\n9,Old Firm,x\n,Old Firm,y\n", 0, 1, 0, 1, 3, "same record" },
  { "short-row", 0, "id,name,alert\n1,A,x\n2,B\n3,C,y\n", 2, 0, 0, 1, 3, "2 fields where the heading has 3" },
  { "long-row", 0, "id,name\n1,A,extra\n2,B\n", 1, 0, 0, 1, 2, "3 fields where the heading has 2" },
  { "text-behind-quote", 0, "id,name\n1,\"A\"b\n2,B\n", 1, 0, 0, 1, 2, "closing quote" },
  { "line-numbers-count-line-breaks", 0, "id,name,alert\n1,A,\"x\ny\nz\"\n2,,\n", 1, 0, 0, 1, 5, "missing" },
  { "only-headings", 0, "id,name\n", 0, 0, 0, 0 },
  { "formula-guard-comes-off", 0, "id,name\n1,'=A1\n", 1, 0, 0, 0 },
  { "contact", 1, "organization,first_name,last_name,primary_email\nOld Firm,A,B,a@b.example\n", 1, 0, 0, 0 },
  { "contact-organization-in-other-case", 1, "organization,name\nOLD FIRM,Anna Berg\n", 1, 0, 0, 0 },
  { "contact-organization-by-id", 1, "organization,name\n9,Anna Berg\n", 1, 0, 0, 0 },
  { "contact-organization-unknown", 1, "organization,name\nNobody,Anna Berg\n", 0, 0, 0, 1, 2,
    "no organization called “Nobody”" },
  { "contact-organization-empty", 1, "organization,name\n,Anna Berg\n", 0, 0, 0, 1, 2,
    "organization is missing" },
  { "contact-organization-ambiguous", 1, "organization,name\nTwin,Anna Berg\n", 0, 0, 0, 1, 2,
    "More than one organization is called “Twin”" },
  { "contact-nothing-to-know", 1, "organization,first_name,email\nOld Firm,,\n", 0, 0, 0, 1, 2, "neither a name" },
  { "contact-only-mail", 1, "organization,first_name,email\nOld Firm,,a@b.example\n", 1, 0, 0, 0 },
  { "contact-not-an-address", 1, "organization,name,email\nOld Firm,A B,A B@C.EXAMPLE\n", 1, 0, 0, 0 },
  { "contact-important-unclear", 1, "organization,name,important\nOld Firm,A B,perhaps\n", 0, 0, 0, 1, 2,
    "neither Yes nor No" },
  { "contact-twice-without-id", 1, "organization,name\nOld Firm,A B\nOld Firm,a b\n", 1, 0, 0, 1, 3,
    "Line 2 has the same name" },
  { "contact-namesakes-with-addresses", 1,
    "organization,name,email\nOld Firm,A B,a@b.example\nOld Firm,A B,ab@b.example\n", 2, 0, 0, 0 },
  { "contact-namesakes-with-ids", 1, "id,organization,name\n1,Old Firm,A B\n2,Old Firm,A B\n", 2, 0, 0, 0 },
  { "contact-items-not-json", 1, "organization,name,additional_contact_items\nOld Firm,A B,call first\n",
    1, 0, 0, 0 },
  { "contact-items-broken-json", 1,
    "organization,name,additional_contact_items\nOld Firm,A B,\"[{\"\"value\"\": [[[\"\n", 1, 0, 0, 0 },
};

static void
test_files (Fixture *f, gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  g_autoptr(TnyImportPlan) plan = NULL;
  g_autofree char *before = NULL, *after = NULL;
  g_autoptr(GError) error = NULL;
  guint first_problem = 0;
  gint64 id;

  run_sql (f, "INSERT INTO organizations (id, external_id, name, name_folded, origin, created_at, changed_at)"
           " VALUES (1, '9', 'Old Firm', 'old firm', 'import', 1, 1), (2, NULL, 'Twin', 'twin', 'import', 1, 1),"
           " (3, NULL, 'Twin', 'twin', 'import', 1, 1)");
  before = dump (f);
  plan = plan_text (f, files[i].kind, files[i].text);
  for (guint j = 0; j < tny_import_plan_lines (plan)->len; j++)
    {
      const TnyImportLine *line = line_at (plan, j);

      if (line->outcome == TNY_IMPORT_PROBLEM && first_problem == 0)
        {
          first_problem = line->line;
          g_assert_nonnull (strstr (line->why, files[i].why));
        }
    }
  check_counts (plan, files[i].added, files[i].updated, files[i].same, files[i].problems);
  g_assert_cmpuint (first_problem, ==, files[i].line);

  if (files[i].added + files[i].updated == 0)
    {
      g_assert_false (tny_import_apply (plan, NULL, NULL, &error));
      g_assert_error (error, TNY_ERROR, TNY_ERROR_ARGUMENT);
    }
  else
    {
      g_autoptr(TnyImportPlan) again = NULL;

      id = apply (plan);
      /* The file is in; a second time it changes nothing. */
      again = plan_text (f, files[i].kind, files[i].text);
      check_counts (again, 0, 0, files[i].added + files[i].updated + files[i].same, files[i].problems);
      g_assert_true (tny_import_undo (f->store, id, &error));
      g_assert_no_error (error);
    }
  after = dump (f);
  g_assert_cmpstr (after, ==, before);
}

/* Files that are refused as a whole. */
static const struct { const char *name; TnyImportKind kind; const char *data; gsize length; int code; } refused[] = {
  { "empty", 0, "", 0, TNY_ERROR_INPUT },
  { "unclosed-quote", 0, "id,name\n1,\"A\n2,B\n", 16, TNY_ERROR_INPUT },
  { "utf-16", 0, "\xff\xfei\0d\0", 6, TNY_ERROR_INPUT },
  { "no-name-column", 0, "id,colour\n1,red\n", 16, TNY_ERROR_INPUT },
  { "no-organization-column", 1, "first_name\nA\n", 13, TNY_ERROR_INPUT },
  { "no-column-of-people", 1, "organization\nA\n", 15, TNY_ERROR_INPUT },
  { "not-csv", 0, "\x7f" "ELF\x02\x01\x01\0\0\0\0\0", 12, TNY_ERROR_INPUT },
};

static void
test_refused (Fixture *f, gconstpointer data)
{
  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autofree char *path = put_file (f, "in.csv", refused[i].data, refused[i].length);

      g_assert_null (tny_import_plan_new (f->store, refused[i].kind, path, NULL, &error));
      g_assert_error (error, TNY_ERROR, refused[i].code);
    }
  {
    g_autoptr(GError) error = NULL;

    g_assert_null (tny_import_plan_new (f->store, 0, "/nonexistent/file.csv", NULL, &error));
    g_assert_error (error, TNY_ERROR, TNY_ERROR_FILE);
  }
}

/* Two hundred texts that somebody may try: each is text, comes out as it went in, and goes away whole. */
static char *
hostile_text (guint i)
{
  static const char *const texts[] = {
    "=1+1", "+1", "-1", "@SUM(A1)", "=HYPERLINK(\"http://x.example\",\"x\")", "=cmd|' /C calc'!A0",
    "\xef\xbc\x9d" "1+1", "\xef\xbc\x8b" "1", "\xef\xbc\x8d" "1", "\xef\xbc\xa0x", "'quoted", "''", "'=1",
    "<b>bold</b>", "<script>alert(1)</script>", "&lt;&amp;", "<span foreground='red'>", "&#0;", "</b>", "<",
    "'; DROP TABLE organizations; --", "\" OR 1=1 --", "Robert'); DELETE FROM contacts;--", "%Q %s %n", ":name",
    "?1", "$1", "NULL", "x' UNION SELECT 1 --", "\\", "\\n", "\\u0000",
    "\xe2\x80\xae" "gnp.exe", "\xe2\x81\xa6x\xe2\x81\xa9", "\xe2\x80\x8f" "abc", "a\xe2\x80\xa8" "b", "\xef\xbb\xbf" "x",
    "\x1b[31mred\x1b[0m", "\x07" "bell", "a\x08\x08" "b", "\x7f", "tab\tinside",
    "../../etc/passwd", "/dev/null", "${HOME}", "$(id)", "`id`", "%s%s%s%n",
    "\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x92\xbb", "e\xcc\x81", "\xe1\xba\x9e", "I\xcc\x87", "\xef\xac\x81", "0", "1e9",
    "true", "{\"a\":1}", "[1,2", "line one\nline two", "a\rb", "a,b", "\"", "\"\"", "  x  ", "x.",
    "CON", "NUL", "-", "--help", "Zalgo\xcc\xb5\xcd\x9d\xcd\x81", "\xd8\xb9\xd8\xb1\xd8\xa8\xd9\x8a",
  };

  if (i < G_N_ELEMENTS (texts))
    return g_strdup (texts[i]);

  /* Then lengths and repetitions. */
  i -= G_N_ELEMENTS (texts);
  {
    static const char *const units[] = { "x", "\xc3\xa9", "<a>", "''", "\xf0\x9f\x98\x80", "=", "\xe2\x80\xae", "\n" "y" };
    static const guint counts[] = { 2, 255, 256, 1000, 4096, 8000 };
    GString *out = g_string_new ("z");

    for (guint n = 0; n < counts[(i / G_N_ELEMENTS (units)) % G_N_ELEMENTS (counts)]; n++)
      g_string_append (out, units[i % G_N_ELEMENTS (units)]);
    return g_string_free (out, FALSE);
  }
}

#define N_HOSTILE 100

static void
check_hostile (Fixture *f, TnyImportKind kind, const char *text, const char *column)
{
  g_autoptr(GString) csv = g_string_new (kind == TNY_IMPORT_ORGANIZATIONS ? "id,name,quick_notes\r\n"
                                                                          : "id,organization,last_name,notes\r\n");
  g_autofree char *before = dump (f), *after = NULL, *stored = NULL, *expected = NULL;
  g_autofree char *path = NULL;
  g_autoptr(TnyImportPlan) plan = NULL;
  g_autoptr(GError) error = NULL;
  gint64 id;

  tny_csv_append_field (csv, "77", FALSE);
  if (kind == TNY_IMPORT_CONTACTS)
    tny_csv_append_field (csv, "Firm", FALSE);
  tny_csv_append_field (csv, text, FALSE);
  tny_csv_append_field (csv, text, TRUE);
  path = put_file (f, "in.csv", csv->str, (gssize) csv->len);
  plan = plan_file (f, kind, path);
  check_counts (plan, 1, 0, 0, 0);
  id = apply (plan);

  stored = read_text (f, "SELECT %s FROM %s WHERE external_id = '77'", column,
                      kind == TNY_IMPORT_ORGANIZATIONS ? "organizations" : "contacts");
  expected = g_strdup (text);
  g_strstrip (expected);
  g_assert_cmpstr (stored, ==, expected);
  g_assert_cmpint (read_int (f, "SELECT count (*) FROM organizations WHERE name = 'Firm'"), ==, 1);

  g_assert_true (tny_import_undo (f->store, id, &error));
  g_assert_no_error (error);
  after = dump (f);
  g_assert_cmpstr (after, ==, before);
}

static void
test_hostile_texts (Fixture *f, gconstpointer data)
{
  put_organization (f, "Firm");
  for (guint i = 0; i < N_HOSTILE; i++)
    {
      g_autofree char *text = hostile_text (i);

      check_hostile (f, TNY_IMPORT_ORGANIZATIONS, text, "quick_notes");
      check_hostile (f, TNY_IMPORT_CONTACTS, text, "notes");
    }
}

static void
test_lengths (Fixture *f, gconstpointer data)
{
  g_autofree char *fits = g_strnfill (64 * 1024, 'x');
  g_autofree char *too_long = g_strnfill (64 * 1024 + 1, 'y');
  g_autofree char *csv = g_strdup_printf ("id,name\n1,%s\n2,%s\n3,B\n", fits, too_long);
  g_autoptr(TnyImportPlan) plan = plan_text (f, TNY_IMPORT_ORGANIZATIONS, csv);

  check_counts (plan, 2, 0, 0, 1);
  g_assert_cmpuint (line_at (plan, 1)->line, ==, 3);
  g_assert_nonnull (strstr (line_at (plan, 1)->why, "64 KiB"));
  apply (plan);
  g_assert_cmpint (read_int (f, "SELECT max (length (name)) FROM organizations"), ==, 64 * 1024);
}

static void
test_many_columns (Fixture *f, gconstpointer data)
{
  g_autoptr(GString) csv = g_string_new ("name");
  g_autoptr(TnyImportPlan) plan = NULL;

  for (guint i = 0; i < 20000; i++)
    g_string_append_printf (csv, ",c%u", i);
  g_string_append (csv, "\nA");
  for (guint i = 0; i < 20000; i++)
    g_string_append (csv, ",v");
  plan = plan_text (f, TNY_IMPORT_ORGANIZATIONS, csv->str);
  check_counts (plan, 1, 0, 0, 0);
}

static void
test_nul_byte (Fixture *f, gconstpointer data)
{
  static const char csv[] = "id,name\n1,A\0B\n2,C\n";
  g_autofree char *path = put_file (f, "in.csv", csv, sizeof csv - 1);
  g_autoptr(TnyImportPlan) plan = plan_file (f, TNY_IMPORT_ORGANIZATIONS, path);

  check_counts (plan, 1, 0, 0, 1);
  g_assert_cmpuint (line_at (plan, 0)->line, ==, 2);
  g_assert_nonnull (strstr (line_at (plan, 0)->why, "NUL"));
}

static void
test_latin1 (Fixture *f, gconstpointer data)
{
  g_autoptr(TnyImportPlan) plan = plan_text (f, TNY_IMPORT_ORGANIZATIONS, "id,name\n1,S\xf6hne \x80\n");
  g_autofree char *name = NULL;

  g_assert_true (tny_import_plan_latin1 (plan));
  apply (plan);
  name = read_text (f, "SELECT name FROM organizations");
  g_assert_cmpstr (name, ==, "Söhne €");
}

static void
test_nothing_half_imported (Fixture *f, gconstpointer data)
{
  g_autofree char *before = dump (f), *after = NULL;
  g_autoptr(TnyImportPlan) plan = plan_text (f, TNY_IMPORT_ORGANIZATIONS, "id,name\n1,A\n2,B\n3,C\n");
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GError) error = NULL, failed = NULL;
  gint64 id = 0;

  /* The last line cannot be stored: nothing of the others stays. */
  run_sql (f, "CREATE TRIGGER no_more BEFORE INSERT ON organizations WHEN NEW.name = 'C' BEGIN"
           " SELECT raise (ABORT, 'no more'); END");
  g_assert_false (tny_import_apply (plan, NULL, &id, &failed));
  g_assert_nonnull (strstr (failed->message, "Line 4: "));
  run_sql (f, "DROP TRIGGER no_more");
  g_cancellable_cancel (cancellable);
  g_assert_false (tny_import_apply (plan, cancellable, &id, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (id, ==, 0);
  after = dump (f);
  g_assert_cmpstr (after, ==, before);
  g_assert_cmpint (read_int (f, "SELECT count (*) FROM imports"), ==, 0);
}

static void
test_stale_plan (Fixture *f, gconstpointer data)
{
  g_autoptr(TnyImportPlan) plan = plan_text (f, TNY_IMPORT_ORGANIZATIONS, "id,name\n1,A\n");
  g_autoptr(GError) error = NULL;
  g_autoptr(GError) again = NULL;

  put_organization (f, "A");
  g_assert_false (tny_import_apply (plan, NULL, NULL, &error));
  g_assert_error (error, TNY_ERROR, TNY_ERROR_STALE);
  g_assert_cmpint (read_int (f, "SELECT count (*) FROM organizations"), ==, 1);
  /* Looking again makes it good. */
  g_assert_true (tny_import_plan_map (plan, 0, 0, &again));
  check_counts (plan, 0, 1, 0, 0);
  apply (plan);
}

static void
test_mapping (Fixture *f, gconstpointer data)
{
  g_autoptr(TnyImportPlan) plan = plan_text (f, TNY_IMPORT_ORGANIZATIONS, "name,remark,second\nA,note,Z\n");
  g_autoptr(GError) error = NULL;
  g_autofree char *name = NULL;
  guint n, quick_notes = 0, name_field = 0;
  const TnyImportField *fields = tny_import_fields (TNY_IMPORT_ORGANIZATIONS, &n);

  for (guint i = 0; i < n; i++)
    {
      if (strcmp (fields[i].id, "quick_notes") == 0)
        quick_notes = i;
      if (strcmp (fields[i].id, "name") == 0)
        name_field = i;
    }
  g_assert_cmpint (tny_import_plan_column (plan, quick_notes), ==, -1);
  g_assert_true (tny_import_plan_map (plan, quick_notes, 1, &error));
  g_assert_true (tny_import_plan_map (plan, name_field, 2, &error));
  g_assert_cmpstr (line_at (plan, 0)->what, ==, "Z");
  g_assert_false (tny_import_plan_map (plan, name_field, -1, &error));
  g_assert_error (error, TNY_ERROR, TNY_ERROR_INPUT);
  g_assert_cmpint (tny_import_plan_column (plan, name_field), ==, 2);
  g_clear_error (&error);
  g_assert_false (tny_import_plan_map (plan, name_field, 3, &error));
  g_assert_error (error, TNY_ERROR, TNY_ERROR_ARGUMENT);
  apply (plan);
  name = read_text (f, "SELECT name || quick_notes FROM organizations");
  g_assert_cmpstr (name, ==, "Znote");
}

/* Where an organization is: told by any of the usual headings, kept when a file says nothing, taken back. */
static void
test_places (Fixture *f, gconstpointer data)
{
  g_autofree char *before = NULL, *between = NULL, *after = NULL, *place = NULL, *former = NULL;
  gint64 first, second;
  g_autoptr(GError) error = NULL;

  before = dump (f);
  first = import_text (f, TNY_IMPORT_ORGANIZATIONS,
                       "id,name,Web Site,main phone,Address 1,Town,State,ZIP,Country-Name\n"
                       "7,Firm,www.firm.example,01632 960001,1 High Street,York,,ZX1 1AA,UK\n");
  place = read_text (f, "SELECT website || '|' || phone || '|' || street || '|' || city || '|' || postal_code"
                     " || '|' || country || '|' || (region IS NULL) FROM organizations");
  g_assert_cmpstr (place, ==, "www.firm.example|01632 960001|1 High Street|York|ZX1 1AA|UK|1");
  between = dump (f);

  second = import_text (f, TNY_IMPORT_ORGANIZATIONS, "id,name,city,domain\n7,Firm Two,Leeds,\n");
  g_assert_cmpint (read_int (f, "SELECT city = 'Leeds' AND website = 'www.firm.example' AND name = 'Firm Two'"
                             " FROM organizations"), ==, 1);
  former = read_text (f, "SELECT name FROM organization_names WHERE until > 0");
  g_assert_cmpstr (former, ==, "Firm");
  g_assert_true (tny_import_undo (f->store, second, &error));
  after = dump (f);
  g_assert_cmpstr (after, ==, between);
  g_assert_true (tny_import_undo (f->store, first, &error));
  g_free (after);
  after = dump (f);
  g_assert_cmpstr (after, ==, before);
}

static void
test_update_keeps_what_is_not_named (Fixture *f, gconstpointer data)
{
  g_autofree char *before = NULL, *after = NULL, *items = NULL;
  gint64 first, second;
  g_autoptr(GError) error = NULL;

  put_organization (f, "Firm");
  first = import_text (f, TNY_IMPORT_CONTACTS,
                       "id,organization,first_name,last_name,title,email,phone,additional_contact_items\n"
                       "1,Firm,Anna,Berg,Boss,a.berg@x.example,+44 1,"
                       "\"[{\"\"label_name\"\": \"\"Mobile\"\", \"\"value\"\": \"\"+44 2\"\"}]\"\n");
  before = dump (f);
  second = import_text (f, TNY_IMPORT_CONTACTS,
                        "id,organization,last_name,email\n1,Firm,Holm,a.holm@x.example\n");
  items = read_text (f, "SELECT group_concat (kind || '=' || folded || is_primary, ' ')"
                     " FROM (SELECT * FROM contact_items WHERE kind <> 'other' ORDER BY id)");
  g_assert_cmpstr (items, ==, "email=a.berg@x.example0 phone=+4411 phone=+4420 email=a.holm@x.example1");
  g_assert_cmpint (read_int (f, "SELECT title = 'Boss' AND first_name = 'Anna' AND last_name = 'Holm'"
                             " AND sort_name = 'holm anna' FROM contacts"), ==, 1);

  /* The older import cannot go while the newer one stands on it. */
  g_assert_false (tny_import_undo (f->store, first, &error));
  g_assert_error (error, TNY_ERROR, TNY_ERROR_STALE);
  g_clear_error (&error);
  g_assert_true (tny_import_undo (f->store, second, &error));
  after = dump (f);
  g_assert_cmpstr (after, ==, before);
  g_assert_true (tny_import_undo (f->store, first, &error));
  g_assert_false (tny_import_undo (f->store, first, &error));
  g_assert_error (error, TNY_ERROR, TNY_ERROR_ARGUMENT);
  g_clear_error (&error);
  g_assert_false (tny_import_undo (f->store, 99, &error));
  g_assert_error (error, TNY_ERROR, TNY_ERROR_NOT_FOUND);
}

static void
test_undo_respects_decisions (Fixture *f, gconstpointer data)
{
  gint64 tenant = put_tenant (f, "Contoso Ltd"), import, organization;
  g_autoptr(GError) error = NULL;
  g_autofree char *before = dump (f), *after = NULL;

  import = import_text (f, TNY_IMPORT_ORGANIZATIONS, "id,name\n1,Contoso\n2,Other\n");
  organization = read_int (f, "SELECT id FROM organizations WHERE name = 'Contoso'");
  g_assert_true (tny_matching_match_to (f->store, tenant, organization, FALSE, NULL, &error));
  g_assert_false (tny_import_undo (f->store, import, &error));
  g_assert_error (error, TNY_ERROR, TNY_ERROR_STALE);
  g_assert_nonnull (strstr (error->message, "Contoso Ltd"));
  g_assert_cmpint (read_int (f, "SELECT count (*) FROM organizations"), ==, 2);
  g_clear_error (&error);

  g_assert_true (tny_matching_revert (f->store, tenant, NULL, &error));
  g_assert_true (tny_import_undo (f->store, import, &error));
  g_assert_no_error (error);
  after = dump (f);
  g_assert_cmpstr (after, ==, before);
}

static void
test_undo_takes_automatic_matches_along (Fixture *f, gconstpointer data)
{
  gint64 tenant = put_tenant (f, "Contoso"), import;
  g_autoptr(GError) error = NULL;
  g_autofree char *action = NULL;

  import = import_text (f, TNY_IMPORT_ORGANIZATIONS, "id,name\n1,Contoso\n");
  run_sql (f, "INSERT INTO matches SELECT %lld, 'matched', id, 'automatic', 100, '[]', 1, 'automatic'"
           " FROM organizations", tenant);
  g_assert_true (tny_import_undo (f->store, import, &error));
  g_assert_no_error (error);
  g_assert_cmpint (read_int (f, "SELECT count (*) FROM matches"), ==, 0);
  action = read_text (f, "SELECT action FROM decisions WHERE tenant_id = %lld", tenant);
  g_assert_cmpstr (action, ==, "undo");
}

static void
test_undo_waits_for_contacts (Fixture *f, gconstpointer data)
{
  gint64 organizations = import_text (f, TNY_IMPORT_ORGANIZATIONS, "id,name\n1,Contoso\n");
  gint64 contacts = import_text (f, TNY_IMPORT_CONTACTS, "organization,name\nContoso,Anna Berg\n");
  g_autoptr(GError) error = NULL;

  g_assert_false (tny_import_undo (f->store, organizations, &error));
  g_assert_error (error, TNY_ERROR, TNY_ERROR_STALE);
  g_clear_error (&error);
  g_assert_true (tny_import_undo (f->store, contacts, &error));
  g_assert_true (tny_import_undo (f->store, organizations, &error));
  g_assert_no_error (error);
}

static void
test_save_problems (Fixture *f, gconstpointer data)
{
  g_autoptr(TnyImportPlan) plan = plan_text (f, TNY_IMPORT_ORGANIZATIONS,
                                             "id,name,alert\n1,A,\n2,,=1+1\n1,\"B, C\",\n");
  g_autofree char *path = g_build_filename (f->folder, "problems.csv", NULL);
  g_autofree char *text = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_true (tny_import_save_problems (plan, path, &error));
  g_assert_true (g_file_get_contents (path, &text, NULL, &error));
  g_assert_cmpstr (text, ==, "id,name,alert,problem\r\n"
                             "2,,\"'=1+1\",The name is missing\r\n"
                             "1,\"B, C\",,Line 2 has the same id\r\n");
}

static void
test_guess_kind (Fixture *f, gconstpointer data)
{
  static const struct { const char *headings; TnyImportKind kind; } kinds[] = {
    { "id,name,organization_type,organization_status\n", TNY_IMPORT_ORGANIZATIONS },
    { "id,organization,important,first_name,last_name\n", TNY_IMPORT_CONTACTS },
    { "Company Name,Email Address\n", TNY_IMPORT_CONTACTS },
    { "what,ever\n", TNY_IMPORT_ORGANIZATIONS },
  };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *path = put_file (f, "in.csv", kinds[i].headings, -1);
      TnyImportKind kind = -1;

      g_assert_true (tny_import_guess_kind (path, &kind, NULL));
      g_assert_cmpint (kind, ==, kinds[i].kind);
    }
}

/* Headings, traps and shapes of a real export; the files are the project's own. */
static void
test_samples (Fixture *f, gconstpointer data)
{
  g_autofree char *organizations = g_build_filename (SAMPLE_FOLDER, "organizations.csv", NULL);
  g_autofree char *contacts = g_build_filename (SAMPLE_FOLDER, "contacts.csv", NULL);
  g_autofree char *before = dump (f), *after = NULL, *notes = NULL;
  g_autoptr(TnyImportPlan) first = plan_file (f, TNY_IMPORT_ORGANIZATIONS, organizations);
  g_autoptr(TnyImportPlan) second = NULL, again = NULL, missing = NULL;
  g_autoptr(GError) error = NULL;
  gint64 ids[2];

  /* Contacts first: every line says what is missing. */
  missing = plan_file (f, TNY_IMPORT_CONTACTS, contacts);
  check_counts (missing, 0, 0, 0, 16);
  check_counts (first, 9, 0, 0, 1);
  ids[0] = apply (first);
  notes = read_text (f, "SELECT quick_notes FROM organizations WHERE external_id = '510'");
  g_assert_cmpstr (notes, ==, "<ul><li>VPN only with MFA</li><li>Window Sun 06:00</li></ul>");
  g_assert_cmpint (read_int (f, "SELECT quick_notes = 'line one' || char (10) || 'line two, with comma'"
                             " FROM organizations WHERE external_id = '560'"), ==, 1);

  second = plan_file (f, TNY_IMPORT_CONTACTS, contacts);
  check_counts (second, 13, 0, 0, 3);
  ids[1] = apply (second);
  again = plan_file (f, TNY_IMPORT_CONTACTS, contacts);
  check_counts (again, 0, 0, 13, 3);
  g_assert_cmpint (read_int (f, "SELECT count (*) FROM contact_items WHERE kind = 'phone' AND NOT is_primary"),
                   ==, 2);
  g_assert_cmpint (read_int (f, "SELECT count (*) FROM contact_items WHERE kind = 'other'"), ==, 3);

  g_assert_true (tny_import_undo (f->store, ids[1], &error));
  g_assert_true (tny_import_undo (f->store, ids[0], &error));
  after = dump (f);
  g_assert_cmpstr (after, ==, before);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *name = g_strconcat ("/records/import/file/", files[i].name, NULL);

      g_test_add (name, Fixture, GUINT_TO_POINTER (i), fixture_set_up, test_files, fixture_tear_down);
    }
  add_test ("/records/import/refused-as-a-whole", test_refused);
  add_test ("/records/import/hostile-texts-are-text", test_hostile_texts);
  add_test ("/records/import/lengths", test_lengths);
  add_test ("/records/import/twenty-thousand-columns", test_many_columns);
  add_test ("/records/import/nul-byte-is-a-problem-of-its-line", test_nul_byte);
  add_test ("/records/import/latin1", test_latin1);
  add_test ("/records/import/nothing-half-imported", test_nothing_half_imported);
  add_test ("/records/import/stale-plan-is-refused", test_stale_plan);
  add_test ("/records/import/mapping", test_mapping);
  add_test ("/records/import/update-keeps-what-is-not-named", test_update_keeps_what_is_not_named);
  add_test ("/records/import/places", test_places);
  add_test ("/records/import/undo-respects-decisions", test_undo_respects_decisions);
  add_test ("/records/import/undo-takes-automatic-matches-along", test_undo_takes_automatic_matches_along);
  add_test ("/records/import/undo-waits-for-contacts", test_undo_waits_for_contacts);
  add_test ("/records/import/problems-as-csv", test_save_problems);
  add_test ("/records/import/guess-kind", test_guess_kind);
  add_test ("/records/import/samples", test_samples);

  return g_test_run ();
}
