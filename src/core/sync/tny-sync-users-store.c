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

static void
keep_field (sqlite3_stmt *stored, int column, const TnyField *field, TnyUser *user)
{
  char **text;

  switch (field->kind)
    {
    case TNY_FIELD_FLAG:
      G_STRUCT_MEMBER (int, user, field->offset) = tny_is_null (stored, column)
                                                     ? -1 : (int) tny_int (stored, column);
      break;
    case TNY_FIELD_TIME:
    case TNY_FIELD_INT:
      G_STRUCT_MEMBER (gint64, user, field->offset) = tny_int (stored, column);
      break;
    default:
      text = &G_STRUCT_MEMBER (char *, user, field->offset);
      g_free (*text);
      *text = tny_dup_text (stored, column);
      break;
    }
}

/* What a row of changes does not tell is as it was. A user that Microsoft never gave a property is told
 * without it, too: then it is stored as NULL already. */
static gboolean
merge (TnyTxn *txn, TnySyncPending *pending, TnyUser **merged, GError **error)
{
  sqlite3_stmt *stored = tny_txn_stmt (txn, "users/stored", error);
  gboolean row, mails = FALSE;

  if (stored == NULL)
    return FALSE;
  tny_bind_int (stored, "id", pending->row->id);
  if (!tny_step (stored, &row, error) || !row)
    return row;
  for (guint i = 0; i < tny_user_shape.n_fields; i++)
    mails = mails || (tny_user_shape.fields[i].kind == TNY_FIELD_MAILS && (pending->told >> i & 1));
  *merged = tny_user_copy (pending->user);
  for (int c = 0; c < sqlite3_column_count (stored); c++)
    for (guint i = 0; i < tny_user_shape.n_fields; i++)
      {
        const TnyField *field = &tny_user_shape.fields[i];

        if (g_str_equal (field->column, sqlite3_column_name (stored, c)) &&
            (pending->told >> i & 1) == 0 && !(field->kind == TNY_FIELD_MAILS && mails))
          keep_field (stored, c, field, *merged);
      }
  pending->user = *merged;
  g_free (pending->aliases);
  g_free (pending->sort_name);
  pending->aliases = tny_user_fold_aliases (pending->user);
  pending->sort_name = tny_sync_users_sort_name (pending->user);

  return TRUE;
}

