/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-health-page.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "tny-banner.h"
#include "tny-clock.h"
#include "tny-error.h"
#include "tny-consent-window.h"
#include "tny-error-show.h"
#include "tny-finding.h"
#include "tny-health-coming.h"
#include "tny-health-detail.h"
#include "tny-health-roles.h"
#include "tny-health-rows.h"
#include "tny-health-source.h"
#include "tny-open-uri.h"
#include "tny-session.h"
#include "tny-state-bin.h"
#include "tny-words.h"

/* Ages in words are written again this often. */
#define AGES_SECONDS 60
/* What needs a person stands first; the rest is a press away, and the search finds it. */
#define ROWS_AT_ONCE 50

struct _TnyHealthPage
{
  TnyPage          parent_instance;

  TnyBanner       *banner;
  TnyStateBin     *state;
  GtkWidget       *overview, *groups, *grid, *roles, *detail;
  GtkLabel        *age;
  GtkWidget       *recheck, *cancel;
  GtkWidget       *time_line;
  TnyHealthRows    rows[TNY_HEALTH_N_GROUPS];

  TnyHealthSource *source;
  guint            limit[TNY_HEALTH_N_GROUPS];
  GtkWidget       *more[TNY_HEALTH_N_GROUPS];      /* shows more rows; NULL: all are shown */
  TnyHealthGroup   open_group;
  char            *open_key;     /* what is shown whole; NULL: the overview, or the grid of roles */
  gboolean         in_grid;
  GtkWidget       *to_grid, *head;      /* the button that leads there; what the grid begins with, or NULL */
  guint            ages_id;
  double           needed[2];    /* by the columns side by side of overview and grid; 0: they fit */
  guint            fold_id;
};

G_DEFINE_FINAL_TYPE (TnyHealthPage, tny_health_page, TNY_TYPE_PAGE)

/* Helpers */

static const TnyHealthView *
view_of (TnyHealthPage *self)
{
  return self->source != NULL ? tny_health_source_get_view (self->source) : NULL;
}

static const TnyHealthItem *
open_item (TnyHealthPage *self)
{
  const TnyHealthView *view = view_of (self);

  return view != NULL && self->open_key != NULL
         ? tny_health_view_find (view, self->open_group, self->open_key) : NULL;
}

/* A loopback cloud needs no network. */
static gboolean
is_offline (TnyHealthPage *self)
{
  TnySession *session = tny_page_get_session (TNY_PAGE (self));
  const TnyCloud *cloud = session != NULL ? tny_session_get_cloud (session) : NULL;

  return cloud != NULL && tny_cloud_is_real (cloud)
         && !g_network_monitor_get_network_available (g_network_monitor_get_default ());
}

static void
update_actions (TnyHealthPage *self)
{
  const TnyHealthView *view = view_of (self);
  gboolean running = self->source != NULL && tny_health_source_get_job (self->source) != NULL;
  gboolean offline = is_offline (self), had_focus;
  gboolean connected = view != NULL && view->n_connections > 0;
  gboolean results = view != NULL && view->checks->len > 0;

  had_focus = gtk_widget_has_focus (running ? self->recheck : self->cancel);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "page.refresh", connected && !running && !offline);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "health.cancel", running);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "health.copy-report", results);
  gtk_widget_set_visible (self->recheck, !running);
  gtk_widget_set_visible (self->cancel, running);
  if (had_focus)
    gtk_widget_grab_focus (running ? self->cancel : self->recheck);
  gtk_widget_set_tooltip_text (self->recheck,
                               offline ? _("You’re offline.")
                               : self->open_key != NULL && self->open_group == TNY_HEALTH_TENANTS
                                 ? _("Ask Microsoft again about this tenant (F5)")
                                 : _("Ask Microsoft again (F5)"));
}

