/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-decision-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "tny-error.h"
#include "tny-read.h"

typedef struct
{
  const TnyUndoKind *kind;
  gint64             batch;
  gboolean           redo;
  TnyUndone          undone;
} Undo;

void
tny_undone_clear (TnyUndone *undone)
{
  g_clear_pointer (&undone->subject_name, g_free);
  g_clear_pointer (&undone->target_name, g_free);
  undone->n = 0;
}

static void
step_free (gpointer data)
{
  TnyUndoStep *step = data;

  g_free (step->before);
  g_free (step->after);
  g_free (step->refused_before);
  g_free (step->refused_after);
  g_free (step->subject_name);
  g_free (step->target_name);
  g_free (step->created);
  g_free (step->device.tenant_id);
  g_free (step);
}

static TnyUndoStep *
read_step (sqlite3_stmt *stmt, const Undo *undo, GError **error)
{
  const char *action = tny_text (stmt, 0);
  TnyUndoStep *step;

  if (strcmp (action, "undo") == 0 || strcmp (action, "redo") == 0)
    {
      g_set_error (error, TNY_ERROR, TNY_ERROR_ARGUMENT,
                   "Step %" G_GINT64_FORMAT " is itself an undo or redo", undo->batch);
      return NULL;
    }
  step = g_new0 (TnyUndoStep, 1);
  step->automatic = strcmp (action, "automatic") == 0;
  step->before = tny_dup_text (stmt, 1);
  step->after = tny_dup_text (stmt, 2);
  step->refused_before = tny_dup_text (stmt, 3);
  step->refused_after = tny_dup_text (stmt, 4);
  step->target_before = tny_int (stmt, 5);
  step->target_after = tny_int (stmt, 6);
  step->subject_name = tny_dup_text (stmt, 7);
  step->target_name = tny_dup_text (stmt, 8);
  undo->kind->read_own (stmt, step);

  return step;
}

/* The steps of a batch in the order in which they were made. */
static GPtrArray *
read_steps (TnyTxn *txn, const Undo *undo, GError **error)
{
  g_autoptr(GPtrArray) steps = g_ptr_array_new_with_free_func (step_free);
  gboolean more;
  sqlite3_stmt *stmt =
    tny_txn_read (txn, undo->kind->of_batch, "batch", undo->batch, &more, error);

  if (stmt == NULL)
    return NULL;
  if (!more)
    {
      g_set_error (error, TNY_ERROR, TNY_ERROR_NOT_FOUND, "There is no step %" G_GINT64_FORMAT,
                   undo->batch);
      return NULL;
    }
  while (more)
    {
      TnyUndoStep *step = read_step (stmt, undo, error);

      if (step == NULL)
        return NULL;
      g_ptr_array_add (steps, step);
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
    tny_txn_read (txn, undo->kind->last_undo, "batch", undo->batch, &found, error);

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

static gboolean
undo_cb (TnyTxn *txn, gpointer data, GError **error)
{
  Undo *undo = data;
  g_autoptr(GPtrArray) steps = read_steps (txn, undo, error);
  TnyUndoNote note = { .redo = undo->redo, .undoes = undo->batch };
  const TnyUndoStep *first;

  if (steps == NULL || !check_batch (txn, undo, error) ||
      !undo->kind->next_batch (txn, &note.batch, error))
    return FALSE;
  note.action = undo->redo ? "redo" : "undo";
  note.why = undo->redo ? N_("Done again") : N_("Taken back");
  for (guint i = 0; i < steps->len; i++)
    if (!undo->kind->take (txn, steps->pdata[undo->redo ? i : steps->len - 1 - i], &note, error))
      return FALSE;

  first = steps->pdata[0];
  undo->undone.n = steps->len;
  undo->undone.subject_name = g_strdup (first->subject_name);
  undo->undone.target_name = g_strdup (first->target_name);

  return TRUE;
}

gboolean
tny_undo_run (TnyStore *store, const TnyUndoKind *kind, gint64 batch, gboolean redo,
              TnyUndone *undone, GError **error)
{
  Undo undo = { .kind = kind, .batch = batch, .redo = redo };
  gboolean done = tny_decision_run (store, undo_cb, &undo, &undo.batch, NULL, error);

  if (done && undone != NULL)
    *undone = undo.undone;
  else
    tny_undone_clear (&undo.undone);

  return done;
}
