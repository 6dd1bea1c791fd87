/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-name-index.h"

#include <math.h>
#include <string.h>

#include "tny-name-compare.h"
#include "tny-name-features.h"
#include "tny-name-index-private.h"

/* How many of the best by shared features are compared word by word. */
#define COMPARED 64
/* Of all names, how many postings are read; rare features come first. */
#define READ_SHARE 0.06
#define READ_LEAST 4000

/* Candidates this close to the best are as close. */
#define AS_CLOSE 5.0f

typedef struct
{
  guint doc;
  float value;
} Candidate;

/* A name as it is written and, when words in it look run together, taken apart. */
typedef struct
{
  const char *text;
  guint       n_readings;
  TnyName     names[2];
  TnySide     sides[2];
} Question;

/* What one thread needs while it asks. */
typedef struct
{
  const TnyNameIndex *index;
  Question            question;
  float              *sums;            /* by doc, all 0 between questions */
  guint              *touched;         /* docs whose sum is not 0 */
  guint               n_touched;
  float               shares[256];     /* of a sum, by number of features: long names share by chance */
  GArray             *equals;          /* guint */
} Search;

static void
search_init (Search *self, const TnyNameIndex *index)
{
  self->index = index;
  self->sums = g_new0 (float, MAX (index->ids->len, 1));
  self->touched = g_new (guint, MAX (index->ids->len, 1));
  self->n_touched = 0;
  for (guint i = 0; i < G_N_ELEMENTS (self->shares); i++)
    self->shares[i] = powf (8 + i, -0.4f);
  self->equals = g_array_new (FALSE, FALSE, sizeof (guint));
}

static void
search_clear (Search *self)
{
  g_free (self->sums);
  g_free (self->touched);
  g_array_unref (self->equals);
}

/* --- candidates ---------------------------------------------------------------------------------- */

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
ask_features (const Question *question, guint64 features[MAX_POSTINGS])
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
find_postings (const TnyNameIndex *index, const Question *question, Posting *postings)
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

static gboolean
is_before (const Candidate *a, const Candidate *b)
{
  return a->value > b->value || (a->value == b->value && a->doc < b->doc);
}

/* A heap with the least of the best on top. */
static guint
keep_best (Candidate *heap, guint n, guint max, Candidate candidate)
{
  guint at;

  if (n == max && is_before (&heap[0], &candidate))
    return n;
  if (n < max)
    {
      for (at = n++; at > 0 && is_before (&heap[(at - 1) / 2], &candidate); at = (at - 1) / 2)
        heap[at] = heap[(at - 1) / 2];
      heap[at] = candidate;
      return n;
    }
  for (at = 0;;)
    {
      guint child = at * 2 + 1;

      if (child >= n)
        break;
      if (child + 1 < n && is_before (&heap[child], &heap[child + 1]))
        child++;
      if (!is_before (&candidate, &heap[child]))
        break;
      heap[at] = heap[child];
      at = child;
    }
  heap[at] = candidate;

  return n;
}

static guint
find_candidates (Search *self, Candidate *best, guint max)
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
      Candidate candidate = { doc, self->sums[doc] * self->shares[index->doc_lengths[doc]] };

      n = keep_best (best, n, max, candidate);
      self->sums[doc] = 0;
    }
  self->n_touched = 0;

  return n;
}

/* --- comparing ----------------------------------------------------------------------------------- */

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

static void
question_init (Question *self, const TnyNameIndex *index, const char *text)
{
  self->text = text;
  self->n_readings = 1;
  tny_name_parse (&self->names[0], text, FALSE);
  if (self->names[0].seams)
    tny_name_parse (&self->names[self->n_readings++], text, TRUE);
  for (guint i = 0; i < self->n_readings; i++)
    side_from_name (index, &self->names[i], &self->sides[i]);
}

/* By the reading that is closer; returns which. */
static guint
question_compare (const Question *self, const TnyNameIndex *index, guint doc, TnyComparison *result)
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

static int
compare_candidates (const void *a, const void *b)
{
  return is_before (a, b) ? -1 : is_before (b, a);
}

/* How many others are as close as the best, and what that takes off each of them: never so much that
 * they would fall behind those that are less close. */
static guint
count_close (const Candidate *best, guint n, float *points)
{
  guint n_close = 1;
  float room;

  *points = 0;
  while (n_close < n && best[n_close].value >= best[0].value - AS_CLOSE)
    n_close++;
  if (n_close == 1)
    return 0;
  room = n_close < n ? best[n_close - 1].value - best[n_close].value : best[n_close - 1].value;
  *points = -MIN (MIN (12, 4 + 2.0f * (n_close - 1)), MAX (room, 0));

  return n_close - 1;
}

/* --- suggestions --------------------------------------------------------------------------------- */

void
tny_suggestion_free (TnySuggestion *self)
{
  if (self == NULL)
    return;

  g_ptr_array_unref (self->reasons);
  g_free (self);
}

static TnySuggestion *
suggestion_new (const TnyNameIndex *index, guint doc)
{
  TnySuggestion *self = g_new0 (TnySuggestion, 1);

  self->id = g_array_index (index->ids, gint64, doc);
  self->name = tny_name_index_name (index, doc);

  return self;
}

