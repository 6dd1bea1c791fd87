/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-sync-private.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "tny-error.h"
#include "tny-seen.h"
#include "tny-text.h"
#include "tny-user.h"

/* Links of Microsoft die after a while; an old one is not worth the try. */
#define STREAM "users"

/* A row of the page that has to be written. Texts point into the page or are owned here. */
typedef struct
{
  const TnyUser *user;          /* lent by the page */
  TnySeenRow    *row;
  gint64         hash;
  char          *aliases, *sort_name;
} Pending;

/* The users of one tenant: a listing on its way. */
typedef struct
{
  TnySyncStream        stream;
  const TnySyncTenant *tenant;
  TnySeen             *seen;
  gint64               generation;    /* the run that began this listing */
  gint64               shape;         /* hash of what is asked for */
  guint                n_pages;       /* stored, also by earlier runs */
  gboolean             delivered;     /* a page came in this try */

  /* The page at hand. */
  GArray              *pending;       /* of Pending */
  GPtrArray           *named;         /* TnySeenRow, in the order of the page */
  GPtrArray           *skipped;       /* char *: graph ids of rows that cannot be stored */
  const TnyPage       *page;
} Users;

static void
pending_clear (gpointer data)
{
  Pending *pending = data;

  g_free (pending->aliases);
  g_free (pending->sort_name);
}

/* What is stored and where the last listing stopped */

static gboolean
read_known (Users *self, TnyReader *reader, GError **error)
{
  sqlite3_stmt *stmt = tny_reader_stmt (reader, "sync/users-known", error);
  gboolean row;

  if (stmt == NULL)
    return FALSE;
  tny_bind_int (stmt, "tenant_id", self->tenant->id);
  while (tny_step (stmt, &row, error))
    {
      TnySeenRow *known;

      if (!row)
        return TRUE;
      known = tny_seen_add (self->seen, sqlite3_column_blob (stmt, 1));
      known->id = tny_int (stmt, 0);
      known->hash = tny_int (stmt, 2);
      known->present = tny_int (stmt, 3) != 0;
    }

  return FALSE;
}

static gboolean
read_marks (Users *self, TnyReader *reader, GError **error)
{
  sqlite3_stmt *stmt = tny_reader_stmt (reader, "sync/seen", error);
  gboolean row;

  if (stmt == NULL)
    return FALSE;
  tny_bind_int (stmt, "tenant_id", self->tenant->id);
  tny_bind_text (stmt, "stream", STREAM);
  tny_bind_int (stmt, "pages", self->n_pages);
  while (tny_step (stmt, &row, error))
    {
      if (!row)
        return TRUE;
      tny_seen_mark (self->seen, sqlite3_column_blob (stmt, 0), (gsize) sqlite3_column_bytes (stmt, 0));
    }

  return FALSE;
}

/* *@link: where to go on, NULL for the beginning. */
static gboolean
read_cursor (Users *self, TnyReader *reader, char **link, GError **error)
{
  sqlite3_stmt *stmt = tny_reader_stmt (reader, "sync/cursor", error);
  gboolean row;

  *link = NULL;
  if (stmt == NULL)
    return FALSE;
  tny_bind_int (stmt, "connection_id", self->stream.run->context->connection_id);
  tny_bind_int (stmt, "tenant_id", self->tenant->id);
  tny_bind_text (stmt, "stream", STREAM);
  if (!tny_step (stmt, &row, error))
    return FALSE;
  if (!row || self->stream.run->context->full || tny_int (stmt, 2) != self->shape)
    return TRUE;
  self->generation = tny_int (stmt, 0);
  *link = tny_dup_text (stmt, 1);
  self->n_pages = (guint) tny_int (stmt, 3);
  self->stream.reported = tny_is_null (stmt, 4) ? -1 : tny_int (stmt, 4);

  return read_marks (self, reader, error);
}

/* @afresh: the stored link is of no use. */
static gboolean
prepare (Users *self, gboolean afresh, char **link, GError **error)
{
  g_autoptr(TnyReader) reader = tny_store_borrow (self->stream.run->store, error);

  g_clear_pointer (&self->seen, tny_seen_free);
  self->seen = tny_seen_new ();
  self->generation = self->stream.run->id;
  self->n_pages = 0;
  self->stream.reported = -1;
  *link = NULL;

  return reader != NULL && read_known (self, reader, error) &&
         (afresh || read_cursor (self, reader, link, error));
}

/* Storing a page */

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
      sqlite3_bind_text (stmt, index, G_STRUCT_MEMBER (char *, user, field->offset), -1, SQLITE_STATIC);
      break;
    }
}

