/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "match-support.h"

#include <string.h>

/* Organizations that are easily mistaken for each other. */
static const char *const organizations[] = {
  "Contoso Ltd", "Contoso Pharmaceuticals GmbH", "Fabrikam, Inc.", "Fabrikam Residences LLC",
  "Northwind Traders", "Wingtip Toys Limited", "Wide World Importers plc",
  "Tailspin Aviation S.p.A.",
  "Müller & Söhne Metallbau GmbH & Co. KG", "Ærøskøbing Værft A/S", "Łucznik Sp. z o.o.",
  "Ромашка ООО", "Ελληνικά Ναυπηγεία ΑΕ", "株式会社青空電機", "腾飞科技有限公司",
  "University of Wexbridge", "Wexbridge College", "Wexbridge City Council",
  "St. Aldhelm's Hospital NHS Foundation Trust", "The Harrowgate Brewing Company Ltd",
  "Quarrystone Bros Ltd", "Ashdown Valley Farming Society", "Pinecroft Care Homes Limited",
  "Pinecroft Nurseries Limited", "B&T Fasteners Ltd", "JTR Logistics B.V.", "Three Oaks Dental",
  "Silverlake Group Holdings Ltd", "Bluefin Leeds Ltd", "Bluefin York Ltd", "Greywell School 1",
  "Greywell School 2", "Institute of Marine Botany", "Larkhill Solicitors LLP", "Koprivnica d.o.o.",
  "Zen-Noh Trading K.K.", "Deltaworks International Services Ltd", "Saltmarsh Building Society",
  NULL
};

static GPtrArray *
suggest (const char *name, guint top)
{
  g_autoptr(TnyNameIndex) index = index_of (organizations);
  GPtrArray *suggestions = tny_name_index_suggest (index, name, top);

  assert_sound (index, suggestions, top);
  /* The names are lent by the index: let go of what would dangle. */
  for (guint i = 0; i < suggestions->len; i++)
    {
      TnySuggestion *one = suggestions->pdata[i];

      one->name = organizations[one->id - 1];
    }

  return suggestions;
}

static void
test_equal_names (void)
{
  static const struct { const char *a, *b; gboolean equal; } rows[] = {
    { "Contoso", "contoso", TRUE }, { " Contoso\xc2\xa0\t", "CONTOSO", TRUE },
    { "Caf\xc3\xa9", "CAFE\xcc\x81", TRUE }, { "STRASSE", "Straße", TRUE },
    { "ΣΊΣΥΦΟΣ", "σίσυφος", TRUE }, { "株式会社", "株式会社", TRUE },
    { "A  B", "A B", FALSE }, { "Contoso Ltd", "Contoso Ltd.", FALSE }, { "Café", "Cafe", FALSE },
    { "Contoso", "Contoso Ltd", FALSE }, { "A & B", "A and B", FALSE }, { "ﬁ", "ﬁn", FALSE },
    { "Con\xe2\x80\xaetoso", "Contoso", FALSE }, { "Ｃontoso", "Contoso", FALSE },
    { "", "", FALSE }, { " ", "\t", FALSE }, { NULL, NULL, FALSE }, { "a", NULL, FALSE },
    { "a\xff", "a\xff", FALSE }, { "a\xff", "a\xfe", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_assert_cmpint (tny_names_equal (rows[i].a, rows[i].b), ==, rows[i].equal);
      g_assert_cmpint (tny_names_equal (rows[i].b, rows[i].a), ==, rows[i].equal);
    }
}

static void
test_only_equal_and_unique_is_automatic (void)
{
  static const char *const names[] = { "Contoso", "Fabrikam", "FABRIKAM ", "Tailspin Ltd",
    "Fabrikam Ltd", NULL };
  static const struct { const char *name; gint64 id; gboolean equal, automatic; } rows[] = {
    { "contoso ", 1, TRUE, TRUE }, { "Fabrikam", 2, TRUE, FALSE },
    { "Contoso Ltd", 1, FALSE, FALSE },
    { "Tailspin Limited", 4, FALSE, FALSE }, { "Contos\xff", 1, FALSE, FALSE },
    { "Cont\xc3\xb6so", 1, FALSE, FALSE },
  };
  g_autoptr(TnyNameIndex) index = index_of (names);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr(GPtrArray) found = tny_name_index_suggest (index, rows[i].name, 5);
      const TnySuggestion *first = found->pdata[0];

      assert_sound (index, found, 5);
      g_assert_cmpint (first->id, ==, rows[i].id);
      g_assert_cmpint (first->equal, ==, rows[i].equal);
      g_assert_cmpint (first->automatic, ==, rows[i].automatic);
      g_assert_cmpint (first->score == 100, ==, rows[i].automatic);
    }
  {
    g_autoptr(GPtrArray) found = tny_name_index_suggest (index, "fabrikam", 5);
    const TnySuggestion *second = found->pdata[1];

    g_assert_true (second->equal);
    g_assert_false (second->automatic);
    g_assert_cmpint (second->score, ==, ((const TnySuggestion *) found->pdata[0])->score);
  }
}

