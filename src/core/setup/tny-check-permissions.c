/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Permissions, read from the live grants and never from what was asked for.
 *
 * Source: Microsoft Graph v1.0, "Get servicePrincipal", "List oAuth2PermissionGrants of a service
 * principal", "List appRoleAssignments granted to a service principal", "Get application". The
 * object id of Graph's service principal is another one in every tenant.
 */
#include "config.h"

#include "tny-check-private.h"

#include <glib/gi18n-lib.h>

#include "tny-json.h"

static const char *
id_of (const TnyAnswer *answer)
{
  return answer != NULL && answer->object != NULL ? tny_json_text (answer->object, "id") : NULL;
}

static TnyAnswer *
get_principal (TnyCheckRun *run, const char *tenant_id, const char *app_id)
{
  g_autofree char *path = g_strdup_printf ("/servicePrincipals(appId='%s')", app_id);
  TnyAnswer *answer = tny_check_get (run, tenant_id, path, "$select=id,appId");

  if (answer->error == NULL && id_of (answer) == NULL)
    tny_answer_spoil (answer, "id");

  return answer;
}

/* A grant for everybody, or for the account that is signed in. */
static gboolean
counts (TnyCheckRun *run, JsonObject *grant)
{
  const char *type = tny_json_text (grant, "consentType");
  const char *principal = tny_json_text (grant, "principalId");

  return g_strcmp0 (type, "AllPrincipals") == 0 ||
         (g_strcmp0 (type, "Principal") == 0 && principal != NULL &&
          run->context->account_id != NULL &&
          g_ascii_strcasecmp (principal, run->context->account_id) == 0);
}

static void
take_grant (TnyGrants *self, JsonObject *grant)
{
  const char *resource = tny_json_text (grant, "resourceId");
  const char *scope = tny_json_text (grant, "scope");
  g_auto(GStrv) names = g_strsplit (scope != NULL ? scope : "", " ", -1);
  gboolean graph = g_strcmp0 (resource, id_of (self->graph)) == 0;
  gboolean partner = self->partner != NULL && g_strcmp0 (resource, id_of (self->partner)) == 0;

  for (guint i = 0; names[i] != NULL; i++)
    {
      const TnyPermission *known = tny_permission_by_name (names[i]);
      gboolean of_partner = known != NULL && g_str_equal (known->resource, TNY_RESOURCE_PARTNER);

      if (*names[i] != '\0' && (of_partner ? partner : graph))
        g_hash_table_add (self->delegated, g_strdup (names[i]));
    }
}

void
tny_grants_read (TnyGrants *self, TnyCheckRun *run, const char *tenant_id, gboolean partner_center)
{
  g_autofree char *path = NULL;

  self->principal = get_principal (run, tenant_id, run->context->client_id);
  self->no_principal = tny_answer_is (self->principal, TNY_ERROR_NOT_FOUND);
  if (self->no_principal)
    self->delegated = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->partner_known = self->no_principal;
  if (self->principal->error != NULL)
    return;
  self->graph = get_principal (run, tenant_id, TNY_RESOURCE_GRAPH);
  if (partner_center)
    {
      self->partner = get_principal (run, tenant_id, TNY_RESOURCE_PARTNER);
      self->partner_known = self->partner->error == NULL ||
                            tny_answer_is (self->partner, TNY_ERROR_NOT_FOUND);
    }
  path = g_strdup_printf ("/servicePrincipals/%s/oauth2PermissionGrants", id_of (self->principal));
  self->grants = tny_check_list (run, tenant_id, path, NULL);
  if (self->grants->error != NULL || self->graph->error != NULL)
    return;
  self->delegated = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < self->grants->objects->len; i++)
    if (counts (run, self->grants->objects->pdata[i]))
      take_grant (self, self->grants->objects->pdata[i]);
}

void
tny_grants_clear (TnyGrants *self)
{
  g_clear_pointer (&self->principal, tny_answer_free);
  g_clear_pointer (&self->graph, tny_answer_free);
  g_clear_pointer (&self->partner, tny_answer_free);
  g_clear_pointer (&self->grants, tny_answer_free);
  g_clear_pointer (&self->delegated, g_hash_table_unref);
}

