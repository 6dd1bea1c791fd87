/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-devices-private.h"

#include <glib/gi18n-lib.h>

#include "tny-device-words.h"
#include "tny-list-source.h"
#include "tny-names.h"
#include "tny-session.h"
#include "tny-words.h"

G_DEFINE_FINAL_TYPE (TnyDevicesPage, tny_devices_page, TNY_TYPE_PAGE)

static const TnyFilter filters[] = {
  { "unmatched", N_("Unmatched"), N_("%s device"),           N_("%s devices") },
  { "suggested", N_("Suggested"), N_("%s with a candidate"), N_("%s with a candidate") },
  { "matched",   N_("Matched"),   N_("%s device"),           N_("%s devices") },
  { "ignored",   N_("Ignored"),   N_("%s device"),           N_("%s devices") },
  { "all",       N_("All"),       N_("%s device"),           N_("%s devices") },
};

/* Columns */

static char *
device_text (gconstpointer record)
{
  return tny_words_name (((const TnyDeviceRow *) record)->name);
}

/* Among all devices there is no column for the score: a suggestion says it here. */
static char *
state_text (gconstpointer record)
{
  const TnyDeviceRow *row = record;
  const char *word = tny_match_state_word (row->state);

  /* translators: a state ("Suggested") and a score from 0 to 100 */
  return g_str_equal (row->state, "suggested") && row->score >= 0
         ? g_strdup_printf (_("%s %d"), word, row->score) : g_strdup (word);
}

static const char *
state_icon (gconstpointer record)
{
  return tny_match_state_icon (((const TnyDeviceRow *) record)->state);
}

static const char *
state_style (gconstpointer record)
{
  return tny_match_state_style (((const TnyDeviceRow *) record)->state);
}

static char *
organization_text (gconstpointer record)
{
  const TnyDeviceRow *row = record;

  return tny_words_name (row->organization_name != NULL ? row->organization_name
                                                        : row->tenant_name);
}

static char *
configuration_text (gconstpointer record)
{
  const TnyDeviceRow *row = record;

  return row->configuration_id != 0 ? tny_words_name (row->configuration_name)
                                    : g_strdup (_("none"));
}

static char *
score_text (gconstpointer record)
{
  return tny_match_score_words (((const TnyDeviceRow *) record)->score);
}

static char *
because_text (gconstpointer record)
{
  return tny_device_because (record);
}

static char *
folded_text (gconstpointer record)
{
  g_autofree char *organization = organization_text (record);
  g_autofree char *configuration = configuration_text (record);

  return g_strconcat (organization, " \u00b7 ", configuration, NULL);
}

enum { COLUMN_DEVICE, COLUMN_CONFIGURATION, COLUMN_STATE, COLUMN_SCORE };

static const TnyColumn columns[] = {
  [COLUMN_DEVICE]        = { "name",          N_("Device"),        16,
                             TNY_COLUMN_EXPAND | TNY_COLUMN_NAME, device_text,
                             .caption = organization_text, .folded = folded_text },
  [COLUMN_CONFIGURATION] = { "configuration", N_("Configuration"), 16,
                             TNY_COLUMN_EXPAND | TNY_COLUMN_NAME | TNY_COLUMN_WIDE,
                             configuration_text, .caption = because_text },
  [COLUMN_STATE]         = { "state",         N_("State"),         10, 0, state_text, state_icon,
                             state_style },
  [COLUMN_SCORE]         = { "score",         N_("Score"),         9,  TNY_COLUMN_NUMERIC,
                             score_text },
};

/* Helpers */

static void
show_columns (TnyDevicesPage *self)
{
  gboolean all = tny_devices_filter (self) == NULL;

  tny_table_show_column (self->table, COLUMN_STATE, all);
  tny_table_show_column (self->table, COLUMN_SCORE, !all);
}

const char *
tny_devices_filter (TnyDevicesPage *self)
{
  const char *active = tny_filter_bar_get_active (self->filter);

  return g_strcmp0 (active, "all") == 0 ? NULL : active;
}

