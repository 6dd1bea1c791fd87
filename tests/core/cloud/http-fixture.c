/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "http-fixture.h"

#include <string.h>

void
web_open (Web *web, RawHandler handler, gpointer data, const TnyHttpOptions *options)
{
  TnyHttpOptions mine = { 0 };
  TnyTokenSource source;

  fake_clock_init (&web->clock);
  fake_tokens_init (&web->tokens);
  web->server = raw_server_new (handler, data);
  web->cloud = raw_server_load_cloud (web->server);
  if (options != NULL)
    mine = *options;
  mine.clock = &web->clock.clock;
  web->http = tny_http_new (web->cloud, &mine);
  source = fake_tokens_source (&web->tokens);
  tny_http_set_tokens (web->http, &source);
}

void
web_close (Web *web)
{
  tny_http_unref (web->http);
  tny_cloud_unref (web->cloud);
  raw_server_free (web->server);
  fake_tokens_clear (&web->tokens);
  fake_clock_clear (&web->clock);
}

TnyResponse *
web_send (Web *web, const char *method, const char *path, const char *tenant_id,
          TnyRequestFlags flags,
          GCancellable *cancellable, GError **error)
{
  g_autoptr(GUri) uri = tny_cloud_build_uri (web->cloud, TNY_SERVICE_GRAPH, path, "secret=query",
                                             NULL);
  TnyRequest request = {
    .service = TNY_SERVICE_GRAPH,
    .method = method,
    .uri = uri,
    .tenant_id = tenant_id,
    .flags = TNY_REQUEST_AUTHORIZE | flags,
  };

  return tny_http_send (web->http, &request, cancellable, error);
}

void
web_expect (Web *web, const char *method, const char *path, GQuark domain, int code)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(TnyResponse) response = web_send (web, method, path, TENANT, 0, NULL, &error);

  g_assert_null (response);
  g_assert_error (error, domain, code);
  g_test_message ("%s", error->message);
  /* What an error may never tell. */
  g_assert_null (strstr (error->message, "query"));
  g_assert_null (strstr (error->message, "token-"));
  g_assert_null (strstr (error->message, "confidential"));
  g_assert_nonnull (strstr (error->message, path));
}
