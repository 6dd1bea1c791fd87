/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-name-compare.h"

#include <math.h>

#include "tny-word-compare.h"

typedef struct
{
  const TnyComparison *comparison;
  const TnyName       *a, *b;
  const char          *text_a, *text_b;
} Pair;

typedef gboolean (*WordTest) (const TnyNameWord *word, gboolean linked, const TnyName *other);

/* --- quoting ---------------------------------------------------------------------------------- */

static char *
quote_range (const TnyName *name, const char *text, guint from, guint n)
{
  guint start = name->words[from].start, end = name->words[from + n - 1].end;

  return end > start ? g_strndup (text + start, end - start) : g_strdup ("");
}

/* The words that pass @test as they are written, in their order; NULL when there are none. */
static char *
quote_words (const TnyName *name, const char *text, const gint8 *links, const TnyName *other,
             WordTest test)
{
  GString *out = NULL;

  for (guint i = 0; i < name->n; i++)
    {
      g_autofree char *word = NULL;

      if (!test (&name->words[i], links[i] >= 0, other))
        continue;
      word = quote_range (name, text, i, 1);
      if (out == NULL)
        out = g_string_new (word);
      else
        g_string_append_printf (out, " %s", word);
    }

  return out != NULL ? g_string_free (out, FALSE) : NULL;
}

static gboolean
is_in (const TnyNameWord *word, const TnyName *name)
{
  for (guint i = 0; i < name->n; i++)
    if (tny_words_same (&word->word, &name->words[i].word))
      return TRUE;

  return FALSE;
}

static gboolean
is_free (const TnyNameWord *word, gboolean linked, const TnyName *other)
{
  return !linked && tny_word_class_counts (word->class);
}

static gboolean
is_free_number (const TnyNameWord *word, gboolean linked, const TnyName *other)
{
  return !linked && word->class == TNY_WORD_NUMBER;
}

static gboolean
is_free_place (const TnyNameWord *word, gboolean linked, const TnyName *other)
{
  return !linked && word->class == TNY_WORD_PLACE;
}

static gboolean
is_free_region (const TnyNameWord *word, gboolean linked, const TnyName *other)
{
  return !linked && word->class == TNY_WORD_REGION;
}

static gboolean
is_missing_form (const TnyNameWord *word, gboolean linked, const TnyName *other)
{
  return word->class == TNY_WORD_FORM && !is_in (word, other);
}

static gboolean
is_missing_small (const TnyNameWord *word, gboolean linked, const TnyName *other)
{
  return word->class == TNY_WORD_SMALL && !is_in (word, other);
}

static char *
quote_theirs (const Pair *pair, WordTest test)
{
  return quote_words (pair->a, pair->text_a, pair->comparison->link_a, pair->b, test);
}

static char *
quote_ours (const Pair *pair, WordTest test)
{
  return quote_words (pair->b, pair->text_b, pair->comparison->link_b, pair->a, test);
}

/* --- reasons ---------------------------------------------------------------------------------- */

/* Same by our table of words, but written as another word. */
static gboolean
is_translated (const Pair *pair, const TnyLink *link)
{
  return link->kind == TNY_REASON_SAME_WORDS &&
         pair->a->words[link->a].word.written != pair->b->words[link->b].word.written;
}

static void
quote_link (TnyReason *reason, const Pair *pair, const TnyLink *link)
{
  reason->theirs = quote_range (pair->a, pair->text_a, link->a, link->n_a);
  reason->ours = quote_range (pair->b, pair->text_b, link->b, link->n_b);
  reason->n = link->n_different;
}

static void
quote_both (TnyReason *reason, const Pair *pair, WordTest test)
{
  reason->theirs = quote_theirs (pair, test);
  reason->ours = quote_ours (pair, test);
}

static void
count_same (TnyReason *reason, const Pair *pair)
{
  for (guint i = 0; i < pair->a->n; i++)
    {
      int link = pair->comparison->link_a[i];

      if (!tny_word_class_counts (pair->a->words[i].class))
        continue;
      reason->of++;
      if (link >= 0 && pair->comparison->links[link].kind == TNY_REASON_SAME_WORDS &&
          !is_translated (pair, &pair->comparison->links[link]))
        reason->n++;
    }
}

