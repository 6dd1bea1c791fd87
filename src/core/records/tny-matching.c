/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-matching.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "tny-clock.h"
#include "tny-decide.h"
#include "tny-decision-private.h"
#include "tny-read.h"
#include "tny-records-error.h"
#include "tny-text.h"

#define NAME_CHARS 80

typedef enum { ACCEPT, MATCH, CREATE, IGNORE, REVERT } Action;

/* One decision of a person, on its way through the writer. */
typedef struct
{
  Action      action;
  gint64      tenant_id;
  gint64      organization_id;  /* asked for; with CREATE: the new one */
  gboolean    shared, anyway;
  const char *name;             /* CREATE: NULL takes the tenant's */
  gint64      batch;
} Decision;

static const struct { const char *action, *method, *why; } actions[] = {
  [ACCEPT] = { "accept", "accepted", N_("Suggestion accepted") },
  [MATCH]  = { "match", "chosen", N_("Chosen by hand") },
  [CREATE] = { "create", "created", N_("Organization made for this tenant") },
  [IGNORE] = { "ignore", "ignored", N_("Ignored") },
  [REVERT] = { "revert", NULL, N_("Taken back: not the same") },
};

/* Score and reasons of a suggested pair; *@score -1 and *@reasons NULL when it is not suggested. */
static gboolean
read_pair (TnyTxn *txn, const Decision *decision, int *score, char **reasons, GError **error)
{
  sqlite3_stmt *stmt = tny_txn_stmt (txn, "suggestions/pair", error);
  gboolean found;

  if (stmt == NULL)
    return FALSE;
  tny_bind_int (stmt, "tenant_id", decision->tenant_id);
  tny_bind_int (stmt, "organization_id", decision->organization_id);
  if (!tny_step (stmt, &found, error))
    return FALSE;
  *score = found ? (int) tny_int (stmt, 0) : -1;
  *reasons = found ? tny_dup_text (stmt, 1) : NULL;

  return TRUE;
}

/* Whether the organization may be given to the tenant as it was asked. */
static gboolean
check_pair (TnyTxn *txn, const Decision *decision, const TnyMatchState *before, GError **error)
{
  g_autofree char *name = NULL, *other = NULL;

  if (!tny_organization_name (txn, decision->organization_id, &name, error))
    return FALSE;
  if (name == NULL)
    {
      g_set_error (error, TNY_ERROR, TNY_ERROR_NOT_FOUND,
                   "There is no organization %" G_GINT64_FORMAT, decision->organization_id);
      return FALSE;
    }
  if (before->organization_id == decision->organization_id)
    {
      tny_set_error_line (error, TNY_ERROR_ARGUMENT, "%s is matched with %s already",
                          before->tenant_name, name);
      return FALSE;
    }
  if (!tny_match_other (txn, decision->tenant_id, decision->organization_id, &other, error))
    return FALSE;
  if (other != NULL && !decision->shared)
    {
      tny_set_error_line (error, TNY_ERROR_DECISION, "%s is matched with the tenant %s already",
                          name, other);
      return FALSE;
    }

  return TRUE;
}

/* @created: (out): the new organization as JSON, to make it again. */
static gboolean
create_organization (TnyTxn *txn, Decision *decision, const TnyMatchState *before, char **created,
                     GError **error)
{
  g_autofree char *name =
    tny_text_trim (decision->name != NULL ? decision->name : before->tenant_name);
  g_autofree char *folded = tny_text_fold (name);
  sqlite3_stmt *stmt;
  gboolean found;

  if (*name == '\0')
    {
      g_set_error_literal (error, TNY_ERROR, TNY_ERROR_ARGUMENT, "An organization needs a name");
      return FALSE;
    }
  if ((stmt = tny_txn_stmt (txn, "organizations/same-name", error)) == NULL)
    return FALSE;
  tny_bind_text (stmt, "folded", folded);
  if (!tny_step (stmt, &found, error))
    return FALSE;
  if (found && !decision->anyway)
    {
      g_autofree char *line = tny_text_one_line (tny_text (stmt, 1), NAME_CHARS);

      g_set_error (error, TNY_ERROR, TNY_ERROR_DECISION,
                   "An organization called “%s” exists already (%" G_GINT64_FORMAT ")", line,
                   tny_int (stmt, 0));
      return FALSE;
    }
  if ((stmt = tny_txn_stmt (txn, "organizations/create", error)) == NULL)
    return FALSE;
  tny_bind_text (stmt, "name", name);
  tny_bind_text (stmt, "folded", folded);
  tny_bind_int (stmt, "at", tny_clock_now (NULL));
  if (!tny_run (stmt, error))
    return FALSE;
  decision->organization_id = tny_txn_last_id (txn);
  stmt =
    tny_txn_read (txn, "organizations/as-json", "id", decision->organization_id, &found, error);
  if (stmt == NULL)
    return FALSE;
  *created = tny_dup_text (stmt, 0);

  return TRUE;
}

/* The match as such: whoever had the tenant before is remembered as not the same. */
static gboolean
take_organization (TnyTxn *txn, const Decision *decision, const TnyMatchState *before, int score,
                   const char *reasons, GError **error)
{
  if (before->organization_id != 0 &&
      !tny_match_run (txn, "refused/add", decision->tenant_id, before->organization_id, error))
    return FALSE;

  return tny_match_run (txn, "refused/remove", decision->tenant_id, decision->organization_id,
                        error) &&
         tny_match_put (txn, decision->tenant_id, "matched", decision->organization_id,
                        actions[decision->action].method, score, reasons, error);
}

