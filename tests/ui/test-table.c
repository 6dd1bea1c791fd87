/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui-test.h"

#include "tny-error.h"
#include "tny-row-model.h"
#include "tny-table.h"

/* A source of numbers: its "search" is how many, its "filter" one that is left out. */

static gint      asked;             /* queries so far */
static guint     reads;
static gboolean  fail;
static gint64    gone;

static GArray *
number_ids (GObject *source, const TnyTableQuery *query, GError **error)
{
  gint64 n = query->search != NULL ? g_ascii_strtoll (query->search, NULL, 10) : 10;
  gint64 without = query->filter != NULL ? g_ascii_strtoll (query->filter, NULL, 10) : 0;

  g_atomic_int_inc (&asked);
  if (fail)
    {
      g_set_error_literal (error, TNY_ERROR, TNY_ERROR_DATABASE_DAMAGED, "page 7");
      return NULL;
    }

  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (gint64 i = 1; i <= n; i++)
    {
      gint64 id = query->descending ? n + 1 - i : i;

      if (id != without)
        g_array_append_val (ids, id);
    }

  return ids;
}

static gpointer
number_read (GObject *source, gint64 id)
{
  reads++;

  return id != gone ? g_memdup2 (&id, sizeof id) : NULL;
}

static const TnyTableOps numbers = { number_ids, number_read, g_free };

static char *
number_text (gconstpointer record)
{
  return g_strdup_printf ("<b>Number</b> %d", (int) *(const gint64 *) record);
}

static char *
number_name (gconstpointer record)
{
  return g_strdup_printf ("number %d", (int) *(const gint64 *) record);
}

static const char *
number_icon (gconstpointer record)
{
  return "emblem-ok-symbolic";
}

static char *
number_caption (gconstpointer record)
{
  gint64 number = *(const gint64 *) record;

  return number % 2 == 0 ? g_strdup ("even") : NULL;
}

static char *
number_folded (gconstpointer record)
{
  return g_strdup ("folded");
}

static char *
number_figure (gconstpointer record)
{
  return g_strdup_printf ("−%d", (int) *(const gint64 *) record);
}

static const TnyColumn columns[] = {
  { "number", "Number", 12, TNY_COLUMN_EXPAND, number_text, number_icon, NULL, number_caption,
    number_folded },
  { "wide",   "Wide",   12, TNY_COLUMN_WIDE,   number_text },
  { NULL,     "Figure", 6,  TNY_COLUMN_NUMERIC, number_figure },
  { NULL,     "Narrow", 6,  TNY_COLUMN_NARROW, number_figure },
};

typedef struct { guint filled, n_selected, activated; int n; gint64 selected; int failed; } Heard;

static void
filled_cb (TnyTable *table, guint n, Heard *heard)
{
  heard->filled++;
  heard->n = (int) n;
}

static void
failed_cb (TnyTable *table, GError *error, Heard *heard)
{
  heard->failed = error->code;
}

static void
selected_cb (TnyTable *table, gint64 id, Heard *heard)
{
  heard->n_selected++;
  heard->selected = id;
}

static TnyTable *
new_table (Heard *heard, const TnyPageState *state)
{
  TnyTable *table = TNY_TABLE (tny_table_new ());
  g_autoptr(GObject) source = g_object_new (G_TYPE_OBJECT, NULL);

  fail = FALSE;
  gone = 0;
  *heard = (Heard) { .n = -1, .failed = -1 };
  g_object_set (table, "label", "Numbers", NULL);
  tny_table_set_columns (table, columns, G_N_ELEMENTS (columns), number_name);
  g_signal_connect (table, "filled", G_CALLBACK (filled_cb), heard);
  g_signal_connect (table, "failed", G_CALLBACK (failed_cb), heard);
  g_signal_connect (table, "selected", G_CALLBACK (selected_cb), heard);
  tny_table_set_source (table, &numbers, source);
  tny_table_restore (table, state);

  return table;
}

static GListModel *
shown (TnyTable *table)
{
  return G_LIST_MODEL (gtk_column_view_get_model (GTK_COLUMN_VIEW (tny_table_get_view (table))));
}

/* The row with the focus, by its accessible name. */
static gboolean
focus_is_on (GtkWidget *window, const char *name)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (window));
  g_autofree char *wrong = NULL;

  if (focus == NULL)
    return FALSE;
  wrong = gtk_test_accessible_check_property (GTK_ACCESSIBLE (focus),
                                              GTK_ACCESSIBLE_PROPERTY_LABEL, name);

  return wrong == NULL;
}

