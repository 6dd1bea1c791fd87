/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-word-compare.h"

#include <string.h>

/* Alone, a short form is no short form: each word gets another before it. */
static float
compare (const char *a, const char *b, TnyReasonKind *kind, guint *n)
{
  static TnyName first, second;

  g_autofree char *text_a = g_strconcat ("xyz ", a, NULL), *text_b = g_strconcat ("xyz ", b, NULL);

  tny_name_parse (&first, text_a, FALSE);
  tny_name_parse (&second, text_b, FALSE);
  g_assert_cmpuint (first.n, ==, 2);
  g_assert_cmpuint (second.n, ==, 2);

  return tny_words_compare (&first.words[1].word, &second.words[1].word, kind, n);
}

static void
test_words (void)
{
  static const struct
  {
    const char    *a, *b;
    TnyReasonKind  kind;
    guint          n;
    float          least, most;
  } rows[] = {
    { "contoso", "Contoso", TNY_REASON_SAME_WORDS, 0, 1, 1 },
    { "Uni", "Universität", TNY_REASON_SAME_WORDS, 0, 1, 1 },
    { "Grp", "Group", TNY_REASON_SAME_WORDS, 0, 1, 1 },
    { "Herts", "Hertfordshire", TNY_REASON_SAME_WORDS, 0, 1, 1 },
    { "Müller", "Mueller", TNY_REASON_SPELLING, 0, 0.9f, 0.99f },
    { "Muller", "Mueller", TNY_REASON_SPELLING, 0, 0.9f, 0.99f },
    { "Søren", "Soeren", TNY_REASON_SPELLING, 0, 0.9f, 0.99f },
    { "Århus", "Aarhus", TNY_REASON_SPELLING, 0, 0.9f, 0.99f },
    { "Чехов", "Chekhov", TNY_REASON_SAME_WORDS, 0, 1, 1 },
    { "Чехов", "Čechov", TNY_REASON_LETTERS, 2, 0.5f, 0.9f },
    { "Katherine", "Catherine", TNY_REASON_SPELLING, 0, 0.9f, 0.99f },
    { "Contoso", "Contsoo", TNY_REASON_LETTERS, 1, 0.7f, 0.95f },
    { "Wingtip", "Wngtip", TNY_REASON_LETTERS, 1, 0.7f, 0.95f },
    { "Fabrikam", "Fabrikom", TNY_REASON_LETTERS, 1, 0.7f, 0.95f },
    { "Rowan", "Rowanberry", TNY_REASON_PART_OF_WORD, 0, 0.5f, 0.85f },
    { "Werke", "Stadtwerke", TNY_REASON_SAME_WORDS, 0, 0, 0.9f },
    { "Contoso", "Fabrikam", 0, 0, 0, 0 },
    { "Leeds", "York", 0, 0, 0, 0 },
    { "ab", "ac", 0, 0, 0, 0 },
    { "株式", "日立", 0, 0, 0, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      TnyReasonKind kind = TNY_REASON_AMBIGUOUS, back;
      guint n, n_back;
      float alike = compare (rows[i].a, rows[i].b, &kind, &n);

      g_test_message ("%s, %s: %.3f", rows[i].a, rows[i].b, (double) alike);
      g_assert_cmpfloat (alike, >=, rows[i].least);
      g_assert_cmpfloat (alike, <=, rows[i].most);
      g_assert_cmpfloat (alike, ==, compare (rows[i].b, rows[i].a, &back, &n_back));
      if (rows[i].least > 0)
        {
          g_assert_cmpint (kind, ==, rows[i].kind);
          g_assert_cmpuint (n, ==, rows[i].n);
        }
    }
}

/* The whole table, without a band. */
static guint
distance_by_the_book (const char *a, const char *b)
{
  guint n_a = strlen (a), n_b = strlen (b);
  guint table[32][32];

  for (guint i = 0; i <= n_a; i++)
    for (guint j = 0; j <= n_b; j++)
      {
        if (i == 0 || j == 0)
          {
            table[i][j] = i + j;
            continue;
          }
        table[i][j] = MIN (MIN (table[i - 1][j], table[i][j - 1]) + 1,
                           table[i - 1][j - 1] + (a[i - 1] != b[j - 1]));
        if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
          table[i][j] = MIN (table[i][j], table[i - 2][j - 2] + 1);
      }

  return table[n_a][n_b];
}

static void
test_distance (void)
{
  for (guint round = 0; round < 20000; round++)
    {
      char a[12], b[12];
      TnyLetter letters_a[12], letters_b[12];
      guint n_a = g_test_rand_int_range (0, 11), n_b = g_test_rand_int_range (0, 11), limit, exact;

      for (guint i = 0; i < n_a; i++)
        letters_a[i] = a[i] = "abc"[g_test_rand_int_range (0, 3)];
      for (guint i = 0; i < n_b; i++)
        letters_b[i] = b[i] = "abc"[g_test_rand_int_range (0, 3)];
      a[n_a] = b[n_b] = '\0';
      limit = g_test_rand_int_range (0, 5);
      exact = distance_by_the_book (a, b);
      if (tny_letters_distance (letters_a, n_a, letters_b, n_b, limit) != MIN (exact, limit + 1))
        g_error ("“%s” and “%s” within %u: not %u", a, b, limit, exact);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/match/name-compare/words", test_words);
  g_test_add_func ("/match/name-compare/distance", test_distance);

  return g_test_run ();
}
