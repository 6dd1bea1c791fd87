/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tny-list.h"

G_BEGIN_DECLS

/**
 * tny_licence_export:
 * @query: of TNY_LIST_LICENCES: what is shown
 * @path: a CSV file with the headings of "tenantryctl export licences"; mode 0600
 *
 * Worker threads.
 *
 * Returns: FALSE with FILE, G_IO_ERROR_CANCELLED, and what reading says
 */
gboolean tny_licence_export (TnyReader *reader, const TnyListQuery *query, const char *path, guint *rows,
                             GCancellable *cancellable, GError **error);

G_END_DECLS
