/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-sync-rows.h"

#include "tny-error.h"
#include "tny-mailbox.h"
#include "tny-text.h"

/* The mailbox usage report: one download, one transaction. What a report hides is not data: nothing
 * of it is written, and what was read before stays. */

typedef struct
{
  TnySyncStream     stream;
  TnyMailboxReport *report;
} Mailboxes;

/* Folded login → gint64 * of the user. */
static GHashTable *
read_users (TnyTxn *txn, gint64 tenant_id, GError **error)
{
  g_autoptr(GHashTable) users = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  sqlite3_stmt *stmt = tny_txn_stmt (txn, "mailboxes/users", error);
  gboolean row;

  if (stmt == NULL)
    return NULL;
  tny_bind_int (stmt, "tenant_id", tenant_id);
  while (tny_step (stmt, &row, error))
    {
      gint64 id;

      if (!row)
        return g_steal_pointer (&users);
      id = tny_int (stmt, 0);
      g_hash_table_insert (users, tny_text_fold (tny_text (stmt, 1)), g_memdup2 (&id, sizeof id));
    }

  return NULL;
}

static void
bind_mailbox (sqlite3_stmt *stmt, Mailboxes *self, const TnyMailbox *mailbox, const char *folded,
              const gint64 *user_id)
{
  g_autofree char *sort_name = tny_text_fold (mailbox->display_name != NULL
                                                ? mailbox->display_name : mailbox->address);

  tny_bind_int (stmt, "tenant_id", self->stream.tenant_id);
  tny_bind_text (stmt, "address", mailbox->address);
  tny_bind_text (stmt, "folded", folded);
  tny_bind_text (stmt, "display_name", mailbox->display_name);
  tny_bind_text (stmt, "sort_name", sort_name);
  tny_bind_text (stmt, "kind", mailbox->kind);
  tny_bind_int_or_null (stmt, "used_bytes", mailbox->used_bytes, -1);
  tny_bind_int_or_null (stmt, "quota_bytes", mailbox->quota_bytes, -1);
  tny_bind_int_or_null (stmt, "items", mailbox->items, -1);
  tny_bind_int_or_null (stmt, "has_archive", mailbox->has_archive, -1);
  tny_bind_text (stmt, "created_on", mailbox->created_on);
  tny_bind_text (stmt, "active_on", mailbox->active_on);
  tny_bind_text (stmt, "report_date", self->report->date);
  tny_bind_int_or_null (stmt, "user_id", user_id != NULL ? *user_id : 0, 0);
}

static gboolean
store (TnyTxn *txn, gpointer data, GError **error)
{
  Mailboxes *self = data;
  g_auto(TnySyncRows) rows = { 0 };
  g_autoptr(GHashTable) users = read_users (txn, self->stream.tenant_id, error);
  g_autoptr(GError) doubt = NULL;
  sqlite3_stmt *upsert;

  if (users == NULL ||
      !tny_sync_rows_read (&rows, txn, &self->stream, "mailboxes/known", error) ||
      (upsert = tny_txn_stmt (txn, "mailboxes/upsert", error)) == NULL)
    return FALSE;
  for (guint i = 0; i < self->report->mailboxes->len; i++)
    {
      const TnyMailbox *mailbox = self->report->mailboxes->pdata[i];
      g_autofree char *folded = tny_text_fold (mailbox->address);

      bind_mailbox (upsert, self, mailbox, folded, g_hash_table_lookup (users, folded));
      if (!tny_sync_rows_take (&rows, txn, folded, upsert, error))
        return FALSE;
    }

  return tny_sync_rows_remove_missed (&rows, txn, "mailboxes/delete", "mailboxes", &doubt, error) &&
         tny_sync_end_stream (txn, &self->stream, doubt, error);
}

/* Names that are hidden, in the setting or in the report itself. The setting takes minutes to show
 * in reports: until then each may say something else, and the report is what would be stored. */
static gboolean
is_concealed (Mailboxes *self, int setting)
{
  const TnyMailboxReport *report = self->report;
  gboolean empty = report->mailboxes->len == 0 && report->n_deleted == 0;
  g_autoptr(GError) why = NULL;

  if (!report->concealed && !(setting == 1 && empty))
    return FALSE;
  why = g_error_new (TNY_ERROR, TNY_ERROR_CONCEALED,
                     "names in usage reports are concealed (%s); nothing of the report was stored. "
                     "Microsoft 365 admin center, Settings, Org settings, Services, Reports: clear "
                     "“Display concealed user, group, and site names in all reports”",
                     setting == 1 ? "by the setting" : "seen in the report");
  tny_sync_set_aside (&self->stream, "concealed", why);

  return TRUE;
}

static void
warn_of_setting (Mailboxes *self)
{
  g_autoptr(GError) problem = g_error_new_literal (TNY_ERROR, TNY_ERROR_CONCEALED,
    "The setting conceals names, this report does not yet: the next ones will");
  TnySyncLine line = { .level = "warning", .tenant_id = self->stream.tenant_id,
                       .stream = self->stream.name, .action = "read", .message = problem->message,
                       .problem = problem };

  tny_sync_log (self->stream.run, &line);
}

static gboolean
read_report (Mailboxes *self, TnyGraph *graph, int *setting, GError **error)
{
  GCancellable *cancellable = self->stream.run->cancellable;
  g_autoptr(GByteArray) bytes = NULL;

  if (!tny_graph_read_report_settings (graph, setting, cancellable, error))
    return FALSE;
  bytes = tny_graph_fetch_mailbox_usage (graph, cancellable, error);
  if (bytes == NULL)
    return FALSE;
  self->report = tny_mailbox_report_parse ((const char *) bytes->data, bytes->len, error);

  return self->report != NULL;
}

void
tny_sync_mailboxes (TnySyncVisit *visit)
{
  TnySyncRun *run = visit->run;
  Mailboxes self = { { run, visit->tenant->id, "mailboxes", -1 } };
  g_autoptr(GError) problem = NULL;
  int setting;

  if (tny_sync_enter (visit, &self.stream, &problem) &&
      read_report (&self, visit->graph, &setting, &problem))
    {
      self.stream.reported = self.report->mailboxes->len + self.report->n_odd;
      self.stream.failed = self.stream.fetched = self.report->n_odd;
      if (!is_concealed (&self, setting) &&
          tny_store_write (run->store, TNY_PAGED, store, &self, &problem) && setting == 1)
        warn_of_setting (&self);
    }
  if (problem != NULL)
    tny_sync_fail_stream (&self.stream, problem, FALSE);
  visit->wrote = visit->wrote || self.stream.added + self.stream.changed + self.stream.removed > 0;
  tny_mailbox_report_free (self.report);
}
