/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-table-private.h"

#include <glib/gi18n-lib.h>

#include "tny-error.h"
#include "tny-explain-window.h"
#include "tny-names.h"
#include "tny-shell.h"
#include "tny-sort-order.h"

G_DEFINE_FINAL_TYPE (TnyTable, tny_table, GTK_TYPE_WIDGET)

enum { PROP_0, PROP_LABEL, PROP_NARROW, PROP_SELECT_FIRST, N_PROPS };
enum { LOADING, FILLED, FAILED, SELECTED, ROW_ACTIVATED, N_SIGNALS };

static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

/* A query on its way through a worker. */
typedef struct
{
  const TnyTableOps *ops;
  TnyTableQuery      query;
  GApplication      *app;              /* held: the store must not close under the worker */
} Request;

static void
query_clear (TnyTableQuery *query)
{
  g_clear_pointer (&query->filter, g_free);
  g_clear_pointer (&query->search, g_free);
  g_clear_pointer (&query->sort, g_free);
}

static void
request_free (gpointer data)
{
  query_clear (&((Request *) data)->query);
  g_free (data);
}

/* Helpers */

static gboolean
keep_text (char **where, const char *text)
{
  if (text != NULL && *text == '\0')
    text = NULL;
  if (g_strcmp0 (*where, text) == 0)
    return FALSE;

  g_free (*where);
  *where = g_strdup (text);

  return TRUE;
}

GtkWidget *
tny_table_inner_list (TnyTable *self)
{
  for (GtkWidget *child = gtk_widget_get_first_child (self->view); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (GTK_IS_LIST_VIEW (child))
      return child;

  return NULL;
}

/* Callbacks */

static void
query_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Request *request = data;
  GError *error = NULL;
  GArray *ids = request->ops->ids (source, &request->query, &error);

  if (ids != NULL)
    g_task_return_pointer (task, ids, (GDestroyNotify) g_array_unref);
  else
    g_task_return_error (task, error);
}

static void
query_done_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(TnyTable) self = data;
  g_autoptr(GError) error = NULL;
  GTask *task = G_TASK (result);
  Request *request = g_task_get_task_data (task);
  GArray *ids = g_task_propagate_pointer (task, &error);

  if (request->app != NULL)
    g_application_release (request->app);

  /* only the newest question is still asked */
  if (g_task_get_cancellable (task) != self->running)
    {
      g_clear_pointer (&ids, g_array_unref);
      return;
    }

  g_clear_object (&self->running);
  self->first_only = ids != NULL && request->query.limit > 0 && ids->len == request->query.limit;
  if (ids != NULL)
    tny_table_take_ids (self, ids);
  else if (!tny_error_cancelled (error))
    g_signal_emit (self, signals[FAILED], 0, error);
}

/* Runs the query in a worker; the newest question is the one whose answer counts. */
void
tny_table_ask (TnyTable *self, guint limit)
{
  Request *request = g_new0 (Request, 1);

  request->ops = self->ops;
  request->query.filter = g_strdup (self->query.filter);
  request->query.search = g_strdup (self->query.search);
  request->query.sort = g_strdup (self->query.sort);
  request->query.descending = self->query.descending;
  request->query.limit = limit;
  request->app = g_application_get_default ();
  if (request->app != NULL)
    g_application_hold (request->app);

  g_cancellable_cancel (self->running);
  g_clear_object (&self->running);
  self->running = g_cancellable_new ();

  g_autoptr(GTask) task = g_task_new (self->source, self->running, query_done_cb,
                                      g_object_ref (self));

  g_task_set_task_data (task, request, request_free);
  g_task_set_check_cancellable (task, FALSE);
  g_task_run_in_thread (task, query_thread);
}

static void
selected_cb (TnyTable *self)
{
  tny_table_settle_selection (self);
}

static void
activate_cb (GtkColumnView *view, guint position, TnyTable *self)
{
  gint64 id = tny_row_model_get_id (self->model, position);

  if (id != 0)
    g_signal_emit (self, signals[ROW_ACTIVATED], 0, id);
}

static void
sorter_changed_cb (TnyTable *self)
{
  TnySortOrder order = tny_sort_order_probe (gtk_column_view_get_sorter (
                                               GTK_COLUMN_VIEW (self->view)));

  if (self->quiet > 0
      || (g_strcmp0 (self->query.sort, order.column) == 0
          && self->query.descending == order.descending))
    return;

  keep_text (&self->query.sort, order.column);
  self->query.descending = order.descending;
  tny_table_reload (self);
}

/* Narrow, a click opens the row. GTK's own single-click-activate would also select whatever row comes
 * to lie under a pointer that nobody moves. */
