/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tny-session.h"

G_BEGIN_DECLS

/* TnyRehearsal: where a --dry-run happens: a private folder that is gone afterwards, with a copy of
 * the records or with none. The command does there exactly what it would do here, refusals included. */
typedef struct _TnyRehearsal TnyRehearsal;

/* A copy of @store. Blocks. */
TnyRehearsal * tny_rehearsal_new_copy    (TnyStore *store, GCancellable *cancellable, GError **error);
/* For a data folder without a database: an open session on an empty one. Blocks. */
TnyRehearsal * tny_rehearsal_new_empty   (const char *cloud, GCancellable *cancellable, GError **error);
void           tny_rehearsal_free        (TnyRehearsal *self);

TnyStore     * tny_rehearsal_get_store   (TnyRehearsal *self);
TnySession   * tny_rehearsal_get_session (TnyRehearsal *self);      /* NULL for a copy */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnyRehearsal, tny_rehearsal_free)

G_END_DECLS
