/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "tny-json.h"
#include "tny-sim-certificate.h"
#include "tny-sim-graph.h"
#include "tny-sim-token.h"

/* The registration in the partner's directory, the service principals it has in every tenant that
 * consented, and the grants they hold. */

#define GRAPH_APP   "00000003-0000-0000-c000-000000000000"
#define PARTNER_APP "fa3d9a0c-3fb0-42cc-9193-47c7ecd2edbd"
#define PARTNER_SCOPE "1cebfa2a-fb4d-419e-b5f9-839b4383e05a"

enum { OURS, GRAPH, PARTNER, N_PRINCIPALS };

static gboolean
is_shown (TnySimGraphCall *call, JsonObject *object)
{
  return object != NULL && tny_sim_is_seen (call->sim, object);
}

static void
principal_id (TnySimGraphCall *call, guint which, char id[TNY_SIM_GUID_LENGTH + 1])
{
  JsonObject *made = which == PARTNER
                       ? tny_sim_made_find (call->sim->made, "servicePrincipals", "appId",
                                                 PARTNER_APP) : NULL;

  if (made != NULL)
    g_strlcpy (id, tny_json_text (made, "id"), TNY_SIM_GUID_LENGTH + 1);
  else
    tny_sim_guid (id, call->sim->seed, TNY_SIM_DICE_OBJECT, 20 + which, call->tenant->index);
}

/* Our application is in a tenant as soon as anything was granted there; Microsoft's are everywhere,
 * Partner Center's in the partner's. */
static gboolean
is_there (TnySimGraphCall *call, guint which)
{
  if (which == PARTNER)
    return call->tenant->index == 0 &&
           (!tny_sim_has (call->sim, TNY_SIM_NO_PARTNER_API) ||
            tny_sim_made_find (call->sim->made, "servicePrincipals", "appId",
                                    PARTNER_APP) != NULL);

  return which == GRAPH || tny_sim_app_present (call->sim, TNY_SIM_APP_FIRST, call->tenant);
}

static gboolean
not_found (TnySimGraphCall *call, const char *id)
{
  tny_sim_graph_error (call, 404, "Request_ResourceNotFound",
                       "Resource '%s' does not exist or one of its queried reference-property "
                       "objects are not present.", id);

  return FALSE;
}

/* What stands between the quotes of name(appId='…'). */
static char *
app_id_of (TnySimGraphCall *call)
{
  const char *from = strchr (call->parts[0], '\'');
  const char *to = from != NULL ? strrchr (call->parts[0], '\'') : NULL;

  return to != NULL && to > from ? g_strndup (from + 1, (gsize) (to - from - 1)) : g_strdup ("");
}

/* An object as the whole answer: its members join the context's. */
static void
answer_object (TnySimGraphCall *call, const char *collection, GString *object)
{
  GString *out = call->answer->body;
  g_autofree char *context = g_strconcat (collection, "/$entity", NULL);
  gsize start;

  tny_sim_graph_begin (call, context, NULL);
  start = out->len;
  tny_sim_graph_append_object (call, object);
  out->str[start] = ',';
}

static void
answer_array (TnySimGraphCall *call, const char *collection, GString *array)
{
  g_string_append_c (array, ']');
  tny_sim_graph_begin (call, collection, NULL);
  tny_sim_graph_append_array (call, array);
}

/* --- the registration --- */

static void
append_access (GString *out, const char *id, const char *type)
{
  g_string_append_printf (out, "%s{\"id\":\"%s\",\"type\":\"%s\"}",
                          out->str[out->len - 1] == '[' ? "" : ",", id, type);
}

static void
append_required (TnySimGraphCall *call, GString *out)
{
  guint64 listed = (tny_sim_scopes_at_registration (TRUE) |
                    tny_sim_scopes_at_registration (FALSE)) & ~call->sim->unlisted;
  const char *name, *scope_id, *role_id;
  guint64 bit;

  g_string_append (out, "[{\"resourceAppId\":\"" GRAPH_APP "\",\"resourceAccess\":[");
  /* openid, profile, offline_access */
  append_access (out, "37f7f235-527c-4136-accd-4a02d197296e", "Scope");
  append_access (out, "14dad69e-099b-42c9-810b-d002981feec1", "Scope");
  append_access (out, "7427e0e9-2fba-42fe-b0c0-848c9e6a8182", "Scope");
  for (guint i = 0; tny_sim_scope_ids (i, &bit, &name, &scope_id, &role_id); i++)
    if (listed & bit)
      {
        if (scope_id != NULL)
          append_access (out, scope_id, "Scope");
        if (role_id != NULL)
          append_access (out, role_id, "Role");
      }
  g_string_append (out, "]}");
  if (listed & TNY_SIM_SCOPE_IMPERSONATION)
    g_string_append (out, ",{\"resourceAppId\":\"" PARTNER_APP "\",\"resourceAccess\":"
                          "[{\"id\":\"" PARTNER_SCOPE "\",\"type\":\"Scope\"}]}");
  g_string_append_c (out, ']');
}

