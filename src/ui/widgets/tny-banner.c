/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-banner.h"

#include "tny-names.h"
#include "tny-wrap-box.h"

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

/* Layout: text and buttons share a line where both fit; else the buttons stand below the text, at the
 * end, so that a narrow window or large letters never cut either. */

#define SPACING 12

static void
measure_children (GtkWidget *box, int *line_minimum, int *line_natural, int *buttons_minimum,
                  int *buttons_natural)
{
  GtkWidget *line = gtk_widget_get_first_child (box);
  GtkWidget *buttons = gtk_widget_get_last_child (box);

  *buttons_minimum = *buttons_natural = 0;
  gtk_widget_measure (line, GTK_ORIENTATION_HORIZONTAL, -1, line_minimum, line_natural, NULL, NULL);
  if (gtk_widget_should_layout (buttons))
    gtk_widget_measure (buttons, GTK_ORIENTATION_HORIZONTAL, -1, buttons_minimum, buttons_natural,
                        NULL, NULL);
}

/* Places both in @width, or only says how high that would be. */
static int
lay_out (GtkWidget *box, int width, int height, gboolean place)
{
  GtkWidget *line = gtk_widget_get_first_child (box);
  GtkWidget *buttons = gtk_widget_get_last_child (box);
  gboolean mirrored = gtk_widget_get_direction (box) == GTK_TEXT_DIR_RTL;
  gboolean has_buttons = gtk_widget_should_layout (buttons);
  int line_minimum, line_natural, buttons_minimum, buttons_natural;
  int line_height, buttons_height = 0;

  measure_children (box, &line_minimum, &line_natural, &buttons_minimum, &buttons_natural);

  gboolean beside = has_buttons && line_natural + SPACING + buttons_natural <= width;
  int line_width = beside ? width - SPACING - buttons_natural : width;
  int buttons_width = CLAMP (buttons_natural, buttons_minimum, MAX (width, buttons_minimum));

  gtk_widget_measure (line, GTK_ORIENTATION_VERTICAL, line_width, &line_height, NULL, NULL, NULL);
  if (has_buttons)
    gtk_widget_measure (buttons, GTK_ORIENTATION_VERTICAL, buttons_width, &buttons_height, NULL, NULL,
                        NULL);

  int needed = beside ? MAX (line_height, buttons_height)
             : line_height + (has_buttons ? SPACING / 2 + buttons_height : 0);

  if (!place)
    return needed;

  height = MAX (height, needed);
  gtk_widget_size_allocate (line, &(GtkAllocation) { mirrored ? width - line_width : 0,
                                                     0, line_width,
                                                     beside || !has_buttons ? height : line_height }, -1);
  if (has_buttons)
    gtk_widget_size_allocate (buttons, &(GtkAllocation) {
                                mirrored ? 0 : width - buttons_width,
                                beside ? 0 : line_height + SPACING / 2, buttons_width,
                                beside ? height : buttons_height }, -1);

  return needed;
}

static GtkSizeRequestMode
request_mode (GtkWidget *box)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
measure (GtkWidget *box, GtkOrientation orientation, int for_size, int *minimum, int *natural,
         int *minimum_baseline, int *natural_baseline)
{
  int line_minimum, line_natural, buttons_minimum, buttons_natural;

  measure_children (box, &line_minimum, &line_natural, &buttons_minimum, &buttons_natural);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = MAX (line_minimum, buttons_minimum);
      *natural = line_natural + (buttons_natural > 0 ? SPACING + buttons_natural : 0);
    }
  else
    {
      int width = for_size >= 0 ? for_size : line_natural + SPACING + buttons_natural;

      *minimum = *natural = lay_out (box, MAX (width, MAX (line_minimum, buttons_minimum)), 0, FALSE);
    }
}

static void
allocate (GtkWidget *box, int width, int height, int baseline)
{
  lay_out (box, width, height, TRUE);
}

static void
tny_banner_init (TnyBanner *self)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, SPACING);
  GtkWidget *both = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  self->image = gtk_image_new ();
  gtk_widget_set_valign (self->image, GTK_ALIGN_CENTER);
  self->label = gtk_label_new (NULL);
  gtk_label_set_wrap (GTK_LABEL (self->label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (self->label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_natural_wrap_mode (GTK_LABEL (self->label), GTK_NATURAL_WRAP_NONE);
  gtk_label_set_xalign (GTK_LABEL (self->label), 0);
  gtk_widget_set_hexpand (self->label, TRUE);
  gtk_widget_set_valign (self->label, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (line), self->image);
  gtk_box_append (GTK_BOX (line), self->label);

  self->buttons = tny_wrap_box_new (6);
  gtk_widget_set_visible (self->buttons, FALSE);

  gtk_widget_set_layout_manager (both, gtk_custom_layout_new (request_mode, measure, allocate));
  gtk_box_append (GTK_BOX (both), line);
  gtk_box_append (GTK_BOX (both), self->buttons);
  gtk_widget_set_hexpand (both, TRUE);

  self->bar = gtk_info_bar_new ();
  gtk_info_bar_add_child (GTK_INFO_BAR (self->bar), both);
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
  tny_wrap_box_append (TNY_WRAP_BOX (self->buttons), button);
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
    gtk_widget_unparent (child);
  gtk_widget_set_visible (self->buttons, FALSE);
}
