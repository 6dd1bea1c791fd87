/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tny-contact-plan.h"

G_BEGIN_DECLS

/* One organization while it is compared: what is known of its users and contacts. Texts live in the
 * chunk, lists in the pools. */
typedef struct
{
  gint64        id;
  GStringChunk *texts;
  GPtrArray    *lists;                  /* arrays of texts, and of tenants */
  GArray       *users;                  /* TnyUserFacts */
  GPtrArray    *tenant_ids, *user_ids;  /* char *, one for each user; NULL without texts */
  GArray       *contacts;               /* TnyContactFacts, by id */
  TnyContactFieldRules rules;
} TnyContactSide;

/* Without @texts Microsoft's ids are left out. */
gboolean                tny_contact_side_read  (TnyContactSide *self, TnyReader *reader,
                                                gint64 organization_id, gboolean texts,
                                                GError **error);
/* tny_contacts_match() of both sides. */
GPtrArray             * tny_contact_side_match (TnyContactSide *self, gboolean texts);
/* Everything but the names of the organization and the contact; the user's is lent. */
void                    tny_contact_side_line  (TnyContactSide *self, const TnyContactLine *match,
                                                TnyContactPlanLine *line);
/* What a contact is called, else its first address; NULL when it is none of them. Free with g_free(). */
char                  * tny_contact_side_name  (TnyContactSide *self, gint64 contact_id);
void                    tny_contact_side_clear (TnyContactSide *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TnyContactSide, tny_contact_side_clear)

G_END_DECLS
