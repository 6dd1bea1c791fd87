/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-page-keys.h"

#include "tny-shell.h"

static gboolean
key_cb (GtkWidget *widget, GVariant *args, gpointer data)
{
  const char *action = data;
  GtkWidget *page = gtk_widget_get_ancestor (widget, TNY_TYPE_PAGE);
  TnyPageClass *klass = page != NULL ? TNY_PAGE_GET_CLASS (page) : NULL;
  g_autofree char *why_not = klass != NULL && klass->why_not != NULL
                             ? klass->why_not (TNY_PAGE (page), action) : NULL;

  if (why_not != NULL)
    {
      tny_say (widget, why_not);
      return TRUE;
    }

  g_autoptr(GtkShortcutAction) named = gtk_named_action_new (action);

  return gtk_shortcut_action_activate (named, 0, widget, args);
}

GtkShortcutAction *
tny_page_key_action (const char *action)
{
  return gtk_callback_action_new (key_cb, (gpointer) action, NULL);
}

/* Of global scope, so that the keys work wherever in the window the focus is; in the bubble phase, so
 * that a text field keeps its own Ctrl+Z. */
void
tny_page_add_keys (TnyPage *self)
{
  static const struct { guint key; GdkModifierType state; const char *action; } keys[] = {
    { GDK_KEY_f,  GDK_CONTROL_MASK,                  "page.search" },
    { GDK_KEY_F5, 0,                                 "page.refresh" },
    { GDK_KEY_e,  GDK_CONTROL_MASK,                  "page.export" },
    { GDK_KEY_z,  GDK_CONTROL_MASK,                  "page.undo" },
    { GDK_KEY_z,  GDK_CONTROL_MASK | GDK_SHIFT_MASK, "page.redo" },
  };
  GtkEventController *controller = gtk_shortcut_controller_new ();

  gtk_shortcut_controller_set_scope (GTK_SHORTCUT_CONTROLLER (controller),
                                     GTK_SHORTCUT_SCOPE_GLOBAL);
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_shortcut_controller_add_shortcut (
      GTK_SHORTCUT_CONTROLLER (controller),
      gtk_shortcut_new (gtk_keyval_trigger_new (keys[i].key, keys[i].state),
                        tny_page_key_action (keys[i].action)));
  gtk_widget_add_controller (GTK_WIDGET (self), controller);
}
