/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-decide.h"

#include "tny-clock.h"
#include "tny-error.h"
#include "tny-read.h"

void
tny_match_state_clear (TnyMatchState *state)
{
  g_clear_pointer (&state->match, g_free);
  g_clear_pointer (&state->refused, g_free);
  g_clear_pointer (&state->tenant_name, g_free);
  g_clear_pointer (&state->state, g_free);
}

gboolean
tny_match_state_read (TnyTxn *txn, gint64 tenant_id, TnyMatchState *state, GError **error)
{
  gboolean found;
  sqlite3_stmt *stmt = tny_txn_read (txn, "matches/state", "tenant_id", tenant_id, &found, error);

  if (stmt == NULL)
    return FALSE;
  if (!found)
    {
      g_set_error (error, TNY_ERROR, TNY_ERROR_NOT_FOUND, "There is no tenant %" G_GINT64_FORMAT,
                   tenant_id);
      return FALSE;
    }
  tny_match_state_clear (state);
  state->match = tny_dup_text (stmt, 0);
  state->refused = tny_dup_text (stmt, 1);
  state->tenant_name = tny_dup_text (stmt, 2);
  state->gone = tny_int (stmt, 3) != 0;
  state->state = tny_dup_text (stmt, 4);
  state->organization_id = tny_int (stmt, 5);

  return TRUE;
}

gboolean
tny_decision_add (TnyTxn *txn, const TnyDecisionNote *note, const TnyMatchState *before,
                  GError **error)
{
  g_auto(TnyMatchState) after = { NULL };
  sqlite3_stmt *stmt;

  if (!tny_match_state_read (txn, note->tenant_id, &after, error) ||
      (stmt = tny_txn_stmt (txn, "decisions/add", error)) == NULL)
    return FALSE;
  tny_bind_int (stmt, "batch", note->batch);
  tny_bind_int (stmt, "at", tny_clock_now (NULL));
  tny_bind_text (stmt, "who", note->who);
  tny_bind_text (stmt, "action", note->action);
  tny_bind_int (stmt, "tenant_id", note->tenant_id);
  tny_bind_int_or_null (stmt, "organization_id", note->organization_id, 0);
  tny_bind_int_or_null (stmt, "score", note->score, -1);
  tny_bind_text (stmt, "why", note->why);
  tny_bind_text (stmt, "before", before->match);
  tny_bind_text (stmt, "after", after.match);
  tny_bind_text (stmt, "refused_before", before->refused);
  tny_bind_text (stmt, "refused_after", after.refused);
  tny_bind_text (stmt, "created", note->created);
  tny_bind_int_or_null (stmt, "undoes", note->undoes, 0);

  return tny_run (stmt, error);
}

gboolean
tny_decision_next_batch (TnyTxn *txn, gint64 *batch, GError **error)
{
  sqlite3_stmt *stmt = tny_txn_stmt (txn, "decisions/next-batch", error);

  return stmt != NULL && tny_read_int (stmt, 1, batch, error);
}

gboolean
tny_match_put (TnyTxn *txn, gint64 tenant_id, const char *state, gint64 organization_id,
               const char *method, int score, const char *reasons, GError **error)
{
  sqlite3_stmt *stmt = tny_txn_stmt (txn, "matches/put", error);

  if (stmt == NULL)
    return FALSE;
  tny_bind_int (stmt, "tenant_id", tenant_id);
  tny_bind_text (stmt, "state", state);
  tny_bind_int_or_null (stmt, "organization_id", organization_id, 0);
  tny_bind_text (stmt, "method", method);
  tny_bind_int_or_null (stmt, "score", score, -1);
  tny_bind_text (stmt, "reasons", reasons);
  tny_bind_int (stmt, "decided_at", tny_clock_now (NULL));
  tny_bind_text (stmt, "decided_by", tny_decision_who ());

  return tny_run (stmt, error);
}

gboolean
tny_match_run (TnyTxn *txn, const char *name, gint64 tenant_id, gint64 organization_id,
               GError **error)
{
  sqlite3_stmt *stmt = tny_txn_stmt (txn, name, error);

  if (stmt == NULL)
    return FALSE;
  tny_bind_int (stmt, "tenant_id", tenant_id);
  if (organization_id != 0)
    tny_bind_int (stmt, "organization_id", organization_id);

  return tny_run (stmt, error);
}

gboolean
tny_organization_name (TnyTxn *txn, gint64 id, char **name, GError **error)
{
  gboolean found;
  sqlite3_stmt *stmt = tny_txn_read (txn, "organizations/name", "id", id, &found, error);

  if (stmt == NULL)
    return FALSE;
  *name = found ? tny_dup_text (stmt, 0) : NULL;

  return TRUE;
}

gboolean
tny_match_other (TnyTxn *txn, gint64 tenant_id, gint64 organization_id, char **name, GError **error)
{
  sqlite3_stmt *stmt = tny_txn_stmt (txn, "matches/others", error);
  gboolean found;

  if (stmt == NULL)
    return FALSE;
  tny_bind_int (stmt, "tenant_id", tenant_id);
  tny_bind_int (stmt, "organization_id", organization_id);
  if (!tny_step (stmt, &found, error))
    return FALSE;
  *name = found ? tny_dup_text (stmt, 0) : NULL;

  return TRUE;
}

const char *
tny_decision_who (void)
{
  return g_get_user_name ();
}
