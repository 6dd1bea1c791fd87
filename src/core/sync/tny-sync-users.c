/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-sync-users.h"

#include <glib/gi18n-lib.h>

#include "tny-error.h"
#include "tny-text.h"

static void
pending_clear (gpointer data)
{
  TnySyncPending *pending = data;

  g_free (pending->aliases);
  g_free (pending->sort_name);
}

/* What is stored and where the last listing stopped */

static gboolean
read_known (TnySyncUsers *self, TnyReader *reader, GError **error)
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
read_marks (TnySyncUsers *self, TnyReader *reader, GError **error)
{
  sqlite3_stmt *stmt = tny_reader_stmt (reader, "sync/seen", error);
  gboolean row;

  if (stmt == NULL)
    return FALSE;
  tny_bind_int (stmt, "tenant_id", self->tenant->id);
  tny_bind_text (stmt, "stream", TNY_SYNC_USERS);
  tny_bind_int (stmt, "pages", self->n_pages);
  while (tny_step (stmt, &row, error))
    {
      if (!row)
        return TRUE;
      tny_seen_mark (self->seen, sqlite3_column_blob (stmt, 0),
                     (gsize) sqlite3_column_bytes (stmt, 0));
    }

  return FALSE;
}

/* *@link: where to go on, NULL for the beginning. */
static gboolean
read_cursor (TnySyncUsers *self, TnyReader *reader, char **link, GError **error)
{
  sqlite3_stmt *stmt = tny_reader_stmt (reader, "sync/cursor", error);
  gboolean row;

  *link = NULL;
  if (stmt == NULL)
    return FALSE;
  tny_bind_int (stmt, "connection_id", self->stream.run->context->connection_id);
  tny_bind_int (stmt, "tenant_id", self->tenant->id);
  tny_bind_text (stmt, "stream", TNY_SYNC_USERS);
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
prepare (TnySyncUsers *self, gboolean afresh, char **link, GError **error)
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

/* Taking a page */

static void
add_pending (TnySyncUsers *self, const TnyUser *user, TnySeenRow *row, gint64 hash)
{
  TnySyncPending pending = { user, row, hash };

  pending.aliases = tny_user_fold_aliases (user);
  pending.sort_name = tny_text_fold (user->display_name != NULL && *user->display_name != '\0'
                                       ? user->display_name : user->user_principal_name);
  g_array_append_val (self->pending, pending);
}

static void
take_row (TnySyncUsers *self, const TnyUser *user, gint64 hash)
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
say_progress (TnySyncUsers *self, guint n_rows)
{
  TnySyncRun *run = self->stream.run;
  g_autofree char *phase = NULL, *detail = NULL;
  guint nth;

  g_mutex_lock (&run->lock);
  nth = MIN (run->n_done + 1, run->tenants->len);
  run->n_read += n_rows;
  detail = run->n_expected >= run->n_read
    ? g_strdup_printf (_("tenant %u of %u · %'d of about %'d users"), nth, run->tenants->len,
                       (int) run->n_read, (int) run->n_expected)
    : g_strdup_printf (_("tenant %u of %u · %'d users"), nth, run->tenants->len,
                       (int) run->n_read);
  g_mutex_unlock (&run->lock);
  /* translators: %s is the name of a tenant */
  phase = g_strdup_printf (_("Reading users of %s"), self->tenant->name);
  tny_job_say (run->job, phase, detail);
}

static gboolean
take_page (TnyPage *page, gpointer data, GError **error)
{
  TnySyncUsers *self = data;

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

  if (!tny_store_write (self->stream.run->store, TNY_PAGED, tny_sync_users_store_page, self, error))
    return FALSE;
  self->n_pages++;
  say_progress (self, page->rows->len);

  return TRUE;
}

/* A whole tenant */

static gboolean
list (TnySyncUsers *self, TnyGraph *graph, gboolean afresh, GError **error)
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
      TnySyncLine line = { .level = "info", .tenant_id = self->tenant->id, .stream = TNY_SYNC_USERS,
                           .action = "restart", .message = message };

      tny_sync_log (self->stream.run, &line);
      self->stream.added = self->stream.changed = self->stream.unchanged = self->stream.failed = 0;
      return list (self, graph, TRUE, error);
    }
  g_propagate_error (error, g_steal_pointer (&problem));

  return FALSE;
}

void
tny_sync_users (TnySyncVisit *visit)
{
  TnySyncRun *run = visit->run;
  const TnySyncTenant *tenant = visit->tenant;
  TnySyncUsers self = { { run, tenant->id, TNY_SYNC_USERS, tenant->name, -1 }, tenant };
  g_autofree char *select = tny_shape_select (&tny_user_shape);
  g_autoptr(GError) problem = NULL;

  self.shape = (gint64) tny_text_hash (select, -1);
  self.pending = g_array_new (FALSE, FALSE, sizeof (TnySyncPending));
  g_array_set_clear_func (self.pending, pending_clear);
  self.named = g_ptr_array_new ();
  self.skipped = g_ptr_array_new_with_free_func (g_free);
  say_progress (&self, 0);

  if (!tny_sync_enter (visit, &self.stream, &problem) ||
      !list (&self, visit->graph, run->context->full, &problem))
    tny_sync_fail_stream (&self.stream, problem, self.n_pages > 0);

  g_mutex_lock (&run->lock);
  run->n_stored += self.stream.stored;
  run->n_new += self.stream.added;
  run->n_changed += self.stream.changed;
  run->n_removed += self.stream.removed;
  g_mutex_unlock (&run->lock);

  tny_seen_free (self.seen);
  g_array_unref (self.pending);
  g_ptr_array_unref (self.named);
  g_ptr_array_unref (self.skipped);
}
