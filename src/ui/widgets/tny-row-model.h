/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* TnyRowModel: a list of ids in view order, of which GTK sees rows.
 *
 *   view ← selection ← TnyRowModel ← ids (one array, from a query in a worker)
 *                          │
 *                          └─ TnyRow: one id; its record is read when somebody looks at it
 *
 * A row object is the same one for its id as long as anybody holds it, so that a view moves a widget
 * (with its focus) instead of building it anew. Main thread only.
 */

#include <gio/gio.h>

G_BEGIN_DECLS

#define TNY_TYPE_ROW (tny_row_get_type ())
G_DECLARE_FINAL_TYPE (TnyRow, tny_row, TNY, ROW, GObject)

#define TNY_TYPE_ROW_MODEL (tny_row_model_get_type ())
G_DECLARE_FINAL_TYPE (TnyRowModel, tny_row_model, TNY, ROW_MODEL, GObject)

/* Reads the record of @id (microseconds, main thread); NULL when it is gone. */
typedef gpointer (*TnyRowFunc) (gint64 id, gpointer data);

gint64        tny_row_get_id           (TnyRow *self);
/* The record, read at the first call; lent until the next "changed" of the row. NULL: it is gone
 * since, draw nothing. Signal "changed": the record may be another, look again. */
gpointer      tny_row_get              (TnyRow *self);

/* @read with @data gives records, @free_record frees them. */
TnyRowModel * tny_row_model_new        (TnyRowFunc read, gpointer data, GDestroyNotify free_record);

/* Takes @ids (gint64, view order, each once; the reference is the model's then) as the new list, and
 * announces only what lies between the common beginning and the common end of old and new. */
void          tny_row_model_take_ids   (TnyRowModel *self, GArray *ids);
/* Announces exactly items-changed (position, 1, 0); FALSE when @id is not in the list. */
gboolean      tny_row_model_remove     (TnyRowModel *self, gint64 id);
/* Its position, or GTK_INVALID_LIST_POSITION (G_MAXUINT). */
guint         tny_row_model_find       (TnyRowModel *self, gint64 id);
/* The id at @position; 0 when there is none. */
gint64        tny_row_model_get_id     (TnyRowModel *self, guint position);
/* Forgets the records of the rows that are held: each row says "changed" and reads anew. */
void          tny_row_model_reread     (TnyRowModel *self);

G_END_DECLS
