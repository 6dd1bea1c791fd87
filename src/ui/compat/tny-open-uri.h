/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Opening a page in the person's browser. GIO's launcher today; GtkUriLauncher from GTK 4.10 on. */

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Whether we open @uri at all: https to one of Microsoft's portals (a list), or http to this computer
 * (the sample cloud's pretend portal). Never an address that came from outside. Pure; any thread. */
gboolean tny_open_uri_allowed (const char *uri);

/**
 * tny_open_uri:
 * @from: the widget that asked
 * @uri: an address built by us
 *
 * Opens @uri. When no browser can be opened, a dialog offers the link to copy. Main thread.
 */
void     tny_open_uri         (GtkWidget *from, const char *uri);

G_END_DECLS
