/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "http-fixture.h"

#include <string.h>

#include "tny-error.h"
#include "tny-graph.h"
#include "tny-user.h"

/* A tenant as a table: which request gets which answer. "%P" in an answer is the server's port. */
typedef struct
{
  const char *target;         /* how the request's target begins, behind /graph or /partner */
  const char *must;           /* (nullable): must be somewhere in target and head */
  const char *body;
  guint       status;         /* 0 is 200 */
} Route;

typedef struct
{
  const Route *routes;        /* ends with a NULL target */
  RawServer   *server;
} Estate;

static void
estate_cb (RawConn *conn, const RawRequest *request, gpointer data)
{
  const Estate *estate = data;
  const char *path = strchr (request->target + 1, '/');

  g_assert_nonnull (strstr (request->head, "Authorization: Bearer token-"));
  for (const Route *route = estate->routes; route->target != NULL; route++)
    if (g_str_has_prefix (path, route->target))
      {
        g_autofree char *port = g_strdup_printf ("%u", raw_server_port (estate->server));
        g_auto(GStrv) parts = g_strsplit (route->body, "%P", -1);
        g_autofree char *body = g_strjoinv (port, parts);

        if (route->must != NULL && strstr (request->head, route->must) == NULL)
          g_error ("“%s” is not in %s", route->must, request->head);
        raw_reply (conn, route->status != 0 ? route->status : 200, NULL, body);
        return;
      }
  raw_reply (conn, 404, NULL, "{\"error\":{\"code\":\"Request_ResourceNotFound\"}}");
}

#define ORGANIZATION \
  { "/v1.0/organization?", "client-request-id: ", \
    "{\"value\":[{\"id\":\"11111111-1111-4111-8111-111111111111\",\"displayName\":\"Contoso\"," \
    "\"tenantType\":\"AAD\",\"street\":\"Vleutensevaart 1\",\"city\":\"Utrecht\",\"state\":\"UT\"," \
    "\"postalCode\":\"3532 AD\",\"countryLetterCode\":\"NL\"," \
    "\"businessPhones\":[\"+31 30 1\\n2\",null,\"\",\"+31 30 3\"],\"verifiedDomains\":[null,{}," \
    "{\"name\":\"Mail.Contoso.example\"}," \
    "{\"name\":\"contoso.onmicrosoft.com\",\"isInitial\":true,\"isDefault\":false}," \
    "{\"name\":\"contoso.example\",\"isInitial\":false,\"isDefault\":true}]}]}" }

typedef struct
{
  Estate    estate;
  Web       web;
  TnyGraph *graph;
} World;

static void
world_open (World *world, const Route *routes)
{
  world->estate.routes = routes;
  web_open (&world->web, estate_cb, &world->estate, NULL);
  world->estate.server = world->web.server;
  world->graph = tny_graph_new (world->web.http, TENANT, FALSE);
}