static void
test_rows_have_names (void)
{
  g_autoptr(TnyPageState) state = tny_page_state_new ();
  Heard heard;
  TnyTable *table = new_table (&heard, state);
  GtkWidget *window = show_window (GTK_WIDGET (table), 400, 400);

  spin_until (heard.filled == 1);
  g_assert_cmpint (heard.n, ==, 10);
  g_assert_cmpint (heard.selected, ==, 1);
  g_assert_true (tny_table_focus (table));
  spin_until (focus_is_on (window, "number 1"));
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (tny_table_get_view (table)),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL, "Numbers");

  /* deleted since: the row stays and says so until the next query */
  gone = 1;
  tny_table_reread (table);
  spin_until (focus_is_on (window, "removed meanwhile"));

  close_window (window);
}

static void
test_removed_row_hands_over (void)
{
  g_autoptr(TnyPageState) state = tny_page_state_new ();
  Heard heard;

  state->selected = 4;

  TnyTable *table = new_table (&heard, state);
  GtkWidget *window = show_window (GTK_WIDGET (table), 400, 400);

  spin_until (heard.filled == 1);
  g_assert_cmpint (tny_table_get_selected (table), ==, 4);
  tny_table_focus (table);
  spin_until (focus_is_on (window, "number 4"));

  heard.n_selected = 0;
  g_assert_true (tny_table_remove (table, 4));
  g_assert_cmpuint (heard.n_selected, ==, 1);
  g_assert_cmpint (heard.selected, ==, 5);
  g_assert_true (focus_is_on (window, "number 5"));

  /* another row leaves: nothing moves */
  g_assert_true (tny_table_remove (table, 2));
  g_assert_cmpint (tny_table_get_selected (table), ==, 5);
  g_assert_true (focus_is_on (window, "number 5"));

  /* the last one hands over to the one before it */
  tny_table_select (table, 10);
  tny_table_focus (table);
  g_assert_true (focus_is_on (window, "number 10"));
  g_assert_true (tny_table_remove (table, 10));
  g_assert_cmpint (heard.selected, ==, 9);
  g_assert_true (focus_is_on (window, "number 9"));
  g_assert_false (tny_table_remove (table, 10));

  close_window (window);
}

static void
test_reload_keeps_the_place (void)
{
  g_autoptr(TnyPageState) state = tny_page_state_new ();
  Heard heard;

  state->search = g_strdup ("3000");
  state->selected = 2000;

  TnyTable *table = new_table (&heard, state);
  GtkWidget *window = show_window (GTK_WIDGET (table), 400, 400);

  spin_until (heard.filled == 1);
  g_assert_cmpint (heard.n, ==, 3000);
  g_assert_cmpuint (tny_table_get_n_rows (table), ==, 3000);
  spin_until (g_list_model_get_n_items (shown (table)) == 3000);
  g_assert_cmpint (tny_table_get_selected (table), ==, 2000);
  tny_table_focus (table);
  spin_until (focus_is_on (window, "number 2000"));

  /* the same rows again, then one less before it, then the other way round */
  heard.n_selected = 0;
  tny_table_reload (table);
  spin_until (heard.filled == 2);
  tny_table_set_filter (table, "7");
  spin_until (heard.filled == 3);
  g_assert_cmpint (heard.n, ==, 2999);
  g_assert_true (focus_is_on (window, "number 2000"));
  tny_table_sort (table, "number");
  spin_until (heard.filled == 4);
  tny_table_sort (table, "number");
  spin_until (heard.filled == 5);
  g_assert_true (focus_is_on (window, "number 2000"));
  g_assert_cmpint (tny_table_get_selected (table), ==, 2000);
  g_assert_cmpuint (heard.n_selected, ==, 0);

  /* it left: the one in its place */
  tny_table_set_filter (table, "2000");
  spin_until (heard.filled == 6);
  g_assert_cmpint (heard.selected, ==, 1999);

  /* the list scrolls to its focus when it is next laid out */
  spin_until (gtk_adjustment_get_value (gtk_scrollable_get_vadjustment (
                GTK_SCROLLABLE (tny_table_get_view (table)))) > 0);
  tny_table_save (table, state);
  g_assert_cmpstr (state->sort, ==, "number");
  g_assert_true (state->descending);
  g_assert_cmpint (state->selected, ==, 1999);
  g_assert_cmpfloat (state->scroll, >, 0);

  close_window (window);
}