static TnySuggestion *
suggestion_new_equal (const TnyNameIndex *index, guint doc, guint n_equal)
{
  TnySuggestion *self = suggestion_new (index, doc);
  TnyReason *reason = g_new0 (TnyReason, 1);

  self->equal = TRUE;
  self->automatic = n_equal == 1;
  self->score = reason->points = 100;
  reason->kind = TNY_REASON_SAME_NAME;
  self->reasons = g_ptr_array_new_with_free_func ((GDestroyNotify) tny_reason_free);
  g_ptr_array_add (self->reasons, reason);
  if (n_equal > 1)
    {
      reason = g_new0 (TnyReason, 1);
      reason->kind = TNY_REASON_AMBIGUOUS;
      reason->n = n_equal - 1;
      reason->points = -(int) MIN (20, 8 + 2 * n_equal);
      self->score += reason->points;
      g_ptr_array_add (self->reasons, reason);
    }

  return self;
}

static TnySuggestion *
suggestion_new_close (const TnyNameIndex *index, guint doc, const Question *question, guint n_close,
                      float close_points)
{
  TnySuggestion *self = suggestion_new (index, doc);
  TnyComparison comparison;
  guint reading = question_compare (question, index, doc, &comparison);
  TnyName ours;

  tny_name_parse (&ours, self->name, FALSE);
  self->reasons = tny_comparison_explain (&comparison, &question->names[reading], question->text, &ours,
                                          self->name, n_close, close_points, &self->score);

  return self;
}

static gboolean
is_equal (const Search *self, guint doc)
{
  for (guint i = 0; i < self->equals->len; i++)
    if (g_array_index (self->equals, guint, i) == doc)
      return TRUE;

  return self->equals->len == TNY_EQUALS_MAX &&
         tny_names_equal (self->question.text, tny_name_index_name (self->index, doc));
}

static GPtrArray *
search_ask (Search *self, const char *text, guint top)
{
  const TnyNameIndex *index = self->index;
  GPtrArray *result = g_ptr_array_new_with_free_func ((GDestroyNotify) tny_suggestion_free);
  Candidate best[COMPARED];
  guint n, n_kept = 0, n_close;
  float close_points = 0;

  g_array_set_size (self->equals, 0);
  tny_name_index_each_equal (index, text, self->equals);
  for (guint i = 0; i < self->equals->len && result->len < top; i++)
    g_ptr_array_add (result, suggestion_new_equal (index, g_array_index (self->equals, guint, i),
                                                   self->equals->len));

  question_init (&self->question, index, text);
  n = find_candidates (self, best, COMPARED);
  for (guint i = 0; i < n; i++)
    {
      TnyComparison comparison;

      if (is_equal (self, best[i].doc))
        continue;
      question_compare (&self->question, index, best[i].doc, &comparison);
      if (comparison.score >= 1)
        best[n_kept++] = (Candidate) { best[i].doc, comparison.score };
    }
  qsort (best, n_kept, sizeof *best, compare_candidates);
  n_close = self->equals->len == 0 ? count_close (best, n_kept, &close_points) : 0;
  for (guint i = 0; i < n_kept && result->len < top; i++)
    g_ptr_array_add (result, suggestion_new_close (index, best[i].doc, &self->question,
                                                   i <= n_close ? n_close : 0,
                                                   i <= n_close ? close_points : 0));

  return result;
}

GPtrArray *
tny_name_index_suggest (const TnyNameIndex *self, const char *name, guint top)
{
  Search search;
  GPtrArray *result;

  g_return_val_if_fail (self->built && name != NULL && top >= 1, NULL);

  search_init (&search, self);
  result = search_ask (&search, name, top);
  search_clear (&search);

  return result;
}

/* --- many ---------------------------------------------------------------------------------------- */

typedef struct
{
  const TnyNameIndex *index;
  const char *const  *names;
  guint               n_names, top;
  GPtrArray         **results;
  int                 next;            /* atomic: the first name nobody has taken yet */
  GCancellable       *cancellable;
} Batch;

static gpointer
answer_batch (gpointer data)
{
  Batch *batch = data;
  Search search;
  guint at;

  search_init (&search, batch->index);
  while ((at = (guint) g_atomic_int_add (&batch->next, 1)) < batch->n_names &&
         !g_cancellable_is_cancelled (batch->cancellable))
    batch->results[at] = search_ask (&search, batch->names[at], batch->top);
  search_clear (&search);

  return NULL;
}

GPtrArray *
tny_name_index_suggest_many (const TnyNameIndex *self, const char *const *names, guint n_names,
                             guint top, guint n_threads, GCancellable *cancellable, GError **error)
{
  g_autofree GPtrArray **results = g_new0 (GPtrArray *, MAX (n_names, 1));
  Batch batch = { self, names, n_names, top, results, 0, cancellable };
  g_autoptr(GPtrArray) all = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  GThread *threads[16];
  guint n_others = CLAMP (n_threads, 1, G_N_ELEMENTS (threads)) - 1;

  g_return_val_if_fail (self->built && top >= 1 && n_names <= TNY_NAME_INDEX_MAX, NULL);

  for (guint i = 0; i < n_others; i++)
    threads[i] = g_thread_new ("match", answer_batch, &batch);
  answer_batch (&batch);
  for (guint i = 0; i < n_others; i++)
    g_thread_join (threads[i]);

  for (guint i = 0; i < n_names; i++)
    if (results[i] != NULL)
      g_ptr_array_add (all, results[i]);
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;

  return g_steal_pointer (&all);
}
