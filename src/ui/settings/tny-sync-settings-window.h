/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* TnySyncSettingsWindow: what is synced, of whom and when: of a connection, or of one tenant, whose rows
 * say where they are as the connection's. What is chosen holds after "Save". */

#include <adwaita.h>

#include "tny-session.h"

G_BEGIN_DECLS

#define TNY_TYPE_SYNC_SETTINGS_WINDOW (tny_sync_settings_window_get_type ())
G_DECLARE_FINAL_TYPE (TnySyncSettingsWindow, tny_sync_settings_window, TNY, SYNC_SETTINGS_WINDOW, AdwWindow)

/* Above @parent. @tenant_id: 0 for the connection itself; @name: whose settings, for the title. Reads them
 * in a worker and shows itself when they are there. Signal "saved" once they are stored. */
GtkWidget * tny_sync_settings_window_present (GtkWindow *parent, TnySession *session, gint64 connection_id,
                                              gint64 tenant_id, const char *name);

G_END_DECLS
