/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "tny-json.h"
#include "tny-sim-graph.h"

/* The partner's two lists at Graph: contracts, and GDAP customers with their relationships. */

#define CONTRACTS_DEFAULT 100
#define CONTRACTS_MAX     999
#define GDAP_MAX          300

/* A listing over positions 0…n: which of them are in it, and how one is written. */
typedef struct
{
  const char *collection;
  guint       n;
  gboolean  (*included) (TnySimGraphCall *call, guint position, GHashTable *filter);
  void      (*append)   (TnySimGraphCall *call, guint position, GString *out);
} Listing;

static void
list (TnySimGraphCall *call, const Listing *listing, GHashTable *filter, guint start, guint size)
{
  GString *out = call->answer->body;
  g_autoptr(GArray) found = g_array_new (FALSE, FALSE, sizeof (guint));
  guint position;

  for (position = start; position < listing->n && found->len <= size; position++)
    if (listing->included (call, position, filter))
      g_array_append_val (found, position);
  tny_sim_graph_begin (call, listing->collection, NULL);
  if (g_strcmp0 (tny_sim_query (call->request, "$count"), "true") == 0 && start == 0)
    {
      guint count = 0;

      for (position = 0; position < listing->n; position++)
        count += listing->included (call, position, filter);
      g_string_append_printf (out, ",\"@odata.count\":%u", count);
    }
  if (found->len > size)
    tny_sim_graph_append_link (call, "@odata.nextLink", "$skiptoken", start,
                               g_array_index (found, guint, size));
  g_string_append (out, ",\"value\":[");
  for (guint i = 0; i < MIN (found->len, size); i++)
    {
      g_autoptr(GString) object = g_string_new (NULL);

      if (i > 0)
        g_string_append_c (out, ',');
      listing->append (call, g_array_index (found, guint, i), object);
      tny_sim_graph_append_object (call, object);
    }
  g_string_append (out, "]}");
}

static gboolean
matches (GHashTable *filter, const char *name, const char *value)
{
  const char *wanted = g_hash_table_lookup (filter, name);

  return wanted == NULL || g_ascii_strcasecmp (wanted, value) == 0;
}

static const TnySimTenant *
customer (TnySimGraphCall *call, guint position)
{
  return tny_sim_estate_tenant (call->sim->estate, position + 1);
}

/* --- contracts --- */

static gboolean
contract_included (TnySimGraphCall *call, guint position, GHashTable *filter)
{
  const TnySimTenant *tenant = customer (call, position);

  return (tny_sim_flags (call->sim, tenant) & TNY_SIM_IN_CONTRACTS) != 0 &&
         matches (filter, "customerId", tenant->id) &&
         matches (filter, "defaultDomainName", tenant->initial_domain) &&
         matches (filter, "displayName", tenant->contract_name);
}

static void
append_contract (TnySimGraphCall *call, guint position, GString *out)
{
  const TnySimTenant *tenant = customer (call, position);
  gboolean reseller = (tenant->flags & TNY_SIM_IN_RESELLER) != 0;
  char id[TNY_SIM_GUID_LENGTH + 1];

  tny_sim_guid (id, call->sim->seed, TNY_SIM_DICE_OBJECT, 1, tenant->index);
  g_string_append_printf (out,
                          "{\"id\":\"%s\",\"deletedDateTime\":null,\"contractType\":\"%s\","
                          "\"customerId\":\"%s\",\"defaultDomainName\":\"%s\",\"displayName\":", id,
                          reseller ? "ResellerPartner" : "BreadthPartner", tenant->id,
                          tenant->initial_domain);
  tny_sim_append_json (out, tenant->contract_name);
  g_string_append_c (out, '}');
}

void
tny_sim_graph_contracts (TnySimGraphCall *call)
{
  static const char *const names[] = { "customerId", "defaultDomainName", "displayName", NULL };
  static const char *const properties[] = { "id", "deletedDateTime", "contractType", "customerId",
                                            "defaultDomainName", "displayName", NULL };
  Listing listing = { "contracts", tny_sim_estate_n_customers (call->sim->estate),
                      contract_included, append_contract };
  guint start, size = CONTRACTS_DEFAULT;
  g_autoptr(GHashTable) filter = NULL;

  if (call->tenant->index != 0)
    listing.n = 0;                       /* a customer has no contracts */
  if (!tny_sim_graph_select (call, "contract", properties) ||
      !tny_sim_graph_page (call, CONTRACTS_MAX, TNY_SIM_TOP_REFUSED, &start, &size) ||
      (filter = tny_sim_graph_filter (call, names)) == NULL)
    return;
  list (call, &listing, filter, start, size);
}

