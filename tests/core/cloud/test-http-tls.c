/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <arpa/inet.h>
#include <glib/gstdio.h>
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "fakes.h"
#include "tny-error.h"
#include "tny-http.h"

/* Servers that are not who they should be. Certificates are made here, minutes old. */

#define TENANT "11111111-1111-4111-8111-111111111111"
#define DAY    86400
#define GOOD   "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"

typedef struct
{
  gnutls_x509_privkey_t key;
  gnutls_x509_crt_t     cert;
} Identity;

static void
check (int result)
{
  if (result < 0)
    g_error ("gnutls: %s", gnutls_strerror (result));
}

/* @issuer NULL: signed by itself. @host: an address, as four bytes. */
static void
make_identity (Identity *self, const Identity *issuer, gboolean ca, const char *host, gint64 from,
               gint64 to)
{
  static guint32 serial = 1;
  guint32 number = g_htonl (serial++);
  struct in_addr address;

  check (gnutls_x509_privkey_init (&self->key));
  check (gnutls_x509_privkey_generate (self->key, GNUTLS_PK_ECDSA,
                                       GNUTLS_CURVE_TO_BITS (GNUTLS_ECC_CURVE_SECP256R1), 0));
  check (gnutls_x509_crt_init (&self->cert));
  check (gnutls_x509_crt_set_version (self->cert, 3));
  check (gnutls_x509_crt_set_serial (self->cert, &number, sizeof number));
  check (gnutls_x509_crt_set_dn (self->cert, ca ? "CN=Test authority" : "CN=Test server", NULL));
  check (gnutls_x509_crt_set_activation_time (self->cert, from));
  check (gnutls_x509_crt_set_expiration_time (self->cert, to));
  check (gnutls_x509_crt_set_basic_constraints (self->cert, ca, -1));
  check (gnutls_x509_crt_set_key_usage (self->cert, ca ? GNUTLS_KEY_KEY_CERT_SIGN
                                                       : GNUTLS_KEY_DIGITAL_SIGNATURE));
  if (host != NULL)
    {
      g_assert_cmpint (inet_pton (AF_INET, host, &address), ==, 1);
      check (gnutls_x509_crt_set_subject_alt_name (self->cert, GNUTLS_SAN_IPADDRESS, &address,
                                                   sizeof address, GNUTLS_FSAN_SET));
    }
  check (gnutls_x509_crt_set_key (self->cert, self->key));
  check (gnutls_x509_crt_sign2 (self->cert, issuer != NULL ? issuer->cert : self->cert,
                                issuer != NULL ? issuer->key : self->key, GNUTLS_DIG_SHA256, 0));
}

static void
clear_identity (Identity *self)
{
  gnutls_x509_crt_deinit (self->cert);
  gnutls_x509_privkey_deinit (self->key);
}

typedef struct
{
  int         fd;
  guint16     port;
  Identity   *identity;
  const char *priority;       /* NULL: this server does not speak TLS at all */
  GThread    *thread;
  gint        connections, bytes, stopping;
} Server;

static void
serve_tls (Server *self, int fd)
{
  gnutls_certificate_credentials_t credentials;
  gnutls_session_t session;
  char buffer[4096];
  gssize n = 0;
  int result;

  check (gnutls_certificate_allocate_credentials (&credentials));
  check (gnutls_certificate_set_x509_key (credentials, &self->identity->cert, 1,
                                          self->identity->key));
  check (gnutls_init (&session, GNUTLS_SERVER));
  check (gnutls_priority_set_direct (session, self->priority, NULL));
  check (gnutls_credentials_set (session, GNUTLS_CRD_CERTIFICATE, credentials));
  gnutls_transport_set_int (session, fd);
  gnutls_handshake_set_timeout (session, 5000);
  do
    result = gnutls_handshake (session);
  while (result < 0 && gnutls_error_is_fatal (result) == 0);
  if (result == 0)
    {
      gnutls_record_set_timeout (session, 2000);
      n = gnutls_record_recv (session, buffer, sizeof buffer);
    }
  if (n > 0)
    {
      g_atomic_int_add (&self->bytes, (gint) n);
      gnutls_record_send (session, GOOD, strlen (GOOD));
      gnutls_bye (session, GNUTLS_SHUT_WR);
    }
  gnutls_deinit (session);
  gnutls_certificate_free_credentials (credentials);
}

static gpointer
server_thread (gpointer data)
{
  Server *self = data;

  for (;;)
    {
      int fd = accept (self->fd, NULL, NULL);

      if (fd < 0 || g_atomic_int_get (&self->stopping))
        {
          if (fd >= 0)
            close (fd);
          return NULL;
        }
      g_atomic_int_inc (&self->connections);
      if (self->priority != NULL)
        serve_tls (self, fd);
      else
        send (fd, GOOD, strlen (GOOD), MSG_NOSIGNAL);
      close (fd);
    }
}

static void
server_start (Server *self)
{
  struct sockaddr_in address = { .sin_family = AF_INET,
                                 .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };
  socklen_t length = sizeof address;

  self->fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  g_assert_cmpint (bind (self->fd, (struct sockaddr *) &address, sizeof address), ==, 0);
  g_assert_cmpint (listen (self->fd, 16), ==, 0);
  g_assert_cmpint (getsockname (self->fd, (struct sockaddr *) &address, &length), ==, 0);
  self->port = ntohs (address.sin_port);
  self->thread = g_thread_new ("tls-server", server_thread, self);
}

static void
server_stop (Server *self)
{
  g_atomic_int_set (&self->stopping, 1);
  shutdown (self->fd, SHUT_RDWR);
  g_thread_join (self->thread);
  close (self->fd);
}

