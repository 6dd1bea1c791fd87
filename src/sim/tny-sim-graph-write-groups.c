/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "tny-json.h"
#include "tny-sim-graph.h"
#include "tny-sim-user.h"

/* Security groups that clients make, their members, and the relationships they are assigned to.
 * Sources: "Upsert group", "Add members", "Remove member", "Create accessAssignments", "Delete
 * delegatedAdminAccessAssignment". */

static JsonObject *
made_group (TnySim *sim, const char *id)
{
  return tny_sim_made_find (sim->made, "groups", "id", id);
}

/* --- groups --- */

void
tny_sim_graph_group (TnySimGraphCall *call)
{
  const char *from = strchr (call->parts[0], '\''), *to = strrchr (call->parts[0], '\'');
  g_autofree char *name = from != NULL && to > from
                            ? g_strndup (from + 1, (gsize) (to - from - 1)) : g_strdup ("");
  JsonObject *group = call->tenant->index == 0
                        ? tny_sim_made_find (call->sim->made, "groups", "uniqueName", name) : NULL;

  if (group != NULL && tny_sim_is_seen (call->sim, group))
    tny_sim_graph_answer_made (call, 200, "groups", group);
  else
    tny_sim_graph_not_found (call, name);
}

void
tny_sim_graph_put_group (TnySimGraphCall *call)
{
  static const char *const known[] = { "displayName", "description", "mailEnabled", "mailNickname",
                                       "securityEnabled", "groupTypes", "isAssignableToRole", NULL };
  static const char *const needed[] = { "displayName", "mailEnabled", "mailNickname",
                                        "securityEnabled" };
  const char *from = strchr (call->parts[0], '\''), *to = strrchr (call->parts[0], '\'');
  g_autofree char *name = from != NULL && to > from
                            ? g_strndup (from + 1, (gsize) (to - from - 1)) : g_strdup ("");
  const char *prefer = soup_message_headers_get_one (call->request->headers, "Prefer");
  g_autoptr(JsonObject) body = NULL;
  JsonObject *group;
  JsonObjectIter iter;
  const char *member;
  JsonNode *value;
  char id[TNY_SIM_GUID_LENGTH + 1];

  if (!tny_sim_graph_may_write (call) || (body = tny_sim_graph_body (call, known)) == NULL)
    return;
  group = tny_sim_made_find (call->sim->made, "groups", "uniqueName", name);
  if (group == NULL && g_strcmp0 (prefer, "create-if-missing") != 0)
    {
      tny_sim_graph_not_found (call, name);
      return;
    }
  for (guint i = 0; group == NULL && i < G_N_ELEMENTS (needed); i++)
    if (!json_object_has_member (body, needed[i]))
      {
        tny_sim_graph_error (call, 400, "Request_BadRequest",
                             "A value is required for property '%s' of resource 'Group'.", needed[i]);
        return;
      }
  if (tny_json_text (body, "mailNickname") != NULL &&
      strpbrk (tny_json_text (body, "mailNickname"), "@()\\[]\";:<>, ") != NULL)
    {
      tny_sim_graph_error (call, 400, "Request_BadRequest",
                           "Invalid value specified for property 'mailNickname' of resource 'Group'.");
      return;
    }

  gboolean made = group == NULL;

  if (made)
    {
      group = json_object_new ();
      tny_sim_random_guid (id);
      json_object_set_string_member (group, "id", id);
      json_object_set_null_member (group, "deletedDateTime");
      json_object_set_string_member (group, "uniqueName", name);
      json_object_set_array_member (group, "groupTypes", json_array_new ());
      json_object_set_array_member (group, "_members", json_array_new ());
    }
  json_object_iter_init (&iter, body);
  while (json_object_iter_next (&iter, &member, &value))
    json_object_set_member (group, member, json_node_copy (value));
  if (!made)
    {
      tny_sim_made_save (call->sim->made);
      call->answer->status = 204;
      return;
    }
  tny_sim_made_add (call->sim->made, "groups", group);
  tny_sim_graph_answer_made (call, 201, "groups", group);
}

