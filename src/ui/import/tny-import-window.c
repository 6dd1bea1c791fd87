/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-import-window.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "tny-choose-file.h"
#include "tny-dialog.h"
#include "tny-error.h"
#include "tny-error-show.h"
#include "tny-filter-bar.h"
#include "tny-import-lines.h"
#include "tny-matching.h"
#include "tny-names.h"
#include "tny-page.h"
#include "tny-shell.h"
#include "tny-words.h"

#define TNY_TYPE_IMPORT_WINDOW (tny_import_window_get_type ())
G_DECLARE_FINAL_TYPE (TnyImportWindow, tny_import_window, TNY, IMPORT_WINDOW, AdwWindow)

struct _TnyImportWindow
{
  AdwWindow        parent_instance;

  AdwToastOverlay *toasts;
  GtkStack        *stack;
  GtkDropDown     *kind;
  GtkLabel        *file_label, *hint;
  AdwExpanderRow  *columns_row;
  TnyFilterBar    *filter;
  TnyTable        *table;
  GtkButton       *import_button;
  GtkLabel        *busy_label;
  AdwStatusPage   *done;
  GtkWidget       *close_button, *undo_button;
  GtkLabel        *status;

  TnySession      *session;
  char            *path;
  TnyImportPlan   *plan;
  GPtrArray       *column_rows;     /* AdwComboRow per field, lent */
  TnyJob          *job;
  gint64           import_id;
  gboolean         filling;
};

static void read_file (TnyImportWindow *self, gboolean guess);
static void remap (TnyImportWindow *self, guint field, int column);

G_DEFINE_FINAL_TYPE_WITH_CODE (TnyImportWindow, tny_import_window, ADW_TYPE_WINDOW,
                               G_IMPLEMENT_INTERFACE (TNY_TYPE_SHELL, NULL))

static const TnyFilter filters[] = {
  { "all", N_("All"), N_("%s line"), N_("%s lines") },
  { "new", N_("New"), N_("%s new record"), N_("%s new records") },
  { "update", N_("Update"), N_("%s changed record"), N_("%s changed records") },
  { "same", N_("Same"), N_("%s unchanged record"), N_("%s unchanged records") },
  { "problem", N_("Problem"), N_("%s line left out"), N_("%s lines left out") },
};

/* Jobs */

typedef struct
{
  TnyStore      *store;
  TnyImportKind  kind;
  gboolean       guess;
  char          *path;
  TnyImportPlan *plan;         /* lent by the window while it waits */
  guint          field;
  int            column;
  gint64         import_id;
} Work;

static void
work_free (gpointer data)
{
  Work *work = data;

  g_free (work->path);
  g_free (work);
}

static gboolean
read_func (TnyJob *job, gpointer data, GCancellable *cancellable, GError **error)
{
  Work *work = data;
  TnyImportPlan *plan;

  tny_job_say (job, _("Reading the file"), NULL);
  if (work->guess && !tny_import_guess_kind (work->path, &work->kind, error))
    return FALSE;
  plan = tny_import_plan_new (work->store, work->kind, work->path, cancellable, error);
  if (plan == NULL)
    return FALSE;
  tny_job_take_result (job, plan, NULL);       /* the window takes it over */

  return TRUE;
}

static gboolean
map_func (TnyJob *job, gpointer data, GCancellable *cancellable, GError **error)
{
  Work *work = data;

  return tny_import_plan_map (work->plan, work->field, work->column, error);
}

/* New organizations can be what tenants wait for, so they are matched at once. */
static gboolean
apply_func (TnyJob *job, gpointer data, GCancellable *cancellable, GError **error)
{
  Work *work = data;

  tny_job_say (job, _("Writing the records"), NULL);

  return tny_import_apply (work->plan, cancellable, &work->import_id, error)
         && tny_matching_refresh (work->store, job, cancellable, NULL, error);
}

