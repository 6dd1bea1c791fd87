/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "login-server.h"
#include "tny-error.h"
#include "tny-tokens.h"

#define SECOND G_TIME_SPAN_SECOND

typedef struct
{
  LoginServer *server;
  TnyKeyring  *keyring;
  TnyTokens   *tokens;
  TnySlot      slot;

  /* what the server does, by the number of the request, from 1 */
  guint        expires_in;
  gint         refuse;         /* how many requests to refuse; -1: all */
  guint        status;
  const char  *error, *suberror, *headers;
  int          number;
  gint         in_flight, most;          /* requests at once; atomic */
} Fixture;

static void
note_in_flight (Fixture *fixture)
{
  gint now = g_atomic_int_add (&fixture->in_flight, 1) + 1;
  gint most = g_atomic_int_get (&fixture->most);

  while (now > most && !g_atomic_int_compare_and_exchange (&fixture->most, most, now))
    most = g_atomic_int_get (&fixture->most);
}

static void
answer (LoginServer *server, RawConn *conn, const char *tenant, GHashTable *form)
{
  Fixture *fixture = server->data;
  gint number = g_atomic_int_get (&server->tokens);

  note_in_flight (fixture);
  if (fixture->refuse < 0 || number <= fixture->refuse)
    {
      if (fixture->error != NULL)
        login_server_refuse (conn, fixture->status, fixture->error, fixture->suberror,
                             fixture->number);
      else
        raw_reply (conn, fixture->status, fixture->headers, "{}");
    }
  else
    login_server_grant (server, conn, tenant, fixture->expires_in);
  g_atomic_int_add (&fixture->in_flight, -1);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr(TnySecret) first = tny_secret_new ("refresh-0");
  g_autoptr(TnySecret) secret = tny_secret_new (SECRET);
  TnyTokensOptions options = { PARTNER, CLIENT, USER, secret, NULL, NULL };

  fixture->server = login_server_new ();
  fixture->server->token = answer;
  fixture->server->data = fixture;
  fixture->expires_in = 3600;
  fixture->keyring = tny_keyring_new_memory ();
  fixture->slot = (TnySlot) { tny_cloud_get_database (fixture->server->cloud),
                              TNY_KEYRING_REFRESH_TOKEN,
                              PARTNER, USER, NULL };
  g_assert_true (tny_keyring_store (fixture->keyring, &fixture->slot, first, NULL, NULL));
  options.clock = &fixture->server->clock.clock;
  fixture->tokens = tny_tokens_new (fixture->server->cloud, fixture->server->http, fixture->keyring,
                                    &options);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  tny_tokens_free (fixture->tokens);
  login_server_free (fixture->server);
  tny_keyring_free (fixture->keyring);
}

static char *
get (Fixture *fixture, const char *tenant, const char *resource)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(TnySecret) token = tny_tokens_get (fixture->tokens, tenant, resource, NULL, NULL,
                                               &error);

  g_assert_no_error (error);
  return g_strdup (tny_secret_peek (token));
}

static void
get_fails (Fixture *fixture, const char *tenant, const char *resource, TnyError code)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(TnySecret) token = tny_tokens_get (fixture->tokens, tenant, resource, NULL, NULL,
                                               &error);

  g_assert_null (token);
  g_assert_error (error, TNY_ERROR, (int) code);
  g_assert_null (strstr (error->message, "CANARY"));
  g_assert_null (strstr (error->message, "refresh-"));
  g_assert_null (strstr (error->message, SECRET));
}

static char *
stored (Fixture *fixture)
{
  g_autoptr(TnySecret) secret = NULL;

  g_assert_true (tny_keyring_lookup (fixture->keyring, &fixture->slot, &secret, NULL, NULL));
  return secret != NULL ? g_strdup (tny_secret_peek (secret)) : NULL;
}

