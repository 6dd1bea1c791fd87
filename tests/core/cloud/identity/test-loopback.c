/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "peer.h"
#include "tny-error.h"
#include "tny-loopback.h"

/* For both together; AddressSanitizer keeps what was freed for a while. */
#ifdef __SANITIZE_ADDRESS__
#define ROOM (64 * 1024 * 1024)
#else
#define ROOM (2 * 1024 * 1024)
#endif

#define ORIGIN "https://login.microsoftonline.com"

/* The peer is a thread with plain blocking sockets; the listener runs on the main loop here. */
typedef struct
{
  TnyLoopback *loopback;
  guint16      port;
  guint        deliveries;
  GMainLoop   *loop;
} Fixture;

static TnyLoopbackVerdict
deliver_cb (const char *form, gsize length, gpointer data)
{
  Fixture *fixture = data;

  fixture->deliveries++;
  if (length >= 4 && memcmp (form, "good", 4) == 0)
    {
      g_clear_pointer (&fixture->loopback, tny_loopback_free);
      return TNY_LOOPBACK_ACCEPT;
    }
  if (length >= 5 && memcmp (form, "error", 5) == 0)
    {
      g_clear_pointer (&fixture->loopback, tny_loopback_free);
      return TNY_LOOPBACK_ACCEPT_ERROR;
    }
  return TNY_LOOPBACK_REFUSE;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  const TnyLoopbackOptions options = { FALSE, ORIGIN, 0 };
  g_autoptr(GError) error = NULL;

  fixture->loop = g_main_loop_new (NULL, FALSE);
  fixture->loopback = tny_loopback_new (&options, deliver_cb, fixture, &error);
  g_assert_no_error (error);
  fixture->port = tny_loopback_get_port (fixture->loopback);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  tny_loopback_free (fixture->loopback);
  g_main_loop_unref (fixture->loop);
}

static gboolean
quit_cb (gpointer loop)
{
  g_main_loop_quit (loop);
  return G_SOURCE_REMOVE;
}

typedef struct
{
  void    (*peer) (Fixture *fixture);
  Fixture  *fixture;
} Run;

static gpointer
peer_thread (gpointer data)
{
  Run *run = data;

  run->peer (run->fixture);
  g_idle_add (quit_cb, run->fixture->loop);
  return NULL;
}

static void
with_peer (Fixture *fixture, void (*peer) (Fixture *fixture))
{
  Run run = { peer, fixture };
  g_autoptr(GThread) thread = g_thread_ref (g_thread_new ("peer", peer_thread, &run));

  g_main_loop_run (fixture->loop);
  g_thread_join (thread);
}

static gsize
resident_bytes (void)
{
  g_autofree char *text = NULL;
  gsize size = 0, resident = 0;

  g_assert_true (g_file_get_contents ("/proc/self/statm", &text, NULL, NULL));
  g_assert_cmpint (sscanf (text, "%" G_GSIZE_FORMAT " %" G_GSIZE_FORMAT, &size, &resident), ==, 2);
  return resident * sysconf (_SC_PAGESIZE);
}

/* tests */

static void
deliver_peer (Fixture *fixture)
{
  g_autofree char *refused = peer_post (fixture->port, FALSE, "bad=1");
  g_autofree char *answer = NULL;

  g_assert_true (g_str_has_prefix (refused, "HTTP/1.1 400 "));
  answer = peer_post (fixture->port, TRUE, "good=SECRETCODE");
  g_assert_true (g_str_has_prefix (answer, "HTTP/1.1 200 OK\r\n"));
  g_assert_nonnull (strstr (answer, "\r\nCache-Control: no-store\r\n"));
  g_assert_nonnull (strstr (answer, "\r\nReferrer-Policy: no-referrer\r\n"));
  g_assert_nonnull (strstr (answer, "\r\nContent-Security-Policy: default-src 'none'"));
  g_assert_nonnull (strstr (answer, "You can close this tab and return to Tenantry."));
  g_assert_null (strstr (answer, "SECRETCODE"));
}

static void
test_delivers (Fixture *fixture, gconstpointer data)
{
  with_peer (fixture, deliver_peer);
  g_assert_cmpuint (fixture->deliveries, ==, 2);
  g_assert_null (fixture->loopback);
}

static void
replay_peer (Fixture *fixture)
{
  g_autofree char *answer = peer_post (fixture->port, FALSE, "error=1");

  g_assert_nonnull (strstr (answer, "The sign-in was not finished"));
  for (int i = 0; i < 100; i++)
    g_assert_cmpint (peer_dial (fixture->port, i % 2), ==, -1);
}

static void
test_replay (Fixture *fixture, gconstpointer data)
{
  with_peer (fixture, replay_peer);
  g_assert_cmpuint (fixture->deliveries, ==, 1);
}

