/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-table-cells.h"

#include <glib/gi18n-lib.h>

#include "tny-names.h"
#include "tny-sort-order.h"

/* What one factory knows; lent to its cells. */
typedef struct
{
  TnyCells        *cells;
  const TnyColumn *column;
} Kind;

/* What one cell knows. */
typedef struct
{
  const Kind *kind;
  GtkWidget  *inscription;
  GtkWidget  *image;             /* NULL in columns without icons */
  const char *style;             /* the class it has now */
  TnyRow     *row;               /* lent while bound */
} Cell;

static GQuark cell_quark;

static Cell *
cell_of (GtkWidget *widget)
{
  return g_object_get_qdata (G_OBJECT (widget), cell_quark);
}

/* GtkColumnView has cell widgets around ours, and rows around those. */
static GtkWidget *
row_widget (GtkWidget *child)
{
  GtkWidget *cell = gtk_widget_get_parent (child);

  return cell != NULL ? gtk_widget_get_parent (cell) : NULL;
}

static void
set_style (Cell *cell, GtkWidget *widget, const char *style)
{
  if (g_strcmp0 (cell->style, style) == 0)
    return;
  if (cell->style != NULL)
    gtk_widget_remove_css_class (widget, cell->style);
  if (style != NULL)
    gtk_widget_add_css_class (widget, style);
  cell->style = style;
}

static void
update_cell (GtkWidget *widget)
{
  Cell *cell = cell_of (widget);
  const TnyColumn *column = cell->kind->column;
  gconstpointer record = tny_row_get (cell->row);
  g_autofree char *text = record != NULL ? column->text (record) : NULL;
  const char *icon = record != NULL && column->icon != NULL ? column->icon (record) : NULL;

  gtk_inscription_set_text (GTK_INSCRIPTION (cell->inscription), text);
  if (cell->image != NULL)
    gtk_image_set_from_icon_name (GTK_IMAGE (cell->image), icon);
  set_style (cell, widget, record != NULL && column->style != NULL ? column->style (record) : NULL);

  if (column == cell->kind->cells->columns && row_widget (widget) != NULL)
    {
      g_autofree char *name = record != NULL ? cell->kind->cells->row_name (record) : NULL;

      tny_name_set (row_widget (widget), name != NULL ? name : _("removed meanwhile"));
    }
}

/* Callbacks */

static void
row_changed_cb (TnyRow *row, GtkWidget *widget)
{
  update_cell (widget);
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer data)
{
  const Kind *kind = data;
  const TnyColumn *column = kind->column;
  Cell *cell = g_new0 (Cell, 1);
  GtkWidget *widget;

  cell->kind = kind;
  cell->inscription = widget = gtk_inscription_new (NULL);
  gtk_inscription_set_text_overflow (GTK_INSCRIPTION (widget), GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END);
  /* where there is little room, names give way before states do */
  gtk_inscription_set_min_chars (GTK_INSCRIPTION (widget),
                                 MIN (column->chars, column->icon != NULL ? 10 : 4));
  gtk_inscription_set_nat_chars (GTK_INSCRIPTION (widget), column->chars);
  gtk_widget_set_hexpand (widget, TRUE);
  if (column->flags & TNY_COLUMN_NUMERIC)
    {
      gtk_inscription_set_xalign (GTK_INSCRIPTION (widget), 1);
      gtk_widget_add_css_class (widget, "numeric");
    }
  if (column->flags & TNY_COLUMN_DIM)
    gtk_widget_add_css_class (widget, "dim-label");
  if (column->flags & TNY_COLUMN_MONO)
    gtk_widget_add_css_class (widget, "monospace");

  if (column->icon != NULL)
    {
      widget = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
      cell->image = gtk_image_new ();
      gtk_box_append (GTK_BOX (widget), cell->image);
      gtk_box_append (GTK_BOX (widget), cell->inscription);
    }

  g_object_set_qdata_full (G_OBJECT (widget), cell_quark, cell, g_free);
  gtk_list_item_set_child (item, widget);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer data)
{
  const Kind *kind = data;
  GtkWidget *widget = gtk_list_item_get_child (item);
  Cell *cell = cell_of (widget);

  cell->row = TNY_ROW (gtk_list_item_get_item (item));
  g_signal_connect (cell->row, "changed", G_CALLBACK (row_changed_cb), widget);
  if (kind->column == kind->cells->columns)
    {
      gint64 *id = g_new (gint64, 1);

      *id = tny_row_get_id (cell->row);
      g_hash_table_replace (kind->cells->first, id, widget);
    }
  update_cell (widget);
}

static void
unbind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer data)
{
  const Kind *kind = data;
  GtkWidget *widget = gtk_list_item_get_child (item);
  Cell *cell = cell_of (widget);
  gint64 id = tny_row_get_id (cell->row);

  g_signal_handlers_disconnect_by_func (cell->row, row_changed_cb, widget);
  if (g_hash_table_lookup (kind->cells->first, &id) == widget)
    g_hash_table_remove (kind->cells->first, &id);
  cell->row = NULL;
}

/* For tny-table.c */

void
tny_cells_add_columns (TnyCells *cells, GtkColumnView *view)
{
  cell_quark = g_quark_from_static_string ("tny-cell");

  for (guint i = 0; i < cells->n_columns; i++)
    {
      const TnyColumn *column = &cells->columns[i];
      GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
      Kind *kind = g_new0 (Kind, 1);

      kind->cells = cells;
      kind->column = column;
      g_object_set_data_full (G_OBJECT (factory), "tny-kind", kind, g_free);
      g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), kind);
      g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), kind);
      g_signal_connect (factory, "unbind", G_CALLBACK (unbind_cb), kind);

      g_autoptr(GtkColumnViewColumn) added = gtk_column_view_column_new (_(column->title), factory);

      gtk_column_view_column_set_resizable (added, TRUE);
      gtk_column_view_column_set_expand (added, (column->flags & TNY_COLUMN_EXPAND) != 0);
      if (column->id != NULL)
        {
          g_autoptr(GtkSorter) sorter = tny_sort_order_sorter (column->id);

          gtk_column_view_column_set_sorter (added, sorter);
        }
      gtk_column_view_append_column (view, added);
    }
}

GtkWidget *
tny_cells_find_row (TnyCells *cells, gint64 id)
{
  GtkWidget *widget = g_hash_table_lookup (cells->first, &id);

  return widget != NULL ? row_widget (widget) : NULL;
}

gint64
tny_cells_find_id (GtkWidget *list, GtkWidget *widget)
{
  /* list › row › cell › ours */
  while (widget != NULL && gtk_widget_get_parent (widget) != list)
    widget = gtk_widget_get_parent (widget);

  GtkWidget *first = widget != NULL ? gtk_widget_get_first_child (widget) : NULL;
  GtkWidget *ours = first != NULL ? gtk_widget_get_first_child (first) : NULL;
  Cell *cell = ours != NULL ? cell_of (ours) : NULL;

  return cell != NULL && cell->row != NULL ? tny_row_get_id (cell->row) : 0;
}
