/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-sim-apps.h"

#include <string.h>
#include <sys/random.h>

#include "tny-json.h"
#include "tny-sim-graph.h"
#include "tny-sim-token.h"

#define UNSEEN_OBJECT 2        /* requests that a new object is not found by, with "replication" */
#define UNSEEN_SECRET 2

guint
tny_sim_app_find (TnySim *sim, const char *client_id)
{
  JsonObject *object;

  if (g_ascii_strcasecmp (client_id, sim->registration.client_id) == 0)
    return TNY_SIM_APP_FIRST;
  if (g_ascii_strcasecmp (client_id, TNY_SIM_TOOLS_ID) == 0)
    return TNY_SIM_APP_TOOLS;
  object = tny_sim_made_find (sim->made, "applications", "appId", client_id);

  return object != NULL ? (guint) tny_json_int (object, "_app", TNY_SIM_APP_NONE) : TNY_SIM_APP_NONE;
}

JsonObject *
tny_sim_app_object (TnySim *sim, guint app)
{
  JsonArray *apps = tny_sim_made_list (sim->made, "applications");

  for (guint i = 0; i < json_array_get_length (apps); i++)
    if (tny_json_int (tny_json_array_object (apps, i), "_app", 0) == (gint64) app)
      return tny_json_array_object (apps, i);

  return NULL;
}

const char *
tny_sim_app_client_id (TnySim *sim, guint app)
{
  JsonObject *object;

  if (app == TNY_SIM_APP_FIRST)
    return sim->registration.client_id;
  if (app == TNY_SIM_APP_TOOLS)
    return TNY_SIM_TOOLS_ID;
  object = tny_sim_app_object (sim, app);

  return object != NULL ? tny_json_text (object, "appId") : NULL;
}

const char *
tny_sim_app_name (TnySim *sim, guint app)
{
  JsonObject *object = tny_sim_app_object (sim, app);

  if (app == TNY_SIM_APP_TOOLS)
    return TNY_SIM_TOOLS_NAME;

  return object != NULL ? tny_json_text (object, "displayName") : "Tenantry";
}

/* The port of localhost does not count, the case of the path does. */
static gboolean
same_redirect (const char *registered, const char *redirect_uri)
{
  g_autoptr(GUri) ours = g_uri_parse (registered, G_URI_FLAGS_ENCODED, NULL);
  g_autoptr(GUri) theirs = g_uri_parse (redirect_uri, G_URI_FLAGS_ENCODED, NULL);
  const char *path, *other;

  if (ours == NULL || theirs == NULL || g_uri_get_host (theirs) == NULL ||
      g_uri_get_host (ours) == NULL || g_uri_get_userinfo (theirs) != NULL ||
      g_uri_get_query (theirs) != NULL || g_uri_get_fragment (theirs) != NULL ||
      g_ascii_strcasecmp (g_uri_get_scheme (ours), g_uri_get_scheme (theirs)) != 0 ||
      g_ascii_strcasecmp (g_uri_get_host (ours), g_uri_get_host (theirs)) != 0)
    return FALSE;
  path = *g_uri_get_path (ours) != '\0' ? g_uri_get_path (ours) : "/";
  other = *g_uri_get_path (theirs) != '\0' ? g_uri_get_path (theirs) : "/";

  return g_str_equal (path, other) &&
         (g_ascii_strcasecmp (g_uri_get_host (ours), "localhost") == 0 ||
          g_uri_get_port (ours) == g_uri_get_port (theirs));
}

gboolean
tny_sim_app_redirects (TnySim *sim, guint app, const char *redirect_uri)
{
  JsonObject *object = tny_sim_app_object (sim, app);
  JsonObject *web = object != NULL ? tny_json_object (object, "web") : NULL;
  JsonArray *uris = web != NULL ? tny_json_array (web, "redirectUris") : NULL;

  if (app == TNY_SIM_APP_FIRST)
    return tny_sim_redirect_registered (redirect_uri);
  if (app == TNY_SIM_APP_TOOLS)
    return same_redirect ("http://localhost", redirect_uri);
  for (guint i = 0; uris != NULL && i < json_array_get_length (uris); i++)
    if (same_redirect (tny_json_array_text (uris, i), redirect_uri))
      return TRUE;

  return FALSE;
}

