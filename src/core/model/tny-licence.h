/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define TNY_UNITS_UNKNOWN -1

/* TnyLicence: one product a tenant has bought, as Microsoft tells it. */
typedef struct
{
  char   *sku_id;               /* GUID, lower case */
  char   *part_number;          /* "SPB"; never NULL */
  char   *status;               /* capabilityStatus as written; NULL when not told */
  gint64  enabled, warning, suspended, locked_out;     /* units bought; TNY_UNITS_UNKNOWN */
  gint64  consumed;             /* units assigned; TNY_UNITS_UNKNOWN */
} TnyLicence;

void         tny_licence_free       (TnyLicence *self);

/* What can still be assigned: enabled + warning - consumed. FALSE when a part of it is not known.
 * Below 0 when more is assigned than was bought. */
gboolean     tny_licence_free_units (const TnyLicence *self, gint64 *units);
/* "active", "warning", "suspended", "deleted", "locked-out", "over-assigned"; "unknown" for a
 * status that we have no word for. */
const char * tny_licence_state      (const TnyLicence *self);
/* What people know the product by; where Microsoft's table does not have it, its part number.
 * @known: (out) (optional): whether the name is one */
const char * tny_licence_name       (const TnyLicence *self, gboolean *known);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnyLicence, tny_licence_free)

G_END_DECLS
