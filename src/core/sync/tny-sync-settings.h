/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tny-store.h"

G_BEGIN_DECLS

/* TnySyncSettings: what a person lets sync, of a whole connection or of one tenant.
 *
 * What a setting leaves out is out of scope: not asked for any more (tenants, streams), or read and kept
 * but counted nowhere and never proposed as a contact (users). It is not deleted and not disabled, and
 * comes back with the setting.
 */

#define TNY_AS_CONNECTION (-1)     /* of a tenant: nothing of its own */

typedef enum
{
  TNY_PRIORITY_LOW,
  TNY_PRIORITY_NORMAL,
  TNY_PRIORITY_HIGH
} TnyPriority;

/* Of a tenant every member may be NULL or TNY_AS_CONNECTION. */
typedef struct
{
  int     sync;                     /* of a connection: 1 every tenant without a word of its own, 0 only
                                     * those that say so; of a tenant: 1, 0 */
  char   *streams;                  /* "tenants,users,licences" */
  char   *users;                    /* "all", "licensed", "chosen": by @subscriptions */
  char  **subscriptions;            /* ids of products, lower case; belongs to @users */
  int     guests, disabled, shared; /* 1, 0; shared: shared mailboxes, rooms, equipment */
  gint64  interval;                 /* seconds; 0: only by hand */
  int     quiet_from, quiet_until;  /* minutes of the local day; equal: none */
  int     priority;                 /* TnyPriority */
} TnySyncSettings;

void       tny_sync_settings_clear     (TnySyncSettings *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TnySyncSettings, tny_sync_settings_clear)

/* What is set for a connection, or with @tenant_id for that tenant. NOT_FOUND. */
gboolean   tny_sync_settings_read      (TnyReader *reader, gint64 connection_id, gint64 tenant_id,
                                        TnySyncSettings *settings, GError **error);
/* What holds for a tenant: every member has a value. NOT_FOUND. */
gboolean   tny_sync_settings_effective (TnyReader *reader, gint64 tenant_id, TnySyncSettings *settings,
                                        GError **error);
/**
 * tny_sync_settings_write:
 * @tenant_id: 0 for the connection itself
 *
 * Stores the settings and looks at once who is in scope by them, tenant by tenant. Blocks: some seconds
 * for a million users. Cancelled between tenants, the rest follows with the next call or run.
 *
 * Returns: FALSE with ARGUMENT, STALE (the connection or tenant has gone) and what tny_store_write() says
 */
gboolean   tny_sync_settings_write     (TnyStore *store, gint64 connection_id, gint64 tenant_id,
                                        const TnySyncSettings *settings, GCancellable *cancellable,
                                        GError **error);
/* Looks who of a tenant is in scope, when users or settings changed since the last look. Blocks. */
gboolean   tny_sync_scope_tenant       (TnyStore *store, gint64 tenant_id, GError **error);

/* What there is to choose from */

typedef struct
{
  char   *sku_id, *part_number;
  char   *name;                     /* readable, else the part number */
  gint64  assigned;                 /* people, as Microsoft counts them */
  gint64  tenants;                  /* that have it */
} TnySubscription;

void       tny_subscription_free       (TnySubscription *self);
/* Of a connection, or with @tenant_id of one tenant: TnySubscription, by name. Known when licences were
 * synced. */
GPtrArray * tny_subscriptions_read     (TnyReader *reader, gint64 connection_id, gint64 tenant_id,
                                        GError **error);

typedef struct
{
  gint64    id;
  char     *graph_id, *name;
  gboolean  in_scope;
  gint64    users, users_out;       /* in scope; left out by a setting */
  gboolean  differs;                /* has settings of its own */
} TnyTenantScope;

void       tny_tenant_scope_free       (TnyTenantScope *self);
/* The tenants of a connection: TnyTenantScope, by name. */
GPtrArray * tny_tenant_scopes_read     (TnyReader *reader, gint64 connection_id, GError **error);

/* As text, for the command line */

/* Names of the settings, in order; NULL-terminated. */
const char * const * tny_sync_settings_names (gboolean of_tenant);
/* "on", "chosen", "22:00-06:00" …; NULL: as the connection. Free with g_free(). */
char     * tny_sync_settings_get       (const TnySyncSettings *self, const char *name);
/**
 * tny_sync_settings_set:
 * @text: "name=value"; the value "default" of a tenant is as the connection
 * @subscriptions: (nullable): to find products by part number
 *
 * Returns: FALSE with ARGUMENT, whose message says what can be set
 */
gboolean   tny_sync_settings_set       (TnySyncSettings *self, gboolean of_tenant, const char *text,
                                        GPtrArray *subscriptions, GError **error);
/* "3h", "1d", "90min", "manual"; free with g_free(). */
char     * tny_interval_format         (gint64 seconds);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnySubscription, tny_subscription_free)

G_END_DECLS
