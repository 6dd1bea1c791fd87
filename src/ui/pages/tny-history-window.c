/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-history-window.h"

#include <glib/gi18n-lib.h>

#include "tny-clock.h"
#include "tny-history-source.h"
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

  TnyHistorySource *source;
  gboolean          settled;     /* the rows were there once: they have the focus */
};

G_DEFINE_FINAL_TYPE (TnyHistoryWindow, tny_history_window, ADW_TYPE_WINDOW)

enum { REVERT, REVERT_BATCH, N_SIGNALS };

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
who_words (const TnyDecisionRow *row)
{
  return g_strcmp0 (row->who, "automatic") == 0 ? g_strdup (_("by itself")) : tny_words_name (row->who);
}

static char *
action_text (gconstpointer record)
{
  const TnyHistoryLine *line = record;

  if (line->n == 1)
    return g_strdup (action_word (line->row));
  if (g_str_equal (line->row->action, "accept"))
    return g_strdup_printf (ngettext ("Accepted %u suggestion", "Accepted %u suggestions", line->n), line->n);

  /* translators: what was done ("Undone", "Matched: same name"), and with how many tenants */
  return g_strdup_printf (ngettext ("%s · %u tenant", "%s · %u tenants", line->n), action_word (line->row),
                          line->n);
}

static const char *
action_icon (gconstpointer record)
{
  const TnyHistoryLine *line = record;

  return line->n == 1 ? NULL : line->open ? "pan-down-symbolic" : "pan-end-symbolic";
}

static char *
when_text (gconstpointer record)
{
  const TnyDecisionRow *row = ((const TnyHistoryLine *) record)->row;
  g_autofree char *when = tny_words_ago (row->at, tny_clock_now (NULL));
  g_autofree char *who = who_words (row);

  /* translators: of a decision: when, and by whom */
  return g_strdup_printf (_("%s · %s"), when, who);
}

static char *
tenant_text (gconstpointer record)
{
  const TnyHistoryLine *line = record;

  return line->n == 1 ? tny_words_name (line->row->subject_name) : NULL;
}

static char *
organization_text (gconstpointer record)
{
  const TnyHistoryLine *line = record;

  return line->n == 1 && line->row->target_name != NULL ? tny_words_name (line->row->target_name)
                                                              : NULL;
}

static char *
row_name (gconstpointer record)
{
  const TnyHistoryLine *line = record;
  g_autofree char *tenant = tny_text_one_line (line->row->subject_name, 200);
  g_autofree char *organization = tny_text_one_line (line->row->target_name, 200);
  g_autofree char *when = tny_words_ago (line->row->at, tny_clock_now (NULL));
  g_autofree char *who = who_words (line->row);
  g_autofree char *action = action_text (record);

  if (line->n > 1)
    /* translators: decisions made together, spoken: what was done, whether they are shown, when, by whom */
    return g_strdup_printf (_("%s, %s, %s, %s"), action, line->open ? _("unfolded") : _("folded"), when, who);

  /* translators: a decision, spoken: tenant, what was done, organization, when, by whom */
  return g_strdup_printf (_("%s, %s, %s, %s, %s"), tenant, action,
                          *organization != '\0' ? organization : _("none"), when, who);
}

static const TnyColumn columns[] = {
  { NULL, N_("Decision"), 20, TNY_COLUMN_EXPAND, action_text, action_icon, NULL, when_text },
  { NULL, N_("Tenant and Organization"), 28, TNY_COLUMN_EXPAND | TNY_COLUMN_NAME, tenant_text,
    .caption = organization_text },
};

/* Callbacks */

static void
show_selected (TnyHistoryWindow *self)
{
  const TnyHistoryLine *line = tny_table_get_record (self->table);
  g_autofree char *at = line != NULL ? tny_words_time (line->row->at) : NULL;
  g_autofree char *why = line != NULL ? tny_words_name (line->row->why) : NULL;
  g_autofree char *text = NULL, *label = NULL;

  if (line != NULL && line->n > 1)
    /* translators: when decisions were made together */
    text = g_strdup_printf (_("%s. Press Enter to see each of them."), at);
  else if (line != NULL && *why != '\0')
    /* translators: when a decision was made, and why */
    text = g_strdup_printf (_("%s. %s"), at, why);
  else
    text = g_strdup (at);

  gtk_label_set_text (GTK_LABEL (self->why), text);
  label = line != NULL && line->n > 1
          ? g_strdup_printf (ngettext ("Revert %u Decision", "Revert %u Decisions", line->n), line->n)
          : g_strdup (_("Revert"));
  gtk_button_set_label (GTK_BUTTON (self->revert), label);
  gtk_widget_set_tooltip_text (self->revert,
                               line != NULL && line->n > 1
                               ? _("As it was before, for all of them")
                               : _("Back to no decision; this pair is not suggested again"));
  gtk_widget_set_sensitive (self->revert, line != NULL && line->row->can_revert);
}

static void
selected_cb (TnyHistoryWindow *self, gint64 id)
{
  show_selected (self);
}

static void
activated_cb (TnyHistoryWindow *self, gint64 id)
{
  g_autofree char *filter = NULL;

  if (id > 0)
    return;
  tny_history_source_toggle (self->source, -id);
  filter = tny_history_source_filter (self->source);
  tny_table_set_filter (self->table, filter);
}

static void
revert_cb (TnyHistoryWindow *self)
{
  const TnyHistoryLine *line = tny_table_get_record (self->table);

  if (line == NULL || !line->row->can_revert)
    return;
  if (line->n > 1)
    g_signal_emit (self, signals[REVERT_BATCH], 0, line->row->batch);
  else
    g_signal_emit (self, signals[REVERT], 0, line->row->subject_id, line->row->subject_name);
}

static void
filled_cb (TnyTable *table, guint n, TnyHistoryWindow *self)
{
  show_selected (self);
  /* the window's own buttons come before the list otherwise */
  if (!self->settled)
    tny_table_focus (table);
  self->settled = TRUE;
}

static void
nothing_yet (TnyEmpty *empty, gpointer data)
{
  empty->icon = "document-open-recent-symbolic";
  empty->title = _("No decisions yet");
  empty->description = _("Each decision about a tenant is kept here, with who made it, when and why.");
}

/* Virtual functions */

static void
tny_history_window_dispose (GObject *object)
{
  TnyHistoryWindow *self = TNY_HISTORY_WINDOW (object);

  if (self->table != NULL)
    tny_table_set_source (self->table, NULL, NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), TNY_TYPE_HISTORY_WINDOW);
  g_clear_object (&self->source);

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
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, revert_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);

  signals[REVERT] = g_signal_new ("revert", TNY_TYPE_HISTORY_WINDOW, G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 2, G_TYPE_INT64, G_TYPE_STRING);
  signals[REVERT_BATCH] = g_signal_new ("revert-batch", TNY_TYPE_HISTORY_WINDOW, G_SIGNAL_RUN_LAST, 0,
                                        NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT64);
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

  self->source = tny_history_source_new (store);
  tny_table_set_source (self->table, &tny_history_source_ops, G_OBJECT (self->source));
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