static gboolean
change (TnyTxn *txn, Decision *decision, const TnyMatchState *before, int *score, char **created,
        GError **error)
{
  g_autofree char *reasons = NULL;

  switch (decision->action)
    {
    case ACCEPT:
    case MATCH:
      if (!check_pair (txn, decision, before, error) ||
          !read_pair (txn, decision, score, &reasons, error))
        return FALSE;
      if (decision->action == ACCEPT && (reasons == NULL || before->organization_id != 0))
        {
          tny_set_error_line (error, TNY_ERROR_STALE,
                              "The suggestion for %s is no longer the one that was shown",
                              before->tenant_name);
          return FALSE;
        }
      return take_organization (txn, decision, before, *score, reasons, error);
    case CREATE:
      return create_organization (txn, decision, before, created, error) &&
             take_organization (txn, decision, before, -1, NULL, error);
    case IGNORE:
      if (g_strcmp0 (before->state, "ignored") == 0)
        {
          tny_set_error_line (error, TNY_ERROR_ARGUMENT, "%s is ignored already",
                              before->tenant_name);
          return FALSE;
        }
      return tny_match_put (txn, decision->tenant_id, "ignored", 0, "ignored", -1, NULL, error);
    case REVERT:
      if (before->match == NULL)
        {
          tny_set_error_line (error, TNY_ERROR_ARGUMENT, "%s has no decision to take back",
                              before->tenant_name);
          return FALSE;
        }
      return (before->organization_id == 0 ||
              tny_match_run (txn, "refused/add", decision->tenant_id, before->organization_id,
                             error)) &&
             tny_match_run (txn, "matches/remove", decision->tenant_id, 0, error);
    default:
      g_return_val_if_reached (FALSE);
    }
}

/* @batch: 0 begins one. */
static gboolean
decide (TnyTxn *txn, Decision *decision, GError **error)
{
  g_auto(TnyMatchState) before = { NULL };
  g_autofree char *created = NULL;
  TnyDecisionNote note = { .score = -1, .who = tny_decision_who () };

  if (!tny_match_state_read (txn, decision->tenant_id, &before, error))
    return FALSE;
  if (before.gone)
    {
      tny_set_error_line (error, TNY_ERROR_NOT_FOUND, "Microsoft no longer lists the tenant %s",
                          before.tenant_name);
      return FALSE;
    }
  if (!change (txn, decision, &before, &note.score, &created, error) ||
      (decision->batch == 0 && !tny_decision_next_batch (txn, &decision->batch, error)))
    return FALSE;

  note.batch = decision->batch;
  note.tenant_id = decision->tenant_id;
  note.action = actions[decision->action].action;
  note.why = actions[decision->action].why;
  note.organization_id = decision->action <= CREATE ? decision->organization_id : 0;
  note.created = created;

  return tny_decision_add (txn, &note, &before, error);
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
tny_matching_accept (TnyStore *store, gint64 tenant_id, gint64 organization_id, gboolean shared,
                     gint64 *batch, GError **error)
{
  Decision decision = { ACCEPT, tenant_id, organization_id, .shared = shared };

  return run (store, &decision, batch, error);
}

gboolean
tny_matching_match_to (TnyStore *store, gint64 tenant_id, gint64 organization_id, gboolean shared,
                       gint64 *batch, GError **error)
{
  Decision decision = { MATCH, tenant_id, organization_id, .shared = shared };

  return run (store, &decision, batch, error);
}

gboolean
tny_matching_ignore (TnyStore *store, gint64 tenant_id, gint64 *batch, GError **error)
{
  Decision decision = { IGNORE, tenant_id };

  return run (store, &decision, batch, error);
}

gboolean
tny_matching_create (TnyStore *store, gint64 tenant_id, const char *name, gboolean anyway,
                     gint64 *organization_id, gint64 *batch, GError **error)
{
  Decision decision = { CREATE, tenant_id, .anyway = anyway, .name = name };

  if (!run (store, &decision, batch, error))
    return FALSE;
  if (organization_id != NULL)
    *organization_id = decision.organization_id;

  return TRUE;
}

gboolean
tny_matching_revert (TnyStore *store, gint64 tenant_id, gint64 *batch, GError **error)
{
  Decision decision = { REVERT, tenant_id };

  return run (store, &decision, batch, error);
}

GPtrArray *
tny_matching_bulk_plan (TnyReader *reader, int at_least, GError **error)
{
  sqlite3_stmt *stmt = tny_reader_stmt (reader, "suggestions/bulk", error);

  if (stmt == NULL)
    return NULL;
  tny_bind_int (stmt, "at_least", at_least);

  return tny_bulk_plan_read (stmt, error);
}

static gboolean
accept_line (TnyTxn *txn, const TnyBulkLine *line, gint64 *batch, GError **error)
{
  Decision decision = { ACCEPT, line->subject_id, line->target_id, .batch = *batch };

  if (!decide (txn, &decision, error))
    return FALSE;
  *batch = decision.batch;

  return TRUE;
}

gboolean
tny_matching_bulk_accept (TnyStore *store, GPtrArray *lines, gint64 *batch, GError **error)
{
  static const TnyBulkKind tenants = {
    "suggestions/best", "tenant_id", "More than one tenant asks for %s; decide about %s by itself",
    accept_line
  };

  return tny_bulk_accept (store, &tenants, lines, batch, error);
}

gboolean
tny_matching_counts (TnyReader *reader, TnyMatchCounts *counts, GError **error)
{
  return tny_match_counts_read (tny_reader_stmt (reader, "matches/counts", error), counts, error);
}

gboolean
tny_matching_last_batch (TnyReader *reader, gint64 *batch, GError **error)
{
  sqlite3_stmt *stmt = tny_reader_stmt (reader, "decisions/last-batch", error);

  return stmt != NULL && tny_read_int (stmt, 0, batch, error);
}