#define assert_requests(fixture, n) g_assert_cmpint (g_atomic_int_get (&(fixture)->server->tokens), ==, n)
#define assert_text(call, wanted) \
  G_STMT_START { g_autofree char *text_ = call; g_assert_cmpstr (text_, ==, wanted); } G_STMT_END

static void
test_request (Fixture *fixture, gconstpointer data)
{
  assert_text (get (fixture, CUSTOMER, GRAPH), "access-1");
  g_assert_cmpstr (fixture->server->target, ==, "/login/" CUSTOMER "/oauth2/v2.0/token");
  assert_text (login_server_sent (fixture->server, "grant_type"), "refresh_token");
  assert_text (login_server_sent (fixture->server, "client_id"), CLIENT);
  assert_text (login_server_sent (fixture->server, "client_secret"), SECRET);
  assert_text (login_server_sent (fixture->server, "refresh_token"), "refresh-0");
  assert_text (login_server_sent (fixture->server, "scope"), GRAPH "/.default offline_access");
  assert_text (login_server_sent (fixture->server, "claims"),
               "{\"access_token\":{\"xms_cc\":{\"values\":[\"cp1\"]}}}");
  /* the newest refresh token is in the keyring and used next */
  assert_text (stored (fixture), "refresh-1");
  assert_text (get (fixture, PARTNER, CENTER), "access-2");
  assert_text (login_server_sent (fixture->server, "refresh_token"), "refresh-1");
  g_assert_true (tny_tokens_save (fixture->tokens, NULL));
  assert_text (stored (fixture), "refresh-2");
}

/* One token per (tenant, resource), never another's; ids in either case are the same tenant. */
static void
test_pairs (Fixture *fixture, gconstpointer data)
{
  g_autofree char *upper = g_ascii_strup (PARTNER, -1);

  assert_text (get (fixture, PARTNER, GRAPH), "access-1");
  assert_text (get (fixture, PARTNER, CENTER), "access-2");
  assert_text (get (fixture, CUSTOMER, GRAPH), "access-3");
  assert_text (get (fixture, upper, GRAPH), "access-1");
  assert_text (get (fixture, CUSTOMER, GRAPH), "access-3");
  assert_requests (fixture, 3);
  get_fails (fixture, PARTNER, "https://evil.example", TNY_ERROR_ARGUMENT);
  assert_requests (fixture, 3);
}

static void
test_early (Fixture *fixture, gconstpointer data)
{
  assert_text (get (fixture, PARTNER, GRAPH), "access-1");
  fake_clock_go (&fixture->server->clock, (3600 - 301) * SECOND);
  assert_text (get (fixture, PARTNER, GRAPH), "access-1");
  fake_clock_go (&fixture->server->clock, 2 * SECOND);
  assert_text (get (fixture, PARTNER, GRAPH), "access-2");
  assert_requests (fixture, 2);
}

/* 60-second tokens for an hour, asked for every 7 seconds: never one that has ended. */
static void
test_short (Fixture *fixture, gconstpointer data)
{
  gint64 born[200] = { 0 };

  fixture->expires_in = 60;
  for (int i = 0; i < 500; i++)
    {
      g_autofree char *token = get (fixture, PARTNER, GRAPH);
      gint64 now = tny_clock_boot (&fixture->server->clock.clock);
      int number = atoi (token + strlen ("access-"));

      if (born[number] == 0)
        born[number] = now;
      g_assert_cmpint (now - born[number], <, 60 * SECOND);
      fake_clock_go (&fixture->server->clock, 7 * SECOND);
    }
  g_assert_cmpint (g_atomic_int_get (&fixture->server->tokens), <=, 500 * 7 / 30 + 1);
}

typedef struct
{
  Fixture *fixture;
  char     tenant[37];
  gboolean ok;
} Asker;

static gpointer
ask_thread (gpointer data)
{
  Asker *asker = data;
  g_autofree char *token = get (asker->fixture, asker->tenant, GRAPH);

  asker->ok = g_str_has_prefix (token, "access-");
  return NULL;
}

