/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-organizations-page.h"

#include <glib/gi18n-lib.h>

#include "tny-clock.h"
#include "tny-filter-bar.h"
#include "tny-list-source.h"
#include "tny-microsoft-pane.h"
#include "tny-names.h"
#include "tny-page-keys.h"
#include "tny-organization-columns.h"
#include "tny-session.h"
#include "tny-shell.h"
#include "tny-state-bin.h"
#include "tny-user-portal.h"
#include "tny-words.h"

struct _TnyOrganizationsPage
{
  TnyPage             parent_instance;

  TnyFilterBar       *parts;
  TnyStateBin        *list_states, *contacts_states, *users_states;
  TnyTable           *list, *contacts, *users;
  GtkWidget          *details, *detail_list;
  TnyMicrosoftPane   *microsoft;
  GtkWidget          *microsoft_pane, *microsoft_line;

  TnyStore           *store;           /* lent; NULL without a session */
  TnyOrganizationRow *open;            /* the organization that is open; NULL: the list */
  char               *list_search;     /* of the list, while one is open */
  gboolean            contact_open;    /* narrow: the contact is in front of its list */
};

G_DEFINE_FINAL_TYPE (TnyOrganizationsPage, tny_organizations_page, TNY_TYPE_PAGE)

static const TnyFilter parts[] = {
  { "contacts", N_("Contacts"), N_("%s contact"), N_("%s contacts") },
  { "users",    N_("Users"),    N_("%s user"),    N_("%s users") },
  { "details",  N_("Details"),  N_("%s detail"),  N_("%s details") },
};

/* Helpers */

static const char *
part (TnyOrganizationsPage *self)
{
  return self->open != NULL ? tny_filter_bar_get_active (self->parts) : "list";
}

/* The table that is on screen, NULL for the details. */
static TnyTable *
table_shown (TnyOrganizationsPage *self)
{
  const char *shown = part (self);

  return g_str_equal (shown, "list") ? self->list
         : g_str_equal (shown, "contacts") ? self->contacts
         : g_str_equal (shown, "users") ? self->users : NULL;
}

static gboolean
searching (TnyOrganizationsPage *self)
{
  return *tny_page_get_search (TNY_PAGE (self)) != '\0';
}

static void
no_organizations (TnyEmpty *empty, gpointer data)
{
  if (searching (data))
    {
      empty->title = _("No organization found");
      empty->description = _("Try a shorter part of the name.");
      return;
    }

  empty->icon = "system-users-symbolic";
  empty->title = _("No organizations yet");
  empty->description = _("Import the organizations you already have; tenants are matched with them.");
  empty->button = _("_Import Organizations");
  empty->action = "app.import";
}

static void
no_contacts (TnyEmpty *empty, gpointer data)
{
  if (searching (data))
    {
      empty->title = _("No contact found");
      empty->description = _("No contact of this organization fits what you typed.");
      return;
    }

  empty->icon = "avatar-default-symbolic";
  empty->title = _("No contacts here");
  empty->description = _("This organization has no contacts. They can be imported from a file.");
  empty->button = _("_Import Contacts");
  empty->action = "app.import";
}

static void
no_users (TnyEmpty *empty, gpointer data)
{
  TnyOrganizationsPage *self = data;

  empty->icon = "avatar-default-symbolic";
  if (searching (self))
    {
      empty->title = _("No user found");
      empty->description = _("No user of this organization’s tenants fits what you typed.");
    }
  else if (self->open != NULL && self->open->n_tenants == 0)
    {
      empty->title = _("No tenant is matched");
      empty->description = _("Users come from the Microsoft tenant that is matched with this "
                             "organization.");
      empty->button = _("Open _Matching");
      empty->action = "win.page::matching";
    }
  else if (self->open != NULL && self->open->users_read_at == 0)
    {
      empty->title = _("Users are not synced yet");
      empty->description = _("The next sync reads the users of this organization’s tenant.");
      empty->button = _("_Sync Now");
      empty->action = "app.sync";
    }
  else
    {
      empty->title = _("The tenant has no users");
      empty->description = _("Microsoft’s last answer held none.");
    }
}

