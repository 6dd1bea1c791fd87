/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-setup-permissions.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "tny-check.h"
#include "tny-clock.h"
#include "tny-error-show.h"
#include "tny-names.h"
#include "tny-open-uri.h"
#include "tny-page.h"
#include "tny-portal.h"
#include "tny-shell.h"
#include "tny-words.h"
#include "tny-wrap-box.h"

struct _TnySetupPermissions
{
  TnySetupPage         parent_instance;

  GtkListBox          *list;
  GtkWidget           *partner_step, *missing_api;
  GtkLabel            *consent_number, *checked;

  GPtrArray           *needed;        /* of TnyPermission, lent; NULL until it is known */
  TnyJob              *job;
};

G_DEFINE_FINAL_TYPE (TnySetupPermissions, tny_setup_permissions, TNY_TYPE_SETUP_PAGE)

/* Makes the API known to the directory when the portal does not list it. */
#define CREATE_PARTNER_CENTER "az ad sp create --id " TNY_RESOURCE_PARTNER

/* How the last check found a permission. */
static const struct { const char *finding, *icon, *words, *css; } states[] = {
  { "granted", "emblem-ok-symbolic", N_("Granted"), NULL },
  { "covered", "emblem-ok-symbolic", N_("Granted by a wider one"), NULL },
  { "missing", "dialog-error-symbolic", N_("Missing"), "error" },
  { "no-consent", "dialog-error-symbolic", N_("No consent"), "error" },
  { "not-granted", "dialog-error-symbolic", N_("Not granted"), "error" },
  { "refused", "dialog-error-symbolic", N_("Not granted"), "error" },
};

/* Reading what the connection needs, and what was last seen of it */

typedef struct
{
  TnyConnection *connection;
  GPtrArray     *checks;
} Found;

static void
found_free (gpointer data)
{
  Found *found = data;

  tny_connection_free (found->connection);
  g_clear_pointer (&found->checks, g_ptr_array_unref);
  g_free (found);
}

typedef struct
{
  TnySession *session;
  gint64      connection_id;
} Work;

static void
work_free (gpointer data)
{
  Work *work = data;

  g_object_unref (work->session);
  g_free (work);
}

static gboolean
read_func (TnyJob *job, gpointer data, GCancellable *cancellable, GError **error)
{
  Work *work = data;
  g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, work->connection_id);
  g_autoptr(TnyConnection) connection = tny_session_find_connection (work->session, id, error);
  g_autoptr(TnyReader) reader = connection != NULL
                                ? tny_store_borrow (tny_session_get_store (work->session), error) : NULL;
  g_autoptr(GPtrArray) checks = reader != NULL
                                ? tny_checks_load (reader, work->connection_id, NULL, error) : NULL;
  Found *found;

  if (checks == NULL)
    return FALSE;
  found = g_new0 (Found, 1);
  found->connection = g_steal_pointer (&connection);
  found->checks = g_steal_pointer (&checks);
  tny_job_take_result (job, found, found_free);

  return TRUE;
}

/* Rows */

static const TnyCheck *
check_of (GPtrArray *checks, const TnyPermission *permission)
{
  for (guint i = 0; i < checks->len; i++)
    {
      const TnyCheck *check = checks->pdata[i];
      const TnyPermission *its;
      const char *form;

      if (tny_check_permission (check, &its, &form) && its == permission
          && g_str_equal (form, "delegated"))
        return check;
    }

  return NULL;
}

static GtkWidget *
state_new (const char *icon, const char *words, const char *css)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *image = gtk_image_new_from_icon_name (icon);
  GtkWidget *label = gtk_label_new (words);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_box_append (GTK_BOX (box), image);
  gtk_box_append (GTK_BOX (box), label);
  gtk_widget_add_css_class (box, css != NULL ? css : "dim-label");

  return box;
}

