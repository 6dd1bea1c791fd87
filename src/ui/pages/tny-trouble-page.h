/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tny-page.h"

G_BEGIN_DECLS

/* What is shown when the data could not be opened: what happened, what is safe, what to press. */
#define TNY_TYPE_TROUBLE_PAGE (tny_trouble_page_get_type ())
G_DECLARE_FINAL_TYPE (TnyTroublePage, tny_trouble_page, TNY, TROUBLE_PAGE, TnyPage)

void tny_trouble_page_set_error (TnyTroublePage *self, const GError *error);

G_END_DECLS
