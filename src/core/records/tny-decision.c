/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-decision-private.h"

#include "tny-devices.h"
#include "tny-error.h"
#include "tny-read.h"
#include "tny-records-error.h"

gboolean
tny_decision_run (TnyStore *store, TnyWriteFunc func, gpointer decision, const gint64 *made,
                  gint64 *batch, GError **error)
{
  if (!tny_store_write (store, TNY_DURABLE, func, decision, error))
    return FALSE;
  if (batch != NULL)
    *batch = *made;

  return tny_devices_refresh (store, NULL, NULL, error);
}

gboolean
tny_match_counts_read (sqlite3_stmt *stmt, TnyMatchCounts *counts, GError **error)
{
  gboolean found;

  if (stmt == NULL || !tny_step (stmt, &found, error))
    return FALSE;
  *counts = (TnyMatchCounts) { tny_int (stmt, 0), tny_int (stmt, 1), tny_int (stmt, 2),
                               tny_int (stmt, 3), tny_int (stmt, 4) };

  return TRUE;
}

/* Many at once */

void
tny_bulk_line_free (TnyBulkLine *line)
{
  if (line == NULL)
    return;

  g_free (line->subject_name);
  g_free (line->target_name);
  g_free (line->organization_name);
  g_free (line);
}

TnyBulkLine *
tny_bulk_line_copy (const TnyBulkLine *line)
{
  TnyBulkLine *copy = g_memdup2 (line, sizeof *line);

  copy->subject_name = g_strdup (line->subject_name);
  copy->target_name = g_strdup (line->target_name);
  copy->organization_name = g_strdup (line->organization_name);

  return copy;
}

GPtrArray *
tny_bulk_plan_read (sqlite3_stmt *stmt, GError **error)
{
  g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func ((GDestroyNotify) tny_bulk_line_free);
  gboolean more;

  while (tny_step (stmt, &more, error))
    {
      TnyBulkLine *line;

      if (!more)
        return g_steal_pointer (&lines);
      line = g_new0 (TnyBulkLine, 1);
      g_ptr_array_add (lines, line);
      line->subject_id = tny_int (stmt, 0);
      line->target_id = tny_int (stmt, 1);
      line->subject_name = tny_dup_text (stmt, 2);
      line->target_name = tny_dup_text (stmt, 3);
      line->score = (int) tny_int (stmt, 4);
      line->conflict = tny_int (stmt, 5) != 0;
      line->organization_name = tny_dup_text (stmt, 6);
    }

  return NULL;
}

typedef struct
{
  const TnyBulkKind *kind;
  GPtrArray         *lines;
  gint64             batch;
} Bulk;

/* The best candidate must be the one that was shown, with the points that were shown. */
static gboolean
check_line (TnyTxn *txn, const TnyBulkKind *kind, const TnyBulkLine *line, GError **error)
{
  gboolean found;
  sqlite3_stmt *stmt =
    tny_txn_read (txn, kind->best, kind->parameter, line->subject_id, &found, error);

  if (stmt == NULL)
    return FALSE;
  if (found && tny_int (stmt, 0) == line->target_id && tny_int (stmt, 1) == line->score)
    return TRUE;
  tny_set_error_line (error, TNY_ERROR_STALE,
                      "The suggestion for %s is no longer the one that was shown",
                      line->subject_name);

  return FALSE;
}

static gboolean
bulk_cb (TnyTxn *txn, gpointer data, GError **error)
{
  Bulk *bulk = data;

  for (guint i = 0; i < bulk->lines->len; i++)
    {
      const TnyBulkLine *line = bulk->lines->pdata[i];
      g_autoptr(GError) local = NULL;

      if (!check_line (txn, bulk->kind, line, error))
        return FALSE;
      if (!bulk->kind->accept (txn, line, &bulk->batch, &local))
        {
          /* What was free when the list was shown is taken now. */
          if (g_error_matches (local, TNY_ERROR, TNY_ERROR_DECISION))
            local->code = TNY_ERROR_STALE;
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
    }

  return TRUE;
}

gboolean
tny_bulk_accept (TnyStore *store, const TnyBulkKind *kind, GPtrArray *lines, gint64 *batch,
                 GError **error)
{
  Bulk bulk = { kind, lines, 0 };

  if (lines->len == 0)
    {
      g_set_error_literal (error, TNY_ERROR, TNY_ERROR_ARGUMENT,
                           "There is no suggestion to accept");
      return FALSE;
    }
  for (guint i = 0; i < lines->len; i++)
    {
      const TnyBulkLine *line = lines->pdata[i];

      if (line->conflict)
        {
          tny_set_error_line (error, TNY_ERROR_DECISION, kind->conflict, line->target_name,
                              line->subject_name);
          return FALSE;
        }
    }

  return tny_decision_run (store, bulk_cb, &bulk, &bulk.batch, batch, error);
}
