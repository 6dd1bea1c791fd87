/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-seen.h"

#include <string.h>

#define BLOCK_ROWS 256

struct _TnySeen
{
  GHashTable *by_guid;      /* of TnySeenRow */
  GHashTable *by_id;        /* gint64 * → row; made when pages are marked, NULL before */
  GPtrArray  *blocks;       /* of TnySeenRow[BLOCK_ROWS] */
  guint       n_rows;
};

/* GUIDs of Microsoft are random: any part of one is a hash. */
static guint
guid_hash (gconstpointer key)
{
  const TnySeenRow *row = key;
  guint hash;

  memcpy (&hash, row->guid + 4, sizeof hash);

  return hash;
}

static gboolean
guid_equal (gconstpointer a, gconstpointer b)
{
  return memcmp (((const TnySeenRow *) a)->guid, ((const TnySeenRow *) b)->guid, 16) == 0;
}

TnySeen *
tny_seen_new (void)
{
  TnySeen *self = g_new0 (TnySeen, 1);

  self->by_guid = g_hash_table_new (guid_hash, guid_equal);
  self->blocks = g_ptr_array_new_with_free_func (g_free);

  return self;
}

void
tny_seen_free (TnySeen *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->by_guid);
  g_clear_pointer (&self->by_id, g_hash_table_unref);
  g_ptr_array_unref (self->blocks);
  g_free (self);
}

TnySeenRow *
tny_seen_find (TnySeen *self, const guint8 guid[16])
{
  TnySeenRow key;

  memcpy (key.guid, guid, 16);

  return g_hash_table_lookup (self->by_guid, &key);
}

static TnySeenRow *
nth_row (TnySeen *self, guint n)
{
  return (TnySeenRow *) self->blocks->pdata[n / BLOCK_ROWS] + n % BLOCK_ROWS;
}

TnySeenRow *
tny_seen_add (TnySeen *self, const guint8 guid[16])
{
  TnySeenRow *row;

  if (self->n_rows % BLOCK_ROWS == 0)
    g_ptr_array_add (self->blocks, g_new0 (TnySeenRow, BLOCK_ROWS));
  row = nth_row (self, self->n_rows++);
  memcpy (row->guid, guid, 16);
  g_hash_table_add (self->by_guid, row);

  return row;
}

GPtrArray *
tny_seen_missed (TnySeen *self, gboolean changes)
{
  GPtrArray *missed = g_ptr_array_new ();

  for (guint i = 0; i < self->n_rows; i++)
    {
      TnySeenRow *row = nth_row (self, i);

      if (row->present && (row->removed || (!changes && !row->seen)))
        g_ptr_array_add (missed, row);
    }

  return missed;
}

GPtrArray *
tny_seen_removed_for_good (TnySeen *self)
{
  GPtrArray *rows = g_ptr_array_new ();

  for (guint i = 0; i < self->n_rows; i++)
    if (nth_row (self, i)->removed == 2 && nth_row (self, i)->id != 0)
      g_ptr_array_add (rows, nth_row (self, i));

  return rows;
}

guint
tny_seen_named (TnySeen *self)
{
  guint n = 0;

  for (guint i = 0; i < self->n_rows; i++)
    n += nth_row (self, i)->seen && !nth_row (self, i)->removed;

  return n;
}

guint
tny_seen_count (TnySeen *self, gboolean present_only)
{
  guint n = 0;

  for (guint i = 0; i < self->n_rows; i++)
    n += !present_only || nth_row (self, i)->present;

  return n;
}

/* Rows were stored in the order of the listing, so most differences are 1 and take a byte. */
GByteArray *
tny_seen_pack (const gint64 *ids, guint n)
{
  GByteArray *bytes = g_byte_array_sized_new (n + 16);
  gint64 last = 0;

  for (guint i = 0; i < n; i++)
    {
      /* unsigned, because ids may lie further apart than a signed number reaches */
      guint64 difference = (guint64) ids[i] - (guint64) last;
      guint64 rest = (difference << 1) ^ (0 - (difference >> 63));

      last = ids[i];
      do
        {
          guint8 byte = rest & 0x7f;

          rest >>= 7;
          byte |= rest != 0 ? 0x80 : 0;
          g_byte_array_append (bytes, &byte, 1);
        }
      while (rest != 0);
    }

  return bytes;
}

static void
index_ids (TnySeen *self)
{
  self->by_id = g_hash_table_new (g_int64_hash, g_int64_equal);
  for (guint i = 0; i < self->n_rows; i++)
    {
      TnySeenRow *row = nth_row (self, i);

      g_hash_table_insert (self->by_id, &row->id, row);
    }
}

void
tny_seen_mark (TnySeen *self, const guint8 *bytes, gsize length)
{
  gint64 id = 0;

  if (self->by_id == NULL)
    index_ids (self);
  for (gsize i = 0; i < length;)
    {
      guint64 rest = 0;
      guint shift = 0;
      TnySeenRow *row;

      for (; i < length && (bytes[i] & 0x80) && shift < 63; shift += 7)
        rest |= (guint64) (bytes[i++] & 0x7f) << shift;
      if (i == length)
        return;
      rest |= (guint64) (bytes[i++] & 0x7f) << shift;
      id = (gint64) ((guint64) id + ((rest >> 1) ^ (0 - (rest & 1))));
      row = g_hash_table_lookup (self->by_id, &id);
      if (row != NULL)
        row->seen = TRUE;
    }
}
