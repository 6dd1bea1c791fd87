/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-accept-window.h"

#include <glib/gi18n-lib.h>

#include "tny-error-show.h"
#include "tny-histogram.h"
#include "tny-match-words.h"
#include "tny-dialog.h"
#include "tny-names.h"
#include "tny-preferences.h"
#include "tny-state-bin.h"
#include "tny-text.h"
#include "tny-words.h"

#define LOWEST 70
#define HIGHEST 100

struct _TnyAcceptWindow
{
  AdwWindow      parent_instance;

  GtkAdjustment *threshold;
  TnyHistogram  *histogram;
  GtkWidget     *scale;
  GtkWidget     *summary;
  TnyStateBin   *states;
  TnyTable      *table;
  GtkWidget     *accept;

  GPtrArray     *plan;             /* TnyBulkLine from LOWEST on; NULL until read */
};

G_DEFINE_FINAL_TYPE (TnyAcceptWindow, tny_accept_window, ADW_TYPE_WINDOW)

enum { ACCEPTED, N_SIGNALS };

static guint signals[N_SIGNALS];

/* The source: the plan itself; the filter is the threshold. Ids are places in the plan, from 1. */

#define TNY_TYPE_PLAN_SOURCE (tny_plan_source_get_type ())
G_DECLARE_FINAL_TYPE (TnyPlanSource, tny_plan_source, TNY, PLAN_SOURCE, GObject)

struct _TnyPlanSource
{
  GObject    parent_instance;

  GPtrArray *plan;                 /* TnyBulkLine, never changed */
};

G_DEFINE_FINAL_TYPE (TnyPlanSource, tny_plan_source, G_TYPE_OBJECT)

static void
tny_plan_source_finalize (GObject *object)
{
  g_ptr_array_unref (TNY_PLAN_SOURCE (object)->plan);

  G_OBJECT_CLASS (tny_plan_source_parent_class)->finalize (object);
}

static void
tny_plan_source_class_init (TnyPlanSourceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tny_plan_source_finalize;
}

static void
tny_plan_source_init (TnyPlanSource *self)
{
}

static GArray *
plan_ids (GObject *source, const TnyTableQuery *query, GError **error)
{
  GPtrArray *plan = TNY_PLAN_SOURCE (source)->plan;
  gint64 at_least = query->filter != NULL ? g_ascii_strtoll (query->filter, NULL, 10) : 0;
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  /* what will be accepted, then what is left out */
  for (guint conflict = 0; conflict < 2; conflict++)
    for (guint i = 0; i < plan->len; i++)
      {
        const TnyBulkLine *line = plan->pdata[i];
        gint64 id = (gint64) i + 1;

        if (line->score >= at_least && line->conflict == (gboolean) conflict)
          g_array_append_val (ids, id);
      }

  return ids;
}

static void
borrowed (gpointer line)
{
}

static gpointer
plan_read (GObject *source, gint64 id)
{
  return TNY_PLAN_SOURCE (source)->plan->pdata[id - 1];
}

static const TnyTableOps plan_ops = { plan_ids, plan_read, borrowed };

/* Columns */

static char *
tenant_text (gconstpointer record)
{
  return tny_words_name (((const TnyBulkLine *) record)->subject_name);
}

static char *
organization_text (gconstpointer record)
{
  return tny_words_name (((const TnyBulkLine *) record)->target_name);
}

static char *
score_text (gconstpointer record)
{
  const TnyBulkLine *line = record;

  return line->conflict ? g_strdup (_("Left out: conflict")) : tny_match_score_words (line->score);
}

static const char *
score_style (gconstpointer record)
{
  return ((const TnyBulkLine *) record)->conflict ? "warning" : NULL;
}

static const char *
score_icon (gconstpointer record)
{
  return ((const TnyBulkLine *) record)->conflict ? "dialog-warning-symbolic" : NULL;
}

