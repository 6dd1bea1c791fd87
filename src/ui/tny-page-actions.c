/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-page-actions.h"

static void
pass_on_cb (GSimpleAction *action, GVariant *parameter, TnyPage *page)
{
  gtk_widget_activate_action_variant (GTK_WIDGET (page),
                                      g_object_get_data (G_OBJECT (action), "tny-name"), parameter);
}

/* "match.accept" is "accept" in the group "match". */
static void
add_action (TnyPage *page, GHashTable *groups, const char *name, const GVariantType *type)
{
  const char *dot = strchr (name, '.');

  if (dot == NULL)
    return;

  g_autofree char *prefix = g_strndup (name, dot - name);
  GSimpleActionGroup *group = g_hash_table_lookup (groups, prefix);
  g_autoptr(GSimpleAction) action = g_simple_action_new (dot + 1, type);

  g_object_set_data_full (G_OBJECT (action), "tny-name", g_strdup (name), g_free);
  g_signal_connect_object (action, "activate", G_CALLBACK (pass_on_cb), page, 0);

  if (group == NULL)
    {
      group = g_simple_action_group_new ();
      g_hash_table_insert (groups, g_steal_pointer (&prefix), group);
    }
  g_action_map_add_action (G_ACTION_MAP (group), G_ACTION (action));
}

static GHashTable *
groups_of (TnyPage *page)
{
  GtkWidgetClass *klass = GTK_WIDGET_GET_CLASS (page);
  GHashTable *groups = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  const GVariantType *type;
  const char *name, *property;
  GType owner;

  for (guint i = 0; gtk_widget_class_query_action (klass, i, &owner, &name, &type, &property); i++)
    add_action (page, groups, name, type);

  return groups;
}

void
tny_page_actions_lend (TnyPage *page, GtkWidget *window)
{
  g_autoptr(GHashTable) groups = groups_of (page);
  GHashTableIter iter;
  gpointer prefix, group;

  g_hash_table_iter_init (&iter, groups);
  while (g_hash_table_iter_next (&iter, &prefix, &group))
    gtk_widget_insert_action_group (window, prefix, group);
}

void
tny_page_actions_withdraw (TnyPage *page, GtkWidget *window)
{
  g_autoptr(GHashTable) groups = groups_of (page);
  GHashTableIter iter;
  gpointer prefix;

  g_hash_table_iter_init (&iter, groups);
  while (g_hash_table_iter_next (&iter, &prefix, NULL))
    gtk_widget_insert_action_group (window, prefix, NULL);
}
