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

/* *@found: the row, also when it came with this round; NULL when it is unknown. */
static gboolean
look_up (TnySyncUsers *self, TnyReader *reader, const guint8 guid[16], TnySeenRow **found,
         GError **error)
{
  sqlite3_stmt *stmt;
  gboolean row;

  *found = tny_seen_find (self->seen, guid);
  if (*found != NULL || !self->changes)
    return TRUE;
  stmt = tny_reader_stmt (reader, "sync/user-known", error);
  if (stmt == NULL)
    return FALSE;
  tny_bind_int (stmt, "tenant_id", self->tenant->id);
  tny_bind_blob (stmt, "graph_id", guid, 16);
  if (!tny_step (stmt, &row, error))
    return FALSE;
  if (row)
    {
      *found = tny_seen_add (self->seen, guid);
      (*found)->id = tny_int (stmt, 0);
      (*found)->hash = tny_int (stmt, 1);
      (*found)->present = tny_int (stmt, 2) != 0;
    }

  return TRUE;
}

static gboolean
read_removals (TnySyncUsers *self, TnyReader *reader, GError **error)
{
  sqlite3_stmt *stmt = tny_reader_stmt (reader, "sync/removals", error);
  gboolean row;

  if (stmt == NULL)
    return FALSE;
  tny_bind_int (stmt, "tenant_id", self->tenant->id);
  tny_bind_text (stmt, "stream", TNY_SYNC_USERS);
  while (tny_step (stmt, &row, error))
    {
      TnySeenRow *known = NULL;

      if (!row)
        return TRUE;
      if (!look_up (self, reader, sqlite3_column_blob (stmt, 0), &known, error))
        return FALSE;
      if (known != NULL)
        known->removed = (guint) tny_int (stmt, 1) & 3;
    }

  return FALSE;
}

static char *
since_when (gint64 saved_at)
{
  g_autofree char *time = tny_time_format (saved_at);

  return g_strdup_printf ("changes since %s", time);
}

static void
set_what (TnySyncUsers *self, char *what)
{
  g_free (self->stream.what);
  self->stream.what = what;
}

/* A round that was interrupted goes on. *@link stays NULL when there is none of use. */
static gboolean
read_cursor (TnySyncUsers *self, TnyReader *reader, char **link, GError **error)
{
  sqlite3_stmt *stmt = tny_reader_stmt (reader, "sync/cursor", error);
  gboolean row;

  if (stmt == NULL)
    return FALSE;
  tny_bind_int (stmt, "connection_id", self->stream.run->context->connection_id);
  tny_bind_int (stmt, "tenant_id", self->tenant->id);
  tny_bind_text (stmt, "stream", TNY_SYNC_USERS);
  if (!tny_step (stmt, &row, error))
    return FALSE;
  if (!row || tny_int (stmt, 2) != self->shape ||
      tny_int (stmt, 6) + TNY_SYNC_LINK_SECONDS <= tny_sync_now (self->stream.run))
    return TRUE;
  self->generation = tny_int (stmt, 0);
  *link = tny_dup_text (stmt, 1);
  self->n_pages = (guint) tny_int (stmt, 3);
  self->stream.reported = tny_is_null (stmt, 4) ? -1 : tny_int (stmt, 4);
  self->changes = tny_int (stmt, 5) != 0;
  self->resumed = TRUE;
  set_what (self, g_strdup (self->changes ? "changes, from where the last run stopped"
                                          : "all, from where the last run stopped"));

  return (self->changes || (read_known (self, reader, error) && read_marks (self, reader, error))) &&
         read_removals (self, reader, error);
}

/* Where the last round ended: *@link stays NULL, and *@why says it, when that is of no use. */
static void
judge_link (TnySyncUsers *self, const char *stored, gint64 shape, gint64 generation, gint64 saved_at,
            char **link, char **why)
{
  gint64 age = tny_sync_now (self->stream.run) - saved_at;

  if (shape != self->shape)
    *why = g_strdup ("other properties are asked for than last time");
  else if (age >= TNY_SYNC_LINK_SECONDS)
    *why = g_strdup_printf ("the last time was %d days ago, and Microsoft tells changes of seven days",
                            (int) (age / (24 * 60 * 60)));
  else
    {
      self->changes = TRUE;
      *link = g_strdup (stored);
      self->generation = generation;
      set_what (self, since_when (saved_at));
    }
}

static gboolean
read_change_link (TnySyncUsers *self, TnyReader *reader, char **link, char **why, GError **error)
{
  sqlite3_stmt *stmt = tny_reader_stmt (reader, "sync/change-link", error);
  gboolean row;

  if (stmt == NULL)
    return FALSE;
  tny_bind_int (stmt, "tenant_id", self->tenant->id);
  tny_bind_text (stmt, "stream", TNY_SYNC_USERS);
  if (!tny_step (stmt, &row, error))
    return FALSE;
  if (row)
    judge_link (self, tny_text (stmt, 0), tny_int (stmt, 1), tny_int (stmt, 2), tny_int (stmt, 3), link,
                why);

  return TRUE;
}