/* The bits of requiredResourceAccess, of one type or both. */
static guint64
required_bits (JsonObject *object, const char *type)
{
  JsonArray *resources = tny_json_array (object, "requiredResourceAccess");
  guint64 bits = 0;

  for (guint r = 0; resources != NULL && r < json_array_get_length (resources); r++)
    {
      JsonArray *accesses = tny_json_array (tny_json_array_object (resources, r), "resourceAccess");

      for (guint a = 0; accesses != NULL && a < json_array_get_length (accesses); a++)
        {
          JsonObject *access = tny_json_array_object (accesses, a);

          if (type == NULL || g_strcmp0 (tny_json_text (access, "type"), type) == 0)
            bits |= tny_sim_scope_by_id (tny_json_text (access, "id"));
        }
    }

  return bits;
}

guint64
tny_sim_app_listed (TnySim *sim, guint app, const TnySimTenant *tenant)
{
  JsonObject *object = tny_sim_app_object (sim, app);

  if (app == TNY_SIM_APP_FIRST)
    return tny_sim_scopes_at_registration (tenant->index == 0);

  return object != NULL ? required_bits (object, NULL) : 0;
}

/* --- in a tenant --- */

static JsonObject *
customer_consent (TnySim *sim, guint app, const TnySimTenant *tenant)
{
  g_autofree char *key = g_strdup_printf ("%u/%s", app, tenant->id);

  return tny_sim_made_find (sim->made, "_consents", "_key", key);
}

static JsonObject *
home_principal (TnySim *sim, guint app)
{
  const char *client_id = tny_sim_app_client_id (sim, app);

  return client_id != NULL
           ? tny_sim_made_find (sim->made, "servicePrincipals", "appId", client_id) : NULL;
}

gboolean
tny_sim_app_present (TnySim *sim, guint app, const TnySimTenant *tenant)
{
  if (app == TNY_SIM_APP_FIRST)
    return tny_sim_granted (sim, app, 0, tenant) != 0;
  if (tenant->index != 0)
    return customer_consent (sim, app, tenant) != NULL;

  return home_principal (sim, app) != NULL;
}

void
tny_sim_app_principal (TnySim *sim, guint app, const TnySimTenant *tenant,
                       char id[TNY_SIM_GUID_LENGTH + 1])
{
  JsonObject *principal = tenant->index == 0 && app != TNY_SIM_APP_FIRST ? home_principal (sim, app)
                                                                         : NULL;

  if (principal != NULL)
    g_strlcpy (id, tny_json_text (principal, "id"), TNY_SIM_GUID_LENGTH + 1);
  else
    tny_sim_guid (id, sim->seed, TNY_SIM_DICE_OBJECT, 20 + 10000 * app, tenant->index);
}

static guint64
granted_at_home (TnySim *sim, guint app, gboolean app_only)
{
  JsonObject *principal = home_principal (sim, app);
  JsonArray *list = tny_sim_made_list (sim->made, app_only ? "appRoleAssignments"
                                                                     : "oauth2PermissionGrants");
  const char *id = principal != NULL ? tny_json_text (principal, "id") : NULL;
  guint64 bits = 0;

  for (guint i = 0; id != NULL && i < json_array_get_length (list); i++)
    {
      JsonObject *entry = tny_json_array_object (list, i);
      const char *whose = tny_json_text (entry, app_only ? "principalId" : "clientId");

      if (g_strcmp0 (whose, id) == 0)
        bits |= app_only ? tny_sim_scope_by_id (tny_json_text (entry, "appRoleId"))
                         : tny_sim_scopes_parse (tny_json_text (entry, "scope"));
    }

  return bits;
}

static guint64
granted_to_first (TnySim *sim, const TnySimTenant *tenant)
{
  guint64 *granted = g_hash_table_lookup (sim->grants, GUINT_TO_POINTER (tenant->index));
  guint64 there = ~(sim->unlisted | sim->withheld[tenant->index != 0]);

  if (granted != NULL)
    return *granted & there;
  if ((tny_sim_flags (sim, tenant) & TNY_SIM_CONSENTED) == 0)
    return 0;

  return tny_sim_scopes_at_registration (tenant->index == 0) & there;
}

