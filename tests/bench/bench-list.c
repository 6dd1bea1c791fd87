/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

/* A list of 200,000 users against one of 1,000, in turn: from asking for the rows to the frame that shows
 * them, and the frames while it scrolls from the first row to the last. Prints medians and ratios. */

#include <stdlib.h>

#include <glib/gstdio.h>

#include "tny-list-source.h"
#include "tny-store.h"
#include "tny-table.h"
#include "../ui/ui-test.h"

#define SMALL   1000
#define LARGE   200000
#define ROUNDS  7
#define SCROLLS 200
#define MISSED_USEC (2 * G_USEC_PER_SEC / 60)      /* one frame of 60 a second was left out */

static char *
user_text (gconstpointer record)
{
  return g_strdup (((const TnyUserRow *) record)->display_name);
}

static char *
address_text (gconstpointer record)
{
  return g_strdup (((const TnyUserRow *) record)->user_principal_name);
}

static char *
tenant_text (gconstpointer record)
{
  return g_strdup (((const TnyUserRow *) record)->tenant_name);
}

static const TnyColumn columns[] = {
  { .id = "name", .title = "Name", .chars = 24, .flags = TNY_COLUMN_EXPAND, .text = user_text },
  { .title = "Address", .chars = 30, .text = address_text },
  { .title = "Tenant", .chars = 20, .text = tenant_text },
};

static void
must (sqlite3 *db, const char *sql)
{
  char *message = NULL;

  if (sqlite3_exec (db, sql, NULL, NULL, &message) != SQLITE_OK)
    g_error ("%s: %s", sql, message);
}

/* A database as a sync leaves it, with @n users; the store made its schema. */
static TnyStore *
make_store (const char *folder, guint n)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *file = g_strdup_printf ("users-%u.db", n);
  g_autofree char *path = g_build_filename (folder, file, NULL);
  TnyStore *store = tny_store_open (folder, file, TNY_STORE_WRITE, &error);
  g_autofree char *users = NULL;
  sqlite3 *db;

  g_assert_no_error (error);
  tny_store_close (store);
  if (sqlite3_open (path, &db) != SQLITE_OK)
    g_error ("%s", path);
  must (db, "BEGIN");
  must (db, "INSERT INTO connections (id, name, tenant_id, client_id, reach, created_at)"
            " VALUES (1, 'Bench', 't', 'c', 'gdap', 0)");
  must (db, "INSERT INTO tenants (id, connection_id, graph_id, name, name_folded, listed_at)"
            " VALUES (1, 1, 'a', 'Bench Tenant', 'bench tenant', 0)");
  users = g_strdup_printf (
    "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %u)"
    " INSERT INTO users (tenant_id, graph_id, row_hash, user_principal_name, display_name, sort_name,"
    " read_at) SELECT 1, CAST (printf ('%%016d', i) AS BLOB), i,"
    " printf ('user%%d@bench.example', i), printf ('User %%06d of the bench', i),"
    " printf ('user %%06d of the bench', i), 0 FROM n", n);
  must (db, users);
  must (db, "COMMIT");
  sqlite3_close (db);

  store = tny_store_open (folder, file, TNY_STORE_READ, &error);
  g_assert_no_error (error);

  return store;
}

static void
filled_cb (TnyTable *table, guint n, guint *filled)
{
  *filled = n;
}

static void
after_paint_cb (GdkFrameClock *clock, GArray *frames)
{
  gint64 now = g_get_monotonic_time ();

  g_array_append_val (frames, now);
}

static int
compare_times (gconstpointer a, gconstpointer b)
{
  gint64 x = *(const gint64 *) a, y = *(const gint64 *) b;

  return (x > y) - (x < y);
}

static gint64
median (GArray *times)
{
  g_array_sort (times, compare_times);

  return g_array_index (times, gint64, times->len / 2);
}

