/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-subscription-rows.h"

#include <glib/gi18n-lib.h>

#include "tny-names.h"
#include "tny-sync-settings.h"
#include "tny-words.h"

struct _TnySubscriptionRows
{
  AdwExpanderRow  parent_instance;

  GPtrArray      *rows;              /* AdwActionRow, with a GtkCheckButton as "check"; ours to remove */
};

G_DEFINE_FINAL_TYPE (TnySubscriptionRows, tny_subscription_rows, ADW_TYPE_EXPANDER_ROW)

static void
add_product (TnySubscriptionRows *self, const char *sku_id, const char *name, const char *part_number,
             gint64 assigned, gboolean chosen)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *check = gtk_check_button_new ();
  g_autofree char *number = assigned >= 0 ? tny_words_number ((guint64) assigned) : NULL;
  g_autofree char *subtitle = number != NULL
    ? g_strdup_printf (ngettext ("%s · %s user", "%s · %s users", (gulong) assigned), part_number, number)
    : g_strdup (part_number);
  g_autofree char *shown = tny_words_name (name);

  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), chosen);
  gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), shown);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), check);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), check);
  tny_describe (check, subtitle);
  g_object_set_data_full (G_OBJECT (check), "sku-id", g_strdup (sku_id), g_free);
  g_object_set_data (G_OBJECT (row), "check", check);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (self), row);
  g_ptr_array_add (self->rows, row);
}

static GtkWidget *
check_of (TnySubscriptionRows *self, guint i)
{
  return g_object_get_data (self->rows->pdata[i], "check");
}

/* Virtual functions */

static void
tny_subscription_rows_finalize (GObject *object)
{
  g_ptr_array_unref (TNY_SUBSCRIPTION_ROWS (object)->rows);

  G_OBJECT_CLASS (tny_subscription_rows_parent_class)->finalize (object);
}

static void
tny_subscription_rows_class_init (TnySubscriptionRowsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tny_subscription_rows_finalize;
}

static void
tny_subscription_rows_init (TnySubscriptionRows *self)
{
  self->rows = g_ptr_array_new ();
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), _("Subscriptions"));
}

/* Public functions */

GtkWidget *
tny_subscription_rows_new (void)
{
  return g_object_new (TNY_TYPE_SUBSCRIPTION_ROWS, NULL);
}

void
tny_subscription_rows_fill (TnySubscriptionRows *self, GPtrArray *list, const char *const *chosen)
{
  static const char *const none[] = { NULL };

  g_return_if_fail (TNY_IS_SUBSCRIPTION_ROWS (self));

  if (chosen == NULL)
    chosen = none;
  for (guint i = 0; i < self->rows->len; i++)
    adw_expander_row_remove (ADW_EXPANDER_ROW (self), self->rows->pdata[i]);
  g_ptr_array_set_size (self->rows, 0);
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (self),
    list->len > 0 ? _("Choose those you manage") : _("Not known yet: sync the licences first"));
  for (guint i = 0; i < list->len; i++)
    {
      const TnySubscription *row = list->pdata[i];

      add_product (self, row->sku_id, row->name, row->part_number, row->assigned,
                   g_strv_contains (chosen, row->sku_id));
    }
  for (guint c = 0; chosen[c] != NULL; c++)
    {
      gboolean known = FALSE;

      for (guint i = 0; i < list->len && !known; i++)
        known = g_str_equal (((TnySubscription *) list->pdata[i])->sku_id, chosen[c]);
      if (!known)
        add_product (self, chosen[c], chosen[c], _("no tenant has it now"), -1, TRUE);
    }
  tny_names_fix (GTK_WIDGET (self));
}

char *
tny_subscription_rows_get_chosen (TnySubscriptionRows *self)
{
  GString *ids;

  g_return_val_if_fail (TNY_IS_SUBSCRIPTION_ROWS (self), NULL);

  ids = g_string_new (NULL);
  for (guint i = 0; i < self->rows->len; i++)
    if (gtk_check_button_get_active (GTK_CHECK_BUTTON (check_of (self, i))))
      g_string_append_printf (ids, "%s%s", ids->len > 0 ? "," : "",
                              (char *) g_object_get_data (G_OBJECT (check_of (self, i)), "sku-id"));

  return g_string_free (ids, FALSE);
}
