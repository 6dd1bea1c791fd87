/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-welcome-page.h"

#include <glib/gi18n-lib.h>

#include "tny-names.h"

struct _TnyWelcomePage
{
  TnyPage    parent_instance;

  GtkWidget *list;
};

G_DEFINE_FINAL_TYPE (TnyWelcomePage, tny_welcome_page, TNY_TYPE_PAGE)

static void
tny_welcome_page_enter (TnyPage *page)
{
  TnyWelcomePage *self = TNY_WELCOME_PAGE (page);

  tny_page_add_pane (page, self->list);
  gtk_widget_child_focus (self->list, GTK_DIR_TAB_FORWARD);
}

static void
tny_welcome_page_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), TNY_TYPE_WELCOME_PAGE);

  G_OBJECT_CLASS (tny_welcome_page_parent_class)->dispose (object);
}

static void
tny_welcome_page_class_init (TnyWelcomePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tny_welcome_page_dispose;
  TNY_PAGE_CLASS (klass)->enter = tny_welcome_page_enter;

  gtk_widget_class_set_template_from_resource (widget_class, TNY_RESOURCES "tny-welcome-page.ui");
  gtk_widget_class_bind_template_child (widget_class, TnyWelcomePage, list);
}

static void
tny_welcome_page_init (TnyWelcomePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
