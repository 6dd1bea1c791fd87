/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-graph.h"

#include <string.h>

#include "tny-error.h"
#include "tny-graph-private.h"
#include "tny-json.h"
#include "tny-text.h"

/* Partner Center takes up to 500 a page; more than enough for most partners in one. */
#define PARTNER_PAGE "size=500"
/* What a page may ask us to send along, and how much of it. */
#define MAX_LINK_HEADERS 8
#define MAX_LINK_HEADER  (8 * 1024)

/* A row of a list. *@tenant stays NULL for a row that counts for nothing. FALSE: not such a row. */
typedef gboolean (*ReadTenant) (JsonObject *object, TnyTenant **tenant);

static TnyTenant *
new_tenant (const char *id, TnyTenantSource source, const char *name)
{
  TnyTenant *tenant;

  if (!tny_text_is_guid (id))
    return NULL;
  tenant = tny_tenant_new (id, source);
  tenant->display_name = g_strdup (name);

  return tenant;
}

static gboolean
read_contract (JsonObject *object, TnyTenant **tenant)
{
  *tenant = new_tenant (tny_json_text (object, "customerId"), TNY_TENANT_SOURCE_CONTRACTS,
                        tny_json_text (object, "displayName"));
  if (*tenant != NULL)
    {
      (*tenant)->default_domain = g_strdup (tny_json_text (object, "defaultDomainName"));
      (*tenant)->contract_name = g_strdup ((*tenant)->display_name);
    }

  return *tenant != NULL;
}

static gboolean
read_customer (JsonObject *object, TnyTenant **tenant)
{
  *tenant = new_tenant (tny_json_text (object, "tenantId"), TNY_TENANT_SOURCE_GDAP,
                        tny_json_text (object, "displayName"));

  return *tenant != NULL;
}

/* Relationships without a customer are offers nobody took yet. */
static gboolean
read_relationship (JsonObject *object, TnyTenant **tenant)
{
  JsonObject *customer = tny_json_object (object, "customer");
  const char *name = tny_json_text (object, "displayName");
  const char *status = tny_json_text (object, "status");

  if (status == NULL)
    return FALSE;
  if (customer == NULL || (name != NULL && g_str_has_prefix (name, "MLT_")))
    return TRUE;
  *tenant = new_tenant (tny_json_text (customer, "tenantId"), TNY_TENANT_SOURCE_GDAP,
                        tny_json_text (customer, "displayName"));
  if (*tenant != NULL)
    {
      (*tenant)->relationship = g_strdup (status);
      tny_json_time (object, "endDateTime", &(*tenant)->relationship_ends);
    }

  return *tenant != NULL;
}

static gboolean
read_partner_customer (JsonObject *object, TnyTenant **tenant)
{
  JsonObject *profile = tny_json_object (object, "companyProfile");
  const char *id = tny_json_text (profile, "tenantId");
  const char *domain = tny_json_text (profile, "domain");

  *tenant = new_tenant (id != NULL ? id : tny_json_text (object, "id"), TNY_TENANT_SOURCE_PARTNER,
                        tny_json_text (profile, "companyName"));
  if (*tenant == NULL)
    return FALSE;
  if (domain != NULL && (g_str_has_suffix (domain, ".onmicrosoft.com") ||
                         g_str_has_suffix (domain, ".onmicrosoft.us") ||
                         g_str_has_suffix (domain, ".partner.onmschina.cn")))
    (*tenant)->initial_domain = g_strdup (domain);
  else
    (*tenant)->default_domain = g_strdup (domain);

  return TRUE;
}

static const struct
{
  const char *name;
  TnyService  service;
  const char *path, *query;
  ReadTenant  read;
} lists[TNY_N_TENANT_LISTS] = {
  [TNY_TENANT_LIST_CONTRACTS] = {
    "contracts", TNY_SERVICE_GRAPH, "/contracts",
    "$select=customerId,defaultDomainName,displayName&$top=999", read_contract },
  [TNY_TENANT_LIST_CUSTOMERS] = {
    "customers", TNY_SERVICE_GRAPH, "/tenantRelationships/delegatedAdminCustomers", "$top=300",
    read_customer },
  [TNY_TENANT_LIST_RELATIONSHIPS] = {
    "relationships", TNY_SERVICE_GRAPH, "/tenantRelationships/delegatedAdminRelationships",
      "$top=300",
    read_relationship },
  [TNY_TENANT_LIST_PARTNER] = {
    "partner", TNY_SERVICE_PARTNER, "/v1/customers", PARTNER_PAGE, read_partner_customer },
};

const char *
tny_tenant_list_name (TnyTenantList list)
{
  g_return_val_if_fail (list < TNY_N_TENANT_LISTS, NULL);

  return lists[list].name;
}

typedef struct
{
  TnyTenantList  list;
  GPtrArray     *tenants;
} Reading;

