/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-graph.h"

#include <string.h>

#include "tny-error.h"
#include "tny-graph-private.h"
#include "tny-json.h"
#include "tny-text.h"

struct _TnyGraph
{
  TnyHttp       *http;
  char          *tenant_id;
  gboolean       interactive;
  TnyTenant     *live;            /* what the tenant says of itself; NULL until checked */
  TnyHttpNotify  notify;
  gpointer       notify_data;
};

TnyGraph *
tny_graph_new (TnyHttp *http, const char *tenant_id, gboolean interactive)
{
  TnyGraph *self = g_new0 (TnyGraph, 1);

  self->http = tny_http_ref (http);
  self->tenant_id = g_ascii_strdown (tenant_id, -1);
  self->interactive = interactive;

  return self;
}

void
tny_graph_free (TnyGraph *self)
{
  if (self == NULL)
    return;
  tny_http_unref (self->http);
  tny_tenant_free (self->live);
  g_free (self->tenant_id);
  g_free (self);
}

const char *
tny_graph_get_tenant_id (TnyGraph *self)
{
  return self->tenant_id;
}

void
tny_graph_set_notify (TnyGraph *self, TnyHttpNotify notify, gpointer data)
{
  self->notify = notify;
  self->notify_data = data;
}

TnyHttp *
tny_graph_get_http (TnyGraph *self)
{
  return self->http;
}

void
tny_walk_init (TnyWalk *self)
{
  self->seen = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->pages = 0;
}

void
tny_walk_clear (TnyWalk *self)
{
  g_clear_pointer (&self->seen, g_hash_table_unref);
}

gboolean
tny_walk_go (TnyWalk *self, const char *link, GError **error)
{
  guint64 hash = tny_text_hash (link, -1);

  if (!g_hash_table_add (self->seen, g_memdup2 (&hash, sizeof hash)))
    {
      g_set_error_literal (error, TNY_ERROR, TNY_ERROR_PROTOCOL,
                           "a page names a link that was there before: this would never end");
      return FALSE;
    }
  if (++self->pages > TNY_GRAPH_MAX_PAGES)
    {
      g_set_error (error, TNY_ERROR, TNY_ERROR_PROTOCOL, "the listing has more than %d pages",
                   TNY_GRAPH_MAX_PAGES);
      return FALSE;
    }

  return TRUE;
}

/* The id by which support finds the request, and whether a person waits for it. */
static void
add_headers (TnyGraph *self, TnyService service, const char *id, GPtrArray *all)
{
  g_ptr_array_add (all, (gpointer) "Accept");
  g_ptr_array_add (all, (gpointer) "application/json");
  g_ptr_array_add (all, (gpointer) (service == TNY_SERVICE_PARTNER ? "MS-CorrelationId"
                                                                   : "client-request-id"));
  g_ptr_array_add (all, (gpointer) id);
  if (service == TNY_SERVICE_GRAPH)
    {
      g_ptr_array_add (all, (gpointer) "x-ms-throttle-priority");
      g_ptr_array_add (all, (gpointer) (self->interactive ? "High" : "Low"));
    }
}

TnyResponse *
tny_graph_send (TnyGraph *self, const TnyRequest *request, const char *const *headers,
                GCancellable *cancellable, GError **error)
{
  g_autofree char *id = tny_random_uuid ();
  g_autoptr(GPtrArray) all = g_ptr_array_new ();
  TnyRequest full = *request;

  full.tenant_id = self->tenant_id;
  full.notify = self->notify;
  full.notify_data = self->notify_data;
  if (self->interactive)
    full.flags |= TNY_REQUEST_INTERACTIVE;
  if ((full.flags & TNY_REQUEST_AUTHORIZE) != 0)
    add_headers (self, full.service, id, all);
  for (guint i = 0; headers != NULL && headers[i] != NULL; i++)
    g_ptr_array_add (all, (gpointer) headers[i]);
  g_ptr_array_add (all, NULL);
  full.headers = (const char *const *) all->pdata;

  return tny_http_send (self->http, &full, cancellable, error);
}

