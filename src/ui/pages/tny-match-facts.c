/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-match-facts.h"

#include "tny-domain.h"

static void
side_free (gpointer data)
{
  TnyMatchSide *side = data;

  g_free (side->organization_name);
  tny_organization_row_free (side->organization);
  g_free (side);
}

void
tny_match_facts_free (TnyMatchFacts *self)
{
  if (self == NULL)
    return;

  g_clear_pointer (&self->sides, g_ptr_array_unref);
  g_clear_pointer (&self->candidates, g_ptr_array_unref);
  g_clear_pointer (&self->match_reasons, g_ptr_array_unref);
  tny_tenant_row_free (self->tenant);
  g_free (self);
}

/* More domains than that say no more. */
#define DOMAINS 8

static void
count_in_domains (TnyMatchFacts *self, TnyReader *reader, TnyMatchSide *side, GError **error)
{
  const char *listed[] = { self->tenant->default_domain, NULL };
  const char *const *domains =
    self->tenant->domains[0] != NULL ? (const char *const *) self->tenant->domains : listed;

  for (guint i = 0; i < DOMAINS && domains[i] != NULL; i++)
    {
      g_autofree char *address = g_strconcat ("@", domains[i], NULL);
      gint64 n = 0;

      if (tny_domain_is_public (domains[i]))
        continue;
      if (!tny_list_count (reader, &(TnyListQuery) { .kind = TNY_LIST_CONTACTS,
                                                     .organization_id = side->organization_id,
                                                     .search = address }, &n, error))
        return;
      side->in_domain += n;
    }
}

static gboolean
add_side (TnyMatchFacts *self, TnyReader *reader, gint64 id, const char *name, int score,
          GPtrArray *reasons, GError **error)
{
  TnyMatchSide *side = g_new0 (TnyMatchSide, 1);
  g_autoptr(GError) problem = NULL;

  side->organization_id = id;
  side->organization_name = g_strdup (name);
  side->score = score;
  side->reasons = reasons;
  g_ptr_array_add (self->sides, side);

  side->organization = tny_organization_read (reader, id, &problem);
  if (problem == NULL)
    count_in_domains (self, reader, side, &problem);
  if (problem != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&problem));
      return FALSE;
    }

  return TRUE;
}

TnyMatchFacts *
tny_match_facts_read (TnyStore *store, gint64 tenant_id, GError **error)
{
  g_autoptr(TnyReader) reader = tny_store_borrow (store, error);
  g_autoptr(TnyMatchFacts) self = NULL;
  TnyTenantRow *tenant = reader != NULL ? tny_tenant_read (reader, tenant_id, error) : NULL;

  if (tenant == NULL)
    return NULL;

  self = g_new0 (TnyMatchFacts, 1);
  self->tenant = tenant;
  self->sides = g_ptr_array_new_with_free_func (side_free);

  if (g_strcmp0 (tenant->state, "matched") == 0)
    {
      self->match_reasons = tny_match_reasons_read (reader, tenant_id, error);
      if (self->match_reasons == NULL
          || !add_side (self, reader, tenant->organization_id, tenant->organization_name,
                        tenant->score, self->match_reasons, error))
        return NULL;
    }
  else if (g_strcmp0 (tenant->state, "ignored") != 0)
    {
      g_autoptr(GError) problem = NULL;

      self->candidates = tny_candidates_read (reader, tenant_id, &problem);
      self->checked = self->candidates == NULL ? TNY_COULD_NOT_CHECK : tenant->checked;
      if (problem != NULL)
        g_info ("candidates of tenant %" G_GINT64_FORMAT ": %s", tenant_id, problem->message);

      for (guint i = 0; self->candidates != NULL && i < self->candidates->len; i++)
        {
          const TnyCandidate *candidate = self->candidates->pdata[i];

          if (!add_side (self, reader, candidate->organization_id, candidate->organization_name,
                         candidate->score, candidate->reasons, error))
            return NULL;
        }
    }

  return g_steal_pointer (&self);
}

static gboolean
reasons_equal (GPtrArray *a, GPtrArray *b)
{
  if ((a != NULL ? a->len : 0) != (b != NULL ? b->len : 0))
    return FALSE;

  for (guint i = 0; a != NULL && i < a->len; i++)
    {
      const TnyReasonText *one = a->pdata[i], *other = b->pdata[i];

      if (one->points != other->points || g_strcmp0 (one->text, other->text) != 0)
        return FALSE;
    }

  return TRUE;
}

static gboolean
sides_equal (const TnyMatchSide *a, const TnyMatchSide *b)
{
  if (a->organization_id != b->organization_id || a->score != b->score
      || a->in_domain != b->in_domain
      || g_strcmp0 (a->organization_name, b->organization_name) != 0
      || (a->organization == NULL) != (b->organization == NULL))
    return FALSE;
  if (a->organization != NULL
      && (a->organization->n_contacts != b->organization->n_contacts
          || a->organization->tenant_id != b->organization->tenant_id
          || g_strcmp0 (a->organization->website, b->organization->website) != 0
          || g_strcmp0 (a->organization->city, b->organization->city) != 0
          || g_strcmp0 (a->organization->phone, b->organization->phone) != 0))
    return FALSE;

  return reasons_equal (a->reasons, b->reasons);
}

gboolean
tny_match_facts_equal (const TnyMatchFacts *a, const TnyMatchFacts *b)
{
  const TnyTenantRow *one = a->tenant, *other = b->tenant;

  if (one->id != other->id || g_strcmp0 (one->state, other->state) != 0
      || g_strcmp0 (one->method, other->method) != 0
      || g_strcmp0 (one->name, other->name) != 0
      || g_strcmp0 (one->default_domain, other->default_domain) != 0
      || g_strcmp0 (one->city, other->city) != 0
      || g_strcmp0 (one->postal_code, other->postal_code) != 0
      || g_strcmp0 (one->former_name, other->former_name) != 0
      || !g_strv_equal ((const char *const *) one->phones, (const char *const *) other->phones)
      || !g_strv_equal ((const char *const *) one->domains, (const char *const *) other->domains)
      || g_strcmp0 (one->country, other->country) != 0
      || one->n_users != other->n_users || one->listed_at != other->listed_at
      || one->users_read_at != other->users_read_at || one->gone_at != other->gone_at
      || a->checked != b->checked || a->sides->len != b->sides->len)
    return FALSE;

  for (guint i = 0; i < a->sides->len; i++)
    if (!sides_equal (a->sides->pdata[i], b->sides->pdata[i]))
      return FALSE;

  return TRUE;
}
