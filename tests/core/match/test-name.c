/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-name.h"

#include <string.h>

static char *
words_of (const char *text, gboolean apart)
{
  static const char marks[] = {
    [TNY_WORD_CORE] = ' ', [TNY_WORD_COMMON] = '~', [TNY_WORD_PLACE] = '@', [TNY_WORD_REGION] = '%',
    [TNY_WORD_NUMBER] = '#', [TNY_WORD_SMALL] = '.', [TNY_WORD_FORM] = '!',
  };
  GString *out = g_string_new (NULL);
  TnyName name;

  tny_name_parse (&name, text, apart);
  for (guint i = 0; i < name.n; i++)
    {
      const TnyNameWord *word = &name.words[i];

      g_assert_cmpint (word->start, <=, word->end);
      g_assert_cmpuint (word->end, <=, strlen (text));
      if (i > 0)
        g_string_append_c (out, ' ');
      if (marks[word->class] != ' ')
        g_string_append_c (out, marks[word->class]);
      for (guint k = 0; k < word->word.n; k++)
        g_string_append_unichar (out, word->word.letters[k]);
    }

  return g_string_free (out, FALSE);
}

/* ! legal form, . small word, ~ common word, @ place, % region, # number. */
static void
test_words (void)
{
  static const struct { const char *text, *words; } rows[] = {
    { "Contoso Ltd.", "contoso !ltd" },
    { "CONTOSO P.L.C.", "contoso !plc" },
    { "The Fabrikam Group, Inc. (UK)", ".the fabrikam ~group !inc %uk" },
    { "Fabrikam S.p.A.", "fabrikam !spa" },
    { "Fabrikam Sp. z o.o.", "fabrikam !sp !zoo" },
    { "Fabrikam S.A. de C.V.", "fabrikam !sa .de !cv" },
    { "OOO Ромашка", "!ooo romashka" },
    { "ООО «Ромашка»", "!ooo romashka" },
    { "Müller & Söhne GmbH & Co. KG", "muller .and ~sohne !gmbh .and !co !kg" },
    { "Łódź Øresund Straße", "lodz oresund strasse" },
    { "O’Neil's", "oneils" },
    { "L'Oréal", ".l oreal" },
    { "J. C. B. Plant", "jcb plant" },
    { "B & Q", "bandq" },
    { "B and Q", "bandq" },
    { "Co-operative Bank", "cooperative ~bank" },
    { "Rolls-Royce", "rolls royce" },
    { "Three Rivers 3", "#three rivers #3" },
    { "United States of America Corp", "%usa !corp" },
    { "Αθήνα", "@athina" },
    { "株式会社日立製作所", "!株式会社 日立製作所" },
    { "腾讯科技有限公司", "腾讯科技 !有限公司" },
    { "삼성전자 주식회사", "삼성전자 주식회사" },
    { "ABC株式会社", "abc 株式会社" },
    { "Contoso™ ®", "contoso" },
    { "Ⅳ Ｆｕｌｌ", "iv full" },
    { "Con\xe2\x80\xaetoso", "contoso" },
    { "Soft\xc2\xadware", "~software" },
    { "a\xff" "b\xfe\xfe", "ab" },
    { "=Westmere & \"Co\" <b>Housing</b>", "westmere .and ~co ~housing" },
    { "<font color='red'>Contoso</FONT><br/>", "contoso" },
    { "<Fabrikam> <b", "fabrikam b" }, { "Alpha < Beta", "alpha beta" },
    { "Company", "company" },
    { "Limited", "limited" },
    { "", "" }, { "  \t ", "" }, { "!!! --- ???", "" }, { "\xff\xfe\xfd", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *words = words_of (rows[i].text, FALSE);

      g_assert_cmpstr (words, ==, rows[i].words);
    }
}

static void
test_run_together_is_taken_apart (void)
{
  static const struct { const char *text, *words; } rows[] = {
    { "TheBodyShopUK", ".the body ~shop %uk" }, { "3RiversTrust", "#3 rivers ~trust" },
    { "Housing21", "~housing #21" }, { "McAfee", "mcafee" }, { "G4S", "g4s" }, { "IBM", "ibm" },
    { "eBay", "ebay" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *words = words_of (rows[i].text, TRUE);

      g_assert_cmpstr (words, ==, rows[i].words);
    }
}

static void
test_limits (void)
{
  g_autofree char *one = g_strnfill (65536, 'x');
  g_autoptr(GString) many = g_string_new (NULL);
  TnyName name;

  tny_name_parse (&name, one, TRUE);
  g_assert_cmpuint (name.n, ==, 1);
  g_assert_cmpuint (name.words[0].word.n, ==, TNY_WORD_LETTERS);

  for (guint i = 0; i < 20000; i++)
    g_string_append_printf (many, "w%u ", i);
  tny_name_parse (&name, many->str, FALSE);
  g_assert_cmpuint (name.n, ==, TNY_NAME_WORDS);

  /* One character that becomes eighteen letters, many times. */
  g_string_truncate (many, 0);
  for (guint i = 0; i < 20000; i++)
    g_string_append (many, "\xef\xb7\xba");
  tny_name_parse (&name, many->str, TRUE);
  g_assert_cmpuint (name.n_pool, <=, G_N_ELEMENTS (name.pool));
}

/* Every start of a text with characters of one to four bytes: what is cut in two is no reason to
 * read on behind the end. */
static void
test_cut_characters (void)
{
  static const char text[] = "Aß株🦄 (Ⅳ) و x\xcc\x81";

  for (gsize length = 0; length < sizeof text; length++)
    {
      g_autofree char *cut = g_strndup (text, length);
      TnyName name;

      tny_name_parse (&name, cut, TRUE);
      for (guint i = 0; i < name.n; i++)
        g_assert_cmpuint (name.words[i].end, <=, length);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/match/name/words", test_words);
  g_test_add_func ("/match/name/run-together-is-taken-apart", test_run_together_is_taken_apart);
  g_test_add_func ("/match/name/limits", test_limits);
  g_test_add_func ("/match/name/cut-characters", test_cut_characters);

  return g_test_run ();
}
