/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-sync-private.h"

#include <glib/gi18n-lib.h>

#include "tny-error.h"
#include "tny-text.h"

/* What is stored of a tenant. */
typedef struct
{
  gint64    id;
  char     *name, *default_domain, *relationship;
  guint     sources;
  gint64    relationship_ends;
  gboolean  gone, listed;
} Known;

typedef struct
{
  TnySyncStream stream;
  GPtrArray    *found;          /* of TnyTenant, merged */
  GHashTable   *known;          /* graph id → Known */
  gboolean      complete;       /* every list was read to its end */
} Tenants;

static void
known_free (gpointer data)
{
  Known *known = data;

  g_free (known->name);
  g_free (known->default_domain);
  g_free (known->relationship);
  g_free (known);
}

static gboolean
read_known (Tenants *self, GError **error)
{
  TnySyncRun *run = self->stream.run;
  g_autoptr(TnyReader) reader = tny_store_borrow (run->store, error);
  sqlite3_stmt *stmt = reader != NULL ? tny_reader_stmt (reader, "sync/tenants", error) : NULL;
  gboolean row;

  if (stmt == NULL)
    return FALSE;
  tny_bind_int (stmt, "connection_id", run->context->connection_id);
  while (tny_step (stmt, &row, error))
    {
      Known *known;

      if (!row)
        return TRUE;
      known = g_new0 (Known, 1);
      known->id = tny_int (stmt, 0);
      known->name = tny_dup_text (stmt, 2);
      known->default_domain = tny_dup_text (stmt, 3);
      known->sources = (guint) tny_int (stmt, 4);
      known->relationship = tny_dup_text (stmt, 5);
      known->relationship_ends = tny_int (stmt, 6);
      known->gone = !tny_is_null (stmt, 7);
      g_hash_table_insert (self->known, tny_dup_text (stmt, 1), known);
    }

  return FALSE;
}

/* Something to call a tenant by, when no list has a name for it. */
static const char *
name_of (const TnyTenant *tenant)
{
  if (tenant->display_name != NULL && *tenant->display_name != '\0')
    return tenant->display_name;
  if (tenant->default_domain != NULL)
    return tenant->default_domain;

  return tenant->initial_domain != NULL ? tenant->initial_domain : tenant->tenant_id;
}

static const char *
domain_of (const TnyTenant *tenant)
{
  return tenant->default_domain != NULL ? tenant->default_domain : tenant->initial_domain;
}

/* The word of the tenant itself stays (tenants/upsert.sql). */
static gboolean
differs (const Known *known, const TnyTenant *tenant)
{
  gboolean live = known->sources & TNY_TENANT_SOURCE_ORGANIZATION;
  const char *domain = domain_of (tenant);

  return known->gone ||
         (!live && g_strcmp0 (known->name, name_of (tenant)) != 0) ||
         (!live && domain != NULL && g_strcmp0 (known->default_domain, domain) != 0) ||
         (known->sources & ~TNY_TENANT_SOURCE_ORGANIZATION) !=
           (tenant->sources & ~TNY_TENANT_SOURCE_ORGANIZATION) ||
         g_strcmp0 (known->relationship, tenant->relationship) != 0 ||
         known->relationship_ends != tenant->relationship_ends;
}

static gboolean
store_contract_name (TnyTxn *txn, Tenants *self, const TnyTenant *tenant, GError **error)
{
  sqlite3_stmt *stmt;

  if (tenant->contract_name == NULL || *tenant->contract_name == '\0')
    return TRUE;
  if ((stmt = tny_txn_stmt (txn, "sync/tenant-contract-name", error)) == NULL)
    return FALSE;
  tny_bind_int (stmt, "connection_id", self->stream.run->context->connection_id);
  tny_bind_text (stmt, "graph_id", tenant->tenant_id);
  tny_bind_text (stmt, "name", tenant->contract_name);

  return tny_run (stmt, error);
}

