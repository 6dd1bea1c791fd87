/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>
#include <unistd.h>

#include "login-server.h"
#include "peer.h"
#include "tny-error.h"
#include "tny-identity.h"
#include "tny-sign-in.h"

/* The flow runs on the main loop here; the browser is a thread that reads the link and posts. */
typedef struct
{
  LoginServer     *server;
  TnySecret       *secret;
  TnySignIn       *flow;
  GHashTable      *link;          /* parameters of the authorize request */
  guint16          port;

  TnySignInResult *result;
  GError          *error;
  gboolean         over;
  guint            states;        /* one bit per state that was notified */
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->server = login_server_new ();
  fixture->secret = tny_secret_new (SECRET);
}

/* A cancelled flow may have a worker out; it is gone when that is home. */
static void
drop_flow (Fixture *fixture)
{
  TnySignIn *flow = fixture->flow;

  if (flow != NULL)
    {
      g_object_add_weak_pointer (G_OBJECT (flow), (gpointer *) &flow);
      tny_sign_in_cancel (flow);
      g_clear_object (&fixture->flow);
      /* the worker may be the last to let go, and wakes nobody then */
      while (g_atomic_pointer_get (&flow) != NULL)
        if (!g_main_context_iteration (NULL, FALSE))
          g_thread_yield ();
    }
  g_clear_pointer (&fixture->link, g_hash_table_unref);
  g_clear_pointer (&fixture->result, tny_sign_in_result_free);
  g_clear_error (&fixture->error);
  fixture->over = FALSE;
  fixture->states = 0;
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  drop_flow (fixture);
  tny_secret_unref (fixture->secret);
  login_server_free (fixture->server);
}

static void
ended_cb (GObject *source, GAsyncResult *async_result, gpointer data)
{
  Fixture *fixture = data;

  fixture->result = tny_sign_in_wait_finish (TNY_SIGN_IN (source), async_result, &fixture->error);
  fixture->over = TRUE;
}

static void
state_cb (TnySignIn *flow, GParamSpec *pspec, Fixture *fixture)
{
  fixture->states |= 1 << tny_sign_in_get_state (flow);
}

static const char *
param (Fixture *fixture, const char *name)
{
  return g_hash_table_lookup (fixture->link, name);
}

