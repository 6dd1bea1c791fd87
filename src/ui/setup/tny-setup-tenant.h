/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* TnySetupTenant: says below the field of the directory which one a domain belongs to, by asking
 * Microsoft a moment after the last keystroke. Signal "changed": an answer came. */

#include "tny-setup-page.h"

G_BEGIN_DECLS

#define TNY_TYPE_SETUP_TENANT (tny_setup_tenant_get_type ())
G_DECLARE_FINAL_TYPE (TnySetupTenant, tny_setup_tenant, TNY, SETUP_TENANT, AdwBin)

/* @text: as typed: a domain is looked up in @setup's cloud, anything else ends what runs. */
void         tny_setup_tenant_look (TnySetupTenant *self, TnySetup *setup, const char *text);
void         tny_setup_tenant_stop (TnySetupTenant *self);
/* The id of the domain that was typed last; NULL while it is not known. */
const char * tny_setup_tenant_get_id (TnySetupTenant *self);

G_END_DECLS
