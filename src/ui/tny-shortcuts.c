/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-shortcuts.h"

#include <glib/gi18n-lib.h>

#include "tny-page.h"

void
tny_shortcuts_show (GtkWindow *parent)
{
  g_autoptr(GtkBuilder) builder = gtk_builder_new_from_resource (TNY_RESOURCES "tny-shortcuts.ui");
  GtkWindow *window = GTK_WINDOW (gtk_builder_get_object (builder, "shortcuts"));

  gtk_window_set_transient_for (window, parent);
  gtk_window_present (window);
}
