/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One tenant and one organization: what is found, and what it is worth. */
#include "tny-evidence-private.h"

#include <math.h>
#include <string.h>

#include "tny-domain.h"

/* Chances that a pair is one and the same, were nothing else known. */
#define CHANCE_NAME_MAX   0.99
#define CHANCE_SAME_NAME  0.96     /* and others are called so too */
#define CHANCE_WEBSITE    0.72
#define CHANCE_PEOPLE     0.90
#define CHANCE_PHONE      0.35
#define CHANCE_POSTAL     0.20
#define CHANCE_CITY       0.05
#define CHANCE_BEFORE     0.995

#define MINUS_CITY        3
/* Names below this are chance: they count as less than they say when evidence is there. */
#define NAME_NOISE        10
#define NAME_SOUND        50

static const struct { guint at_least; double chance; } by_contacts[] = {
  { 5, 0.80 }, { 4, 0.77 }, { 3, 0.74 }, { 2, 0.68 }, { 1, 0.55 },
};
static const struct { guint at_least; double part; } by_people[] = {
  { 5, 1.0 }, { 3, 0.75 }, { 2, 0.6 }, { 1, 0.4 },
};
static const struct { guint at_least; int points; } by_others[] = {
  { 10, 20 }, { 5, 14 }, { 3, 8 },
};

static TnyReason *
reason_new (TnyReasonKind kind, const char *theirs, const char *ours, guint n, guint of)
{
  TnyReason *reason = g_new0 (TnyReason, 1);

  reason->kind = kind;
  reason->theirs = g_strdup (theirs);
  reason->ours = g_strdup (ours);
  reason->n = n;
  reason->of = of;

  return reason;
}

static void
part_clear (gpointer data)
{
  tny_reason_free (((TnyPart *) data)->reason);
}

/* What others that are as close took off is put back: it is told anew when all is weighed. */
static void
forget_others (TnySuggestion *suggestion)
{
  for (guint i = suggestion->reasons->len; i-- > 0;)
    {
      TnyReason *reason = suggestion->reasons->pdata[i];

      if (reason->kind != TNY_REASON_AMBIGUOUS)
        continue;
      suggestion->score -= reason->points;
      g_ptr_array_remove_index (suggestion->reasons, i);
    }
}

TnyWeighed *
tny_weighed_new (const TnyEvidenceIndex *index, TnySuggestion *base)
{
  TnyWeighed *self = g_new0 (TnyWeighed, 1);

  self->position = base->position;
  self->base = base;
  self->parts = g_array_new (FALSE, FALSE, sizeof (TnyPart));
  g_array_set_clear_func (self->parts, part_clear);
  forget_others (base);

  return self;
}

void
tny_weighed_free (TnyWeighed *self)
{
  if (self == NULL)
    return;

  tny_suggestion_free (self->base);
  g_array_unref (self->parts);
  g_free (self);
}

void
tny_weighed_add (TnyWeighed *self, TnyReason *reason, double chance)
{
  TnyPart part = { reason, -log (1 - chance), 0 };

  self->strength += part.weight;
  g_array_append_val (self->parts, part);
}

void
tny_weighed_take_off (TnyWeighed *self, TnyReason *reason, int points)
{
  TnyPart part = { reason, 0, points };

  g_array_append_val (self->parts, part);
}

/* --- domains ---------------------------------------------------------------------------------- */

/* @website is @domain or below it. */
static gboolean
is_at (const char *website, const char *domain)
{
  gsize n = strlen (website), m = strlen (domain);

  return n >= m && strcmp (website + n - m, domain) == 0 && (n == m || website[n - m - 1] == '.');
}

static gboolean
is_verified (const TnyTenantFacts *tenant, const char *domain)
{
  return tenant->domains != NULL && g_strv_contains (tenant->domains, domain);
}

static gboolean
find_website (TnyWeighed *self, const TnyEvidenceIndex *index, const TnyTenantFacts *tenant,
              const TnyPlaceFacts *place)
{
  for (guint i = 0; place->website_domain != NULL && tenant->domains != NULL &&
                    tenant->domains[i] != NULL; i++)
    if (!tny_domain_is_public (tenant->domains[i]) &&
        is_at (place->website_domain, tenant->domains[i]))
      {
        const TnyHolders *holders = tny_holders_find (&index->by_website, place->website_domain);
        double chance = CHANCE_WEBSITE / holders->n;

        self->owner += -log (1 - chance);
        tny_weighed_add (self, reason_new (TNY_REASON_WEBSITE, tenant->domains[i], NULL, 0, 0),
                         chance);
        return TRUE;
      }

  return FALSE;
}

static double
chance_of_contacts (guint n, guint all, guint everywhere)
{
  double share = (double) n / all, alone = (double) n / everywhere;

  for (guint i = 0; i < G_N_ELEMENTS (by_contacts); i++)
    if (n >= by_contacts[i].at_least)
      return by_contacts[i].chance * (share >= 0.5 ? 1 : 0.35 + 1.3 * share) * alone;

  return 0;
}

