/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-setup-page.h"

#include <glib/gi18n-lib.h>

#include "tny-names.h"
#include "tny-shell.h"

typedef struct
{
  TnySetup *setup;
  gboolean  can_continue;
} TnySetupPagePrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (TnySetupPage, tny_setup_page, ADW_TYPE_BIN)

enum { PROP_CAN_CONTINUE = 1, N_PROPS };
enum { DRAFT_CHANGED, PROCEED, FINISHED, VISIT, N_SIGNALS };

static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

static TnySetupPagePrivate *
priv_of (TnySetupPage *self)
{
  return tny_setup_page_get_instance_private (self);
}

static void
tny_setup_page_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_CAN_CONTINUE)
    g_value_set_boolean (value, priv_of (TNY_SETUP_PAGE (object))->can_continue);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
tny_setup_page_class_init (TnySetupPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  object_class->get_property = tny_setup_page_get_property;
  props[PROP_CAN_CONTINUE] = g_param_spec_boolean ("can-continue", NULL, NULL, FALSE,
                                                   G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
  signals[DRAFT_CHANGED] = g_signal_new ("draft-changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 0);
  signals[PROCEED] = g_signal_new ("proceed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
  signals[FINISHED] = g_signal_new ("finished", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                    G_TYPE_NONE, 0);
  signals[VISIT] = g_signal_new ("visit", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 1, G_TYPE_UINT);
}

static void
tny_setup_page_init (TnySetupPage *self)
{
}

/* Public functions */

const TnyCloud *
tny_setup_cloud (TnySetup *setup)
{
  /* only the first need of a cloud may take its time */
  if (tny_session_get_cloud (setup->session) == NULL)
    return NULL;

  return tny_session_find_cloud (setup->session, setup->draft->cloud, NULL, NULL);
}

TnySetup *
tny_setup_page_get_setup (TnySetupPage *self)
{
  g_return_val_if_fail (TNY_IS_SETUP_PAGE (self), NULL);

  return priv_of (self)->setup;
}

void
tny_setup_page_set_continue (TnySetupPage *self, gboolean can_continue)
{
  g_return_if_fail (TNY_IS_SETUP_PAGE (self));

  if (priv_of (self)->can_continue == can_continue)
    return;
  priv_of (self)->can_continue = can_continue;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_CAN_CONTINUE]);
}

void
tny_setup_page_draft_changed (TnySetupPage *self)
{
  g_signal_emit (self, signals[DRAFT_CHANGED], 0);
}

void
tny_setup_page_proceed (TnySetupPage *self)
{
  g_signal_emit (self, signals[PROCEED], 0);
}

void
tny_setup_page_finish (TnySetupPage *self)
{
  g_signal_emit (self, signals[FINISHED], 0);
}

void
tny_setup_page_visit (TnySetupPage *self, guint step)
{
  g_signal_emit (self, signals[VISIT], 0, step);
}

void
tny_setup_page_enter (TnySetupPage *self, TnySetup *setup)
{
  g_return_if_fail (TNY_IS_SETUP_PAGE (self));

  priv_of (self)->setup = setup;
  if (TNY_SETUP_PAGE_GET_CLASS (self)->enter != NULL)
    TNY_SETUP_PAGE_GET_CLASS (self)->enter (self);
}

void
tny_setup_page_leave (TnySetupPage *self)
{
  g_return_if_fail (TNY_IS_SETUP_PAGE (self));

  if (TNY_SETUP_PAGE_GET_CLASS (self)->leave != NULL)
    TNY_SETUP_PAGE_GET_CLASS (self)->leave (self);
}

gboolean
tny_setup_page_press (TnySetupPage *self)
{
  g_return_val_if_fail (TNY_IS_SETUP_PAGE (self), FALSE);

  return TNY_SETUP_PAGE_GET_CLASS (self)->proceed == NULL || TNY_SETUP_PAGE_GET_CLASS (self)->proceed (self);
}

void
tny_setup_page_dispose_template (GObject *self, GType type)
{
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), type);
}

static void
copy_cb (GtkWidget *button, gpointer value)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (button), value);
  tny_sayf (button, _("Copied: %s"), (const char *) value);
}

void
tny_copy_row_add (AdwActionRow *row, const char *value, const char *copy_name)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("edit-copy-symbolic");

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  tny_name_icon_button (button, copy_name, NULL);
  g_signal_connect_data (button, "clicked", G_CALLBACK (copy_cb), g_strdup (value),
                         (GClosureNotify) (void (*) (void)) g_free, 0);
  adw_action_row_add_suffix (row, button);
}

GtkWidget *
tny_copy_row_new (const char *title, const char *value, const char *copy_name)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), value);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  tny_describe (row, value);
  tny_copy_row_add (ADW_ACTION_ROW (row), value, copy_name);

  return row;
}
