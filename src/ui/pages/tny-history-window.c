/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-history-window.h"

#include <glib/gi18n-lib.h>

#include "tny-clock.h"
#include "tny-list-source.h"
#include "tny-dialog.h"
#include "tny-names.h"
#include "tny-state-bin.h"
#include "tny-text.h"
#include "tny-words.h"

struct _TnyHistoryWindow
{
  AdwWindow    parent_instance;

  GtkWidget   *revert;
  TnyStateBin *states;
  TnyTable    *table;
  GtkWidget   *why;
};

G_DEFINE_FINAL_TYPE (TnyHistoryWindow, tny_history_window, ADW_TYPE_WINDOW)

enum { REVERT, N_SIGNALS };

static guint signals[N_SIGNALS];

/* Columns */

static const struct { const char *action, *word; } actions[] = {
  { "automatic", N_("Matched: same name") },
  { "accept",    N_("Accepted") },
  { "match",     N_("Matched") },
  { "create",    N_("Created") },
  { "ignore",    N_("Ignored") },
  { "revert",    N_("Reverted") },
  { "undo",      N_("Undone") },
  { "redo",      N_("Redone") },
};

static const char *
action_word (const TnyDecisionRow *row)
{
  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    if (g_strcmp0 (actions[i].action, row->action) == 0)
      return _(actions[i].word);

  return row->action;
}

static char *
when_text (gconstpointer record)
{
  return tny_words_ago (((const TnyDecisionRow *) record)->at, tny_clock_now (NULL));
}

static char *
action_text (gconstpointer record)
{
  return g_strdup (action_word (record));
}

static char *
tenant_text (gconstpointer record)
{
  return tny_words_name (((const TnyDecisionRow *) record)->tenant_name);
}

static char *
organization_text (gconstpointer record)
{
  const TnyDecisionRow *row = record;

  return row->organization_name != NULL ? tny_words_name (row->organization_name)
                                        : g_strdup (TNY_UNKNOWN);
}

static char *
who_text (gconstpointer record)
{
  const TnyDecisionRow *row = record;

  return g_strcmp0 (row->who, "automatic") == 0 ? g_strdup (_("by itself"))
                                                : tny_words_name (row->who);
}

static char *
row_name (gconstpointer record)
{
  const TnyDecisionRow *row = record;
  g_autofree char *tenant = tny_text_one_line (row->tenant_name, 200);
  g_autofree char *organization = tny_text_one_line (row->organization_name, 200);
  g_autofree char *when = when_text (record);
  g_autofree char *who = who_text (record);

  /* translators: a decision, spoken: tenant, what was done, organization, when, by whom */
  return g_strdup_printf (_("%s, %s, %s, %s, %s"), tenant, action_word (row),
                          *organization != '\0' ? organization : _("none"), when, who);
}

static const TnyColumn columns[] = {
  { NULL, N_("When"),         12, TNY_COLUMN_DIM, when_text },
  { NULL, N_("Decision"),     14, 0, action_text },
  { NULL, N_("Tenant"),       16, TNY_COLUMN_EXPAND, tenant_text },
  { NULL, N_("Organization"), 16, TNY_COLUMN_EXPAND, organization_text },
  { NULL, N_("By"),           10, TNY_COLUMN_DIM, who_text },
};

/* Callbacks */

static void
show_selected (TnyHistoryWindow *self)
{
  const TnyDecisionRow *row = tny_table_get_record (self->table);
  g_autofree char *at = row != NULL ? tny_words_time (row->at) : NULL;
  g_autofree char *why = row != NULL ? tny_words_name (row->why) : NULL;
  g_autofree char *text = NULL;

  if (row != NULL && *why != '\0')
    /* translators: when a decision was made, and why */
    text = g_strdup_printf (_("%s. %s"), at, why);
  else
    text = g_strdup (at);

  gtk_label_set_text (GTK_LABEL (self->why), text);
  gtk_widget_set_sensitive (self->revert, row != NULL && row->can_revert);
}

static void
selected_cb (TnyHistoryWindow *self, gint64 id)
{
  show_selected (self);
}

static void
revert_cb (TnyHistoryWindow *self)
{
  const TnyDecisionRow *row = tny_table_get_record (self->table);

  if (row != NULL && row->can_revert)
    g_signal_emit (self, signals[REVERT], 0, row->tenant_id, row->tenant_name);
}

static void
filled_cb (TnyTable *table, guint n, TnyHistoryWindow *self)
{
  show_selected (self);
  if (gtk_window_get_focus (GTK_WINDOW (self)) == NULL)
    tny_table_focus (table);
}

static void
nothing_yet (TnyEmpty *empty, gpointer data)
{
  empty->icon = "document-open-recent-symbolic";
  empty->title = _("No decisions yet");
  empty->description = _("Each decision about a tenant is kept here, with who made it, when and why.");
}

static gboolean
close_shortcut_cb (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  gtk_window_close (GTK_WINDOW (widget));

  return TRUE;
}

/* Virtual functions */

static void
tny_history_window_dispose (GObject *object)
{
  TnyHistoryWindow *self = TNY_HISTORY_WINDOW (object);

  if (self->table != NULL)
    tny_table_set_source (self->table, NULL, NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), TNY_TYPE_HISTORY_WINDOW);

  G_OBJECT_CLASS (tny_history_window_parent_class)->dispose (object);
}

static void
tny_history_window_class_init (TnyHistoryWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tny_history_window_dispose;

  g_type_ensure (TNY_TYPE_STATE_BIN);
  g_type_ensure (TNY_TYPE_TABLE);
  gtk_widget_class_set_template_from_resource (widget_class, TNY_RESOURCES "tny-history-window.ui");
  gtk_widget_class_bind_template_child (widget_class, TnyHistoryWindow, revert);
  gtk_widget_class_bind_template_child (widget_class, TnyHistoryWindow, states);
  gtk_widget_class_bind_template_child (widget_class, TnyHistoryWindow, table);
  gtk_widget_class_bind_template_child (widget_class, TnyHistoryWindow, why);
  gtk_widget_class_bind_template_callback (widget_class, selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, revert_cb);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, close_shortcut_cb, NULL);

  signals[REVERT] = g_signal_new ("revert", TNY_TYPE_HISTORY_WINDOW, G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 2, G_TYPE_INT64, G_TYPE_STRING);
}

static void
tny_history_window_init (TnyHistoryWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  tny_table_set_columns (self->table, columns, G_N_ELEMENTS (columns), row_name);
  tny_state_bin_follow (self->states, self->table, _("Reading the history…"), nothing_yet, self,
                        NULL);
  g_signal_connect_object (self->table, "filled", G_CALLBACK (filled_cb), self, 0);
}

GtkWidget *
tny_history_window_new (GtkWidget *from, TnyStore *store)
{
  TnyHistoryWindow *self = g_object_new (TNY_TYPE_HISTORY_WINDOW, "transient-for",
                                         gtk_widget_get_root (from), NULL);
  g_autoptr(GObject) source = tny_list_source_new (store, &(TnyListQuery) {
                                                     .kind = TNY_LIST_DECISIONS });

  tny_table_set_source (self->table, tny_list_source_ops (TNY_LIST_DECISIONS), source);
  tny_table_reload (self->table);
  tny_dialog_prepare (GTK_WIDGET (self));

  return GTK_WIDGET (self);
}

void
tny_history_window_reload (TnyHistoryWindow *self)
{
  g_return_if_fail (TNY_IS_HISTORY_WINDOW (self));

  tny_table_reload (self->table);
}
