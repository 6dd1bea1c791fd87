/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tny-contact-match.h"
#include "tny-store.h"

G_BEGIN_DECLS

/* What syncing contacts would do: computed from what is here, nothing is written. Plans of a million
 * users are made, so a line is what lists and numbers need; what was compared, and what would be written,
 * is read for the organization that is looked at or applied (tny-contact-entry.h). */
typedef struct
{
  const char        *organization_name, *user, *contact;        /* lent by the plan */
  gint64             organization_id, user_id;  /* here */
  gint64             contact_id;        /* 0: none */
  gint64             linked_contact_id; /* as it is now; 0: none */
  TnyContactDecision decision;          /* of a person, in force */
  TnyContactOutcome  outcome;
  guint8             rule;              /* 1..3; 0: none */
  guint8             conflict;          /* undecided: two for one; else a possible duplicate */
} TnyContactPlanLine;

/* One organization of a plan. */
typedef struct
{
  gint64  id;
  char   *name;
  gint64  n_contacts;           /* here now */
  guint   counts[TNY_CONTACT_N_OUTCOMES];
} TnyContactPlanOrganization;

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
/**
 * tny_contact_plan_refresh:
 * @recalculated: (nullable) (out): how many organizations were compared again or left the plan
 *
 * Brings the plan up to date. An organization is compared again only when its contacts, users,
 * links, matches or decisions changed; lines of the others stay the same objects. Several are compared
 * side by side. Not while another thread looks at the plan. Unchanged on failure.
 */
gboolean         tny_contact_plan_refresh     (TnyContactPlan *self, TnyReader *reader,
                                               GCancellable *cancellable, guint *recalculated,
                                               GError **error);
void             tny_contact_plan_free        (TnyContactPlan *self);
/* TnyContactPlanLine, by organization and name of the user; lent until the next refresh. */
GPtrArray      * tny_contact_plan_lines       (TnyContactPlan *self);
/* TnyContactPlanOrganization, by name; lent as the lines. */
GPtrArray      * tny_contact_plan_organizations (TnyContactPlan *self);
guint            tny_contact_plan_count       (TnyContactPlan *self, TnyContactOutcome outcome);
/* How many of the undecided are conflicts; the others may be duplicates. */
guint            tny_contact_plan_conflicts   (TnyContactPlan *self);

/* TnyContactEntry for the lines of one of the organizations, in their order (transfer full). STALE when it
 * changed since it was compared. */
GPtrArray      * tny_contact_plan_read        (TnyContactPlan *self, guint position,
                                               TnyReader *reader, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnyContactPlan, tny_contact_plan_free)

G_END_DECLS
