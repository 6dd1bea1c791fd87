/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* All that the Contact Preview page shows of one user, read in one go by a worker. */

#include "tny-contact-entry.h"
#include "tny-contact-explain.h"
#include "tny-contact-source.h"
#include "tny-list.h"

G_BEGIN_DECLS

typedef struct
{
  TnyContactEntry *entry;                       /* never NULL */
  TnyUserRow     *user;                         /* never NULL */
  TnyContactRule  rules[TNY_CONTACT_N_RULES];
  GPtrArray      *candidates;                   /* TnyContactRow: who could be meant, best first */
} TnyPreviewFacts;

/* Worker thread. NULL without error when the plan has no line for the user (any more). */
TnyPreviewFacts * tny_preview_facts_read  (TnyContactSource *source, gint64 user_id,
                                           GError **error);
void              tny_preview_facts_free  (TnyPreviewFacts *self);
/* Whether two would look the same. */
gboolean          tny_preview_facts_equal (const TnyPreviewFacts *a, const TnyPreviewFacts *b);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnyPreviewFacts, tny_preview_facts_free)

G_END_DECLS