guint64
tny_sim_granted (TnySim *sim, guint app, guint account, const TnySimTenant *tenant)
{
  JsonObject *entry;

  if (app == TNY_SIM_APP_FIRST)
    return granted_to_first (sim, tenant);
  if (app == TNY_SIM_APP_TOOLS)
    {
      g_autofree char *key = g_strdup_printf ("%u", account);

      entry = tny_sim_made_find (sim->made, "_tools", "_key", key);
      return entry != NULL ? tny_sim_scopes_parse (tny_json_text (entry, "scope")) : 0;
    }
  if (tenant->index == 0)
    return granted_at_home (sim, app, account == TNY_SIM_APP_ONLY);
  entry = account != TNY_SIM_APP_ONLY ? customer_consent (sim, app, tenant) : NULL;

  return entry != NULL ? tny_sim_scopes_parse (tny_json_text (entry, "scope")) : 0;
}

static char *
scope_names (guint64 scopes)
{
  g_autoptr(GString) names = g_string_new (NULL);

  tny_sim_scopes_append (names, scopes, "");

  return g_string_free (g_steal_pointer (&names), FALSE);
}

static void
put_entry (TnySim *sim, const char *kind, const char *key, guint64 scopes)
{
  g_autofree char *names = scope_names (scopes);
  JsonObject *entry = json_object_new ();

  tny_sim_made_remove (sim->made, kind, "_key", key);
  json_object_set_string_member (entry, "_key", key);
  json_object_set_string_member (entry, "scope", names);
  tny_sim_made_add (sim->made, kind, entry);
}

void
tny_sim_consent_to_tools (TnySim *sim, guint account, guint64 scopes)
{
  g_autofree char *key = g_strdup_printf ("%u", account);

  put_entry (sim, "_tools", key, scopes);
}

/* A page of the browser has granted: what it asked for takes the place of what was there. */
static void
grant_at_home (TnySim *sim, guint app, guint64 scopes, gboolean roles)
{
  static const guint64 partner = TNY_SIM_SCOPE_IMPERSONATION;
  const TnySimTenant *home = tny_sim_estate_tenant (sim->estate, 0);
  JsonObject *principal = home_principal (sim, app), *object = tny_sim_app_object (sim, app);
  char id[TNY_SIM_GUID_LENGTH + 1];

  if (principal == NULL)
    tny_sim_graph_make_principal (sim, tny_json_text (object, "appId"),
                                  tny_json_text (object, "displayName"));
  tny_sim_app_principal (sim, app, home, id);
  tny_sim_made_remove (sim->made, "oauth2PermissionGrants", "clientId", id);
  if (scopes & ~partner)
    tny_sim_graph_make_grant (sim, id, FALSE, scopes & ~partner);
  if (scopes & partner)
    tny_sim_graph_make_grant (sim, id, TRUE, partner);
  if (!roles)
    return;
  tny_sim_made_remove (sim->made, "appRoleAssignments", "principalId", id);
  tny_sim_graph_make_roles (sim, id, required_bits (object, "Role"));
}

void
tny_sim_grant (TnySim *sim, guint app, const TnySimTenant *tenant, guint64 scopes, gboolean roles)
{
  g_autofree char *key = g_strdup_printf ("%u/%s", app, tenant->id);

  if (app == TNY_SIM_APP_FIRST)
    g_hash_table_insert (sim->grants, GUINT_TO_POINTER (tenant->index),
                         g_memdup2 (&scopes, sizeof scopes));
  else if (tenant->index == 0)
    grant_at_home (sim, app, scopes, roles);
  else
    put_entry (sim, "_consents", key, scopes);
}

void
tny_sim_ungrant (TnySim *sim, guint app, const TnySimTenant *tenant)
{
  g_autofree char *key = g_strdup_printf ("%u/%s", app, tenant->id);

  if (app == TNY_SIM_APP_FIRST)
    tny_sim_grant (sim, app, tenant, 0, FALSE);
  else
    tny_sim_made_remove (sim->made, "_consents", "_key", key);
}

gboolean
tny_sim_is_seen (TnySim *sim, JsonObject *object)
{
  gint64 asked = tny_json_int (object, "_asked", 0);

  if (!tny_sim_has (sim, TNY_SIM_REPLICATION) || asked >= UNSEEN_OBJECT)
    return TRUE;
  json_object_set_int_member (object, "_asked", asked + 1);

  return FALSE;
}

/* --- secrets --- */

