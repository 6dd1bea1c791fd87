/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tny-store.h"

G_BEGIN_DECLS

/* What one of the three rules (tny-contact-match.h) compares of a user, and who here has it. */
typedef struct
{
  char   *theirs;               /* the address or name that is here, else the first one; NULL: the
                                 * user has none */
  guint   n_more;               /* further addresses that were looked for */
  GArray *contacts;             /* gint64: contacts of the organization that have it, each once */
} TnyContactRule;

#define TNY_CONTACT_N_RULES 3

/**
 * tny_contact_explain:
 * @user_id: a user of a tenant that is matched with the organization
 * @rules: (out caller-allocates): rule 1 first; clear each with tny_contact_rule_clear()
 *
 * Asks all three rules about one user, also those that were not needed. Reads one organization.
 * Blocks: worker threads.
 *
 * Returns: FALSE with NOT_FOUND (the user is none of that organization any more) or a database
 *          error; @rules is untouched then
 */
gboolean tny_contact_explain    (TnyReader *reader, gint64 organization_id, gint64 user_id,
                                 TnyContactRule rules[TNY_CONTACT_N_RULES], GError **error);
void     tny_contact_rule_clear (TnyContactRule *rule);

G_END_DECLS
