/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-matching.h"

#include "tny-decide.h"
#include "tny-decision-private.h"
#include "tny-read.h"
#include "tny-records-error.h"

static void
read_own (sqlite3_stmt *stmt, TnyUndoStep *step)
{
  step->decision_id = tny_int (stmt, TNY_UNDO_COLUMNS);
  step->tenant_id = tny_int (stmt, TNY_UNDO_COLUMNS + 1);
  step->created = tny_dup_text (stmt, TNY_UNDO_COLUMNS + 2);
}

/* The organization that a match is put back to: there, and not given to another tenant since. */
static gboolean
check_organization (TnyTxn *txn, const TnyUndoStep *step, gint64 organization_id, GError **error)
{
  g_autofree char *name = NULL;
  sqlite3_stmt *stmt;
  gboolean taken;

  if (organization_id == 0)
    return TRUE;
  if (!tny_organization_name (txn, organization_id, &name, error))
    return FALSE;
  if (name == NULL)
    {
      tny_set_error_line (error, TNY_ERROR_STALE,
                          "The organization that %s was matched with is gone", step->subject_name);
      return FALSE;
    }
  if ((stmt = tny_txn_stmt (txn, "decisions/taken-since", error)) == NULL)
    return FALSE;
  tny_bind_int (stmt, "organization_id", organization_id);
  tny_bind_int (stmt, "tenant_id", step->tenant_id);
  tny_bind_int (stmt, "decision_id", step->decision_id);
  if (!tny_step (stmt, &taken, error))
    return FALSE;
  if (taken)
    tny_set_error_line (error, TNY_ERROR_STALE, "%s was matched with the tenant %s since", name,
                        tny_text (stmt, 0));

  return !taken;
}

static gboolean
run_record (TnyTxn *txn, const char *name, const char *record, GError **error)
{
  sqlite3_stmt *stmt = tny_txn_stmt (txn, name, error);

  if (stmt == NULL)
    return FALSE;
  tny_bind_text (stmt, "record", record);

  return tny_run (stmt, error);
}

/* The organization that a redone step made, with the number it had. */
static gboolean
bring_back (TnyTxn *txn, const TnyUndoStep *step, GError **error)
{
  g_autofree char *name = NULL;

  if (!tny_organization_name (txn, step->target_after, &name, error))
    return FALSE;
  if (name == NULL)
    return run_record (txn, "organizations/bring-back", step->created, error);
  if (g_strcmp0 (name, step->target_name) == 0)
    return TRUE;
  tny_set_error_line (error, TNY_ERROR_STALE, "The organization made for %s cannot be made again",
                      step->subject_name);

  return FALSE;
}

/* The organization that an undone step made goes, unless something came to hang on it or it was
 * changed. */
static gboolean
drop_created (TnyTxn *txn, const TnyUndoStep *step, GError **error)
{
  gboolean found, unused;
  gint64 id = step->target_after;
  sqlite3_stmt *stmt = tny_txn_read (txn, "organizations/in-use", "id", id, &found, error);

  if (stmt == NULL)
    return FALSE;
  unused = tny_int (stmt, 0) == 0 && tny_int (stmt, 1) == 0 && tny_int (stmt, 2) == 0 &&
           tny_int (stmt, 4) == 0 && tny_int (stmt, 5) == 0;
  stmt = tny_txn_read (txn, "organizations/as-json", "id", id, &found, error);
  if (stmt == NULL)
    return FALSE;
  if (!found || !unused || g_strcmp0 (tny_text (stmt, 0), step->created) != 0)
    return TRUE;
  if ((stmt = tny_txn_stmt (txn, "organizations/delete", error)) == NULL)
    return FALSE;
  tny_bind_int (stmt, "id", id);

  return tny_run (stmt, error);
}

static gboolean
put_back (TnyTxn *txn, gint64 tenant_id, const char *match, const char *refused, GError **error)
{
  sqlite3_stmt *stmt;

  if (match != NULL)
    {
      if ((stmt = tny_txn_stmt (txn, "matches/restore", error)) == NULL)
        return FALSE;
      tny_bind_int (stmt, "tenant_id", tenant_id);
      tny_bind_text (stmt, "match", match);
      if (!tny_run (stmt, error))
        return FALSE;
    }
  else if (!tny_match_run (txn, "matches/remove", tenant_id, 0, error))
    return FALSE;
  if (!tny_match_run (txn, "refused/clear", tenant_id, 0, error) ||
      (stmt = tny_txn_stmt (txn, "refused/set", error)) == NULL)
    return FALSE;
  tny_bind_int (stmt, "tenant_id", tenant_id);
  tny_bind_text (stmt, "organizations", refused);

  return tny_run (stmt, error);
}

static gboolean
take_step (TnyTxn *txn, const TnyUndoStep *step, const TnyUndoNote *how, GError **error)
{
  g_auto(TnyMatchState) now = { NULL };
  gboolean redo = how->redo;
  TnyDecisionNote note = {
    .batch = how->batch, .tenant_id = step->tenant_id, .action = how->action,
    .who = tny_decision_who (), .organization_id = redo ? step->target_after : step->target_before,
    .score = -1, .why = how->why, .created = redo ? step->created : NULL, .undoes = how->undoes,
  };

  if (!tny_match_state_read (txn, step->tenant_id, &now, error))
    return FALSE;
  if (g_strcmp0 (now.match, redo ? step->before : step->after) != 0)
    {
      tny_set_error_line (error, TNY_ERROR_STALE, "%s was decided again since", step->subject_name);
      return FALSE;
    }
  if (redo && step->created != NULL && !bring_back (txn, step, error))
    return FALSE;
  if (!check_organization (txn, step, note.organization_id, error) ||
      !put_back (txn, step->tenant_id, redo ? step->after : step->before,
                 redo ? step->refused_after : step->refused_before, error))
    return FALSE;
  if (!redo && step->created != NULL && !drop_created (txn, step, error))
    return FALSE;
  /* Equal names would match again at once. */
  if (!redo && step->automatic &&
      !tny_match_run (txn, "refused/add", step->tenant_id, step->target_after, error))
    return FALSE;

  return tny_decision_add (txn, &note, &now, error);
}

static const TnyUndoKind tenants = {
  "decisions/of-batch", "decisions/last-undo", read_own, tny_decision_next_batch, take_step
};

gboolean
tny_matching_undo (TnyStore *store, gint64 batch, TnyUndone *undone, GError **error)
{
  return tny_undo_run (store, &tenants, batch, FALSE, undone, error);
}

gboolean
tny_matching_redo (TnyStore *store, gint64 batch, TnyUndone *undone, GError **error)
{
  return tny_undo_run (store, &tenants, batch, TRUE, undone, error);
}
