/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-provision-private.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "tny-error.h"
#include "tny-json.h"
#include "tny-text.h"

static gboolean
goes_with_app (TnyEffectKind kind)
{
  return kind == TNY_EFFECT_APP_CHANGE || kind == TNY_EFFECT_PRINCIPAL || kind == TNY_EFFECT_GRANT ||
         kind == TNY_EFFECT_GRANT_CHANGE || kind == TNY_EFFECT_ROLE || kind == TNY_EFFECT_SECRET ||
         kind == TNY_EFFECT_SECRET_LOST;
}

static const char *
id_or (const TnyProvisionEntry *entry)
{
  return entry->object_id != NULL ? entry->object_id : "{…}";
}

/* One row of the journal as what undoes it. */
static TnyEffect *
reverse (TnyProvisionRun *self, const TnyProvisionEntry *entry)
{
  const char *method = "DELETE";
  g_autofree char *words = NULL;
  char *path = NULL;

  switch (entry->kind)
    {
    case TNY_EFFECT_APP:
      path = g_strdup_printf ("/v1.0/applications/%s", id_or (entry));
      words = g_strdup (_("Deletes the registration with its enterprise application, its consent and "
                          "its secrets"));
      break;
    case TNY_EFFECT_APP_CHANGE:
      method = "PATCH";
      path = g_strdup_printf ("/v1.0/applications/%s", id_or (entry));
      words = g_strdup (_("Takes out of the registration what was added to it"));
      break;
    case TNY_EFFECT_PRINCIPAL:
    case TNY_EFFECT_PARTNER_API:
      path = g_strdup_printf ("/v1.0/servicePrincipals/%s", id_or (entry));
      words = g_strdup (entry->kind == TNY_EFFECT_PRINCIPAL
                          ? _("Deletes the enterprise application with its consent")
                          : _("Takes Partner Center's API out of this directory again"));
      break;
    case TNY_EFFECT_GRANT:
      path = g_strdup_printf ("/v1.0/oauth2PermissionGrants/%s", id_or (entry));
      words = g_strdup_printf (_("Takes the admin consent back: %s"), entry->detail);
      break;
    case TNY_EFFECT_GRANT_CHANGE:
      method = "PATCH";
      path = g_strdup_printf ("/v1.0/oauth2PermissionGrants/%s", id_or (entry));
      words = g_strdup_printf (_("Takes the admin consent back: %s"), entry->detail);
      break;
    case TNY_EFFECT_ROLE:
      path = g_strdup_printf ("/v1.0/servicePrincipals/%s/appRoleAssignedTo/%s", entry->detail,
                              id_or (entry));
      words = g_strdup_printf (_("Takes the admin consent back: %s"), entry->subject);
      break;
    case TNY_EFFECT_GROUP:
      path = g_strdup_printf ("/v1.0/groups/%s", id_or (entry));
      words = g_strdup_printf (_("Deletes the security group “%s”"), TNY_PROVISION_GROUP_NAME);
      break;
    case TNY_EFFECT_MEMBER:
      path = g_strdup_printf ("/v1.0/groups/%s/members/%s/$ref", id_or (entry), entry->subject);
      words = g_strdup_printf (_("Takes this back: %s"), entry->words);
      break;
    case TNY_EFFECT_ASSIGNMENT:
      path = g_strdup_printf ("/v1.0/tenantRelationships/delegatedAdminRelationships/%s/"
                              "accessAssignments/%s", entry->subject, id_or (entry));
      /* translators: what was done before, "Assigns the group to the GDAP relationship with …" */
      words = g_strdup_printf (_("Takes this back: %s"), entry->words);
      break;
    case TNY_EFFECT_SECRET:
      method = "POST";
      path = g_strdup ("/v1.0/applications/{application}/removePassword");
      words = g_strdup (_("Removes the client secret"));
      break;
    default:
      return NULL;
    }

  return tny_effect_new (entry->kind, g_strdup (entry->key), entry->subject, method, path,
                         g_steal_pointer (&words));
}

/* Newest first. What Microsoft deletes together with the registration is not named on its own. */
static void
plan_undo (TnyProvisionRun *self)
{
  gboolean with_app = tny_journal_find (self->journal, "app") != NULL;

  if (tny_journal_find (self->journal, "secret") != NULL || with_app)
    g_ptr_array_add (self->result->effects, tny_effect_new (
      TNY_EFFECT_LOCAL, g_strdup ("local"), NULL, NULL, NULL,
      g_strdup (_("Here: the connection forgets its secret and its sign-in; tenants, users and "
                  "decisions stay"))));
  for (guint i = self->journal->len; i > 0; i--)
    {
      const TnyProvisionEntry *entry = self->journal->pdata[i - 1];
      TnyEffect *effect = with_app && goes_with_app (entry->kind) ? NULL : reverse (self, entry);

      if (effect != NULL)
        g_ptr_array_add (self->result->effects, effect);
    }
}

