/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-provision-private.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "tny-json.h"

void
tny_effect_free (TnyEffect *self)
{
  if (self == NULL)
    return;
  g_free (self->key);
  g_free (self->subject);
  g_free (self->method);
  g_free (self->path);
  g_free (self->words);
  g_free (self);
}

TnyEffect *
tny_effect_new (TnyEffectKind kind, char *key, const char *subject, const char *method, char *path,
                char *words)
{
  TnyEffect *self = g_new0 (TnyEffect, 1);

  self->kind = kind;
  self->key = key;
  self->subject = g_strdup (subject);
  self->method = g_strdup (method);
  self->path = path;
  self->words = words;

  return self;
}

void
tny_provision_account_free (TnyProvisionAccount *self)
{
  g_free (self->object_id);
  g_free (self->user_name);
  g_free (self->display_name);
  g_free (self);
}

void
tny_provision_result_free (TnyProvisionResult *self)
{
  if (self == NULL)
    return;
  g_free (self->tenant_id);
  g_free (self->tenant_name);
  g_free (self->account_id);
  g_free (self->account_name);
  g_clear_pointer (&self->accounts, g_ptr_array_unref);
  g_clear_pointer (&self->notes, g_ptr_array_unref);
  g_clear_pointer (&self->effects, g_ptr_array_unref);
  g_free (self->client_id);
  g_free (self);
}

void
tny_provision_say (TnyProvisionRun *self, const TnyEffect *effect, const char *method,
                   const char *path, gboolean done)
{
  if (!done)
    tny_job_say (self->job, effect->words, path);
  if (self->context->notify != NULL)
    self->context->notify (effect, method, path, done, self->context->notify_data);
}

/* --- permissions --- */

guint
tny_provision_api_of (const TnyPermission *permission)
{
  return g_str_equal (permission->resource, TNY_RESOURCE_PARTNER) ? TNY_API_PARTNER : TNY_API_GRAPH;
}

/* The ids are the same in every cloud as far as anybody knows; what the API itself says goes first. */
static const char *
id_by_value (TnyProvisionRun *self, const TnyPermission *permission, const char *member,
             const char *otherwise)
{
  JsonNode *node = self->apis[tny_provision_api_of (permission)].node;
  JsonArray *array = node != NULL ? tny_json_array (json_node_get_object (node), member) : NULL;

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonObject *each = tny_json_array_object (array, i);

      if (each != NULL && g_strcmp0 (tny_json_text (each, "value"), permission->name) == 0 &&
          tny_json_text (each, "id") != NULL)
        return tny_json_text (each, "id");
    }

  return otherwise;
}

const char *
tny_provision_scope_id (TnyProvisionRun *self, const TnyPermission *permission)
{
  return id_by_value (self, permission, "oauth2PermissionScopes", permission->delegated_id);
}

const char *
tny_provision_role_id (TnyProvisionRun *self, const TnyPermission *permission)
{
  return id_by_value (self, permission, "appRoles", permission->application_id);
}

/* --- the registration's body --- */

static JsonArray *
present_access (TnyProvisionRun *self, const char *resource)
{
  JsonArray *all = self->app != NULL
                     ? tny_json_array (json_node_get_object (self->app), "requiredResourceAccess")
                     : NULL;

  for (guint i = 0; all != NULL && i < json_array_get_length (all); i++)
    {
      JsonObject *each = tny_json_array_object (all, i);

      if (each != NULL && g_strcmp0 (tny_json_text (each, "resourceAppId"), resource) == 0)
        return tny_json_array (each, "resourceAccess");
    }

  return NULL;
}

static gboolean
lists (JsonArray *accesses, const char *id)
{
  for (guint i = 0; accesses != NULL && i < json_array_get_length (accesses); i++)
    {
      JsonObject *access = tny_json_array_object (accesses, i);

      if (access != NULL && tny_json_text (access, "id") != NULL &&
          g_ascii_strcasecmp (tny_json_text (access, "id"), id) == 0)
        return TRUE;
    }

  return FALSE;
}

static void
append_access (GString *out, const char *id, const char *type)
{
  g_string_append_printf (out, "%s{\"id\":\"%s\",\"type\":\"%s\"}",
                          out->str[out->len - 1] == '[' ? "" : ",", id, type);
}