/* The group that the path names; NULL: answered. */
static JsonObject *
group_of (TnySimGraphCall *call)
{
  JsonObject *group = made_group (call->sim, call->parts[1]);

  if (!tny_sim_graph_may_write (call))
    return NULL;
  if (group == NULL || !tny_sim_is_seen (call->sim, group))
    {
      tny_sim_graph_not_found (call, call->parts[1]);
      return NULL;
    }

  return group;
}

void
tny_sim_graph_delete_group (TnySimGraphCall *call)
{
  if (group_of (call) == NULL)
    return;
  tny_sim_made_remove (call->sim->made, "groups", "id", call->parts[1]);
  tny_sim_made_remove (call->sim->made, "accessAssignments", "_group", call->parts[1]);
  call->answer->status = 204;
}

static int
find_text (JsonArray *array, const char *text)
{
  for (guint i = 0; i < json_array_get_length (array); i++)
    if (g_ascii_strcasecmp (tny_json_array_text (array, i), text) == 0)
      return (int) i;

  return -1;
}

/* Source: "List group members": here of agents and of groups that clients made; people only. */
void
tny_sim_graph_group_members (TnySimGraphCall *call)
{
  JsonObject *group = made_group (call->sim, call->parts[1]);
  guint known = tny_sim_graph_known_group (call, call->parts[1]);
  GString *out = call->answer->body;
  gboolean first = TRUE;

  if (call->tenant->index != 0 || (group == NULL && known == G_MAXUINT))
    {
      tny_sim_graph_not_found (call, call->parts[1]);
      return;
    }
  tny_sim_graph_begin (call, "directoryObjects", NULL);
  g_string_append (out, ",\"value\":[");
  for (guint i = 0; i < tny_sim_n_accounts; i++)
    {
      char tenant[TNY_SIM_GUID_LENGTH + 1], object[TNY_SIM_GUID_LENGTH + 1];

      if (tny_sim_accounts[i].partner_user < 0)
        continue;
      tny_sim_account_ids (&tny_sim_accounts[i], call->sim->estate, tenant, object);
      if (group != NULL ? find_text (tny_json_array (group, "_members"), object) < 0
                        : !(known == 0 ? tny_sim_is_agent (call->sim, i)
                                       : known == 3 && tny_sim_is_member (call->sim, i)))
        continue;
      g_string_append_printf (out,
                              "%s{\"@odata.type\":\"#microsoft.graph.user\",\"id\":\"%s\","
                              "\"displayName\":\"%s\",\"userPrincipalName\":\"%s\"}",
                              first ? "" : ",", object, tny_sim_accounts[i].name,
                              tny_sim_accounts[i].address);
      first = FALSE;
    }
  g_string_append (out, "]}");
}

gboolean
tny_sim_account_in_made_group (TnySim *sim, guint account, const char *id)
{
  JsonObject *group = made_group (sim, id);
  char tenant[TNY_SIM_GUID_LENGTH + 1], object[TNY_SIM_GUID_LENGTH + 1];

  tny_sim_account_ids (&tny_sim_accounts[account], sim->estate, tenant, object);

  return group != NULL && find_text (tny_json_array (group, "_members"), object) >= 0;
}

void
tny_sim_graph_add_member (TnySimGraphCall *call)
{
  static const char *const known[] = { "@odata.id", NULL };
  JsonObject *group = group_of (call);
  g_autoptr(JsonObject) body = NULL;
  g_autofree TnySimUser *user = g_new (TnySimUser, 1);
  const char *link, *id;

  if (group == NULL || (body = tny_sim_graph_body (call, known)) == NULL)
    return;
  link = tny_json_text (body, "@odata.id");
  id = link != NULL ? strrchr (link, '/') : NULL;
  if (id == NULL || (strstr (link, "/v1.0/directoryObjects/") == NULL &&
                     strstr (link, "/v1.0/users/") == NULL))
    tny_sim_graph_error (call, 400, "Request_BadRequest",
                         "Invalid URL format specified in payload.");
  else if (!tny_sim_directory_find (call->sim->directory, user, call->tenant, id + 1))
    tny_sim_graph_not_found (call, id + 1);
  else if (find_text (tny_json_array (group, "_members"), id + 1) >= 0)
    tny_sim_graph_error (call, 400, "Request_BadRequest",
                         "One or more added object references already exist for the following "
                         "modified properties: 'members'.");
  else
    {
      json_array_add_string_element (tny_json_array (group, "_members"), id + 1);
      tny_sim_made_save (call->sim->made);
      call->answer->status = 204;
    }
}