/* The end of the secret moves with the calendar, as relationships do; a scenario moves it to
 * yesterday. */
static void
append_secret (TnySimGraphCall *call, GString *out)
{
  const gint64 day = 24 * 3600;
  gint64 made = tny_sim_month_start (call->sim) - 60 * day;
  gint64 end = tny_sim_has (call->sim, TNY_SIM_SECRET_EXPIRED) ? tny_sim_now (call->sim) - day
                                                              : made + 365 * day;

  g_string_append (out,
                   "[{\"customKeyIdentifier\":null,\"displayName\":\"Tenantry\","
                   "\"endDateTime\":\"");
  tny_sim_append_time (out, end, FALSE);
  g_string_append_printf (out, "\",\"hint\":\"%.3s\",\"keyId\":\"%s\",\"secretText\":null,"
                          "\"startDateTime\":\"", call->sim->registration.secret,
                          call->sim->registration.secret_id);
  tny_sim_append_time (out, made, FALSE);
  g_string_append (out, "\"}]");
}

/* Source: "Get application". */
void
tny_sim_graph_application (TnySimGraphCall *call)
{
  static const char *const properties[] = {
    "id", "deletedDateTime", "appId", "displayName", "signInAudience", "web", "publicClient",
    "isFallbackPublicClient", "passwordCredentials", "keyCredentials", "requiredResourceAccess",
    "uniqueName", "tags", "createdDateTime", NULL
  };
  g_autofree char *app_id = app_id_of (call);
  g_autoptr(GString) object = g_string_new (NULL);
  char id[TNY_SIM_GUID_LENGTH + 1];
  JsonObject *made = call->tenant->index == 0
    ? tny_sim_made_find (call->sim->made, "applications",
                              g_str_has_prefix (call->parts[0], "applications(uniqueName")
                                ? "uniqueName" : "appId", app_id) : NULL;

  if (!tny_sim_graph_select (call, "application", properties))
    return;
  if (is_shown (call, made))
    {
      tny_sim_made_append (object, made);
      answer_object (call, "applications", object);
      return;
    }
  if (call->tenant->index != 0 ||
      g_ascii_strcasecmp (app_id, call->sim->registration.client_id) != 0)
    {
      not_found (call, app_id);
      return;
    }
  tny_sim_guid (id, call->sim->seed, TNY_SIM_DICE_OBJECT, 23, 0);
  g_string_append_printf (object,
                          "{\"id\":\"%s\",\"deletedDateTime\":null,\"appId\":\"%s\","
                          "\"displayName\":\"Tenantry\",\"signInAudience\":\"AzureADMultipleOrgs\","
                          "\"isFallbackPublicClient\":false,"
                          "\"publicClient\":{\"redirectUris\":[]},"
                          "\"web\":{\"homePageUrl\":null,\"logoutUrl\":null,"
                          "\"redirectUris\":[\"" TNY_SIM_REDIRECT_URI "\"]},"
                          "\"passwordCredentials\":", id, call->sim->registration.client_id);
  append_secret (call, object);
  g_string_append (object, ",\"keyCredentials\":");
  tny_sim_certificate_append (call->sim, object);
  g_string_append (object, ",\"requiredResourceAccess\":");
  append_required (call, object);
  g_string_append_c (object, '}');
  answer_object (call, "applications", object);
}

/* --- service principals --- */

static void
append_definition (GString *out, const char *id, const char *value, const char *kind, gboolean admin)
{
  g_string_append_printf (out, "%s{\"id\":\"%s\",\"isEnabled\":true,\"value\":\"%s\",%s}",
                          out->str[out->len - 1] == '[' ? "" : ",", id, value,
                          kind != NULL ? kind : admin ? "\"type\":\"Admin\"" : "\"type\":\"User\"");
}

