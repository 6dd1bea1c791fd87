/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Rows of the match history for a TnyTable: single decisions, and those made together as one row that
 * unfolds. The table's filter says which are unfolded: tny_history_source_filter(). */

#include "tny-list.h"
#include "tny-table.h"

G_BEGIN_DECLS

typedef struct
{
  TnyDecisionRow *row;          /* of a group: its newest decision */
  guint           n;            /* 1: a single decision */
  gboolean        open;         /* a group whose decisions are shown below it */
  gboolean        member;       /* shown below its group */
} TnyHistoryLine;

#define TNY_TYPE_HISTORY_SOURCE (tny_history_source_get_type ())
G_DECLARE_FINAL_TYPE (TnyHistorySource, tny_history_source, TNY, HISTORY_SOURCE, GObject)

/* @store is lent. */
TnyHistorySource  * tny_history_source_new    (TnyStore *store);
extern const TnyTableOps tny_history_source_ops;
/* Unfolds a group, or folds it again. */
void                tny_history_source_toggle (TnyHistorySource *self, gint64 batch);
/* For tny_table_set_filter(). A new string; NULL: none is unfolded. */
char              * tny_history_source_filter (TnyHistorySource *self);

G_END_DECLS
