/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-sync-users.h"

#include "tny-error.h"

/* Indices of the parameters of users/upsert, looked up once a page: names cost more than values. */
typedef struct
{
  int field[TNY_SHAPE_MAX_FIELDS];      /* 0: bound otherwise */
  int tenant_id, graph_id, row_hash, aliases, read_at, sort_name, licences;
} Slots;

static int
slot (sqlite3_stmt *stmt, const char *name)
{
  g_autofree char *full = g_strconcat (":", name, NULL);
  int index = sqlite3_bind_parameter_index (stmt, full);

  g_assert (index > 0);

  return index;
}

static void
find_slots (sqlite3_stmt *stmt, Slots *slots)
{
  static const char *const otherwise[] = { "graph_id", "aliases", "licences", NULL };

  for (guint i = 0; i < tny_user_shape.n_fields; i++)
    {
      const char *column = tny_user_shape.fields[i].column;

      slots->field[i] = g_strv_contains (otherwise, column) ? 0 : slot (stmt, column);
    }
  slots->tenant_id = slot (stmt, "tenant_id");
  slots->graph_id = slot (stmt, "graph_id");
  slots->row_hash = slot (stmt, "row_hash");
  slots->aliases = slot (stmt, "aliases");
  slots->licences = slot (stmt, "licences");
  slots->read_at = slot (stmt, "read_at");
  slots->sort_name = slot (stmt, "sort_name");
}

/* Texts live until the statement has run: SQLite need not copy them. */
static void
bind_field (sqlite3_stmt *stmt, int index, const TnyField *field, const TnyUser *user)
{
  switch (field->kind)
    {
    case TNY_FIELD_FLAG:
      {
        int flag = G_STRUCT_MEMBER (int, user, field->offset);

        if (flag < 0)
          sqlite3_bind_null (stmt, index);
        else
          sqlite3_bind_int (stmt, index, flag);
        break;
      }
    case TNY_FIELD_TIME:
    case TNY_FIELD_INT:
      {
        gint64 number = G_STRUCT_MEMBER (gint64, user, field->offset);

        if (number == 0)
          sqlite3_bind_null (stmt, index);
        else
          sqlite3_bind_int64 (stmt, index, number);
        break;
      }
    case TNY_FIELD_KEY:
    case TNY_FIELD_TEXT:
    case TNY_FIELD_FIRST:
    case TNY_FIELD_MAILS:
    case TNY_FIELD_SKUS:
      sqlite3_bind_text (stmt, index, G_STRUCT_MEMBER (char *, user, field->offset), -1,
                         SQLITE_STATIC);
      break;
    }
}

static gboolean
store_rows (TnyTxn *txn, TnySyncUsers *self, gint64 *difference, GError **error)
{
  sqlite3_stmt *stmt = tny_txn_stmt (txn, "users/upsert", error);
  gint64 now = tny_sync_now (self->stream.run);
  Slots slots;

  *difference = 0;
  if (stmt == NULL)
    return FALSE;
  find_slots (stmt, &slots);
  sqlite3_bind_int64 (stmt, slots.tenant_id, self->tenant->id);
  sqlite3_bind_int64 (stmt, slots.read_at, now);
  for (guint i = 0; i < self->pending->len; i++)
    {
      const TnySyncPending *pending = &g_array_index (self->pending, TnySyncPending, i);
      TnySeenRow *row = pending->row;

      for (guint f = 0; f < tny_user_shape.n_fields; f++)
        if (slots.field[f] != 0)
          bind_field (stmt, slots.field[f], &tny_user_shape.fields[f], pending->user);
      sqlite3_bind_blob (stmt, slots.graph_id, row->guid, 16, SQLITE_STATIC);
      sqlite3_bind_int64 (stmt, slots.row_hash, pending->hash);
      sqlite3_bind_text (stmt, slots.aliases, pending->aliases, -1, SQLITE_STATIC);
      sqlite3_bind_text (stmt, slots.licences,
                         pending->user->licences != NULL ? pending->user->licences : "", -1,
                         SQLITE_STATIC);
      sqlite3_bind_text (stmt, slots.sort_name, pending->sort_name, -1, SQLITE_STATIC);
      if (!tny_run (stmt, error))
        return FALSE;
      if (row->id == 0)
        row->id = tny_txn_last_id (txn);
      *difference += !row->present;
      row->present = TRUE;
      row->hash = pending->hash;
    }

  return TRUE;
}

