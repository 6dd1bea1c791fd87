/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* TnyProvisionWindow: "Do It for Me": an administrator signs in, sees every call, confirms, and sees them
 * done one by one.
 *
 *   intro ─▸ waiting (browser) ─▸ looking ─▸ effects ──confirmed──▸ running ─▸ done
 *                                   ▴            failed ◂──────────────┘
 *                                   └──Try Again────┘
 */

#include <adwaita.h>

#include "tny-session.h"

G_BEGIN_DECLS

#define TNY_TYPE_PROVISION_WINDOW (tny_provision_window_get_type ())
G_DECLARE_FINAL_TYPE (TnyProvisionWindow, tny_provision_window, TNY, PROVISION_WINDOW, AdwWindow)

/* Called once, when everything is there and the person goes on. @result is lent. */
typedef void (*TnyProvisionFinished) (const TnyProvisionResult *result, gpointer data);

/* Shows the window above @parent. @reach: gdap, dap or direct. Main thread. */
void tny_provision_window_present (GtkWindow *parent, TnySession *session, const char *reach,
                                   guint features, TnyProvisionFinished finished, gpointer data);

G_END_DECLS