/* --- customers with a relationship --- */

static gboolean
customer_included (TnySimGraphCall *call, guint position, GHashTable *filter)
{
  const TnySimTenant *tenant = customer (call, position);

  return (tny_sim_flags (call->sim, tenant) & TNY_SIM_IN_GDAP) != 0 &&
         matches (filter, "tenantId", tenant->id) &&
         matches (filter, "displayName", tenant->name);
}

static void
append_etag (GString *out, guint number)
{
  g_string_append_printf (out, "\"@odata.etag\":\"W/\\\"JyI%08xIic=\\\"\",",
                          g_int_hash (&number) * 2654435761u);
}

static void
append_customer (TnySimGraphCall *call, guint position, GString *out)
{
  const TnySimTenant *tenant = customer (call, position);

  g_string_append_c (out, '{');
  append_etag (out, tenant->index);
  g_string_append_printf (out, "\"id\":\"%s\",\"tenantId\":\"%s\",\"displayName\":", tenant->id,
                          tenant->id);
  tny_sim_append_tenant_name (out, call->sim, tenant);
  g_string_append_c (out, '}');
}

/* Delegated relationships are for members of the partner's agent groups. */
gboolean
tny_sim_graph_check_agent (TnySimGraphCall *call)
{
  if (call->tenant->index == 0 &&
      (!tny_sim_graph_delegated (call) || tny_sim_is_agent (call->sim, call->token.account)))
    return TRUE;
  tny_sim_graph_error (call, 403, "Authorization_RequestDenied",
                       "Insufficient privileges to complete the operation.");

  return FALSE;
}

void
tny_sim_graph_customers (TnySimGraphCall *call)
{
  static const char *const names[] = { "tenantId", "displayName", NULL };
  static const char *const properties[] = { "id", "tenantId", "displayName", NULL };
  Listing listing = { "tenantRelationships/delegatedAdminCustomers",
                      tny_sim_estate_n_customers (call->sim->estate),
                      customer_included, append_customer };
  guint start, size = GDAP_MAX;
  g_autoptr(GHashTable) filter = NULL;

  if (!tny_sim_graph_check_agent (call) || !tny_sim_graph_select (call, "delegatedAdminCustomer", properties) ||
      !tny_sim_graph_page (call, GDAP_MAX, TNY_SIM_TOP_CAPPED, &start, &size) ||
      (filter = tny_sim_graph_filter (call, names)) == NULL)
    return;
  list (call, &listing, filter, start, size);
}

/* --- relationships --- */

/* Two places for each customer: today's, and an old one that Microsoft made. */

enum { TODAYS, OLD, N_PER_CUSTOMER };

static const char *const relationship_properties[] = {
  "id", "displayName", "duration", "autoExtendDuration", "status", "customer", "accessDetails",
  "createdDateTime", "lastModifiedDateTime", "activatedDateTime", "endDateTime", NULL
};

static const char *
status_of (TnySimGraphCall *call, guint position)
{
  const TnySimTenant *tenant;

  if (position % N_PER_CUSTOMER == OLD)
    return "expired";

  tenant = customer (call, position / N_PER_CUSTOMER);

  if (tny_sim_flags (call->sim, tenant) & TNY_SIM_GDAP_ACTIVE)
    return "active";
  if (tny_sim_has (call->sim, TNY_SIM_RELATION_PENDING))
    return "approvalPending";

  return tny_sim_has (call->sim, TNY_SIM_RELATION_EXPIRED) ? "expired" : "terminated";
}

static gboolean
relationship_included (TnySimGraphCall *call, guint position, GHashTable *filter)
{
  const TnySimTenant *tenant = customer (call, position / N_PER_CUSTOMER);

  return (tny_sim_flags (call->sim, tenant) & TNY_SIM_IN_GDAP) != 0 &&
         (position % N_PER_CUSTOMER == TODAYS || tenant->index % 7 == 3) &&
         matches (filter, "status", status_of (call, position)) &&
         matches (filter, "customer/tenantId", tenant->id);
}

static void
relationship_id (TnySimGraphCall *call, guint position, char id[2 * TNY_SIM_GUID_LENGTH + 2])
{
  char half[TNY_SIM_GUID_LENGTH + 1];

  tny_sim_guid (half, call->sim->seed, TNY_SIM_DICE_OBJECT, 2, position);
  memcpy (id, half, TNY_SIM_GUID_LENGTH);
  id[TNY_SIM_GUID_LENGTH] = '-';
  tny_sim_guid (half, call->sim->seed, TNY_SIM_DICE_OBJECT, 3, position);
  memcpy (id + TNY_SIM_GUID_LENGTH + 1, half, TNY_SIM_GUID_LENGTH + 1);
}

