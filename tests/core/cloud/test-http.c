/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "http-fixture.h"

#include <string.h>

#include "tny-error.h"

#define SEC ((gint64) G_USEC_PER_SEC)
#define GOOD "{\"value\":[]}"

/* What a canned server says, request by request; the last one again and again. */
typedef struct
{
  const char *const *answers;
  const char        *wanted;         /* (nullable) must be in every head */
} Script;

static void
script_cb (RawConn *conn, const RawRequest *request, gpointer data)
{
  const Script *script = data;
  guint n = 1;

  if (script->wanted != NULL)
    g_assert_nonnull (strstr (request->head, script->wanted));
  while (n < request->number && script->answers[n] != NULL)
    n++;
  raw_puts (conn, script->answers[n - 1]);
}

#define OK_HEAD   "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
#define OK_ANSWER OK_HEAD "Content-Length: 12\r\n\r\n" GOOD

/* ---- whole answers ---- */

static void
check_good (const char *answer)
{
  const char *answers[] = { answer, NULL };
  Script script = { answers, "Authorization: Bearer token-1\r\n" };
  g_auto(Web) web = { 0 };
  g_autoptr(GError) error = NULL;
  g_autoptr(TnyResponse) response = NULL;

  web_open (&web, script_cb, &script, NULL);
  response = web_send (&web, NULL, "/v1.0/users", TENANT, 0, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (response->status, ==, 200);
  g_assert_cmpmem (response->body->data, response->body->len, GOOD, 12);
  g_assert_cmpint (response->body->data[response->body->len], ==, '\0');
  g_assert_cmpstr (response->operation, ==, "GET /v1.0/users");
  g_assert_null (response->error_code);
  g_assert_cmpint (response->retry_after_usec, ==, -1);
  g_assert_cmpuint (raw_server_requests (web.server), ==, 1);
  g_assert_cmpuint (tny_http_in_flight (web.http, NULL), ==, 0);
}

static void
test_whole_answers (void)
{
  check_good (OK_ANSWER);
  check_good (OK_HEAD "Transfer-Encoding: chunked\r\n\r\n6\r\n{\"valu\r\n6\r\ne\":[]}\r\n0\r\n\r\n");
  check_good (OK_HEAD "\r\n" GOOD);
  check_good ("HTTP/1.1 200 OK\r\nContent-Type: Application/JSON;odata.metadata=minimal;charset=utf-8\r\n"
              "Content-Encoding: identity\r\nContent-Length: 12\r\n\r\n" GOOD);
}

static GBytes *
gzip (const char *data, gsize length)
{
  g_autoptr(GConverter) converter =
    G_CONVERTER (g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, 9));
  g_autoptr(GOutputStream) memory = g_memory_output_stream_new_resizable ();
  g_autoptr(GOutputStream) out = g_converter_output_stream_new (memory, converter);

  g_assert_true (g_output_stream_write_all (out, data, length, NULL, NULL, NULL));
  g_assert_true (g_output_stream_close (out, NULL, NULL));

  return g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (memory));
}

typedef struct
{
  GBytes     *packed;
  gsize       send;          /* so many of its bytes */
  const char *coding;        /* header lines for length or chunks */
} Packed;

static void
packed_cb (RawConn *conn, const RawRequest *request, gpointer data)
{
  const Packed *packed = data;
  g_autofree char *head = g_strdup_printf (OK_HEAD "Content-Encoding: gzip\r\n%s\r\n",
                                           packed->coding);

  g_assert_nonnull (strstr (request->head, "Accept-Encoding: gzip\r\n"));
  raw_puts (conn, head);
  raw_write (conn, g_bytes_get_data (packed->packed, NULL), packed->send);
}

static void
test_gzip (void)
{
  g_autoptr(GBytes) packed = gzip (GOOD, 12);
  gsize size = g_bytes_get_size (packed);

  /* Without length and chunks: gzip's own end is all there is, and each missing byte must be
   * noticed. */
  for (gsize send = 0; send <= size; send++)
    {
      Packed served = { packed, send, "" };
      g_auto(Web) web = { 0 };
      g_autoptr(GError) error = NULL;
      g_autoptr(TnyResponse) response = NULL;

      web_open (&web, packed_cb, &served, NULL);
      response = web_send (&web, NULL, "/v1.0/users", TENANT, 0, NULL, &error);
      if (send == size)
        {
          g_assert_no_error (error);
          g_assert_cmpmem (response->body->data, response->body->len, GOOD, 12);
        }
      else
        {
          g_assert_error (error, TNY_ERROR, TNY_ERROR_PROTOCOL);
          g_assert_cmpuint (raw_server_requests (web.server), ==, 5);
        }
    }
}

static gsize
resident_kib (void)
{
  g_autofree char *text = NULL;
  const char *resident;

  /* Size and resident size, in pages of 4 KiB. */
  g_assert_true (g_file_get_contents ("/proc/self/statm", &text, NULL, NULL));
  resident = strchr (text, ' ');

  return (gsize) g_ascii_strtoull (resident, NULL, 10) * 4;
}

