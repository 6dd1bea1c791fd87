/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-session-private.h"

#include <string.h>

#include "tny-clock.h"
#include "tny-error.h"
#include "tny-identity.h"
#include "tny-preferences.h"
#include "tny-streams.h"
#include "tny-text.h"

#define NAME_MAX_CHARS      200

/* The texts of a draft, trimmed and complete, as they go into the row. */
typedef struct
{
  gint64   id;                /* 0 for a new one */
  char    *name, *tenant_id, *client_id, *reach, *streams, *cloud;
  char    *certificate;       /* thumbprint; NULL: the secret is one */
  gboolean proof;             /* there is a new secret or certificate */
  gboolean recommended;       /* of a new one: licensed people only */
  gint64   secret_expires;
  gint64   now;
  gint64   interval_secs;     /* of a new one */
} Row;

static void
row_clear (Row *row)
{
  g_free (row->name);
  g_free (row->tenant_id);
  g_free (row->client_id);
  g_free (row->reach);
  g_free (row->streams);
  g_free (row->cloud);
  g_free (row->certificate);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Row, row_clear)

void
tny_connection_free (TnyConnection *self)
{
  if (self == NULL)
    return;

  g_free (self->name);
  g_free (self->tenant_id);
  g_free (self->client_id);
  g_free (self->reach);
  g_free (self->account_id);
  g_free (self->account_name);
  g_free (self->sign_in_state);
  g_free (self->streams);
  g_free (self->cloud);
  g_free (self->certificate);
  g_free (self);
}

/* In the order of connections/list.sql and read.sql. */
static TnyConnection *
connection_from_row (TnySession *self, sqlite3_stmt *stmt)
{
  TnyConnection *connection = g_new0 (TnyConnection, 1);

  connection->id = tny_int (stmt, 0);
  connection->name = tny_dup_text (stmt, 1);
  connection->tenant_id = tny_dup_text (stmt, 2);
  connection->client_id = tny_dup_text (stmt, 3);
  connection->reach = tny_dup_text (stmt, 4);
  connection->account_id = tny_dup_text (stmt, 5);
  connection->account_name = tny_dup_text (stmt, 6);
  connection->sign_in_state = tny_dup_text (stmt, 7);
  connection->streams = tny_dup_text (stmt, 8);
  connection->account_mfa = tny_is_null (stmt, 9) ? -1 : (int) tny_int (stmt, 9);
  connection->secret_expires = tny_int (stmt, 10);
  connection->signed_in_at = tny_int (stmt, 11);
  connection->created_at = tny_int (stmt, 12);
  connection->next_sync_at = tny_int (stmt, 13);
  connection->interval_secs = tny_int (stmt, 14);
  connection->paused = tny_int (stmt, 15) != 0;
  connection->quiet_from = (int) tny_int (stmt, 16);
  connection->quiet_until = (int) tny_int (stmt, 17);
  connection->priority = (int) tny_int (stmt, 18);
  connection->last_run_id = tny_int (stmt, 19);
  connection->cloud = tny_dup_text (stmt, 20);
  connection->certificate = tny_dup_text (stmt, 21);
  connection->syncing = tny_session_get_sync (self, connection->id) != NULL;

  return connection;
}

TnyConnection *
tny_session_read_connection (TnySession *self, gint64 id, GError **error)
{
  g_autoptr(TnyReader) reader = tny_store_borrow (self->store, error);
  sqlite3_stmt *stmt = reader != NULL ? tny_reader_stmt (reader, "connections/read", error) : NULL;
  gboolean row = FALSE;

  if (stmt == NULL)
    return NULL;
  tny_bind_int (stmt, "id", id);
  if (!tny_step (stmt, &row, error))
    return NULL;
  if (!row)
    {
      g_set_error (error, TNY_ERROR, TNY_ERROR_NOT_FOUND,
                   "There is no connection %" G_GINT64_FORMAT, id);
      return NULL;
    }

  return connection_from_row (self, stmt);
}

