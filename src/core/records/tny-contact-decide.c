/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-contact-apply.h"

#include <string.h>

#include "tny-clock.h"
#include "tny-contact-row.h"
#include "tny-decide.h"
#include "tny-read.h"
#include "tny-records-error.h"

/* One decision on its way through the writer. */
typedef struct
{
  gint64                    user_id;
  const TnyContactDecision *decision;
  TnyContactDecision        before;
  TnyContactKey             key;
  char                     *user, *tenant;
  gboolean                  present;
  gint64                    organization_id;    /* 0: the tenant is not matched */
} Decide;

static gboolean
read_user (TnyTxn *txn, Decide *self, GError **error)
{
  gboolean found;
  sqlite3_stmt *stmt =
    tny_txn_read (txn, "contact-decisions/user", "id", self->user_id, &found, error);

  if (stmt == NULL)
    return FALSE;
  if (!found)
    {
      g_set_error (error, TNY_ERROR, TNY_ERROR_NOT_FOUND, "There is no user %" G_GINT64_FORMAT,
                   self->user_id);
      return FALSE;
    }
  self->key.tenant_graph_id = tny_dup_text (stmt, 0);
  memcpy (self->key.user_graph_id, sqlite3_column_blob (stmt, 1), sizeof self->key.user_graph_id);
  self->user = tny_dup_text (stmt, 2);
  self->present = tny_int (stmt, 3) != 0;
  self->tenant = tny_dup_text (stmt, 4);
  self->organization_id = tny_int (stmt, 5);

  return TRUE;
}

static gboolean
check_user (const Decide *self, GError **error)
{
  if (self->organization_id == 0)
    tny_set_error_line (error, TNY_ERROR_ARGUMENT,
                        "The tenant %s is not matched with an organization", self->tenant);
  else if (!self->present)
    tny_set_error_line (error, TNY_ERROR_ARGUMENT, "%s is deleted at Microsoft, or left out by the sync settings", self->user);

  return self->organization_id != 0 && self->present;
}

/* The contact is one of the organization, and nobody else's of that tenant. */
static gboolean
check_contact (TnyTxn *txn, const Decide *self, GError **error)
{
  gint64 id = self->decision->contact_id;
  gboolean found;
  sqlite3_stmt *stmt = tny_txn_read (txn, "contacts/fields", "id", id, &found, error);

  if (stmt == NULL)
    return FALSE;
  if (!found || tny_int (stmt, 1) != self->organization_id)
    {
      g_set_error (error, TNY_ERROR, TNY_ERROR_NOT_FOUND,
                   "The organization has no contact %" G_GINT64_FORMAT, id);
      return FALSE;
    }
  stmt = tny_contact_row_stmt (txn, "contact-decisions/rival", &self->key, error);
  if (stmt == NULL)
    return FALSE;
  tny_bind_int (stmt, "contact_id", id);
  tny_bind_int (stmt, "organization_id", self->organization_id);
  if (!tny_step (stmt, &found, error))
    return FALSE;
  if (found)
    tny_set_error_line (error, TNY_ERROR_DECISION,
                        "That contact is %s already; decide about that user first",
                        tny_text (stmt, 0));

  return !found;
}

static gboolean
read_before (TnyTxn *txn, Decide *self, GError **error)
{
  sqlite3_stmt *stmt = tny_contact_row_stmt (txn, "contact-decisions/as-json", &self->key, error);
  gboolean found;

  if (stmt == NULL || !tny_step (stmt, &found, error))
    return FALSE;
  if (found && tny_int (stmt, 3) == self->organization_id)
    self->before =
      (TnyContactDecision) { tny_contact_action_by_name (tny_text (stmt, 1)), tny_int (stmt, 2) };

  return TRUE;
}

static gboolean
decide_cb (TnyTxn *txn, gpointer data, GError **error)
{
  Decide *self = data;
  TnyContactAction action = self->decision->action;
  gboolean links = action == TNY_CONTACT_DECIDE_LINK || action == TNY_CONTACT_DECIDE_LINK_AND_ADD;
  sqlite3_stmt *stmt;

  if (!read_user (txn, self, error) || !read_before (txn, self, error))
    return FALSE;
  if (action == TNY_CONTACT_NO_DECISION)
    return tny_contact_row_remove (txn, TNY_CONTACT_ROW_DECISION, &self->key, error);
  if (!check_user (self, error) || (links && !check_contact (txn, self, error)) ||
      (stmt = tny_contact_row_stmt (txn, "contact-decisions/put", &self->key, error)) == NULL)
    return FALSE;
  tny_bind_int (stmt, "organization_id", self->organization_id);
  tny_bind_text (stmt, "action", tny_contact_action_name (action));
  tny_bind_int_or_null (stmt, "contact_id", links ? self->decision->contact_id : 0, 0);
  tny_bind_int (stmt, "at", tny_clock_now (NULL));
  tny_bind_text (stmt, "who", tny_decision_who ());

  return tny_run (stmt, error);
}

gboolean
tny_contact_decide (TnyStore *store, gint64 user_id, const TnyContactDecision *decision,
                    TnyContactDecision *before, GError **error)
{
  Decide self = { .user_id = user_id, .decision = decision };
  gboolean done;

  g_return_val_if_fail ((guint) decision->action < TNY_CONTACT_N_DECISIONS, FALSE);

  done = tny_store_write (store, TNY_DURABLE, decide_cb, &self, error);
  if (done && before != NULL)
    *before = self.before;
  g_free (self.key.tenant_graph_id);
  g_free (self.user);
  g_free (self.tenant);

  return done;
}
