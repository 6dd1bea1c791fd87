/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A run over all checks: the connection, then its tenants, some at a time; then the table. */
#include "config.h"

#include "tny-check-private.h"

#include <glib/gi18n-lib.h>

#include "tny-error.h"

guint
tny_checks_features (const char *streams)
{
  g_auto(GStrv) names = g_strsplit (streams != NULL ? streams : "", ",", -1);
  guint features = TNY_FEATURES_ALWAYS | TNY_FEATURE_HEALTH;

  for (guint i = 0; names[i] != NULL; i++)
    {
      const TnyFeatureInfo *info = tny_feature_by_id (g_strstrip (names[i]));

      if (info != NULL)
        features |= info->feature;
    }

  return features;
}

TnyCheckTenant *
tny_check_tenant_new (gint64 id, const char *graph_id, const char *name)
{
  TnyCheckTenant *tenant = g_new0 (TnyCheckTenant, 1);

  tenant->id = id;
  tenant->graph_id = g_strdup (graph_id);
  tenant->name = g_strdup (name);

  return tenant;
}

void
tny_check_tenant_free (gpointer data)
{
  TnyCheckTenant *tenant = data;

  g_free (tenant->graph_id);
  g_free (tenant->name);
  g_free (tenant);
}

static gboolean
is_asked_for (const gint64 *wanted, gint64 id)
{
  for (guint i = 0; wanted != NULL && wanted[i] != 0; i++)
    if (wanted[i] == id)
      return TRUE;

  return wanted == NULL;
}

/* Ignored tenants are a person's word that they do not count, unless one is named. */
static gboolean
read_tenants (TnyCheckRun *run, GError **error)
{
  g_autoptr(TnyReader) reader = tny_store_borrow (run->context->store, error);
  sqlite3_stmt *stmt = reader != NULL ? tny_reader_stmt (reader, "checks/tenants", error) : NULL;
  gboolean row = FALSE;

  if (stmt == NULL)
    return FALSE;
  tny_bind_int (stmt, "connection_id", run->context->connection_id);
  tny_bind_int (stmt, "ignored_too", run->context->tenants != NULL);
  while (tny_step (stmt, &row, error))
    {
      if (!row)
        return TRUE;
      if (is_asked_for (run->context->tenants, tny_int (stmt, 0)))
        g_ptr_array_add (run->tenants, tny_check_tenant_new (tny_int (stmt, 0), tny_text (stmt, 1),
                                                             tny_text (stmt, 2)));
    }

  return FALSE;
}

static const TnyCheckTenant *
next_tenant (TnyCheckRun *run)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&run->lock);

  return run->next < run->tenants->len && !g_cancellable_is_cancelled (run->cancellable)
           ? run->tenants->pdata[run->next++] : NULL;
}

static gpointer
worker_thread (gpointer data)
{
  TnyCheckRun *run = data;
  const TnyCheckTenant *tenant;

  while ((tenant = next_tenant (run)) != NULL)
    {
      guint done;

      tny_check_tenant (run, tenant);
      g_mutex_lock (&run->lock);
      done = ++run->n_done;
      g_mutex_unlock (&run->lock);
      if (run->job != NULL)
        {
          g_autofree char *text =
            g_strdup_printf (ngettext ("Checking %u of %u tenant", "Checking %u of %u tenants",
                                       run->tenants->len), done, run->tenants->len);

          /* no phase: each would be told at once, and these are many */
          tny_job_say (run->job, "", text);
          tny_job_report (run->job, done, run->tenants->len);
        }
    }

  return NULL;
}

static void
check_tenants (TnyCheckRun *run)
{
  guint n = run->context->workers != 0 ? run->context->workers : TNY_CHECKS_WORKERS;
  g_autofree GThread **threads = NULL;

  n = MIN (n, run->tenants->len);
  threads = g_new0 (GThread *, n);
  for (guint i = 0; i < n; i++)
    threads[i] = g_thread_new ("tny-check", worker_thread, run);
  for (guint i = 0; i < n; i++)
    g_thread_join (threads[i]);
}

/* --- storing --- */

static gboolean
forget (TnyTxn *txn, TnyCheckRun *run, const char *tenant_id, GError **error)
{
  sqlite3_stmt *stmt = tny_txn_stmt (txn, "checks/forget", error);

  if (stmt == NULL)
    return FALSE;
  tny_bind_int (stmt, "connection_id", run->context->connection_id);
  tny_bind_text (stmt, "tenant_id", tenant_id);

  return tny_run (stmt, error);
}

