/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-window.h"

#include <glib/gi18n-lib.h>

#include "tny-error.h"
#include "tny-names.h"
#include "tny-page-actions.h"
#include "tny-pages.h"
#include "tny-session.h"
#include "tny-sidebar.h"
#include "tny-sync-foot.h"
#include "tny-window-place.h"

/* During a sync the database changes many times a second; nobody can read that fast. */
#define REFRESH_MSEC 500

struct _TnyWindow
{
  AdwApplicationWindow parent_instance;

  AdwToastOverlay *toasts;
  AdwLeaflet      *leaflet;
  GtkWidget       *sidebar_box;
  GtkWidget       *content_box;
  TnySidebar      *sidebar;
  TnySyncFoot     *foot;
  GtkWidget       *sidebar_menu_button;
  GtkWidget       *back_button;
  AdwWindowTitle  *title;
  GtkWidget       *menu_button;
  GtkWidget       *search_button;
  GtkWidget       *banners;
  AdwBin          *page_bin;
  GtkLabel        *status;
  GMenuModel      *main_menu;

  TnySession        *session;      /* lent */
  const TnyPageInfo *info;         /* of the page on screen */
  TnyPage           *page;         /* owned by page_bin */
  GHashTable        *states;       /* page id -> TnyPageState */
  GBinding          *search_binding;
  char              *foot_page, *foot_target;
  guint              refresh_id;
};

G_DEFINE_FINAL_TYPE_WITH_CODE (TnyWindow, tny_window, ADW_TYPE_APPLICATION_WINDOW,
                               G_IMPLEMENT_INTERFACE (TNY_TYPE_SHELL, NULL))

/* Helpers */

static TnyPageState *
state_of (TnyWindow *self, const char *id)
{
  TnyPageState *state = g_hash_table_lookup (self->states, id);

  if (state == NULL)
    {
      state = tny_page_state_new ();
      g_hash_table_insert (self->states, g_strdup (id), state);
    }

  return state;
}

/* What is not the world-wide cloud is named; NULL for that one. */
static const char *
cloud_title (TnySession *session)
{
  const TnyCloud *cloud = tny_session_get_cloud (session);

  if (tny_session_is_sample (session))
    return _("Sample Cloud");
  if (g_str_equal (tny_session_get_cloud_name (session), "global"))
    return NULL;

  return cloud != NULL ? tny_cloud_get_name (cloud) : tny_session_get_cloud_name (session);
}

/* The title is where tests and screen readers learn where they are: never decorated further. */
static void
update_title (TnyWindow *self)
{
  g_autofree char *subtitle = NULL;
  const char *cloud = self->session != NULL ? cloud_title (self->session) : NULL;
  g_autofree char *title = cloud != NULL
    /* translators: window title in another cloud than the usual: a page, the program, the cloud */
    ? g_strdup_printf (_("%s — Tenantry (%s)"), _(self->info->title), cloud)
    /* translators: window title: a page, the program */
    : g_strdup_printf (_("%s — Tenantry"), _(self->info->title));

  gtk_window_set_title (GTK_WINDOW (self), title);
  g_object_get (self->page, "subtitle", &subtitle, NULL);
  adw_window_title_set_title (self->title, _(self->info->title));
  adw_window_title_set_subtitle (self->title, subtitle != NULL ? subtitle : "");
}

static void
update_back (TnyWindow *self)
{
  gboolean folded = adw_leaflet_get_folded (self->leaflet);
  gboolean content = adw_leaflet_get_visible_child (self->leaflet) == self->content_box;
  gboolean inner = FALSE;

  if (self->page != NULL)
    g_object_get (self->page, "can-go-back", &inner, NULL);

  gtk_widget_set_visible (self->back_button, folded || inner);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.back", inner || (folded && content));
}

