/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tny-sim-estate.h"

G_BEGIN_DECLS

/* The one application that is registered in the partner's tenant, and who can sign in. */

#define TNY_SIM_REDIRECT_URI  "http://localhost/tenantry/callback"
#define TNY_SIM_SECRET_LENGTH 40

typedef struct
{
  char client_id[TNY_SIM_GUID_LENGTH + 1];
  char secret[TNY_SIM_SECRET_LENGTH + 1];
  char secret_id[TNY_SIM_GUID_LENGTH + 1];
} TnySimRegistration;

/* Same seed, same registration: a connection made with an earlier sample cloud goes on working. */
void     tny_sim_registration_make     (TnySimRegistration *self, guint64 seed);
/* As the identity platform compares: the port of localhost does not count, the case of the path
 * does. */
gboolean tny_sim_redirect_registered   (const char *redirect_uri);

typedef struct
{
  const char *address, *name, *note;
  int         partner_user;      /* index in the partner's tenant, -1: of another tenant */
  guint       tenant;            /* index of the home tenant when it is another */
  gboolean    personal;          /* a personal Microsoft account */
  gboolean    mfa;               /* signs in with a second factor */
  gboolean    admin_agent;       /* member of AdminAgents and of the GDAP security group */
  gboolean    administrator;     /* may consent for the whole tenant */
} TnySimAccount;

#define TNY_SIM_PERSONAL_TENANT "9188040d-6c67-4c5b-b112-36a304b66dad"

extern const TnySimAccount tny_sim_accounts[];
extern const guint         tny_sim_n_accounts;

/* Where the account is at home; NULL for a personal one. */
const TnySimTenant *
         tny_sim_account_home          (const TnySimAccount *account,
                                        const TnySimEstate  *estate);
/* The tenant's id and the account's object id there. */
void     tny_sim_account_ids           (const TnySimAccount *account,
                                        const TnySimEstate  *estate,
                                        char                 tenant_id[TNY_SIM_GUID_LENGTH + 1],
                                        char                 object_id[TNY_SIM_GUID_LENGTH + 1]);

/* Permissions: one bit each, in a guint64. */
typedef enum
{
  TNY_SIM_GRAPH,
  TNY_SIM_PARTNER_CENTER,
  TNY_SIM_N_RESOURCES,
  TNY_SIM_RESOURCE_UNKNOWN = TNY_SIM_N_RESOURCES
} TnySimResource;

extern const char *const tny_sim_resource_hosts[TNY_SIM_N_RESOURCES];

guint64  tny_sim_scopes_parse          (const char *names);    /* separated by blanks or commas */
gboolean tny_sim_scope_known           (const char *name, guint64 *bit);
/* Appends the names in @scopes of the resource, each with @prefix, separated by blanks. */
void     tny_sim_scopes_append         (GString *out, guint64 scopes, const char *prefix);
/* Partner Center's only one. */
#define TNY_SIM_SCOPE_IMPERSONATION (G_GUINT64_CONSTANT (1) << 63)
#define TNY_SIM_IMPERSONATION_ID    "1cebfa2a-fb4d-419e-b5f9-839b4383e05a"
/* Graph's @index-th permission; FALSE behind the last. @role_id NULL: no application form. */
/* The bit of an id, of either form; 0 for one that nobody knows. */
guint64  tny_sim_scope_by_id           (const char *id);
gboolean tny_sim_scope_ids             (guint index, guint64 *bit, const char **name,
                                        const char **scope_id, const char **role_id);

/* What was granted at the registration: in the partner's tenant, and in customers' that
 * consented. */
guint64  tny_sim_scopes_at_registration (gboolean in_partner_tenant);

G_END_DECLS
