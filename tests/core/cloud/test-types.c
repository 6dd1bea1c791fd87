/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <libsoup/soup.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tny-process.h"

#define CHILDREN   150
#define HUNG_AFTER 20      /* seconds */

static int waiting, go;

static void
meet (void)
{
  g_atomic_int_inc (&waiting);
  while (!g_atomic_int_get (&go))
    ;
}

/* The first thing the thread of requests does. */
static gpointer
session_thread (gpointer data)
{
  meet ();
  g_type_class_unref (g_type_class_ref (SOUP_TYPE_SESSION));

  return NULL;
}

/* The first thing the listener of a sign-in does. */
static gpointer
listener_thread (gpointer data)
{
  g_autoptr(GSocketAddress) address = NULL;

  meet ();
  address = g_inet_socket_address_new_from_string ("::1", 0);
  g_assert_nonnull (address);

  return NULL;
}

static void
one_start (void)
{
  GThread *session, *listener;

  alarm (HUNG_AFTER);
    tny_process_prepare_types ();
  session = g_thread_new ("session", session_thread, NULL);
  listener = g_thread_new ("listener", listener_thread, NULL);
  while (g_atomic_int_get (&waiting) < 2)
    ;
  g_atomic_int_set (&go, 1);
  g_thread_join (session);
  g_thread_join (listener);
  _exit (0);
}

/* Without the preparation about one start in seven never goes on. */
static void
test_requests_and_a_sign_in_start_together (void)
{
  for (guint i = 0; i < CHILDREN; i++)
    {
      int status;
      pid_t child = fork ();

      g_assert_cmpint (child, >=, 0);
      if (child == 0)
        one_start ();
      g_assert_cmpint (waitpid (child, &status, 0), ==, child);
      g_assert_cmpint (status, ==, 0);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/types/requests-and-a-sign-in-start-together",
                   test_requests_and_a_sign_in_start_together);

  return g_test_run ();
}
