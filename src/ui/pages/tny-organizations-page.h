/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* TnyOrganizationsPage: the organizations; Enter opens one: its contacts, the users of its tenants,
 * and what is recorded about it. Back and Alt+Left lead to the list, where it was.
 * show_target: "organization:7". */

#include "tny-page.h"

G_BEGIN_DECLS

#define TNY_TYPE_ORGANIZATIONS_PAGE (tny_organizations_page_get_type ())
G_DECLARE_FINAL_TYPE (TnyOrganizationsPage, tny_organizations_page, TNY, ORGANIZATIONS_PAGE, TnyPage)

G_END_DECLS