/* What is listed for an API stays, and what is wanted joins it. @added: ids that were not there. */
static void
append_resource (TnyProvisionRun *self, const char *resource, GString *out, GString *added)
{
  JsonArray *present = present_access (self, resource);
  g_autoptr(GString) items = g_string_new ("[");
  struct { GPtrArray *wanted; const char *type; } kinds[] = {
    { self->delegated, "Scope" }, { self->roles, "Role" },
  };

  for (guint i = 0; present != NULL && i < json_array_get_length (present); i++)
    {
      JsonObject *access = tny_json_array_object (present, i);

      if (access != NULL && tny_json_text (access, "id") != NULL)
        append_access (items, tny_json_text (access, "id"),
                       g_strcmp0 (tny_json_text (access, "type"), "Role") == 0 ? "Role" : "Scope");
    }
  for (guint k = 0; k < G_N_ELEMENTS (kinds); k++)
    for (guint i = 0; i < kinds[k].wanted->len; i++)
      {
        const TnyPermission *permission = kinds[k].wanted->pdata[i];
        const char *id = k == 0 ? tny_provision_scope_id (self, permission)
                                : tny_provision_role_id (self, permission);

        if (!g_str_equal (permission->resource, resource) || lists (present, id))
          continue;
        append_access (items, id, kinds[k].type);
        g_string_append_printf (added, "%s\"%s\"", added->len > 0 ? "," : "", id);
      }
  if (items->len > 1)
    g_string_append_printf (out, "%s{\"resourceAppId\":\"%s\",\"resourceAccess\":%s]}",
                            out->str[out->len - 1] == '[' ? "" : ",", resource, items->str);
}

static JsonArray *
present_redirects (TnyProvisionRun *self)
{
  JsonObject *web = self->app != NULL ? tny_json_object (json_node_get_object (self->app), "web") : NULL;

  return web != NULL ? tny_json_array (web, "redirectUris") : NULL;
}

static gboolean
has_redirect (TnyProvisionRun *self)
{
  JsonArray *uris = present_redirects (self);

  for (guint i = 0; uris != NULL && i < json_array_get_length (uris); i++)
    if (g_strcmp0 (tny_json_array_text (uris, i), TNY_SIGN_IN_REDIRECT_REGISTERED) == 0)
      return TRUE;

  return FALSE;
}

char *
tny_provision_app_body (TnyProvisionRun *self, char **added)
{
  g_autoptr(GString) out = g_string_new ("{"), more = g_string_new (NULL);
  JsonArray *uris = present_redirects (self);
  JsonArray *all = self->app != NULL
                     ? tny_json_array (json_node_get_object (self->app), "requiredResourceAccess")
                     : NULL;

  if (self->app == NULL)
    g_string_append_printf (out, "\"displayName\":\"" TNY_PROVISION_APP_NAME "\","
                            "\"signInAudience\":\"%s\",\"tags\":[\"" TNY_PROVISION_TAG "\"],",
                            g_strcmp0 (self->context->options->reach, "direct") == 0
                              ? "AzureADMyOrg" : "AzureADMultipleOrgs");
  g_string_append (out, "\"web\":{\"redirectUris\":[");
  for (guint i = 0; uris != NULL && i < json_array_get_length (uris); i++)
    {
      if (i > 0)
        g_string_append_c (out, ',');
      tny_json_append_text (out, tny_json_array_text (uris, i));
    }
  if (!has_redirect (self))
    g_string_append_printf (out, "%s\"" TNY_SIGN_IN_REDIRECT_REGISTERED "\"",
                            out->str[out->len - 1] == '[' ? "" : ",");
  g_string_append (out, "]},\"requiredResourceAccess\":[");
  append_resource (self, TNY_RESOURCE_GRAPH, out, more);
  append_resource (self, TNY_RESOURCE_PARTNER, out, more);
  for (guint i = 0; all != NULL && i < json_array_get_length (all); i++)
    {
      JsonNode *each = json_array_get_element (all, i);
      const char *resource = JSON_NODE_HOLDS_OBJECT (each)
                               ? tny_json_text (json_node_get_object (each), "resourceAppId") : NULL;

      if (resource != NULL && !g_str_equal (resource, TNY_RESOURCE_GRAPH) &&
          !g_str_equal (resource, TNY_RESOURCE_PARTNER))
        {
          g_autofree char *text = json_to_string (each, FALSE);

          g_string_append_printf (out, "%s%s", out->str[out->len - 1] == '[' ? "" : ",", text);
        }
    }
  g_string_append (out, "]}");
  if (added != NULL)
    *added = g_strdup_printf ("{\"redirect\":%s,\"access\":[%s]}", has_redirect (self) ? "false" : "true",
                              more->str);

  return g_string_free (g_steal_pointer (&out), FALSE);
}