static void
test_gzip_bomb (void)
{
  gsize length = 256 * 1024 * 1024;
  char *zeros = g_malloc0 (length);
  g_autoptr(GBytes) packed = gzip (zeros, length);
  Packed served = { packed, g_bytes_get_size (packed), "" };
  g_auto(Web) web = { 0 };
  gsize before;

  g_free (zeros);
  web_open (&web, packed_cb, &served, NULL);
  before = resident_kib ();
  web_expect (&web, NULL, "/v1.0/users", TNY_ERROR, TNY_ERROR_PROTOCOL);
  g_assert_cmpuint (resident_kib (), <, before + 64 * 1024);
  g_assert_cmpuint (raw_server_requests (web.server), ==, 1);
}

/* ---- answers that are none ---- */

static const struct { const char *name, *answer; guint tries; } faults[] = {
  { "short-length", OK_HEAD "Content-Length: 40\r\n\r\n{\"value\":[", 5 },
  { "cut-in-chunk", OK_HEAD "Transfer-Encoding: chunked\r\n\r\n40\r\n{\"value\":[", 5 },
  { "cut-between-chunks", OK_HEAD "Transfer-Encoding: chunked\r\n\r\na\r\n{\"value\":[\r\n", 5 },
  { "cut-before-last-chunk",
    OK_HEAD "Transfer-Encoding: chunked\r\n\r\nb\r\n{\"value\":[]\r\n0\r\n\r\n", 5 },
  { "cut-without-length", OK_HEAD "\r\n{\"value\":[", 5 },
  { "closed-at-once", "", 5 },
  { "cut-in-head", "HTTP/1.1 200 OK\r\nContent-Ty", 5 },
  { "captive-portal",
    "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 6\r\n\r\n<html>", 1 },
  { "json-called-text",
    "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 12\r\n\r\n" GOOD, 1 },
  { "no-type", "HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\n" GOOD, 1 },
  { "other-encoding", OK_HEAD "Content-Encoding: br\r\nContent-Length: 12\r\n\r\n" GOOD, 1 },
  { "no-content", "HTTP/1.1 204 No Content\r\n\r\n", 1 },
  { "created", "HTTP/1.1 201 C\r\nContent-Type: application/json\r\nContent-Length: 12\r\n\r\n" GOOD, 1 },
  { "nine-megabytes-announced", OK_HEAD "Content-Length: 9437184\r\n\r\n{", 1 },
  { "not-http", "\x01\x02 hello\r\n\r\n", 5 },
};

static void
test_faults (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  const char *answers[] = { faults[i].answer, NULL };
  Script script = { answers };
  g_auto(Web) web = { 0 };
  gboolean closed = g_str_has_prefix (faults[i].name, "closed");

  web_open (&web, script_cb, &script, NULL);
  web_expect (&web, NULL, "/v1.0/users", TNY_ERROR, closed ? TNY_ERROR_NETWORK
              : TNY_ERROR_PROTOCOL);
  g_assert_cmpuint (raw_server_requests (web.server), ==, faults[i].tries);
  g_assert_cmpuint (tny_http_in_flight (web.http, NULL), ==, 0);
  g_assert_cmpuint (tny_http_in_flight (web.http, TENANT), ==, 0);
}

