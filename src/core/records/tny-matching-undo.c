/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-matching.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "tny-decide.h"
#include "tny-devices.h"
#include "tny-read.h"
#include "tny-records-error.h"

/* Undo and redo put a tenant back to what a line of history says it was before or after. The line
 * must be the one in force: what was decided since is not overwritten. */
typedef struct
{
  gint64    id, tenant_id;
  gboolean  automatic;
  char     *before, *after, *refused_before, *refused_after, *created;
  gint64    organization_before, organization_after;
  char     *tenant_name, *organization_name;
} Step;

typedef struct
{
  gint64     batch;
  gboolean   redo;
  TnyUndone  undone;
} Undo;

static void
step_free (gpointer data)
{
  Step *step = data;

  g_free (step->before);
  g_free (step->after);
  g_free (step->refused_before);
  g_free (step->refused_after);
  g_free (step->created);
  g_free (step->tenant_name);
  g_free (step->organization_name);
  g_free (step);
}

/* The steps of a batch in the order in which they were made. */
static GPtrArray *
read_steps (TnyTxn *txn, gint64 batch, GError **error)
{
  g_autoptr(GPtrArray) steps = g_ptr_array_new_with_free_func (step_free);
  gboolean more;
  sqlite3_stmt *stmt = tny_txn_read (txn, "decisions/of-batch", "batch", batch, &more, error);

  if (stmt == NULL)
    return NULL;
  if (!more)
    {
      g_set_error (error, TNY_ERROR, TNY_ERROR_NOT_FOUND, "There is no step %" G_GINT64_FORMAT,
                   batch);
      return NULL;
    }
  while (more)
    {
      Step *step = g_new0 (Step, 1);
      const char *action = tny_text (stmt, 2);

      g_ptr_array_add (steps, step);
      if (strcmp (action, "undo") == 0 || strcmp (action, "redo") == 0)
        {
          g_set_error (error, TNY_ERROR, TNY_ERROR_ARGUMENT,
                       "Step %" G_GINT64_FORMAT " is itself an undo or redo", batch);
          return NULL;
        }
      step->id = tny_int (stmt, 0);
      step->tenant_id = tny_int (stmt, 1);
      step->automatic = strcmp (action, "automatic") == 0;
      step->before = tny_dup_text (stmt, 3);
      step->after = tny_dup_text (stmt, 4);
      step->refused_before = tny_dup_text (stmt, 5);
      step->refused_after = tny_dup_text (stmt, 6);
      step->created = tny_dup_text (stmt, 7);
      step->organization_before = tny_int (stmt, 8);
      step->organization_after = tny_int (stmt, 9);
      step->tenant_name = tny_dup_text (stmt, 10);
      step->organization_name = tny_dup_text (stmt, 11);
      if (!tny_step (stmt, &more, error))
        return NULL;
    }

  return g_steal_pointer (&steps);
}

/* Whether the batch stands as it was made, or was taken back. */
static gboolean
check_batch (TnyTxn *txn, const Undo *undo, GError **error)
{
  gboolean found, taken_back;
  sqlite3_stmt *stmt =
    tny_txn_read (txn, "decisions/last-undo", "batch", undo->batch, &found, error);

  if (stmt == NULL)
    return FALSE;
  taken_back = found && strcmp (tny_text (stmt, 0), "undo") == 0;
  if (taken_back == undo->redo)
    return TRUE;
  g_set_error_literal (error, TNY_ERROR, TNY_ERROR_ARGUMENT,
                       undo->redo ? "That step was not taken back"
                                  : "That step was taken back already");

  return FALSE;
}

/* The organization that a match is put back to: there, and not given to another tenant since. */
static gboolean
check_organization (TnyTxn *txn, const Step *step, gint64 organization_id, GError **error)
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
                          "The organization that %s was matched with is gone", step->tenant_name);
      return FALSE;
    }
  if ((stmt = tny_txn_stmt (txn, "decisions/taken-since", error)) == NULL)
    return FALSE;
  tny_bind_int (stmt, "organization_id", organization_id);
  tny_bind_int (stmt, "tenant_id", step->tenant_id);
  tny_bind_int (stmt, "decision_id", step->id);
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
bring_back (TnyTxn *txn, const Step *step, GError **error)
{
  g_autofree char *name = NULL;

  if (!tny_organization_name (txn, step->organization_after, &name, error))
    return FALSE;
  if (name == NULL)
    return run_record (txn, "organizations/bring-back", step->created, error);
  if (g_strcmp0 (name, step->organization_name) == 0)
    return TRUE;
  tny_set_error_line (error, TNY_ERROR_STALE, "The organization made for %s cannot be made again",
                      step->tenant_name);

  return FALSE;
}

