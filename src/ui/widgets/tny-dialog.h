/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* For each window that stands above another, once it is complete: mends its accessible names, and makes
 * Ctrl+Q quit from it too (the keys of the application work in its main windows only, and the others of
 * them should not work above a question). */
void tny_dialog_prepare (GtkWidget *window);

G_END_DECLS
