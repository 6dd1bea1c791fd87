/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tny-contact-match.h"
#include "tny-store.h"

G_BEGIN_DECLS

/* One organization while it is compared: what is known of its users and contacts. Texts live in the
 * chunk, lists in the pools. */
typedef struct
{
  gint64        id;
  GStringChunk *texts;
  GPtrArray    *pool, *lost;            /* lists of texts, and of tenants */
  GArray       *users;                  /* TnyUserFacts */
  GPtrArray    *tenant_ids, *user_ids;  /* char *, one for each user */
  GArray       *contacts;               /* TnyContactFacts, by id */
} TnyContactSide;

gboolean                tny_contact_side_read  (TnyContactSide *self, TnyReader *reader,
                                                gint64 organization_id, GError **error);
/* NULL when it is none of them. */
const TnyContactFacts * tny_contact_side_find  (TnyContactSide *self, gint64 contact_id);
void                    tny_contact_side_clear (TnyContactSide *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TnyContactSide, tny_contact_side_clear)

G_END_DECLS
