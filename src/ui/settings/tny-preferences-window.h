/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* TnyPreferencesWindow: how a person wants it. Every change holds at once and is kept with the records. */

#include <adwaita.h>

#include "tny-session.h"

G_BEGIN_DECLS

#define TNY_TYPE_PREFERENCES_WINDOW (tny_preferences_window_get_type ())
G_DECLARE_FINAL_TYPE (TnyPreferencesWindow, tny_preferences_window, TNY, PREFERENCES_WINDOW, AdwWindow)

/* Above @parent. Signals "restore" (char *path) and "delete-all", for the application, which must close
 * everything first. */
GtkWidget * tny_preferences_window_present (GtkWindow *parent, TnySession *session);

G_END_DECLS
