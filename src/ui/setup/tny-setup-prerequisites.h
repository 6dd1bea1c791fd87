/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tny-setup-page.h"

G_BEGIN_DECLS

/* Step: how the tenants are reached, in which of Microsoft's clouds, and what must be there before. */
#define TNY_TYPE_SETUP_PREREQUISITES (tny_setup_prerequisites_get_type ())
G_DECLARE_FINAL_TYPE (TnySetupPrerequisites, tny_setup_prerequisites, TNY, SETUP_PREREQUISITES,
                      TnySetupPage)

G_END_DECLS