static void
show_age (TnyHealthPage *self)
{
  const TnyHealthView *view = view_of (self);
  g_autofree char *ago = NULL, *time = NULL, *says = NULL, *text = NULL;
  TnyJob *job = self->source != NULL ? tny_health_source_get_job (self->source) : NULL;

  if (view == NULL)
    return;
  if (job != NULL)
    {
      g_auto(TnyProgress) progress = { 0 };

      tny_job_get_progress (job, &progress);
      text = tny_words_progress (&progress);
      gtk_label_set_text (self->age, text);
      return;
    }
  ago = tny_words_ago (view->checked_at, tny_clock_now (NULL));
  time = tny_words_time (view->checked_at);
  says = tny_health_view_says (view);
  /* translators: when, and "2 problems, 1 not checked" */
  text = g_strdup_printf (_("Checked %s · %s"), ago, says);
  gtk_label_set_text (self->age, text);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->age), time);
}

/* Tenants are searched, with what else bears the name. */
static GPtrArray *
found (TnyHealthPage *self, GPtrArray *items)
{
  g_autofree char *wanted = g_utf8_casefold (tny_page_get_search (TNY_PAGE (self)), -1);
  GPtrArray *found = g_ptr_array_new ();

  for (guint i = 0; i < items->len; i++)
    {
      const TnyHealthItem *item = items->pdata[i];
      g_autofree char *title = g_utf8_casefold (item->title, -1);

      if (strstr (title, wanted) != NULL)
        g_ptr_array_add (found, (gpointer) item);
    }

  return found;
}

static void
fill (TnyHealthPage *self)
{
  const TnyHealthView *view = view_of (self);
  for (guint i = 0; i < TNY_HEALTH_N_GROUPS; i++)
    {
      g_autoptr(GPtrArray) items = found (self, view->items[i]);
      gboolean narrow = tny_page_get_narrow (TNY_PAGE (self)) || self->needed[i == TNY_HEALTH_ROLES] > 0;
      gboolean all = self->more[i] == NULL || items->len <= self->limit[i];

      tny_health_rows_fill (&self->rows[i], items, all ? items->len : self->limit[i], narrow);
      if (self->more[i] != NULL)
        gtk_widget_set_visible (self->more[i], !all);
      if (i == TNY_HEALTH_COMING_UP)
        tny_health_coming_fill (self->time_line, items);
    }
  if (self->head != NULL)
    gtk_box_remove (GTK_BOX (self->roles), self->head);
  self->head = tny_health_roles_head_new (view->streams);
  gtk_box_prepend (GTK_BOX (self->roles), self->head);
}

/* The overview, or one row whole. @focus: into it, because a person went there. */
static void
show_open (TnyHealthPage *self, gboolean focus)
{
  const TnyHealthItem *item = open_item (self);
  GtkWidget *first = NULL, *detail;

  gtk_widget_set_visible (self->overview, item == NULL && !self->in_grid);
  gtk_widget_set_visible (self->grid, item == NULL && self->in_grid);
  gtk_widget_set_visible (self->detail, item != NULL);
  if (item == NULL)
    {
      g_clear_pointer (&self->open_key, g_free);
      gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->detail), NULL);
      g_object_set (self, "can-go-back", self->in_grid, "subtitle",
                    self->in_grid ? _(tny_health_group_name (TNY_HEALTH_ROLES)) : NULL, NULL);
      if (focus)
        gtk_widget_child_focus (self->in_grid ? self->grid : self->groups, GTK_DIR_TAB_FORWARD);
      return;
    }

  detail = tny_health_detail_new (item, &first);
  gtk_widget_set_margin_start (detail, 12);
  gtk_widget_set_margin_end (detail, 12);
  gtk_widget_set_margin_top (detail, 6);
  gtk_widget_set_margin_bottom (detail, 18);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->detail), detail);
  g_object_set (self, "can-go-back", TRUE, "subtitle", item->title, NULL);
  if (focus && (first == NULL || !gtk_widget_grab_focus (first)))
    gtk_widget_child_focus (self->detail, GTK_DIR_TAB_FORWARD);
}