/* What must come first, within which scores, and one of the reasons. */
static const struct
{
  const char *kind, *name, *first;
  int         least, most;
  const char *reason;
} firsts[] = {
  { "form", "Contoso", "Contoso Ltd", 90, 99, "Same name without “Ltd”" },
  { "form", "Łucznik", "Łucznik Sp. z o.o.", 95, 99, "Same name without “Sp z o.o”" },
  { "other-form", "Wingtip Toys GmbH", "Wingtip Toys Limited", 80, 92,
    "Other legal form: “GmbH”, “Limited”" },
  { "same-form", "Wingtip Toys Ltd", "Wingtip Toys Limited", 95, 99, NULL },
  { "article", "Northwind Traders, The", "Northwind Traders", 95, 99, "Same name without “The”" },
  { "and", "Müller und Söhne Metallbau", "Müller & Söhne Metallbau GmbH & Co. KG", 95, 99, NULL },
  { "umlaut", "Mueller Soehne Metallbau GmbH", "Müller & Söhne Metallbau GmbH & Co. KG", 88, 99,
    "Other spelling: “Mueller”, “Müller”" },
  { "latin", "Aeroskobing Vaerft", "Ærøskøbing Værft A/S", 85, 99, NULL },
  { "latin", "Lucznik", "Łucznik Sp. z o.o.", 95, 99, NULL },
  { "cyrillic", "Romashka LLC", "Ромашка ООО", 85, 99, NULL },
  { "greek", "Ellinika Nafpigeia", "Ελληνικά Ναυπηγεία ΑΕ", 75, 99, NULL },
  { "cjk", "青空電機", "株式会社青空電機", 95, 99, "Same name without “株式会社”" },
  { "cjk", "腾飞科技", "腾飞科技有限公司", 95, 99, NULL },
  { "abbreviation", "Uni of Wexbridge", "University of Wexbridge", 90, 99,
    "Same meaning: “Uni”, “University”" },
  { "abbreviation", "Saint Aldhelms Hosp NHS FT", "St. Aldhelm's Hospital NHS Foundation Trust", 90,
    99, "Same meaning: “Hosp”, “Hospital”" },
  { "abbreviation", "Quarrystone Brothers", "Quarrystone Bros Ltd", 90, 99, NULL },
  { "language", "Universität Wexbridge", "University of Wexbridge", 90, 99, NULL },
  { "acronym", "AVFS", "Ashdown Valley Farming Society", 75, 92,
    "Initials: “AVFS”, “Ashdown Valley Farming Society”" },
  { "acronym", "IoMB", "Institute of Marine Botany", 75, 92, NULL },
  { "acronym", "Jansen Transport Rotterdam", "JTR Logistics B.V.", 60, 90,
    "Initials: “Jansen Transport Rotterdam”, “JTR”" },
  { "initials", "B and T Fasteners", "B&T Fasteners Ltd", 95, 99, NULL },
  { "initials", "J.T.R. Logistics", "JTR Logistics B.V.", 95, 99, NULL },
  { "typo", "Fabirkam Residences", "Fabrikam Residences LLC", 80, 97,
    "1 letter different: “Fabirkam”, “Fabrikam”" },
  { "typo", "Taispin Aviation", "Tailspin Aviation S.p.A.", 80, 97, NULL },
  { "order", "Aviation Tailspin", "Tailspin Aviation S.p.A.", 88, 97,
    "The words stand in another order" },
  { "run-together", "WingtipToys", "Wingtip Toys Limited", 95, 99, NULL },
  { "run-together", "wideworldimporters", "Wide World Importers plc", 90, 99,
    "Same letters, other spaces: “wideworldimporters”, “Wide World Importers”" },
  { "run-together", "Zennoh Trading", "Zen-Noh Trading K.K.", 90, 99, NULL },
  { "number", "3 Oaks Dental", "Three Oaks Dental", 95, 99, "Same meaning: “3”, “Three”" },
  { "number", "Greywell School 2", "Greywell School 2", 100, 100, "Same name" },
  { "brand", "Harrowgate", "The Harrowgate Brewing Company Ltd", 75, 92, NULL },
  { "parent", "Silverlake", "Silverlake Group Holdings Ltd", 85, 97,
    "Only in the organization's name: “Group Holdings”" },
  { "branch", "Deltaworks", "Deltaworks International Services Ltd", 85, 97, NULL },
  { "branch", "Larkhill Solicitors (Leeds)", "Larkhill Solicitors LLP", 70, 95,
    "Only in the tenant's name: “Leeds”" },
  { "place", "Bluefin Leeds", "Bluefin Leeds Ltd", 90, 99, NULL },
  { "common", "Wexbridge Council", "Wexbridge City Council", 85, 99, NULL },
};

