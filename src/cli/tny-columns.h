/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* One table of columns says how a struct looks as a line of text, as JSON and as CSV, so that the
 * three cannot drift apart. */

typedef enum
{
  TNY_CELL_TEXT,       /* char *; NULL is unknown */
  TNY_CELL_TEXTS,      /* char **, NULL-terminated or NULL */
  TNY_CELL_FIRST,      /* the first of a char **: text and CSV only */
  TNY_CELL_NUMBER,     /* gint64 */
  TNY_CELL_COUNT,      /* guint */
  TNY_CELL_REPORTED,   /* gint64; -1 is unknown */
  TNY_CELL_BYTES,      /* gint64; -1 is unknown; "1.2 GB" in text */
  TNY_CELL_BALANCE,    /* gint64, also below 0; G_MININT64 is unknown */
  TNY_CELL_ID,         /* gint64; 0 is none */
  TNY_CELL_SCORE,      /* int; -1 is none */
  TNY_CELL_POINTS,     /* int, also below 0 */
  TNY_CELL_FLAG,       /* gboolean: true or false in JSON and CSV */
  TNY_CELL_MARK,       /* gboolean: Yes or No in CSV, as documentation systems write it */
  TNY_CELL_ANSWER,     /* int: 1 yes, 0 no, -1 unknown */
  TNY_CELL_TIME,       /* gint64, unix seconds; 0 is unknown */
  TNY_CELL_ROWS,       /* GPtrArray * of structs that @columns describes: JSON only; NULL is none */
} TnyCellKind;

typedef struct _TnyColumn TnyColumn;
struct _TnyColumn
{
  const char      *key;       /* in JSON and as heading of CSV; NULL: not there */
  const char      *title;     /* heading in text, a msgid; NULL: not in text */
  TnyCellKind      kind;
  gsize            offset;    /* of the member in the struct */
  const TnyColumn *columns;   /* of the rows of TNY_CELL_ROWS */
};

#define TNY_COLUMN(type, key, title, kind, member) \
  { key, title, TNY_CELL_##kind, G_STRUCT_OFFSET (type, member), NULL }
#define TNY_COLUMN_ROWS(type, key, member, columns) \
  { key, NULL, TNY_CELL_ROWS, G_STRUCT_OFFSET (type, member), columns }
#define TNY_COLUMN_END { NULL }

/* Whether this row ends the table. */
gboolean tny_column_is_last    (const TnyColumn *column);
/* Numbers stand at the right of a column. */
gboolean tny_column_is_numeric (const TnyColumn *column);
/* A cell as one line of text that is safe on a terminal; unknown is "—". Free with g_free. */
char   * tny_column_text       (const TnyColumn *column, gconstpointer row);

/* One struct as a JSON object, without a line break. */
void     tny_columns_append_object (GString *out, const TnyColumn *columns, gconstpointer row);
/* One line of CSV; the headings when @row is NULL. */
void     tny_columns_append_csv    (GString *out, const TnyColumn *columns, gconstpointer row);
/* The "error" object of a failure: code, message, remedy. @advice: (nullable): the remedy, translated;
 * NULL: that of the table. */
void     tny_columns_append_error  (GString *out, const GError *error, const char *advice);

G_END_DECLS
