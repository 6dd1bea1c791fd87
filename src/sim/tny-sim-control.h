/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tny-sim-faults.h"

G_BEGIN_DECLS

/* TnySimRecord: what was asked, in order, without a secret in it. */
typedef struct _TnySimRecord TnySimRecord;

TnySimRecord * tny_sim_record_new   (void);
void           tny_sim_record_free  (TnySimRecord *self);
void           tny_sim_record_add   (TnySimRecord *self, const TnySimRequest *request, guint status,
                                     TnySimFault fault);
void           tny_sim_record_clear (TnySimRecord *self);
void           tny_sim_record_write (TnySimRecord *self, GString *out);

G_END_DECLS