static void
add_detail (TnyOrganizationsPage *self, const char *title, const char *value)
{
  if (value == NULL || *value == '\0')
    return;

  GtkWidget *row = adw_action_row_new ();
  g_autofree char *plain = tny_words_name (value);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), plain);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  /* the subtitle of a row is not exposed in this version */
  tny_describe (row, plain);
  gtk_list_box_append (GTK_LIST_BOX (self->detail_list), row);
}

static void
fill_details (TnyOrganizationsPage *self)
{
  const TnyOrganizationRow *row = self->open;
  int more = (int) row->n_tenants - 1;
  g_autofree char *tenants = more > 0
                             ? g_strdup_printf (ngettext ("%s and %d more", "%s and %d more",
                                                          (gulong) more), row->tenant_name, more)
                             : g_strdup (row->tenant_name);
  g_autofree char *read = tny_words_ago (row->users_read_at, tny_clock_now (NULL));

  for (GtkWidget *child; (child = gtk_widget_get_first_child (self->detail_list)) != NULL;)
    gtk_list_box_remove (GTK_LIST_BOX (self->detail_list), child);

  add_detail (self, _("Alert"), row->alert);
  add_detail (self, _("Name"), row->name);
  add_detail (self, _("Short name"), row->short_name);
  add_detail (self, _("Type"), row->type);
  add_detail (self, _("Status"), row->status);
  add_detail (self, _("Microsoft tenant"), tenants != NULL ? tenants : _("not matched"));
  add_detail (self, _("Users read"), row->n_tenants == 0 ? NULL
                                     : row->users_read_at != 0 ? read : _("not synced"));
  add_detail (self, _("Description"), row->description);
  add_detail (self, _("Quick notes"), row->quick_notes);
  add_detail (self, _("ID in the imported file"), row->external_id);
  add_detail (self, _("Origin"), g_strcmp0 (row->origin, "created") == 0 ? _("Created here")
                                                                         : _("Imported"));
}

/* The user at Microsoft that the selected row is about; NULL: none. */
static const TnyUserRow *
user_shown (TnyOrganizationsPage *self)
{
  TnyTable *table = table_shown (self);

  if (table == self->users && table != NULL)
    return tny_table_get_record (self->users);

  return table == self->contacts && table != NULL ? tny_microsoft_pane_get_user (self->microsoft)
                                                  : NULL;
}

static void
update_user_actions (TnyOrganizationsPage *self)
{
  gboolean some = user_shown (self) != NULL;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "organizations.manage", some);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "organizations.user-list", some);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "organizations.copy-link", some);
}

/* List and contact, or one of them, as there is room. */
static void
place_contact (TnyOrganizationsPage *self)
{
  gboolean narrow = tny_page_get_narrow (TNY_PAGE (self));
  gboolean here = g_str_equal (part (self), "contacts");
  gboolean some = here && tny_table_get_selected (self->contacts) != 0;
  gboolean front = narrow && some && self->contact_open;

  gtk_widget_set_visible (GTK_WIDGET (self->contacts), !front);
  gtk_widget_set_visible (self->microsoft_pane, some && (front || !narrow));
  gtk_widget_set_visible (self->microsoft_line, !front);
  gtk_widget_set_vexpand (self->microsoft_pane, front);
  gtk_widget_set_visible (GTK_WIDGET (self->parts), self->open != NULL && !front);
}

static void
update_menu (TnyOrganizationsPage *self)
{
  TnyTable *table = table_shown (self);
  g_autoptr(GMenuModel) menu = table != NULL
                               ? tny_table_create_sort_menu (table, "organizations.sort") : NULL;

  g_object_set (self, "menu", menu, NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "organizations.sort", table != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "organizations.copy-address",
                                 table == self->contacts || table == self->users);
  update_user_actions (self);
}

