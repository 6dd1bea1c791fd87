/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Which column header was clicked, and in which direction. GTK 4.8 does not say, but it compares:
 * each column gets a sorter that only notes its own name, and one comparison of two things that are
 * "in order" tells both. Can go away with GtkColumnViewSorter (GTK 4.10). */

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef struct
{
  const char *column;        /* as given to tny_sort_order_sorter(); NULL: not sorted */
  gboolean    descending;
} TnySortOrder;

/* A sorter for one column; @column is lent and must outlive it. (transfer full) */
GtkSorter    * tny_sort_order_sorter (const char *column);
/* Asks the sorter of a GtkColumnView. Main thread only. */
TnySortOrder   tny_sort_order_probe  (GtkSorter *view_sorter);

G_END_DECLS
