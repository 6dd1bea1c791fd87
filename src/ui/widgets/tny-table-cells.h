/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The cells of a TnyTable: for tny-table.c alone. */

#include "tny-row-model.h"
#include "tny-table.h"

G_BEGIN_DECLS

/* The columns of one table and the cells that are bound. */
typedef struct
{
  const TnyColumn *columns;
  guint            n_columns;
  char          *(*row_name) (gconstpointer record);
  /* (nullable): somebody pressed a blank cell of @record */
  void           (*explain) (gpointer table, gconstpointer record, const TnyColumn *column);
  gpointer         table;
  gboolean         narrow;       /* captions are the folded ones */
  GHashTable      *first;        /* gint64 * (of the TnyRow) -> first cell of its row, lent */
} TnyCells;

/* Adds @cells->columns to @view. @cells must outlive the view's columns. When @cells->narrow changes,
 * the rows must be read anew. */
void        tny_cells_add_columns (TnyCells *cells, GtkColumnView *view);
/* The widget of the row with @id, when it is on screen; else NULL. */
GtkWidget * tny_cells_find_row    (TnyCells *cells, gint64 id);

/* The id of the row that @widget, a descendant of @list, is part of; 0: none. */
gint64      tny_cells_find_id     (GtkWidget *list, GtkWidget *widget);

G_END_DECLS