static void
what_is_missing (TnyEmpty *empty, gpointer data)
{
  TnyDevicesPage *self = data;
  const char *filter = tny_filter_bar_get_active (self->filter);

  if (*tny_page_get_search (TNY_PAGE (self)) != '\0')
    {
      empty->title = _("No device found");
      empty->description = _("No device under this filter has that in its name, serial number or "
                             "user.");
    }
  else if (self->counted && self->counts.all == 0)
    tny_device_why_none (empty, self->sources);
  else if (g_str_equal (filter, "unmatched"))
    {
      empty->icon = "emblem-ok-symbolic";
      empty->title = _("Every device has a decision");
      empty->description = _("New devices appear here after a sync.");
    }
  else if (g_str_equal (filter, "suggested"))
    {
      empty->title = _("No suggestions");
      empty->description = _("No undecided device has a candidate. Import the configurations of your "
                             "organizations, or choose one yourself under Unmatched.");
    }
  else if (g_str_equal (filter, "matched"))
    {
      empty->title = _("No device is matched yet");
      empty->description = _("Accept a suggestion, or choose a configuration yourself.");
    }
  else
    {
      empty->title = _("No device is ignored");
      empty->description = _("Ignored devices are left out until you change that here.");
    }
}

void
tny_devices_take_counts (TnyDevicesPage *self, const TnyMatchCounts *counts)
{
  self->counts = *counts;
  self->counted = TRUE;
  tny_filter_bar_set_count (self->filter, "unmatched", counts->unmatched);
  tny_filter_bar_set_count (self->filter, "suggested", counts->suggested);
  tny_filter_bar_set_count (self->filter, "matched", counts->matched);
  tny_filter_bar_set_count (self->filter, "ignored", counts->ignored);
  tny_filter_bar_set_count (self->filter, "all", counts->all);
  tny_devices_update_actions (self);

  /* why there are no devices, and that every one has a decision, differ by the counts */
  if (!self->gone && g_str_equal (tny_state_bin_get_state (self->states), "empty") &&
      !tny_table_is_loading (self->table))
    {
      TnyEmpty empty = { "edit-find-symbolic" };

      what_is_missing (&empty, self);
      tny_state_bin_show_empty (self->states, &empty);
    }
}

static void
place_panes (TnyDevicesPage *self)
{
  gboolean narrow = tny_page_get_narrow (TNY_PAGE (self));
  gboolean open = narrow && self->detail_open && tny_table_get_selected (self->table) != 0;
  const TnyDeviceRow *device = open ? tny_table_get_record (self->table) : NULL;
  g_autofree char *subtitle = device != NULL ? tny_words_name (device->name) : NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->table), !open);
  gtk_widget_set_visible (self->detail_pane, !narrow || open);
  gtk_widget_set_visible (self->separator, !narrow);
  gtk_widget_set_visible (GTK_WIDGET (self->filter), !open);
  /* the decisions have the bottom for themselves; the menu can undo too */
  gtk_widget_set_visible (self->tools, !open);
  gtk_grid_set_column_homogeneous (GTK_GRID (self->panes), !narrow);
  g_object_set (self, "can-go-back", open, "subtitle", subtitle, NULL);
}

void
tny_devices_mend_focus (TnyDevicesPage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (focus != NULL && gtk_widget_is_sensitive (focus) && gtk_widget_get_mapped (focus))
    return;
  if (gtk_widget_get_mapped (GTK_WIDGET (self->table)))
    tny_table_focus (self->table);
  else if (gtk_widget_get_mapped (GTK_WIDGET (self->detail)))
    tny_device_detail_focus (self->detail);
  else
    gtk_widget_child_focus (GTK_WIDGET (self), GTK_DIR_TAB_FORWARD);
}

static void
load_detail (TnyDevicesPage *self)
{
  tny_device_detail_load (self->detail, self->store, tny_table_get_selected (self->table));
}

/* Counting, and why there may be none */

typedef struct { TnyMatchCounts counts; GPtrArray *sources; } Counted;

static void
counted_free (gpointer data)
{
  Counted *counted = data;

  g_clear_pointer (&counted->sources, g_ptr_array_unref);
  g_free (counted);
}

static void
count_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;
  g_autoptr(TnyReader) reader = tny_store_borrow (data, &error);
  Counted *counted = g_new0 (Counted, 1);

  if (reader != NULL && tny_device_counts (reader, 0, &counted->counts, &error) &&
      (counted->sources = tny_device_sources (reader, 0, &error)) != NULL)
    g_task_return_pointer (task, counted, counted_free);
  else
    {
      counted_free (counted);
      g_task_return_error (task, error);
    }
}

static void
counted_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TnyDevicesPage *self = TNY_DEVICES_PAGE (source);
  Counted *counted = g_task_propagate_pointer (G_TASK (result), NULL);

  if (g_application_get_default () != NULL)
    g_application_release (g_application_get_default ());
  /* without figures the filters just have none; the list says what is wrong */
  if (counted == NULL)
    return;
  if (!self->gone)
    {
      g_clear_pointer (&self->sources, g_ptr_array_unref);
      self->sources = g_steal_pointer (&counted->sources);
      tny_devices_take_counts (self, &counted->counts);
    }
  counted_free (counted);
}

