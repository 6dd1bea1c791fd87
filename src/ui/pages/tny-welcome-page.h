/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tny-page.h"

G_BEGIN_DECLS

/* The first page of a new data folder: three ways to begin. */
#define TNY_TYPE_WELCOME_PAGE (tny_welcome_page_get_type ())
G_DECLARE_FINAL_TYPE (TnyWelcomePage, tny_welcome_page, TNY, WELCOME_PAGE, TnyPage)

G_END_DECLS