static char *
line_name (gconstpointer record)
{
  const TnyBulkLine *line = record;
  g_autofree char *tenant = tny_text_one_line (line->subject_name, 200);
  g_autofree char *organization = tny_text_one_line (line->target_name, 200);

  return g_strdup_printf (line->conflict ? _("%s, %s, %d, left out: conflict") : _("%s, %s, %d"),
                          tenant, organization, line->score);
}

static const TnyColumn columns[] = {
  { NULL, N_("Tenant"),       18, TNY_COLUMN_EXPAND | TNY_COLUMN_NAME, tenant_text },
  { NULL, N_("Organization"), 18, TNY_COLUMN_EXPAND | TNY_COLUMN_NAME, organization_text },
  { NULL, N_("Score"),        12, 0, score_text, score_icon, score_style },
};

/* Helpers */

static GPtrArray *
chosen_lines (TnyAcceptWindow *self, guint *conflicts)
{
  int at_least = (int) gtk_adjustment_get_value (self->threshold);
  GPtrArray *lines = g_ptr_array_new ();

  *conflicts = 0;
  for (guint i = 0; i < self->plan->len; i++)
    {
      TnyBulkLine *line = self->plan->pdata[i];

      if (line->score < at_least)
        continue;
      if (line->conflict)
        (*conflicts)++;
      else
        g_ptr_array_add (lines, line);
    }

  return lines;
}

static void
update (TnyAcceptWindow *self)
{
  int at_least = (int) gtk_adjustment_get_value (self->threshold);
  guint conflicts;
  g_autoptr(GPtrArray) lines = chosen_lines (self, &conflicts);
  g_autofree char *filter = g_strdup_printf ("%d", at_least);
  g_autofree char *n = tny_words_number (lines->len);
  g_autofree char *left_out = tny_words_number (conflicts);
  g_autofree char *button = g_strdup_printf (ngettext ("Accept %s Suggestion",
                                                       "Accept %s Suggestions", lines->len), n);
  g_autofree char *chosen =
    g_strdup_printf (ngettext ("%s suggestion has %d points or more.",
                               "%s suggestions have %d points or more.", lines->len), n, at_least);
  g_autofree char *conflict =
    conflicts == 0 ? NULL
    : g_strdup_printf (ngettext ("%s is left out: its organization is claimed twice.",
                                 "%s are left out: their organizations are claimed twice.",
                                 conflicts), left_out);
  /* translators: two whole sentences */
  g_autofree char *summary = conflict != NULL ? g_strdup_printf (_("%s %s"), chosen, conflict)
                                              : g_strdup (chosen);

  tny_histogram_set_threshold (self->histogram, at_least);
  tny_name_set (GTK_WIDGET (self->histogram), chosen);
  gtk_label_set_text (GTK_LABEL (self->summary), summary);
  gtk_button_set_label (GTK_BUTTON (self->accept), button);
  gtk_widget_set_sensitive (self->accept, lines->len > 0);
  tny_table_set_filter (self->table, filter);
}

static void
take_plan (TnyAcceptWindow *self, GPtrArray *plan)
{
  g_autoptr(TnyPlanSource) source = g_object_new (TNY_TYPE_PLAN_SOURCE, NULL);
  guint counts[HIGHEST - LOWEST + 1] = { 0 };

  self->plan = plan;
  source->plan = g_ptr_array_ref (plan);
  for (guint i = 0; i < plan->len; i++)
    counts[CLAMP (((TnyBulkLine *) plan->pdata[i])->score, LOWEST, HIGHEST) - LOWEST]++;

  tny_histogram_set_counts (self->histogram, LOWEST, counts, G_N_ELEMENTS (counts));
  tny_table_set_source (self->table, &plan_ops, G_OBJECT (source));
  update (self);
}

/* Callbacks */

static void
plan_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;
  g_autoptr(TnyReader) reader = tny_store_borrow (data, &error);
  GPtrArray *plan = reader != NULL ? tny_matching_bulk_plan (reader, LOWEST, &error) : NULL;

  if (plan != NULL)
    g_task_return_pointer (task, plan, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, error);
}

