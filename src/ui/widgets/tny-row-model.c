/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-row-model.h"

struct _TnyRow
{
  GObject      parent_instance;

  TnyRowModel *model;      /* lent; NULL once the model is gone */
  gint64       id;
  gpointer     record;
  gboolean     known;      /* record was asked for; NULL then means gone */
};

struct _TnyRowModel
{
  GObject         parent_instance;

  GArray         *ids;     /* gint64 */
  GHashTable     *rows;    /* &row->id -> TnyRow, lent: only those somebody holds */
  TnyRowFunc      read;
  gpointer        data;
  GDestroyNotify  free_record;
};

static void list_model_iface_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE (TnyRow, tny_row, G_TYPE_OBJECT)
G_DEFINE_FINAL_TYPE_WITH_CODE (TnyRowModel, tny_row_model, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init))

enum { CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];

/* TnyRow */

static void
forget_record (TnyRow *self)
{
  if (self->record != NULL)
    self->model->free_record (self->record);
  self->record = NULL;
  self->known = FALSE;
}

static void
tny_row_finalize (GObject *object)
{
  TnyRow *self = TNY_ROW (object);

  if (self->model != NULL)
    {
      forget_record (self);
      g_hash_table_remove (self->model->rows, &self->id);
    }

  G_OBJECT_CLASS (tny_row_parent_class)->finalize (object);
}

static void
tny_row_class_init (TnyRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tny_row_finalize;

  signals[CHANGED] = g_signal_new ("changed", TNY_TYPE_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
}

static void
tny_row_init (TnyRow *self)
{
}

gint64
tny_row_get_id (TnyRow *self)
{
  g_return_val_if_fail (TNY_IS_ROW (self), 0);

  return self->id;
}

gpointer
tny_row_get (TnyRow *self)
{
  g_return_val_if_fail (TNY_IS_ROW (self), NULL);

  if (!self->known && self->model != NULL)
    {
      self->record = self->model->read (self->id, self->model->data);
      self->known = TRUE;
    }

  return self->record;
}

/* GListModel */

static GType
tny_row_model_get_item_type (GListModel *model)
{
  return TNY_TYPE_ROW;
}

static guint
tny_row_model_get_n_items (GListModel *model)
{
  return TNY_ROW_MODEL (model)->ids->len;
}

static gpointer
tny_row_model_get_item (GListModel *model, guint position)
{
  TnyRowModel *self = TNY_ROW_MODEL (model);

  if (position >= self->ids->len)
    return NULL;

  gint64 id = g_array_index (self->ids, gint64, position);
  TnyRow *row = g_hash_table_lookup (self->rows, &id);

  if (row != NULL)
    return g_object_ref (row);

  row = g_object_new (TNY_TYPE_ROW, NULL);
  row->id = id;
  row->model = self;
  g_hash_table_insert (self->rows, &row->id, row);

  return row;
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = tny_row_model_get_item_type;
  iface->get_n_items = tny_row_model_get_n_items;
  iface->get_item = tny_row_model_get_item;
}

/* TnyRowModel */

static void
tny_row_model_finalize (GObject *object)
{
  TnyRowModel *self = TNY_ROW_MODEL (object);
  GHashTableIter iter;
  gpointer row;

  g_hash_table_iter_init (&iter, self->rows);
  while (g_hash_table_iter_next (&iter, NULL, &row))
    {
      forget_record (row);
      TNY_ROW (row)->model = NULL;
    }
  g_hash_table_unref (self->rows);
  g_array_unref (self->ids);

  G_OBJECT_CLASS (tny_row_model_parent_class)->finalize (object);
}

static void
tny_row_model_class_init (TnyRowModelClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tny_row_model_finalize;
}

static void
tny_row_model_init (TnyRowModel *self)
{
  self->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->rows = g_hash_table_new (g_int64_hash, g_int64_equal);
}

TnyRowModel *
tny_row_model_new (TnyRowFunc read, gpointer data, GDestroyNotify free_record)
{
  g_return_val_if_fail (read != NULL && free_record != NULL, NULL);

  TnyRowModel *self = g_object_new (TNY_TYPE_ROW_MODEL, NULL);

  self->read = read;
  self->data = data;
  self->free_record = free_record;

  return self;
}

void
tny_row_model_take_ids (TnyRowModel *self, GArray *ids)
{
  g_return_if_fail (TNY_IS_ROW_MODEL (self));
  g_return_if_fail (ids != NULL);

  g_autoptr(GArray) old = self->ids;
  const gint64 *before = (const gint64 *) (gpointer) old->data;
  const gint64 *after = (const gint64 *) (gpointer) ids->data;
  guint shorter = MIN (old->len, ids->len);
  guint head = 0, tail = 0;

  while (head < shorter && before[head] == after[head])
    head++;
  while (tail < shorter - head && before[old->len - 1 - tail] == after[ids->len - 1 - tail])
    tail++;

  self->ids = ids;
  if (head + tail < old->len || head + tail < ids->len)
    g_list_model_items_changed (G_LIST_MODEL (self), head, old->len - head - tail,
                                ids->len - head - tail);
}

gboolean
tny_row_model_remove (TnyRowModel *self, gint64 id)
{
  g_return_val_if_fail (TNY_IS_ROW_MODEL (self), FALSE);

  guint position = tny_row_model_find (self, id);

  if (position == G_MAXUINT)
    return FALSE;

  g_array_remove_index (self->ids, position);
  g_list_model_items_changed (G_LIST_MODEL (self), position, 1, 0);

  return TRUE;
}

guint
tny_row_model_find (TnyRowModel *self, gint64 id)
{
  g_return_val_if_fail (TNY_IS_ROW_MODEL (self), G_MAXUINT);

  for (guint i = 0; i < self->ids->len; i++)
    if (g_array_index (self->ids, gint64, i) == id)
      return i;

  return G_MAXUINT;
}

gint64
tny_row_model_get_id (TnyRowModel *self, guint position)
{
  g_return_val_if_fail (TNY_IS_ROW_MODEL (self), 0);

  return position < self->ids->len ? g_array_index (self->ids, gint64, position) : 0;
}

void
tny_row_model_reread (TnyRowModel *self)
{
  g_return_if_fail (TNY_IS_ROW_MODEL (self));

  g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func (g_object_unref);
  GHashTableIter iter;
  gpointer row;

  /* a handler may drop or make rows: walk over a list of our own */
  g_hash_table_iter_init (&iter, self->rows);
  while (g_hash_table_iter_next (&iter, NULL, &row))
    g_ptr_array_add (rows, g_object_ref (row));

  for (guint i = 0; i < rows->len; i++)
    {
      forget_record (rows->pdata[i]);
      g_signal_emit (rows->pdata[i], signals[CHANGED], 0);
    }
}
