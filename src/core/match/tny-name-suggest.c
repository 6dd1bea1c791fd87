/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-name-index.h"

#include <stdlib.h>

#include "tny-name-search.h"

/* How many of the best by shared features are compared word by word. */
#define COMPARED 64

/* Candidates this close to the best are as close. */
#define AS_CLOSE 5.0f
/* … and this close nobody could tell: then none of them may look certain. */
#define TIE      2.0f
#define CERTAIN  90.0f

static int
compare_candidates (const void *a, const void *b)
{
  return tny_candidate_before (a, b) ? -1 : tny_candidate_before (b, a);
}

/* How many are as close to the name as the best of @best, itself included. */
static guint
count_close (const TnyCandidate *best, guint n)
{
  guint n_close = n > 0 ? 1 : 0;

  while (n_close < n && best[n_close].value >= best[0].value - AS_CLOSE)
    n_close++;

  return n_close;
}

/* What it takes off @best[i] that several are as close: the same off each of those, and off the
 * next so much that they do not get in front of them. */
static float
close_points (const TnyCandidate *best, guint i, guint n_close)
{
  float points, last;

  if (n_close < 2)
    return 0;
  points = MIN (12, 2 + 2.0f * n_close);
  if (best[1].value >= best[0].value - TIE)
    points = MAX (points, best[0].value - CERTAIN + 1);
  last = MAX (best[n_close - 1].value - points, 0);
  if (i < n_close)
    return MAX (-points, -best[i].value);

  return MIN (last - best[i].value, 0);
}

/* --- suggestions ------------------------------------------------------------------------------ */

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
  self->position = doc;
  self->name = tny_name_index_name (index, doc);

  return self;
}

/* The same name is certain, unless several have it. */
static int
equal_score (guint n_equal)
{
  return n_equal > 1 ? 100 - MIN (20, 8 + 2 * (int) n_equal) : 100;
}

static TnySuggestion *
suggestion_new_equal (const TnyNameIndex *index, guint doc, guint n_equal)
{
  TnySuggestion *self = suggestion_new (index, doc);
  TnyReason *reason = g_new0 (TnyReason, 1);

  self->equal = TRUE;
  self->automatic = n_equal == 1;
  self->score = equal_score (n_equal);
  reason->points = 100;
  reason->kind = TNY_REASON_SAME_NAME;
  self->reasons = g_ptr_array_new_with_free_func ((GDestroyNotify) tny_reason_free);
  g_ptr_array_add (self->reasons, reason);
  if (n_equal > 1)
    {
      reason = g_new0 (TnyReason, 1);
      reason->kind = TNY_REASON_AMBIGUOUS;
      reason->n = n_equal - 1;
      reason->points = self->score - 100;
      g_ptr_array_add (self->reasons, reason);
    }

  return self;
}

static TnySuggestion *
suggestion_new_similar (const TnyNameIndex *index, guint doc, const TnyQuestion *question,
                        guint n_close, float points)
{
  TnySuggestion *self = suggestion_new (index, doc);
  TnyComparison comparison;
  guint reading = tny_question_compare (question, index, doc, &comparison);
  TnyName ours;

  tny_name_parse (&ours, self->name, FALSE);
  self->reasons = tny_comparison_explain (&comparison, &question->names[reading], question->text,
                                          &ours, self->name, n_close, points, &self->score);

  return self;
}

static gboolean
is_equal (const TnySearch *self, guint doc)
{
  for (guint i = 0; i < self->equals->len; i++)
    if (g_array_index (self->equals, guint, i) == doc)
      return TRUE;

  return self->equals->len == TNY_EQUALS_MAX &&
         tny_names_equal (self->question.text, tny_name_index_name (self->index, doc));
}

static GPtrArray *
search_ask (TnySearch *self, const char *text, guint top)
{
  const TnyNameIndex *index = self->index;
  GPtrArray *result = g_ptr_array_new_with_free_func ((GDestroyNotify) tny_suggestion_free);
  TnyCandidate best[COMPARED];
  guint n, n_kept = 0, n_equal, n_close;

  g_array_set_size (self->equals, 0);
  tny_name_index_each_equal (index, text, self->equals);
  n_equal = self->equals->len;
  for (guint i = 0; i < n_equal && result->len < top; i++)
    g_ptr_array_add (result, suggestion_new_equal (index, g_array_index (self->equals, guint, i),
                                                   n_equal));

  tny_question_init (&self->question, index, text);
  n = tny_search_find (self, best, COMPARED);
  for (guint i = 0; i < n; i++)
    {
      TnyComparison comparison;

      if (is_equal (self, best[i].doc))
        continue;
      tny_question_compare (&self->question, index, best[i].doc, &comparison);
      if (comparison.score >= 1)
        best[n_kept++] = (TnyCandidate) { best[i].doc, comparison.score };
    }
  qsort (best, n_kept, sizeof *best, compare_candidates);
  n_close = count_close (best, n_kept);
  for (guint i = 0; i < n_kept && result->len < top; i++)
    {
      float points = n_equal == 0 ? close_points (best, i, n_close)
                                  : MIN (equal_score (n_equal) - best[i].value, 0);
      guint n_others = n_equal > 0 ? n_equal : i < n_close ? n_close - 1 : n_close;

      g_ptr_array_add (result, suggestion_new_similar (index, best[i].doc, &self->question,
                                                       n_others, points));
    }

  return result;
}

TnySuggestion *
tny_name_index_compare (const TnyNameIndex *self, const char *name, guint position)
{
  TnyQuestion question;

  g_return_val_if_fail (self->built && position < self->ids->len, NULL);

  if (tny_names_equal (name, tny_name_index_name (self, position)))
    {
      g_autoptr(GArray) equals = g_array_new (FALSE, FALSE, sizeof (guint));
      TnySuggestion *suggestion;

      tny_name_index_each_equal (self, name, equals);
      suggestion = suggestion_new_equal (self, position, 1);
      suggestion->automatic = equals->len == 1;
      return suggestion;
    }
  tny_question_init (&question, self, name);

  return suggestion_new_similar (self, position, &question, 0, 0);
}

gboolean
tny_name_index_find_id (const TnyNameIndex *self, gint64 id, guint *position)
{
  const gint64 *ids = (const gint64 *) self->ids->data;
  guint low = 0, high = self->ids->len;

  while (self->ascending && low < high)
    {
      guint middle = low + (high - low) / 2;

      if (ids[middle] < id)
        low = middle + 1;
      else
        high = middle;
    }
  while (low < self->ids->len && ids[low] != id)
    low = self->ascending ? self->ids->len : low + 1;
  *position = low;

  return low < self->ids->len;
}

GPtrArray *
tny_name_index_suggest (const TnyNameIndex *self, const char *name, guint top)
{
  TnySearch search;
  GPtrArray *result;

  g_return_val_if_fail (self->built && name != NULL && top >= 1, NULL);

  tny_search_init (&search, self);
  result = search_ask (&search, name, top);
  tny_search_clear (&search);

  return result;
}

/* --- many ------------------------------------------------------------------------------------- */

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
  TnySearch search;
  guint at;

  tny_search_init (&search, batch->index);
  while ((at = (guint) g_atomic_int_add (&batch->next, 1)) < batch->n_names &&
         !g_cancellable_is_cancelled (batch->cancellable))
    batch->results[at] = search_ask (&search, batch->names[at], batch->top);
  tny_search_clear (&search);

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
