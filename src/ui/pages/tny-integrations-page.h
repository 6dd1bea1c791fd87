/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tny-page.h"

G_BEGIN_DECLS

/* Integrations: one card per connection. */
#define TNY_TYPE_INTEGRATIONS_PAGE (tny_integrations_page_get_type ())
G_DECLARE_FINAL_TYPE (TnyIntegrationsPage, tny_integrations_page, TNY, INTEGRATIONS_PAGE, TnyPage)

G_END_DECLS
