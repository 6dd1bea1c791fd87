/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tny-setup-page.h"

G_BEGIN_DECLS

/* Step: register the app in the Entra admin center; everything to enter there, to copy. */
#define TNY_TYPE_SETUP_REGISTRATION (tny_setup_registration_get_type ())
G_DECLARE_FINAL_TYPE (TnySetupRegistration, tny_setup_registration, TNY, SETUP_REGISTRATION, TnySetupPage)

G_END_DECLS
