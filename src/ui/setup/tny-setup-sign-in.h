/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tny-setup-page.h"

G_BEGIN_DECLS

/* Step: sign in with the system browser.
 *
 *   ready ─▸ waiting ─▸ checking ─▸ done
 *     ▴         │ cancel     │
 *     └─────────┴────────────┴─▸ failed ─▸ ready, or another way (a new flow whose address can be pasted) */
#define TNY_TYPE_SETUP_SIGN_IN (tny_setup_sign_in_get_type ())
G_DECLARE_FINAL_TYPE (TnySetupSignIn, tny_setup_sign_in, TNY, SETUP_SIGN_IN, TnySetupPage)

G_END_DECLS
