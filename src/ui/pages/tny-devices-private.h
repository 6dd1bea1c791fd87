/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The Devices page, shared by its parts: tny-devices-page.c shows, tny-devices-actions.c decides
 * (through TnyMatchStep). */

#include "tny-device-detail.h"
#include "tny-devices-page.h"
#include "tny-filter-bar.h"
#include "tny-match-step.h"
#include "tny-state-bin.h"
#include "tny-table.h"

G_BEGIN_DECLS

struct _TnyDevicesPage
{
  TnyPage          parent_instance;

  TnyFilterBar    *filter;
  GtkWidget       *tools, *undo, *redo;
  TnyStateBin     *states;
  TnyTable        *table;
  GtkWidget       *panes, *detail_pane, *separator;
  TnyDeviceDetail *detail;

  TnyStore        *store;         /* lent; NULL without a session */
  TnyMatchUndo    *history;       /* kept in the page's state */
  TnyMatchCounts  counts;
  gboolean         counted;
  GPtrArray       *sources;       /* TnyDeviceSource; NULL: not read yet */
  gboolean         detail_open;   /* narrow: the detail is in front of the list */
  gboolean         gone;          /* left: answers of workers are no longer for us */

  gint64           deciding;      /* a step is on its way: about this device */
  GVariant        *pending;       /* (smv): an action that waits until the detail shows its device */
  gint64           pending_device;
};

/* Actions "match.*", "page.undo", "page.redo", "page.refresh". */
void tny_devices_install_actions (GtkWidgetClass *widget_class);
/* The keys of list and detail: A, M, I, U, O, 1 … 5. */
void tny_devices_add_keys        (TnyDevicesPage *self);
/* Why @action cannot be done now (a new string), or NULL. */
char * tny_devices_why_not       (TnyPage *page, const char *action);
/* Recomputes which actions are enabled, from state. */
void tny_devices_update_actions  (TnyDevicesPage *self);
/* The detail shows its device now: does what was asked for a moment too early. */
void tny_devices_run_pending     (TnyDevicesPage *self);
/* Counts anew, in a worker. */
void tny_devices_count           (TnyDevicesPage *self);
void tny_devices_take_counts     (TnyDevicesPage *self, const TnyMatchCounts *counts);
/* The focus fell into nothing (a button it was on cannot be pressed any more): gives it a place. */
void tny_devices_mend_focus      (TnyDevicesPage *self);
const char * tny_devices_filter  (TnyDevicesPage *self);       /* NULL: all */

G_END_DECLS