/* The ⋮ menu: what the page adds, then the same on every page. */
static void
update_menu (TnyWindow *self)
{
  g_autoptr(GMenuModel) page_menu = NULL;
  g_autoptr(GMenu) menu = g_menu_new ();

  g_object_get (self->page, "menu", &page_menu, NULL);
  if (page_menu != NULL)
    g_menu_append_section (menu, NULL, page_menu);
  /* section by section: sections inside a section would lose the lines between them */
  for (int i = 0; i < g_menu_model_get_n_items (self->main_menu); i++)
    {
      g_autoptr(GMenuModel) section = g_menu_model_get_item_link (self->main_menu, i, G_MENU_LINK_SECTION);

      g_menu_append_section (menu, NULL, section);
    }
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (self->menu_button), G_MENU_MODEL (menu));
}

static void
drop_page (TnyWindow *self)
{
  if (self->page == NULL)
    return;

  tny_page_actions_withdraw (self->page, GTK_WIDGET (self));
  tny_page_leave (self->page);
  g_clear_object (&self->search_binding);
  g_signal_handlers_disconnect_by_data (self->page, self);
  self->page = NULL;
  adw_bin_set_child (self->page_bin, NULL);
}

/* Callbacks */

static gboolean
refresh_cb (gpointer data)
{
  TnyWindow *self = data;

  self->refresh_id = 0;
  if (self->page != NULL)
    tny_page_refresh (self->page);

  return G_SOURCE_REMOVE;
}

/* Counting: one statement a page, in a worker; a page that cannot be counted shows nothing. */

typedef struct
{
  TnySession *session;
  guint       n;
  guint      *counts;
} Counting;

static void
counting_free (gpointer data)
{
  Counting *counting = data;

  g_object_unref (counting->session);
  g_free (counting->counts);
  g_free (counting);
}

static gboolean
count_func (TnyJob *job, gpointer data, GCancellable *cancellable, GError **error)
{
  Counting *counting = data;
  const TnyPageInfo *pages = tny_pages (&counting->n);
  g_autoptr(TnyReader) reader = tny_store_borrow (tny_session_get_store (counting->session), error);

  if (reader == NULL)
    return FALSE;

  counting->counts = g_new0 (guint, counting->n);
  for (guint i = 0; i < counting->n; i++)
    {
      gint64 count = 0;
      sqlite3_stmt *stmt;

      if (pages[i].count_sql == NULL)
        continue;
      stmt = tny_reader_stmt (reader, pages[i].count_sql, error);
      if (stmt == NULL || !tny_read_int (stmt, 0, &count, error))
        return FALSE;
      counting->counts[i] = (guint) count;
    }
  tny_job_take_result (job, counting, NULL);

  return TRUE;
}

static void
counted_cb (TnyWindow *self, gboolean ok, TnyJob *job)
{
  const Counting *counting = tny_job_get_result (job);
  guint n;
  const TnyPageInfo *pages = tny_pages (&n);

  for (guint i = 0; ok && self->sidebar != NULL && i < n; i++)
    if (pages[i].group != NULL && pages[i].count_sql != NULL)
      tny_sidebar_set_count (self->sidebar, pages[i].id, counting->counts[i]);
}

static void
folded_cb (TnyWindow *self)
{
  update_back (self);
}

/* Before the data is open there is nothing a page could show; afterwards the application chooses the
 * first one. */
static gboolean
can_show_pages (TnyWindow *self)
{
  return self->session == NULL || tny_session_is_open (self->session);
}

static void
page_chosen_cb (TnyWindow *self, const char *id, gboolean go)
{
  gboolean folded = adw_leaflet_get_folded (self->leaflet);

  if (!can_show_pages (self))
    return;

  /* folded, moving through the list only marks a page; pressing it goes there */
  if (folded && !go)
    return;

  if (g_strcmp0 (tny_window_get_page_id (self), id) != 0)
    tny_window_show_page (self, id, NULL);
  if (folded)
    adw_leaflet_set_visible_child (self->leaflet, self->content_box);
}