GPtrArray *
tny_session_list_connections (TnySession *self, GError **error)
{
  g_return_val_if_fail (TNY_IS_SESSION (self), NULL);

  g_autoptr(TnyReader) reader = tny_store_borrow (self->store, error);
  sqlite3_stmt *stmt = reader != NULL ? tny_reader_stmt (reader, "connections/list", error) : NULL;
  g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) tny_connection_free);
  gboolean row = FALSE;

  if (stmt == NULL)
    return NULL;
  while (tny_step (stmt, &row, error) && row)
    g_ptr_array_add (list, connection_from_row (self, stmt));

  return row ? NULL : g_steal_pointer (&list);
}

TnyConnection *
tny_session_find_connection (TnySession *self, const char *name_or_id, GError **error)
{
  g_return_val_if_fail (TNY_IS_SESSION (self), NULL);

  g_autoptr(GError) failure = NULL;
  g_autoptr(GPtrArray) list = tny_session_list_connections (self, &failure);
  g_autoptr(GString) names = g_string_new (NULL);
  g_autofree char *wanted = name_or_id != NULL ? tny_text_fold (name_or_id) : NULL;

  if (list == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }

  for (guint i = 0; i < list->len; i++)
    {
      TnyConnection *connection = list->pdata[i];
      g_autofree char *name = tny_text_fold (connection->name);
      g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, connection->id);

      if (wanted != NULL ? g_str_equal (wanted, name) || g_str_equal (wanted, id)
                           || g_str_equal (wanted, connection->tenant_id)
                         : list->len == 1)
        return g_ptr_array_steal_index (list, i);
      g_string_append_printf (names, "%s%s (%s)", names->len > 0 ? ", " : "", connection->name, id);
    }

  if (list->len == 0)
    g_set_error_literal (error, TNY_ERROR, TNY_ERROR_NOT_FOUND,
                         "There is no connection yet; make one with “connection add”");
  else if (wanted == NULL)
    g_set_error (error, TNY_ERROR, TNY_ERROR_AMBIGUOUS, "Which connection? There are: %s", names->str);
  else
    g_set_error (error, TNY_ERROR, TNY_ERROR_NOT_FOUND, "No connection is called “%s”. There are: %s",
                 name_or_id, names->str);
  return NULL;
}

const TnyCloud *
tny_session_cloud_of_tenant (TnySession *self, const char *graph_id)
{
  g_return_val_if_fail (TNY_IS_SESSION (self), NULL);

  const TnyCloud *own = tny_session_get_cloud (self);
  g_autoptr(TnyReader) reader = own != NULL ? tny_store_borrow (self->store, NULL) : NULL;
  sqlite3_stmt *stmt = reader != NULL ? tny_reader_stmt (reader, "connections/cloud-of-tenant", NULL) : NULL;
  const TnyCloud *cloud = NULL;
  gboolean row = FALSE;

  if (stmt == NULL)
    return own;
  tny_bind_text (stmt, "graph_id", graph_id);
  if (tny_step (stmt, &row, NULL) && row)
    cloud = tny_session_find_cloud (self, tny_text (stmt, 0), NULL, NULL);

  return cloud != NULL ? cloud : own;
}

/* Writing */

static gboolean
refuse (GError **error, const char *text)
{
  g_set_error_literal (error, TNY_ERROR, TNY_ERROR_ARGUMENT, text);

  return FALSE;
}

char *
tny_session_find_directory (TnySession *self, const char *cloud_name, const char *text,
                            GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (TNY_IS_SESSION (self), NULL);

  /* a domain is as good as the id of its directory: discovery knows it */
  if (tny_text_is_guid (text))
    return g_ascii_strdown (text, -1);

  const TnyCloud *cloud = tny_session_find_cloud (self, cloud_name, cancellable, error);
  g_autoptr(TnyHttp) http = cloud != NULL ? tny_http_new (cloud, NULL) : NULL;

  if (http == NULL)
    return NULL;

  g_autofree char *id = tny_identity_resolve_domain (cloud, http, text, cancellable, error);
  const char *problem = id != NULL ? tny_credentials_problem (NULL, id, NULL).tenant_id : NULL;

  if (problem != NULL)
    {
      g_set_error_literal (error, TNY_ERROR, TNY_ERROR_ARGUMENT, problem);
      return NULL;
    }

  return g_steal_pointer (&id);
}

