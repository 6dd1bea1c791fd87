/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "tny-json.h"
#include "tny-sim-private.h"
#include "tny-sim-token.h"

#define SIZE_MAX_ITEMS 500

/* Source: Partner Center developer reference, "Get a list of customers", "Partner Center REST
 * headers", "Error codes"; for consent "Create application consents for a customer". */

static void
refuse (TnySimAnswer *answer, guint status, guint code, const char *description)
{
  answer->status = status;
  answer->content_type = "application/json; charset=utf-8";
  g_string_printf (answer->body, "{\"code\":%u,\"description\":", code);
  tny_sim_append_json (answer->body, description);
  g_string_append (answer->body, ",\"data\":[],\"source\":\"PartnerFD\"}");
}

static gboolean
check_token (TnySim *sim, TnySimRequest *request, TnySimAnswer *answer, TnySimToken *token)
{
  const char *header = soup_message_headers_get_one (request->headers, "Authorization");

  if (header == NULL || g_ascii_strncasecmp (header, "Bearer ", 7) != 0 ||
      !tny_sim_token_open (sim, header + 7, token) || token->kind != TNY_SIM_TOKEN_ACCESS ||
      token->resource != TNY_SIM_PARTNER_CENTER || tny_sim_now (sim) >= token->expires)
    {
      refuse (answer, 401, 900420,
              "Unauthorized: the access token is missing, expired or for another audience.");
      return FALSE;
    }
  if (token->account == TNY_SIM_APP_ONLY)
    return TRUE;
  if (!token->mfa)
    refuse (answer, 401, 900421,
            "Unauthorized: the access token does not prove multi-factor authentication.");
  else if (!tny_sim_is_agent (sim, token->account))
    refuse (answer, 403, 403, "Forbidden: the user is not an Admin agent.");
  else
    return TRUE;

  return FALSE;
}

/* --- customers --- */

static void
append_customer (GString *out, const TnySimTenant *tenant)
{
  g_string_append_printf (out,
                          "{\"id\":\"%s\",\"companyProfile\":{\"tenantId\":\"%s\","
                          "\"domain\":\"%s\",\"companyName\":", tenant->id, tenant->id,
                          tenant->initial_domain);
  tny_sim_append_json (out, tenant->name);
  g_string_append_printf (out,
                          ",\"links\":{\"self\":{\"uri\":\"/customers/%s/profiles/company\","
                          "\"method\":\"GET\",\"headers\":[]}},"
                          "\"attributes\":{\"objectType\":\"CustomerCompanyProfile\"}},"
                          "\"relationshipToPartner\":\"reseller\","
                          "\"links\":{\"self\":{\"uri\":\"/customers/%s\",\"method\":\"GET\","
                          "\"headers\":[]}},\"attributes\":{\"objectType\":\"Customer\"}}",
                          tenant->id, tenant->id);
}

static gboolean
is_reseller (TnySim *sim, guint index)
{
  return (tny_sim_flags (sim, tny_sim_estate_tenant (sim->estate,
                                                     index)) & TNY_SIM_IN_RESELLER) != 0;
}

static char *
continuation (TnySim *sim, guint next)
{
  guint64 proof = tny_sim_dice (sim->seed, TNY_SIM_DICE_OBJECT, 77, next);
  guint8 token[16] = { 0 };

  memcpy (token, &next, 4);
  memcpy (token + 8, &proof, 8);

  return g_base64_encode (token, sizeof token);
}

/* Where the page begins; FALSE when the continuation is not ours. */
static gboolean
read_start (TnySim *sim, const TnySimRequest *request, guint *start)
{
  const char *operation = tny_sim_query (request, "seekOperation");
  const char *token = soup_message_headers_get_one (request->headers, "MS-ContinuationToken");
  g_autofree guint8 *bytes = NULL;
  g_autofree char *again = NULL;
  gsize length;

  *start = 1;
  if (operation == NULL)
    return TRUE;
  if (!g_str_equal (operation, "Next") || token == NULL)
    return FALSE;
  bytes = g_base64_decode (token, &length);
  if (length != 16)
    return FALSE;
  memcpy (start, bytes, 4);
  again = continuation (sim, *start);

  return g_str_equal (again, token);
}

