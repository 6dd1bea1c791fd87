/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Names for assistive technology, where GTK 4.8 gives wrong ones. */

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * tny_names_fix:
 * @root: a widget tree that is complete: a new window, dialog, page, toast or list cell
 *
 * Walks @root and mends what GTK 4.8 gets wrong:
 *  - a button or label with a mnemonic is called "_Accept Accept": its label relation is dropped and
 *    the name set without the underscore (the mnemonic goes on working);
 *  - the inner button of a GtkMenuButton or a GtkDropDown gets the name of its owner (the inner one
 *    is what clicks);
 *  - the close button of a toast is called "Dismiss";
 *  - the lists inside a combo row, an expander row and a preferences group have no name: they get the
 *    title of what they belong to;
 *  - an icon button that only has a tooltip gets it as its name, without a key in brackets.
 * Names given in a template or with tny_name_set() stay, where there is no mnemonic.
 * Cheap (some microseconds a widget), can be called again after the tree changed. Main thread only.
 */
void        tny_names_fix         (GtkWidget *root);

/* Sets the name of an icon-only button, its tooltip, and in brackets its key when @accelerator is
 * given ("<Control>z"). The name itself never has the key. */
void        tny_name_icon_button  (GtkWidget *button, const char *name, const char *accelerator);

/* What is chosen in a drop-down that tny_name_set() named: its inner button is called "Level: All". */
void        tny_name_value        (GtkWidget *drop_down, const char *value);

/* Sets label or description; NULL resets it. */
void        tny_name_set          (GtkWidget *widget, const char *name);
void        tny_describe          (GtkWidget *widget, const char *description);

G_END_DECLS
