/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* TnySidebar: the list of pages with headings and counts.
 *
 * Signals: page-chosen (const char *id, gboolean go): somebody moved to the page (go FALSE) or
 * pressed it (go TRUE: a folded window shows the page).
 */

#include "tny-pages.h"

G_BEGIN_DECLS

#define TNY_TYPE_SIDEBAR (tny_sidebar_get_type ())
G_DECLARE_FINAL_TYPE (TnySidebar, tny_sidebar, TNY, SIDEBAR, GtkWidget)

GtkWidget  *tny_sidebar_new       (void);
/* Marks the row of the page; without a signal. A page that is not in the list unmarks all. */
void        tny_sidebar_select    (TnySidebar *self, const char *page_id);
/* @count: things that need a person; 0 shows nothing. */
void        tny_sidebar_set_count (TnySidebar *self, const char *page_id, guint count);
guint       tny_sidebar_get_count (TnySidebar *self, const char *page_id);
/* Puts the focus on the marked row. */
gboolean    tny_sidebar_focus     (TnySidebar *self);

G_END_DECLS
