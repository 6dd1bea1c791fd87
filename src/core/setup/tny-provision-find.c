/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-provision-private.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "tny-error.h"
#include "tny-json.h"
#include "tny-text.h"

#define SECRET_LEFT_SECONDS (30 * 24 * 3600)     /* a secret that ends sooner is replaced */

/* Roles in a customer's tenant that are of use, each alone: consent, reading, reports, devices. */
static const char *const useful_roles[] = {
  "158c047a-c907-4556-b7ef-446551a6b5f7",        /* Cloud Application Administrator */
  "f2ef992c-3afb-46b9-b7cf-a126ee74c451",        /* Global Reader */
  "88d8e3e3-8f55-4a1e-953a-9b9898b8876b",        /* Directory Readers */
  "4a5d8f65-41da-4de4-8968-e035b65339cf",        /* Reports Reader */
  "3a2c62db-5318-420d-8d74-23affee5d9d5",        /* Intune Administrator */
  NULL
};

static void
note (TnyProvisionRun *self, char *text)
{
  g_ptr_array_add (self->result->notes, text);
}

static gboolean
is_missing (GError **error)
{
  if (!g_error_matches (*error, TNY_ERROR, TNY_ERROR_NOT_FOUND))
    return FALSE;
  g_clear_error (error);

  return TRUE;
}

/* Whether the journal says that we made it, or tried to. */
static TnyPatience
expected (TnyProvisionRun *self, const char *key)
{
  TnyProvisionEntry *entry = tny_journal_find (self->journal, key);

  return entry == NULL ? TNY_PATIENCE_NONE
       : g_str_equal (entry->state, "sent") ? TNY_PATIENCE_SENT : TNY_PATIENCE_DONE;
}

static JsonObject *
object_of (JsonNode *node)
{
  return node != NULL ? json_node_get_object (node) : NULL;
}

/* --- the registration --- */

static gboolean
collect_cb (JsonObject *object, gpointer data, GError **error)
{
  g_ptr_array_add (data, json_object_ref (object));

  return TRUE;
}

static GPtrArray *
list (TnyProvisionRun *self, const char *path, const char *query, GError **error)
{
  g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func ((GDestroyNotify) json_object_unref);

  return tny_graph_list_objects (self->graph, path, query, collect_cb, found, self->cancellable, error)
           ? g_steal_pointer (&found) : NULL;
}

static gboolean
take_app (TnyProvisionRun *self, JsonNode *node, GError **error)
{
  const char *id = tny_json_text (object_of (node), "id");
  const char *client_id = tny_json_text (object_of (node), "appId");

  if (id == NULL || client_id == NULL)
    {
      json_node_unref (node);
      g_set_error (error, TNY_ERROR, TNY_ERROR_PROTOCOL, "a registration without ids");
      return FALSE;
    }
  g_clear_pointer (&self->app, json_node_unref);
  self->app = node;
  g_free (self->app_id);
  self->app_id = g_strdup (id);
  g_free (self->result->client_id);
  self->result->client_id = g_strdup (client_id);

  return TRUE;
}

static gboolean
take_by_client (TnyProvisionRun *self, const char *client_id, gboolean must, GError **error)
{
  g_autofree char *path = g_strdup_printf ("/applications(appId='%s')", client_id);
  g_autoptr(GError) cause = NULL;
  JsonNode *node = tny_provision_get (self, path, NULL,
                                      must ? TNY_PATIENCE_DONE : TNY_PATIENCE_NONE, &cause);

  if (node != NULL)
    return take_app (self, node, error);
  if (!must && is_missing (&cause))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&cause));

  return FALSE;
}

/* Registrations that bear our tag, from a time or a place where the unique name was not given. */
static gboolean
find_by_tag (TnyProvisionRun *self, GError **error)
{
  g_autoptr(GPtrArray) found =
    list (self, "/applications", "$filter=tags/any(t:t%20eq%20'" TNY_PROVISION_TAG "')"
                                 "&$select=id,appId,displayName", error);
  g_autoptr(GString) names = g_string_new (NULL);

  if (found == NULL)
    return FALSE;
  if (found->len == 1)
    {
      const char *client_id = tny_json_text (found->pdata[0], "appId");

      return client_id == NULL || take_by_client (self, client_id, TRUE, error);
    }
  for (guint i = 0; i < found->len; i++)
    g_string_append_printf (names, "%s%s (%s)", i > 0 ? ", " : "",
                            tny_json_text (found->pdata[i], "displayName"),
                            tny_json_text (found->pdata[i], "appId"));
  if (found->len == 0)
    return TRUE;
  g_set_error (error, TNY_ERROR, TNY_ERROR_AMBIGUOUS, "Which registration? There are: %s",
               names->str);

  return FALSE;
}

