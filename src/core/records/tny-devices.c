/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-devices.h"

#include <glib/gi18n-lib.h>

#include "tny-decide.h"
#include "tny-device-decide.h"
#include "tny-read.h"
#include "tny-records-error.h"

typedef enum { ACCEPT, MATCH, IGNORE, REVERT } Action;

/* One decision of a person, on its way through the writer. */
typedef struct
{
  Action  action;
  gint64  device_id, configuration_id;
  gint64  batch;                /* 0 begins one */
} Decision;

static const struct { const char *action, *method, *why; } actions[] = {
  [ACCEPT] = { "accept", "accepted", N_("Suggestion accepted") },
  [MATCH]  = { "match", "chosen", N_("Chosen by hand") },
  [IGNORE] = { "ignore", "ignored", N_("Ignored") },
  [REVERT] = { "revert", NULL, N_("Taken back: not the same") },
};

/* Score and reasons of a suggested pair; *@score -1 and *@reasons NULL when it is not suggested. */
static gboolean
read_pair (TnyTxn *txn, const Decision *decision, int *score, char **reasons, GError **error)
{
  sqlite3_stmt *stmt = tny_txn_stmt (txn, "device-suggestions/pair", error);
  gboolean found;

  if (stmt == NULL)
    return FALSE;
  tny_bind_int (stmt, "id", decision->device_id);
  tny_bind_int (stmt, "configuration_id", decision->configuration_id);
  if (!tny_step (stmt, &found, error))
    return FALSE;
  *score = found ? (int) tny_int (stmt, 0) : -1;
  *reasons = found ? tny_dup_text (stmt, 1) : NULL;

  return TRUE;
}

static gboolean
check_pair (TnyTxn *txn, const Decision *decision, const TnyDeviceState *before, GError **error)
{
  g_autofree char *name = NULL, *other = NULL;
  gint64 organization_id;

  if (!tny_device_configuration (txn, decision->configuration_id, &name, &organization_id, &other,
                                 error))
    return FALSE;
  if (name == NULL)
    g_set_error (error, TNY_ERROR, TNY_ERROR_NOT_FOUND,
                 "There is no configuration %" G_GINT64_FORMAT, decision->configuration_id);
  else if (before->configuration_id == decision->configuration_id)
    tny_set_error_line (error, TNY_ERROR_ARGUMENT, "%s is matched with %s already",
                        before->device_name, name);
  else if (other != NULL)
    tny_set_error_line (error, TNY_ERROR_DECISION, "%s is the device %s already; revert that first",
                        name, other);
  else if (organization_id != before->organization_id)
    tny_set_error_line (error, TNY_ERROR_DECISION,
                        "%s belongs to another organization than the device %s", name,
                        before->device_name);
  else
    return TRUE;

  return FALSE;
}

static gboolean
take_configuration (TnyTxn *txn, const Decision *decision, const TnyDeviceState *before, int *score,
                    GError **error)
{
  g_autofree char *reasons = NULL;

  if (!check_pair (txn, decision, before, error) ||
      !read_pair (txn, decision, score, &reasons, error))
    return FALSE;
  if (decision->action == ACCEPT && (reasons == NULL || before->configuration_id != 0))
    {
      tny_set_error_line (error, TNY_ERROR_STALE,
                          "The suggestion for %s is no longer the one that was shown",
                          before->device_name);
      return FALSE;
    }

  /* Whatever it was before is remembered as not the same. */
  return (before->configuration_id == 0 ||
          tny_device_run (txn, "device-refused/add", &before->key, before->configuration_id,
                          error)) &&
         tny_device_run (txn, "device-refused/remove", &before->key, decision->configuration_id,
                         error) &&
         tny_device_match_put (txn, &before->key, "matched", decision->configuration_id,
                               actions[decision->action].method, *score, reasons,
                               tny_decision_who (), error);
}

