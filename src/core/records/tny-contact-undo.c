/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-contact-apply.h"

#include <string.h>

#include "tny-clock.h"
#include "tny-contact-row.h"
#include "tny-read.h"
#include "tny-records-error.h"

/* Undo walks the changes of a step from the last to the first. Each must be as the step left it. */
typedef struct
{
  gboolean           contact;
  TnyContactRowKind  kind;      /* when it is no contact */
  gint64             contact_id;
  TnyContactKey      key;
  char              *before, *after;
} Change;

typedef struct
{
  gint64            step_id;
  TnyContactApplied undone;
} Undo;

static void
change_free (gpointer data)
{
  Change *change = data;

  g_free (change->key.tenant_graph_id);
  g_free (change->before);
  g_free (change->after);
  g_free (change);
}

static gboolean
read_step (TnyTxn *txn, Undo *self, GError **error)
{
  gboolean found;
  sqlite3_stmt *stmt = tny_txn_read (txn, "contact-steps/row", "id", self->step_id, &found, error);

  if (stmt == NULL)
    return FALSE;
  if (!found)
    g_set_error (error, TNY_ERROR, TNY_ERROR_NOT_FOUND, "There is no step %" G_GINT64_FORMAT,
                 self->step_id);
  else if (!tny_is_null (stmt, 3))
    g_set_error (error, TNY_ERROR, TNY_ERROR_ARGUMENT,
                 "Step %" G_GINT64_FORMAT " was taken back already", self->step_id);
  else
    {
      self->undone = (TnyContactApplied){ self->step_id, (guint) tny_int (stmt, 0),
                                          (guint) tny_int (stmt, 1), (guint) tny_int (stmt, 2) };
      return TRUE;
    }

  return FALSE;
}

static GPtrArray *
read_changes (TnyTxn *txn, gint64 step_id, GError **error)
{
  g_autoptr(GPtrArray) changes = g_ptr_array_new_with_free_func (change_free);
  gboolean more;
  sqlite3_stmt *stmt =
    tny_txn_read (txn, "contact-steps/changes", "step_id", step_id, &more, error);

  if (stmt == NULL)
    return NULL;
  while (more)
    {
      Change *change = g_new0 (Change, 1);

      g_ptr_array_add (changes, change);
      change->contact = strcmp (tny_text (stmt, 0), "contact") == 0;
      change->kind = strcmp (tny_text (stmt, 0), "link") == 0 ? TNY_CONTACT_ROW_LINK
                                                               : TNY_CONTACT_ROW_DECISION;
      change->contact_id = tny_int (stmt, 1);
      change->key.tenant_graph_id = tny_dup_text (stmt, 2);
      if (!change->contact)
        memcpy (change->key.user_graph_id, sqlite3_column_blob (stmt, 3),
                sizeof change->key.user_graph_id);
      change->before = tny_dup_text (stmt, 4);
      change->after = tny_dup_text (stmt, 5);
      if (!tny_step (stmt, &more, error))
        return NULL;
    }

  return g_steal_pointer (&changes);
}

static gboolean
check (TnyTxn *txn, const Change *change, GError **error)
{
  g_autofree char *now = NULL;

  if (!(change->contact ? tny_contact_read_json (txn, change->contact_id, &now, error)
                        : tny_contact_row_read (txn, change->kind, &change->key, &now, error)))
    return FALSE;
  if (g_strcmp0 (now, change->after) == 0)
    return TRUE;
  if (change->contact)
    g_set_error (error, TNY_ERROR, TNY_ERROR_STALE, "Contact %" G_GINT64_FORMAT " was %s since",
                 change->contact_id, now != NULL ? "changed" : "removed");
  else
    g_set_error_literal (error, TNY_ERROR, TNY_ERROR_STALE,
                         change->kind == TNY_CONTACT_ROW_LINK
                           ? "Which contact a user is was changed since"
                           : "It was decided about one of the users again since");

  return FALSE;
}

static gboolean
take_back (TnyTxn *txn, const Change *change, GError **error)
{
  if (!check (txn, change, error))
    return FALSE;
  if (change->contact)
    return change->before == NULL
             ? tny_contact_delete (txn, change->contact_id, error)
             : tny_contact_restore (txn, change->contact_id, change->before, error);

  return change->before == NULL
    ? tny_contact_row_remove (txn, change->kind, &change->key, error)
    : tny_contact_row_restore (txn, change->kind, &change->key, change->before, error);
}

static gboolean
undo_cb (TnyTxn *txn, gpointer data, GError **error)
{
  Undo *self = data;
  g_autoptr(GPtrArray) changes = NULL;
  sqlite3_stmt *stmt;

  if (!read_step (txn, self, error) || (changes = read_changes (txn, self->step_id, error)) == NULL)
    return FALSE;
  for (guint i = 0; i < changes->len; i++)
    if (!take_back (txn, changes->pdata[i], error))
      return FALSE;
  stmt = tny_txn_stmt (txn, "contact-steps/undone", error);
  if (stmt == NULL)
    return FALSE;
  tny_bind_int (stmt, "id", self->step_id);
  tny_bind_int (stmt, "at", tny_clock_now (NULL));

  return tny_run (stmt, error);
}

gboolean
tny_contact_undo (TnyStore *store, gint64 step_id, TnyContactApplied *undone, GError **error)
{
  Undo self = { step_id };

  if (!tny_store_write (store, TNY_DURABLE, undo_cb, &self, error))
    return FALSE;
  if (undone != NULL)
    *undone = self.undone;

  return TRUE;
}

gboolean
tny_contact_last_apply (TnyReader *reader, gint64 *step_id, gint64 *at, GError **error)
{
  sqlite3_stmt *stmt = tny_reader_stmt (reader, "contact-steps/last", error);
  gboolean found;

  if (stmt == NULL || !tny_step (stmt, &found, error))
    return FALSE;
  *step_id = found ? tny_int (stmt, 0) : 0;
  if (at != NULL)
    *at = found ? tny_int (stmt, 1) : 0;

  return TRUE;
}