static gboolean
find_app (TnyProvisionRun *self, GError **error)
{
  const TnyProvisionContext *context = self->context;
  g_autoptr(GError) cause = NULL;
  JsonNode *node;

  if (context->options->app != NULL)
    return take_by_client (self, context->options->app, TRUE, error);
  if (context->client_id != NULL && (!take_by_client (self, context->client_id, FALSE, error) ||
                                     self->app != NULL))
    return self->app != NULL;
  node = tny_provision_get (self, "/applications(uniqueName='" TNY_PROVISION_UNIQUE_NAME "')", NULL,
                            expected (self, "app"), &cause);
  if (node != NULL)
    return take_app (self, node, error);
  if (!is_missing (&cause))
    {
      g_propagate_error (error, g_steal_pointer (&cause));
      return FALSE;
    }

  return find_by_tag (self, error);
}

static gboolean
find_principal (TnyProvisionRun *self, const char *client_id, TnyPatience patience, char **id,
                JsonNode **keep, GError **error)
{
  g_autofree char *path = g_strdup_printf ("/servicePrincipals(appId='%s')", client_id);
  g_autoptr(GError) cause = NULL;
  g_autoptr(JsonNode) node = tny_provision_get (self, path, "$select=id,appId,appRoles,"
                                                            "oauth2PermissionScopes", patience, &cause);

  if (node == NULL && !is_missing (&cause))
    {
      g_propagate_error (error, g_steal_pointer (&cause));
      return FALSE;
    }
  if (node != NULL)
    *id = g_strdup (tny_json_text (object_of (node), "id"));
  if (keep != NULL)
    *keep = g_steal_pointer (&node);

  return TRUE;
}

/* --- consent --- */

static gboolean
find_grants (TnyProvisionRun *self, GError **error)
{
  g_autofree char *path = g_strdup_printf ("/servicePrincipals/%s/oauth2PermissionGrants",
                                           self->principal_id);
  g_autofree char *roles_path = g_strdup_printf ("/servicePrincipals/%s/appRoleAssignments",
                                                 self->principal_id);
  g_autoptr(GPtrArray) grants = list (self, path, NULL, error);
  g_autoptr(GPtrArray) roles = grants != NULL ? list (self, roles_path, NULL, error) : NULL;

  if (roles == NULL)
    return FALSE;
  for (guint i = 0; i < grants->len; i++)
    for (guint api = 0; api < TNY_N_APIS; api++)
      if (g_strcmp0 (tny_json_text (grants->pdata[i], "consentType"), "AllPrincipals") == 0 &&
          self->apis[api].id != NULL &&
          g_strcmp0 (tny_json_text (grants->pdata[i], "resourceId"), self->apis[api].id) == 0)
        {
          self->apis[api].grant_id = g_strdup (tny_json_text (grants->pdata[i], "id"));
          self->apis[api].scope = g_strdup (tny_json_text (grants->pdata[i], "scope"));
        }
  for (guint i = 0; i < roles->len; i++)
    {
      const char *role = tny_json_text (roles->pdata[i], "appRoleId");
      const char *id = tny_json_text (roles->pdata[i], "id");

      if (role != NULL && id != NULL)
        g_hash_table_insert (self->held, g_strdup (role), g_strdup (id));
    }

  return TRUE;
}

/* A secret that we have the value of, and one whose value never arrived. */
static void
find_secrets (TnyProvisionRun *self)
{
  TnyProvisionEntry *entry = tny_journal_find (self->journal, "secret");
  JsonArray *credentials = tny_json_array (object_of (self->app), "passwordCredentials");
  const char *hint = self->context->secret_hint;
  gint64 now = tny_clock_now (self->context->clock);

  for (guint i = 0; credentials != NULL && i < json_array_get_length (credentials); i++)
    {
      JsonObject *credential = tny_json_array_object (credentials, i);
      const char *key_id = credential != NULL ? tny_json_text (credential, "keyId") : NULL;
      const char *shown = credential != NULL ? tny_json_text (credential, "hint") : NULL;
      gint64 end = 0;
      gboolean ours;

      if (key_id == NULL)
        continue;
      ours = hint != NULL && shown != NULL && g_str_equal (hint, shown) &&
             self->context->client_id != NULL &&
             g_ascii_strcasecmp (self->context->client_id, self->result->client_id) == 0;
      tny_json_time (credential, "endDateTime", &end);
      if (ours && end > now + SECRET_LEFT_SECONDS)
        self->have_secret = TRUE;
      if (!ours && entry != NULL && g_str_equal (entry->state, "sent") && entry->detail != NULL &&
          g_strcmp0 (tny_json_text (credential, "displayName"), entry->detail) == 0)
        self->lost_key = g_strdup (key_id);
      if (ours && entry != NULL && entry->object_id == NULL &&
          g_strcmp0 (tny_json_text (credential, "displayName"), entry->detail) == 0)
        entry->object_id = g_strdup (key_id);
    }
}

