/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-contact-row.h"

#include "tny-read.h"
#include "tny-records-error.h"

static const struct { const char *as_json, *remove, *restore;
} statements[] = {
  [TNY_CONTACT_ROW_LINK] = { "user-contacts/as-json", "user-contacts/remove",
                             "user-contacts/restore" },
  [TNY_CONTACT_ROW_DECISION] = { "contact-decisions/as-json", "contact-decisions/remove",
                                 "contact-decisions/restore" },
};

sqlite3_stmt *
tny_contact_row_stmt (TnyTxn *txn, const char *name, const TnyContactKey *key, GError **error)
{
  sqlite3_stmt *stmt = tny_txn_stmt (txn, name, error);

  if (stmt == NULL)
    return NULL;
  tny_bind_text (stmt, "tenant_graph_id", key->tenant_graph_id);
  tny_bind_blob (stmt, "user_graph_id", key->user_graph_id, sizeof key->user_graph_id);

  return stmt;
}

gboolean
tny_contact_row_read (TnyTxn *txn, TnyContactRowKind kind, const TnyContactKey *key, char **json,
                      GError **error)
{
  sqlite3_stmt *stmt = tny_contact_row_stmt (txn, statements[kind].as_json, key, error);
  gboolean found;

  if (stmt == NULL || !tny_step (stmt, &found, error))
    return FALSE;
  *json = found ? tny_dup_text (stmt, 0) : NULL;

  return TRUE;
}

gboolean
tny_contact_row_remove (TnyTxn *txn, TnyContactRowKind kind, const TnyContactKey *key,
                        GError **error)
{
  sqlite3_stmt *stmt = tny_contact_row_stmt (txn, statements[kind].remove, key, error);

  return stmt != NULL && tny_run (stmt, error);
}

gboolean
tny_contact_row_restore (TnyTxn *txn, TnyContactRowKind kind, const TnyContactKey *key,
                         const char *json, GError **error)
{
  sqlite3_stmt *stmt = tny_contact_row_stmt (txn, statements[kind].restore, key, error);

  if (stmt == NULL)
    return FALSE;
  tny_bind_text (stmt, "record", json);

  return tny_run (stmt, error);
}

gboolean
tny_contact_read_json (TnyTxn *txn, gint64 contact_id, char **json, GError **error)
{
  gboolean found;
  sqlite3_stmt *stmt = tny_txn_read (txn, "contacts/as-json", "id", contact_id, &found, error);

  if (stmt == NULL)
    return FALSE;
  *json = found ? tny_dup_text (stmt, 0) : NULL;

  return TRUE;
}

gboolean
tny_contact_check_free (TnyTxn *txn, gint64 contact_id, GError **error)
{
  gboolean found;
  sqlite3_stmt *stmt = tny_txn_read (txn, "contacts/in-use", "id", contact_id, &found, error);

  if (stmt == NULL)
    return FALSE;
  if (found && tny_int (stmt, 0) != 0)
    tny_set_error_line (error, TNY_ERROR_STALE,
                        "%s is the contact of a user now; take back what linked them first",
                        tny_text (stmt, 2));
  else if (found && tny_int (stmt, 1) != 0)
    tny_set_error_line (error, TNY_ERROR_STALE,
                        "%s was chosen for a user since; take that decision back first",
                        tny_text (stmt, 2));
  else
    return TRUE;

  return FALSE;
}

static gboolean
run_for (TnyTxn *txn, const char *name, const char *parameter, gint64 contact_id,
         const char *record, GError **error)
{
  sqlite3_stmt *stmt = tny_txn_stmt (txn, name, error);

  if (stmt == NULL)
    return FALSE;
  tny_bind_int (stmt, parameter, contact_id);
  if (record != NULL)
    tny_bind_text (stmt, "record", record);

  return tny_run (stmt, error);
}

gboolean
tny_contact_restore (TnyTxn *txn, gint64 contact_id, const char *json, GError **error)
{
  return run_for (txn, "contacts/restore", "id", contact_id, json, error) &&
         run_for (txn, "contacts/remove-items", "contact_id", contact_id, NULL, error) &&
         run_for (txn, "contacts/restore-items", "contact_id", contact_id, json, error);
}

gboolean
tny_contact_delete (TnyTxn *txn, gint64 contact_id, GError **error)
{
  return tny_contact_check_free (txn, contact_id, error) &&
         run_for (txn, "contacts/delete", "id", contact_id, NULL, error);
}
