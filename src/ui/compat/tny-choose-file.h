/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Asking for a file. GtkFileChooserNative today; GtkFileDialog from GTK 4.10 on. */

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef struct
{
  const char *title;        /* translated */
  const char *accept;       /* label of the button, with "_"; translated */
  gboolean    save;         /* a new file instead of one that exists */
  const char *name;         /* proposed name of a new file; nullable */
  const char *kind;         /* name of the filter ("CSV files"), translated; nullable: all files */
  const char *pattern;      /* of the filter: "*.csv"; a second filter "All files" is added */
} TnyFileChoice;

/* Opens the system's file chooser above the window of @from. Main thread. */
void    tny_choose_file_async  (GtkWidget *from, const TnyFileChoice *choice,
                                GAsyncReadyCallback callback, gpointer data);
/* (transfer full) (nullable): NULL with G_IO_ERROR_CANCELLED when nothing was chosen. */
GFile * tny_choose_file_finish (GAsyncResult *result, GError **error);

G_END_DECLS
