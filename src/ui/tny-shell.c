/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-shell.h"

#include <glib/gi18n-lib.h>

#include "tny-names.h"

G_DEFINE_INTERFACE (TnyShell, tny_shell, GTK_TYPE_WIDGET)

static void
tny_shell_default_init (TnyShellInterface *iface)
{
}

static TnyShell *
nearest_shell (GtkWidget *from)
{
  return TNY_SHELL (gtk_widget_get_ancestor (from, TNY_TYPE_SHELL));
}

typedef struct
{
  GtkLabel        *status;
  AdwToastOverlay *toasts;       /* NULL: none */
} Parts;

static GQuark
parts_quark (void)
{
  return g_quark_from_static_string ("tny-shell-parts");
}

static void
parts_free (gpointer data)
{
  Parts *parts = data;

  g_object_unref (parts->status);
  g_clear_object (&parts->toasts);
  g_free (parts);
}

void
tny_shell_set_parts (TnyShell *self, GtkLabel *status, AdwToastOverlay *toasts)
{
  g_return_if_fail (TNY_IS_SHELL (self));
  g_return_if_fail (GTK_IS_LABEL (status));

  Parts *parts = g_new0 (Parts, 1);

  parts->status = g_object_ref (status);
  parts->toasts = toasts != NULL ? g_object_ref (toasts) : NULL;
  g_object_set_qdata_full (G_OBJECT (self), parts_quark (), parts, parts_free);
}

static void
write_status (TnyShell *self, const char *text)
{
  const Parts *parts = g_object_get_qdata (G_OBJECT (self), parts_quark ());
  GtkLabel *label = parts->status;

  /* the same text twice is two events only when there was another between */
  if (g_strcmp0 (gtk_label_get_text (label), text) == 0)
    gtk_label_set_text (label, "");

  gtk_label_set_text (label, text);
  tny_name_set (GTK_WIDGET (label), *text != '\0' ? text : _("Status"));
  gtk_widget_set_tooltip_text (GTK_WIDGET (label), *text != '\0' ? text : NULL);
  if (*text != '\0')
    gtk_widget_add_css_class (GTK_WIDGET (label), "said");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (label), "said");
}

void
tny_shell_hush (TnyShell *self)
{
  g_return_if_fail (TNY_IS_SHELL (self));

  write_status (self, "");
}

static void
show_toast (TnyShell *self, const char *text, const char *button, const char *action,
            GVariant *target)
{
  const Parts *parts = g_object_get_qdata (G_OBJECT (self), parts_quark ());
  g_autofree char *escaped = g_markup_escape_text (text, -1);
  AdwToast *toast;

  if (parts->toasts == NULL)
    return;
  toast = adw_toast_new (escaped);
  if (button != NULL)
    {
      adw_toast_set_button_label (toast, button);
      if (target != NULL)
        {
          adw_toast_set_action_name (toast, action);
          adw_toast_set_action_target_value (toast, target);
        }
      else
        {
          adw_toast_set_detailed_action_name (toast, action);
        }
    }
  adw_toast_overlay_add_toast (parts->toasts, toast);
  tny_names_fix (GTK_WIDGET (parts->toasts));
}

void
tny_say (GtkWidget *from, const char *text)
{
  g_return_if_fail (GTK_IS_WIDGET (from));

  TnyShell *shell = nearest_shell (from);

  if (shell != NULL)
    write_status (shell, text);
}

void
tny_sayf (GtkWidget *from, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  g_autofree char *text = g_strdup_vprintf (format, args);
  va_end (args);

  tny_say (from, text);
}

void
tny_toast (GtkWidget *from, const char *text, const char *button, const char *action,
           GVariant *target)
{
  g_return_if_fail (GTK_IS_WIDGET (from));

  g_autoptr(GVariant) parameter = target != NULL ? g_variant_ref_sink (target) : NULL;
  TnyShell *shell = nearest_shell (from);

  if (shell == NULL)
    return;

  show_toast (shell, text, button, action, parameter);
  write_status (shell, text);
}
