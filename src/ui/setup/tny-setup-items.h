/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* TnySetupItems: what one step asks for, as lists of rows: how it is done, what the menus are called, the
 * link, the values to copy, and whether it is done by Microsoft's word or by yours. */

#include "tny-setup-page.h"
#include "tny-steps.h"

G_BEGIN_DECLS

#define TNY_TYPE_SETUP_ITEMS (tny_setup_items_get_type ())
G_DECLARE_FINAL_TYPE (TnySetupItems, tny_setup_items, TNY, SETUP_ITEMS, AdwBin)

/* Shows the items of @step for how tenants are reached by @page's draft, and asks how they stand; what a
 * person ticks goes into the draft. Call it again when the draft changed. @page is lent and outlives the
 * items. @name: of the only list, for assistive technology; NULL: lists have the names of their groups. */
void tny_setup_items_show (TnySetupItems *self, TnySetupPage *page, TnySetupStep step, const char *name);
/* Asks no more. */
void tny_setup_items_stop (TnySetupItems *self);

G_END_DECLS
