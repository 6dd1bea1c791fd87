/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* TnyPointsBar: how much one reason adds to a score, or takes from it: solid for more, an outline
 * for less. The figure stands beside it; for assistive technology it is only decoration. */

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define TNY_TYPE_POINTS_BAR (tny_points_bar_get_type ())
G_DECLARE_FINAL_TYPE (TnyPointsBar, tny_points_bar, TNY, POINTS_BAR, GtkWidget)

/* @points: signed; @most: the points of a full bar, above 0. */
GtkWidget * tny_points_bar_new (int points, int most);

G_END_DECLS