static void
test_long_list_reads_little (void)
{
  g_autoptr(TnyPageState) state = tny_page_state_new ();
  Heard heard;

  state->search = g_strdup ("200000");
  reads = 0;

  TnyTable *table = new_table (&heard, state);
  GtkWidget *window = show_window (GTK_WIDGET (table), 400, 400);

  spin_until (heard.filled == 1);
  spin_until (g_list_model_get_n_items (shown (table)) == 200000);
  tny_table_select (table, 150000);
  tny_table_focus (table);
  spin_until (focus_is_on (window, "number 150000"));
  tny_table_set_filter (table, "3");
  spin_until (heard.filled == 2);
  g_assert_cmpuint (reads, <, 2000);

  close_window (window);
}

/* As a query of the database does: no more ids than were asked for. */
static GArray *
limited_ids (GObject *source, const TnyTableQuery *query, GError **error)
{
  GArray *ids = number_ids (source, query, error);

  if (query->limit != 0 && ids->len > query->limit)
    g_array_set_size (ids, query->limit);

  return ids;
}

static const TnyTableOps limited = { limited_ids, number_read, g_free };

static void
test_first_rows_come_first (void)
{
  g_autoptr(TnyPageState) state = tny_page_state_new ();
  g_autoptr(GObject) source = g_object_new (G_TYPE_OBJECT, NULL);
  Heard heard;
  TnyTable *table = new_table (&heard, state);
  GtkWidget *window = show_window (GTK_WIDGET (table), 400, 400);

  spin_until (heard.filled == 1);
  tny_table_set_source (table, &limited, source);
  state->search = g_strdup ("3000");
  state->selected = 2000;
  heard.filled = 0;
  tny_table_restore (table, state);
  spin_until (heard.filled == 1);
  g_assert_cmpint (heard.n, ==, 20);
  spin_until (heard.filled == 2);
  g_assert_cmpint (heard.n, ==, 3000);
  spin_until (g_list_model_get_n_items (shown (table)) == 3000);
  g_assert_cmpint (tny_table_get_selected (table), ==, 2000);

  close_window (window);
}

static void
test_failure_keeps_the_rows (void)
{
  g_autoptr(TnyPageState) state = tny_page_state_new ();
  Heard heard;
  TnyTable *table = new_table (&heard, state);
  GtkWidget *window = show_window (GTK_WIDGET (table), 400, 400);

  spin_until (heard.filled == 1);
  fail = TRUE;
  tny_table_reload (table);
  spin_until (heard.failed == TNY_ERROR_DATABASE_DAMAGED);
  g_assert_cmpuint (tny_table_get_n_rows (table), ==, 10);
  g_assert_false (tny_table_is_loading (table));

  close_window (window);
}

static void
test_newest_question_wins (void)
{
  g_autoptr(TnyPageState) state = tny_page_state_new ();
  Heard heard;
  TnyTable *table = new_table (&heard, state);
  GtkWidget *window = show_window (GTK_WIDGET (table), 400, 400);

  spin_until (heard.filled == 1);
  for (guint i = 20; i < 30; i++)
    {
      g_autofree char *search = g_strdup_printf ("%u", i);

      tny_table_set_search (table, search);
    }
  spin_until (heard.filled == 2);
  g_assert_cmpint (heard.n, ==, 29);
  spin_until (g_list_model_get_n_items (shown (table)) == 29);
  g_assert_cmpuint (heard.filled, ==, 2);

  close_window (window);
}

static void
test_closed_while_asking (void)
{
  g_autoptr(TnyPageState) state = tny_page_state_new ();
  Heard heard;

  asked = 0;
  close_window (show_window (GTK_WIDGET (new_table (&heard, state)), 400, 400));
  spin_until (g_atomic_int_get (&asked) == 1);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpint (heard.failed, ==, -1);
}

static void
test_narrow_leaves_columns_out (void)
{
  g_autoptr(TnyPageState) state = tny_page_state_new ();
  Heard heard;
  TnyTable *table = TNY_TABLE (g_object_ref_sink (new_table (&heard, state)));
  GListModel *list = gtk_column_view_get_columns (GTK_COLUMN_VIEW (tny_table_get_view (table)));
  g_autoptr(GtkColumnViewColumn) wide = g_list_model_get_item (list, 1);
  g_autoptr(GtkColumnViewColumn) narrow = g_list_model_get_item (list, 3);

  g_assert_true (gtk_column_view_column_get_visible (wide));
  g_assert_false (gtk_column_view_column_get_visible (narrow));
  g_object_set (table, "narrow", TRUE, NULL);
  g_assert_false (gtk_column_view_column_get_visible (wide));
  g_assert_true (gtk_column_view_column_get_visible (narrow));
  g_object_set (table, "narrow", FALSE, NULL);
  g_assert_true (gtk_column_view_column_get_visible (wide));
  spin_until (heard.filled == 1);
  g_object_unref (table);
}