TnyResponse *
tny_graph_fetch (TnyGraph *self, TnyService service, GUri *uri, const char *const *headers,
                 GCancellable *cancellable, GError **error)
{
  TnyRequest request = { .service = service, .uri = uri, .flags = TNY_REQUEST_AUTHORIZE };

  return tny_graph_send (self, &request, headers, cancellable, error);
}

JsonNode *
tny_graph_fetch_json (TnyGraph *self, TnyService service, GUri *uri, const char *const *headers,
                      GCancellable *cancellable, GError **error)
{
  g_autoptr(TnyResponse) response = tny_graph_fetch (self, service, uri, headers, cancellable,
                                                     error);
  JsonNode *node;

  if (response == NULL)
    return NULL;
  node = tny_json_parse_object ((const char *) response->body->data, response->body->len, error);
  if (node == NULL)
    g_prefix_error (error, "%s: ", response->operation);

  return node;
}

static GUri *
build_uri (TnyGraph *self, const char *path, const char *query, GError **error)
{
  g_autofree char *versioned = g_strconcat ("/v1.0", path, NULL);

  return tny_cloud_build_uri (tny_http_get_cloud (self->http), TNY_SERVICE_GRAPH, versioned, query,
                              error);
}

JsonNode *
tny_graph_get_object (TnyGraph *self, const char *path, const char *query,
                      GCancellable *cancellable,
                      GError **error)
{
  g_autoptr(GUri) uri = build_uri (self, path, query, error);

  return uri != NULL ? tny_graph_fetch_json (self, TNY_SERVICE_GRAPH, uri, NULL, cancellable, error)
                     : NULL;
}

/* ---- who the tenant is ---- */

/* Tenants have some tens of domains; what is beyond this is no such list. */
#define MAX_DOMAINS 5000
#define MAX_PHONES  20

static void
read_domains (TnyTenant *tenant, JsonArray *domains)
{
  guint n = domains != NULL ? MIN (json_array_get_length (domains), MAX_DOMAINS) : 0;

  if (domains != NULL)
    tenant->domains =
      g_ptr_array_new_with_free_func ((GDestroyNotify) tny_tenant_domain_free);
  for (guint i = 0; i < n; i++)
    {
      JsonObject *object = tny_json_array_object (domains, i);
      const char *name = tny_json_text (object, "name");
      TnyTenantDomain *domain;

      if (name == NULL || *name == '\0')
        continue;
      domain = g_new0 (TnyTenantDomain, 1);
      domain->name = g_utf8_strdown (name, -1);
      domain->is_default = tny_json_flag (object, "isDefault", FALSE);
      domain->is_initial = tny_json_flag (object, "isInitial", FALSE);
      g_ptr_array_add (tenant->domains, domain);
      if (domain->is_default && tenant->default_domain == NULL)
        tenant->default_domain = g_strdup (name);
      if (domain->is_initial && tenant->initial_domain == NULL)
        tenant->initial_domain = g_strdup (name);
    }
}

static char *
read_phones (JsonArray *phones)
{
  guint n = phones != NULL ? MIN (json_array_get_length (phones), MAX_PHONES) : 0;
  g_autoptr(GString) out = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    {
      const char *phone = tny_json_array_text (phones, i);
      g_autofree char *line = phone != NULL ? tny_text_one_line (phone, 100) : NULL;

      if (line != NULL && *line != '\0')
        g_string_append_printf (out, "%s%s", out->len > 0 ? "\n" : "", line);
    }

  return out->len > 0 ? g_string_free (g_steal_pointer (&out), FALSE) : NULL;
}

