/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-sim-certificate.h"
#include "tny-sim-token.h"

#include <string.h>
#include <sys/random.h>

#define REFRESH_DAYS  90
#define SHORT_SECONDS 60

/* What one request at the token endpoint has come to. */
typedef struct
{
  TnySim              *sim;
  TnySimRequest       *request;
  TnySimAnswer        *answer;
  TnySimAuthority      authority;
  const TnySimTenant  *tenant;       /* named in the path, or the home of the account */
  guint                account;      /* TNY_SIM_APP_ONLY without one */
  guint                app;
  gboolean             mfa;
  TnySimScopeRequest   scope;
  const char          *nonce;        /* for the id_token */
  gboolean             refresh;      /* hand out a refresh token */
} Exchange;

static gboolean
refuse (Exchange *exchange, guint code, const char *detail)
{
  tny_sim_login_error (exchange->sim, exchange->answer, code, detail);

  return FALSE;
}

/* id and secret, in the body or as HTTP Basic. */
static void
client_of (TnySimRequest *request, char **client, char **secret)
{
  const char *authorization = soup_message_headers_get_one (request->headers, "Authorization");

  *client = g_strdup (tny_sim_form (request, "client_id"));
  *secret = g_strdup (tny_sim_form (request, "client_secret"));
  if (authorization != NULL && g_ascii_strncasecmp (authorization, "Basic ", 6) == 0)
    {
      gsize length;
      g_autofree guchar *decoded = g_base64_decode (authorization + 6, &length);
      g_autofree char *pair = g_strndup ((const char *) decoded, length);
      char *colon = strchr (pair, ':');

      if (colon != NULL && *secret == NULL)
        {
          *colon = '\0';
          g_free (*client);
          *client = g_uri_unescape_string (pair, NULL);
          *secret = g_uri_unescape_string (colon + 1, NULL);
        }
    }
}

/* Certificates are the registered app's only. */
static gboolean
check_assertion (Exchange *exchange, const char *client)
{
  const char *type = tny_sim_form (exchange->request, "client_assertion_type"), *reason = NULL;
  g_autofree char *audience = g_strconcat (exchange->sim->bases[TNY_SIM_AREA_LOGIN],
                                           exchange->request->path, NULL);
  guint wrong;

  if (type == NULL)
    return refuse (exchange, 900144, "client_assertion_type");
  if (!g_str_equal (type, "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"))
    return refuse (exchange, 9002313, NULL);
  wrong = tny_sim_certificate_check (exchange->sim, tny_sim_form (exchange->request, "client_assertion"),
                                     client, audience, &reason);

  return wrong == 0 || refuse (exchange, wrong, reason);
}

static gboolean
check_client (Exchange *exchange)
{
  TnySim *sim = exchange->sim;
  g_autofree char *client = NULL, *secret = NULL;
  guint wrong;

  client_of (exchange->request, &client, &secret);
  if (client == NULL)
    return refuse (exchange, 900144, "client_id");
  exchange->app = tny_sim_app_find (sim, client);
  if (exchange->app == TNY_SIM_APP_NONE)
    return refuse (exchange, 700016, client);
  if (exchange->app == TNY_SIM_APP_TOOLS)          /* a public client has no secret, and says none */
    return secret == NULL || refuse (exchange, 700025, client);
  if (tny_sim_form (exchange->request, "client_assertion") != NULL)
    return check_assertion (exchange, client);
  if (secret == NULL || *secret == '\0')
    return refuse (exchange, 7000218, NULL);
  if (soup_message_headers_get_one (exchange->request->headers, "Origin") != NULL)
    return refuse (exchange, 9002326, NULL);
  if ((wrong = tny_sim_app_check_secret (sim, exchange->app, secret)) != 0)
    return refuse (exchange, wrong, client);
  if (tny_sim_has (sim, TNY_SIM_SECRET_EXPIRED))
    return refuse (exchange, 7000222, client);
  if (tny_sim_has (sim, TNY_SIM_SECRET_NOT_YET))
    {
      /* A new secret has not reached every server yet; the next attempt meets one that has it. */
      sim->scenarios &= ~(G_GUINT64_CONSTANT (1) << TNY_SIM_SECRET_NOT_YET);
      return refuse (exchange, 7000215, client);
    }

  return TRUE;
}