/* @afresh: stored links are of no use. *@why: why everything is listed anew, when that is news. */
static gboolean
prepare (TnySyncUsers *self, gboolean afresh, char **link, char **why, GError **error)
{
  const TnySyncTenant *tenant = self->tenant;
  g_autoptr(TnyReader) reader = NULL;
  gboolean moved = self->moved;

  self->moved = TRUE;
  g_clear_pointer (&self->seen, tny_seen_free);
  self->seen = tny_seen_new ();
  self->generation = self->stream.run->id;
  self->n_pages = 0;
  self->n_rows = self->n_unknown = 0;
  self->changes = self->resumed = self->in_doubt = FALSE;
  self->stream.reported = -1;
  set_what (self, NULL);
  *link = NULL;

  /* Mostly the run knows already: what it read of all tenants at once costs next to nothing. */
  if (!afresh && !moved && !tenant->has_cursor && tenant->link != NULL)
    judge_link (self, tenant->link, tenant->link_shape, tenant->link_generation, tenant->link_saved_at,
                link, why);
  if (*link != NULL || (self->stream.run->first && !moved))
    return TRUE;
  reader = tny_store_borrow (self->stream.run->store, error);
  if (reader == NULL)
    return FALSE;
  if (!afresh && !read_cursor (self, reader, link, error))
    return FALSE;
  if (!afresh && *link == NULL && (moved || tenant->has_cursor) &&
      !read_change_link (self, reader, link, why, error))
    return FALSE;

  return *link != NULL || read_known (self, reader, error);
}

/* Taking a page */

char *
tny_sync_users_sort_name (const TnyUser *user)
{
  return tny_text_fold (user->display_name != NULL && *user->display_name != '\0'
                          ? user->display_name : user->user_principal_name);
}

/* A row that comes again on this page is compared with how this one leaves it. */
static void
add_pending (TnySyncUsers *self, const TnyUser *user, TnySeenRow *row, gint64 hash, guint64 told)
{
  TnySyncPending pending = { user, row, hash, told, !row->present };

  pending.aliases = tny_user_fold_aliases (user);
  pending.sort_name = tny_sync_users_sort_name (user);
  g_array_append_val (self->pending, pending);
  row->present = TRUE;
  row->hash = hash;
}

static void
turn (TnySyncUsers *self, TnySeenRow *row, guint removed)
{
  if (row->removed == removed)
    return;
  row->removed = removed & 3;
  g_ptr_array_add (self->turned, row);
}

static gboolean
has_login (const TnySyncUsers *self, const TnyUser *user, const TnySeenRow *row, guint64 told)
{
  static const char column[] = "user_principal_name";

  if (user->user_principal_name != NULL)
    return *user->user_principal_name != '\0';
  for (guint i = 0; self->changes && row != NULL && i < tny_user_shape.n_fields; i++)
    if (g_str_equal (tny_user_shape.fields[i].column, column))
      return (told >> i & 1) == 0;        /* as it was */

  return FALSE;
}

static void
take_row (TnySyncUsers *self, const TnyUser *user, TnySeenRow *row, const guint8 guid[16], gint64 hash,
          guint64 told)
{
  TnySyncStream *stream = &self->stream;

  if (row != NULL)
    turn (self, row, 0);
  if (!has_login (self, user, row, told))
    {
      g_ptr_array_add (self->skipped, g_strdup (user->graph_id));
      stream->failed++;
      self->n_unknown += row == NULL;
    }
  else if (row == NULL)
    {
      row = tny_seen_add (self->seen, guid);
      stream->added++;
      add_pending (self, user, row, hash, told);
    }
  else if (row->present && row->hash == hash)
    {
      stream->unchanged += !row->seen;
      if (stream->run->context->full)
        add_pending (self, user, row, hash, told);
    }
  else
    {
      stream->changed += !row->seen;
      add_pending (self, user, row, hash, told);
    }
  if (row == NULL)
    return;
  row->seen = TRUE;
  g_ptr_array_add (self->named, row);
}

