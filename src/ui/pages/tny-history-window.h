/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* TnyHistoryWindow: every decision about tenants: when, who, why; those made together as one row that
 * unfolds. "Revert" takes back the one that is in force, or the whole of what was done together.
 * Signals: revert (gint64 tenant_id, const char *tenant_name), revert-batch (gint64 batch): the owner
 * does it and then reloads. */

#include <adwaita.h>

#include "tny-store.h"

G_BEGIN_DECLS

#define TNY_TYPE_HISTORY_WINDOW (tny_history_window_get_type ())
G_DECLARE_FINAL_TYPE (TnyHistoryWindow, tny_history_window, TNY, HISTORY_WINDOW, AdwWindow)

/* Above the window of @from, modal. @store is lent. */
GtkWidget * tny_history_window_new    (GtkWidget *from, TnyStore *store);
void        tny_history_window_reload (TnyHistoryWindow *self);

G_END_DECLS