static char *
digest_of (const char *secret)
{
  return g_compute_checksum_for_string (G_CHECKSUM_SHA256, secret, -1);
}

static char *
new_secret (void)
{
  static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  char *secret = g_malloc0 (TNY_SIM_SECRET_LENGTH + 1);
  guint8 random[TNY_SIM_SECRET_LENGTH];

  if (getrandom (random, sizeof random, 0) != sizeof random)
    g_error ("no random numbers");
  for (guint i = 0; i < TNY_SIM_SECRET_LENGTH; i++)
    secret[i] = letters[random[i] % (sizeof letters - 1)];
  memcpy (secret + 3, "8Q~", 3);

  return secret;
}

static void
set_time (JsonObject *object, const char *name, gint64 seconds)
{
  g_autoptr(GString) text = g_string_new (NULL);

  tny_sim_append_time (text, seconds, FALSE);
  json_object_set_string_member (object, name, text->str);
}

char *
tny_sim_app_add_secret (TnySim *sim, guint app, const char *name, gint64 start, gint64 end,
                        JsonObject **credential)
{
  JsonObject *object = tny_sim_app_object (sim, app), *entry = json_object_new ();
  JsonObject *kept = json_object_new ();
  g_autofree char *secret = new_secret (), *digest = digest_of (secret);
  g_autofree char *hint = g_strndup (secret, 3);
  char key_id[TNY_SIM_GUID_LENGTH + 1];

  tny_sim_random_guid (key_id);
  json_object_set_null_member (entry, "customKeyIdentifier");
  if (name != NULL)
    json_object_set_string_member (entry, "displayName", name);
  else
    json_object_set_null_member (entry, "displayName");
  set_time (entry, "endDateTime", end);
  json_object_set_string_member (entry, "hint", hint);
  json_object_set_string_member (entry, "keyId", key_id);
  json_object_set_null_member (entry, "secretText");
  set_time (entry, "startDateTime", start);
  json_array_add_object_element (tny_json_array (object, "passwordCredentials"), entry);
  *credential = entry;

  json_object_set_string_member (kept, "keyId", key_id);
  json_object_set_string_member (kept, "_digest", digest);
  json_object_set_int_member (kept, "_end", end);
  json_array_add_object_element (tny_json_array (object, "_secrets"), kept);
  tny_sim_made_save (sim->made);

  return g_steal_pointer (&secret);
}

static gboolean
remove_key (JsonArray *array, const char *key_id)
{
  for (guint i = 0; i < json_array_get_length (array); i++)
    if (g_ascii_strcasecmp (tny_json_text (tny_json_array_object (array, i), "keyId"), key_id) == 0)
      {
        json_array_remove_element (array, i);
        return TRUE;
      }

  return FALSE;
}

gboolean
tny_sim_app_remove_secret (TnySim *sim, guint app, const char *key_id)
{
  JsonObject *object = tny_sim_app_object (sim, app);
  gboolean found = remove_key (tny_json_array (object, "passwordCredentials"), key_id);

  remove_key (tny_json_array (object, "_secrets"), key_id);
  tny_sim_made_save (sim->made);

  return found;
}

guint
tny_sim_app_check_secret (TnySim *sim, guint app, const char *secret)
{
  JsonObject *object = tny_sim_app_object (sim, app);
  JsonArray *secrets = object != NULL ? tny_json_array (object, "_secrets") : NULL;
  g_autofree char *digest = digest_of (secret);

  if (app == TNY_SIM_APP_FIRST)
    return strcmp (secret, sim->registration.secret) == 0 ? 0 : 7000215;
  for (guint i = 0; secrets != NULL && i < json_array_get_length (secrets); i++)
    {
      JsonObject *kept = tny_json_array_object (secrets, i);
      gint64 asked = tny_json_int (kept, "_asked", 0);

      if (g_strcmp0 (tny_json_text (kept, "_digest"), digest) != 0)
        continue;
      if (tny_json_int (kept, "_end", 0) <= tny_sim_now (sim))
        return 7000222;
      /* It has not reached every server yet. */
      if (!tny_sim_has (sim, TNY_SIM_REPLICATION) || asked >= UNSEEN_SECRET)
        return 0;
      json_object_set_int_member (kept, "_asked", asked + 1);
      return 7000215;
    }

  return 7000215;
}