static gboolean
take_object (JsonObject *object, gpointer data, GError **error)
{
  Reading *reading = data;
  TnyTenant *tenant = NULL;

  if (!lists[reading->list].read (object, &tenant))
    {
      g_set_error (error, TNY_ERROR, TNY_ERROR_PROTOCOL,
                   "an entry of %s is not one, or has no tenant id",
                   lists[reading->list].name);
      return FALSE;
    }
  if (tenant != NULL)
    g_ptr_array_add (reading->tenants, tenant);

  return TRUE;
}

/* ---- Partner Center's own way of paging ---- */

/* Headers that a page wants to see with the next request. They come from outside: their own family
 * only, and nothing that could end a line. */
static gboolean
is_link_header (const char *name, const char *value)
{
  if (name == NULL || value == NULL || g_ascii_strncasecmp (name, "MS-", 3) != 0 ||
      strlen (value) > MAX_LINK_HEADER)
    return FALSE;
  for (; *name != '\0'; name++)
    if (!g_ascii_isalnum (*name) && *name != '-')
      return FALSE;
  for (; *value != '\0'; value++)
    if (*value < ' ' || *value > '~')
      return FALSE;

  return TRUE;
}

static void
collect_headers (JsonArray *wanted, GPtrArray *headers, GString *key)
{
  guint n = wanted != NULL ? MIN (json_array_get_length (wanted), MAX_LINK_HEADERS) : 0;

  for (guint i = 0; i < n; i++)
    {
      JsonObject *header = tny_json_array_object (wanted, i);
      const char *name = tny_json_text (header, "key"), *value = tny_json_text (header, "value");

      if (!is_link_header (name, value))
        continue;
      g_ptr_array_add (headers, g_strdup (name));
      g_ptr_array_add (headers, g_strdup (value));
      g_string_append_printf (key, "\n%s:%s", name, value);
    }
}

static const char *const own_headers[] = {
  "MS-Contract-Version", "v1", "X-Locale", "en-US", "MS-PartnerCenter-Application", "Tenantry",
};

static GPtrArray *
new_headers (void)
{
  GPtrArray *headers = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < G_N_ELEMENTS (own_headers); i++)
    g_ptr_array_add (headers, g_strdup (own_headers[i]));

  return headers;
}

/* links.next.uri is relative to the base behind its version, and sometimes has the version
 * already. */
static gboolean
next_page (TnyGraph *self, TnyWalk *walk, JsonObject *page, GPtrArray *headers, GUri **uri,
           GError **error)
{
  const TnyCloud *cloud = tny_http_get_cloud (tny_graph_get_http (self));
  JsonObject *links, *next;
  const char *link;
  g_autoptr(GString) key = NULL;
  g_autofree char *whole = NULL;

  g_clear_pointer (uri, g_uri_unref);
  if (!tny_graph_read_object (page, "links", &links, error) ||
      !tny_graph_read_object (links, "next", &next, error) ||
      !tny_graph_read_link (next, "uri", &link, error))
    return FALSE;
  if (link == NULL)
    return TRUE;
  if (*link == '/' && link[1] != '/')
    whole = g_strconcat (tny_cloud_get_base (cloud, TNY_SERVICE_PARTNER),
                         g_str_has_prefix (link, "/v1/") ? "" : "/v1", link, NULL);
  *uri = tny_cloud_parse_link (cloud, TNY_SERVICE_PARTNER, whole != NULL ? whole : link, error);
  if (*uri == NULL)
    return FALSE;
  key = g_string_new (link);
  collect_headers (tny_json_array (next, "headers"), headers, key);

  return tny_walk_go (walk, key->str, error);
}

static gboolean
take_items (JsonObject *page, Reading *reading, GError **error)
{
  JsonArray *items = tny_json_array (page, "items");

  if (items == NULL)
    {
      g_set_error_literal (error, TNY_ERROR, TNY_ERROR_PROTOCOL, "the page has no \"items\"");
      return FALSE;
    }
  for (guint i = 0; i < json_array_get_length (items); i++)
    if (!take_object (tny_json_array_object (items, i), reading, error))
      return FALSE;

  return TRUE;
}