/* Source: Entra built-in roles, template ids. */
static void
append_roles (GString *out, guint flags)
{
  static const struct { guint flag; const char *id; } roles[] = {
    { 0, "158c047a-c907-4556-b7ef-446551a6b5f7" },     /* Cloud Application Administrator */
    { TNY_SIM_GDAP_READER, "f2ef992c-3afb-46b9-b7cf-a126ee74c451" },     /* Global Reader */
    { TNY_SIM_GDAP_READER, "4a5d8f65-41da-4de4-8968-e035b65339cf" },     /* Reports Reader */
    { TNY_SIM_GDAP_READER, "3a2c62db-5318-420d-8d74-23affee5d9d5" },     /* Intune Administrator */
    { TNY_SIM_GDAP_GLOBAL, "62e90394-69f5-4237-9190-012177145e10" },     /* Global Administrator */
  };

  g_string_append (out, "{\"unifiedRoles\":[");
  for (guint i = 0; i < G_N_ELEMENTS (roles); i++)
    if ((flags & roles[i].flag) == roles[i].flag)
      g_string_append_printf (out, "%s{\"roleDefinitionId\":\"%s\"}", i > 0 ? "," : "",
                              roles[i].id);
  g_string_append (out, "]}");
}

static void
append_time_member (GString *out, const char *name, gint64 seconds)
{
  g_string_append_printf (out, ",\"%s\":\"", name);
  tny_sim_append_time (out, seconds, FALSE);
  g_string_append_c (out, '"');
}

static void
append_relationship (TnySimGraphCall *call, guint position, GString *out)
{
  const gint64 day = 24 * 3600;
  const TnySimTenant *tenant = customer (call, position / N_PER_CUSTOMER);
  guint flags = tny_sim_flags (call->sim, tenant);
  gboolean old = position % N_PER_CUSTOMER == OLD;
  char id[2 * TNY_SIM_GUID_LENGTH + 2];
  /* Between 650 and 20 days are left of two years. */
  gint64 age = old ? 900 : 80 + tenant->index * G_GINT64_CONSTANT (97) % 630;
  gint64 made = tny_sim_month_start (call->sim) - age * day;
  gint64 length = (old ? 365 : 730) * day;

  relationship_id (call, position, id);
  g_string_append_c (out, '{');
  append_etag (out, position + 1000);
  g_string_append_printf (out,
                          "\"id\":\"%s\",\"displayName\":\"%s%s\",\"duration\":\"%s\","
                          "\"autoExtendDuration\":\"%s\",\"status\":\"%s\","
                          "\"customer\":{\"tenantId\":\"%s\",\"displayName\":", id,
                          old ? "MLT_" : "Northwind-", tenant->domain, old ? "P365D" : "P730D",
                          old || flags & TNY_SIM_GDAP_GLOBAL ||
                          tenant->index % 4 == 1 ? "PT0S" : "P180D",
                          status_of (call, position), tenant->id);
  tny_sim_append_json (out, tenant->name);
  g_string_append (out, "},\"accessDetails\":");
  append_roles (out, flags);
  append_time_member (out, "createdDateTime", made - 2 * day);
  append_time_member (out, "lastModifiedDateTime", made);
  append_time_member (out, "activatedDateTime", made);
  append_time_member (out, "endDateTime", made + length);
  g_string_append_c (out, '}');
}

void
tny_sim_graph_relationships (TnySimGraphCall *call)
{
  static const char *const names[] = { "status", "customer/tenantId", NULL };
  Listing listing = { "tenantRelationships/delegatedAdminRelationships",
                      tny_sim_estate_n_customers (call->sim->estate) * N_PER_CUSTOMER,
                      relationship_included,
                      append_relationship };
  guint start, size = GDAP_MAX;
  g_autoptr(GHashTable) filter = NULL;

  if (!tny_sim_graph_check_agent (call) ||
      !tny_sim_graph_select (call, "delegatedAdminRelationship", relationship_properties) ||
      !tny_sim_graph_page (call, GDAP_MAX, TNY_SIM_TOP_CAPPED, &start, &size) ||
      (filter = tny_sim_graph_filter (call, names)) == NULL)
    return;
  list (call, &listing, filter, start, size);
}

