/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Health of 1,000 tenants: within Microsoft's published limits, and over within two seconds when a person
 * says so. */
#include "health-fixture.h"

#include <string.h>

#define TENANTS 1000

static guint
count_words (const char *text, const char *word)
{
  guint n = 0;

  for (const char *at = text; (at = strstr (at, word)) != NULL; at += strlen (word))
    n++;

  return n;
}

typedef struct
{
  GCancellable *cancellable;
  gint64        at, cancelled_at;
} Canceller;

static gpointer
cancel_thread (gpointer data)
{
  Canceller *canceller = data;

  tny_wait (NULL, canceller->at, NULL, NULL);
  canceller->cancelled_at = g_get_monotonic_time ();
  g_cancellable_cancel (canceller->cancellable);

  return NULL;
}

static void
test_thousand_tenants (Sync *self, gconstpointer data)
{
  TnyChecksContext context;
  g_autoptr(GPtrArray) checks = NULL;
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GError) error = NULL;
  g_autofree char *requests = NULL;
  Canceller canceller = { cancellable };
  GThread *thread;
  gint64 begin, took, until;
  guint n_waits, n_unknown = 0;

  health_list_tenants (self);
  g_assert_cmpint (db_int (self, "SELECT count (*) FROM tenants"), ==, TENANTS);
  sim_control (self, "POST", "reset");
  sim_scenario (self, "all-access", TRUE);
  sim_scenario (self, "published-limits", TRUE);
  self->clock = NULL;                    /* the limits are those of real seconds */
  health_renew (self);
  context = health_context (self, ALL_STREAMS);
  begin = g_get_monotonic_time ();
  checks = health_run (self, &context);
  took = g_get_monotonic_time () - begin;
  /* of so many small tenants some name no user, which is no pass */
  for (guint i = 0; i < checks->len; i++)
    n_unknown += ((TnyCheck *) checks->pdata[i])->state == TNY_CHECK_UNKNOWN &&
                 !g_str_equal (((TnyCheck *) checks->pdata[i])->finding, "empty");
  g_assert_cmpuint (n_unknown, ==, 0);
  g_assert_cmpint (db_int (self, "SELECT count (DISTINCT tenant_id) FROM checks WHERE tenant_id <> ''"), ==,
                   TENANTS);
  requests = sim_requests (self);
  n_waits = count_words (requests, "\"status\":429");
  g_test_message ("%u tenants checked in %.1f s, %u refusals of our making", TENANTS,
                  took / (double) G_USEC_PER_SEC, n_waits);
  g_assert_cmpuint (count_words (requests, "\"status\":200"), >, TENANTS);
  g_assert_cmpuint (n_waits, ==, 0);

  /* in the midst of it */
  canceller.at = took / 3;
  thread = g_thread_new ("cancel", cancel_thread, &canceller);
  g_assert_null (tny_checks_run (&context, NULL, cancellable, &error));
  until = g_get_monotonic_time ();
  g_thread_join (thread);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_test_message ("cancelled within %.0f ms", (until - canceller.cancelled_at) / 1000.0);
  g_assert_cmpint (until - canceller.cancelled_at, <, 2 * G_USEC_PER_SEC);
}

int
main (int argc, char **argv)
{
  static const SyncSetup thousand = { NULL, TENANTS, 2 * TENANTS, "all-access" };

  g_test_init (&argc, &argv, NULL);
  add_sync_test ("/health/thousand/within-limits-and-cancelled-at-once", &thousand, test_thousand_tenants);

  return g_test_run ();
}
