/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-link-to-window.h"

#include <glib/gi18n-lib.h>

#include "tny-list-source.h"
#include "tny-dialog.h"
#include "tny-names.h"
#include "tny-organization-columns.h"
#include "tny-preview-rows.h"
#include "tny-state-bin.h"
#include "tny-words.h"

struct _TnyLinkToWindow
{
  AdwWindow       parent_instance;

  AdwWindowTitle *title;
  GtkWidget      *link;
  GtkWidget      *entry;
  TnyStateBin    *states;
  TnyTable       *table;
};

G_DEFINE_FINAL_TYPE (TnyLinkToWindow, tny_link_to_window, ADW_TYPE_WINDOW)

enum { CHOSEN, N_SIGNALS };

static guint signals[N_SIGNALS];

/* Callbacks */

static void
nothing_found (TnyEmpty *empty, gpointer data)
{
  gboolean searching = *gtk_editable_get_text (
    GTK_EDITABLE (TNY_LINK_TO_WINDOW (data)->entry)) != '\0';

  empty->title = searching ? _("No contact found") : _("No contacts here");
  empty->description = searching ? _("Try a shorter part of the name or of the address.")
                                 : _("This organization has no contacts yet.");
}

static void
search_changed_cb (TnyLinkToWindow *self)
{
  tny_table_set_search (self->table, gtk_editable_get_text (GTK_EDITABLE (self->entry)));
}

static void
selected_cb (TnyLinkToWindow *self, gint64 id)
{
  gtk_widget_set_sensitive (self->link, id != 0);
}

static void
choose_cb (TnyLinkToWindow *self)
{
  const TnyContactRow *row = tny_table_get_record (self->table);

  /* while an answer is on its way, Enter would take what is no longer asked for */
  if (row == NULL || tny_table_is_loading (self->table))
    return;

  g_autofree char *name = tny_preview_contact_name (row);

  g_signal_emit (self, signals[CHOSEN], 0, row->id, name);
  gtk_window_close (GTK_WINDOW (self));
}

static void
stop_cb (TnyLinkToWindow *self)
{
  gtk_window_close (GTK_WINDOW (self));
}

static gboolean
key_cb (GtkEventControllerKey *keys, guint keyval, guint keycode, GdkModifierType state,
        TnyLinkToWindow *self)
{
  return keyval == GDK_KEY_Down && tny_table_focus (self->table);
}

static gboolean
close_shortcut_cb (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  gtk_window_close (GTK_WINDOW (widget));

  return TRUE;
}

/* Virtual functions */

static void
tny_link_to_window_dispose (GObject *object)
{
  TnyLinkToWindow *self = TNY_LINK_TO_WINDOW (object);

  if (self->table != NULL)
    tny_table_set_source (self->table, NULL, NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), TNY_TYPE_LINK_TO_WINDOW);

  G_OBJECT_CLASS (tny_link_to_window_parent_class)->dispose (object);
}

static void
tny_link_to_window_class_init (TnyLinkToWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tny_link_to_window_dispose;

  g_type_ensure (TNY_TYPE_STATE_BIN);
  g_type_ensure (TNY_TYPE_TABLE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               TNY_RESOURCES "tny-link-to-window.ui");
  gtk_widget_class_bind_template_child (widget_class, TnyLinkToWindow, title);
  gtk_widget_class_bind_template_child (widget_class, TnyLinkToWindow, link);
  gtk_widget_class_bind_template_child (widget_class, TnyLinkToWindow, entry);
  gtk_widget_class_bind_template_child (widget_class, TnyLinkToWindow, states);
  gtk_widget_class_bind_template_child (widget_class, TnyLinkToWindow, table);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, choose_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_cb);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, close_shortcut_cb, NULL);

  signals[CHOSEN] = g_signal_new ("chosen", TNY_TYPE_LINK_TO_WINDOW, G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 2, G_TYPE_INT64, G_TYPE_STRING);
}

static void
tny_link_to_window_init (TnyLinkToWindow *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  tny_name_set (self->entry, _("Search Contacts"));
  tny_contact_columns (self->table);
  tny_state_bin_follow (self->states, self->table, _("Reading contacts…"), nothing_found, self,
                        NULL);

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_widget_add_controller (self->entry, keys);
}

GtkWidget *
tny_link_to_window_new (GtkWidget *from, TnyStore *store, gint64 organization_id, const char *user)
{
  TnyLinkToWindow *self = g_object_new (TNY_TYPE_LINK_TO_WINDOW, "transient-for",
                                        gtk_widget_get_root (from), NULL);
  g_autoptr(GObject) source = tny_list_source_new (store, &(TnyListQuery) {
                                                     .kind = TNY_LIST_CONTACTS,
                                                     .organization_id = organization_id });
  g_autofree char *name = tny_words_name (user);

  adw_window_title_set_subtitle (self->title, name);
  tny_table_set_source (self->table, tny_list_source_ops (TNY_LIST_CONTACTS), source);
  tny_table_reload (self->table);
  tny_dialog_prepare (GTK_WIDGET (self));
  gtk_widget_grab_focus (self->entry);

  return GTK_WIDGET (self);
}
