/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-health-rows.h"

#include <glib/gi18n-lib.h>

#include "tny-names.h"
#include "tny-wrap-box.h"

#define KEY "tny-health-key"

/* Up to here a text keeps its line, so that a long one beside it cannot squeeze the columns. */
#define ONE_LINE 40
/* What a text that may wrap asks for; with more, rows would share the room each in its own way. */
#define ASKED 24

/* The cell that takes the room that is left. Where it is none there are many: the name stands above them. */
static int
wide_cell (TnyHealthGroup group)
{
  switch (group)
    {
    case TNY_HEALTH_CONNECTION:
    case TNY_HEALTH_COMING_UP:   return 1;
    case TNY_HEALTH_PERMISSIONS: return 2;
    default:                     return -1;
    }
}

/* A column of equal width, whose texts keep their line where that is not too much. */
static void
join_column (GtkSizeGroup *group, GtkWidget *widget)
{
  GtkWidget *label = GTK_IS_LABEL (widget) ? widget : gtk_widget_get_last_child (widget);

  if (GTK_IS_LABEL (label)
      && g_utf8_strlen (gtk_label_get_text (GTK_LABEL (label)), -1) <= ONE_LINE)
    gtk_label_set_wrap (GTK_LABEL (label), FALSE);
  else if (GTK_IS_LABEL (label))
    gtk_label_set_max_width_chars (GTK_LABEL (label), ASKED);
  gtk_size_group_add_widget (group, widget);
}

static GtkWidget *
label_new (const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);

  return label;
}

GtkWidget *
tny_health_cell_new (const TnyHealthCell *cell)
{
  GtkWidget *label = label_new (cell->text);
  GtkWidget *box, *image;

  if (cell->icon == NULL)
    return label;

  box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  image = gtk_image_new_from_icon_name (cell->icon);
  gtk_accessible_update_property (GTK_ACCESSIBLE (image), GTK_ACCESSIBLE_PROPERTY_LABEL, "", -1);
  if (cell->style != NULL)
    {
      gtk_widget_add_css_class (image, cell->style);
      gtk_widget_add_css_class (label, cell->style);
    }
  gtk_widget_set_valign (image, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), image);
  gtk_box_append (GTK_BOX (box), label);

  return box;
}

static GtkWidget *
fix_new (const TnyHealthItem *item)
{
  GtkWidget *fix = gtk_button_new_with_label (_("Fix"));
  /* translators: what is wrong, e.g. "Fix Fabrikam" */
  g_autofree char *name = g_strdup_printf (_("Fix %s"), item->title);

  tny_name_set (fix, name);
  gtk_widget_set_tooltip_text (fix, item->cause->remedy);
  gtk_widget_set_valign (fix, GTK_ALIGN_CENTER);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (fix), "health.fix");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (fix), "(us)", item->group, item->key);

  return fix;
}

static GtkWidget *
line_new (void)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);

  gtk_widget_set_margin_start (line, 12);
  gtk_widget_set_margin_end (line, 12);
  gtk_widget_set_margin_top (line, 6);
  gtk_widget_set_margin_bottom (line, 6);

  return line;
}

static void
append_note (GtkWidget *box, const TnyHealthItem *item)
{
  GtkWidget *note;

  if (item->note == NULL)
    return;
  note = label_new (item->note);
  gtk_widget_add_css_class (note, "caption");
  gtk_widget_add_css_class (note, "dim-label");
  gtk_box_append (GTK_BOX (box), note);
}