static void
append_id_token (Exchange *exchange, GString *out)
{
  TnySim *sim = exchange->sim;
  const TnySimAccount *account = &tny_sim_accounts[exchange->account];
  char tid[TNY_SIM_GUID_LENGTH + 1], oid[TNY_SIM_GUID_LENGTH + 1], sub[TNY_SIM_GUID_LENGTH + 1];
  g_autoptr(GString) claims = g_string_new (NULL);
  g_autofree char *jwt = NULL;
  gint64 now = tny_sim_now (sim);

  tny_sim_account_ids (account, sim->estate, tid, oid);
  tny_sim_guid (sub, sim->seed, TNY_SIM_DICE_SECRET, 3, exchange->account);
  g_string_append_printf (claims, "{\"aud\":\"%s\",\"iss\":\"%s/%s/v2.0\",\"iat\":%" G_GINT64_FORMAT
                          ",\"nbf\":%" G_GINT64_FORMAT ",\"exp\":%" G_GINT64_FORMAT
                          ",\"tid\":\"%s\","
                          "\"oid\":\"%s\",\"sub\":\"%s\",\"ver\":\"2.0\",\"amr\":[%s],\"name\":",
                          tny_sim_app_client_id (sim, exchange->app), sim->bases[TNY_SIM_AREA_LOGIN],
                          exchange->tenant->id,
                          now, now, now + 3600, exchange->tenant->id, oid, sub,
                          exchange->mfa ? "\"pwd\",\"mfa\"" : "\"pwd\"");
  tny_sim_append_json (claims, account->name);
  g_string_append (claims, ",\"preferred_username\":");
  tny_sim_append_json (claims, account->address);
  if (exchange->nonce != NULL)
    {
      g_string_append (claims, ",\"nonce\":");
      tny_sim_append_json (claims, exchange->nonce);
    }
  g_string_append_c (claims, '}');
  jwt = tny_sim_signing_sign (sim->signing, claims->str);
  g_string_append_printf (out, ",\"id_token\":\"%s\"", jwt);
}

static void
hand_out (Exchange *exchange, guint64 scopes)
{
  TnySim *sim = exchange->sim;
  const char *host = tny_sim_resource_hosts[exchange->scope.resource];
  guint lifetime = SHORT_SECONDS;
  TnySimToken token = {
    .kind = TNY_SIM_TOKEN_ACCESS, .resource = exchange->scope.resource,
    .account = exchange->account,
    .mfa = exchange->mfa, .tenant = exchange->tenant->index, .app = exchange->app, .scopes = scopes,
  };
  g_autofree char *access = NULL, *prefix = g_strconcat (host, "/", NULL);
  g_autoptr(GString) names = g_string_new (NULL);
  GString *out = exchange->answer->body;

  if (!tny_sim_has (sim, TNY_SIM_SHORT_TOKENS))
    {
      guint16 extra;

      /* 60 to 90 minutes, another time each time */
      if (getrandom (&extra, sizeof extra, 0) != sizeof extra)
        g_error ("no random numbers");
      lifetime = 3600 + extra % 1800;
    }
  token.expires = tny_sim_now (sim) + lifetime;
  access = tny_sim_token_seal (sim, &token);
  if (exchange->account != TNY_SIM_APP_ONLY)
    {
      tny_sim_scopes_append (names, scopes, prefix);
      if (exchange->scope.everything)
        g_string_append_printf (names, " %s.default", prefix);
    }
  exchange->answer->status = 200;
  exchange->answer->content_type = "application/json; charset=utf-8";
  g_string_append (out, "{\"token_type\":\"Bearer\"");
  if (names->len > 0)
    g_string_append_printf (out, ",\"scope\":\"%s\"", names->str);
  g_string_append_printf (out, ",\"expires_in\":%u,\"ext_expires_in\":%u,\"access_token\":\"%s\"",
                          lifetime,
                          lifetime, access);
  if (exchange->refresh)
    {
      TnySimToken renew = {
        .kind = TNY_SIM_TOKEN_REFRESH, .account = exchange->account, .mfa = exchange->mfa,
        .app = exchange->app, .expires = tny_sim_now (sim) + REFRESH_DAYS * 24 * 3600,
      };
      g_autofree char *text = tny_sim_token_seal (sim, &renew);

      g_string_append_printf (out, ",\"refresh_token\":\"%s\"", text);
    }
  if (exchange->scope.openid && exchange->account != TNY_SIM_APP_ONLY)
    append_id_token (exchange, out);
  g_string_append_c (out, '}');
}