/* Every inscription below @widget that shows @text. */
static GtkWidget *
find_inscription (GtkWidget *widget, const char *text)
{
  if (!gtk_widget_get_mapped (widget))
    return NULL;
  if (GTK_IS_INSCRIPTION (widget)
      && g_strcmp0 (gtk_inscription_get_text (GTK_INSCRIPTION (widget)), text) == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_inscription (child, text);

      if (found != NULL)
        return found;
    }

  return NULL;
}

static void
test_captions_say_what_was_folded (void)
{
  g_autoptr(TnyPageState) state = tny_page_state_new ();
  Heard heard;
  TnyTable *table = new_table (&heard, state);
  GtkWidget *window = show_window (GTK_WIDGET (table), 600, 400), *view = tny_table_get_view (table);

  spin_until (find_inscription (view, "even") != NULL);
  g_assert_null (find_inscription (view, "folded"));
  g_object_set (table, "narrow", TRUE, NULL);
  spin_until (find_inscription (view, "folded") != NULL);
  g_assert_null (find_inscription (view, "even"));
  g_object_set (table, "narrow", FALSE, NULL);
  spin_until (find_inscription (view, "folded") == NULL);
  close_window (window);
}

/* What GtkInscription asks Pango for, turned around for a text that runs against its window. */
static void
test_right_to_left_begins_at_the_right (void)
{
  g_autoptr(TnyPageState) state = tny_page_state_new ();
  Heard heard;
  TnyTable *table;
  GtkWidget *window, *name, *figure;
  float align;

  gtk_widget_set_default_direction (GTK_TEXT_DIR_RTL);
  table = new_table (&heard, state);
  window = show_window (GTK_WIDGET (table), 600, 400);
  spin_until (find_inscription (tny_table_get_view (table), "<b>Number</b> 1") != NULL);
  name = find_inscription (tny_table_get_view (table), "<b>Number</b> 1");
  g_assert_cmpfloat (gtk_inscription_get_xalign (GTK_INSCRIPTION (name)), ==, 1);

  /* a figure keeps its end, and its sign in front of it */
  figure = find_inscription (tny_table_get_view (table), "\u2066−1\u2069");
  g_assert_nonnull (figure);
  g_object_get (figure, "xalign", &align, NULL);
  g_assert_cmpfloat (align, ==, 1);

  close_window (window);
  gtk_widget_set_default_direction (GTK_TEXT_DIR_LTR);
}

/* Figures are never cut, names are, and say the whole in their tooltip. */
static void
test_names_give_way (void)
{
  g_autoptr(TnyPageState) state = tny_page_state_new ();
  Heard heard;
  TnyTable *table = new_table (&heard, state);
  GtkWidget *window = show_window (GTK_WIDGET (table), 250, 400), *view = tny_table_get_view (table);
  int minimum, natural;

  spin_until (find_inscription (view, "<b>Number</b> 1") != NULL);
  gtk_widget_measure (find_inscription (view, "−1"), GTK_ORIENTATION_HORIZONTAL, -1, &minimum, &natural,
                      NULL, NULL);
  g_assert_cmpint (minimum, ==, natural);
  gtk_widget_measure (find_inscription (view, "<b>Number</b> 1"), GTK_ORIENTATION_HORIZONTAL, -1, &minimum,
                      &natural, NULL, NULL);
  g_assert_cmpint (minimum, <, natural);
  close_window (window);
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  g_test_add_func ("/ui/table/rows-have-names", test_rows_have_names);
  g_test_add_func ("/ui/table/removed-row-hands-over", test_removed_row_hands_over);
  g_test_add_func ("/ui/table/reload-keeps-the-place", test_reload_keeps_the_place);
  g_test_add_func ("/ui/table/long-list-reads-little", test_long_list_reads_little);
  g_test_add_func ("/ui/table/first-rows-come-first", test_first_rows_come_first);
  g_test_add_func ("/ui/table/failure-keeps-the-rows", test_failure_keeps_the_rows);
  g_test_add_func ("/ui/table/newest-question-wins", test_newest_question_wins);
  g_test_add_func ("/ui/table/closed-while-asking", test_closed_while_asking);
  g_test_add_func ("/ui/table/narrow-leaves-columns-out", test_narrow_leaves_columns_out);
  g_test_add_func ("/ui/table/captions-say-what-was-folded", test_captions_say_what_was_folded);
  g_test_add_func ("/ui/table/right-to-left-begins-at-the-right", test_right_to_left_begins_at_the_right);
  g_test_add_func ("/ui/table/names-give-way", test_names_give_way);

  return g_test_run ();
}