static TnyTenant *
read_organization (JsonObject *organization)
{
  const char *id = tny_json_text (organization, "id");
  TnyTenant *tenant;

  if (!tny_text_is_guid (id))
    return NULL;
  tenant = tny_tenant_new (id, TNY_TENANT_SOURCE_ORGANIZATION);
  tenant->display_name = g_strdup (tny_json_text (organization, "displayName"));
  tenant->street = g_strdup (tny_json_text (organization, "street"));
  tenant->city = g_strdup (tny_json_text (organization, "city"));
  tenant->region = g_strdup (tny_json_text (organization, "state"));
  tenant->postal_code = g_strdup (tny_json_text (organization, "postalCode"));
  tenant->country = g_strdup (tny_json_text (organization, "countryLetterCode"));
  tenant->phones = read_phones (tny_json_array (organization, "businessPhones"));
  tenant->detailed = tny_json_text (organization, "tenantType") != NULL;
  read_domains (tenant, tny_json_array (organization, "verifiedDomains"));

  return tenant;
}

gboolean
tny_graph_ensure_checked (TnyGraph *self, GCancellable *cancellable, GError **error)
{
  g_autoptr(TnyTenant) live = NULL;
  g_autoptr(JsonNode) node = NULL;

  if (self->live != NULL)
    return TRUE;
  node = tny_graph_get_object (self, "/organization",
                               "$select=id,displayName,tenantType,verifiedDomains,street,city,"
                               "state,postalCode,countryLetterCode,businessPhones",
                               cancellable, error);
  if (node == NULL)
    return FALSE;
  live = read_organization (
    tny_json_array_object (tny_json_array (json_node_get_object (node), "value"), 0));
  if (live == NULL)
    {
      g_set_error_literal (error, TNY_ERROR, TNY_ERROR_PROTOCOL,
                           "GET /v1.0/organization: the answer does not name an organization");
      return FALSE;
    }
  if (strcmp (live->tenant_id, self->tenant_id) != 0)
    {
      g_set_error (error, TNY_ERROR, TNY_ERROR_WRONG_ACCOUNT,
                   "GET /v1.0/organization: the tenant %s answered in place of %s", live->tenant_id,
                   self->tenant_id);
      return FALSE;
    }
  self->live = g_steal_pointer (&live);

  return TRUE;
}

TnyTenant *
tny_graph_check_tenant (TnyGraph *self, GCancellable *cancellable, GError **error)
{
  TnyTenant *copy;

  if (!tny_graph_ensure_checked (self, cancellable, error))
    return NULL;
  copy = tny_tenant_new (self->tenant_id, 0);
  tny_tenant_merge (copy, self->live);

  return copy;
}

/* ---- collections ---- */

/* nextLink to what may be fetched: an address of this service that is new to the listing. */
static gboolean
next_uri (TnyGraph *self, TnyWalk *walk, const char *link, GUri **uri, GError **error)
{
  g_clear_pointer (uri, g_uri_unref);
  if (link == NULL)
    return TRUE;
  *uri = tny_cloud_parse_link (tny_http_get_cloud (self->http), TNY_SERVICE_GRAPH, link, error);

  return *uri != NULL && tny_walk_go (walk, link, error);
}

static gboolean
is_told (JsonObject *object, const char *name)
{
  return object != NULL && json_object_has_member (object, name) &&
         !JSON_NODE_HOLDS_NULL (json_object_get_member (object, name));
}

gboolean
tny_graph_read_link (JsonObject *object, const char *name, const char **link, GError **error)
{
  *link = tny_json_text (object, name);
  if (*link != NULL || !is_told (object, name))
    return TRUE;
  g_set_error (error, TNY_ERROR, TNY_ERROR_PROTOCOL, "%s of the page is not a text", name);

  return FALSE;
}

gboolean
tny_graph_read_object (JsonObject *object, const char *name, JsonObject **member, GError **error)
{
  *member = tny_json_object (object, name);
  if (*member != NULL || !is_told (object, name))
    return TRUE;
  g_set_error (error, TNY_ERROR, TNY_ERROR_PROTOCOL, "%s of the page is not an object", name);

  return FALSE;
}

