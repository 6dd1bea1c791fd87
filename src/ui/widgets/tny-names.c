/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-names.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#define NAME_KEY "tny-accessible-name"
#define VALUE_KEY "tny-accessible-value"

static char *
without_underscores (const char *label)
{
  GString *out = g_string_new (NULL);

  for (const char *p = label; *p != '\0'; p++)
    {
      if (*p == '_' && p[1] == '_')
        p++;
      else if (*p == '_')
        continue;
      g_string_append_c (out, *p);
    }

  return g_string_free (out, FALSE);
}

/* "Search (Ctrl+F)" is called "Search". */
static char *
without_key (const char *tooltip)
{
  const char *bracket = strrchr (tooltip, '(');

  if (bracket != NULL && bracket > tooltip && g_str_has_suffix (tooltip, ")"))
    return g_strchomp (g_strndup (tooltip, bracket - tooltip));

  return g_strdup (tooltip);
}

static void
set_label (GtkWidget *widget, const char *label)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
}

static void
replace_mnemonic (GtkWidget *widget, const char *label)
{
  g_autofree char *plain = without_underscores (label);

  gtk_accessible_reset_relation (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  set_label (widget, plain);
}

static const char *
own_name (GtkWidget *widget)
{
  return g_object_get_data (G_OBJECT (widget), NAME_KEY);
}

static gboolean
has_label (GtkWidget *widget)
{
  return gtk_test_accessible_has_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL);
}

/* The first button below @widget: what GtkMenuButton and GtkDropDown really let one press. */
static GtkWidget *
inner_button (GtkWidget *widget)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (GTK_IS_BUTTON (child))
      return child;

  return NULL;
}

static void
fix_button (GtkWidget *button)
{
  const char *label = gtk_button_get_label (GTK_BUTTON (button));
  GtkWidget *child = gtk_button_get_child (GTK_BUTTON (button));
  const char *tooltip = gtk_widget_get_tooltip_text (button);

  if (own_name (button) != NULL)
    return;

  if (label != NULL)
    {
      if (gtk_button_get_use_underline (GTK_BUTTON (button)))
        replace_mnemonic (button, label);
    }
  else if (ADW_IS_BUTTON_CONTENT (child))
    {
      replace_mnemonic (button, adw_button_content_get_label (ADW_BUTTON_CONTENT (child)));
    }
  else if (gtk_widget_get_ancestor (button, ADW_TYPE_TOAST_OVERLAY) != NULL
           && gtk_widget_has_css_class (button, "circular")
           && gtk_widget_has_css_class (button, "flat") && tooltip == NULL && !has_label (button))
    {
      set_label (button, _("Dismiss"));
    }
  else if (tooltip != NULL && !has_label (button))
    {
      g_autofree char *name = without_key (tooltip);

      set_label (button, name);
    }
}

static void
fix_menu_button (GtkWidget *button)
{
  GtkWidget *inner = inner_button (button);
  const char *label = gtk_menu_button_get_label (GTK_MENU_BUTTON (button));
  const char *tooltip = gtk_widget_get_tooltip_text (button);
  g_autofree char *name = NULL;

  if (own_name (button) != NULL)
    name = g_strdup (own_name (button));
  else if (label != NULL && gtk_menu_button_get_use_underline (GTK_MENU_BUTTON (button)))
    name = without_underscores (label);
  else if (label != NULL)
    name = g_strdup (label);
  else if (tooltip != NULL)
    name = without_key (tooltip);

  if (name == NULL)
    return;

  set_label (button, name);
  if (inner != NULL)
    replace_mnemonic (inner, name);
}

static void
fix_drop_down (GtkWidget *drop_down)
{
  GtkWidget *inner = inner_button (drop_down);
  const char *value = g_object_get_data (G_OBJECT (drop_down), VALUE_KEY);
  g_autofree char *both = NULL;

  if (own_name (drop_down) == NULL || inner == NULL)
    return;

  /* translators: a drop-down and what is chosen in it, spoken, e.g. "Level: All" */
  both = value != NULL ? g_strdup_printf (_("%s: %s"), own_name (drop_down), value) : NULL;
  set_label (inner, both != NULL ? both : own_name (drop_down));
}

