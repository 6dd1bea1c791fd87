/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-ask.h"

#include "tny-dialog.h"

static void
response_cb (AdwMessageDialog *dialog, const char *response, GTask *task)
{
  g_task_return_pointer (task, g_strdup (response), g_free);
  g_object_unref (task);
}

GtkWidget *
tny_ask_async (GtkWidget *from, const TnyQuestion *question, GAsyncReadyCallback callback,
               gpointer data)
{
  g_return_val_if_fail (GTK_IS_WIDGET (from), NULL);
  g_return_val_if_fail (question->answers[0].id != NULL, NULL);

  GtkRoot *root = gtk_widget_get_root (from);
  GtkWidget *dialog = adw_message_dialog_new (GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL,
                                              question->heading, question->body);
  AdwMessageDialog *message = ADW_MESSAGE_DIALOG (dialog);
  GTask *task = g_task_new (from, NULL, callback, data);

  for (guint i = 0; i < G_N_ELEMENTS (question->answers) && question->answers[i].id != NULL; i++)
    {
      const TnyAnswer *answer = &question->answers[i];

      adw_message_dialog_add_response (message, answer->id, answer->label);
      adw_message_dialog_set_response_appearance (message, answer->id, answer->look);
    }
  adw_message_dialog_set_default_response (message, question->preferred);
  adw_message_dialog_set_close_response (message, question->cancel != NULL
                                                  ? question->cancel : question->answers[0].id);
  if (question->child != NULL)
    adw_message_dialog_set_extra_child (message, question->child);

  g_signal_connect (dialog, "response", G_CALLBACK (response_cb), task);
  tny_dialog_prepare (dialog);
  gtk_window_present (GTK_WINDOW (dialog));

  return dialog;
}

char *
tny_ask_finish (GAsyncResult *result)
{
  g_return_val_if_fail (G_IS_TASK (result), NULL);

  char *answer = g_task_propagate_pointer (G_TASK (result), NULL);

  return answer != NULL ? answer : g_strdup ("");
}