static gboolean
take_rows (TnySyncUsers *self, const TnyPage *page, GError **error)
{
  g_autoptr(TnyReader) reader = NULL;

  if (self->changes && page->rows->len > 0 &&
      (reader = tny_store_borrow (self->stream.run->store, error)) == NULL)
    return FALSE;
  for (guint i = 0; i < page->rows->len; i++)
    {
      const TnyUser *user = page->rows->pdata[i];
      TnySeenRow *row;
      guint8 guid[16];

      if (!tny_guid_to_bytes (user->graph_id, guid))
        g_return_val_if_reached (FALSE);          /* the page reader let only GUIDs pass */
      if (!look_up (self, reader, guid, &row, error))
        return FALSE;
      if (page->states[i] == TNY_ROW_PRESENT)
        take_row (self, user, row, guid, (gint64) page->hashes[i], page->told[i]);
      else if (row != NULL)
        turn (self, row, page->states[i] == TNY_ROW_REMOVED_DELETED ? 2 : 1);
    }

  return TRUE;
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

  self->delivered = TRUE;
  self->page = page;
  g_array_set_size (self->pending, 0);
  g_ptr_array_set_size (self->named, 0);
  g_ptr_array_set_size (self->turned, 0);
  g_ptr_array_set_size (self->skipped, 0);
  self->n_rows += page->rows->len;

  if (!take_rows (self, page, error) ||
      !tny_store_write (self->stream.run->store, TNY_PAGED, tny_sync_users_store_page, self,
                        error))
    return FALSE;
  self->n_pages++;
  say_progress (self, page->rows->len);

  return TRUE;
}

/* A whole tenant */

static void
log_restart (TnySyncUsers *self, const char *why)
{
  g_autofree char *message = g_strconcat ("Users: all are listed anew: ", why, NULL);
  TnySyncLine line = { .level = "info", .tenant_id = self->tenant->id, .stream = TNY_SYNC_USERS,
                       .action = "restart", .message = message };

  tny_sync_log (self->stream.run, &line);
}

/* How many there should be. That a tenant does not tell is no reason not to read it. */
static gboolean
ask_count (TnySyncUsers *self, TnyGraph *graph, GError **error)
{
  g_autoptr(GError) problem = NULL;

  if (tny_graph_count (graph, "/users", &self->stream.reported, self->stream.run->cancellable, &problem) ||
      g_error_matches (problem, TNY_ERROR, TNY_ERROR_PERMISSION) ||
      g_error_matches (problem, TNY_ERROR, TNY_ERROR_PROTOCOL) ||
      g_error_matches (problem, TNY_ERROR, TNY_ERROR_NOT_FOUND))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&problem));

  return FALSE;
}

/* What a dead link looks like: Microsoft says so, or it leads nowhere, or it was changed where it was
 * stored. */
static gboolean
is_dead (TnySyncUsers *self, const char *link, const GError *problem)
{
  return g_error_matches (problem, TNY_ERROR, TNY_ERROR_RESYNC) ||
         (link != NULL && !self->delivered &&
          (g_error_matches (problem, TNY_ERROR, TNY_ERROR_PROTOCOL) ||
           g_error_matches (problem, TNY_ERROR, TNY_ERROR_NOT_FOUND)));
}

static gboolean
list (TnySyncUsers *self, TnyGraph *graph, gboolean afresh, GError **error)
{
  g_autofree char *link = NULL, *why = NULL;
  g_autoptr(GError) problem = NULL;

  if (!prepare (self, afresh, &link, &why, error))
    return FALSE;
  if (why != NULL)
    log_restart (self, why);
  self->delivered = FALSE;
  if (link == NULL && !ask_count (self, graph, error))
    return FALSE;
  if (tny_graph_list_changes (graph, &tny_user_shape, link, take_page, self,
                              self->stream.run->cancellable, &problem))
    return TRUE;

  /* From the beginning, once. */
  if (!afresh && is_dead (self, link, problem))
    {
      log_restart (self, problem->message);
      self->stream.added = self->stream.changed = self->stream.unchanged = self->stream.failed = 0;
      self->stream.fetched = 0;
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
  TnySyncUsers self = { { run, tenant->id, TNY_SYNC_USERS, -1 }, tenant };
  g_autoptr(GError) problem = NULL;

  self.shape = (gint64) tny_page_meaning (&tny_user_shape);
  self.pending = g_array_new (FALSE, FALSE, sizeof (TnySyncPending));
  g_array_set_clear_func (self.pending, pending_clear);
  self.named = g_ptr_array_new ();
  self.turned = g_ptr_array_new ();
  self.skipped = g_ptr_array_new_with_free_func (g_free);
  say_progress (&self, 0);

  /* A round that an earlier run began ends with what was then: one more brings it up to date. */
  if (!tny_sync_enter (visit, &self.stream, &problem) ||
      !list (&self, visit->graph, run->context->full, &problem) ||
      (self.resumed && !self.in_doubt && !list (&self, visit->graph, FALSE, &problem)))
    {
      visit->no_users = g_error_copy (problem);
      tny_sync_fail_stream (&self.stream, problem, self.n_pages > 0);
    }

  g_mutex_lock (&run->lock);
  run->n_stored += self.stream.stored;
  run->n_new += self.stream.added;
  run->n_changed += self.stream.changed;
  run->n_removed += self.stream.removed;
  g_mutex_unlock (&run->lock);

  visit->wrote = visit->wrote || self.wrote;

  g_free (self.stream.what);
  tny_seen_free (self.seen);
  g_array_unref (self.pending);
  g_ptr_array_unref (self.named);
  g_ptr_array_unref (self.turned);
  g_ptr_array_unref (self.skipped);
}
