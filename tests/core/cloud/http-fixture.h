/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fakes.h"
#include "raw-server.h"
#include "tny-http.h"

G_BEGIN_DECLS

#define TENANT "11111111-1111-4111-8111-111111111111"
#define OTHER  "22222222-2222-4222-8222-222222222222"

/* A server, a cloud that points to it, and an HTTP layer with fake time and tokens. */
typedef struct
{
  RawServer  *server;
  TnyCloud   *cloud;
  TnyHttp    *http;
  FakeClock   clock;
  FakeTokens  tokens;
} Web;

void          web_open   (Web *web, RawHandler handler, gpointer data,
                          const TnyHttpOptions *options);
void          web_close  (Web *web);
/* GET or @method of a Graph path with a token. */
TnyResponse * web_send   (Web *web, const char *method, const char *path, const char *tenant_id,
                          TnyRequestFlags flags, GCancellable *cancellable, GError **error);
/* The same, where success would be a mistake. */
void          web_expect (Web *web, const char *method, const char *path, GQuark domain, int code);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Web, web_close)

G_END_DECLS
