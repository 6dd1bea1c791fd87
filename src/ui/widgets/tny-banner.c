/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-banner.h"

#include "tny-names.h"

struct _TnyBanner
{
  GtkWidget  parent_instance;

  GtkWidget *bar;
  GtkWidget *image;
  GtkWidget *label;
  GtkWidget *buttons;
};

G_DEFINE_FINAL_TYPE (TnyBanner, tny_banner, GTK_TYPE_WIDGET)

static void
tny_banner_dispose (GObject *object)
{
  g_clear_pointer (&TNY_BANNER (object)->bar, gtk_widget_unparent);

  G_OBJECT_CLASS (tny_banner_parent_class)->dispose (object);
}

static void
tny_banner_class_init (TnyBannerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tny_banner_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

/* Text and buttons stand in a flow box, so that a narrow window wraps the buttons below the text
 * instead of growing. */
static void
tny_banner_init (TnyBanner *self)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *column = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  self->image = gtk_image_new ();
  gtk_widget_set_valign (self->image, GTK_ALIGN_START);
  self->label = gtk_label_new (NULL);
  gtk_label_set_wrap (GTK_LABEL (self->label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (self->label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_natural_wrap_mode (GTK_LABEL (self->label), GTK_NATURAL_WRAP_NONE);
  gtk_label_set_xalign (GTK_LABEL (self->label), 0);
  gtk_widget_set_hexpand (self->label, TRUE);

  gtk_box_append (GTK_BOX (line), self->image);
  gtk_box_append (GTK_BOX (line), self->label);

  self->buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  gtk_widget_set_halign (self->buttons, GTK_ALIGN_END);
  gtk_widget_set_visible (self->buttons, FALSE);

  gtk_box_append (GTK_BOX (column), line);
  gtk_box_append (GTK_BOX (column), self->buttons);
  gtk_widget_set_hexpand (column, TRUE);

  self->bar = gtk_info_bar_new ();
  gtk_info_bar_add_child (GTK_INFO_BAR (self->bar), column);
  gtk_widget_set_parent (self->bar, GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

GtkWidget *
tny_banner_new (void)
{
  return g_object_new (TNY_TYPE_BANNER, NULL);
}

void
tny_banner_show (TnyBanner *self, GtkMessageType type, const char *text)
{
  g_return_if_fail (TNY_IS_BANNER (self));

  gtk_widget_set_visible (GTK_WIDGET (self), text != NULL);
  if (text == NULL)
    return;

  gtk_info_bar_set_message_type (GTK_INFO_BAR (self->bar), type);
  gtk_image_set_from_icon_name (GTK_IMAGE (self->image),
                                type == GTK_MESSAGE_ERROR ? "dialog-error-symbolic"
                                : type == GTK_MESSAGE_WARNING ? "dialog-warning-symbolic"
                                : "dialog-information-symbolic");
  gtk_label_set_text (GTK_LABEL (self->label), text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->bar), GTK_ACCESSIBLE_PROPERTY_LABEL, text,
                                  -1);
}

const char *
tny_banner_get_text (TnyBanner *self)
{
  g_return_val_if_fail (TNY_IS_BANNER (self), NULL);

  return gtk_widget_get_visible (GTK_WIDGET (self)) ? gtk_label_get_text (GTK_LABEL (self->label))
                                                    : NULL;
}

static GtkWidget *
add_button (TnyBanner *self, GtkWidget *button)
{
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (self->buttons), button);
  gtk_widget_set_visible (self->buttons, TRUE);
  tny_names_fix (button);

  return button;
}

GtkWidget *
tny_banner_add_button (TnyBanner *self, const char *label, const char *action)
{
  g_return_val_if_fail (TNY_IS_BANNER (self), NULL);

  GtkWidget *button = gtk_button_new_with_mnemonic (label);

  gtk_actionable_set_detailed_action_name (GTK_ACTIONABLE (button), action);

  return add_button (self, button);
}

GtkWidget *
tny_banner_add_menu (TnyBanner *self, const char *label, GMenuModel *menu)
{
  g_return_val_if_fail (TNY_IS_BANNER (self), NULL);

  GtkWidget *button = gtk_menu_button_new ();

  gtk_menu_button_set_label (GTK_MENU_BUTTON (button), label);
  gtk_menu_button_set_use_underline (GTK_MENU_BUTTON (button), TRUE);
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (button), menu);

  return add_button (self, button);
}

void
tny_banner_clear_buttons (TnyBanner *self)
{
  g_return_if_fail (TNY_IS_BANNER (self));

  for (GtkWidget *child; (child = gtk_widget_get_first_child (self->buttons)) != NULL;)
    gtk_box_remove (GTK_BOX (self->buttons), child);
  gtk_widget_set_visible (self->buttons, FALSE);
}