static GUri *
first_uri (TnyGraph *self, const TnyShape *shape, const char *path, GError **error)
{
  g_autofree char *select = tny_shape_select (shape);
  g_autofree char *query = g_strdup_printf ("$select=%s&$top=%d&$count=true", select,
                                            TNY_GRAPH_PAGE_SIZE);
  g_autofree char *own = path == NULL ? g_strconcat ("/", shape->name, NULL) : NULL;

  return build_uri (self, path != NULL ? path : own, query, error);
}

/* @changes: a round that ends with a deltaLink of this service, nothing else. Where nothing has
 * changed it may be the one that the round began with. */
static gboolean
check_end (TnyGraph *self, const TnyPage *page, gboolean changes, GError **error)
{
  g_autoptr(GUri) later = NULL;

  if (!changes || (page->next_link != NULL && page->delta_link == NULL))
    return TRUE;
  if (page->next_link == NULL && page->delta_link != NULL)
    {
      later = tny_cloud_parse_link (tny_http_get_cloud (self->http), TNY_SERVICE_GRAPH, page->delta_link,
                                    error);
      return later != NULL;
    }
  g_set_error (error, TNY_ERROR, TNY_ERROR_PROTOCOL, page->next_link != NULL
               ? "the page has both a nextLink and a deltaLink"
               : "the page has neither a nextLink nor a deltaLink: the list is not whole");

  return FALSE;
}

/* Page after page from @uri, which becomes ours. */
static gboolean
walk (TnyGraph *self, TnyWalk *way, const TnyShape *shape, GUri *first, gboolean changes,
      TnyGraphPageFunc page_func, gpointer data, GCancellable *cancellable, GError **error)
{
  static const char *const counted[] = { "ConsistencyLevel", "eventual", NULL };
  g_autoptr(GUri) uri = first;

  while (uri != NULL)
    {
      g_autoptr(TnyResponse) response = tny_graph_fetch (self, TNY_SERVICE_GRAPH, uri,
                                                         changes ? NULL : counted, cancellable,
                                                         error);
      g_autoptr(TnyPage) page = NULL;

      if (response == NULL)
        return FALSE;
      page = tny_page_read (shape, g_steal_pointer (&response->body), error);
      /* Links are looked at first: rows are never stored beside one that leads nowhere. */
      if (page == NULL || !check_end (self, page, changes, error) ||
          !next_uri (self, way, page->next_link, &uri, error))
        {
          g_prefix_error (error, "%s: ", response->operation);
          return FALSE;
        }
      if (!page_func (page, data, error))
        return FALSE;
    }

  return TRUE;
}

gboolean
tny_graph_list (TnyGraph *self, const TnyShape *shape, const char *path, const char *start_link,
                TnyGraphPageFunc page_func, gpointer data, GCancellable *cancellable,
                GError **error)
{
  g_auto(TnyWalk) way = { 0 };
  g_autoptr(GUri) uri = NULL;

  tny_walk_init (&way);
  if (!tny_graph_ensure_checked (self, cancellable, error))
    return FALSE;
  if (start_link != NULL ? !next_uri (self, &way, start_link, &uri, error)
                         : (uri = first_uri (self, shape, path, error)) == NULL)
    return FALSE;

  return walk (self, &way, shape, g_steal_pointer (&uri), FALSE, page_func, data, cancellable, error);
}

