/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* TnyTable: a GtkColumnView of any length over a query.
 *
 *   tny_table_set_columns (what a row looks like)     once, in the page's init
 *   tny_table_set_source  (where rows come from)      on entry, and to show other rows (another run)
 *   tny_table_restore / tny_table_save                filter, sort, selection, scroll <-> TnyPageState
 *   tny_table_set_filter, _set_search, tny_table_reload
 *
 * The query runs in a worker and gives ids; a row's record is read when it comes into view. Sorting
 * by a header runs the query again. Reloading keeps selection, focus and scroll: only what differs is
 * announced, and a row that stays is the same object. The first 20 rows are asked for and shown first,
 * all others after they were drawn, so that a long list opens as fast as a short one.
 *
 * A cell whose text is cut has the whole of it in its tooltip.
 *
 * Properties: label (accessible name of the list), narrow (leaves out the columns marked WIDE),
 *   select-first (selects the first row when nothing was selected; default TRUE).
 * Signals: loading ()            a query began; nothing changed yet
 *          filled (guint n)      its n rows are in
 *          failed (GError *)     it failed (never for a cancelled one); the rows are as before
 *          selected (gint64 id)  another row is selected; 0: none. Also when the selected row left
 *          row-activated (gint64 id)   Enter or double click (narrow: a click)
 * Actions: table.sort (s): sorts by a column without a pointer; again: the other way.
 *          table.explain (key ?): explains all blanks of the selected row.
 */

#include <gtk/gtk.h>

#include "tny-page.h"

G_BEGIN_DECLS

typedef enum
{
  TNY_COLUMN_EXPAND  = 1 << 0,    /* takes what is left, two share it; the others keep their width */
  TNY_COLUMN_NUMERIC = 1 << 1,    /* end-aligned figures of equal width */
  TNY_COLUMN_DIM     = 1 << 2,
  TNY_COLUMN_WIDE    = 1 << 3,    /* left out when narrow */
  TNY_COLUMN_MONO    = 1 << 4,
  TNY_COLUMN_NAME    = 1 << 5,    /* cut in the middle: what tells two names apart may come last */
  TNY_COLUMN_NARROW  = 1 << 6,    /* left out unless narrow */
} TnyColumnFlags;

typedef struct
{
  const char      *id;            /* of the sortable column in the query; NULL: does not sort */
  const char      *title;         /* N_() */
  guint            chars;         /* natural width in characters (a digit is as wide as one) */
  TnyColumnFlags   flags;
  /* The cell's text, a new string; NULL draws nothing. @record is what the source reads, never NULL. */
  char          *(*text) (gconstpointer record);
  /* (nullable): name of an icon before the text, or NULL; a style class for both, or NULL. Lent. */
  const char    *(*icon) (gconstpointer record);
  const char    *(*style) (gconstpointer record);
  /* (nullable): a second, smaller line below the text, a new string; NULL: none in this row. When narrow,
   * what other columns would say: @folded instead, if there is one. */
  char          *(*caption) (gconstpointer record);
  char          *(*folded) (gconstpointer record);
  /* (nullable): of a Microsoft field that is blank or old in @record: what explain calls it, lent; else NULL.
   * Such a cell has a question mark, and pressing it explains. */
  const char    *(*blank) (gconstpointer record);
} TnyColumn;

/* Whose fields the columns with .blank are, for tny_explain_present(). Both functions give new strings. */
typedef struct
{
  const char  *kind;              /* "user" */
  char      *(*id) (gconstpointer record);
  char      *(*subject) (gconstpointer record);
} TnyTableExplain;

typedef struct
{
  char     *filter, *search, *sort;    /* NULL: none, the source's own */
  gboolean  descending;
  guint     limit;                     /* more ids than this are not needed; 0: all */
} TnyTableQuery;

/* Where rows come from. @source is an object that never changes once given to a table. */
typedef struct
{
  /* gint64 ids in view order, each once. Worker thread. */
  GArray   * (*ids)         (GObject *source, const TnyTableQuery *query, GError **error);
  /* One record, NULL when it is gone. Main thread, microseconds. */
  gpointer   (*read)        (GObject *source, gint64 id);
  void       (*free_record) (gpointer record);
} TnyTableOps;

#define TNY_TYPE_TABLE (tny_table_get_type ())
G_DECLARE_FINAL_TYPE (TnyTable, tny_table, TNY, TABLE, GtkWidget)

GtkWidget  * tny_table_new         (void);

/* @columns is lent for ever (a static table). @row_name gives the accessible name of a row, a new
 * string ("Contoso Ltd, suggested, Contoso, 88"). */
void         tny_table_set_columns (TnyTable *self, const TnyColumn *columns, guint n_columns,
                                    char *(*row_name) (gconstpointer record));
/* @explain is lent for ever. Before it, blanks have no question mark. */
void         tny_table_set_explain (TnyTable *self, const TnyTableExplain *explain);
/* Empties the table; a query follows with tny_table_restore() or tny_table_reload(). NULL: no rows. */
void         tny_table_set_source  (TnyTable *self, const TnyTableOps *ops, GObject *source);

/* Begins with what @state remembers (filter, search, sort, selected, scroll), and runs the query. */
void         tny_table_restore     (TnyTable *self, const TnyPageState *state);
/* Puts sort, selection and scroll into @state; filter and search belong to the page. */
void         tny_table_save        (TnyTable *self, TnyPageState *state);

/* Runs the query when the text is another. */
void         tny_table_set_filter  (TnyTable *self, const char *filter);
void         tny_table_set_search  (TnyTable *self, const char *search);
void         tny_table_reload      (TnyTable *self);
/* The rows that are held read their records anew; the list stays. */
void         tny_table_reread      (TnyTable *self);
gboolean     tny_table_is_loading  (TnyTable *self);

guint        tny_table_get_n_rows  (TnyTable *self);
gint64       tny_table_get_selected (TnyTable *self);           /* 0: none */
/* The record of the selected row, lent until the next turn; NULL: none or gone. */
gpointer     tny_table_get_record  (TnyTable *self);
/* Selects (and scrolls to) a row; one that is not in the list yet when the next query gave it. */
void         tny_table_select      (TnyTable *self, gint64 id);
/* The row left the list: takes it out; selection and focus go to the one that takes its place. */
gboolean     tny_table_remove      (TnyTable *self, gint64 id);
/* Focus to the selected row, else to the first. FALSE when there is none. */
gboolean     tny_table_focus       (TnyTable *self);
/* Whether the focus is in the list. */
gboolean     tny_table_has_focus   (TnyTable *self);

/* Shows or hides a column, by its place in the table of columns. */
void         tny_table_show_column (TnyTable *self, guint column, gboolean show);
/* Calls a column otherwise (translated) than its table of columns does. */
void         tny_table_set_title   (TnyTable *self, guint column, const char *title);
/* A menu section "Sort By" for the page's menu, whose items call @action with a column's id. */
GMenuModel * tny_table_create_sort_menu (TnyTable *self, const char *action);
void         tny_table_sort        (TnyTable *self, const char *column);
/* The list itself, for keys of the page (a shortcut controller). Lent. */
GtkWidget  * tny_table_get_view    (TnyTable *self);

G_END_DECLS