/* Trims and checks what was typed; members that the draft leaves out stay NULL. */
static gboolean
row_from_draft (TnySession *self, const TnyConnectionDraft *draft, TnySecret *secret, Row *row,
                GCancellable *cancellable, GError **error)
{
  g_autofree char *tenant = tny_text_trim (draft->tenant_id);
  g_autofree char *client = tny_text_trim (draft->client_id);

  row->name = tny_text_trim (draft->name);
  row->reach = g_strdup (draft->reach);
  row->streams = draft->streams != NULL ? tny_streams_parse (draft->streams, error) : NULL;
  if (draft->streams != NULL && row->streams == NULL)
    return FALSE;
  row->secret_expires = draft->secret_expires;
  row->now = tny_clock_now (NULL);
  row->proof = secret != NULL;
  if (tny_certificate_is_bundle (secret))
    {
      g_autoptr(TnyCertificate) certificate = tny_certificate_read (secret, error);

      if (certificate == NULL)
        return FALSE;
      row->certificate = g_strdup (certificate->thumbprint);
      row->secret_expires = certificate->until;
    }

  if (row->name != NULL && (*row->name == '\0' || g_utf8_strlen (row->name, -1) > NAME_MAX_CHARS))
    return refuse (error, "The name of a connection has 1 to 200 characters");
  if (row->reach != NULL && !g_strv_contains ((const char *[]) { "gdap", "dap", "direct", NULL }, row->reach))
    return refuse (error, "Reach is gdap, dap or direct");
  if (client != NULL && !tny_text_is_guid (client))
    return refuse (error, "The application (client) ID is not a GUID");

  if (tenant != NULL)
    row->tenant_id = tny_session_find_directory (self, draft->cloud, tenant, cancellable, error);
  if (tenant != NULL && row->tenant_id == NULL)
    return FALSE;
  row->client_id = client != NULL ? g_ascii_strdown (client, -1) : NULL;

  TnyCredentialsProblem problem =
    tny_credentials_problem (row->client_id, row->tenant_id,
                             row->certificate == NULL && secret != NULL ? tny_secret_peek (secret) : NULL);
  const char *words = problem.client_id != NULL ? problem.client_id
                    : problem.tenant_id != NULL ? problem.tenant_id : problem.secret;

  if (words != NULL)
    {
      g_set_error_literal (error, TNY_ERROR,
                           problem.secret == words ? TNY_ERROR_SECRET_ID : TNY_ERROR_ARGUMENT, words);
      return FALSE;
    }

  return TRUE;
}

static gboolean
refuse_twins (TnyTxn *txn, const Row *row, GError **error)
{
  sqlite3_stmt *stmt = tny_txn_stmt (txn, "connections/same-app", error);
  gboolean found = FALSE;

  if (stmt == NULL)
    return FALSE;
  tny_bind_int (stmt, "id", row->id);
  tny_bind_text (stmt, "tenant_id", row->tenant_id);
  tny_bind_text (stmt, "name", row->name);
  if (!tny_step (stmt, &found, error))
    return FALSE;
  if (found)
    g_set_error (error, TNY_ERROR, TNY_ERROR_ARGUMENT,
                 "Already connected: “%s” has this name or this directory", tny_text (stmt, 0));

  return !found;
}

static void
bind_row (sqlite3_stmt *stmt, const Row *row)
{
  tny_bind_text (stmt, "name", row->name);
  tny_bind_text (stmt, "tenant_id", row->tenant_id);
  tny_bind_text (stmt, "client_id", row->client_id);
  tny_bind_text (stmt, "reach", row->reach);
  tny_bind_text (stmt, "streams", row->streams);
  tny_bind_int_or_null (stmt, "secret_expires", row->secret_expires, 0);
  tny_bind_text (stmt, "certificate", row->certificate);
}

