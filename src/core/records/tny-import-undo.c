/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-import.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "tny-clock.h"
#include "tny-configuration-keys.h"
#include "tny-contact-row.h"
#include "tny-decide.h"
#include "tny-device-decide.h"
#include "tny-read.h"
#include "tny-records-error.h"

typedef struct
{
  gint64  id;
  char   *before, *after;       /* JSON; before NULL: the import made it */
} Change;

typedef struct
{
  gint64         import_id;
  TnyImportKind  kind;
} Undo;

static const struct { const char *title, *as_json; } words[] = {
  [TNY_IMPORT_ORGANIZATIONS] = { "Organization", "organizations/as-json" },
  [TNY_IMPORT_CONTACTS] = { "Contact", "contacts/as-json" },
  [TNY_IMPORT_CONFIGURATIONS] = { "Configuration", "configurations/as-json" },
};

static TnyImportKind
kind_named (const char *name)
{
  TnyImportKind kind = TNY_IMPORT_ORGANIZATIONS;

  while (kind < TNY_IMPORT_N_KINDS && strcmp (tny_import_kind_name (kind), name) != 0)
    kind++;
  g_return_val_if_fail (kind < TNY_IMPORT_N_KINDS, TNY_IMPORT_ORGANIZATIONS);

  return kind;
}

static void
change_free (gpointer data)
{
  Change *change = data;

  g_free (change->before);
  g_free (change->after);
  g_free (change);
}

static gboolean
read_import (TnyTxn *txn, Undo *undo, GError **error)
{
  gboolean found;
  sqlite3_stmt *stmt = tny_txn_read (txn, "imports/row", "id", undo->import_id, &found, error);

  if (stmt == NULL)
    return FALSE;
  if (!found)
    g_set_error (error, TNY_ERROR, TNY_ERROR_NOT_FOUND, "There is no import %" G_GINT64_FORMAT,
                 undo->import_id);
  else if (!tny_is_null (stmt, 1))
    g_set_error (error, TNY_ERROR, TNY_ERROR_ARGUMENT,
                 "Import %" G_GINT64_FORMAT " was taken back already", undo->import_id);
  else
    {
      undo->kind = kind_named (tny_text (stmt, 0));
      return TRUE;
    }

  return FALSE;
}

/* The newest records first. */
static GPtrArray *
read_changes (TnyTxn *txn, const Undo *undo, GError **error)
{
  g_autoptr(GPtrArray) changes = g_ptr_array_new_with_free_func (change_free);
  gboolean more;
  sqlite3_stmt *stmt =
    tny_txn_read (txn, "imports/changes", "import_id", undo->import_id, &more, error);

  if (stmt == NULL)
    return NULL;
  while (more)
    {
      Change *change = g_new0 (Change, 1);

      change->id = tny_int (stmt, 0);
      change->before = tny_dup_text (stmt, 1);
      change->after = tny_dup_text (stmt, 2);
      g_ptr_array_add (changes, change);
      if (!tny_step (stmt, &more, error))
        return NULL;
    }

  return g_steal_pointer (&changes);
}

/* The record must be as the import left it. */
static gboolean
check_record (TnyTxn *txn, const Undo *undo, const Change *change, GError **error)
{
  gboolean found;
  sqlite3_stmt *stmt = tny_txn_read (txn, words[undo->kind].as_json, "id", change->id, &found,
                                     error);

  if (stmt == NULL)
    return FALSE;
  if (found && g_strcmp0 (tny_text (stmt, 0), change->after) == 0)
    return TRUE;
  g_set_error (error, TNY_ERROR, TNY_ERROR_STALE, "%s %" G_GINT64_FORMAT " was %s since",
               words[undo->kind].title, change->id,
               found ? "changed" : "removed");

  return FALSE;
}

/* A match by equal names goes with the organization, and history says so. */
static gboolean
drop_automatic (TnyTxn *txn, gint64 organization_id, GError **error)
{
  gboolean more;
  sqlite3_stmt *stmt = tny_txn_read (txn, "matches/automatic-of-organization", "organization_id",
                                     organization_id, &more, error);
  g_autoptr(GArray) tenants = g_array_new (FALSE, FALSE, sizeof (gint64));

  if (stmt == NULL)
    return FALSE;
  while (more)
    {
      gint64 id = tny_int (stmt, 0);

      g_array_append_val (tenants, id);
      if (!tny_step (stmt, &more, error))
        return FALSE;
    }
  for (guint i = 0; i < tenants->len; i++)
    {
      g_auto(TnyMatchState) before = { NULL };
      TnyDecisionNote note = { .tenant_id = g_array_index (tenants, gint64, i), .action = "undo",
                               .who = tny_decision_who (), .score = -1,
                               .why = N_("The import that made its organization was taken back") };

      if (!tny_match_state_read (txn, note.tenant_id, &before, error) ||
          !tny_match_run (txn, "matches/remove", note.tenant_id, 0, error) ||
          !tny_decision_next_batch (txn, &note.batch, error) ||
          !tny_decision_add (txn, &note, &before, error))
        return FALSE;
    }

  return TRUE;
}