static void
begin (Fixture *fixture, const TnySignInOptions *with)
{
  TnySignInOptions options = with != NULL ? *with : (TnySignInOptions) { FALSE };
  g_autoptr(GError) error = NULL;
  g_autoptr(GUri) uri = NULL;
  g_autoptr(GUri) redirect = NULL;
  const char *link;

  drop_flow (fixture);
  options.clock = &fixture->server->clock.clock;
  fixture->flow = tny_sign_in_new (fixture->server->cloud, fixture->server->http, PARTNER, CLIENT,
                                   fixture->secret, &options);
  g_signal_connect (fixture->flow, "notify::state", G_CALLBACK (state_cb), fixture);
  link = tny_sign_in_start (fixture->flow, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (link, ==, tny_sign_in_get_link (fixture->flow));

  uri = g_uri_parse (link, G_URI_FLAGS_ENCODED, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (g_uri_get_path (uri), ==, "/login/" PARTNER "/oauth2/v2.0/authorize");
  fixture->link = g_uri_parse_params (g_uri_get_query (uri), -1, "&", G_URI_PARAMS_NONE, NULL);
  redirect = g_uri_parse (param (fixture, "redirect_uri"), G_URI_FLAGS_NONE, NULL);
  fixture->port = (guint16) g_uri_get_port (redirect);
  g_free (fixture->server->nonce);
  fixture->server->nonce = g_strdup (param (fixture, "nonce"));
  tny_sign_in_wait_async (fixture->flow, NULL, ended_cb, fixture);
}

/* A delivery: a thread posts while the main loop turns. */
typedef struct
{
  guint16  port;
  gboolean query;
  char    *form, *answer;
  gint     done;
} Post;

static gpointer
post_thread (gpointer data)
{
  Post *post = data;

  post->answer = post->query ? peer_get (post->port, post->form) : peer_post (post->port, TRUE,
                                                                              post->form);
  g_atomic_int_set (&post->done, TRUE);
  g_main_context_wakeup (NULL);
  return NULL;
}

/* @form: "$STATE" stands for the state of the flow, "$ISS" for the issuer, escaped. */
static char *
fill_in (Fixture *fixture, const char *form)
{
  g_autofree char *issuer = g_strconcat (fixture->server->base, "/" PARTNER "/v2.0", NULL);
  g_autofree char *escaped = g_uri_escape_string (issuer, NULL, FALSE);
  g_autoptr(GString) text = g_string_new (form);

  g_string_replace (text, "$STATE", param (fixture, "state"), 0);
  g_string_replace (text, "$ISS", escaped, 0);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static guint
deliver_as (Fixture *fixture, const char *form, gboolean query)
{
  g_autofree char *filled = fill_in (fixture, form);
  Post post = { fixture->port, query, filled, NULL, FALSE };
  GThread *thread = g_thread_new ("browser", post_thread, &post);
  guint status = 0;

  while (!g_atomic_int_get (&post.done))
    g_main_context_iteration (NULL, TRUE);
  g_thread_join (thread);
  if (post.answer != NULL && g_str_has_prefix (post.answer, "HTTP/1.1 "))
    status = (guint) g_ascii_strtoull (post.answer + 9, NULL, 10);
  g_assert_true (post.answer == NULL || strstr (post.answer, "CODE") == NULL);
  g_free (post.answer);

  return status;
}

static guint
deliver (Fixture *fixture, const char *form)
{
  return deliver_as (fixture, form, FALSE);
}

static void
finish (Fixture *fixture)
{
  while (!fixture->over)
    g_main_context_iteration (NULL, TRUE);
}

static void
finish_good (Fixture *fixture)
{
  finish (fixture);
  g_assert_no_error (fixture->error);
  g_assert_cmpstr (fixture->result->object_id, ==, USER);
  g_assert_cmpint (tny_sign_in_get_state (fixture->flow), ==, TNY_SIGN_IN_DONE);
}

static void
finish_bad (Fixture *fixture, TnyError code)
{
  finish (fixture);
  g_assert_null (fixture->result);
  g_assert_error (fixture->error, TNY_ERROR, (int) code);
  g_assert_null (strstr (fixture->error->message, "CODE"));
  g_assert_null (strstr (fixture->error->message, "CANARY"));
  g_assert_cmpint (tny_sign_in_get_state (fixture->flow), ==, TNY_SIGN_IN_FAILED);
}

#define assert_requests(fixture, n) g_assert_cmpint (g_atomic_int_get (&(fixture)->server->tokens), ==, n)
#define assert_sent(fixture, name, wanted) \
  G_STMT_START { g_autofree char *text_ = login_server_sent ((fixture)->server, name); \
                 g_assert_cmpstr (text_, ==, wanted); } G_STMT_END
#define GOOD "code=CODE-1&state=$STATE&session_state=x"

static void
test_good (Fixture *fixture, gconstpointer data)
{
  g_autofree char *access = token_maker_token (fixture->server->maker,
                                               "{\"amr\":[\"pwd\",\"mfa\"]}");
  g_autofree char *verifier = NULL;
  g_autoptr(GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree char *challenge = NULL;
  guint8 digest[32];
  gsize length = sizeof digest;

  fixture->server->access_token = access;
  begin (fixture, NULL);
  g_assert_cmpstr (param (fixture, "client_id"), ==, CLIENT);
  g_assert_cmpstr (param (fixture, "response_type"), ==, "code");
  g_assert_cmpstr (param (fixture, "response_mode"), ==, "form_post");
  g_assert_cmpstr (param (fixture, "code_challenge_method"), ==, "S256");
  g_assert_cmpstr (param (fixture, "prompt"), ==, "select_account");
  g_assert_cmpstr (param (fixture, "scope"), ==,
                   "openid profile offline_access " GRAPH "/.default");
  g_assert_null (strstr (tny_sign_in_get_link (fixture->flow), "secret"));
  g_assert_null (strstr (tny_sign_in_get_link (fixture->flow), "Bj8Q"));

  g_assert_cmpuint (deliver (fixture, GOOD), ==, 200);
  finish_good (fixture);
  g_assert_cmpstr (fixture->result->tenant_id, ==, PARTNER);
  g_assert_cmpstr (fixture->result->user_name, ==, "sync@contoso.example");
  g_assert_cmpstr (fixture->result->display_name, ==, "Sync");
  g_assert_cmpint (fixture->result->mfa, ==, TNY_MFA_YES);
  g_assert_cmpstr (tny_secret_peek (fixture->result->refresh_token), ==, "refresh-1");
  g_assert_cmpint (fixture->result->expires_in, ==, 3600);
  g_assert_cmpuint (fixture->states, ==, 1 << TNY_SIGN_IN_WAITING | 1 << TNY_SIGN_IN_CHECKING |
                                         1 << TNY_SIGN_IN_DONE);

  assert_sent (fixture, "grant_type", "authorization_code");
  assert_sent (fixture, "code", "CODE-1");
  assert_sent (fixture, "client_secret", SECRET);
  assert_sent (fixture, "redirect_uri", param (fixture, "redirect_uri"));
  g_assert_cmpstr (fixture->server->target, ==, "/login/" PARTNER "/oauth2/v2.0/token");
  verifier = login_server_sent (fixture->server, "code_verifier");
  g_assert_cmpuint (strlen (verifier), ==, 43);
  g_checksum_update (sum, (const guchar *) verifier, -1);
  g_checksum_get_digest (sum, digest, &length);
  challenge = tny_base64url_encode (digest, length);
  g_assert_cmpstr (challenge, ==, param (fixture, "code_challenge"));

  /* the port is closed: the same delivery a hundred times reaches nobody */
  for (int i = 0; i < 100; i++)
    g_assert_cmpint (peer_dial (fixture->port, i % 2), ==, -1);
  assert_requests (fixture, 1);
}

static void
test_mfa (Fixture *fixture, gconstpointer data)
{
  static const struct { const char *claims; TnyMfa mfa; } cases[] = {
    { NULL, TNY_MFA_UNKNOWN }, { ",\"amr\":[\"pwd\"]", TNY_MFA_NO },
    { ",\"amr\":[\"mfa\"]", TNY_MFA_YES },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      fixture->server->more_claims = cases[i].claims;
      begin (fixture, NULL);
      deliver (fixture, GOOD);
      finish_good (fixture);
      g_assert_cmpint (fixture->result->mfa, ==, cases[i].mfa);
    }
}

/* 200 times somebody else's state, then ours. */
static void
test_wrong_state (Fixture *fixture, gconstpointer data)
{
  static const char *const forms[] = {
    "code=CODE", "code=CODE&state=", "state=$STATE", "code=&state=$STATE", "", "&&&=", "state",
    "code=CODE&state=$STATE&state=$STATE", "code=CODE&code=CODE&state=$STATE",
    "code=CODE&state=$STATEx",
    "code=CODE&state=%00$STATE", "code=CODE&state=$STATE%00", "code=%zz&state=$STATE",
    "code=%ff&state=$STATE",
    "code=CODE&State=$STATE", "code=CODE&state=$STATE%20",
  };

  begin (fixture, NULL);
  for (guint i = 0; i < 200; i++)
    {
      g_autofree char *guess = g_strdup_printf ("code=CODE&state=guess-%u", i);

      g_assert_cmpuint (deliver (fixture, i < G_N_ELEMENTS (forms) ? forms[i] : guess), ==, 400);
      g_assert_cmpint (tny_sign_in_get_state (fixture->flow), ==, TNY_SIGN_IN_WAITING);
    }
  assert_requests (fixture, 0);
  g_assert_cmpuint (deliver (fixture, GOOD), ==, 200);
  finish_good (fixture);
  assert_requests (fixture, 1);
}

static void
test_iss (Fixture *fixture, gconstpointer data)
{
  static const struct { const char *form; gboolean announced, good; } cases[] = {
    { GOOD "&iss=https%3A%2F%2Fevil.example", FALSE, FALSE },
    { GOOD "&iss=$ISS%2F", FALSE, FALSE },
    { GOOD "&iss=", FALSE, FALSE },
    { GOOD "&iss=$ISSX", TRUE, FALSE },
    { GOOD "&iss=https%3A%2F%2Flogin.microsoftonline.com%2F" PARTNER "%2Fv2.0", TRUE, FALSE },
    { GOOD, TRUE, FALSE },
    { GOOD "&iss=$ISS", TRUE, TRUE },
    { GOOD "&iss=$ISS", FALSE, TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gint before = g_atomic_int_get (&fixture->server->tokens);

      fixture->server->announces_iss = cases[i].announced;
      begin (fixture, NULL);
      g_assert_cmpuint (deliver (fixture, cases[i].form), ==, 200);
      if (cases[i].good)
        finish_good (fixture);
      else
        finish_bad (fixture, TNY_ERROR_PROTOCOL);
      assert_requests (fixture, before + (cases[i].good ? 1 : 0));
    }
}

/* What Microsoft's page sends back instead of a code: the flow ends, no token is asked for. */
static void
test_error_answers (Fixture *fixture, gconstpointer data)
{
  static const struct { const char *form; TnyError code; } cases[] = {
    { "error=access_denied&error_subcode=cancel&state=$STATE", TNY_ERROR_SIGN_IN },
    { "error=access_denied&error_description=AADSTS65004%3A+CANARY&state=$STATE",
      TNY_ERROR_DECLINED },
    { "error=consent_required&state=$STATE", TNY_ERROR_CONSENT },
    { "error=interaction_required&error_description=AADSTS50076%3A+CANARY&state=$STATE",
      TNY_ERROR_MFA },
    { "error=login_required&state=$STATE", TNY_ERROR_SIGN_IN },
    { "error=unauthorized_client&error_description=AADSTS700016%3A+CANARY&state=$STATE",
      TNY_ERROR_APP },
    { "error=server_error&state=$STATE", TNY_ERROR_UNAVAILABLE },
    { "error=invalid_request&error_description=AADSTS50011%3A+CANARY&state=$STATE",
      TNY_ERROR_REGISTRATION },
    { "error=access_denied&code=CODE&state=$STATE", TNY_ERROR_SIGN_IN },
    { "error=interaction_required&error_description=AADSTS53003%3A+CANARY&state=$STATE",
      TNY_ERROR_BLOCKED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      begin (fixture, NULL);
      g_assert_cmpuint (deliver (fixture, cases[i].form), ==, 200);
      finish_bad (fixture, cases[i].code);
      g_assert_cmpint (peer_dial (fixture->port, FALSE), ==, -1);
    }
  assert_requests (fixture, 0);
  g_assert_cmpint (fixture->server->discoveries, ==, 0);

  /* an error without our state is nobody's */
  begin (fixture, NULL);
  g_assert_cmpuint (deliver (fixture, "error=access_denied&state=x"), ==, 400);
  g_assert_cmpint (tny_sign_in_get_state (fixture->flow), ==, TNY_SIGN_IN_WAITING);
}

static void
test_discovery (Fixture *fixture, gconstpointer data)
{
  g_autofree char *other_tenant = g_strconcat (fixture->server->base, "/" CUSTOMER "/v2.0", NULL);
  g_autofree char *no_version = g_strconcat (fixture->server->base, "/" PARTNER, NULL);
  const struct
  {
    const char *issuer, *token, *keys, *body, *headers;
    guint       status;
    TnyError    code;
  } cases[] = {
    { "https://login.microsoftonline.com/" PARTNER "/v2.0", .code = TNY_ERROR_PROTOCOL },
    { other_tenant, .code = TNY_ERROR_PROTOCOL },
    { no_version, .code = TNY_ERROR_PROTOCOL },
    { .token = "https://evil.example/token", .code = TNY_ERROR_PROTOCOL },
    { .token = "", .code = TNY_ERROR_PROTOCOL },
    { .keys = "https://evil.example/keys", .code = TNY_ERROR_PROTOCOL },
    { .keys = "http://127.0.0.1:1/login/keys", .code = TNY_ERROR_PROTOCOL },
    { .body = "[]", .code = TNY_ERROR_PROTOCOL },
    { .body = "{}", .code = TNY_ERROR_PROTOCOL },
    { .body = "{\"issuer\":1}", .code = TNY_ERROR_PROTOCOL },
    { .status = 302, .headers = "Location: https://evil.example/\r\n", .code = TNY_ERROR_PROTOCOL },
    { .status = 400, .body = "{\"error\":\"invalid_tenant\",\"error_codes\":[90002]}",
      .code = TNY_ERROR_APP },
    { .status = 503, .body = "{}", .code = TNY_ERROR_UNAVAILABLE },
    { .status = 429, .body = "{}", .code = TNY_ERROR_THROTTLED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      fixture->server->issuer = cases[i].issuer;
      fixture->server->token_endpoint = cases[i].token;
      fixture->server->keys_endpoint = cases[i].keys;
      fixture->server->discovery_body = cases[i].body;
      fixture->server->discovery_headers = cases[i].headers;
      fixture->server->discovery_status = cases[i].status;
      begin (fixture, NULL);
      deliver (fixture, GOOD);
      finish_bad (fixture, cases[i].code);
    }
  assert_requests (fixture, 0);
}

static void
answer_cb (LoginServer *server, RawConn *conn, const char *tenant, GHashTable *form)
{
  static const struct { guint status; const char *error, *suberror; int number; } answers[] = {
    { 401, "invalid_client", NULL, 7000215 },
    { 401, "invalid_client", NULL, 7000222 },
    { 401, "invalid_client", NULL, 7000218 },
    { 400, "invalid_grant", NULL, 54005 },
    { 400, "invalid_grant", "basic_action", 50076 },
    { 400, "invalid_grant", "message_only", 53003 },
  };
  guint which = GPOINTER_TO_UINT (server->data);

  if (which < G_N_ELEMENTS (answers))
    login_server_refuse (conn, answers[which].status, answers[which].error, answers[which].suberror,
                         answers[which].number);
  else if (which == G_N_ELEMENTS (answers))
    raw_reply (conn, 503, "Retry-After: 1\r\n", "{}");
  else if (which == G_N_ELEMENTS (answers) + 1)
    raw_reply (conn, 429, NULL, "{}");
  else if (which == G_N_ELEMENTS (answers) + 2)
    raw_reply (conn, 307, "Location: https://evil.example/token\r\n", "");
  else if (which == G_N_ELEMENTS (answers) + 3)
    raw_reply (conn, 200, NULL, "{\"access_token\":\"a\"}");
  else if (which == G_N_ELEMENTS (answers) + 4)
    raw_reply (conn, 200, NULL, "{\"token_type\":\"Bearer\",\"access_token\":\"a\\nb\"}");
  else
    raw_puts (conn, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 6\r\n\r\n<html>");
}

/* One token request per flow, whatever it answers. */
static void
test_token_answers (Fixture *fixture, gconstpointer data)
{
  static const TnyError codes[] = {
    TNY_ERROR_SECRET_WRONG, TNY_ERROR_SECRET_EXPIRED, TNY_ERROR_REGISTRATION, TNY_ERROR_SIGN_IN,
    TNY_ERROR_MFA, TNY_ERROR_BLOCKED, TNY_ERROR_UNAVAILABLE, TNY_ERROR_THROTTLED,
    TNY_ERROR_PROTOCOL,
    TNY_ERROR_PROTOCOL, TNY_ERROR_PROTOCOL, TNY_ERROR_PROTOCOL,
  };

  fixture->server->token = answer_cb;
  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    {
      fixture->server->data = GUINT_TO_POINTER (i);
      begin (fixture, NULL);
      deliver (fixture, GOOD);
      finish_bad (fixture, codes[i]);
      assert_requests (fixture, (gint) i + 1);
    }
}

static void
test_id_token (Fixture *fixture, gconstpointer data)
{
  const TnySignInOptions renewal = { .expected_oid = CUSTOMER };
  const TnySignInOptions same = { .expected_oid = USER, .login_hint = "sync@contoso.example" };
  LoginServer *server = fixture->server;

  server->tid = CUSTOMER;
  begin (fixture, NULL);
  deliver (fixture, GOOD);
  finish_bad (fixture, TNY_ERROR_WRONG_ACCOUNT);

  server->tid = TNY_PERSONAL_TENANT;
  begin (fixture, NULL);
  deliver (fixture, GOOD);
  finish_bad (fixture, TNY_ERROR_WRONG_ACCOUNT);

  server->tid = NULL;
  begin (fixture, &renewal);
  deliver (fixture, GOOD);
  finish_bad (fixture, TNY_ERROR_WRONG_ACCOUNT);

  begin (fixture, NULL);
  g_free (server->nonce);
  server->nonce = g_strdup ("of-another-flow");
  deliver (fixture, GOOD);
  finish_bad (fixture, TNY_ERROR_PROTOCOL);

  server->more_claims = ",\"at_hash\":\"wrong\"";
  begin (fixture, NULL);
  deliver (fixture, GOOD);
  finish_bad (fixture, TNY_ERROR_PROTOCOL);
  server->more_claims = NULL;

  server->no_id_token = TRUE;
  begin (fixture, NULL);
  deliver (fixture, GOOD);
  finish_bad (fixture, TNY_ERROR_PROTOCOL);
  server->no_id_token = FALSE;

  server->no_refresh_token = TRUE;
  begin (fixture, NULL);
  deliver (fixture, GOOD);
  finish_bad (fixture, TNY_ERROR_PROTOCOL);
  server->no_refresh_token = FALSE;

  begin (fixture, &same);
  g_assert_cmpstr (param (fixture, "login_hint"), ==, "sync@contoso.example");
  deliver (fixture, GOOD);
  finish_good (fixture);
}

/* The issuer has just changed its keys: fetched once more, never twice. */
static void
test_keys (Fixture *fixture, gconstpointer data)
{
  fixture->server->late_key = TRUE;
  begin (fixture, NULL);
  deliver (fixture, GOOD);
  finish_good (fixture);
  g_assert_cmpint (fixture->server->keys, ==, 2);

  fixture->server->no_key = TRUE;
  begin (fixture, NULL);
  deliver (fixture, GOOD);
  finish_bad (fixture, TNY_ERROR_PROTOCOL);
  g_assert_cmpint (fixture->server->keys, ==, 4);
  assert_requests (fixture, 2);
}

static void
test_query (Fixture *fixture, gconstpointer data)
{
  const TnySignInOptions options = { .query = TRUE };

  /* the usual flow takes neither a query nor a pasted address */
  begin (fixture, NULL);
  g_assert_cmpuint (deliver_as (fixture, GOOD, TRUE), ==, 405);
  g_assert_false (tny_sign_in_take_address (fixture->flow, "http://localhost/", NULL));
  g_assert_cmpint (tny_sign_in_get_state (fixture->flow), ==, TNY_SIGN_IN_WAITING);

  begin (fixture, &options);
  g_assert_cmpstr (param (fixture, "response_mode"), ==, "query");
  g_assert_cmpuint (deliver (fixture, GOOD), ==, 405);
  g_assert_cmpuint (deliver_as (fixture, "code=CODE&state=x", TRUE), ==, 400);
  g_assert_cmpuint (deliver_as (fixture, GOOD, TRUE), ==, 200);
  finish_good (fixture);
}

static void
test_address (Fixture *fixture, gconstpointer data)
{
  static const char *const wrong[] = {
    "", "nonsense", "http://localhost:$PORT/tenantry/callback",
    "https://localhost:$PORT/tenantry/callback?$GOOD",
    "http://evil.example:$PORT/tenantry/callback?$GOOD",
    "http://localhost:1/tenantry/callback?$GOOD",
    "http://localhost:$PORT/other?$GOOD", "http://a@localhost:$PORT/tenantry/callback?$GOOD",
    "http://localhost:$PORT/tenantry/callback?code=CODE&state=x",
    "http://localhost:$PORT/tenantry/callback#$GOOD",
  };
  const TnySignInOptions options = { .query = TRUE };
  g_autofree char *port = NULL, *good = NULL, *address = NULL;

  begin (fixture, &options);
  port = g_strdup_printf ("%u", fixture->port);
  good = fill_in (fixture, GOOD);
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr(GString) text = g_string_new (wrong[i]);
      g_autoptr(GError) error = NULL;

      g_string_replace (text, "$PORT", port, 0);
      g_string_replace (text, "$GOOD", good, 0);
      g_assert_false (tny_sign_in_take_address (fixture->flow, text->str, &error));
      g_assert_error (error, TNY_ERROR, TNY_ERROR_ARGUMENT);
      g_assert_null (strstr (error->message, "CODE"));
    }
  address = g_strdup_printf ("  http://localhost:%s/tenantry/callback?%s\n", port, good);
  g_assert_true (tny_sign_in_take_address (fixture->flow, address, NULL));
  g_assert_false (tny_sign_in_take_address (fixture->flow, address, NULL));
  finish_good (fixture);
  assert_requests (fixture, 1);
  g_assert_cmpint (peer_dial (fixture->port, FALSE), ==, -1);
}

static void
hang_cb (LoginServer *server, RawConn *conn, const char *tenant, GHashTable *form)
{
  while (!raw_stopping (conn) && !g_atomic_int_get ((gint *) server->data))
    g_usleep (1000);
  login_server_grant (server, conn, tenant, 3600);
}

static void
test_cancel (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  gint let_go = FALSE;

  begin (fixture, NULL);
  tny_sign_in_cancel (fixture->flow);
  g_assert_cmpint (peer_dial (fixture->port, FALSE), ==, -1);
  finish (fixture);
  g_assert_true (tny_error_cancelled (fixture->error));
  tny_sign_in_cancel (fixture->flow);

  /* while Microsoft is being asked: at once, and what comes later is nobody's */
  fixture->server->token = hang_cb;
  fixture->server->data = &let_go;
  begin (fixture, NULL);
  deliver (fixture, GOOD);
  while (g_atomic_int_get (&fixture->server->tokens) == 0)
    g_main_context_iteration (NULL, FALSE);
  tny_sign_in_cancel (fixture->flow);
  finish (fixture);
  g_assert_true (tny_error_cancelled (fixture->error));
  g_atomic_int_set (&let_go, TRUE);

  /* through the cancellable of who waits */
  drop_flow (fixture);
  fixture->flow = tny_sign_in_new (fixture->server->cloud, fixture->server->http, PARTNER, CLIENT,
                                   fixture->secret, NULL);
  g_assert_nonnull (tny_sign_in_start (fixture->flow, NULL));
  tny_sign_in_wait_async (fixture->flow, cancellable, ended_cb, fixture);
  g_cancellable_cancel (cancellable);
  finish (fixture);
  g_assert_true (tny_error_cancelled (fixture->error));
}

static void
test_limit (Fixture *fixture, gconstpointer data)
{
  begin (fixture, NULL);
  fake_clock_go (&fixture->server->clock, (TNY_SIGN_IN_LIMIT_SECONDS + 1) * G_TIME_SPAN_SECOND);
  finish_bad (fixture, TNY_ERROR_REDIRECT);
  g_assert_cmpint (peer_dial (fixture->port, TRUE), ==, -1);
}

/* 10,000 flows: state, nonce and challenge of 32 bytes each, none twice. */
static void
test_unique (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  static const char *const names[] = { "state", "nonce", "code_challenge" };

  for (int i = 0; i < 10000; i++)
    {
      begin (fixture, NULL);
      for (guint k = 0; k < G_N_ELEMENTS (names); k++)
        {
          g_assert_cmpuint (strlen (param (fixture, names[k])), ==, 43);
          g_assert_true (g_hash_table_add (seen, g_strdup (param (fixture, names[k]))));
        }
      tny_sign_in_cancel (fixture->flow);
      finish (fixture);
    }
}

static void
test_abandoned (Fixture *fixture, gconstpointer data)
{
  guint before = 0;

  for (int i = 0; i < 51; i++)
    {
      begin (fixture, NULL);
      if (i % 2)
        tny_sign_in_cancel (fixture->flow);
      else
        deliver (fixture, "error=access_denied&state=$STATE");
      finish (fixture);
      drop_flow (fixture);
      while (g_main_context_iteration (NULL, FALSE))
        ;
      if (i == 0)
        before = peer_count_fds ();
    }
  g_assert_cmpuint (peer_count_fds (), ==, before);

  /* started, never waited for, simply dropped */
  for (int i = 0; i < 50; i++)
    {
      g_autoptr(TnySignIn) flow = tny_sign_in_new (fixture->server->cloud, fixture->server->http,
                                                   PARTNER,
                                                   CLIENT, fixture->secret, NULL);

      g_assert_nonnull (tny_sign_in_start (flow, NULL));
    }
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (peer_count_fds (), ==, before);
}

/* the "IDs and Secret" step, and a directory by its domain */

typedef struct
{
  Fixture    *fixture;
  const char *domain;
  gboolean    ok;
  char       *found;
  GError     *error;
} Ask;

static void
check_credentials (Ask *ask)
{
  ask->ok = tny_identity_check_credentials (ask->fixture->server->cloud, ask->fixture->server->http,
                                            PARTNER, CLIENT, ask->fixture->secret, NULL,
                                            &ask->error);
}

static void
test_credentials (Fixture *fixture, gconstpointer data)
{
  static const struct { guint which; int code; } cases[] = {
    { 0, TNY_ERROR_SECRET_WRONG }, { 1, TNY_ERROR_SECRET_EXPIRED }, { 2, TNY_ERROR_REGISTRATION },
    { 7, TNY_ERROR_THROTTLED }, { 8, TNY_ERROR_PROTOCOL },
  };
  Ask ask = { fixture };

  check_credentials (&ask);
  g_assert_no_error (ask.error);
  g_assert_true (ask.ok);
  assert_sent (fixture, "grant_type", "client_credentials");
  assert_sent (fixture, "client_secret", SECRET);
  assert_sent (fixture, "scope", GRAPH "/.default");
  assert_sent (fixture, "refresh_token", NULL);

  fixture->server->token = answer_cb;
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      fixture->server->data = GUINT_TO_POINTER (cases[i].which);
      check_credentials (&ask);
      g_assert_false (ask.ok);
      g_assert_error (ask.error, TNY_ERROR, cases[i].code);
      g_clear_error (&ask.error);
    }

  /* what is visibly wrong is not sent */
  tny_secret_unref (fixture->secret);
  fixture->secret = tny_secret_new (USER);
  check_credentials (&ask);
  g_assert_error (ask.error, TNY_ERROR, TNY_ERROR_SECRET_ID);
  g_clear_error (&ask.error);
  assert_requests (fixture, 1 + (gint) G_N_ELEMENTS (cases));
}

static void
test_domain (Fixture *fixture, gconstpointer data)
{
  static const char *const wrong[] = { "", "x", "a..b", "contoso.example/../x",
                                       "contoso example.org",
                                       "-a.b", "a.b?", "a.b#", "a.b@c.d", "\303\244/b.c" };
  g_autofree char *issuer = g_strconcat (fixture->server->base, "/", PARTNER, "/v2.0", NULL);
  g_autoptr(GError) error = NULL;
  g_autofree char *found = NULL;

  fixture->server->issuer = issuer;
  found = tny_identity_resolve_domain (fixture->server->cloud, fixture->server->http,
                                       " Contoso.Example ",
                                       NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (found, ==, PARTNER);
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_assert_null (tny_identity_resolve_domain (fixture->server->cloud, fixture->server->http,
                                                  wrong[i],
                                                  NULL, &error));
      g_assert_error (error, TNY_ERROR, TNY_ERROR_ARGUMENT);
      g_clear_error (&error);
    }
  g_assert_cmpint (fixture->server->discoveries, ==, 1);

  fixture->server->discovery_status = 400;
  fixture->server->discovery_body = "{\"error\":\"invalid_tenant\",\"error_codes\":[90002]}";
  g_assert_null (tny_identity_resolve_domain (fixture->server->cloud, fixture->server->http,
                                              "gone.example",
                                              NULL, &error));
  g_assert_error (error, TNY_ERROR, TNY_ERROR_APP);
}

int
main (int argc, char *argv[])
{
  static const struct { const char *name; void (*test) (Fixture *fixture,
                                                        gconstpointer data); } tests[] = {
    { "good", test_good },
    { "second-factor", test_mfa },
    { "two-hundred-wrong-states", test_wrong_state },
    { "issuer-of-the-redirect", test_iss },
    { "error-answers-end-the-flow", test_error_answers },
    { "discovery-is-checked", test_discovery },
    { "token-answers", test_token_answers },
    { "id-token-is-checked", test_id_token },
    { "keys-fetched-anew-once", test_keys },
    { "query-only-when-asked-for", test_query },
    { "pasted-address", test_address },
    { "cancel", test_cancel },
    { "fifteen-minutes", test_limit },
    { "ten-thousand-flows-never-repeat", test_unique },
    { "abandoned-flows-leave-nothing-open", test_abandoned },
    { "ids-and-secret", test_credentials },
    { "directory-by-domain", test_domain },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    {
      g_autofree char *path = g_strconcat ("/identity/sign-in/", tests[i].name, NULL);

      g_test_add (path, Fixture, NULL, set_up, tests[i].test, tear_down);
    }

  return g_test_run ();
}