static void
fill (TnyReason *reason, const Pair *pair, int link)
{
  switch (reason->kind)
    {
    case TNY_REASON_SPELLING:
    case TNY_REASON_LETTERS:
    case TNY_REASON_PART_OF_WORD:
    case TNY_REASON_RUN_TOGETHER:
    case TNY_REASON_INITIALS:
    case TNY_REASON_SAME_MEANING:
      quote_link (reason, pair, &pair->comparison->links[link]);
      break;
    case TNY_REASON_SAME_WITHOUT:
      if ((reason->theirs = quote_theirs (pair, is_missing_form)) == NULL &&
          (reason->ours = quote_ours (pair, is_missing_form)) == NULL &&
          (reason->theirs = quote_theirs (pair, is_missing_small)) == NULL)
        reason->ours = quote_ours (pair, is_missing_small);
      break;
    case TNY_REASON_SAME_WORDS:
      count_same (reason, pair);
      break;
    case TNY_REASON_ONLY_THEIRS:
      reason->theirs = quote_theirs (pair, is_free);
      break;
    case TNY_REASON_ONLY_OURS:
      reason->ours = quote_ours (pair, is_free);
      break;
    case TNY_REASON_OTHER_FORM:
      quote_both (reason, pair, is_missing_form);
      break;
    case TNY_REASON_OTHER_NUMBER:
      quote_both (reason, pair, is_free_number);
      break;
    case TNY_REASON_OTHER_PLACE:
      quote_both (reason, pair, is_free_place);
      if (reason->theirs != NULL && reason->ours != NULL)
        break;
      g_free (reason->theirs);
      g_free (reason->ours);
      quote_both (reason, pair, is_free_region);
      break;
    case TNY_REASON_SAME_NAME:
    case TNY_REASON_OTHER_ORDER:
    case TNY_REASON_COMMON_WORDS:
    case TNY_REASON_AMBIGUOUS:
    default:                     /* what is not of names has been filled in already */
      break;
    }
}

typedef struct
{
  TnyReasonKind kind;
  int           link;
  float         exact;
  int           points;
} Share;

static guint
list_shares (const Pair *pair, float close_points, Share *shares)
{
  const TnyComparison *comparison = pair->comparison;
  guint n = 0;

  for (guint i = 0; i < comparison->n_parts; i++)
    {
      float points = comparison->parts[i].points;

      /* What is the same by meaning only is told apart from what is the same. */
      if (comparison->parts[i].kind == TNY_REASON_SAME_WORDS ||
          comparison->parts[i].kind == TNY_REASON_SAME_WITHOUT)
        for (guint k = 0; k < comparison->n_links; k++)
          if (is_translated (pair, &comparison->links[k]))
            {
              float share = MIN (comparison->links[k].points, points);

              shares[n++] = (Share) { TNY_REASON_SAME_MEANING, (int) k, share, 0 };
              points -= share;
            }
      shares[n++] = (Share) { comparison->parts[i].kind, comparison->parts[i].link, points, 0 };
    }
  if (close_points < 0)
    shares[n++] = (Share) { TNY_REASON_AMBIGUOUS, -1, close_points, 0 };

  return n;
}

/* Whole points with the sum of the exact ones: what is lost by rounding down goes to those with the
 * largest rests. */
static int
round_shares (Share *shares, guint n)
{
  double sum = 0;
  int total, left;

  for (guint i = 0; i < n; i++)
    sum += shares[i].exact;
  total = CLAMP ((int) lround (sum), 0, 99);
  left = total;
  for (guint i = 0; i < n; i++)
    {
      shares[i].points = (int) floorf (shares[i].exact);
      left -= shares[i].points;
    }
  for (; left > 0; left--)
    {
      guint most = 0;

      for (guint i = 1; i < n; i++)
        if (shares[i].exact - shares[i].points > shares[most].exact - shares[most].points)
          most = i;
      shares[most].points++;
    }

  return total;
}

static int
compare_points (gconstpointer a, gconstpointer b)
{
  const TnyReason *first = *(const TnyReason *const *) a, *second = *(const TnyReason *const *) b;

  return (second->points > first->points) - (second->points < first->points);
}

GPtrArray *
tny_comparison_explain (const TnyComparison *self, const TnyName *name_a, const char *text_a,
                        const TnyName *name_b, const char *text_b, guint n_close,
                        float close_points, int *score)
{
  Pair pair = { self, name_a, name_b, text_a, text_b };
  Share shares[TNY_COMPARISON_PARTS + TNY_NAME_WORDS + 1];
  guint n = list_shares (&pair, close_points, shares);
  GPtrArray *reasons = g_ptr_array_new_with_free_func ((GDestroyNotify) tny_reason_free);

  *score = n > 0 ? round_shares (shares, n) : 0;
  for (guint i = 0; i < n; i++)
    {
      TnyReason *reason;

      if (shares[i].points == 0)
        continue;
      reason = g_new0 (TnyReason, 1);
      reason->kind = shares[i].kind;
      reason->points = shares[i].points;
      if (reason->kind == TNY_REASON_AMBIGUOUS)
        reason->n = n_close;
      fill (reason, &pair, shares[i].link);
      g_ptr_array_add (reasons, reason);
    }
  g_ptr_array_sort (reasons, compare_points);

  return reasons;
}