static gboolean
store_tenant (TnyTxn *txn, Tenants *self, const TnyTenant *tenant, GError **error)
{
  sqlite3_stmt *stmt = tny_txn_stmt (txn, "tenants/upsert", error);
  g_autofree char *folded = tny_text_fold (name_of (tenant));
  Known *known = g_hash_table_lookup (self->known, tenant->tenant_id);

  if (stmt == NULL)
    return FALSE;
  tny_bind_int (stmt, "connection_id", self->stream.run->context->connection_id);
  tny_bind_text (stmt, "graph_id", tenant->tenant_id);
  tny_bind_text (stmt, "name", name_of (tenant));
  tny_bind_text (stmt, "name_folded", folded);
  tny_bind_text (stmt, "default_domain", domain_of (tenant));
  tny_bind_int (stmt, "sources", tenant->sources & ~TNY_TENANT_SOURCE_ORGANIZATION);
  tny_bind_text (stmt, "relationship", tenant->relationship);
  tny_bind_int_or_null (stmt, "relationship_ends", tenant->relationship_ends, 0);
  tny_bind_int (stmt, "now", tny_sync_now (self->stream.run));
  if (known == NULL)
    self->stream.added++;
  else if (differs (known, tenant))
    self->stream.changed++;
  else
    self->stream.unchanged++;
  if (known != NULL)
    known->listed = TRUE;

  return tny_run (stmt, error);
}

static gboolean
set_gone (TnyTxn *txn, TnySyncRun *run, const char *name, gint64 id, GError **error)
{
  sqlite3_stmt *stmt = tny_txn_stmt (txn, name, error);

  if (stmt == NULL)
    return FALSE;
  tny_bind_int (stmt, "now", tny_sync_now (run));
  tny_bind_int (stmt, "id", id);

  return tny_run (stmt, error);
}

static gboolean
remove_unlisted (TnyTxn *txn, Tenants *self, gboolean *doubt, GError **error)
{
  TnySyncRun *run = self->stream.run;
  guint present = 0, gone = 0;
  GHashTableIter iter;
  gpointer id, value;

  *doubt = FALSE;
  g_hash_table_iter_init (&iter, self->known);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      present += !((Known *) value)->gone;
      gone += !((Known *) value)->gone && !((Known *) value)->listed;
    }
  if (!self->complete || gone == 0)
    return TRUE;
  if (tny_sync_too_many_gone (run, gone, present))
    {
      g_autoptr(GError) problem = g_error_new (TNY_ERROR, TNY_ERROR_DECISION,
        "%u of %u tenants are no longer listed: not removed until that is confirmed", gone,
        present);
      TnySyncLine line = { .level = "warning", .stream = "tenants", .action = "keep",
                           .message = problem->message, .problem = problem };

      *doubt = TRUE;
      return tny_sync_log_in (txn, run, &line, error);
    }

  g_hash_table_iter_init (&iter, self->known);
  while (g_hash_table_iter_next (&iter, &id, &value))
    {
      Known *known = value;
      g_autofree char *message = g_strdup_printf ("%s is no longer listed", known->name);
      TnySyncLine line = { .level = "info", .tenant_id = known->id, .stream = "tenants",
                           .object = id, .action = "remove", .message = message };
      if (known->gone || known->listed)
        continue;
      if (!set_gone (txn, run, "sync/tenant-users-out", known->id, error) ||
          !set_gone (txn, run, "sync/tenant-gone", known->id, error) ||
          !tny_sync_log_in (txn, run, &line, error))
        return FALSE;
      self->stream.removed++;
    }

  return TRUE;
}

static gboolean
store_tenants (TnyTxn *txn, gpointer data, GError **error)
{
  Tenants *self = data;
  TnySyncStream *stream = &self->stream;
  g_autofree char *message = NULL;
  TnySyncLine line = { .level = "info", .stream = "tenants", .action = "end" };
  g_autoptr(GError) doubt_error = NULL;
  gboolean doubt;

  for (guint i = 0; i < self->found->len; i++)
    if (!store_tenant (txn, self, self->found->pdata[i], error) ||
        !store_contract_name (txn, self, self->found->pdata[i], error))
      return FALSE;
  if (!remove_unlisted (txn, self, &doubt, error))
    return FALSE;

  stream->stored = stream->reported = stream->fetched = self->found->len;
  if (!self->complete)
    g_set_error_literal (&doubt_error, TNY_ERROR, TNY_ERROR_INCOMPLETE, "A list could not be read");
  else if (doubt)
    g_set_error_literal (&doubt_error, TNY_ERROR, TNY_ERROR_DECISION, "Too many tenants are gone");
  if (doubt_error != NULL)
    {
      g_mutex_lock (&stream->run->lock);
      stream->run->n_incomplete++;
      g_mutex_unlock (&stream->run->lock);
    }
  message = g_strdup_printf ("Tenants: %u listed, %" G_GINT64_FORMAT " new, %" G_GINT64_FORMAT
                             " changed, %" G_GINT64_FORMAT " removed", self->found->len,
                             stream->added, stream->changed, stream->removed);
  line.message = message;

  return tny_sync_put_stream (txn, stream, doubt_error == NULL ? "ok" : "incomplete", doubt_error,
                              error) &&
         tny_sync_log_in (txn, stream->run, &line, error);
}

