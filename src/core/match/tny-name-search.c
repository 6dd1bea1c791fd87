/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-name-search.h"

#include <math.h>
#include <stdlib.h>

/* Of all names, how many postings are read; rare features come first. */
#define READ_SHARE 0.06
#define READ_LEAST 4000

void
tny_search_init (TnySearch *self, const TnyNameIndex *index)
{
  self->index = index;
  self->sums = g_new0 (float, MAX (index->ids->len, 1));
  self->touched = g_new (guint, MAX (index->ids->len, 1));
  self->n_touched = 0;
  for (guint i = 0; i < G_N_ELEMENTS (self->shares); i++)
    self->shares[i] = powf (8 + i, -0.4f);
  self->equals = g_array_new (FALSE, FALSE, sizeof (guint));
}

void
tny_search_clear (TnySearch *self)
{
  g_free (self->sums);
  g_free (self->touched);
  g_array_unref (self->equals);
}

/* --- candidates ------------------------------------------------------------------------------- */

typedef struct
{
  guint start, n;
  float weight;
} Posting;

static int
compare_rare (const void *a, const void *b)
{
  const Posting *first = a, *second = b;

  if (first->n != second->n)
    return first->n < second->n ? -1 : 1;

  return first->start < second->start ? -1 : first->start > second->start;
}

#define MAX_POSTINGS (TNY_NAME_FEATURES * 2)

static guint
ask_features (const TnyQuestion *question, guint64 features[MAX_POSTINGS])
{
  guint n = 0;

  for (guint i = 0; i < question->n_readings; i++)
    {
      guint n_more = tny_name_features_asked (&question->names[i], features + n), n_new = n;

      for (guint k = n; k < n + n_more; k++)
        {
          gboolean again = FALSE;

          for (guint j = 0; j < n && !again; j++)
            again = features[j] == features[k];
          if (!again)
            features[n_new++] = features[k];
        }
      n = n_new;
    }

  return n;
}

static guint
find_postings (const TnyNameIndex *index, const TnyQuestion *question, Posting *postings)
{
  static const float kinds[] = { 0, 1.5f, 1, 4 };
  guint64 features[MAX_POSTINGS];
  guint n_features = ask_features (question, features), n = 0;

  for (guint i = 0; i < n_features; i++)
    {
      guint at = tny_table_find (&index->feature_table, features[i]);

      if (at == TNY_TABLE_NONE)
        continue;
      postings[n].start = index->posting_starts[at];
      postings[n].n = index->posting_starts[at + 1] - postings[n].start;
      postings[n].weight = kinds[TNY_FEATURE_KIND (features[i])] *
                           logf (1 + (float) index->ids->len / postings[n].n);
      n++;
    }
  qsort (postings, n, sizeof *postings, compare_rare);

  return n;
}

gboolean
tny_candidate_before (const TnyCandidate *a, const TnyCandidate *b)
{
  return a->value > b->value || (a->value == b->value && a->doc < b->doc);
}

/* A heap with the least of the best on top. */
static guint
keep_best (TnyCandidate *heap, guint n, guint max, TnyCandidate candidate)
{
  guint at;

  if (n == max && tny_candidate_before (&heap[0], &candidate))
    return n;
  if (n < max)
    {
      for (at = n++; at > 0 && tny_candidate_before (&heap[(at - 1) / 2], &candidate);
           at = (at - 1) / 2)
        heap[at] = heap[(at - 1) / 2];
      heap[at] = candidate;
      return n;
    }
  for (at = 0;;)
    {
      guint child = at * 2 + 1;

      if (child >= n)
        break;
      if (child + 1 < n && tny_candidate_before (&heap[child], &heap[child + 1]))
        child++;
      if (!tny_candidate_before (&candidate, &heap[child]))
        break;
      heap[at] = heap[child];
      at = child;
    }
  heap[at] = candidate;

  return n;
}

guint
tny_search_find (TnySearch *self, TnyCandidate *best, guint max)
{
  const TnyNameIndex *index = self->index;
  Posting postings[MAX_POSTINGS];
  guint n_postings = find_postings (index, &self->question, postings), n = 0;
  guint left = MAX (READ_LEAST, (guint) (READ_SHARE * index->ids->len));

  for (guint i = 0; i < n_postings && (postings[i].n <= left || i == 0); i++)
    {
      for (guint k = postings[i].start; k < postings[i].start + postings[i].n; k++)
        {
          guint doc = index->postings[k];

          if (self->sums[doc] == 0)
            self->touched[self->n_touched++] = doc;
          self->sums[doc] += postings[i].weight;
        }
      left -= MIN (left, postings[i].n);
    }
  for (guint i = 0; i < self->n_touched; i++)
    {
      guint doc = self->touched[i];
      TnyCandidate candidate = { doc, self->sums[doc] * self->shares[index->doc_lengths[doc]] };

      n = keep_best (best, n, max, candidate);
      self->sums[doc] = 0;
    }
  self->n_touched = 0;

  return n;
}

/* --- comparing -------------------------------------------------------------------------------- */

static void
side_from_name (const TnyNameIndex *index, const TnyName *name, TnySide *side)
{
  side->n = name->n;
  for (guint i = 0; i < name->n; i++)
    {
      guint at = tny_table_find (&index->meaning_table, name->words[i].word.meaning);

      side->words[i].word = &name->words[i].word;
      side->words[i].class = name->words[i].class;
      side->words[i].weight = at == TNY_TABLE_NONE ? 1 : index->rareness[at];
    }
  tny_side_weigh (side);
}

static void
side_from_doc (const TnyNameIndex *index, guint doc, TnySide *side)
{
  guint start = index->doc_word_starts[doc];

  side->n = index->doc_word_starts[doc + 1] - start;
  for (guint i = 0; i < side->n; i++)
    {
      guint32 packed = index->doc_words[start + i];

      side->words[i].word = &index->words[packed >> 3];
      side->words[i].class = (TnyWordClass) (packed & 7);
      side->words[i].weight = index->rareness[index->word_meanings[packed >> 3]];
    }
  tny_side_weigh (side);
}

void
tny_question_init (TnyQuestion *self, const TnyNameIndex *index, const char *text)
{
  self->text = text;
  self->n_readings = 1;
  tny_name_parse (&self->names[0], text, FALSE);
  if (self->names[0].seams)
    tny_name_parse (&self->names[self->n_readings++], text, TRUE);
  for (guint i = 0; i < self->n_readings; i++)
    side_from_name (index, &self->names[i], &self->sides[i]);
}

guint
tny_question_compare (const TnyQuestion *self, const TnyNameIndex *index, guint doc,
                      TnyComparison *result)
{
  TnyComparison other;
  TnySide side;

  side_from_doc (index, doc, &side);
  tny_names_compare (&self->sides[0], &side, result);
  if (self->n_readings == 1)
    return 0;
  tny_names_compare (&self->sides[1], &side, &other);
  if (other.score <= result->score)
    return 0;
  *result = other;

  return 1;
}
