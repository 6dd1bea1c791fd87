/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* TnyWrapBox: children in lines, as many to a line as fit: for rows of buttons that must survive
 * 360 px and text at 200 %. Children are added by tny_wrap_box_append() or as <child> in a template;
 * hidden ones take no room. */

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define TNY_TYPE_WRAP_BOX (tny_wrap_box_get_type ())
G_DECLARE_FINAL_TYPE (TnyWrapBox, tny_wrap_box, TNY, WRAP_BOX, GtkWidget)

GtkWidget * tny_wrap_box_new    (int spacing);
void        tny_wrap_box_append (TnyWrapBox *self, GtkWidget *child);

G_END_DECLS
