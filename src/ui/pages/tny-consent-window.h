/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* TnyConsentWindow: consent in customers' tenants: who has given it, what would be asked for, given after a
 * press of the button that names how many, one tenant's failure beside the others' success. */

#include <adwaita.h>

#include "tny-session.h"

G_BEGIN_DECLS

#define TNY_TYPE_CONSENT_WINDOW (tny_consent_window_get_type ())
G_DECLARE_FINAL_TYPE (TnyConsentWindow, tny_consent_window, TNY, CONSENT_WINDOW, AdwWindow)

/* Shows the window above that of @from, and asks at once what stands. Main thread. */
void tny_consent_window_present (GtkWidget *from, TnySession *session, gint64 connection_id);

G_END_DECLS