/* --- the way into customers --- */

static void
relation_free (gpointer data)
{
  TnyProvisionRelation *self = data;

  g_free (self->id);
  g_free (self->customer);
  g_ptr_array_unref (self->roles);
  g_free (self);
}

static GPtrArray *
members_of (TnyProvisionRun *self, const char *group, GError **error)
{
  g_autofree char *path = g_strdup_printf ("/groups/%s/members", group);

  return list (self, path, "$select=id,displayName,userPrincipalName", error);
}

static gboolean
find_agents (TnyProvisionRun *self, GError **error)
{
  g_autoptr(GPtrArray) groups = list (self, "/groups",
                                      "$filter=displayName%20eq%20'AdminAgents'&$select=id", error);
  g_autoptr(GPtrArray) members = NULL;

  if (groups == NULL)
    return FALSE;
  if (groups->len == 0)
    {
      note (self, g_strdup (_("This directory has no group AdminAgents: it is not a partner's. Choose "
                              "“One tenant directly”, or sign in to the partner's directory.")));
      return TRUE;
    }
  members = members_of (self, tny_json_text (groups->pdata[0], "id"), error);
  for (guint i = 0; members != NULL && i < members->len; i++)
    {
      TnyProvisionAccount *account = g_new0 (TnyProvisionAccount, 1);

      account->object_id = g_strdup (tny_json_text (members->pdata[i], "id"));
      account->user_name = g_strdup (tny_json_text (members->pdata[i], "userPrincipalName"));
      account->display_name = g_strdup (tny_json_text (members->pdata[i], "displayName"));
      g_ptr_array_add (self->result->accounts, account);
    }

  return members != NULL;
}

static gboolean
choose_account (TnyProvisionRun *self, GError **error)
{
  const char *wanted = self->context->options->account;
  g_autoptr(GString) names = g_string_new (NULL);

  if (wanted == NULL)
    wanted = self->context->admin->object_id;
  for (guint i = 0; i < self->result->accounts->len; i++)
    {
      TnyProvisionAccount *account = self->result->accounts->pdata[i];

      g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", account->user_name);
      if (account->object_id != NULL &&
          (g_ascii_strcasecmp (account->object_id, wanted) == 0 ||
           (account->user_name != NULL && g_ascii_strcasecmp (account->user_name, wanted) == 0)))
        {
          self->result->account_id = g_strdup (account->object_id);
          self->result->account_name = g_strdup (account->user_name);
          return TRUE;
        }
    }
  if (self->context->options->account != NULL)
    {
      g_set_error (error, TNY_ERROR, TNY_ERROR_NOT_FOUND,
                   "“%s” is not a member of AdminAgents. Members are: %s", wanted, names->str);
      return FALSE;
    }
  note (self, g_strdup_printf (_("%s is not a member of AdminAgents, so no group is prepared. Choose a "
                                 "service account that is: %s"), self->context->admin->user_name,
                               names->str));

  return TRUE;
}

/* Group id -> whether the account is in it; asked once for each. */
static gboolean
holds_account (TnyProvisionRun *self, GHashTable *known, const char *group, gboolean *holds,
               GError **error)
{
  gpointer value;
  g_autoptr(GPtrArray) members = NULL;

  if (g_hash_table_lookup_extended (known, group, NULL, &value))
    {
      *holds = GPOINTER_TO_INT (value);
      return TRUE;
    }
  members = members_of (self, group, error);
  if (members == NULL)
    return FALSE;
  *holds = FALSE;
  for (guint i = 0; i < members->len; i++)
    *holds = *holds ||
             g_strcmp0 (tny_json_text (members->pdata[i], "id"), self->result->account_id) == 0;
  g_hash_table_insert (known, g_strdup (group), GINT_TO_POINTER (*holds));

  return TRUE;
}

