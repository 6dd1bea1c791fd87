/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* One decision on its way to the database and back, and the decisions of this session that can be
 * undone. Runs in a worker; what it decides is decided in the core (tny-matching.h). */

#include <gtk/gtk.h>

#include "tny-matching.h"

G_BEGIN_DECLS

typedef enum
{
  TNY_STEP_ACCEPT,       /* tenant_id with organization_id, one of its candidates */
  TNY_STEP_MATCH_TO,     /* tenant_id with organization_id */
  TNY_STEP_IGNORE,
  TNY_STEP_CREATE,       /* an organization called organization_name */
  TNY_STEP_REVERT,       /* back to undecided */
  TNY_STEP_BULK,         /* lines */
  TNY_STEP_UNDO,         /* batch */
  TNY_STEP_REDO,         /* batch */
} TnyStepKind;

typedef struct
{
  TnyStepKind     kind;
  gboolean        device;               /* about a device and a configuration (tny-devices.h) in place
                                         * of a tenant and an organization; neither CREATE nor BULK */
  gint64          tenant_id;            /* 0: several */
  gint64          organization_id;
  char           *tenant_name, *organization_name;
  gboolean        shared;               /* another tenant has the organization too: confirmed */
  GPtrArray      *lines;                /* TnyBulkLine */
  gint64          batch;                /* of what was done; for undo and redo, of what to take back */

  /* afterwards */
  TnyUndone       undone;
  TnyMatchCounts  counts;
} TnyMatchStep;

TnyMatchStep * tny_match_step_new  (TnyStepKind kind, gint64 tenant_id, const char *tenant_name);
void           tny_match_step_free (TnyMatchStep *self);

/* Does @self (transfer full). The callback's source is @from. Main thread. */
void           tny_match_step_run_async  (GtkWidget *from, TnyStore *store, TnyMatchStep *self,
                                          GAsyncReadyCallback callback, gpointer data);
/* Lent until the callback returns. @error set when it was not done; then nothing of it was. */
TnyMatchStep * tny_match_step_run_finish (GAsyncResult *result, GError **error);

/* "Matched Contoso Ltd to Contoso. 10 left." A new string. */
char         * tny_match_step_said (const TnyMatchStep *self);
/* Whether a row that this step decided still belongs under @filter (NULL or "all": yes). */
gboolean       tny_match_step_stays (const TnyMatchStep *self, const char *filter);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnyMatchStep, tny_match_step_free)

/* TnyMatchUndo: what Ctrl+Z and Ctrl+Shift+Z go through, without a time limit while the program
 * runs; the history keeps it afterwards. Lives in the page's TnyPageState. */
#define TNY_TYPE_MATCH_UNDO (tny_match_undo_get_type ())
G_DECLARE_FINAL_TYPE (TnyMatchUndo, tny_match_undo, TNY, MATCH_UNDO, GObject)

TnyMatchUndo * tny_match_undo_new      (void);
/* Notes what was done: a decision clears what could be redone. */
void           tny_match_undo_note     (TnyMatchUndo *self, const TnyMatchStep *step);
/* Gives up a batch that can no longer be undone (or redone): the core said STALE. */
void           tny_match_undo_forget   (TnyMatchUndo *self, gint64 batch);
/* The step that undoes (redoes) the last one; NULL: nothing. (transfer full) */
TnyMatchStep * tny_match_undo_next     (TnyMatchUndo *self, gboolean redo);
gboolean       tny_match_undo_can      (TnyMatchUndo *self, gboolean redo);

G_END_DECLS
