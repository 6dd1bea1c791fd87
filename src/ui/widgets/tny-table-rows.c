/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-table-private.h"

/* How long a row may take to be drawn before it does without the focus. */
#define FOCUS_FRAMES 30

static void
scroll_to (TnyTable *self, guint position)
{
  gtk_widget_activate_action (tny_table_inner_list (self), "list.scroll-to-item", "u", position);
}

void
tny_table_settle_selection (TnyTable *self)
{
  guint position = gtk_single_selection_get_selected (self->selection);
  gint64 id = self->model != NULL ? tny_row_model_get_id (self->model, position) : 0;

  if (self->quiet > 0)
    return;

  self->selected = id;
  if (id == self->told)
    return;

  self->told = id;
  g_signal_emit_by_name (self, "selected", id);
}

/* Only the first rows are in: what is not among them may still come. */
static gboolean
is_partial (TnyTable *self)
{
  return self->first_only || self->rest != NULL;
}

void
tny_table_stop_rest (TnyTable *self)
{
  if (self->rest_tick != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->rest_tick);
  self->rest_tick = 0;
  g_clear_pointer (&self->rest, g_array_unref);
}

/* @fallback: where to go when the selected row is in the new list no more. */
static void
show_ids (TnyTable *self, GArray *ids, guint fallback)
{
  gboolean focused = tny_table_has_focus (self);
  gint64 wanted = self->selected, told = self->told;

  /* 4.8 asks for every item when rows change under a selection: put it aside */
  self->quiet++;
  gtk_single_selection_set_selected (self->selection, GTK_INVALID_LIST_POSITION);
  tny_row_model_take_ids (self->model, ids);

  guint position = wanted != 0 ? tny_row_model_find (self->model, wanted)
                               : GTK_INVALID_LIST_POSITION;

  /* not among the first rows does not mean gone */
  if (position == GTK_INVALID_LIST_POSITION && !is_partial (self) && ids->len > 0
      && (wanted != 0 || self->select_first))
    position = MIN (fallback, ids->len - 1);
  gtk_single_selection_set_selected (self->selection, position);
  self->quiet--;

  if (!is_partial (self) || position != GTK_INVALID_LIST_POSITION)
    tny_table_settle_selection (self);
  if (focused && (self->told != told || !tny_table_has_focus (self)))
    tny_table_focus (self);
}

static gboolean
same_ids (TnyTable *self, GArray *ids)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->model));

  if (is_partial (self) || n != ids->len)
    return FALSE;
  for (guint i = 0; i < n; i++)
    if (tny_row_model_get_id (self->model, i) != g_array_index (ids, gint64, i))
      return FALSE;

  return TRUE;
}

static void
restore_scroll (TnyTable *self)
{
  if (self->scroll >= 0)
    gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (
                                GTK_SCROLLED_WINDOW (self->scroller)), self->scroll);
  self->scroll = -1;
}

static GArray *
first_ids (GArray *ids, guint n)
{
  GArray *first = g_array_sized_new (FALSE, FALSE, sizeof (gint64), n);

  return g_array_append_vals (first, ids->data, n);
}

/* The first tick draws the first rows; those after it have time for some more each, and for the
 * whole list once GTK has built what it keeps. */
static gboolean
rest_tick_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  TnyTable *self = TNY_TABLE (widget);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->model)) + TNY_TABLE_STEP_ROWS;

  if (!self->drawn)
    {
      self->drawn = TRUE;
      return G_SOURCE_CONTINUE;
    }

  if (n < TNY_TABLE_BUILT_ROWS && n < self->rest->len)
    {
      show_ids (self, first_ids (self->rest, n), 0);
      return G_SOURCE_CONTINUE;
    }

  self->rest_tick = 0;
  show_ids (self, g_steal_pointer (&self->rest), 0);

  return G_SOURCE_REMOVE;
}

static gboolean
scroll_tick_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  TnyTable *self = TNY_TABLE (widget);

  if (is_partial (self))
    return G_SOURCE_CONTINUE;
  /* rows are measured in the frame after they came */
  if (data == NULL)
    {
      gtk_widget_add_tick_callback (widget, scroll_tick_cb, GINT_TO_POINTER (1), NULL);
      return G_SOURCE_REMOVE;
    }
  restore_scroll (self);

  return G_SOURCE_REMOVE;
}

