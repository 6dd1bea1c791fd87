/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-matching-private.h"

#include <glib/gi18n-lib.h>

#include "tny-error.h"
#include "tny-error-show.h"
#include "tny-list-source.h"
#include "tny-match-words.h"
#include "tny-names.h"
#include "tny-session.h"
#include "tny-words.h"

G_DEFINE_FINAL_TYPE (TnyMatchingPage, tny_matching_page, TNY_TYPE_PAGE)

static const TnyFilter filters[] = {
  { "unmatched", N_("Unmatched"), N_("%s to review"),        N_("%s to review") },
  { "suggested", N_("Suggested"), N_("%s with a candidate"), N_("%s with a candidate") },
  { "matched",   N_("Matched"),   N_("%s tenant"),           N_("%s tenants") },
  { "ignored",   N_("Ignored"),   N_("%s tenant"),           N_("%s tenants") },
  { "all",       N_("All"),       N_("%s tenant"),           N_("%s tenants") },
};

/* Columns */

static char *
tenant_text (gconstpointer record)
{
  return tny_words_name (((const TnyTenantRow *) record)->name);
}

/* Among all tenants there is no column for the score: a suggestion says it here. */
static char *
state_text (gconstpointer record)
{
  const TnyTenantRow *row = record;
  const char *word = tny_match_state_word (row->state);

  /* translators: a state ("Suggested") and a score from 0 to 100 */
  return g_str_equal (row->state, "suggested") && row->score >= 0
         ? g_strdup_printf (_("%s %d"), word, row->score) : g_strdup (word);
}

static const char *
state_icon (gconstpointer record)
{
  return tny_match_state_icon (((const TnyTenantRow *) record)->state);
}

static const char *
state_style (gconstpointer record)
{
  return tny_match_state_style (((const TnyTenantRow *) record)->state);
}

static char *
organization_text (gconstpointer record)
{
  const TnyTenantRow *row = record;

  if (row->organization_id == 0 && row->checked != TNY_CHECKED)
    return g_strdup (row->checked == TNY_COULD_NOT_CHECK ? _("Could not check") : _("not checked yet"));

  return row->organization_id != 0 ? tny_words_name (row->organization_name) : g_strdup (_("none"));
}

static char *
score_text (gconstpointer record)
{
  const TnyTenantRow *row = record;

  return row->score < 0 && g_strcmp0 (row->method, "automatic") == 0
         ? g_strdup (_("same name")) : tny_match_score_words (row->score);
}

enum { COLUMN_TENANT, COLUMN_SUGGESTION, COLUMN_STATE, COLUMN_SCORE };

static const TnyColumn columns[] = {
  [COLUMN_TENANT]     = { "name",       N_("Tenant"),     20, TNY_COLUMN_EXPAND | TNY_COLUMN_NAME,
                          tenant_text, .folded = organization_text },
  [COLUMN_SUGGESTION] = { "suggestion", N_("Suggestion"), 20, TNY_COLUMN_EXPAND | TNY_COLUMN_NAME
                                                              | TNY_COLUMN_WIDE, organization_text },
  [COLUMN_STATE]      = { "state",      N_("State"),      10, 0, state_text, state_icon, state_style },
  [COLUMN_SCORE]      = { "score",      N_("Score"),      9,  TNY_COLUMN_NUMERIC, score_text },
};

/* Helpers */

static void
show_columns (TnyMatchingPage *self)
{
  const char *filter = tny_matching_filter (self);
  gboolean all = filter == NULL, decided = g_strcmp0 (filter, "matched") == 0;

  /* what a tenant is matched with is no suggestion any more */
  tny_table_set_title (self->table, COLUMN_SUGGESTION, all || decided ? _("Organization") : _("Suggestion"));
  tny_table_show_column (self->table, COLUMN_STATE, all);
  tny_table_show_column (self->table, COLUMN_SCORE, !all);
}

const char *
tny_matching_filter (TnyMatchingPage *self)
{
  const char *active = tny_filter_bar_get_active (self->filter);

  return g_strcmp0 (active, "all") == 0 ? NULL : active;
}

static gboolean
app_has_action (const char *name)
{
  GApplication *app = g_application_get_default ();

  return app != NULL && g_action_group_has_action (G_ACTION_GROUP (app), name);
}

