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

static float
range_weight (const TnySide *side, guint from, guint n)
{
  float sum = 0;

  for (guint i = from; i < from + n; i++)
    sum += side->words[i].weight;

  return sum;
}

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

/* How many words of @class the other name does not have. */
static guint
missing (const TnySide *side, const TnySide *other, TnyWordClass class)
{
  guint count = 0;

  for (guint i = 0; i < side->n; i++)
    if (side->words[i].class == class && !has_word (side, other, i))
      count++;

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

/* What only @side has. When every word of it is matched, though not wholly, that is no reason of
 * its own: it is taken off the least alike. */
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
  guint only_a = missing (a, b, TNY_WORD_FORM), only_b = missing (b, a, TNY_WORD_FORM);
  guint small = missing (a, b, TNY_WORD_SMALL) + missing (b, a, TNY_WORD_SMALL);
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

/* How much of both names the links cover, and what each link is worth of the better covered one:
 * points for what is alike, less for what only the other name has. */
static void
add_links (TnyComparison *self, const TnySide *a, const TnySide *b)
{
  float sum_a = 0, sum_b = 0, rare = 0, same = 0, cover_a, cover_b, extra;
  gboolean by_a;

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

  for (guint i = 0; i < self->n_links; i++)
    {
      TnyLink *link = &self->links[i];
      float share = by_a ? range_weight (a, link->a, link->n_a) / a->total
                         : range_weight (b, link->b, link->n_b) / b->total;

      link->points = WHOLE * link->alike * share;
      if (link->kind == TNY_REASON_SAME_WORDS)
        same += link->points;
    }
  add_part (self, TNY_REASON_SAME_WORDS, -1, same);
  for (guint i = 0; i < self->n_links; i++)
    if (self->links[i].kind != TNY_REASON_SAME_WORDS)
      add_part (self, self->links[i].kind, (int) i, self->links[i].points);

  if (self->n_parts > 0 && rare < ENOUGH && !is_whole (self, a, b))
    add_part (self, TNY_REASON_COMMON_WORDS, -1, -0.5f * self->score * (ENOUGH - rare) / ENOUGH);
  extra = -WHOLE * ABS (cover_a - cover_b);
  if (self->n_parts == 0 || extra >= 0)
    return;
  if (by_a)
    take_off_extra (self, b, self->link_b, TNY_REASON_ONLY_OURS,
                    extra * (begins_free (b, self->link_b) ? EXTRA_FIRST : EXTRA_OURS));
  else
    take_off_extra (self, a, self->link_a, TNY_REASON_ONLY_THEIRS,
                    extra * (begins_free (a, self->link_a) ? EXTRA_FIRST : EXTRA_THEIRS));
}

void
tny_names_compare (const TnySide *a, const TnySide *b, TnyComparison *self)
{
  tny_comparison_link (self, a, b);
  if (a->total <= 0 || b->total <= 0)
    return;

  add_links (self, a, b);
  if (self->n_parts > 0)
    take_off (self, a, b);
}
