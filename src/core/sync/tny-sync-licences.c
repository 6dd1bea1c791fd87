/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-sync-rows.h"

#include "tny-licence.h"
#include "tny-text.h"

/* What the tenant has bought: one answer, one transaction. */

typedef struct
{
  TnySyncStream  stream;
  GPtrArray     *found;          /* of TnyLicence */
} Licences;

static void
bind_licence (sqlite3_stmt *stmt, const TnyLicence *licence, gint64 tenant_id)
{
  g_autofree char *sort_name = tny_text_fold (tny_licence_name (licence, NULL));

  tny_bind_int (stmt, "tenant_id", tenant_id);
  tny_bind_text (stmt, "sku_id", licence->sku_id);
  tny_bind_text (stmt, "part_number", licence->part_number);
  tny_bind_text (stmt, "sort_name", sort_name);
  tny_bind_text (stmt, "status", licence->status);
  tny_bind_int_or_null (stmt, "enabled", licence->enabled, TNY_UNITS_UNKNOWN);
  tny_bind_int_or_null (stmt, "warning", licence->warning, TNY_UNITS_UNKNOWN);
  tny_bind_int_or_null (stmt, "suspended", licence->suspended, TNY_UNITS_UNKNOWN);
  tny_bind_int_or_null (stmt, "locked_out", licence->locked_out, TNY_UNITS_UNKNOWN);
  tny_bind_int_or_null (stmt, "consumed", licence->consumed, TNY_UNITS_UNKNOWN);
}

static gboolean
store (TnyTxn *txn, gpointer data, GError **error)
{
  Licences *self = data;
  g_auto(TnySyncRows) rows = { 0 };
  g_autoptr(GError) doubt = NULL;
  sqlite3_stmt *upsert;

  if (!tny_sync_rows_read (&rows, txn, &self->stream, "licences/known", error) ||
      (upsert = tny_txn_stmt (txn, "licences/upsert", error)) == NULL)
    return FALSE;
  for (guint i = 0; i < self->found->len; i++)
    {
      const TnyLicence *licence = self->found->pdata[i];

      bind_licence (upsert, licence, self->stream.tenant_id);
      if (!tny_sync_rows_take (&rows, txn, licence->sku_id, upsert, error))
        return FALSE;
    }

  return tny_sync_rows_remove_missed (&rows, txn, "licences/delete", "licences", &doubt, error) &&
         tny_sync_end_stream (txn, &self->stream, doubt, error);
}

void
tny_sync_licences (TnySyncVisit *visit)
{
  TnySyncRun *run = visit->run;
  Licences self = { { run, visit->tenant->id, "licences", -1 } };
  g_autoptr(GError) problem = NULL;

  if (tny_sync_enter (visit, &self.stream, &problem) &&
      (self.found = tny_graph_list_licences (visit->graph, run->cancellable, &problem)) != NULL)
    {
      self.stream.reported = self.found->len;
      tny_store_write (run->store, TNY_PAGED, store, &self, &problem);
    }
  if (problem != NULL)
    tny_sync_fail_stream (&self.stream, problem, FALSE);
  g_clear_pointer (&self.found, g_ptr_array_unref);
}
