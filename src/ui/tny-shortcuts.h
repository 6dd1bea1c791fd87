/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Shows the window of keyboard shortcuts over @parent. It is built when asked for: at start-up its
 * many widgets would cost more than the rest of the window. */
void tny_shortcuts_show (GtkWindow *parent);

G_END_DECLS