static void
page_notify_cb (TnyPage *page, GParamSpec *pspec, TnyWindow *self)
{
  if (g_str_equal (pspec->name, "subtitle"))
    update_title (self);
  else if (g_str_equal (pspec->name, "can-go-back"))
    update_back (self);
  else if (g_str_equal (pspec->name, "menu"))
    update_menu (self);
}

/* Actions */

static void
page_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TnyWindow *self = TNY_WINDOW (widget);
  const char *id = g_variant_get_string (parameter, NULL);

  if (tny_pages_find (id) == NULL || !can_show_pages (self))
    return;

  if (g_strcmp0 (tny_window_get_page_id (self), id) != 0)
    tny_window_show_page (self, id, NULL);
  adw_leaflet_set_visible_child (self->leaflet, self->content_box);
}

static void
open_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TnyWindow *self = TNY_WINDOW (widget);
  const char *id, *target;

  g_variant_get (parameter, "(&s&s)", &id, &target);
  if (tny_pages_find (id) == NULL || !can_show_pages (self))
    return;

  tny_window_show_page (self, id, target);
  adw_leaflet_set_visible_child (self->leaflet, self->content_box);
}

static void
open_run_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TnyWindow *self = TNY_WINDOW (widget);

  if (self->foot_page != NULL && tny_pages_find (self->foot_page) != NULL)
    tny_window_show_page (self, self->foot_page, self->foot_target);
}

static void
cancel_work_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  tny_sync_foot_cancel (TNY_WINDOW (widget)->foot);
}

static void
back_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TnyWindow *self = TNY_WINDOW (widget);

  if (self->page != NULL && tny_page_back (self->page))
    return;
  if (!adw_leaflet_get_folded (self->leaflet))
    return;

  adw_leaflet_set_visible_child (self->leaflet, self->sidebar_box);
  tny_sidebar_focus (self->sidebar);
}

static void
menu_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TnyWindow *self = TNY_WINDOW (widget);
  gboolean content = !adw_leaflet_get_folded (self->leaflet)
                     || adw_leaflet_get_visible_child (self->leaflet) == self->content_box;

  gtk_menu_button_popup (GTK_MENU_BUTTON (content ? self->menu_button
                                                  : self->sidebar_menu_button));
}

/* F6: sidebar, banners, panes of the page, and around again. */
static void
pane_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TnyWindow *self = TNY_WINDOW (widget);
  gboolean backwards = g_str_equal (name, "win.previous-pane");
  gboolean folded = adw_leaflet_get_folded (self->leaflet);
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));
  gboolean in_sidebar = focus != NULL && gtk_widget_is_ancestor (focus, self->sidebar_box);
  gboolean in_banner = focus != NULL && gtk_widget_is_ancestor (focus, self->banners);

  if (folded)
    adw_leaflet_set_visible_child (self->leaflet, self->content_box);

  if (in_sidebar && !backwards && gtk_widget_child_focus (self->banners, GTK_DIR_TAB_FORWARD))
    return;
  if (in_banner && backwards && !folded && tny_sidebar_focus (self->sidebar))
    return;
  if (self->page != NULL && tny_page_next_pane (self->page, backwards))
    return;
  if (backwards && !in_sidebar && gtk_widget_child_focus (self->banners, GTK_DIR_TAB_FORWARD))
    return;
  if (folded || in_sidebar || !tny_sidebar_focus (self->sidebar))
    if (self->page != NULL)
      gtk_widget_child_focus (GTK_WIDGET (self->page), GTK_DIR_TAB_FORWARD);
}

/* Virtual functions */

static void
tny_window_dispose (GObject *object)
{
  TnyWindow *self = TNY_WINDOW (object);

  g_clear_handle_id (&self->refresh_id, g_source_remove);
  if (self->page_bin != NULL)
    drop_page (self);
  gtk_widget_dispose_template (GTK_WIDGET (self), TNY_TYPE_WINDOW);

  G_OBJECT_CLASS (tny_window_parent_class)->dispose (object);
}