/* Shows what is open, and runs its query when it has none yet. */
static void
show_part (TnyOrganizationsPage *self)
{
  const char *shown = part (self);
  g_autofree char *name = self->open != NULL ? tny_words_name (self->open->name) : NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->parts), self->open != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->list_states), g_str_equal (shown, "list"));
  gtk_widget_set_visible (GTK_WIDGET (self->contacts_states), g_str_equal (shown, "contacts"));
  gtk_widget_set_visible (GTK_WIDGET (self->users_states), g_str_equal (shown, "users"));
  gtk_widget_set_visible (self->details, g_str_equal (shown, "details"));
  g_object_set (self, "subtitle", name, "can-go-back", self->open != NULL, NULL);
  self->contact_open = FALSE;
  place_contact (self);
  update_menu (self);

  if (self->open == NULL)
    return;

  if (g_str_equal (shown, "details"))
    {
      fill_details (self);
      return;
    }

  gboolean contacts = g_str_equal (shown, "contacts");
  TnyListKind kind = contacts ? TNY_LIST_CONTACTS : TNY_LIST_USERS;
  g_autoptr(GObject) source = tny_list_source_new (self->store, &(TnyListQuery) {
                                                     .kind = kind,
                                                     .organization_id = self->open->id });
  TnyPageState begin = { .search = (char *) tny_page_get_search (TNY_PAGE (self)) };

  tny_table_set_source (table_shown (self), tny_list_source_ops (kind), source);
  tny_table_restore (table_shown (self), &begin);
}

static void
focus_shown (TnyOrganizationsPage *self)
{
  TnyTable *table = table_shown (self);

  if (table == NULL)
    gtk_widget_child_focus (self->detail_list, GTK_DIR_TAB_FORWARD);
  else if (!tny_table_focus (table))
    gtk_widget_child_focus (GTK_WIDGET (self), GTK_DIR_TAB_FORWARD);
}

static void
update_counts (TnyOrganizationsPage *self)
{
  tny_filter_bar_set_count (self->parts, "contacts", self->open->n_contacts);
  tny_filter_bar_set_count (self->parts, "users", self->open->users_read_at != 0
                                                  ? self->open->n_users : -1);
}

/* The row of the list, read anew by its reader; NULL when it is gone. */
static TnyOrganizationRow *
read_organization (TnyOrganizationsPage *self, gint64 id)
{
  g_autoptr(TnyReader) reader = tny_store_borrow (self->store, NULL);

  return reader != NULL ? tny_organization_read (reader, id, NULL) : NULL;
}

static void
open_organization (TnyOrganizationsPage *self, gint64 id)
{
  TnyOrganizationRow *row = self->store != NULL ? read_organization (self, id) : NULL;

  if (row == NULL)
    {
      tny_say (GTK_WIDGET (self), _("That organization is no longer here."));
      return;
    }

  g_free (self->list_search);
  self->list_search = g_strdup (tny_page_get_search (TNY_PAGE (self)));
  g_clear_pointer (&self->open, tny_organization_row_free);
  self->open = row;
  tny_page_set_search (TNY_PAGE (self), NULL);
  tny_filter_bar_set_active (self->parts, NULL);
  update_counts (self);
  show_part (self);
  gtk_widget_child_focus (GTK_WIDGET (self->parts), GTK_DIR_TAB_FORWARD);
}

/* Callbacks */

static void
part_changed_cb (TnyOrganizationsPage *self)
{
  if (self->open != NULL)
    show_part (self);
}

static void
open_cb (TnyOrganizationsPage *self, gint64 id)
{
  open_organization (self, id);
}

static void
load_contact (TnyOrganizationsPage *self)
{
  tny_microsoft_pane_load (self->microsoft, self->store, tny_table_get_selected (self->contacts));
}

static void
contact_selected_cb (TnyOrganizationsPage *self, gint64 id)
{
  load_contact (self);
  if (id == 0)
    self->contact_open = FALSE;
  place_contact (self);
}

static void
contact_activated_cb (TnyOrganizationsPage *self, gint64 id)
{
  self->contact_open = TRUE;
  place_contact (self);
  tny_microsoft_pane_focus (self->microsoft);
}

