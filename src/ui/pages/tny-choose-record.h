/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The windows in which a person chooses what a tenant, a device or a user is. @store is lent. */

#include "tny-choose-window.h"
#include "tny-store.h"

G_BEGIN_DECLS

/* All organizations, those closest to the tenant's name first while nothing is typed. */
GtkWidget * tny_choose_organization  (GtkWidget *from, TnyStore *store, const char *tenant_name);
/* The configurations of @organization_id. */
GtkWidget * tny_choose_configuration (GtkWidget *from, TnyStore *store, const char *device_name,
                                      gint64 organization_id);
/* The contacts of @organization_id. */
GtkWidget * tny_choose_contact       (GtkWidget *from, TnyStore *store, const char *user,
                                      gint64 organization_id);

G_END_DECLS
