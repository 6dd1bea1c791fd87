/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-table-cells.h"

#include <glib/gi18n-lib.h>

#include "tny-names.h"
#include "tny-sort-order.h"
#include "tny-words.h"

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
  GtkWidget  *caption;           /* an inscription too; NULL in columns without captions */
  GtkWidget  *image;             /* NULL in columns without icons */
  GtkWidget  *mark;              /* the question mark; NULL in columns that explain nothing */
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

/* Icon and text; a caption keeps its own look. */
static void
set_style (Cell *cell, const char *style)
{
  GtkWidget *parts[] = { cell->inscription, cell->image };

  if (g_strcmp0 (cell->style, style) == 0)
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (parts) && parts[i] != NULL; i++)
    {
      if (cell->style != NULL)
        gtk_widget_remove_css_class (parts[i], cell->style);
      if (style != NULL)
        gtk_widget_add_css_class (parts[i], style);
    }
  cell->style = style;
}

/* Pango turns the alignment around for a text that runs against its surroundings, and GtkInscription
 * lets it: a Latin name in an Arabic window would stand at the far end of its cell. Figures without any
 * letter are isolated, or their signs change sides. */
static void
set_text (GtkWidget *inscription, const char *text, float align)
{
  int direction = tny_words_direction (text);
  int window = gtk_widget_get_direction (inscription) == GTK_TEXT_DIR_RTL ? -1 : 1;
  gboolean against = direction == -window;

  gtk_inscription_set_xalign (GTK_INSCRIPTION (inscription), against ? 1 - align : align);
  if (window < 0 && direction == 0 && text != NULL && *text != '\0')
    {
      /* LEFT-TO-RIGHT ISOLATE … POP DIRECTIONAL ISOLATE */
      g_autofree char *isolated = g_strconcat ("\u2066", text, "\u2069", NULL);

      gtk_inscription_set_text (GTK_INSCRIPTION (inscription), isolated);
    }
  else
    {
      gtk_inscription_set_text (GTK_INSCRIPTION (inscription), text);
    }
}

static char *
caption_of (const Cell *cell, gconstpointer record)
{
  const TnyColumn *column = cell->kind->column;

  if (cell->kind->cells->narrow && column->folded != NULL)
    return column->folded (record);

  return column->caption != NULL ? column->caption (record) : NULL;
}

static void
set_caption (Cell *cell, gconstpointer record)
{
  g_autofree char *caption = record != NULL ? caption_of (cell, record) : NULL;

  set_text (cell->caption, caption, 0);
  gtk_widget_set_visible (cell->caption, caption != NULL);
}

static gboolean
is_blank (const Cell *cell, gconstpointer record)
{
  return cell->mark != NULL && record != NULL && cell->kind->cells->explain != NULL
         && cell->kind->column->blank (record) != NULL;
}

