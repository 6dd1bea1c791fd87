/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tny-store.h"

G_BEGIN_DECLS

/* What all decisions have in common: the state before, the change, the line of history. Everything
 * here runs inside the transaction of the decision. */
typedef struct
{
  char     *match;              /* the row of matches as JSON; NULL: undecided */
  char     *refused;            /* JSON list of organization ids */
  char     *tenant_name;
  gboolean  gone;
  char     *state;              /* of the match; NULL: undecided */
  gint64    organization_id;    /* of the match; 0: none */
} TnyMatchState;

typedef struct
{
  gint64      batch, tenant_id;
  const char *action, *who;
  gint64      organization_id;  /* what it led to; 0: none */
  int         score;            /* -1: none */
  const char *why;              /* msgid, or NULL */
  const char *created;          /* (nullable): organization it made, as JSON */
  gint64      undoes;           /* 0: none */
} TnyDecisionNote;

void         tny_match_state_clear (TnyMatchState *state);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TnyMatchState, tny_match_state_clear)

/* NOT_FOUND when there is no such tenant. */
gboolean     tny_match_state_read  (TnyTxn *txn, gint64 tenant_id, TnyMatchState *state, GError **error);
/* Writes the line; the state after is read here, so it comes last. */
gboolean     tny_decision_add      (TnyTxn *txn, const TnyDecisionNote *note, const TnyMatchState *before,
                                    GError **error);
gboolean     tny_decision_next_batch (TnyTxn *txn, gint64 *batch, GError **error);
/* Replaces the match of a tenant. @score -1 and @reasons NULL: none. */
gboolean     tny_match_put         (TnyTxn *txn, gint64 tenant_id, const char *state,
                                    gint64 organization_id, const char *method, int score,
                                    const char *reasons, GError **error);
/* Runs a statement that takes tenant and organization, or the tenant only when @organization_id is
 * 0. */
gboolean     tny_match_run         (TnyTxn *txn, const char *name, gint64 tenant_id,
                                    gint64 organization_id, GError **error);
/* *@name NULL when there is no such organization. Free with g_free(). */
gboolean     tny_organization_name (TnyTxn *txn, gint64 id, char **name, GError **error);
/* Name of a tenant other than @tenant_id that is matched with the organization; *@name NULL:
 * none. */
gboolean     tny_match_other       (TnyTxn *txn, gint64 tenant_id, gint64 organization_id, char **name,
                                    GError **error);
/* Who decides: the name of the user on this computer. */
const char * tny_decision_who      (void);

G_END_DECLS
