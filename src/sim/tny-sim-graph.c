/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-sim-graph.h"

#include <string.h>

/* Source: "Microsoft Graph REST API v1.0", the pages of the paths; permissions from their
 * tables. An application token needs one of the same names, except User.Read, which exists for
 * people only. */
static const struct
{
  const char *method;
  const char *path;              /* a part that is * takes any text, one that ends in * any end */
  void (*handle) (TnySimGraphCall *call);
  const char *permissions;
  guint       roles;             /* TnySimTenantFlags that a partner's account needs there */
} routes[] = {
  { "GET", "organization", tny_sim_graph_organization,
    "User.Read User.Read.All User.ReadWrite.All Organization.Read.All Directory.Read.All "
    "Directory.ReadWrite.All", 0 },
  { "GET", "domains", tny_sim_graph_domains,
    "Domain.Read.All Directory.Read.All Directory.ReadWrite.All", TNY_SIM_GDAP_READER },
  { "GET", "subscribedSkus", tny_sim_graph_skus,
    "LicenseAssignment.Read.All Organization.Read.All Directory.Read.All Directory.ReadWrite.All",
    TNY_SIM_GDAP_READER },
  { "GET", "contracts", tny_sim_graph_contracts, "Directory.Read.All Directory.ReadWrite.All", 0 },
  { "GET", "tenantRelationships/delegatedAdminCustomers", tny_sim_graph_customers,
    "DelegatedAdminRelationship.Read.All DelegatedAdminRelationship.ReadWrite.All", 0 },
  { "GET", "tenantRelationships/delegatedAdminRelationships", tny_sim_graph_relationships,
    "DelegatedAdminRelationship.Read.All DelegatedAdminRelationship.ReadWrite.All", 0 },
  { "GET", "tenantRelationships/delegatedAdminRelationships/*", tny_sim_graph_relationship,
    "DelegatedAdminRelationship.Read.All DelegatedAdminRelationship.ReadWrite.All", 0 },
  { "GET", "tenantRelationships/delegatedAdminRelationships/*/accessAssignments",
    tny_sim_graph_assignments,
    "DelegatedAdminRelationship.Read.All DelegatedAdminRelationship.ReadWrite.All", 0 },
  { "GET", "tenantRelationships/findTenantInformationByTenantId(*", tny_sim_graph_find_tenant,
    "CrossTenantInformation.ReadBasic.All", 0 },
  { "GET", "me", tny_sim_graph_me,
    "User.Read User.Read.All User.ReadWrite.All User.ReadBasic.All Directory.Read.All "
    "Directory.ReadWrite.All", 0 },
  { "GET", "me/transitiveMemberOf", tny_sim_graph_member_of,
    "User.Read GroupMember.ReadBasic.All GroupMember.Read.All Group.ReadBasic.All Group.Read.All "
    "User.Read.All Directory.Read.All Directory.ReadWrite.All", 0 },
  { "GET", "groups", tny_sim_graph_groups,
    "Group.ReadBasic.All GroupMember.Read.All Group.Read.All Group.ReadWrite.All "
    "Directory.Read.All Directory.ReadWrite.All", TNY_SIM_GDAP_READER },
  { "GET", "applications(appId='*", tny_sim_graph_application,
    "Application.Read.All Application.ReadWrite.All Directory.Read.All Directory.ReadWrite.All",
    TNY_SIM_GDAP_READER },
  { "GET", "servicePrincipals(appId='*", tny_sim_graph_principal,
    "Application.Read.All Application.ReadWrite.All Directory.Read.All Directory.ReadWrite.All",
    TNY_SIM_GDAP_READER },
  { "GET", "servicePrincipals/*/appRoleAssignments", tny_sim_graph_app_roles,
    "Application.Read.All Application.ReadWrite.All Directory.Read.All Directory.ReadWrite.All",
    TNY_SIM_GDAP_READER },
  { "GET", "servicePrincipals/*/oauth2PermissionGrants", tny_sim_graph_principal_grants,
    "Directory.Read.All Directory.ReadWrite.All DelegatedPermissionGrant.ReadWrite.All",
    TNY_SIM_GDAP_READER },
  { "GET", "oauth2PermissionGrants", tny_sim_graph_grants,
    "Directory.Read.All Directory.ReadWrite.All DelegatedPermissionGrant.ReadWrite.All",
    TNY_SIM_GDAP_READER },
  { "GET", "roleManagement/directory/roleAssignments", tny_sim_graph_role_assignments,
    "RoleManagement.Read.Directory RoleManagement.ReadWrite.Directory Directory.Read.All "
    "Directory.ReadWrite.All", TNY_SIM_GDAP_READER },
  { "GET", "users", tny_sim_graph_users,
    "User.ReadBasic.All User.Read.All User.ReadWrite.All Directory.Read.All "
    "Directory.ReadWrite.All DeviceManagementManagedDevices.Read.All", TNY_SIM_GDAP_READER },
  { "GET", "users/$count", tny_sim_graph_users_count,
    "User.ReadBasic.All User.Read.All User.ReadWrite.All Directory.Read.All "
    "Directory.ReadWrite.All",
    TNY_SIM_GDAP_READER },
  { "GET", "users/delta", tny_sim_graph_users_delta,
    "User.Read.All User.ReadWrite.All Directory.Read.All Directory.ReadWrite.All",
    TNY_SIM_GDAP_READER },
  { "GET", "users/delta()", tny_sim_graph_users_delta,
    "User.Read.All User.ReadWrite.All Directory.Read.All Directory.ReadWrite.All",
    TNY_SIM_GDAP_READER },
  { "GET", "directory/deletedItems/microsoft.graph.user", tny_sim_graph_deleted_users,
    "User.Read.All User.ReadWrite.All Directory.Read.All Directory.ReadWrite.All",
    TNY_SIM_GDAP_READER },
  { "GET", "users/*", tny_sim_graph_user,
    "User.ReadBasic.All User.Read.All User.ReadWrite.All Directory.Read.All "
    "Directory.ReadWrite.All DeviceManagementManagedDevices.Read.All", TNY_SIM_GDAP_READER },
  { "GET", "deviceManagement/managedDevices", tny_sim_graph_devices,
    "DeviceManagementManagedDevices.Read.All", 0 },
  { "GET", "deviceManagement/managedDevices/*", tny_sim_graph_device,
    "DeviceManagementManagedDevices.Read.All", 0 },
  { "GET", "deviceManagement/managedDevices/*/users", tny_sim_graph_device_users,
    "DeviceManagementManagedDevices.Read.All", 0 },
  { "GET", "reports/getMailboxUsageDetail(*", tny_sim_graph_mailbox_usage, "Reports.Read.All",
    TNY_SIM_GDAP_READER },
  { "GET", "admin/reportSettings", tny_sim_graph_report_settings,
    "ReportSettings.Read.All ReportSettings.ReadWrite.All", TNY_SIM_GDAP_READER },
  { "PATCH", "admin/reportSettings", tny_sim_graph_report_settings, "ReportSettings.ReadWrite.All",
    TNY_SIM_GDAP_GLOBAL },
  /* Writing: the least permission and the wider ones of each page. */
  { "GET", "applications", tny_sim_graph_applications,
    "Application.Read.All Application.ReadWrite.All Directory.Read.All Directory.ReadWrite.All",
    TNY_SIM_GDAP_READER },
  { "GET", "applications(uniqueName='*", tny_sim_graph_application,
    "Application.Read.All Application.ReadWrite.All Directory.Read.All Directory.ReadWrite.All",
    TNY_SIM_GDAP_READER },
  { "PATCH", "applications(uniqueName='*", tny_sim_graph_put_application,
    "Application.ReadWrite.All", 0 },
  { "PATCH", "applications/*", tny_sim_graph_change_application, "Application.ReadWrite.All", 0 },
  { "DELETE", "applications/*", tny_sim_graph_delete_application, "Application.ReadWrite.All", 0 },
  { "POST", "applications/*/addPassword", tny_sim_graph_add_password, "Application.ReadWrite.All",
    0 },
  { "POST", "applications/*/removePassword", tny_sim_graph_remove_password,
    "Application.ReadWrite.All", 0 },
  { "POST", "servicePrincipals", tny_sim_graph_post_principal, "Application.ReadWrite.All", 0 },
  { "DELETE", "servicePrincipals/*", tny_sim_graph_delete_principal, "Application.ReadWrite.All", 0 },
  { "POST", "servicePrincipals/*/appRoleAssignedTo", tny_sim_graph_post_app_role,
    "AppRoleAssignment.ReadWrite.All", 0 },
  { "DELETE", "servicePrincipals/*/appRoleAssignedTo/*", tny_sim_graph_delete_app_role,
    "AppRoleAssignment.ReadWrite.All", 0 },
  { "POST", "oauth2PermissionGrants", tny_sim_graph_post_grant,
    "DelegatedPermissionGrant.ReadWrite.All Directory.ReadWrite.All", 0 },
  { "PATCH", "oauth2PermissionGrants/*", tny_sim_graph_change_grant,
    "DelegatedPermissionGrant.ReadWrite.All Directory.ReadWrite.All", 0 },
  { "DELETE", "oauth2PermissionGrants/*", tny_sim_graph_delete_grant,
    "DelegatedPermissionGrant.ReadWrite.All Directory.ReadWrite.All", 0 },
  { "GET", "groups(uniqueName='*", tny_sim_graph_group,
    "Group.ReadBasic.All GroupMember.Read.All Group.Read.All Group.ReadWrite.All Directory.Read.All",
    TNY_SIM_GDAP_READER },
  { "PATCH", "groups(uniqueName='*", tny_sim_graph_put_group,
    "Group.ReadWrite.All Directory.ReadWrite.All", 0 },
  { "DELETE", "groups/*", tny_sim_graph_delete_group, "Group.ReadWrite.All", 0 },
  { "GET", "groups/*/members", tny_sim_graph_group_members,
    "GroupMember.Read.All Group.Read.All Group.ReadWrite.All GroupMember.ReadWrite.All "
    "Directory.Read.All", TNY_SIM_GDAP_READER },
  { "POST", "groups/*/members/$ref", tny_sim_graph_add_member,
    "GroupMember.ReadWrite.All Group.ReadWrite.All Directory.ReadWrite.All", 0 },
  { "DELETE", "groups/*/members/*/$ref", tny_sim_graph_remove_member,
    "GroupMember.ReadWrite.All Group.ReadWrite.All Directory.ReadWrite.All", 0 },
  { "POST", "tenantRelationships/delegatedAdminRelationships/*/accessAssignments",
    tny_sim_graph_post_assignment, "DelegatedAdminRelationship.ReadWrite.All", 0 },
  { "GET", "tenantRelationships/delegatedAdminRelationships/*/accessAssignments/*",
    tny_sim_graph_assignment,
    "DelegatedAdminRelationship.Read.All DelegatedAdminRelationship.ReadWrite.All", 0 },
  { "DELETE", "tenantRelationships/delegatedAdminRelationships/*/accessAssignments/*",
    tny_sim_graph_delete_assignment, "DelegatedAdminRelationship.ReadWrite.All", 0 },
};

