/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* TnySyncFoot: the foot of the sidebar while long work runs: what it does, how far it is, Cancel.
 * Pressing the text activates "win.open-run". Hidden while nothing runs. */

#include <gtk/gtk.h>

#include "tny-job.h"

G_BEGIN_DECLS

#define TNY_TYPE_SYNC_FOOT (tny_sync_foot_get_type ())
G_DECLARE_FINAL_TYPE (TnySyncFoot, tny_sync_foot, TNY, SYNC_FOOT, GtkWidget)

GtkWidget * tny_sync_foot_new     (void);
/* Watches @job until it finishes; NULL hides the foot. Says each phase, and at most every 5 s, in
 * the status line of its shell. */
void        tny_sync_foot_set_job (TnySyncFoot *self, TnyJob *job);
/* What its buttons are called: "Show Running Sync", "Cancel Sync"; translated. */
void        tny_sync_foot_set_names (TnySyncFoot *self, const char *show, const char *cancel);
TnyJob    * tny_sync_foot_get_job (TnySyncFoot *self);
/* Asks the job to stop; it finishes the page it is on. Nothing happens when none runs. */
void        tny_sync_foot_cancel  (TnySyncFoot *self);

G_END_DECLS