static void
what_is_missing (TnyEmpty *empty, gpointer data)
{
  TnyMatchingPage *self = data;
  const char *filter = tny_filter_bar_get_active (self->filter);

  if (*tny_page_get_search (TNY_PAGE (self)) != '\0')
    {
      empty->title = _("No tenant found");
      empty->description = _("No tenant under this filter fits what you typed.");
    }
  else if (self->counted && self->counts.all == 0)
    {
      empty->icon = "network-server-symbolic";
      empty->title = _("No tenants yet");
      empty->description = _("Tenants appear here after the first sync.");
      if (app_has_action ("sync"))
        {
          empty->button = _("_Start Sync");
          empty->action = "app.sync";
        }
    }
  else if (g_str_equal (filter, "unmatched"))
    {
      empty->icon = "emblem-ok-symbolic";
      empty->title = _("Every tenant has a decision");
      empty->description = _("The next sync brings the people of the tenants you matched.");
      empty->button = _("_Preview Contacts");
      empty->action = "win.page::contacts";
    }
  else if (g_str_equal (filter, "suggested"))
    {
      empty->title = _("No suggestions");
      empty->description = _("No undecided tenant has a candidate. Import your organizations, or "
                             "choose one yourself under Unmatched.");
    }
  else if (g_str_equal (filter, "matched"))
    {
      empty->title = _("No tenant is matched yet");
      empty->description = _("Accept a suggestion, or choose an organization yourself.");
    }
  else
    {
      empty->title = _("No tenant is ignored");
      empty->description = _("Ignored tenants are left out until you change that here.");
    }
}

void
tny_matching_take_counts (TnyMatchingPage *self, const TnyMatchCounts *counts)
{
  self->counts = *counts;
  self->counted = TRUE;
  tny_filter_bar_set_count (self->filter, "unmatched", counts->unmatched);
  tny_filter_bar_set_count (self->filter, "suggested", counts->suggested);
  tny_filter_bar_set_count (self->filter, "matched", counts->matched);
  tny_filter_bar_set_count (self->filter, "ignored", counts->ignored);
  tny_filter_bar_set_count (self->filter, "all", counts->all);
  tny_matching_update_actions (self);

  /* "no tenants yet" and "every tenant has a decision" differ by the counts */
  if (!self->gone && g_str_equal (tny_state_bin_get_state (self->states), "empty")
      && !tny_table_is_loading (self->table))
    {
      TnyEmpty empty = { "edit-find-symbolic" };

      what_is_missing (&empty, self);
      tny_state_bin_show_empty (self->states, &empty);
    }
}

void
tny_matching_place_panes (TnyMatchingPage *self)
{
  gboolean narrow = tny_page_get_narrow (TNY_PAGE (self));
  gboolean open = narrow && self->detail_open && tny_table_get_selected (self->table) != 0;
  const TnyTenantRow *tenant = open ? tny_table_get_record (self->table) : NULL;
  g_autofree char *subtitle = tenant != NULL ? tny_words_name (tenant->name) : NULL;

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
tny_matching_mend_focus (TnyMatchingPage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (focus != NULL && gtk_widget_is_sensitive (focus) && gtk_widget_get_mapped (focus))
    return;

  if (gtk_widget_get_mapped (GTK_WIDGET (self->table)))
    tny_table_focus (self->table);
  else if (gtk_widget_get_mapped (GTK_WIDGET (self->detail)))
    tny_match_detail_focus (self->detail);
  else
    gtk_widget_child_focus (GTK_WIDGET (self), GTK_DIR_TAB_FORWARD);
}

static void
open_detail (TnyMatchingPage *self)
{
  self->detail_open = TRUE;
  tny_matching_place_panes (self);
  tny_match_detail_focus (self->detail);
}

static void
load_detail (TnyMatchingPage *self)
{
  tny_match_detail_load (self->detail, self->store, tny_table_get_selected (self->table));
}

/* Counting */

static void
count_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;
  g_autoptr(TnyReader) reader = tny_store_borrow (data, &error);
  TnyMatchCounts counts;

  if (reader != NULL && tny_matching_counts (reader, &counts, &error))
    g_task_return_pointer (task, g_memdup2 (&counts, sizeof counts), g_free);
  else
    g_task_return_error (task, error);
}

static void
counted_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TnyMatchingPage *self = TNY_MATCHING_PAGE (source);
  g_autofree TnyMatchCounts *counts = g_task_propagate_pointer (G_TASK (result), NULL);

  if (g_application_get_default () != NULL)
    g_application_release (g_application_get_default ());
  /* without figures the filters just have none; the list says what is wrong */
  if (counts != NULL && !self->gone)
    tny_matching_take_counts (self, counts);
}

