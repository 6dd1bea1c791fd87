/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-sim-pages.h"
#include "tny-sim-token.h"

#include <string.h>

/* Source: "OpenID Connect on the Microsoft identity platform". */
static void
discovery (TnySim *sim, TnySimAnswer *answer, const char *name)
{
  const TnySimTenant *tenant;
  TnySimAuthority authority = tny_sim_authority (sim, name, &tenant);
  const char *login = sim->bases[TNY_SIM_AREA_LOGIN], *graph = sim->bases[TNY_SIM_AREA_GRAPH];
  const char *in_path = tenant != NULL ? tenant->id : name;
  const char *in_issuer = tenant != NULL ? tenant->id : "{tenantid}";

  if (authority == TNY_SIM_AUTHORITY_CONSUMERS)
    in_issuer = TNY_SIM_PERSONAL_TENANT;
  if (authority == TNY_SIM_AUTHORITY_UNKNOWN)
    {
      tny_sim_login_error (sim, answer, 90002, name);
      return;
    }
  answer->status = 200;
  answer->content_type = "application/json; charset=utf-8";
  soup_message_headers_replace (answer->headers, "Cache-Control", "max-age=86400, private");
  g_string_append_printf (
    answer->body,
    "{\"token_endpoint\":\"%s/%s/oauth2/v2.0/token\","
    "\"token_endpoint_auth_methods_supported\":[\"client_secret_post\",\"private_key_jwt\","
    "\"client_secret_basic\",\"self_signed_tls_client_auth\"],"
    "\"jwks_uri\":\"%s/%s/discovery/v2.0/keys\",\"response_modes_supported\":[\"query\","
    "\"fragment\",\"form_post\"],\"subject_types_supported\":[\"pairwise\"],"
    "\"id_token_signing_alg_values_supported\":[\"RS256\"],\"response_types_supported\":[\"code\","
    "\"id_token\",\"code id_token\",\"id_token token\"],\"scopes_supported\":[\"openid\","
    "\"profile\",\"email\",\"offline_access\"],",
    login, in_path, login, in_path);
  g_string_append_printf (
    answer->body,
    "\"issuer\":\"%s/%s/v2.0\",\"request_uri_parameter_supported\":false,\"userinfo_endpoint\":"
    "\"%s/oidc/userinfo\",\"authorization_endpoint\":\"%s/%s/oauth2/v2.0/authorize\","
    "\"device_authorization_endpoint\":\"%s/%s/oauth2/v2.0/devicecode\","
    "\"http_logout_supported\":true,"
    "\"frontchannel_logout_supported\":true,\"end_session_endpoint\":\"%s/%s/oauth2/v2.0/logout\",",
    login, in_issuer, graph, login, in_path, login, in_path, login, in_path);
  g_string_append_printf (
    answer->body,
    "\"claims_supported\":[\"sub\",\"iss\",\"cloud_instance_name\",\"cloud_instance_host_name\","
    "\"cloud_graph_host_name\",\"msgraph_host\",\"aud\",\"exp\",\"iat\",\"auth_time\",\"acr\","
    "\"nonce\",\"preferred_username\",\"name\",\"tid\",\"ver\",\"at_hash\",\"c_hash\",\"email\"],"
    "\"tenant_region_scope\":%s,\"cloud_instance_name\":\"127.0.0.1\","
    "\"cloud_graph_host_name\":\"127.0.0.1\",\"msgraph_host\":\"127.0.0.1\","
    "\"rbac_url\":\"https://pas.windows.net\"}",
    tenant != NULL ? "\"EU\"" : "null");
}

static void
keys (TnySim *sim, TnySimAnswer *answer, const char *name)
{
  const TnySimTenant *tenant;
  g_autofree char *issuer = NULL;

  if (tny_sim_authority (sim, name, &tenant) == TNY_SIM_AUTHORITY_UNKNOWN)
    {
      tny_sim_login_error (sim, answer, 90002, name);
      return;
    }
  issuer = g_strconcat (sim->bases[TNY_SIM_AREA_LOGIN], "/",
                        tenant != NULL ? tenant->id : "{tenantid}", "/v2.0", NULL);
  answer->status = 200;
  answer->content_type = "application/json; charset=utf-8";
  tny_sim_signing_keys (sim->signing, answer->body, issuer);
}

static void
logout (TnySim *sim, TnySimAnswer *answer)
{
  tny_sim_page_begin (answer, 200, "Signed out");
  g_string_append (answer->body,
                   "<h1>You signed out of your account</h1><p>It’s a good idea to close all "
                   "browser windows.</p>");
  tny_sim_page_end (answer);
}

void
tny_sim_identity (TnySim *sim, TnySimRequest *request, TnySimAnswer *answer)
{
  const char *tail = request->path[0] == '/' ? strchr (request->path + 1, '/') : NULL;
  const char *tenant = request->n_parts > 0 ? request->parts[0] : "";

  if (tail == NULL)
    tail = "";
  if (g_str_equal (tail, "/v2.0/.well-known/openid-configuration"))
    discovery (sim, answer, tenant);
  else if (g_str_equal (tail, "/discovery/v2.0/keys"))
    keys (sim, answer, tenant);
  else if (g_str_equal (tail, "/oauth2/v2.0/authorize"))
    tny_sim_authorize (sim, request, answer, tenant);
  else if (g_str_equal (tail, "/oauth2/v2.0/token"))
    tny_sim_token_endpoint (sim, request, answer, tenant);
  else if (g_str_equal (tail, "/adminconsent") || g_str_equal (tail, "/v2.0/adminconsent"))
    tny_sim_admin_consent (sim, request, answer, tenant, tail[1] == 'v');
  else if (g_str_equal (tail, "/oauth2/v2.0/devicecode"))
    tny_sim_login_error (sim, answer, 7000218, NULL);    /* public client flows are switched off */
  else if (g_str_equal (tail, "/oauth2/v2.0/logout"))
    logout (sim, answer);
  else
    {
      tny_sim_page_begin (answer, 404, "Not found");
      g_string_append (answer->body, "<h1>There is no such page</h1>");
      tny_sim_page_end (answer);
    }
}
