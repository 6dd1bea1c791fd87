/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tny-contact-match.h"
#include "tny-store.h"

G_BEGIN_DECLS

/* What syncing contacts would do, and why: computed from what is here, nothing is written. */
typedef struct
{
  gint64             organization_id;
  char              *organization_name;
  gint64             user_id;           /* here */
  char              *tenant_graph_id, *user_graph_id;
  char              *user;              /* display name, else user name */
  TnyContactOutcome  outcome;
  gint64             contact_id;        /* 0: none */
  int                rule;              /* 1..3; 0: none */
  GPtrArray         *changes;           /* TnyContactChange */
  GPtrArray         *reasons;           /* char *, translated */
} TnyContactPlanLine;

typedef struct _TnyContactPlan TnyContactPlan;

/**
 * tny_contact_plan_new:
 * @organization_id: 0 for all that are matched
 * @cancellable: (nullable): looked at between organizations
 *
 * Reads users and contacts of matched organizations and compares them. Blocks: worker threads.
 * An organization without a tenant gives no lines.
 */
TnyContactPlan * tny_contact_plan_new         (TnyReader *reader, gint64 organization_id,
                                               GCancellable *cancellable, GError **error);
void             tny_contact_plan_free        (TnyContactPlan *self);
/* TnyContactPlanLine, by organization and name of the user; lent. */
GPtrArray      * tny_contact_plan_lines       (TnyContactPlan *self);
guint            tny_contact_plan_count       (TnyContactPlan *self, TnyContactOutcome outcome);

/* An item of `contacts preview`, appended without a line break. */
void             tny_contact_plan_append_json (GString *out, const TnyContactPlanLine *line);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnyContactPlan, tny_contact_plan_free)

G_END_DECLS