void
tny_matching_count (TnyMatchingPage *self)
{
  if (self->store == NULL)
    return;

  g_autoptr(GTask) task = g_task_new (self, NULL, counted_cb, NULL);

  if (g_application_get_default () != NULL)
    g_application_hold (g_application_get_default ());
  g_task_set_task_data (task, self->store, NULL);
  g_task_run_in_thread (task, count_thread);
}

/* Callbacks */

static void
filter_changed_cb (TnyMatchingPage *self)
{
  TnyPageState *state = tny_page_get_state (TNY_PAGE (self));
  const char *filter = tny_filter_bar_get_active (self->filter);

  if (state == NULL || self->store == NULL)
    return;

  g_free (state->filter);
  state->filter = g_strdup (filter);
  show_columns (self);
  tny_table_set_filter (self->table, tny_matching_filter (self));
}

static void
selected_cb (TnyMatchingPage *self, gint64 id)
{
  load_detail (self);
  if (id == 0)
    self->detail_open = FALSE;
  tny_matching_place_panes (self);
}

static void
activated_cb (TnyMatchingPage *self, gint64 id)
{
  open_detail (self);
}

static void
filled_cb (TnyMatchingPage *self, guint n)
{
  load_detail (self);
  if (tny_page_settle (TNY_PAGE (self)) && n > 0)
    tny_table_focus (self->table);
}

static void
loaded_cb (TnyMatchingPage *self)
{
  if (self->gone)
    return;

  tny_matching_update_actions (self);
  tny_matching_run_pending (self);
}

static void
narrow_cb (TnyMatchingPage *self)
{
  gboolean in_detail = gtk_widget_get_focus_child (self->detail_pane) != NULL;

  /* what one was working in stays in front */
  self->detail_open = self->detail_open || in_detail;
  tny_matching_place_panes (self);
}

/* TnyPage */

static void
tny_matching_page_enter (TnyPage *page)
{
  TnyMatchingPage *self = TNY_MATCHING_PAGE (page);
  TnyPageState *state = tny_page_get_state (page);
  TnySession *session = tny_page_get_session (page);

  if (state->own == NULL)
    state->own = G_OBJECT (tny_match_undo_new ());
  self->history = g_object_ref (TNY_MATCH_UNDO (state->own));
  self->store = session != NULL ? tny_session_get_store (session) : NULL;

  tny_page_add_pane (page, GTK_WIDGET (self->table));
  tny_page_add_pane (page, GTK_WIDGET (self->detail));
  tny_filter_bar_set_active (self->filter, state->filter);
  show_columns (self);
  tny_matching_place_panes (self);
  tny_matching_update_actions (self);
  if (self->store == NULL)
    return;

  g_autoptr(GObject) source = tny_list_source_new (self->store, &(TnyListQuery) {
                                                     .kind = TNY_LIST_TENANTS });
  TnyPageState begin = *state;

  /* "all" is no filter of the database; the first filter is the bar's */
  begin.filter = (char *) tny_matching_filter (self);
  tny_table_set_source (self->table, tny_list_source_ops (TNY_LIST_TENANTS), source);
  tny_matching_count (self);
  tny_table_restore (self->table, &begin);
}

static void
tny_matching_page_leave (TnyPage *page)
{
  TnyMatchingPage *self = TNY_MATCHING_PAGE (page);

  if (self->store != NULL)
    tny_table_save (self->table, tny_page_get_state (page));
  self->gone = TRUE;
  /* its reader goes back before the store closes, whoever still holds the widgets */
  tny_table_set_source (self->table, NULL, NULL);
}

static void
tny_matching_page_refresh (TnyPage *page)
{
  TnyMatchingPage *self = TNY_MATCHING_PAGE (page);

  tny_matching_count (self);
  tny_table_reload (self->table);
}

static void
tny_matching_page_search_changed (TnyPage *page, const char *text)
{
  tny_table_set_search (TNY_MATCHING_PAGE (page)->table, text);
}

static void
tny_matching_page_show_target (TnyPage *page, const char *target)
{
  TnyMatchingPage *self = TNY_MATCHING_PAGE (page);

  if (g_str_has_prefix (target, "tenant:"))
    {
      tny_filter_bar_set_active (self->filter, "all");
      tny_table_select (self->table, g_ascii_strtoll (target + strlen ("tenant:"), NULL, 10));
    }
  else
    {
      tny_filter_bar_set_active (self->filter, target);
    }
}

