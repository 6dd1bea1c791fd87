/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "tny-delivery.h"

#define ORIGIN "https://login.microsoftonline.com"

static const TnyDeliveryRules posting = { 4711, FALSE, ORIGIN };
static const TnyDeliveryRules getting = { 4711, TRUE, ORIGIN };
static const TnyDeliveryRules local = { 4711, FALSE, "http://127.0.0.1:8080" };

#define HOST "Host: localhost:4711\r\n"
#define FORM "Content-Type: application/x-www-form-urlencoded\r\n"
#define POST "POST /tenantry/callback HTTP/1.1\r\n"
#define GET(query) "GET /tenantry/callback?" query " HTTP/1.1\r\n"

/* form NULL: the status says why not */
static const struct
{
  const char             *name;
  const TnyDeliveryRules *rules;
  const char             *request;
  guint                   status;
  const char             *form;
} cases[] = {
  { "post", &posting, POST HOST FORM "Content-Length: 7\r\n\r\ncode=ab", 200, "code=ab" },
  { "post-with-browser-headers", &posting,
    POST HOST "User-Agent: Mozilla/5.0\r\nOrigin: " ORIGIN "\r\nCookie: a=b\r\nAccept: */*\r\n"
    "Content-Type: application/x-www-form-urlencoded; charset=utf-8\r\ncontent-length:\t7 \r\n\r\n"
    "code=ab", 200, "code=ab" },
  { "post-http-1.0", &posting, "POST /tenantry/callback HTTP/1.0\r\n" HOST FORM "Content-Length: 1\r\n\r\nx",
    200, "x" },
  { "origin-null", &posting, POST HOST FORM "Origin: null\r\nContent-Length: 1\r\n\r\nx", 200,
    "x" },
  { "origin-of-the-same-domain", &posting,
    POST HOST FORM "Origin: https://device.login.microsoftonline.com\r\nContent-Length: 1\r\n\r\nx", 200, "x" },
  { "origin-of-a-local-cloud", &local,
    POST HOST FORM "Origin: http://127.0.0.1:8080\r\nContent-Length: 1\r\n\r\nx", 200, "x" },
  { "empty-body", &posting, POST HOST FORM "Content-Length: 0\r\n\r\n", 200, "" },
  { "get", &getting, GET ("code=a&state=b") HOST "\r\n", 200, "code=a&state=b" },

  { "get-of-a-post-flow", &posting, GET ("code=a") HOST "\r\n", 405, NULL },
  { "post-of-a-get-flow", &getting, POST HOST FORM "Content-Length: 1\r\n\r\nx", 405, NULL },
  { "get-without-query", &getting, "GET /tenantry/callback HTTP/1.1\r\n" HOST "\r\n", 400, NULL },
  { "get-with-body", &getting, GET ("a=b") HOST "Content-Length: 1\r\n\r\nx", 400, NULL },
  { "post-with-query", &posting, "POST /tenantry/callback?x HTTP/1.1\r\n" HOST FORM
    "Content-Length: 1\r\n\r\nx", 400, NULL },
  { "put", &posting, "PUT /tenantry/callback HTTP/1.1\r\n" HOST FORM "Content-Length: 1\r\n\r\nx",
    405, NULL },
  { "lower-case-method", &posting, "post /tenantry/callback HTTP/1.1\r\n" HOST "\r\n", 405, NULL },
  { "favicon", &posting, "GET /favicon.ico HTTP/1.1\r\n" HOST "\r\n", 404, NULL },
  { "final-slash", &posting, "POST /tenantry/callback/ HTTP/1.1\r\n" HOST "\r\n", 404, NULL },
  { "other-case", &posting, "POST /Tenantry/callback HTTP/1.1\r\n" HOST "\r\n", 404, NULL },
  { "dots", &posting, "POST /x/../tenantry/callback HTTP/1.1\r\n" HOST "\r\n", 404, NULL },
  { "escaped", &posting, "POST /tenantry%2fcallback HTTP/1.1\r\n" HOST "\r\n", 404, NULL },
  { "absolute-form", &posting, "POST http://localhost:4711/tenantry/callback HTTP/1.1\r\n" HOST "\r\n",
    404, NULL },
  { "connect", &posting, "CONNECT localhost:4711 HTTP/1.1\r\n" HOST "\r\n", 404, NULL },
  { "http-2", &posting, "PRI * HTTP/2.0\r\n\r\n", 400, NULL },
  { "http-0.9", &posting, "GET /tenantry/callback\r\n\r\n", 400, NULL },
  { "two-blanks", &posting, "POST  /tenantry/callback HTTP/1.1\r\n" HOST "\r\n", 400, NULL },
  { "no-host", &posting, POST FORM "Content-Length: 1\r\n\r\nx", 400, NULL },
  { "two-hosts", &posting, POST HOST HOST FORM "Content-Length: 1\r\n\r\nx", 400, NULL },
  { "no-length", &posting, POST HOST FORM "\r\n", 411, NULL },
  { "two-lengths", &posting, POST HOST FORM "Content-Length: 1\r\nContent-Length: 1\r\n\r\nx", 400,
    NULL },
  { "length-list", &posting, POST HOST FORM "Content-Length: 1, 1\r\n\r\nx", 400, NULL },
  { "length-negative", &posting, POST HOST FORM "Content-Length: -1\r\n\r\nx", 400, NULL },
  { "length-plus", &posting, POST HOST FORM "Content-Length: +1\r\n\r\nx", 400, NULL },
  { "length-hex", &posting, POST HOST FORM "Content-Length: 0x1\r\n\r\nx", 400, NULL },
  { "length-empty", &posting, POST HOST FORM "Content-Length:\r\n\r\nx", 400, NULL },
  { "length-huge", &posting, POST HOST FORM "Content-Length: 99999999999999999999\r\n\r\nx", 400,
    NULL },
  { "length-over", &posting, POST HOST FORM "Content-Length: 12289\r\n\r\nx", 413, NULL },
  { "chunked", &posting, POST HOST FORM "Transfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n",
    400, NULL },
  { "chunked-and-length", &posting,
    POST HOST FORM "Content-Length: 1\r\ntransfer-encoding: chunked\r\n\r\nx",
    400, NULL },
  { "no-type", &posting, POST HOST "Content-Length: 1\r\n\r\nx", 415, NULL },
  { "json", &posting, POST HOST "Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{}",
    415, NULL },
  { "plain-text", &posting, POST HOST "Content-Type: text/plain\r\nContent-Length: 1\r\n\r\nx",
    415, NULL },
  { "folded", &posting, POST HOST "X: a\r\n b\r\n" FORM "Content-Length: 1\r\n\r\nx", 400, NULL },
  { "blank-before-colon", &posting, POST HOST "X : a\r\n" FORM "Content-Length: 1\r\n\r\nx", 400,
    NULL },
  { "no-colon", &posting, POST HOST "nonsense\r\n" FORM "Content-Length: 1\r\n\r\nx", 400, NULL },
  { "no-name", &posting, POST HOST ": x\r\n" FORM "Content-Length: 1\r\n\r\nx", 400, NULL },
  { "bare-newline", &posting, POST HOST "X: a\nHost: evil\r\n" FORM "Content-Length: 1\r\n\r\nx",
    400, NULL },
  { "bare-return", &posting, POST HOST "X: a\rY: b\r\n" FORM "Content-Length: 1\r\n\r\nx", 400,
    NULL },
  { "more-than-announced", &posting, POST HOST FORM "Content-Length: 1\r\n\r\nxy", 400, NULL },
  { "second-request", &posting,
    POST HOST FORM "Content-Length: 1\r\n\r\nx" POST HOST FORM "Content-Length: 1\r\n\r\nx", 400,
    NULL },
  { "tls", &posting, "\026\003\001\002\001\r\n\r\n", 400, NULL },
  { "nothing", &posting, "\r\n\r\n", 400, NULL },
};

