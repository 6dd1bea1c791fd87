/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-sync-private.h"

#include <string.h>

#include "tny-error.h"
#include "tny-json.h"
#include "tny-sync-users.h"
#include "tny-text.h"

/* Who is in Microsoft's bin, and until when. Read after the users: whoever is among them is here.
 *
 * Source: Microsoft Graph v1.0, "List deletedItems (directory objects)": 30 days; the sign-in name
 * begins with the object id there */

#define PATH  "/directory/deletedItems/microsoft.graph.user"
#define QUERY "$select=id,displayName,userPrincipalName,mail,deletedDateTime&$top=999"
#define ROWS_A_TRANSACTION 999
/* Lists of Microsoft agree with one another after minutes. */
#define REPLICATION_SECONDS (60 * 60)

typedef struct
{
  guint8  guid[16];
  char   *login, *name, *mail;
  gint64  deleted_at;
} Deleted;

typedef struct
{
  TnySyncStream  stream;
  GPtrArray     *found;          /* of Deleted */
  guint          next;           /* in found: not written yet */
} DeletedUsers;

static void
deleted_free (gpointer data)
{
  Deleted *deleted = data;

  g_free (deleted->login);
  g_free (deleted->name);
  g_free (deleted->mail);
  g_free (deleted);
}

/* "0fa5…32 digits…anna@contoso.example" was "anna@contoso.example". */
static char *
plain_login (const char *login, const char *id)
{
  g_auto(GStrv) parts = g_strsplit (id, "-", -1);
  g_autofree char *prefix = g_strjoinv ("", parts);

  return g_strdup (g_ascii_strncasecmp (login, prefix, strlen (prefix)) == 0 &&
                   login[strlen (prefix)] != '\0' ? login + strlen (prefix) : login);
}

static gboolean
take_user (JsonObject *object, gpointer data, GError **error)
{
  DeletedUsers *self = data;
  const char *id = tny_json_text (object, "id"), *login = tny_json_text (object, "userPrincipalName");
  const char *deleted_at = tny_json_text (object, "deletedDateTime");
  Deleted *deleted = g_new0 (Deleted, 1);

  self->stream.fetched++;
  g_ptr_array_add (self->found, deleted);
  if (id == NULL || !tny_guid_to_bytes (id, deleted->guid))
    {
      g_set_error (error, TNY_ERROR, TNY_ERROR_PROTOCOL, "deleted user %u has no id", self->found->len);
      return FALSE;
    }
  if (login == NULL || *login == '\0' || deleted_at == NULL ||
      !tny_time_parse (deleted_at, &deleted->deleted_at))
    {
      TnySyncLine line = { .level = "warning", .tenant_id = self->stream.tenant_id,
                           .stream = self->stream.name, .object = id, .action = "skip",
                           .message = "A deleted user without a login name or a date was left out" };

      self->stream.failed++;
      g_ptr_array_set_size (self->found, (int) self->found->len - 1);
      tny_sync_log (self->stream.run, &line);
      return TRUE;
    }
  deleted->login = plain_login (login, id);
  deleted->name = g_strdup (tny_json_text (object, "displayName"));
  deleted->mail = g_strdup (tny_json_text (object, "mail"));

  return TRUE;
}

static gboolean
store_some (TnyTxn *txn, gpointer data, GError **error)
{
  DeletedUsers *self = data;
  guint end = MIN (self->next + ROWS_A_TRANSACTION, self->found->len);
  sqlite3_stmt *stmt = tny_txn_stmt (txn, "users/put-deleted", error);

  if (stmt == NULL)
    return FALSE;
  tny_bind_int (stmt, "tenant_id", self->stream.tenant_id);
  tny_bind_int (stmt, "now", tny_sync_now (self->stream.run));
  for (guint i = self->next; i < end; i++)
    {
      const Deleted *deleted = self->found->pdata[i];
      g_autofree char *folded = tny_text_fold (deleted->name != NULL && *deleted->name != '\0'
                                                 ? deleted->name : deleted->login);

      tny_bind_blob (stmt, "graph_id", deleted->guid, sizeof deleted->guid);
      tny_bind_text (stmt, "user_principal_name", deleted->login);
      tny_bind_text (stmt, "display_name", deleted->name);
      tny_bind_text (stmt, "mail", deleted->mail);
      tny_bind_text (stmt, "sort_name", folded);
      tny_bind_int (stmt, "deleted_at", deleted->deleted_at);
      tny_bind_int (stmt, "restorable_until", deleted->deleted_at + TNY_SYNC_BIN_SECONDS);
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

/* Ids of rows that the bin no longer holds. */
static gboolean
find_missed (TnyTxn *txn, DeletedUsers *self, GArray *missed, GError **error)
{
  g_autoptr(GHashTable) named = g_hash_table_new_full (g_bytes_hash, g_bytes_equal,
                                                       (GDestroyNotify) g_bytes_unref, NULL);
  sqlite3_stmt *stmt = tny_txn_stmt (txn, "users/restorable", error);
  gboolean row;

  for (guint i = 0; i < self->found->len; i++)
    g_hash_table_add (named, g_bytes_new_static (((Deleted *) self->found->pdata[i])->guid, 16));
  if (stmt == NULL)
    return FALSE;
  tny_bind_int (stmt, "tenant_id", self->stream.tenant_id);
  tny_bind_int (stmt, "before", tny_sync_now (self->stream.run) - REPLICATION_SECONDS);
  while (tny_step (stmt, &row, error))
    {
      g_autoptr(GBytes) guid = NULL;
      gint64 id;

      if (!row)
        return TRUE;
      id = tny_int (stmt, 0);
      guid = g_bytes_new (sqlite3_column_blob (stmt, 1), (gsize) sqlite3_column_bytes (stmt, 1));
      if (!g_hash_table_contains (named, guid))
        g_array_append_val (missed, id);
    }

  return FALSE;
}

/* Nobody is lost by this: those who are not in the bin are deleted as before, for good. */
static gboolean
finish (TnyTxn *txn, gpointer data, GError **error)
{
  DeletedUsers *self = data;
  g_autoptr(GArray) missed = g_array_new (FALSE, FALSE, sizeof (gint64));
  sqlite3_stmt *stmt;

  if (!find_missed (txn, self, missed, error))
    return FALSE;
  stmt = tny_txn_stmt (txn, "users/not-restorable", error);
  if (stmt == NULL)
    return FALSE;
  for (guint i = 0; i < missed->len; i++)
    {
      tny_bind_int (stmt, "id", g_array_index (missed, gint64, i));
      if (!tny_run (stmt, error))
        return FALSE;
    }
  self->stream.removed = missed->len;

  return tny_sync_end_stream (txn, &self->stream, NULL, error);
}

void
tny_sync_deleted_users (TnySyncVisit *visit)
{
  TnySyncRun *run = visit->run;
  DeletedUsers self = { { run, visit->tenant->id, "deleted-users", -1 } };
  g_autoptr(GError) problem = NULL;
  gboolean ok;

  self.found = g_ptr_array_new_with_free_func (deleted_free);
  ok = tny_sync_enter (visit, &self.stream, &problem) &&
       tny_graph_list_objects (visit->graph, PATH, QUERY, take_user, &self, run->cancellable, &problem);
  while (ok && self.next < self.found->len)
    ok = tny_store_write (run->store, TNY_PAGED, store_some, &self, &problem);
  if (!ok || !tny_store_write (run->store, TNY_PAGED, finish, &self, &problem))
    tny_sync_fail_stream (&self.stream, problem, FALSE);
  g_ptr_array_unref (self.found);
}
