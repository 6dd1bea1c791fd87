/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Lists of the database as the source of a TnyTable:
 *
 *   tny_table_set_source (table, tny_list_source_ops (TNY_LIST_CONTACTS), source)
 *
 * Ids come from a worker's reader. Records are read by one reader of the main thread, which lives as
 * long as the source: drop the table's source before the store closes.
 */

#include "tny-list.h"
#include "tny-table.h"

G_BEGIN_DECLS

#define TNY_TYPE_LIST_SOURCE (tny_list_source_get_type ())
G_DECLARE_FINAL_TYPE (TnyListSource, tny_list_source, TNY, LIST_SOURCE, GObject)

/* @scope: kind and, where it is narrower, organization, tenant, run or licence; filter, search and sort are
 * the table's. @store is lent and must outlive the source. */
GObject           * tny_list_source_new        (TnyStore *store, const TnyListQuery *scope);
/* The operations of a kind; records are what tny-list.h says (TnyTenantRow …; a run without its
 * streams). */
const TnyTableOps * tny_list_source_ops        (TnyListKind kind);
/* The main thread's reader, for details of the selected row. Lent; NULL with @error set. */
TnyReader         * tny_list_source_get_reader (TnyListSource *self, GError **error);

G_END_DECLS
