/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who is a candidate at all, and how candidates stand beside one another. */
#include "tny-evidence-private.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "tny-domain.h"

/* Of those who share a domain, a website or a number, so many are looked at: the ones with most. */
#define MOST_HOLDERS  16
/* Former names count a little less than today's. */
#define FORMER_PART   0.95
#define FORMER_LEAST  60
/* What belongs to one organization takes so much off the others, which have less than this part of it. */
#define RIVAL_POINTS  20
#define RIVAL_PART    0.25
#define RIVAL_LEAST   0.69          /* a chance of one half */

/* As among names: candidates within this many points are as close; within a tie none is certain. */
#define AS_CLOSE      5
#define TIE           2
#define CERTAIN       90

typedef struct
{
  const TnyEvidenceIndex *index;
  const TnyTenantFacts   *tenant;
  GPtrArray              *all;       /* TnyWeighed */
  GHashTable             *by_position;
} Pool;

/* A copy without what the list of names says about the others. */
static TnySuggestion *
copy_suggestion (const TnySuggestion *suggestion)
{
  TnySuggestion *copy = g_memdup2 (suggestion, sizeof *suggestion);

  copy->reasons = g_ptr_array_new_with_free_func ((GDestroyNotify) tny_reason_free);
  for (guint i = 0; i < suggestion->reasons->len; i++)
    {
      const TnyReason *reason = suggestion->reasons->pdata[i];
      TnyReason *mine = g_memdup2 (reason, sizeof *reason);

      mine->theirs = g_strdup (reason->theirs);
      mine->ours = g_strdup (reason->ours);
      g_ptr_array_add (copy->reasons, mine);
    }

  return copy;
}

static TnyWeighed *
take (Pool *self, TnySuggestion *base)
{
  TnyWeighed *weighed = tny_weighed_new (self->index, base);

  g_ptr_array_add (self->all, weighed);
  g_hash_table_insert (self->by_position, GUINT_TO_POINTER (base->position), weighed);

  return weighed;
}

static TnyWeighed *
get (Pool *self, guint position)
{
  TnyWeighed *weighed = g_hash_table_lookup (self->by_position, GUINT_TO_POINTER (position));

  if (weighed == NULL)
    weighed =
      take (self, tny_name_index_compare (self->index->names, self->tenant->name, position));

  return weighed;
}

/* --- names of before -------------------------------------------------------------------------- */

/* The name that says more is the one that counts. */
static void
take_former (Pool *self, guint position, int score, TnyReasonKind kind, const char *name, gint64 until)
{
  TnyWeighed *weighed;
  TnyReason *reason;
  int points = (int) lround (FORMER_PART * MIN (score, 100));

  if (score < FORMER_LEAST)
    return;
  weighed = get (self, position);
  if (weighed->base->equal || points <= weighed->base->score)
    return;
  reason = g_new0 (TnyReason, 1);
  reason->kind = kind;
  reason->points = points;
  reason->at = until;
  *(kind == TNY_REASON_FORMER_NAME ? &reason->theirs : &reason->ours) = g_strdup (name);
  g_ptr_array_set_size (weighed->base->reasons, 0);
  g_ptr_array_add (weighed->base->reasons, reason);
  weighed->base->score = points;
}

static int
own_score (const TnySuggestion *suggestion)
{
  int score = suggestion->score;

  for (guint i = 0; i < suggestion->reasons->len; i++)
    {
      const TnyReason *reason = suggestion->reasons->pdata[i];

      if (reason->kind == TNY_REASON_AMBIGUOUS)
        score -= reason->points;
    }

  return score;
}