static gboolean
undo_func (TnyJob *job, gpointer data, GCancellable *cancellable, GError **error)
{
  Work *work = data;

  return tny_import_undo (work->store, work->import_id, error)
         && tny_matching_refresh (work->store, job, cancellable, NULL, error);
}

static Work *
start (TnyImportWindow *self, TnyJobFunc func, GCallback done, const char *busy)
{
  Work *work = g_new0 (Work, 1);

  work->store = tny_session_get_store (self->session);
  work->path = g_strdup (self->path);
  work->plan = self->plan;
  work->import_id = self->import_id;
  g_clear_object (&self->job);
  self->job = tny_job_new (func, work, work_free);
  g_object_set_data (G_OBJECT (self->job), "work", work);
  g_signal_connect_object (self->job, "finished", done, self, G_CONNECT_SWAPPED);
  gtk_label_set_text (self->busy_label, busy);
  tny_say (GTK_WIDGET (self), busy);
  gtk_stack_set_visible_child_name (self->stack, "busy");

  return work;
}

/* Preview */

static void
column_cb (AdwComboRow *row, GParamSpec *pspec, TnyImportWindow *self)
{
  guint field;

  if (!self->filling && g_ptr_array_find (self->column_rows, row, &field))
    remap (self, field, (int) adw_combo_row_get_selected (row) - 1);
}

/* One row per field: which column feeds it; the first choice is none. */
/* The drop-down has the kinds in the order of the enumeration. */
static TnyImportKind
selected_kind (TnyImportWindow *self)
{
  guint selected = gtk_drop_down_get_selected (self->kind);

  return selected != GTK_INVALID_LIST_POSITION ? (TnyImportKind) selected : TNY_IMPORT_ORGANIZATIONS;
}

static void
build_columns (TnyImportWindow *self)
{
  GPtrArray *headings = tny_import_plan_headings (self->plan);
  g_autoptr(GtkStringList) names = gtk_string_list_new (NULL);
  guint n;
  const TnyImportField *fields = tny_import_fields (selected_kind (self), &n);

  for (guint i = 0; i < self->column_rows->len; i++)
    adw_expander_row_remove (self->columns_row, self->column_rows->pdata[i]);
  g_ptr_array_set_size (self->column_rows, 0);

  gtk_string_list_append (names, _("(none)"));
  for (guint i = 0; i < headings->len; i++)
    gtk_string_list_append (names, headings->pdata[i]);

  for (guint i = 0; i < n; i++)
    {
      GtkWidget *row = adw_combo_row_new ();

      adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _(fields[i].title));
      adw_combo_row_set_model (ADW_COMBO_ROW (row), G_LIST_MODEL (names));
      adw_combo_row_set_selected (ADW_COMBO_ROW (row), (guint) (tny_import_plan_column (self->plan, i) + 1));
      g_signal_connect (row, "notify::selected", G_CALLBACK (column_cb), self);
      adw_expander_row_add_row (self->columns_row, row);
      g_ptr_array_add (self->column_rows, row);
    }
}

static guint
to_write (TnyImportWindow *self)
{
  return tny_import_plan_count (self->plan, TNY_IMPORT_NEW)
         + tny_import_plan_count (self->plan, TNY_IMPORT_UPDATE);
}

