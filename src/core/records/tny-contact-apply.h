/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tny-contact-plan.h"

G_BEGIN_DECLS

/* From a preview to records: a person decides, a plan is applied as one step, the step is taken
 * back.
 *
 *   tny_contact_plan_new ──▸ lines ──decide──▸ tny_contact_plan_refresh ──▸ tny_contact_apply
 *                              ▴                                                  │
 *                              └───────────────── tny_contact_undo ◂──────────────┘
 *
 * A link joins a user, by the immutable ids of tenant and user, with a contact: a user has at most
 * one contact, a contact at most one user of a tenant. All functions block for some milliseconds:
 * worker threads (or a command's main thread).
 */

/**
 * tny_contact_decide:
 * @user_id: as in #TnyContactPlanLine
 * @decision: what shall become of the user when the plan is applied; TNY_CONTACT_NO_DECISION takes
 *            back what was decided
 * @before: (nullable) (out): what was decided until now, for undoing this
 *
 * Holds for the organization that the user's tenant is matched with now; matched with another, the
 * user is undecided again. Nothing becomes of it before a plan is applied.
 *
 * Returns: FALSE with NOT_FOUND (no such user, or the contact is none of that organization),
 * ARGUMENT (the tenant is not matched, or the user is deleted), DECISION (the contact is another
 * user's of that tenant, or was chosen for one)
 */
gboolean tny_contact_decide     (TnyStore *store, gint64 user_id,
                                 const TnyContactDecision *decision,
                                 TnyContactDecision *before, GError **error);

typedef struct
{
  gint64  id;                   /* of the step, for undo; 0: there was nothing to do */
  guint   created, updated, linked;     /* users; a line counts once */
  guint   undecided;            /* left out */
} TnyContactApplied;

/* A plan may create this many contacts of an organization, and this part of those it has, before
 * somebody has to say so. */
#define TNY_CONTACT_MANY 50
#define TNY_CONTACT_MANY_PERCENT 20

/* Whether applying asks before it creates @n_create contacts beside @n_contacts. */
gboolean tny_contact_is_many    (guint n_create, gint64 n_contacts);

/**
 * tny_contact_apply:
 * @plan: as it was shown
 * @many: a person agreed to as many new contacts
 * @cancellable: (nullable): looked at before anything is written
 *
 * Does what the lines of @plan say, in one transaction that is kept as one step: creates contacts,
 * links, fills what is empty. Lines that are undecided, skipped or unchanged do nothing. A value
 * that is here is replaced only where a person said so (tny-contact-fields.h).
 *
 * Returns: FALSE with STALE (something in it changed since the plan was made: refresh it, and show
 * it again), DECISION (more would be created than TNY_CONTACT_MANY allows; the message names the
 *          organization); nothing is changed then
 */
gboolean tny_contact_apply      (TnyStore *store, TnyContactPlan *plan, gboolean many,
                                 GCancellable *cancellable, TnyContactApplied *applied,
                                 GError **error);

/**
 * tny_contact_unlink:
 * @user_id: as in #TnyContactPlanLine
 * @step_id: (nullable) (out): for tny_contact_undo()
 *
 * Takes the link of a user with its contact off, and leaves the user out of plans (a decision to skip) until
 * somebody decides otherwise: its address would find the same contact again. The contact stays as it is.
 *
 * Returns: FALSE with NOT_FOUND, or NOTHING_DONE (the user is no contact)
 */
gboolean tny_contact_unlink     (TnyStore *store, gint64 user_id, gint64 *step_id, GError **error);

/**
 * tny_contact_undo:
 * @step_id: from TnyContactApplied
 * @undone: (nullable) (out): what was taken back
 *
 * Puts contacts, links and decisions back to what they were before that step.
 *
 * Returns: FALSE with STALE (one of them was changed since), ARGUMENT (taken back already),
 * NOT_FOUND; nothing is changed then
 */
gboolean tny_contact_undo       (TnyStore *store, gint64 step_id, TnyContactApplied *undone,
                                 GError **error);

/* The newest step that was not taken back: *@step_id 0 when there is none. *@at (nullable): when it
 * was applied, unix seconds. */
gboolean tny_contact_last_apply (TnyReader *reader, gint64 *step_id, gint64 *at, GError **error);

G_END_DECLS