static void
clicked_cb (GtkGestureClick *gesture, int n_press, double x, double y, TnyTable *self)
{
  GtkWidget *picked = gtk_widget_pick (self->view, x, y, GTK_PICK_DEFAULT);
  gint64 id = self->narrow && n_press == 1
              ? tny_cells_find_id (tny_table_inner_list (self), picked) : 0;

  if (id == 0)
    return;

  tny_table_select (self, id);
  g_signal_emit (self, signals[ROW_ACTIVATED], 0, id);
}

static void
sort_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  tny_table_sort (TNY_TABLE (widget), g_variant_get_string (parameter, NULL));
}

static void
show_columns (TnyTable *self)
{
  GListModel *columns = gtk_column_view_get_columns (GTK_COLUMN_VIEW (self->view));

  for (guint i = 0; i < self->cells.n_columns; i++)
    {
      g_autoptr(GtkColumnViewColumn) column = g_list_model_get_item (columns, i);
      guint out = self->narrow ? TNY_COLUMN_WIDE : TNY_COLUMN_NARROW;

      gtk_column_view_column_set_visible (column, (self->cells.columns[i].flags & out) == 0
                                                  && (self->hidden & (1ull << i)) == 0);
    }
}

/* Explaining */

/* @column NULL: of all that are blank. */
static void
explain (gpointer table, gconstpointer record, const TnyColumn *only)
{
  TnyTable *self = table;
  g_autofree char *id = self->explain->id (record), *subject = self->explain->subject (record);
  g_autoptr(GArray) blanks = g_array_new (FALSE, FALSE, sizeof (TnyBlank));
  g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < self->cells.n_columns; i++)
    {
      const TnyColumn *column = &self->cells.columns[i];
      const char *field = column->blank != NULL ? column->blank (record) : NULL;
      TnyBlank blank = { self->explain->kind, id, field, _(column->title) };

      if (field == NULL || (only != NULL && column != only))
        continue;
      g_ptr_array_add (texts, column->text (record));
      blank.shown = texts->pdata[texts->len - 1];
      g_array_append_val (blanks, blank);
    }
  if (blanks->len > 0)
    tny_explain_present (GTK_WIDGET (self), subject, (const TnyBlank *) (gpointer) blanks->data, blanks->len);
  else
    tny_say (GTK_WIDGET (self), _("Nothing is blank in this row."));
}

static void
explain_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TnyTable *self = TNY_TABLE (widget);
  gpointer record = self->explain != NULL ? tny_table_get_record (self) : NULL;

  if (record != NULL)
    explain (self, record, NULL);
}

/* Virtual functions */

static void
tny_table_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  TnyTable *self = TNY_TABLE (object);

  switch (id)
    {
    case PROP_LABEL:
      tny_name_set (self->view, g_value_get_string (value));
      /* what stands between the view and its rows has no name of its own in this version */
      tny_name_set (tny_table_inner_list (self), g_value_get_string (value));
      tny_name_set (gtk_widget_get_first_child (self->view), _("Headings"));
      break;

    case PROP_NARROW:
      if (self->narrow != g_value_get_boolean (value))
        {
          self->narrow = self->cells.narrow = g_value_get_boolean (value);
          show_columns (self);
          tny_table_reread (self);
        }
      break;

    case PROP_SELECT_FIRST:
      self->select_first = g_value_get_boolean (value);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
tny_table_dispose (GObject *object)
{
  TnyTable *self = TNY_TABLE (object);

  self->quiet++;
  g_cancellable_cancel (self->running);
  g_clear_object (&self->running);
  tny_table_stop_rest (self);
  if (self->selection != NULL)
    gtk_single_selection_set_model (self->selection, NULL);
  g_clear_object (&self->selection);
  g_clear_pointer (&self->scroller, gtk_widget_unparent);
  g_clear_object (&self->model);
  g_clear_object (&self->source);

  G_OBJECT_CLASS (tny_table_parent_class)->dispose (object);
}

static void
tny_table_finalize (GObject *object)
{
  TnyTable *self = TNY_TABLE (object);

  query_clear (&self->query);
  g_hash_table_unref (self->cells.first);

  G_OBJECT_CLASS (tny_table_parent_class)->finalize (object);
}

static void
tny_table_class_init (TnyTableClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS;

  object_class->set_property = tny_table_set_property;
  object_class->dispose = tny_table_dispose;
  object_class->finalize = tny_table_finalize;

  props[PROP_LABEL] = g_param_spec_string ("label", NULL, NULL, NULL, flags);
  props[PROP_NARROW] = g_param_spec_boolean ("narrow", NULL, NULL, FALSE, flags);
  props[PROP_SELECT_FIRST] = g_param_spec_boolean ("select-first", NULL, NULL, TRUE, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);

  signals[LOADING] = g_signal_new ("loading", TNY_TYPE_TABLE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
  signals[FILLED] = g_signal_new ("filled", TNY_TYPE_TABLE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_UINT);
  signals[FAILED] = g_signal_new ("failed", TNY_TYPE_TABLE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_ERROR | G_SIGNAL_TYPE_STATIC_SCOPE);
  signals[SELECTED] = g_signal_new ("selected", TNY_TYPE_TABLE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                    NULL, G_TYPE_NONE, 1, G_TYPE_INT64);
  signals[ROW_ACTIVATED] = g_signal_new ("row-activated", TNY_TYPE_TABLE, G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT64);

  gtk_widget_class_install_action (widget_class, "table.sort", "s", sort_action);
  gtk_widget_class_install_action (widget_class, "table.explain", NULL, explain_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_question, 0, "table.explain", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_question, GDK_SHIFT_MASK, "table.explain", NULL);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "table");
}

static void
tny_table_init (TnyTable *self)
{
  self->select_first = TRUE;
  self->scroll = -1;
  self->cells.table = self;
  self->cells.first = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);

  self->selection = gtk_single_selection_new (NULL);
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  g_signal_connect_object (self->selection, "notify::selected", G_CALLBACK (selected_cb), self,
                           G_CONNECT_SWAPPED);

  self->view = gtk_column_view_new (g_object_ref (GTK_SELECTION_MODEL (self->selection)));
  g_signal_connect_object (self->view, "activate", G_CALLBACK (activate_cb), self, 0);

  GtkGesture *click = gtk_gesture_click_new ();

  /* before the row's own gesture, which would take the release for itself */
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (click), GTK_PHASE_CAPTURE);
  g_signal_connect (click, "released", G_CALLBACK (clicked_cb), self);
  gtk_widget_add_controller (self->view, GTK_EVENT_CONTROLLER (click));

  g_signal_connect_object (gtk_column_view_get_sorter (GTK_COLUMN_VIEW (self->view)), "changed",
                           G_CALLBACK (sorter_changed_cb), self, G_CONNECT_SWAPPED);

  self->scroller = gtk_scrolled_window_new ();
  /* the rows take the focus, never the pane around them */
  gtk_widget_set_focusable (self->scroller, FALSE);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), self->view);
  gtk_widget_set_vexpand (self->scroller, TRUE);
  gtk_widget_set_parent (self->scroller, GTK_WIDGET (self));
}