void
tny_sim_graph_remove_member (TnySimGraphCall *call)
{
  JsonObject *group = group_of (call);
  int at;

  if (group == NULL)
    return;
  at = find_text (tny_json_array (group, "_members"), call->parts[3]);
  if (at < 0)
    {
      tny_sim_graph_not_found (call, call->parts[3]);
      return;
    }
  json_array_remove_element (tny_json_array (group, "_members"), (guint) at);
  tny_sim_made_save (call->sim->made);
  call->answer->status = 204;
}

/* --- assignments --- */

static gboolean
tny_bad_assignment (TnySimGraphCall *call, const char *what)
{
  tny_sim_graph_error (call, 400, "badRequest", "The access assignment is not valid: %s.", what);

  return FALSE;
}

static gboolean
good_assignment (TnySimGraphCall *call, JsonObject *body, const char **group)
{
  JsonObject *container = tny_json_object (body, "accessContainer");
  JsonObject *details = tny_json_object (body, "accessDetails");
  JsonArray *roles = details != NULL ? tny_json_array (details, "unifiedRoles") : NULL;
  g_autoptr(GString) offered = g_string_new (NULL);

  *group = container != NULL ? tny_json_text (container, "accessContainerId") : NULL;
  if (*group == NULL ||
      g_strcmp0 (tny_json_text (container, "accessContainerType"), "securityGroup") != 0)
    return tny_bad_assignment (call, "accessContainer");
  if (roles == NULL || json_array_get_length (roles) == 0)
    return tny_bad_assignment (call, "accessDetails");
  tny_sim_graph_append_roles (offered, call);
  for (guint i = 0; i < json_array_get_length (roles); i++)
    {
      JsonObject *role = tny_json_array_object (roles, i);
      const char *id = role != NULL ? tny_json_text (role, "roleDefinitionId") : NULL;

      if (id == NULL || strstr (offered->str, id) == NULL)
        return tny_bad_assignment (call, "a role that the relationship does not hold");
    }
  if (made_group (call->sim, *group) == NULL &&
      tny_sim_graph_known_group (call, *group) == G_MAXUINT)
    return tny_bad_assignment (call, "the group does not exist");
  if (made_group (call->sim, *group) != NULL &&
      !tny_sim_is_seen (call->sim, made_group (call->sim, *group)))
    return tny_bad_assignment (call, "the group does not exist");

  return TRUE;
}

static JsonObject *
find_assignment (TnySim *sim, const char *tenant, const char *group)
{
  g_autofree char *key = g_strdup_printf ("%s/%s", tenant, group);

  return tny_sim_made_find (sim->made, "accessAssignments", "_key", key);
}