/* The registration's ids, from what the journal or the directory has; none is no failure. */
static gboolean
find_app (TnyProvisionRun *self, GError **error)
{
  g_autofree char *path = self->context->client_id != NULL
    ? g_strdup_printf ("/applications(appId='%s')", self->context->client_id)
    : g_strdup ("/applications(uniqueName='" TNY_PROVISION_UNIQUE_NAME "')");
  g_autoptr(GError) cause = NULL;

  self->app = tny_provision_get (self, path, NULL, TNY_PATIENCE_NONE, &cause);
  if (self->app == NULL && self->context->client_id != NULL &&
      g_error_matches (cause, TNY_ERROR, TNY_ERROR_NOT_FOUND))
    {
      g_clear_error (&cause);
      self->app = tny_provision_get (self, "/applications(uniqueName='" TNY_PROVISION_UNIQUE_NAME "')",
                                     NULL, TNY_PATIENCE_NONE, &cause);
    }
  if (self->app != NULL)
    {
      self->app_id = g_strdup (tny_json_text (json_node_get_object (self->app), "id"));
      self->result->client_id = g_strdup (tny_json_text (json_node_get_object (self->app), "appId"));
    }
  else if (!g_error_matches (cause, TNY_ERROR, TNY_ERROR_NOT_FOUND))
    {
      g_propagate_error (error, g_steal_pointer (&cause));
      return FALSE;
    }

  return TRUE;
}

static TnyProvisionRun *
begin (const TnyProvisionContext *context, TnyJob *job, GCancellable *cancellable, GError **error)
{
  g_autoptr(TnyProvisionRun) self = tny_provision_run_new (context, job, cancellable, error);
  g_autoptr(TnyTenant) tenant = NULL;

  if (self == NULL)
    return NULL;
  if (self->journal->len == 0)
    {
      g_set_error (error, TNY_ERROR, TNY_ERROR_NOTHING_DONE,
                   "nothing was made in this directory from here");
      return NULL;
    }
  tenant = tny_graph_check_tenant (self->graph, cancellable, error);
  if (tenant == NULL)
    return NULL;
  self->result->tenant_name = g_strdup (tenant->display_name != NULL ? tenant->display_name
                                                                     : tenant->tenant_id);
  if (!find_app (self, error))
    return NULL;
  plan_undo (self);

  return g_steal_pointer (&self);
}

TnyProvisionResult *
tny_provision_undo_look (const TnyProvisionContext *context, TnyJob *job, GCancellable *cancellable,
                         GError **error)
{
  g_autoptr(TnyProvisionRun) self = begin (context, job, cancellable, error);

  return self != NULL ? g_steal_pointer (&self->result) : NULL;
}

/* --- doing it --- */

typedef struct
{
  const char *member, *value;     /* which to look for */
  char       *id;
} Wanted;

static gboolean
wanted_cb (JsonObject *object, gpointer data, GError **error)
{
  Wanted *wanted = data;
  const char *value = tny_json_text (object, wanted->member);

  if (wanted->id == NULL && value != NULL && g_ascii_strcasecmp (value, wanted->value) == 0)
    wanted->id = g_strdup (tny_json_text (object, "id"));

  return TRUE;
}

static char *
principal_of (TnyProvisionRun *self, const char *app_id, GError **error)
{
  g_autofree char *path = g_strdup_printf ("/servicePrincipals(appId='%s')", app_id);
  g_autoptr(JsonNode) node = tny_provision_get (self, path, "$select=id", TNY_PATIENCE_NONE, error);

  return node != NULL ? g_strdup (tny_json_text (json_node_get_object (node), "id")) : NULL;
}

