/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* TnyFieldRulesWindow: what becomes of fields of contacts that Microsoft tells otherwise. Each choice holds at
 * once. Signal: changed, after each. */

#include <adwaita.h>

#include "tny-store.h"

G_BEGIN_DECLS

#define TNY_TYPE_FIELD_RULES_WINDOW (tny_field_rules_window_get_type ())
G_DECLARE_FINAL_TYPE (TnyFieldRulesWindow, tny_field_rules_window, TNY, FIELD_RULES_WINDOW, AdwWindow)

/* Above the window of @from; @store is lent. */
GtkWidget * tny_field_rules_window_new (GtkWidget *from, TnyStore *store);

G_END_DECLS