static void
update_cell (GtkWidget *widget)
{
  Cell *cell = cell_of (widget);
  const TnyColumn *column = cell->kind->column;
  gconstpointer record = tny_row_get (cell->row);
  g_autofree char *text = record != NULL ? column->text (record) : NULL;
  const char *icon = record != NULL && column->icon != NULL ? column->icon (record) : NULL;
  const char *style = record != NULL && column->style != NULL ? column->style (record) : NULL;
  gboolean blank = is_blank (cell, record);

  set_text (cell->inscription, text, column->flags & TNY_COLUMN_NUMERIC ? 1 : 0);
  if (cell->caption != NULL)
    set_caption (cell, record);
  if (cell->image != NULL)
    gtk_image_set_from_icon_name (GTK_IMAGE (cell->image), icon);
  if (cell->mark != NULL)
    gtk_widget_set_visible (cell->mark, blank);
  set_style (cell, style == NULL && blank ? "dim-label" : style);

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

/* Above the row's own gesture: a blank is asked about, and the row stays closed. */
static void
pressed_cb (GtkGestureClick *click, int n_press, double x, double y, GtkWidget *widget)
{
  Cell *cell = cell_of (widget);
  TnyCells *cells = cell->kind->cells;
  gconstpointer record = cell->row != NULL ? tny_row_get (cell->row) : NULL;

  if (n_press != 1 || !is_blank (cell, record))
    return;
  gtk_gesture_set_state (GTK_GESTURE (click), GTK_EVENT_SEQUENCE_CLAIMED);
  cells->explain (cells->table, record, cell->kind->column);
}

static gboolean
is_cut (GtkWidget *inscription)
{
  const char *text = inscription != NULL ? gtk_inscription_get_text (GTK_INSCRIPTION (inscription)) : NULL;
  int width;

  if (text == NULL || !gtk_widget_get_visible (inscription))
    return FALSE;

  g_autoptr(PangoLayout) layout = gtk_widget_create_pango_layout (inscription, text);

  pango_layout_get_pixel_size (layout, &width, NULL);

  return width > gtk_widget_get_width (inscription);
}

/* The whole text, where it is cut. */
static gboolean
tooltip_cb (GtkWidget *widget, int x, int y, gboolean keyboard, GtkTooltip *tooltip)
{
  Cell *cell = cell_of (widget);
  const TnyColumn *column = cell->kind->column;
  gconstpointer record = cell->row != NULL ? tny_row_get (cell->row) : NULL;

  if (is_blank (cell, record))
    {
      gtk_tooltip_set_text (tooltip, _("Say why (?)"));
      return TRUE;
    }
  if (record == NULL || (!is_cut (cell->inscription) && !is_cut (cell->caption)))
    return FALSE;

  g_autofree char *text = column->text (record);
  g_autofree char *caption = caption_of (cell, record);
  g_autofree char *both = g_strjoin (text != NULL && caption != NULL ? "\n" : "", text != NULL ? text : "",
                                     caption, NULL);

  gtk_tooltip_set_text (tooltip, both);

  return TRUE;
}

static GtkWidget *
create_inscription (const TnyColumn *column)
{
  GtkWidget *inscription = gtk_inscription_new (NULL);

  gtk_inscription_set_text_overflow (GTK_INSCRIPTION (inscription),
                                     column->flags & TNY_COLUMN_NAME
                                     ? GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_MIDDLE
                                     : GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END);
  /* where there is little room, names give way; states and figures never do */
  gtk_inscription_set_min_chars (GTK_INSCRIPTION (inscription),
                                 column->flags & TNY_COLUMN_EXPAND ? MIN (column->chars, 4)
                                                                   : column->chars);
  gtk_inscription_set_nat_chars (GTK_INSCRIPTION (inscription), column->chars);
  gtk_widget_set_hexpand (inscription, TRUE);
  /* once away from the default, or it would not learn that it is in a window from right to left */
  gtk_inscription_set_xalign (GTK_INSCRIPTION (inscription), 0.5);

  return inscription;
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer data)
{
  const Kind *kind = data;
  const TnyColumn *column = kind->column;
  Cell *cell = g_new0 (Cell, 1);
  GtkWidget *widget;

  cell->kind = kind;
  cell->inscription = widget = create_inscription (column);
  if (column->flags & TNY_COLUMN_NUMERIC)
    gtk_widget_add_css_class (widget, "numeric");
  if (column->flags & TNY_COLUMN_DIM)
    gtk_widget_add_css_class (widget, "dim-label");
  if (column->flags & TNY_COLUMN_MONO)
    gtk_widget_add_css_class (widget, "monospace");

  if (column->caption != NULL || column->folded != NULL)
    {
      widget = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
      gtk_widget_set_valign (widget, GTK_ALIGN_CENTER);
      cell->caption = create_inscription (column);
      gtk_widget_add_css_class (cell->caption, "caption");
      gtk_widget_add_css_class (cell->caption, "dim-label");
      gtk_box_append (GTK_BOX (widget), cell->inscription);
      gtk_box_append (GTK_BOX (widget), cell->caption);
    }

  if (column->icon != NULL)
    {
      GtkWidget *texts = widget;

      widget = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
      cell->image = gtk_image_new ();
      gtk_box_append (GTK_BOX (widget), cell->image);
      gtk_box_append (GTK_BOX (widget), texts);
    }

  if (column->blank != NULL)
    {
      GtkWidget *texts = widget;
      GtkGesture *click = gtk_gesture_click_new ();

      widget = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
      cell->mark = gtk_image_new_from_icon_name ("dialog-question-symbolic");
      gtk_widget_add_css_class (cell->mark, "dim-label");
      gtk_box_append (GTK_BOX (widget), texts);
      gtk_box_append (GTK_BOX (widget), cell->mark);
      g_signal_connect (click, "pressed", G_CALLBACK (pressed_cb), widget);
      gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (click));
    }

  gtk_widget_set_has_tooltip (widget, TRUE);
  g_signal_connect (widget, "query-tooltip", G_CALLBACK (tooltip_cb), NULL);
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

/* Above figures, the title stands at the end as they do. */
static void
align_titles (TnyCells *cells, GtkColumnView *view)
{
  GtkWidget *title = gtk_widget_get_first_child (gtk_widget_get_first_child (GTK_WIDGET (view)));

  for (guint i = 0; i < cells->n_columns && title != NULL; i++)
    {
      GtkWidget *content = gtk_widget_get_first_child (title);

      if ((cells->columns[i].flags & TNY_COLUMN_NUMERIC) && content != NULL)
        gtk_widget_set_halign (content, GTK_ALIGN_END);
      title = gtk_widget_get_next_sibling (title);
    }
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
  align_titles (cells, view);
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