/* Consent has no key of its own: it is found by whose it is and what it is for. */
static char *
find_consent (TnyProvisionRun *self, const TnyProvisionEntry *entry, GError **error)
{
  gboolean role = entry->kind == TNY_EFFECT_ROLE;
  g_autofree char *ours = principal_of (self, self->result->client_id, error);
  g_autofree char *api = ours != NULL
    ? principal_of (self, g_strcmp0 (entry->subject, "partner") == 0 ? TNY_RESOURCE_PARTNER
                                                                     : TNY_RESOURCE_GRAPH, error) : NULL;
  const TnyPermission *permission = role ? tny_permission_by_name (entry->subject) : NULL;
  g_autofree char *path = g_strdup_printf ("/servicePrincipals/%s/%s", ours,
                                           role ? "appRoleAssignments" : "oauth2PermissionGrants");
  Wanted wanted = { role ? "appRoleId" : "resourceId",
                    permission != NULL ? permission->application_id : api };

  if (api == NULL || wanted.value == NULL ||
      !tny_graph_list_objects (self->graph, path, NULL, wanted_cb, &wanted, self->cancellable, error))
    g_clear_pointer (&wanted.id, g_free);

  return wanted.id;
}

static char *
find_key (TnyProvisionRun *self, const TnyProvisionEntry *entry)
{
  JsonArray *credentials = self->app != NULL
    ? tny_json_array (json_node_get_object (self->app), "passwordCredentials") : NULL;

  for (guint i = 0; credentials != NULL && i < json_array_get_length (credentials); i++)
    {
      JsonObject *credential = tny_json_array_object (credentials, i);

      if (credential != NULL &&
          g_strcmp0 (tny_json_text (credential, "displayName"), entry->detail) == 0)
        return g_strdup (tny_json_text (credential, "keyId"));
    }

  return NULL;
}

static char *
find_unknown (TnyProvisionRun *self, const TnyProvisionEntry *entry, GError **error)
{
  const char *path = NULL;
  g_autoptr(JsonNode) node = NULL;

  switch (entry->kind)
    {
    case TNY_EFFECT_APP:
    case TNY_EFFECT_APP_CHANGE:
      return g_strdup (self->app_id);
    case TNY_EFFECT_SECRET:
      return find_key (self, entry);
    case TNY_EFFECT_PRINCIPAL:
      return self->app_id != NULL ? principal_of (self, self->result->client_id, error) : NULL;
    case TNY_EFFECT_PARTNER_API:
      return principal_of (self, TNY_RESOURCE_PARTNER, error);
    case TNY_EFFECT_GRANT:
    case TNY_EFFECT_GRANT_CHANGE:
    case TNY_EFFECT_ROLE:
      return self->app_id != NULL ? find_consent (self, entry, error) : NULL;
    default:
      path = "/groups(uniqueName='" TNY_PROVISION_UNIQUE_NAME "')";
    }
  node = tny_provision_get (self, path, "$select=id", TNY_PATIENCE_NONE, error);

  return node != NULL ? g_strdup (tny_json_text (json_node_get_object (node), "id")) : NULL;
}

/* A call whose answer got lost has no id: ask for it. NULL without error: it is not there. */
static char *
find_id (TnyProvisionRun *self, const TnyProvisionEntry *entry, GError **error)
{
  g_autoptr(GError) cause = NULL;
  char *id;

  if (entry->object_id != NULL)
    return g_strdup (entry->object_id);
  id = find_unknown (self, entry, &cause);
  if (cause != NULL && !g_error_matches (cause, TNY_ERROR, TNY_ERROR_NOT_FOUND))
    g_propagate_error (error, g_steal_pointer (&cause));

  return id;
}

typedef struct
{
  const char *id, *group;
  char       *found, *etag;
} Assignment;

static gboolean
assignment_cb (JsonObject *object, gpointer data, GError **error)
{
  Assignment *wanted = data;
  JsonObject *container = tny_json_object (object, "accessContainer");
  const char *id = tny_json_text (object, "id"), *etag = tny_json_text (object, "@odata.etag");
  const char *group = container != NULL ? tny_json_text (container, "accessContainerId") : NULL;

  if (wanted->found == NULL && id != NULL && etag != NULL &&
      (g_strcmp0 (wanted->id, id) == 0 || (wanted->group != NULL && g_strcmp0 (wanted->group, group) == 0)))
    {
      wanted->found = g_strdup (id);
      wanted->etag = g_strdup (etag);
    }

  return TRUE;
}

/* Deleting one needs its present etag. FALSE without error: it is not there any more. */
static gboolean
find_assignment (TnyProvisionRun *self, const TnyProvisionEntry *entry, char **id, char **etag,
                 GError **error)
{
  g_autofree char *path = g_strdup_printf (
    "/tenantRelationships/delegatedAdminRelationships/%s/accessAssignments", entry->subject);
  TnyProvisionEntry *group = tny_journal_find (self->journal, "group");
  Assignment wanted = { entry->object_id, group != NULL ? group->object_id : entry->object_id };

  if (!tny_graph_list_objects (self->graph, path, NULL, assignment_cb, &wanted, self->cancellable,
                               error))
    return FALSE;
  *id = wanted.found;
  *etag = wanted.etag;

  return wanted.found != NULL;
}

