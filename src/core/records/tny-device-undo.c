/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-devices.h"

#include <string.h>

#include "tny-decide.h"
#include "tny-decision-private.h"
#include "tny-device-decide.h"
#include "tny-read.h"
#include "tny-records-error.h"

static void
read_own (sqlite3_stmt *stmt, TnyUndoStep *step)
{
  step->device.tenant_id = tny_dup_text (stmt, TNY_UNDO_COLUMNS);
  memcpy (step->device.device_id, sqlite3_column_blob (stmt, TNY_UNDO_COLUMNS + 1),
          sizeof step->device.device_id);
}

/* The configuration that a match is put back to: there, and no other device since. */
static gboolean
check_configuration (TnyTxn *txn, const TnyUndoStep *step, gint64 configuration_id, GError **error)
{
  g_autofree char *name = NULL, *other = NULL;
  gint64 organization_id;

  if (configuration_id == 0)
    return TRUE;
  if (!tny_device_configuration (txn, configuration_id, &name, &organization_id, &other, error))
    return FALSE;
  if (name == NULL)
    tny_set_error_line (error, TNY_ERROR_STALE,
                        "The configuration that %s was matched with is gone", step->subject_name);
  else if (other != NULL)
    tny_set_error_line (error, TNY_ERROR_STALE, "%s was matched with the device %s since", name,
                        other);
  else
    return TRUE;

  return FALSE;
}

static gboolean
put_back (TnyTxn *txn, const TnyDeviceKey *key, const char *match, const char *refused,
          GError **error)
{
  const struct { const char *statement, *parameter, *value; } steps[] = {
    { "device-matches/restore", "match", match },
    { "device-refused/set", "configurations", refused },
  };

  if (!tny_device_run (txn, "device-matches/remove", key, 0, error) ||
      !tny_device_run (txn, "device-refused/clear", key, 0, error))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      sqlite3_stmt *stmt;

      if (steps[i].value == NULL)
        continue;
      if ((stmt = tny_txn_stmt (txn, steps[i].statement, error)) == NULL)
        return FALSE;
      tny_bind_text (stmt, "tenant_id", key->tenant_id);
      tny_bind_blob (stmt, "device_id", key->device_id, sizeof key->device_id);
      tny_bind_text (stmt, steps[i].parameter, steps[i].value);
      if (!tny_run (stmt, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
take_step (TnyTxn *txn, const TnyUndoStep *step, const TnyUndoNote *how, GError **error)
{
  g_auto(TnyDeviceState) now = { { NULL } };
  gboolean redo = how->redo;
  TnyDeviceNote note = {
    .batch = how->batch, .action = how->action, .who = tny_decision_who (),
    .configuration_id = redo ? step->target_after : step->target_before, .score = -1,
    .why = how->why, .undoes = how->undoes,
  };

  if (!tny_device_state_read (txn, &step->device, step->subject_name, &now, error))
    return FALSE;
  if (g_strcmp0 (now.match, redo ? step->before : step->after) != 0)
    {
      tny_set_error_line (error, TNY_ERROR_STALE, "%s was decided again since", step->subject_name);
      return FALSE;
    }
  if (!check_configuration (txn, step, note.configuration_id, error) ||
      !put_back (txn, &step->device, redo ? step->after : step->before,
                 redo ? step->refused_after : step->refused_before, error))
    return FALSE;
  /* Equal serial and address would match again at once. */
  if (!redo && step->automatic &&
      !tny_device_run (txn, "device-refused/add", &step->device, step->target_after, error))
    return FALSE;

  return tny_device_note_add (txn, &note, &now, error);
}

static const TnyUndoKind devices = {
  "device-decisions/of-batch", "device-decisions/last-undo", read_own, tny_device_next_batch,
  take_step
};

gboolean
tny_device_undo (TnyStore *store, gint64 batch, TnyUndone *undone, GError **error)
{
  return tny_undo_run (store, &devices, batch, FALSE, undone, error);
}

gboolean
tny_device_redo (TnyStore *store, gint64 batch, TnyUndone *undone, GError **error)
{
  return tny_undo_run (store, &devices, batch, TRUE, undone, error);
}