gboolean
tny_graph_list_changes (TnyGraph *self, const TnyShape *shape, const char *start_link,
                        TnyGraphPageFunc page_func, gpointer data, GCancellable *cancellable,
                        GError **error)
{
  g_autofree char *select = tny_shape_select (shape);
  g_autofree char *query = g_strconcat ("$select=", select, NULL);
  g_autofree char *path = g_strconcat ("/", shape->name, "/delta", NULL);
  g_auto(TnyWalk) way = { 0 };
  g_autoptr(GUri) uri = NULL;

  tny_walk_init (&way);
  if (!tny_graph_ensure_checked (self, cancellable, error))
    return FALSE;
  if (start_link != NULL ? !next_uri (self, &way, start_link, &uri, error)
                         : (uri = build_uri (self, path, query, error)) == NULL)
    return FALSE;

  return walk (self, &way, shape, g_steal_pointer (&uri), TRUE, page_func, data, cancellable, error);
}

gboolean
tny_graph_count (TnyGraph *self, const char *path, gint64 *count, GCancellable *cancellable,
                 GError **error)
{
  static const char *const headers[] = { "ConsistencyLevel", "eventual", NULL };
  g_autofree char *counted = g_strconcat (path, "/$count", NULL);
  g_autofree char *text = NULL;
  g_autoptr(GUri) uri = NULL;
  g_autoptr(TnyResponse) response = NULL;
  guint64 number;

  if (!tny_graph_ensure_checked (self, cancellable, error) ||
      (uri = build_uri (self, counted, NULL, error)) == NULL)
    return FALSE;
  {
    TnyRequest request = { .service = TNY_SERVICE_GRAPH, .uri = uri,
                           .flags = TNY_REQUEST_AUTHORIZE, .expect = "text/plain" };

    response = tny_graph_send (self, &request, headers, cancellable, error);
  }
  if (response == NULL)
    return FALSE;
  text = g_strndup ((const char *) response->body->data, MIN (response->body->len, 32));
  if (!g_ascii_string_to_unsigned (g_str_has_prefix (text, "\xef\xbb\xbf") ? text + 3 : text, 10, 0,
                                   G_MAXINT64, &number, NULL))
    {
      g_set_error (error, TNY_ERROR, TNY_ERROR_PROTOCOL, "%s: the answer is no number",
                   response->operation);
      return FALSE;
    }
  *count = (gint64) number;

  return TRUE;
}

static gboolean
each_object (JsonArray *value, TnyGraphObjectFunc each, gpointer data, GError **error)
{
  if (value == NULL)
    {
      g_set_error_literal (error, TNY_ERROR, TNY_ERROR_PROTOCOL, "the page has no \"value\"");
      return FALSE;
    }
  for (guint i = 0; i < json_array_get_length (value); i++)
    {
      JsonObject *object = tny_json_array_object (value, i);

      if (object == NULL)
        {
          g_set_error (error, TNY_ERROR, TNY_ERROR_PROTOCOL, "row %u of the page is not an object",
                       i + 1);
          return FALSE;
        }
      if (!each (object, data, error))
        return FALSE;
    }

  return TRUE;
}

gboolean
tny_graph_list_objects (TnyGraph *self, const char *path, const char *query,
                        TnyGraphObjectFunc each,
                        gpointer data, GCancellable *cancellable, GError **error)
{
  g_auto(TnyWalk) walk = { 0 };
  g_autoptr(GUri) uri = NULL;

  tny_walk_init (&walk);
  if (!tny_graph_ensure_checked (self, cancellable, error) ||
      (uri = build_uri (self, path, query, error)) == NULL)
    return FALSE;

  while (uri != NULL)
    {
      g_autoptr(JsonNode) node = tny_graph_fetch_json (self, TNY_SERVICE_GRAPH, uri, NULL,
                                                       cancellable,
                                                       error);
      JsonObject *page;
      const char *link;

      if (node == NULL)
        return FALSE;
      page = json_node_get_object (node);
      if (!tny_graph_read_link (page, "@odata.nextLink", &link, error) ||
          !next_uri (self, &walk, link, &uri, error) ||
          !each_object (tny_json_array (page, "value"), each, data, error))
        {
          g_prefix_error (error, "GET /v1.0%s: ", path);
          return FALSE;
        }
    }

  return TRUE;
}
