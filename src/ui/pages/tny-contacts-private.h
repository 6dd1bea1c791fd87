/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The Contact Preview page, shared by its parts: tny-contacts-page.c shows, tny-contacts-actions.c
 * and tny-contacts-apply.c decide and apply (through TnyPreviewStep). */

#include "tny-banner.h"
#include "tny-contact-step.h"
#include "tny-contacts-page.h"
#include "tny-filter-bar.h"
#include "tny-preview-detail.h"
#include "tny-state-bin.h"
#include "tny-table.h"

G_BEGIN_DECLS

struct _TnyContactsPage
{
  TnyPage           parent_instance;

  TnyFilterBar     *filter;
  GtkWidget        *undo, *refresh, *export, *undo_apply, *apply;
  TnyBanner        *banner;
  GtkWidget        *banner_bin;     /* the banner has a will of its own about being visible */
  GtkWidget        *sums, *says, *says_more;
  TnyStateBin      *states;
  TnyTable         *table;
  GtkWidget        *panes, *detail_pane, *separator;
  TnyPreviewDetail *detail;

  TnyContactSource *source;         /* NULL without a session, and after leaving */
  TnyPreviewUndo   *history;        /* kept in the page's state */
  TnyPreviewSummary summary;
  gboolean          planned;        /* the plan was made once: summary holds something */
  gboolean          detail_open;    /* narrow: the detail is in front of the list */
  gboolean          gone;           /* left: answers of jobs are no longer for us */

  gboolean          working;        /* a step is on its way */
  gint64            deciding;       /* about this user; 0: none */
  gboolean          again;          /* the database changed while it was */
  GVariant         *pending;        /* (smv): an action that came too early */
  gint64            pending_user;   /* whom the detail must show first; 0: nobody */
};

/* Actions "contact.*", "page.undo", "page.redo", "page.refresh", "page.export". */
void tny_contacts_install_actions (GtkWidgetClass *widget_class);
/* The keys of list and detail (L, N, S …) and Ctrl+Enter. */
void tny_contacts_add_keys        (TnyContactsPage *self);
/* Why @action cannot be done now (a new string), or NULL. */
char * tny_contacts_why_not       (TnyPage *page, const char *action);
/* Recomputes which actions are enabled, from state. */
void tny_contacts_update_actions  (TnyContactsPage *self);
/* The detail shows its user now: does what was asked for a moment too early. */
void tny_contacts_run_pending     (TnyContactsPage *self);

/* Does @step (transfer full), unless another is on its way. */
void tny_contacts_run_step        (TnyContactsPage *self, TnyPreviewStep *step);
/* Asks whether to apply what is shown, and does it. */
void tny_contacts_ask_apply       (TnyContactsPage *self);
/* Writes all lines to a file that the person chooses. */
void tny_contacts_export          (TnyContactsPage *self);

/* What the plan says now: figures, sentences, what is missing. */
void tny_contacts_take_summary    (TnyContactsPage *self, TnyPreviewSummary *summary);
/* The first plan is there: shows its rows. */
void tny_contacts_show_rows       (TnyContactsPage *self);
/* Shows list, detail, or both, as there is room. */
void tny_contacts_place_panes     (TnyContactsPage *self);
/* The focus fell into nothing (a button it was on cannot be pressed any more): gives it a place. */
void tny_contacts_mend_focus      (TnyContactsPage *self);

G_END_DECLS
