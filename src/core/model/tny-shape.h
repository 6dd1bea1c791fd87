/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* TnyShape: what we ask a collection for, and where it goes.
 *
 * One table writes the $select, reads the JSON, binds the statement: what we ask for and what we
 * understand cannot drift apart. Several fields may fill one MAILS member (all addresses of a
 * user).
 */
typedef enum
{
  TNY_FIELD_KEY,      /* char *: a GUID, as written by Microsoft; required */
  TNY_FIELD_TEXT,     /* char *: NULL when null or absent; "" stays "" */
  TNY_FIELD_FLAG,     /* int: 1, 0, -1 when null or absent */
  TNY_FIELD_TIME,     /* gint64: unix seconds, UTC; 0 when null, absent, or not a date we
                       * understand */
  TNY_FIELD_INT,      /* gint64: whole number; 0 when null or absent */
  TNY_FIELD_FIRST,    /* char *: first text of an array of texts; NULL when there is none */
  TNY_FIELD_MAILS,    /* char *: of an array of texts, the mail addresses, one a line: "smtp:" of
                       * any case taken off, entries of another kind ("SIP:…") left out; NULL when
                       * there is none */
  TNY_FIELD_SKUS      /* char *: "skuId" of an array of objects, one a line; NULL when there is
                       * none */
} TnyFieldKind;

typedef struct
{
  const char   *graph;      /* name at Microsoft */
  const char   *column;     /* name of the member and of the column */
  TnyFieldKind  kind;
  gsize         offset;     /* of the member */
} TnyField;

typedef struct
{
  const char     *name;     /* of the collection and of the table: "users" */
  const TnyField *fields;
  guint           n_fields;
  gsize           size;     /* of the struct */
} TnyShape;

/* At most this many fields: the reader keeps a bit per field. */
#define TNY_SHAPE_MAX_FIELDS 64

/* "id,displayName,…": the value of $select, in the order of the table. Free with g_free. */
char    * tny_shape_select    (const TnyShape *shape);
/* A copy on the heap: texts duplicated; free with tny_shape_free_row(). */
gpointer  tny_shape_dup_row   (const TnyShape *shape, gconstpointer row);
/* Fills @row, whose texts are nobody's, with "not told". */
void      tny_shape_reset_row (const TnyShape *shape, gpointer row);
/* A row filled with "not told": NULL texts, flags -1, numbers 0. Free with tny_shape_free_row(). */
gpointer  tny_shape_new_row   (const TnyShape *shape);
/* Takes NULL. Not for rows lent by a TnyPage. */
void      tny_shape_free_row  (const TnyShape *shape, gpointer row);

G_END_DECLS