/* The organization that an undone step made goes, unless something came to hang on it or it was
 * changed. */
static gboolean
drop_created (TnyTxn *txn, const Step *step, GError **error)
{
  gboolean found, unused;
  gint64 id = step->organization_after;
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
take_step (TnyTxn *txn, const Step *step, gboolean redo, TnyDecisionNote *note, GError **error)
{
  g_auto(TnyMatchState) now = { NULL };

  note->tenant_id = step->tenant_id;
  note->organization_id = redo ? step->organization_after : step->organization_before;
  note->created = redo ? step->created : NULL;
  if (!tny_match_state_read (txn, step->tenant_id, &now, error))
    return FALSE;
  if (g_strcmp0 (now.match, redo ? step->before : step->after) != 0)
    {
      tny_set_error_line (error, TNY_ERROR_STALE, "%s was decided again since", step->tenant_name);
      return FALSE;
    }
  if (redo && step->created != NULL && !bring_back (txn, step, error))
    return FALSE;
  if (!check_organization (txn, step, note->organization_id, error) ||
      !put_back (txn, step->tenant_id, redo ? step->after : step->before,
                 redo ? step->refused_after : step->refused_before, error))
    return FALSE;
  if (!redo && step->created != NULL && !drop_created (txn, step, error))
    return FALSE;
  /* Equal names would match again at once. */
  if (!redo && step->automatic &&
      !tny_match_run (txn, "refused/add", step->tenant_id, step->organization_after, error))
    return FALSE;

  return tny_decision_add (txn, note, &now, error);
}

static gboolean
undo_cb (TnyTxn *txn, gpointer data, GError **error)
{
  Undo *undo = data;
  g_autoptr(GPtrArray) steps = read_steps (txn, undo->batch, error);
  TnyDecisionNote note = { .score = -1, .who = tny_decision_who (), .undoes = undo->batch };
  const Step *first;

  if (steps == NULL || !check_batch (txn, undo, error) ||
      !tny_decision_next_batch (txn, &note.batch, error))
    return FALSE;
  note.action = undo->redo ? "redo" : "undo";
  note.why = undo->redo ? N_("Done again") : N_("Taken back");
  for (guint i = 0; i < steps->len; i++)
    if (!take_step (txn, steps->pdata[undo->redo ? i : steps->len - 1 - i], undo->redo, &note,
                    error))
      return FALSE;

  first = steps->pdata[0];
  undo->undone.n = steps->len;
  undo->undone.tenant_name = g_strdup (first->tenant_name);
  undo->undone.organization_name = g_strdup (first->organization_name);

  return TRUE;
}

static gboolean
run_undo (TnyStore *store, gint64 batch, gboolean redo, TnyUndone *undone, GError **error)
{
  Undo undo = { .batch = batch, .redo = redo };
  gboolean done = tny_store_write (store, TNY_DURABLE, undo_cb, &undo, error) &&
                  tny_devices_refresh (store, NULL, NULL, error);

  if (done && undone != NULL)
    *undone = undo.undone;
  else
    tny_undone_clear (&undo.undone);

  return done;
}

void
tny_undone_clear (TnyUndone *undone)
{
  g_clear_pointer (&undone->tenant_name, g_free);
  g_clear_pointer (&undone->organization_name, g_free);
  undone->n = 0;
}

gboolean
tny_matching_undo (TnyStore *store, gint64 batch, TnyUndone *undone, GError **error)
{
  return run_undo (store, batch, FALSE, undone, error);
}

gboolean
tny_matching_redo (TnyStore *store, gint64 batch, TnyUndone *undone, GError **error)
{
  return run_undo (store, batch, TRUE, undone, error);
}