static void
show_problem (TnyHealthPage *self, const GError *error)
{
  const char *action = NULL;
  const char *label = error != NULL ? tny_error_button (error, &action) : NULL;
  g_autofree char *text = NULL;

  tny_banner_clear_buttons (self->banner);
  if (error != NULL)
    {
      const TnyRemedy *remedy = tny_remedy_for (error);

      text = g_strdup_printf ("%s. %s", _(remedy->headline), _(remedy->advice));
    }
  tny_banner_show (self->banner, GTK_MESSAGE_WARNING, text);
  if (label != NULL && !g_str_equal (action, "app.health"))
    tny_banner_add_button (self->banner, label, action);
}

static void
show_nothing (TnyHealthPage *self, const TnyHealthView *view)
{
  TnyEmpty never = {
    .icon = "security-high-symbolic", .title = _("Nothing has been checked yet"),
    .description = _("A check asks Microsoft about sign-in, permissions, consent and every tenant. "
                     "It changes nothing."),
    .button = _("_Check Now"), .action = "page.refresh",
  };
  TnyEmpty connect = {
    .icon = "network-server-symbolic", .title = _("Nothing is connected yet"),
    .description = _("Health tells what a connection may read, and what is in its way."),
    .button = _("_Connect Microsoft"), .action = "app.connect",
  };

  tny_state_bin_show_empty (self->state, view->n_connections == 0 ? &connect : &never);
}

static void
show (TnyHealthPage *self)
{
  const TnyHealthView *view = view_of (self);
  const GError *error = tny_health_source_get_error (self->source);
  gboolean running = tny_health_source_get_job (self->source) != NULL;

  update_actions (self);
  show_problem (self, view != NULL && view->checks->len > 0 ? error : NULL);
  if (view != NULL && view->checks->len > 0)
    {
      show_age (self);
      fill (self);
      tny_state_bin_show_content (self->state);
      if (tny_page_settle (TNY_PAGE (self)))
        gtk_widget_child_focus (self->groups, GTK_DIR_TAB_FORWARD);
    }
  else if (running)
    tny_state_bin_show_busy (self->state, _("Checking…"), _("Waiting for Microsoft"));
  else if (error != NULL)
    tny_state_bin_show_error (self->state, error, "page.refresh");
  else if (view != NULL)
    show_nothing (self, view);
}

/* Callbacks */

static void
changed_cb (TnyHealthPage *self)
{
  gboolean was_open = self->open_key != NULL;
  gboolean inside = gtk_widget_get_focus_child (self->detail) != NULL;

  show (self);
  if (was_open)
    show_open (self, inside);
}

static void
running_cb (TnyHealthPage *self)
{
  update_actions (self);
  show_age (self);
}

static void
open_row (TnyHealthPage *self, TnyHealthGroup group, const char *key)
{
  g_autofree char *kept = g_strdup (key);

  g_free (self->open_key);
  self->open_key = g_steal_pointer (&kept);
  /* a row of the grid is a tenant */
  self->open_group = group == TNY_HEALTH_ROLES ? TNY_HEALTH_TENANTS : group;
  show_open (self, TRUE);
  update_actions (self);
}

static void
activated_cb (GtkListBox *list, GtkListBoxRow *row, TnyHealthPage *self)
{
  for (guint i = 0; i < TNY_HEALTH_N_GROUPS; i++)
    if (self->rows[i].list == GTK_WIDGET (list))
      open_row (self, i, tny_health_row_key (GTK_WIDGET (row)));
}

static void
narrow_cb (TnyHealthPage *self)
{
  if (view_of (self) != NULL)
    fill (self);
}

static gboolean
fold_cb (gpointer data)
{
  TnyHealthPage *self = data;

  self->fold_id = 0;
  if (view_of (self) != NULL)
    fill (self);

  return G_SOURCE_REMOVE;
}

