/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* TnySubscriptionRows: an expander with what the tenants of a connection have bought, to choose from. The
 * settings of a sync and the set-up show it. */

#include <adwaita.h>

G_BEGIN_DECLS

#define TNY_TYPE_SUBSCRIPTION_ROWS (tny_subscription_rows_get_type ())
G_DECLARE_FINAL_TYPE (TnySubscriptionRows, tny_subscription_rows, TNY, SUBSCRIPTION_ROWS, AdwExpanderRow)

GtkWidget * tny_subscription_rows_new        (void);

/**
 * tny_subscription_rows_fill:
 * @subscriptions: (element-type TnySubscription): in the order to show; empty while licences were never read
 * @chosen: (nullable): ids of products that are chosen; those that no tenant has now are shown after the others
 *
 * Replaces what was shown.
 */
void        tny_subscription_rows_fill       (TnySubscriptionRows *self, GPtrArray *subscriptions,
                                              const char *const *chosen);
/* Ids of the products that are chosen, separated by commas. Free with g_free(). */
char      * tny_subscription_rows_get_chosen (TnySubscriptionRows *self);

G_END_DECLS
