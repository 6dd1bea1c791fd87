/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tny-sync-private.h"

G_BEGIN_DECLS

/* TnySyncRows: a whole answer of some hundred rows against those that are stored, inside one
 * transaction.
 *
 *   read ──tny_sync_rows_take(), row by row──▸ remove_missed
 */
typedef struct
{
  TnySyncStream *stream;
  GHashTable    *known;           /* key → gint64 *: rows that no answer named yet */
  guint          present;         /* stored before */
} TnySyncRows;

/* @statement: id and key of each stored row, by :tenant_id. */
gboolean tny_sync_rows_read          (TnySyncRows *self, TnyTxn *txn, TnySyncStream *stream,
                                      const char *statement, GError **error);
/* Runs @upsert, which writes a row only when it differs, for @key, and counts what it was. */
gboolean tny_sync_rows_take          (TnySyncRows *self, TnyTxn *txn, const char *key,
                                      sqlite3_stmt *upsert, GError **error);
/* Removes what was not named by @statement (:id), unless that is too much to believe: *@doubt says
 * so then. @what: "licences", for the log. */
gboolean tny_sync_rows_remove_missed (TnySyncRows *self, TnyTxn *txn, const char *statement,
                                      const char *what, GError **doubt, GError **error);
void     tny_sync_rows_clear         (TnySyncRows *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TnySyncRows, tny_sync_rows_clear)

G_END_DECLS
