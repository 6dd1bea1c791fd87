/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* TnyMatchToWindow: choosing the organization of a tenant: the closest first, then all, narrowed by
 * typing. Enter takes the selected one.
 * Signal: chosen (gint64 organization_id, const char *name); the window closes afterwards. */

#include <adwaita.h>

#include "tny-store.h"

G_BEGIN_DECLS

#define TNY_TYPE_MATCH_TO_WINDOW (tny_match_to_window_get_type ())
G_DECLARE_FINAL_TYPE (TnyMatchToWindow, tny_match_to_window, TNY, MATCH_TO_WINDOW, AdwWindow)

/* Above the window of @from, modal. @store is lent. */
GtkWidget * tny_match_to_window_new (GtkWidget *from, TnyStore *store, const char *tenant_name);

/* The same for the configuration of a device: those of @organization_id. */
GtkWidget * tny_match_to_window_new_for_device (GtkWidget *from, TnyStore *store,
                                                const char *device_name, gint64 organization_id);

G_END_DECLS