static gboolean
tny_matching_page_back (TnyPage *page)
{
  TnyMatchingPage *self = TNY_MATCHING_PAGE (page);

  if (!self->detail_open || !tny_page_get_narrow (page))
    return FALSE;

  self->detail_open = FALSE;
  tny_matching_place_panes (self);
  tny_table_focus (self->table);

  return TRUE;
}

/* Virtual functions */

static void
tny_matching_page_dispose (GObject *object)
{
  TnyMatchingPage *self = TNY_MATCHING_PAGE (object);

  self->gone = TRUE;
  if (self->table != NULL)
    tny_table_set_source (self->table, NULL, NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), TNY_TYPE_MATCHING_PAGE);
  g_clear_object (&self->history);
  g_clear_weak_pointer (&self->history_window);
  g_clear_pointer (&self->pending, g_variant_unref);

  G_OBJECT_CLASS (tny_matching_page_parent_class)->dispose (object);
}

static void
tny_matching_page_class_init (TnyMatchingPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  TnyPageClass *page_class = TNY_PAGE_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tny_matching_page_dispose;
  page_class->enter = tny_matching_page_enter;
  page_class->leave = tny_matching_page_leave;
  page_class->refresh = tny_matching_page_refresh;
  page_class->search_changed = tny_matching_page_search_changed;
  page_class->show_target = tny_matching_page_show_target;
  page_class->back = tny_matching_page_back;
  page_class->why_not = tny_matching_why_not;

  g_type_ensure (TNY_TYPE_FILTER_BAR);
  g_type_ensure (TNY_TYPE_STATE_BIN);
  g_type_ensure (TNY_TYPE_TABLE);
  g_type_ensure (TNY_TYPE_MATCH_DETAIL);
  gtk_widget_class_set_template_from_resource (widget_class, TNY_RESOURCES "tny-matching-page.ui");
  gtk_widget_class_bind_template_child (widget_class, TnyMatchingPage, filter);
  gtk_widget_class_bind_template_child (widget_class, TnyMatchingPage, tools);
  gtk_widget_class_bind_template_child (widget_class, TnyMatchingPage, undo);
  gtk_widget_class_bind_template_child (widget_class, TnyMatchingPage, redo);
  gtk_widget_class_bind_template_child (widget_class, TnyMatchingPage, accept_all);
  gtk_widget_class_bind_template_child (widget_class, TnyMatchingPage, states);
  gtk_widget_class_bind_template_child (widget_class, TnyMatchingPage, table);
  gtk_widget_class_bind_template_child (widget_class, TnyMatchingPage, panes);
  gtk_widget_class_bind_template_child (widget_class, TnyMatchingPage, detail_pane);
  gtk_widget_class_bind_template_child (widget_class, TnyMatchingPage, separator);
  gtk_widget_class_bind_template_child (widget_class, TnyMatchingPage, detail);
  gtk_widget_class_bind_template_callback (widget_class, filter_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, filled_cb);
  gtk_widget_class_bind_template_callback (widget_class, loaded_cb);
  gtk_widget_class_bind_template_callback (widget_class, narrow_cb);

  tny_matching_install_actions (widget_class);
}

static void
tny_matching_page_init (TnyMatchingPage *self)
{
  g_autoptr(GMenu) menu = g_menu_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  tny_filter_bar_set_filters (self->filter, filters, G_N_ELEMENTS (filters));
  tny_table_set_columns (self->table, columns, G_N_ELEMENTS (columns), tny_match_row_name);
  tny_state_bin_follow (self->states, self->table, _("Reading tenants…"), what_is_missing, self,
                        "page.refresh");
  tny_name_icon_button (self->undo, _("Undo"), "<Control>z");
  tny_name_icon_button (self->redo, _("Redo"), "<Control><Shift>z");
  tny_name_set (self->accept_all, _("Accept Suggestions…"));

  g_autoptr(GMenuModel) sort = tny_table_create_sort_menu (self->table, "match.sort");

  g_menu_append_section (menu, NULL, sort);
  g_menu_append (menu, _("_Undo"), "page.undo");
  g_menu_append (menu, _("_Redo"), "page.redo");
  g_menu_append (menu, _("Match _History…"), "match.history");
  g_menu_append (menu, _("_Find Suggestions Again"), "page.refresh");
  g_object_set (self, "menu", menu, NULL);
  tny_matching_add_keys (self);
}
