/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tny-name-index.h"
#include "tny-store.h"

G_BEGIN_DECLS

/* The names of all organizations, ready for comparing: built when first asked for, kept until an
 * organization changes, shared between threads. */
typedef struct _TnyOrganizationIndex TnyOrganizationIndex;

/* A reference to the index of what @reader sees; up to a second for 100,000 organizations when it
 * has to be built, else microseconds. Any thread that owns @reader. */
TnyOrganizationIndex * tny_organization_index_get   (TnyReader *reader, GError **error);
void                   tny_organization_index_unref (TnyOrganizationIndex *self);
const TnyNameIndex   * tny_organization_index_names (const TnyOrganizationIndex *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnyOrganizationIndex, tny_organization_index_unref)

G_END_DECLS
