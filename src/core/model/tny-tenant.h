/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Which lists named a tenant. Stored as a number: bits are never reused. The order is also that of
 * trust in the name each carries, from least to most: contracts are copies that are never
 * updated. */
typedef enum
{
  TNY_TENANT_SOURCE_CONTRACTS    = 1 << 0,   /* Graph /contracts */
  TNY_TENANT_SOURCE_PARTNER      = 1 << 1,   /* Partner Center customers */
  TNY_TENANT_SOURCE_GDAP         = 1 << 2,   /* delegated admin customers and relationships */
  TNY_TENANT_SOURCE_ORGANIZATION = 1 << 3    /* the tenant itself: live */
} TnyTenantSource;

/* A domain that the tenant has proven to own. */
typedef struct
{
  char     *name;               /* lower case */
  gboolean  is_default, is_initial;
} TnyTenantDomain;

/* TnyTenant: a tenant as one list, or all of them together, tell it. */
typedef struct
{
  char   *tenant_id;            /* GUID, lower case */
  char   *display_name;         /* NULL when no list had one */
  char   *default_domain;       /* NULL when unknown */
  char   *initial_domain;       /* "contoso.onmicrosoft.com"; NULL when unknown */
  char   *contract_name;        /* as copied when the contract was made, never updated since; NULL:
                                 * there is none */
  /* Only from the tenant itself. */
  char   *street, *city, *region, *postal_code;
  char   *country;              /* two letters */
  char   *phones;               /* as Microsoft writes them, one a line; NULL: none */
  GPtrArray *domains;           /* TnyTenantDomain; NULL: not told */
  gboolean detailed;            /* address and phone may be empty, but were not withheld */
  guint   sources;              /* TnyTenantSource bits */
  char   *relationship;         /* status of the best GDAP relationship, as Microsoft writes it
                                 * ("active", also values we do not know); NULL when none was
                                 * seen */
  gint64  relationship_ends;    /* unix seconds; 0 unknown */
} TnyTenant;

TnyTenant * tny_tenant_new    (const char *tenant_id, TnyTenantSource source);
void        tny_tenant_free   (TnyTenant  *self);
void        tny_tenant_domain_free (TnyTenantDomain *self);

/**
 * tny_tenants_merge:
 * @contracts: (nullable) (element-type TnyTenant): may name a tenant more than once
 * @gdap: (nullable) (element-type TnyTenant): customers and relationships together
 * @partner: (nullable) (element-type TnyTenant)
 *
 * One row per tenant id (compared without case) in the order of first mention: GDAP, partner,
 * contracts. Names and domains come from the most trusted list that has one; of several
 * relationships an active one with the latest end wins, then one that is expiring, then the latest
 * of the others.
 *
 * Returns: (transfer full) (element-type TnyTenant): copies
 */
GPtrArray * tny_tenants_merge (GPtrArray *contracts, GPtrArray *gdap, GPtrArray *partner);

/* Takes what @other knows better into @self: used with the answer of the tenant itself. Domains are
 * shared and never change. */
void        tny_tenant_merge  (TnyTenant *self, const TnyTenant *other);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnyTenant, tny_tenant_free)

G_END_DECLS
