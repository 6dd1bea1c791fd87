/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-shortcuts.h"

#include <glib/gi18n-lib.h>

#include "tny-dialog.h"
#include "tny-names.h"
#include "tny-page.h"

/* A tab of the page switcher: GTK shows "1" and calls it "_1". */
static void
name_tab (GtkWidget *tab)
{
  GtkWidget *label = gtk_widget_get_first_child (tab);
  g_autofree char *name = GTK_IS_LABEL (label)
    /* translators: %s is the number of a page of shortcuts */
    ? g_strdup_printf (_("Page %s"), gtk_label_get_text (GTK_LABEL (label))) : NULL;

  gtk_accessible_reset_relation (GTK_ACCESSIBLE (tab), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  tny_name_set (tab, name);
}

/* What GTK's own window leaves without a name. */
static void
name_parts (GtkWidget *widget)
{
  if (GTK_IS_SEARCH_ENTRY (widget))
    tny_name_set (widget, _("Search Shortcuts"));
  else if (GTK_IS_MENU_BUTTON (widget))
    tny_name_set (widget, _("Sections"));
  else if (GTK_IS_TOGGLE_BUTTON (widget)
           && gtk_widget_get_ancestor (widget, GTK_TYPE_STACK_SWITCHER) != NULL)
    name_tab (widget);
  else if (GTK_IS_TOGGLE_BUTTON (widget) && gtk_widget_get_ancestor (widget, GTK_TYPE_HEADER_BAR) != NULL
           && gtk_widget_get_ancestor (widget, GTK_TYPE_MENU_BUTTON) == NULL)
    tny_name_set (widget, _("Search"));

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    name_parts (child);
}

/* Its pages, and the tabs for them, are made when the window is. */
static void
mapped_cb (GtkWidget *window)
{
  name_parts (window);
}

void
tny_shortcuts_show (GtkWindow *parent)
{
  g_autoptr(GtkBuilder) builder = gtk_builder_new_from_resource (TNY_RESOURCES "tny-shortcuts.ui");
  GtkWindow *window = GTK_WINDOW (gtk_builder_get_object (builder, "shortcuts"));

  gtk_window_set_title (window, _("Keyboard Shortcuts"));
  gtk_window_set_transient_for (window, parent);
  tny_dialog_prepare (GTK_WIDGET (window));
  g_signal_connect_after (window, "map", G_CALLBACK (mapped_cb), NULL);
  gtk_window_present (window);
}
