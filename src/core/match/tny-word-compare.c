/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-word-compare.h"

#include <stdlib.h>
#include <string.h>

gboolean
tny_words_same (const TnyWord *a, const TnyWord *b)
{
  if (a == b)
    return TRUE;
  /* A hash alone is no proof, unless one of them is known to stand for something. */
  if (a->written == b->written)
    return a->n == b->n && memcmp (a->letters, b->letters, a->n * sizeof *a->letters) == 0;

  return a->meaning == b->meaning && (a->meaning != a->written || b->meaning != b->written);
}

/* Optimal string alignment over a band of @limit on both sides of the diagonal. */
guint
tny_letters_distance (const TnyLetter *a, guint n_a, const TnyLetter *b, guint n_b, guint limit)
{
  guint8 rows[3][TNY_WORD_LETTERS + 1];
  guint8 *before = rows[0], *last = rows[1], *row = rows[2];

  if ((guint) abs ((int) n_a - (int) n_b) > limit || n_a > TNY_WORD_LETTERS ||
      n_b > TNY_WORD_LETTERS)
    return limit + 1;

  for (guint j = 0; j <= n_b; j++)
    last[j] = (guint8) j;
  for (guint i = 1; i <= n_a; i++)
    {
      guint from = i > limit ? i - limit : 1, to = MIN (n_b, i + limit), least = limit + 1;
      guint8 *free_row = before;

      row[0] = (guint8) i;
      if (from > 1)
        row[from - 1] = (guint8) (limit + 1);
      else
        least = MIN (least, i);
      for (guint j = from; j <= to; j++)
        {
          guint best = last[j - 1] + (a[i - 1] != b[j - 1]);

          best = MIN (best, row[j - 1] + 1u);
          if (j < i + limit)
            best = MIN (best, last[j] + 1u);
          if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
            best = MIN (best, before[j - 2] + 1u);
          row[j] = (guint8) best;
          least = MIN (least, best);
        }
      if (least > limit)
        return limit + 1;
      before = last;
      last = row;
      row = free_row;
    }

  return MIN (last[n_b], limit + 1);
}

static guint
common_beginning (const TnyWord *a, const TnyWord *b)
{
  guint n = 0, most = MIN (a->n_skeleton, b->n_skeleton);

  while (n < most && a->skeleton[n] == b->skeleton[n])
    n++;

  return n;
}

static guint
allowed_distance (guint n)
{
  return n >= 12 ? 4 : n >= 9 ? 3 : n >= 6 ? 2 : n >= 4 ? 1 : 0;
}

static float
distance_alike (const TnyLetter *a, guint n_a, const TnyLetter *b, guint n_b, guint *distance)
{
  guint n = MAX (n_a, n_b), limit = allowed_distance (n);

  *distance = limit > 0 ? tny_letters_distance (a, n_a, b, n_b, limit) : 1;
  if (*distance > limit)
    return 0;

  return 1 - 1.15f * *distance / n - (a[0] != b[0] ? 0.1f : 0);
}

static gboolean
contains (const TnyWord *longer, const TnyWord *shorter)
{
  for (guint i = 0; i + shorter->n <= longer->n; i++)
    if (memcmp (longer->letters + i, shorter->letters, shorter->n * sizeof *shorter->letters) == 0)
      return TRUE;

  return FALSE;
}

float
tny_words_compare (const TnyWord *a, const TnyWord *b, TnyReasonKind *kind, guint *n_different)
{
  const TnyWord *longer = a->n >= b->n ? a : b, *shorter = longer == a ? b : a;
  guint n_long = MAX (a->n_skeleton, b->n_skeleton), n_short = MIN (a->n_skeleton, b->n_skeleton);
  guint same, distance;
  float best = 0;
  gboolean dense = tny_letter_is_dense (a->letters[0]);

  *kind = TNY_REASON_SAME_WORDS;
  *n_different = 0;
  if (tny_words_same (a, b))
    return 1;
  /* Letters that only one of them has: each costs at least half a change. */
  if (n_short == 0 || (guint) __builtin_popcount (a->mask ^ b->mask) > n_long)
    return 0;
  same = common_beginning (a, b);
  if (same == n_long && n_long == n_short && n_short >= 3)
    {
      *kind = TNY_REASON_SPELLING;
      return n_short >= 5 ? 0.95f : 0.9f;
    }

  if (!dense && (guint) __builtin_popcount (a->mask ^ b->mask) <= 2 * allowed_distance (n_long))
    {
      float sound = distance_alike (a->skeleton, a->n_skeleton, b->skeleton, b->n_skeleton,
                                    &distance);
      float letters = distance_alike (a->letters, a->n, b->letters, b->n, n_different);

      best = MAX (sound, letters);
      /* What people see are letters. */
      *kind = letters > 0 ? TNY_REASON_LETTERS : TNY_REASON_SPELLING;
    }
  /* One continues the other: “Tech”, “Technologies”; or is part of a compound. */
  if (shorter->n >= (dense ? 2 : 3) && longer->n > shorter->n)
    {
      float ratio = (float) shorter->n / longer->n, part = 0;

      if (memcmp (longer->letters, shorter->letters, shorter->n * sizeof *shorter->letters) == 0)
        part = 0.5f + 0.45f * ratio;
      else if (shorter->n >= (dense ? 2 : 5) && contains (longer, shorter))
        part = 0.4f + 0.5f * ratio;
      if (part > best)
        {
          best = part;
          *kind = TNY_REASON_PART_OF_WORD;
        }
    }
  /* Endings of grammar and of other languages. */
  if (*kind != TNY_REASON_PART_OF_WORD && same >= 5 && same * 10 >= n_long * 6)
    {
      float stem = 0.45f + 0.45f * same / n_long;

      if (stem > best)
        {
          best = stem;
          *kind = TNY_REASON_SPELLING;
        }
    }

  if (*kind != TNY_REASON_LETTERS)
    *n_different = 0;

  return best >= TNY_WORDS_ALIKE ? best : 0;
}
