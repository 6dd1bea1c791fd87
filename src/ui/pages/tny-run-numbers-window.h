/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* TnyRunNumbersWindow: what each stream of each tenant came to in one run: reported, stored, new, changed,
 * removed, failed, requests, retries. */

#include <adwaita.h>

#include "tny-store.h"

G_BEGIN_DECLS

#define TNY_TYPE_RUN_NUMBERS_WINDOW (tny_run_numbers_window_get_type ())
G_DECLARE_FINAL_TYPE (TnyRunNumbersWindow, tny_run_numbers_window, TNY, RUN_NUMBERS_WINDOW, AdwWindow)

/* Above the window of @from. @store is lent. */
void tny_run_numbers_window_present (GtkWidget *from, TnyStore *store, gint64 run_id);

G_END_DECLS