/* Columns that do not fit stand below the name, until there is the room they asked for. */
static void
width_cb (GtkAdjustment *adjustment, TnyHealthPage *self)
{
  double width = gtk_adjustment_get_page_size (adjustment);
  double upper = gtk_adjustment_get_upper (adjustment);
  gboolean of_grid = adjustment == gtk_scrolled_window_get_hadjustment (GTK_SCROLLED_WINDOW (self->grid));
  double needed = self->needed[of_grid];

  if (needed == 0 && upper > width && !tny_page_get_narrow (TNY_PAGE (self)))
    needed = upper;
  else if (needed > 0 && width >= needed)
    needed = 0;
  if (needed == self->needed[of_grid])
    return;
  self->needed[of_grid] = needed;
  if (self->fold_id == 0)
    self->fold_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, fold_cb, self, NULL);
}

static gboolean
ages_cb (gpointer data)
{
  show_age (data);

  return G_SOURCE_CONTINUE;
}

/* Actions */

static void
copy_text (TnyHealthPage *self, const char *text, const char *said)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
  tny_say (GTK_WIDGET (self), said);
}

static void
refresh_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TnyHealthPage *self = TNY_HEALTH_PAGE (widget);
  GtkRoot *root = gtk_widget_get_root (widget);
  TnyWindow *window = TNY_IS_WINDOW (root) ? TNY_WINDOW (root) : NULL;
  const TnyHealthItem *item = open_item (self);

  if (item != NULL && item->group == TNY_HEALTH_TENANTS)
    {
      const TnyCheck *check = item->checks->pdata[0];

      tny_health_source_check (self->source, window, check->connection_id, check->tenant_id);
    }
  else
    tny_health_source_check (self->source, window, 0, NULL);
}

static void
cancel_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  tny_health_source_cancel (TNY_HEALTH_PAGE (widget)->source);
}

static void
copy_report_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TnyHealthPage *self = TNY_HEALTH_PAGE (widget);
  g_autofree char *report = tny_health_report (view_of (self));

  copy_text (self, report, _("Report copied. Tenants are numbered, not named."));
}

static void
fix_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  const char *key;
  guint group;

  g_variant_get (parameter, "(u&s)", &group, &key);
  if (group < TNY_HEALTH_N_GROUPS)
    open_row (TNY_HEALTH_PAGE (widget), group, key);
}

static void
more_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TnyHealthPage *self = TNY_HEALTH_PAGE (widget);

  self->limit[g_variant_get_uint32 (parameter)] += ROWS_AT_ONCE;
  fill (self);
}

static void
show_roles_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TnyHealthPage *self = TNY_HEALTH_PAGE (widget);

  self->in_grid = TRUE;
  show_open (self, TRUE);
  update_actions (self);
}

static void
save_calendar_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  tny_health_coming_save (widget, tny_page_get_session (TNY_PAGE (widget)));
}

/* Ctrl+C: of the row that has the focus. */
static void
copy_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TnyHealthPage *self = TNY_HEALTH_PAGE (widget);
  const TnyHealthItem *item = open_item (self);

  for (guint i = 0; item == NULL && i < TNY_HEALTH_N_GROUPS; i++)
    {
      GtkWidget *row = gtk_widget_get_focus_child (self->rows[i].list);

      if (row != NULL)
        item = tny_health_view_find (view_of (self), i, tny_health_row_key (row));
    }
  if (item != NULL)
    {
      const TnyCheck *check = item->cause != NULL ? item->cause : item->checks->pdata[0];
      g_autofree char *evidence = tny_check_evidence_text (check);
      g_autofree char *text = tny_finding_text (&(TnyFinding) {
        .claim = check->claim, .message = check->message, .remedy = check->remedy, .url = check->url,
        .evidence = evidence });

      copy_text (self, text, _("Copied."));
    }
}

/* TnyPage */

