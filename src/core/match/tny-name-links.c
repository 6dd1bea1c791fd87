/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-name-compare.h"

#include <string.h>

#include "tny-word-compare.h"

/* Whether the words of @side from @from on begin with the letters of @word in turn. Small words may
 * be left out. Returns the number of words used, 0 when they do not spell it. */
static guint
spell_initials (const TnySide *side, guint from, const TnyWord *word, guint *n_counting)
{
  guint at = 0, i;

  *n_counting = 0;
  for (i = from; i < side->n && at < word->n; i++)
    {
      const TnyWord *other = side->words[i].word;

      if (other == word)
        return 0;
      if (other->letters[0] == word->letters[at])
        at++;
      else if (side->words[i].class != TNY_WORD_SMALL || i == from)
        return 0;
      *n_counting += tny_word_class_counts (side->words[i].class) ? 1 : 0;
    }

  return at == word->n && *n_counting >= 2 ? i - from : 0;
}

static gboolean
can_be_initials (const TnyWord *word, TnyWordClass class)
{
  return word->n >= 2 && word->n <= 8 && class != TNY_WORD_NUMBER && tny_word_class_counts (class);
}

void
tny_side_weigh (TnySide *side)
{
  gboolean first = TRUE;

  side->total = 0;
  for (guint i = 0; i < side->n; i++)
    {
      float rare = side->words[i].weight, weight = 0;

      side->words[i].own_initials = FALSE;
      switch (side->words[i].class)
        {
        case TNY_WORD_CORE:
          weight = first ? 1.15f * rare : rare;
          first = FALSE;
          break;
        case TNY_WORD_COMMON:
          weight = MIN (rare, 0.4f);
          break;
        case TNY_WORD_PLACE:
          weight = MIN (rare, 0.6f);
          break;
        case TNY_WORD_REGION:
          weight = MIN (rare, 0.2f);
          break;
        case TNY_WORD_NUMBER:
          weight = MIN (rare, 0.5f);
          break;
        case TNY_WORD_SMALL:
        case TNY_WORD_FORM:
        case TNY_WORD_FIRST_FORM:
          break;
        }
      side->words[i].weight = weight;
      side->total += weight;
    }
  /* Initials behind the name they stand for say nothing new. */
  for (guint i = 0; i < side->n; i++)
    if (side->words[i].class == TNY_WORD_CORE &&
        can_be_initials (side->words[i].word, TNY_WORD_CORE))
      for (guint j = 0; j < side->n; j++)
        {
          guint n_counting, used = spell_initials (side, j, side->words[i].word, &n_counting);

          if (used > 0 && n_counting >= 3 && (i < j || i >= j + used))
            {
              side->total -= 0.9f * side->words[i].weight;
              side->words[i].weight *= 0.1f;
              side->words[i].own_initials = TRUE;
              break;
            }
        }
}

static gboolean
is_free (const gint8 *links, guint from, guint n)
{
  for (guint i = from; i < from + n; i++)
    if (links[i] >= 0)
      return FALSE;

  return TRUE;
}

static void
link_words (TnyComparison *self, TnyReasonKind kind, float alike, guint a, guint n_a, guint b,
            guint n_b, guint n_different)
{
  if (self->n_links == TNY_NAME_WORDS)
    return;
  for (guint i = a; i < a + n_a; i++)
    self->link_a[i] = (gint8) self->n_links;
  for (guint i = b; i < b + n_b; i++)
    self->link_b[i] = (gint8) self->n_links;
  self->links[self->n_links++] = (TnyLink) { kind, alike, (guint8) a, (guint8) n_a, (guint8) b,
                                             (guint8) n_b, n_different, 0 };
}

static void
link_same (TnyComparison *self, const TnySide *a, const TnySide *b, gboolean own_initials)
{
  for (guint i = 0; i < a->n; i++)
    for (guint j = 0; j < b->n && self->link_a[i] < 0; j++)
      if (self->link_b[j] < 0 &&
          (own_initials || (!a->words[i].own_initials && !b->words[j].own_initials)) &&
          tny_word_class_counts (a->words[i].class) && tny_word_class_counts (b->words[j].class) &&
          tny_words_same (a->words[i].word, b->words[j].word))
        link_words (self, TNY_REASON_SAME_WORDS, 1, i, 1, j, 1, 0);
}

/* Whether @word is @side's words from @from run together; small words may be left out. Returns how
 * many words, and how much of @word they cover (not all when a short rest hangs on). */
