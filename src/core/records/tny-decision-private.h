/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tny-decision.h"
#include "tny-device-decide.h"
#include "tny-store.h"

G_BEGIN_DECLS

/* Runs @func on @decision in a transaction, then makes candidates of devices anew. *@batch: (nullable):
 * what *@made is afterwards. */
gboolean    tny_decision_run     (TnyStore *store, TnyWriteFunc func, gpointer decision,
                                  const gint64 *made, gint64 *batch, GError **error);

/* The lines of a statement that gives subject, target, their names, score, conflict and, for devices,
 * the organization. */
GPtrArray * tny_bulk_plan_read   (sqlite3_stmt *stmt, GError **error);

typedef struct
{
  const char *best, *parameter; /* statement for the best candidate of a subject, and how it is called */
  const char *conflict;         /* message: a target, then a subject */
  /* Accepts one line as part of *@batch; 0 begins one. */
  gboolean  (*accept) (TnyTxn *txn, const TnyBulkLine *line, gint64 *batch, GError **error);
} TnyBulkKind;
/* All lines or none, as one batch. */
gboolean    tny_bulk_accept      (TnyStore *store, const TnyBulkKind *kind, GPtrArray *lines,
                                  gint64 *batch, GError **error);

gboolean    tny_match_counts_read (sqlite3_stmt *stmt, TnyMatchCounts *counts, GError **error);

/* Undo and redo put a subject back to what a line of history says it was before or after. The line
 * must be the one in force: what was decided since is not overwritten. */
typedef struct
{
  gboolean      automatic;
  char         *before, *after, *refused_before, *refused_after;
  gint64        target_before, target_after;
  char         *subject_name, *target_name;

  gint64        decision_id, tenant_id;  /* of a tenant */
  char         *created;                 /* organization that it made, as JSON; NULL: none */
  TnyDeviceKey  device;                  /* of a device */
} TnyUndoStep;

/* The columns that both histories have; their own follow. */
#define TNY_UNDO_COLUMNS 9

typedef struct
{
  gboolean    redo;
  gint64      undoes, batch;
  const char *action, *why;     /* of the lines of history that say so */
} TnyUndoNote;

typedef struct
{
  const char *of_batch, *last_undo;                              /* statements */
  void      (*read_own)   (sqlite3_stmt *stmt, TnyUndoStep *step);
  gboolean  (*next_batch) (TnyTxn *txn, gint64 *batch, GError **error);
  gboolean  (*take)       (TnyTxn *txn, const TnyUndoStep *step, const TnyUndoNote *note,
                           GError **error);
} TnyUndoKind;
/* What tny_matching_undo() says. */
gboolean    tny_undo_run         (TnyStore *store, const TnyUndoKind *kind, gint64 batch,
                                  gboolean redo, TnyUndone *undone, GError **error);

G_END_DECLS