static gboolean
has_own_domain (const TnyTenantFacts *tenant)
{
  for (guint i = 0; tenant->domains != NULL && tenant->domains[i] != NULL; i++)
    if (!tny_domain_is_public (tenant->domains[i]))
      return TRUE;

  return FALSE;
}

static void
find_domains (TnyWeighed *self, const TnyEvidenceIndex *index, const TnyTenantFacts *tenant,
              const TnyPlaceFacts *place)
{
  const TnyDomainFact *facts = (const TnyDomainFact *) index->domains->data + place->first_domain;
  const char *most = NULL;
  guint n = 0, everywhere = 0;

  for (guint i = 0; i < place->n_domains; i++)
    if (is_verified (tenant, facts[i].domain))
      {
        n += facts[i].n;
        everywhere += tny_holders_find (&index->by_domain, facts[i].domain)->total;
        most = most != NULL ? most : facts[i].domain;
      }
  if (find_website (self, index, tenant, place) && n == 0)
    return;
  if (n > 0)
    {
      double chance = chance_of_contacts (n, place->n_addresses, everywhere);
      gboolean shared = n * 5 < everywhere * 4;

      self->owner += -log (1 - chance);
      tny_weighed_add (self, reason_new (shared ? TNY_REASON_SHARED_DOMAIN : TNY_REASON_DOMAIN, most,
                                         NULL, n, place->n_addresses), chance);
      return;
    }
  if (place->n_domains == 0 || !has_own_domain (tenant))
    return;
  for (guint i = 0; i < G_N_ELEMENTS (by_others); i++)
    if (place->n_addresses >= by_others[i].at_least)
      {
        tny_weighed_take_off (self, reason_new (TNY_REASON_OTHER_DOMAIN, NULL, facts[0].domain, 0, 0),
                              by_others[i].points);
        return;
      }
}

static void
find_people (TnyWeighed *self, const TnyTenantFacts *tenant)
{
  guint n = 0, everywhere = 0;
  double chance;

  for (guint i = 0; i < tenant->n_known; i++)
    {
      everywhere += tenant->known[i].n;
      if (tenant->known[i].organization_id == self->base->id)
        n += tenant->known[i].n;
    }
  if (n == 0)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (by_people); i++)
    if (n >= by_people[i].at_least)
      {
        chance = CHANCE_PEOPLE * by_people[i].part * sqrt ((double) n / MAX (tenant->n_people, n)) *
                 n / everywhere;
        self->owner += -log (1 - chance);
        tny_weighed_add (self, reason_new (TNY_REASON_PEOPLE, NULL, NULL, n, MAX (tenant->n_people, n)),
                         chance);
        return;
      }
}

/* --- place ------------------------------------------------------------------------------------ */

static void
find_phone (TnyWeighed *self, const TnyEvidenceIndex *index, const TnyTenantFacts *tenant,
            const TnyPlaceFacts *place)
{
  for (guint i = 0; place->phone_tail != NULL && tenant->phones != NULL && tenant->phones[i] != NULL; i++)
    {
      g_autofree char *tail = tny_phone_tail (tenant->phones[i]);

      if (g_strcmp0 (tail, place->phone_tail) != 0)
        continue;
      tny_weighed_add (self, reason_new (TNY_REASON_PHONE, tenant->phones[i], NULL, 0, 0),
                       CHANCE_PHONE / tny_holders_find (&index->by_phone, tail)->n);
      return;
    }
}

static void
find_place (TnyWeighed *self, const TnyTenantFacts *tenant, const TnyPlaceFacts *place)
{
  g_autofree char *city = tny_place_fold (tenant->city);
  g_autofree char *postal_code = tny_place_fold (tenant->postal_code);

  if (postal_code != NULL && g_strcmp0 (postal_code, place->postal_code) == 0 &&
      (city == NULL || place->city == NULL || strcmp (city, place->city) == 0))
    tny_weighed_add (self, reason_new (TNY_REASON_POSTAL_CODE, tenant->postal_code, NULL, 0, 0),
                     CHANCE_POSTAL);
  else if (city != NULL && place->city != NULL && strcmp (city, place->city) == 0)
    tny_weighed_add (self, reason_new (TNY_REASON_CITY, tenant->city, NULL, 0, 0), CHANCE_CITY);
  else if (city != NULL && place->city != NULL)
    tny_weighed_take_off (self, reason_new (TNY_REASON_OTHER_CITY, tenant->city, place->city_written,
                                            0, 0), MINUS_CITY);
}

void
tny_weighed_find (TnyWeighed *self, const TnyEvidenceIndex *index, const TnyTenantFacts *tenant)
{
  const TnyPlaceFacts *place = &g_array_index (index->places, TnyPlaceFacts, self->position);

  if (tenant->matched_before == self->base->id)
    {
      self->owner += -log (1 - CHANCE_BEFORE);
      tny_weighed_add (self, reason_new (TNY_REASON_MATCHED_BEFORE, NULL, NULL, 0, 0), CHANCE_BEFORE);
      self->base->automatic = TRUE;
    }
  find_domains (self, index, tenant, place);
  find_people (self, tenant);
  find_phone (self, index, tenant, place);
  find_place (self, tenant, place);
}

