/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tny-setup-page.h"

G_BEGIN_DECLS

/* Step: the service account, and the security group that leads it into the tenants. */
#define TNY_TYPE_SETUP_ACCOUNT (tny_setup_account_get_type ())
G_DECLARE_FINAL_TYPE (TnySetupAccount, tny_setup_account, TNY, SETUP_ACCOUNT, TnySetupPage)

G_END_DECLS
