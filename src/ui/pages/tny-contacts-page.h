/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* TnyContactsPage: the Contact Preview: what syncing contacts would do, decided and applied.
 *
 *   plan ──▸ list ── selected ──▸ detail ── key or button ──▸ TnyPreviewStep (job)
 *    ▴                                                          │ plan anew, row leaves, next one
 *    └── the database changed: only what is touched ◂───────────┘ is compared again
 *
 * What is decided is what the detail shows; what is applied is the plan that was shown: the core
 * answers STALE when data moved. show_target: a filter ("undecided"). */

#include "tny-page.h"

G_BEGIN_DECLS

#define TNY_TYPE_CONTACTS_PAGE (tny_contacts_page_get_type ())
G_DECLARE_FINAL_TYPE (TnyContactsPage, tny_contacts_page, TNY, CONTACTS_PAGE, TnyPage)

G_END_DECLS