static void
garbage_peer (Fixture *fixture)
{
  g_autoptr(GRand) rand = g_rand_new_with_seed (4711);

  for (int i = 0; i < 1000; i++)
    {
      char junk[512];
      gsize length = g_rand_int_range (rand, 1, sizeof junk);
      g_autofree char *answer = NULL;
      int fd;

      for (gsize k = 0; k < length; k++)
        junk[k] = i % 3 == 0 ? "\r\n :PO/"[g_rand_int_range (rand, 0, 7)]
                             : (char) g_rand_int_range (rand, 0, 256);
      fd = peer_dial (fixture->port, i % 2);
      g_assert_cmpint (fd, >=, 0);
      g_assert_cmpint (send (fd, junk, length, MSG_NOSIGNAL), >, 0);
      /* a third leaves at once, a third says it has finished, a third hangs on until evicted */
      if (i % 3 == 1)
        shutdown (fd, SHUT_WR);
      if (i % 3 != 2)
        close (fd);
    }
  deliver_peer (fixture);
}

static void
test_garbage (Fixture *fixture, gconstpointer data)
{
  with_peer (fixture, garbage_peer);
  g_assert_cmpuint (fixture->deliveries, ==, 2);
}

static void
idle_peer (Fixture *fixture)
{
  int fds[500];
  gint64 begin;

  for (guint i = 0; i < G_N_ELEMENTS (fds); i++)
    {
      fds[i] = peer_dial (fixture->port, i % 2);
      g_assert_cmpint (fds[i], >=, 0);
    }
  begin = g_get_monotonic_time ();
  deliver_peer (fixture);
  g_assert_cmpint (g_get_monotonic_time () - begin, <=, 2 * G_USEC_PER_SEC);
  for (guint i = 0; i < G_N_ELEMENTS (fds); i++)
    close (fds[i]);
}

static void
test_idle (Fixture *fixture, gconstpointer data)
{
  with_peer (fixture, idle_peer);
}

static void
large_peer (Fixture *fixture)
{
  g_autofree char *filling = g_strnfill (50 * 1000 * 1000, 'x');
  g_autofree char *header = g_strdup_printf ("POST /tenantry/callback HTTP/1.1\r\nX: %.70000s",
                                             filling);
  g_autofree char *honest = g_strdup_printf (
    "POST /tenantry/callback HTTP/1.1\r\nHost: localhost:%u\r\nContent-Length: 50000000\r\n\r\n%s",
    fixture->port, filling);
  gsize before = resident_bytes ();
  g_autofree char *first = peer_talk (fixture->port, FALSE, header, strlen (header));
  g_autofree char *second = peer_talk (fixture->port, FALSE, honest, strlen (honest));

  /* the peer may be cut off before it reads, but what it reads is the refusal */
  g_assert_true (*first == '\0' || g_str_has_prefix (first, "HTTP/1.1 431 "));
  g_assert_true (*second == '\0' || g_str_has_prefix (second, "HTTP/1.1 400 "));
  g_assert_cmpuint (resident_bytes (), <, before + ROOM);
  deliver_peer (fixture);
}

static void
test_large (Fixture *fixture, gconstpointer data)
{
  with_peer (fixture, large_peer);
}

/* Ports the process listens on, by address, as the kernel has them. */
static guint
listening (const char *file, guint16 port, const char *address)
{
  g_autofree char *text = NULL;
  g_autofree char *here = g_strdup_printf (":%04X ", port);
  g_auto(GStrv) lines = NULL;
  guint n = 0;

  if (!g_file_get_contents (file, &text, NULL, NULL))
    return 0;
  lines = g_strsplit (text, "\n", 0);
  for (guint i = 1; lines[i] != NULL && *lines[i] != '\0'; i++)
    {
      const char *local_part = strchr (lines[i], ':') + 2;
      const char *remote = strchr (local_part, ' ') + 1;

      if (!g_str_has_prefix (strchr (local_part, ':'), here) || strstr (remote, " 0A ") == NULL)
        continue;
      g_assert_true (g_str_has_prefix (local_part, address));
      n++;
    }
  return n;
}

static void
test_loopback_only (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpuint (listening ("/proc/net/tcp", fixture->port, "0100007F:"), ==, 1);
  g_assert_cmpuint (listening ("/proc/net/tcp6", fixture->port,
                               "00000000000000000000000001000000:"), ==, peer_has_v6 ());
}

