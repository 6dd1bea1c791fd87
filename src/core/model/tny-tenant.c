/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-tenant.h"

TnyTenant *
tny_tenant_new (const char *tenant_id, TnyTenantSource source)
{
  TnyTenant *self = g_new0 (TnyTenant, 1);

  self->tenant_id = g_ascii_strdown (tenant_id, -1);
  self->sources = source;

  return self;
}

void
tny_tenant_domain_free (TnyTenantDomain *self)
{
  if (self == NULL)
    return;
  g_free (self->name);
  g_free (self);
}

void
tny_tenant_free (TnyTenant *self)
{
  if (self == NULL)
    return;
  g_free (self->tenant_id);
  g_free (self->display_name);
  g_free (self->default_domain);
  g_free (self->initial_domain);
  g_free (self->contract_name);
  g_free (self->street);
  g_free (self->city);
  g_free (self->region);
  g_free (self->postal_code);
  g_free (self->country);
  g_free (self->phones);
  g_clear_pointer (&self->domains, g_ptr_array_unref);
  g_free (self->relationship);
  g_free (self);
}

/* How much a list's word counts: the highest bit that is set. */
static guint
trust (const TnyTenant *tenant)
{
  return g_bit_storage (tenant->sources);
}

/* @better says whether the other list is trusted more; what is missing is taken from anywhere. */
static void
take (char **mine, const char *other, gboolean better)
{
  if (other == NULL || *other == '\0' || (*mine != NULL && !better))
    return;
  g_free (*mine);
  *mine = g_strdup (other);
}

/* Smaller is better. Words Microsoft may add later count as the least. */
static guint
relationship_rank (const char *status)
{
  static const char *const order[] = {
    "active", "expiring", "activating", "approved", "approvalPending", "created",
    "terminationRequested", "terminating", "expired", "terminated",
  };
  guint i = 0;

  while (i < G_N_ELEMENTS (order) && g_strcmp0 (status, order[i]) != 0)
    i++;

  return i;
}

static void
take_relationship (TnyTenant *self, const TnyTenant *other)
{
  guint mine, others;

  if (other->relationship == NULL)
    return;
  mine = relationship_rank (self->relationship);
  others = relationship_rank (other->relationship);
  if (self->relationship != NULL &&
      (others > mine || (others == mine && other->relationship_ends <= self->relationship_ends)))
    return;
  g_free (self->relationship);
  self->relationship = g_strdup (other->relationship);
  self->relationship_ends = other->relationship_ends;
}

void
tny_tenant_merge (TnyTenant *self, const TnyTenant *other)
{
  gboolean better = trust (other) > trust (self);

  g_return_if_fail (g_ascii_strcasecmp (self->tenant_id, other->tenant_id) == 0);

  take (&self->display_name, other->display_name, better);
  take (&self->default_domain, other->default_domain, better);
  take (&self->initial_domain, other->initial_domain, better);
  take (&self->contract_name, other->contract_name, better);
  take (&self->street, other->street, better);
  take (&self->city, other->city, better);
  take (&self->region, other->region, better);
  take (&self->postal_code, other->postal_code, better);
  take (&self->country, other->country, better);
  take (&self->phones, other->phones, better);
  if (other->domains != NULL && (self->domains == NULL || better))
    {
      g_clear_pointer (&self->domains, g_ptr_array_unref);
      self->domains = g_ptr_array_ref (other->domains);
    }
  self->detailed = self->detailed || other->detailed;
  take_relationship (self, other);
  self->sources |= other->sources;
}

GPtrArray *
tny_tenants_merge (GPtrArray *contracts, GPtrArray *gdap, GPtrArray *partner)
{
  /* From the most trusted to the least, so that no list overrules an earlier one. */
  GPtrArray *lists[] = { gdap, partner, contracts };
  GPtrArray *all = g_ptr_array_new_with_free_func ((GDestroyNotify) tny_tenant_free);
  g_autoptr(GHashTable) by_id = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint l = 0; l < G_N_ELEMENTS (lists); l++)
    for (guint i = 0; lists[l] != NULL && i < lists[l]->len; i++)
      {
        const TnyTenant *row = lists[l]->pdata[i];
        g_autofree char *id = g_ascii_strdown (row->tenant_id, -1);
        TnyTenant *tenant = g_hash_table_lookup (by_id, id);

        if (tenant == NULL)
          {
            tenant = tny_tenant_new (id, 0);
            g_hash_table_insert (by_id, tenant->tenant_id, tenant);
            g_ptr_array_add (all, tenant);
          }
        tny_tenant_merge (tenant, row);
      }

  return all;
}
