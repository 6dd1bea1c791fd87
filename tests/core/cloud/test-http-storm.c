/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "http-fixture.h"

#include <string.h>

/* Many tenants, many pages, and a service that refuses every third request in every way it has. */

#define TENANTS 50
#define PAGES   200          /* per tenant */
#define WORKERS 100          /* two per tenant */
#define IN_A_ROW 6           /* refusals of one page: at eight without a time to wait we may give
                              * up */

typedef struct
{
  GMutex     lock;
  GRand     *rand;
  TnyClock  *clock;
  gint64     not_before[TENANTS];     /* boot time, told by Retry-After */
  guint      served[TENANTS][PAGES];
  guint      in_a_row[TENANTS][PAGES];
  guint      early, refused;
} Storm;

static void
storm_cb (RawConn *conn, const RawRequest *request, gpointer data)
{
  static const guint statuses[] = { 429, 503, 504 };
  Storm *storm = data;
  guint64 tenant = g_ascii_strtoull (strstr (request->target, "/t") + 2, NULL, 10);
  guint64 page = g_ascii_strtoull (strstr (request->target, "/p") + 2, NULL, 10);
  g_autofree char *headers = NULL;
  gint64 now = tny_clock_boot (storm->clock);
  guint status = 200;

  g_assert_cmpuint (tenant, <, TENANTS);
  g_assert_cmpuint (page, <, PAGES);
  g_mutex_lock (&storm->lock);
  if (now < storm->not_before[tenant])
    storm->early++;
  if (g_rand_int_range (storm->rand, 0, 100) < 30 && storm->in_a_row[tenant][page]++ < IN_A_ROW)
    {
      gboolean date = g_rand_int_range (storm->rand, 0, 4) == 0;
      gint64 seconds = g_rand_int_range (storm->rand, 1, 60);

      status = statuses[g_rand_int_range (storm->rand, 0, 3)];
      storm->refused++;
      if (g_rand_boolean (storm->rand))
        {
          g_autoptr(GDateTime) when = g_date_time_new_from_unix_utc (1800000000 + seconds);
          g_autofree char *text = g_date_time_format (when, "%a, %d %b %Y %H:%M:%S GMT");

          headers = date
                    ? g_strdup_printf ("Date: Fri, 15 Jan 2027 08:00:00 GMT\r\nRetry-After: %s\r\n",
                                       text)
                    : g_strdup_printf ("Retry-After: %d\r\n", (int) seconds);
          storm->not_before[tenant] = MAX (storm->not_before[tenant],
                                           now + seconds * G_USEC_PER_SEC);
        }
    }
  else
    storm->served[tenant][page]++;
  g_mutex_unlock (&storm->lock);

  raw_reply (conn, status, headers, status == 200 ? "{\"value\":[]}" : "");
}

typedef struct
{
  Web   *web;
  guint  number;
} Worker;

static gpointer
worker_thread (gpointer data)
{
  Worker *worker = data;
  guint tenant = worker->number / 2;
  g_autofree char *id = g_strdup_printf ("%08x-1111-4111-8111-111111111111", tenant);

  for (guint page = worker->number % 2; page < PAGES; page += 2)
    {
      g_autofree char *path = g_strdup_printf ("/v1.0/t%u/p%u", tenant, page);
      g_autoptr(GError) error = NULL;
      g_autoptr(TnyResponse) response = web_send (worker->web, NULL, path, id, 0, NULL, &error);

      g_assert_no_error (error);
      g_assert_cmpuint (response->status, ==, 200);
    }

  return NULL;
}

static void
test_storm (void)
{
  /* One in flight per tenant: with two, the second may be under way when the first is told to
   * wait. */
  TnyHttpOptions options = { .per_tenant = 1 };
  Storm storm = { .rand = g_rand_new_with_seed (7) };
  Worker workers[WORKERS];
  GThread *threads[WORKERS];
  g_auto(Web) web = { 0 };

  g_mutex_init (&storm.lock);
  web_open (&web, storm_cb, &storm, &options);
  storm.clock = &web.clock.clock;
  for (guint i = 0; i < WORKERS; i++)
    {
      workers[i] = (Worker) { &web, i };
      threads[i] = g_thread_new ("worker", worker_thread, &workers[i]);
    }
  for (guint i = 0; i < WORKERS; i++)
    g_thread_join (threads[i]);

  g_assert_cmpuint (storm.early, ==, 0);
  g_assert_cmpuint (storm.refused, >, TENANTS * PAGES / 4);
  for (guint t = 0; t < TENANTS; t++)
    for (guint p = 0; p < PAGES; p++)
      g_assert_cmpuint (storm.served[t][p], ==, 1);
  g_assert_cmpuint (tny_http_in_flight (web.http, NULL), ==, 0);
  g_rand_free (storm.rand);
  g_mutex_clear (&storm.lock);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cloud/http/storm/every-page-once-and-never-early", test_storm);

  return g_test_run ();
}
