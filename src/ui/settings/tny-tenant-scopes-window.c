/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-tenant-scopes-window.h"

#include <glib/gi18n-lib.h>

#include "tny-dialog.h"
#include "tny-list-source.h"
#include "tny-state-bin.h"
#include "tny-sync-settings-window.h"
#include "tny-text.h"
#include "tny-words.h"

struct _TnyTenantScopesWindow
{
  AdwWindow       parent_instance;

  TnySession     *session;
  gint64          connection_id;
  GtkWidget      *settings;
  GtkSearchEntry *search;
  TnyStateBin    *states;
  TnyTable       *table;
};

G_DEFINE_FINAL_TYPE (TnyTenantScopesWindow, tny_tenant_scopes_window, ADW_TYPE_WINDOW)

/* Columns */

static char *
tenant_text (gconstpointer record)
{
  return tny_words_name (((const TnyTenantRow *) record)->name);
}

static char *
scope_text (gconstpointer record)
{
  const TnyTenantRow *row = record;

  return g_strdup (row->in_scope ? _("Synced") : _("Left out"));
}

static const char *
scope_icon (gconstpointer record)
{
  return ((const TnyTenantRow *) record)->in_scope ? "emblem-ok-symbolic" : "action-unavailable-symbolic";
}

static const char *
scope_style (gconstpointer record)
{
  return ((const TnyTenantRow *) record)->in_scope ? NULL : "dim-label";
}

static char *
users_text (gconstpointer record)
{
  const TnyTenantRow *row = record;

  return row->known_users >= 0 ? tny_words_number ((guint64) row->known_users) : g_strdup (TNY_UNKNOWN);
}

static char *
row_name (gconstpointer record)
{
  const TnyTenantRow *row = record;
  g_autofree char *tenant = tny_text_one_line (row->name, 200);
  g_autofree char *scope = scope_text (record);
  g_autofree char *users = row->known_users >= 0 ? users_text (record) : g_strdup (_("unknown"));

  /* translators: a tenant, spoken: its name, whether it is synced, how many users are in scope */
  return g_strdup_printf (_("%s, %s, %s users"), tenant, scope, users);
}

static const TnyColumn columns[] = {
  { "name", N_("Tenant"), 20, TNY_COLUMN_EXPAND, tenant_text },
  { NULL, N_("Sync"), 10, 0, scope_text, scope_icon, scope_style },
  { "users", N_("Users"), 8, TNY_COLUMN_NUMERIC, users_text },
};

/* Callbacks */

static void
saved_cb (TnyTenantScopesWindow *self)
{
  tny_table_reload (self->table);
}

static void
open_settings (TnyTenantScopesWindow *self)
{
  const TnyTenantRow *row = tny_table_get_record (self->table);
  GtkWidget *window;

  if (row == NULL)
    return;
  window = tny_sync_settings_window_present (GTK_WINDOW (self), self->session, row->connection_id, row->id,
                                             row->name);
  g_signal_connect_object (window, "saved", G_CALLBACK (saved_cb), self, G_CONNECT_SWAPPED);
}

static void
activated_cb (TnyTenantScopesWindow *self, gint64 id)
{
  open_settings (self);
}

static void
selected_cb (TnyTenantScopesWindow *self, gint64 id)
{
  gtk_widget_set_sensitive (self->settings, id != 0);
}

static void
search_cb (TnyTenantScopesWindow *self)
{
  tny_table_set_search (self->table, gtk_editable_get_text (GTK_EDITABLE (self->search)));
}

/* Escape leaves the search first, then the window. */
static void
stop_search_cb (TnyTenantScopesWindow *self)
{
  if (*gtk_editable_get_text (GTK_EDITABLE (self->search)) == '\0')
    gtk_window_close (GTK_WINDOW (self));
  else
    gtk_editable_set_text (GTK_EDITABLE (self->search), "");
}

static void
filled_cb (TnyTable *table, guint n, TnyTenantScopesWindow *self)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));

  if (n > 0 && (focus == NULL || *gtk_editable_get_text (GTK_EDITABLE (self->search)) == '\0'))
    tny_table_focus (table);
}

static void
nothing_here (TnyEmpty *empty, gpointer data)
{
  TnyTenantScopesWindow *self = data;
  gboolean searching = *gtk_editable_get_text (GTK_EDITABLE (self->search)) != '\0';

  empty->icon = searching ? "edit-find-symbolic" : "network-server-symbolic";
  empty->title = searching ? _("No tenant found") : _("No tenants yet");
  empty->description = searching ? _("Try another part of its name or domain.")
                                 : _("The first sync lists them.");
}

static gboolean
search_shortcut_cb (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  gtk_widget_grab_focus (GTK_WIDGET (TNY_TENANT_SCOPES_WINDOW (widget)->search));

  return TRUE;
}

/* Virtual functions */

static void
tny_tenant_scopes_window_dispose (GObject *object)
{
  TnyTenantScopesWindow *self = TNY_TENANT_SCOPES_WINDOW (object);

  if (self->table != NULL)
    tny_table_set_source (self->table, NULL, NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), TNY_TYPE_TENANT_SCOPES_WINDOW);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (tny_tenant_scopes_window_parent_class)->dispose (object);
}

static void
tny_tenant_scopes_window_class_init (TnyTenantScopesWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tny_tenant_scopes_window_dispose;

  g_type_ensure (TNY_TYPE_STATE_BIN);
  g_type_ensure (TNY_TYPE_TABLE);
  gtk_widget_class_set_template_from_resource (widget_class, TNY_RESOURCES "tny-tenant-scopes-window.ui");
  gtk_widget_class_bind_template_child (widget_class, TnyTenantScopesWindow, settings);
  gtk_widget_class_bind_template_child (widget_class, TnyTenantScopesWindow, search);
  gtk_widget_class_bind_template_child (widget_class, TnyTenantScopesWindow, states);
  gtk_widget_class_bind_template_child (widget_class, TnyTenantScopesWindow, table);
  gtk_widget_class_bind_template_callback (widget_class, open_settings);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_search_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_f, GDK_CONTROL_MASK, search_shortcut_cb, NULL);
}

static void
tny_tenant_scopes_window_init (TnyTenantScopesWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  tny_table_set_columns (self->table, columns, G_N_ELEMENTS (columns), row_name);
  tny_state_bin_follow (self->states, self->table, _("Reading the tenants…"), nothing_here, self, NULL);
  g_signal_connect_object (self->table, "filled", G_CALLBACK (filled_cb), self, 0);
}

/* Public functions */

void
tny_tenant_scopes_window_present (GtkWindow *parent, TnySession *session, gint64 connection_id)
{
  TnyTenantScopesWindow *self = g_object_new (TNY_TYPE_TENANT_SCOPES_WINDOW, "transient-for", parent, NULL);
  g_autoptr(GObject) source = tny_list_source_new (tny_session_get_store (session), &(TnyListQuery) {
                                                     .kind = TNY_LIST_TENANTS });

  self->session = g_object_ref (session);
  self->connection_id = connection_id;
  tny_table_set_source (self->table, tny_list_source_ops (TNY_LIST_TENANTS), source);
  tny_table_reload (self->table);
  tny_dialog_prepare (GTK_WIDGET (self));
  gtk_window_present (GTK_WINDOW (self));
}
