/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The grid of roles: tenants by what is read there. One of several roles is enough for each; which, the rule
 * says. Pure but for the last one. */

#include <gtk/gtk.h>

#include "tny-health-view.h"

G_BEGIN_DECLS

/* Headings of the cells, N_(). */
extern const char *const tny_health_role_headings[TNY_HEALTH_CELLS];

/* Cells and note of the row of a tenant, from its check "roles", the first of @item's. @streams: of its
 * connection. */
void        tny_health_roles_set  (TnyHealthItem *item, const char *streams);
/* "Users: Global Reader or …", a line each: what @streams need; NULL: nothing. */
char      * tny_health_roles_rule (const char *streams);
/* The head of the grid: what it shows, the rule. @streams: of all connections, with commas. */
GtkWidget * tny_health_roles_head_new (const char *streams);

G_END_DECLS
