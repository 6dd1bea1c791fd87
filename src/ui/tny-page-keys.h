/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Keys of pages. A key that cannot do anything now says why in the status line. */

#include "tny-page.h"

G_BEGIN_DECLS

/* For a shortcut on the page or anything inside it: does @action (a literal, "match.accept"), or says
 * what the page's why_not answers. Transfer full. */
GtkShortcutAction *tny_page_key_action (const char *action);

/* The keys that every page has: Ctrl+F, F5, Ctrl+E, Ctrl+Z, Ctrl+Shift+Z. */
void               tny_page_add_keys   (TnyPage *self);

G_END_DECLS