void
tny_devices_count (TnyDevicesPage *self)
{
  g_autoptr(GTask) task = NULL;

  if (self->store == NULL)
    return;
  task = g_task_new (self, NULL, counted_cb, NULL);
  if (g_application_get_default () != NULL)
    g_application_hold (g_application_get_default ());
  g_task_set_task_data (task, self->store, NULL);
  g_task_run_in_thread (task, count_thread);
}

/* Callbacks */

static void
filter_changed_cb (TnyDevicesPage *self)
{
  TnyPageState *state = tny_page_get_state (TNY_PAGE (self));
  const char *filter = tny_filter_bar_get_active (self->filter);

  if (state == NULL || self->store == NULL)
    return;
  g_free (state->filter);
  state->filter = g_strdup (filter);
  show_columns (self);
  tny_table_set_filter (self->table, tny_devices_filter (self));
}

static void
selected_cb (TnyDevicesPage *self, gint64 id)
{
  load_detail (self);
  if (id == 0)
    self->detail_open = FALSE;
  place_panes (self);
}

static void
activated_cb (TnyDevicesPage *self, gint64 id)
{
  self->detail_open = TRUE;
  place_panes (self);
  tny_device_detail_focus (self->detail);
}

static void
filled_cb (TnyDevicesPage *self, guint n)
{
  load_detail (self);
  if (tny_page_settle (TNY_PAGE (self)) && n > 0)
    tny_table_focus (self->table);
}

static void
loaded_cb (TnyDevicesPage *self)
{
  if (self->gone)
    return;
  tny_devices_update_actions (self);
  tny_devices_run_pending (self);
}

static void
narrow_cb (TnyDevicesPage *self)
{
  /* what one was working in stays in front */
  self->detail_open = self->detail_open ||
                      gtk_widget_get_focus_child (self->detail_pane) != NULL;
  place_panes (self);
}

/* TnyPage */

static void
show_rows (TnyDevicesPage *self, gint64 organization_id)
{
  TnyListQuery scope = { .kind = TNY_LIST_DEVICES, .organization_id = organization_id };
  g_autoptr(GObject) source = tny_list_source_new (self->store, &scope);

  tny_table_set_source (self->table, tny_list_source_ops (TNY_LIST_DEVICES), source);
}

static void
tny_devices_page_enter (TnyPage *page)
{
  TnyDevicesPage *self = TNY_DEVICES_PAGE (page);
  TnyPageState *state = tny_page_get_state (page);
  TnySession *session = tny_page_get_session (page);
  TnyPageState begin;

  if (state->own == NULL)
    state->own = G_OBJECT (tny_match_undo_new ());
  self->history = g_object_ref (TNY_MATCH_UNDO (state->own));
  self->store = session != NULL ? tny_session_get_store (session) : NULL;

  tny_page_add_pane (page, GTK_WIDGET (self->table));
  tny_page_add_pane (page, GTK_WIDGET (self->detail));
  /* what a person has to look at comes first */
  if (state->filter == NULL)
    state->filter = g_strdup ("suggested");
  if (state->sort == NULL)
    state->sort = g_strdup ("organization");
  tny_filter_bar_set_active (self->filter, state->filter);
  show_columns (self);
  place_panes (self);
  tny_devices_update_actions (self);
  if (self->store == NULL)
    return;

  /* "all" is no filter of the database */
  begin = *state;
  begin.filter = (char *) tny_devices_filter (self);
  show_rows (self, 0);
  tny_devices_count (self);
  tny_table_restore (self->table, &begin);
}

static void
tny_devices_page_leave (TnyPage *page)
{
  TnyDevicesPage *self = TNY_DEVICES_PAGE (page);

  if (self->store != NULL)
    tny_table_save (self->table, tny_page_get_state (page));
  self->gone = TRUE;
  /* its reader goes back before the store closes, whoever still holds the widgets */
  tny_table_set_source (self->table, NULL, NULL);
}

static void
tny_devices_page_refresh (TnyPage *page)
{
  TnyDevicesPage *self = TNY_DEVICES_PAGE (page);

  tny_devices_count (self);
  tny_table_reload (self->table);
}

static void
tny_devices_page_search_changed (TnyPage *page, const char *text)
{
  tny_table_set_search (TNY_DEVICES_PAGE (page)->table, text);
}

