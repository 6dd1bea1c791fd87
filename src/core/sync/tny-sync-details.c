/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-sync-private.h"

#include "tny-error.h"

/* What the tenant says of itself: its domains, address and phone. It was asked who it is before the
 * first stream; that answer holds all of this, so no request is made here. */

typedef struct
{
  TnySyncStream  stream;
  TnyTenant     *live;
} Details;

/* Known domains by name: 1 for the default one, 2 for the initial one, both added. */
static GHashTable *
read_known (TnyTxn *txn, gint64 tenant_id, GError **error)
{
  g_autoptr(GHashTable) known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  sqlite3_stmt *stmt = tny_txn_stmt (txn, "tenant-domains/known", error);
  gboolean row;

  if (stmt == NULL)
    return NULL;
  tny_bind_int (stmt, "tenant_id", tenant_id);
  for (;;)
    {
      if (!tny_step (stmt, &row, error))
        return NULL;
      if (!row)
        return g_steal_pointer (&known);
      g_hash_table_insert (known, tny_dup_text (stmt, 0),
                           GINT_TO_POINTER (tny_int (stmt, 1) + 2 * tny_int (stmt, 2)));
    }
}

static gboolean
store_domain (TnyTxn *txn, Details *self, GHashTable *known, const TnyTenantDomain *domain,
              GError **error)
{
  int kind = (domain->is_default ? 1 : 0) + (domain->is_initial ? 2 : 0);
  gpointer before;
  gboolean there = g_hash_table_lookup_extended (known, domain->name, NULL, &before);
  sqlite3_stmt *stmt;

  g_hash_table_remove (known, domain->name);
  if (there && GPOINTER_TO_INT (before) == kind)
    {
      self->stream.unchanged++;
      return TRUE;
    }
  if (there)
    self->stream.changed++;
  else
    self->stream.added++;
  if ((stmt = tny_txn_stmt (txn, "tenant-domains/upsert", error)) == NULL)
    return FALSE;
  tny_bind_int (stmt, "tenant_id", self->stream.tenant_id);
  tny_bind_text (stmt, "name", domain->name);
  tny_bind_int (stmt, "is_default", domain->is_default);
  tny_bind_int (stmt, "is_initial", domain->is_initial);

  return tny_run (stmt, error);
}

static gboolean
remove_domain (TnyTxn *txn, Details *self, const char *name, GError **error)
{
  sqlite3_stmt *stmt = tny_txn_stmt (txn, "tenant-domains/delete", error);

  if (stmt == NULL)
    return FALSE;
  tny_bind_int (stmt, "tenant_id", self->stream.tenant_id);
  tny_bind_text (stmt, "name", name);
  self->stream.removed++;

  return tny_run (stmt, error);
}

static gboolean
store_domains (TnyTxn *txn, Details *self, GError **error)
{
  g_autoptr(GHashTable) known = read_known (txn, self->stream.tenant_id, error);
  GHashTableIter iter;
  gpointer name;

  if (known == NULL)
    return FALSE;
  for (guint i = 0; i < self->live->domains->len; i++)
    if (!store_domain (txn, self, known, self->live->domains->pdata[i], error))
      return FALSE;
  g_hash_table_iter_init (&iter, known);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    if (!remove_domain (txn, self, name, error))
      return FALSE;

  return TRUE;
}

static gboolean
store_address (TnyTxn *txn, Details *self, GError **error)
{
  sqlite3_stmt *stmt = tny_txn_stmt (txn, "sync/tenant-details", error);

  if (stmt == NULL)
    return FALSE;
  tny_bind_text (stmt, "street", self->live->street);
  tny_bind_text (stmt, "region", self->live->region);
  tny_bind_text (stmt, "postal_code", self->live->postal_code);
  tny_bind_text (stmt, "phones", self->live->phones);
  tny_bind_int (stmt, "id", self->stream.tenant_id);

  return tny_run (stmt, error);
}

static gboolean
store (TnyTxn *txn, gpointer data, GError **error)
{
  Details *self = data;
  g_autoptr(GError) doubt = NULL;

  if (self->live->domains != NULL && !store_domains (txn, self, error))
    return FALSE;
  /* Microsoft leaves these out for who may only read the basics; that is not "none". */
  if (!self->live->detailed)
    g_set_error_literal (&doubt, TNY_ERROR, TNY_ERROR_PERMISSION,
                         "GET /v1.0/organization: address and phone number were withheld; needs "
                         "Organization.Read.All or Directory.Read.All");
  else if (!store_address (txn, self, error))
    return FALSE;

  return tny_sync_end_stream (txn, &self->stream, doubt, error);
}

void
tny_sync_details (TnySyncVisit *visit)
{
  TnySyncRun *run = visit->run;
  Details self = { { run, visit->tenant->id, "details", -1 } };
  g_autoptr(GError) problem = NULL;

  if (tny_sync_enter (visit, &self.stream, &problem) &&
      (self.live = tny_graph_check_tenant (visit->graph, run->cancellable, &problem)) != NULL)
    {
      if (self.live->domains != NULL)
        self.stream.reported = self.stream.fetched = self.live->domains->len;
      tny_store_write (run->store, TNY_PAGED, store, &self, &problem);
    }
  if (problem != NULL)
    tny_sync_fail_stream (&self.stream, problem, FALSE);
  tny_tenant_free (self.live);
}
