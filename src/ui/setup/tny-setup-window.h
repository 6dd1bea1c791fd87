/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* TnySetupWindow: "Set Up Microsoft": a window of its own, not modal, since people switch to the portal.
 * Each step is a TnySetupPage; what was entered is kept as a draft. */

#include <gtk/gtk.h>

#include "tny-session.h"
#include "tny-steps.h"

G_BEGIN_DECLS

/* Shows the window for a new connection (@connection_id 0: goes on with the draft, if there is one) or
 * for an existing one. An open set-up window is raised instead. Main thread. */
void tny_setup_window_present (GtkWindow *parent, TnySession *session, gint64 connection_id,
                               TnySetupStep step);

G_END_DECLS
