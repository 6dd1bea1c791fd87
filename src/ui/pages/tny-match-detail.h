/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* TnyMatchDetail: one tenant on the Matching page: evidence, reasons, candidates, and the buttons of
 * the decisions. Its buttons call the page's actions (match.accept …); it decides nothing.
 *
 *   tny_match_detail_load ──▸ worker reads all of it ──▸ shown, "loaded" emitted
 *
 * Loading the tenant that is shown already changes only what is different, and no focus.
 */

#include <gtk/gtk.h>

#include "tny-match-facts.h"

G_BEGIN_DECLS

#define TNY_TYPE_MATCH_DETAIL (tny_match_detail_get_type ())
G_DECLARE_FINAL_TYPE (TnyMatchDetail, tny_match_detail, TNY, MATCH_DETAIL, GtkWidget)

/* @tenant_id: 0 shows that nothing is selected. @store is lent. */
void                  tny_match_detail_load      (TnyMatchDetail *self, TnyStore *store,
                                                  gint64 tenant_id);
/* What is shown; NULL while nothing is, or another tenant is on its way. Lent until "loaded". */
const TnyMatchFacts * tny_match_detail_get_facts (TnyMatchDetail *self);
/* The organization whose evidence is shown; NULL: none. */
const TnyMatchSide  * tny_match_detail_get_side  (TnyMatchDetail *self);
/* For F6 and Tab: the first list of it that has rows. */
gboolean              tny_match_detail_focus     (TnyMatchDetail *self);

G_END_DECLS
