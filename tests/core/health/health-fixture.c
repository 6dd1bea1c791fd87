/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "health-fixture.h"

void
health_list_tenants (Sync *self)
{
  const char *streams = self->context.streams;

  self->context.streams = "tenants";
  g_assert_cmpstr (sync_run (self, NULL), ==, "ok");
  self->context.streams = streams;
}

void
health_renew (Sync *self)
{
  g_autoptr(TnySecret) secret = tny_secret_new (self->secret);
  g_autoptr(TnySecret) refresh_token = tny_secret_new (self->refresh_token);
  TnyTokensOptions options = { self->tenant_id, self->client_id,
                               "00000000-0000-0000-0000-000000000001",
                               secret, refresh_token, self->clock };
  TnyHttpOptions http_options = { .clock = self->clock };
  TnyTokenSource source;

  tny_http_set_tokens (self->http, NULL);
  tny_tokens_free (self->tokens);
  tny_http_unref (self->http);
  self->http = tny_http_new (self->cloud, &http_options);
  self->tokens = tny_tokens_new (self->cloud, self->http, self->keyring, &options);
  source = tny_tokens_source (self->tokens);
  tny_http_set_tokens (self->http, &source);
  self->context.http = self->http;
}

TnyChecksContext
health_context (Sync *self, const char *streams)
{
  return (TnyChecksContext) {
    .store = self->store, .http = self->http, .connection_id = self->connection_id,
    .partner_tenant_id = self->tenant_id, .client_id = self->client_id,
    .reach = self->context.reach,
    .streams = streams, .account_id = "00000000-0000-0000-0000-000000000001",
    .account_name = "sync@northwind.example", .account_mfa = 1, .clock = self->clock,
  };
}

GPtrArray *
health_run (Sync *self, const TnyChecksContext *context)
{
  g_autoptr(GError) error = NULL;
  GPtrArray *checks = tny_checks_run (context, NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (checks);

  return checks;
}

void
health_permission (Sync *self, const char *name, const char *state, const char *where)
{
  g_autofree char *what = g_strdup_printf ("permission?name=%s&state=%s&where=%s", name, state,
                                           where);

  sim_control (self, "POST", what);
}

void
health_break (Sync *self, const char *path, const char *how)
{
  g_autofree char *what = g_strdup_printf ("fail?path=%s&how=%s", path, how);

  sim_control (self, "POST", what);
}

const TnyCheck *
health_find (GPtrArray *checks, const char *id)
{
  for (guint i = 0; i < checks->len; i++)
    if (g_str_equal (((TnyCheck *) checks->pdata[i])->id, id))
      return checks->pdata[i];

  return NULL;
}

void
health_assert (GPtrArray *checks, const char *id, const char *finding)
{
  g_assert_nonnull (health_find (checks, id));
  for (guint i = 0; i < checks->len; i++)
    {
      const TnyCheck *check = checks->pdata[i];

      if (g_str_equal (check->id, id) && !g_str_equal (check->finding, finding))
        g_error ("%s: %s, not %s: %s", id, check->finding, finding, check->claim);
    }
}

char *
health_problems (GPtrArray *checks)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < checks->len; i++)
    {
      const TnyCheck *check = checks->pdata[i];

      if (check->state == TNY_CHECK_FAIL || check->state == TNY_CHECK_UNKNOWN)
        g_string_append_printf (text, "%s%s=%s", text->len > 0 ? " " : "", check->id,
                                check->finding);
    }

  return g_string_free (text, FALSE);
}
