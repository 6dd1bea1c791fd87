/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* TnyHistogram: how many things have which score; the part from a threshold on is solid, the rest an
 * outline. Its accessible label is one sentence that the owner gives. */

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define TNY_TYPE_HISTOGRAM (tny_histogram_get_type ())
G_DECLARE_FINAL_TYPE (TnyHistogram, tny_histogram, TNY, HISTOGRAM, GtkWidget)

GtkWidget * tny_histogram_new           (void);
/* @counts: one figure for each score from @first on; copied. */
void        tny_histogram_set_counts    (TnyHistogram *self, int first, const guint *counts, guint n);
void        tny_histogram_set_threshold (TnyHistogram *self, int threshold);

G_END_DECLS
