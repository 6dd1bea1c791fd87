/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-dialog.h"

#include "tny-names.h"

static void
quit_now (gpointer app)
{
  g_action_group_activate_action (G_ACTION_GROUP (app), "quit", NULL);
  g_object_unref (app);
}

/* Not while the key is still being handled: GTK holds the window it was pressed in, but not the one below,
 * which it then looks for in vain. */
static gboolean
quit_cb (GtkWidget *widget, GVariant *args, gpointer data)
{
  GApplication *app = g_application_get_default ();

  if (app == NULL)
    return FALSE;
  g_idle_add_once (quit_now, g_object_ref (app));

  return TRUE;
}

void
tny_dialog_prepare (GtkWidget *window)
{
  g_return_if_fail (GTK_IS_WINDOW (window));

  GtkEventController *keys = gtk_shortcut_controller_new ();

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  gtk_shortcut_controller_add_shortcut (
    GTK_SHORTCUT_CONTROLLER (keys),
    gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_q, GDK_CONTROL_MASK),
                      gtk_callback_action_new (quit_cb, NULL, NULL)));
  gtk_widget_add_controller (window, keys);
  tny_names_fix (window);
}
