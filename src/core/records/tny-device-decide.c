/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-device-decide.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "tny-clock.h"
#include "tny-decide.h"
#include "tny-error.h"
#include "tny-read.h"
#include "tny-records-error.h"

void
tny_device_state_clear (TnyDeviceState *state)
{
  g_clear_pointer (&state->key.tenant_id, g_free);
  g_clear_pointer (&state->match, g_free);
  g_clear_pointer (&state->refused, g_free);
  g_clear_pointer (&state->device_name, g_free);
  g_clear_pointer (&state->state, g_free);
}

static void
bind_key (sqlite3_stmt *stmt, const TnyDeviceKey *key)
{
  tny_bind_text (stmt, "tenant_id", key->tenant_id);
  tny_bind_blob (stmt, "device_id", key->device_id, sizeof key->device_id);
}

gboolean
tny_device_state_find (TnyTxn *txn, gint64 id, TnyDeviceState *state, GError **error)
{
  gboolean found;
  sqlite3_stmt *stmt = tny_txn_read (txn, "device-matches/device", "id", id, &found, error);
  g_auto(TnyDeviceState) key = { { NULL } };
  g_autofree char *name = NULL;

  if (stmt == NULL)
    return FALSE;
  if (!found)
    {
      g_set_error (error, TNY_ERROR, TNY_ERROR_NOT_FOUND,
                   "There is no device %" G_GINT64_FORMAT " any more", id);
      return FALSE;
    }
  key.key.tenant_id = tny_dup_text (stmt, 0);
  memcpy (key.key.device_id, sqlite3_column_blob (stmt, 1), sizeof key.key.device_id);
  name = tny_dup_text (stmt, 2);

  return tny_device_state_read (txn, &key.key, name, state, error);
}

gboolean
tny_device_state_read (TnyTxn *txn, const TnyDeviceKey *key, const char *name,
                       TnyDeviceState *state, GError **error)
{
  sqlite3_stmt *stmt = tny_txn_stmt (txn, "device-matches/state", error);
  TnyDeviceKey copy = *key;
  gboolean found;

  if (stmt == NULL)
    return FALSE;
  copy.tenant_id = g_strdup (key->tenant_id);
  bind_key (stmt, key);
  if (!tny_step (stmt, &found, error))
    {
      g_free (copy.tenant_id);
      return FALSE;
    }
  tny_device_state_clear (state);
  state->key = copy;
  state->match = tny_dup_text (stmt, 0);
  state->refused = tny_dup_text (stmt, 1);
  state->state = tny_dup_text (stmt, 2);
  state->configuration_id = tny_int (stmt, 3);
  state->organization_id = tny_int (stmt, 4);
  state->device_name = g_strdup (name);

  return TRUE;
}

gboolean
tny_device_run (TnyTxn *txn, const char *name, const TnyDeviceKey *key, gint64 configuration_id,
                GError **error)
{
  sqlite3_stmt *stmt = tny_txn_stmt (txn, name, error);

  if (stmt == NULL)
    return FALSE;
  bind_key (stmt, key);
  if (configuration_id != 0)
    tny_bind_int (stmt, "configuration_id", configuration_id);

  return tny_run (stmt, error);
}

gboolean
tny_device_match_put (TnyTxn *txn, const TnyDeviceKey *key, const char *state,
                      gint64 configuration_id, const char *method, int score, const char *reasons,
                      const char *who, GError **error)
{
  sqlite3_stmt *stmt = tny_txn_stmt (txn, "device-matches/put", error);

  if (stmt == NULL)
    return FALSE;
  bind_key (stmt, key);
  tny_bind_text (stmt, "state", state);
  tny_bind_int_or_null (stmt, "configuration_id", configuration_id, 0);
  tny_bind_text (stmt, "method", method);
  tny_bind_int_or_null (stmt, "score", score, -1);
  tny_bind_text (stmt, "reasons", reasons);
  tny_bind_int (stmt, "decided_at", tny_clock_now (NULL));
  tny_bind_text (stmt, "decided_by", who);

  return tny_run (stmt, error);
}