static void
user_selected_cb (TnyOrganizationsPage *self)
{
  update_user_actions (self);
}

static void
user_loaded_cb (TnyOrganizationsPage *self)
{
  update_user_actions (self);
}

static void
narrow_cb (TnyOrganizationsPage *self)
{
  /* what one was working in stays in front */
  self->contact_open = self->contact_open
                       || gtk_widget_get_focus_child (self->microsoft_pane) != NULL;
  place_contact (self);
}

static void
filled_cb (TnyOrganizationsPage *self, guint n, TnyTable *table)
{
  if (tny_page_settle (TNY_PAGE (self)) && n > 0)
    focus_shown (self);
}

static void
contacts_filled_cb (TnyOrganizationsPage *self, guint n, TnyTable *table)
{
  load_contact (self);
  filled_cb (self, n, table);
}

/* Actions */

static void
portal_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TnyOrganizationsPage *self = TNY_ORGANIZATIONS_PAGE (widget);
  TnySession *session = tny_page_get_session (TNY_PAGE (self));
  const TnyUserRow *user = user_shown (self);

  if (user == NULL || session == NULL)
    tny_say (widget, _("No user is known to be this contact."));
  else if (g_str_equal (name, "organizations.copy-link"))
    tny_user_portal_copy (widget, session, user);
  else
    tny_user_portal_open (widget, session, user,
                          g_str_equal (name, "organizations.manage") ? TNY_PORTAL_USER
                                                                     : TNY_PORTAL_USERS);
}

static void
copy_address_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TnyOrganizationsPage *self = TNY_ORGANIZATIONS_PAGE (widget);
  TnyTable *table = table_shown (self);
  gpointer record = table != NULL ? tny_table_get_record (table) : NULL;
  const char *address = NULL;

  if (record != NULL && table == self->contacts)
    address = ((TnyContactRow *) record)->emails[0];
  else if (record != NULL && table == self->users)
    address = ((TnyUserRow *) record)->mail != NULL ? ((TnyUserRow *) record)->mail
                                                    : ((TnyUserRow *) record)->user_principal_name;
  if (address == NULL)
    {
      tny_say (widget, _("There is no address to copy."));
      return;
    }

  g_autofree char *plain = tny_words_name (address);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), address);
  tny_sayf (widget, _("Copied %s."), plain);
}

static void
sort_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TnyTable *table = table_shown (TNY_ORGANIZATIONS_PAGE (widget));

  if (table != NULL)
    tny_table_sort (table, g_variant_get_string (parameter, NULL));
}

static void
retry_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  tny_page_refresh (TNY_PAGE (widget));
}

/* TnyPage */

static void
tny_organizations_page_enter (TnyPage *page)
{
  TnyOrganizationsPage *self = TNY_ORGANIZATIONS_PAGE (page);
  TnySession *session = tny_page_get_session (page);

  self->store = session != NULL ? tny_session_get_store (session) : NULL;
  tny_page_add_pane (page, GTK_WIDGET (self->list_states));
  tny_page_add_pane (page, GTK_WIDGET (self->contacts_states));
  tny_page_add_pane (page, GTK_WIDGET (self->users_states));
  tny_page_add_pane (page, self->details);
  update_menu (self);
  if (self->store == NULL)
    return;

  g_autoptr(GObject) source = tny_list_source_new (self->store, &(TnyListQuery) {
                                                     .kind = TNY_LIST_ORGANIZATIONS });

  tny_table_set_source (self->list, tny_list_source_ops (TNY_LIST_ORGANIZATIONS), source);
  tny_table_restore (self->list, tny_page_get_state (page));
}