static void
take_formers (Pool *self, GPtrArray *const *by_former)
{
  const TnyEvidenceIndex *index = self->index;
  g_autoptr(GPtrArray) ours = NULL;

  for (guint i = 0; by_former != NULL && i < self->tenant->n_former; i++)
    for (guint k = 0; k < by_former[i]->len; k++)
      {
        const TnySuggestion *suggestion = by_former[i]->pdata[k];

        take_former (self, suggestion->position, own_score (suggestion), TNY_REASON_FORMER_NAME,
                     self->tenant->former[i].name, self->tenant->former[i].until);
      }
  if (index->old_index == NULL)
    return;
  ours = tny_name_index_suggest (index->old_index, self->tenant->name, 3);
  for (guint i = 0; i < ours->len; i++)
    {
      const TnySuggestion *suggestion = ours->pdata[i];
      const TnyOldName *old = &g_array_index (index->old_names, TnyOldName, suggestion->position);

      take_former (self, old->position, own_score (suggestion), TNY_REASON_OUR_FORMER_NAME, old->name,
                   old->until);
    }
}

/* --- whom evidence brings up ------------------------------------------------------------------ */

static void
take_holders (Pool *self, const TnyHolderTable *table, const char *text)
{
  const TnyHolders *holders = tny_holders_find (table, text);

  for (guint i = 0; holders != NULL && i < MIN (holders->n, MOST_HOLDERS); i++)
    get (self, tny_holders_get (table, holders)[i].position);
}

static void
take_all (Pool *self)
{
  const TnyTenantFacts *tenant = self->tenant;
  guint position;

  for (guint i = 0; tenant->domains != NULL && tenant->domains[i] != NULL; i++)
    if (!tny_domain_is_public (tenant->domains[i]))
      {
        take_holders (self, &self->index->by_domain, tenant->domains[i]);
        take_holders (self, &self->index->by_website, tenant->domains[i]);
      }
  for (guint i = 0; tenant->phones != NULL && tenant->phones[i] != NULL; i++)
    {
      g_autofree char *tail = tny_phone_tail (tenant->phones[i]);

      take_holders (self, &self->index->by_phone, tail);
    }
  for (guint i = 0; i < tenant->n_known && i < MOST_HOLDERS; i++)
    if (tny_name_index_find_id (self->index->names, tenant->known[i].organization_id, &position))
      get (self, position);
  if (tenant->matched_before != 0 &&
      tny_name_index_find_id (self->index->names, tenant->matched_before, &position))
    get (self, position);
}

/* --- beside one another ----------------------------------------------------------------------- */

static int
compare_weighed (gconstpointer a, gconstpointer b)
{
  const TnyWeighed *first = *(TnyWeighed *const *) a, *second = *(TnyWeighed *const *) b;

  if (first->base->automatic != second->base->automatic)
    return first->base->automatic ? -1 : 1;
  if (first->exact != second->exact)
    return first->exact > second->exact ? -1 : 1;
  if (first->strength != second->strength)
    return first->strength > second->strength ? -1 : 1;

  return first->position < second->position ? -1 : first->position > second->position;
}

/* Domains and people belong to one organization: what another has speaks against those without. */
static void
lower_rivals (Pool *self)
{
  const TnyWeighed *owner = NULL;

  for (guint i = 0; i < self->all->len; i++)
    {
      const TnyWeighed *weighed = self->all->pdata[i];

      if (owner == NULL || weighed->owner > owner->owner)
        owner = weighed;
    }
  if (owner == NULL || owner->owner < RIVAL_LEAST)
    return;
  for (guint i = 0; i < self->all->len; i++)
    {
      TnyWeighed *weighed = self->all->pdata[i];
      TnyReason *reason;

      if (weighed->owner >= RIVAL_PART * owner->owner || weighed->base->automatic)
        continue;
      reason = g_new0 (TnyReason, 1);
      reason->kind = TNY_REASON_RIVAL;
      reason->ours = g_strdup (owner->base->name);
      tny_weighed_take_off (weighed, reason, RIVAL_POINTS);
    }
}

