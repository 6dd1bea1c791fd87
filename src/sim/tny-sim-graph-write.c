/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "tny-json.h"
#include "tny-sim-graph.h"

/* What clients write into the partner's directory: registrations, their secrets, service principals
 * and grants. Sources: "Upsert application", "Update application", "addPassword", "Create
 * servicePrincipal", "Grant an appRoleAssignment for a service principal", "Create
 * oAuth2PermissionGrant" and the pages about deleting them. */

#define GRAPH_APP   "00000003-0000-0000-c000-000000000000"
#define PARTNER_APP "fa3d9a0c-3fb0-42cc-9193-47c7ecd2edbd"
#define SECRET_YEARS_USUAL 2

void
tny_sim_graph_not_found (TnySimGraphCall *call, const char *id)
{
  tny_sim_graph_error (call, 404, "Request_ResourceNotFound",
                       "Resource '%s' does not exist or one of its queried reference-property "
                       "objects are not present.", id);
}

gboolean
tny_sim_graph_may_write (TnySimGraphCall *call)
{
  if (call->tenant->index == 0 && tny_sim_graph_delegated (call) &&
      tny_sim_accounts[call->token.account].administrator &&
      tny_sim_accounts[call->token.account].partner_user >= 0)
    return TRUE;
  tny_sim_graph_error (call, 403, "Authorization_RequestDenied",
                       "Insufficient privileges to complete the operation.");

  return FALSE;
}

JsonObject *
tny_sim_graph_body (TnySimGraphCall *call, const char *const *known)
{
  const char *type = soup_message_headers_get_content_type (call->request->headers, NULL);
  gsize length;
  const char *data = g_bytes_get_data (call->request->body, &length);
  g_autoptr(JsonNode) node = data != NULL ? tny_json_parse_object (data, length, NULL) : NULL;
  g_autoptr(GList) names = NULL;

  if (g_strcmp0 (type, "application/json") != 0 || node == NULL)
    {
      tny_sim_graph_error (call, 400, "BadRequest",
                           "Unable to read JSON request payload. Please ensure Content-Type header "
                           "is set and payload is of valid JSON format.");
      return NULL;
    }
  names = json_object_get_members (json_node_get_object (node));
  for (GList *each = names; each != NULL; each = each->next)
    if (!g_strv_contains (known, each->data))
      {
        tny_sim_graph_error (call, 400, "Request_BadRequest", "Invalid property '%s'.",
                             (const char *) each->data);
        return NULL;
      }

  return json_object_ref (json_node_get_object (node));
}

/* A text that must be there. */
static const char *
need_text (TnySimGraphCall *call, JsonObject *body, const char *name)
{
  const char *text = tny_json_text (body, name);

  if (text == NULL || *text == '\0')
    {
      tny_sim_graph_error (call, 400, "Request_BadRequest",
                           "One or more required properties missing: %s", name);
      return NULL;
    }

  return text;
}

void
tny_sim_graph_answer_made (TnySimGraphCall *call, guint status, const char *collection,
                           JsonObject *object)
{
  g_autoptr(GString) text = g_string_new (NULL);
  g_autofree char *context = g_strconcat (collection, "/$entity", NULL);

  tny_sim_made_append (text, object);
  tny_sim_graph_begin (call, context, NULL);
  call->answer->status = status;
  text->str[0] = ',';
  g_string_append (call->answer->body, text->str);
}

static void
set_now (TnySim *sim, JsonObject *object, const char *name)
{
  g_autoptr(GString) text = g_string_new (NULL);

  tny_sim_append_time (text, tny_sim_now (sim), FALSE);
  json_object_set_string_member (object, name, text->str);
}

static void
set_new_id (JsonObject *object, const char *name)
{
  char id[TNY_SIM_GUID_LENGTH + 1];

  tny_sim_random_guid (id);
  json_object_set_string_member (object, name, id);
}

/* --- registrations --- */

static const char *const application_members[] = {
  "displayName", "signInAudience", "tags", "web", "requiredResourceAccess", "isFallbackPublicClient",
  "notes", NULL
};

