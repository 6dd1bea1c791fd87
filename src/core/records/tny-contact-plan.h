/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tny-contact-match.h"
#include "tny-store.h"

G_BEGIN_DECLS

/* What syncing contacts would do, and why: computed from what is here, nothing is written. */
typedef struct
{
  gint64             organization_id;
  const char        *organization_name; /* lent by the plan */
  gint64             user_id;           /* here */
  char              *tenant_graph_id, *user_graph_id;
  char              *user;              /* display name, else user name */
  TnyContactOutcome  outcome;
  gint64             contact_id;        /* 0: none */
  char              *contact;           /* its name, else its first address; NULL: none */
  int                rule;              /* 1..3; 0: none */
  gboolean           conflict;          /* undecided: two for one; else a possible duplicate */
  TnyContactDecision decision;          /* of a person, in force */
  gint64             linked_contact_id; /* as it is now; 0: none */
  GPtrArray         *changes;           /* TnyContactChange */
  GPtrArray         *reasons;           /* char *, translated */
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
 * links, matches or decisions changed; lines of the others stay the same objects. Not while another
 * thread looks at the plan. Unchanged on failure. Warnings about other organizations are as old as
 * the line.
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

/* An item of `contacts preview`, appended without a line break. */
void             tny_contact_plan_append_json (GString *out, const TnyContactPlanLine *line);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnyContactPlan, tny_contact_plan_free)

G_END_DECLS
