/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Shows the About window over @parent (nullable): versions of the libraries in use, and a report for
 * troubleshooting that holds nothing of the data. */
void   tny_about_show   (GtkWindow *parent);

/* The report: versions and kinds of things, no names, no paths, no identifiers. New string. */
char * tny_about_report (void);

G_END_DECLS
