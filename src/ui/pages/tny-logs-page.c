/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-logs-page.h"

#include <glib/gi18n-lib.h>

#include "tny-ask.h"
#include "tny-choose-file.h"
#include "tny-clock.h"
#include "tny-error.h"
#include "tny-error-show.h"
#include "tny-list-source.h"
#include "tny-log-columns.h"
#include "tny-log-export.h"
#include "tny-names.h"
#include "tny-page-keys.h"
#include "tny-run-grid.h"
#include "tny-run-numbers-window.h"
#include "tny-session.h"
#include "tny-shell.h"
#include "tny-state-bin.h"
#include "tny-words.h"
#include "tny-wrap-box.h"

/* The icon of a run's result and what is left free around its columns. */
#define RUNS_ROOM 50
/* What the columns of lines take, with some of the message. */
#define LINES_CHARS 38

struct _TnyLogsPage
{
  TnyPage          parent_instance;

  TnyStateBin     *state;
  AdwLeaflet      *leaflet;
  GtkWidget       *runs_box, *detail_box;
  TnyTable        *runs, *lines;
  GtkLabel        *headline, *numbers;
  TnyRunGrid      *grid;
  GtkDropDown     *level, *tenant;
  GtkToggleButton *follow;
  TnyStateBin     *lines_state;

  GObject         *run_source;     /* also lends the reader for the head of the run */
  gint64           run_id;
  GArray          *tenants;        /* gint64 ids behind the choices of the tenant filter, from the second */
  gboolean         filling;
  gboolean         following;      /* the scroll position is being moved to the end */
  double           scroll;
};

G_DEFINE_FINAL_TYPE (TnyLogsPage, tny_logs_page, TNY_TYPE_PAGE)

/* What the level filter means to the query; the first is chosen when a run has problems. */
static const char *const levels[] = { "problems", NULL, "error" };

/* Helpers */

static TnyStore *
store_of (TnyLogsPage *self)
{
  TnySession *session = tny_page_get_session (TNY_PAGE (self));

  return session != NULL ? tny_session_get_store (session) : NULL;
}

static gint64
chosen_tenant (TnyLogsPage *self)
{
  guint chosen = gtk_drop_down_get_selected (self->tenant);

  return chosen >= 1 && chosen <= self->tenants->len ? g_array_index (self->tenants, gint64, chosen - 1) : 0;
}

static TnyListQuery
lines_query (TnyLogsPage *self)
{
  return (TnyListQuery) {
    .kind = TNY_LIST_LOG, .run_id = self->run_id, .tenant_id = chosen_tenant (self),
  };
}

static const char *
chosen_level (TnyLogsPage *self)
{
  guint chosen = gtk_drop_down_get_selected (self->level);

  return chosen < G_N_ELEMENTS (levels) ? levels[chosen] : NULL;
}

static void
show_lines (TnyLogsPage *self)
{
  TnyListQuery query = lines_query (self);
  g_autoptr(GObject) source = tny_list_source_new (store_of (self), &query);

  tny_table_set_source (self->lines, tny_list_source_ops (TNY_LIST_LOG), source);
  tny_table_set_filter (self->lines, chosen_level (self));
  tny_table_set_search (self->lines, tny_page_get_search (TNY_PAGE (self)));
  tny_table_reload (self->lines);
}

/* The inner button of a drop-down is what clicks; it is called "Level: Problems". */
static void
name_drop_down (GtkDropDown *drop_down, const char *what)
{
  GtkStringObject *item = gtk_drop_down_get_selected_item (drop_down);
  g_autofree char *name = g_strdup_printf ("%s: %s", what,
                                           item != NULL ? gtk_string_object_get_string (item) : "");

  tny_name_set (gtk_widget_get_first_child (GTK_WIDGET (drop_down)), name);
}

