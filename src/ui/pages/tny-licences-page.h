/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tny-page.h"

G_BEGIN_DECLS

#define TNY_TYPE_LICENCES_PAGE (tny_licences_page_get_type ())
G_DECLARE_FINAL_TYPE (TnyLicencesPage, tny_licences_page, TNY, LICENCES_PAGE, TnyPage)

G_END_DECLS
