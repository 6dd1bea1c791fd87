/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* TnyTenantScopesWindow: the tenants, and whether each is synced; Enter opens the settings of one. */

#include <adwaita.h>

#include "tny-session.h"

G_BEGIN_DECLS

#define TNY_TYPE_TENANT_SCOPES_WINDOW (tny_tenant_scopes_window_get_type ())
G_DECLARE_FINAL_TYPE (TnyTenantScopesWindow, tny_tenant_scopes_window, TNY, TENANT_SCOPES_WINDOW, AdwWindow)

/* Above @parent, modal. */
void tny_tenant_scopes_window_present (GtkWindow *parent, TnySession *session, gint64 connection_id);

G_END_DECLS