static void
planned_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TnyAcceptWindow *self = TNY_ACCEPT_WINDOW (source);
  g_autoptr(GError) error = NULL;
  GPtrArray *plan = g_task_propagate_pointer (G_TASK (result), &error);

  if (plan != NULL && self->table != NULL)
    take_plan (self, plan);
  else if (plan != NULL)
    g_ptr_array_unref (plan);
  else if (self->states != NULL)
    tny_state_bin_show_error (self->states, error, NULL);
}

static void
threshold_changed_cb (TnyAcceptWindow *self)
{
  if (self->plan != NULL)
    update (self);
}

static void
accept_cb (TnyAcceptWindow *self)
{
  guint conflicts;
  g_autoptr(GPtrArray) lines = chosen_lines (self, &conflicts);

  g_signal_emit (self, signals[ACCEPTED], 0, lines);
  gtk_window_close (GTK_WINDOW (self));
}

static void
nothing_left (TnyEmpty *empty, gpointer data)
{
  empty->title = _("No suggestions this strong");
  empty->description = _("Lower the threshold to see more of them.");
}

/* Virtual functions */

static void
tny_accept_window_dispose (GObject *object)
{
  TnyAcceptWindow *self = TNY_ACCEPT_WINDOW (object);

  if (self->table != NULL)
    tny_table_set_source (self->table, NULL, NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), TNY_TYPE_ACCEPT_WINDOW);
  g_clear_pointer (&self->plan, g_ptr_array_unref);

  G_OBJECT_CLASS (tny_accept_window_parent_class)->dispose (object);
}

static void
tny_accept_window_class_init (TnyAcceptWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tny_accept_window_dispose;

  g_type_ensure (TNY_TYPE_HISTOGRAM);
  g_type_ensure (TNY_TYPE_STATE_BIN);
  g_type_ensure (TNY_TYPE_TABLE);
  gtk_widget_class_set_template_from_resource (widget_class, TNY_RESOURCES "tny-accept-window.ui");
  gtk_widget_class_bind_template_child (widget_class, TnyAcceptWindow, threshold);
  gtk_widget_class_bind_template_child (widget_class, TnyAcceptWindow, histogram);
  gtk_widget_class_bind_template_child (widget_class, TnyAcceptWindow, scale);
  gtk_widget_class_bind_template_child (widget_class, TnyAcceptWindow, summary);
  gtk_widget_class_bind_template_child (widget_class, TnyAcceptWindow, states);
  gtk_widget_class_bind_template_child (widget_class, TnyAcceptWindow, table);
  gtk_widget_class_bind_template_child (widget_class, TnyAcceptWindow, accept);
  gtk_widget_class_bind_template_callback (widget_class, threshold_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, accept_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);

  signals[ACCEPTED] = g_signal_new ("accepted", TNY_TYPE_ACCEPT_WINDOW, G_SIGNAL_RUN_LAST, 0, NULL,
                                    NULL, NULL, G_TYPE_NONE, 1, G_TYPE_PTR_ARRAY);
}

static void
tny_accept_window_init (TnyAcceptWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_button_set_label (GTK_BUTTON (self->accept), _("Accept Suggestions"));
  tny_table_set_columns (self->table, columns, G_N_ELEMENTS (columns), line_name);
  tny_state_bin_follow (self->states, self->table, _("Looking at the suggestions…"), nothing_left,
                        self, NULL);
}

GtkWidget *
tny_accept_window_new (GtkWidget *from, TnyStore *store)
{
  TnyAcceptWindow *self = g_object_new (TNY_TYPE_ACCEPT_WINDOW, "transient-for",
                                        gtk_widget_get_root (from), NULL);
  g_autoptr(GTask) task = g_task_new (self, NULL, planned_cb, NULL);
  TnyPreferences preferences;

  tny_preferences_get (store, &preferences);
  gtk_adjustment_set_value (self->threshold, (double) preferences.values[TNY_PREFERENCE_BULK_FROM]);
  g_task_set_task_data (task, store, NULL);
  g_task_run_in_thread (task, plan_thread);
  tny_dialog_prepare (GTK_WIDGET (self));
  gtk_widget_grab_focus (self->scale);

  return GTK_WIDGET (self);
}