/* 200 workers, 20 tenants, all expired at once: 20 refreshes, one refresh token in the end. */
static void
test_crowd (Fixture *fixture, gconstpointer data)
{
  static Asker askers[200];
  GThread *threads[G_N_ELEMENTS (askers)];
  g_autofree char *last = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (askers); i++)
    {
      askers[i].fixture = fixture;
      g_snprintf (askers[i].tenant, sizeof askers[i].tenant, "%08u-2222-4333-8444-555555555555",
                  i % 20);
      threads[i] = g_thread_new ("asker", ask_thread, &askers[i]);
    }
  for (guint i = 0; i < G_N_ELEMENTS (askers); i++)
    {
      g_thread_join (threads[i]);
      g_assert_true (askers[i].ok);
    }
  assert_requests (fixture, 20);
  g_assert_true (tny_tokens_save (fixture->tokens, NULL));
  last = stored (fixture);
  g_assert_true (g_str_has_prefix (last, "refresh-"));
  g_assert_true (tny_tokens_save (fixture->tokens, NULL));
  assert_text (stored (fixture), last);
}

static void
cut_off (LoginServer *server, RawConn *conn, const char *tenant, GHashTable *form)
{
  Fixture *fixture = server->data;

  /* the connection ends without a word, once everybody waits */
  while (!raw_stopping (conn) && g_atomic_int_get (&fixture->in_flight) < 20)
    g_thread_yield ();
}

static gpointer
fail_thread (gpointer data)
{
  Fixture *fixture = data;

  g_atomic_int_inc (&fixture->in_flight);
  get_fails (fixture, CUSTOMER, GRAPH, TNY_ERROR_NETWORK);
  return NULL;
}

/* A dead network costs a crowd one try and its repetition, not twenty of each. */
static void
test_crowd_offline (Fixture *fixture, gconstpointer data)
{
  GThread *threads[20];

  fixture->server->token = cut_off;
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("asker", fail_thread, fixture);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  g_assert_cmpint (g_atomic_int_get (&fixture->server->tokens), <, 20);
}

/* A day of invalid_grant: one request per tenant, then none until a person acts. */
static void
test_ended (Fixture *fixture, gconstpointer data)
{
  fixture->refuse = -1;
  fixture->status = 400;
  fixture->error = "invalid_grant";
  fixture->number = 50177;
  for (int hour = 0; hour < 24; hour++)
    {
      get_fails (fixture, CUSTOMER, GRAPH, TNY_ERROR_ACCESS);
      get_fails (fixture, CUSTOMER, CENTER, TNY_ERROR_ACCESS);
      fake_clock_go (&fixture->server->clock, 3600 * SECOND);
    }
  assert_requests (fixture, 1);

  /* the others are not concerned */
  fixture->refuse = 0;
  assert_text (get (fixture, PARTNER, GRAPH), "access-2");
  tny_tokens_reset_tenant (fixture->tokens, CUSTOMER);
  assert_text (get (fixture, CUSTOMER, GRAPH), "access-3");
}

static void
test_partner_ended (Fixture *fixture, gconstpointer data)
{
  assert_text (get (fixture, CUSTOMER, GRAPH), "access-1");
  fixture->refuse = -1;
  fixture->status = 400;
  fixture->error = "invalid_grant";
  fixture->number = 50173;
  get_fails (fixture, PARTNER, GRAPH, TNY_ERROR_SIGN_IN);
  get_fails (fixture, CUSTOMER, GRAPH, TNY_ERROR_SIGN_IN);
  get_fails (fixture, CUSTOMER, CENTER, TNY_ERROR_SIGN_IN);
  assert_requests (fixture, 2);

  /* a person pressed sync: one more try */
  tny_tokens_reset_tenant (fixture->tokens, NULL);
  get_fails (fixture, PARTNER, GRAPH, TNY_ERROR_SIGN_IN);
  assert_requests (fixture, 3);
}

