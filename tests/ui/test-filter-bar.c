/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui-test.h"

#include "tny-filter-bar.h"

static const TnyFilter filters[] = {
  { "open", "Open", "%s to review", "%s to review" },
  { "done", "Done", "%s tenant",    "%s tenants" },
};

static GtkWidget *
find_type (GtkWidget *root, GType type, guint nth)
{
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      if (g_type_is_a (G_OBJECT_TYPE (child), type))
        {
          if (nth-- == 0)
            return child;
          continue;
        }

      GtkWidget *found = find_type (child, type, nth);

      if (found != NULL)
        return found;
    }

  return NULL;
}

static TnyFilterBar *
new_bar (void)
{
  TnyFilterBar *bar = TNY_FILTER_BAR (tny_filter_bar_new ());

  tny_filter_bar_set_filters (bar, filters, G_N_ELEMENTS (filters));

  return bar;
}

static void
notify_cb (TnyFilterBar *bar, GParamSpec *pspec, guint *n)
{
  (*n)++;
}

static void
test_choosing (void)
{
  TnyFilterBar *bar = g_object_ref_sink (new_bar ());
  GtkWidget *first = find_type (GTK_WIDGET (bar), GTK_TYPE_TOGGLE_BUTTON, 0);
  GtkWidget *box = gtk_widget_get_parent (first);
  GtkWidget *done = gtk_widget_get_last_child (box);
  GtkWidget *drop_down = find_type (GTK_WIDGET (bar), GTK_TYPE_DROP_DOWN, 0);
  guint notified = 0;

  g_signal_connect (bar, "notify::active", G_CALLBACK (notify_cb), &notified);
  g_assert_cmpstr (tny_filter_bar_get_active (bar), ==, "open");

  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (done), TRUE);
  g_assert_cmpstr (tny_filter_bar_get_active (bar), ==, "done");
  g_assert_cmpuint (gtk_drop_down_get_selected (GTK_DROP_DOWN (drop_down)), ==, 1);
  g_assert_cmpuint (notified, ==, 1);

  gtk_drop_down_set_selected (GTK_DROP_DOWN (drop_down), 0);
  g_assert_cmpstr (tny_filter_bar_get_active (bar), ==, "open");
  g_assert_true (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (first)));
  g_assert_cmpuint (notified, ==, 2);

  tny_filter_bar_set_active (bar, "open");
  tny_filter_bar_set_active (bar, NULL);
  g_assert_cmpuint (notified, ==, 2);
  g_object_unref (bar);
}

static void
test_counts_are_descriptions (void)
{
  TnyFilterBar *bar = g_object_ref_sink (new_bar ());
  GtkWidget *first = find_type (GTK_WIDGET (bar), GTK_TYPE_TOGGLE_BUTTON, 0);
  GtkWidget *done = gtk_widget_get_next_sibling (first);

  g_assert_cmpint (tny_filter_bar_get_count (bar, "done"), ==, -1);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (done), GTK_ACCESSIBLE_PROPERTY_LABEL, "Done");
  tny_filter_bar_set_count (bar, "done", 1);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (done), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                       "1 tenant");
  tny_filter_bar_set_count (bar, "done", 2);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (done), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                       "2 tenants");
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (done), GTK_ACCESSIBLE_PROPERTY_LABEL, "Done");

  /* a count never changes what is chosen */
  tny_filter_bar_set_active (bar, "done");
  tny_filter_bar_set_count (bar, "done", 0);
  tny_filter_bar_set_count (bar, "open", 7);
  g_assert_cmpstr (tny_filter_bar_get_active (bar), ==, "done");
  g_object_unref (bar);
}

static void
test_folds_when_narrow (void)
{
  GtkWidget *bar = GTK_WIDGET (new_bar ());
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *window, *buttons, *drop_down;

  tny_filter_bar_set_count (TNY_FILTER_BAR (bar), "open", 123456789);
  buttons = gtk_widget_get_parent (find_type (bar, GTK_TYPE_TOGGLE_BUTTON, 0));
  drop_down = find_type (bar, GTK_TYPE_DROP_DOWN, 0);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_EXTERNAL,
                                  GTK_POLICY_NEVER);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), bar);
  window = show_window (scroller, 500, 200);
  g_assert_true (gtk_widget_get_visible (buttons));
  g_assert_false (gtk_widget_get_visible (drop_down));

  gtk_window_set_default_size (GTK_WINDOW (window), 110, 200);
  spin_until (gtk_widget_get_visible (drop_down));
  g_assert_false (gtk_widget_get_visible (buttons));

  gtk_window_set_default_size (GTK_WINDOW (window), 500, 200);
  spin_until (gtk_widget_get_visible (buttons));
  g_assert_false (gtk_widget_get_visible (drop_down));

  close_window (window);
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  g_test_add_func ("/ui/filter-bar/choosing", test_choosing);
  g_test_add_func ("/ui/filter-bar/counts-are-descriptions", test_counts_are_descriptions);
  g_test_add_func ("/ui/filter-bar/folds-when-narrow", test_folds_when_narrow);

  return g_test_run ();
}
