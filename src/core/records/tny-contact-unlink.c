/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "tny-clock.h"
#include "tny-contact-step.h"
#include "tny-decide.h"
#include "tny-read.h"
#include "tny-records-error.h"

typedef struct
{
  gint64         user_id;
  TnyContactKey  key;
  gint64         organization_id;       /* 0: the tenant is not matched */
  TnyContactStep step;
} Unlink;

static gboolean
read_user (TnyTxn *txn, Unlink *self, GError **error)
{
  gboolean found;
  sqlite3_stmt *stmt =
    tny_txn_read (txn, "contact-decisions/user", "id", self->user_id, &found, error);

  if (stmt == NULL)
    return FALSE;
  if (!found)
    g_set_error (error, TNY_ERROR, TNY_ERROR_NOT_FOUND, "There is no user %" G_GINT64_FORMAT,
                 self->user_id);
  else if (tny_is_null (stmt, 6))
    tny_set_error_line (error, TNY_ERROR_NOTHING_DONE, _("%s is not linked with a contact"),
                        tny_text (stmt, 2));
  else
    {
      self->key.tenant_graph_id = tny_dup_text (stmt, 0);
      memcpy (self->key.user_graph_id, sqlite3_column_blob (stmt, 1),
              sizeof self->key.user_graph_id);
      self->organization_id = tny_int (stmt, 5);
      return TRUE;
    }

  return FALSE;
}

/* The rules would find the same contact again: they are not asked about the user any more. */
static gboolean
put_skip (TnyTxn *txn, Unlink *self, GError **error)
{
  sqlite3_stmt *stmt = tny_contact_row_stmt (txn, "contact-decisions/put", &self->key, error);
  g_autofree char *after = NULL;

  if (stmt == NULL)
    return FALSE;
  tny_bind_int (stmt, "organization_id", self->organization_id);
  tny_bind_text (stmt, "action", tny_contact_action_name (TNY_CONTACT_DECIDE_SKIP));
  tny_bind_int_or_null (stmt, "contact_id", 0, 0);
  tny_bind_int (stmt, "at", self->step.now);
  tny_bind_text (stmt, "who", tny_decision_who ());

  return tny_run (stmt, error) &&
         tny_contact_row_read (txn, TNY_CONTACT_ROW_DECISION, &self->key, &after, error) &&
         tny_contact_step_note (txn, &self->step, "decision", 0, &self->key, NULL, after, error);
}

static gboolean
unlink_cb (TnyTxn *txn, gpointer data, GError **error)
{
  Unlink *self = data;

  return read_user (txn, self, error) && tny_contact_step_begin (txn, &self->step, error) &&
         tny_contact_step_take_away (txn, &self->step, TNY_CONTACT_ROW_LINK, &self->key, error) &&
         tny_contact_step_take_away (txn, &self->step, TNY_CONTACT_ROW_DECISION, &self->key, error) &&
         (self->organization_id == 0 || put_skip (txn, self, error));
}

gboolean
tny_contact_unlink (TnyStore *store, gint64 user_id, gint64 *step_id, GError **error)
{
  Unlink self = { .user_id = user_id, .step = { .now = tny_clock_now (NULL), .applied.linked = 1 } };
  gboolean done = tny_store_write (store, TNY_DURABLE, unlink_cb, &self, error);

  g_free (self.key.tenant_graph_id);
  if (done && step_id != NULL)
    *step_id = self.step.applied.id;

  return done;
}
