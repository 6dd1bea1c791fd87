/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tny-sim-directory.h"

G_BEGIN_DECLS

/* The mailbox usage report. */

typedef struct
{
  gint64   now;
  guint    period;              /* days */
  gboolean concealed;
} TnySimReport;

/* Whole, as CSV: UTF-8 with a byte order mark, some columns only in some tenants. */
void tny_sim_report_append (GString *out, const TnySimEstate *estate, TnySimDirectory *directory,
                            const TnySimTenant *tenant, const TnySimReport *report);

G_END_DECLS