static gboolean
list_partner (TnyGraph *self, Reading *reading, GCancellable *cancellable, GError **error)
{
  const TnyCloud *cloud = tny_http_get_cloud (tny_graph_get_http (self));
  g_auto(TnyWalk) walk = { 0 };
  g_autoptr(GPtrArray) headers = new_headers ();
  g_autoptr(GUri) uri = NULL;

  tny_walk_init (&walk);
  uri = tny_cloud_build_uri (cloud, TNY_SERVICE_PARTNER, lists[reading->list].path,
                             lists[reading->list].query, error);
  if (uri == NULL || !tny_graph_ensure_checked (self, cancellable, error))
    return FALSE;

  while (uri != NULL)
    {
      g_autofree char *id = tny_random_uuid ();
      g_autoptr(JsonNode) node = NULL;
      JsonObject *page;

      g_ptr_array_add (headers, g_strdup ("MS-RequestId"));
      g_ptr_array_add (headers, g_steal_pointer (&id));
      g_ptr_array_add (headers, NULL);
      node = tny_graph_fetch_json (self, TNY_SERVICE_PARTNER, uri,
                                   (const char *const *) headers->pdata, cancellable, error);
      if (node == NULL)
        return FALSE;
      page = json_node_get_object (node);
      g_ptr_array_unref (headers);
      headers = new_headers ();
      if (!take_items (page, reading, error) ||
          !next_page (self, &walk, page, headers, &uri, error))
        {
          g_prefix_error (error, "GET %s: ", lists[reading->list].path);
          return FALSE;
        }
    }

  return TRUE;
}

GPtrArray *
tny_graph_list_tenants (TnyGraph *self, TnyTenantList list, GCancellable *cancellable,
                        GError **error)
{
  g_autoptr(GPtrArray) tenants = g_ptr_array_new_with_free_func ((GDestroyNotify) tny_tenant_free);
  Reading reading = { list, tenants };
  gboolean whole;

  g_return_val_if_fail (list < TNY_N_TENANT_LISTS, NULL);

  whole = lists[list].service == TNY_SERVICE_PARTNER
          ? list_partner (self, &reading, cancellable, error)
          : tny_graph_list_objects (self, lists[list].path, lists[list].query, take_object,
                                    &reading,
                                    cancellable, error);

  return whole ? g_steal_pointer (&tenants) : NULL;
}

/* Which lists a partner has, by how it reaches its customers. */
static const struct { TnyTenantList list; gboolean gdap, dap; } reached_by[] = {
  { TNY_TENANT_LIST_CUSTOMERS,     TRUE, FALSE },
  { TNY_TENANT_LIST_RELATIONSHIPS, TRUE, FALSE },
  { TNY_TENANT_LIST_CONTRACTS,     TRUE, TRUE },
  { TNY_TENANT_LIST_PARTNER,       TRUE, TRUE },
};

static GPtrArray *
merge (GPtrArray **rows, const char *own)
{
  g_autoptr(GPtrArray) gdap = g_ptr_array_new ();
  GPtrArray *merged;

  for (guint i = TNY_TENANT_LIST_CUSTOMERS; i <= TNY_TENANT_LIST_RELATIONSHIPS; i++)
    for (guint k = 0; rows[i] != NULL && k < rows[i]->len; k++)
      g_ptr_array_add (gdap, rows[i]->pdata[k]);
  merged = tny_tenants_merge (rows[TNY_TENANT_LIST_CONTRACTS], gdap, rows[TNY_TENANT_LIST_PARTNER]);
  for (guint i = merged->len; i > 0; i--)
    if (g_ascii_strcasecmp (((TnyTenant *) merged->pdata[i - 1])->tenant_id, own) == 0)
      g_ptr_array_remove_index (merged, i - 1);

  return merged;
}

GPtrArray *
tny_graph_list_customers (TnyGraph *self, const char *reach, TnyTenantListDone done, gpointer data,
                          gboolean *complete, GCancellable *cancellable, GError **error)
{
  gboolean gdap = g_str_equal (reach, "gdap"), whole = TRUE;
  GPtrArray *rows[TNY_N_TENANT_LISTS] = { NULL };
  g_autoptr(GPtrArray) owner = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  g_autoptr(GError) first = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (reached_by); i++)
    {
      TnyTenantList list = reached_by[i].list;
      g_autoptr(GError) problem = NULL;

      if (!(gdap ? reached_by[i].gdap : reached_by[i].dap))
        continue;
      rows[list] = tny_graph_list_tenants (self, list, cancellable, &problem);
      /* Some clouds have no Partner Center: nothing is missing there. */
      if (g_error_matches (problem, TNY_ERROR, TNY_ERROR_ARGUMENT))
        rows[list] = g_ptr_array_new_with_free_func ((GDestroyNotify) tny_tenant_free);
      if (rows[list] != NULL)
        {
          g_clear_error (&problem);
          g_ptr_array_add (owner, rows[list]);
        }
      if (!done (list, problem, data) && problem != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&problem));
          return NULL;
        }
      whole = whole && problem == NULL;
      if (first == NULL)
        first = g_steal_pointer (&problem);
      /* A network that is gone would be waited for once more with each list. */
      if (owner->len == 0 && g_error_matches (first, TNY_ERROR, TNY_ERROR_NETWORK))
        break;
    }
  if (owner->len == 0)
    {
      g_propagate_error (error, g_steal_pointer (&first));
      return NULL;
    }
  *complete = whole;

  return merge (rows, tny_graph_get_tenant_id (self));
}