static gboolean
change (TnyTxn *txn, const Decision *decision, const TnyDeviceState *before, int *score,
        GError **error)
{
  switch (decision->action)
    {
    case ACCEPT:
    case MATCH:
      return take_configuration (txn, decision, before, score, error);
    case IGNORE:
      if (g_strcmp0 (before->state, "ignored") == 0)
        {
          tny_set_error_line (error, TNY_ERROR_ARGUMENT, "%s is ignored already",
                              before->device_name);
          return FALSE;
        }
      return tny_device_match_put (txn, &before->key, "ignored", 0, "ignored", -1, NULL,
                                   tny_decision_who (), error);
    case REVERT:
      if (before->match == NULL)
        {
          tny_set_error_line (error, TNY_ERROR_ARGUMENT, "%s has no decision to take back",
                              before->device_name);
          return FALSE;
        }
      return (before->configuration_id == 0 ||
              tny_device_run (txn, "device-refused/add", &before->key, before->configuration_id,
                              error)) &&
             tny_device_run (txn, "device-matches/remove", &before->key, 0, error);
    }

  g_return_val_if_reached (FALSE);
}

static gboolean
decide (TnyTxn *txn, Decision *decision, GError **error)
{
  g_auto(TnyDeviceState) before = { { NULL } };
  TnyDeviceNote note = { .score = -1, .who = tny_decision_who () };

  if (!tny_device_state_find (txn, decision->device_id, &before, error) ||
      !change (txn, decision, &before, &note.score, error) ||
      (decision->batch == 0 && !tny_device_next_batch (txn, &decision->batch, error)))
    return FALSE;
  note.batch = decision->batch;
  note.action = actions[decision->action].action;
  note.why = actions[decision->action].why;
  note.configuration_id = decision->action <= MATCH ? decision->configuration_id : 0;

  return tny_device_note_add (txn, &note, &before, error);
}

static gboolean
decide_cb (TnyTxn *txn, gpointer data, GError **error)
{
  return decide (txn, data, error);
}

static gboolean
run (TnyStore *store, Decision *decision, gint64 *batch, GError **error)
{
  if (!tny_store_write (store, TNY_DURABLE, decide_cb, decision, error))
    return FALSE;
  if (batch != NULL)
    *batch = decision->batch;

  return tny_devices_refresh (store, NULL, NULL, error);
}

gboolean
tny_device_accept (TnyStore *store, gint64 device_id, gint64 configuration_id, gint64 *batch,
                   GError **error)
{
  return run (store, &(Decision) { ACCEPT, device_id, configuration_id }, batch, error);
}

gboolean
tny_device_match_to (TnyStore *store, gint64 device_id, gint64 configuration_id, gint64 *batch,
                     GError **error)
{
  return run (store, &(Decision) { MATCH, device_id, configuration_id }, batch, error);
}

gboolean
tny_device_ignore (TnyStore *store, gint64 device_id, gint64 *batch, GError **error)
{
  return run (store, &(Decision) { IGNORE, device_id }, batch, error);
}

gboolean
tny_device_revert (TnyStore *store, gint64 device_id, gint64 *batch, GError **error)
{
  return run (store, &(Decision) { REVERT, device_id }, batch, error);
}

void
tny_device_line_free (TnyDeviceLine *line)
{
  if (line == NULL)
    return;

  g_free (line->device_name);
  g_free (line->configuration_name);
  g_free (line->organization_name);
  g_free (line);
}

GPtrArray *
tny_device_bulk_plan (TnyReader *reader, gint64 organization_id, int at_least, GError **error)
{
  g_autoptr(GPtrArray) lines =
    g_ptr_array_new_with_free_func ((GDestroyNotify) tny_device_line_free);
  sqlite3_stmt *stmt = tny_reader_stmt (reader, "device-suggestions/bulk", error);
  gboolean more;

  if (stmt == NULL)
    return NULL;
  tny_bind_int (stmt, "at_least", at_least);
  tny_bind_int (stmt, "organization_id", organization_id);
  while (tny_step (stmt, &more, error))
    {
      TnyDeviceLine *line;

      if (!more)
        return g_steal_pointer (&lines);
      line = g_new0 (TnyDeviceLine, 1);
      line->device_id = tny_int (stmt, 0);
      line->configuration_id = tny_int (stmt, 1);
      line->device_name = tny_dup_text (stmt, 2);
      line->configuration_name = tny_dup_text (stmt, 3);
      line->organization_name = tny_dup_text (stmt, 4);
      line->score = (int) tny_int (stmt, 5);
      line->conflict = tny_int (stmt, 6) != 0;
      g_ptr_array_add (lines, line);
    }

  return NULL;
}

