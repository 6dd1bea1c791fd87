/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The usage report: one redirect, by hand, to the right place, without a credential, and whole. */
#include "http-fixture.h"

#include <string.h>

#include "tny-error.h"
#include "tny-graph.h"

#define CSV "Report Refresh Date,User Principal Name\n2026-11-22,a@b.example\n"
#define OTHER_CSV "Report Refresh Date,User Principal Name\n2026-11-22,c@b.example\n"
#define OCTETS "HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\nConnection: close\r\n"

G_STATIC_ASSERT (sizeof CSV - 1 == 63);

typedef struct
{
  const char *name;
  const char *location;         /* "%s" is the server's own address; NULL: no redirect at all */
  const char *first, *second;   /* what the host says, the first time and after that; NULL: never asked */
  const char *report;           /* what comes of it; NULL: PROTOCOL */
  guint       asked;            /* how often the host of reports was */
} Case;

#define HERE "%s/reports/x?token=secret"
#define LENGTH(n) OCTETS "Content-Length: " n "\r\n\r\n"

static const Case cases[] = {
  { "whole", HERE, LENGTH ("63") CSV, NULL, CSV, 1 },
  { "no-length-twice-the-same", HERE, OCTETS "\r\n" CSV, OCTETS "\r\n" CSV, CSV, 2 },
  { "no-length-twice-unlike", HERE, OCTETS "\r\n" CSV, OCTETS "\r\n" OTHER_CSV, NULL, 2 },
  { "no-length-then-cut", HERE, OCTETS "\r\n" CSV, OCTETS "\r\nReport Refresh Da", NULL, 2 },
  { "html", HERE, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 6\r\n\r\n<html>", NULL, NULL,
    1 },
  { "redirects-again", HERE, "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:9/\r\nContent-Length: 0\r\n\r\n",
    NULL, NULL, 1 },
  { "foreign-host", "http://127.0.0.2:9/reports/x?token=secret", NULL, NULL, NULL, 0 },
  { "real-host-from-a-sample", "https://reportsncu.office.com/x?token=secret", NULL, NULL, NULL, 0 },
  { "user-info", "http://me@127.0.0.1/reports/x", NULL, NULL, NULL, 0 },
  { "no-address", "nonsense", NULL, NULL, NULL, 0 },
  { "no-redirect", NULL, NULL, NULL, NULL, 0 },
};

typedef struct
{
  const Case *now;
  RawServer  *server;
  guint       asked;
} Estate;

static void
answer_cb (RawConn *conn, const RawRequest *request, gpointer data)
{
  Estate *estate = data;
  g_autofree char *own = g_strdup_printf ("http://127.0.0.1:%u", raw_server_port (estate->server));

  if (strstr (request->target, "/organization") != NULL)
    raw_reply (conn, 200, NULL, "{\"value\":[{\"id\":\"" TENANT "\",\"displayName\":\"Contoso\"}]}");
  else if (strstr (request->target, "/v1.0/reports/") != NULL)
    {
      g_auto(GStrv) parts = estate->now->location != NULL ? g_strsplit (estate->now->location, "%s", -1) : NULL;
      g_autofree char *location = parts != NULL ? g_strjoinv (own, parts) : NULL;
      g_autofree char *header = g_strdup_printf ("Location: %s\r\n", location);

      g_assert_nonnull (strstr (request->head, "Authorization: Bearer token-"));
      raw_reply (conn, location != NULL ? 302 : 200, location != NULL ? header : NULL,
                 location != NULL ? "" : "{\"value\":[]}");
    }
  else
    {
      /* Nothing in it says who asks. */
      g_assert_null (strstr (request->head, "Authorization"));
      g_assert_null (strstr (request->head, "token-"));
      g_assert_null (strstr (request->head, "Cookie"));
      g_assert_null (strstr (request->head, "Referer"));
      raw_puts (conn, estate->asked++ == 0 || estate->now->second == NULL ? estate->now->first
                                                                          : estate->now->second);
    }
}

static void
test_report (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Estate estate = { &cases[i] };
      g_auto(Web) web = { 0 };
      g_autoptr(TnyGraph) graph = NULL;
      g_autoptr(GByteArray) bytes = NULL;
      g_autoptr(GError) error = NULL;

      g_test_message ("%s", cases[i].name);
      web_open (&web, answer_cb, &estate, NULL);
      estate.server = web.server;
      graph = tny_graph_new (web.http, TENANT, FALSE);
      bytes = tny_graph_fetch_mailbox_usage (graph, NULL, &error);
      if (cases[i].report != NULL)
        {
          g_assert_no_error (error);
          g_assert_cmpmem (bytes->data, bytes->len, cases[i].report, strlen (cases[i].report));
        }
      else
        {
          g_assert_null (bytes);
          g_assert_error (error, TNY_ERROR, TNY_ERROR_PROTOCOL);
          g_assert_null (strstr (error->message, "secret"));
        }
      g_assert_cmpuint (estate.asked, ==, cases[i].asked);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/graph/report", test_report);

  return g_test_run ();
}