/* Signed in anew, or removed: what is still running gets no token and writes nothing. */
static void
test_retired (Fixture *fixture, gconstpointer data)
{
  g_autoptr(TnySecret) fresh = tny_secret_new ("refresh-new");
  g_autoptr(GError) error = NULL;

  assert_text (get (fixture, CUSTOMER, GRAPH), "access-1");
  tny_tokens_retire (fixture->tokens);
  g_assert_true (tny_keyring_store (fixture->keyring, &fixture->slot, fresh, NULL, NULL));
  g_assert_null (tny_tokens_get (fixture->tokens, CUSTOMER, GRAPH, NULL, NULL, &error));
  g_assert_true (tny_error_cancelled (error));
  g_assert_true (tny_tokens_save (fixture->tokens, NULL));
  assert_requests (fixture, 1);
  assert_text (stored (fixture), "refresh-new");
}

/* Missing consent for one resource leaves the other usable, also in the partner tenant. */
static void
test_consent (Fixture *fixture, gconstpointer data)
{
  fixture->refuse = 1;
  fixture->status = 400;
  fixture->error = "invalid_grant";
  fixture->suberror = "consent_required";
  fixture->number = 65001;
  get_fails (fixture, PARTNER, CENTER, TNY_ERROR_CONSENT);
  get_fails (fixture, PARTNER, CENTER, TNY_ERROR_CONSENT);
  assert_requests (fixture, 1);
  assert_text (get (fixture, PARTNER, GRAPH), "access-2");
  tny_tokens_reset_tenant (fixture->tokens, NULL);
  assert_text (get (fixture, PARTNER, CENTER), "access-3");
}

static void
test_throttled (Fixture *fixture, gconstpointer data)
{
  fixture->refuse = 1;
  fixture->status = 429;
  fixture->headers = "Retry-After: 120\r\n";
  get_fails (fixture, CUSTOMER, GRAPH, TNY_ERROR_THROTTLED);
  fake_clock_go (&fixture->server->clock, 119 * SECOND);
  get_fails (fixture, CUSTOMER, GRAPH, TNY_ERROR_THROTTLED);
  assert_requests (fixture, 1);
  /* only that pair */
  assert_text (get (fixture, CUSTOMER, CENTER), "access-2");
  fake_clock_go (&fixture->server->clock, 2 * SECOND);
  assert_text (get (fixture, CUSTOMER, GRAPH), "access-3");
}

/* Without Retry-After a minute; with a silly one an hour at most. */
static void
test_throttled_clamped (Fixture *fixture, gconstpointer data)
{
  fixture->refuse = 2;
  fixture->status = 429;
  get_fails (fixture, CUSTOMER, GRAPH, TNY_ERROR_THROTTLED);
  fake_clock_go (&fixture->server->clock, 59 * SECOND);
  get_fails (fixture, CUSTOMER, GRAPH, TNY_ERROR_THROTTLED);
  assert_requests (fixture, 1);
  fixture->headers = "Retry-After: 999999\r\n";
  fake_clock_go (&fixture->server->clock, 2 * SECOND);
  get_fails (fixture, CUSTOMER, GRAPH, TNY_ERROR_THROTTLED);
  fake_clock_go (&fixture->server->clock, 3601 * SECOND);
  assert_text (get (fixture, CUSTOMER, GRAPH), "access-3");
}

/* 5xx: once more after a second, then the pair is left alone. */
static void
test_unavailable (Fixture *fixture, gconstpointer data)
{
  fixture->refuse = 1;
  fixture->status = 503;
  assert_text (get (fixture, CUSTOMER, GRAPH), "access-2");
  g_assert_cmpint (fake_clock_wait_at (&fixture->server->clock, 0), ==, SECOND);

  fixture->refuse = -1;
  get_fails (fixture, PARTNER, GRAPH, TNY_ERROR_UNAVAILABLE);
  assert_requests (fixture, 4);
  get_fails (fixture, PARTNER, GRAPH, TNY_ERROR_UNAVAILABLE);
  assert_requests (fixture, 4);
  fixture->refuse = 0;
  fake_clock_go (&fixture->server->clock, 61 * SECOND);
  assert_text (get (fixture, PARTNER, GRAPH), "access-5");
}

