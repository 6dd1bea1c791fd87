/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What organizations, contacts and users look like in their tables. */

#include "tny-table.h"

G_BEGIN_DECLS

void tny_organization_columns (TnyTable *table);
void tny_contact_columns      (TnyTable *table);
void tny_user_columns         (TnyTable *table);

G_END_DECLS
