/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* TnyPreviewDetail: one user on the Contact Preview page: what the three rules compared, why it is
 * undecided, what would change, who could be meant, and the buttons of the decisions. Its buttons
 * call the page's actions (contact.link …); it decides nothing.
 *
 *   tny_preview_detail_load ──▸ worker reads all of it ──▸ shown, "loaded" emitted
 *
 * Loading the user that is shown already changes only what is different, and no focus.
 */

#include <gtk/gtk.h>

#include "tny-preview-facts.h"

G_BEGIN_DECLS

#define TNY_TYPE_PREVIEW_DETAIL (tny_preview_detail_get_type ())
G_DECLARE_FINAL_TYPE (TnyPreviewDetail, tny_preview_detail, TNY, PREVIEW_DETAIL, GtkWidget)

/* @user_id: 0 shows that nothing is selected. */
void                    tny_preview_detail_load          (TnyPreviewDetail *self,
                                                          TnyContactSource *source, gint64 user_id);
/* What is shown; NULL while nothing is, or another user is on its way. Lent until "loaded". */
const TnyPreviewFacts * tny_preview_detail_get_facts     (TnyPreviewDetail *self);
/* The candidate that is compared with the user; NULL: none. */
const TnyContactRow   * tny_preview_detail_get_candidate (TnyPreviewDetail *self);
/* For F6: the first row of the rules. */
gboolean                tny_preview_detail_focus         (TnyPreviewDetail *self);

G_END_DECLS