/* The same off each that is as close, and off the next so much that it does not get in front. */
static void
lower_close (Pool *self)
{
  const TnyWeighed *best = self->all->len > 0 ? self->all->pdata[0] : NULL;
  double top = best != NULL ? best->exact : 0, points, last;
  guint n_close = 1;

  if (best == NULL || best->base->automatic)
    return;
  while (n_close < self->all->len &&
         ((TnyWeighed *) self->all->pdata[n_close])->exact >= top - AS_CLOSE)
    n_close++;
  if (n_close < 2)
    return;
  points = MIN (12, 2 + 2.0 * n_close);
  if (((TnyWeighed *) self->all->pdata[1])->exact >= top - TIE)
    points = MAX (points, top - CERTAIN + 1);
  last = ((TnyWeighed *) self->all->pdata[n_close - 1])->exact - points;
  for (guint i = 0; i < self->all->len; i++)
    {
      TnyWeighed *weighed = self->all->pdata[i];
      int minus = (int) ceil (i < n_close ? points : weighed->exact - MAX (last, 0));
      TnyReason *reason;

      if (minus <= 0)
        continue;
      reason = g_new0 (TnyReason, 1);
      reason->kind = TNY_REASON_AMBIGUOUS;
      reason->n = i < n_close ? n_close - 1 : n_close;
      tny_weighed_take_off (weighed, reason, minus);
      tny_weighed_sum (weighed);
    }
}

/* One organization by its name and another by what was before: then a person has to look. */
static void
clear_contradiction (Pool *self)
{
  guint n = 0;

  for (guint i = 0; i < self->all->len; i++)
    n += ((TnyWeighed *) self->all->pdata[i])->base->automatic;
  for (guint i = 0; n > 1 && i < self->all->len; i++)
    ((TnyWeighed *) self->all->pdata[i])->base->automatic = FALSE;
}

static gboolean
has_evidence (const Pool *self)
{
  for (guint i = 0; i < self->all->len; i++)
    {
      const TnyWeighed *weighed = self->all->pdata[i];

      if (weighed->parts->len > 0 || weighed->base->automatic)
        return TRUE;
      for (guint k = 0; k < weighed->base->reasons->len; k++)
        if (((TnyReason *) weighed->base->reasons->pdata[k])->kind >= TNY_REASON_FORMER_NAME)
          return TRUE;
    }

  return FALSE;
}

static GPtrArray *
by_names_alone (GPtrArray *by_name, guint top)
{
  GPtrArray *result = g_ptr_array_new_with_free_func ((GDestroyNotify) tny_suggestion_free);

  for (guint i = 0; i < by_name->len && i < top; i++)
    g_ptr_array_add (result, copy_suggestion (by_name->pdata[i]));

  return result;
}

GPtrArray *
tny_evidence_weigh (const TnyEvidenceIndex *self, const TnyTenantFacts *tenant, GPtrArray *by_name,
                    GPtrArray *const *by_former, guint top)
{
  g_autoptr(GPtrArray) all = g_ptr_array_new_with_free_func ((GDestroyNotify) tny_weighed_free);
  g_autoptr(GHashTable) by_position = g_hash_table_new (NULL, NULL);
  Pool pool = { self, tenant, all, by_position };
  GPtrArray *result;

  g_return_val_if_fail (self->built && top >= 1, NULL);

  for (guint i = 0; i < by_name->len; i++)
    take (&pool, copy_suggestion (by_name->pdata[i]));
  take_formers (&pool, by_former);
  take_all (&pool);
  for (guint i = 0; i < all->len; i++)
    tny_weighed_find (all->pdata[i], self, tenant);
  clear_contradiction (&pool);
  if (!has_evidence (&pool))
    return by_names_alone (by_name, top);

  lower_rivals (&pool);
  for (guint i = 0; i < all->len; i++)
    tny_weighed_sum (all->pdata[i]);
  g_ptr_array_sort (all, compare_weighed);
  lower_close (&pool);
  result = g_ptr_array_new_with_free_func ((GDestroyNotify) tny_suggestion_free);
  for (guint i = 0; i < all->len && result->len < top; i++)
    {
      TnyWeighed *weighed = all->pdata[i];

      /* The same name is the same name, whatever else there is. */
      g_ptr_array_add (result, weighed->base->equal && weighed->base->automatic
                                 ? copy_suggestion (weighed->base) : tny_weighed_finish (weighed));
    }

  return result;
}
