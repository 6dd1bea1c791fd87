/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-reason.h"

static void
test_sentences (void)
{
  static const struct { TnyReason reason; const char *text; } rows[] = {
    { { TNY_REASON_SAME_NAME, 100, NULL, NULL, 0, 0 }, "Same name" },
    { { TNY_REASON_SAME_WITHOUT, 97, (char *) "Ltd", NULL, 0, 0 }, "Same name without “Ltd”" },
    { { TNY_REASON_SAME_WITHOUT, 97, NULL, (char *) "GmbH", 0, 0 }, "Same name without “GmbH”" },
    { { TNY_REASON_SAME_WORDS, 98, NULL, NULL, 1, 1 }, "The word is the same" },
    { { TNY_REASON_SAME_WORDS, 98, NULL, NULL, 3, 3 }, "All 3 words are the same" },
    { { TNY_REASON_SAME_WORDS, 60, NULL, NULL, 2, 3 }, "2 of 3 words are the same" },
    { { TNY_REASON_SAME_WORDS, 30, NULL, NULL, 1, 3 }, "1 of 3 words is the same" },
    { { TNY_REASON_LETTERS, 80, (char *) "Trnity", (char *) "Trinity", 1, 0 },
      "1 letter different: “Trnity”, “Trinity”" },
    { { TNY_REASON_INITIALS, 80, (char *) "AB", (char *) "A B", 0, 0 }, "Initials: “AB”, “A B”" },
    { { TNY_REASON_ONLY_OURS, -3, NULL, (char *) "Leeds", 0, 0 },
      "Only in the organization's name: “Leeds”" },
    { { TNY_REASON_AMBIGUOUS, -6, NULL, NULL, 1, 0 }, "1 other organization is as close" },
    { { TNY_REASON_AMBIGUOUS, -8, NULL, NULL, 2, 0 }, "2 other organizations are as close" },
    /* Words from outside cannot break the line or turn it around. */
    { { TNY_REASON_ONLY_THEIRS, -3, (char *) "a\nb\xe2\x80\xae", NULL, 0, 0 },
      "Only in the tenant's name: “a\\u000ab\\u202e”" },
    { { TNY_REASON_ONLY_THEIRS, -3, (char *) "%s%n", NULL, 0, 0 },
      "Only in the tenant's name: “%s%n”" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *text = tny_reason_text (&rows[i].reason);

      g_assert_cmpstr (text, ==, rows[i].text);
    }
}

static void
test_every_kind_has_a_sentence (void)
{
  for (int kind = TNY_REASON_SAME_NAME; kind <= TNY_REASON_AMBIGUOUS; kind++)
    {
      TnyReason reason = { kind, 1, (char *) "theirs", (char *) "ours", 1, 2 };
      g_autofree char *text = tny_reason_text (&reason);

      g_assert_nonnull (text);
      g_assert_cmpuint (strlen (text), >, 5);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/match/reason/sentences", test_sentences);
  g_test_add_func ("/match/reason/every-kind-has-a-sentence", test_every_kind_has_a_sentence);

  return g_test_run ();
}