void
tny_sim_graph_error (TnySimGraphCall *call, guint status, const char *code, const char *format, ...)
{
  const char *client_id = soup_message_headers_get_one (call->request->headers,
                                                        "client-request-id");
  GString *out = call->answer->body;
  g_autofree char *message = NULL;
  va_list arguments;

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  call->answer->status = status;
  call->answer->content_type = "application/json";
  g_string_assign (out, "{\"error\":{\"code\":");
  tny_sim_append_json (out, code);
  g_string_append (out, ",\"message\":");
  tny_sim_append_json (out, message);
  g_string_append (out, ",\"innerError\":{\"date\":\"");
  tny_sim_append_time (out, tny_sim_now (call->sim), FALSE);
  g_string_truncate (out, out->len - 1);             /* the one time they write without Z */
  g_string_append_printf (out, "\",\"request-id\":\"%s\",\"client-request-id\":", call->request_id);
  tny_sim_append_json (out, client_id != NULL ? client_id : call->request_id);
  g_string_append (out, "}}}");
}

gboolean
tny_sim_graph_delegated (const TnySimGraphCall *call)
{
  return call->token.account != TNY_SIM_APP_ONLY;
}

/* --- who asks --- */

static gboolean
refuse_token (TnySimGraphCall *call, const char *message)
{
  g_autofree char *challenge =
    g_strdup_printf ("Bearer realm=\"\", authorization_uri=\"%s/common/oauth2/authorize\", "
                     "client_id=\"00000003-0000-0000-c000-000000000000\"",
                     call->sim->bases[TNY_SIM_AREA_LOGIN]);

  soup_message_headers_replace (call->answer->headers, "WWW-Authenticate", challenge);
  tny_sim_graph_error (call, 401, "InvalidAuthenticationToken", "%s", message);

  return FALSE;
}