void
tny_table_take_ids (TnyTable *self, GArray *ids)
{
  guint n = ids->len;
  guint before = self->selected != 0 ? tny_row_model_find (self->model, self->selected) : 0;

  if (same_ids (self, ids))
    {
      g_array_unref (ids);
      tny_row_model_reread (self->model);
    }
  else
    {
      tny_table_stop_rest (self);
      if (!self->first_only && !self->drawn && n > TNY_TABLE_FIRST_ROWS)
        {
          self->rest = ids;
          self->rest_tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), rest_tick_cb, NULL,
                                                          NULL);
          ids = first_ids (ids, TNY_TABLE_FIRST_ROWS);
        }
      show_ids (self, ids, before != GTK_INVALID_LIST_POSITION ? before : 0);
      tny_row_model_reread (self->model);
    }

  if (self->first_only)
    {
      g_signal_emit_by_name (self, "filled", n);
      tny_table_ask (self, 0);
      return;
    }
  if (self->scroll >= 0)
    gtk_widget_add_tick_callback (GTK_WIDGET (self), scroll_tick_cb, NULL, NULL);
  g_signal_emit_by_name (self, "filled", n);
}

/* Public functions */

void
tny_table_select (TnyTable *self, gint64 id)
{
  g_return_if_fail (TNY_IS_TABLE (self));

  guint position = self->model != NULL ? tny_row_model_find (self->model, id)
                                       : GTK_INVALID_LIST_POSITION;

  if (position == GTK_INVALID_LIST_POSITION)
    {
      /* the query under way (or the rest of the last one) will bring it */
      self->selected = id;
      return;
    }

  gtk_single_selection_set_selected (self->selection, position);
  if (tny_table_has_focus (self))
    tny_table_focus (self);
  else
    scroll_to (self, position);
}

gboolean
tny_table_remove (TnyTable *self, gint64 id)
{
  g_return_val_if_fail (TNY_IS_TABLE (self), FALSE);

  if (self->rest != NULL && self->model != NULL)
    {
      GArray *whole = g_steal_pointer (&self->rest);

      tny_table_stop_rest (self);
      show_ids (self, whole, 0);
    }
  if (self->model == NULL)
    return FALSE;

  gboolean focused = tny_table_has_focus (self);
  gboolean removed;

  /* with autoselect, GTK goes on to the row that takes the place */
  self->quiet++;
  gtk_single_selection_set_autoselect (self->selection, self->selected == id);
  removed = tny_row_model_remove (self->model, id);
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  self->quiet--;

  if (removed)
    {
      tny_table_settle_selection (self);
      if (focused)
        tny_table_focus (self);
    }

  return removed;
}

/* A row that was not drawn yet when the focus was to go there. */
static gboolean
focus_tick_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  TnyTable *self = TNY_TABLE (widget);
  guint position = gtk_single_selection_get_selected (self->selection);
  gint64 id = self->model != NULL
              ? tny_row_model_get_id (self->model, position != GTK_INVALID_LIST_POSITION ? position : 0)
              : 0;
  GtkWidget *row = id != 0 ? tny_cells_find_row (&self->cells, id) : NULL;

  if (row == NULL && --self->focus_frames > 0)
    return G_SOURCE_CONTINUE;

  self->focus_tick = 0;
  if (row != NULL && gtk_widget_get_mapped (row))
    gtk_widget_grab_focus (row);

  return G_SOURCE_REMOVE;
}

gboolean
tny_table_focus (TnyTable *self)
{
  g_return_val_if_fail (TNY_IS_TABLE (self), FALSE);

  guint position = gtk_single_selection_get_selected (self->selection);
  gint64 id = self->model != NULL
              ? tny_row_model_get_id (self->model, position != GTK_INVALID_LIST_POSITION ? position : 0)
              : 0;

  if (id == 0)
    return FALSE;

  scroll_to (self, position != GTK_INVALID_LIST_POSITION ? position : 0);

  GtkWidget *row = tny_cells_find_row (&self->cells, id);

  if (row != NULL)
    return gtk_widget_grab_focus (row);
  if (self->focus_tick == 0)
    {
      self->focus_frames = FOCUS_FRAMES;
      self->focus_tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), focus_tick_cb, NULL, NULL);
    }

  return gtk_widget_grab_focus (self->view);
}

gboolean
tny_table_has_focus (TnyTable *self)
{
  g_return_val_if_fail (TNY_IS_TABLE (self), FALSE);

  GtkRoot *root = gtk_widget_get_root (self->view);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return focus != NULL && (focus == self->view || gtk_widget_is_ancestor (focus, self->view));
}
