/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-sidebar.h"

#include <glib/gi18n-lib.h>

struct _TnySidebar
{
  GtkWidget  parent_instance;

  GtkWidget *scroller;
  GtkWidget *list;
  gboolean   quiet;      /* we select, not the person */
};

G_DEFINE_FINAL_TYPE (TnySidebar, tny_sidebar, GTK_TYPE_WIDGET)

enum { PAGE_CHOSEN, N_SIGNALS };

static guint signals[N_SIGNALS];

static GQuark row_quark;

/* What a row knows, as data of the row. */
typedef struct
{
  const TnyPageInfo *info;
  GtkWidget         *label;
  guint              count;
} Row;

static Row *
row_of (GtkWidget *widget)
{
  return g_object_get_qdata (G_OBJECT (widget), row_quark);
}

static GtkWidget *
find_row (TnySidebar *self, const char *page_id)
{
  for (GtkWidget *row = gtk_widget_get_first_child (self->list); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    if (row_of (row) != NULL && strcmp (row_of (row)->info->id, page_id) == 0)
      return row;

  return NULL;
}

static GtkWidget *
create_row (const TnyPageInfo *info)
{
  Row *data = g_new0 (Row, 1);
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *image = gtk_image_new_from_icon_name (info->icon_name);
  GtkWidget *title = gtk_label_new (_(info->title));

  data->info = info;
  data->label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_label_set_ellipsize (GTK_LABEL (title), PANGO_ELLIPSIZE_END);
  gtk_label_set_width_chars (GTK_LABEL (title), 12);        /* also with large letters */
  gtk_widget_set_hexpand (title, TRUE);
  gtk_widget_add_css_class (data->label, "numeric");
  gtk_widget_add_css_class (data->label, "dim-label");
  gtk_widget_set_visible (data->label, FALSE);

  gtk_box_append (GTK_BOX (box), image);
  gtk_box_append (GTK_BOX (box), title);
  gtk_box_append (GTK_BOX (box), data->label);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  g_object_set_qdata_full (G_OBJECT (row), row_quark, data, g_free);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _(info->title), -1);

  return row;
}

/* A heading above the first page of each group. */
static void
heading_cb (GtkListBoxRow *row, GtkListBoxRow *before, gpointer data)
{
  const char *group = row_of (GTK_WIDGET (row))->info->group;
  const char *last = before != NULL ? row_of (GTK_WIDGET (before))->info->group : NULL;

  if (g_strcmp0 (group, last) == 0)
    {
      gtk_list_box_row_set_header (row, NULL);
      return;
    }

  GtkWidget *label = gtk_label_new (_(group));

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "sidebar-heading");
  gtk_widget_add_css_class (label, "caption-heading");
  gtk_widget_add_css_class (label, "dim-label");
  gtk_list_box_row_set_header (row, label);
}

static void
selected_cb (GtkListBox *list, GtkListBoxRow *row, TnySidebar *self)
{
  if (row != NULL && !self->quiet)
    g_signal_emit (self, signals[PAGE_CHOSEN], 0, row_of (GTK_WIDGET (row))->info->id, FALSE);
}

static void
activated_cb (GtkListBox *list, GtkListBoxRow *row, TnySidebar *self)
{
  g_signal_emit (self, signals[PAGE_CHOSEN], 0, row_of (GTK_WIDGET (row))->info->id, TRUE);
}

static void
tny_sidebar_dispose (GObject *object)
{
  TnySidebar *self = TNY_SIDEBAR (object);

  self->quiet = TRUE;
  g_clear_pointer (&self->scroller, gtk_widget_unparent);

  G_OBJECT_CLASS (tny_sidebar_parent_class)->dispose (object);
}

static void
tny_sidebar_class_init (TnySidebarClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tny_sidebar_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  row_quark = g_quark_from_static_string ("tny-sidebar-row");

  signals[PAGE_CHOSEN] = g_signal_new ("page-chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                       0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                                       G_TYPE_STRING | G_SIGNAL_TYPE_STATIC_SCOPE, G_TYPE_BOOLEAN);
}

static void
tny_sidebar_init (TnySidebar *self)
{
  guint n_pages;
  const TnyPageInfo *pages = tny_pages (&n_pages);

  self->list = gtk_list_box_new ();
  gtk_widget_add_css_class (self->list, "navigation-sidebar");
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (self->list), GTK_SELECTION_SINGLE);
  gtk_list_box_set_header_func (GTK_LIST_BOX (self->list), heading_cb, NULL, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Pages"), -1);

  for (guint i = 0; i < n_pages; i++)
    if (pages[i].group != NULL)
      gtk_list_box_append (GTK_LIST_BOX (self->list), create_row (&pages[i]));

  self->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), self->list);
  gtk_widget_set_parent (self->scroller, GTK_WIDGET (self));

  g_signal_connect_object (self->list, "row-selected", G_CALLBACK (selected_cb), self, 0);
  g_signal_connect_object (self->list, "row-activated", G_CALLBACK (activated_cb), self, 0);
}

GtkWidget *
tny_sidebar_new (void)
{
  return g_object_new (TNY_TYPE_SIDEBAR, NULL);
}

void
tny_sidebar_select (TnySidebar *self, const char *page_id)
{
  g_return_if_fail (TNY_IS_SIDEBAR (self));

  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  self->quiet = TRUE;
  gtk_list_box_select_row (GTK_LIST_BOX (self->list),
                           GTK_LIST_BOX_ROW (find_row (self, page_id)));
  self->quiet = FALSE;
  /* the keyboard goes along, or it would point at another page than the one shown */
  if (focus != NULL && gtk_widget_is_ancestor (focus, self->list))
    tny_sidebar_focus (self);
}

void
tny_sidebar_set_count (TnySidebar *self, const char *page_id, guint count)
{
  g_return_if_fail (TNY_IS_SIDEBAR (self));

  GtkWidget *row = find_row (self, page_id);

  if (row == NULL || row_of (row)->count == count)
    return;

  Row *data = row_of (row);
  const TnyPageInfo *info = data->info;
  g_autofree char *figure = g_strdup_printf ("%'u", count);

  data->count = count;
  gtk_label_set_text (GTK_LABEL (data->label), figure);
  gtk_widget_set_visible (data->label, count > 0);

  if (count > 0 && info->count_one != NULL)
    {
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
      g_autofree char *words = g_strdup_printf (ngettext (info->count_one, info->count_many, count),
                                                count);
#pragma GCC diagnostic pop
      gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                      words, -1);
    }
  else
    {
      gtk_accessible_reset_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION);
    }
}

guint
tny_sidebar_get_count (TnySidebar *self, const char *page_id)
{
  g_return_val_if_fail (TNY_IS_SIDEBAR (self), 0);

  GtkWidget *row = find_row (self, page_id);

  return row != NULL ? row_of (row)->count : 0;
}

gboolean
tny_sidebar_focus (TnySidebar *self)
{
  g_return_val_if_fail (TNY_IS_SIDEBAR (self), FALSE);

  GtkListBoxRow *row = gtk_list_box_get_selected_row (GTK_LIST_BOX (self->list));

  return row != NULL ? gtk_widget_grab_focus (GTK_WIDGET (row))
                     : gtk_widget_child_focus (self->list, GTK_DIR_TAB_FORWARD);
}