static gboolean
insert_func (TnyTxn *txn, gpointer data, GError **error)
{
  Row *row = data;

  if (!refuse_twins (txn, row, error))
    return FALSE;

  sqlite3_stmt *stmt = tny_txn_stmt (txn, "connections/insert", error);

  if (stmt == NULL)
    return FALSE;
  bind_row (stmt, row);
  tny_bind_text (stmt, "cloud", row->cloud);
  tny_bind_int (stmt, "recommended", row->recommended);
  tny_bind_int (stmt, "interval_secs", row->interval_secs);
  tny_bind_int_or_null (stmt, "next_sync_at", row->interval_secs != 0 ? row->now + TNY_SCHEDULE_FIRST : 0, 0);
  tny_bind_int (stmt, "created_at", row->now);
  if (!tny_run (stmt, error))
    return FALSE;
  row->id = tny_txn_last_id (txn);

  return TRUE;
}

static gboolean
update_func (TnyTxn *txn, gpointer data, GError **error)
{
  Row *row = data;
  sqlite3_stmt *stmt;

  if (!refuse_twins (txn, row, error)
      || (stmt = tny_txn_stmt (txn, "connections/update", error)) == NULL)
    return FALSE;
  bind_row (stmt, row);
  tny_bind_int (stmt, "proof", row->proof);
  tny_bind_int (stmt, "id", row->id);

  return tny_run (stmt, error);
}

gboolean
tny_session_add_connection (TnySession *self, const TnyConnectionDraft *draft, gint64 *id,
                            GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (TNY_IS_SESSION (self), FALSE);

  g_auto(Row) row = { 0 };
  TnyPreferences preferences;

  g_autoptr(TnySecret) secret = NULL;

  if (draft->name == NULL || draft->tenant_id == NULL || draft->client_id == NULL
      || (draft->secret == NULL && !draft->certificate))
    return refuse (error, "A connection needs a name, both ids and a secret or a certificate");
  const TnyCloud *cloud = tny_session_find_cloud (self, draft->cloud, cancellable, error);

  if (cloud == NULL || !tny_session_find_proof (self, draft, &secret, cancellable, error)
      || !row_from_draft (self, draft, secret, &row, cancellable, error))
    return FALSE;
  row.cloud = tny_cloud_is_real (cloud) ? g_strdup (tny_cloud_get_name (cloud)) : NULL;
  row.recommended = draft->recommended;
  if (row.reach == NULL)
    row.reach = g_strdup ("gdap");
  if (row.streams == NULL)
    row.streams = tny_streams_for (TNY_FEATURES_DEFAULT);
  tny_preferences_get (self->store, &preferences);
  row.interval_secs = preferences.values[TNY_PREFERENCE_INTERVAL];

  /* The row first, because it knows twins; then the secret; and a row without its secret goes again:
   * a secret must never be overwritten by a connection that is refused in the end. */
  TnySlot slot = tny_session_slot (self, TNY_KEYRING_CLIENT_SECRET, row.tenant_id, NULL);

  if (!tny_store_write (self->store, TNY_DURABLE, insert_func, &row, error))
    return FALSE;
  if (!tny_keyring_store (tny_session_get_keyring (self), &slot, secret, cancellable, error))
    {
      tny_session_remove_row (self, row.id);
      return FALSE;
    }
  if (draft->certificate)
    tny_session_forget_waiting (self);
  if (id != NULL)
    *id = row.id;
  tny_session_connection_changed (self, row.id);

  return TRUE;
}

gboolean
tny_session_change_connection (TnySession *self, gint64 id, const TnyConnectionDraft *draft,
                               GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (TNY_IS_SESSION (self), FALSE);

  g_autoptr(TnyConnection) present = tny_session_read_connection (self, id, error);
  g_auto(Row) row = { .id = id };
  g_autoptr(TnySecret) secret = NULL;

  if (present == NULL || tny_session_need_cloud (self, cancellable, error) == NULL
      || !tny_session_find_proof (self, draft, &secret, cancellable, error)
      || !row_from_draft (self, draft, secret, &row, cancellable, error))
    return FALSE;
  if (row.tenant_id != NULL && !g_str_equal (row.tenant_id, present->tenant_id))
    return refuse (error, "A connection stays with its directory; add another one for another directory");
  if (row.client_id != NULL && !g_str_equal (row.client_id, present->client_id) && secret == NULL)
    return refuse (error, "Another application has another secret: enter it as well");

  TnySlot slot = tny_session_slot (self, TNY_KEYRING_CLIENT_SECRET, present->tenant_id, NULL);

  if (secret != NULL
      && !tny_keyring_store (tny_session_get_keyring (self), &slot, secret, cancellable, error))
    return FALSE;
  if (!tny_store_write (self->store, TNY_DURABLE, update_func, &row, error))
    return FALSE;
  if (draft->certificate)
    tny_session_forget_waiting (self);
  tny_session_drop_live (self, id);
  tny_session_connection_changed (self, id);

  return TRUE;
}

