/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-sync-settings.h"

#include <string.h>

#include "tny-clock.h"
#include "tny-error.h"
#include "tny-json.h"
#include "tny-product-names.h"
#include "tny-schedule.h"

void
tny_sync_settings_clear (TnySyncSettings *self)
{
  g_clear_pointer (&self->streams, g_free);
  g_clear_pointer (&self->users, g_free);
  g_clear_pointer (&self->subscriptions, g_strfreev);
}

void
tny_subscription_free (TnySubscription *self)
{
  if (self == NULL)
    return;

  g_free (self->sku_id);
  g_free (self->part_number);
  g_free (self->name);
  g_free (self);
}

void
tny_tenant_scope_free (TnyTenantScope *self)
{
  if (self == NULL)
    return;

  g_free (self->graph_id);
  g_free (self->name);
  g_free (self);
}

/* Reading */

static char **
list_from_json (const char *text)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_auto(GStrv) parts = g_strsplit_set (text, "[]\", ", -1);

  /* a list of ids, written by us: nothing in it is escaped */
  for (guint i = 0; parts[i] != NULL; i++)
    if (*parts[i] != '\0')
      g_strv_builder_add (builder, parts[i]);

  return g_strv_builder_end (builder);
}

static int
choice (sqlite3_stmt *stmt, int column)
{
  return tny_is_null (stmt, column) ? TNY_AS_CONNECTION : (int) tny_int (stmt, column);
}

/* Columns in the order of connection.sql, tenant.sql and effective.sql. */
static void
read_row (sqlite3_stmt *stmt, TnySyncSettings *settings)
{
  const char *subscriptions = tny_text (stmt, 3);

  *settings = (TnySyncSettings) {
    .sync = choice (stmt, 0), .streams = tny_dup_text (stmt, 1), .users = tny_dup_text (stmt, 2),
    .subscriptions = subscriptions != NULL ? list_from_json (subscriptions) : NULL,
    .guests = choice (stmt, 4), .disabled = choice (stmt, 5), .shared = choice (stmt, 6),
    .interval = tny_is_null (stmt, 7) ? TNY_AS_CONNECTION : tny_int (stmt, 7),
    .quiet_from = choice (stmt, 8), .quiet_until = choice (stmt, 9), .priority = choice (stmt, 10),
  };
}

static gboolean
read_settings (TnyReader *reader, const char *statement, gint64 id, TnySyncSettings *settings,
               gboolean *found, GError **error)
{
  sqlite3_stmt *stmt = tny_reader_stmt (reader, statement, error);

  if (stmt == NULL)
    return FALSE;
  tny_bind_int (stmt, "id", id);
  if (!tny_step (stmt, found, error))
    return FALSE;
  if (*found)
    read_row (stmt, settings);

  return TRUE;
}

static gboolean
not_found (GError **error)
{
  g_set_error_literal (error, TNY_ERROR, TNY_ERROR_NOT_FOUND, "There is no such connection or tenant");

  return FALSE;
}

gboolean
tny_sync_settings_read (TnyReader *reader, gint64 connection_id, gint64 tenant_id,
                        TnySyncSettings *settings, GError **error)
{
  const char *statement = tenant_id != 0 ? "sync-settings/tenant" : "sync-settings/connection";
  gboolean found;

  if (!read_settings (reader, statement, tenant_id != 0 ? tenant_id : connection_id, settings, &found,
                      error))
    return FALSE;
  if (!found && tenant_id == 0)
    return not_found (error);
  if (!found)
    *settings = (TnySyncSettings) {
      .sync = TNY_AS_CONNECTION, .guests = TNY_AS_CONNECTION, .disabled = TNY_AS_CONNECTION,
      .shared = TNY_AS_CONNECTION, .interval = TNY_AS_CONNECTION, .quiet_from = TNY_AS_CONNECTION,
      .quiet_until = TNY_AS_CONNECTION, .priority = TNY_AS_CONNECTION,
    };

  return TRUE;
}

gboolean
tny_sync_settings_effective (TnyReader *reader, gint64 tenant_id, TnySyncSettings *settings,
                             GError **error)
{
  gboolean found;

  return read_settings (reader, "sync-settings/effective", tenant_id, settings, &found, error) &&
         (found || not_found (error));
}