/* What an API offers: application permissions and delegated ones. */
static void
append_offers (guint which, GString *out)
{
  static const char role[] = "\"allowedMemberTypes\":[\"Application\"]";
  const char *name, *scope_id, *role_id;
  guint64 bit;

  g_string_append (out, ",\"appRoles\":[");
  for (guint i = 0; which == GRAPH && tny_sim_scope_ids (i, &bit, &name, &scope_id, &role_id); i++)
    if (role_id != NULL)
      append_definition (out, role_id, name, role, TRUE);
  g_string_append (out, "],\"oauth2PermissionScopes\":[");
  if (which == PARTNER)
    append_definition (out, TNY_SIM_IMPERSONATION_ID, "user_impersonation", NULL, FALSE);
  for (guint i = 0; which == GRAPH && tny_sim_scope_ids (i, &bit, &name, &scope_id, &role_id); i++)
    append_definition (out, scope_id, name, NULL, TRUE);
  if (which == GRAPH)
    {
      append_definition (out, "37f7f235-527c-4136-accd-4a02d197296e", "openid", NULL, FALSE);
      append_definition (out, "14dad69e-099b-42c9-810b-d002981feec1", "profile", NULL, FALSE);
      append_definition (out, "7427e0e9-2fba-42fe-b0c0-848c9e6a8182", "offline_access", NULL, FALSE);
    }
  g_string_append_c (out, ']');
}

/* Source: "Get servicePrincipal". */
void
tny_sim_graph_principal (TnySimGraphCall *call)
{
  static const char *const properties[] = {
    "id", "deletedDateTime", "appId", "displayName", "accountEnabled", "appOwnerOrganizationId",
    "servicePrincipalType", "appRoles", "oauth2PermissionScopes", "tags", NULL
  };
  static const char *const names[] = { "Tenantry", "Microsoft Graph", "Microsoft Partner Center" };
  const char *ids[] = { call->sim->registration.client_id, GRAPH_APP, PARTNER_APP };
  g_autofree char *app_id = app_id_of (call);
  g_autoptr(GString) object = g_string_new (NULL);
  guint app = tny_sim_app_find (call->sim, app_id);
  char id[TNY_SIM_GUID_LENGTH + 1];
  JsonObject *made;
  guint which = 0;

  if (!tny_sim_graph_select (call, "servicePrincipal", properties))
    return;
  while (which < N_PRINCIPALS && g_ascii_strcasecmp (app_id, ids[which]) != 0)
    which++;
  made = call->tenant->index == 0 && which == N_PRINCIPALS
           ? tny_sim_made_find (call->sim->made, "servicePrincipals", "appId", app_id) : NULL;
  if (which < N_PRINCIPALS ? !is_there (call, which)
                           : app >= TNY_SIM_APP_TOOLS ||
                             !tny_sim_app_present (call->sim, app, call->tenant) ||
                             (made != NULL && !is_shown (call, made)))
    {
      not_found (call, app_id);
      return;
    }
  if (which == N_PRINCIPALS)
    tny_sim_app_principal (call->sim, app, call->tenant, id);
  else
    principal_id (call, which, id);
  g_string_append_printf (object,
                          "{\"id\":\"%s\",\"deletedDateTime\":null,\"accountEnabled\":true,"
                          "\"appId\":\"%s\",\"appOwnerOrganizationId\":\"%s\","
                          "\"displayName\":\"%s\",\"servicePrincipalType\":\"Application\"", id,
                          app_id,
                          which == OURS || which == N_PRINCIPALS
                            ? tny_sim_estate_tenant (call->sim->estate, 0)->id
                            : "f8cdef31-a31e-4b4a-93e4-5f571e91255a",
                          which < N_PRINCIPALS ? names[which] : tny_sim_app_name (call->sim, app));
  append_offers (which, object);
  g_string_append_c (object, '}');
  answer_object (call, "servicePrincipals", object);
}

/* Which application a service principal of this tenant belongs to, TNY_SIM_APP_NONE for Microsoft's.
 * FALSE: answered with 404. */
