/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tny-store.h"

G_BEGIN_DECLS

/* TnyRehearsal: where a --dry-run happens: a copy of the records in a private folder that is gone
 * afterwards. The command does there exactly what it would do here, refusals included. */
typedef struct _TnyRehearsal TnyRehearsal;

/* Blocks: copies all of @store. Errors as tny_store_backup() and tny_store_open(). */
TnyRehearsal * tny_rehearsal_new       (TnyStore *store, GCancellable *cancellable, GError **error);
void           tny_rehearsal_free      (TnyRehearsal *self);
TnyStore     * tny_rehearsal_get_store (TnyRehearsal *self);      /* lent */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnyRehearsal, tny_rehearsal_free)

G_END_DECLS