GPtrArray *
tny_subscriptions_read (TnyReader *reader, gint64 connection_id, gint64 tenant_id, GError **error)
{
  sqlite3_stmt *stmt = tny_reader_stmt (reader, "sync-settings/subscriptions", error);
  g_autoptr(GPtrArray) list =
    g_ptr_array_new_with_free_func ((GDestroyNotify) tny_subscription_free);
  gboolean row;

  if (stmt == NULL)
    return NULL;
  tny_bind_int (stmt, "connection_id", connection_id);
  tny_bind_int (stmt, "tenant_id", tenant_id);
  while (tny_step (stmt, &row, error))
    {
      TnySubscription *subscription;
      const char *name;

      if (!row)
        return g_steal_pointer (&list);
      subscription = g_new0 (TnySubscription, 1);
      subscription->sku_id = tny_dup_text (stmt, 0);
      subscription->part_number = tny_dup_text (stmt, 1);
      subscription->assigned = tny_int (stmt, 2);
      subscription->tenants = tny_int (stmt, 3);
      name = tny_is_null (stmt, 4) ? tny_product_name (subscription->sku_id) : tny_text (stmt, 4);
      subscription->name = g_strdup (name != NULL ? name : subscription->part_number);
      g_ptr_array_add (list, subscription);
    }

  return NULL;
}

GPtrArray *
tny_tenant_scopes_read (TnyReader *reader, gint64 connection_id, GError **error)
{
  sqlite3_stmt *stmt = tny_reader_stmt (reader, "sync-settings/exceptions", error);
  g_autoptr(GPtrArray) list =
    g_ptr_array_new_with_free_func ((GDestroyNotify) tny_tenant_scope_free);
  gboolean row;

  if (stmt == NULL)
    return NULL;
  tny_bind_int (stmt, "connection_id", connection_id);
  while (tny_step (stmt, &row, error))
    {
      TnyTenantScope *scope;

      if (!row)
        return g_steal_pointer (&list);
      scope = g_new0 (TnyTenantScope, 1);
      scope->id = tny_int (stmt, 0);
      scope->graph_id = tny_dup_text (stmt, 1);
      scope->name = tny_dup_text (stmt, 2);
      scope->in_scope = tny_int (stmt, 3) != 0;
      scope->users = tny_int (stmt, 4);
      scope->users_out = tny_int (stmt, 5);
      scope->differs = tny_int (stmt, 6) != 0;
      g_ptr_array_add (list, scope);
    }

  return NULL;
}

/* Writing */

typedef struct
{
  gint64                 connection_id, tenant_id;
  const TnySyncSettings *settings;
} Writing;

static char *
list_to_json (char **list)
{
  GString *json = g_string_new ("[");

  for (guint i = 0; list != NULL && list[i] != NULL; i++)
    {
      g_string_append (json, i > 0 ? "," : "");
      tny_json_append_text (json, list[i]);
    }
  g_string_append_c (json, ']');

  return g_string_free (json, FALSE);
}

static void
bind_settings (sqlite3_stmt *stmt, const TnySyncSettings *settings, gint64 id)
{
  g_autofree char *subscriptions = list_to_json (settings->subscriptions);

  tny_bind_int (stmt, "id", id);
  tny_bind_int_or_null (stmt, "sync", settings->sync, TNY_AS_CONNECTION);
  tny_bind_text (stmt, "streams", settings->streams);
  tny_bind_text (stmt, "sync_users", settings->users);
  tny_bind_text (stmt, "subscriptions", settings->users != NULL ? subscriptions : NULL);
  tny_bind_int_or_null (stmt, "guests", settings->guests, TNY_AS_CONNECTION);
  tny_bind_int_or_null (stmt, "disabled", settings->disabled, TNY_AS_CONNECTION);
  tny_bind_int_or_null (stmt, "shared", settings->shared, TNY_AS_CONNECTION);
  tny_bind_int_or_null (stmt, "interval_secs", settings->interval, TNY_AS_CONNECTION);
  tny_bind_int_or_null (stmt, "quiet_from", settings->quiet_from, TNY_AS_CONNECTION);
  tny_bind_int_or_null (stmt, "quiet_until", settings->quiet_until, TNY_AS_CONNECTION);
  tny_bind_int_or_null (stmt, "priority", settings->priority, TNY_AS_CONNECTION);
}

static gboolean
is_as_connection (const TnySyncSettings *settings)
{
  return settings->sync == TNY_AS_CONNECTION && settings->streams == NULL && settings->users == NULL &&
         settings->guests == TNY_AS_CONNECTION && settings->disabled == TNY_AS_CONNECTION &&
         settings->shared == TNY_AS_CONNECTION && settings->interval == TNY_AS_CONNECTION &&
         settings->quiet_from == TNY_AS_CONNECTION && settings->priority == TNY_AS_CONNECTION;
}

static gboolean
put (TnyTxn *txn, const Writing *self, GError **error)
{
  gboolean of_tenant = self->tenant_id != 0, none = of_tenant && is_as_connection (self->settings);
  sqlite3_stmt *stmt = tny_txn_stmt (txn, none ? "sync-settings/forget-tenant"
                                        : of_tenant ? "sync-settings/put-tenant"
                                                    : "sync-settings/put-connection", error);

  if (stmt == NULL)
    return FALSE;
  if (none)
    tny_bind_int (stmt, "id", self->tenant_id);
  else
    bind_settings (stmt, self->settings, of_tenant ? self->tenant_id : self->connection_id);
  if (!of_tenant)
    tny_bind_int (stmt, "now", tny_clock_now (NULL));

  return tny_run (stmt, error);
}