static guint
spell_together (const TnySide *side, const gint8 *links, guint from, const TnyWord *word,
                float *covered)
{
  guint at = 0, n = 0, n_words = 0;

  for (guint i = from; i < side->n && at < word->n; i++)
    {
      const TnyWord *other = side->words[i].word;

      if (links[i] < 0 && other->n <= word->n - at &&
          memcmp (word->letters + at, other->letters, other->n * sizeof *other->letters) == 0)
        {
          at += other->n;
          n = i + 1 - from;
          n_words++;
        }
      else if (side->words[i].class != TNY_WORD_SMALL || i == from)
        break;
    }
  *covered = word->n > 0 ? (float) at / word->n : 0;

  return n_words >= 2 && (at == word->n || (at >= 8 && at * 10 >= word->n * 6u)) ? n : 0;
}

static void
link_together (TnyComparison *self, const TnySide *a, const TnySide *b, gboolean swapped)
{
  gint8 *link_a = swapped ? self->link_b : self->link_a;
  gint8 *link_b = swapped ? self->link_a : self->link_b;

  for (guint i = 0; i < a->n; i++)
    {
      if (link_a[i] >= 0 || !tny_word_class_counts (a->words[i].class) || a->words[i].word->n < 4)
        continue;
      for (guint j = 0; j < b->n; j++)
        {
          float covered;
          guint n = spell_together (b, link_b, j, a->words[i].word, &covered);

          if (n == 0)
            continue;
          if (swapped)
            link_words (self, TNY_REASON_RUN_TOGETHER, 0.98f * covered, j, n, i, 1, 0);
          else
            link_words (self, TNY_REASON_RUN_TOGETHER, 0.98f * covered, i, 1, j, n, 0);
          break;
        }
    }
}

static void
link_initials (TnyComparison *self, const TnySide *a, const TnySide *b, gboolean swapped)
{
  gint8 *link_a = swapped ? self->link_b : self->link_a;
  gint8 *link_b = swapped ? self->link_a : self->link_b;

  for (guint i = 0; i < a->n; i++)
    {
      const TnyWord *word = a->words[i].word;

      if (link_a[i] >= 0 || !can_be_initials (word, a->words[i].class))
        continue;
      for (guint j = 0; j < b->n; j++)
        {
          guint n_counting, n = spell_initials (b, j, word, &n_counting);
          float alike = word->n >= 4 ? 0.92f : word->n == 3 ? 0.85f : 0.4f;

          if (n == 0 || !is_free (link_b, j, n))
            continue;
          if (swapped)
            link_words (self, TNY_REASON_INITIALS, alike, j, n, i, 1, 0);
          else
            link_words (self, TNY_REASON_INITIALS, alike, i, 1, j, n, 0);
          break;
        }
    }
}

/* The most alike pairs first. */
static void
link_alike (TnyComparison *self, const TnySide *a, const TnySide *b)
{
  struct { float value, alike; TnyReasonKind kind; guint8 a, b, n_different; } pairs[64], pair;
  guint n_pairs = 0;

  for (guint i = 0; i < a->n; i++)
    for (guint j = 0; j < b->n && n_pairs < G_N_ELEMENTS (pairs); j++)
      {
        guint n_different, at;
        float alike;

        if (self->link_a[i] >= 0 || self->link_b[j] >= 0 ||
            !tny_word_class_counts (a->words[i].class) ||
            !tny_word_class_counts (b->words[j].class) || a->words[i].class == TNY_WORD_NUMBER ||
            b->words[j].class == TNY_WORD_NUMBER)
          continue;
        alike = tny_words_compare (a->words[i].word, b->words[j].word, &pair.kind, &n_different);
        if (alike <= 0)
          continue;
        pair.alike = alike;
        pair.value = alike * MIN (a->words[i].weight, b->words[j].weight);
        pair.a = (guint8) i;
        pair.b = (guint8) j;
        pair.n_different = (guint8) n_different;
        for (at = n_pairs++; at > 0 && pairs[at - 1].value < pair.value; at--)
          pairs[at] = pairs[at - 1];
        pairs[at] = pair;
      }
  for (guint i = 0; i < n_pairs; i++)
    if (self->link_a[pairs[i].a] < 0 && self->link_b[pairs[i].b] < 0)
      link_words (self, pairs[i].kind, pairs[i].alike, pairs[i].a, 1, pairs[i].b, 1,
                  pairs[i].n_different);
}

void
tny_comparison_link (TnyComparison *self, const TnySide *a, const TnySide *b)
{
  self->n_links = self->n_parts = 0;
  self->score = 0;
  memset (self->link_a, -1, sizeof self->link_a);
  memset (self->link_b, -1, sizeof self->link_b);

  /* Initials stand for the words they abbreviate rather than for themselves. */
  link_same (self, a, b, FALSE);
  link_together (self, a, b, FALSE);
  link_together (self, b, a, TRUE);
  link_initials (self, a, b, FALSE);
  link_initials (self, b, a, TRUE);
  link_same (self, a, b, TRUE);
  link_alike (self, a, b);
}