static gboolean
find_app (TnySimGraphCall *call, const char *principal, guint *app)
{
  JsonArray *apps = tny_sim_made_list (call->sim->made, "applications");
  char id[TNY_SIM_GUID_LENGTH + 1];

  *app = TNY_SIM_APP_NONE;
  for (guint which = 0; which < N_PRINCIPALS; which++)
    {
      principal_id (call, which, id);
      if (is_there (call, which) && g_ascii_strcasecmp (principal, id) == 0)
        {
          *app = which == OURS ? TNY_SIM_APP_FIRST : TNY_SIM_APP_NONE;
          return TRUE;
        }
    }
  for (guint i = 0; i < json_array_get_length (apps); i++)
    {
      guint number = (guint) tny_json_int (tny_json_array_object (apps, i), "_app", 0);

      tny_sim_app_principal (call->sim, number, call->tenant, id);
      if (tny_sim_app_present (call->sim, number, call->tenant) &&
          g_ascii_strcasecmp (principal, id) == 0)
        {
          *app = number;
          return TRUE;
        }
    }

  return not_found (call, principal);
}

/* Those of a kind that clients have made, for the service principal that @member names. */
static void
append_made (TnySimGraphCall *call, const char *kind, const char *member, const char *principal,
             GString *array)
{
  JsonArray *list = tny_sim_made_list (call->sim->made, kind);

  for (guint i = 0; call->tenant->index == 0 && i < json_array_get_length (list); i++)
    {
      JsonObject *object = tny_json_array_object (list, i);

      if (principal != NULL &&
          g_ascii_strcasecmp (tny_json_text (object, member), principal) != 0)
        continue;
      if (array->len > 1)
        g_string_append_c (array, ',');
      tny_sim_made_append (array, object);
    }
}

static guint64
application_scopes (TnySimGraphCall *call)
{
  return tny_sim_granted (call->sim, TNY_SIM_APP_FIRST, 0, call->tenant) &
         ~TNY_SIM_SCOPE_IMPERSONATION;
}

/* Source: "List appRoleAssignments granted to a service principal". */
void
tny_sim_graph_app_roles (TnySimGraphCall *call)
{
  static const char *const properties[] = {
    "id", "deletedDateTime", "appRoleId", "createdDateTime", "principalDisplayName", "principalId",
    "principalType", "resourceDisplayName", "resourceId", NULL
  };
  g_autoptr(GString) array = g_string_new ("[");
  char id[TNY_SIM_GUID_LENGTH + 1], ours_id[TNY_SIM_GUID_LENGTH + 1];
  char graph_id[TNY_SIM_GUID_LENGTH + 1];
  const char *name, *scope_id, *role_id;
  guint app;
  guint64 bit;

  if (!tny_sim_graph_select (call, "appRoleAssignment", properties) ||
      !find_app (call, call->parts[1], &app))
    return;
  append_made (call, "appRoleAssignments", "principalId", call->parts[1], array);
  principal_id (call, OURS, ours_id);
  principal_id (call, GRAPH, graph_id);
  for (guint i = 0; app == TNY_SIM_APP_FIRST &&
                    tny_sim_scope_ids (i, &bit, &name, &scope_id, &role_id); i++)
    if (role_id != NULL && (application_scopes (call) & bit))
      {
        tny_sim_guid (id, call->sim->seed, TNY_SIM_DICE_OBJECT, 26 + 100 * i, call->tenant->index);
        g_string_append_printf (array,
                                "%s{\"id\":\"%s\",\"deletedDateTime\":null,\"appRoleId\":\"%s\","
                                "\"createdDateTime\":\"2026-01-05T10:00:00Z\","
                                "\"principalDisplayName\":\"Tenantry\",\"principalId\":\"%s\","
                                "\"principalType\":\"ServicePrincipal\","
                                "\"resourceDisplayName\":\"Microsoft Graph\","
                                "\"resourceId\":\"%s\"}", array->len > 1 ? "," : "", id, role_id,
                                ours_id, graph_id);
      }
  answer_array (call, "appRoleAssignments", array);
}

static void
append_grant (TnySimGraphCall *call, guint app, guint resource, guint64 scopes, GString *out)
{
  g_autoptr(GString) names = g_string_new (NULL);
  char client[TNY_SIM_GUID_LENGTH + 1], target[TNY_SIM_GUID_LENGTH + 1];
  char id[TNY_SIM_GUID_LENGTH + 1];

  if (scopes == 0)
    return;
  tny_sim_app_principal (call->sim, app, call->tenant, client);
  principal_id (call, resource, target);
  tny_sim_guid (id, call->sim->seed, TNY_SIM_DICE_OBJECT, 25 + 100 * resource + 100000 * app,
                call->tenant->index);
  if (resource == GRAPH)
    g_string_append (names, "openid profile offline_access");
  tny_sim_scopes_append (names, scopes, "");
  /* As the service writes it: a blank first. */
  g_string_append_printf (out,
                          "%s{\"id\":\"%s\",\"clientId\":\"%s\",\"consentType\":\"AllPrincipals\","
                          "\"principalId\":null,\"resourceId\":\"%s\",\"scope\":\" %s\"}",
                          out->len > 1 ? "," : "", id, client, target, names->str);
}