static gboolean
write_settings (TnyTxn *txn, gpointer data, GError **error)
{
  const Writing *self = data;
  sqlite3_stmt *stmt;

  if (!put (txn, self, error) || (stmt = tny_txn_stmt (txn, "sync-settings/stale", error)) == NULL)
    return FALSE;
  tny_bind_int (stmt, "connection_id", self->connection_id);
  tny_bind_int (stmt, "tenant_id", self->tenant_id);

  return tny_run (stmt, error);
}

static gboolean
run_for (TnyTxn *txn, const char *statement, gint64 id, GError **error)
{
  sqlite3_stmt *stmt = tny_txn_stmt (txn, statement, error);

  if (stmt == NULL)
    return FALSE;
  tny_bind_int (stmt, "id", id);

  return tny_run (stmt, error);
}

static gboolean
write_scope (TnyTxn *txn, gpointer id, GError **error)
{
  gint64 tenant_id = *(gint64 *) id;

  if (!run_for (txn, "sync-settings/scope", tenant_id, error))
    return FALSE;
  /* contact plans look again at an organization only when something of it changed */
  if (tny_txn_changes (txn) > 0 && !run_for (txn, "sync/users-changed", tenant_id, error))
    return FALSE;

  return run_for (txn, "sync-settings/scope-counts", tenant_id, error);
}

gboolean
tny_sync_scope_tenant (TnyStore *store, gint64 tenant_id, GError **error)
{
  g_autoptr(TnyReader) reader = tny_store_borrow (store, error);
  sqlite3_stmt *stmt = reader != NULL ? tny_reader_stmt (reader, "sync-settings/is-stale", error) : NULL;
  gint64 stale;

  if (stmt == NULL)
    return FALSE;
  tny_bind_int (stmt, "id", tenant_id);
  if (!tny_read_int (stmt, 0, &stale, error))
    return FALSE;
  g_clear_pointer (&reader, tny_reader_return);

  return !stale || tny_store_write (store, TNY_PAGED, write_scope, &tenant_id, error);
}

static GArray *
list_stale (TnyStore *store, gint64 connection_id, GError **error)
{
  g_autoptr(TnyReader) reader = tny_store_borrow (store, error);
  sqlite3_stmt *stmt = reader != NULL ? tny_reader_stmt (reader, "sync-settings/stale-list", error)
                                      : NULL;
  g_autoptr(GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  gboolean row;

  if (stmt == NULL)
    return NULL;
  tny_bind_int (stmt, "connection_id", connection_id);
  while (tny_step (stmt, &row, error))
    {
      gint64 id;

      if (!row)
        return g_steal_pointer (&ids);
      id = tny_int (stmt, 0);
      g_array_append_val (ids, id);
    }

  return NULL;
}

static gboolean
refuse (GError **error, const char *text)
{
  g_set_error_literal (error, TNY_ERROR, TNY_ERROR_ARGUMENT, text);

  return FALSE;
}

static gboolean
is_sound (const TnySyncSettings *settings, gboolean of_tenant, GError **error)
{
  if (settings->users != NULL && g_str_equal (settings->users, "chosen") &&
      (settings->subscriptions == NULL || settings->subscriptions[0] == NULL))
    return refuse (error, "Users by chosen subscriptions: choose at least one subscription");
  if (settings->interval > 0 && (settings->interval < TNY_SCHEDULE_INTERVAL_MIN ||
                                 settings->interval > TNY_SCHEDULE_INTERVAL_MAX))
    return refuse (error, "An interval is between a minute and 31 days");
  for (guint i = 0; settings->subscriptions != NULL && settings->subscriptions[i] != NULL; i++)
    if (strpbrk (settings->subscriptions[i], "[]\",\\ ") != NULL)
      return refuse (error, "The id of a product is a GUID");
  g_return_val_if_fail (of_tenant || (settings->streams != NULL && settings->users != NULL), FALSE);

  return TRUE;
}

gboolean
tny_sync_settings_write (TnyStore *store, gint64 connection_id, gint64 tenant_id,
                         const TnySyncSettings *settings, GCancellable *cancellable, GError **error)
{
  Writing writing = { connection_id, tenant_id, settings };
  g_autoptr(GArray) ids = NULL;

  if (!is_sound (settings, tenant_id != 0, error) ||
      !tny_store_write (store, TNY_DURABLE, write_settings, &writing, error) ||
      (ids = list_stale (store, connection_id, error)) == NULL)
    return FALSE;
  for (guint i = 0; i < ids->len; i++)
    if (g_cancellable_set_error_if_cancelled (cancellable, error) ||
        !tny_sync_scope_tenant (store, g_array_index (ids, gint64, i), error))
      return FALSE;

  return TRUE;
}