static void
tny_devices_page_show_target (TnyPage *page, const char *target)
{
  TnyDevicesPage *self = TNY_DEVICES_PAGE (page);
  const char *number = strchr (target, ':');

  if (number == NULL)
    {
      tny_filter_bar_set_active (self->filter, target);
      return;
    }
  tny_filter_bar_set_active (self->filter, "all");
  if (g_str_has_prefix (target, "organization:") && self->store != NULL)
    {
      show_rows (self, g_ascii_strtoll (number + 1, NULL, 10));
      tny_table_reload (self->table);
    }
  else if (g_str_has_prefix (target, "device:"))
    tny_table_select (self->table, g_ascii_strtoll (number + 1, NULL, 10));
}

static gboolean
tny_devices_page_back (TnyPage *page)
{
  TnyDevicesPage *self = TNY_DEVICES_PAGE (page);

  if (!self->detail_open || !tny_page_get_narrow (page))
    return FALSE;
  self->detail_open = FALSE;
  place_panes (self);
  tny_table_focus (self->table);

  return TRUE;
}

/* Virtual functions */

static void
tny_devices_page_dispose (GObject *object)
{
  TnyDevicesPage *self = TNY_DEVICES_PAGE (object);

  self->gone = TRUE;
  if (self->table != NULL)
    tny_table_set_source (self->table, NULL, NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), TNY_TYPE_DEVICES_PAGE);
  g_clear_object (&self->history);
  g_clear_pointer (&self->sources, g_ptr_array_unref);
  g_clear_pointer (&self->pending, g_variant_unref);

  G_OBJECT_CLASS (tny_devices_page_parent_class)->dispose (object);
}

static void
tny_devices_page_class_init (TnyDevicesPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  TnyPageClass *page_class = TNY_PAGE_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tny_devices_page_dispose;
  page_class->enter = tny_devices_page_enter;
  page_class->leave = tny_devices_page_leave;
  page_class->refresh = tny_devices_page_refresh;
  page_class->search_changed = tny_devices_page_search_changed;
  page_class->show_target = tny_devices_page_show_target;
  page_class->back = tny_devices_page_back;
  page_class->why_not = tny_devices_why_not;

  g_type_ensure (TNY_TYPE_FILTER_BAR);
  g_type_ensure (TNY_TYPE_STATE_BIN);
  g_type_ensure (TNY_TYPE_TABLE);
  g_type_ensure (TNY_TYPE_DEVICE_DETAIL);
  gtk_widget_class_set_template_from_resource (widget_class, TNY_RESOURCES "tny-devices-page.ui");
  gtk_widget_class_bind_template_child (widget_class, TnyDevicesPage, filter);
  gtk_widget_class_bind_template_child (widget_class, TnyDevicesPage, tools);
  gtk_widget_class_bind_template_child (widget_class, TnyDevicesPage, undo);
  gtk_widget_class_bind_template_child (widget_class, TnyDevicesPage, redo);
  gtk_widget_class_bind_template_child (widget_class, TnyDevicesPage, states);
  gtk_widget_class_bind_template_child (widget_class, TnyDevicesPage, table);
  gtk_widget_class_bind_template_child (widget_class, TnyDevicesPage, panes);
  gtk_widget_class_bind_template_child (widget_class, TnyDevicesPage, detail_pane);
  gtk_widget_class_bind_template_child (widget_class, TnyDevicesPage, separator);
  gtk_widget_class_bind_template_child (widget_class, TnyDevicesPage, detail);
  gtk_widget_class_bind_template_callback (widget_class, filter_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, filled_cb);
  gtk_widget_class_bind_template_callback (widget_class, loaded_cb);
  gtk_widget_class_bind_template_callback (widget_class, narrow_cb);
  tny_devices_install_actions (widget_class);
}

static void
tny_devices_page_init (TnyDevicesPage *self)
{
  g_autoptr(GMenuModel) sort = NULL;
  g_autoptr(GMenu) menu = g_menu_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  tny_filter_bar_set_filters (self->filter, filters, G_N_ELEMENTS (filters));
  tny_table_set_columns (self->table, columns, G_N_ELEMENTS (columns), tny_device_row_name);
  tny_state_bin_follow (self->states, self->table, _("Reading devices…"), what_is_missing, self,
                        "page.refresh");
  tny_name_icon_button (self->undo, _("Undo"), "<Control>z");
  tny_name_icon_button (self->redo, _("Redo"), "<Control><Shift>z");
  sort = tny_table_create_sort_menu (self->table, "match.sort");
  g_menu_append_section (menu, NULL, sort);
  g_menu_append (menu, _("_Undo"), "page.undo");
  g_menu_append (menu, _("_Redo"), "page.redo");
  g_menu_append (menu, _("_Find Suggestions Again"), "page.refresh");
  g_object_set (self, "menu", menu, NULL);
  tny_devices_add_keys (self);
}