static void
world_close (World *world)
{
  tny_graph_free (world->graph);
  web_close (&world->web);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (World, world_close)

static void
test_check_tenant (void)
{
  static const Route routes[] = { ORGANIZATION, { NULL } };
  g_auto(World) world = { 0 };
  g_autoptr(GError) error = NULL;
  g_autoptr(TnyTenant) live = NULL, again = NULL;

  world_open (&world, routes);
  live = tny_graph_check_tenant (world.graph, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (live->tenant_id, ==, TENANT);
  g_assert_cmpstr (live->display_name, ==, "Contoso");
  g_assert_cmpstr (live->default_domain, ==, "contoso.example");
  g_assert_cmpstr (live->initial_domain, ==, "contoso.onmicrosoft.com");
  g_assert_cmpstr (live->city, ==, "Utrecht");
  g_assert_cmpstr (live->street, ==, "Vleutensevaart 1");
  g_assert_cmpstr (live->region, ==, "UT");
  g_assert_cmpstr (live->postal_code, ==, "3532 AD");
  g_assert_cmpstr (live->country, ==, "NL");
  /* A number stays in its line, whatever is in it. */
  g_assert_cmpstr (live->phones, ==, "+31 30 1\\u000a2\n+31 30 3");
  g_assert_true (live->detailed);
  g_assert_cmpuint (live->domains->len, ==, 3);
  g_assert_cmpstr (((TnyTenantDomain *) live->domains->pdata[0])->name, ==, "mail.contoso.example");
  g_assert_true (((TnyTenantDomain *) live->domains->pdata[1])->is_initial);
  g_assert_true (((TnyTenantDomain *) live->domains->pdata[2])->is_default);
  g_assert_cmpuint (live->sources, ==, TNY_TENANT_SOURCE_ORGANIZATION);
  again = tny_graph_check_tenant (world.graph, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (again->display_name, ==, "Contoso");
  g_assert_cmpuint (raw_server_requests (world.web.server), ==, 1);
}

static gboolean
never_cb (TnyPage *page, gpointer data, GError **error)
{
  g_assert_not_reached ();
}

static void
test_wrong_tenant (void)
{
  static const struct { const char *body; int code; } rows[] = {
    { "{\"value\":[{\"id\":\"22222222-2222-4222-8222-222222222222\"}]}", TNY_ERROR_WRONG_ACCOUNT },
    { "{\"value\":[]}", TNY_ERROR_PROTOCOL },
    { "{\"value\":[{}]}", TNY_ERROR_PROTOCOL },
    { "{\"value\":[{\"id\":\"Contoso\"}]}", TNY_ERROR_PROTOCOL },
    { "{\"value\":{\"id\":\"11111111-1111-4111-8111-111111111111\"}}", TNY_ERROR_PROTOCOL },
    { "{\"id\":\"11111111-1111-4111-8111-111111111111\"}", TNY_ERROR_PROTOCOL },
    { "[]", TNY_ERROR_PROTOCOL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      Route routes[] = { { "/v1.0/organization?", NULL, rows[i].body },
                         { "/v1.0/users", NULL, "{\"value\":[]}" }, { NULL } };
      g_auto(World) world = { 0 };
      g_autoptr(GError) error = NULL;

      world_open (&world, routes);
      g_assert_false (tny_graph_list (world.graph, &tny_user_shape, NULL, NULL, never_cb, NULL,
                                      NULL,
                                      &error));
      g_assert_error (error, TNY_ERROR, rows[i].code);
      /* Not a single request for rows. */
      g_assert_cmpuint (raw_server_requests (world.web.server), ==, 1);
    }
}

#define USER(n) "{\"id\":\"00000000-0000-4000-8000-00000000000" n "\",\"displayName\":\"User " n "\"}"
#define NEXT(rest) "\"@odata.nextLink\":\"http://127.0.0.1:%P/graph/v1.0/users?" rest "\""

typedef struct
{
  GString *seen;
  char    *cursor;           /* next_link of the page stored last */
  guint    fail_at;          /* page that cannot be stored; 0: none */
  guint    pages;
} Sink;

static gboolean
store_cb (TnyPage *page, gpointer data, GError **error)
{
  Sink *sink = data;

  if (++sink->pages == sink->fail_at)
    {
      g_set_error_literal (error, TNY_ERROR, TNY_ERROR_DATABASE_FULL, "full");
      return FALSE;
    }
  for (guint i = 0; i < page->rows->len; i++)
    {
      const TnyUser *user = page->rows->pdata[i];

      g_string_append_printf (sink->seen, "%s,", user->display_name);
    }
  g_string_append_printf (sink->seen, "|%d|", (int) page->count);
  g_free (sink->cursor);
  sink->cursor = g_strdup (page->next_link);

  return TRUE;
}

static void
sink_clear (Sink *sink)
{
  g_string_free (sink->seen, TRUE);
  g_free (sink->cursor);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Sink, sink_clear)

static void
test_list (void)
{
  static const Route routes[] = {
    ORGANIZATION,
    { "/v1.0/users?$select=id,userPrincipalName,", "ConsistencyLevel: eventual\r\n",
      "{\"@odata.count\":3," NEXT ("$skiptoken=a%2Fb%20c") ",\"value\":[" USER ("1") "," USER ("2") "]}" },
    { "/v1.0/users?$skiptoken=a", "?$skiptoken=a%2Fb%20c HTTP/1.1\r\n",
      "{\"value\":[]," NEXT ("$skiptoken=2&x=%24y") "}" },
    { "/v1.0/users?$skiptoken=2&x=%24y", "ConsistencyLevel: eventual\r\n",
      "{\"value\":[" USER ("3") "]}" },
    { NULL }
  };
  g_auto(World) world = { 0 };
  g_auto(Sink) sink = { .seen = g_string_new (NULL) };
  g_autoptr(GError) error = NULL;

  world_open (&world, routes);
  g_assert_true (tny_graph_list (world.graph, &tny_user_shape, NULL, NULL, store_cb, &sink, NULL,
                                 &error));
  g_assert_no_error (error);
  g_assert_cmpstr (sink.seen->str, ==, "User 1,User 2,|3||-1|User 3,|-1|");
  g_assert_null (sink.cursor);
  g_assert_cmpuint (raw_server_requests (world.web.server), ==, 4);
}

static void
test_first_request (void)
{
  static const Route routes[] = {
    ORGANIZATION, { "/v1.0/users?", "$top=999&$count=true HTTP/1.1\r\n", "{\"value\":[]}" },
      { NULL }
  };
  g_auto(World) world = { 0 };
  g_auto(Sink) sink = { .seen = g_string_new (NULL) };
  g_autoptr(GError) error = NULL;

  world_open (&world, routes);
  g_assert_true (tny_graph_list (world.graph, &tny_user_shape, NULL, NULL, store_cb, &sink, NULL,
                                 &error));
  g_assert_no_error (error);
}

static void
test_resume (void)
{
  static const Route routes[] = {
    ORGANIZATION,
    { "/v1.0/users?$select", NULL, "{\"value\":[" USER ("1") "]," NEXT ("$skiptoken=1") "}" },
    { "/v1.0/users?$skiptoken=1", NULL, "{\"value\":[" USER ("2") "]," NEXT ("$skiptoken=2") "}" },
    { "/v1.0/users?$skiptoken=2", NULL, "{\"value\":[" USER ("3") "]}" },
    { NULL }
  };
  g_auto(World) world = { 0 };
  g_auto(Sink) sink = { .seen = g_string_new (NULL), .fail_at = 3 };
  g_autoptr(GError) error = NULL;
  g_autofree char *cursor = NULL;
  g_autoptr(TnyGraph) later = NULL;

  world_open (&world, routes);
  g_assert_false (tny_graph_list (world.graph, &tny_user_shape, "/users", NULL, store_cb, &sink,
                                  NULL,
                                  &error));
  g_assert_error (error, TNY_ERROR, TNY_ERROR_DATABASE_FULL);
  g_clear_error (&error);
  cursor = g_strdup (sink.cursor);

  later = tny_graph_new (world.web.http, TENANT, FALSE);
  g_assert_true (tny_graph_list (later, &tny_user_shape, NULL, cursor, store_cb, &sink, NULL,
                                 &error));
  g_assert_no_error (error);
  g_assert_cmpstr (sink.seen->str, ==, "User 1,|-1|User 2,|-1|User 3,|-1|");
}

/* Pages after which nothing may be asked and nothing be stored. */
static const struct { const char *name, *page; int code; } ends[] = {
  { "foreign-host", "{\"value\":[" USER ("1") "],\"@odata.nextLink\":\"https://evil.example/users\"}",
    TNY_ERROR_PROTOCOL },
  { "other-port", "{\"value\":[],\"@odata.nextLink\":\"http://127.0.0.1:1/graph/v1.0/users\"}",
    TNY_ERROR_PROTOCOL },
  { "other-service", "{\"value\":[],\"@odata.nextLink\":\"http://127.0.0.1:%P/login/x\"}",
    TNY_ERROR_PROTOCOL },
  { "relative", "{\"value\":[],\"@odata.nextLink\":\"/v1.0/users?$skiptoken=1\"}",
    TNY_ERROR_PROTOCOL },
  { "empty", "{\"value\":[],\"@odata.nextLink\":\"\"}", TNY_ERROR_PROTOCOL },
  { "number", "{\"value\":[],\"@odata.nextLink\":5}", TNY_ERROR_PROTOCOL },
  { "value-is-text", "{\"value\":\"no\"}", TNY_ERROR_PROTOCOL },
  { "no-value", "{}", TNY_ERROR_PROTOCOL },
  { "entry-without-id", "{\"value\":[{}]}", TNY_ERROR_PROTOCOL },
  { "not-whole", "{\"value\":[", TNY_ERROR_PROTOCOL },
  { "array", "[]", TNY_ERROR_PROTOCOL },
};

static void
test_ends (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  Route routes[] = { ORGANIZATION, { "/v1.0/users?", NULL, ends[i].page }, { NULL } };
  g_auto(World) world = { 0 };
  g_autoptr(GError) error = NULL;

  world_open (&world, routes);
  g_assert_false (tny_graph_list (world.graph, &tny_user_shape, NULL, NULL, never_cb, NULL, NULL,
                                  &error));
  g_assert_error (error, TNY_ERROR, ends[i].code);
  g_assert_true (g_str_has_prefix (error->message, "GET /v1.0/users: "));
  g_assert_null (strstr (error->message, "skiptoken"));
  g_assert_cmpuint (raw_server_requests (world.web.server), ==, 2);
}

static void
test_foreign_cursor (void)
{
  static const Route routes[] = { ORGANIZATION, { NULL } };
  g_auto(World) world = { 0 };
  g_autoptr(GError) error = NULL;

  world_open (&world, routes);
  g_assert_false (tny_graph_list (world.graph, &tny_user_shape, NULL, "https://evil.example/users",
                                  never_cb, NULL, NULL, &error));
  g_assert_error (error, TNY_ERROR, TNY_ERROR_PROTOCOL);
  g_assert_cmpuint (raw_server_requests (world.web.server), ==, 1);
}

static void
test_repeated_link (void)
{
  static const Route routes[] = {
    ORGANIZATION,
    { "/v1.0/users?$select", NULL, "{\"value\":[" USER ("1") "]," NEXT ("$skiptoken=1") "}" },
    { "/v1.0/users?$skiptoken=1", NULL, "{\"value\":[" USER ("2") "]," NEXT ("$skiptoken=2") "}" },
    { "/v1.0/users?$skiptoken=2", NULL, "{\"value\":[" USER ("3") "]," NEXT ("$skiptoken=1") "}" },
    { NULL }
  };
  g_auto(World) world = { 0 };
  g_auto(Sink) sink = { .seen = g_string_new (NULL) };
  g_autoptr(GError) error = NULL;

  world_open (&world, routes);
  g_assert_false (tny_graph_list (world.graph, &tny_user_shape, NULL, NULL, store_cb, &sink, NULL,
                                  &error));
  g_assert_error (error, TNY_ERROR, TNY_ERROR_PROTOCOL);
  g_assert_cmpstr (sink.seen->str, ==, "User 1,|-1|User 2,|-1|");
  g_assert_cmpuint (raw_server_requests (world.web.server), ==, 4);
}

static void
test_dead_cursor (void)
{
  static const Route routes[] = {
    ORGANIZATION,
    { "/v1.0/users?", NULL, "{\"error\":{\"code\":\"Directory_ExpiredPageToken\"}}", 400 }, { NULL }
  };
  g_auto(World) world = { 0 };
  g_autoptr(GError) error = NULL;
  g_autofree char *cursor = NULL;

  world_open (&world, routes);
  cursor = g_strdup_printf ("http://127.0.0.1:%u/graph/v1.0/users?$skiptoken=old",
                            raw_server_port (world.web.server));
  g_assert_false (tny_graph_list (world.graph, &tny_user_shape, NULL, cursor, never_cb, NULL, NULL,
                                  &error));
  g_assert_error (error, TNY_ERROR, TNY_ERROR_RESYNC);
}

/* ---- lists of tenants ---- */

static GPtrArray *
list (const Route *routes, TnyTenantList which, GError **error)
{
  g_auto(World) world = { 0 };

  world_open (&world, routes);
  return tny_graph_list_tenants (world.graph, which, NULL, error);
}

static void
test_contracts (void)
{
  static const Route routes[] = {
    ORGANIZATION,
    { "/v1.0/contracts?$select=customerId,defaultDomainName,displayName&$top=999", NULL,
      "{\"value\":[{\"customerId\":\"AAAAAAAA-0000-4000-8000-000000000001\",\"displayName\":\"A\","
      "\"defaultDomainName\":\"a.example\"}],"
      "\"@odata.nextLink\":\"http://127.0.0.1:%P/graph/v1.0/contracts?$skiptoken=1\"}" },
    { "/v1.0/contracts?$skiptoken=1", NULL,
      "{\"value\":[{\"customerId\":\"aaaaaaaa-0000-4000-8000-000000000002\",\"displayName\":null}]}" },
    { NULL }
  };
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) tenants = list (routes, TNY_TENANT_LIST_CONTRACTS, &error);
  const TnyTenant *tenant;

  g_assert_no_error (error);
  g_assert_cmpuint (tenants->len, ==, 2);
  tenant = tenants->pdata[0];
  g_assert_cmpstr (tenant->tenant_id, ==, "aaaaaaaa-0000-4000-8000-000000000001");
  g_assert_cmpstr (tenant->default_domain, ==, "a.example");
  g_assert_cmpuint (tenant->sources, ==, TNY_TENANT_SOURCE_CONTRACTS);
  tenant = tenants->pdata[1];
  g_assert_null (tenant->display_name);
}

static void
test_gdap (void)
{
  static const Route routes[] = {
    ORGANIZATION,
    { "/v1.0/tenantRelationships/delegatedAdminCustomers?", NULL,
      "{\"value\":[{\"id\":\"x\",\"tenantId\":\"aaaaaaaa-0000-4000-8000-000000000001\","
      "\"displayName\":\"A\",\"@odata.etag\":\"e\"}]}" },
    { "/v1.0/tenantRelationships/delegatedAdminRelationships?", NULL,
      "{\"value\":[{\"displayName\":\"MSP-1\",\"status\":\"active\",\"endDateTime\":"
      "\"2027-01-01T00:00:00Z\",\"customer\":{\"tenantId\":\"aaaaaaaa-0000-4000-8000-000000000001\","
      "\"displayName\":\"A\"}},{\"displayName\":\"offer\",\"status\":\"approvalPending\","
      "\"customer\":null},{\"displayName\":\"MLT_x\",\"status\":\"active\",\"customer\":"
      "{\"tenantId\":\"aaaaaaaa-0000-4000-8000-000000000009\"}},{\"displayName\":\"MSP-2\","
      "\"status\":\"aNewWord\",\"endDateTime\":null,\"customer\":"
      "{\"tenantId\":\"aaaaaaaa-0000-4000-8000-000000000002\"}}]}" },
    { NULL }
  };
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) customers = list (routes, TNY_TENANT_LIST_CUSTOMERS, &error);
  g_autoptr(GPtrArray) relationships = list (routes, TNY_TENANT_LIST_RELATIONSHIPS, &error);
  const TnyTenant *tenant;

  g_assert_no_error (error);
  g_assert_cmpuint (customers->len, ==, 1);
  g_assert_cmpuint (relationships->len, ==, 2);
  tenant = relationships->pdata[0];
  g_assert_cmpstr (tenant->relationship, ==, "active");
  g_assert_cmpint (tenant->relationship_ends, ==, 1798761600);
  tenant = relationships->pdata[1];
  g_assert_cmpstr (tenant->relationship, ==, "aNewWord");
  g_assert_cmpint (tenant->relationship_ends, ==, 0);
}

#define PARTNER_ITEM(n) "{\"id\":\"bbbbbbbb-0000-4000-8000-00000000000" n "\",\"companyProfile\":{" \
  "\"tenantId\":\"bbbbbbbb-0000-4000-8000-00000000000" n "\",\"domain\":\"b" n ".onmicrosoft.com\"," \
  "\"companyName\":\"B" n "\"}}"

static void
test_partner (void)
{
  static const Route routes[] = {
    ORGANIZATION,
    { "/v1/customers?size=500&seekOperation=Next", "MS-ContinuationToken: second\r\n",
      "{\"items\":[" PARTNER_ITEM ("3") "],\"links\":{}}" },
    { "/v1/customers?seekOperation=Next", "MS-ContinuationToken: first\r\n",
      "{\"items\":[" PARTNER_ITEM ("2") "],\"links\":{\"next\":{\"uri\":"
      "\"/v1/customers?size=500&seekOperation=Next\",\"headers\":["
      "{\"key\":\"MS-ContinuationToken\",\"value\":\"second\"},"
      "{\"key\":\"Authorization\",\"value\":\"Bearer stolen\"},"
      "{\"key\":\"MS-X\",\"value\":\"a\\r\\nEvil: 1\"},{\"key\":5},7]}}}" },
    { "/v1/customers?size=500", "MS-Contract-Version: v1\r\n",
      "\xef\xbb\xbf{\"totalCount\":3,\"items\":[" PARTNER_ITEM ("1") "],\"links\":{\"next\":{\"uri\":"
      "\"/customers?seekOperation=Next\",\"headers\":["
      "{\"key\":\"MS-ContinuationToken\",\"value\":\"first\"}]}}}" },
    { NULL }
  };
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) tenants = list (routes, TNY_TENANT_LIST_PARTNER, &error);
  const TnyTenant *tenant;

  g_assert_no_error (error);
  g_assert_cmpuint (tenants->len, ==, 3);
  tenant = tenants->pdata[2];
  g_assert_cmpstr (tenant->tenant_id, ==, "bbbbbbbb-0000-4000-8000-000000000003");
  g_assert_cmpstr (tenant->display_name, ==, "B3");
  g_assert_cmpstr (tenant->initial_domain, ==, "b3.onmicrosoft.com");
  g_assert_null (tenant->default_domain);
  g_assert_cmpuint (tenant->sources, ==, TNY_TENANT_SOURCE_PARTNER);
}

static const struct { const char *name, *body; guint status; int code; } partner_ends[] = {
  { "mfa", "{\"code\":900421,\"description\":\"MFA\"}", 401, TNY_ERROR_MFA },
  { "not-admin-agent", "{\"code\":\"x\",\"description\":\"no\"}", 403, TNY_ERROR_PERMISSION },
  { "no-items", "{}", 200, TNY_ERROR_PROTOCOL },
  { "items-is-null", "{\"items\":null}", 200, TNY_ERROR_PROTOCOL },
  { "item-is-text", "{\"items\":[\"x\"]}", 200, TNY_ERROR_PROTOCOL },
  { "item-without-id", "{\"items\":[{}]}", 200, TNY_ERROR_PROTOCOL },
  { "links-is-text", "{\"items\":[],\"links\":\"x\"}", 200, TNY_ERROR_PROTOCOL },
  { "uri-is-number", "{\"items\":[],\"links\":{\"next\":{\"uri\":1}}}", 200, TNY_ERROR_PROTOCOL },
  { "foreign", "{\"items\":[],\"links\":{\"next\":{\"uri\":\"https://evil.example/\"}}}", 200,
    TNY_ERROR_PROTOCOL },
  { "foreign-without-scheme", "{\"items\":[],\"links\":{\"next\":{\"uri\":\"//evil.example/\"}}}",
    200,
    TNY_ERROR_PROTOCOL },
  { "upwards", "{\"items\":[],\"links\":{\"next\":{\"uri\":\"/../../login/x\"}}}", 200,
    TNY_ERROR_PROTOCOL },
};

static void
test_partner_ends (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  Route routes[] = { ORGANIZATION, { "/v1/customers", NULL, partner_ends[i].body,
                                     partner_ends[i].status }, { NULL } };
  g_auto(World) world = { 0 };
  g_autoptr(GError) error = NULL;

  world_open (&world, routes);
  g_assert_null (tny_graph_list_tenants (world.graph, TNY_TENANT_LIST_PARTNER, NULL, &error));
  g_assert_error (error, TNY_ERROR, partner_ends[i].code);
  g_assert_cmpuint (raw_server_requests (world.web.server), ==, 2);
}

static void
test_partner_goes_in_circles (void)
{
  static const Route routes[] = {
    ORGANIZATION,
    { "/v1/customers", NULL, "{\"items\":[],\"links\":{\"next\":{\"uri\":\"/customers?x\"}}}" },
      { NULL }
  };
  g_autoptr(GError) error = NULL;

  g_assert_null (list (routes, TNY_TENANT_LIST_PARTNER, &error));
  g_assert_error (error, TNY_ERROR, TNY_ERROR_PROTOCOL);
}

static void
test_bad_entries (void)
{
  static const struct { TnyTenantList which; const char *path, *body; } rows[] = {
    { TNY_TENANT_LIST_CONTRACTS, "/v1.0/contracts", "{\"value\":[{\"displayName\":\"A\"}]}" },
    { TNY_TENANT_LIST_CONTRACTS, "/v1.0/contracts", "{\"value\":[5]}" },
    { TNY_TENANT_LIST_CONTRACTS, "/v1.0/contracts", "{\"value\":[],\"@odata.nextLink\":{}}" },
    { TNY_TENANT_LIST_CONTRACTS, "/v1.0/contracts", "{\"values\":[]}" },
    { TNY_TENANT_LIST_CUSTOMERS, "/v1.0/tenantRelationships",
      "{\"value\":[{\"tenantId\":\"A\"}]}" },
    { TNY_TENANT_LIST_RELATIONSHIPS, "/v1.0/tenantRelationships",
      "{\"value\":[{\"status\":\"active\",\"customer\":{}}]}" },
    { TNY_TENANT_LIST_RELATIONSHIPS, "/v1.0/tenantRelationships",
      "{\"value\":[{\"customer\":null}]}" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      Route routes[] = { ORGANIZATION, { rows[i].path, NULL, rows[i].body }, { NULL } };
      g_autoptr(GError) error = NULL;

      g_assert_null (list (routes, rows[i].which, &error));
      g_assert_error (error, TNY_ERROR, TNY_ERROR_PROTOCOL);
    }
}

static void
test_object (void)
{
  static const Route routes[] = { { "/v1.0/me?$select=id", NULL, "{\"id\":\"x\"}" }, { NULL } };
  g_auto(World) world = { 0 };
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) node = NULL;

  world_open (&world, routes);
  node = tny_graph_get_object (world.graph, "/me", "$select=id", NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (json_object_get_string_member (json_node_get_object (node), "id"), ==, "x");
  g_assert_null (tny_graph_get_object (world.graph, "/nothing", NULL, NULL, &error));
  g_assert_error (error, TNY_ERROR, TNY_ERROR_NOT_FOUND);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cloud/graph/tenant-says-who-it-is", test_check_tenant);
  g_test_add_func ("/cloud/graph/no-row-of-another-tenant", test_wrong_tenant);
  g_test_add_func ("/cloud/graph/pages-one-after-the-other", test_list);
  g_test_add_func ("/cloud/graph/first-request", test_first_request);
  g_test_add_func ("/cloud/graph/goes-on-where-it-stopped", test_resume);
  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    {
      g_autofree char *path = g_strconcat ("/cloud/graph/page-ends-the-listing/", ends[i].name,
                                           NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_ends);
    }
  g_test_add_func ("/cloud/graph/foreign-cursor-is-not-followed", test_foreign_cursor);
  g_test_add_func ("/cloud/graph/repeated-link-is-an-error", test_repeated_link);
  g_test_add_func ("/cloud/graph/dead-cursor-means-anew", test_dead_cursor);
  g_test_add_func ("/cloud/graph/contracts", test_contracts);
  g_test_add_func ("/cloud/graph/customers-and-relationships", test_gdap);
  g_test_add_func ("/cloud/graph/partner-customers", test_partner);
  for (guint i = 0; i < G_N_ELEMENTS (partner_ends); i++)
    {
      g_autofree char *path = g_strconcat ("/cloud/graph/partner-page-ends-the-listing/",
                                           partner_ends[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_partner_ends);
    }
  g_test_add_func ("/cloud/graph/partner-goes-in-circles", test_partner_goes_in_circles);
  g_test_add_func ("/cloud/graph/bad-entries-end-a-list", test_bad_entries);
  g_test_add_func ("/cloud/graph/one-object", test_object);

  return g_test_run ();
}