static void
list_customers (TnySim *sim, TnySimRequest *request, TnySimAnswer *answer)
{
  const char *size_text = tny_sim_query (request, "size");
  guint n = tny_sim_estate_n_customers (sim->estate), start, at, found = 0, total = 0;
  guint64 size = 0;
  GString *out = answer->body;

  if (size_text != NULL &&
      !g_ascii_string_to_unsigned (size_text, 10, 0, SIZE_MAX_ITEMS, &size, NULL))
    {
      refuse (answer, 400, 2000, "The size must be a number from 0 to 500.");
      return;
    }
  if (!read_start (sim, request, &start))
    {
      refuse (answer, 400, 2000, "The continuation token is not valid.");
      return;
    }
  for (at = 1; at <= n; at++)
    total += is_reseller (sim, at);
  answer->status = 200;
  answer->content_type = "application/json; charset=utf-8";
  /* Answers of this service begin with a byte order mark. */
  g_string_append_printf (out, "\xef\xbb\xbf{\"totalCount\":%u,\"items\":[", total);
  for (at = start; at <= n && (size == 0 || found < size); at++)
    if (is_reseller (sim, at))
      {
        if (found++ > 0)
          g_string_append_c (out, ',');
        append_customer (out, tny_sim_estate_tenant (sim->estate, at));
      }
  while (at <= n && !is_reseller (sim, at))
    at++;
  g_string_append_printf (out, "],\"links\":{\"self\":{\"uri\":\"/customers?size=%" G_GUINT64_FORMAT
                          "\",\"method\":\"GET\",\"headers\":[]}", size);
  if (at <= n)
    {
      g_autofree char *token = continuation (sim, at);

      g_string_append_printf (out,
                              ",\"next\":{\"uri\":\"/customers?size=%" G_GUINT64_FORMAT
                              "&seekOperation=Next\","
                              "\"method\":\"GET\",\"headers\":[{\"key\":\"MS-ContinuationToken\","
                              "\"value\":\"%s\"}]}",
                              size, token);
    }
  g_string_append (out, "},\"attributes\":{\"objectType\":\"Collection\"}}");
}

static void
show_customer (TnySim *sim, TnySimAnswer *answer, const char *id)
{
  const TnySimTenant *tenant = tny_sim_estate_find (sim->estate, id);
  GString *out = answer->body;

  if (tenant == NULL || tenant->index == 0 || !is_reseller (sim, tenant->index))
    {
      refuse (answer, 404, 600009, "The customer was not found.");
      return;
    }
  answer->status = 200;
  answer->content_type = "application/json; charset=utf-8";
  g_string_append (out, "\xef\xbb\xbf");
  append_customer (out, tenant);
  g_string_truncate (out, out->len - 1);
  g_string_append_printf (out, ",\"allowDelegatedAccess\":%s,\"customDomains\":[\"%s\"]}",
                          tny_sim_flags (sim, tenant) & TNY_SIM_GDAP_ACTIVE ? "true" : "false",
                          tenant->domain);
}

/* --- consent in a customer's tenant --- */

static gboolean
scopes_of_api (const char *api, const char *names, guint64 *scopes)
{
  g_auto(GStrv) parts = g_strsplit (names, ",", -1);
  guint64 bit;

  for (guint i = 0; parts[i] != NULL; i++)
    {
      /* Graph's OpenID scopes are permissions without a bit of their own here. */
      if (g_strv_contains ((const char *[]) { "openid", "profile", "offline_access", NULL }, parts[i]))
        continue;
      if (!tny_sim_scope_known (parts[i], &bit) ||
          g_strcmp0 (api, bit == TNY_SIM_SCOPE_IMPERSONATION
                            ? "fa3d9a0c-3fb0-42cc-9193-47c7ecd2edbd"
                            : "00000003-0000-0000-c000-000000000000") != 0)
        return FALSE;
      *scopes |= bit;
    }

  return TRUE;
}

