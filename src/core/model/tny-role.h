/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tny-permission.h"

G_BEGIN_DECLS

/* Roles as data: the directory roles that a tenant's side of a feature hangs on. In a customer's
 * tenant they come with the GDAP access assignment, in one's own from the directory. */
typedef struct
{
  const char *id;              /* template id, which is the roleDefinitionId of built-in roles */
  const char *name;            /* as Microsoft calls it; not translated there either */
} TnyRole;

#define TNY_ROLE_GLOBAL_ADMINISTRATOR "62e90394-69f5-4237-9190-012177145e10"

/* One feature needs one of these roles. */
typedef struct
{
  TnyFeature  feature;
  const char *any_of[6];       /* template ids, the least first; NULL ends */
} TnyRoleNeed;

const TnyRole     * tny_role_by_id     (const char *id);          /* NULL for one we do not know */
const TnyRoleNeed * tny_role_needs     (guint *n);

/**
 * tny_roles_missing:
 * @held: (element-type utf8): set of template ids, lower case
 * @features: TnyFeature bits
 *
 * Returns: (transfer full): the TnyFeature bits that no role of @held serves
 */
guint               tny_roles_missing  (GHashTable *held, guint features);

/* "Global Reader, or Directory Readers": what one feature takes. */
char              * tny_role_need_text (const TnyRoleNeed *need);
/* "Global Reader and Reports Reader": what is held, known roles only, in the order of the table. */
char              * tny_roles_text     (GHashTable *held);

/* Consent by the partner's consent call needs one of three; whether @held has one. */
gboolean            tny_roles_consent  (GHashTable *held);

G_END_DECLS
