/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* One group of the Health page: heading, headings of columns, list. Rows of equal columns where there
 * is room; else the name, and below it what stood in the columns. */

#include <gtk/gtk.h>

#include "tny-health-view.h"

G_BEGIN_DECLS

typedef struct
{
  TnyHealthGroup  group;
  GtkWidget      *box;           /* all of it; hidden while it has no rows */
  GtkWidget      *columns;
  GtkWidget      *list;
  char           *shown;         /* what the rows say, to leave them alone when that is the same */
} TnyHealthRows;

void         tny_health_rows_init  (TnyHealthRows *self, TnyHealthGroup group);
void         tny_health_rows_clear (TnyHealthRows *self);
/* The first @limit of @items (TnyHealthItem). A row that has the focus keeps it. */
void         tny_health_rows_fill  (TnyHealthRows *self, GPtrArray *items, guint limit, gboolean narrow);
/* The key of the item of a row of ours; NULL for another widget. Lent. */
const char * tny_health_row_key    (GtkWidget *row);
gboolean     tny_health_rows_focus (TnyHealthRows *self, const char *key);

/* Icon and word. */
GtkWidget  * tny_health_cell_new   (const TnyHealthCell *cell);

G_END_DECLS