static void
fill_tenants (TnyLogsPage *self, const TnyRunRow *run)
{
  g_autoptr(GtkStringList) names = gtk_string_list_new ((const char *[]) { _("All Tenants"), NULL });

  g_array_set_size (self->tenants, 0);
  for (guint i = 0; run->streams != NULL && i < run->streams->len; i++)
    {
      const TnyRunStream *stream = run->streams->pdata[i];

      if (stream->tenant_id == 0 || stream->tenant_name == NULL)
        continue;
      /* the streams of a tenant stand together */
      if (self->tenants->len > 0
          && g_array_index (self->tenants, gint64, self->tenants->len - 1) == stream->tenant_id)
        continue;
      gtk_string_list_append (names, stream->tenant_name);
      g_array_append_val (self->tenants, stream->tenant_id);
    }
  gtk_drop_down_set_model (self->tenant, G_LIST_MODEL (names));
}

/* A run that has ended has no newer lines to stay at. */
static void
show_follow (TnyLogsPage *self, gboolean running)
{
  GtkWidget *follow = GTK_WIDGET (self->follow);
  gboolean focused = gtk_widget_has_focus (follow);

  gtk_widget_set_visible (follow, running);
  if (!running)
    gtk_toggle_button_set_active (self->follow, FALSE);
  if (!running && focused)
    tny_table_focus (self->lines);
}

static void
show_head (TnyLogsPage *self, const TnyRunRow *run)
{
  g_autofree char *headline = tny_run_headline (run, tny_clock_now (NULL));
  g_autofree char *numbers = tny_run_numbers (run);
  g_autofree char *time = tny_words_time (run->started_at);

  gtk_label_set_text (self->headline, headline);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->headline), time);
  gtk_label_set_text (self->numbers, numbers);
  gtk_widget_set_visible (GTK_WIDGET (self->numbers), *numbers != '\0');
  tny_run_grid_set (self->grid, run);
  show_follow (self, g_str_equal (run->state, "running"));
}

/* @anew: another run was chosen, so its filters begin afresh; else only its figures changed. */
static void
show_run (TnyLogsPage *self, gint64 id, gboolean anew)
{
  g_autoptr(GError) error = NULL;
  TnyReader *reader = self->run_source != NULL
                    ? tny_list_source_get_reader (TNY_LIST_SOURCE (self->run_source), &error) : NULL;
  g_autoptr(TnyRunRow) run = reader != NULL && id != 0 ? tny_run_read (reader, id, TRUE, &error) : NULL;

  gtk_widget_set_visible (self->detail_box, run != NULL);
  self->run_id = run != NULL ? id : 0;
  if (run == NULL)
    return;

  show_head (self, run);
  if (!anew)
    {
      tny_table_reload (self->lines);
      return;
    }
  self->filling = TRUE;
  fill_tenants (self, run);
  gtk_drop_down_set_selected (self->level, run->problems > 0 ? 0 : 1);
  gtk_toggle_button_set_active (self->follow, g_str_equal (run->state, "running"));
  name_drop_down (self->level, _("Level"));
  name_drop_down (self->tenant, _("Tenant"));
  self->filling = FALSE;
  show_lines (self);
}

static void
show_detail (TnyLogsPage *self, gboolean detail)
{
  adw_leaflet_set_visible_child (self->leaflet, detail ? self->detail_box : self->runs_box);
  g_object_set (self, "can-go-back", detail && adw_leaflet_get_folded (self->leaflet), NULL);
}

/* Callbacks */

static void
run_selected_cb (TnyLogsPage *self, gint64 id)
{
  show_run (self, id, TRUE);
}

static void
runs_filled_cb (TnyLogsPage *self, guint n)
{
  if (tny_page_settle (TNY_PAGE (self)) && n > 0)
    tny_table_focus (self->runs);
}

static void
run_activated_cb (TnyLogsPage *self, gint64 id)
{
  if (adw_leaflet_get_folded (self->leaflet))
    show_detail (self, TRUE);
  tny_table_focus (self->lines);
}

static void
folded_cb (TnyLogsPage *self)
{
  show_detail (self, adw_leaflet_get_folded (self->leaflet)
                     && adw_leaflet_get_visible_child (self->leaflet) == self->detail_box);
}