/* --- the sum ---------------------------------------------------------------------------------- */

/* What the name counts, beside @self's evidence. */
static double
name_weight (const TnyWeighed *self)
{
  double points = MIN (self->base->score, 100), chance = points / 100;

  if (self->base->equal)
    chance = CHANCE_SAME_NAME;
  else if (self->strength > 0 && points < NAME_SOUND)
    chance *= CLAMP ((points - NAME_NOISE) / (NAME_SOUND - NAME_NOISE), 0, 1);

  return -log (1 - MIN (chance, CHANCE_NAME_MAX));
}

void
tny_weighed_sum (TnyWeighed *self)
{
  int minus = 0;

  for (guint i = 0; i < self->parts->len; i++)
    minus += g_array_index (self->parts, TnyPart, i).minus;
  self->exact = MIN (100 * (1 - exp (-name_weight (self) - self->strength)), 99) - minus;
  self->exact = MAX (self->exact, 0);
}

/* What is left of a reason's points when rounded down, for those that are rounded up. */
typedef struct
{
  TnyReason *reason;
  double     exact;
} Share;

static void
add_share (GArray *shares, TnyReason *reason, double exact)
{
  Share share = { reason, exact };

  reason->points = (int) floor (exact);
  g_array_append_val (shares, share);
}

/* Copies: the base keeps its own. */
static TnyReason *
reason_copy (const TnyReason *reason)
{
  TnyReason *copy = g_memdup2 (reason, sizeof *reason);

  copy->theirs = g_strdup (reason->theirs);
  copy->ours = g_strdup (reason->ours);

  return copy;
}

/* Whole points that add up to @total: what was rounded off goes to those that lost most. */
static void
round_shares (GArray *shares, int total)
{
  int left = total;

  for (guint i = 0; i < shares->len; i++)
    left -= g_array_index (shares, Share, i).reason->points;
  for (; left != 0 && shares->len > 0; left += left > 0 ? -1 : 1)
    {
      Share *most = &g_array_index (shares, Share, 0);

      for (guint i = 1; i < shares->len; i++)
        {
          Share *share = &g_array_index (shares, Share, i);
          double lost = share->exact - share->reason->points;

          if ((left > 0) == (lost > most->exact - most->reason->points))
            most = share;
        }
      most->reason->points += left > 0 ? 1 : -1;
    }
}

static int
compare_points (gconstpointer a, gconstpointer b)
{
  const TnyReason *first = *(const TnyReason *const *) a, *second = *(const TnyReason *const *) b;

  return (second->points > first->points) - (second->points < first->points);
}

TnySuggestion *
tny_weighed_finish (TnyWeighed *self)
{
  g_autoptr(GArray) shares = g_array_new (FALSE, FALSE, sizeof (Share));
  TnySuggestion *result = g_memdup2 (self->base, sizeof *self->base);
  double name = name_weight (self), all = name + self->strength;
  double in_favour = MIN (100 * (1 - exp (-all)), 99);
  int left = (int) lround (in_favour), minus = 0;

  for (guint i = 0; all > 0 && self->base->score > 0 && i < self->base->reasons->len; i++)
    {
      TnyReason *reason = self->base->reasons->pdata[i];

      add_share (shares, reason_copy (reason),
                 in_favour * name / all * reason->points / self->base->score);
    }
  for (guint i = 0; i < self->parts->len; i++)
    {
      const TnyPart *part = &g_array_index (self->parts, TnyPart, i);

      minus += part->minus;
      if (part->weight > 0)
        add_share (shares, reason_copy (part->reason), in_favour * part->weight / all);
    }
  round_shares (shares, left);
  result->score = MAX (left - minus, 0);
  result->reasons = g_ptr_array_new_with_free_func ((GDestroyNotify) tny_reason_free);
  for (guint i = 0; i < shares->len; i++)
    g_ptr_array_add (result->reasons, g_array_index (shares, Share, i).reason);

  /* No more is taken off than there is. */
  for (guint i = 0; i < self->parts->len; i++)
    {
      const TnyPart *part = &g_array_index (self->parts, TnyPart, i);
      TnyReason *reason;

      if (part->minus == 0)
        continue;
      reason = reason_copy (part->reason);
      reason->points = -MIN (part->minus, left - result->score);
      left += reason->points;
      g_ptr_array_add (result->reasons, reason);
    }
  for (guint i = result->reasons->len; i-- > 0;)
    if (((TnyReason *) result->reasons->pdata[i])->points == 0)
      g_ptr_array_remove_index (result->reasons, i);
  g_ptr_array_sort (result->reasons, compare_points);

  return result;
}