static void
test_cut_then_whole (void)
{
  const char *answers[] = { OK_HEAD "Content-Length: 40\r\n\r\n{", "", OK_ANSWER, NULL };
  Script script = { answers };
  g_auto(Web) web = { 0 };
  g_autoptr(GError) error = NULL;
  g_autoptr(TnyResponse) response = NULL;

  web_open (&web, script_cb, &script, NULL);
  response = web_send (&web, NULL, "/v1.0/users", TENANT, 0, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (response->body->data, response->body->len, GOOD, 12);
  g_assert_cmpuint (web.clock.waits->len, ==, 2);
}

static void
endless_cb (RawConn *conn, const RawRequest *request, gpointer data)
{
  static const char block[64 * 1024] = { ' ' };

  raw_puts (conn, OK_HEAD "\r\n");
  for (guint i = 0; i < 16 * 1024 && raw_write (conn, block, sizeof block); i++)
    ;
}

static void
test_endless_body (void)
{
  g_auto(Web) web = { 0 };
  gsize before;

  web_open (&web, endless_cb, NULL, NULL);
  before = resident_kib ();
  web_expect (&web, NULL, "/v1.0/users", TNY_ERROR, TNY_ERROR_PROTOCOL);
  g_assert_cmpuint (raw_server_requests (web.server), ==, 1);
  g_assert_cmpuint (resident_kib (), <, before + 64 * 1024);
}

static void
headers_cb (RawConn *conn, const RawRequest *request, gpointer data)
{
  guint lines = GPOINTER_TO_UINT (data);

  raw_puts (conn, OK_HEAD);
  for (guint i = 0; i < lines; i++)
    {
      g_autofree char *line = g_strdup_printf ("X-%02u: %01000d\r\n", i, 0);

      raw_puts (conn, line);
    }
  raw_puts (conn, "Content-Length: 12\r\n\r\n" GOOD);
}

static void
test_header_cap (void)
{
  {
    g_auto(Web) web = { 0 };

    web_open (&web, headers_cb, GUINT_TO_POINTER (70), NULL);
    web_expect (&web, NULL, "/v1.0/users", TNY_ERROR, TNY_ERROR_PROTOCOL);
    g_assert_cmpuint (raw_server_requests (web.server), ==, 1);
  }
  {
    g_auto(Web) web = { 0 };
    g_autoptr(GError) error = NULL;
    g_autoptr(TnyResponse) response = NULL;

    web_open (&web, headers_cb, GUINT_TO_POINTER (50), NULL);
    response = web_send (&web, NULL, "/v1.0/users", TENANT, 0, NULL, &error);
    g_assert_no_error (error);
  }
}

static void
drip_cb (RawConn *conn, const RawRequest *request, gpointer data)
{
  raw_puts (conn, OK_HEAD "Content-Length: 100000\r\n\r\n");
  while (!raw_stopping (conn) && raw_puts (conn, " "))
    g_usleep (20 * 1000);
}

static void
test_deadline_on_dripping (void)
{
  TnyHttpOptions options = { .deadline_usec = SEC / 4 };
  g_auto(Web) web = { 0 };
  gint64 start;

  web_open (&web, drip_cb, NULL, &options);
  start = g_get_monotonic_time ();
  web_expect (&web, NULL, "/v1.0/users", TNY_ERROR, TNY_ERROR_NETWORK);
  g_assert_cmpint (g_get_monotonic_time () - start, >=, 5 * SEC / 4);
  g_assert_cmpint (g_get_monotonic_time () - start, <, 10 * SEC);
  g_assert_cmpuint (raw_server_requests (web.server), ==, 5);
}

static void
silent_cb (RawConn *conn, const RawRequest *request, gpointer data)
{
  while (!raw_stopping (conn))
    g_usleep (10 * 1000);
}

static void
test_idle_server (void)
{
  TnyHttpOptions options = { .idle_seconds = 1 };
  g_auto(Web) web = { 0 };

  web_open (&web, silent_cb, NULL, &options);
  web_expect (&web, "POST", "/v1.0/users", TNY_ERROR, TNY_ERROR_NETWORK);
  g_assert_cmpuint (raw_server_requests (web.server), ==, 1);
}

static void
test_nobody_there (void)
{
  const char *answers[] = { OK_ANSWER, NULL };
  Script script = { answers };
  g_auto(Web) web = { 0 };
  g_autoptr(TnyCloud) cloud = NULL;
  g_autoptr(TnyHttp) http = NULL;

  web_open (&web, script_cb, &script, NULL);
  raw_server_free (web.server);
  web_expect (&web, NULL, "/v1.0/users", TNY_ERROR, TNY_ERROR_NETWORK);
  g_assert_cmpuint (web.clock.waits->len, ==, 4);
  /* Being offline does not pause the tenant. */
  for (guint i = 0; i < 4; i++)
    web_expect (&web, NULL, "/v1.0/users", TNY_ERROR, TNY_ERROR_NETWORK);
  g_assert_cmpint (tny_http_parked_until (web.http, TENANT), ==, 0);
  web.server = raw_server_new (script_cb, &script);
}

/* ---- where things go ---- */

static void
test_redirects_are_not_followed (void)
{
  static const guint statuses[] = { 301, 302, 303, 307, 308 };
  const char *good[] = { OK_ANSWER, NULL };
  Script elsewhere_script = { good };
  g_autoptr(RawServer) elsewhere = raw_server_new (script_cb, &elsewhere_script);

  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
    for (guint post = 0; post < 2; post++)
      {
        g_autofree char *answer = g_strdup_printf (
          "HTTP/1.1 %u Found\r\nLocation: http://127.0.0.1:%u/graph/v1.0/confidential\r\n"
          "Content-Length: 0\r\n\r\n", statuses[i], raw_server_port (elsewhere));
        const char *answers[] = { answer, NULL };
        Script script = { answers };
        g_auto(Web) web = { 0 };

        web_open (&web, script_cb, &script, NULL);
        web_expect (&web, post ? "POST" : "GET", "/v1.0/users", TNY_ERROR, TNY_ERROR_PROTOCOL);
        g_assert_cmpuint (raw_server_requests (web.server), ==, 1);
      }
  g_assert_cmpuint (raw_server_connections (elsewhere), ==, 0);
}

static void
test_foreign_addresses (void)
{
  const char *good[] = { OK_ANSWER, NULL };
  Script script = { good };
  g_autoptr(RawServer) elsewhere = raw_server_new (script_cb, &script);
  g_auto(Web) web = { 0 };
  g_autofree char *foreign = g_strdup_printf ("http://127.0.0.1:%u/graph/v1.0/users?confidential",
                                              raw_server_port (elsewhere));
  g_autofree char *login = NULL;
  const char *addresses[2] = { foreign };

  web_open (&web, script_cb, &script, NULL);
  addresses[1] = login = g_strdup_printf ("http://127.0.0.1:%u/login/v1.0/users?confidential",
                                          raw_server_port (web.server));
  for (guint i = 0; i < G_N_ELEMENTS (addresses); i++)
    {
      g_autoptr(GUri) uri = g_uri_parse (addresses[i], G_URI_FLAGS_ENCODED, NULL);
      TnyRequest request = { .service = TNY_SERVICE_GRAPH, .uri = uri, .tenant_id = TENANT,
                             .flags = TNY_REQUEST_AUTHORIZE };
      g_autoptr(GError) error = NULL;

      g_assert_null (tny_http_send (web.http, &request, NULL, &error));
      g_assert_error (error, TNY_ERROR, TNY_ERROR_PROTOCOL);
      g_assert_null (strstr (error->message, "confidential"));
    }
  g_assert_cmpuint (raw_server_connections (web.server), ==, 0);
  g_assert_cmpuint (raw_server_connections (elsewhere), ==, 0);
  g_assert_cmpuint (web.tokens.n_get, ==, 0);
}

/* ---- waiting ---- */

#define AFTER(status, value) \
  "HTTP/1.1 " status " X\r\nRetry-After: " value "\r\nContent-Length: 0\r\n\r\n"

static void
test_retry_after (void)
{
  static const struct { const char *answer; gint64 seconds; } rows[] = {
    { AFTER ("429", "17"), 17 }, { AFTER ("503", "5"), 5 }, { AFTER ("504", "299"), 299 },
    { AFTER ("429", "300"), 300 },
    { "HTTP/1.1 429 X\r\nDate: Sat, 03 Jan 2026 10:00:00 GMT\r\n"
      "Retry-After: Sat, 03 Jan 2026 10:01:10 GMT\r\nContent-Length: 0\r\n\r\n", 70 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const char *answers[] = { rows[i].answer, OK_ANSWER, NULL };
      Script script = { answers };
      g_auto(Web) web = { 0 };
      g_autoptr(GError) error = NULL;
      g_autoptr(TnyResponse) response = NULL;

      web_open (&web, script_cb, &script, NULL);
      response = web_send (&web, NULL, "/v1.0/users", TENANT, 0, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (web.clock.waits->len, ==, 1);
      g_assert_cmpint (fake_clock_wait_at (&web.clock, 0), >=, rows[i].seconds * SEC);
      g_assert_cmpint (fake_clock_wait_at (&web.clock, 0), <=, (rows[i].seconds + 1) * SEC);
    }
}

static void
test_unreadable_retry_after_is_none (void)
{
  static const char *const values[] = {
    AFTER ("429", "-5"), AFTER ("429", ""), AFTER ("429", "soon"), AFTER ("503", "1e9"),
    "HTTP/1.1 504 X\r\nContent-Length: 0\r\n\r\n",
  };

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    {
      const char *answers[] = { values[i], NULL };
      Script script = { answers };
      g_auto(Web) web = { 0 };

      web_open (&web, script_cb, &script, NULL);
      web_expect (&web, NULL, "/v1.0/users", TNY_ERROR,
                  strstr (values[i], " 429 ") != NULL ? TNY_ERROR_THROTTLED
                  : TNY_ERROR_UNAVAILABLE);
      g_assert_cmpuint (raw_server_requests (web.server), ==, 8);
      for (guint n = 0; n < web.clock.waits->len; n++)
        g_assert_cmpint (fake_clock_wait_at (&web.clock, n), <=, 120 * SEC);
    }
}

static void
test_long_waits_park (void)
{
  const char *answers[] = { AFTER ("429", "40"), AFTER ("429", "1000000"), OK_ANSWER, NULL };
  Script script = { answers };
  g_auto(Web) web = { 0 };
  g_autoptr(GError) error = NULL;

  web_open (&web, script_cb, &script, NULL);
  /* The first wait is short enough to be waited for, the second parks the tenant. */
  web_expect (&web, NULL, "/v1.0/users", TNY_ERROR, TNY_ERROR_THROTTLED);
  g_assert_cmpuint (raw_server_requests (web.server), ==, 2);
  g_assert_cmpint (tny_http_parked_until (web.http, TENANT), >, 0);

  web_expect (&web, NULL, "/v1.0/users", TNY_ERROR, TNY_ERROR_THROTTLED);
  g_assert_cmpuint (raw_server_requests (web.server), ==, 2);
  /* Not even for a person, and not after asking to forget failures. */
  tny_http_unpark (web.http, TENANT);
  g_assert_null (web_send (&web, NULL, "/v1.0/users", TENANT, TNY_REQUEST_INTERACTIVE, NULL,
                           &error));
  g_assert_error (error, TNY_ERROR, TNY_ERROR_THROTTLED);
  g_clear_error (&error);
  {
    g_autoptr(TnyResponse) other = web_send (&web, NULL, "/v1.0/users", OTHER, 0, NULL, &error);
    g_assert_no_error (error);
  }
  fake_clock_go (&web.clock, 3599 * SEC);
  web_expect (&web, NULL, "/v1.0/users", TNY_ERROR, TNY_ERROR_THROTTLED);
  fake_clock_go (&web.clock, 2 * SEC);
  {
    g_autoptr(TnyResponse) again = web_send (&web, NULL, "/v1.0/users", TENANT, 0, NULL, &error);
    g_assert_no_error (error);
  }
  g_assert_cmpint (tny_http_parked_until (web.http, TENANT), ==, 0);
}

static void
test_writes_are_sent_once (void)
{
  static const char *const values[] = {
    AFTER ("429", "5"), AFTER ("503", "5"), AFTER ("500", "5"), AFTER ("502", "5"), "",
    OK_HEAD "Content-Length: 40\r\n\r\n{",
  };
  static const char *const methods[] = { "POST", "PATCH", "DELETE", "PUT" };

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    for (guint m = 0; m < G_N_ELEMENTS (methods); m++)
      {
        const char *answers[] = { values[i], NULL };
        Script script = { answers };
        g_auto(Web) web = { 0 };
        g_autoptr(GError) error = NULL;

        web_open (&web, script_cb, &script, NULL);
        g_assert_null (web_send (&web, methods[m], "/v1.0/users", TENANT, 0, NULL, &error));
        g_assert_nonnull (error);
        g_assert_cmpuint (raw_server_requests (web.server), ==, 1);
      }
}

static void
test_any_status (void)
{
  const char *answers[] = {
    "HTTP/1.1 400 X\r\nContent-Type: application/json\r\nRetry-After: 9\r\nContent-Length: 25\r\n\r\n"
    "{\"error\":\"invalid_grant\"}", AFTER ("429", "8"), AFTER ("503", "7"), NULL };
  static const guint statuses[] = { 400, 429, 503 };
  Script script = { answers };
  g_auto(Web) web = { 0 };

  web_open (&web, script_cb, &script, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(TnyResponse) response =
        web_send (&web, "POST", "/v1.0/users", TENANT, TNY_REQUEST_ANY_STATUS | TNY_REQUEST_SECRET,
                  NULL,
                  &error);

      g_assert_no_error (error);
      g_assert_cmpuint (response->status, ==, statuses[i]);
      g_assert_cmpint (response->retry_after_usec, ==, (9 - i) * SEC);
      if (i == 0)
        g_assert_cmpstr (response->error_code, ==, "invalid_grant");
    }
  g_assert_cmpuint (raw_server_requests (web.server), ==, 3);
  /* None was repeated, but the one after the 429 went out in time. */
  g_assert_cmpuint (web.clock.waits->len, ==, 1);
  g_assert_cmpint (fake_clock_wait_at (&web.clock, 0), ==, 8 * SEC);
}

static void
test_token_endpoint_is_no_tenant (void)
{
  const char *answers[] = { AFTER ("429", "8"), AFTER ("429", "3600"), AFTER ("503", "9"),
                            OK_ANSWER,
                            NULL };
  Script script = { answers };
  g_auto(Web) web = { 0 };
  g_autoptr(GError) error = NULL;
  g_autoptr(GUri) uri = NULL;
  g_autoptr(TnyResponse) data = NULL;
  TnyRequest request = { .service = TNY_SERVICE_LOGIN, .method = "POST", .tenant_id = TENANT,
                         .flags = TNY_REQUEST_ANY_STATUS };

  web_open (&web, script_cb, &script, NULL);
  uri = tny_cloud_build_uri (web.cloud, TNY_SERVICE_LOGIN, "/x/oauth2/v2.0/token", NULL, NULL);
  request.uri = uri;
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr(TnyResponse) response = tny_http_send (web.http, &request, NULL, &error);

      g_assert_no_error (error);
      g_assert_cmpint (response->retry_after_usec, >, 0);
    }
  data = web_send (&web, NULL, "/v1.0/users", TENANT, 0, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (web.clock.waits->len, ==, 0);
}

/* ---- what an error means ---- */

static const struct { guint status; const char *code; int error; guint tries; } meanings[] = {
  { 400, "Request_BadRequest", TNY_ERROR_PROTOCOL, 1 },
  { 400, "syncStateNotFound", TNY_ERROR_RESYNC, 1 },
  { 401, "InvalidAuthenticationToken", TNY_ERROR_ACCESS, 2 },
  { 401, "Authorization_IdentityNotFound", TNY_ERROR_CONSENT, 2 },
  { 403, "Authorization_RequestDenied", TNY_ERROR_PERMISSION, 1 },
  { 403, "Authentication_RequestFromNonPremiumTenantOrB2CTenant", TNY_ERROR_LICENCE, 1 },
  { 403, "Authentication_MSGraphPermissionMissing", TNY_ERROR_CONSENT, 1 },
  { 403, "what<ever>", TNY_ERROR_PERMISSION, 1 },
  { 404, "Request_ResourceNotFound", TNY_ERROR_NOT_FOUND, 1 },
  { 407, "x", TNY_ERROR_NETWORK, 1 },
  { 408, "x", TNY_ERROR_NETWORK, 5 },
  { 410, "resyncRequired", TNY_ERROR_RESYNC, 1 },
  { 429, "TooManyRequests", TNY_ERROR_THROTTLED, 8 },
  { 500, "x", TNY_ERROR_UNAVAILABLE, 5 },
  { 501, "NotImplemented", TNY_ERROR_PROTOCOL, 1 },
  { 502, "x", TNY_ERROR_UNAVAILABLE, 5 },
  { 503, "x", TNY_ERROR_UNAVAILABLE, 8 },
  { 504, "x", TNY_ERROR_UNAVAILABLE, 8 },
  { 505, "x", TNY_ERROR_UNAVAILABLE, 1 },
};

static void
meaning_cb (RawConn *conn, const RawRequest *request, gpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  g_autofree char *body = g_strdup_printf (
    "{\"error\":{\"code\":\"%s\",\"message\":\"confidential\",\"innerError\":{}}}",
      meanings[i].code);

  raw_reply (conn, meanings[i].status,
             "request-id: 7f3c0000-0000-4000-8000-000000000001\r\n", body);
}

static void
test_meanings (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (meanings); i++)
    {
      g_auto(Web) web = { 0 };

      web_open (&web, meaning_cb, GUINT_TO_POINTER (i), NULL);
      web_expect (&web, NULL, "/v1.0/users", TNY_ERROR, meanings[i].error);
      g_assert_cmpuint (raw_server_requests (web.server), ==, meanings[i].tries);
    }
}

static void
test_message (void)
{
  g_auto(Web) web = { 0 };
  g_autoptr(GError) error = NULL;

  web_open (&web, meaning_cb, GUINT_TO_POINTER (4), NULL);
  g_assert_null (web_send (&web, NULL, "/v1.0/users", TENANT, 0, NULL, &error));
  g_assert_cmpstr (error->message, ==, "GET /v1.0/users: 403 Forbidden Authorization_RequestDenied "
                                       "(request 7f3c0000-0000-4000-8000-000000000001)");
}

/* ---- 401 ---- */

#define CLAIMS_401(claims) \
  "HTTP/1.1 401 X\r\nWWW-Authenticate: Bearer realm=\"\", error=\"insufficient_claims\", claims=\"" claims \
  "\"\r\nContent-Length: 0\r\n\r\n"
/* {"access_token":{"nbf":{"essential":true}}} */
#define CLAIMS "eyJhY2Nlc3NfdG9rZW4iOnsibmJmIjp7ImVzc2VudGlhbCI6dHJ1ZX19fQ"

static void
test_claims_twice (void)
{
  const char *answers[] = { CLAIMS_401 (CLAIMS), CLAIMS_401 (CLAIMS "=="), OK_ANSWER, NULL };
  const char *never[] = { CLAIMS_401 (CLAIMS), NULL };
  Script script = { answers }, hopeless = { never };

  {
    g_auto(Web) web = { 0 };
    g_autoptr(GError) error = NULL;
    g_autoptr(TnyResponse) response = NULL;

    web_open (&web, script_cb, &script, NULL);
    response = web_send (&web, NULL, "/v1.0/users", TENANT, 0, NULL, &error);
    g_assert_no_error (error);
    g_assert_cmpuint (web.tokens.n_get, ==, 3);
    g_assert_cmpuint (web.tokens.n_drop, ==, 2);
    g_assert_cmpstr (web.tokens.claims, ==, "{\"access_token\":{\"nbf\":{\"essential\":true}}}");
    g_assert_cmpuint (raw_server_requests (web.server), ==, 3);
  }
  {
    g_auto(Web) web = { 0 };

    web_open (&web, script_cb, &hopeless, NULL);
    web_expect (&web, NULL, "/v1.0/users", TNY_ERROR, TNY_ERROR_SIGN_IN);
    g_assert_cmpuint (raw_server_requests (web.server), ==, 3);
  }
}

static void
test_other_401_once (void)
{
  static const char *const values[] = {
    "HTTP/1.1 401 X\r\nContent-Length: 0\r\n\r\n", CLAIMS_401 ("not base64"), CLAIMS_401 (""),
    CLAIMS_401 ("WzFd"), "HTTP/1.1 401 X\r\nWWW-Authenticate: Bearer claims=\"" CLAIMS
    "\"\r\nContent-Length: 0\r\n\r\n",
    "HTTP/1.1 401 X\r\nWWW-Authenticate: Negotiate\r\nWWW-Authenticate: Basic realm=\"x\"\r\n"
    "Content-Length: 0\r\n\r\n",
  };

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    {
      const char *answers[] = { values[i], NULL };
      Script script = { answers };
      g_auto(Web) web = { 0 };

      web_open (&web, script_cb, &script, NULL);
      web_expect (&web, NULL, "/v1.0/users", TNY_ERROR, TNY_ERROR_ACCESS);
      g_assert_cmpuint (raw_server_requests (web.server), ==, 2);
      g_assert_cmpuint (web.tokens.n_get, ==, 2);
      g_assert_null (web.tokens.claims);
    }
}

/* ---- many at once ---- */

typedef struct
{
  GMutex      lock;
  GHashTable *now;           /* tenant -> in flight */
  guint       all, most, most_of_one, interactive_seen;
  gboolean    open;          /* answers may go out */
  GCond       cond;
} Crowd;

static void
crowd_cb (RawConn *conn, const RawRequest *request, gpointer data)
{
  Crowd *crowd = data;
  g_autofree char *tenant = g_strndup (strstr (request->target, "/v1.0/") + 6, 2);
  guint n;

  g_mutex_lock (&crowd->lock);
  n = GPOINTER_TO_UINT (g_hash_table_lookup (crowd->now, tenant)) + 1;
  g_hash_table_insert (crowd->now, g_strdup (tenant), GUINT_TO_POINTER (n));
  crowd->all++;
  if (g_str_has_prefix (tenant, "in"))
    crowd->interactive_seen++;
  else
    {
      crowd->most_of_one = MAX (crowd->most_of_one, n);
      crowd->most = MAX (crowd->most, crowd->all - crowd->interactive_seen);
    }
  g_cond_broadcast (&crowd->cond);
  while (!crowd->open)
    g_cond_wait (&crowd->cond, &crowd->lock);
  g_mutex_unlock (&crowd->lock);
  g_usleep (2000);
  g_mutex_lock (&crowd->lock);
  g_hash_table_insert (crowd->now, g_strdup (tenant),
                       GUINT_TO_POINTER (GPOINTER_TO_UINT (g_hash_table_lookup (crowd->now,
                                                                                tenant)) - 1));
  crowd->all--;
  if (g_str_has_prefix (tenant, "in"))
    crowd->interactive_seen--;
  g_mutex_unlock (&crowd->lock);

  raw_puts (conn, OK_ANSWER);
  raw_keep (conn);
}

typedef struct
{
  Web             *web;
  guint            tenant, rounds;
  gint             done;
  TnyRequestFlags  flags;
} Member;

static gpointer
member_thread (gpointer data)
{
  Member *member = data;
  g_autofree char *tenant = g_strdup_printf ("%08x-1111-4111-8111-111111111111", member->tenant);
  g_autofree char *path = (member->flags & TNY_REQUEST_INTERACTIVE) != 0
                          ? g_strdup ("/v1.0/in") : g_strdup_printf ("/v1.0/%02u", member->tenant);

  for (guint i = 0; i < member->rounds; i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(TnyResponse) response = web_send (member->web, NULL, path, tenant, member->flags,
                                                  NULL,
                                                  &error);

      g_assert_no_error (error);
      g_assert_cmpmem (response->body->data, response->body->len, GOOD, 12);
    }
  g_atomic_int_set (&member->done, 1);

  return NULL;
}

static void
test_caps (void)
{
  Crowd crowd = { .now = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL) };
  Member members[80];
  GThread *threads[80], *clicking;
  g_auto(Web) web = { 0 };
  Member person = { &web, 99, 1, 0, TNY_REQUEST_INTERACTIVE };
  gboolean full;

  g_mutex_init (&crowd.lock);
  g_cond_init (&crowd.cond);
  web_open (&web, crowd_cb, &crowd, NULL);
  /* 20 tenants with four workers each: 40 slots asked for by two of each, 32 there. */
  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    {
      members[i] = (Member) { &web, i / 4, 5, 0, 0 };
      threads[i] = g_thread_new ("member", member_thread, &members[i]);
    }
  g_mutex_lock (&crowd.lock);
  while (crowd.all < 32)
    g_cond_wait (&crowd.cond, &crowd.lock);
  g_mutex_unlock (&crowd.lock);

  /* Everything is taken, and a click gets through all the same. */
  clicking = g_thread_new ("person", member_thread, &person);
  g_mutex_lock (&crowd.lock);
  while (crowd.interactive_seen == 0)
    g_cond_wait (&crowd.cond, &crowd.lock);
  full = crowd.all == 33;
  crowd.open = TRUE;
  g_cond_broadcast (&crowd.cond);
  g_mutex_unlock (&crowd.lock);

  g_thread_join (clicking);
  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    g_thread_join (threads[i]);
  g_assert_true (full);
  g_assert_cmpuint (crowd.most, ==, 32);
  g_assert_cmpuint (crowd.most_of_one, ==, 2);
  g_assert_cmpuint (raw_server_requests (web.server), ==, 401);
  g_assert_cmpuint (tny_http_in_flight (web.http, NULL), ==, 0);
  g_hash_table_unref (crowd.now);
  g_mutex_clear (&crowd.lock);
  g_cond_clear (&crowd.cond);
}

typedef struct
{
  const char *tenant_id;      /* whose requests fail */
  gboolean    broken;
} Breaker;

static void
breaker_cb (RawConn *conn, const RawRequest *request, gpointer data)
{
  Breaker *breaker = data;

  if (breaker->broken && strstr (request->target, "/bad") != NULL)
    raw_reply (conn, 500, NULL, "");
  else
    {
      raw_puts (conn, OK_ANSWER);
      raw_keep (conn);
    }
}

static void
test_circuit_breaker (void)
{
  Breaker breaker = { .broken = TRUE };
  g_auto(Web) web = { 0 };
  g_autoptr(GError) error = NULL;
  guint sent;

  web_open (&web, breaker_cb, &breaker, NULL);
  web_expect (&web, NULL, "/v1.0/bad", TNY_ERROR, TNY_ERROR_UNAVAILABLE);
  web_expect (&web, NULL, "/v1.0/bad", TNY_ERROR, TNY_ERROR_UNAVAILABLE);
  g_assert_cmpuint (raw_server_requests (web.server), ==, 10);
  g_assert_cmpint (tny_http_parked_until (web.http, TENANT), >, 0);

  /* Paused: nothing goes out. */
  web_expect (&web, NULL, "/v1.0/bad", TNY_ERROR, TNY_ERROR_UNAVAILABLE);
  g_assert_cmpuint (raw_server_requests (web.server), ==, 10);
  /* Others and a person are not held up. */
  {
    g_autoptr(TnyResponse) other = web_send (&web, NULL, "/v1.0/good", OTHER, 0, NULL, &error);
    g_assert_no_error (error);
  }
  g_assert_null (web_send (&web, NULL, "/v1.0/bad", TENANT, TNY_REQUEST_INTERACTIVE, NULL, &error));
  g_assert_error (error, TNY_ERROR, TNY_ERROR_UNAVAILABLE);
  g_clear_error (&error);
  sent = raw_server_requests (web.server);
  g_assert_cmpuint (sent, >, 11);

  /* After the pause one more failure is enough. */
  fake_clock_go (&web.clock, 601 * SEC);
  web_expect (&web, NULL, "/v1.0/bad", TNY_ERROR, TNY_ERROR_UNAVAILABLE);
  g_assert_cmpuint (raw_server_requests (web.server), ==, sent + 1);

  /* And one success to forget. */
  breaker.broken = FALSE;
  fake_clock_go (&web.clock, 601 * SEC);
  {
    g_autoptr(TnyResponse) well = web_send (&web, NULL, "/v1.0/bad", TENANT, 0, NULL, &error);
    g_assert_no_error (error);
  }
  g_assert_cmpint (tny_http_parked_until (web.http, TENANT), ==, 0);
  breaker.broken = TRUE;
  sent = raw_server_requests (web.server);
  web_expect (&web, NULL, "/v1.0/bad", TNY_ERROR, TNY_ERROR_UNAVAILABLE);
  g_assert_cmpuint (raw_server_requests (web.server), ==, sent + 5);
}

/* ---- the end ---- */

static gpointer
cancel_thread (gpointer data)
{
  Web *web = ((gpointer *) data)[0];

  while (raw_server_requests (web->server) == 0)
    g_usleep (1000);
  g_cancellable_cancel (((gpointer *) data)[1]);

  return NULL;
}

static void
test_cancel (void)
{
  g_auto(Web) web = { 0 };
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GError) error = NULL;
  gpointer data[] = { &web, cancellable };
  GThread *thread;
  gint64 start = g_get_monotonic_time ();

  web_open (&web, silent_cb, NULL, NULL);
  thread = g_thread_new ("cancel", cancel_thread, data);
  g_assert_null (web_send (&web, NULL, "/v1.0/users", TENANT, 0, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_thread_join (thread);
  g_assert_cmpint (g_get_monotonic_time () - start, <, 2 * SEC);
  g_clear_error (&error);

  /* Cancelled before: nothing is sent. */
  g_assert_null (web_send (&web, NULL, "/v1.0/users", TENANT, 0, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (raw_server_requests (web.server), ==, 1);
  g_assert_cmpint (tny_http_parked_until (web.http, TENANT), ==, 0);
}

static void
note_event_cb (const TnyHttpEvent *event, gpointer data)
{
  g_string_append_printf (data, "%d:%s:%u:%u ", event->kind, event->operation, event->status,
                          event->attempt);
}

static void
test_events (void)
{
  const char *answers[] = { AFTER ("503", "2"), "", OK_ANSWER, NULL };
  Script script = { answers };
  g_auto(Web) web = { 0 };
  g_autoptr(GUri) uri = NULL;
  g_autoptr(GString) events = g_string_new (NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(TnyResponse) response = NULL;
  TnyRequest request = { .service = TNY_SERVICE_GRAPH, .tenant_id = TENANT,
                         .flags = TNY_REQUEST_AUTHORIZE, .notify = note_event_cb,
                         .notify_data = events };

  web_open (&web, script_cb, &script, NULL);
  uri = tny_cloud_build_uri (web.cloud, TNY_SERVICE_GRAPH, "/v1.0/users", "a=b", NULL);
  request.uri = uri;
  response = tny_http_send (web.http, &request, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (events->str, ==,
                   "0:GET /v1.0/users:0:1 1:GET /v1.0/users:503:1 3:GET /v1.0/users:503:1 "
                   "0:GET /v1.0/users:0:2 2:GET /v1.0/users:0:2 3:GET /v1.0/users:0:2 "
                   "0:GET /v1.0/users:0:3 1:GET /v1.0/users:200:3 ");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cloud/http/whole-answers", test_whole_answers);
  g_test_add_func ("/cloud/http/gzip-to-its-end", test_gzip);
  g_test_add_func ("/cloud/http/gzip-bomb-stays-small", test_gzip_bomb);
  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_autofree char *path = g_strconcat ("/cloud/http/no-answer/", faults[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_faults);
    }
  g_test_add_func ("/cloud/http/cut-twice-then-whole", test_cut_then_whole);
  g_test_add_func ("/cloud/http/endless-body-is-stopped", test_endless_body);
  g_test_add_func ("/cloud/http/header-cap", test_header_cap);
  g_test_add_func ("/cloud/http/deadline-on-a-dripping-server", test_deadline_on_dripping);
  g_test_add_func ("/cloud/http/silent-server-times-out", test_idle_server);
  g_test_add_func ("/cloud/http/nobody-there", test_nobody_there);
  g_test_add_func ("/cloud/http/redirects-are-not-followed", test_redirects_are_not_followed);
  g_test_add_func ("/cloud/http/foreign-addresses-get-nothing", test_foreign_addresses);
  g_test_add_func ("/cloud/http/retry-after-is-obeyed", test_retry_after);
  g_test_add_func ("/cloud/http/unreadable-retry-after-is-none",
                   test_unreadable_retry_after_is_none);
  g_test_add_func ("/cloud/http/long-waits-park-the-tenant", test_long_waits_park);
  g_test_add_func ("/cloud/http/writes-are-sent-once", test_writes_are_sent_once);
  g_test_add_func ("/cloud/http/any-status-is-the-callers", test_any_status);
  g_test_add_func ("/cloud/http/token-endpoint-holds-no-tenant", test_token_endpoint_is_no_tenant);
  g_test_add_func ("/cloud/http/statuses-mean-remedies", test_meanings);
  g_test_add_func ("/cloud/http/message-for-support", test_message);
  g_test_add_func ("/cloud/http/claims-challenge-twice-at-most", test_claims_twice);
  g_test_add_func ("/cloud/http/other-401-once", test_other_401_once);
  g_test_add_func ("/cloud/http/caps-and-room-for-clicks", test_caps);
  g_test_add_func ("/cloud/http/circuit-breaker", test_circuit_breaker);
  g_test_add_func ("/cloud/http/cancel-ends-at-once", test_cancel);
  g_test_add_func ("/cloud/http/events-tell-tries-and-waits", test_events);

  return g_test_run ();
}
