/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

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

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);

  g_test_add_data_func ("/page/next-one-narrow", GINT_TO_POINTER (360), test_the_next_page_knows_its_width);
  g_test_add_data_func ("/page/next-one-wide", GINT_TO_POINTER (1000), test_the_next_page_knows_its_width);

  return g_test_run ();
}
