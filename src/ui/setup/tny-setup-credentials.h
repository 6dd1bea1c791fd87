/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tny-setup-page.h"

G_BEGIN_DECLS

/* Step: the two ids and the secret, checked while typing and then by Microsoft; Continue stores them,
 * the secret in the keyring. */
#define TNY_TYPE_SETUP_CREDENTIALS (tny_setup_credentials_get_type ())
G_DECLARE_FINAL_TYPE (TnySetupCredentials, tny_setup_credentials, TNY, SETUP_CREDENTIALS, TnySetupPage)

G_END_DECLS
