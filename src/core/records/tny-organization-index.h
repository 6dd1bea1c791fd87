/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tny-evidence.h"
#include "tny-store.h"

G_BEGIN_DECLS

/* All organizations, ready for comparing: built when first asked for, kept until an organization (for
 * the evidence also a contact) changes, shared between threads. */
typedef struct _TnyOrganizationIndex TnyOrganizationIndex;

/* A reference to the index of what @reader sees; up to a second for 100,000 organizations when it
 * has to be built, else microseconds. Any thread that owns @reader. */
TnyOrganizationIndex * tny_organization_index_get   (TnyReader *reader, GError **error);
/* With what is known beside the names: some seconds more for a million contacts. */
TnyOrganizationIndex * tny_organization_index_get_evidence (TnyReader *reader, GError **error);
void                   tny_organization_index_unref (TnyOrganizationIndex *self);
const TnyNameIndex   * tny_organization_index_names (const TnyOrganizationIndex *self);
/* NULL for an index of names only. */
const TnyEvidenceIndex * tny_organization_index_evidence (const TnyOrganizationIndex *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnyOrganizationIndex, tny_organization_index_unref)

G_END_DECLS