/* Which scopes come of it: those consented in the tenant, and all that were named. */
static gboolean
settle_scopes (Exchange *exchange, guint64 *scopes)
{
  guint64 granted = tny_sim_granted (exchange->sim, exchange->app, exchange->account,
                                     exchange->tenant);
  guint64 of_resource = exchange->scope.resource == TNY_SIM_PARTNER_CENTER
                          ? granted & TNY_SIM_SCOPE_IMPERSONATION
                          : granted & ~TNY_SIM_SCOPE_IMPERSONATION;

  if (exchange->scope.resource == TNY_SIM_PARTNER_CENTER && exchange->tenant->index != 0)
    return refuse (exchange, 500011, tny_sim_resource_hosts[TNY_SIM_PARTNER_CENTER]);
  /* An application gets its token as soon as it is known there, with whatever it may. */
  if (exchange->account != TNY_SIM_APP_ONLY &&
      (of_resource == 0 || (exchange->scope.scopes & ~of_resource) != 0))
    return refuse (exchange, 65001, tny_sim_app_client_id (exchange->sim, exchange->app));
  *scopes = of_resource;

  return TRUE;
}

/* The way of a partner's account into a customer's tenant. */
static gboolean
check_way_in (Exchange *exchange)
{
  const TnySimAccount *account = &tny_sim_accounts[exchange->account];
  guint flags = tny_sim_flags (exchange->sim, exchange->tenant);

  if (account->partner_user < 0)
    {
      char tid[TNY_SIM_GUID_LENGTH + 1], oid[TNY_SIM_GUID_LENGTH + 1];

      tny_sim_account_ids (account, exchange->sim->estate, tid, oid);
      if (!g_str_equal (tid, exchange->tenant->id))
        return refuse (exchange, 50020, account->address);
      return TRUE;
    }
  if (exchange->tenant->index == 0)
    return TRUE;
  if (!tny_sim_is_agent (exchange->sim, exchange->account) ||
      !tny_sim_reaches (exchange->sim, exchange->account, exchange->tenant))
    return refuse (exchange, 50020, account->address);
  if (tny_sim_has (exchange->sim, TNY_SIM_CONDITIONAL_ACCESS))
    return refuse (exchange, 53003, NULL);
  if (tny_sim_granted (exchange->sim, exchange->app, exchange->account, exchange->tenant) == 0)
    return refuse (exchange, 65001, tny_sim_app_client_id (exchange->sim, exchange->app));
  /* Conditional Access is part of P1; those who have it ask for a second factor. */
  if ((flags & TNY_SIM_PREMIUM) && !exchange->mfa)
    return refuse (exchange, 50076, tny_sim_resource_hosts[exchange->scope.resource]);

  return TRUE;
}

static gboolean
verifier_fits (const TnySimCode *code, const char *verifier)
{
  guint8 digest[32];
  gsize length = sizeof digest;
  g_autoptr(GChecksum) sum = NULL;
  g_autofree char *made = NULL;

  if (code->challenge == NULL)
    return TRUE;
  if (verifier == NULL || strlen (verifier) < 43 || strlen (verifier) > 128)
    return FALSE;
  if (code->plain)
    return g_str_equal (verifier, code->challenge);
  sum = g_checksum_new (G_CHECKSUM_SHA256);
  g_checksum_update (sum, (const guchar *) verifier, -1);
  g_checksum_get_digest (sum, digest, &length);
  made = tny_sim_base64url (digest, length);

  return g_str_equal (made, code->challenge);
}

static gboolean
use_scope (Exchange *exchange, const char *text)
{
  guint wrong = tny_sim_scope_request (text, FALSE, &exchange->scope);

  return wrong == 0 || refuse (exchange, wrong, text);
}

static void
redeem_code (Exchange *exchange)
{
  TnySim *sim = exchange->sim;
  const char *text = tny_sim_form (exchange->request, "code");
  const char *redirect_uri = tny_sim_form (exchange->request, "redirect_uri");
  const char *scope = tny_sim_form (exchange->request, "scope");
  TnySimScopeRequest asked;
  TnySimCode *code;
  guint64 scopes;

  if (text == NULL || redirect_uri == NULL)
    {
      refuse (exchange, 900144, text == NULL ? "code" : "redirect_uri");
      return;
    }
  code = g_hash_table_lookup (sim->codes, text);
  if (code == NULL || code->app != exchange->app)
    refuse (exchange, 70000, NULL);
  else if (code->used)
    refuse (exchange, 54005, NULL);
  else if (tny_sim_now (sim) >= code->expires)
    refuse (exchange, 70008, NULL);
  else if (exchange->tenant != NULL && (int) exchange->tenant->index != code->tenant &&
           !tny_sim_has (sim, TNY_SIM_WRONG_ACCOUNT))
    refuse (exchange, 700005, NULL);
  else if (!g_str_equal (redirect_uri, code->redirect_uri))
    refuse (exchange, 500112, redirect_uri);
  else if (!verifier_fits (code, tny_sim_form (exchange->request, "code_verifier")))
    refuse (exchange, 501481, NULL);
  else
    {
      code->used = TRUE;
      exchange->account = code->account;
      exchange->mfa = code->mfa;
      exchange->nonce = code->nonce;
      exchange->tenant = tny_sim_estate_tenant (sim->estate, code->tenant);
      tny_sim_scope_request (code->scope, TRUE, &asked);
      exchange->refresh = asked.offline;
      exchange->scope = asked;
      if (scope != NULL && !use_scope (exchange, scope))
        return;
      exchange->scope.openid |= asked.openid;
      if (settle_scopes (exchange, &scopes))
        hand_out (exchange, scopes);
    }
}