gboolean
tny_device_note_add (TnyTxn *txn, const TnyDeviceNote *note, const TnyDeviceState *before,
                     GError **error)
{
  g_auto(TnyDeviceState) after = { { NULL } };
  sqlite3_stmt *stmt;

  if (!tny_device_state_read (txn, &before->key, before->device_name, &after, error) ||
      (stmt = tny_txn_stmt (txn, "device-decisions/add", error)) == NULL)
    return FALSE;
  bind_key (stmt, &before->key);
  tny_bind_int (stmt, "batch", note->batch);
  tny_bind_int (stmt, "at", tny_clock_now (NULL));
  tny_bind_text (stmt, "who", note->who);
  tny_bind_text (stmt, "action", note->action);
  tny_bind_text (stmt, "device_name", before->device_name);
  tny_bind_int_or_null (stmt, "configuration_id", note->configuration_id, 0);
  tny_bind_int_or_null (stmt, "score", note->score, -1);
  tny_bind_text (stmt, "why", note->why);
  tny_bind_text (stmt, "before", before->match);
  tny_bind_text (stmt, "after", after.match);
  tny_bind_text (stmt, "refused_before", before->refused);
  tny_bind_text (stmt, "refused_after", after.refused);
  tny_bind_int_or_null (stmt, "undoes", note->undoes, 0);

  return tny_run (stmt, error) && tny_device_run (txn, "device-stale/add", &before->key, 0, error);
}

gboolean
tny_device_next_batch (TnyTxn *txn, gint64 *batch, GError **error)
{
  sqlite3_stmt *stmt = tny_txn_stmt (txn, "device-decisions/next-batch", error);

  return stmt != NULL && tny_read_int (stmt, 1, batch, error);
}

gboolean
tny_device_configuration (TnyTxn *txn, gint64 id, char **name, gint64 *organization_id,
                          char **device_name, GError **error)
{
  gboolean found;
  sqlite3_stmt *stmt = tny_txn_read (txn, "device-matches/configuration", "id", id, &found, error);

  if (stmt == NULL)
    return FALSE;
  *name = found ? tny_dup_text (stmt, 0) : NULL;
  *organization_id = found ? tny_int (stmt, 1) : 0;
  *device_name = found ? tny_dup_text (stmt, 2) : NULL;

  return TRUE;
}

gboolean
tny_configuration_delete (TnyTxn *txn, gint64 id, GError **error)
{
  gboolean found;
  sqlite3_stmt *stmt = tny_txn_read (txn, "configurations/match", "id", id, &found, error);
  g_auto(TnyDeviceState) key = { { NULL } }, before = { { NULL } };
  g_autofree char *name = NULL, *device_name = NULL;
  TnyDeviceNote note = { .action = "undo", .who = tny_decision_who (), .score = -1,
                         .why = N_("The import that made its configuration was taken back") };
  gboolean automatic;

  if (stmt == NULL)
    return FALSE;
  if (found)
    {
      key.key.tenant_id = tny_dup_text (stmt, 0);
      memcpy (key.key.device_id, sqlite3_column_blob (stmt, 1), sizeof key.key.device_id);
      automatic = g_strcmp0 (tny_text (stmt, 2), "automatic") == 0;
      name = tny_dup_text (stmt, 3);
      device_name = tny_dup_text (stmt, 4);
      if (!automatic)
        {
          tny_set_error_line (error, TNY_ERROR_STALE,
                              "%s was matched with the device %s since; revert that match first",
                              name, device_name);
          return FALSE;
        }
      if (!tny_device_state_read (txn, &key.key, device_name, &before, error) ||
          !tny_device_run (txn, "device-matches/remove", &key.key, 0, error) ||
          !tny_device_next_batch (txn, &note.batch, error) ||
          !tny_device_note_add (txn, &note, &before, error))
        return FALSE;
    }
  if ((stmt = tny_txn_stmt (txn, "configurations/delete", error)) == NULL)
    return FALSE;
  tny_bind_int (stmt, "id", id);

  return tny_run (stmt, error);
}
