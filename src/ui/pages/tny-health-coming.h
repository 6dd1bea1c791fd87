/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What Health has beside the rows of "Coming Up": the time line above them, the calendar below. */

#include "tny-health-rows.h"
#include "tny-session.h"

G_BEGIN_DECLS

/* Adds both to @rows, which are those of TNY_HEALTH_COMING_UP. Returns the time line, lent. */
GtkWidget * tny_health_coming_add  (TnyHealthRows *rows);
/* @items: (element-type TnyHealthItem): what the rows show */
void        tny_health_coming_fill (GtkWidget *time_line, GPtrArray *items);
/* Asks for a file and saves what ends, of all connections, as a calendar; says how it went. @page is held. */
void        tny_health_coming_save (GtkWidget *page, TnySession *session);

G_END_DECLS
