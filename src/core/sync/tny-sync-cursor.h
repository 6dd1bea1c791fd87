/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tny-seen.h"
#include "tny-sync-private.h"

G_BEGIN_DECLS

/* TnySyncCursor: where the listing of a stream stopped, and what its stored pages named, so that a
 * later run goes on behind them. Written in the transaction of the page. */
typedef struct
{
  TnySyncStream *stream;          /* lent; its reported count is kept too */
  TnySeen       *seen;            /* owned; the rows that are stored */
  gint64         generation;      /* the run that began this listing */
  gint64         shape;           /* hash of what is asked for: a stored link repeats it */
  guint          n_pages;         /* stored, also by earlier runs */
} TnySyncCursor;

/* Fills @self->seen with @known (id, 16 bytes of GUID, hash of each row, by :tenant_id). With
 * @afresh FALSE also reads where to go on: *@link NULL at the beginning. */
gboolean tny_sync_cursor_prepare (TnySyncCursor *self, const char *known, gboolean afresh,
                                  char **link, GError **error);
/* The page at hand named @rows (TnySeenRow, which have their ids by now); the next is @next_link. */
gboolean tny_sync_cursor_put     (TnyTxn *txn, TnySyncCursor *self, GPtrArray *rows,
                                  const char *next_link, GError **error);
gboolean tny_sync_cursor_forget  (TnyTxn *txn, TnySyncCursor *self, GError **error);
void     tny_sync_cursor_clear   (TnySyncCursor *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TnySyncCursor, tny_sync_cursor_clear)

G_END_DECLS
