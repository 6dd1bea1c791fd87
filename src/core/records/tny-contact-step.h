/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tny-contact-apply.h"
#include "tny-contact-row.h"

G_BEGIN_DECLS

/* A step that is being written: what was before and after each change, so that it can be walked back
 * (tny-contact-undo.c). Inside one transaction. */
typedef struct
{
  gint64            now, position;      /* position: of the next change */
  TnyContactApplied applied;            /* the numbers first, the id from begin on */
} TnyContactStep;

gboolean tny_contact_step_begin     (TnyTxn *txn, TnyContactStep *self, GError **error);
/* @kind: "contact" with its id, or "link" or "decision" with @key. NULL: there was, or is, none. */
gboolean tny_contact_step_note      (TnyTxn *txn, TnyContactStep *self, const char *kind,
                                     gint64 contact_id, const TnyContactKey *key,
                                     const char *before, const char *after, GError **error);
/* Takes a link or a decision away, when there is one, and notes it. */
gboolean tny_contact_step_take_away (TnyTxn *txn, TnyContactStep *self, TnyContactRowKind kind,
                                     const TnyContactKey *key, GError **error);

G_END_DECLS
