/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tny-contact-plan.h"

G_BEGIN_DECLS

/* A line of a plan with all that was compared and would be written. It owns its texts. */
typedef struct
{
  TnyContactPlanLine line;      /* first */
  char              *tenant_graph_id, *user_graph_id;
  GPtrArray         *changes;   /* TnyContactChange */
  GPtrArray         *differences;       /* TnyContactDifference */
  GPtrArray         *reasons;   /* char *, translated */
} TnyContactEntry;

/**
 * tny_contact_entries_read:
 * @organization_id: one whose tenants are matched
 * @user_id: only this user's entry; 0: all
 * @generation: (nullable): 0 for an organization without one; fails unless it is the organization's still
 *
 * Compares the organization's users and contacts as they are, in one snapshot. Blocks: worker threads, or the
 * writer with a reader lent by whoever waits for it.
 *
 * Returns: (transfer full): #TnyContactEntry in the order of a plan's lines; NULL with STALE, or what the
 *          store says
 */
GPtrArray       * tny_contact_entries_read (TnyReader *reader, gint64 organization_id,
                                            gint64 user_id, const gint64 *generation,
                                            GError **error);
TnyContactEntry * tny_contact_entry_ref    (TnyContactEntry *self);
void              tny_contact_entry_unref  (TnyContactEntry *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnyContactEntry, tny_contact_entry_unref)

/* An item of `contacts preview`, appended without a line break. */
void              tny_contact_entry_append_json (GString *out, const TnyContactEntry *entry);
/* All of a plan as CSV, @path replaced as a whole. STALE when something changed since it was made. Blocks. */
gboolean          tny_contact_plan_export  (TnyContactPlan *plan, TnyReader *reader, const char *path,
                                            GCancellable *cancellable, GError **error);

G_END_DECLS
