/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* TnyTable, shared by its two halves: tny-table.c asks and draws, tny-table-rows.c keeps selection,
 * focus and scroll while rows come and go. */

#include "tny-row-model.h"
#include "tny-table.h"
#include "tny-table-cells.h"

G_BEGIN_DECLS

struct _TnyTable
{
  GtkWidget           parent_instance;

  GtkWidget          *scroller;
  GtkWidget          *view;
  GtkSingleSelection *selection;
  TnyRowModel        *model;           /* NULL without a source */
  TnyCells            cells;
  const TnyTableExplain *explain;      /* NULL: blanks are only blank */

  const TnyTableOps  *ops;
  GObject            *source;
  TnyTableQuery       query;
  GCancellable       *running;         /* of the query under way */

  GArray             *rest;            /* the whole list, while only its beginning is shown */
  guint               rest_tick;
  guint               focus_tick, focus_frames;   /* a row to get the focus as soon as it is drawn */
  gboolean            first_only;      /* only the first rows were asked for so far */
  gboolean            drawn;           /* the first rows were on screen once */
  gint64              selected;        /* the row that is or, once it arrives, will be selected */
  gint64              told;            /* what the last "selected" said */
  double              scroll;          /* to go to once all rows are in; -1: stay */
  guint               quiet;           /* > 0: selection changes are ours */
  gboolean            select_first, narrow;
  guint64             hidden;          /* columns that the page does not show, a bit each */
};

/* Enough to fill a screen. GTK 4.8 keeps widgets for about 205 rows; building them at once takes
 * longer than a frame, so the list grows by steps until they are there. */
#define TNY_TABLE_FIRST_ROWS 20
#define TNY_TABLE_STEP_ROWS  30
#define TNY_TABLE_BUILT_ROWS 210

/* Runs the query for at most @limit ids; 0: all. */
void        tny_table_ask              (TnyTable *self, guint limit);
/* The GtkListView inside the GtkColumnView. */
GtkWidget * tny_table_inner_list       (TnyTable *self);
/* The answer of a query (transfer full): shows it and says "filled". */
void        tny_table_take_ids         (TnyTable *self, GArray *ids);
/* Tells the page when another row is selected than it knows. */
void        tny_table_settle_selection (TnyTable *self);
/* Forgets the rows that wait for the first frame. */
void        tny_table_stop_rest        (TnyTable *self);

G_END_DECLS
