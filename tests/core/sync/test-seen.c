/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-seen.h"

#include <string.h>

static void
make_guid (guint8 guid[16], guint n)
{
  for (guint i = 0; i < 16; i++)
    guid[i] = (guint8) ((n * 2654435761u) >> (i % 4 * 8)) ^ (guint8) (i * 31);
  memcpy (guid + 8, &n, sizeof n);
}

static void
test_rows_are_found_again (void)
{
  g_autoptr(TnySeen) seen = tny_seen_new ();
  guint8 guid[16];

  for (guint i = 0; i < 5000; i++)
    {
      make_guid (guid, i);
      g_assert_null (tny_seen_find (seen, guid));
      tny_seen_add (seen, guid)->id = i;
    }
  for (guint i = 0; i < 5000; i++)
    {
      make_guid (guid, i);
      g_assert_cmpint (tny_seen_find (seen, guid)->id, ==, i);
    }
  g_assert_cmpuint (tny_seen_count (seen, FALSE), ==, 5000);
  g_assert_cmpuint (tny_seen_count (seen, TRUE), ==, 0);
}

static void
test_missed_are_present_and_not_named (void)
{
  g_autoptr(TnySeen) seen = tny_seen_new ();
  g_autoptr(GPtrArray) missed = NULL, removed = NULL, for_good = NULL;

  for (guint i = 0; i < 4; i++)
    {
      guint8 guid[16];
      TnySeenRow *row;

      make_guid (guid, i);
      row = tny_seen_add (seen, guid);
      row->id = i + 1;
      row->present = i & 1;
      row->seen = (i & 2) != 0;
    }
  missed = tny_seen_missed (seen, FALSE);
  g_assert_cmpuint (missed->len, ==, 1);
  g_assert_cmpint (((TnySeenRow *) missed->pdata[0])->id, ==, 2);

  /* A list of changes says who is gone; who is not in it is as before. */
  removed = tny_seen_missed (seen, TRUE);
  g_assert_cmpuint (removed->len, ==, 0);
  ((TnySeenRow *) missed->pdata[0])->removed = 2;
  g_clear_pointer (&removed, g_ptr_array_unref);
  removed = tny_seen_missed (seen, TRUE);
  g_assert_cmpuint (removed->len, ==, 1);
  for_good = tny_seen_removed_for_good (seen);
  g_assert_cmpuint (for_good->len, ==, 1);
  g_assert_cmpuint (tny_seen_named (seen), ==, 2);
}

/* Ids go through bytes and mark exactly their rows. */
static void
test_pages_are_remembered (void)
{
  static const gint64 extremes[] = { 1, G_MAXINT64, 2, G_MININT64, 0, -1, 1000000 };

  for (guint round = 0; round < 200; round++)
    {
      g_autoptr(TnySeen) seen = tny_seen_new ();
      g_autoptr(GByteArray) bytes = NULL;
      g_autoptr(GHashTable) chosen = g_hash_table_new (g_int64_hash, g_int64_equal);
      gint64 ids[300], marked[300];
      guint n_marked = 0, n = round == 0 ? G_N_ELEMENTS (extremes) : G_N_ELEMENTS (ids);

      for (guint i = 0; i < n; i++)
        {
          guint8 guid[16];

          ids[i] = round == 0 ? extremes[i] : (gint64) i * g_test_rand_int_range (1, 50) * 300 + i;
          make_guid (guid, i);
          tny_seen_add (seen, guid)->id = ids[i];
          if (g_test_rand_bit ())
            {
              marked[n_marked++] = ids[i];
              g_hash_table_add (chosen, &ids[i]);
            }
        }
      bytes = tny_seen_pack (marked, n_marked);
      tny_seen_mark (seen, bytes->data, bytes->len);
      for (guint i = 0; i < n; i++)
        {
          guint8 guid[16];

          make_guid (guid, i);
          g_assert_cmpint (tny_seen_find (seen, guid)->seen, ==, g_hash_table_contains (chosen, &ids[i]));
        }
    }
}

static void
test_a_page_in_order_takes_a_byte_a_row (void)
{
  g_autoptr(GByteArray) bytes = NULL;
  gint64 ids[999];

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    ids[i] = 1000000 + i;
  bytes = tny_seen_pack (ids, G_N_ELEMENTS (ids));
  g_assert_cmpuint (bytes->len, <, 1010);
}

static void
test_damaged_bytes_do_no_harm (void)
{
  for (guint round = 0; round < 2000; round++)
    {
      g_autoptr(TnySeen) seen = tny_seen_new ();
      guint8 guid[16], bytes[40];

      make_guid (guid, 1);
      tny_seen_add (seen, guid)->id = 1;
      for (guint i = 0; i < sizeof bytes; i++)
        bytes[i] = round % 2 == 0 ? 0xff : (guint8) g_test_rand_int ();
      tny_seen_mark (seen, bytes, (gsize) g_test_rand_int_range (0, sizeof bytes + 1));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sync/seen/rows-are-found-again", test_rows_are_found_again);
  g_test_add_func ("/sync/seen/missed-are-present-and-not-named", test_missed_are_present_and_not_named);
  g_test_add_func ("/sync/seen/pages-are-remembered", test_pages_are_remembered);
  g_test_add_func ("/sync/seen/a-page-in-order-takes-a-byte-a-row", test_a_page_in_order_takes_a_byte_a_row);
  g_test_add_func ("/sync/seen/damaged-bytes-do-no-harm", test_damaged_bytes_do_no_harm);

  return g_test_run ();
}
