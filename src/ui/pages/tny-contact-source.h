/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* TnyContactSource: the contact plan that the Contact Preview page shows, as its table's source.
 *
 *   worker: tny_contact_source_update ──▸ plan ◂── tny_contact_source_ops
 *           tny_contact_source_apply                ids in a worker, rows in the main thread
 *
 * The main thread never waits for a worker: a row that cannot be read now is empty until the next
 * reread. Ids of rows are those of the users; records are TnyPreviewLine.
 */

#include "tny-contact-apply.h"
#include "tny-table.h"

G_BEGIN_DECLS

/* A line of the plan that is ours to keep. */
typedef struct
{
  TnyContactPlanLine line;      /* first; texts are copies */
} TnyPreviewLine;

void tny_preview_line_free (TnyPreviewLine *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnyPreviewLine, tny_preview_line_free)

/* What the page says about a whole plan. */
typedef struct
{
  guint      counts[TNY_CONTACT_N_OUTCOMES];
  guint      conflicts;         /* of the undecided */
  guint      version;           /* another one whenever a line of the plan is another one */
  gint64     n_tenants;         /* matched, and listed by Microsoft */
  gint64     n_unread;          /* those of them whose users were never read */
  gint64     read_at;           /* oldest reading of the others; 0: none */
  gint64     undo_step;         /* the plan applied last, when no sync came since; 0: none */
  GPtrArray *most;              /* TnyContactPlanOrganization, with new contacts, most first */
} TnyPreviewSummary;

/* Users the plan would change: update and link count as one thing. */
guint tny_preview_summary_changes (const TnyPreviewSummary *self);
guint tny_preview_summary_updates (const TnyPreviewSummary *self);
void  tny_preview_summary_clear   (TnyPreviewSummary *self);

#define TNY_TYPE_CONTACT_SOURCE (tny_contact_source_get_type ())
G_DECLARE_FINAL_TYPE (TnyContactSource, tny_contact_source, TNY, CONTACT_SOURCE, GObject)

/* @store is lent and must outlive the source. */
TnyContactSource  * tny_contact_source_new    (TnyStore *store);
TnyStore          * tny_contact_source_get_store (TnyContactSource *self);

/* Filters: undecided, create, update, skipped, unchanged. Columns: user, outcome, contact, rule,
 * organization. */
extern const TnyTableOps tny_contact_source_ops;

/**
 * tny_contact_source_update:
 * @summary: (out caller-allocates): clear it
 *
 * Compares what is new since the last update, or everything at first, and keeps the number of
 * undecided users for the sidebar. Blocks: worker threads.
 */
gboolean            tny_contact_source_update (TnyContactSource *self, GCancellable *cancellable,
                                               TnyPreviewSummary *summary, GError **error);
/**
 * tny_contact_source_apply:
 * @version: of the summary that a person agreed to
 *
 * tny_contact_apply() of the plan. Blocks: worker threads.
 *
 * Returns: as that; STALE also when the plan was brought up to date since
 */
gboolean            tny_contact_source_apply  (TnyContactSource *self, guint version, gboolean many,
                                               GCancellable *cancellable,
                                               TnyContactApplied *applied, GError **error);
/* 0: the plan has no line for @user_id. Worker threads. */
gint64              tny_contact_source_organization_of (TnyContactSource *self, gint64 user_id);
/* The plan as it is now as CSV, @path replaced as a whole. Worker threads. */
gboolean            tny_contact_source_export (TnyContactSource *self, const char *path,
                                               GCancellable *cancellable, GError **error);

G_END_DECLS
