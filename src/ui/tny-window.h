/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* TnyWindow: the main window: sidebar, header bar, banners, one page, status line.
 *
 * Actions others may use (all on "win"):
 *   win.page (s)        go to a page by its id
 *   win.open (ss)       go to a page and show one thing there ("logs", "run:12")
 *   win.back            close an inner detail, or fold back to the sidebar
 *   win.next-pane, win.previous-pane, win.menu
 *   win.open-run        the run that is shown in the foot
 */

#include <adwaita.h>

#include "tny-banner.h"
#include "tny-job.h"
#include "tny-page.h"

G_BEGIN_DECLS

#define TNY_TYPE_WINDOW (tny_window_get_type ())
G_DECLARE_FINAL_TYPE (TnyWindow, tny_window, TNY, WINDOW, AdwApplicationWindow)

/* A window without a page: tny_window_show_page() comes next. @session is lent and must outlive the
 * window; NULL in tests only. */
GtkWidget  * tny_window_new          (GtkApplication *app, TnySession *session);

TnySession * tny_window_get_session  (TnyWindow *self);

/* Leaves the present page and enters the page @id (an entry of tny-pages.c; an unknown one is a
 * programmer's mistake). @target (nullable) is passed to its show_target. */
void         tny_window_show_page    (TnyWindow *self, const char *id, const char *target);
TnyPage    * tny_window_get_page     (TnyWindow *self);
const char * tny_window_get_page_id  (TnyWindow *self);

/* The database changed: page and counts are read again, at most twice a second. */
void         tny_window_data_changed (TnyWindow *self);

/* Counts again what needs a person, in a worker, and writes it beside the pages. */
void         tny_window_count        (TnyWindow *self);

/* The banner called @key above the page, made on first use, hidden until tny_banner_show(). Lent.
 * Keys in use: "sample", "offline", "keyring". */
TnyBanner  * tny_window_get_banner   (TnyWindow *self, const char *key);

/* Shows @job in the foot of the sidebar until it is finished; Ctrl+. cancels it. @target is where
 * pressing it leads, as for win.open ("logs", "run:12"); nullable. */
void         tny_window_watch_job    (TnyWindow *self, TnyJob *job, const char *page_id,
                                      const char *target);
/* Whether the foot shows a job. */
gboolean     tny_window_is_watching  (TnyWindow *self);

G_END_DECLS