/* Host and Origin: exactly ours, or nothing. */
static const char *const foreign[] = {
  "Host: localhost\r\n", "Host: localhost:4712\r\n", "Host: localhost:04711\r\n",
  "Host: localhost:47110\r\n",
  "Host: LOCALHOST:4711\r\n", "Host: Localhost:4711\r\n", "Host: localhost.:4711\r\n",
  "Host: localhost:4711.\r\n", "Host: localhost:4711,localhost:4711\r\n",
  "Host: localhost:4711 x\r\n",
  "Host: 127.0.0.1:4711\r\n", "Host: [::1]:4711\r\n", "Host: 127.1:4711\r\n",
  "Host: 0.0.0.0:4711\r\n",
  "Host: evil.example\r\n", "Host: evil.example:4711\r\n", "Host: localhost.evil.example:4711\r\n",
  "Host: localhost:4711.evil.example\r\n", "Host: evil.example#localhost:4711\r\n",
  "Host: user@localhost:4711\r\n", "Host: http://localhost:4711\r\n", "Host: //localhost:4711\r\n",
  "Host: localhost:4711/\r\n", "Host: localhost:4711?\r\n", "Host: \r\n", "Host: :4711\r\n",
  "Host: localhost:\r\n", "Host: localhost:+4711\r\n", "Host: localh\303\266st:4711\r\n",
  HOST "Origin: https://evil.example\r\n", HOST "Origin: http://login.microsoftonline.com\r\n",
  HOST "Origin: " ORIGIN ".evil.example\r\n", HOST "Origin: " ORIGIN ":444\r\n",
  HOST "Origin: " ORIGIN "/\r\n", HOST "Origin: https://evilmicrosoftonline.com\r\n",
  HOST "Origin: https://.microsoftonline.com.evil\r\n",
  HOST "Origin: https://evil/.microsoftonline.com\r\n",
  HOST "Origin: https://evil#.microsoftonline.com\r\n",
  HOST "Origin: https://evil@x.microsoftonline.com\r\n",
  HOST "Origin: https://LOGIN.microsoftonline.com\r\n", HOST "Origin: \r\n",
  HOST "Origin: Null\r\n",
  HOST "Origin: file://\r\n", HOST "Origin: http://localhost:4711\r\n",
  HOST "Origin: http://127.0.0.1\r\n",
  HOST "Origin: chrome-extension://abc\r\n", HOST "Origin: null null\r\n", HOST "Origin: *\r\n",
  HOST "Origin: null\r\nOrigin: null\r\n", HOST "Origin: " ORIGIN ", https://evil.example\r\n",
  HOST "Origin: https://login.microsoftonline.de\r\n",
};

