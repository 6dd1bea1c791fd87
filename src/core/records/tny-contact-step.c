/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-contact-step.h"

#include "tny-decide.h"

gboolean
tny_contact_step_begin (TnyTxn *txn, TnyContactStep *self, GError **error)
{
  sqlite3_stmt *stmt = tny_txn_stmt (txn, "contact-steps/add", error);

  if (stmt == NULL)
    return FALSE;
  tny_bind_int (stmt, "at", self->now);
  tny_bind_text (stmt, "who", tny_decision_who ());
  tny_bind_int (stmt, "created", self->applied.created);
  tny_bind_int (stmt, "updated", self->applied.updated);
  tny_bind_int (stmt, "linked", self->applied.linked);
  if (!tny_run (stmt, error))
    return FALSE;
  self->applied.id = tny_txn_last_id (txn);

  return TRUE;
}

gboolean
tny_contact_step_note (TnyTxn *txn, TnyContactStep *self, const char *kind, gint64 contact_id,
                       const TnyContactKey *key, const char *before, const char *after,
                       GError **error)
{
  sqlite3_stmt *stmt = tny_txn_stmt (txn, "contact-steps/add-change", error);

  if (stmt == NULL)
    return FALSE;
  tny_bind_int (stmt, "step_id", self->applied.id);
  tny_bind_int (stmt, "position", self->position++);
  tny_bind_text (stmt, "kind", kind);
  tny_bind_int_or_null (stmt, "contact_id", contact_id, 0);
  if (key != NULL)
    {
      tny_bind_text (stmt, "tenant_graph_id", key->tenant_graph_id);
      tny_bind_blob (stmt, "user_graph_id", key->user_graph_id, sizeof key->user_graph_id);
    }
  tny_bind_text (stmt, "before", before);
  tny_bind_text (stmt, "after", after);

  return tny_run (stmt, error);
}

gboolean
tny_contact_step_take_away (TnyTxn *txn, TnyContactStep *self, TnyContactRowKind kind,
                            const TnyContactKey *key, GError **error)
{
  g_autofree char *before = NULL;

  if (!tny_contact_row_read (txn, kind, key, &before, error))
    return FALSE;

  return before == NULL ||
         (tny_contact_row_remove (txn, kind, key, error) &&
          tny_contact_step_note (txn, self, kind == TNY_CONTACT_ROW_LINK ? "link" : "decision", 0,
                                 key, before, NULL, error));
}
