/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* TnyRunGrid: the streams of a run by tenants, a cell each: complete, partial, failed, set aside, not run,
 * told apart by shape. Its name is the sum in a sentence; the numbers stand in the list of the same name.
 * Hidden when there is nothing to see, or more tenants than cells fit.
 * Signal: tenant-chosen (gint64 tenant_id): a cell was clicked. */

#include <gtk/gtk.h>

#include "tny-list.h"

G_BEGIN_DECLS

#define TNY_TYPE_RUN_GRID (tny_run_grid_get_type ())
G_DECLARE_FINAL_TYPE (TnyRunGrid, tny_run_grid, TNY, RUN_GRID, GtkWidget)

/* Copies what it shows of @run, which was read with its streams. */
void tny_run_grid_set (TnyRunGrid *self, const TnyRunRow *run);

G_END_DECLS