static guint
feed (TnyDelivery *delivery, const char *bytes, gsize length, gsize step)
{
  guint status = 0;

  for (gsize at = 0; at < length && status == 0; at += step)
    status = tny_delivery_take (delivery, bytes + at, MIN (step, length - at));
  return status;
}

static void
check_case (guint i, gsize step)
{
  g_autoptr(TnyDelivery) delivery = tny_delivery_new (cases[i].rules);
  guint status = feed (delivery, cases[i].request, strlen (cases[i].request), step);

  if (status != cases[i].status)
    g_error ("%s, in steps of %" G_GSIZE_FORMAT ": %u instead of %u", cases[i].name, step, status,
             cases[i].status);
  if (cases[i].form != NULL)
    {
      gsize length;
      const char *form = tny_delivery_form (delivery, &length);

      g_assert_cmpmem (form, length, cases[i].form, strlen (cases[i].form));
    }
}

static void
test_cases (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      /* what stands behind the end is seen only when it comes with it */
      gboolean trailing = strstr (cases[i].name, "more") != NULL || strstr (cases[i].name,
                                                                            "second") != NULL;

      check_case (i, G_MAXUINT16);
      for (gsize step = 1; step < 40 && !trailing; step++)
        check_case (i, step);
    }
}

static void
test_foreign (void)
{
  g_assert_cmpuint (G_N_ELEMENTS (foreign), >=, 50);
  for (guint i = 0; i < G_N_ELEMENTS (foreign); i++)
    {
      g_autofree char *request = g_strconcat (POST, foreign[i], FORM "Content-Length: 1\r\n\r\nx",
                                              NULL);
      g_autoptr(TnyDelivery) delivery = tny_delivery_new (&posting);
      guint status = feed (delivery, request, strlen (request), G_MAXUINT16);

      if (status != 400 && status != 403)
        g_error ("accepted (%u): %s", status, foreign[i]);
    }
}

