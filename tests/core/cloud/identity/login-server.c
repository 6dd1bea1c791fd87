/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "login-server.h"

#include <string.h>

static void
reply_discovery (LoginServer *self, RawConn *conn, const char *tenant)
{
  g_autofree char *issuer = g_strdup_printf ("%s/%s/v2.0", self->base, tenant);
  g_autofree char *token = g_strdup_printf ("%s/%s/oauth2/v2.0/token", self->base, tenant);
  g_autofree char *keys = g_strdup_printf ("%s/%s/discovery/v2.0/keys", self->base, tenant);
  g_autofree char *body = g_strdup_printf (
    "{\"issuer\":\"%s\",\"authorization_endpoint\":\"%s/%s/oauth2/v2.0/authorize\","
    "\"token_endpoint\":\"%s\",\"jwks_uri\":\"%s\","
    "\"authorization_response_iss_parameter_supported\":%s}",
    self->issuer != NULL ? self->issuer : issuer, self->base, tenant,
    self->token_endpoint != NULL ? self->token_endpoint : token,
    self->keys_endpoint != NULL ? self->keys_endpoint : keys,
    self->announces_iss ? "true" : "false");

  raw_reply (conn, self->discovery_status != 0 ? self->discovery_status : 200,
             self->discovery_headers,
             self->discovery_body != NULL ? self->discovery_body : body);
}

void
login_server_refuse (RawConn *conn, guint status, const char *error, const char *suberror,
                     int number)
{
  g_autofree char *body = g_strdup_printf (
    "{\"error\":\"%s\",\"error_description\":\"AADSTS%d: CANARY jane@contoso.example\","
    "\"error_codes\":[%d],\"trace_id\":\"cccccccc-2222-4333-8444-555555555555\"%s%s%s}",
    error, number, number, suberror != NULL ? ",\"suberror\":\"" : "",
    suberror != NULL ? suberror : "", suberror != NULL ? "\"" : "");

  raw_reply (conn, status, NULL, body);
}

void
login_server_grant (LoginServer *self, RawConn *conn, const char *tenant, guint expires_in)
{
  gint number = g_atomic_int_get (&self->tokens);
  gint64 now = tny_clock_now (&self->clock.clock);
  g_autofree char *claims = g_strdup_printf (
    "{\"iss\":\"%s/%s/v2.0\",\"aud\":\"" CLIENT "\",\"exp\":%" G_GINT64_FORMAT ",\"iat\":%" G_GINT64_FORMAT
    ",\"nbf\":%" G_GINT64_FORMAT ",\"nonce\":\"%s\",\"sub\":\"s\",\"tid\":\"%s\",\"oid\":\"" USER "\","
    "\"preferred_username\":\"sync@contoso.example\",\"name\":\"Sync\"%s}",
    self->base, tenant, now + 3600, now, now, self->nonce != NULL ? self->nonce : "",
    self->tid != NULL ? self->tid : tenant, self->more_claims != NULL ? self->more_claims : "");
  g_autofree char *id_token = token_maker_token (self->maker, claims);
  g_autofree char *access = self->access_token != NULL ? g_strdup (self->access_token)
                                                       : g_strdup_printf ("access-%d", number);
  g_autofree char *refresh = g_strdup_printf (",\"refresh_token\":\"refresh-%d\"", number);
  g_autofree char *id = g_strdup_printf (",\"id_token\":\"%s\"", id_token);
  g_autofree char *body = g_strdup_printf (
    "{\"token_type\":\"Bearer\",\"scope\":\"openid\",\"expires_in\":%u,\"access_token\":\"%s\"%s%s}",
    expires_in, access, self->no_refresh_token ? "" : refresh, self->no_id_token ? "" : id);

  raw_reply (conn, 200, NULL, body);
}

static void
reply_token (LoginServer *self, RawConn *conn, const RawRequest *request, const char *tenant)
{
  g_autoptr(GHashTable) form = g_uri_parse_params (request->body, -1, "&", G_URI_PARAMS_WWW_FORM,
                                                   NULL);

  g_mutex_lock (&self->lock);
  g_clear_pointer (&self->form, g_hash_table_unref);
  self->form = g_hash_table_ref (form);
  g_free (self->target);
  self->target = g_strdup (request->target);
  g_mutex_unlock (&self->lock);
  g_atomic_int_inc (&self->tokens);

  if (self->token != NULL)
    self->token (self, conn, tenant, form);
  else
    login_server_grant (self, conn, tenant, 3600);
}

static void
handle (RawConn *conn, const RawRequest *request, gpointer data)
{
  LoginServer *self = data;
  g_auto(GStrv) parts = g_strsplit (request->target, "/", 4);   /* "", "login", tenant, rest */

  if (g_strv_length (parts) != 4 || !g_str_equal (parts[1], "login"))
    raw_reply (conn, 404, NULL, "{}");
  else if (g_str_equal (parts[3], "v2.0/.well-known/openid-configuration"))
    {
      g_atomic_int_inc (&self->discoveries);
      reply_discovery (self, conn, parts[2]);
    }
  else if (g_str_equal (parts[3], "discovery/v2.0/keys"))
    {
      g_autofree char *keys = token_maker_jwks (self->maker);
      gboolean first = g_atomic_int_add (&self->keys, 1) == 0;

      raw_reply (conn, 200, NULL,
                 self->no_key || (self->late_key && first) ? "{\"keys\":[]}" : keys);
    }
  else if (g_str_equal (parts[3], "oauth2/v2.0/token") && g_str_equal (request->method, "POST"))
    reply_token (self, conn, request, parts[2]);
  else
    raw_reply (conn, 404, NULL, "{}");
}

LoginServer *
login_server_new (void)
{
  LoginServer *self = g_new0 (LoginServer, 1);
  TnyHttpOptions options = { .clock = &self->clock.clock };

  fake_clock_init (&self->clock);
  g_mutex_init (&self->lock);
  self->maker = token_maker_new ("k1", 2048);
  self->raw = raw_server_new (handle, self);
  self->cloud = raw_server_load_cloud (self->raw);
  self->base = g_strdup (tny_cloud_get_base (self->cloud, TNY_SERVICE_LOGIN));
  self->http = tny_http_new (self->cloud, &options);

  return self;
}

void
login_server_free (LoginServer *self)
{
  tny_http_unref (self->http);
  tny_cloud_unref (self->cloud);
  raw_server_free (self->raw);
  token_maker_free (self->maker);
  g_clear_pointer (&self->form, g_hash_table_unref);
  g_free (self->target);
  g_free (self->nonce);
  g_free (self->base);
  g_mutex_clear (&self->lock);
  fake_clock_clear (&self->clock);
  g_free (self);
}

char *
login_server_sent (LoginServer *self, const char *name)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return self->form != NULL ? g_strdup (g_hash_table_lookup (self->form, name)) : NULL;
}