static void
tny_organizations_page_leave (TnyPage *page)
{
  TnyOrganizationsPage *self = TNY_ORGANIZATIONS_PAGE (page);
  TnyPageState *state = tny_page_get_state (page);

  if (self->store == NULL)
    return;
  tny_table_save (self->list, state);
  if (self->open != NULL)
    {
      g_free (state->search);
      state->search = g_steal_pointer (&self->list_search);
      if (state->search != NULL && *state->search == '\0')
        g_clear_pointer (&state->search, g_free);
    }

  /* the readers go back before the store closes, whoever still holds the widgets */
  tny_table_set_source (self->list, NULL, NULL);
  tny_table_set_source (self->contacts, NULL, NULL);
  tny_table_set_source (self->users, NULL, NULL);
}

static void
tny_organizations_page_refresh (TnyPage *page)
{
  TnyOrganizationsPage *self = TNY_ORGANIZATIONS_PAGE (page);
  TnyOrganizationRow *row;

  if (self->store == NULL)
    return;

  if (self->open == NULL)
    {
      tny_table_reload (self->list);
      return;
    }

  row = read_organization (self, self->open->id);
  if (row == NULL)
    {
      tny_page_back (page);
      return;
    }
  g_clear_pointer (&self->open, tny_organization_row_free);
  self->open = row;
  update_counts (self);
  if (table_shown (self) != NULL)
    tny_table_reload (table_shown (self));
  else
    fill_details (self);
}

static void
tny_organizations_page_search_changed (TnyPage *page, const char *text)
{
  TnyTable *table = table_shown (TNY_ORGANIZATIONS_PAGE (page));

  if (table != NULL)
    tny_table_set_search (table, text);
}

static void
tny_organizations_page_show_target (TnyPage *page, const char *target)
{
  TnyOrganizationsPage *self = TNY_ORGANIZATIONS_PAGE (page);

  if (g_str_has_prefix (target, "organization:"))
    {
      gint64 id = g_ascii_strtoll (target + strlen ("organization:"), NULL, 10);

      tny_table_select (self->list, id);
      open_organization (self, id);
    }
}

static gboolean
tny_organizations_page_back (TnyPage *page)
{
  TnyOrganizationsPage *self = TNY_ORGANIZATIONS_PAGE (page);

  if (self->open == NULL)
    return FALSE;
  if (self->contact_open && tny_page_get_narrow (page))
    {
      self->contact_open = FALSE;
      place_contact (self);
      tny_table_focus (self->contacts);
      return TRUE;
    }

  g_clear_pointer (&self->open, tny_organization_row_free);
  tny_table_set_source (self->contacts, NULL, NULL);
  tny_table_set_source (self->users, NULL, NULL);
  show_part (self);
  tny_page_set_search (page, self->list_search);
  g_clear_pointer (&self->list_search, g_free);
  tny_table_reload (self->list);
  focus_shown (self);

  return TRUE;
}

/* Virtual functions */

static void
tny_organizations_page_dispose (GObject *object)
{
  TnyOrganizationsPage *self = TNY_ORGANIZATIONS_PAGE (object);

  if (self->list != NULL)
    {
      tny_table_set_source (self->list, NULL, NULL);
      tny_table_set_source (self->contacts, NULL, NULL);
      tny_table_set_source (self->users, NULL, NULL);
    }
  gtk_widget_dispose_template (GTK_WIDGET (object), TNY_TYPE_ORGANIZATIONS_PAGE);
  g_clear_pointer (&self->open, tny_organization_row_free);
  g_clear_pointer (&self->list_search, g_free);

  G_OBJECT_CLASS (tny_organizations_page_parent_class)->dispose (object);
}

