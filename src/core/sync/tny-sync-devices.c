/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-sync-cursor.h"

#include <glib/gi18n-lib.h>

#include "tny-device.h"
#include "tny-error.h"
#include "tny-text.h"

/* Intune's devices, page by page; then the wired adapters of those that have no other address,
 * which Microsoft tells for one device at a time. */

/* Adapters that are asked for in one run of a tenant; the others wait for the next. */
#define ADAPTERS_A_RUN 200

typedef struct
{
  TnySyncStream  stream;
  const TnySyncTenant *tenant;
  TnySyncCursor  cursor;
  gboolean       delivered;      /* a page came in this try */
  gboolean       doubtful;       /* whole, but not all of it was done */
  const TnyPage *page;           /* the page at hand */
  GPtrArray     *named;          /* TnySeenRow of the page that are stored */
} Devices;

/* An adapter that was asked for. */
typedef struct
{
  gint64  id;
  char   *graph_id, *mac;
} Adapter;

static void
adapter_clear (gpointer data)
{
  Adapter *adapter = data;

  g_free (adapter->graph_id);
  g_free (adapter->mac);
}

/* Intune writes "" where others write null. */
static const char *
told (const char *text)
{
  return text != NULL && *text != '\0' ? text : NULL;
}

static gboolean
store_row (TnyTxn *txn, Devices *self, const TnyDevice *device, TnySeenRow *row, gint64 hash,
           GError **error)
{
  sqlite3_stmt *stmt = tny_txn_stmt (txn, "devices/upsert", error);
  const char *name = told (device->name) != NULL ? device->name : device->graph_id;
  g_autofree char *sort_name = tny_text_fold (name);
  gboolean only_enrolled = tny_device_only_enrolled (device);
  guint8 user[16];

  if (stmt == NULL)
    return FALSE;
  tny_bind_int (stmt, "tenant_id", self->stream.tenant_id);
  tny_bind_blob (stmt, "graph_id", row->guid, sizeof row->guid);
  tny_bind_int (stmt, "row_hash", hash);
  tny_bind_text (stmt, "name", name);
  tny_bind_text (stmt, "sort_name", sort_name);
  tny_bind_text (stmt, "serial_number", told (device->serial_number));
  tny_bind_text (stmt, "wifi_mac", told (device->wifi_mac));
  tny_bind_text (stmt, "manufacturer", told (device->manufacturer));
  tny_bind_text (stmt, "model", told (device->model));
  tny_bind_text (stmt, "operating_system", told (device->operating_system));
  tny_bind_text (stmt, "os_version", told (device->os_version));
  tny_bind_text (stmt, "compliance", told (device->compliance));
  tny_bind_text (stmt, "ownership", told (device->ownership));
  tny_bind_text (stmt, "enrollment", told (device->enrollment));
  if (!only_enrolled && device->user_id != NULL && tny_guid_to_bytes (device->user_id, user))
    tny_bind_blob (stmt, "user_graph_id", user, sizeof user);
  tny_bind_text (stmt, "user_principal_name",
                 only_enrolled ? NULL : told (device->user_principal_name));
  tny_bind_text (stmt, "enrolled_by", only_enrolled ? told (device->user_principal_name) : NULL);
  tny_bind_int_or_null (stmt, "enrolled_at", device->enrolled_at, 0);
  tny_bind_int_or_null (stmt, "last_sync_at", device->last_sync_at, 0);
  if (!tny_run (stmt, error))
    return FALSE;
  if (row->id == 0)
    row->id = tny_txn_last_id (txn);

  return TRUE;
}

static gboolean
take_row (TnyTxn *txn, Devices *self, const TnyDevice *device, gint64 hash, GError **error)
{
  TnySyncStream *stream = &self->stream;
  TnySeenRow *row;
  guint8 guid[16];

  if (!tny_guid_to_bytes (device->graph_id, guid))
    g_return_val_if_reached (FALSE);     /* the page reader let only GUIDs pass */
  row = tny_seen_find (self->cursor.seen, guid);
  if (row == NULL)
    {
      row = tny_seen_add (self->cursor.seen, guid);
      row->present = TRUE;
      stream->added++;
    }
  else if (row->hash == hash && !stream->run->context->full)
    {
      stream->unchanged += !row->seen;
      row->seen = TRUE;
      g_ptr_array_add (self->named, row);
      return TRUE;
    }
  else if (row->hash == hash)
    stream->unchanged += !row->seen;
  else
    stream->changed += !row->seen;
  row->seen = TRUE;
  row->hash = hash;
  g_ptr_array_add (self->named, row);

  return store_row (txn, self, device, row, hash, error);
}