static void
test_what_comes_first (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (firsts); i++)
    {
      g_autoptr(GPtrArray) found = suggest (firsts[i].name, 3);
      g_autofree char *text = describe (found);
      const TnySuggestion *first;

      g_test_message ("%s: %s\n%s", firsts[i].kind, firsts[i].name, text);
      g_assert_cmpuint (found->len, >, 0);
      first = found->pdata[0];
      g_assert_cmpstr (first->name, ==, firsts[i].first);
      g_assert_cmpint (first->score, >=, firsts[i].least);
      g_assert_cmpint (first->score, <=, firsts[i].most);
      if (firsts[i].reason != NULL)
        {
          gboolean given = FALSE;

          for (guint k = 0; k < first->reasons->len; k++)
            {
              g_autofree char *reason = tny_reason_text (first->reasons->pdata[k]);

              given |= strcmp (reason, firsts[i].reason) == 0;
            }
          if (!given)
            g_error ("%s: no reason “%s” in:\n%s", firsts[i].name, firsts[i].reason, text);
        }
    }
}

/* Names that have no counterpart: nothing may look certain. */
static void
test_what_stays_weak (void)
{
  static const struct { const char *name; int most; } rows[] = {
    { "Amaryllis Shipping Ltd", 55 }, { "Limited", 40 }, { "The", 40 }, { "Trust", 60 },
    { "University of Ostermark", 60 }, { "Holdings Group Services Ltd", 60 },
    { "Bluefin Bath", 89 },
    { "Greywell School 3", 89 }, { "Contoso & Fabrikam", 85 }, { "Pinecroft", 89 },
    { "Pharmaceuticals GmbH", 70 }, { "Xq", 50 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr(GPtrArray) found = suggest (rows[i].name, 5);
      g_autofree char *text = describe (found);

      g_test_message ("%s\n%s", rows[i].name, text);
      for (guint k = 0; k < found->len; k++)
        {
          const TnySuggestion *one = found->pdata[k];

          g_assert_cmpint (one->score, <=, rows[i].most);
          g_assert_false (one->automatic);
        }
    }
}

static void
test_ambiguity_lowers_all_involved (void)
{
  static const char *const one[] = { "Pinecroft Nurseries", "Ashdown Farming", NULL };
  static const char *const two[] = { "Pinecroft Nurseries", "Pinecroft Arbour", "Ashdown Farming",
    NULL };
  g_autoptr(TnyNameIndex) alone = index_of (one), both = index_of (two);
  g_autoptr(GPtrArray) clear = tny_name_index_suggest (alone, "Pinecroft", 3);
  g_autoptr(GPtrArray) close = tny_name_index_suggest (both, "Pinecroft", 3);

  assert_sound (alone, clear, 3);
  assert_sound (both, close, 3);
  g_assert_cmpuint (close->len, ==, 2);
  for (guint i = 0; i < 2; i++)
    {
      const TnySuggestion *involved = close->pdata[i];
      const TnyReason *last = involved->reasons->pdata[involved->reasons->len - 1];
      gboolean said = FALSE;

      g_assert_cmpint (involved->score, <, ((const TnySuggestion *) clear->pdata[0])->score);
      for (guint k = 0; k < involved->reasons->len; k++)
        said |= ((const TnyReason *) involved->reasons->pdata[k])->kind == TNY_REASON_AMBIGUOUS;
      g_assert_true (said);
      g_assert_cmpint (last->points, <, 0);
    }
}

/* Two organizations of one name but for the legal form: neither may be taken for certain. */
static void
test_ties_never_look_certain (void)
{
  static const char *const names[] = { "Contoso Ltd", "Contoso GmbH", "Contoso Limited",
    "Fabrikam Ltd", NULL };
  g_autoptr(TnyNameIndex) index = index_of (names);
  g_autoptr(GPtrArray) tied = tny_name_index_suggest (index, "Contoso", 5);
  g_autoptr(GPtrArray) clear = tny_name_index_suggest (index, "Fabrikam", 5);

  assert_sound (index, tied, 5);
  g_assert_cmpint (((const TnySuggestion *) tied->pdata[0])->score, <, 90);
  g_assert_cmpint (((const TnySuggestion *) clear->pdata[0])->score, >=, 90);
}

static void
test_rare_words_weigh_more (void)
{
  static const char *const names[] = { "Harbour Quellstein", "Harbour Marina", "Harbour Light",
    "Harbour Fish", "Harbour View", "Harbour Side", "Ridge Quellstein", NULL };
  g_autoptr(TnyNameIndex) index = index_of (names);
  g_autoptr(GPtrArray) found = tny_name_index_suggest (index, "Quellstein Marina", 3);

  assert_sound (index, found, 3);
  g_assert_cmpuint (found->len, ==, 3);
  /* The rare word beats the frequent one: never a mere Harbour. */
  for (guint i = 0; i < found->len; i++)
    g_assert_cmpint (((const TnySuggestion *) found->pdata[i])->id, !=, 3);
}

/* --- hostile ---------------------------------------------------------------------------------- */

static GPtrArray *
hostile_names (void)
{
  static const char *const fixed[] = {
    "", " ", "\t\n", "!!!", "...---...", "\xff\xfe\xfd", "a\xc3", "\xf0\x9f", "Contoso\xff",
    "%s%n%d",
    "<b>Contoso</b>", "'; DROP TABLE users; --", "=cmd|' /C calc'!A0", "\xe2\x80\xaeosotnoC",
    "\xe2\x81\xa6",
    "\xef\xbb\xbf" "Contoso", "🦄🦄🦄", "🦄 GmbH", "株", "株式会社", "ไทยเบฟเวอเรจ", "شركة الاتصالات",
    "בזק בע\"מ",
    "ﷺ", "㍿青空", "a a a a a a a a a a a a a a a a a a a a a a a a", "& & & &", "The The The", "0",
    "00000000000",
    "x", "LTD LTD LTD", "A&B&C&D&E&F&G&H&I&J&K&L&M&N&O&P&Q&R&S&T&U&V&W&X&Y&Z", "''''''''",
    "l'l'l'l'l'",
    "\xcc\x81\xcc\x81", "Ǆ ǅ ǆ", "İstanbul", "ŸŸŸ", "ㅏㅏ", "가나다", "ьъь", "-a-b-c-", "Co-",
    "co-op-co-op",
  };
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (fixed); i++)
    g_ptr_array_add (names, g_strdup (fixed[i]));
  g_ptr_array_add (names, g_strnfill (65536, 'a'));
  g_ptr_array_add (names, g_strnfill (65536, ' '));
  g_ptr_array_add (names, g_strnfill (65536, '&'));
  g_ptr_array_add (names, g_strnfill (65536, (char) 0xC3));
  for (guint i = 0; i < 16384; i++)
    g_string_append_printf (text, "%c%02x ", 'a' + i % 26, i & 255);
  g_ptr_array_add (names, g_strdup (text->str));
  g_string_truncate (text, 0);
  for (guint i = 0; i < 21000; i++)
    g_string_append (text, "\xef\xb7\xba");
  g_ptr_array_add (names, g_string_free (text, FALSE));
  /* Any bytes at all. */
  for (guint i = 0; i < 400; i++)
    {
      guint length = g_test_rand_int_range (0, 60);
      char *name = g_malloc (length + 1);

      for (guint k = 0; k < length; k++)
        name[k] = (char) g_test_rand_int_range (1, 256);
      name[length] = '\0';
      g_ptr_array_add (names, name);
    }

  return names;
}