static gboolean
change_present (TnyTxn *txn, TnySyncUsers *self, gint64 difference, GError **error)
{
  sqlite3_stmt *stmt;

  if (difference == 0)
    return TRUE;
  stmt = tny_txn_stmt (txn, "sync/tenant-users", error);
  if (stmt == NULL)
    return FALSE;
  tny_bind_int (stmt, "difference", difference);
  tny_bind_int (stmt, "id", self->tenant->id);

  return tny_run (stmt, error);
}

static gboolean
log_skipped (TnyTxn *txn, TnySyncUsers *self, GError **error)
{
  for (guint i = 0; i < self->skipped->len; i++)
    {
      TnySyncLine line = { .level = "warning", .tenant_id = self->tenant->id,
                           .stream = TNY_SYNC_USERS, .object = self->skipped->pdata[i],
                           .action = "skip",
                           .message = "A user without a login name was left out" };

      if (!tny_sync_log_in (txn, self->stream.run, &line, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
put_cursor (TnyTxn *txn, TnySyncUsers *self, GError **error)
{
  sqlite3_stmt *stmt = tny_txn_stmt (txn, "sync/cursor-put", error);

  if (stmt == NULL)
    return FALSE;
  tny_bind_int (stmt, "connection_id", self->stream.run->context->connection_id);
  tny_bind_int (stmt, "tenant_id", self->tenant->id);
  tny_bind_text (stmt, "stream", TNY_SYNC_USERS);
  tny_bind_int (stmt, "run_id", self->generation);
  tny_bind_text (stmt, "next_link", self->page->next_link);
  tny_bind_int (stmt, "shape", self->shape);
  tny_bind_int (stmt, "pages", self->n_pages + 1);
  tny_bind_int_or_null (stmt, "reported", self->stream.reported, -1);
  tny_bind_int (stmt, "now", tny_sync_now (self->stream.run));

  return tny_run (stmt, error);
}

static gboolean
put_marks (TnyTxn *txn, TnySyncUsers *self, GError **error)
{
  sqlite3_stmt *stmt = tny_txn_stmt (txn, "sync/seen-put", error);
  g_autofree gint64 *ids = g_new (gint64, self->named->len + 1);
  g_autoptr(GByteArray) bytes = NULL;
  guint n = 0;

  if (stmt == NULL)
    return FALSE;
  for (guint i = 0; i < self->named->len; i++)
    if (((TnySeenRow *) self->named->pdata[i])->id != 0)
      ids[n++] = ((TnySeenRow *) self->named->pdata[i])->id;
  bytes = tny_seen_pack (ids, n);
  tny_bind_int (stmt, "tenant_id", self->tenant->id);
  tny_bind_text (stmt, "stream", TNY_SYNC_USERS);
  tny_bind_int (stmt, "page", self->n_pages);
  tny_bind_blob (stmt, "ids", bytes->data != NULL ? bytes->data : (guint8 *) "", bytes->len);

  return tny_run (stmt, error);
}

static gboolean
forget_listing (TnyTxn *txn, TnySyncUsers *self, GError **error)
{
  sqlite3_stmt *cursor = tny_txn_stmt (txn, "sync/cursor-delete", error);
  sqlite3_stmt *marks = cursor != NULL ? tny_txn_stmt (txn, "sync/seen-delete", error) : NULL;

  if (marks == NULL)
    return FALSE;
  tny_bind_int (cursor, "connection_id", self->stream.run->context->connection_id);
  tny_bind_int (cursor, "tenant_id", self->tenant->id);
  tny_bind_text (cursor, "stream", TNY_SYNC_USERS);
  tny_bind_int (marks, "tenant_id", self->tenant->id);
  tny_bind_text (marks, "stream", TNY_SYNC_USERS);

  return tny_run (cursor, error) && tny_run (marks, error);
}

/* The end of a complete listing */

static gboolean
remove_missed (TnyTxn *txn, TnySyncUsers *self, GError **doubt, GError **error)
{
  TnySyncRun *run = self->stream.run;
  g_autoptr(GPtrArray) missed = tny_seen_missed (self->seen);
  guint present = tny_seen_count (self->seen, TRUE);
  sqlite3_stmt *stmt;

  if (missed->len == 0)
    return TRUE;
  if (tny_sync_too_many_gone (run, missed->len, present))
    {
      TnySyncLine line = { .level = "warning", .tenant_id = self->tenant->id,
                           .stream = TNY_SYNC_USERS, .action = "keep" };

      g_set_error (doubt, TNY_ERROR, TNY_ERROR_DECISION,
                   "%u of %u users are no longer listed: not removed until that is confirmed",
                   missed->len, present);
      line.message = (*doubt)->message;
      line.problem = *doubt;
      return tny_sync_log_in (txn, run, &line, error);
    }
  stmt = tny_txn_stmt (txn, "sync/user-gone", error);
  if (stmt == NULL)
    return FALSE;
  tny_bind_int (stmt, "now", tny_sync_now (run));
  for (guint i = 0; i < missed->len; i++)
    {
      tny_bind_int (stmt, "id", ((TnySeenRow *) missed->pdata[i])->id);
      if (!tny_run (stmt, error))
        return FALSE;
    }
  self->stream.removed = missed->len;

  return change_present (txn, self, -(gint64) missed->len, error);
}

static gboolean
finish (TnyTxn *txn, TnySyncUsers *self, GError **error)
{
  TnySyncStream *stream = &self->stream;
  g_autoptr(GError) doubt = NULL;
  sqlite3_stmt *stmt;

  if (!remove_missed (txn, self, &doubt, error) || !forget_listing (txn, self, error))
    return FALSE;
  stmt = tny_txn_stmt (txn, "sync/tenant-users-read", error);
  if (stmt == NULL)
    return FALSE;
  tny_bind_int (stmt, "now", tny_sync_now (stream->run));
  tny_bind_int_or_null (stmt, "reported", stream->reported, -1);
  tny_bind_int (stmt, "id", self->tenant->id);

  return tny_run (stmt, error) && tny_sync_end_stream (txn, stream, doubt, error);
}

/* Contact plans that were made before this page are old. */
static gboolean
users_changed (TnyTxn *txn, TnySyncUsers *self, GError **error)
{
  sqlite3_stmt *stmt = tny_txn_stmt (txn, "sync/users-changed", error);

  if (stmt == NULL)
    return FALSE;
  tny_bind_int (stmt, "id", self->tenant->id);
  if (!tny_run (stmt, error) ||
      (stmt = tny_txn_stmt (txn, "sync-settings/users-changed", error)) == NULL)
    return FALSE;
  tny_bind_int (stmt, "id", self->tenant->id);

  return tny_run (stmt, error);
}

gboolean
tny_sync_users_store_page (TnyTxn *txn, gpointer data, GError **error)
{
  TnySyncUsers *self = data;
  gint64 removed = self->stream.removed;
  gint64 difference;

  if (!store_rows (txn, self, &difference, error) ||
      !change_present (txn, self, difference, error) ||
      !log_skipped (txn, self, error))
    return FALSE;
  /* The last page ends the listing in the same transaction. */
  if (self->page->next_link == NULL
        ? !finish (txn, self, error)
        : !put_marks (txn, self, error) || !put_cursor (txn, self, error))
    return FALSE;

  return (self->pending->len == 0 && self->stream.removed == removed) ||
         users_changed (txn, self, error);
}