/* @check: (nullable): nothing was checked yet */
static GtkWidget *
row_new (const TnyPermission *permission, const TnyCheck *check)
{
  g_autofree char *copy_name = g_strdup_printf (_("Copy %s"), permission->name);
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *kind = gtk_label_new (_("Delegated"));
  const char *icon = "content-loading-symbolic", *words = _("Could not check"), *css = NULL;
  g_autofree char *description = NULL;

  for (guint i = 0; check != NULL && i < G_N_ELEMENTS (states); i++)
    if (g_str_equal (states[i].finding, check->finding))
      {
        icon = states[i].icon;
        words = _(states[i].words);
        css = states[i].css;
      }
  if (check == NULL)
    words = _("Not checked");

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), permission->name);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), _(permission->purpose));
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  gtk_widget_add_css_class (kind, "dim-label");
  gtk_widget_add_css_class (kind, "caption");
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), kind);
  if (check != NULL)
    adw_action_row_add_suffix (ADW_ACTION_ROW (row), state_new (icon, words, css));
  tny_copy_row_add (ADW_ACTION_ROW (row), permission->name, copy_name);
  /* translators: of a permission: its kind is delegated; then its state; then what it is for */
  description = g_strdup_printf (_("delegated, %s. %s"), words, _(permission->purpose));
  tny_describe (row, description);
  g_object_set_data (G_OBJECT (row), "resource", (gpointer) permission->resource);

  return row;
}

static const char *
api_of (GtkListBoxRow *row)
{
  const char *resource = row != NULL ? g_object_get_data (G_OBJECT (row), "resource") : NULL;

  return g_strcmp0 (resource, TNY_RESOURCE_GRAPH) == 0 ? "Microsoft Graph"
       : g_strcmp0 (resource, TNY_RESOURCE_PARTNER) == 0 ? "Microsoft Partner Center"
       : NULL;
}

/* The API stands above the first of its permissions. */
static void
header_cb (GtkListBoxRow *row, GtkListBoxRow *before, gpointer data)
{
  const char *api = api_of (row);
  GtkWidget *heading = NULL;

  if (api != NULL && g_strcmp0 (api, api_of (before)) != 0)
    {
      heading = gtk_label_new (api);
      gtk_label_set_xalign (GTK_LABEL (heading), 0);
      gtk_widget_add_css_class (heading, "heading");
      gtk_widget_add_css_class (heading, "list-heading");
    }
  gtk_list_box_row_set_header (row, heading);
}

static void
add_all (TnySetupPermissions *self, const char *resource, GPtrArray *checks)
{
  for (guint i = 0; i < self->needed->len; i++)
    {
      const TnyPermission *permission = self->needed->pdata[i];

      if (g_str_equal (permission->resource, resource))
        gtk_list_box_append (self->list, row_new (permission, check_of (checks, permission)));
    }
}

static void
clear (TnySetupPermissions *self)
{
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (self->list, 0)) != NULL)
    gtk_list_box_remove (self->list, GTK_WIDGET (row));
  g_clear_pointer (&self->needed, g_ptr_array_unref);
}

static void
show_age (TnySetupPermissions *self, GPtrArray *checks)
{
  gint64 at = 0;

  for (guint i = 0; i < checks->len; i++)
    {
      const TnyCheck *check = checks->pdata[i];

      if (check->area == TNY_CHECK_PERMISSIONS)
        at = MAX (at, check->checked_at);
    }

  g_autofree char *ago = tny_words_ago (at, tny_clock_now (NULL));
  /* translators: %s is "3 min ago" or a date */
  g_autofree char *text = at != 0
                          ? g_strdup_printf (_("Checked %s. The next sign-in checks them again."), ago)
                          : g_strdup (_("Not checked yet: after you have signed in, Microsoft tells which "
                                        "of them are granted."));

  gtk_label_set_text (self->checked, text);
}

static void
read_cb (TnySetupPermissions *self, gboolean ok, TnyJob *job)
{
  const Found *found = tny_job_get_result (job);

  if (job != self->job)
    return;
  if (!ok)
    {
      tny_error_show (GTK_WIDGET (self), tny_job_get_error (job));
      return;
    }

  guint n;
  const TnyPermission *table = tny_permission_table (&n);
  guint features = tny_checks_features (found->connection->streams);
  gboolean partner = FALSE;

  clear (self);
  self->needed = g_ptr_array_new ();
  for (guint i = 0; i < n; i++)
    if (tny_checks_needs (&table[i], features, found->connection->reach, FALSE))
      {
        g_ptr_array_add (self->needed, (gpointer) &table[i]);
        partner = partner || g_str_equal (table[i].resource, TNY_RESOURCE_PARTNER);
      }
  add_all (self, TNY_RESOURCE_GRAPH, found->checks);
  add_all (self, TNY_RESOURCE_PARTNER, found->checks);
  gtk_widget_set_visible (self->partner_step, partner);
  gtk_widget_set_visible (self->missing_api, partner);
  gtk_label_set_text (self->consent_number, partner ? "4." : "3.");
  show_age (self, found->checks);
  tny_names_fix (GTK_WIDGET (self));
  g_clear_object (&self->job);          /* and with it what it found */
}