static gboolean
remove_missed (TnyTxn *txn, Devices *self, GError **doubt, GError **error)
{
  TnySyncRun *run = self->stream.run;
  g_autoptr(GPtrArray) missed = tny_seen_missed (self->cursor.seen, FALSE);
  guint present = tny_seen_count (self->cursor.seen, TRUE);
  sqlite3_stmt *stmt;

  if (missed->len == 0)
    return TRUE;
  if (tny_sync_too_many_gone (run, missed->len, present))
    {
      TnySyncLine line = { .level = "warning", .tenant_id = self->stream.tenant_id,
                           .stream = self->stream.name, .action = "keep" };

      g_set_error (doubt, TNY_ERROR, TNY_ERROR_DECISION,
                   "%u of %u devices are no longer listed: not removed until that is confirmed",
                   missed->len, present);
      line.message = (*doubt)->message;
      line.problem = *doubt;
      return tny_sync_log_in (txn, run, &line, error);
    }
  stmt = tny_txn_stmt (txn, "devices/delete", error);
  if (stmt == NULL)
    return FALSE;
  for (guint i = 0; i < missed->len; i++)
    {
      tny_bind_int (stmt, "id", ((TnySeenRow *) missed->pdata[i])->id);
      if (!tny_run (stmt, error))
        return FALSE;
    }
  self->stream.removed = missed->len;

  return TRUE;
}

static gboolean
store_page (TnyTxn *txn, gpointer data, GError **error)
{
  Devices *self = data;
  g_autoptr(GError) doubt = NULL;

  for (guint i = 0; i < self->page->rows->len; i++)
    if (!take_row (txn, self, self->page->rows->pdata[i], (gint64) self->page->hashes[i], error))
      return FALSE;
  self->stream.fetched = tny_seen_named (self->cursor.seen);
  if (self->page->next_link != NULL)
    return tny_sync_cursor_put (txn, &self->cursor, self->named, self->page->next_link, error);

  if (!remove_missed (txn, self, &doubt, error) ||
      !tny_sync_cursor_forget (txn, &self->cursor, error))
    return FALSE;
  self->doubtful = doubt != NULL;

  return tny_sync_end_stream (txn, &self->stream, doubt, error);
}

static gboolean
take_page (TnyPage *page, gpointer data, GError **error)
{
  Devices *self = data;
  TnySyncRun *run = self->stream.run;
  g_autofree char *phase = NULL, *detail = NULL;

  self->delivered = TRUE;
  self->page = page;
  g_ptr_array_set_size (self->named, 0);
  /* What the listing has given so far: the count of a page is only that of the page. */
  self->stream.reported = MAX (self->stream.reported, 0) + page->rows->len;
  if (!tny_store_write (run->store, TNY_PAGED, store_page, self, error))
    return FALSE;
  self->cursor.n_pages++;
  /* translators: %s is the name of a tenant */
  phase = g_strdup_printf (_("Reading devices of %s"), self->tenant->name);
  detail = g_strdup_printf (_("%'d devices"), (int) self->stream.reported);
  tny_job_say (run->job, phase, detail);

  return TRUE;
}

static gboolean
list (Devices *self, TnyGraph *graph, gboolean afresh, GError **error)
{
  TnySyncStream *stream = &self->stream;
  g_autofree char *link = NULL;
  g_autoptr(GError) problem = NULL;

  if (!tny_sync_cursor_prepare (&self->cursor, "devices/known", afresh, &link, error))
    return FALSE;
  self->delivered = FALSE;
  if (tny_graph_list_devices (graph, link, take_page, self, stream->run->cancellable, &problem))
    return TRUE;
  /* A link that has died, or that was changed where it was stored: from the beginning, once. */
  if (!afresh && ((link != NULL && !self->delivered &&
                   (g_error_matches (problem, TNY_ERROR, TNY_ERROR_PROTOCOL) ||
                    g_error_matches (problem, TNY_ERROR, TNY_ERROR_NOT_FOUND))) ||
                  g_error_matches (problem, TNY_ERROR, TNY_ERROR_RESYNC)))
    {
      g_autofree char *message = g_strdup_printf ("Begun anew: %s", problem->message);
      TnySyncLine line = { .level = "info", .tenant_id = stream->tenant_id,
                           .stream = stream->name, .action = "restart", .message = message };

      tny_sync_log (stream->run, &line);
      stream->added = stream->changed = stream->unchanged = stream->failed = 0;
      return list (self, graph, TRUE, error);
    }
  g_propagate_error (error, g_steal_pointer (&problem));

  return FALSE;
}

