/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tny-contact-entry.h"

G_BEGIN_DECLS

/* Does the changes of @entry to a contact, inside a transaction. *@id: the contact, or 0 to create one (then
 * set). *@before stays NULL for a new one; free both. */
gboolean tny_contact_write (TnyTxn *txn, const TnyContactEntry *entry, gint64 now, gint64 *id,
                            char **before, char **after, GError **error);

G_END_DECLS