static void
test_hostile_names (void)
{
  g_autoptr(GPtrArray) names = hostile_names ();
  g_autoptr(TnyNameIndex) index = tny_name_index_new ();

  for (guint i = 0; i < names->len; i++)
    tny_name_index_add (index, (gint64) i - 20, names->pdata[i]);
  for (guint i = 0; organizations[i] != NULL; i++)
    tny_name_index_add (index, 10000 + i, organizations[i]);
  tny_name_index_build (index);

  for (guint i = 0; i < names->len; i++)
    {
      g_autoptr(GPtrArray) found = tny_name_index_suggest (index, names->pdata[i], 100);

      assert_sound (index, found, 100);
      for (guint k = 0; k < found->len; k++)
        {
          const TnySuggestion *one = found->pdata[k];

          g_assert_cmpint (one->equal, ==, tny_names_equal (names->pdata[i], one->name));
        }
    }
}

static void
test_empty_index (void)
{
  static const char *const none[] = { NULL };
  static const char *const blank[] = { "", "  ", NULL };
  g_autoptr(TnyNameIndex) empty = index_of (none), blanks = index_of (blank);
  g_autoptr(GPtrArray) first = tny_name_index_suggest (empty, "Contoso", 3);
  g_autoptr(GPtrArray) second = tny_name_index_suggest (blanks, "", 3);
  g_autoptr(GPtrArray) many = tny_name_index_suggest_many (empty, none, 0, 3, 2, NULL, NULL);

  g_assert_cmpuint (tny_name_index_get_size (empty), ==, 0);
  g_assert_cmpuint (first->len, ==, 0);
  g_assert_cmpuint (second->len, ==, 0);
  g_assert_cmpuint (many->len, ==, 0);
  tny_name_index_free (NULL);
  tny_suggestion_free (NULL);
}

