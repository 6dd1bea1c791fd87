/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-window-place.h"

#define GROUP "window"
/* Smaller than the smallest window or larger than any screen is a mistake. */
#define LEAST 360
#define MOST  16384

static char *
place_file (void)
{
  return g_build_filename (g_get_user_state_dir (), "tenantry", "window.ini", NULL);
}

void
tny_window_place_restore (GtkWindow *window)
{
  g_return_if_fail (GTK_IS_WINDOW (window));

  g_autofree char *path = place_file ();
  g_autoptr(GKeyFile) file = g_key_file_new ();

  if (!g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, NULL))
    return;

  int width = g_key_file_get_integer (file, GROUP, "width", NULL);
  int height = g_key_file_get_integer (file, GROUP, "height", NULL);

  if (width >= LEAST && width <= MOST && height >= LEAST && height <= MOST)
    gtk_window_set_default_size (window, width, height);
  if (g_key_file_get_boolean (file, GROUP, "maximized", NULL))
    gtk_window_maximize (window);
}

void
tny_window_place_save (GtkWindow *window)
{
  g_return_if_fail (GTK_IS_WINDOW (window));

  g_autofree char *path = place_file ();
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr(GKeyFile) file = g_key_file_new ();
  g_autoptr(GError) error = NULL;
  int width, height;

  /* the default size follows the person's resizing, except while maximized */
  gtk_window_get_default_size (window, &width, &height);
  g_key_file_set_integer (file, GROUP, "width", width);
  g_key_file_set_integer (file, GROUP, "height", height);
  g_key_file_set_boolean (file, GROUP, "maximized", gtk_window_is_maximized (window));
  g_mkdir_with_parents (folder, 0700);
  if (!g_key_file_save_to_file (file, path, &error))
    g_info ("The size of the window is not remembered: %s", error->message);
}