void
tny_sim_graph_post_assignment (TnySimGraphCall *call)
{
  static const char *const known[] = { "accessContainer", "accessDetails", NULL };
  g_autoptr(JsonObject) body = NULL;
  g_autofree char *key = NULL, *etag = NULL, *location = NULL;
  g_autoptr(GString) now = g_string_new (NULL);
  const TnySimTenant *customer;
  char id[TNY_SIM_GUID_LENGTH + 1];
  JsonObject *object;
  const char *group;
  gboolean active;

  if (!tny_sim_graph_may_write (call) || !tny_sim_graph_check_agent (call) ||
      (customer = tny_sim_graph_find_customer (call, &active)) == NULL ||
      (body = tny_sim_graph_body (call, known)) == NULL || !good_assignment (call, body, &group))
    return;
  if (!active)
    {
      tny_bad_assignment (call, "the relationship is not active");
      return;
    }
  if (find_assignment (call->sim, customer->id, group) != NULL)
    {
      tny_sim_graph_error (call, 409, "conflict",
                           "An access assignment for this access container already exists.");
      return;
    }
  tny_sim_random_guid (id);
  key = g_strdup_printf ("%s/%s", customer->id, group);
  etag = g_strdup_printf ("W/\"%.8s\"", id);
  tny_sim_append_time (now, tny_sim_now (call->sim), FALSE);
  object = json_object_new ();
  json_object_set_string_member (object, "@odata.etag", etag);
  json_object_set_string_member (object, "id", id);
  json_object_set_string_member (object, "status", "pending");
  json_object_set_string_member (object, "createdDateTime", now->str);
  json_object_set_string_member (object, "lastModifiedDateTime", now->str);
  json_object_set_member (object, "accessContainer",
                          json_node_copy (json_object_get_member (body, "accessContainer")));
  json_object_set_member (object, "accessDetails",
                          json_node_copy (json_object_get_member (body, "accessDetails")));
  json_object_set_string_member (object, "_key", key);
  json_object_set_string_member (object, "_group", group);
  json_object_set_string_member (object, "_tenant", customer->id);
  tny_sim_made_add (call->sim->made, "accessAssignments", object);
  location = g_strdup_printf ("%s%s/%s", call->sim->bases[TNY_SIM_AREA_GRAPH], call->request->path, id);
  soup_message_headers_replace (call->answer->headers, "Location", location);
  tny_sim_graph_answer_made (call, 201,
                             "tenantRelationships/delegatedAdminRelationships/accessAssignments",
                             object);
}

/* The assignment that the path names; NULL: answered. */
static JsonObject *
assignment_of (TnySimGraphCall *call)
{
  JsonObject *object = tny_sim_made_find (call->sim->made, "accessAssignments", "id",
                                               call->parts[4]);
  const TnySimTenant *customer;
  gboolean active;

  if (!tny_sim_graph_check_agent (call) ||
      (customer = tny_sim_graph_find_customer (call, &active)) == NULL)
    return NULL;
  if (object == NULL || !g_str_equal (tny_json_text (object, "_tenant"), customer->id))
    {
      tny_sim_graph_not_found (call, call->parts[4]);
      return NULL;
    }

  return object;
}

/* It becomes active after it was looked at once. */
void
tny_sim_graph_assignment (TnySimGraphCall *call)
{
  JsonObject *object = assignment_of (call);

  if (object == NULL)
    return;
  tny_sim_graph_answer_made (call, 200,
                             "tenantRelationships/delegatedAdminRelationships/accessAssignments",
                             object);
  json_object_set_string_member (object, "status", "active");
  tny_sim_made_save (call->sim->made);
}

void
tny_sim_graph_delete_assignment (TnySimGraphCall *call)
{
  const char *match = soup_message_headers_get_one (call->request->headers, "If-Match");
  JsonObject *object = tny_sim_graph_may_write (call) ? assignment_of (call) : NULL;

  if (object == NULL)
    return;
  if (match == NULL)
    tny_sim_graph_error (call, 428, "preconditionRequired", "The If-Match header is required.");
  else if (!g_str_equal (match, tny_json_text (object, "@odata.etag")))
    tny_sim_graph_error (call, 412, "preconditionFailed", "The resource has changed.");
  else
    {
      tny_sim_made_remove (call->sim->made, "accessAssignments", "id", call->parts[4]);
      call->answer->status = 204;
    }
}

gboolean
tny_sim_reaches (TnySim *self, guint account, const TnySimTenant *tenant)
{
  JsonArray *list = tny_sim_made_list (self->made, "accessAssignments");

  if ((tny_sim_flags (self, tenant) & TNY_SIM_GDAP_ACTIVE) == 0)
    return FALSE;
  if (tny_sim_is_member (self, account) && tny_sim_is_open (self, tenant))
    return TRUE;
  for (guint i = 0; i < json_array_get_length (list); i++)
    {
      JsonObject *object = tny_json_array_object (list, i);

      if (g_str_equal (tny_json_text (object, "_tenant"), tenant->id) &&
          g_str_equal (tny_json_text (object, "status"), "active") &&
          tny_sim_account_in_made_group (self, account, tny_json_text (object, "_group")))
        return TRUE;
    }

  return FALSE;
}
