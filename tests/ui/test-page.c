/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-filter-bar.h"
#include "tny-page.h"
#include "ui-test.h"

#define TYPE_PLAIN_PAGE (plain_page_get_type ())
G_DECLARE_FINAL_TYPE (PlainPage, plain_page, PLAIN, PAGE, TnyPage)

struct _PlainPage
{
  TnyPage parent_instance;
};

G_DEFINE_FINAL_TYPE (PlainPage, plain_page, TNY_TYPE_PAGE)

static void
plain_page_class_init (PlainPageClass *klass)
{
}

static void
plain_page_init (PlainPage *self)
{
}

/* Before a frame is drawn: what does not fit is never shown. */
static void
test_the_next_page_knows_its_width (gconstpointer data)
{
  int width = GPOINTER_TO_INT (data);
  gboolean narrow = width < 500;
  GtkWidget *place = adw_bin_new (), *window;
  GtkWidget *page = g_object_new (TYPE_PLAIN_PAGE, NULL);

  gtk_widget_set_hexpand (place, TRUE);
  adw_bin_set_child (ADW_BIN (place), page);
  window = show_window (place, width, 600);
  spin_until (tny_page_get_narrow (TNY_PAGE (page)) == narrow);

  page = g_object_new (TYPE_PLAIN_PAGE, NULL);
  g_assert_false (tny_page_get_narrow (TNY_PAGE (page)));
  adw_bin_set_child (ADW_BIN (place), page);
  g_assert_cmpint (tny_page_get_narrow (TNY_PAGE (page)), ==, narrow);

  close_window (window);
}

/* GTK focuses the filters by itself while there are no rows; a field has it because somebody is there. */
static void
test_rows_take_the_focus_from_the_filters (void)
{
  static const TnyFilter filters[] = { { "all", "All" }, { "one", "One" } };

  for (guint in_field = 0; in_field < 2; in_field++)
    {
      GtkWidget *page = g_object_new (TYPE_PLAIN_PAGE, NULL);
      GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), *window;
      GtkWidget *bar = g_object_new (TNY_TYPE_FILTER_BAR, NULL), *field = gtk_entry_new ();

      tny_filter_bar_set_filters (TNY_FILTER_BAR (bar), filters, G_N_ELEMENTS (filters));
      gtk_box_append (GTK_BOX (box), bar);
      gtk_box_append (GTK_BOX (box), field);
      g_object_set (page, "content", box, NULL);
      window = show_window (page, 1000, 600);
      g_assert_true (in_field ? gtk_widget_grab_focus (field)
                              : gtk_widget_child_focus (bar, GTK_DIR_TAB_FORWARD));
      g_assert_cmpint (tny_page_settle (TNY_PAGE (page)), ==, !in_field);
      g_assert_false (tny_page_settle (TNY_PAGE (page)));
      close_window (window);
    }
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);

  g_test_add_data_func ("/page/next-one-narrow", GINT_TO_POINTER (360), test_the_next_page_knows_its_width);
  g_test_add_data_func ("/page/next-one-wide", GINT_TO_POINTER (1000), test_the_next_page_knows_its_width);
  g_test_add_func ("/page/rows-take-the-focus-from-the-filters",
                   test_rows_take_the_focus_from_the_filters);

  return g_test_run ();
}
