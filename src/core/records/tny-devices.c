/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-devices.h"

#include <glib/gi18n-lib.h>

#include "tny-decide.h"
#include "tny-decision-private.h"
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
  return tny_decision_run (store, decide_cb, decision, &decision->batch, batch, error);
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

GPtrArray *
tny_device_bulk_plan (TnyReader *reader, gint64 organization_id, int at_least, GError **error)
{
  sqlite3_stmt *stmt = tny_reader_stmt (reader, "device-suggestions/bulk", error);

  if (stmt == NULL)
    return NULL;
  tny_bind_int (stmt, "at_least", at_least);
  tny_bind_int (stmt, "organization_id", organization_id);

  return tny_bulk_plan_read (stmt, error);
}

static gboolean
accept_line (TnyTxn *txn, const TnyBulkLine *line, gint64 *batch, GError **error)
{
  Decision decision = { ACCEPT, line->subject_id, line->target_id, *batch };

  if (!decide (txn, &decision, error))
    return FALSE;
  *batch = decision.batch;

  return TRUE;
}

gboolean
tny_device_bulk_accept (TnyStore *store, GPtrArray *lines, gint64 *batch, GError **error)
{
  static const TnyBulkKind devices = {
    "device-suggestions/best", "id", "More than one device asks for %s; decide about %s by itself",
    accept_line
  };

  return tny_bulk_accept (store, &devices, lines, batch, error);
}

gboolean
tny_device_counts (TnyReader *reader, gint64 organization_id, TnyMatchCounts *counts,
                   GError **error)
{
  sqlite3_stmt *stmt = tny_reader_stmt (reader, "device-matches/counts", error);

  if (stmt != NULL)
    tny_bind_int (stmt, "organization_id", organization_id);

  return tny_match_counts_read (stmt, counts, error);
}

gboolean
tny_device_last_batch (TnyReader *reader, gint64 *batch, GError **error)
{
  sqlite3_stmt *stmt = tny_reader_stmt (reader, "device-decisions/last-batch", error);

  return stmt != NULL && tny_read_int (stmt, 0, batch, error);
}
