/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tny-match-facts.h"
#include "tny-match-rows.h"

G_BEGIN_DECLS

/* Adds a row to @list for everything that is known of both: what Microsoft tells, what is recorded here,
 * and how the two compare. */
void tny_match_evidence_show (GtkWidget *list, const TnyMatchColumns *columns,
                              const TnyMatchFacts *facts, const TnyMatchSide *side);

G_END_DECLS
