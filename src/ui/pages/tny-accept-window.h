/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* TnyAcceptWindow: accepting many suggestions at once, seen before it is done: a threshold over the
 * histogram of scores, the exact list below it. Conflicts are shown, and never among them.
 * Signal: accepted (GPtrArray of TnyBulkLine, lent); the window closes afterwards. */

#include <adwaita.h>

#include "tny-matching.h"

G_BEGIN_DECLS

#define TNY_TYPE_ACCEPT_WINDOW (tny_accept_window_get_type ())
G_DECLARE_FINAL_TYPE (TnyAcceptWindow, tny_accept_window, TNY, ACCEPT_WINDOW, AdwWindow)

/* Above the window of @from, modal. @store is lent. */
GtkWidget * tny_accept_window_new (GtkWidget *from, TnyStore *store);

G_END_DECLS
