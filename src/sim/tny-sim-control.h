/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tny-sim-faults.h"

G_BEGIN_DECLS

/* TnySimRecord: what was asked, in order, without a secret in it. */
typedef struct _TnySimRecord TnySimRecord;

TnySimRecord * tny_sim_record_new   (void);
void           tny_sim_record_free  (TnySimRecord *self);
/* @request has come in and gets @status; it counts as in flight until tny_sim_record_end() with
 * the same tenant, which is NULL or a text of the estate. */
void           tny_sim_record_add   (TnySimRecord *self, const TnySimRequest *request, guint status,
                                     TnySimFault fault);
void           tny_sim_record_end   (TnySimRecord *self, const char *tenant_id);
void           tny_sim_record_clear (TnySimRecord *self);
void           tny_sim_record_write (TnySimRecord *self, GString *out);

/* Changes of users and tenants, from outside: tny-sim-control-changes.c. FALSE: makes no sense. */
gboolean       tny_sim_control_users   (TnySim *sim, const TnySimRequest *request, GString *out);
gboolean       tny_sim_control_tenants (TnySim *sim, const TnySimRequest *request);
void           tny_sim_control_list    (TnySim *sim, const TnySimTenant *tenant, GString *out);

G_END_DECLS
