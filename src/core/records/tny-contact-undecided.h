/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tny-store.h"

G_BEGIN_DECLS

/* How many users wait for a decision, kept where a count can read it ("counts/contacts") without
 * making a plan. */

/* Keeps the figure of a plan of all organizations; writes only when it is another. Worker
 * threads. */
gboolean tny_contact_undecided_keep    (TnyStore *store, guint undecided, GError **error);
/* Makes a plan for it, after a sync. Worker threads. */
gboolean tny_contact_undecided_recount (TnyStore *store, GCancellable *cancellable, GError **error);

G_END_DECLS