static gboolean
id_func (TnyTxn *txn, const char *statement, gint64 id, GError **error)
{
  sqlite3_stmt *stmt = tny_txn_stmt (txn, statement, error);

  if (stmt == NULL)
    return FALSE;
  tny_bind_int (stmt, "id", id);

  return tny_run (stmt, error);
}

static gboolean
remove_func (TnyTxn *txn, gpointer id, GError **error)
{
  return id_func (txn, "connections/remove", *(gint64 *) id, error);
}

static gboolean
detach_func (TnyTxn *txn, gpointer id, GError **error)
{
  return id_func (txn, "connections/detach", *(gint64 *) id, error);
}

static gboolean
ended_func (TnyTxn *txn, gpointer id, GError **error)
{
  return id_func (txn, "connections/sign-in-ended", *(gint64 *) id, error);
}

/* Takes back a row that was just made; what cannot be done is only logged, it hurts nobody. */
void
tny_session_remove_row (TnySession *self, gint64 id)
{
  g_autoptr(GError) error = NULL;

  if (!tny_store_write (self->store, TNY_DURABLE, remove_func, &id, &error))
    g_info ("A connection that failed to be added stays: %s", error->message);
}

gboolean
tny_session_mark_ended (TnySession *self, gint64 id, GError **error)
{
  if (!tny_store_write (self->store, TNY_DURABLE, ended_func, &id, error))
    return FALSE;
  tny_session_connection_changed (self, id);

  return TRUE;
}

gboolean
tny_session_remove_connection (TnySession *self, gint64 id, gboolean delete_data,
                               GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (TNY_IS_SESSION (self), FALSE);

  g_autoptr(TnyConnection) present = tny_session_read_connection (self, id, error);

  if (present == NULL || tny_session_need_cloud (self, cancellable, error) == NULL)
    return FALSE;
  if (tny_session_get_sync (self, id) != NULL)
    {
      g_set_error_literal (error, TNY_ERROR, TNY_ERROR_DECISION,
                           "A sync of this connection is running; cancel it first");
      return FALSE;
    }

  /* Secrets go first: a connection without them can do no harm, the other way round could. */
  TnySlot slot = tny_session_slot (self, NULL, present->tenant_id, NULL);

  tny_session_drop_live (self, id);
  if (!tny_keyring_remove_all (tny_session_get_keyring (self), &slot, cancellable, error)
      || !tny_store_write (self->store, TNY_DURABLE, delete_data ? remove_func : detach_func, &id, error))
    return FALSE;
  tny_session_connection_changed (self, id);

  return TRUE;
}

typedef struct
{
  gint64   id, now;
  gboolean paused;
} Pause;

static gboolean
pause_func (TnyTxn *txn, gpointer data, GError **error)
{
  Pause *pause = data;
  sqlite3_stmt *stmt = tny_txn_stmt (txn, "connections/pause", error);

  if (stmt == NULL)
    return FALSE;
  tny_bind_int (stmt, "id", pause->id);
  tny_bind_int (stmt, "paused", pause->paused);
  tny_bind_int (stmt, "next_sync_at", pause->now);

  return tny_run (stmt, error);
}

gboolean
tny_session_pause (TnySession *self, gint64 id, gboolean paused, GError **error)
{
  g_return_val_if_fail (TNY_IS_SESSION (self), FALSE);

  Pause pause = { id, tny_clock_now (NULL), paused };

  if (!tny_store_write (self->store, TNY_DURABLE, pause_func, &pause, error))
    return FALSE;
  tny_session_connection_changed (self, id);

  return TRUE;
}