static void
filter_cb (TnyLogsPage *self)
{
  if (self->filling || self->run_id == 0)
    return;
  name_drop_down (self->level, _("Level"));
  name_drop_down (self->tenant, _("Tenant"));
  show_lines (self);
}

/* A cell of the grid leads to the lines of its tenant. */
static void
tenant_chosen_cb (TnyLogsPage *self, gint64 tenant_id)
{
  for (guint i = 0; i < self->tenants->len; i++)
    if (g_array_index (self->tenants, gint64, i) == tenant_id)
      gtk_drop_down_set_selected (self->tenant, i + 1);
}

static void
lines_filled_cb (TnyLogsPage *self, guint n)
{
  GtkAdjustment *adjustment;

  if (!gtk_toggle_button_get_active (self->follow) || n == 0)
    return;
  self->following = TRUE;
  adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (tny_table_get_view (self->lines)));
  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_upper (adjustment));
  self->following = FALSE;
}

/* Who scrolls up wants to read: following ends. */
static void
scrolled_cb (TnyLogsPage *self, GtkAdjustment *adjustment)
{
  double value = gtk_adjustment_get_value (adjustment);

  if (!self->following && value < self->scroll
      && value < gtk_adjustment_get_upper (adjustment) - gtk_adjustment_get_page_size (adjustment) - 1)
    gtk_toggle_button_set_active (self->follow, FALSE);
  self->scroll = value;
}

/* A sync is only offered when there is something to sync. */
static void
runs_empty_cb (TnyEmpty *empty, gpointer data)
{
  TnySession *session = tny_page_get_session (data);
  g_autoptr(GPtrArray) list = session != NULL ? tny_session_list_connections (session, NULL) : NULL;
  gboolean connected = list != NULL && list->len > 0;

  *empty = (TnyEmpty) {
    .icon = "emblem-synchronizing-symbolic", .title = _("No sync has run yet"),
    .description = connected ? _("Each run is kept here with its numbers and every line of its log.")
                             : _("Nothing is connected that could be synced."),
    .button = connected ? _("_Start Manual Sync") : _("_Connect Microsoft"),
    .action = connected ? "app.sync" : "app.connect",
  };
}

static void
lines_empty_cb (TnyEmpty *empty, gpointer data)
{
  TnyLogsPage *self = data;
  gboolean problems = g_strcmp0 (chosen_level (self), "problems") == 0;

  *empty = (TnyEmpty) {
    .icon = problems ? "emblem-ok-symbolic" : "edit-find-symbolic",
    .title = problems ? _("No problems in this run") : _("No line fits"),
    .description = problems ? _("Choose another level to see all lines.")
                            : _("Change the level, the tenant or the text searched for."),
  };
}

static void
copy_line (TnyLogsPage *self, const TnyLogRow *line)
{
  g_autofree char *text = tny_log_line_text (line);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
  tny_say (GTK_WIDGET (self), _("Line copied."));
}

/* The organization with the records that a line is about; 0: none yet. */
static gint64
organization_of (TnyReader *reader, const TnyLogRow *line)
{
  g_autoptr(TnyTenantRow) tenant = line->tenant_id != 0 ? tny_tenant_read (reader, line->tenant_id, NULL) : NULL;

  return tenant != NULL && g_str_equal (tenant->state, "matched") ? tenant->organization_id : 0;
}

static void
open_records (TnyLogsPage *self, const TnyLogRow *line)
{
  TnyReader *reader = self->run_source != NULL
                    ? tny_list_source_get_reader (TNY_LIST_SOURCE (self->run_source), NULL) : NULL;
  gint64 id = reader != NULL ? organization_of (reader, line) : 0;
  g_autofree char *target = g_strdup_printf ("organization:%" G_GINT64_FORMAT, id);

  if (id != 0)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.open", "(ss)", "organizations", target);
}