/* Nothing gets slow when thousands have one name, and none of them is taken unasked. */
static void
test_thousands_of_one_name (void)
{
  g_autoptr(TnyNameIndex) index = tny_name_index_new ();
  g_autoptr(GPtrArray) equal = NULL, similar = NULL;

  for (guint i = 0; i < 20000; i++)
    tny_name_index_add (index, i, i % 2 == 0 ? "Contoso Ltd" : "CONTOSO LTD ");
  tny_name_index_build (index);
  equal = tny_name_index_suggest (index, "contoso ltd", 100);
  similar = tny_name_index_suggest (index, "Contoso", 100);

  assert_sound (index, equal, 100);
  assert_sound (index, similar, 100);
  g_assert_cmpuint (equal->len, ==, 64);
  g_assert_cmpuint (similar->len, ==, 64);
  for (guint i = 0; i < equal->len; i++)
    {
      const TnySuggestion *one = equal->pdata[i];

      g_assert_true (one->equal);
      g_assert_false (one->automatic);
      g_assert_cmpint (one->id, ==, i);
    }
}

/* --- many, threads ---------------------------------------------------------------------------- */

static const char **
questions (GPtrArray *owned, guint *n)
{
  GPtrArray *all = g_ptr_array_new ();

  for (guint i = 0; i < owned->len; i++)
    g_ptr_array_add (all, owned->pdata[i]);
  for (guint i = 0; i < G_N_ELEMENTS (firsts); i++)
    g_ptr_array_add (all, (gpointer) firsts[i].name);
  *n = all->len;

  return (const char **) g_ptr_array_free (all, FALSE);
}