typedef struct { GPtrArray *lines; gint64 batch; } Bulk;

/* The best candidate must be the one that was shown, with the points that were shown. */
static gboolean
check_line (TnyTxn *txn, const TnyDeviceLine *line, GError **error)
{
  gboolean found;
  sqlite3_stmt *stmt =
    tny_txn_read (txn, "device-suggestions/best", "id", line->device_id, &found, error);

  if (stmt == NULL)
    return FALSE;
  if (found && tny_int (stmt, 0) == line->configuration_id && tny_int (stmt, 1) == line->score)
    return TRUE;
  tny_set_error_line (error, TNY_ERROR_STALE,
                      "The suggestion for %s is no longer the one that was shown",
                      line->device_name);

  return FALSE;
}

static gboolean
bulk_cb (TnyTxn *txn, gpointer data, GError **error)
{
  Bulk *bulk = data;

  for (guint i = 0; i < bulk->lines->len; i++)
    {
      const TnyDeviceLine *line = bulk->lines->pdata[i];
      Decision decision = { ACCEPT, line->device_id, line->configuration_id, bulk->batch };
      g_autoptr(GError) local = NULL;

      if (!check_line (txn, line, error))
        return FALSE;
      if (!decide (txn, &decision, &local))
        {
          /* A configuration that was free when the list was shown is taken now. */
          if (g_error_matches (local, TNY_ERROR, TNY_ERROR_DECISION))
            local->code = TNY_ERROR_STALE;
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
      bulk->batch = decision.batch;
    }

  return TRUE;
}

gboolean
tny_device_bulk_accept (TnyStore *store, GPtrArray *lines, gint64 *batch, GError **error)
{
  Bulk bulk = { lines, 0 };

  if (lines->len == 0)
    {
      g_set_error_literal (error, TNY_ERROR, TNY_ERROR_ARGUMENT,
                           "There is no suggestion to accept");
      return FALSE;
    }
  for (guint i = 0; i < lines->len; i++)
    {
      const TnyDeviceLine *line = lines->pdata[i];

      if (line->conflict)
        {
          tny_set_error_line (error, TNY_ERROR_DECISION,
                              "More than one device asks for %s; decide about %s by itself",
                              line->configuration_name, line->device_name);
          return FALSE;
        }
    }
  if (!tny_store_write (store, TNY_DURABLE, bulk_cb, &bulk, error))
    return FALSE;
  if (batch != NULL)
    *batch = bulk.batch;

  return tny_devices_refresh (store, NULL, NULL, error);
}

gboolean
tny_device_counts (TnyReader *reader, gint64 organization_id, TnyDeviceCounts *counts,
                   GError **error)
{
  gboolean found;
  sqlite3_stmt *stmt = tny_read_by_id (reader, "device-matches/counts", "organization_id",
                                       organization_id, &found, error);

  if (stmt == NULL)
    return FALSE;
  *counts = (TnyDeviceCounts) { tny_int (stmt, 0), tny_int (stmt, 1), tny_int (stmt, 2),
                               tny_int (stmt, 3), tny_int (stmt, 4) };

  return TRUE;
}

gboolean
tny_device_last_batch (TnyReader *reader, gint64 *batch, GError **error)
{
  sqlite3_stmt *stmt = tny_reader_stmt (reader, "device-decisions/last-batch", error);

  return stmt != NULL && tny_read_int (stmt, 0, batch, error);
}