static gboolean
check_token (TnySimGraphCall *call)
{
  const char *header = soup_message_headers_get_one (call->request->headers, "Authorization");

  if (header == NULL || g_ascii_strncasecmp (header, "Bearer ", 7) != 0 || header[7] == '\0')
    return refuse_token (call, "Access token is empty.");
  if (!tny_sim_token_open (call->sim, header + 7, &call->token) ||
      call->token.kind != TNY_SIM_TOKEN_ACCESS)
    return refuse_token (call, "CompactToken parsing failed with error code: 80049217");
  if (call->token.resource != TNY_SIM_GRAPH)
    return refuse_token (call, "Access token validation failure. Invalid audience.");
  if (tny_sim_now (call->sim) >= call->token.expires ||
      tny_sim_app_client_id (call->sim, call->token.app) == NULL)
    return refuse_token (call, "Lifetime validation failed, the token is expired.");
  call->tenant = tny_sim_estate_tenant (call->sim->estate, call->token.tenant);
  call->flags = tny_sim_flags (call->sim, call->tenant);

  return TRUE;
}

/* The relationship may have ended since the token was given. */
static gboolean
check_way_in (TnySimGraphCall *call, guint roles)
{
  if (call->tenant->index == 0)
    return TRUE;
  if (!tny_sim_graph_delegated (call))
    {
      if (tny_sim_app_present (call->sim, call->token.app, call->tenant))
        return TRUE;
      tny_sim_graph_error (call, 401, "Authorization_IdentityNotFound",
                           "The identity of the calling application could not be established.");
      return FALSE;
    }
  if (tny_sim_accounts[call->token.account].partner_user < 0)
    return TRUE;
  if (!tny_sim_reaches (call->sim, call->token.account, call->tenant))
    tny_sim_graph_error (call, 403, "Authorization_RequestDenied",
                         "Unable to initialize the authorization context.");
  else if ((call->flags & roles) != roles)
    tny_sim_graph_error (call, 403, "Authorization_RequestDenied",
                         "Insufficient privileges to complete the operation.");
  else
    return TRUE;

  return FALSE;
}