static gboolean
find_relationship (TnySimGraphCall *call, guint *position)
{
  g_autoptr(GHashTable) no_filter = g_hash_table_new (g_str_hash, g_str_equal);
  guint n = tny_sim_estate_n_customers (call->sim->estate) * N_PER_CUSTOMER;
  char id[2 * TNY_SIM_GUID_LENGTH + 2];

  for (*position = 0; *position < n; (*position)++)
    {
      if (!relationship_included (call, *position, no_filter))
        continue;
      relationship_id (call, *position, id);
      if (g_ascii_strcasecmp (id, call->parts[2]) == 0)
        return TRUE;
    }
  tny_sim_graph_error (call, 404, "Request_ResourceNotFound",
                       "Resource '%s' does not exist or one of its queried "
                       "reference-property objects are not present.", call->parts[2]);

  return FALSE;
}

void
tny_sim_graph_relationship (TnySimGraphCall *call)
{
  GString *out = call->answer->body;
  g_autoptr(GString) object = g_string_new (NULL);
  guint position;
  gsize start;

  if (!tny_sim_graph_check_agent (call) || !find_relationship (call, &position) ||
      !tny_sim_graph_select (call, "delegatedAdminRelationship", relationship_properties))
    return;
  append_relationship (call, position, object);
  tny_sim_graph_begin (call, "tenantRelationships/delegatedAdminRelationships/$entity", NULL);
  start = out->len;
  tny_sim_graph_append_object (call, object);
  out->str[start] = ',';                 /* its members join the context's object */
}

const TnySimTenant *
tny_sim_graph_find_customer (TnySimGraphCall *call, gboolean *active)
{
  guint position;

  if (!find_relationship (call, &position))
    return NULL;
  *active = g_str_equal (status_of (call, position), "active");

  return customer (call, position / N_PER_CUSTOMER);
}

void
tny_sim_graph_append_roles (GString *out, TnySimGraphCall *call)
{
  gboolean active;

  append_roles (out, tny_sim_flags (call->sim, tny_sim_graph_find_customer (call, &active)));
}

/* Those that clients have made for this customer's relationship. */
static void
append_made (TnySimGraphCall *call, const TnySimTenant *tenant, GString *out)
{
  JsonArray *list = tny_sim_made_list (call->sim->made, "accessAssignments");

  for (guint i = 0; i < json_array_get_length (list); i++)
    {
      JsonObject *object = tny_json_array_object (list, i);

      if (!g_str_equal (tny_json_text (object, "_tenant"), tenant->id))
        continue;
      if (out->str[out->len - 1] == '}')
        g_string_append_c (out, ',');
      tny_sim_made_append (out, object);
    }
}

void
tny_sim_graph_assignments (TnySimGraphCall *call)
{
  GString *out = call->answer->body;
  char id[TNY_SIM_GUID_LENGTH + 1], group[TNY_SIM_GUID_LENGTH + 1];
  guint position;

  if (!tny_sim_graph_check_agent (call) || !find_relationship (call, &position))
    return;
  tny_sim_graph_begin (call, "tenantRelationships/delegatedAdminRelationships/accessAssignments",
                       NULL);
  g_string_append (out, ",\"value\":[");
  if (position % N_PER_CUSTOMER == TODAYS)
    append_made (call, customer (call, position / N_PER_CUSTOMER), out);
  if (position % N_PER_CUSTOMER == TODAYS &&
      tny_sim_is_open (call->sim, customer (call, position / N_PER_CUSTOMER)))
    {
      tny_sim_guid (id, call->sim->seed, TNY_SIM_DICE_OBJECT, 4, position);
      tny_sim_graph_gdap_group (call->sim, group);
      if (out->str[out->len - 1] == '}')
        g_string_append_c (out, ',');
      g_string_append_c (out, '{');
      append_etag (out, position + 2000);
      g_string_append_printf (out,
                              "\"id\":\"%s\",\"status\":\"active\","
                              "\"createdDateTime\":\"2026-01-05T10:00:00Z\","
                              "\"lastModifiedDateTime\":\"2026-01-05T10:00:30Z\","
                              "\"accessContainer\":{\"accessContainerId\":\"%s\","
                              "\"accessContainerType\":\"securityGroup\"},\"accessDetails\":", id,
                              group);
      append_roles (out, tny_sim_flags (call->sim, customer (call, position / N_PER_CUSTOMER)));
      g_string_append_c (out, '}');
    }
  g_string_append (out, "]}");
}