gboolean
tny_provision_app_lacks (TnyProvisionRun *self)
{
  g_autofree char *added = NULL, *body = tny_provision_app_body (self, &added);

  return !g_str_equal (added, "{\"redirect\":false,\"access\":[]}");
}

/* --- consent --- */

char *
tny_provision_scope (TnyProvisionRun *self, guint api, char **added)
{
  const char *present = self->apis[api].scope != NULL ? self->apis[api].scope : "";
  g_auto(GStrv) names = g_strsplit (present, " ", -1);
  g_autoptr(GString) scope = g_string_new (NULL), more = g_string_new (NULL);

  for (guint i = 0; names[i] != NULL; i++)
    if (*names[i] != '\0')
      g_string_append_printf (scope, "%s%s", scope->len > 0 ? " " : "", names[i]);
  for (guint i = 0; i < self->delegated->len; i++)
    {
      const TnyPermission *permission = self->delegated->pdata[i];

      if (tny_provision_api_of (permission) != api ||
          g_strv_contains ((const char *const *) names, permission->name))
        continue;
      g_string_append_printf (scope, "%s%s", scope->len > 0 ? " " : "", permission->name);
      g_string_append_printf (more, "%s%s", more->len > 0 ? " " : "", permission->name);
    }
  *added = g_string_free (g_steal_pointer (&more), FALSE);

  return g_string_free (g_steal_pointer (&scope), FALSE);
}

/* --- effects --- */

static void
add (TnyProvisionRun *self, TnyEffect *effect)
{
  g_ptr_array_add (self->result->effects, effect);
}

static void
plan_app (TnyProvisionRun *self)
{
  g_autofree char *added = NULL;

  if (self->app == NULL)
    add (self, tny_effect_new (
      TNY_EFFECT_APP, g_strdup ("app"), NULL, "PATCH",
      g_strdup ("/v1.0/applications(uniqueName='" TNY_PROVISION_UNIQUE_NAME "')"),
      g_strdup_printf (_("Registers the application “%s” with the redirect address %s and %u "
                         "permissions"), TNY_PROVISION_APP_NAME, TNY_SIGN_IN_REDIRECT_REGISTERED,
                       self->delegated->len + self->roles->len)));
  else if (tny_provision_app_lacks (self))
    {
      g_free (tny_provision_app_body (self, &added));
      add (self, tny_effect_new (
        TNY_EFFECT_APP_CHANGE, g_strdup ("app-change"), NULL, "PATCH",
        g_strdup_printf ("/v1.0/applications/%s", self->app_id),
        g_strdup (_("Adds what the registration lacks: redirect address or permissions; what is "
                    "there stays"))));
    }
  if (self->principal_id == NULL)
    add (self, tny_effect_new (TNY_EFFECT_PRINCIPAL, g_strdup ("principal"), NULL, "POST",
                               g_strdup ("/v1.0/servicePrincipals"),
                               g_strdup (_("Makes the application usable in this directory (its "
                                           "enterprise application)"))));
}