static void
tny_health_page_enter (TnyPage *page)
{
  TnyHealthPage *self = TNY_HEALTH_PAGE (page);
  TnyPageState *state = tny_page_get_state (page);
  TnySession *session = tny_page_get_session (page);

  for (guint i = 0; i < TNY_HEALTH_N_GROUPS; i++)
    tny_page_add_pane (page, self->rows[i].list);
  if (session == NULL || tny_session_get_store (session) == NULL)
    return;
  if (state->own == NULL)
    state->own = G_OBJECT (tny_health_source_new (session));
  self->source = g_object_ref (TNY_HEALTH_SOURCE (state->own));
  g_signal_connect_object (self->source, "changed", G_CALLBACK (changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->source, "running", G_CALLBACK (running_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (g_network_monitor_get_default (), "network-changed",
                           G_CALLBACK (update_actions), self, G_CONNECT_SWAPPED);
  self->ages_id = g_timeout_add_seconds (AGES_SECONDS, ages_cb, self);
  if (view_of (self) == NULL)
    tny_state_bin_show_busy (self->state, _("Reading results…"), NULL);
  else
    show (self);
  tny_health_source_load (self->source);
  update_actions (self);
}

static void
tny_health_page_leave (TnyPage *page)
{
  TnyHealthPage *self = TNY_HEALTH_PAGE (page);

  g_clear_handle_id (&self->ages_id, g_source_remove);
  if (self->source != NULL)
    g_signal_handlers_disconnect_by_data (self->source, self);
}

static void
tny_health_page_refresh (TnyPage *page)
{
  TnyHealthPage *self = TNY_HEALTH_PAGE (page);

  if (self->source != NULL)
    tny_health_source_load (self->source);
}

static void
tny_health_page_search_changed (TnyPage *page, const char *text)
{
  TnyHealthPage *self = TNY_HEALTH_PAGE (page);

  if (view_of (self) != NULL)
    fill (self);
}

static gboolean
tny_health_page_back (TnyPage *page)
{
  TnyHealthPage *self = TNY_HEALTH_PAGE (page);
  g_autofree char *key = g_steal_pointer (&self->open_key);

  if (key == NULL && !self->in_grid)
    return FALSE;
  if (key == NULL)
    self->in_grid = FALSE;
  show_open (self, FALSE);
  update_actions (self);
  if (key == NULL)
    gtk_widget_grab_focus (self->to_grid);
  else
    tny_health_rows_focus (&self->rows[self->in_grid ? TNY_HEALTH_ROLES : self->open_group], key);

  return TRUE;
}

static void
tny_health_page_dispose (GObject *object)
{
  TnyHealthPage *self = TNY_HEALTH_PAGE (object);

  g_clear_handle_id (&self->ages_id, g_source_remove);
  g_clear_handle_id (&self->fold_id, g_source_remove);
  g_clear_object (&self->source);
  g_clear_pointer (&self->open_key, g_free);
  for (guint i = 0; i < TNY_HEALTH_N_GROUPS; i++)
    tny_health_rows_clear (&self->rows[i]);
  gtk_widget_dispose_template (GTK_WIDGET (object), TNY_TYPE_HEALTH_PAGE);

  G_OBJECT_CLASS (tny_health_page_parent_class)->dispose (object);
}

static void
tny_health_page_class_init (TnyHealthPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tny_health_page_dispose;
  TNY_PAGE_CLASS (klass)->enter = tny_health_page_enter;
  TNY_PAGE_CLASS (klass)->leave = tny_health_page_leave;
  TNY_PAGE_CLASS (klass)->refresh = tny_health_page_refresh;
  TNY_PAGE_CLASS (klass)->search_changed = tny_health_page_search_changed;
  TNY_PAGE_CLASS (klass)->back = tny_health_page_back;

  g_type_ensure (TNY_TYPE_BANNER);
  g_type_ensure (TNY_TYPE_STATE_BIN);
  gtk_widget_class_set_template_from_resource (widget_class, TNY_RESOURCES "tny-health-page.ui");
  gtk_widget_class_bind_template_child (widget_class, TnyHealthPage, banner);
  gtk_widget_class_bind_template_child (widget_class, TnyHealthPage, state);
  gtk_widget_class_bind_template_child (widget_class, TnyHealthPage, overview);
  gtk_widget_class_bind_template_child (widget_class, TnyHealthPage, groups);
  gtk_widget_class_bind_template_child (widget_class, TnyHealthPage, grid);
  gtk_widget_class_bind_template_child (widget_class, TnyHealthPage, roles);
  gtk_widget_class_bind_template_child (widget_class, TnyHealthPage, detail);
  gtk_widget_class_bind_template_child (widget_class, TnyHealthPage, age);
  gtk_widget_class_bind_template_child (widget_class, TnyHealthPage, recheck);
  gtk_widget_class_bind_template_child (widget_class, TnyHealthPage, cancel);
  gtk_widget_class_install_action (widget_class, "page.refresh", NULL, refresh_action);
  gtk_widget_class_install_action (widget_class, "health.cancel", NULL, cancel_action);
  gtk_widget_class_install_action (widget_class, "health.copy", NULL, copy_action);
  gtk_widget_class_install_action (widget_class, "health.copy-report", NULL, copy_report_action);
  tny_finding_install (widget_class);
  gtk_widget_class_install_action (widget_class, "health.fix", "(us)", fix_action);
  gtk_widget_class_install_action (widget_class, "health.more", "u", more_action);
  gtk_widget_class_install_action (widget_class, "health.show-roles", NULL, show_roles_action);
  gtk_widget_class_install_action (widget_class, "health.save-calendar", NULL, save_calendar_action);
}

static void
add_more (TnyHealthPage *self, TnyHealthGroup group, const char *label)
{
  GtkWidget *more = gtk_button_new_with_label (label);

  self->limit[group] = ROWS_AT_ONCE;
  self->more[group] = more;
  gtk_widget_set_halign (more, GTK_ALIGN_START);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (more), "health.more");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (more), "u", group);
  gtk_box_append (GTK_BOX (self->rows[group].box), more);
}

static void
tny_health_page_init (TnyHealthPage *self)
{
  GtkEventController *keys = gtk_shortcut_controller_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < TNY_HEALTH_N_GROUPS; i++)
    {
      tny_health_rows_init (&self->rows[i], i);
      gtk_box_append (GTK_BOX (i == TNY_HEALTH_ROLES ? self->roles : self->groups), self->rows[i].box);
      g_signal_connect_object (self->rows[i].list, "row-activated", G_CALLBACK (activated_cb),
                               self, 0);
    }
  add_more (self, TNY_HEALTH_TENANTS, _("Show More Tenants"));
  add_more (self, TNY_HEALTH_ROLES, _("Show More Tenants"));
  self->to_grid = gtk_button_new_with_mnemonic (_("Show R_oles"));
  gtk_widget_set_halign (self->to_grid, GTK_ALIGN_START);
  gtk_widget_set_tooltip_text (self->to_grid, _("What the roles of the account serve in each tenant"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->to_grid), "health.show-roles");
  gtk_box_append (GTK_BOX (self->rows[TNY_HEALTH_TENANTS].box), self->to_grid);
  add_more (self, TNY_HEALTH_COMING_UP, _("Show More Dates"));

  self->time_line = tny_health_coming_add (&self->rows[TNY_HEALTH_COMING_UP]);

  gtk_shortcut_controller_set_scope (GTK_SHORTCUT_CONTROLLER (keys), GTK_SHORTCUT_SCOPE_LOCAL);
  gtk_shortcut_controller_add_shortcut (
    GTK_SHORTCUT_CONTROLLER (keys),
    gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_c, GDK_CONTROL_MASK),
                      gtk_named_action_new ("health.copy")));
  gtk_widget_add_controller (gtk_widget_get_parent (self->overview), keys);
  g_signal_connect_object (
    gtk_scrolled_window_get_hadjustment (GTK_SCROLLED_WINDOW (self->overview)), "changed",
    G_CALLBACK (width_cb), self, 0);
  g_signal_connect_object (
    gtk_scrolled_window_get_hadjustment (GTK_SCROLLED_WINDOW (self->grid)), "changed",
    G_CALLBACK (width_cb), self, 0);
  g_signal_connect_object (self, "notify::narrow", G_CALLBACK (narrow_cb), self, G_CONNECT_SWAPPED);
}
