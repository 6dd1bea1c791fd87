/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui-test.h"

#include "tny-row-model.h"
#include "tny-sort-order.h"

static guint reads;

static gpointer
read_row (gint64 id, gpointer data)
{
  reads++;

  return id != 13 ? g_strdup_printf ("row %" G_GINT64_FORMAT, id) : NULL;
}

static GArray *
ids_of (const char *text)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (const char *p = text; *p != '\0'; p++)
    {
      gint64 id = *p;

      g_array_append_val (ids, id);
    }

  return ids;
}

typedef struct { guint n, position, removed, added; } Announced;

static void
items_changed_cb (GListModel *model, guint position, guint removed, guint added, Announced *seen)
{
  seen->n++;
  seen->position = position;
  seen->removed = removed;
  seen->added = added;
}

static const struct { const char *before, *after; Announced announced; } changes[] = {
  { "abcd", "abcd",  { 0 } },
  { "",     "ab",    { 1, 0, 0, 2 } },
  { "ab",   "",      { 1, 0, 2, 0 } },
  { "abcd", "abd",   { 1, 2, 1, 0 } },
  { "abcd", "bcd",   { 1, 0, 1, 0 } },
  { "abcd", "abc",   { 1, 3, 1, 0 } },
  { "abcd", "abxcd", { 1, 2, 0, 1 } },
  { "abcd", "axyd",  { 1, 1, 2, 2 } },
  { "abcd", "acbd",  { 1, 1, 2, 2 } },
  { "ab",   "abab",  { 1, 2, 0, 2 } },
  { "abcd", "wxyz",  { 1, 0, 4, 4 } },
};

static void
test_only_the_middle (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      g_autoptr(TnyRowModel) model = tny_row_model_new (read_row, NULL, g_free);
      Announced seen = { 0 };

      tny_row_model_take_ids (model, ids_of (changes[i].before));
      g_signal_connect (model, "items-changed", G_CALLBACK (items_changed_cb), &seen);
      tny_row_model_take_ids (model, ids_of (changes[i].after));

      g_test_message ("%s -> %s", changes[i].before, changes[i].after);
      g_assert_cmpmem (&seen, sizeof seen, &changes[i].announced, sizeof seen);
      g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (model)), ==,
                        strlen (changes[i].after));
    }
}

static void
test_removal (void)
{
  g_autoptr(TnyRowModel) model = tny_row_model_new (read_row, NULL, g_free);
  Announced seen = { 0 };

  tny_row_model_take_ids (model, ids_of ("abcde"));
  g_signal_connect (model, "items-changed", G_CALLBACK (items_changed_cb), &seen);
  g_assert_false (tny_row_model_remove (model, 'x'));
  g_assert_cmpuint (seen.n, ==, 0);
  g_assert_true (tny_row_model_remove (model, 'c'));
  g_assert_cmpmem (&seen, sizeof seen, (&(Announced) { 1, 2, 1, 0 }), sizeof seen);
  g_assert_cmpuint (tny_row_model_find (model, 'd'), ==, 2);
  g_assert_cmpuint (tny_row_model_find (model, 'c'), ==, GTK_INVALID_LIST_POSITION);
  g_assert_cmpint (tny_row_model_get_id (model, 3), ==, 'e');
  g_assert_cmpint (tny_row_model_get_id (model, 4), ==, 0);
}

static void
count_cb (TnyRow *row, guint *n)
{
  (*n)++;
}

static void
test_rows_are_read_when_looked_at (void)
{
  TnyRowModel *model = tny_row_model_new (read_row, NULL, g_free);
  guint changed = 0;

  reads = 0;
  tny_row_model_take_ids (model, ids_of ("ab\x0d"));

  g_autoptr(TnyRow) row = g_list_model_get_item (G_LIST_MODEL (model), 1);
  g_autoptr(TnyRow) same = g_list_model_get_item (G_LIST_MODEL (model), 1);
  g_autoptr(TnyRow) gone = g_list_model_get_item (G_LIST_MODEL (model), 2);

  g_assert_true (row == same);
  g_assert_cmpuint (reads, ==, 0);
  g_assert_cmpstr (tny_row_get (row), ==, "row 98");
  g_assert_cmpstr (tny_row_get (row), ==, "row 98");
  g_assert_null (tny_row_get (gone));
  g_assert_null (tny_row_get (gone));
  g_assert_cmpuint (reads, ==, 2);

  g_signal_connect (row, "changed", G_CALLBACK (count_cb), &changed);
  tny_row_model_reread (model);
  g_assert_cmpuint (changed, ==, 1);
  g_assert_cmpuint (reads, ==, 2);
  g_assert_cmpstr (tny_row_get (row), ==, "row 98");
  g_assert_cmpuint (reads, ==, 3);

  /* the same object wherever it moves */
  tny_row_model_take_ids (model, ids_of ("xyb"));
  g_clear_object (&same);
  same = g_list_model_get_item (G_LIST_MODEL (model), 2);
  g_assert_true (row == same);

  /* a row may outlive its model */
  g_object_unref (model);
  g_assert_cmpint (tny_row_get_id (row), ==, 'b');
  g_assert_null (tny_row_get (row));
}

static void
test_sort_order (void)
{
  GtkWidget *view = g_object_ref_sink (gtk_column_view_new (NULL));
  GtkSorter *sorter = gtk_column_view_get_sorter (GTK_COLUMN_VIEW (view));
  const char *names[] = { "name", "score" };
  GtkColumnViewColumn *columns[2];

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr(GtkSorter) own = tny_sort_order_sorter (names[i]);

      columns[i] = gtk_column_view_column_new (names[i], NULL);
      gtk_column_view_column_set_sorter (columns[i], own);
      gtk_column_view_append_column (GTK_COLUMN_VIEW (view), columns[i]);
    }

  g_assert_null (tny_sort_order_probe (sorter).column);
  for (guint i = 0; i < 2; i++)
    for (guint descending = 0; descending < 2; descending++)
      {
        gtk_column_view_sort_by_column (GTK_COLUMN_VIEW (view), columns[i],
                                        descending ? GTK_SORT_DESCENDING : GTK_SORT_ASCENDING);

        TnySortOrder order = tny_sort_order_probe (sorter);

        g_assert_cmpstr (order.column, ==, names[i]);
        g_assert_cmpint (order.descending, ==, descending);
      }

  g_object_unref (columns[0]);
  g_object_unref (columns[1]);
  g_object_unref (view);
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  g_test_add_func ("/ui/row-model/only-the-middle-is-announced", test_only_the_middle);
  g_test_add_func ("/ui/row-model/removal-is-exact", test_removal);
  g_test_add_func ("/ui/row-model/rows-are-read-when-looked-at", test_rows_are_read_when_looked_at);
  g_test_add_func ("/ui/sort-order/column-and-direction", test_sort_order);

  return g_test_run ();
}
