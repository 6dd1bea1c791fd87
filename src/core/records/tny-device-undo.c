/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-devices.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "tny-decide.h"
#include "tny-device-decide.h"
#include "tny-read.h"
#include "tny-records-error.h"

/* Undo and redo put a device back to what a line of history says it was before or after. The line
 * must be the one in force: what was decided since is not overwritten. */
typedef struct
{
  TnyDeviceKey  key;
  gboolean      automatic;
  char         *before, *after, *refused_before, *refused_after, *device_name;
  gint64        configuration_before, configuration_after;
} Step;

typedef struct
{
  gint64    batch;
  gboolean  redo;
  guint     n;
  char     *device_name;        /* of the first */
} Undo;

static void
step_free (gpointer data)
{
  Step *step = data;

  g_free (step->key.tenant_id);
  g_free (step->before);
  g_free (step->after);
  g_free (step->refused_before);
  g_free (step->refused_after);
  g_free (step->device_name);
  g_free (step);
}

/* The steps of a batch in the order in which they were made. */
static GPtrArray *
read_steps (TnyTxn *txn, gint64 batch, GError **error)
{
  g_autoptr(GPtrArray) steps = g_ptr_array_new_with_free_func (step_free);
  gboolean more;
  sqlite3_stmt *stmt = tny_txn_read (txn, "device-decisions/of-batch", "batch", batch, &more,
                                     error);

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
      step->key.tenant_id = tny_dup_text (stmt, 0);
      memcpy (step->key.device_id, sqlite3_column_blob (stmt, 1), sizeof step->key.device_id);
      step->automatic = strcmp (action, "automatic") == 0;
      step->before = tny_dup_text (stmt, 3);
      step->after = tny_dup_text (stmt, 4);
      step->refused_before = tny_dup_text (stmt, 5);
      step->refused_after = tny_dup_text (stmt, 6);
      step->configuration_before = tny_int (stmt, 7);
      step->configuration_after = tny_int (stmt, 8);
      step->device_name = tny_dup_text (stmt, 9);
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
    tny_txn_read (txn, "device-decisions/last-undo", "batch", undo->batch, &found, error);

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

/* The configuration that a match is put back to: there, and no other device since. */
static gboolean
check_configuration (TnyTxn *txn, const Step *step, gint64 configuration_id, GError **error)
{
  g_autofree char *name = NULL, *other = NULL;
  gint64 organization_id;

  if (configuration_id == 0)
    return TRUE;
  if (!tny_device_configuration (txn, configuration_id, &name, &organization_id, &other, error))
    return FALSE;
  if (name == NULL)
    tny_set_error_line (error, TNY_ERROR_STALE,
                        "The configuration that %s was matched with is gone", step->device_name);
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
take_step (TnyTxn *txn, const Step *step, gboolean redo, TnyDeviceNote *note, GError **error)
{
  g_auto(TnyDeviceState) now = { { NULL } };
  const char *match = redo ? step->after : step->before;

  note->configuration_id = redo ? step->configuration_after : step->configuration_before;
  if (!tny_device_state_read (txn, &step->key, step->device_name, &now, error))
    return FALSE;
  if (g_strcmp0 (now.match, redo ? step->before : step->after) != 0)
    {
      tny_set_error_line (error, TNY_ERROR_STALE, "%s was decided again since", step->device_name);
      return FALSE;
    }
  if (!check_configuration (txn, step, note->configuration_id, error) ||
      !put_back (txn, &step->key, match, redo ? step->refused_after : step->refused_before, error))
    return FALSE;
  /* Equal serial and address would match again at once. */
  if (!redo && step->automatic &&
      !tny_device_run (txn, "device-refused/add", &step->key, step->configuration_after, error))
    return FALSE;

  return tny_device_note_add (txn, note, &now, error);
}

static gboolean
undo_cb (TnyTxn *txn, gpointer data, GError **error)
{
  Undo *undo = data;
  g_autoptr(GPtrArray) steps = read_steps (txn, undo->batch, error);
  TnyDeviceNote note = { .score = -1, .who = tny_decision_who (), .undoes = undo->batch };

  if (steps == NULL || !check_batch (txn, undo, error) ||
      !tny_device_next_batch (txn, &note.batch, error))
    return FALSE;
  note.action = undo->redo ? "redo" : "undo";
  note.why = undo->redo ? N_("Done again") : N_("Taken back");
  for (guint i = 0; i < steps->len; i++)
    if (!take_step (txn, steps->pdata[undo->redo ? i : steps->len - 1 - i], undo->redo, &note,
                    error))
      return FALSE;
  undo->n = steps->len;
  undo->device_name = g_strdup (((const Step *) steps->pdata[0])->device_name);

  return TRUE;
}

static gboolean
run_undo (TnyStore *store, gint64 batch, gboolean redo, guint *n, char **device_name,
          GError **error)
{
  Undo undo = { .batch = batch, .redo = redo };
  g_autofree char *name = NULL;

  if (!tny_store_write (store, TNY_DURABLE, undo_cb, &undo, error))
    return FALSE;
  name = undo.device_name;
  if (!tny_devices_refresh (store, NULL, NULL, error))
    return FALSE;
  if (n != NULL)
    *n = undo.n;
  if (device_name != NULL)
    *device_name = g_steal_pointer (&name);

  return TRUE;
}

gboolean
tny_device_undo (TnyStore *store, gint64 batch, guint *n, char **device_name, GError **error)
{
  return run_undo (store, batch, FALSE, n, device_name, error);
}

gboolean
tny_device_redo (TnyStore *store, gint64 batch, guint *n, char **device_name, GError **error)
{
  return run_undo (store, batch, TRUE, n, device_name, error);
}
