/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tny-page.h"

G_BEGIN_DECLS

/* Health: what is granted, missing or about to end, what that costs, and the way to mend it. */

#define TNY_TYPE_HEALTH_PAGE (tny_health_page_get_type ())
G_DECLARE_FINAL_TYPE (TnyHealthPage, tny_health_page, TNY, HEALTH_PAGE, TnyPage)

G_END_DECLS
