/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tny-sim.h"

G_BEGIN_DECLS

/* TnySimLimits: how much of Graph an application may use in a tenant, as Microsoft publishes it. Only
 * where a scenario wants it.
 *
 * Source: "Microsoft Graph service-specific throttling limits": units of the directory by kind of
 * object, and by size of the tenant; sign-in data; Intune; usage reports. */
typedef struct _TnySimLimits TnySimLimits;

TnySimLimits * tny_sim_limits_new   (void);
void           tny_sim_limits_free  (TnySimLimits *self);
void           tny_sim_limits_clear (TnySimLimits *self);
/* Windows pass @times as fast as the clock on the wall: for tests. */
void           tny_sim_limits_speed (TnySimLimits *self, guint times);
/* Counts a request of @tenant. FALSE: it is too much, and @answer says so. Else @answer tells what it
 * took and, from four fifths on, how much of the limit is used. */
gboolean       tny_sim_limits_take  (TnySimLimits *self, const TnySimTenant *tenant,
                                     const TnySimRequest *request, TnySimAnswer *answer);

G_END_DECLS
