/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tny-contact-match.h"
#include "tny-store.h"

G_BEGIN_DECLS

/* What becomes of a value here that Microsoft tells otherwise: a rule for each field, and a person's choice for
 * a field of one contact, which is stronger. Both only change what the next plan shows; nothing is written to a
 * contact before a plan is applied. All functions block for some milliseconds. */

/* A field without a rule has the first of them. What the database holds that is no rule is none. */
gboolean tny_contact_field_rules_read (TnyReader *reader, TnyContactFieldRules *rules,
                                       GError **error);
/**
 * tny_contact_field_rule_set:
 * @before: (nullable) (out): the rule until now, for undoing this
 *
 * All plans are made anew then.
 */
gboolean tny_contact_field_rule_set   (TnyStore *store, TnyContactField field,
                                       TnyContactFieldRule rule, TnyContactFieldRule *before,
                                       GError **error);
/**
 * tny_contact_choose_field:
 * @rule: TNY_CONTACT_N_FIELD_RULES takes the choice back: the field's rule holds again
 * @before: (nullable) (out): as @rule, for undoing this
 *
 * Returns: FALSE with NOT_FOUND: there is no such contact
 */
gboolean tny_contact_choose_field     (TnyStore *store, gint64 contact_id, TnyContactField field,
                                       TnyContactFieldRule rule, TnyContactFieldRule *before,
                                       GError **error);

G_END_DECLS