static gboolean
look_at_relation (TnyProvisionRun *self, GHashTable *known, JsonObject *object, GError **error)
{
  JsonObject *customer = tny_json_object (object, "customer");
  JsonObject *details = tny_json_object (object, "accessDetails");
  JsonArray *roles = details != NULL ? tny_json_array (details, "unifiedRoles") : NULL;
  TnyProvisionRelation *relation = g_new0 (TnyProvisionRelation, 1);
  g_autofree char *path = NULL;
  g_autoptr(GPtrArray) assignments = NULL;

  relation->id = g_strdup (tny_json_text (object, "id"));
  relation->customer = g_strdup (customer != NULL ? tny_json_text (customer, "displayName") : NULL);
  relation->roles = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (self->relations, relation);
  for (guint i = 0; roles != NULL && i < json_array_get_length (roles); i++)
    {
      JsonObject *role = tny_json_array_object (roles, i);
      const char *id = role != NULL ? tny_json_text (role, "roleDefinitionId") : NULL;

      if (id != NULL && g_strv_contains (useful_roles, id))
        g_ptr_array_add (relation->roles, g_strdup (id));
    }
  path = g_strdup_printf ("/tenantRelationships/delegatedAdminRelationships/%s/accessAssignments",
                          relation->id);
  assignments = list (self, path, NULL, error);
  for (guint i = 0; assignments != NULL && i < assignments->len; i++)
    {
      JsonObject *container = tny_json_object (assignments->pdata[i], "accessContainer");
      const char *group = container != NULL ? tny_json_text (container, "accessContainerId") : NULL;
      const char *status = tny_json_text (assignments->pdata[i], "status");
      gboolean holds = FALSE;

      if (group == NULL || status == NULL ||
          (!g_str_equal (status, "active") && !g_str_equal (status, "pending")))
        continue;
      /* ours counts also before its member is in */
      if (self->group_id != NULL && g_ascii_strcasecmp (group, self->group_id) == 0)
        relation->reached = self->group_used = TRUE;
      else if (!holds_account (self, known, group, &holds, error))
        return FALSE;
      relation->reached = relation->reached || holds;
    }

  return assignments != NULL;
}

static gboolean
find_group (TnyProvisionRun *self, GError **error)
{
  g_autoptr(GError) cause = NULL;
  g_autoptr(JsonNode) node = tny_provision_get (
    self, "/groups(uniqueName='" TNY_PROVISION_UNIQUE_NAME "')", "$select=id",
    expected (self, "group"), &cause);
  g_autoptr(GHashTable) known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  if (node == NULL)
    {
      if (is_missing (&cause))
        return TRUE;
      g_propagate_error (error, g_steal_pointer (&cause));
      return FALSE;
    }
  self->group_id = g_strdup (tny_json_text (object_of (node), "id"));

  return self->group_id == NULL ||
         holds_account (self, known, self->group_id, &self->member, error);
}

static gboolean
find_relations (TnyProvisionRun *self, GError **error)
{
  g_autoptr(GHashTable) known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(GPtrArray) found = NULL;
  guint without = 0;

  if (!find_agents (self, error) || !choose_account (self, error))
    return FALSE;
  if (self->result->account_id == NULL)
    return TRUE;
  if (!find_group (self, error))
    return FALSE;
  found = list (self, "/tenantRelationships/delegatedAdminRelationships",
                "$filter=status%20eq%20'active'", error);
  for (guint i = 0; found != NULL && i < found->len; i++)
    {
      tny_job_report (self->job, i, found->len);
      if (tny_json_text (found->pdata[i], "id") != NULL &&
          !look_at_relation (self, known, found->pdata[i], error))
        return FALSE;
    }
  for (guint i = 0; i < self->relations->len; i++)
    without += ((TnyProvisionRelation *) self->relations->pdata[i])->roles->len == 0;
  if (found != NULL && found->len == 0)
    note (self, g_strdup (_("No GDAP relationship is active yet. Make them in Partner Center, then do "
                            "this again: what is done already stays.")));
  if (without > 0)
    note (self, g_strdup_printf (ngettext (
      "%u relationship holds no role that is of use; it needs a new one.",
      "%u relationships hold no role that is of use; they need new ones.", without), without));

  return found != NULL;
}