static void
line_asked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TnyLogsPage *self = TNY_LOGS_PAGE (source);
  g_autoptr(TnyLogRow) line = data;
  g_autofree char *answer = tny_ask_finish (result);
  const TnyRemedy *remedy = line->remedy != NULL ? tny_remedy_by_name (line->remedy) : NULL;

  if (g_str_equal (answer, "copy"))
    copy_line (self, line);
  else if (g_str_equal (answer, "open"))
    open_records (self, line);
  else if (g_str_equal (answer, "fix") && remedy != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), remedy->action, NULL);
}

/* The whole line with what support asks for, what it means, and the button that leads to the repair. */
static void
line_activated_cb (TnyLogsPage *self, gint64 id)
{
  g_autoptr(GError) error = NULL;
  TnyReader *reader = tny_list_source_get_reader (TNY_LIST_SOURCE (self->run_source), &error);
  TnyLogRow *line = reader != NULL ? tny_log_read (reader, id, &error) : NULL;
  g_autoptr(GString) body = g_string_new (NULL);
  g_autofree char *time = NULL;
  g_autoptr(GError) sample = NULL;
  const TnyRemedy *remedy;
  const char *button = NULL, *action = NULL;

  if (line == NULL)
    return;
  remedy = line->remedy != NULL ? tny_remedy_by_name (line->remedy) : NULL;
  time = tny_words_time (line->at);
  if (remedy != NULL)
    {
      sample = g_error_new_literal (TNY_ERROR, (int) remedy->code, "");
      button = tny_error_button (sample, &action);
      g_string_append_printf (body, "%s\n\n", _(remedy->advice));
    }
  g_string_append_printf (body, "%s\n%s", line->message, time);
  if (line->tenant_name != NULL)
    g_string_append_printf (body, "\n%s (%s)", line->tenant_name, line->tenant_graph_id);
  if (line->object != NULL)
    /* translators: Microsoft's id of a record that a log line is about */
    g_string_append_printf (body, _("\nRecord %s"), line->object);
  if (line->request_id != NULL)
    /* translators: Microsoft's id of a request, for support */
    g_string_append_printf (body, _("\nRequest %s"), line->request_id);

  TnyQuestion question = {
    .heading = remedy != NULL ? _(remedy->headline) : _("Log line"),
    .body = body->str,
    .answers = { { "close", _("_Close"), ADW_RESPONSE_DEFAULT },
                 { "copy", _("C_opy Line"), ADW_RESPONSE_DEFAULT },
                 { button != NULL ? "fix" : NULL, button, ADW_RESPONSE_SUGGESTED } },
    .cancel = "close",
  };

  if (organization_of (reader, line) != 0)
    question.answers[button != NULL ? 3 : 2] =
      (TnyAnswer) { "open", _("Open _Records"), ADW_RESPONSE_DEFAULT };

  tny_ask_async (GTK_WIDGET (self), &question, line_asked_cb, line);
}

/* Export */

typedef struct
{
  TnyStore     *store;
  TnyListQuery  query;
  char         *filter, *search, *path;
} Export;

static void
export_free (gpointer data)
{
  Export *export = data;

  g_free (export->filter);
  g_free (export->search);
  g_free (export->path);
  g_free (export);
}

static gboolean
export_func (TnyJob *job, gpointer data, GCancellable *cancellable, GError **error)
{
  Export *export = data;
  g_autoptr(TnyReader) reader = tny_store_borrow (export->store, error);

  export->query.filter = export->filter;
  export->query.search = export->search;

  return reader != NULL && tny_log_export (reader, &export->query, export->path, cancellable, error);
}

static void
exported_cb (TnyLogsPage *self, gboolean ok, TnyJob *job)
{
  if (ok)
    tny_say (GTK_WIDGET (self), _("Log exported."));
  else
    tny_error_show (GTK_WIDGET (self), tny_job_get_error (job));
}