/* What a person decided about an organization is not taken away behind their back. */
static gboolean
check_unused (TnyTxn *txn, gint64 organization_id, GError **error)
{
  g_autofree char *name = NULL, *tenant = NULL;
  gint64 n_contacts, n_decided, n_configurations;
  gboolean found;
  sqlite3_stmt *stmt =
    tny_txn_read (txn, "organizations/in-use", "id", organization_id, &found, error);

  if (stmt == NULL)
    return FALSE;
  n_contacts = tny_int (stmt, 0);
  n_decided = tny_int (stmt, 1);
  tenant = tny_dup_text (stmt, 3);
  n_configurations = tny_int (stmt, 5);
  if (!tny_organization_name (txn, organization_id, &name, error))
    return FALSE;
  if (n_decided > 0)
    tny_set_error_line (error, TNY_ERROR_STALE,
                        "%s was matched with the tenant %s since; revert that match first", name,
                        tenant);
  else if (n_contacts > 0)
    tny_set_error_line (error, TNY_ERROR_STALE, "%s has contacts now; take back their import first",
                        name);
  else if (n_configurations > 0)
    tny_set_error_line (error, TNY_ERROR_STALE,
                        "%s has configurations now; take back their import first", name);

  return n_decided == 0 && n_contacts == 0 && n_configurations == 0;
}

static gboolean
delete_record (TnyTxn *txn, const Undo *undo, gint64 id, GError **error)
{
  sqlite3_stmt *stmt;

  if (undo->kind == TNY_IMPORT_CONTACTS)
    return tny_contact_delete (txn, id, error);
  if (undo->kind == TNY_IMPORT_CONFIGURATIONS)
    return tny_configuration_delete (txn, id, error);
  if (!check_unused (txn, id, error) || !drop_automatic (txn, id, error) ||
      (stmt = tny_txn_stmt (txn, "organizations/delete", error)) == NULL)
    return FALSE;
  tny_bind_int (stmt, "id", id);

  return tny_run (stmt, error);
}

static gboolean
restore_record (TnyTxn *txn, const Undo *undo, const Change *change, GError **error)
{
  sqlite3_stmt *stmt;

  if (undo->kind == TNY_IMPORT_CONTACTS)
    return tny_contact_restore (txn, change->id, change->before, error);
  stmt = tny_txn_stmt (txn, undo->kind == TNY_IMPORT_CONFIGURATIONS ? "configurations/restore"
                                                                    : "organizations/restore",
                       error);
  if (stmt == NULL)
    return FALSE;
  tny_bind_int (stmt, "id", change->id);
  tny_bind_text (stmt, "record", change->before);
  if (!tny_run (stmt, error))
    return FALSE;
  /* A name that is taken back never was one. */
  if ((stmt = tny_txn_stmt (txn, "organizations/forget-name", error)) == NULL)
    return FALSE;
  tny_bind_int (stmt, "id", change->id);
  tny_bind_text (stmt, "record", change->after);

  return tny_run (stmt, error) && (undo->kind != TNY_IMPORT_CONFIGURATIONS ||
                                   tny_configuration_write_keys (txn, change->id, error));
}

static gboolean
undo_cb (TnyTxn *txn, gpointer data, GError **error)
{
  Undo *undo = data;
  g_autoptr(GPtrArray) changes = NULL;
  sqlite3_stmt *stmt;

  if (!read_import (txn, undo, error) || (changes = read_changes (txn, undo, error)) == NULL)
    return FALSE;
  for (guint i = 0; i < changes->len; i++)
    {
      const Change *change = changes->pdata[i];

      if (!check_record (txn, undo, change, error))
        return FALSE;
      if (change->before == NULL ? !delete_record (txn, undo, change->id, error)
                                 : !restore_record (txn, undo, change, error))
        return FALSE;
    }
  if ((stmt = tny_txn_stmt (txn, "imports/undone", error)) == NULL)
    return FALSE;
  tny_bind_int (stmt, "id", undo->import_id);
  tny_bind_int (stmt, "at", tny_clock_now (NULL));

  return tny_run (stmt, error);
}

gboolean
tny_import_find (TnyReader *reader, gint64 id, TnyImported *imported, GError **error)
{
  sqlite3_stmt *stmt = tny_reader_stmt (reader, "imports/find", error);
  gboolean found;

  if (stmt == NULL)
    return FALSE;
  tny_bind_int (stmt, "id", id);
  if (!tny_step (stmt, &found, error))
    return FALSE;
  if (!found && id == 0)
    g_set_error_literal (error, TNY_ERROR, TNY_ERROR_NOTHING_DONE,
                         "There is no import that could be taken back");
  else if (!found)
    g_set_error (error, TNY_ERROR, TNY_ERROR_NOT_FOUND, "There is no import %" G_GINT64_FORMAT, id);
  else
    {
      imported->id = tny_int (stmt, 0);
      imported->kind = kind_named (tny_text (stmt, 1));
      imported->file_name = tny_dup_text (stmt, 2);
      imported->added = (guint) tny_int (stmt, 3);
      imported->changed = (guint) tny_int (stmt, 4);
    }
  sqlite3_reset (stmt);

  return found;
}

void
tny_imported_clear (TnyImported *imported)
{
  g_clear_pointer (&imported->file_name, g_free);
}

gboolean
tny_import_undo (TnyStore *store, gint64 import_id, GError **error)
{
  Undo undo = { import_id };

  return tny_store_write (store, TNY_DURABLE, undo_cb, &undo, error);
}
