/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tny-evidence.h"
#include "tny-store.h"

G_BEGIN_DECLS

/* What a tenant tells beside its name, read for comparing. Texts are its own. */
typedef struct
{
  TnyTenantFacts facts;
  char          *name, *city, *postal_code;
  char         **domains, **phones;
  GArray        *former;          /* TnyFormerName, with texts in former_texts */
  GPtrArray     *former_texts;
  GArray        *known;           /* TnyKnownPeople */
} TnyTenantKnown;

/* @evidence: of the organizations; tells which addresses are worth looking for. Any thread that owns
 * @reader; some milliseconds for a tenant with a thousand users, when contacts share its domains. */
TnyTenantKnown * tny_tenant_known_read (TnyReader *reader, const TnyEvidenceIndex *evidence,
                                        gint64 tenant_id, const char *name, GError **error);
void             tny_tenant_known_free (TnyTenantKnown *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnyTenantKnown, tny_tenant_known_free)

G_END_DECLS
