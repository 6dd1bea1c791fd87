/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tny-http.h"
#include "tny-job.h"

G_BEGIN_DECLS

/* Consent in customers' tenants, given through Partner Center by the partner's signed-in account:
 * looked at first, then given for what was confirmed, tenant by tenant. A stop between two tenants
 * needs no journal: the next look asks every tenant again, and what was given is "given". */

typedef enum
{
  TNY_CONSENT_GIVEN,           /* all scopes */
  TNY_CONSENT_NONE,            /* no consent: can be given */
  TNY_CONSENT_PARTLY,          /* an older consent without some scopes */
  TNY_CONSENT_UNKNOWN,         /* could not be asked, or cannot be given: words say why */
  TNY_CONSENT_FAILED,          /* giving it failed */
  TNY_N_CONSENT_STATES
} TnyConsentState;

typedef struct
{
  char            *tenant_id, *name;
  TnyConsentState  state;
  char            *missing;    /* scopes, space separated; "" for none */
  char            *words;      /* why, one translated sentence; NULL */
  char            *detail;     /* in English, with the request id; NULL */
} TnyConsentTenant;

typedef struct
{
  TnyHttp            *http;              /* with the connection's tokens */
  const char         *partner_tenant_id, *client_id, *app_name;
  guint               features;
  const char *const  *tenants;           /* (nullable): graph ids; only these */
} TnyConsentContext;

/* "given", "none", "partly", "unknown", "failed": in JSON. */
const char * tny_consent_state_name (TnyConsentState state);
/* The delegated scopes that a customer's tenant is asked for; free with g_free. */
char       * tny_consent_scopes     (guint features, const char *separator);

/**
 * tny_consent_look:
 *
 * Every customer with GDAP, and what stands there. Reads only. Blocks.
 *
 * Returns: (element-type TnyConsentTenant) (transfer full): NULL when the list of customers cannot be
 *   read, NOT_FOUND when one of @tenants is no customer, or when cancelled. A tenant that cannot be
 *   asked is UNKNOWN
 */
GPtrArray * tny_consent_look (const TnyConsentContext *context, TnyJob *job,
                              GCancellable *cancellable, GError **error);

/**
 * tny_consent_give:
 * @list: from tny_consent_look(); states change
 *
 * Gives consent in every tenant whose state is NONE. Blocks.
 *
 * Request:  POST {partner}/v1/customers/{id}/applicationconsents; scopes separated by commas. "Permission
 *           entry already exists" counts as given
 * Returns:  FALSE with SIGN_IN or MFA, which concern all tenants, or when cancelled; one tenant's
 *           failure is its state and stops no other
 * Source:   Partner Center, "GDAP and the secure application model"
 */
gboolean    tny_consent_give (const TnyConsentContext *context, GPtrArray *list, TnyJob *job,
                              GCancellable *cancellable, GError **error);
void        tny_consent_tenant_free (TnyConsentTenant *self);

G_END_DECLS