static void
show_preview (TnyImportWindow *self)
{
  g_autoptr(TnyImportLines) lines = tny_import_lines_new (self->plan);
  guint n = to_write (self);
  guint problems = tny_import_plan_count (self->plan, TNY_IMPORT_PROBLEM);
  g_autofree char *number = tny_words_number (n);
  g_autofree char *label = g_strdup_printf (ngettext ("Import %s Record", "Import %s Records", n), number);
  g_autofree char *said = NULL;
  gint64 all = 0;

  for (guint i = 0; i < TNY_IMPORT_N_OUTCOMES; i++)
    {
      guint count = tny_import_plan_count (self->plan, (TnyImportOutcome) i);

      tny_filter_bar_set_count (self->filter, tny_import_outcome_id ((TnyImportOutcome) i), count);
      all += count;
    }
  tny_filter_bar_set_count (self->filter, "all", all);
  tny_filter_bar_set_active (self->filter, problems > 0 ? "problem" : "all");

  gtk_button_set_label (self->import_button, label);
  tny_name_set (GTK_WIDGET (self->import_button), _("Import"));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "import.apply", n > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "import.save-problems", problems > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->hint), tny_import_plan_latin1 (self->plan));

  tny_table_set_source (self->table, &tny_import_lines_ops, G_OBJECT (lines));
  tny_table_set_filter (self->table, problems > 0 ? "problem" : NULL);
  tny_table_reload (self->table);
  gtk_stack_set_visible_child_name (self->stack, "preview");
  tny_names_fix (GTK_WIDGET (self));

  said = g_strdup_printf (_("%u new, %u changed, %u unchanged, %u with a problem"),
                          tny_import_plan_count (self->plan, TNY_IMPORT_NEW),
                          tny_import_plan_count (self->plan, TNY_IMPORT_UPDATE),
                          tny_import_plan_count (self->plan, TNY_IMPORT_SAME), problems);
  tny_say (GTK_WIDGET (self), said);
}

/* Callbacks */

static void
read_cb (TnyImportWindow *self, gboolean ok, TnyJob *job)
{
  Work *work = g_object_get_data (G_OBJECT (job), "work");

  if (job != self->job)
    {
      if (ok)
        tny_import_plan_free (tny_job_get_result (job));
      return;
    }

  if (!ok)
    {
      gtk_stack_set_visible_child_name (self->stack, self->plan != NULL ? "preview" : "choose");
      tny_error_show (GTK_WIDGET (self), tny_job_get_error (job));
      return;
    }

  tny_table_set_source (self->table, NULL, NULL);
  g_clear_pointer (&self->plan, tny_import_plan_free);
  self->plan = tny_job_get_result (job);

  g_autofree char *name = g_path_get_basename (self->path);
  g_autofree char *shown = g_filename_display_name (name);

  gtk_label_set_text (self->file_label, shown);
  self->filling = TRUE;
  gtk_drop_down_set_selected (self->kind, work->kind);
  build_columns (self);
  self->filling = FALSE;
  show_preview (self);
}

static void
mapped_cb (TnyImportWindow *self, gboolean ok, TnyJob *job)
{
  if (job != self->job)
    return;
  if (!ok)
    tny_error_show (GTK_WIDGET (self), tny_job_get_error (job));
  show_preview (self);
}

static void
remap (TnyImportWindow *self, guint field, int column)
{
  tny_table_set_source (self->table, NULL, NULL);

  Work *work = start (self, map_func, G_CALLBACK (mapped_cb), _("Comparing…"));

  work->field = field;
  work->column = column;
  tny_job_start (self->job);
}

static void
applied_cb (TnyImportWindow *self, gboolean ok, TnyJob *job)
{
  Work *work = g_object_get_data (G_OBJECT (job), "work");

  if (!ok)
    {
      gtk_stack_set_visible_child_name (self->stack, "preview");
      tny_error_show (GTK_WIDGET (self), tny_job_get_error (job));
      return;
    }

  guint n = to_write (self);
  g_autofree char *number = tny_words_number (n);
  g_autofree char *text = g_strdup_printf (ngettext ("Imported %s record", "Imported %s records", n), number);

  self->import_id = work->import_id;
  adw_status_page_set_icon_name (self->done, "emblem-ok-symbolic");
  adw_status_page_set_title (self->done, text);
  adw_status_page_set_description (self->done, NULL);
  gtk_widget_set_visible (self->undo_button, TRUE);
  gtk_stack_set_visible_child_name (self->stack, "done");
  gtk_widget_grab_focus (self->close_button);
  tny_say (GTK_WIDGET (self), text);
}

