/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tny-cloud.h"

G_BEGIN_DECLS

/* Links into Microsoft's portals. The fragments are no contract of Microsoft's, so they stand in one
 * table, and whoever opens a link also offers to copy it. */
typedef enum
{
  TNY_PORTAL_APP_REGISTRATIONS,
  TNY_PORTAL_APP,                /* one app: needs app_id */
  TNY_PORTAL_APP_CREDENTIALS,    /* its Certificates & secrets */
  TNY_PORTAL_APP_PERMISSIONS,
  TNY_PORTAL_TENANT,             /* home of a tenant: needs tenant_id */
  TNY_PORTAL_USERS,              /* users of a tenant */
  TNY_PORTAL_USER,               /* needs tenant_id and user_id */
  TNY_PORTAL_PARTNER_GDAP,       /* relationships in Partner Center */
  TNY_PORTAL_PARTNER_USERS,      /* who may do what in Partner Center */
  TNY_PORTAL_OWN_USERS,          /* users of the directory one is signed in to */
  TNY_PORTAL_GROUPS,
  TNY_PORTAL_ROLES,              /* Roles & admins */
  TNY_PORTAL_MFA,                /* policies for authentication methods */
  TNY_PORTAL_REPORT_SETTINGS,    /* Microsoft 365 admin center: whether reports hide names */
  TNY_N_PORTAL_PAGES
} TnyPortalPage;

typedef struct
{
  const char *tenant_id, *app_id, *user_id;      /* GUIDs; NULL where the page needs none */
} TnyPortalIds;

/**
 * tny_portal_link:
 * @cloud: (nullable): NULL is the global cloud
 * @ids: checked: anything but a GUID gives no link
 *
 * Returns: (transfer full): https (or loopback, for the sample cloud); NULL when an id is missing
 * Source: links that Microsoft's own pages and published scripts use; none is documented as stable
 */
char * tny_portal_link (const TnyCloud *cloud, TnyPortalPage page, const TnyPortalIds *ids);

G_END_DECLS