/* Microseconds from asking to the first frame with rows. */
static gint64
open_list (TnyStore *store, GArray *frame_times, guint *missed)
{
  TnyListQuery query = { .kind = TNY_LIST_USERS };
  g_autoptr(GObject) source = tny_list_source_new (store, &query);
  GtkWidget *table = tny_table_new ();
  GtkWidget *window;
  TnyPageState *state = tny_page_state_new ();
  g_autoptr(GArray) frames = g_array_new (FALSE, FALSE, sizeof (gint64));
  GtkAdjustment *scroll;
  GdkFrameClock *clock;
  guint filled = 0;
  gint64 begin, took;

  tny_table_set_columns (TNY_TABLE (table), columns, G_N_ELEMENTS (columns), user_text);
  window = show_window (table, 900, 700);
  clock = gtk_widget_get_frame_clock (window);
  g_signal_connect (table, "filled", G_CALLBACK (filled_cb), &filled);

  begin = g_get_monotonic_time ();
  tny_table_set_source (TNY_TABLE (table), tny_list_source_ops (TNY_LIST_USERS), source);
  tny_table_restore (TNY_TABLE (table), state);
  spin_until (filled > 0);
  gtk_test_widget_wait_for_draw (window);
  took = g_get_monotonic_time () - begin;

  /* the rest of the rows comes after that frame */
  spin_until (tny_table_get_n_rows (TNY_TABLE (table)) == filled);
  gtk_test_widget_wait_for_draw (window);

  scroll = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (tny_table_get_view (TNY_TABLE (table))));
  g_signal_connect (clock, "after-paint", G_CALLBACK (after_paint_cb), frames);
  for (guint i = 1; i <= SCROLLS; i++)
    {
      guint seen = frames->len;

      gtk_adjustment_set_value (scroll, (gtk_adjustment_get_upper (scroll)
                                         - gtk_adjustment_get_page_size (scroll)) * i / SCROLLS);
      spin_until (frames->len > seen);
    }
  g_signal_handlers_disconnect_by_data (clock, frames);
  for (guint i = 1; i < frames->len; i++)
    {
      gint64 frame = g_array_index (frames, gint64, i) - g_array_index (frames, gint64, i - 1);

      g_array_append_val (frame_times, frame);
      *missed += frame > MISSED_USEC;
    }

  tny_table_set_source (TNY_TABLE (table), NULL, NULL);
  close_window (window);
  tny_page_state_free (state);

  return took;
}

int
main (int argc, char **argv)
{
  g_autofree char *folder = g_dir_make_tmp ("tenantry-bench-XXXXXX", NULL);
  static const guint sizes[] = { SMALL, LARGE };
  TnyStore *stores[2];
  GArray *opening[2], *frames[2];
  guint missed[2] = { 0, 0 };

  ui_test_init (&argc, &argv);
  for (guint k = 0; k < 2; k++)
    {
      stores[k] = make_store (folder, sizes[k]);
      opening[k] = g_array_new (FALSE, FALSE, sizeof (gint64));
      frames[k] = g_array_new (FALSE, FALSE, sizeof (gint64));
    }

  for (guint round = 0; round < ROUNDS; round++)
    for (guint k = 0; k < 2; k++)
      {
        gint64 took = open_list (stores[k], frames[k], &missed[k]);

        g_array_append_val (opening[k], took);
      }

  for (guint k = 0; k < 2; k++)
    g_print ("%6u users: opens in %.1f ms, a scrolled frame %.1f ms, %u of %u frames missed\n", sizes[k],
             median (opening[k]) / 1000.0, median (frames[k]) / 1000.0, missed[k], frames[k]->len);
  g_print ("ratio of opening %u to %u users: %.2f (aim 1.05)\n", LARGE, SMALL,
           (double) median (opening[1]) / median (opening[0]));
  g_print ("ratio of a scrolled frame: %.2f\n", (double) median (frames[1]) / median (frames[0]));

  for (guint k = 0; k < 2; k++)
    {
      tny_store_close (stores[k]);
      g_array_unref (opening[k]);
      g_array_unref (frames[k]);
    }

  g_autofree char *command = g_strdup_printf ("rm -rf '%s'", folder);

  return system (command) == 0 ? 0 : 1;
}