static void
tny_window_finalize (GObject *object)
{
  TnyWindow *self = TNY_WINDOW (object);

  g_hash_table_unref (self->states);
  g_free (self->foot_page);
  g_free (self->foot_target);

  G_OBJECT_CLASS (tny_window_parent_class)->finalize (object);
}

static void
tny_window_class_init (TnyWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tny_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = tny_window_finalize;

  g_type_ensure (TNY_TYPE_SIDEBAR);
  g_type_ensure (TNY_TYPE_SYNC_FOOT);
  gtk_widget_class_set_template_from_resource (widget_class, TNY_RESOURCES "tny-window.ui");
  gtk_widget_class_bind_template_child (widget_class, TnyWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, TnyWindow, leaflet);
  gtk_widget_class_bind_template_child (widget_class, TnyWindow, sidebar_box);
  gtk_widget_class_bind_template_child (widget_class, TnyWindow, content_box);
  gtk_widget_class_bind_template_child (widget_class, TnyWindow, sidebar);
  gtk_widget_class_bind_template_child (widget_class, TnyWindow, foot);
  gtk_widget_class_bind_template_child (widget_class, TnyWindow, sidebar_menu_button);
  gtk_widget_class_bind_template_child (widget_class, TnyWindow, back_button);
  gtk_widget_class_bind_template_child (widget_class, TnyWindow, title);
  gtk_widget_class_bind_template_child (widget_class, TnyWindow, menu_button);
  gtk_widget_class_bind_template_child (widget_class, TnyWindow, search_button);
  gtk_widget_class_bind_template_child (widget_class, TnyWindow, banners);
  gtk_widget_class_bind_template_child (widget_class, TnyWindow, page_bin);
  gtk_widget_class_bind_template_child (widget_class, TnyWindow, status);
  gtk_widget_class_bind_template_child (widget_class, TnyWindow, main_menu);
  gtk_widget_class_bind_template_callback (widget_class, folded_cb);
  gtk_widget_class_bind_template_callback (widget_class, page_chosen_cb);

  gtk_widget_class_install_action (widget_class, "win.page", "s", page_action);
  gtk_widget_class_install_action (widget_class, "win.open", "(ss)", open_action);
  gtk_widget_class_install_action (widget_class, "win.open-run", NULL, open_run_action);
  gtk_widget_class_install_action (widget_class, "win.cancel-work", NULL, cancel_work_action);
  gtk_widget_class_install_action (widget_class, "win.back", NULL, back_action);
  gtk_widget_class_install_action (widget_class, "win.menu", NULL, menu_action);
  gtk_widget_class_install_action (widget_class, "win.next-pane", NULL, pane_action);
  gtk_widget_class_install_action (widget_class, "win.previous-pane", NULL, pane_action);
}

static void
tny_window_init (TnyWindow *self)
{
  self->states = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                        (GDestroyNotify) tny_page_state_free);
  gtk_widget_init_template (GTK_WIDGET (self));
  tny_shell_set_parts (TNY_SHELL (self), self->status, self->toasts);
  adw_leaflet_set_visible_child (self->leaflet, self->content_box);       /* folded, it begins with the page */
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.back", FALSE);
  tny_names_fix (GTK_WIDGET (self));
}

/* Public functions */

GtkWidget *
tny_window_new (GtkApplication *app, TnySession *session)
{
  TnyWindow *self = g_object_new (TNY_TYPE_WINDOW, "application", app, NULL);

  self->session = session;
  tny_window_place_restore (GTK_WINDOW (self));

  return GTK_WIDGET (self);
}

TnySession *
tny_window_get_session (TnyWindow *self)
{
  g_return_val_if_fail (TNY_IS_WINDOW (self), NULL);

  return self->session;
}

