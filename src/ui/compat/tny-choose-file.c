/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-choose-file.h"

#include <glib/gi18n-lib.h>

static void
response_cb (GtkNativeDialog *chooser, int response, GTask *task)
{
  GFile *file = response == GTK_RESPONSE_ACCEPT
                ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser)) : NULL;

  if (file != NULL)
    g_task_return_pointer (task, file, g_object_unref);
  else
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "no file chosen");

  /* the task has held the chooser, the chooser's signal the task */
  g_object_unref (task);
}

static void
add_filter (GtkFileChooser *chooser, const char *name, const char *pattern)
{
  g_autoptr(GtkFileFilter) filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, name);
  gtk_file_filter_add_pattern (filter, pattern);
  gtk_file_chooser_add_filter (chooser, filter);
}

void
tny_choose_file_async (GtkWidget *from, const TnyFileChoice *choice, GAsyncReadyCallback callback,
                       gpointer data)
{
  g_return_if_fail (GTK_IS_WIDGET (from));

  GtkRoot *root = gtk_widget_get_root (from);
  GTask *task = g_task_new (from, NULL, callback, data);
  GtkFileChooserNative *chooser =
    gtk_file_chooser_native_new (choice->title, GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL,
                                 choice->save ? GTK_FILE_CHOOSER_ACTION_SAVE
                                              : GTK_FILE_CHOOSER_ACTION_OPEN,
                                 choice->accept, NULL);

  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  if (choice->save && choice->name != NULL)
    gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), choice->name);
  if (choice->kind != NULL)
    {
      add_filter (GTK_FILE_CHOOSER (chooser), choice->kind, choice->pattern);
      add_filter (GTK_FILE_CHOOSER (chooser), _("All files"), "*");
    }

  g_task_set_task_data (task, chooser, g_object_unref);
  g_signal_connect (chooser, "response", G_CALLBACK (response_cb), task);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

GFile *
tny_choose_file_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (G_IS_TASK (result), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