static void
export_chosen_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(TnyLogsPage) self = data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GFile) file = tny_choose_file_finish (result, &error);
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;
  Export *export;

  if (path == NULL || store_of (self) == NULL)
    {
      tny_error_show (GTK_WIDGET (self), error);
      return;
    }
  export = g_new0 (Export, 1);
  export->store = store_of (self);
  export->query = lines_query (self);
  export->filter = g_strdup (chosen_level (self));
  export->search = g_strdup (tny_page_get_search (TNY_PAGE (self)));
  export->path = g_steal_pointer (&path);

  g_autoptr(TnyJob) job = tny_job_new (export_func, export, export_free);

  g_signal_connect_object (job, "finished", G_CALLBACK (exported_cb), self, G_CONNECT_SWAPPED);
  tny_job_start (job);
}

/* Actions */

static void
export_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TnyFileChoice choice = {
    .title = _("Export Log"), .accept = _("_Save"), .save = TRUE, .name = "sync-log.txt",
    .kind = _("Text, CSV or JSON lines"), .pattern = "*",
  };

  tny_choose_file_async (widget, &choice, export_chosen_cb, g_object_ref (widget));
}

static void
numbers_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TnyLogsPage *self = TNY_LOGS_PAGE (widget);

  if (self->run_id != 0 && store_of (self) != NULL)
    tny_run_numbers_window_present (widget, store_of (self), self->run_id);
}

static void
refresh_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  tny_page_refresh (TNY_PAGE (widget));
}

static void
copy_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TnyLogsPage *self = TNY_LOGS_PAGE (widget);
  const TnyLogRow *line = tny_table_get_record (self->lines);

  if (line != NULL)
    copy_line (self, line);
}

static void
follow_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TnyLogsPage *self = TNY_LOGS_PAGE (widget);

  if (!gtk_widget_get_visible (GTK_WIDGET (self->follow)))
    {
      tny_say (widget, _("This run has ended: there is nothing to follow."));
      return;
    }
  gtk_toggle_button_set_active (self->follow, !gtk_toggle_button_get_active (self->follow));
}

/* N and P: the next and the previous problem of the run, whatever else is shown between. */
static void
problem_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TnyLogsPage *self = TNY_LOGS_PAGE (widget);
  gboolean next = g_str_equal (name, "logs.next-problem");
  TnyListQuery query = lines_query (self);
  g_autoptr(GError) error = NULL;
  TnyReader *reader = self->run_source != NULL
                    ? tny_list_source_get_reader (TNY_LIST_SOURCE (self->run_source), &error) : NULL;
  gint64 selected = tny_table_get_selected (self->lines), found = 0;

  query.filter = "problems";
  query.search = tny_page_get_search (TNY_PAGE (self));
  if (*query.search == '\0')
    query.search = NULL;

  g_autoptr(GArray) ids = reader != NULL ? tny_list_ids (reader, &query, &error) : NULL;

  /* lines are listed in the order of their ids */
  for (guint i = 0; ids != NULL && i < ids->len; i++)
    {
      gint64 id = g_array_index (ids, gint64, i);

      if (next && id > selected)
        {
          found = id;
          break;
        }
      if (!next && id < selected)
        found = id;
    }

  if (found != 0)
    tny_table_select (self->lines, found);
  else
    tny_say (widget, next ? _("No further problem.") : _("No earlier problem."));
}

/* Virtual functions */

/* The list of runs is as wide as its columns, also with large letters; beside it there must be room to
 * read, or it is shown alone. */
static void
scale_panes (TnyLogsPage *self)
{
  gboolean narrow = tny_page_get_narrow (TNY_PAGE (self));
  PangoContext *context = gtk_widget_get_pango_context (GTK_WIDGET (self));
  PangoFontMetrics *metrics = pango_context_get_metrics (context, NULL, NULL);
  int pixels = MAX (pango_font_metrics_get_approximate_char_width (metrics),
                    pango_font_metrics_get_approximate_digit_width (metrics)) / PANGO_SCALE;

  gtk_widget_set_size_request (self->runs_box,
                               pixels * (TNY_RUN_CHARS + TNY_RUN_USERS_CHARS) + RUNS_ROOM, -1);
  gtk_widget_set_size_request (self->detail_box, narrow ? -1 : pixels * LINES_CHARS, -1);
  adw_leaflet_set_can_unfold (self->leaflet, !narrow);
  pango_font_metrics_unref (metrics);
}

