/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-sync-private.h"

#include "tny-error.h"
#include "tny-json.h"
#include "tny-text.h"

/* When people last signed in and changed their password: a pass of its own over the users, because
 * sign-in data lives in another service, with a permission and a licence of its own. Without the
 * licence the passwords are still told.
 *
 * Source: Microsoft Graph v1.0, "List users" ($top of signInActivity is capped, at 500 or less) and
 * "signInActivity resource type" (lastSuccessfulSignInDateTime is told since December 2023) */

#define SIGN_INS  "$select=id,signInActivity,lastPasswordChangeDateTime&$top=500"
#define PASSWORDS "$select=id,lastPasswordChangeDateTime&$top=999"
#define ROWS_A_TRANSACTION 999

typedef struct
{
  guint8 guid[16];
  gint64 last_sign_in, last_password_change;      /* 0: never, or not told */
} Activity;

typedef struct
{
  TnySyncStream  stream;
  GArray        *found;          /* of Activity */
  guint          next;           /* in found: not written yet */
} SignIns;

/* A success when Microsoft tells of one; before that it told of attempts only. */
static gint64
last_sign_in (JsonObject *activity)
{
  gint64 success = 0, interactive = 0, other = 0;

  if (activity == NULL)
    return 0;
  if (tny_json_time (activity, "lastSuccessfulSignInDateTime", &success))
    return success;
  tny_json_time (activity, "lastSignInDateTime", &interactive);
  tny_json_time (activity, "lastNonInteractiveSignInDateTime", &other);

  return MAX (interactive, other);
}

static gboolean
take_user (JsonObject *object, gpointer data, GError **error)
{
  SignIns *self = data;
  const char *id = tny_json_text (object, "id");
  Activity activity = { .last_sign_in = last_sign_in (tny_json_object (object, "signInActivity")) };

  if (id == NULL || !tny_guid_to_bytes (id, activity.guid))
    {
      g_set_error (error, TNY_ERROR, TNY_ERROR_PROTOCOL, "user %u has no id", self->found->len + 1);
      return FALSE;
    }
  tny_json_time (object, "lastPasswordChangeDateTime", &activity.last_password_change);
  g_array_append_val (self->found, activity);

  return TRUE;
}

static gboolean
store_some (TnyTxn *txn, gpointer data, GError **error)
{
  SignIns *self = data;
  guint end = MIN (self->next + ROWS_A_TRANSACTION, self->found->len);
  sqlite3_stmt *stmt = tny_txn_stmt (txn, "users/set-sign-in", error);

  if (stmt == NULL)
    return FALSE;
  tny_bind_int (stmt, "tenant_id", self->stream.tenant_id);
  for (guint i = self->next; i < end; i++)
    {
      const Activity *activity = &g_array_index (self->found, Activity, i);

      tny_bind_blob (stmt, "graph_id", activity->guid, sizeof activity->guid);
      tny_bind_int_or_null (stmt, "last_sign_in", activity->last_sign_in, 0);
      tny_bind_int_or_null (stmt, "last_password_change", activity->last_password_change, 0);
      if (!tny_run (stmt, error))
        return FALSE;
      if (tny_txn_changes (txn) > 0)
        self->stream.changed++;
      else
        self->stream.unchanged++;
    }
  self->next = end;

  return TRUE;
}

/* A whole listing, then all of it: a half is not written. */
static gboolean
read_and_store (SignIns *self, TnyGraph *graph, const char *query, GError **error)
{
  TnySyncRun *run = self->stream.run;

  g_array_set_size (self->found, 0);
  self->next = 0;
  if (!tny_graph_list_objects (graph, "/users", query, take_user, self, run->cancellable, error))
    return FALSE;
  self->stream.reported = self->stream.fetched = self->found->len;
  while (self->next < self->found->len)
    if (!tny_store_write (run->store, TNY_PAGED, store_some, self, error))
      return FALSE;

  return TRUE;
}

static gboolean
finish (TnyTxn *txn, gpointer data, GError **error)
{
  return tny_sync_end_stream (txn, &((SignIns *) data)->stream, NULL, error);
}

void
tny_sync_sign_ins (TnySyncVisit *visit)
{
  TnySyncRun *run = visit->run;
  SignIns self = { { run, visit->tenant->id, "sign-ins", -1 } };
  g_autoptr(GError) problem = NULL, other = NULL;

  self.found = g_array_new (FALSE, FALSE, sizeof (Activity));
  if (tny_sync_enter (visit, &self.stream, &problem) &&
      read_and_store (&self, visit->graph, SIGN_INS, &problem))
    tny_store_write (run->store, TNY_PAGED, finish, &self, &problem);
  if (g_error_matches (problem, TNY_ERROR, TNY_ERROR_LICENCE) &&
      !read_and_store (&self, visit->graph, PASSWORDS, &other))
    {
      g_clear_error (&problem);
      problem = g_steal_pointer (&other);
    }
  if (problem != NULL)
    tny_sync_fail_stream (&self.stream, problem, FALSE);
  g_array_unref (self.found);
}
