/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tny-sim-directory.h"

G_BEGIN_DECLS

/* What tenants have bought. One main product each, some free ones beside it. */

/* The JSON array of subscribedSkus, with units counted over the tenant's users. */
void         tny_sim_skus_append                (GString *out, const TnySimEstate *estate,
                                                 TnySimDirectory *directory,
                                                 const TnySimTenant *tenant);
void         tny_sim_skus_append_assigned_plans (GString *out, const TnySimTenant *tenant);
/* GUID of the product a licensed user of @tenant holds. */
const char * tny_sim_skus_main                  (const TnySimTenant *tenant);

G_END_DECLS
