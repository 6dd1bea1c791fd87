/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* For tests of widgets in their own process: GTK_A11Y=test, a display, no accessibility bus. */

#include <adwaita.h>

/* Turns the main loop until @condition is TRUE; fails the test after ten seconds. */
#define spin_until(condition)                                                     \
  G_STMT_START {                                                                  \
    gint64 end_ = g_get_monotonic_time () + 10 * G_USEC_PER_SEC;                  \
    while (!(condition))                                                          \
      {                                                                           \
        if (g_get_monotonic_time () > end_)                                       \
          g_error ("waited in vain for: %s", #condition);                         \
        g_main_context_iteration (NULL, TRUE);                                    \
      }                                                                           \
  } G_STMT_END

/* A timer that keeps the loop above turning, so that its deadline is seen. */
static inline gboolean
tick_cb (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

static inline void
ui_test_init (int *argc, char ***argv)
{
  gtk_test_init (argc, argv);
  adw_init ();
  g_timeout_add (10, tick_cb, NULL);
}

/* A window of the given size around @child, on screen. */
static inline GtkWidget *
show_window (GtkWidget *child, int width, int height)
{
  GtkWidget *window = gtk_window_new ();

  gtk_window_set_default_size (GTK_WINDOW (window), width, height);
  gtk_window_set_child (GTK_WINDOW (window), child);
  gtk_window_present (GTK_WINDOW (window));
  spin_until (gtk_widget_get_mapped (child));
  gtk_test_widget_wait_for_draw (window);

  return window;
}

static inline void
close_window (GtkWidget *window)
{
  gtk_window_destroy (GTK_WINDOW (window));
  while (g_main_context_iteration (NULL, FALSE))
    ;
}