static gboolean
check_permission (TnySimGraphCall *call, const char *permissions)
{
  guint64 enough = tny_sim_scopes_parse (permissions);

  if (!tny_sim_graph_delegated (call))
    enough &= ~tny_sim_scopes_parse ("User.Read");
  if ((call->token.scopes & enough) != 0)
    return TRUE;
  tny_sim_graph_error (call, 403, "Authorization_RequestDenied",
                       "Insufficient privileges to complete the operation.");

  return FALSE;
}

/* --- which way --- */

static gboolean
part_fits (const char *pattern, const char *part)
{
  gsize length = strlen (pattern);

  if (g_str_equal (pattern, "*"))
    return *part != '\0';
  if (length > 0 && pattern[length - 1] == '*')
    return strncmp (pattern, part, length - 1) == 0;

  return g_str_equal (pattern, part);
}

static gboolean
path_fits (const char *pattern, const char *const *parts)
{
  g_auto(GStrv) wanted = g_strsplit (pattern, "/", -1);
  guint i;

  for (i = 0; wanted[i] != NULL && parts[i] != NULL; i++)
    if (!part_fits (wanted[i], parts[i]))
      return FALSE;

  return wanted[i] == NULL && parts[i] == NULL;
}

static void
dispatch (TnySimGraphCall *call)
{
  const char *method = call->request->method;
  gboolean path_known = FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (routes); i++)
    if (path_fits (routes[i].path, call->parts))
      {
        path_known = TRUE;
        if (!g_str_equal (routes[i].method, method))
          continue;
        if (check_permission (call, routes[i].permissions) && check_way_in (call, routes[i].roles))
          routes[i].handle (call);
        return;
      }
  if (path_known)
    tny_sim_graph_error (call, 405, "Request_BadRequest",
                         "Specified HTTP method is not allowed for the request target.");
  else
    tny_sim_graph_error (call, 400, "BadRequest", "Resource not found for the segment '%s'.",
                         call->parts[0] != NULL ? call->parts[0] : "");
}