/* Due but not dead: trouble at Microsoft does not take away what still works. */
static void
test_still_good (Fixture *fixture, gconstpointer data)
{
  assert_text (get (fixture, PARTNER, GRAPH), "access-1");
  fake_clock_go (&fixture->server->clock, 3400 * SECOND);
  fixture->refuse = -1;
  fixture->status = 500;
  assert_text (get (fixture, PARTNER, GRAPH), "access-1");
  assert_text (get (fixture, PARTNER, GRAPH), "access-1");
  assert_requests (fixture, 3);
  fake_clock_go (&fixture->server->clock, 200 * SECOND);
  get_fails (fixture, PARTNER, GRAPH, TNY_ERROR_UNAVAILABLE);
}

static void
test_claims (Fixture *fixture, gconstpointer data)
{
  g_autoptr(TnySecret) first = tny_tokens_get (fixture->tokens, PARTNER, GRAPH, NULL, NULL, NULL);
  g_autoptr(TnySecret) second = NULL;
  g_autoptr(TnySecret) third = NULL;

  second = tny_tokens_get (fixture->tokens, PARTNER, GRAPH,
                           "{\"access_token\":{\"nbf\":{\"essential\":true}}}", NULL, NULL);
  g_assert_cmpstr (tny_secret_peek (second), ==, "access-2");
  assert_text (login_server_sent (fixture->server, "claims"),
               "{\"access_token\":{\"nbf\":{\"essential\":true},\"xms_cc\":{\"values\":[\"cp1\"]}}}");
  /* kept; an old token dropped late does not take the new one with it */
  tny_tokens_drop (fixture->tokens, PARTNER, GRAPH, first);
  assert_text (get (fixture, PARTNER, GRAPH), "access-2");
  tny_tokens_drop (fixture->tokens, PARTNER, GRAPH, second);
  third = tny_tokens_get (fixture->tokens, PARTNER, GRAPH, NULL, NULL, NULL);
  g_assert_cmpstr (tny_secret_peek (third), ==, "access-3");
}

static void
test_no_sign_in (Fixture *fixture, gconstpointer data)
{
  g_assert_true (tny_keyring_remove (fixture->keyring, &fixture->slot, NULL, NULL));
  get_fails (fixture, PARTNER, GRAPH, TNY_ERROR_SIGN_IN);
  assert_requests (fixture, 0);
}

static void
test_answers (Fixture *fixture, gconstpointer data)
{
  static const struct { guint status; const char *headers; TnyError code; } cases[] = {
    { 200, NULL, TNY_ERROR_PROTOCOL },                                /* {} is no token */
    { 302, "Location: https://evil.example/\r\n", TNY_ERROR_PROTOCOL },
    { 400, NULL, TNY_ERROR_PROTOCOL },
    { 404, NULL, TNY_ERROR_PROTOCOL },
  };

  fixture->refuse = -1;
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      fixture->status = cases[i].status;
      fixture->headers = cases[i].headers;
      get_fails (fixture, PARTNER, GRAPH, cases[i].code);
    }
  /* none of these is Microsoft's word: asking again is allowed */
  fixture->refuse = 0;
  g_free (get (fixture, PARTNER, GRAPH));
}

/* A keyring that refuses to store. */
typedef struct
{
  TnyKeyring  keyring;
  TnyKeyring *inner;
  gint        refusing, stores;
} Stubborn;