static gboolean
good_redirects (TnySimGraphCall *call, JsonObject *body)
{
  JsonObject *web = tny_json_object (body, "web");
  JsonArray *uris = web != NULL ? tny_json_array (web, "redirectUris") : NULL;

  for (guint i = 0; uris != NULL && i < json_array_get_length (uris); i++)
    {
      const char *text = tny_json_array_text (uris, i);
      g_autoptr(GUri) uri = text != NULL ? g_uri_parse (text, G_URI_FLAGS_NONE, NULL) : NULL;

      if (uri == NULL || strlen (text) > 256 || strchr (text, '*') != NULL ||
          (!g_str_equal (g_uri_get_scheme (uri), "https") &&
           g_strcmp0 (g_uri_get_host (uri), "localhost") != 0))
        {
          tny_sim_graph_error (call, 400, "Request_BadRequest",
                               "Invalid value specified for property 'web' of resource "
                               "'Application'.");
          return FALSE;
        }
    }

  return TRUE;
}

static gboolean
good_access (TnySimGraphCall *call, JsonObject *body)
{
  JsonArray *resources = tny_json_array (body, "requiredResourceAccess");
  gboolean good = TRUE;

  for (guint r = 0; resources != NULL && good && r < json_array_get_length (resources); r++)
    {
      JsonObject *resource = tny_json_array_object (resources, r);
      JsonArray *accesses = resource != NULL ? tny_json_array (resource, "resourceAccess") : NULL;

      good = accesses != NULL && json_array_get_length (accesses) > 0 &&
             g_uuid_string_is_valid (tny_json_text (resource, "resourceAppId"));
      for (guint a = 0; good && a < json_array_get_length (accesses); a++)
        {
          JsonObject *access = tny_json_array_object (accesses, a);
          const char *type = access != NULL ? tny_json_text (access, "type") : NULL;

          good = type != NULL && g_uuid_string_is_valid (tny_json_text (access, "id")) &&
                 (g_str_equal (type, "Scope") || g_str_equal (type, "Role"));
        }
    }
  if (!good)
    tny_sim_graph_error (call, 400, "Request_BadRequest",
                         "Invalid value specified for property 'requiredResourceAccess' of resource "
                         "'Application'.");

  return good;
}

static gboolean
good_application (TnySimGraphCall *call, JsonObject *body)
{
  static const char *const audiences[] = { "AzureADMyOrg", "AzureADMultipleOrgs",
                                           "AzureADandPersonalMicrosoftAccount", NULL };
  const char *audience = tny_json_text (body, "signInAudience");

  if (audience != NULL && !g_strv_contains (audiences, audience))
    {
      tny_sim_graph_error (call, 400, "Request_BadRequest",
                           "Invalid value specified for property 'signInAudience' of resource "
                           "'Application'.");
      return FALSE;
    }

  return good_redirects (call, body) && good_access (call, body);
}

static void
copy_members (JsonObject *from, JsonObject *to)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  json_object_iter_init (&iter, from);
  while (json_object_iter_next (&iter, &name, &value))
    json_object_set_member (to, name, json_node_copy (value));
}

static JsonObject *
new_application (TnySim *sim, const char *unique_name)
{
  JsonObject *object = json_object_new (), *web = json_object_new (), *public = json_object_new ();

  set_new_id (object, "id");
  json_object_set_null_member (object, "deletedDateTime");
  set_new_id (object, "appId");
  set_now (sim, object, "createdDateTime");
  json_object_set_string_member (object, "uniqueName", unique_name);
  json_object_set_string_member (object, "signInAudience", "AzureADandPersonalMicrosoftAccount");
  json_object_set_null_member (object, "isFallbackPublicClient");
  json_object_set_array_member (object, "tags", json_array_new ());
  json_object_set_array_member (object, "keyCredentials", json_array_new ());
  json_object_set_array_member (object, "passwordCredentials", json_array_new ());
  json_object_set_array_member (object, "requiredResourceAccess", json_array_new ());
  json_object_set_array_member (public, "redirectUris", json_array_new ());
  json_object_set_object_member (object, "publicClient", public);
  json_object_set_array_member (web, "redirectUris", json_array_new ());
  json_object_set_object_member (object, "web", web);
  json_object_set_int_member (object, "_app", tny_sim_made_number (sim->made));
  json_object_set_array_member (object, "_secrets", json_array_new ());

  return object;
}

static char *
quoted_part (const char *part)
{
  const char *from = strchr (part, '\''), *to = strrchr (part, '\'');

  return from != NULL && to > from ? g_strndup (from + 1, (gsize) (to - from - 1)) : g_strdup ("");
}

static gboolean
creates_if_missing (TnySimGraphCall *call)
{
  return g_strcmp0 (soup_message_headers_get_one (call->request->headers, "Prefer"),
                    "create-if-missing") == 0;
}