static void
give_consent (TnySim *sim, TnySimRequest *request, TnySimAnswer *answer, const TnySimTenant *tenant)
{
  gsize length;
  const char *data = g_bytes_get_data (request->body, &length);
  g_autoptr(JsonNode) root = data != NULL ? tny_json_parse_object (data, length, NULL) : NULL;
  JsonObject *object = root != NULL ? json_node_get_object (root) : NULL;
  JsonArray *grants = object != NULL ? tny_json_array (object, "applicationGrants") : NULL;
  const char *client = object != NULL ? tny_json_text (object, "applicationId") : NULL;
  gboolean wrong = grants == NULL;
  guint64 scopes = 0, known;
  guint app;

  for (guint i = 0; grants != NULL && i < json_array_get_length (grants); i++)
    {
      JsonObject *grant = tny_json_array_object (grants, i);
      const char *names = grant != NULL ? tny_json_text (grant, "scope") : NULL;

      const char *api = grant != NULL ? tny_json_text (grant, "enterpriseApplicationId") : NULL;

      /* one grant for each API; scopes that it does not have are an error */
      if (names == NULL || strchr (names, ' ') != NULL || !scopes_of_api (api, names, &scopes))
        wrong = TRUE;
    }
  app = client != NULL ? tny_sim_app_find (sim, client) : TNY_SIM_APP_NONE;
  known = app < TNY_SIM_APP_TOOLS ? tny_sim_granted (sim, app, 0, tenant) : 0;
  if (app >= TNY_SIM_APP_TOOLS || wrong || scopes == 0 ||
      tny_json_text (object, "displayName") == NULL)
    refuse (answer, 400, 1001, "The application consent is not valid.");
  else if (known != 0)
    refuse (answer, 400, 1002, "Permission entry already exists.");
  else
    {
      tny_sim_grant (sim, app, tenant, scopes, FALSE);
      answer->status = 201;
      answer->content_type = "application/json; charset=utf-8";
      g_string_append_len (answer->body, data, (gssize) length);
    }
}

static void
change_consent (TnySim *sim, TnySimRequest *request, TnySimAnswer *answer, guint account)
{
  const TnySimTenant *tenant = tny_sim_estate_find (sim->estate, request->parts[2]);
  guint flags = tenant != NULL ? tny_sim_flags (sim, tenant) : 0;

  if (account == TNY_SIM_APP_ONLY)
    refuse (answer, 401, 900420, "Unauthorized: this call needs a user.");
  else if (tenant == NULL || tenant->index == 0)
    refuse (answer, 404, 600009, "The customer was not found.");
  else if ((flags & TNY_SIM_GDAP_ACTIVE) == 0 || !tny_sim_reaches (sim, account, tenant))
    refuse (answer, 403, 403, "Forbidden: no relationship with the customer allows this.");
  else if (g_str_equal (request->method, "POST") && request->n_parts == 4)
    give_consent (sim, request, answer, tenant);
  else if (g_str_equal (request->method, "DELETE") && request->n_parts == 5)
    {
      guint app = tny_sim_app_find (sim, request->parts[4]);

      if (app >= TNY_SIM_APP_TOOLS || tny_sim_granted (sim, app, 0, tenant) == 0)
        {
          refuse (answer, 404, 1003, "The application consent was not found.");
          return;
        }
      tny_sim_ungrant (sim, app, tenant);
      answer->status = 204;
    }
  else
    refuse (answer, 405, 405, "Method not allowed.");
}

static void
echo_header (const TnySimRequest *request, TnySimAnswer *answer, const char *name)
{
  const char *value = soup_message_headers_get_one (request->headers, name);
  char guid[TNY_SIM_GUID_LENGTH + 1];

  tny_sim_random_guid (guid);
  soup_message_headers_replace (answer->headers, name, value != NULL ? value : guid);
}

void
tny_sim_partner (TnySim *sim, TnySimRequest *request, TnySimAnswer *answer)
{
  GStrv parts = request->parts;
  TnySimToken token;

  echo_header (request, answer, "MS-RequestId");
  echo_header (request, answer, "MS-CorrelationId");
  soup_message_headers_replace (answer->headers, "MS-CV", "sample.0");
  soup_message_headers_replace (answer->headers, "MS-ServerId", "000000001");
  if (request->n_parts < 2 || !g_str_equal (parts[0], "v1") || !g_str_equal (parts[1], "customers"))
    refuse (answer, 404, 404, "Not found.");
  else if (!check_token (sim, request, answer, &token))
    return;
  else if (request->n_parts >= 4 && g_str_equal (parts[3], "applicationconsents"))
    change_consent (sim, request, answer, token.account);
  else if (request->n_parts > 3)
    refuse (answer, 404, 404, "Not found.");
  else if (!g_str_equal (request->method, "GET"))
    refuse (answer, 405, 405, "Method not allowed.");
  else if (request->n_parts == 2)
    list_customers (sim, request, answer);
  else
    show_customer (sim, answer, parts[2]);
}
