/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tny-store.h"

G_BEGIN_DECLS

/* Lines of all runs that are kept, whatever their age: some 300 MB. */
#define TNY_LOG_LINES_MAX  2000000
/* In one transaction: short enough for a sync that waits to write. */
#define TNY_LOG_TRIM_STEP  2000

typedef struct
{
  gint64 runs, lines;
} TnyLogTrimmed;

/**
 * tny_log_trim:
 * @days: runs that began before that many days are forgotten, with their lines and numbers
 * @lines_max: and the oldest ones, while there are more lines than that
 * @now: unix seconds, UTC
 * @trimmed: (out): how much was forgotten, also when the rest failed
 *
 * Forgets old runs in small steps, so that nobody waits for it. The last run of each connection stays,
 * however old. Blocks: worker threads only.
 *
 * Returns: FALSE with G_IO_ERROR_CANCELLED (the next call goes on) and what tny_store_write() says
 */
gboolean tny_log_trim (TnyStore *store, gint64 days, gint64 lines_max, gint64 now, TnyLogTrimmed *trimmed,
                       GCancellable *cancellable, GError **error);

G_END_DECLS
