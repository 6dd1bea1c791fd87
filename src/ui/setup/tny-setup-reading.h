/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* TnySetupReading: a row that reads the tenants of a connection and what they have bought, before the first
 * sync: what there is to choose from. No user is read.
 *
 * Signal "read": it has ended, or the row asks for nothing more; look again. */

#include <adwaita.h>

#include "tny-session.h"

G_BEGIN_DECLS

#define TNY_TYPE_SETUP_READING (tny_setup_reading_get_type ())
G_DECLARE_FINAL_TYPE (TnySetupReading, tny_setup_reading, TNY, SETUP_READING, AdwActionRow)

/* What is known now; 0 and 0: nothing was read yet. A reading that goes on is followed. */
void tny_setup_reading_set  (TnySetupReading *self, TnySession *session, gint64 connection_id,
                             gint64 n_tenants, guint n_subscriptions);
/* Looks at nothing any more; what is being read goes on. */
void tny_setup_reading_stop (TnySetupReading *self);

G_END_DECLS
