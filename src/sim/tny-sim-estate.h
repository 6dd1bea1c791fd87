/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "tny-sim-dice.h"

G_BEGIN_DECLS

/* TnySimEstate: the tenants of the sample cloud.
 *
 * Tenant 0 is the partner, 1…n are customers. Tenants are made at the start (200 bytes each);
 * users never are: see tny-sim-user.h. The first 25 customers are written by hand, each with its
 * own trouble; the others come from the seed. */

typedef enum
{
  TNY_SIM_IN_CONTRACTS = 1 << 0,    /* listed by Graph /contracts */
  TNY_SIM_IN_GDAP      = 1 << 1,    /* listed among delegatedAdminCustomers */
  TNY_SIM_IN_RESELLER  = 1 << 2,    /* listed by Partner Center */
  TNY_SIM_GDAP_ACTIVE  = 1 << 3,    /* relationship active, security group assigned */
  TNY_SIM_GDAP_READER  = 1 << 4,    /* … with Global Reader among its roles */
  TNY_SIM_CONSENTED    = 1 << 5,    /* the application is consented in this tenant */
  TNY_SIM_PREMIUM      = 1 << 6,    /* Entra ID P1 */
  TNY_SIM_INTUNE       = 1 << 7,
  TNY_SIM_CONCEALED    = 1 << 8,    /* usage reports hide names */
  TNY_SIM_HYBRID       = 1 << 9,    /* some users are synced from on-premises */
  TNY_SIM_FEDERATED    = 1 << 10,
  TNY_SIM_GDAP_GLOBAL  = 1 << 11,   /* the relationship holds Global Administrator */
} TnySimTenantFlags;

#define TNY_SIM_REACHABLE (TNY_SIM_IN_CONTRACTS | TNY_SIM_IN_GDAP | TNY_SIM_IN_RESELLER | \
                           TNY_SIM_GDAP_ACTIVE | TNY_SIM_GDAP_READER | TNY_SIM_CONSENTED)

typedef struct
{
  guint       index;
  char        id[TNY_SIM_GUID_LENGTH + 1];
  const char *name;             /* today */
  const char *contract_name;    /* as copied when the contract was made */
  const char *domain;           /* default domain */
  const char *initial_domain;   /* ….onmicrosoft.com */
  const char *more_domains;     /* verified too, separated by blanks; "" for none */
  const char *street, *city, *postal_code;
  const char *country;          /* two letters */
  const char *phone;            /* NULL: none told */
  guint       flags;            /* TnySimTenantFlags */
  guint       n_users;
} TnySimTenant;

typedef struct _TnySimEstate TnySimEstate;

#define TNY_SIM_DEFAULT_TENANTS 25
#define TNY_SIM_DEFAULT_USERS   1700
#define TNY_SIM_DEFAULT_SEED    1
#define TNY_SIM_PARTNER_USERS   12
#define TNY_SIM_MAX_TENANTS     1000000
#define TNY_SIM_MAX_USERS       100000000

/**
 * tny_sim_estate_new:
 * @seed: same seed, same estate
 * @n_customers: 1…TNY_SIM_MAX_TENANTS
 * @n_users: of all customers together; the partner's own come on top
 */
TnySimEstate       * tny_sim_estate_new         (guint64             seed,
                                                 guint               n_customers,
                                                 guint               n_users);
void                 tny_sim_estate_free        (TnySimEstate       *self);
guint64              tny_sim_estate_seed        (const TnySimEstate *self);
/* Customers only; index 1 is the first, 0 the partner. */
guint                tny_sim_estate_n_customers (const TnySimEstate *self);
const TnySimTenant * tny_sim_estate_tenant      (const TnySimEstate *self, guint index);
/* @name becomes its name today; contracts keep theirs. */
void                 tny_sim_estate_rename      (TnySimEstate       *self,
                                                 guint               index,
                                                 const char         *name);
/* By GUID, default or initial domain, without case; NULL when unknown. */
const TnySimTenant * tny_sim_estate_find        (const TnySimEstate *self, const char *name);

G_END_DECLS
