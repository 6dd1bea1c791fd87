/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-licence.h"

#include "tny-product-names.h"

void
tny_licence_free (TnyLicence *self)
{
  if (self == NULL)
    return;
  g_free (self->sku_id);
  g_free (self->part_number);
  g_free (self->status);
  g_free (self);
}

gboolean
tny_licence_free_units (const TnyLicence *self, gint64 *units)
{
  if (self->enabled == TNY_UNITS_UNKNOWN || self->warning == TNY_UNITS_UNKNOWN ||
      self->consumed == TNY_UNITS_UNKNOWN)
    return FALSE;
  *units = self->enabled + self->warning - self->consumed;

  return TRUE;
}

/* Source: Microsoft Graph v1.0, "subscribedSku resource type" */
const char *
tny_licence_state (const TnyLicence *self)
{
  static const struct { const char *status, *state; } words[] = {
    { "Enabled", "active" }, { "Warning", "warning" }, { "Suspended", "suspended" },
    { "Deleted", "deleted" }, { "LockedOut", "locked-out" },
  };
  const char *state = "unknown";
  gint64 units;

  for (guint i = 0; self->status != NULL && i < G_N_ELEMENTS (words); i++)
    if (g_ascii_strcasecmp (self->status, words[i].status) == 0)
      state = words[i].state;
  /* In a suspended subscription people keep what they had: nothing is over-assigned there. */
  if ((g_str_equal (state, "active") || g_str_equal (state, "warning")) &&
      tny_licence_free_units (self, &units) && units < 0)
    return "over-assigned";

  return state;
}

const char *
tny_licence_name (const TnyLicence *self, gboolean *known)
{
  const char *name = tny_product_name (self->sku_id);

  if (known != NULL)
    *known = name != NULL;

  return name != NULL ? name : self->part_number;
}
