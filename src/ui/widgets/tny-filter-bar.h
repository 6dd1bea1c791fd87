/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* TnyFilterBar: linked toggle buttons with counts, one of which is active; a drop-down called
 * "Filter" where they do not fit.
 *
 * Names stay the same ("Unmatched"); the count goes into the description ("11 to review").
 * Properties: active (id of the active filter; notified when a person chose another).
 */

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef struct
{
  const char *id;          /* never translated */
  const char *label;       /* N_() */
  const char *one, *many;  /* N_("%s tenant"), N_("%s tenants"): what the count is, spoken; %s is the
                            * figure, grouped */
} TnyFilter;

#define TNY_TYPE_FILTER_BAR (tny_filter_bar_get_type ())
G_DECLARE_FINAL_TYPE (TnyFilterBar, tny_filter_bar, TNY, FILTER_BAR, GtkWidget)

GtkWidget  * tny_filter_bar_new         (void);

/* @filters is lent for ever (a static table); the first is active. Once only. */
void         tny_filter_bar_set_filters (TnyFilterBar *self, const TnyFilter *filters, guint n);
/* @count: -1 while unknown: no figure is shown. */
void         tny_filter_bar_set_count   (TnyFilterBar *self, const char *id, gint64 count);
gint64       tny_filter_bar_get_count   (TnyFilterBar *self, const char *id);
/* Without a notification when it is active already; an unknown id or NULL means the first. */
void         tny_filter_bar_set_active  (TnyFilterBar *self, const char *id);
const char * tny_filter_bar_get_active  (TnyFilterBar *self);

G_END_DECLS