/* Adapters */

static gboolean
read_wanted (Devices *self, GArray *wanted, GError **error)
{
  g_autoptr(TnyReader) reader = tny_store_borrow (self->stream.run->store, error);
  sqlite3_stmt *stmt;
  gboolean row;

  if (reader == NULL || (stmt = tny_reader_stmt (reader, "devices/unasked", error)) == NULL)
    return FALSE;
  tny_bind_int (stmt, "tenant_id", self->stream.tenant_id);
  tny_bind_int (stmt, "most", ADAPTERS_A_RUN);
  while (tny_step (stmt, &row, error))
    {
      Adapter adapter = { 0 };

      if (!row)
        return TRUE;
      adapter.id = tny_int (stmt, 0);
      adapter.graph_id = tny_guid_from_bytes (sqlite3_column_blob (stmt, 1));
      g_array_append_val (wanted, adapter);
    }

  return FALSE;
}

typedef struct { Devices *devices; GArray *adapters; guint n; } Asked;

static gboolean
store_adapters (TnyTxn *txn, gpointer data, GError **error)
{
  Asked *self = data;
  sqlite3_stmt *stmt = tny_txn_stmt (txn, "devices/set-adapter", error);

  if (stmt == NULL)
    return FALSE;
  tny_bind_int (stmt, "now", tny_sync_now (self->devices->stream.run));
  for (guint i = 0; i < self->n; i++)
    {
      const Adapter *adapter = &g_array_index (self->adapters, Adapter, i);

      tny_bind_int (stmt, "id", adapter->id);
      tny_bind_text (stmt, "mac", told (adapter->mac));
      if (!tny_run (stmt, error))
        return FALSE;
    }

  /* The requests of this pass are the stream's too. */
  return self->devices->doubtful ||
         tny_sync_put_stream (txn, &self->devices->stream, "ok", NULL, error);
}

/* What could not be asked this time is asked the next: the list itself is whole. */
static void
read_adapters (Devices *self, TnyGraph *graph)
{
  TnySyncRun *run = self->stream.run;
  g_autoptr(GArray) wanted = g_array_new (FALSE, FALSE, sizeof (Adapter));
  g_autoptr(GError) problem = NULL;
  Asked asked = { self, wanted };

  g_array_set_clear_func (wanted, adapter_clear);
  if (!read_wanted (self, wanted, &problem))
    {
      tny_sync_stop (run, problem);
      return;
    }
  while (asked.n < wanted->len)
    {
      Adapter *adapter = &g_array_index (wanted, Adapter, asked.n);

      if (!tny_graph_read_device_adapter (graph, adapter->graph_id, &adapter->mac,
                                          run->cancellable, &problem))
        break;
      asked.n++;
    }
  if (problem != NULL && !tny_error_cancelled (problem))
    {
      g_autofree char *message = g_strdup_printf ("%u of %u network adapters could not be read: %s",
                                                  wanted->len - asked.n, wanted->len,
                                                  problem->message);
      TnySyncLine line = { .level = "warning", .tenant_id = self->stream.tenant_id,
                           .stream = self->stream.name, .action = "read", .message = message,
                           .problem = problem };

      tny_sync_log (run, &line);
    }
  g_clear_error (&problem);
  if (asked.n > 0 && !tny_store_write (run->store, TNY_PAGED, store_adapters, &asked, &problem))
    tny_sync_stop (run, problem);
}

void
tny_sync_devices (TnySyncVisit *visit)
{
  TnySyncRun *run = visit->run;
  Devices self = { { run, visit->tenant->id, "devices", -1 }, visit->tenant };
  g_autofree char *select = tny_shape_select (&tny_device_shape);
  g_autoptr(GError) problem = NULL;

  self.cursor.stream = &self.stream;
  self.cursor.shape = (gint64) tny_text_hash (select, -1);
  self.named = g_ptr_array_new ();
  if (!tny_sync_enter (visit, &self.stream, &problem) ||
      !list (&self, visit->graph, run->context->full, &problem))
    tny_sync_fail_stream (&self.stream, problem, self.cursor.n_pages > 0);
  else
    read_adapters (&self, visit->graph);
  tny_sync_cursor_clear (&self.cursor);
  g_ptr_array_unref (self.named);
}