/* Public functions */

GtkWidget *
tny_table_new (void)
{
  return g_object_new (TNY_TYPE_TABLE, NULL);
}

void
tny_table_set_columns (TnyTable *self, const TnyColumn *columns, guint n_columns,
                       char *(*row_name) (gconstpointer record))
{
  g_return_if_fail (TNY_IS_TABLE (self));
  g_return_if_fail (self->cells.columns == NULL);

  self->cells.columns = columns;
  self->cells.n_columns = n_columns;
  self->cells.row_name = row_name;
  tny_cells_add_columns (&self->cells, GTK_COLUMN_VIEW (self->view));
  show_columns (self);
}

static gpointer
read_record (gint64 id, gpointer data)
{
  TnyTable *self = data;

  return self->ops->read (self->source, id);
}

void
tny_table_set_explain (TnyTable *self, const TnyTableExplain *with)
{
  g_return_if_fail (TNY_IS_TABLE (self));

  self->explain = with;
  self->cells.explain = with != NULL ? explain : NULL;
}

void
tny_table_set_source (TnyTable *self, const TnyTableOps *ops, GObject *source)
{
  g_return_if_fail (TNY_IS_TABLE (self));

  g_cancellable_cancel (self->running);
  g_clear_object (&self->running);
  tny_table_stop_rest (self);
  self->quiet++;
  gtk_single_selection_set_model (self->selection, NULL);
  self->quiet--;
  g_clear_object (&self->model);
  self->selected = self->told = 0;
  self->ops = ops;
  g_set_object (&self->source, source);

  if (source != NULL)
    {
      self->model = tny_row_model_new (read_record, self, ops->free_record);
      gtk_single_selection_set_model (self->selection, G_LIST_MODEL (self->model));
    }
}

void
tny_table_restore (TnyTable *self, const TnyPageState *state)
{
  g_return_if_fail (TNY_IS_TABLE (self));

  keep_text (&self->query.filter, state->filter);
  keep_text (&self->query.search, state->search);
  self->quiet++;
  if (state->sort != NULL)
    {
      self->query.descending = !state->descending;
      keep_text (&self->query.sort, state->sort);
      tny_table_sort (self, state->sort);
    }
  self->quiet--;
  self->selected = state->selected;
  self->scroll = state->scroll > 0 ? state->scroll : -1;
  tny_table_reload (self);
}

