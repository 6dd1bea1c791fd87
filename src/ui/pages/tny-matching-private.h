/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The Matching page, shared by its parts: tny-matching-page.c shows, tny-matching-actions.c and
 * tny-matching-create.c decide (through TnyMatchStep). */

#include "tny-filter-bar.h"
#include "tny-match-detail.h"
#include "tny-match-step.h"
#include "tny-matching-page.h"
#include "tny-state-bin.h"
#include "tny-table.h"

G_BEGIN_DECLS

struct _TnyMatchingPage
{
  TnyPage         parent_instance;

  TnyFilterBar   *filter;
  GtkWidget      *tools, *undo, *redo, *accept_all;
  TnyStateBin    *states;
  TnyTable       *table;
  GtkWidget      *panes, *detail_pane, *separator;
  TnyMatchDetail *detail;

  TnyStore       *store;          /* lent; NULL without a session */
  TnyMatchUndo   *history;        /* kept in the page's state */
  TnyMatchCounts  counts;
  gboolean        counted;
  gboolean        detail_open;    /* narrow: the detail is in front of the list */
  gboolean        gone;           /* left: answers of workers are no longer for us */

  gint64          deciding;       /* a step is on its way: about this tenant, -1 for several */
  gboolean        finding;        /* suggestions are being looked for */
  GtkWidget      *history_window; /* weak; NULL: not open */
  GVariant       *pending;        /* (smv): an action that waits until the detail shows its tenant */
  gint64          pending_tenant;
};

/* Actions "match.*", "page.undo", "page.redo", "page.refresh". */
void tny_matching_install_actions (GtkWidgetClass *widget_class);
/* The keys of list and detail (A, M, I …) and Ctrl+Shift+A. */
void tny_matching_add_keys        (TnyMatchingPage *self);
/* Why @action cannot be done now (a new string), or NULL. */
char * tny_matching_why_not       (TnyPage *page, const char *action);
/* Recomputes which actions are enabled, from state. */
void tny_matching_update_actions  (TnyMatchingPage *self);
/* The detail shows its tenant now: does what was asked for a moment too early. */
void tny_matching_run_pending     (TnyMatchingPage *self);

/* Does @step (transfer full), unless another is on its way. */
void tny_matching_run_step        (TnyMatchingPage *self, TnyMatchStep *step);
/* Asks how the new organization of @tenant is called, after the closest existing one. */
void tny_matching_create_organization (TnyMatchingPage *self, const TnyTenantRow *tenant);
/* Counts anew, in a worker. */
void tny_matching_count           (TnyMatchingPage *self);
void tny_matching_take_counts     (TnyMatchingPage *self, const TnyMatchCounts *counts);
/* Shows list, detail, or both, as there is room. */
void tny_matching_place_panes     (TnyMatchingPage *self);
/* The focus fell into nothing (a button it was on cannot be pressed any more): gives it a place. */
void tny_matching_mend_focus      (TnyMatchingPage *self);
const char * tny_matching_filter  (TnyMatchingPage *self);       /* NULL: all */

G_END_DECLS
