/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* TnyMicrosoftPane: what Microsoft says about one contact, beside what is recorded here, each value
 * marked with its source and all of it dated. Reads in a worker; writes nothing.
 *
 *   tny_microsoft_pane_load ──▸ worker reads contact and user ──▸ shown, "loaded" emitted
 *
 * Its buttons call actions of the page: "organizations.manage" and those of its menu.
 */

#include <gtk/gtk.h>

#include "tny-list.h"

G_BEGIN_DECLS

#define TNY_TYPE_MICROSOFT_PANE (tny_microsoft_pane_get_type ())
G_DECLARE_FINAL_TYPE (TnyMicrosoftPane, tny_microsoft_pane, TNY, MICROSOFT_PANE, GtkWidget)

/* @contact_id: 0 shows that nothing is selected. @store is lent. */
void               tny_microsoft_pane_load     (TnyMicrosoftPane *self, TnyStore *store,
                                                gint64 contact_id);
/* The user that is shown; NULL: none, or another is on its way. Lent until "loaded". */
const TnyUserRow * tny_microsoft_pane_get_user (TnyMicrosoftPane *self);
gboolean           tny_microsoft_pane_focus    (TnyMicrosoftPane *self);

G_END_DECLS