static void
tny_logs_page_enter (TnyPage *page)
{
  TnyLogsPage *self = TNY_LOGS_PAGE (page);
  TnyListQuery query = { .kind = TNY_LIST_RUNS };

  scale_panes (self);
  tny_page_add_pane (page, GTK_WIDGET (self->runs));
  tny_page_add_pane (page, self->detail_box);
  if (store_of (self) == NULL)
    return;
  self->run_source = tny_list_source_new (store_of (self), &query);
  tny_table_set_source (self->runs, tny_list_source_ops (TNY_LIST_RUNS), self->run_source);
  tny_table_restore (self->runs, tny_page_get_state (page));
}

static void
tny_logs_page_leave (TnyPage *page)
{
  TnyLogsPage *self = TNY_LOGS_PAGE (page);

  tny_table_save (self->runs, tny_page_get_state (page));
  tny_table_set_source (self->lines, NULL, NULL);
  tny_table_set_source (self->runs, NULL, NULL);
  g_clear_object (&self->run_source);
}

static void
tny_logs_page_refresh (TnyPage *page)
{
  TnyLogsPage *self = TNY_LOGS_PAGE (page);

  tny_table_reread (self->runs);
  tny_table_reload (self->runs);
  if (self->run_id != 0)
    show_run (self, self->run_id, FALSE);
}

static void
tny_logs_page_search_changed (TnyPage *page, const char *text)
{
  TnyLogsPage *self = TNY_LOGS_PAGE (page);

  if (self->run_id != 0)
    tny_table_set_search (self->lines, *text != '\0' ? text : NULL);
}

static void
tny_logs_page_show_target (TnyPage *page, const char *target)
{
  TnyLogsPage *self = TNY_LOGS_PAGE (page);

  if (g_str_has_prefix (target, "run:"))
    tny_table_select (self->runs, g_ascii_strtoll (target + 4, NULL, 10));
}

static gboolean
tny_logs_page_back (TnyPage *page)
{
  TnyLogsPage *self = TNY_LOGS_PAGE (page);

  if (!adw_leaflet_get_folded (self->leaflet)
      || adw_leaflet_get_visible_child (self->leaflet) != self->detail_box)
    return FALSE;
  show_detail (self, FALSE);
  tny_table_focus (self->runs);

  return TRUE;
}

static void
tny_logs_page_dispose (GObject *object)
{
  TnyLogsPage *self = TNY_LOGS_PAGE (object);

  g_clear_object (&self->run_source);
  gtk_widget_dispose_template (GTK_WIDGET (object), TNY_TYPE_LOGS_PAGE);

  G_OBJECT_CLASS (tny_logs_page_parent_class)->dispose (object);
}

static void
tny_logs_page_finalize (GObject *object)
{
  g_array_unref (TNY_LOGS_PAGE (object)->tenants);

  G_OBJECT_CLASS (tny_logs_page_parent_class)->finalize (object);
}