static void
redeem_refresh_token (Exchange *exchange)
{
  const char *text = tny_sim_form (exchange->request, "refresh_token");
  const char *scope = tny_sim_form (exchange->request, "scope");
  TnySimToken token;
  guint64 scopes;

  if (text == NULL)
    {
      refuse (exchange, 900144, "refresh_token");
      return;
    }
  if (!use_scope (exchange, scope != NULL ? scope : "https://graph.microsoft.com/.default"))
    return;
  if (!tny_sim_token_open (exchange->sim, text, &token) || token.kind != TNY_SIM_TOKEN_REFRESH ||
      token.app != exchange->app)
    refuse (exchange, 70000, NULL);
  else if (tny_sim_has (exchange->sim, TNY_SIM_SIGN_IN_REVOKED))
    refuse (exchange, 50173, NULL);
  else if (tny_sim_now (exchange->sim) >= token.expires)
    refuse (exchange, 700082, NULL);
  else
    {
      const TnySimAccount *account = &tny_sim_accounts[token.account];

      exchange->account = token.account;
      exchange->mfa = token.mfa && !tny_sim_has (exchange->sim, TNY_SIM_NO_MFA);
      exchange->refresh = TRUE;
      if (exchange->tenant == NULL)
        exchange->tenant = tny_sim_account_home (account, exchange->sim->estate);
      if (check_way_in (exchange) && settle_scopes (exchange, &scopes))
        hand_out (exchange, scopes);
    }
}

static void
give_app_token (Exchange *exchange)
{
  const char *scope = tny_sim_form (exchange->request, "scope");
  TnySim *sim = exchange->sim;
  guint64 scopes;

  if (scope == NULL)
    refuse (exchange, 900144, "scope");
  else if (exchange->tenant == NULL)
    refuse (exchange, exchange->authority == TNY_SIM_AUTHORITY_ORGANIZATIONS ? 90019 : 9001023,
            NULL);
  else if (tny_sim_scope_request (scope, FALSE, &exchange->scope) != 0 ||
           !exchange->scope.everything)
    refuse (exchange, 1002012, scope);
  else if (exchange->app == TNY_SIM_APP_TOOLS)
    refuse (exchange, 7000218, NULL);
  else if (!tny_sim_app_present (sim, exchange->app, exchange->tenant))
    refuse (exchange, 700016, tny_sim_app_client_id (sim, exchange->app));
  else if (settle_scopes (exchange, &scopes))
    hand_out (exchange, scopes & ~tny_sim_scopes_parse ("User.Read Directory.AccessAsUser.All"));
}

/* Source: "Microsoft identity platform and OAuth 2.0 authorization code flow", "… client
 * credentials flow", "Refresh tokens". */
void
tny_sim_token_endpoint (TnySim *sim, TnySimRequest *request, TnySimAnswer *answer,
                        const char *tenant)
{
  Exchange exchange = {
    .sim = sim, .request = request, .answer = answer, .account = TNY_SIM_APP_ONLY,
  };
  const char *grant = tny_sim_form (request, "grant_type");

  soup_message_headers_replace (answer->headers, "Cache-Control", "no-store, no-cache");
  soup_message_headers_replace (answer->headers, "Pragma", "no-cache");
  exchange.authority = tny_sim_authority (sim, tenant, &exchange.tenant);
  if (!g_str_equal (request->method, "POST"))
    refuse (&exchange, 900561, NULL);
  else if (exchange.authority == TNY_SIM_AUTHORITY_UNKNOWN)
    refuse (&exchange, 90002, tenant);
  else if (grant == NULL)
    refuse (&exchange, 900144, "grant_type");
  else if (!check_client (&exchange))
    return;
  else if (g_str_equal (grant, "authorization_code"))
    redeem_code (&exchange);
  else if (g_str_equal (grant, "refresh_token"))
    redeem_refresh_token (&exchange);
  else if (g_str_equal (grant, "client_credentials"))
    give_app_token (&exchange);
  else
    refuse (&exchange, 70003, grant);
}