static void
test_limits (void)
{
  g_autofree char *long_line = g_strnfill (70000, 'a');
  g_autofree char *body = g_strnfill (TNY_DELIVERY_BODY_MAX, 'b');
  g_autofree char *header = g_strconcat (POST HOST "X: ", long_line, NULL);
  g_autofree char *fits = g_strconcat (POST HOST FORM "Content-Length: 12288\r\n\r\n", body, NULL);
  g_autofree char *padding = g_strnfill (4000, 'c');
  g_autofree char *too_much = g_strconcat (POST HOST FORM "X: ", padding,
                                           "\r\nContent-Length: 12288\r\n\r\n", body, NULL);
  const char *const requests[] = { header, long_line, fits, too_much };
  const guint statuses[] = { 431, 431, 200, 413 };

  for (guint i = 0; i < G_N_ELEMENTS (requests); i++)
    for (gsize step = 1; step <= 100000; step *= 10)
      {
        g_autoptr(TnyDelivery) delivery = tny_delivery_new (&posting);

        g_assert_cmpuint (feed (delivery, requests[i], strlen (requests[i]), step), ==,
                          statuses[i]);
      }
}

/* Mutated requests in odd portions: only what is exactly right passes, and nothing else happens. */
static void
test_mutated (void)
{
  static const char good[] = POST HOST FORM "Content-Length: 7\r\n\r\ncode=ab";
  g_autoptr(GRand) rand = g_rand_new_with_seed (20260820);
  guint passed = 0;

  for (int round = 0; round < 20000; round++)
    {
      g_autoptr(TnyDelivery) delivery = tny_delivery_new (&posting);
      char bytes[sizeof good + 64];
      gsize length = sizeof good - 1;
      guint status = 0;

      memcpy (bytes, good, length);
      for (int n = g_rand_int_range (rand, 1, 6); n > 0; n--)
        {
          gsize at = g_rand_int_range (rand, 0, length);

          switch (g_rand_int_range (rand, 0, 3))
            {
            case 0:
              bytes[at] = (char) g_rand_int_range (rand, 0, 256);
              break;
            case 1:
              memmove (bytes + at + 1, bytes + at, length - at);
              bytes[at] = "\r\n: \0%="[g_rand_int_range (rand, 0, 7)];
              length++;
              break;
            default:
              memmove (bytes + at, bytes + at + 1, length - at - 1);
              length--;
            }
        }
      for (gsize at = 0; at < length && status == 0; )
        {
          gsize step = MIN (length - at, (gsize) g_rand_int_range (rand, 1, 30));

          status = tny_delivery_take (delivery, bytes + at, step);
          at += step;
        }
      if (status == 200)
        {
          passed++;
          g_assert_nonnull (memmem (bytes, length, "Host: localhost:4711\r\n", 22) != NULL
                              ? bytes : memmem (bytes, length, "ocalhost:4711", 13));
          g_assert_true (g_str_has_prefix (bytes, "POST /tenantry/callback HTTP/1."));
        }
    }
  /* a changed body or a changed header name of no meaning is still a delivery */
  g_assert_cmpuint (passed, <, 8000);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/identity/delivery/takes-what-a-browser-sends-and-nothing-else", test_cases);
  g_test_add_func ("/identity/delivery/refuses-every-foreign-host-and-origin", test_foreign);
  g_test_add_func ("/identity/delivery/reads-no-more-than-its-limits", test_limits);
  g_test_add_func ("/identity/delivery/survives-mutation", test_mutated);

  return g_test_run ();
}
