/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Size of the main window from one start to the next, in XDG_STATE_HOME/tenantry/window.ini. One small
 * file, so that it can be read before the first frame; what is wrong with it is ignored. Main thread. */

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Before the window is shown. */
void tny_window_place_restore (GtkWindow *window);
/* A file that cannot be written is no reason to bother anybody: it is only logged. */
void tny_window_place_save    (GtkWindow *window);

G_END_DECLS