/* The grants of an application in this tenant, that no client has made one by one. */
static void
append_grants (TnySimGraphCall *call, guint app, GString *array)
{
  guint64 granted = tny_sim_granted (call->sim, app, 0, call->tenant);

  if (app != TNY_SIM_APP_FIRST && call->tenant->index == 0)
    return;
  append_grant (call, app, GRAPH, granted & ~TNY_SIM_SCOPE_IMPERSONATION, array);
  append_grant (call, app, PARTNER, granted & TNY_SIM_SCOPE_IMPERSONATION, array);
}

static const char *const grant_properties[] = {
  "id", "clientId", "consentType", "principalId", "resourceId", "scope", NULL
};

static void
answer_grants (TnySimGraphCall *call, const char *client)
{
  g_autoptr(GString) array = g_string_new ("[");
  JsonArray *apps = tny_sim_made_list (call->sim->made, "applications");
  char id[TNY_SIM_GUID_LENGTH + 1];

  append_made (call, "oauth2PermissionGrants", "clientId", client, array);
  for (guint i = 0; i <= json_array_get_length (apps); i++)
    {
      guint app = i == 0 ? TNY_SIM_APP_FIRST
                         : (guint) tny_json_int (tny_json_array_object (apps, i - 1), "_app", 0);

      tny_sim_app_principal (call->sim, app, call->tenant, id);
      if (client == NULL || g_ascii_strcasecmp (client, id) == 0)
        append_grants (call, app, array);
    }
  answer_array (call, "oauth2PermissionGrants", array);
}

/* Source: "List oAuth2PermissionGrants of a service principal". */
void
tny_sim_graph_principal_grants (TnySimGraphCall *call)
{
  guint app;

  if (tny_sim_graph_select (call, "oAuth2PermissionGrant", grant_properties) &&
      find_app (call, call->parts[1], &app))
    answer_grants (call, call->parts[1]);
}

/* Source: "List oAuth2PermissionGrants". */
void
tny_sim_graph_grants (TnySimGraphCall *call)
{
  static const char *const names[] = { "clientId", "consentType", "resourceId", NULL };
  g_autoptr(GHashTable) filter = NULL;

  if (tny_sim_graph_select (call, "oAuth2PermissionGrant", grant_properties) &&
      (filter = tny_sim_graph_filter (call, names)) != NULL)
    answer_grants (call, g_hash_table_lookup (filter, "clientId"));
}

/* Source: "List applications". By a tag, or all. */
void
tny_sim_graph_applications (TnySimGraphCall *call)
{
  static const char *const properties[] = {
    "id", "appId", "displayName", "uniqueName", "tags", "createdDateTime", "signInAudience", NULL
  };
  static const char begin[] = "tags/any(t:t eq '";
  const char *filter = tny_sim_query (call->request, "$filter");
  JsonArray *apps = tny_sim_made_list (call->sim->made, "applications");
  g_autoptr(GString) array = g_string_new ("[");
  g_autofree char *tag = NULL;

  if (!tny_sim_graph_select (call, "application", properties))
    return;
  if (filter != NULL && (!g_str_has_prefix (filter, begin) || !g_str_has_suffix (filter, "')")))
    {
      tny_sim_graph_error (call, 400, "Request_UnsupportedQuery",
                           "Unsupported or invalid query filter clause specified for property "
                           "'tags' of resource 'Application'.");
      return;
    }
  if (filter != NULL)
    tag = g_strndup (filter + strlen (begin), strlen (filter) - strlen (begin) - 2);
  for (guint i = 0; call->tenant->index == 0 && i < json_array_get_length (apps); i++)
    {
      JsonObject *object = tny_json_array_object (apps, i);
      JsonArray *tags = tny_json_array (object, "tags");
      gboolean has = tag == NULL;

      for (guint t = 0; tags != NULL && t < json_array_get_length (tags); t++)
        has = has || g_strcmp0 (tny_json_array_text (tags, t), tag) == 0;
      if (!has || !is_shown (call, object))
        continue;
      if (array->len > 1)
        g_string_append_c (array, ',');
      tny_sim_made_append (array, object);
    }
  answer_array (call, "applications", array);
}