static void
undone_cb (TnyImportWindow *self, gboolean ok, TnyJob *job)
{
  gtk_stack_set_visible_child_name (self->stack, "done");
  if (!ok)
    {
      tny_error_show (GTK_WIDGET (self), tny_job_get_error (job));
      return;
    }
  adw_status_page_set_icon_name (self->done, "edit-undo-symbolic");
  adw_status_page_set_title (self->done, _("Import undone"));
  adw_status_page_set_description (self->done, _("Everything is as it was before."));
  gtk_widget_set_visible (self->undo_button, FALSE);
  gtk_widget_grab_focus (self->close_button);
  tny_say (GTK_WIDGET (self), _("Import undone. Everything is as it was before."));
}

static void
read_file (TnyImportWindow *self, gboolean guess)
{
  Work *work = start (self, read_func, G_CALLBACK (read_cb), _("Reading the file…"));

  work->guess = guess;
  work->kind = selected_kind (self);
  tny_job_start (self->job);
}

static void
name_kind (TnyImportWindow *self)
{
  GtkStringObject *item = gtk_drop_down_get_selected_item (self->kind);

  tny_name_value (GTK_WIDGET (self->kind), item != NULL ? gtk_string_object_get_string (item) : NULL);
}

static void
kind_cb (TnyImportWindow *self)
{
  name_kind (self);
  if (!self->filling && self->path != NULL)
    read_file (self, FALSE);
}

static void
filter_cb (TnyImportWindow *self)
{
  const char *active = tny_filter_bar_get_active (self->filter);

  tny_table_set_filter (self->table, g_str_equal (active, "all") ? NULL : active);
}

static void
chosen_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(TnyImportWindow) self = data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GFile) file = tny_choose_file_finish (result, &error);

  if (file == NULL)
    {
      tny_error_show (GTK_WIDGET (self), error);
      return;
    }
  g_free (self->path);
  self->path = g_file_get_path (file);
  if (self->path == NULL)
    tny_say (GTK_WIDGET (self), _("This file is not on this computer. Copy it here first."));
  else
    read_file (self, TRUE);
}

static void
save_chosen_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(TnyImportWindow) self = data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GFile) file = tny_choose_file_finish (result, &error);
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;

  if (path == NULL || !tny_import_save_problems (self->plan, path, &error))
    tny_error_show (GTK_WIDGET (self), error);
  else
    tny_say (GTK_WIDGET (self), _("Problem lines saved."));
}

/* Actions */

static void
choose_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TnyFileChoice choice = {
    .title = _("Import"), .accept = _("_Open"), .kind = _("CSV files"), .pattern = "*.csv",
  };

  tny_choose_file_async (widget, &choice, chosen_cb, g_object_ref (widget));
}

static void
apply_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TnyImportWindow *self = TNY_IMPORT_WINDOW (widget);

  start (self, apply_func, G_CALLBACK (applied_cb), _("Importing…"));
  tny_job_start (self->job);
}

static void
undo_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TnyImportWindow *self = TNY_IMPORT_WINDOW (widget);

  start (self, undo_func, G_CALLBACK (undone_cb), _("Undoing the import…"));
  tny_job_start (self->job);
}

static void
save_problems_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TnyFileChoice choice = {
    .title = _("Export Problem Lines"), .accept = _("_Save"), .save = TRUE, .name = "problems.csv",
    .kind = _("CSV files"), .pattern = "*.csv",
  };

  tny_choose_file_async (widget, &choice, save_chosen_cb, g_object_ref (widget));
}

/* Virtual functions */

/* A job that still runs holds the plan: the window stays until it is home. */
static gboolean
close_request_cb (TnyImportWindow *self)
{
  if (self->job == NULL || !tny_job_is_running (self->job))
    return FALSE;

  tny_job_cancel (self->job);
  g_signal_connect_object (self->job, "finished", G_CALLBACK (gtk_window_destroy), self, G_CONNECT_SWAPPED);

  return TRUE;
}