/* What was added goes, what somebody added since stays. */
static char *
without_access (TnyProvisionRun *self, const char *detail)
{
  g_autoptr(JsonNode) node = tny_json_parse_object (detail, strlen (detail), NULL);
  JsonObject *app = json_node_get_object (self->app);
  JsonArray *added = node != NULL ? tny_json_array (json_node_get_object (node), "access") : NULL;
  gboolean redirect = node != NULL && tny_json_flag (json_node_get_object (node), "redirect", FALSE);
  JsonObject *web = tny_json_object (app, "web");
  JsonArray *uris = web != NULL ? tny_json_array (web, "redirectUris") : NULL;
  JsonArray *resources = tny_json_array (app, "requiredResourceAccess");
  g_autoptr(GString) out = g_string_new ("{\"web\":{\"redirectUris\":[");

  for (guint i = 0; uris != NULL && i < json_array_get_length (uris); i++)
    if (!redirect ||
        g_strcmp0 (tny_json_array_text (uris, i), TNY_SIGN_IN_REDIRECT_REGISTERED) != 0)
      {
        if (out->str[out->len - 1] != '[')
          g_string_append_c (out, ',');
        tny_json_append_text (out, tny_json_array_text (uris, i));
      }
  g_string_append (out, "]},\"requiredResourceAccess\":[");
  for (guint r = 0; resources != NULL && r < json_array_get_length (resources); r++)
    {
      JsonObject *resource = tny_json_array_object (resources, r);
      JsonArray *accesses = resource != NULL ? tny_json_array (resource, "resourceAccess") : NULL;
      g_autoptr(GString) kept = g_string_new (NULL);

      for (guint a = 0; accesses != NULL && a < json_array_get_length (accesses); a++)
        {
          JsonObject *access = tny_json_array_object (accesses, a);
          const char *id = access != NULL ? tny_json_text (access, "id") : NULL;
          gboolean ours = id == NULL;

          for (guint i = 0; added != NULL && i < json_array_get_length (added); i++)
            ours = ours || g_strcmp0 (tny_json_array_text (added, i), id) == 0;
          if (!ours)
            g_string_append_printf (kept, "%s{\"id\":\"%s\",\"type\":\"%s\"}", kept->len > 0 ? "," : "",
                                    id, tny_json_text (access, "type"));
        }
      if (kept->len > 0)
        g_string_append_printf (out, "%s{\"resourceAppId\":\"%s\",\"resourceAccess\":[%s]}",
                                out->str[out->len - 1] == '[' ? "" : ",",
                                tny_json_text (resource, "resourceAppId"), kept->str);
    }
  g_string_append (out, "]}");

  return g_string_free (g_steal_pointer (&out), FALSE);
}

static gboolean
scope_cb (JsonObject *object, gpointer data, GError **error)
{
  struct { const char *id; char *scope; } *wanted = data;

  if (wanted->scope == NULL && g_strcmp0 (tny_json_text (object, "id"), wanted->id) == 0)
    wanted->scope = g_strdup (tny_json_text (object, "scope"));

  return TRUE;
}

/* The grant's scope without what was added; NULL without error: the grant has gone. */
static char *
without_scope (TnyProvisionRun *self, const char *id, const char *added, GError **error)
{
  struct { const char *id; char *scope; } wanted = { id, NULL };
  g_auto(GStrv) gone = g_strsplit (added, " ", -1), names = NULL;
  g_autoptr(GString) kept = g_string_new (NULL);

  if (!tny_graph_list_objects (self->graph, "/oauth2PermissionGrants", NULL, scope_cb, &wanted,
                               self->cancellable, error) || wanted.scope == NULL)
    return NULL;
  names = g_strsplit (wanted.scope, " ", -1);
  g_free (wanted.scope);
  for (guint i = 0; names[i] != NULL; i++)
    if (*names[i] != '\0' && !g_strv_contains ((const char *const *) gone, names[i]))
      g_string_append_printf (kept, "%s%s", kept->len > 0 ? " " : "", names[i]);

  return g_strdup_printf ("{\"scope\":\"%s\"}", kept->str);
}

typedef struct { char *path, *body, *etag; gboolean gone; } Call;

static void
call_clear (Call *call)
{
  g_free (call->path);
  g_free (call->body);
  g_free (call->etag);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Call, call_clear)

