/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-json.h"
#include "tny-sim-graph.h"

/* Groups of the partner's directory and roles of its accounts: what the way into customers hangs
 * on. */

#define GROUPS_DEFAULT 100
#define GROUPS_MAX     999
#define GLOBAL_ADMINISTRATOR "62e90394-69f5-4237-9190-012177145e10"

enum { ADMIN_AGENTS, HELPDESK_AGENTS, SALES_AGENTS, GDAP_GROUP, N_GROUPS };

static const struct { const char *name, *description; } groups[N_GROUPS] = {
  [ADMIN_AGENTS]    = { "AdminAgents", "Administrator agents of this partner" },
  [HELPDESK_AGENTS] = { "HelpdeskAgents", "Helpdesk agents of this partner" },
  [SALES_AGENTS]    = { "SalesAgents", "Sales agents of this partner" },
  [GDAP_GROUP]      = { "GDAP-Northwind", "Reaches customers through GDAP" },
};

static const char *const properties[] = {
  "id", "deletedDateTime", "displayName", "description", "groupTypes", "isAssignableToRole",
  "mailEnabled", "mailNickname", "securityEnabled", "visibility", NULL
};

void
tny_sim_graph_gdap_group (const TnySim *sim, char id[TNY_SIM_GUID_LENGTH + 1])
{
  tny_sim_guid (id, sim->seed, TNY_SIM_DICE_OBJECT, 5, 0);
}

static void
group_id (const TnySim *sim, guint index, char id[TNY_SIM_GUID_LENGTH + 1])
{
  if (index == GDAP_GROUP)
    tny_sim_graph_gdap_group (sim, id);
  else
    tny_sim_guid (id, sim->seed, TNY_SIM_DICE_OBJECT, 24, index);
}

guint
tny_sim_graph_known_group (TnySimGraphCall *call, const char *id)
{
  char known[TNY_SIM_GUID_LENGTH + 1];

  for (guint i = 0; i < N_GROUPS; i++)
    {
      group_id (call->sim, i, known);
      if (g_ascii_strcasecmp (known, id) == 0)
        return i;
    }

  return G_MAXUINT;
}

static void
append_group (TnySimGraphCall *call, guint index, gboolean typed, GString *out)
{
  char id[TNY_SIM_GUID_LENGTH + 1];

  group_id (call->sim, index, id);
  g_string_append_printf (out,
                          "%s{%s\"id\":\"%s\",\"deletedDateTime\":null,\"displayName\":\"%s\","
                          "\"description\":\"%s\",\"groupTypes\":[],\"isAssignableToRole\":null,"
                          "\"mailEnabled\":false,\"mailNickname\":\"%s\",\"securityEnabled\":true,"
                          "\"visibility\":null}",
                          out->len > 1 ? "," : "",
                          typed ? "\"@odata.type\":\"#microsoft.graph.group\"," : "", id,
                          groups[index].name, groups[index].description, groups[index].name);
}

/* The groups that clients made and that hold the account. */
static void
append_made (TnySimGraphCall *call, guint account, GString *array)
{
  JsonArray *list = tny_sim_made_list (call->sim->made, "groups");

  for (guint i = 0; i < json_array_get_length (list); i++)
    {
      JsonObject *group = tny_json_array_object (list, i);
      g_autoptr(GString) text = g_string_new (NULL);

      if (!tny_sim_account_in_made_group (call->sim, account, tny_json_text (group, "id")))
        continue;
      tny_sim_made_append (text, group);
      g_string_append_printf (array, "%s{\"@odata.type\":\"#microsoft.graph.group\",%s",
                              array->len > 1 ? "," : "", text->str + 1);
    }
}