const TnyAnswer *
tny_grants_problem (TnyGrants *self)
{
  if (self->delegated != NULL)
    return NULL;
  if (self->principal->error != NULL)
    return self->principal;
  if (self->grants->error != NULL)
    return self->grants;

  return self->graph;
}

const char *
tny_grants_cover (TnyGrants *self, const char *needed)
{
  GHashTableIter iter;
  gpointer name;

  if (g_hash_table_contains (self->delegated, needed))
    return needed;
  g_hash_table_iter_init (&iter, self->delegated);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    if (tny_permission_covers (name, needed))
      return name;

  return NULL;
}

gboolean
tny_checks_needs (const TnyPermission *permission, guint features, const char *reach,
                  gboolean customer)
{
  const guint partners_only = TNY_FEATURE_SIGN_IN | TNY_FEATURE_TENANTS;
  gboolean direct = g_strcmp0 (reach, "direct") == 0;
  gboolean of_partner = g_str_equal (permission->resource, TNY_RESOURCE_PARTNER) ||
                        g_str_has_prefix (permission->name, "DelegatedAdminRelationship.");

  if (customer)
    return (permission->needed_for & features & ~partners_only) != 0;
  /* Relationships are of GDAP; the list of customers, and consent in them, of any partner. */
  if (of_partner && direct)
    return FALSE;
  if (g_strcmp0 (reach, "dap") == 0 &&
      g_str_has_prefix (permission->name, "DelegatedAdminRelationship."))
    return FALSE;

  return (permission->needed_for & (features | TNY_FEATURES_ALWAYS)) != 0;
}

/* --- of the connection --- */

typedef struct
{
  TnyCheckRun     *run;
  TnyGrants        grants;
  const TnyAnswer *application;      /* the registration: what is on the app */
  TnyAnswer       *roles;            /* appRoleAssignments; NULL: not asked */
} Permissions;

/* 1 on the app, 0 not on it, -1 not known. */
static int
is_on_app (Permissions *self, const char *id)
{
  JsonArray *resources = self->application->object != NULL
                           ? tny_json_array (self->application->object, "requiredResourceAccess")
                             : NULL;

  if (resources == NULL || id == NULL)
    return -1;
  for (guint i = 0; i < json_array_get_length (resources); i++)
    {
      JsonObject *resource = tny_json_array_object (resources, i);
      JsonArray *accesses = resource != NULL ? tny_json_array (resource, "resourceAccess") : NULL;

      for (guint k = 0; accesses != NULL && k < json_array_get_length (accesses); k++)
        {
          JsonObject *access = tny_json_array_object (accesses, k);
          const char *its_id = access != NULL ? tny_json_text (access, "id") : NULL;

          if (its_id != NULL && g_ascii_strcasecmp (its_id, id) == 0)
            return 1;
        }
    }

  return 0;
}

static void
add (Permissions *self, const char *name, const char *form, const char *finding,
     const TnyAnswer *answer, const char *wider)
{
  const TnyPermission *permission = tny_permission_by_name (name);
  g_autofree char *id = g_strdup_printf ("permission/%s/%s", name, form);

  tny_check_add (self->run, NULL, id, finding, answer, "permission", name, "wider", wider,
                 "purpose", permission != NULL ? _(permission->purpose) : NULL,
                 "blank", permission != NULL && permission->blank_without != NULL
                            ? _(permission->blank_without) : NULL, NULL);
}

/* A refusal is an answer too: without the permission to read grants, that one is not granted, and
 * of the others nothing is known. */
static gboolean
refusal_names (const TnyAnswer *problem, TnyGrants *grants, const char *name)
{
  if (!tny_answer_is (problem, TNY_ERROR_PERMISSION))
    return FALSE;

  return g_str_equal (name, "Directory.Read.All") ||
         (problem != grants->grants && g_str_equal (name, "Application.Read.All"));
}

