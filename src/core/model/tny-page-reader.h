/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "tny-shape.h"

G_BEGIN_DECLS

typedef enum
{
  TNY_ROW_PRESENT = 0,
  TNY_ROW_REMOVED_CHANGED,      /* delta: gone, can be restored for 30 days */
  TNY_ROW_REMOVED_DELETED       /* delta: gone for good */
} TnyRowState;

/* TnyPage: one page of a Graph collection. It owns everything: rows and their texts lie in the
 * bytes of the answer and live as long as the page. Copy with tny_shape_dup_row() what must
 * stay. */
typedef struct
{
  const TnyShape *shape;
  GPtrArray      *rows;         /* of structs of the shape, lent */
  guint64        *hashes;       /* one per row: of its bytes and of the shape; equal means
                                 * unchanged */
  guint8         *states;       /* one TnyRowState per row; removed rows have only their key */
  guint64        *told;         /* one per row: bit n is set when the row has the shape's n-th field,
                                 * also as null */
  const char     *next_link;    /* as written; NULL on the last page */
  const char     *delta_link;   /* as written; NULL when there is none */
  gint64          count;        /* @odata.count; -1 when not told */
} TnyPage;

/**
 * tny_page_read:
 * @bytes: (transfer full): the answer; at most 8 MiB by the rules of the HTTP layer; changed in
 *         place
 *
 * Reads a page by hand, without a tree and without an allocation per field: for collections of many
 * rows. Takes what tny_json_parse_object() takes and gives the same values. Members we did not ask
 * for are skipped, of members given twice the last one counts, null is "not told".
 *
 * Returns: NULL with TNY_ERROR_PROTOCOL: not a whole JSON document within the limits of
 *          tny_json_scan(), no "value" array, a row without key, or a field of another type: the
 *          message names row (from 1) and field
 * Source:  Microsoft Graph, "Paging Microsoft Graph data in your app", "Use delta query"
 */
TnyPage * tny_page_read (const TnyShape *shape, GByteArray *bytes, GError **error);
void      tny_page_free (TnyPage *self);
/* What rows mean: another number when fields, their kinds or the reader have changed. Part of every
 * row's hash. */
guint64   tny_page_meaning (const TnyShape *shape);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnyPage, tny_page_free)

G_END_DECLS