static void
tny_import_window_dispose (GObject *object)
{
  TnyImportWindow *self = TNY_IMPORT_WINDOW (object);

  if (self->table != NULL)
    tny_table_set_source (self->table, NULL, NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), TNY_TYPE_IMPORT_WINDOW);
  g_clear_object (&self->job);
  g_clear_pointer (&self->plan, tny_import_plan_free);

  G_OBJECT_CLASS (tny_import_window_parent_class)->dispose (object);
}

static void
tny_import_window_finalize (GObject *object)
{
  TnyImportWindow *self = TNY_IMPORT_WINDOW (object);

  g_ptr_array_unref (self->column_rows);
  g_clear_object (&self->session);
  g_free (self->path);

  G_OBJECT_CLASS (tny_import_window_parent_class)->finalize (object);
}

static void
tny_import_window_class_init (TnyImportWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tny_import_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = tny_import_window_finalize;

  g_type_ensure (TNY_TYPE_FILTER_BAR);
  g_type_ensure (TNY_TYPE_TABLE);
  gtk_widget_class_set_template_from_resource (widget_class, TNY_RESOURCES "tny-import-window.ui");
  gtk_widget_class_bind_template_child (widget_class, TnyImportWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, TnyImportWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, TnyImportWindow, kind);
  gtk_widget_class_bind_template_child (widget_class, TnyImportWindow, file_label);
  gtk_widget_class_bind_template_child (widget_class, TnyImportWindow, hint);
  gtk_widget_class_bind_template_child (widget_class, TnyImportWindow, columns_row);
  gtk_widget_class_bind_template_child (widget_class, TnyImportWindow, filter);
  gtk_widget_class_bind_template_child (widget_class, TnyImportWindow, table);
  gtk_widget_class_bind_template_child (widget_class, TnyImportWindow, import_button);
  gtk_widget_class_bind_template_child (widget_class, TnyImportWindow, busy_label);
  gtk_widget_class_bind_template_child (widget_class, TnyImportWindow, done);
  gtk_widget_class_bind_template_child (widget_class, TnyImportWindow, close_button);
  gtk_widget_class_bind_template_child (widget_class, TnyImportWindow, undo_button);
  gtk_widget_class_bind_template_child (widget_class, TnyImportWindow, status);
  gtk_widget_class_bind_template_callback (widget_class, kind_cb);
  gtk_widget_class_bind_template_callback (widget_class, filter_cb);
  gtk_widget_class_bind_template_callback (widget_class, close_request_cb);

  gtk_widget_class_install_action (widget_class, "import.choose", NULL, choose_action);
  gtk_widget_class_install_action (widget_class, "import.apply", NULL, apply_action);
  gtk_widget_class_install_action (widget_class, "import.undo", NULL, undo_action);
  gtk_widget_class_install_action (widget_class, "import.save-problems", NULL, save_problems_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
tny_import_window_init (TnyImportWindow *self)
{
  self->column_rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  tny_shell_set_parts (TNY_SHELL (self), self->status, self->toasts);
  tny_filter_bar_set_filters (self->filter, filters, G_N_ELEMENTS (filters));
  tny_import_lines_set_columns (self->table);
  tny_name_set (GTK_WIDGET (self->kind), _("Kind"));
  tny_name_set (GTK_WIDGET (self->import_button), _("Import"));
  name_kind (self);
  tny_dialog_prepare (GTK_WIDGET (self));
}

/* Public functions */

void
tny_import_window_present (GtkWindow *parent, TnySession *session)
{
  g_return_if_fail (GTK_IS_WINDOW (parent));
  g_return_if_fail (TNY_IS_SESSION (session));

  GtkApplication *app = gtk_window_get_application (parent);
  TnyImportWindow *self;

  for (GList *l = gtk_application_get_windows (app); l != NULL; l = l->next)
    if (TNY_IS_IMPORT_WINDOW (l->data))
      {
        gtk_window_present (l->data);
        return;
      }

  self = g_object_new (TNY_TYPE_IMPORT_WINDOW, "application", app, "transient-for", parent, NULL);
  self->session = g_object_ref (session);
  gtk_window_present (GTK_WINDOW (self));
}
