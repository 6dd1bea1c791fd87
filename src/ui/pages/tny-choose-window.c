/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-choose-window.h"

#include <glib/gi18n-lib.h>

#include "tny-dialog.h"
#include "tny-names.h"
#include "tny-words.h"

struct _TnyChooseWindow
{
  AdwWindow        parent_instance;

  AdwWindowTitle  *title;
  GtkWidget       *choose;
  GtkWidget       *entry;
  TnyStateBin     *states;
  TnyTable        *table;

  const TnyChoice *choice;
};

G_DEFINE_FINAL_TYPE (TnyChooseWindow, tny_choose_window, ADW_TYPE_WINDOW)

enum { CHOSEN, N_SIGNALS };

static guint signals[N_SIGNALS];

/* Callbacks */

static void
nothing_found (TnyEmpty *empty, gpointer data)
{
  TnyChooseWindow *self = data;
  gboolean searching = *gtk_editable_get_text (GTK_EDITABLE (self->entry)) != '\0';
  const TnyEmpty *why = searching ? &self->choice->not_found : &self->choice->none;

  empty->title = _(why->title);
  empty->description = _(why->description);
}

static void
search_changed_cb (TnyChooseWindow *self)
{
  tny_table_set_search (self->table, gtk_editable_get_text (GTK_EDITABLE (self->entry)));
}

static void
selected_cb (TnyChooseWindow *self, gint64 id)
{
  gtk_widget_set_sensitive (self->choose, id != 0);
}

static void
choose_cb (TnyChooseWindow *self)
{
  gconstpointer record = tny_table_get_record (self->table);

  /* while an answer is on its way, Enter would take what is no longer asked for */
  if (record == NULL || tny_table_is_loading (self->table))
    return;

  g_autofree char *name = self->choice->name_of (record);

  g_signal_emit (self, signals[CHOSEN], 0, tny_table_get_selected (self->table), name);
  gtk_window_close (GTK_WINDOW (self));
}

static void
stop_cb (TnyChooseWindow *self)
{
  gtk_window_close (GTK_WINDOW (self));
}

static gboolean
key_cb (GtkEventControllerKey *keys, guint keyval, guint keycode, GdkModifierType state,
        TnyChooseWindow *self)
{
  return keyval == GDK_KEY_Down && tny_table_focus (self->table);
}

/* Virtual functions */

static void
tny_choose_window_dispose (GObject *object)
{
  TnyChooseWindow *self = TNY_CHOOSE_WINDOW (object);

  if (self->table != NULL)
    tny_table_set_source (self->table, NULL, NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), TNY_TYPE_CHOOSE_WINDOW);

  G_OBJECT_CLASS (tny_choose_window_parent_class)->dispose (object);
}

static void
tny_choose_window_class_init (TnyChooseWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tny_choose_window_dispose;

  g_type_ensure (TNY_TYPE_STATE_BIN);
  g_type_ensure (TNY_TYPE_TABLE);
  gtk_widget_class_set_template_from_resource (widget_class, TNY_RESOURCES "tny-choose-window.ui");
  gtk_widget_class_bind_template_child (widget_class, TnyChooseWindow, title);
  gtk_widget_class_bind_template_child (widget_class, TnyChooseWindow, choose);
  gtk_widget_class_bind_template_child (widget_class, TnyChooseWindow, entry);
  gtk_widget_class_bind_template_child (widget_class, TnyChooseWindow, states);
  gtk_widget_class_bind_template_child (widget_class, TnyChooseWindow, table);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, choose_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);

  signals[CHOSEN] = g_signal_new ("chosen", TNY_TYPE_CHOOSE_WINDOW, G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 2, G_TYPE_INT64, G_TYPE_STRING);
}

static void
tny_choose_window_init (TnyChooseWindow *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_widget_init_template (GTK_WIDGET (self));

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_widget_add_controller (self->entry, keys);
}

/* Public functions */

GtkWidget *
tny_choose_window_new (GtkWidget *from, const TnyChoice *choice, const char *subject,
                       const TnyTableOps *ops, GObject *source)
{
  TnyChooseWindow *self = g_object_new (TNY_TYPE_CHOOSE_WINDOW,
                                        "transient-for", gtk_widget_get_root (from),
                                        "title", _(choice->title), NULL);
  g_autofree char *name = tny_words_name (subject);

  self->choice = choice;
  adw_window_title_set_title (self->title, _(choice->title));
  adw_window_title_set_subtitle (self->title, name);
  gtk_button_set_label (GTK_BUTTON (self->choose), _(choice->accept));
  tny_name_set (self->entry, _(choice->search));
  g_object_set (self->entry, "placeholder-text", _(choice->placeholder), NULL);
  g_object_set (self->table, "label", _(choice->list), NULL);
  choice->set_columns (self->table);
  tny_state_bin_follow (self->states, self->table, _(choice->busy), nothing_found, self, NULL);
  tny_table_set_source (self->table, ops, source);
  tny_table_reload (self->table);
  tny_dialog_prepare (GTK_WIDGET (self));
  gtk_widget_grab_focus (self->entry);

  return GTK_WIDGET (self);
}