static void
tny_organizations_page_class_init (TnyOrganizationsPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  TnyPageClass *page_class = TNY_PAGE_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tny_organizations_page_dispose;
  page_class->enter = tny_organizations_page_enter;
  page_class->leave = tny_organizations_page_leave;
  page_class->refresh = tny_organizations_page_refresh;
  page_class->search_changed = tny_organizations_page_search_changed;
  page_class->show_target = tny_organizations_page_show_target;
  page_class->back = tny_organizations_page_back;

  g_type_ensure (TNY_TYPE_FILTER_BAR);
  g_type_ensure (TNY_TYPE_MICROSOFT_PANE);
  g_type_ensure (TNY_TYPE_STATE_BIN);
  g_type_ensure (TNY_TYPE_TABLE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               TNY_RESOURCES "tny-organizations-page.ui");
  gtk_widget_class_bind_template_child (widget_class, TnyOrganizationsPage, parts);
  gtk_widget_class_bind_template_child (widget_class, TnyOrganizationsPage, list_states);
  gtk_widget_class_bind_template_child (widget_class, TnyOrganizationsPage, contacts_states);
  gtk_widget_class_bind_template_child (widget_class, TnyOrganizationsPage, users_states);
  gtk_widget_class_bind_template_child (widget_class, TnyOrganizationsPage, list);
  gtk_widget_class_bind_template_child (widget_class, TnyOrganizationsPage, contacts);
  gtk_widget_class_bind_template_child (widget_class, TnyOrganizationsPage, users);
  gtk_widget_class_bind_template_child (widget_class, TnyOrganizationsPage, details);
  gtk_widget_class_bind_template_child (widget_class, TnyOrganizationsPage, detail_list);
  gtk_widget_class_bind_template_child (widget_class, TnyOrganizationsPage, microsoft);
  gtk_widget_class_bind_template_child (widget_class, TnyOrganizationsPage, microsoft_pane);
  gtk_widget_class_bind_template_child (widget_class, TnyOrganizationsPage, microsoft_line);
  gtk_widget_class_bind_template_callback (widget_class, contact_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, contact_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, contacts_filled_cb);
  gtk_widget_class_bind_template_callback (widget_class, user_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, user_loaded_cb);
  gtk_widget_class_bind_template_callback (widget_class, narrow_cb);
  gtk_widget_class_bind_template_callback (widget_class, part_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, open_cb);
  gtk_widget_class_bind_template_callback (widget_class, filled_cb);

  gtk_widget_class_install_action (widget_class, "organizations.copy-address", NULL,
                                   copy_address_action);
  gtk_widget_class_install_action (widget_class, "organizations.sort", "s", sort_action);
  gtk_widget_class_install_action (widget_class, "organizations.manage", NULL, portal_action);
  gtk_widget_class_install_action (widget_class, "organizations.user-list", NULL, portal_action);
  gtk_widget_class_install_action (widget_class, "organizations.copy-link", NULL, portal_action);
  gtk_widget_class_install_action (widget_class, "page.refresh", NULL, retry_action);
}

static GtkEventController *
key_controller (guint key, const char *action)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();

  gtk_shortcut_controller_add_shortcut (
    GTK_SHORTCUT_CONTROLLER (controller),
    gtk_shortcut_new (gtk_keyval_trigger_new (key, GDK_CONTROL_MASK),
                      tny_page_key_action (action)));

  return controller;
}

static void
tny_organizations_page_init (TnyOrganizationsPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  tny_filter_bar_set_filters (self->parts, parts, G_N_ELEMENTS (parts));
  tny_organization_columns (self->list);
  tny_contact_columns (self->contacts);
  tny_user_columns (self->users);
  tny_state_bin_follow (self->list_states, self->list, _("Reading organizations…"),
                        no_organizations, self, "page.refresh");
  tny_state_bin_follow (self->contacts_states, self->contacts, _("Reading contacts…"),
                        no_contacts, self, "page.refresh");
  tny_state_bin_follow (self->users_states, self->users, _("Reading users…"), no_users, self,
                        "page.refresh");
  gtk_widget_add_controller (tny_table_get_view (self->contacts),
                             key_controller (GDK_KEY_c, "organizations.copy-address"));
  gtk_widget_add_controller (tny_table_get_view (self->users),
                             key_controller (GDK_KEY_c, "organizations.copy-address"));

  GtkEventController *manage = key_controller (GDK_KEY_m, "organizations.manage");

  gtk_shortcut_controller_set_scope (GTK_SHORTCUT_CONTROLLER (manage), GTK_SHORTCUT_SCOPE_GLOBAL);
  gtk_widget_add_controller (GTK_WIDGET (self), manage);
}
