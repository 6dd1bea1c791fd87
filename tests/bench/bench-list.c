/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

/* A list of 200,000 users against one of 1,000, in turn: from asking for the rows to the frame that shows
 * them, and the frames from then on, while it scrolls by some rows a frame and jumps as a dragged
 * scroll bar does. Prints medians, ratios and the frames that were missed: where the frame clock left out a
 * refresh, and this thread had worked for longer than one. */

#include <stdlib.h>
#include <time.h>

#include <glib/gstdio.h>

#include "tny-list-source.h"
#include "tny-store.h"
#include "tny-table.h"
#include "../ui/ui-test.h"

#define SMALL   1000
#define LARGE   200000
#define ROUNDS  7
#define SCROLLS 100      /* by a wheel, and as many jumps */
#define WHEEL   90.0     /* pixels: about three rows */
#define STRIDE  0.382    /* of the list: a jump that leaves no row on screen, in the short one neither */

typedef struct
{
  gint64   painted;      /* monotonic, of the last frame; 0 before the first */
  gint64   clock;        /* its time on the frame clock */
  gint64   worked;       /* processor time of this thread until then */
  gint64   work;         /* and for that frame */
  GArray  *times;        /* microseconds from one frame to the next */
  guint    n, missed, others;
} Frames;

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

static gint64
thread_time (void)
{
  struct timespec time;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time);

  return time.tv_sec * G_USEC_PER_SEC + time.tv_nsec / 1000;
}

static void
after_paint_cb (GdkFrameClock *clock, Frames *frames)
{
  gint64 now = g_get_monotonic_time (), worked = thread_time (), refresh;
  gint64 time = gdk_frame_clock_get_frame_time (clock);

  gdk_frame_clock_get_refresh_info (clock, time, &refresh, NULL);
  if (frames->painted > 0)
    {
      gint64 took = now - frames->painted, skipped = time - frames->clock;
      gint64 work = worked - frames->worked;

      g_array_append_val (frames->times, took);
      if (skipped > refresh * 3 / 2)
        /* it comes late for what itself or the one before it took */
        *(MAX (work, frames->work) > refresh ? &frames->missed : &frames->others) += 1;
      frames->work = work;
    }
  frames->painted = now;
  frames->clock = time;
  frames->worked = worked;
  frames->n++;
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

/* Moves the list and waits for the frame that shows it. */
static void
scroll_to (GtkAdjustment *scroll, double value, Frames *frames)
{
  guint seen = frames->n;

  gtk_adjustment_set_value (scroll, value);
  spin_until (frames->n > seen);
}

/* Microseconds from asking to the first frame with rows. */
static gint64
open_list (TnyStore *store, guint n_rows, Frames *frames)
{
  TnyListQuery query = { .kind = TNY_LIST_USERS };
  g_autoptr(GObject) source = tny_list_source_new (store, &query);
  GtkWidget *table = tny_table_new ();
  GtkWidget *window;
  TnyPageState *state = tny_page_state_new ();
  GtkAdjustment *scroll;
  GdkFrameClock *clock;
  guint filled = 0;
  gint64 begin, took;
  double at = 0;

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

  /* a person may turn the wheel before all rows are in */
  frames->painted = 0;
  g_signal_connect (clock, "after-paint", G_CALLBACK (after_paint_cb), frames);
  scroll = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (tny_table_get_view (TNY_TABLE (table))));
  for (guint i = 1; i <= SCROLLS; i++)
    scroll_to (scroll, i * WHEEL, frames);
  spin_until (tny_table_get_n_rows (TNY_TABLE (table)) == n_rows);
  for (guint i = 1; i <= SCROLLS; i++)
    {
      at += STRIDE - (at + STRIDE > 1);
      scroll_to (scroll, at * (gtk_adjustment_get_upper (scroll)
                               - gtk_adjustment_get_page_size (scroll)), frames);
    }
  g_signal_handlers_disconnect_by_data (clock, frames);

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
  GArray *opening[2];
  Frames frames[2] = { { 0 }, { 0 } };

  ui_test_init (&argc, &argv);
  for (guint k = 0; k < 2; k++)
    {
      stores[k] = make_store (folder, sizes[k]);
      opening[k] = g_array_new (FALSE, FALSE, sizeof (gint64));
      frames[k].times = g_array_new (FALSE, FALSE, sizeof (gint64));
    }

  for (guint round = 0; round < ROUNDS; round++)
    for (guint k = 0; k < 2; k++)
      {
        gint64 took = open_list (stores[k], sizes[k], &frames[k]);

        g_array_append_val (opening[k], took);
      }

  for (guint k = 0; k < 2; k++)
    g_print ("%6u users: opens in %.1f ms, a scrolled frame %.1f ms, %u of %u frames missed"
             " (%u more without us at work for as long)\n", sizes[k],
             median (opening[k]) / 1000.0, median (frames[k].times) / 1000.0, frames[k].missed,
             frames[k].n, frames[k].others);
  g_print ("ratio of opening %u to %u users: %.2f (aim 1.05)\n", LARGE, SMALL,
           (double) median (opening[1]) / median (opening[0]));
  g_print ("ratio of a scrolled frame: %.2f\n",
           (double) median (frames[1].times) / median (frames[0].times));

  for (guint k = 0; k < 2; k++)
    {
      tny_store_close (stores[k]);
      g_array_unref (opening[k]);
      g_array_unref (frames[k].times);
    }

  g_autofree char *command = g_strdup_printf ("rm -rf '%s'", folder);

  return system (command) == 0 ? 0 : 1;
}