static gboolean
store_rows (TnyTxn *txn, TnySyncUsers *self, gint64 *difference, GError **error)
{
  sqlite3_stmt *stmt = tny_txn_stmt (txn, "users/upsert", error);
  gint64 now = tny_sync_now (self->stream.run);
  const guint64 all = ((guint64) 1 << (tny_user_shape.n_fields - 1) << 1) - 1;
  Slots slots;

  *difference = 0;
  if (stmt == NULL)
    return FALSE;
  find_slots (stmt, &slots);
  sqlite3_bind_int64 (stmt, slots.tenant_id, self->tenant->id);
  sqlite3_bind_int64 (stmt, slots.read_at, now);
  for (guint i = 0; i < self->pending->len; i++)
    {
      TnySyncPending *pending = &g_array_index (self->pending, TnySyncPending, i);
      TnySeenRow *row = pending->row;
      g_autoptr(TnyUser) merged = NULL;

      if (self->changes && row->id != 0 && pending->told != all &&
          !merge (txn, pending, &merged, error))
        return FALSE;
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
      *difference += pending->arrives;
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
  tny_bind_int (stmt, "changes", self->changes);
  tny_bind_int (stmt, "now", tny_sync_now (self->stream.run));

  return tny_run (stmt, error);
}

/* Who was removed on this page, or is back. */
static gboolean
put_removals (TnyTxn *txn, TnySyncUsers *self, GError **error)
{
  for (guint i = 0; i < self->turned->len; i++)
    {
      const TnySeenRow *row = self->turned->pdata[i];
      sqlite3_stmt *stmt = tny_txn_stmt (txn, row->removed ? "sync/removal-put" : "sync/removal-delete",
                                         error);

      if (stmt == NULL)
        return FALSE;
      tny_bind_int (stmt, "tenant_id", self->tenant->id);
      tny_bind_text (stmt, "stream", TNY_SYNC_USERS);
      tny_bind_blob (stmt, "graph_id", row->guid, sizeof row->guid);
      if (row->removed)
        tny_bind_int (stmt, "reason", row->removed);
      if (!tny_run (stmt, error))
        return FALSE;
    }

  return TRUE;
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
run_for_stream (TnyTxn *txn, const char *name, TnySyncUsers *self, GError **error)
{
  sqlite3_stmt *stmt = tny_txn_stmt (txn, name, error);

  if (stmt == NULL)
    return FALSE;
  tny_bind_int (stmt, "tenant_id", self->tenant->id);
  tny_bind_text (stmt, "stream", TNY_SYNC_USERS);

  return tny_run (stmt, error);
}

static gboolean
forget_listing (TnyTxn *txn, TnySyncUsers *self, GError **error)
{
  sqlite3_stmt *cursor = tny_txn_stmt (txn, "sync/cursor-delete", error);

  if (cursor == NULL)
    return FALSE;
  tny_bind_int (cursor, "connection_id", self->stream.run->context->connection_id);
  tny_bind_int (cursor, "tenant_id", self->tenant->id);
  tny_bind_text (cursor, "stream", TNY_SYNC_USERS);

  return tny_run (cursor, error) && run_for_stream (txn, "sync/seen-delete", self, error) &&
         run_for_stream (txn, "sync/removals-delete", self, error);
}

/* The end of a complete round */

static gboolean
count_present (TnyTxn *txn, TnySyncUsers *self, gint64 *present, GError **error)
{
  sqlite3_stmt *stmt = tny_txn_stmt (txn, "sync/tenant-users-present", error);

  if (stmt == NULL)
    return FALSE;
  tny_bind_int (stmt, "id", self->tenant->id);

  return tny_read_int (stmt, 0, present, error);
}

/* A row that Microsoft calls removed stays in its bin for 30 days; one that is only missed may be
 * there or not. */
static gboolean
remove_row (TnyTxn *txn, TnySyncUsers *self, const TnySeenRow *row, GError **error)
{
  sqlite3_stmt *stmt = tny_txn_stmt (txn, "sync/user-gone", error);

  if (stmt == NULL)
    return FALSE;
  tny_bind_int (stmt, "now", tny_sync_now (self->stream.run));
  tny_bind_int_or_null (stmt, "restorable", row->removed == 1 ? TNY_SYNC_BIN_SECONDS : 0, 0);
  tny_bind_int (stmt, "id", row->id);

  return tny_run (stmt, error);
}

/* Those in the bin that are now gone for good. */
static gboolean
empty_bin (TnyTxn *txn, TnySyncUsers *self, GError **error)
{
  g_autoptr(GPtrArray) rows = tny_seen_removed_for_good (self->seen);

  for (guint i = 0; i < rows->len; i++)
    {
      sqlite3_stmt *stmt = tny_txn_stmt (txn, "users/not-restorable", error);

      if (stmt == NULL)
        return FALSE;
      tny_bind_int (stmt, "id", ((TnySeenRow *) rows->pdata[i])->id);
      if (!tny_run (stmt, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
remove_missed (TnyTxn *txn, TnySyncUsers *self, GError **doubt, GError **error)
{
  TnySyncRun *run = self->stream.run;
  g_autoptr(GPtrArray) missed = tny_seen_missed (self->seen, self->changes);
  gint64 present;

  if (missed->len == 0)
    return empty_bin (txn, self, error);
  if (!count_present (txn, self, &present, error))
    return FALSE;
  if (tny_sync_too_many_gone (run, missed->len, (guint) present))
    {
      TnySyncLine line = { .level = "warning", .tenant_id = self->tenant->id,
                           .stream = TNY_SYNC_USERS, .action = "keep" };

      g_set_error (doubt, TNY_ERROR, TNY_ERROR_DECISION,
                   "%u of %" G_GINT64_FORMAT " users %s: not removed until that is confirmed",
                   missed->len, present, self->changes ? "were deleted since the last time"
                                                       : "are no longer listed");
      line.message = (*doubt)->message;
      line.problem = *doubt;
      return tny_sync_log_in (txn, run, &line, error);
    }
  for (guint i = 0; i < missed->len; i++)
    if (!remove_row (txn, self, missed->pdata[i], error))
      return FALSE;
  self->stream.removed = missed->len;

  return change_present (txn, self, -(gint64) missed->len, error) && empty_bin (txn, self, error);
}

/* A tenant that was gone is back: its users were out of scope, and those that it still has are here
 * again. The others stay out of scope where they are too many to believe. */
static gboolean
remove_not_back (TnyTxn *txn, TnySyncUsers *self, GError **error)
{
  sqlite3_stmt *count, *gone;
  gint64 n, present;

  if (self->changes)
    return TRUE;
  count = tny_txn_stmt (txn, "sync/users-not-back", error);
  if (count == NULL)
    return FALSE;
  tny_bind_int (count, "tenant_id", self->tenant->id);
  if (!tny_read_int (count, 0, &n, error) || !count_present (txn, self, &present, error))
    return FALSE;
  if (n == 0 || tny_sync_too_many_gone (self->stream.run, (guint) n, (guint) (present + n)))
    return TRUE;
  gone = tny_txn_stmt (txn, "sync/users-not-back-gone", error);
  if (gone == NULL)
    return FALSE;
  tny_bind_int (gone, "now", tny_sync_now (self->stream.run));
  tny_bind_int (gone, "tenant_id", self->tenant->id);
  self->stream.removed += n;

  return tny_run (gone, error);
}

/* Where the next round begins. In doubt about who is gone nothing moves on: changes are told once
 * more, and a list of all is made once more, until a person has decided. */
static gboolean
put_link (TnyTxn *txn, TnySyncUsers *self, const GError *doubt, GError **error)
{
  sqlite3_stmt *stmt;

  self->in_doubt = doubt != NULL;
  if (doubt != NULL)
    return self->changes || run_for_stream (txn, "sync/change-link-delete", self, error);
  stmt = tny_txn_stmt (txn, "sync/change-link-put", error);
  if (stmt == NULL)
    return FALSE;
  tny_bind_int (stmt, "connection_id", self->stream.run->context->connection_id);
  tny_bind_int (stmt, "tenant_id", self->tenant->id);
  tny_bind_text (stmt, "stream", TNY_SYNC_USERS);
  tny_bind_text (stmt, "link", self->page->delta_link);
  tny_bind_int (stmt, "shape", self->shape);
  tny_bind_int (stmt, "run_id", self->generation);
  tny_bind_int (stmt, "now", tny_sync_now (self->stream.run));

  return tny_run (stmt, error);
}

static gboolean
finish (TnyTxn *txn, TnySyncUsers *self, GError **error)
{
  TnySyncStream *stream = &self->stream;
  g_autoptr(GError) doubt = NULL;
  sqlite3_stmt *stmt;
  gint64 present;

  if (!remove_missed (txn, self, &doubt, error) || !remove_not_back (txn, self, error) ||
      !forget_listing (txn, self, error) ||
      !put_link (txn, self, doubt, error) || !count_present (txn, self, &present, error))
    return FALSE;
  if (self->changes)
    stream->unchanged = MAX (present - stream->added - stream->changed, 0);
  stream->fetched += self->changes ? self->n_rows : tny_seen_named (self->seen) + self->n_unknown;
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
  /* Of a round that was given up nothing is left when another begins. */
  if (self->n_pages == 0 && self->page->next_link != NULL && !forget_listing (txn, self, error))
    return FALSE;
  /* The last page ends the listing in the same transaction. */
  if (self->page->next_link == NULL
        ? !finish (txn, self, error)
        : (!self->changes && !put_marks (txn, self, error)) ||
          !put_removals (txn, self, error) || !put_cursor (txn, self, error))
    return FALSE;

  if (self->pending->len == 0 && self->stream.removed == removed)
    return TRUE;
  self->wrote = TRUE;

  return users_changed (txn, self, error);
}
