/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "tny-overview.h"

G_BEGIN_DECLS

/* TnyConnectionCard: one connection on the Integrations page: how it is, its numbers, its last runs,
 * and what needs a person, each with the button that leads to the repair. */
#define TNY_TYPE_CONNECTION_CARD (tny_connection_card_get_type ())
G_DECLARE_FINAL_TYPE (TnyConnectionCard, tny_connection_card, TNY, CONNECTION_CARD, GtkListBoxRow)

GtkWidget * tny_connection_card_new    (void);
/* Copies what it shows. @now: unix seconds, for ages. */
void        tny_connection_card_show   (TnyConnectionCard *self, const TnyOverview *overview, gint64 now);
/* While a sync runs: "Reading users · Contoso Ltd · 14 of 62"; NULL when none does. */
void        tny_connection_card_watch  (TnyConnectionCard *self, TnyJob *job);

G_END_DECLS