void
tny_table_save (TnyTable *self, TnyPageState *state)
{
  g_return_if_fail (TNY_IS_TABLE (self));

  g_free (state->sort);
  state->sort = g_strdup (self->query.sort);
  state->descending = self->query.descending;
  state->selected = self->selected;
  state->scroll = gtk_adjustment_get_value (gtk_scrolled_window_get_vadjustment (
                                              GTK_SCROLLED_WINDOW (self->scroller)));
}

void
tny_table_set_filter (TnyTable *self, const char *filter)
{
  g_return_if_fail (TNY_IS_TABLE (self));

  if (keep_text (&self->query.filter, filter))
    tny_table_reload (self);
}

void
tny_table_set_search (TnyTable *self, const char *search)
{
  g_return_if_fail (TNY_IS_TABLE (self));

  if (keep_text (&self->query.search, search))
    tny_table_reload (self);
}

void
tny_table_reload (TnyTable *self)
{
  g_return_if_fail (TNY_IS_TABLE (self));

  if (self->source == NULL)
    return;

  tny_table_ask (self, self->drawn || self->first_only ? 0 : TNY_TABLE_FIRST_ROWS);
  g_signal_emit (self, signals[LOADING], 0);
}

void
tny_table_reread (TnyTable *self)
{
  g_return_if_fail (TNY_IS_TABLE (self));

  if (self->model != NULL)
    tny_row_model_reread (self->model);
}

gboolean
tny_table_is_loading (TnyTable *self)
{
  g_return_val_if_fail (TNY_IS_TABLE (self), FALSE);

  return self->running != NULL;
}

guint
tny_table_get_n_rows (TnyTable *self)
{
  g_return_val_if_fail (TNY_IS_TABLE (self), 0);

  if (self->rest != NULL)
    return self->rest->len;

  return self->model != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->model)) : 0;
}

gint64
tny_table_get_selected (TnyTable *self)
{
  g_return_val_if_fail (TNY_IS_TABLE (self), 0);

  return self->told;
}

gpointer
tny_table_get_record (TnyTable *self)
{
  g_return_val_if_fail (TNY_IS_TABLE (self), NULL);

  TnyRow *row = gtk_single_selection_get_selected_item (self->selection);

  return row != NULL ? tny_row_get (row) : NULL;
}

void
tny_table_show_column (TnyTable *self, guint column, gboolean show)
{
  g_return_if_fail (TNY_IS_TABLE (self));
  g_return_if_fail (column < self->cells.n_columns);

  if (show)
    self->hidden &= ~(1ull << column);
  else
    self->hidden |= 1ull << column;
  show_columns (self);
}

void
tny_table_set_title (TnyTable *self, guint column, const char *title)
{
  g_return_if_fail (TNY_IS_TABLE (self));
  g_return_if_fail (column < self->cells.n_columns);

  GListModel *columns = gtk_column_view_get_columns (GTK_COLUMN_VIEW (self->view));
  g_autoptr(GtkColumnViewColumn) found = g_list_model_get_item (columns, column);

  gtk_column_view_column_set_title (found, title);
}

GMenuModel *
tny_table_create_sort_menu (TnyTable *self, const char *action)
{
  g_return_val_if_fail (TNY_IS_TABLE (self), NULL);

  GMenu *menu = g_menu_new ();
  g_autoptr(GMenu) columns = g_menu_new ();

  for (guint i = 0; i < self->cells.n_columns; i++)
    if (self->cells.columns[i].id != NULL)
      {
        g_autoptr(GMenuItem) item = g_menu_item_new (_(self->cells.columns[i].title), NULL);

        g_menu_item_set_action_and_target (item, action, "s", self->cells.columns[i].id);
        g_menu_append_item (columns, item);
      }
  g_menu_append_submenu (menu, _("_Sort By"), G_MENU_MODEL (columns));

  return G_MENU_MODEL (menu);
}

void
tny_table_sort (TnyTable *self, const char *column)
{
  g_return_if_fail (TNY_IS_TABLE (self));

  GListModel *columns = gtk_column_view_get_columns (GTK_COLUMN_VIEW (self->view));
  gboolean descending = g_strcmp0 (self->query.sort, column) == 0 && !self->query.descending;

  for (guint i = 0; i < self->cells.n_columns; i++)
    if (g_strcmp0 (self->cells.columns[i].id, column) == 0)
      {
        g_autoptr(GtkColumnViewColumn) found = g_list_model_get_item (columns, i);

        keep_text (&self->query.sort, column);
        self->query.descending = descending;
        self->quiet++;
        gtk_column_view_sort_by_column (GTK_COLUMN_VIEW (self->view), found,
                                        descending ? GTK_SORT_DESCENDING : GTK_SORT_ASCENDING);
        self->quiet--;
        if (self->quiet == 0)
          tny_table_reload (self);
        return;
      }
}

GtkWidget *
tny_table_get_view (TnyTable *self)
{
  g_return_val_if_fail (TNY_IS_TABLE (self), NULL);

  return self->view;
}
