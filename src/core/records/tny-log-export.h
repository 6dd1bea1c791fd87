/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tny-list.h"

G_BEGIN_DECLS

typedef enum
{
  TNY_EXPORT_TEXT,
  TNY_EXPORT_CSV,
  TNY_EXPORT_JSON_LINES
} TnyExportFormat;

/* By the end of a file's name: .csv, .jsonl and .ndjson; anything else is text. */
TnyExportFormat tny_export_format (const char *path);

/**
 * tny_log_export:
 * @query: of TNY_LIST_LOG: which lines
 *
 * Writes the lines to @path (mode 0600), replacing it as a whole. Secrets never reach the log, so none
 * leave with it. Blocks: worker threads.
 *
 * Returns: FALSE with FILE, a database error, or G_IO_ERROR_CANCELLED; @path is untouched then
 */
gboolean        tny_log_export    (TnyReader *reader, const TnyListQuery *query, const char *path,
                                   GCancellable *cancellable, GError **error);

G_END_DECLS
