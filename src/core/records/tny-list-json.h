/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tny-list.h"

G_BEGIN_DECLS

/* Rows as the JSON objects that scripts rely on. Each function appends one object to @out, without
 * a line break: keys in snake_case and always present, null for unknown, times as RFC 3339 in UTC.
 * "tenant_id" and "user_id" are Microsoft's ids, all other ids are numbers of this database. */
void     tny_tenant_append_json       (GString *out, const TnyTenantRow *row);
void     tny_organization_append_json (GString *out, const TnyOrganizationRow *row);
void     tny_user_append_json         (GString *out, const TnyUserRow *row);
/* @row read with its streams. */
void     tny_run_append_json          (GString *out, const TnyRunRow *row);
void     tny_log_append_json          (GString *out, const TnyLogRow *row);
void     tny_decision_append_json     (GString *out, const TnyDecisionRow *row);
void     tny_licence_append_json      (GString *out, const TnyLicenceRow *row);
void     tny_mailbox_append_json      (GString *out, const TnyMailboxRow *row);
void     tny_device_append_json       (GString *out, const TnyDeviceRow *row);
void     tny_configuration_append_json (GString *out, const TnyConfigurationRow *row);
void     tny_device_decision_append_json (GString *out, const TnyDecisionRow *row);
/* The address of the portal of a tenant's cloud ("https://entra.microsoft.com"), for manage_url; lent. */
typedef const char * (*TnyPortalFunc) (const char *tenant_graph_id, gpointer data);
/* @user: (nullable): of tny_contact_find_user(); NULL writes "microsoft": null.
 * @portal: (nullable): called with @data */
void     tny_contact_append_json      (GString *out, const TnyContactRow *row, const TnyUserRow *user,
                                       TnyPortalFunc portal, gpointer data);
/* An item of `match list`: reads candidates and reasons as well. */
gboolean tny_match_append_json        (GString *out, TnyReader *reader, const TnyTenantRow *row,
                                       GError **error);

/**
 * tny_list_append_json:
 * @id: from tny_list_ids() with the same @kind
 * @portal: (nullable): as for tny_contact_append_json()
 *
 * Reads one row of @kind, with all that belongs to it, and appends it. *@found is FALSE, and
 * nothing appended, when the row is gone.
 */
gboolean tny_list_append_json         (GString *out, TnyReader *reader, TnyListKind kind, gint64 id,
                                       TnyPortalFunc portal, gpointer data, gboolean *found,
                                       GError **error);

G_END_DECLS