static void
check_delegated (Permissions *self, const TnyPermission *permission)
{
  const TnyAnswer *problem = tny_grants_problem (&self->grants);
  const TnyAnswer *evidence = self->grants.grants != NULL ? self->grants.grants
                                                          : self->grants.principal;
  gboolean of_partner = g_str_equal (permission->resource, TNY_RESOURCE_PARTNER);
  g_autofree char *id = g_strdup_printf ("permission/%s/delegated", permission->name);
  const char *wider;
  int on_app;

  if (problem == NULL && of_partner && !self->grants.partner_known)
    problem = self->grants.partner;
  if (problem != NULL)
    {
      if (refusal_names (problem, &self->grants, permission->name))
        add (self, permission->name, "delegated", "refused", problem, NULL);
      else
        tny_check_add_unknown (self->run, NULL, id, problem);
      return;
    }
  wider = tny_grants_cover (&self->grants, permission->name);
  if (wider != NULL)
    {
      add (self, permission->name, "delegated",
           g_str_equal (wider, permission->name) ? "granted" : "covered", evidence, wider);
      return;
    }
  on_app = is_on_app (self, permission->delegated_id);
  add (self, permission->name, "delegated",
       on_app == 1 ? "no-consent" : on_app == 0 ? "missing" : "not-granted", evidence, NULL);
}

static gboolean
has_role (Permissions *self, const char *role_id)
{
  for (guint i = 0; role_id != NULL && i < self->roles->objects->len; i++)
    {
      const char *id = tny_json_text (self->roles->objects->pdata[i], "appRoleId");

      if (id != NULL && g_ascii_strcasecmp (id, role_id) == 0)
        return TRUE;
    }

  return FALSE;
}

/* Nothing here asks as the application: what is granted in that form is more than is needed. */
static void
check_application (Permissions *self, const TnyPermission *permission, gboolean needed)
{
  g_autofree char *id = g_strdup_printf ("permission/%s/application", permission->name);

  if (permission->application_id == NULL)
    return;
  if (self->grants.no_principal || (self->roles != NULL && self->roles->error == NULL))
    {
      if (self->roles != NULL && has_role (self, permission->application_id))
        add (self, permission->name, "application", permission->published ? "published" : "extra",
             self->roles, NULL);
      else if (needed)
        add (self, permission->name, "application", "not-needed",
             self->roles != NULL ? self->roles : self->grants.principal, NULL);
    }
  else if (needed)
    tny_check_add_unknown (self->run, NULL, id,
                           self->roles != NULL ? self->roles : self->grants.principal);
}

static void
check_extra (Permissions *self)
{
  GHashTableIter iter;
  gpointer name;

  if (self->grants.delegated == NULL)
    return;
  g_hash_table_iter_init (&iter, self->grants.delegated);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    {
      const TnyPermission *known = tny_permission_by_name (name);

      if (known != NULL && tny_checks_needs (known, self->run->features, self->run->context->reach,
                                             FALSE))
        continue;
      if (g_str_equal (name, "email"))          /* comes along with profile in every portal */
        continue;
      add (self, name, "delegated",
           known != NULL && (known->published || known->published_rotation) ? "published" : "extra",
           self->grants.grants, NULL);
    }
}

void
tny_check_permissions (TnyCheckRun *run, const TnyAnswer *application)
{
  const char *tenant = run->context->partner_tenant_id;
  Permissions self = { .run = run, .application = application };
  guint n;
  const TnyPermission *table = tny_permission_table (&n);

  tny_grants_read (&self.grants, run, tenant, !run->direct);
  if (self.grants.principal->error == NULL)
    {
      g_autofree char *path = g_strdup_printf ("/servicePrincipals/%s/appRoleAssignments",
                                               id_of (self.grants.principal));

      self.roles = tny_check_list (run, tenant, path, NULL);
    }
  for (guint i = 0; i < n; i++)
    {
      gboolean needed = tny_checks_needs (&table[i], run->features, run->context->reach, FALSE);

      if (needed)
        check_delegated (&self, &table[i]);
      check_application (&self, &table[i], needed);
    }
  check_extra (&self);
  tny_grants_clear (&self.grants);
  tny_answer_free (self.roles);
}