/* Lists inside libadwaita's rows and groups: what can be chosen, what can be unfolded, what stands
 * together. They are called like what they belong to; a group without a title like its first row. */
static void
fix_inner_list (GtkWidget *list)
{
  GtkWidget *owner = list;
  const char *title = NULL;

  while ((owner = gtk_widget_get_parent (owner)) != NULL && title == NULL)
    {
      if (ADW_IS_COMBO_ROW (owner) || ADW_IS_EXPANDER_ROW (owner))
        title = adw_preferences_row_get_title (ADW_PREFERENCES_ROW (owner));
      else if (ADW_IS_PREFERENCES_GROUP (owner))
        title = adw_preferences_group_get_title (ADW_PREFERENCES_GROUP (owner));
      if (ADW_IS_PREFERENCES_GROUP (owner))
        break;
    }

  GtkWidget *first = gtk_widget_get_first_child (list);

  if (owner != NULL && (title == NULL || *title == '\0') && ADW_IS_PREFERENCES_ROW (first))
    title = adw_preferences_row_get_title (ADW_PREFERENCES_ROW (first));
  if (title == NULL || *title == '\0')
    return;
  /* a group's list has its title by relation already, which would be read a second time */
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  set_label (list, title);
}

void
tny_names_fix (GtkWidget *root)
{
  g_return_if_fail (GTK_IS_WIDGET (root));

  if (GTK_IS_MENU_BUTTON (root))
    {
      fix_menu_button (root);
      return;
    }

  if (GTK_IS_DROP_DOWN (root))
    {
      fix_drop_down (root);
      return;
    }

  if ((GTK_IS_LIST_BOX (root) || GTK_IS_LIST_VIEW (root)) && !has_label (root))
    fix_inner_list (root);
  if (GTK_IS_EXPANDER (root) && gtk_expander_get_label (GTK_EXPANDER (root)) != NULL)
    set_label (root, gtk_expander_get_label (GTK_EXPANDER (root)));
  if (GTK_IS_BUTTON (root))
    fix_button (root);
  else if (GTK_IS_CHECK_BUTTON (root) && gtk_check_button_get_label (GTK_CHECK_BUTTON (root)) != NULL
           && gtk_check_button_get_use_underline (GTK_CHECK_BUTTON (root)))
    replace_mnemonic (root, gtk_check_button_get_label (GTK_CHECK_BUTTON (root)));

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    tny_names_fix (child);
}

void
tny_name_icon_button (GtkWidget *button, const char *name, const char *accelerator)
{
  g_return_if_fail (GTK_IS_WIDGET (button));

  guint key;
  GdkModifierType state;

  if (accelerator != NULL && gtk_accelerator_parse (accelerator, &key, &state))
    {
      g_autofree char *keys = gtk_accelerator_get_label (key, state);
      g_autofree char *tooltip = g_strdup_printf ("%s (%s)", name, keys);

      gtk_widget_set_tooltip_text (button, tooltip);
    }
  else
    {
      gtk_widget_set_tooltip_text (button, name);
    }

  tny_name_set (button, name);
}

void
tny_name_set (GtkWidget *widget, const char *name)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));

  g_object_set_data_full (G_OBJECT (widget), NAME_KEY, g_strdup (name), g_free);
  if (name == NULL)
    {
      gtk_accessible_reset_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL);
      return;
    }

  set_label (widget, name);
  if (GTK_IS_MENU_BUTTON (widget))
    fix_menu_button (widget);
  else if (GTK_IS_DROP_DOWN (widget))
    fix_drop_down (widget);
}

void
tny_name_value (GtkWidget *drop_down, const char *value)
{
  g_return_if_fail (GTK_IS_DROP_DOWN (drop_down));

  g_object_set_data_full (G_OBJECT (drop_down), VALUE_KEY, g_strdup (value), g_free);
  fix_drop_down (drop_down);
}

void
tny_describe (GtkWidget *widget, const char *description)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));

  if (description != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                    description, -1);
  else
    gtk_accessible_reset_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION);
}