static void
test_many_threads_answer_as_one (void)
{
  g_autoptr(GPtrArray) owned = hostile_names ();
  guint n;
  g_autofree const char **names = questions (owned, &n);
  g_autoptr(TnyNameIndex) index = index_of (organizations), again = index_of (organizations);
  g_autoptr(GPtrArray) all = tny_name_index_suggest_many (index, names, n, 3, 8, NULL, NULL);

  g_assert_cmpuint (all->len, ==, n);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr(GPtrArray) single = tny_name_index_suggest (again, names[i], 3);
      g_autofree char *a = describe (all->pdata[i]), *b = describe (single);

      g_assert_cmpstr (a, ==, b);
    }
}

/* The scores do not depend on the order in which organizations come, nor do ranks but for ties. */
static void
test_order_of_adding_does_not_matter (void)
{
  g_autoptr(TnyNameIndex) forward = index_of (organizations), backward = tny_name_index_new ();

  for (guint i = G_N_ELEMENTS (organizations) - 1; i > 0; i--)
    tny_name_index_add (backward, i, organizations[i - 1]);
  tny_name_index_build (backward);
  for (guint i = 0; i < G_N_ELEMENTS (firsts); i++)
    {
      g_autoptr(GPtrArray) a = tny_name_index_suggest (forward, firsts[i].name, 1);
      g_autoptr(GPtrArray) b = tny_name_index_suggest (backward, firsts[i].name, 1);
      g_autofree char *text_a = describe (a), *text_b = describe (b);

      g_assert_cmpstr (text_a, ==, text_b);
    }
}

static void
test_cancelled (void)
{
  static const char *const names[] = { "Contoso", "Fabrikam" };
  g_autoptr(TnyNameIndex) index = index_of (organizations);
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GPtrArray) all = NULL;
  g_autoptr(GError) error = NULL;

  g_cancellable_cancel (cancellable);
  all = tny_name_index_suggest_many (index, names, 2, 3, 2, cancellable, &error);
  g_assert_null (all);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/match/name-index/equal-names", test_equal_names);
  g_test_add_func ("/match/name-index/only-equal-and-unique-is-automatic",
                   test_only_equal_and_unique_is_automatic);
  g_test_add_func ("/match/name-index/what-comes-first", test_what_comes_first);
  g_test_add_func ("/match/name-index/what-stays-weak", test_what_stays_weak);
  g_test_add_func ("/match/name-index/ambiguity-lowers-all-involved",
                   test_ambiguity_lowers_all_involved);
  g_test_add_func ("/match/name-index/ties-never-look-certain", test_ties_never_look_certain);
  g_test_add_func ("/match/name-index/rare-words-weigh-more", test_rare_words_weigh_more);
  g_test_add_func ("/match/name-index/hostile-names", test_hostile_names);
  g_test_add_func ("/match/name-index/thousands-of-one-name", test_thousands_of_one_name);
  g_test_add_func ("/match/name-index/empty-index", test_empty_index);
  g_test_add_func ("/match/name-index/many-threads-answer-as-one", test_many_threads_answer_as_one);
  g_test_add_func ("/match/name-index/order-of-adding-does-not-matter",
                   test_order_of_adding_does_not_matter);
  g_test_add_func ("/match/name-index/cancelled", test_cancelled);

  return g_test_run ();
}