void
tny_sim_graph_put_application (TnySimGraphCall *call)
{
  g_autofree char *unique_name = quoted_part (call->parts[0]);
  g_autoptr(JsonObject) body = NULL;
  JsonObject *object;

  if (!tny_sim_graph_may_write (call) ||
      (body = tny_sim_graph_body (call, application_members)) == NULL ||
      need_text (call, body, "displayName") == NULL || !good_application (call, body))
    return;
  object = tny_sim_made_find (call->sim->made, "applications", "uniqueName", unique_name);
  if (object == NULL && !creates_if_missing (call))
    {
      tny_sim_graph_not_found (call, unique_name);
      return;
    }
  if (object != NULL)
    {
      copy_members (body, object);
      tny_sim_made_save (call->sim->made);
      call->answer->status = 204;
      return;
    }
  object = new_application (call->sim, unique_name);
  copy_members (body, object);
  tny_sim_made_add (call->sim->made, "applications", object);
  tny_sim_graph_answer_made (call, 201, "applications", object);
}

/* The registration that the path names; NULL: answered. */
static JsonObject *
application_of (TnySimGraphCall *call)
{
  JsonObject *object = tny_sim_made_find (call->sim->made, "applications", "id",
                                               call->parts[1]);

  if (!tny_sim_graph_may_write (call))
    return NULL;
  if (object == NULL || !tny_sim_is_seen (call->sim, object))
    {
      tny_sim_graph_not_found (call, call->parts[1]);
      return NULL;
    }

  return object;
}

void
tny_sim_graph_change_application (TnySimGraphCall *call)
{
  JsonObject *object = application_of (call);
  g_autoptr(JsonObject) body = NULL;

  if (object == NULL || (body = tny_sim_graph_body (call, application_members)) == NULL ||
      !good_application (call, body))
    return;
  copy_members (body, object);
  tny_sim_made_save (call->sim->made);
  call->answer->status = 204;
}

static void
forget_principal (TnySim *sim, const char *id)
{
  tny_sim_made_remove (sim->made, "oauth2PermissionGrants", "clientId", id);
  tny_sim_made_remove (sim->made, "appRoleAssignments", "principalId", id);
  tny_sim_made_remove (sim->made, "servicePrincipals", "id", id);
}

/* Its service principal in this directory goes with it. */
void
tny_sim_graph_delete_application (TnySimGraphCall *call)
{
  JsonObject *object = application_of (call), *principal;

  if (object == NULL)
    return;
  principal = tny_sim_made_find (call->sim->made, "servicePrincipals", "appId",
                                      tny_json_text (object, "appId"));
  if (principal != NULL)
    {
      g_autofree char *id = g_strdup (tny_json_text (principal, "id"));

      forget_principal (call->sim, id);
    }
  tny_sim_made_remove (call->sim->made, "applications", "id", call->parts[1]);
  call->answer->status = 204;
}

void
tny_sim_graph_add_password (TnySimGraphCall *call)
{
  static const char *const known[] = { "passwordCredential", NULL };
  JsonObject *object = application_of (call), *wanted, *credential;
  g_autoptr(JsonObject) body = NULL, shown = NULL;
  g_autofree char *secret = NULL;
  gint64 start = tny_sim_now (call->sim), end = start + SECRET_YEARS_USUAL * 365 * 24 * 3600;

  if (object == NULL || (body = tny_sim_graph_body (call, known)) == NULL)
    return;
  wanted = tny_json_object (body, "passwordCredential");
  if (wanted != NULL && json_object_has_member (wanted, "endDateTime") &&
      (!tny_json_time (wanted, "endDateTime", &end) || end <= start))
    {
      tny_sim_graph_error (call, 400, "Request_BadRequest",
                           "Invalid value specified for property 'endDateTime'.");
      return;
    }
  secret = tny_sim_app_add_secret (call->sim, (guint) tny_json_int (object, "_app", 0),
                                   wanted != NULL ? tny_json_text (wanted, "displayName") : NULL,
                                   start, end, &credential);
  shown = json_object_new ();
  copy_members (credential, shown);
  json_object_set_string_member (shown, "secretText", secret);
  tny_sim_graph_answer_made (call, 200, "microsoft.graph.passwordCredential", shown);
}

