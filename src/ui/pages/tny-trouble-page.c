/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-trouble-page.h"

#include <glib/gi18n-lib.h>

#include "tny-error.h"
#include "tny-redact.h"
#include "tny-shell.h"

struct _TnyTroublePage
{
  TnyPage        parent_instance;

  AdwStatusPage *status;
  GtkLabel      *details;
};

G_DEFINE_FINAL_TYPE (TnyTroublePage, tny_trouble_page, TNY_TYPE_PAGE)

static void
copy_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TnyTroublePage *self = TNY_TROUBLE_PAGE (widget);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), gtk_label_get_text (self->details));
  tny_say (widget, _("Details copied."));
}

static void
tny_trouble_page_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), TNY_TYPE_TROUBLE_PAGE);

  G_OBJECT_CLASS (tny_trouble_page_parent_class)->dispose (object);
}

static void
tny_trouble_page_class_init (TnyTroublePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tny_trouble_page_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, TNY_RESOURCES "tny-trouble-page.ui");
  gtk_widget_class_bind_template_child (widget_class, TnyTroublePage, status);
  gtk_widget_class_bind_template_child (widget_class, TnyTroublePage, details);
  gtk_widget_class_install_action (widget_class, "trouble.copy", NULL, copy_action);
}

static void
tny_trouble_page_init (TnyTroublePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
tny_trouble_page_set_error (TnyTroublePage *self, const GError *error)
{
  g_return_if_fail (TNY_IS_TROUBLE_PAGE (self));
  g_return_if_fail (error != NULL);

  const TnyRemedy *remedy = tny_remedy_for (error);
  g_autofree char *advice = g_markup_escape_text (_(remedy->advice), -1);
  g_autofree char *details = tny_redact (error->message);

  adw_status_page_set_title (self->status, _(remedy->headline));
  adw_status_page_set_description (self->status, advice);
  gtk_label_set_text (self->details, details);
  tny_say (GTK_WIDGET (self), _(remedy->headline));
}