/* Below the name, headings with what they head: a column's place no longer says it. */
static void
fill_narrow (GtkWidget *line, const TnyHealthItem *item)
{
  const char *const *headings = tny_health_headings (item->group);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *states = tny_wrap_box_new (9);

  gtk_box_append (GTK_BOX (box), label_new (item->title));
  for (guint i = 0; i < TNY_HEALTH_CELLS; i++)
    {
      TnyHealthCell cell = item->cells[i];
      g_autofree char *text = NULL;
      GtkWidget *widget;

      if (cell.text == NULL)
        continue;
      if (headings[i] != NULL)
        /* translators: heading of a column, what stands there */
        cell.text = text = g_strdup_printf (_("%s: %s"), _(headings[i]), cell.text);
      widget = tny_health_cell_new (&cell);
      gtk_widget_add_css_class (widget, "caption");
      tny_wrap_box_append (TNY_WRAP_BOX (states), widget);
    }
  gtk_box_append (GTK_BOX (box), states);
  append_note (box, item);
  gtk_widget_set_hexpand (box, TRUE);
  gtk_box_append (GTK_BOX (line), box);
}

static void
fill_wide (GtkWidget *line, const TnyHealthItem *item, GtkSizeGroup **groups)
{
  GtkWidget *title = label_new (item->title), *cells = line;
  int wide = wide_cell (item->group);

  if (wide >= 0)
    {
      join_column (groups[TNY_HEALTH_CELLS], title);
      gtk_box_append (GTK_BOX (line), title);
    }
  else
    {
      GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);

      cells = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
      gtk_box_append (GTK_BOX (box), title);
      gtk_box_append (GTK_BOX (box), cells);
      append_note (box, item);
      gtk_widget_set_hexpand (box, TRUE);
      gtk_box_append (GTK_BOX (line), box);
    }
  for (guint i = 0; i < TNY_HEALTH_CELLS; i++)
    if (item->cells[i].text != NULL)
      {
        GtkWidget *cell = tny_health_cell_new (&item->cells[i]);

        if ((int) i == wide)
          {
            gtk_widget_set_hexpand (cell, TRUE);
            if (GTK_IS_LABEL (cell))
              gtk_label_set_max_width_chars (GTK_LABEL (cell), ASKED);
          }
        else
          join_column (groups[i], cell);
        gtk_box_append (GTK_BOX (cells), cell);
      }
}

static GtkWidget *
row_new (const TnyHealthItem *item, gboolean narrow, GtkSizeGroup **groups)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *line = line_new ();
  GtkWidget *end = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  g_autofree char *name = tny_health_item_name (item);

  if (narrow)
    fill_narrow (line, item);
  else
    fill_wide (line, item, groups);
  if (item->cause != NULL && !(item->group == TNY_HEALTH_COMING_UP && item->cause->remedy == NULL))
    gtk_box_append (GTK_BOX (end), fix_new (item));
  if (!narrow)
    gtk_size_group_add_widget (groups[TNY_HEALTH_CELLS + 1], end);
  gtk_box_append (GTK_BOX (line), end);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), line);
  g_object_set_data_full (G_OBJECT (row), KEY, g_strdup (item->key), g_free);
  tny_name_set (row, name);

  return row;
}

static void
fill_columns (TnyHealthRows *self, GtkSizeGroup **groups)
{
  const char *const *headings = tny_health_headings (self->group);
  int wide = wide_cell (self->group);
  GtkWidget *end = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  if (wide >= 0)
    {
      GtkWidget *name = label_new (_("Name"));

      gtk_widget_add_css_class (name, "caption");
      join_column (groups[TNY_HEALTH_CELLS], name);
      gtk_box_append (GTK_BOX (self->columns), name);
    }
  for (guint i = 0; i < TNY_HEALTH_CELLS && headings[i] != NULL; i++)
    {
      GtkWidget *label = label_new (_(headings[i]));

      gtk_widget_add_css_class (label, "caption");
      if ((int) i == wide)
        gtk_widget_set_hexpand (label, TRUE);
      else
        join_column (groups[i], label);
      gtk_box_append (GTK_BOX (self->columns), label);
    }
  gtk_size_group_add_widget (groups[TNY_HEALTH_CELLS + 1], end);
  gtk_widget_set_hexpand (end, wide < 0);
  gtk_widget_set_halign (end, GTK_ALIGN_END);
  gtk_box_append (GTK_BOX (self->columns), end);
}