void
tny_window_show_page (TnyWindow *self, const char *id, const char *target)
{
  g_return_if_fail (TNY_IS_WINDOW (self));

  const TnyPageInfo *info = tny_pages_find (id);

  g_return_if_fail (info != NULL);

  if (info != self->info || self->page == NULL)
    {
      gboolean searchable;

      drop_page (self);
      /* what was said was about the page one leaves */
      tny_shell_hush (TNY_SHELL (self));
      self->info = info;
      self->page = g_object_new (info->type (), NULL);
      tny_page_set_host (self->page, self->session, state_of (self, id));
      tny_page_actions_lend (self->page, GTK_WIDGET (self));
      g_signal_connect (self->page, "notify", G_CALLBACK (page_notify_cb), self);
      g_signal_connect_swapped (self->page, "counts-changed", G_CALLBACK (tny_window_count), self);
      adw_bin_set_child (self->page_bin, GTK_WIDGET (self->page));
      tny_names_fix (GTK_WIDGET (self->page));

      g_object_get (self->page, "searchable", &searchable, NULL);
      gtk_widget_set_visible (self->search_button, searchable);
      self->search_binding = g_object_ref (
        g_object_bind_property (self->page, "search-mode", self->search_button, "active",
                                G_BINDING_SYNC_CREATE | G_BINDING_BIDIRECTIONAL));

      tny_sidebar_select (self->sidebar, id);
      tny_page_enter (self->page);
      update_title (self);
      update_menu (self);
      update_back (self);
    }

  if (target != NULL)
    tny_page_show_target (self->page, target);
}

TnyPage *
tny_window_get_page (TnyWindow *self)
{
  g_return_val_if_fail (TNY_IS_WINDOW (self), NULL);

  return self->page;
}

const char *
tny_window_get_page_id (TnyWindow *self)
{
  g_return_val_if_fail (TNY_IS_WINDOW (self), NULL);

  return self->info != NULL ? self->info->id : NULL;
}

void
tny_window_data_changed (TnyWindow *self)
{
  g_return_if_fail (TNY_IS_WINDOW (self));

  if (self->refresh_id == 0)
    self->refresh_id = g_timeout_add (REFRESH_MSEC, refresh_cb, self);
}

void
tny_window_count (TnyWindow *self)
{
  g_return_if_fail (TNY_IS_WINDOW (self));

  if (self->session == NULL || !tny_session_is_open (self->session))
    return;

  Counting *counting = g_new0 (Counting, 1);

  counting->session = g_object_ref (self->session);

  g_autoptr(TnyJob) job = tny_job_new (count_func, counting, counting_free);

  g_signal_connect_object (job, "finished", G_CALLBACK (counted_cb), self, G_CONNECT_SWAPPED);
  tny_job_start (job);
}

TnyBanner *
tny_window_get_banner (TnyWindow *self, const char *key)
{
  g_return_val_if_fail (TNY_IS_WINDOW (self), NULL);

  for (GtkWidget *child = gtk_widget_get_first_child (self->banners); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (g_strcmp0 (gtk_widget_get_name (child), key) == 0)
      return TNY_BANNER (child);

  GtkWidget *banner = tny_banner_new ();

  gtk_widget_set_name (banner, key);
  gtk_box_append (GTK_BOX (self->banners), banner);

  return TNY_BANNER (banner);
}

void
tny_window_watch_job (TnyWindow *self, TnyJob *job, const char *page_id, const char *target)
{
  g_return_if_fail (TNY_IS_WINDOW (self));

  g_free (self->foot_page);
  g_free (self->foot_target);
  self->foot_page = g_strdup (page_id);
  self->foot_target = g_strdup (target);
  if (g_strcmp0 (page_id, "health") == 0)
    tny_sync_foot_set_names (self->foot, _("Show Running Check"), _("Cancel Check"));
  else
    tny_sync_foot_set_names (self->foot, _("Show Running Sync"), _("Cancel Sync"));
  tny_sync_foot_set_job (self->foot, job);
}

gboolean
tny_window_is_watching (TnyWindow *self)
{
  g_return_val_if_fail (TNY_IS_WINDOW (self), FALSE);

  return tny_sync_foot_get_job (self->foot) != NULL;
}
