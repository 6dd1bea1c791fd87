/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tny-setup-page.h"

G_BEGIN_DECLS

/* Step: what the app must be allowed, to add and to consent to in the Entra admin center. */
#define TNY_TYPE_SETUP_PERMISSIONS (tny_setup_permissions_get_type ())
G_DECLARE_FINAL_TYPE (TnySetupPermissions, tny_setup_permissions, TNY, SETUP_PERMISSIONS, TnySetupPage)

G_END_DECLS