static gboolean
prepare (TnyProvisionRun *self, const TnyProvisionEntry *entry, Call *call, GError **error)
{
  g_autoptr(GError) cause = NULL;
  g_autofree char *id = NULL;
  g_autoptr(TnyEffect) effect = NULL;
  TnyProvisionEntry whole = *entry;

  if (entry->kind == TNY_EFFECT_ASSIGNMENT)
    find_assignment (self, entry, &id, &call->etag, &cause);
  else
    id = find_id (self, entry, &cause);
  if (cause == NULL && entry->kind == TNY_EFFECT_APP_CHANGE && self->app != NULL)
    call->body = without_access (self, entry->detail);
  if (cause == NULL && entry->kind == TNY_EFFECT_GRANT_CHANGE && id != NULL)
    {
      call->body = without_scope (self, id, entry->detail, &cause);
      if (call->body == NULL)
        g_clear_pointer (&id, g_free);
    }
  if (entry->kind == TNY_EFFECT_SECRET && id != NULL)
    call->body = g_strdup_printf ("{\"keyId\":\"%s\"}", id);
  if (cause != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&cause));
      return FALSE;
    }
  call->gone = id == NULL || ((entry->kind == TNY_EFFECT_APP_CHANGE ||
                               entry->kind == TNY_EFFECT_SECRET) && self->app_id == NULL);
  if (entry->kind == TNY_EFFECT_SECRET)
    {
      call->path = g_strdup_printf ("/v1.0/applications/%s/removePassword",
                                    self->app_id != NULL ? self->app_id : "");
      return TRUE;
    }
  whole.object_id = id;
  effect = reverse (self, &whole);
  call->path = g_strdup (effect->path);

  return TRUE;
}

static gboolean
run_effect (TnyProvisionRun *self, TnyEffect *effect, GError **error)
{
  TnyProvisionEntry *entry = tny_journal_find (self->journal, effect->key);
  g_auto(Call) call = { NULL };
  g_autoptr(JsonNode) node = NULL;
  g_autofree char *request_id = NULL;
  g_autoptr(GError) cause = NULL;
  TnySent sent;

  if (g_cancellable_set_error_if_cancelled (self->cancellable, error))
    return FALSE;
  if (effect->kind == TNY_EFFECT_LOCAL)
    {
      tny_provision_say (self, effect, NULL, NULL, FALSE);
      if (!self->context->local.forget (self->result->tenant_id, self->result->client_id,
                                        self->context->local.data, self->cancellable, error))
        return FALSE;
      effect->state = TNY_EFFECT_DONE;
      tny_provision_say (self, effect, NULL, NULL, TRUE);
      return TRUE;
    }
  if (!prepare (self, entry, &call, error))
    return FALSE;
  tny_provision_say (self, effect, effect->method, call.path, FALSE);
  if (!tny_journal_undoing (self, effect->key, error))
    return FALSE;
  if (!call.gone)
    {
      sent = tny_provision_send (self, effect->method, call.path, call.etag != NULL ? "If-Match" : NULL,
                                 call.etag, call.body, FALSE, &node, &request_id, &cause);
      /* what somebody else deleted is deleted */
      if (sent != TNY_SENT_DONE && !g_error_matches (cause, TNY_ERROR, TNY_ERROR_NOT_FOUND))
        {
          effect->state = TNY_EFFECT_FAILED;
          g_propagate_prefixed_error (error, g_steal_pointer (&cause), "%s: ", effect->words);
          return FALSE;
        }
    }
  if (!tny_journal_remove (self, effect->key, error))
    return FALSE;
  for (guint i = 0; effect->kind == TNY_EFFECT_APP && i < self->journal->len; i++)
    {
      TnyProvisionEntry *other = self->journal->pdata[i];

      if (goes_with_app (other->kind) && !tny_journal_remove (self, other->key, error))
        return FALSE;
    }
  effect->state = TNY_EFFECT_DONE;
  tny_provision_say (self, effect, effect->method, call.path, TRUE);

  return TRUE;
}

TnyProvisionResult *
tny_provision_undo (const TnyProvisionContext *context, TnyJob *job, GCancellable *cancellable,
                    GError **error)
{
  g_autoptr(TnyProvisionRun) self = begin (context, job, cancellable, error);

  if (self == NULL)
    return NULL;
  for (guint i = 0; i < self->result->effects->len; i++)
    {
      tny_job_report (job, i, self->result->effects->len);
      if (!run_effect (self, self->result->effects->pdata[i], error))
        return NULL;
    }
  tny_job_report (job, self->result->effects->len, self->result->effects->len);

  return g_steal_pointer (&self->result);
}