static void
plan_consent (TnyProvisionRun *self)
{
  static const char *const keys[] = { "grant/graph", "grant/partner" };
  static const char *const names[] = { "Microsoft Graph", "Microsoft Partner Center" };
  gboolean direct = g_strcmp0 (self->context->options->reach, "direct") == 0;

  for (guint api = 0; api < (direct ? TNY_API_PARTNER : TNY_N_APIS); api++)
    {
      g_autofree char *more = NULL, *scope = tny_provision_scope (self, api, &more);
      gboolean change = self->apis[api].grant_id != NULL;

      if (api == TNY_API_PARTNER && self->apis[api].id == NULL)
        add (self, tny_effect_new (TNY_EFFECT_PARTNER_API, g_strdup ("partner-api"),
                                   TNY_RESOURCE_PARTNER, "POST", g_strdup ("/v1.0/servicePrincipals"),
                                   g_strdup (_("Makes Microsoft Partner Center's API known in this "
                                               "directory"))));
      if (*more == '\0')
        continue;
      add (self, tny_effect_new (
        change ? TNY_EFFECT_GRANT_CHANGE : TNY_EFFECT_GRANT,
        change ? g_strconcat (keys[api], "-change", NULL) : g_strdup (keys[api]),
        api == TNY_API_GRAPH ? "graph" : "partner", change ? "PATCH" : "POST",
        change ? g_strdup_printf ("/v1.0/oauth2PermissionGrants/%s", self->apis[api].grant_id)
               : g_strdup ("/v1.0/oauth2PermissionGrants"),
        /* translators: an API's name, then names of permissions */
        g_strdup_printf (_("Admin consent for everybody here, delegated, on %s: %s"), names[api], more)));
    }
  for (guint i = 0; i < self->roles->len; i++)
    {
      const TnyPermission *permission = self->roles->pdata[i];
      const char *id = tny_provision_role_id (self, permission);

      if (!g_hash_table_contains (self->held, id))
        add (self, tny_effect_new (
          TNY_EFFECT_ROLE, g_strconcat ("role/", permission->name, NULL), permission->name, "POST",
          g_strdup_printf ("/v1.0/servicePrincipals/%s/appRoleAssignedTo",
                           self->apis[TNY_API_GRAPH].id),
          g_strdup_printf (_("Admin consent for the application itself: %s"), permission->name)));
    }
}

static void
plan_group (TnyProvisionRun *self)
{
  gboolean needed = FALSE;

  for (guint i = 0; i < self->relations->len; i++)
    {
      TnyProvisionRelation *relation = self->relations->pdata[i];

      needed = needed || (!relation->reached && relation->roles->len > 0);
    }
  if (!needed && !self->group_used)
    return;
  if (self->group_id == NULL)
    add (self, tny_effect_new (
      TNY_EFFECT_GROUP, g_strdup ("group"), NULL, "PATCH",
      g_strdup ("/v1.0/groups(uniqueName='" TNY_PROVISION_UNIQUE_NAME "')"),
      g_strdup_printf (_("Makes the security group “%s”"), TNY_PROVISION_GROUP_NAME)));
  if (!self->member)
    add (self, tny_effect_new (
      TNY_EFFECT_MEMBER, g_strconcat ("member/", self->result->account_id, NULL),
      self->result->account_id, "POST",
      g_strdup_printf ("/v1.0/groups/%s/members/$ref",
                       self->group_id != NULL ? self->group_id : "{group}"),
      g_strdup_printf (_("Makes %s a member of it"), self->result->account_name)));
  for (guint i = 0; i < self->relations->len; i++)
    {
      TnyProvisionRelation *relation = self->relations->pdata[i];

      if (relation->reached || relation->roles->len == 0)
        continue;
      add (self, tny_effect_new (
        TNY_EFFECT_ASSIGNMENT, g_strconcat ("assignment/", relation->id, NULL), relation->id, "POST",
        g_strdup_printf ("/v1.0/tenantRelationships/delegatedAdminRelationships/%s/accessAssignments",
                         relation->id),
        g_strdup_printf (ngettext ("Assigns the group to the GDAP relationship with %s, with %u role",
                                   "Assigns the group to the GDAP relationship with %s, with %u roles",
                                   relation->roles->len),
                         relation->customer != NULL ? relation->customer : relation->id,
                         relation->roles->len)));
    }
}

void
tny_provision_plan (TnyProvisionRun *self)
{
  const char *id = self->app_id != NULL ? self->app_id : "{application}";

  plan_app (self);
  plan_consent (self);
  if (self->relations->len > 0)
    plan_group (self);
  if (self->lost_key != NULL)
    add (self, tny_effect_new (
      TNY_EFFECT_SECRET_LOST, g_strdup ("secret-lost"), self->lost_key, "POST",
      g_strdup_printf ("/v1.0/applications/%s/removePassword", id),
      g_strdup (_("Removes a client secret whose value never arrived here"))));
  if (!self->have_secret)
    add (self, tny_effect_new (
      TNY_EFFECT_SECRET, g_strdup ("secret"), NULL, "POST",
      g_strdup_printf ("/v1.0/applications/%s/addPassword", id),
      g_strdup_printf (_("Adds a client secret that ends in %d days. Its value goes into the keyring of "
                         "this computer and is shown to nobody; the connection “%s” uses it"),
                       TNY_PROVISION_SECRET_DAYS, self->result->tenant_name)));
}
