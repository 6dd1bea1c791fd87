/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-name-compare.h"

#include <string.h>

#include "tny-word-compare.h"

/* The whole of a name that agrees in every word. 100 is for equal names alone. */
#define WHOLE 98.0f
/* How much of what only one name has is taken off: when it is the organization's (short names leave
 * out what they can), the tenant's, or when the name begins with it. */
#define EXTRA_OURS   0.25f
#define EXTRA_THEIRS 0.32f
#define EXTRA_FIRST  0.40f
/* A place or a number that only one name has may mean another branch: that never looks certain. */
#define BRANCH       -9.0f
/* Rareness of what agrees, below which it proves little. */
#define ENOUGH 0.55f

/* Whether words @from to @from + @n of @side begin with the letters of @word in turn. Small words may
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
    if (side->words[i].class == TNY_WORD_CORE && can_be_initials (side->words[i].word, TNY_WORD_CORE))
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

static float
range_weight (const TnySide *side, guint from, guint n)
{
  float sum = 0;

  for (guint i = from; i < from + n; i++)
    sum += side->words[i].weight;

  return sum;
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
link_words (TnyComparison *self, TnyReasonKind kind, float alike, guint a, guint n_a, guint b, guint n_b,
            guint n_different)
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
          (own_initials || (!a->words[i].own_initials && !b->words[j].own_initials)) && tny_word_class_counts (a->words[i].class) && tny_word_class_counts (b->words[j].class) &&
          tny_words_same (a->words[i].word, b->words[j].word))
        link_words (self, TNY_REASON_SAME_WORDS, 1, i, 1, j, 1, 0);
}

/* Whether @word is @side's words from @from run together; small words may be left out. Returns how
 * many words, and how much of @word they cover (not all when a short rest hangs on). */