/* A cloud at the server, trusting @authority alone. The file of the authority, @ca, is read again
 * with every connection. */
static TnyCloud *
load_cloud (const Server *server, const Identity *authority, const char *dir, const char *ca)
{
  g_autofree char *path = g_build_filename (dir, "cloud.ini", NULL);
  g_autofree char *text = g_strdup_printf (
    "[cloud]\nname=tls\nlogin=https://127.0.0.1:%1$u/login\ngraph=https://127.0.0.1:%1$u/graph\n"
    "partner=https://127.0.0.1:%1$u/partner\nportal=https://127.0.0.1:%1$u/portal\nca=%2$s\n",
    server->port, ca);
  gnutls_datum_t pem;
  g_autoptr(GError) error = NULL;
  TnyCloud *cloud;

  check (gnutls_x509_crt_export2 (authority->cert, GNUTLS_X509_FMT_PEM, &pem));
  g_assert_true (g_file_set_contents (ca, (const char *) pem.data, pem.size, NULL));
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  cloud = tny_cloud_load (path, &error);
  g_assert_no_error (error);
  gnutls_free (pem.data);
  g_unlink (path);

  return cloud;
}

static TnyResponse *
get (TnyCloud *cloud, GError **error)
{
  g_autoptr(GUri) uri = tny_cloud_build_uri (cloud, TNY_SERVICE_GRAPH, "/v1.0/users", NULL, NULL);
  TnyRequest request = { .service = TNY_SERVICE_GRAPH, .uri = uri, .tenant_id = TENANT,
                         .flags = TNY_REQUEST_AUTHORIZE };
  FakeClock clock;
  FakeTokens tokens;
  TnyTokenSource source;
  TnyHttp *http;
  TnyResponse *response;

  fake_clock_init (&clock);
  fake_tokens_init (&tokens);
  source = fake_tokens_source (&tokens);
  http = tny_http_new (cloud, &(TnyHttpOptions) { .clock = &clock.clock });
  tny_http_set_tokens (http, &source);
  response = tny_http_send (http, &request, NULL, error);
  tny_http_unref (http);
  fake_tokens_clear (&tokens);
  fake_clock_clear (&clock);

  return response;
}

#define MODERN "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2"

static const struct
{
  const char *name;
  gboolean    self_signed, other_authority;
  const char *host;
  gint64      from, to;       /* days from now */
  const char *priority;
  gboolean    good;
} cases[] = {
  { "good-1.3", FALSE, FALSE, "127.0.0.1", -1, 30, "NORMAL:-VERS-ALL:+VERS-TLS1.3", TRUE },
  { "good-1.2", FALSE, FALSE, "127.0.0.1", -1, 30, "NORMAL:-VERS-ALL:+VERS-TLS1.2", TRUE },
  { "self-signed", TRUE, FALSE, "127.0.0.1", -1, 30, MODERN },
  { "unknown-authority", FALSE, TRUE, "127.0.0.1", -1, 30, MODERN },
  { "wrong-host", FALSE, FALSE, "127.0.0.2", -1, 30, MODERN },
  { "no-host", FALSE, FALSE, NULL, -1, 30, MODERN },
  { "expired", FALSE, FALSE, "127.0.0.1", -30, -1, MODERN },
  { "not-yet-valid", FALSE, FALSE, "127.0.0.1", 1, 30, MODERN },
  { "tls-1.1", FALSE, FALSE, "127.0.0.1", -1, 30, "NORMAL:-VERS-ALL:+VERS-TLS1.1" },
  { "tls-1.0", FALSE, FALSE, "127.0.0.1", -1, 30, "NORMAL:-VERS-ALL:+VERS-TLS1.0" },
  { "no-tls", FALSE, FALSE, "127.0.0.1", -1, 30, NULL },
};

static void
test_case (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  g_autofree char *dir = g_dir_make_tmp ("tny-tls-XXXXXX", NULL);
  g_autofree char *ca = g_build_filename (dir, "ca.pem", NULL);
  Identity authority, other, identity;
  Server server = { .identity = &identity, .priority = cases[i].priority };
  g_autoptr(GError) error = NULL;
  g_autoptr(TnyResponse) response = NULL;
  g_autoptr(TnyCloud) cloud = NULL;

  make_identity (&authority, NULL, TRUE, NULL, now - 60 * DAY, now + 60 * DAY);
  make_identity (&other, NULL, TRUE, NULL, now - 60 * DAY, now + 60 * DAY);
  make_identity (&identity, cases[i].self_signed ? NULL : cases[i].other_authority ? &other
                 : &authority,
                 FALSE, cases[i].host, now + cases[i].from * DAY, now + cases[i].to * DAY);
  server_start (&server);
  cloud = load_cloud (&server, &authority, dir, ca);

  response = get (cloud, &error);
  if (cases[i].good)
    {
      g_assert_no_error (error);
      g_assert_cmpint (g_atomic_int_get (&server.bytes), >, 0);
    }
  else
    {
      g_assert_error (error, TNY_ERROR, TNY_ERROR_TLS);
      /* Not one byte of a request, so no token either; and no second attempt. */
      g_assert_cmpint (g_atomic_int_get (&server.bytes), ==, 0);
      g_assert_cmpint (g_atomic_int_get (&server.connections), ==, 1);
    }

  server_stop (&server);
  g_unlink (ca);
  g_rmdir (dir);
  clear_identity (&authority);
  clear_identity (&other);
  clear_identity (&identity);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/cloud/http/tls/", cases[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_case);
    }

  return g_test_run ();
}