void
tny_sim_graph_remove_password (TnySimGraphCall *call)
{
  static const char *const known[] = { "keyId", NULL };
  JsonObject *object = application_of (call);
  g_autoptr(JsonObject) body = NULL;
  const char *key_id;

  if (object == NULL || (body = tny_sim_graph_body (call, known)) == NULL ||
      (key_id = need_text (call, body, "keyId")) == NULL)
    return;
  if (tny_sim_app_remove_secret (call->sim, (guint) tny_json_int (object, "_app", 0), key_id))
    call->answer->status = 204;
  else
    tny_sim_graph_error (call, 400, "Request_BadRequest",
                         "No password credential found with keyId '%s'.", key_id);
}

/* --- service principals --- */

void
tny_sim_graph_make_principal (TnySim *sim, const char *app_id, const char *name)
{
  JsonObject *object = json_object_new ();

  set_new_id (object, "id");
  json_object_set_null_member (object, "deletedDateTime");
  json_object_set_boolean_member (object, "accountEnabled", TRUE);
  json_object_set_string_member (object, "appId", app_id);
  json_object_set_string_member (object, "displayName", name);
  json_object_set_string_member (object, "servicePrincipalType", "Application");
  json_object_set_array_member (object, "tags", json_array_new ());
  tny_sim_made_add (sim->made, "servicePrincipals", object);
}

void
tny_sim_graph_post_principal (TnySimGraphCall *call)
{
  static const char *const known[] = { "appId", "tags", "accountEnabled", NULL };
  g_autoptr(JsonObject) body = NULL;
  JsonObject *app = NULL;
  const char *app_id;
  gboolean partner;

  if (!tny_sim_graph_may_write (call) || (body = tny_sim_graph_body (call, known)) == NULL ||
      (app_id = need_text (call, body, "appId")) == NULL)
    return;
  partner = g_ascii_strcasecmp (app_id, PARTNER_APP) == 0;
  app = tny_sim_made_find (call->sim->made, "applications", "appId", app_id);
  if (tny_sim_made_find (call->sim->made, "servicePrincipals", "appId", app_id) != NULL ||
      (partner && !tny_sim_has (call->sim, TNY_SIM_NO_PARTNER_API)) ||
      g_ascii_strcasecmp (app_id, GRAPH_APP) == 0)
    {
      tny_sim_graph_error (call, 409, "Request_MultipleObjectsWithSameKeyValue",
                           "The service principal cannot be created, updated, or restored because "
                           "the service principal name %s is already in use.", app_id);
      return;
    }
  if (!partner && (app == NULL || !tny_sim_is_seen (call->sim, app)))
    {
      tny_sim_graph_error (call, 400, "Request_BadRequest",
                           "The appId '%s' of the service principal does not reference a valid "
                           "application object.", app_id);
      return;
    }
  tny_sim_graph_make_principal (call->sim, app_id,
                                partner ? "Microsoft Partner Center"
                                        : tny_json_text (app, "displayName"));
  tny_sim_graph_answer_made (call, 201, "servicePrincipals",
                             tny_sim_made_find (call->sim->made, "servicePrincipals", "appId",
                                                     app_id));
}

void
tny_sim_graph_delete_principal (TnySimGraphCall *call)
{
  if (!tny_sim_graph_may_write (call))
    return;
  if (tny_sim_made_find (call->sim->made, "servicePrincipals", "id", call->parts[1]) == NULL)
    {
      tny_sim_graph_not_found (call, call->parts[1]);
      return;
    }
  forget_principal (call->sim, call->parts[1]);
  call->answer->status = 204;
}

/* --- grants --- */

/* A service principal that a client made and that is seen; FALSE: answered. */
static gboolean
known_principal (TnySimGraphCall *call, const char *id)
{
  JsonObject *principal = tny_sim_made_find (call->sim->made, "servicePrincipals", "id", id);

  if (principal != NULL && tny_sim_is_seen (call->sim, principal))
    return TRUE;
  tny_sim_graph_not_found (call, id);

  return FALSE;
}

static void
resource_id (TnySim *sim, gboolean partner, char id[TNY_SIM_GUID_LENGTH + 1])
{
  JsonObject *made = partner ? tny_sim_made_find (sim->made, "servicePrincipals", "appId",
                                                       PARTNER_APP) : NULL;

  if (made != NULL)
    g_strlcpy (id, tny_json_text (made, "id"), TNY_SIM_GUID_LENGTH + 1);
  else
    tny_sim_guid (id, sim->seed, TNY_SIM_DICE_OBJECT, partner ? 22 : 21, 0);
}