static void
tny_logs_page_class_init (TnyLogsPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tny_logs_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = tny_logs_page_finalize;
  TNY_PAGE_CLASS (klass)->enter = tny_logs_page_enter;
  TNY_PAGE_CLASS (klass)->leave = tny_logs_page_leave;
  TNY_PAGE_CLASS (klass)->refresh = tny_logs_page_refresh;
  TNY_PAGE_CLASS (klass)->search_changed = tny_logs_page_search_changed;
  TNY_PAGE_CLASS (klass)->show_target = tny_logs_page_show_target;
  TNY_PAGE_CLASS (klass)->back = tny_logs_page_back;

  g_type_ensure (TNY_TYPE_RUN_GRID);
  g_type_ensure (TNY_TYPE_TABLE);
  g_type_ensure (TNY_TYPE_STATE_BIN);
  g_type_ensure (TNY_TYPE_WRAP_BOX);
  gtk_widget_class_set_template_from_resource (widget_class, TNY_RESOURCES "tny-logs-page.ui");
  gtk_widget_class_bind_template_child (widget_class, TnyLogsPage, state);
  gtk_widget_class_bind_template_child (widget_class, TnyLogsPage, leaflet);
  gtk_widget_class_bind_template_child (widget_class, TnyLogsPage, runs_box);
  gtk_widget_class_bind_template_child (widget_class, TnyLogsPage, detail_box);
  gtk_widget_class_bind_template_child (widget_class, TnyLogsPage, runs);
  gtk_widget_class_bind_template_child (widget_class, TnyLogsPage, lines);
  gtk_widget_class_bind_template_child (widget_class, TnyLogsPage, lines_state);
  gtk_widget_class_bind_template_child (widget_class, TnyLogsPage, headline);
  gtk_widget_class_bind_template_child (widget_class, TnyLogsPage, numbers);
  gtk_widget_class_bind_template_child (widget_class, TnyLogsPage, grid);
  gtk_widget_class_bind_template_child (widget_class, TnyLogsPage, level);
  gtk_widget_class_bind_template_child (widget_class, TnyLogsPage, tenant);
  gtk_widget_class_bind_template_child (widget_class, TnyLogsPage, follow);
  gtk_widget_class_bind_template_callback (widget_class, run_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, run_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, runs_filled_cb);
  gtk_widget_class_bind_template_callback (widget_class, line_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, lines_filled_cb);
  gtk_widget_class_bind_template_callback (widget_class, filter_cb);
  gtk_widget_class_bind_template_callback (widget_class, tenant_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, folded_cb);
  gtk_widget_class_bind_template_callback (widget_class, scale_panes);
  gtk_widget_class_install_action (widget_class, "page.export", NULL, export_action);
  gtk_widget_class_install_action (widget_class, "logs.numbers", NULL, numbers_action);
  gtk_widget_class_install_action (widget_class, "page.refresh", NULL, refresh_action);
  gtk_widget_class_install_action (widget_class, "logs.copy", NULL, copy_action);
  gtk_widget_class_install_action (widget_class, "logs.follow", NULL, follow_action);
  gtk_widget_class_install_action (widget_class, "logs.next-problem", NULL, problem_action);
  gtk_widget_class_install_action (widget_class, "logs.previous-problem", NULL, problem_action);
}

static void
tny_logs_page_init (TnyLogsPage *self)
{
  static const struct { guint key; GdkModifierType state; const char *action; } shortcuts[] = {
    { GDK_KEY_c, GDK_CONTROL_MASK, "logs.copy" },
    { GDK_KEY_f, 0, "logs.follow" },
    { GDK_KEY_n, 0, "logs.next-problem" },
    { GDK_KEY_p, 0, "logs.previous-problem" },
  };
  GtkEventController *keys = gtk_shortcut_controller_new ();

  self->tenants = g_array_new (FALSE, FALSE, sizeof (gint64));
  gtk_widget_init_template (GTK_WIDGET (self));
  tny_runs_set_columns (self->runs);
  tny_lines_set_columns (self->lines);
  tny_state_bin_follow (self->state, self->runs, _("Reading runs…"), runs_empty_cb, self, "page.refresh");
  tny_state_bin_follow (self->lines_state, self->lines, _("Reading lines…"), lines_empty_cb, self, NULL);

  gtk_shortcut_controller_set_scope (GTK_SHORTCUT_CONTROLLER (keys), GTK_SHORTCUT_SCOPE_LOCAL);
  for (gsize i = 0; i < G_N_ELEMENTS (shortcuts); i++)
    gtk_shortcut_controller_add_shortcut (
      GTK_SHORTCUT_CONTROLLER (keys),
      gtk_shortcut_new (gtk_keyval_trigger_new (shortcuts[i].key, shortcuts[i].state),
                        tny_page_key_action (shortcuts[i].action)));
  g_signal_connect_object (
    gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (tny_table_get_view (self->lines))), "value-changed",
    G_CALLBACK (scrolled_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self->lines), keys);
}
