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

void
tny_shell_write_status (GtkLabel *label, const char *text)
{
  g_return_if_fail (GTK_IS_LABEL (label));

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
tny_say (GtkWidget *from, const char *text)
{
  g_return_if_fail (GTK_IS_WIDGET (from));

  TnyShell *shell = nearest_shell (from);

  if (shell != NULL)
    TNY_SHELL_GET_IFACE (shell)->say (shell, text);
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

  TNY_SHELL_GET_IFACE (shell)->toast (shell, text, button, action, parameter);
  TNY_SHELL_GET_IFACE (shell)->say (shell, text);
}
