/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tny-store.h"

G_BEGIN_DECLS

/* TnyDraft: what a person has entered in the set-up so far, so that a closed window or a crash loses
 * nothing. There is one draft per database. A secret is never part of it. */
typedef struct
{
  char   *step;            /* where they were: "registration", "credentials" … */
  char   *furthest;        /* the last step they have seen */
  char   *connection;      /* id of the connection that was stored meanwhile; NULL: none yet */
  char   *cloud;           /* "global", "usgov" …; NULL: the usual one */
  char   *confirmed;       /* items that they ticked themselves: ids of tny-steps.h, comma separated */
  char   *name, *tenant_id, *client_id;
  char   *reach;           /* gdap, dap, direct */
  char   *certificate;     /* used instead of a secret: its thumbprint, "" before it is made; NULL: a secret */
  char   *expires;         /* what was chosen or typed as the secret's end: "24", "2027-01-31" */
} TnyDraft;

void       tny_draft_free   (TnyDraft *self);
TnyDraft * tny_draft_copy   (const TnyDraft *self);
/* NULL without error when there is none. A draft that cannot be understood counts as none. */
TnyDraft * tny_draft_load   (TnyStore *store, GError **error);
gboolean   tny_draft_save   (TnyStore *store, const TnyDraft *self, GError **error);
gboolean   tny_draft_remove (TnyStore *store, GError **error);

/**
 * tny_draft_expiry:
 * @text: months from @now ("24"), or a date ("2027-01-31")
 * @now: unix seconds
 *
 * Returns: the end of that day, UTC, as unix seconds; 0 when @text is neither (or empty: not told)
 */
gint64     tny_draft_expiry (const char *text, gint64 now);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnyDraft, tny_draft_free)

G_END_DECLS