static gboolean
put (TnyTxn *txn, const TnyCheck *check, GError **error)
{
  sqlite3_stmt *stmt = tny_txn_stmt (txn, "checks/put", error);

  if (stmt == NULL)
    return FALSE;
  tny_bind_int (stmt, "connection_id", check->connection_id);
  tny_bind_text (stmt, "tenant_id", check->tenant_id != NULL ? check->tenant_id : "");
  tny_bind_text (stmt, "id", check->id);
  tny_bind_text (stmt, "area", tny_check_area_name (check->area));
  tny_bind_text (stmt, "subject", check->subject);
  tny_bind_text (stmt, "state", tny_check_state_name (check->state));
  tny_bind_text (stmt, "finding", check->finding);
  tny_bind_text (stmt, "claim", check->claim);
  tny_bind_text (stmt, "endpoint", check->endpoint);
  tny_bind_int (stmt, "status", check->status);
  tny_bind_text (stmt, "request_id", check->request_id);
  tny_bind_text (stmt, "detail", check->detail);
  tny_bind_int (stmt, "checked_at", check->checked_at);
  tny_bind_int_or_null (stmt, "due_at", check->due_at, 0);
  tny_bind_text (stmt, "due", check->due);
  tny_bind_int (stmt, "due_soon", check->due_soon);
  tny_bind_text (stmt, "remedy", check->remedy);
  tny_bind_text (stmt, "who", check->who);
  tny_bind_text (stmt, "message", check->message);
  tny_bind_text (stmt, "url", check->url);
  tny_bind_text (stmt, "action", check->action);
  tny_bind_int (stmt, "position", check->order);
  tny_bind_text (stmt, "roles", check->roles);

  return tny_run (stmt, error);
}

/* A whole run replaces everything of the connection, so that what is no longer asked is not
 * shown. */
static gboolean
store_func (TnyTxn *txn, gpointer data, GError **error)
{
  TnyCheckRun *run = data;

  if (run->context->tenants == NULL)
    {
      if (!forget (txn, run, NULL, error))
        return FALSE;
    }
  else
    {
      if (!forget (txn, run, "", error))
        return FALSE;
      for (guint i = 0; i < run->tenants->len; i++)
        if (!forget (txn, run, ((TnyCheckTenant *) run->tenants->pdata[i])->graph_id, error))
          return FALSE;
    }
  for (guint i = 0; i < run->checks->len; i++)
    if (!put (txn, run->checks->pdata[i], error))
      return FALSE;

  return TRUE;
}

/* --- the run --- */

static void
run_clear (TnyCheckRun *run)
{
  g_clear_pointer (&run->partner.member_of, tny_answer_free);
  g_clear_pointer (&run->partner.groups, g_hash_table_unref);
  g_clear_pointer (&run->partner.relationships, tny_answer_free);
  g_clear_error (&run->stop);
  g_clear_pointer (&run->checks, g_ptr_array_unref);
  g_clear_pointer (&run->tenants, g_ptr_array_unref);
  g_mutex_clear (&run->lock);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TnyCheckRun, run_clear)

GPtrArray *
tny_checks_run (const TnyChecksContext *context, TnyJob *job, GCancellable *cancellable,
                GError **error)
{
  g_auto(TnyCheckRun) run = {
    .context = context, .job = job, .cancellable = cancellable,
    .features = tny_checks_features (context->streams),
    .direct = g_strcmp0 (context->reach, "direct") == 0,
    .gdap = g_strcmp0 (context->reach, "gdap") == 0,
  };

  g_return_val_if_fail (context->store != NULL && context->http != NULL, NULL);

  g_mutex_init (&run.lock);
  run.checks = g_ptr_array_new_with_free_func ((GDestroyNotify) tny_check_free);
  run.tenants = g_ptr_array_new_with_free_func (tny_check_tenant_free);
  if (!read_tenants (&run, error))
    return NULL;
  if (job != NULL)
    tny_job_say (job, _("Checking the connection"), NULL);
  tny_check_connection (&run);
  check_tenants (&run);
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  tny_checks_sort (run.checks);
  if (tny_store_is_writable (context->store) &&
      !tny_store_write (context->store, TNY_DURABLE, store_func, &run, error))
    return NULL;

  return g_steal_pointer (&run.checks);
}
