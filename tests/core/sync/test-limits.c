/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Microsoft's published limits: kept without a single refusal, and obeyed when one comes. */
#include "sync-fixture.h"

#include <string.h>

#include "tny-error.h"
#include "tny-json.h"

/* A clock that runs five times as fast, like the windows of the sample cloud here. */
#define SPEED 5

static gint64
fast_now (TnyClock *clock)
{
  return tny_clock_now (NULL);
}

static gint64
fast_boot (TnyClock *clock)
{
  return tny_clock_boot (NULL) * SPEED;
}

static gboolean
fast_wait (TnyClock *clock, gint64 usec, GCancellable *cancellable)
{
  return tny_wait (NULL, MAX (1, usec / SPEED), cancellable, NULL);
}

static TnyClock fast_clock = { fast_now, fast_boot, fast_wait };

static const SyncSetup large_tenant = { .tenants = 3, .users = 9000 };

static void
use_clock (Sync *s, TnyClock *clock)
{
  sync_close (s);
  s->clock = clock;
  sync_open (s);
}

static void
assert_ok (Sync *s)
{
  g_autoptr(GError) error = NULL;

  g_assert_cmpstr (sync_run (s, &error), ==, "ok");
  g_assert_no_error (error);
}

/* Six pages of sign-ins and more in each tenant, of which five may be asked for in ten seconds. */
static void
test_no_refusal_of_our_making (Sync *s, gconstpointer data)
{
  g_autofree char *requests = NULL;
  gint64 began;

  use_clock (s, &fast_clock);
  sim_scenario (s, "published-limits", TRUE);
  sim_control (s, "POST", "limits?speed=5");
  s->context.streams = "tenants,users,licences,sign-ins";
  began = g_get_monotonic_time ();
  assert_ok (s);
  requests = sim_requests (s);
  g_assert_null (strstr (requests, "\"status\":429"));
  g_assert_nonnull (strstr (requests, "signInActivity"));
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM log WHERE action = 'wait'"), ==, 0);
  g_assert_cmpint (db_int (s, "SELECT max (requests) FROM run_streams WHERE name = 'sign-ins'"), >, 5);
  /* It waited for that, and not for ever. */
  g_assert_cmpint (g_get_monotonic_time () - began, >, 10 * G_USEC_PER_SEC / SPEED);
  g_assert_cmpint (g_get_monotonic_time () - began, <, 60 * G_USEC_PER_SEC);
}

/* The sample cloud does refuse: whoever does not wait is told to. */
static void
test_limits_are_real (Sync *s, gconstpointer data)
{
  g_autofree char *requests = NULL;

  sim_scenario (s, "published-limits", TRUE);         /* at their own speed, and our clock is too quick */
  s->context.streams = "tenants,users,sign-ins";
  sync_run (s, NULL);
  requests = sim_requests (s);
  g_assert_nonnull (strstr (requests, "\"status\":429"));
}

typedef struct
{
  gint64 at;
  guint  status;
} Asked;

/* When users/delta of each tenant was asked for, in order. */
static GHashTable *
by_tenant (Sync *s)
{
  g_autofree char *text = sim_requests (s);
  g_autoptr(JsonNode) node = tny_json_parse_object (text, strlen (text), NULL);
  JsonArray *all = tny_json_array (json_node_get_object (node), "requests");
  GHashTable *found = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_array_unref);

  for (guint i = 0; i < json_array_get_length (all); i++)
    {
      JsonObject *request = tny_json_array_object (all, i);
      const char *tenant = tny_json_text (request, "tenant");
      Asked asked = { tny_json_int (request, "at_ms", 0), (guint) tny_json_int (request, "status", 0) };
      GArray *times;

      if (tenant == NULL || g_strcmp0 (tny_json_text (request, "area"), "graph") != 0)
        continue;
      times = g_hash_table_lookup (found, tenant);
      if (times == NULL)
        {
          times = g_array_new (FALSE, FALSE, sizeof (Asked));
          g_hash_table_insert (found, g_strdup (tenant), times);
        }
      g_array_append_val (times, asked);
    }

  return found;
}

/* Real time: nothing before the time that Retry-After says, and at most a second after it (the wait is
 * at least the back-off of up to two seconds; a date is in whole seconds). */
static void
test_asked_to_wait (Sync *s, gconstpointer data)
{
  static const char *const hows[] = { "429", "503", "429-date" };
  guint refused = 0;

  use_clock (s, NULL);
  assert_ok (s);                        /* every token is there: only Graph is asked from now on */
  for (guint i = 0; i < G_N_ELEMENTS (hows); i++)
    {
      g_autofree char *what = g_strdup_printf ("fail?request=8&count=3&how=%s", hows[i]);
      g_autoptr(GHashTable) tenants = NULL;
      GHashTableIter iter;
      gpointer value;

      sim_control (s, "DELETE", "requests");
      sim_control (s, "POST", what);
      assert_ok (s);
      tenants = by_tenant (s);
      g_hash_table_iter_init (&iter, tenants);
      while (g_hash_table_iter_next (&iter, NULL, &value))
        {
          GArray *times = value;

          for (guint n = 0; n + 1 < times->len; n++)
            if (g_array_index (times, Asked, n).status == 429 || g_array_index (times, Asked, n).status == 503)
              {
                gint64 waited = g_array_index (times, Asked, n + 1).at - g_array_index (times, Asked, n).at;

                refused++;
                g_assert_cmpint (waited, >=, 1000);
                g_assert_cmpint (waited, <=, (2 + 1 + 1) * 1000);
              }
        }
    }
  g_assert_cmpuint (refused, >=, 3);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add_sync_test ("/sync/limits/no-refusal-of-our-making", &large_tenant, test_no_refusal_of_our_making);
  add_sync_test ("/sync/limits/limits-are-real", &large_tenant, test_limits_are_real);
  add_sync_test ("/sync/limits/asked-to-wait", NULL, test_asked_to_wait);

  return g_test_run ();
}