static void
say_reading (Tenants *self)
{
  tny_job_say (self->stream.run->job, _("Reading the list of tenants"), NULL);
}

/* A list that fails leaves the others; what concerns the whole run ends it. */
static gboolean
list_done_cb (TnyTenantList list, const GError *problem, gpointer data)
{
  Tenants *self = data;
  g_autofree char *message = NULL;
  TnySyncLine line = { .level = "warning", .stream = "tenants", .action = "list",
                       .object = tny_tenant_list_name (list), .problem = problem };

  /* what was said while the list was waited for is over, but for a network that is gone */
  if (!g_error_matches (problem, TNY_ERROR, TNY_ERROR_NETWORK))
    say_reading (self);
  if (problem == NULL)
    {
      if (list == TNY_TENANT_LIST_RELATIONSHIPS)
        self->stream.run->knows_relationships = TRUE;
      return TRUE;
    }
  if (tny_error_cancelled (problem))
    return FALSE;
  message = g_strdup_printf ("The list of %s could not be read: %s", tny_tenant_list_name (list),
                             problem->message);
  line.message = message;
  tny_sync_log (self->stream.run, &line);

  return !tny_sync_ends_run (problem);
}

/* FALSE when nothing could be read at all, or what failed concerns the whole run. */
static gboolean
read_lists (Tenants *self, TnyGraph *graph, GError **error)
{
  say_reading (self);
  self->found = tny_graph_list_customers (graph, self->stream.run->context->reach, list_done_cb, self,
                                          &self->complete, self->stream.run->cancellable, error);

  return self->found != NULL;
}

/* Without customers there is one tenant, and it says itself who it is. */
static gboolean
read_own_tenant (Tenants *self, TnyGraph *graph, GError **error)
{
  TnyTenant *tenant;

  say_reading (self);
  tenant = tny_graph_check_tenant (graph, self->stream.run->cancellable, error);
  if (tenant == NULL)
    return FALSE;
  self->found = g_ptr_array_new_with_free_func ((GDestroyNotify) tny_tenant_free);
  g_ptr_array_add (self->found, tenant);
  self->complete = TRUE;

  return TRUE;
}

static gboolean
list_and_store (Tenants *self, GError **error)
{
  TnySyncRun *run = self->stream.run;
  g_autoptr(TnyGraph) graph = tny_graph_new (run->context->http, run->context->partner_tenant_id,
                                             FALSE);

  tny_graph_set_notify (graph, tny_sync_heard, &self->stream);

  return read_known (self, error) &&
         (g_str_equal (run->context->reach, "direct") ? read_own_tenant (self, graph, error)
                                                      : read_lists (self, graph, error)) &&
         tny_store_write (run->store, TNY_PAGED, store_tenants, self, error);
}

gboolean
tny_sync_tenants (TnySyncRun *run, GError **error)
{
  Tenants self = { { run, 0, "tenants", -1 } };
  g_autoptr(GError) problem = NULL;
  gboolean go_on;

  if (!tny_sync_begin_stream (&self.stream, error))
    return FALSE;
  self.known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, known_free);
  go_on = list_and_store (&self, &problem);
  if (!go_on)
    {
      tny_sync_fail_stream (&self.stream, problem, FALSE);
      /* Tenants we know from before may be within reach all the same. */
      go_on = !tny_error_cancelled (problem) && !tny_sync_ends_run (problem) &&
              !g_error_matches (problem, TNY_ERROR, TNY_ERROR_NETWORK) &&
              g_hash_table_size (self.known) > 0;
      if (!go_on)
        g_propagate_error (error, g_steal_pointer (&problem));
    }
  g_hash_table_unref (self.known);
  g_clear_pointer (&self.found, g_ptr_array_unref);

  return go_on;
}
