/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* TnyMatchingPage: which tenant is which organization.
 *
 *   list ── selected ──▸ detail ── key or button ──▸ TnyMatchStep (worker) ──▸ row leaves, next one
 *
 * What is decided is what the detail shows, never what a sync brought meanwhile: the core answers
 * STALE to that. show_target: "tenant:7", or a filter ("suggested"). */

#include "tny-page.h"

G_BEGIN_DECLS

#define TNY_TYPE_MATCHING_PAGE (tny_matching_page_get_type ())
G_DECLARE_FINAL_TYPE (TnyMatchingPage, tny_matching_page, TNY, MATCHING_PAGE, TnyPage)

G_END_DECLS
