/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* TnyImportWindow: a CSV file, looked at line by line before anything is written.
 *
 *   choose ─▸ reading ─▸ preview (kind, columns, what would happen) ─▸ writing ─▸ done (undo)
 */

#include <gtk/gtk.h>

#include "tny-session.h"

G_BEGIN_DECLS

/* Shows the window, or raises the one that is open. Main thread. */
void tny_import_window_present (GtkWindow *parent, TnySession *session);

G_END_DECLS
