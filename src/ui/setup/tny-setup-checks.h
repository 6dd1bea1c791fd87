/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* TnySetupChecks: right after the sign-in, what Microsoft says about the connection: how many tenants it
 * sees, whether reports show names, clock, secret, groups, consent, permissions; what to put right comes
 * first. A failed check is shown with its remedy; it does not hold anybody up. */

#include <adwaita.h>

#include "tny-session.h"

G_BEGIN_DECLS

#define TNY_TYPE_SETUP_CHECKS (tny_setup_checks_get_type ())
G_DECLARE_FINAL_TYPE (TnySetupChecks, tny_setup_checks, TNY, SETUP_CHECKS, AdwBin)

/* Asks anew; what was shown goes. @account: who signed in, for the sentence at the end. Main thread. */
void tny_setup_checks_start (TnySetupChecks *self, TnySession *session, gint64 connection_id,
                             const char *account);
void tny_setup_checks_stop  (TnySetupChecks *self);

G_END_DECLS
