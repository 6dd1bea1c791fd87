/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-overview.h"

#include "tny-clock.h"
#include "tny-draft.h"
#include "tny-steps.h"

#define MOST_NEEDS       5
#define DAY              (24 * 60 * 60)
#define SECRET_WARN_DAYS 30

void
tny_overview_free (TnyOverview *self)
{
  if (self == NULL)
    return;

  tny_connection_free (self->connection);
  g_clear_pointer (&self->runs, g_array_unref);
  g_clear_pointer (&self->needs, g_array_unref);
  g_free (self);
}

static void
need (TnyOverview *self, TnyNeedKind kind, gint64 number)
{
  TnyNeed row = { kind, number };

  if (self->needs->len < MOST_NEEDS)
    g_array_append_val (self->needs, row);
}

static gboolean
read_runs (TnyOverview *self, TnyReader *reader, GError **error)
{
  sqlite3_stmt *stmt = tny_reader_stmt (reader, "overview/runs", error);
  gboolean row = FALSE, ok;

  if (stmt == NULL)
    return FALSE;
  tny_bind_int (stmt, "connection_id", self->connection->id);
  while ((ok = tny_step (stmt, &row, error)) && row)
    {
      TnyPastRun run = {
        .id = tny_int (stmt, 0), .started_at = tny_int (stmt, 2),
        .seconds = tny_is_null (stmt, 3) ? -1 : tny_int (stmt, 3) - tny_int (stmt, 2),
        .problems = tny_int (stmt, 4),
      };

      g_strlcpy (run.state, tny_text (stmt, 1), sizeof run.state);
      g_array_append_val (self->runs, run);
    }

  return ok;
}

static gboolean
read_streams (TnyOverview *self, TnyReader *reader, GError **error)
{
  sqlite3_stmt *stmt = tny_reader_stmt (reader, "overview/streams", error);
  gboolean row;

  if (stmt == NULL)
    return FALSE;
  tny_bind_int (stmt, "connection_id", self->connection->id);
  if (!tny_step (stmt, &row, error))
    return FALSE;
  self->n_mailboxes = tny_is_null (stmt, 0) ? -1 : tny_int (stmt, 0);
  self->n_licences = tny_is_null (stmt, 1) ? -1 : tny_int (stmt, 1);

  return TRUE;
}

static TnyConnectionStatus
status_of (const TnyOverview *self)
{
  static const struct { const char *state; TnyConnectionStatus status; } ended[] = {
    { "ok", TNY_STATUS_OK }, { "incomplete", TNY_STATUS_INCOMPLETE },
    { "failed", TNY_STATUS_FAILED }, { "cancelled", TNY_STATUS_CANCELLED },
  };
  const TnyConnection *connection = self->connection;

  if (connection->syncing)
    return TNY_STATUS_SYNCING;
  if (!g_str_equal (connection->sign_in_state, "ok"))
    return TNY_STATUS_SIGN_IN;
  if (connection->paused)
    return TNY_STATUS_PAUSED;
  for (guint i = 0; i < self->runs->len; i++)
    for (gsize k = 0; k < G_N_ELEMENTS (ended); k++)
      if (g_str_equal (g_array_index (self->runs, TnyPastRun, i).state, ended[k].state))
        return ended[k].status;

  return connection->next_sync_at != 0 ? TNY_STATUS_QUEUED : TNY_STATUS_NEVER;
}

/* Where the set-up of @connection stopped, from 1; 0: it did not. */
static guint
step_of (const TnyDraft *draft, const TnyConnection *connection)
{
  TnySetupStep step = TNY_STEP_CREDENTIALS;

  if (draft == NULL || draft->connection == NULL
      || g_ascii_strtoll (draft->connection, NULL, 10) != connection->id)
    return 0;
  tny_step_parse (draft->step, &step);

  return step + 1;
}

static gboolean
fill (TnyOverview *self, TnyReader *reader, guint setup_step, gint64 now, GError **error)
{
  const TnyConnection *connection = self->connection;
  gboolean certificate = connection->certificate != NULL;
  gint64 left = connection->secret_expires - now, undecided;
  sqlite3_stmt *stmt;
  gboolean row;

  if (!read_runs (self, reader, error) || !read_streams (self, reader, error)
      || (stmt = tny_reader_stmt (reader, "overview/counts", error)) == NULL)
    return FALSE;
  tny_bind_int (stmt, "connection_id", connection->id);
  if (!tny_step (stmt, &row, error))
    return FALSE;
  self->n_tenants = tny_int (stmt, 0);
  self->n_users = tny_is_null (stmt, 4) && tny_int (stmt, 1) == 0 ? -1 : tny_int (stmt, 1);
  self->status = status_of (self);

  if (setup_step != 0)
    need (self, TNY_NEED_SETUP, setup_step);
  else if (self->status == TNY_STATUS_SIGN_IN)
    need (self, TNY_NEED_SIGN_IN, 0);
  if (connection->secret_expires != 0 && left <= 0)
    need (self, certificate ? TNY_NEED_CERTIFICATE_EXPIRED : TNY_NEED_SECRET_EXPIRED, 0);
  if (g_str_equal (connection->sign_in_state, "ok") && connection->account_mfa == 0)
    need (self, TNY_NEED_MFA, 0);
  if (connection->secret_expires != 0 && left > 0 && left <= SECRET_WARN_DAYS * DAY)
    need (self, certificate ? TNY_NEED_CERTIFICATE_EXPIRES : TNY_NEED_SECRET_EXPIRES, (left + DAY - 1) / DAY);
  if (self->status == TNY_STATUS_FAILED)
    need (self, TNY_NEED_FAILED_RUN, g_array_index (self->runs, TnyPastRun, 0).id);
  if (tny_int (stmt, 3) > 0)
    need (self, TNY_NEED_NO_ACCESS, tny_int (stmt, 3));
  if (tny_int (stmt, 2) > 0)
    need (self, TNY_NEED_UNMATCHED, tny_int (stmt, 2));

  if ((stmt = tny_reader_stmt (reader, "counts/contacts", error)) == NULL
      || !tny_read_int (stmt, 0, &undecided, error))
    return FALSE;
  if (undecided > 0)
    need (self, TNY_NEED_CONTACTS, undecided);

  return TRUE;
}

GPtrArray *
tny_overview_list (TnySession *session, GError **error)
{
  g_return_val_if_fail (TNY_IS_SESSION (session), NULL);

  g_autoptr(GPtrArray) connections = tny_session_list_connections (session, error);
  g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) tny_overview_free);
  g_autoptr(TnyReader) reader = NULL;
  g_autoptr(GError) failure = NULL;
  g_autoptr(TnyDraft) draft = connections != NULL ? tny_draft_load (tny_session_get_store (session), &failure)
                                                  : NULL;

  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }
  if (connections == NULL || (reader = tny_store_borrow (tny_session_get_store (session), error)) == NULL)
    return NULL;

  while (connections->len > 0)
    {
      TnyOverview *self = g_new0 (TnyOverview, 1);

      self->connection = g_ptr_array_steal_index (connections, 0);
      self->runs = g_array_new (FALSE, FALSE, sizeof (TnyPastRun));
      self->needs = g_array_new (FALSE, FALSE, sizeof (TnyNeed));
      g_ptr_array_add (list, self);
      if (!fill (self, reader, step_of (draft, self->connection), tny_clock_now (NULL), error))
        return NULL;
    }

  return g_steal_pointer (&list);
}