/* One family has the port already: both addresses move to another one. */
static void
test_taken (void)
{
  for (int v6 = 0; v6 <= peer_has_v6 (); v6++)
    {
      g_autoptr(GSocketListener) other = g_socket_listener_new ();
      g_autoptr(GInetAddress) address = g_inet_address_new_loopback (v6 ? G_SOCKET_FAMILY_IPV6
                                                                        : G_SOCKET_FAMILY_IPV4);
      g_autoptr(GSocketAddress) any = g_inet_socket_address_new (address, 0);
      g_autoptr(GSocketAddress) taken = NULL;
      g_autoptr(GError) error = NULL;
      g_autoptr(TnyLoopback) loopback = NULL;
      TnyLoopbackOptions options = { FALSE, ORIGIN, 0 };
      guint16 port;

      g_assert_true (g_socket_listener_add_address (other, any, G_SOCKET_TYPE_STREAM,
                                                    G_SOCKET_PROTOCOL_TCP, NULL, &taken, &error));
      options.first_port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (taken));
      loopback = tny_loopback_new (&options, deliver_cb, NULL, &error);
      g_assert_no_error (error);
      port = tny_loopback_get_port (loopback);
      g_assert_cmpuint (port, !=, options.first_port);
      g_assert_cmpuint (listening ("/proc/net/tcp", port, "0100007F:"), ==, 1);
      g_assert_cmpuint (listening ("/proc/net/tcp6", port, "00000000000000000000000001000000:"),
                        ==, peer_has_v6 ());
      /* nothing of the first try is left */
      g_assert_cmpuint (listening ("/proc/net/tcp", options.first_port, "0100007F:"), ==,
                        v6 ? 0 : 1);
      g_socket_listener_close (other);
    }
}

static void
test_abandoned (void)
{
  guint before = 0;

  /* what GLib keeps for itself is open by then */
  for (int i = 0; i < 51; i++)
    {
      const TnyLoopbackOptions options = { FALSE, ORIGIN, 0 };
      g_autoptr(TnyLoopback) loopback = tny_loopback_new (&options, deliver_cb, NULL, NULL);
      int peer = peer_dial (tny_loopback_get_port (loopback), FALSE);

      g_assert_cmpint (peer, >=, 0);
      while (g_main_context_iteration (NULL, FALSE))
        ;
      close (peer);
      g_clear_pointer (&loopback, tny_loopback_free);
      while (g_main_context_iteration (NULL, FALSE))
        ;
      if (i == 0)
        before = peer_count_fds ();
    }
  g_assert_cmpuint (peer_count_fds (), ==, before);
}

static void
slow_peer (Fixture *fixture)
{
  gint64 begin = g_get_monotonic_time ();
  int silent = peer_dial (fixture->port, FALSE), dripping = peer_dial (fixture->port, TRUE);
  const struct timeval often = { 0, 300 * 1000 };
  gboolean silent_open = TRUE;
  char byte;

  /* a byte now and then does not lengthen the ten seconds */
  setsockopt (dripping, SOL_SOCKET, SO_RCVTIMEO, &often, sizeof often);
  for (;;)
    {
      gssize got;

      if (send (dripping, "P", 1, MSG_NOSIGNAL) < 0)
        break;
      got = recv (dripping, &byte, 1, 0);
      if (got == 0 || (got < 0 && errno != EAGAIN))
        break;
      g_assert_cmpint (g_get_monotonic_time () - begin, <, 13 * G_USEC_PER_SEC);
    }
  g_assert_cmpint (g_get_monotonic_time () - begin, >=, 9 * G_USEC_PER_SEC);
  while (silent_open && recv (silent, &byte, 1, 0) > 0)
    silent_open = FALSE;
  g_assert_cmpint (g_get_monotonic_time () - begin, <, 13 * G_USEC_PER_SEC);
  close (silent);
  close (dripping);
  deliver_peer (fixture);
}

static void
test_slow (Fixture *fixture, gconstpointer data)
{
  with_peer (fixture, slow_peer);
}

int
main (int argc, char *argv[])
{
  static const struct { const char *name; void (*test) (Fixture *fixture,
                                                        gconstpointer data); } tests[] = {
    { "delivers-and-closes", test_delivers },
    { "replay-after-success-finds-no-port", test_replay },
    { "thousand-hostile-connections", test_garbage },
    { "five-hundred-idle-sockets", test_idle },
    { "large-headers-and-bodies", test_large },
    { "listens-on-loopback-only", test_loopback_only },
  };

  g_test_init (&argc, &argv, NULL);
  if (g_test_slow ())
    {
      g_test_add ("/identity/loopback/slow-connections-end-after-ten-seconds", Fixture, NULL,
                  set_up,
                  test_slow, tear_down);
      return g_test_run ();
    }
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    {
      g_autofree char *path = g_strconcat ("/identity/loopback/", tests[i].name, NULL);

      g_test_add (path, Fixture, NULL, set_up, tests[i].test, tear_down);
    }
  g_test_add_func ("/identity/loopback/port-taken-on-one-family", test_taken);
  g_test_add_func ("/identity/loopback/abandoned-flows-leave-nothing-open", test_abandoned);

  return g_test_run ();
}