static void
empty (GtkWidget *parent)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (parent)) != NULL)
    if (GTK_IS_LIST_BOX (parent))
      gtk_list_box_remove (GTK_LIST_BOX (parent), child);
    else
      gtk_box_remove (GTK_BOX (parent), child);
}

void
tny_health_rows_init (TnyHealthRows *self, TnyHealthGroup group)
{
  const char *title = _(tny_health_group_name (group));
  GtkWidget *heading = label_new (title);

  self->group = group;
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  self->columns = line_new ();
  self->list = gtk_list_box_new ();
  gtk_widget_add_css_class (heading, "heading");
  gtk_widget_add_css_class (self->columns, "dim-label");
  gtk_widget_set_margin_top (self->columns, 0);
  gtk_widget_set_margin_bottom (self->columns, 0);
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (self->list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (self->list, "boxed-list");
  tny_name_set (self->list, title);
  gtk_box_append (GTK_BOX (self->box), heading);
  gtk_box_append (GTK_BOX (self->box), self->columns);
  gtk_box_append (GTK_BOX (self->box), self->list);
  gtk_widget_set_visible (self->box, FALSE);
}

void
tny_health_rows_clear (TnyHealthRows *self)
{
  g_clear_pointer (&self->shown, g_free);
}

static char *
what_is_shown (GPtrArray *items, guint n, gboolean narrow)
{
  g_autoptr(GString) text = g_string_new (narrow ? "narrow" : "wide");

  for (guint i = 0; i < n; i++)
    {
      const TnyHealthItem *item = items->pdata[i];
      g_autofree char *name = tny_health_item_name (item);

      g_string_append_printf (text, "\n%s\t%s\t%d", item->key, name, item->cause != NULL);
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

void
tny_health_rows_fill (TnyHealthRows *self, GPtrArray *items, guint limit, gboolean narrow)
{
  guint n = MIN (items->len, limit);
  g_autofree char *shown = what_is_shown (items, n, narrow);
  GtkWidget *focus = gtk_widget_get_focus_child (self->list);
  g_autofree char *key = focus != NULL ? g_strdup (tny_health_row_key (focus)) : NULL;
  GtkSizeGroup *groups[TNY_HEALTH_CELLS + 2];

  if (g_strcmp0 (shown, self->shown) == 0)
    return;
  g_free (self->shown);
  self->shown = g_steal_pointer (&shown);

  empty (self->list);
  empty (self->columns);
  for (guint i = 0; i < G_N_ELEMENTS (groups); i++)
    groups[i] = gtk_size_group_new (GTK_SIZE_GROUP_HORIZONTAL);
  for (guint i = 0; i < n; i++)
    gtk_list_box_append (GTK_LIST_BOX (self->list), row_new (items->pdata[i], narrow, groups));
  if (tny_health_headings (self->group)[0] != NULL && !narrow)
    fill_columns (self, groups);
  for (guint i = 0; i < G_N_ELEMENTS (groups); i++)
    g_object_unref (groups[i]);
  gtk_widget_set_visible (self->columns, gtk_widget_get_first_child (self->columns) != NULL);
  gtk_widget_set_visible (self->box, n > 0);
  tny_names_fix (self->box);
  if (key != NULL)
    tny_health_rows_focus (self, key);
}

const char *
tny_health_row_key (GtkWidget *row)
{
  return g_object_get_data (G_OBJECT (row), KEY);
}

gboolean
tny_health_rows_focus (TnyHealthRows *self, const char *key)
{
  for (GtkWidget *row = gtk_widget_get_first_child (self->list); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    if (key == NULL || g_strcmp0 (tny_health_row_key (row), key) == 0)
      return gtk_widget_get_mapped (row) && gtk_widget_grab_focus (row);

  return FALSE;
}
