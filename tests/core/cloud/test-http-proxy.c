/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "http-fixture.h"

/* A system that sends everything through a proxy. */

static void
answer_cb (RawConn *conn, const RawRequest *request, gpointer data)
{
  raw_reply (conn, 200, NULL, "{}");
}

static RawServer *proxy;

/* Key files name this computer; a proxy would carry their tokens away. */
static void
test_loopback_goes_direct (void)
{
  g_autofree char *address = g_strdup_printf ("http://127.0.0.1:%u", raw_server_port (proxy));
  g_auto(GStrv) found = g_proxy_resolver_lookup (g_proxy_resolver_get_default (),
                                                 "http://127.0.0.1:9/", NULL, NULL);
  g_auto(Web) web = { 0 };
  g_autoptr(GError) error = NULL;
  g_autoptr(TnyResponse) response = NULL;

  /* Without this the test would prove nothing. */
  g_assert_nonnull (found);
  g_assert_cmpstr (found[0], ==, address);

  web_open (&web, answer_cb, NULL, NULL);
  response = web_send (&web, NULL, "/v1.0/users", TENANT, 0, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (raw_server_requests (web.server), ==, 1);
  g_assert_cmpuint (raw_server_connections (proxy), ==, 0);
}

int
main (int argc, char *argv[])
{
  g_autofree char *address = NULL;
  int result;

  g_setenv ("GIO_USE_PROXY_RESOLVER", "libproxy", TRUE);
  g_unsetenv ("no_proxy");
  g_unsetenv ("NO_PROXY");
  g_unsetenv ("DBUS_SESSION_BUS_ADDRESS");
  proxy = raw_server_new (answer_cb, NULL);
  address = g_strdup_printf ("http://127.0.0.1:%u", raw_server_port (proxy));
  g_setenv ("http_proxy", address, TRUE);
  g_setenv ("https_proxy", address, TRUE);

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cloud/http/proxy/loopback-goes-direct", test_loopback_goes_direct);
  result = g_test_run ();
  raw_server_free (proxy);

  return result;
}