gboolean
tny_provision_find (TnyProvisionRun *self, GError **error)
{
  static const char *const resources[] = { TNY_RESOURCE_GRAPH, TNY_RESOURCE_PARTNER };
  gboolean direct = g_strcmp0 (self->context->options->reach, "direct") == 0;
  gboolean gdap = g_strcmp0 (self->context->options->reach, "gdap") == 0;
  g_autoptr(TnyTenant) tenant = tny_graph_check_tenant (self->graph, self->cancellable, error);

  if (tenant == NULL)
    return FALSE;
  self->result->tenant_name = g_strdup (tenant->display_name != NULL ? tenant->display_name
                                                                     : tenant->tenant_id);
  tny_job_say (self->job, _("Looking at what is there"), NULL);
  for (guint api = 0; api < (direct ? TNY_API_PARTNER : TNY_N_APIS); api++)
    if (!find_principal (self, resources[api], TNY_PATIENCE_NONE, &self->apis[api].id, &self->apis[api].node,
                         error))
      return FALSE;
  if (self->apis[TNY_API_GRAPH].id == NULL)
    {
      g_set_error (error, TNY_ERROR, TNY_ERROR_PROTOCOL, "Microsoft Graph is not known here");
      return FALSE;
    }
  if (!find_app (self, error))
    return FALSE;
  if (self->app != NULL)
    {
      find_secrets (self);
      if (!find_principal (self, self->result->client_id, expected (self, "principal"),
                           &self->principal_id, NULL, error) ||
          (self->principal_id != NULL && !find_grants (self, error)))
        return FALSE;
    }
  if (gdap)
    return find_relations (self, error);
  self->result->account_id = g_strdup (self->context->admin->object_id);
  self->result->account_name = g_strdup (self->context->admin->user_name);

  return TRUE;
}

/* --- life of a run --- */

TnyProvisionRun *
tny_provision_run_new (const TnyProvisionContext *context, TnyJob *job, GCancellable *cancellable,
                       GError **error)
{
  g_autoptr(TnyProvisionRun) self = g_new0 (TnyProvisionRun, 1);
  gboolean direct = g_strcmp0 (context->options->reach, "direct") == 0;
  const TnyPermission *table;
  g_autoptr(GPtrArray) least = tny_permissions_for (context->options->features);
  guint n;

  self->context = context;
  self->job = job;
  self->cancellable = cancellable;
  self->graph = tny_graph_new (context->http, context->admin->tenant_id, TRUE);
  self->result = g_new0 (TnyProvisionResult, 1);
  self->result->tenant_id = g_ascii_strdown (context->admin->tenant_id, -1);
  self->result->accounts =
    g_ptr_array_new_with_free_func ((GDestroyNotify) tny_provision_account_free);
  self->result->notes = g_ptr_array_new_with_free_func (g_free);
  self->result->effects = g_ptr_array_new_with_free_func ((GDestroyNotify) tny_effect_free);
  self->held = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->relations = g_ptr_array_new_with_free_func (relation_free);
  self->delegated = g_ptr_array_new ();
  self->roles = g_ptr_array_new ();
  table = tny_permission_table (&n);
  for (guint i = 0; i < n; i++)
    {
      gboolean partner = g_str_equal (table[i].resource, TNY_RESOURCE_PARTNER);
      gboolean wanted = g_ptr_array_find (least, &table[i], NULL) ||
                        (context->options->published && table[i].published);

      /* one directory alone has neither Partner Center nor relationships */
      if (!wanted || (direct && (partner || g_str_has_prefix (table[i].name, "DelegatedAdmin"))))
        continue;
      g_ptr_array_add (self->delegated, (gpointer) &table[i]);
      if (context->options->published && table[i].published && table[i].application_id != NULL)
        g_ptr_array_add (self->roles, (gpointer) &table[i]);
    }
  self->journal = tny_journal_read (context->store, self->result->tenant_id, error);

  return self->journal != NULL ? g_steal_pointer (&self) : NULL;
}

void
tny_provision_run_free (TnyProvisionRun *self)
{
  if (self == NULL)
    return;
  tny_graph_free (self->graph);
  tny_provision_result_free (self->result);
  g_clear_pointer (&self->journal, g_ptr_array_unref);
  g_clear_pointer (&self->delegated, g_ptr_array_unref);
  g_clear_pointer (&self->roles, g_ptr_array_unref);
  g_clear_pointer (&self->app, json_node_unref);
  g_free (self->app_id);
  g_free (self->principal_id);
  g_free (self->group_id);
  for (guint i = 0; i < TNY_N_APIS; i++)
    {
      g_free (self->apis[i].id);
      g_clear_pointer (&self->apis[i].node, json_node_unref);
      g_free (self->apis[i].grant_id);
      g_free (self->apis[i].scope);
    }
  g_clear_pointer (&self->held, g_hash_table_unref);
  g_clear_pointer (&self->relations, g_ptr_array_unref);
  g_free (self->lost_key);
  g_free (self);
}