/* Source: "List a user's memberships (direct and transitive)". */
void
tny_sim_graph_member_of (TnySimGraphCall *call)
{
  g_autoptr(GString) array = g_string_new ("[");
  guint account = call->token.account;

  if (!tny_sim_graph_delegated (call))
    {
      tny_sim_graph_error (call, 400, "BadRequest",
                           "/me request is only valid with delegated authentication flow.");
      return;
    }
  if (!tny_sim_graph_select (call, "directoryObject", properties))
    return;
  if (call->tenant->index == 0 && tny_sim_accounts[account].partner_user >= 0)
    {
      if (tny_sim_is_agent (call->sim, account))
        append_group (call, ADMIN_AGENTS, TRUE, array);
      if (tny_sim_is_member (call->sim, account))
        append_group (call, GDAP_GROUP, TRUE, array);
      append_made (call, account, array);
    }
  g_string_append_c (array, ']');
  tny_sim_graph_begin (call, "directoryObjects", NULL);
  tny_sim_graph_append_array (call, array);
}

/* Source: "List groups". */
void
tny_sim_graph_groups (TnySimGraphCall *call)
{
  static const char *const names[] = { "displayName", NULL };
  g_autoptr(GString) array = g_string_new ("[");
  g_autoptr(GHashTable) filter = NULL;
  guint start, size = GROUPS_DEFAULT;
  const char *wanted;

  if (!tny_sim_graph_select (call, "group", properties) ||
      !tny_sim_graph_page (call, GROUPS_MAX, TNY_SIM_TOP_REFUSED, &start, &size) ||
      (filter = tny_sim_graph_filter (call, names)) == NULL)
    return;
  wanted = g_hash_table_lookup (filter, "displayName");
  for (guint i = start; i < N_GROUPS && call->tenant->index == 0; i++)
    if (wanted == NULL || g_ascii_strcasecmp (wanted, groups[i].name) == 0)
      append_group (call, i, FALSE, array);
  g_string_append_c (array, ']');
  tny_sim_graph_begin (call, "groups", NULL);
  tny_sim_graph_append_array (call, array);
}

static void
append_administrators (TnySimGraphCall *call, const char *principal, GString *out)
{
  for (guint i = 0; i < tny_sim_n_accounts; i++)
    {
      char tenant[TNY_SIM_GUID_LENGTH + 1], object[TNY_SIM_GUID_LENGTH + 1];
      char id[TNY_SIM_GUID_LENGTH + 1];

      tny_sim_account_ids (&tny_sim_accounts[i], call->sim->estate, tenant, object);
      if (!tny_sim_accounts[i].administrator || !g_str_equal (tenant, call->tenant->id) ||
          (principal != NULL && g_ascii_strcasecmp (principal, object) != 0))
        continue;
      tny_sim_guid (id, call->sim->seed, TNY_SIM_DICE_OBJECT, 27, i);
      g_string_append_printf (out,
                              "%s{\"id\":\"%s\",\"principalId\":\"%s\","
                              "\"principalOrganizationId\":\"%s\",\"directoryScopeId\":\"/\","
                              "\"roleDefinitionId\":\"" GLOBAL_ADMINISTRATOR "\"}",
                              out->len > 1 ? "," : "", id, object, tenant);
    }
}

/* Source: "List unifiedRoleAssignments": one of these filters must be there. */
void
tny_sim_graph_role_assignments (TnySimGraphCall *call)
{
  static const char *const names[] = { "principalId", "roleDefinitionId", NULL };
  static const char *const members[] = { "id", "principalId", "principalOrganizationId",
                                         "directoryScopeId", "roleDefinitionId", NULL };
  g_autoptr(GString) array = g_string_new ("[");
  g_autoptr(GHashTable) filter = NULL;
  const char *role;

  if (!tny_sim_graph_select (call, "unifiedRoleAssignment", members) ||
      (filter = tny_sim_graph_filter (call, names)) == NULL)
    return;
  role = g_hash_table_lookup (filter, "roleDefinitionId");
  if (role == NULL || g_ascii_strcasecmp (role, GLOBAL_ADMINISTRATOR) == 0)
    append_administrators (call, g_hash_table_lookup (filter, "principalId"), array);
  g_string_append_c (array, ']');
  tny_sim_graph_begin (call, "roleManagement/directory/roleAssignments", NULL);
  tny_sim_graph_append_array (call, array);
}
