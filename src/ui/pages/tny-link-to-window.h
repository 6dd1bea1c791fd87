/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* TnyLinkToWindow: choosing the contact of a user among all contacts of its organization.
 * Signal: chosen (gint64 contact_id, const char *name); the window closes by itself. */

#include <adwaita.h>

#include "tny-store.h"

G_BEGIN_DECLS

#define TNY_TYPE_LINK_TO_WINDOW (tny_link_to_window_get_type ())
G_DECLARE_FINAL_TYPE (TnyLinkToWindow, tny_link_to_window, TNY, LINK_TO_WINDOW, AdwWindow)

/* Above the window of @from; @store is lent. */
GtkWidget * tny_link_to_window_new (GtkWidget *from, TnyStore *store, gint64 organization_id,
                                    const char *user);

G_END_DECLS