static gboolean
find_resource (TnySimGraphCall *call, const char *id, gboolean *partner)
{
  char known[TNY_SIM_GUID_LENGTH + 1];

  for (guint i = 0; i < 2; i++)
    {
      resource_id (call->sim, i == 1, known);
      *partner = i == 1;
      if (g_ascii_strcasecmp (id, known) == 0)
        return TRUE;
    }
  tny_sim_graph_not_found (call, id);

  return FALSE;
}

static JsonObject *
add_role (TnySim *sim, const char *principal, const char *resource, const char *role)
{
  JsonObject *object = json_object_new ();

  set_new_id (object, "id");
  json_object_set_null_member (object, "deletedDateTime");
  json_object_set_string_member (object, "appRoleId", role);
  set_now (sim, object, "createdDateTime");
  json_object_set_string_member (object, "principalId", principal);
  json_object_set_string_member (object, "principalType", "ServicePrincipal");
  json_object_set_string_member (object, "resourceDisplayName", "Microsoft Graph");
  json_object_set_string_member (object, "resourceId", resource);
  tny_sim_made_add (sim->made, "appRoleAssignments", object);

  return object;
}

void
tny_sim_graph_make_roles (TnySim *sim, const char *principal, guint64 roles)
{
  const char *name, *scope_id, *role_id;
  char resource[TNY_SIM_GUID_LENGTH + 1];
  guint64 bit;

  resource_id (sim, FALSE, resource);
  for (guint i = 0; tny_sim_scope_ids (i, &bit, &name, &scope_id, &role_id); i++)
    if ((roles & bit) && role_id != NULL)
      add_role (sim, principal, resource, role_id);
}

static gboolean
is_role (const char *id)
{
  const char *name, *scope_id, *role_id;
  guint64 bit;

  for (guint i = 0; tny_sim_scope_ids (i, &bit, &name, &scope_id, &role_id); i++)
    if (role_id != NULL && g_ascii_strcasecmp (role_id, id) == 0)
      return TRUE;

  return FALSE;
}

static gboolean
has_role (TnySim *sim, const char *principal, const char *role)
{
  JsonArray *list = tny_sim_made_list (sim->made, "appRoleAssignments");

  for (guint i = 0; i < json_array_get_length (list); i++)
    {
      JsonObject *object = tny_json_array_object (list, i);

      if (g_ascii_strcasecmp (tny_json_text (object, "principalId"), principal) == 0 &&
          g_ascii_strcasecmp (tny_json_text (object, "appRoleId"), role) == 0)
        return TRUE;
    }

  return FALSE;
}

void
tny_sim_graph_post_app_role (TnySimGraphCall *call)
{
  static const char *const known[] = { "principalId", "resourceId", "appRoleId", NULL };
  g_autoptr(JsonObject) body = NULL;
  const char *principal, *resource, *role;
  gboolean partner;

  if (!tny_sim_graph_may_write (call) || (body = tny_sim_graph_body (call, known)) == NULL ||
      (principal = need_text (call, body, "principalId")) == NULL ||
      (resource = need_text (call, body, "resourceId")) == NULL ||
      (role = need_text (call, body, "appRoleId")) == NULL ||
      !find_resource (call, resource, &partner) || !known_principal (call, principal))
    return;
  if (g_ascii_strcasecmp (call->parts[1], resource) != 0 || partner || !is_role (role))
    tny_sim_graph_error (call, 400, "Request_BadRequest",
                         "Permission being assigned was not found on application '%s'.", resource);
  else if (has_role (call->sim, principal, role))
    tny_sim_graph_error (call, 400, "Request_BadRequest",
                         "Permission being assigned already exists on the object");
  else
    tny_sim_graph_answer_made (call, 201, "appRoleAssignments",
                               add_role (call->sim, principal, resource, role));
}

static void
delete_by_id (TnySimGraphCall *call, const char *kind, const char *id)
{
  if (!tny_sim_graph_may_write (call))
    return;
  if (tny_sim_made_remove (call->sim->made, kind, "id", id) > 0)
    call->answer->status = 204;
  else
    tny_sim_graph_not_found (call, id);
}

void
tny_sim_graph_delete_app_role (TnySimGraphCall *call)
{
  delete_by_id (call, "appRoleAssignments", call->parts[3]);
}

static JsonObject *
add_grant (TnySim *sim, const char *principal, const char *resource, const char *scope)
{
  JsonObject *object = json_object_new ();

  set_new_id (object, "id");
  json_object_set_string_member (object, "clientId", principal);
  json_object_set_string_member (object, "consentType", "AllPrincipals");
  json_object_set_null_member (object, "principalId");
  json_object_set_string_member (object, "resourceId", resource);
  json_object_set_string_member (object, "scope", scope);
  tny_sim_made_add (sim->made, "oauth2PermissionGrants", object);

  return object;
}