static gboolean
stubborn_store (TnyKeyring *keyring, const TnySlot *slot, TnySecret *secret,
                GCancellable *cancellable,
                GError **error)
{
  Stubborn *self = (Stubborn *) keyring;

  g_atomic_int_inc (&self->stores);
  if (!g_atomic_int_get (&self->refusing))
    return tny_keyring_store (self->inner, slot, secret, cancellable, error);
  g_set_error (error, TNY_ERROR, TNY_ERROR_KEYRING_LOCKED, "locked");
  return FALSE;
}

static gboolean
stubborn_lookup (TnyKeyring *keyring, const TnySlot *slot, TnySecret **secret,
                 GCancellable *cancellable,
                 GError **error)
{
  return tny_keyring_lookup (((Stubborn *) keyring)->inner, slot, secret, cancellable, error);
}

static void
test_unsaved (Fixture *fixture, gconstpointer data)
{
  Stubborn stubborn = { { stubborn_store, stubborn_lookup }, fixture->keyring, TRUE, 0 };
  g_autoptr(TnySecret) secret = tny_secret_new (SECRET);
  TnyTokensOptions options = { PARTNER, CLIENT, USER, secret, NULL, &fixture->server->clock.clock };
  g_autoptr(TnyTokens) tokens = tny_tokens_new (fixture->server->cloud, fixture->server->http,
                                                &stubborn.keyring, &options);
  g_autoptr(TnySecret) first = tny_tokens_get (tokens, PARTNER, GRAPH, NULL, NULL, NULL);
  g_autoptr(TnySecret) second = NULL;
  g_autoptr(TnySecret) third = NULL;
  g_autoptr(GError) error = NULL;

  /* the token is given all the same; the new refresh token is used from memory, the old stays stored */
  g_assert_nonnull (first);
  assert_text (stored (fixture), "refresh-0");
  second = tny_tokens_get (tokens, PARTNER, CENTER, NULL, NULL, NULL);
  assert_text (login_server_sent (fixture->server, "refresh_token"), "refresh-1");
  g_assert_cmpint (stubborn.stores, ==, 1);
  g_assert_false (tny_tokens_save (tokens, &error));
  g_assert_error (error, TNY_ERROR, TNY_ERROR_KEYRING_LOCKED);

  g_atomic_int_set (&stubborn.refusing, FALSE);
  fake_clock_go (&fixture->server->clock, 61 * SECOND);
  third = tny_tokens_get (tokens, CUSTOMER, GRAPH, NULL, NULL, NULL);
  g_assert_nonnull (third);
  assert_text (stored (fixture), "refresh-3");
}

/* Each token brings a new refresh token; the keyring is spared, and what it holds stays of use. */
static void
test_saved_now_and_then (Fixture *fixture, gconstpointer data)
{
  Stubborn counting = { { stubborn_store, stubborn_lookup }, fixture->keyring, FALSE, 0 };
  g_autoptr(TnySecret) secret = tny_secret_new (SECRET);
  TnyTokensOptions options = { PARTNER, CLIENT, USER, secret, NULL, &fixture->server->clock.clock };
  TnyTokens *tokens = tny_tokens_new (fixture->server->cloud, fixture->server->http,
                                      &counting.keyring, &options);
  g_autoptr(TnySecret) last = NULL;

  for (guint i = 0; i < 50; i++)
    {
      g_autofree char *tenant = g_strdup_printf ("%08u-2222-4333-8444-555555555555", i);
      g_autoptr(TnySecret) token = tny_tokens_get (tokens, tenant, GRAPH, NULL, NULL, NULL);

      g_assert_nonnull (token);
    }
  g_assert_cmpint (counting.stores, ==, 1);
  assert_text (stored (fixture), "refresh-1");
  fake_clock_go (&fixture->server->clock, 31 * SECOND);
  last = tny_tokens_get (tokens, PARTNER, GRAPH, NULL, NULL, NULL);
  g_assert_cmpint (counting.stores, ==, 2);
  assert_text (stored (fixture), "refresh-51");
  g_clear_pointer (&last, tny_secret_unref);
  last = tny_tokens_get (tokens, PARTNER, CENTER, NULL, NULL, NULL);
  assert_text (stored (fixture), "refresh-51");

  /* gone without a good-bye: the next program goes on with what was stored */
  tny_tokens_free (tokens);
  tokens = tny_tokens_new (fixture->server->cloud, fixture->server->http, &counting.keyring, &options);
  g_clear_pointer (&last, tny_secret_unref);
  last = tny_tokens_get (tokens, CUSTOMER, GRAPH, NULL, NULL, NULL);
  g_assert_nonnull (last);
  assert_text (login_server_sent (fixture->server, "refresh_token"), "refresh-51");
  g_clear_pointer (&last, tny_secret_unref);
  last = tny_tokens_get (tokens, CUSTOMER, CENTER, NULL, NULL, NULL);
  g_assert_true (tny_tokens_save (tokens, NULL));
  assert_text (stored (fixture), "refresh-54");
  tny_tokens_free (tokens);
}