/* Actions */

static void
copy_names_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TnySetupPermissions *self = TNY_SETUP_PERMISSIONS (widget);
  g_autoptr(GString) names = g_string_new (NULL);

  if (self->needed == NULL)
    return;
  for (guint i = 0; i < self->needed->len; i++)
    g_string_append_printf (names, "%s\n", ((const TnyPermission *) self->needed->pdata[i])->name);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), names->str);
  tny_sayf (widget, ngettext ("Copied %u name", "Copied %u names", self->needed->len), self->needed->len);
}

static void
open_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TnySetup *setup = tny_setup_page_get_setup (TNY_SETUP_PAGE (widget));
  TnyPortalIds ids = { .app_id = setup->draft->client_id };
  g_autofree char *uri = tny_portal_link (tny_setup_cloud (setup), TNY_PORTAL_APP_PERMISSIONS, &ids);

  if (uri != NULL)
    tny_open_uri (widget, uri);
}

/* Virtual functions */

static void
tny_setup_permissions_enter (TnySetupPage *page)
{
  TnySetupPermissions *self = TNY_SETUP_PERMISSIONS (page);
  TnySetup *setup = tny_setup_page_get_setup (page);
  Work *work = g_new0 (Work, 1);

  work->session = g_object_ref (setup->session);
  work->connection_id = setup->connection_id;
  g_clear_object (&self->job);
  tny_setup_page_set_continue (page, TRUE);      /* what was done in the portal, the sign-in finds out */
  self->job = tny_job_new (read_func, work, work_free);
  g_signal_connect_object (self->job, "finished", G_CALLBACK (read_cb), self, G_CONNECT_SWAPPED);
  tny_job_start (self->job);
}

static void
tny_setup_permissions_leave (TnySetupPage *page)
{
  g_clear_object (&TNY_SETUP_PERMISSIONS (page)->job);
}

static void
tny_setup_permissions_dispose (GObject *object)
{
  TnySetupPermissions *self = TNY_SETUP_PERMISSIONS (object);

  g_clear_object (&self->job);
  g_clear_pointer (&self->needed, g_ptr_array_unref);
  tny_setup_page_dispose_template (object, TNY_TYPE_SETUP_PERMISSIONS);

  G_OBJECT_CLASS (tny_setup_permissions_parent_class)->dispose (object);
}

static void
tny_setup_permissions_class_init (TnySetupPermissionsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tny_setup_permissions_dispose;
  TNY_SETUP_PAGE_CLASS (klass)->enter = tny_setup_permissions_enter;
  TNY_SETUP_PAGE_CLASS (klass)->leave = tny_setup_permissions_leave;

  g_type_ensure (TNY_TYPE_WRAP_BOX);
  gtk_widget_class_set_template_from_resource (widget_class, TNY_RESOURCES "tny-setup-permissions.ui");
  gtk_widget_class_bind_template_child (widget_class, TnySetupPermissions, list);
  gtk_widget_class_bind_template_child (widget_class, TnySetupPermissions, partner_step);
  gtk_widget_class_bind_template_child (widget_class, TnySetupPermissions, missing_api);
  gtk_widget_class_bind_template_child (widget_class, TnySetupPermissions, consent_number);
  gtk_widget_class_bind_template_child (widget_class, TnySetupPermissions, checked);
  gtk_widget_class_install_action (widget_class, "permissions.copy-names", NULL, copy_names_action);
  gtk_widget_class_install_action (widget_class, "permissions.open", NULL, open_action);
}

static void
tny_setup_permissions_init (TnySetupPermissions *self)
{
  GtkWidget *row;

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_list_box_set_header_func (self->list, header_cb, NULL, NULL);
  row = tny_copy_row_new (_("Microsoft Partner Center is not among the APIs?"),
                          CREATE_PARTNER_CENTER, _("Copy Command"));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row),
                               _("Your directory does not know it yet. Run the copied command in Azure "
                                 "Cloud Shell, then look again: " CREATE_PARTNER_CENTER));
  gtk_list_box_append (GTK_LIST_BOX (self->missing_api), row);
}