void
tny_sim_graph_make_grant (TnySim *sim, const char *principal, gboolean partner, guint64 scopes)
{
  g_autoptr(GString) names = g_string_new (partner ? "" : "openid profile offline_access");
  char resource[TNY_SIM_GUID_LENGTH + 1];

  tny_sim_scopes_append (names, scopes, "");
  resource_id (sim, partner, resource);
  add_grant (sim, principal, resource, names->str);
}

/* Every name must be a permission of that API. */
static gboolean
good_scope (TnySimGraphCall *call, const char *scope, gboolean partner)
{
  g_auto(GStrv) names = g_strsplit (scope, " ", -1);
  guint64 bit;

  for (guint i = 0; names[i] != NULL; i++)
    {
      if (*names[i] == '\0' ||
          g_strv_contains ((const char *[]) { "openid", "profile", "email", "offline_access", NULL },
                           names[i]))
        continue;
      if (tny_sim_scope_known (names[i], &bit) && (bit == TNY_SIM_SCOPE_IMPERSONATION) == partner)
        continue;
      tny_sim_graph_error (call, 400, "Request_BadRequest",
                           "The scope '%s' does not exist on the resource application.", names[i]);
      return FALSE;
    }

  return TRUE;
}

static JsonObject *
find_grant (TnySim *sim, const char *principal, const char *resource)
{
  JsonArray *list = tny_sim_made_list (sim->made, "oauth2PermissionGrants");

  for (guint i = 0; i < json_array_get_length (list); i++)
    {
      JsonObject *object = tny_json_array_object (list, i);

      if (g_ascii_strcasecmp (tny_json_text (object, "clientId"), principal) == 0 &&
          g_ascii_strcasecmp (tny_json_text (object, "resourceId"), resource) == 0)
        return object;
    }

  return NULL;
}

void
tny_sim_graph_post_grant (TnySimGraphCall *call)
{
  static const char *const known[] = { "clientId", "consentType", "principalId", "resourceId", "scope",
                                       NULL };
  g_autoptr(JsonObject) body = NULL;
  const char *client, *type, *resource, *scope;
  gboolean partner;

  if (!tny_sim_graph_may_write (call) || (body = tny_sim_graph_body (call, known)) == NULL ||
      (client = need_text (call, body, "clientId")) == NULL ||
      (type = need_text (call, body, "consentType")) == NULL ||
      (resource = need_text (call, body, "resourceId")) == NULL ||
      (scope = need_text (call, body, "scope")) == NULL ||
      !known_principal (call, client) || !find_resource (call, resource, &partner) ||
      !good_scope (call, scope, partner))
    return;
  if (!g_str_equal (type, "AllPrincipals"))
    tny_sim_graph_error (call, 400, "Request_BadRequest",
                         "Invalid value specified for property 'consentType'.");
  else if (find_grant (call->sim, client, resource) != NULL)
    tny_sim_graph_error (call, 409, "Request_MultipleObjectsWithSameKeyValue",
                         "Permission entry already exists.");
  else
    tny_sim_graph_answer_made (call, 201, "oauth2PermissionGrants",
                               add_grant (call->sim, client, resource, scope));
}

void
tny_sim_graph_change_grant (TnySimGraphCall *call)
{
  static const char *const known[] = { "scope", NULL };
  JsonObject *grant = tny_sim_made_find (call->sim->made, "oauth2PermissionGrants", "id",
                                              call->parts[1]);
  g_autoptr(JsonObject) body = NULL;
  const char *scope;
  gboolean partner;

  if (!tny_sim_graph_may_write (call))
    return;
  if (grant == NULL)
    {
      tny_sim_graph_not_found (call, call->parts[1]);
      return;
    }
  if ((body = tny_sim_graph_body (call, known)) == NULL ||
      (scope = need_text (call, body, "scope")) == NULL ||
      !find_resource (call, tny_json_text (grant, "resourceId"), &partner) ||
      !good_scope (call, scope, partner))
    return;
  json_object_set_string_member (grant, "scope", scope);
  tny_sim_made_save (call->sim->made);
  call->answer->status = 204;
}

void
tny_sim_graph_delete_grant (TnySimGraphCall *call)
{
  delete_by_id (call, "oauth2PermissionGrants", call->parts[1]);
}
