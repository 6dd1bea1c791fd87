/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-sync-private.h"

#include "tny-error.h"
#include "tny-sync-settings.h"
#include "tny-text.h"

/* Microsoft makes the report once a day and has sign-ins hours later: asking for them every hour
 * costs requests and brings nothing. */
#define HOURS (60 * 60)

static const TnySyncKind kinds[] = {
  { "users", "Users", NULL, "sync/tenant-users-present", 0,
    "User.Read.All and a role like Global Reader", tny_sync_users },
  { "deleted-users", "Deleted users", "users", "sync/deleted-users-present", 6 * HOURS,
    "User.Read.All and a role like Global Reader", tny_sync_deleted_users },
  { "licences", "Licences", NULL, "sync/licences-present", 0,
    "LicenseAssignment.Read.All and a role like Global Reader", tny_sync_licences },
  { "mailboxes", "Mailboxes", NULL, "sync/mailboxes-present", 6 * HOURS,
    "Reports.Read.All and the role Reports Reader", tny_sync_mailboxes },
  { "sign-ins", "Sign-ins", NULL, "sync/sign-ins-present", 6 * HOURS,
    "AuditLog.Read.All and a role like Reports Reader", tny_sync_sign_ins },
  { "devices", "Devices", NULL, "sync/devices-present", 0,
    "DeviceManagementManagedDevices.Read.All and a role like Intune Administrator",
    tny_sync_devices },
  /* Last: whether a tenant can be entered is what its users say. */
  { "details", "Details", "users", "sync/details-present", 6 * HOURS,
    "Organization.Read.All and a role like Global Reader", tny_sync_details },
};

const TnySyncKind *
tny_sync_kinds (guint *n)
{
  *n = G_N_ELEMENTS (kinds);
  return kinds;
}

gboolean
tny_sync_wants (const char *streams, const TnySyncKind *kind)
{
  g_auto(GStrv) names = g_strsplit (streams, ",", -1);

  return g_strv_contains ((const char *const *) names, kind->with != NULL ? kind->with : kind->name);
}

/* Who is there? */

typedef struct
{
  TnySyncVisit    *visit;
  const TnyTenant *live;
} Live;

static gboolean
store_live (TnyTxn *txn, Live *self, GError **error)
{
  const TnySyncTenant *tenant = self->visit->tenant;
  const char *name = self->live->display_name != NULL && *self->live->display_name != '\0'
                       ? self->live->display_name : tenant->name;
  g_autofree char *folded = tny_text_fold (name);
  sqlite3_stmt *stmt = tny_txn_stmt (txn, "sync/tenant-live", error);

  if (stmt == NULL)
    return FALSE;
  tny_bind_text (stmt, "name", name);
  tny_bind_text (stmt, "name_folded", folded);
  tny_bind_text (stmt, "default_domain", self->live->default_domain);
  tny_bind_text (stmt, "city", self->live->city);
  tny_bind_text (stmt, "country", self->live->country);
  tny_bind_int (stmt, "detailed", self->live->detailed);
  tny_bind_int (stmt, "id", tenant->id);

  return tny_run (stmt, error);
}

/* A customer that does not let us in: the list of relationships says whether that is why; a run of chosen
 * tenants does without it and goes by the last one. What else it can be is for Health to ask. */
static GError *
name_cause (const TnySyncVisit *visit, const GError *problem)
{
  static const char *const open[] = { "active", "expiring", NULL };
  const char *status = visit->tenant->relationship;
  gboolean known = visit->run->knows_relationships || visit->tenant->had_none || status != NULL;

  if (!known || !g_error_matches (problem, TNY_ERROR, TNY_ERROR_ACCESS) ||
      (status != NULL && g_strv_contains (open, status)))
    return g_error_copy (problem);

  return g_error_new (TNY_ERROR, TNY_ERROR_RELATIONSHIP, "%s; GDAP relationship: %s",
                      problem->message, status != NULL ? status : "none");
}

