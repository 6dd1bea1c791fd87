/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tny-decision.h"
#include "tny-job.h"
#include "tny-list.h"

G_BEGIN_DECLS

/* Decisions about tenants: which organization each one is. Every decision is a transaction that
 * writes the match, the history line and what it makes of the suggestions; a batch is undone whole.
 *
 *             accept, match to, create ─▸ matched ─┐
 *   undecided                                      ├─ revert ─▸ undecided (the pair is refused)
 *             ignore ───────────────────▸ ignored ─┘
 *
 * All functions block for some milliseconds: worker threads (or a command's main thread).
 */

/* Gives equal names their match ("automatic", only when exactly one organization has that name and
 * no other tenant has it, and the pair was not refused), and computes the candidates of every
 * undecided tenant anew; then those of devices, by tny_devices_refresh(). Called after a sync, an import, and a change of decisions where it
 * matters.
 * @job: (nullable): for progress and cancelling. *@matched: (nullable): how many matched
 * themselves. */
gboolean tny_matching_refresh     (TnyStore *store, TnyJob *job, GCancellable *cancellable,
                                   guint *matched, GError **error);

/* Each returns FALSE with NOT_FOUND (no such tenant or organization), STALE (the candidate is no
 * longer the one that was shown), DECISION (the organization has another tenant: pass @shared TRUE
 * when a person confirmed that), ARGUMENT (already so). *@batch: (nullable): for undo. */
gboolean tny_matching_accept      (TnyStore *store, gint64 tenant_id, gint64 organization_id,
                                   gboolean shared, gint64 *batch, GError **error);
gboolean tny_matching_match_to    (TnyStore *store, gint64 tenant_id, gint64 organization_id,
                                   gboolean shared, gint64 *batch, GError **error);
gboolean tny_matching_ignore      (TnyStore *store, gint64 tenant_id, gint64 *batch, GError **error);
/* Makes an organization called like the tenant (or @name) and matches it. DECISION, naming it, when
 * an organization with an equal name exists and @anyway is FALSE. */
gboolean tny_matching_create      (TnyStore *store, gint64 tenant_id, const char *name, gboolean anyway,
                                   gint64 *organization_id, gint64 *batch, GError **error);
/* Back to undecided; a refused pair is not suggested again, and never matched by itself. */
gboolean tny_matching_revert      (TnyStore *store, gint64 tenant_id, gint64 *batch, GError **error);

/* What a bulk accept would do: tenants whose best candidate has at least @at_least points, best
 * first. Those in conflict are marked, for showing: another undecided tenant has the same best
 * organization (in this list, or within 15 points), or the organization has a tenant. */
GPtrArray * tny_matching_bulk_plan (TnyReader *reader, int at_least, GError **error);
/* Accepts just these lines, as one batch: all or none. STALE when one is no longer as it was shown,
 * DECISION when one is in conflict, ARGUMENT when there is none. */
gboolean tny_matching_bulk_accept (TnyStore *store, GPtrArray *lines, gint64 *batch, GError **error);

/* Takes back / does again a batch, whole: tenants are exactly as they were before it, as far as
 * refused pairs and organizations made by it. A match by equal names that is taken back is refused,
 * or it would be back at once. STALE when one of the tenants was decided again since, its
 * organization is gone or has another tenant since; ARGUMENT when the batch was taken back already,
 * was not, or is itself an undo; NOT_FOUND. *@undone: (nullable). */
gboolean tny_matching_undo        (TnyStore *store, gint64 batch, TnyUndone *undone, GError **error);
gboolean tny_matching_redo        (TnyStore *store, gint64 batch, TnyUndone *undone, GError **error);
/* The newest batch that can be undone; 0: none (for `match undo`). */
gboolean tny_matching_last_batch  (TnyReader *reader, gint64 *batch, GError **error);

/* Numbers of the five filters. */
gboolean tny_matching_counts      (TnyReader *reader, TnyMatchCounts *counts, GError **error);

/* The closest existing organization to @name, for Create and for Match To while typing: best first,
 * at most @top, TnyCandidate. Uses an index that is kept per store until organizations change. */
GPtrArray * tny_matching_closest  (TnyStore *store, const char *name, guint top, GError **error);

G_END_DECLS