static guint
spell_together (const TnySide *side, const gint8 *links, guint from, const TnyWord *word, float *covered)
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

        if (self->link_a[i] >= 0 || self->link_b[j] >= 0 || !tny_word_class_counts (a->words[i].class) ||
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

/* --- score --------------------------------------------------------------------------------------- */

static void
add_part (TnyComparison *self, TnyReasonKind kind, int link, float points)
{
  if (points == 0 || self->n_parts == TNY_COMPARISON_PARTS)
    return;
  self->parts[self->n_parts].kind = kind;
  self->parts[self->n_parts].link = link;
  self->parts[self->n_parts++].points = points;
  self->score += points;
}

static gboolean
has_free (const TnySide *side, const gint8 *links, TnyWordClass class)
{
  for (guint i = 0; i < side->n; i++)
    if (links[i] < 0 && side->words[i].class == class)
      return TRUE;

  return FALSE;
}

/* Whether the first word that makes the name has nothing to match it. */
static gboolean
begins_free (const TnySide *side, const gint8 *links)
{
  for (guint i = 0; i < side->n; i++)
    if (side->words[i].class == TNY_WORD_CORE)
      return links[i] < 0;

  return FALSE;
}

static gboolean
has_word (const TnySide *side, const TnySide *other, guint i)
{
  for (guint j = 0; j < other->n; j++)
    if (tny_words_same (side->words[i].word, other->words[j].word))
      return TRUE;

  return FALSE;
}

/* How many words of @class the other name does not have; @n counts all of them. */
static guint
missing (const TnySide *side, const TnySide *other, TnyWordClass class, guint *n)
{
  guint count = 0;

  *n = 0;
  for (guint i = 0; i < side->n; i++)
    if (side->words[i].class == class)
      {
        (*n)++;
        count += has_word (side, other, i) ? 0 : 1;
      }

  return count;
}

static gboolean
is_in_order (const TnyComparison *self, const TnySide *a)
{
  int last = -1;

  for (guint i = 0; i < a->n; i++)
    {
      int b;

      if (self->link_a[i] < 0)
        continue;
      b = self->links[self->link_a[i]].b;
      if (b < last)
        return FALSE;
      last = b;
    }

  return TRUE;
}

static gboolean
is_whole (const TnyComparison *self, const TnySide *a, const TnySide *b)
{
  for (guint i = 0; i < a->n; i++)
    if (tny_word_class_counts (a->words[i].class) &&
        (self->link_a[i] < 0 || self->links[self->link_a[i]].kind != TNY_REASON_SAME_WORDS))
      return FALSE;
  for (guint i = 0; i < b->n; i++)
    if (tny_word_class_counts (b->words[i].class) && self->link_b[i] < 0)
      return FALSE;

  return TRUE;
}

/* What only @side has. When every word of it is matched, though not wholly, that is no reason of its
 * own: it is taken off the least alike. */
static void
take_off_extra (TnyComparison *self, const TnySide *side, const gint8 *links, TnyReasonKind kind,
                float points)
{
  guint least = 0;

  if (has_free (side, links, TNY_WORD_PLACE) || has_free (side, links, TNY_WORD_NUMBER))
    points = MIN (points, BRANCH);
  for (guint i = 0; i < side->n; i++)
    if (links[i] < 0 && tny_word_class_counts (side->words[i].class))
      {
        add_part (self, kind, -1, MAX (points, -self->score));
        return;
      }
  for (guint i = 1; i < self->n_parts; i++)
    if (self->parts[i].link >= 0 &&
        (self->parts[least].link < 0 ||
         self->links[self->parts[i].link].alike < self->links[self->parts[least].link].alike))
      least = i;
  self->parts[least].points += points;
  self->score += points;
}

static void
take_off (TnyComparison *self, const TnySide *a, const TnySide *b)
{
  guint forms_a, forms_b, small_a, small_b;
  guint only_a = missing (a, b, TNY_WORD_FORM, &forms_a), only_b = missing (b, a, TNY_WORD_FORM, &forms_b);
  guint small = missing (a, b, TNY_WORD_SMALL, &small_a) + missing (b, a, TNY_WORD_SMALL, &small_b);
  gboolean whole = is_whole (self, a, b);

  if (has_free (a, self->link_a, TNY_WORD_NUMBER) && has_free (b, self->link_b, TNY_WORD_NUMBER))
    add_part (self, TNY_REASON_OTHER_NUMBER, -1, MAX (-12, -self->score));
  if ((has_free (a, self->link_a, TNY_WORD_PLACE) && has_free (b, self->link_b, TNY_WORD_PLACE)) ||
      (has_free (a, self->link_a, TNY_WORD_REGION) && has_free (b, self->link_b, TNY_WORD_REGION)))
    add_part (self, TNY_REASON_OTHER_PLACE, -1, MAX (-6, -self->score));
  if (only_a > 0 && only_b > 0)
    add_part (self, TNY_REASON_OTHER_FORM, -1, MAX (whole ? -10 : -3, -self->score));
  if (!is_in_order (self, a))
    add_part (self, TNY_REASON_OTHER_ORDER, -1, MAX (-2, -self->score));
  /* One form more or less, or an article: the same name without it. */
  if (whole && self->n_parts == 1 && (only_a + only_b > 0 || small > 0))
    {
      float points = only_a + only_b > 0 ? -1.0f : -0.4f;

      self->parts[0].kind = TNY_REASON_SAME_WITHOUT;
      self->parts[0].points += points;
      self->score += points;
    }
}

void
tny_names_compare (const TnySide *a, const TnySide *b, TnyComparison *self)
{
  float sum_a = 0, sum_b = 0, cover_a, cover_b, better, worse, total, rare = 0, extra, same = 0;
  gboolean by_a;

  self->n_links = self->n_parts = 0;
  self->score = 0;
  memset (self->link_a, -1, sizeof self->link_a);
  memset (self->link_b, -1, sizeof self->link_b);
  if (a->total <= 0 || b->total <= 0)
    return;

  /* Initials stand for the words they abbreviate rather than for themselves. */
  link_same (self, a, b, FALSE);
  link_together (self, a, b, FALSE);
  link_together (self, b, a, TRUE);
  link_initials (self, a, b, FALSE);
  link_initials (self, b, a, TRUE);
  link_same (self, a, b, TRUE);
  link_alike (self, a, b);

  for (guint i = 0; i < self->n_links; i++)
    {
      const TnyLink *link = &self->links[i];
      float weight_a = range_weight (a, link->a, link->n_a);
      float weight_b = range_weight (b, link->b, link->n_b);

      sum_a += link->alike * weight_a;
      sum_b += link->alike * weight_b;
      rare += link->alike * MIN (weight_a, weight_b);
    }
  cover_a = sum_a / a->total;
  cover_b = sum_b / b->total;
  by_a = cover_a >= cover_b;
  better = MAX (cover_a, cover_b);
  worse = MIN (cover_a, cover_b);
  total = by_a ? a->total : b->total;

  for (guint i = 0; i < self->n_links; i++)
    {
      TnyLink *link = &self->links[i];
      float weight = by_a ? range_weight (a, link->a, link->n_a) : range_weight (b, link->b, link->n_b);

      link->points = WHOLE * link->alike * weight / total;
      if (link->kind == TNY_REASON_SAME_WORDS)
        same += link->points;
    }
  add_part (self, TNY_REASON_SAME_WORDS, -1, same);
  for (guint i = 0; i < self->n_links; i++)
    if (self->links[i].kind != TNY_REASON_SAME_WORDS)
      add_part (self, self->links[i].kind, (int) i, self->links[i].points);
  if (self->n_parts == 0)
    return;
  if (rare < ENOUGH && !is_whole (self, a, b))
    add_part (self, TNY_REASON_COMMON_WORDS, -1, -0.5f * self->score * (ENOUGH - rare) / ENOUGH);
  extra = -WHOLE * (better - worse);
  if (extra < 0 && by_a)
    take_off_extra (self, b, self->link_b, TNY_REASON_ONLY_OURS,
                    extra * (begins_free (b, self->link_b) ? EXTRA_FIRST : EXTRA_OURS));
  else if (extra < 0)
    take_off_extra (self, a, self->link_a, TNY_REASON_ONLY_THEIRS,
                    extra * (begins_free (a, self->link_a) ? EXTRA_FIRST : EXTRA_THEIRS));
  take_off (self, a, b);
}