static gboolean
store_rows (TnyTxn *txn, Users *self, gint64 *difference, GError **error)
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
      const Pending *pending = &g_array_index (self->pending, Pending, i);
      TnySeenRow *row = pending->row;

      for (guint f = 0; f < tny_user_shape.n_fields; f++)
        if (slots.field[f] != 0)
          bind_field (stmt, slots.field[f], &tny_user_shape.fields[f], pending->user);
      sqlite3_bind_blob (stmt, slots.graph_id, row->guid, 16, SQLITE_STATIC);
      sqlite3_bind_int64 (stmt, slots.row_hash, pending->hash);
      sqlite3_bind_text (stmt, slots.aliases, pending->aliases, -1, SQLITE_STATIC);
      sqlite3_bind_text (stmt, slots.licences,
                         pending->user->licences != NULL ? pending->user->licences : "", -1, SQLITE_STATIC);
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
change_present (TnyTxn *txn, Users *self, gint64 difference, GError **error)
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
log_skipped (TnyTxn *txn, Users *self, GError **error)
{
  for (guint i = 0; i < self->skipped->len; i++)
    {
      TnySyncLine line = { .level = "warning", .tenant_id = self->tenant->id, .stream = STREAM,
                           .object = self->skipped->pdata[i], .action = "skip",
                           .message = "A user without a login name was left out" };

      if (!tny_sync_log_in (txn, self->stream.run, &line, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
put_cursor (TnyTxn *txn, Users *self, GError **error)
{
  sqlite3_stmt *stmt = tny_txn_stmt (txn, "sync/cursor-put", error);

  if (stmt == NULL)
    return FALSE;
  tny_bind_int (stmt, "connection_id", self->stream.run->context->connection_id);
  tny_bind_int (stmt, "tenant_id", self->tenant->id);
  tny_bind_text (stmt, "stream", STREAM);
  tny_bind_int (stmt, "run_id", self->generation);
  tny_bind_text (stmt, "next_link", self->page->next_link);
  tny_bind_int (stmt, "shape", self->shape);
  tny_bind_int (stmt, "pages", self->n_pages + 1);
  tny_bind_int_or_null (stmt, "reported", self->stream.reported, -1);
  tny_bind_int (stmt, "now", tny_sync_now (self->stream.run));

  return tny_run (stmt, error);
}

static gboolean
put_marks (TnyTxn *txn, Users *self, GError **error)
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
  tny_bind_text (stmt, "stream", STREAM);
  tny_bind_int (stmt, "page", self->n_pages);
  tny_bind_blob (stmt, "ids", bytes->data != NULL ? bytes->data : (guint8 *) "", bytes->len);

  return tny_run (stmt, error);
}

static gboolean
forget_listing (TnyTxn *txn, Users *self, GError **error)
{
  sqlite3_stmt *cursor = tny_txn_stmt (txn, "sync/cursor-delete", error);
  sqlite3_stmt *marks = cursor != NULL ? tny_txn_stmt (txn, "sync/seen-delete", error) : NULL;

  if (marks == NULL)
    return FALSE;
  tny_bind_int (cursor, "connection_id", self->stream.run->context->connection_id);
  tny_bind_int (cursor, "tenant_id", self->tenant->id);
  tny_bind_text (cursor, "stream", STREAM);
  tny_bind_int (marks, "tenant_id", self->tenant->id);
  tny_bind_text (marks, "stream", STREAM);

  return tny_run (cursor, error) && tny_run (marks, error);
}

/* The end of a complete listing */

static gboolean
remove_missed (TnyTxn *txn, Users *self, GError **doubt, GError **error)
{
  TnySyncRun *run = self->stream.run;
  g_autoptr(GPtrArray) missed = tny_seen_missed (self->seen);
  guint present = tny_seen_count (self->seen, TRUE);
  sqlite3_stmt *stmt;

  if (missed->len == 0)
    return TRUE;
  if (tny_sync_too_many_gone (run, missed->len, present))
    {
      TnySyncLine line = { .level = "warning", .tenant_id = self->tenant->id, .stream = STREAM,
                           .action = "keep" };

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
finish (TnyTxn *txn, Users *self, GError **error)
{
  TnySyncStream *stream = &self->stream;
  TnySyncLine line = { .level = "info", .tenant_id = self->tenant->id, .stream = STREAM, .action = "end" };
  g_autofree char *message = NULL;
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
  if (!tny_run (stmt, error))
    return FALSE;

  stmt = tny_txn_stmt (txn, "sync/tenant-users-present", error);
  if (stmt == NULL)
    return FALSE;
  tny_bind_int (stmt, "id", self->tenant->id);
  if (!tny_read_int (stmt, 0, &stream->stored, error))
    return FALSE;
  message = g_strdup_printf ("Users of %s: %" G_GINT64_FORMAT " stored, %" G_GINT64_FORMAT " new, %"
                             G_GINT64_FORMAT " changed, %" G_GINT64_FORMAT " unchanged, %"
                             G_GINT64_FORMAT " removed, %" G_GINT64_FORMAT " left out",
                             self->tenant->name, stream->stored, stream->added, stream->changed,
                             stream->unchanged, stream->removed, stream->failed);
  line.message = message;
  if (doubt != NULL)
    {
      g_mutex_lock (&stream->run->lock);
      stream->run->n_incomplete++;
      g_mutex_unlock (&stream->run->lock);
    }

  return tny_sync_put_stream (txn, stream, doubt == NULL ? "ok" : "incomplete", doubt, error) &&
         tny_sync_log_in (txn, stream->run, &line, error);
}

static gboolean
store_page (TnyTxn *txn, gpointer data, GError **error)
{
  Users *self = data;
  gint64 difference;

  if (!store_rows (txn, self, &difference, error) ||
      !change_present (txn, self, difference, error) ||
      !log_skipped (txn, self, error))
    return FALSE;
  /* The last page ends the listing in the same transaction. */
  if (self->page->next_link == NULL)
    return finish (txn, self, error);

  return put_marks (txn, self, error) && put_cursor (txn, self, error);
}

/* Taking a page */

static void
add_pending (Users *self, const TnyUser *user, TnySeenRow *row, gint64 hash)
{
  Pending pending = { user, row, hash };

  pending.aliases = tny_user_fold_aliases (user);
  pending.sort_name = tny_text_fold (user->display_name != NULL && *user->display_name != '\0'
                                       ? user->display_name : user->user_principal_name);
  g_array_append_val (self->pending, pending);
}

static void
take_row (Users *self, const TnyUser *user, gint64 hash)
{
  TnySyncStream *stream = &self->stream;
  TnySeenRow *row;
  guint8 guid[16];

  if (!tny_guid_to_bytes (user->graph_id, guid))
    g_return_if_reached ();          /* the page reader let only GUIDs pass */
  row = tny_seen_find (self->seen, guid);
  if (user->user_principal_name == NULL || *user->user_principal_name == '\0')
    {
      g_ptr_array_add (self->skipped, g_strdup (user->graph_id));
      stream->failed++;
      if (row != NULL)
        {
          row->seen = TRUE;
          g_ptr_array_add (self->named, row);
        }
      return;
    }
  if (row == NULL)
    {
      row = tny_seen_add (self->seen, guid);
      stream->added++;
      add_pending (self, user, row, hash);
    }
  else if (row->present && row->hash == hash)
    {
      stream->unchanged += !row->seen;
      if (stream->run->context->full)
        add_pending (self, user, row, hash);
    }
  else if (row->id != 0 || row->seen)
    {
      stream->changed += !row->seen;
      add_pending (self, user, row, hash);
    }
  row->seen = TRUE;
  g_ptr_array_add (self->named, row);
}

static void
say_progress (Users *self, guint n_rows)
{
  TnySyncRun *run = self->stream.run;
  g_autofree char *phase = NULL, *detail = NULL;

  g_mutex_lock (&run->lock);
  run->n_read += n_rows;
  detail = run->n_expected >= run->n_read
    ? g_strdup_printf (_("tenant %u of %u · %'d of about %'d users"), MIN (run->n_done + 1, run->tenants->len),
                       run->tenants->len, (int) run->n_read, (int) run->n_expected)
    : g_strdup_printf (_("tenant %u of %u · %'d users"), MIN (run->n_done + 1, run->tenants->len),
                       run->tenants->len, (int) run->n_read);
  g_mutex_unlock (&run->lock);
  /* translators: %s is the name of a tenant */
  phase = g_strdup_printf (_("Reading users of %s"), self->tenant->name);
  tny_job_say (run->job, phase, detail);
}

static gboolean
take_page (TnyPage *page, gpointer data, GError **error)
{
  Users *self = data;

  if (self->n_pages == 0)
    self->stream.reported = page->count;
  self->delivered = TRUE;
  self->page = page;
  g_array_set_size (self->pending, 0);
  g_ptr_array_set_size (self->named, 0);
  g_ptr_array_set_size (self->skipped, 0);
  for (guint i = 0; i < page->rows->len; i++)
    if (page->states[i] == TNY_ROW_PRESENT)
      take_row (self, page->rows->pdata[i], (gint64) page->hashes[i]);

  if (!tny_store_write (self->stream.run->store, TNY_PAGED, store_page, self, error))
    return FALSE;
  self->n_pages++;
  say_progress (self, page->rows->len);

  return TRUE;
}

/* A whole tenant */

typedef struct
{
  const TnySyncTenant *tenant;
  const TnyTenant     *live;
} Live;

static gboolean
store_live (TnyTxn *txn, gpointer data, GError **error)
{
  Live *self = data;
  const char *name = self->live->display_name != NULL && *self->live->display_name != '\0'
                       ? self->live->display_name : self->tenant->name;
  g_autofree char *folded = tny_text_fold (name);
  sqlite3_stmt *stmt = tny_txn_stmt (txn, "sync/tenant-live", error);

  if (stmt == NULL)
    return FALSE;
  tny_bind_text (stmt, "name", name);
  tny_bind_text (stmt, "name_folded", folded);
  tny_bind_text (stmt, "default_domain", self->live->default_domain);
  tny_bind_text (stmt, "city", self->live->city);
  tny_bind_text (stmt, "country", self->live->country);
  tny_bind_int (stmt, "id", self->tenant->id);

  return tny_run (stmt, error);
}

/* Before the first row: is it the tenant we mean? */
static gboolean
check_tenant (Users *self, TnyGraph *graph, GError **error)
{
  g_autoptr(TnyTenant) tenant = tny_graph_check_tenant (graph, self->stream.run->cancellable, error);
  Live live = { self->tenant, tenant };

  return tenant != NULL &&
         tny_store_write (self->stream.run->store, TNY_PAGED, store_live, &live, error);
}

static gboolean
list (Users *self, TnyGraph *graph, gboolean afresh, GError **error)
{
  g_autofree char *link = NULL;
  g_autoptr(GError) problem = NULL;

  if (!prepare (self, afresh, &link, error))
    return FALSE;
  self->delivered = FALSE;
  if (tny_graph_list (graph, &tny_user_shape, NULL, link, take_page, self,
                      self->stream.run->cancellable, &problem))
    return TRUE;

  /* A link that has died, or that was changed where it was stored: from the beginning, once. */
  if (!afresh && ((link != NULL && !self->delivered &&
                   (g_error_matches (problem, TNY_ERROR, TNY_ERROR_PROTOCOL) ||
                    g_error_matches (problem, TNY_ERROR, TNY_ERROR_NOT_FOUND))) ||
                  g_error_matches (problem, TNY_ERROR, TNY_ERROR_RESYNC)))
    {
      g_autofree char *message = g_strdup_printf ("Begun anew: %s", problem->message);
      TnySyncLine line = { .level = "info", .tenant_id = self->tenant->id, .stream = STREAM,
                           .action = "restart", .message = message };

      tny_sync_log (self->stream.run, &line);
      self->stream.added = self->stream.changed = self->stream.unchanged = self->stream.failed = 0;
      return list (self, graph, TRUE, error);
    }
  g_propagate_error (error, g_steal_pointer (&problem));

  return FALSE;
}

void
tny_sync_users (TnySyncRun *run, const TnySyncTenant *tenant)
{
  Users self = { { run, tenant->id, STREAM, tenant->name, -1 }, tenant };
  g_autoptr(TnyGraph) graph = tny_graph_new (run->context->http, tenant->graph_id, FALSE);
  g_autofree char *select = tny_shape_select (&tny_user_shape);
  g_autoptr(GError) problem = NULL;

  self.shape = (gint64) tny_text_hash (select, -1);
  self.pending = g_array_new (FALSE, FALSE, sizeof (Pending));
  g_array_set_clear_func (self.pending, pending_clear);
  self.named = g_ptr_array_new ();
  self.skipped = g_ptr_array_new_with_free_func (g_free);
  tny_graph_set_notify (graph, tny_sync_heard, &self.stream);
  say_progress (&self, 0);

  if (!tny_sync_begin_stream (&self.stream, &problem) ||
      !check_tenant (&self, graph, &problem) ||
      !list (&self, graph, run->context->full, &problem))
    tny_sync_fail_stream (&self.stream, problem, self.n_pages > 0);
  else
    {
      g_mutex_lock (&run->lock);
      run->network_failures = 0;
      g_mutex_unlock (&run->lock);
    }

  g_mutex_lock (&run->lock);
  run->n_stored += self.stream.stored;
  run->n_new += self.stream.added;
  run->n_changed += self.stream.changed;
  run->n_removed += self.stream.removed;
  run->n_done++;
  tny_job_report (run->job, run->n_done, run->tenants->len);
  g_mutex_unlock (&run->lock);

  tny_seen_free (self.seen);
  g_array_unref (self.pending);
  g_ptr_array_unref (self.named);
  g_ptr_array_unref (self.skipped);
}