void
tny_sim_graph (TnySim *sim, TnySimRequest *request, TnySimAnswer *answer)
{
  const char *client_id = soup_message_headers_get_one (request->headers, "client-request-id");
  TnySimGraphCall call = { .sim = sim, .request = request, .answer = answer };

  tny_sim_random_guid (call.request_id);
  soup_message_headers_replace (answer->headers, "request-id", call.request_id);
  soup_message_headers_replace (answer->headers, "client-request-id",
                                client_id != NULL ? client_id : call.request_id);
  soup_message_headers_replace (answer->headers, "x-ms-ags-diagnostic",
                                "{\"ServerInfo\":{\"DataCenter\":\"Sample\",\"Slice\":\"E\","
                                "\"Ring\":\"5\",\"ScaleUnit\":\"001\","
                                "\"RoleInstance\":\"SAMPLE0001\"}}");
  soup_message_headers_replace (answer->headers, "Cache-Control", "no-cache");
  if (request->n_parts == 0 || !g_str_equal (request->parts[0], "v1.0"))
    {
      tny_sim_graph_error (&call, 400, "BadRequest", "Invalid version: %s",
                           request->n_parts > 0 ? request->parts[0] : "");
      return;
    }
  call.parts = (const char *const *) request->parts + 1;
  if (check_token (&call) &&
      (!tny_sim_has (sim, TNY_SIM_PUBLISHED_LIMITS) ||
       tny_sim_limits_take (sim->limits, call.tenant, request, answer)))
    dispatch (&call);
  g_strfreev (call.select);
}

/* --- pages --- */

/* Sixteen bytes that only we can make: what it points at, whose it is, and a proof. */
static char *
seal_link (TnySimGraphCall *call, guint at)
{
  guint64 proof = tny_sim_dice (call->sim->seed, TNY_SIM_DICE_OBJECT, call->tenant->index, at);
  guint8 token[16];

  memcpy (token, &at, 4);
  memcpy (token + 4, &call->tenant->index, 4);
  memcpy (token + 8, &proof, 8);

  return tny_sim_base64url (token, sizeof token);
}

gboolean
tny_sim_graph_read_link (TnySimGraphCall *call, const char *parameter, guint *at)
{
  const char *text = tny_sim_query (call->request, parameter);
  g_autofree char *padded = NULL, *again = NULL;
  g_autofree guint8 *token = NULL;
  gsize length;

  if (text == NULL)
    return FALSE;
  padded = g_strconcat (text, "==", NULL);
  g_strdelimit (padded, "-", '+');
  g_strdelimit (padded, "_", '/');
  token = g_base64_decode (padded, &length);
  if (length != 16)
    return FALSE;
  memcpy (at, token, 4);
  again = seal_link (call, *at);

  return g_str_equal (again, text);
}

gboolean
tny_sim_graph_page (TnySimGraphCall *call, guint max, TnySimTopRule rule, guint *start, guint *size)
{
  const char *top = tny_sim_query (call->request, "$top");
  const char *parameter = "$skiptoken";
  guint64 value;

  if (tny_sim_query (call->request, "$skipToken") != NULL)
    parameter = "$skipToken";
  if (top != NULL)
    {
      if (!g_ascii_string_to_unsigned (top, 10, 0, G_MAXINT, &value, NULL))
        {
          tny_sim_graph_error (call, 400, "Request_BadRequest",
                               "Invalid value '%s' for $top query option found. "
                               "The $top query option requires a non-negative integer value.", top);
          return FALSE;
        }
      if (value == 0 || (value > max && rule == TNY_SIM_TOP_REFUSED))
        {
          tny_sim_graph_error (call, 400, "Request_UnsupportedQuery",
                               "Invalid page size specified: '%s'. Must be between 1 and %u "
                               "inclusive.", top, max);
          return FALSE;
        }
      *size = (guint) MIN (value, max);
    }
  /* A server may always give fewer; here so that small estates have more than one page. */
  if (tny_sim_has (call->sim, TNY_SIM_FOREIGN_NEXT_LINK) ||
      tny_sim_has (call->sim, TNY_SIM_REPEATED_NEXT_LINK))
    *size = MIN (*size, 5);
  *start = 0;
  if (tny_sim_query (call->request, parameter) != NULL &&
      !tny_sim_graph_read_link (call, parameter, start))
    {
      tny_sim_graph_error (call, 400, "Directory_ExpiredPageToken",
                           "The specified page token value has expired and can no longer be "
                           "included in the request.");
      return FALSE;
    }

  return TRUE;
}

