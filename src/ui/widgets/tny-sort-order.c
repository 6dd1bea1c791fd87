/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-sort-order.h"

static const char  probes[2];
static const char *asked;      /* the first column consulted */

static int
note_column_cb (gconstpointer a, gconstpointer b, gpointer column)
{
  if (asked == NULL)
    asked = column;

  return (const char *) a < (const char *) b ? -1 : 1;
}

GtkSorter *
tny_sort_order_sorter (const char *column)
{
  return GTK_SORTER (gtk_custom_sorter_new (note_column_cb, (gpointer) column, NULL));
}

TnySortOrder
tny_sort_order_probe (GtkSorter *view_sorter)
{
  g_return_val_if_fail (GTK_IS_SORTER (view_sorter), ((TnySortOrder) { NULL, FALSE }));

  asked = NULL;
  GtkOrdering order = gtk_sorter_compare (view_sorter, (gpointer) &probes[0],
                                          (gpointer) &probes[1]);

  return (TnySortOrder) { asked, order == GTK_ORDERING_LARGER };
}