static gpointer
cancel_thread (gpointer data)
{
  Fixture *fixture = ((gpointer *) data)[0];

  while (g_atomic_int_get (&fixture->in_flight) == 0)
    g_thread_yield ();
  g_cancellable_cancel (((gpointer *) data)[1]);
  return NULL;
}

static void
hang (LoginServer *server, RawConn *conn, const char *tenant, GHashTable *form)
{
  Fixture *fixture = server->data;

  note_in_flight (fixture);
  while (!raw_stopping (conn) && g_atomic_int_get (&fixture->refuse) == -1)
    g_usleep (1000);
  login_server_grant (server, conn, tenant, 3600);
}

/* Who is cancelled leaves at once; the next one asks for himself. */
static void
test_cancelled (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GError) error = NULL;
  gpointer both[] = { fixture, cancellable };
  GThread *thread;

  fixture->server->token = hang;
  fixture->refuse = -1;
  thread = g_thread_new ("cancel", cancel_thread, both);
  g_assert_null (tny_tokens_get (fixture->tokens, PARTNER, GRAPH, NULL, cancellable, &error));
  g_assert_true (tny_error_cancelled (error));
  g_thread_join (thread);
  g_atomic_int_set (&fixture->refuse, 0);
  g_free (get (fixture, PARTNER, GRAPH));
}

int
main (int argc, char *argv[])
{
  static const struct { const char *name; void (*test) (Fixture *fixture,
                                                        gconstpointer data); } tests[] = {
    { "asks-with-the-newest-refresh-token", test_request },
    { "one-per-tenant-and-resource", test_pairs },
    { "renewed-five-minutes-early", test_early },
    { "short-lived-never-stale", test_short },
    { "crowd-of-200-makes-20-refreshes", test_crowd },
    { "crowd-offline-tries-once", test_crowd_offline },
    { "invalid-grant-ends-the-tenant", test_ended },
    { "partner-ended-ends-the-connection", test_partner_ended },
    { "retired-gives-and-writes-nothing", test_retired },
    { "missing-consent-ends-one-resource", test_consent },
    { "throttled-waits-as-told", test_throttled },
    { "throttled-without-or-with-silly-times", test_throttled_clamped },
    { "unavailable-tries-once-more", test_unavailable },
    { "still-good-token-outlives-trouble", test_still_good },
    { "claims-challenge", test_claims },
    { "no-sign-in-stored", test_no_sign_in },
    { "answers-that-are-none", test_answers },
    { "keyring-refuses-to-store", test_unsaved },
    { "keyring-is-spared", test_saved_now_and_then },
    { "cancelled", test_cancelled },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    {
      g_autofree char *path = g_strconcat ("/identity/tokens/", tests[i].name, NULL);

      g_test_add (path, Fixture, NULL, set_up, tests[i].test, tear_down);
    }

  return g_test_run ();
}