static gboolean
write_live (TnyTxn *txn, gpointer data, GError **error)
{
  Live *self = data;
  TnySyncVisit *visit = self->visit;

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if ((visit->due >> i & 1) != 0 &&
        !tny_sync_put_begin (txn, visit->run, visit->tenant->id, kinds[i].name, error))
      return FALSE;

  return store_live (txn, self, error);
}

gboolean
tny_sync_enter (TnySyncVisit *visit, TnySyncStream *stream, GError **error)
{
  TnySyncRun *run = visit->run;
  g_autoptr(TnyTenant) tenant = NULL;
  g_autoptr(GError) problem = NULL;
  Live live = { visit };

  if (visit->graph != NULL)
    {
      tny_graph_set_notify (visit->graph, tny_sync_heard, stream);
      return TRUE;
    }
  visit->graph = tny_graph_new (run->context->http, visit->tenant->graph_id, FALSE);
  tny_graph_set_notify (visit->graph, tny_sync_heard, stream);
  tenant = tny_graph_check_tenant (visit->graph, run->cancellable, &problem);
  live.live = tenant;
  if (tenant == NULL)
    {
      visit->closed = name_cause (visit, problem);
      g_propagate_error (error, g_error_copy (visit->closed));
      return FALSE;
    }

  return tny_store_write (run->store, TNY_PAGED, write_live, &live, error);
}

/* The streams that nobody got round to */

typedef struct
{
  TnySyncVisit *visit;
  const char   *name;
} NotRun;

static gboolean
write_not_run (TnyTxn *txn, gpointer data, GError **error)
{
  NotRun *self = data;
  TnySyncVisit *visit = self->visit;
  TnySyncStream stream = { visit->run, visit->tenant->id, self->name, -1 };
  const GError *why = visit->closed != NULL ? visit->closed : visit->no_users;

  if (why != NULL && tny_error_cancelled (why))
    why = NULL;

  return tny_sync_put_stream (txn, &stream, "not-run", why, error);
}

/* One line in the log is enough for a tenant that cannot be entered. */
static void
note_not_run (TnySyncVisit *visit, const char *name)
{
  TnySyncRun *run = visit->run;
  NotRun not_run = { visit, name };
  g_autoptr(GError) error = NULL;

  g_mutex_lock (&run->lock);
  run->n_incomplete++;
  run->n_unread += g_str_equal (name, "users");
  g_mutex_unlock (&run->lock);
  if (!tny_store_write (run->store, TNY_PAGED, write_not_run, &not_run, &error))
    tny_sync_stop (run, error);
}

/* A person who asks is always answered. */
gboolean
tny_sync_is_fresh (TnySyncRun *run, const TnySyncKind *kind, gint64 read_at)
{
  return kind->every != 0 && !run->context->full && g_str_equal (run->context->trigger, "schedule") &&
         read_at > tny_sync_now (run) - kind->every;
}

/* Who of its users is in scope, after what was read of users and mailboxes. */
static void
look_at_scope (TnySyncVisit *visit)
{
  g_autoptr(GError) error = NULL;

  if ((visit->wrote || visit->tenant->scope_stale) &&
      !tny_sync_scope_tenant (visit->run->store, visit->tenant->id, &error))
    tny_sync_stop (visit->run, error);
}

void
tny_sync_visit (TnySyncRun *run, const TnySyncTenant *tenant)
{
  TnySyncVisit visit = { run, tenant };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (tny_sync_wants (tenant->streams, &kinds[i]) && (tenant->fresh >> i & 1) == 0)
      visit.due |= 1u << i;
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      if ((visit.due >> i & 1) == 0)
        continue;
      if (visit.closed != NULL || (visit.no_users != NULL && kinds[i].read == tny_sync_deleted_users) ||
          g_cancellable_is_cancelled (run->cancellable))
        note_not_run (&visit, kinds[i].name);
      else
        kinds[i].read (&visit);
    }
  look_at_scope (&visit);

  g_mutex_lock (&run->lock);
  run->n_done++;
  tny_job_report (run->job, run->n_done, run->tenants->len);
  g_mutex_unlock (&run->lock);

  tny_graph_free (visit.graph);
  g_clear_error (&visit.closed);
  g_clear_error (&visit.no_users);
}