/* The query again, without tokens: they follow. */
static void
append_query (TnySimGraphCall *call, GString *out)
{
  const char *query = call->request->raw_query;
  g_auto(GStrv) parts = g_strsplit (query != NULL ? query : "", "&", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    {
      g_autofree char *name = g_uri_unescape_segment (parts[i], strchr (parts[i], '='), NULL);

      if (name == NULL || *name == '\0' || g_ascii_strcasecmp (name, "$skiptoken") == 0 ||
          g_ascii_strcasecmp (name, "$deltatoken") == 0)
        continue;
      g_string_append (out, parts[i]);
      g_string_append_c (out, '&');
    }
}

void
tny_sim_graph_append_link (TnySimGraphCall *call, const char *name, const char *parameter,
                           guint start, guint next)
{
  GString *out = call->answer->body;
  g_autoptr(GString) link = g_string_new (call->sim->bases[TNY_SIM_AREA_GRAPH]);
  g_autofree char *token = NULL;

  if (tny_sim_has (call->sim, TNY_SIM_FOREIGN_NEXT_LINK))
    g_string_printf (link, "http://127.0.0.2:%u/graph", call->sim->port);
  if (tny_sim_has (call->sim, TNY_SIM_REPEATED_NEXT_LINK) && start > 0)
    next = start;
  token = seal_link (call, next);
  g_string_append (link, call->request->path);
  g_string_append_c (link, '?');
  append_query (call, link);
  g_string_append_printf (link, "%s=%s", parameter, token);
  g_string_append_printf (out, ",\"%s\":", name);
  tny_sim_append_json (out, link->str);
}

void
tny_sim_graph_begin (TnySimGraphCall *call, const char *collection, const char *select)
{
  GString *out = call->answer->body;
  g_autofree char *context = g_strconcat (call->sim->bases[TNY_SIM_AREA_GRAPH], "/v1.0/$metadata#",
                                          collection,
                                          select != NULL ? "(" : "", select != NULL ? select : "",
                                          select != NULL ? ")" : "", NULL);

  call->answer->status = 200;
  call->answer->content_type = "application/json;odata.metadata=minimal;odata.streaming=true;"
                               "IEEE754Compatible=false;charset=utf-8";
  g_string_append (out, "{\"@odata.context\":");
  tny_sim_append_json (out, context);
}

GHashTable *
tny_sim_graph_filter (TnySimGraphCall *call, const char *const *names)
{
  const char *filter = tny_sim_query (call->request, "$filter");
  g_autoptr(GHashTable) values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_auto(GStrv) clauses = g_strsplit (filter != NULL ? filter : "", " and ", -1);

  for (guint i = 0; clauses[i] != NULL; i++)
    {
      char *name = g_strstrip (clauses[i]), *value = strstr (name, " eq ");
      gsize length;

      if (*name == '\0')
        continue;
      if (value != NULL)
        {
          *value = '\0';
          value = g_strstrip (value + 4);
          length = strlen (value);
          if (length >= 2 && value[0] == '\'' && value[length - 1] == '\'')
            {
              g_autoptr(GString) text = g_string_new_len (value + 1, (gssize) length - 2);

              g_string_replace (text, "''", "'", 0);
              if (g_strv_contains (names, name))
                {
                  g_hash_table_insert (values, g_strdup (name), g_strdup (text->str));
                  continue;
                }
            }
          else if ((g_str_equal (value, "true") || g_str_equal (value, "false")) &&
                   g_strv_contains (names, name))
            {
              g_hash_table_insert (values, g_strdup (name), g_strdup (value));
              continue;
            }
        }
      tny_sim_graph_error (call, 400, "Request_UnsupportedQuery",
                           "Unsupported or invalid query filter clause "
                           "specified for property '%s' of resource '%s'.", name, call->parts[0]);
      return NULL;
    }

  return g_steal_pointer (&values);
}
