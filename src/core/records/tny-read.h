/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tny-store.h"

G_BEGIN_DECLS

/* The first row of statement @name with @parameter bound to @id: NULL on errors, *@found FALSE when
 * there is none. The statement stands on that row; tny_step() goes on. */
sqlite3_stmt * tny_read_by_id (TnyReader *reader, const char *name, const char *parameter, gint64 id,
                               gboolean *found, GError **error);
/* The same inside a transaction. */
sqlite3_stmt * tny_txn_read   (TnyTxn *txn, const char *name, const char *parameter, gint64 id,
                               gboolean *found, GError **error);

G_END_DECLS
