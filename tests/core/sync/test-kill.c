/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync-fixture.h"

#include <signal.h>
#include <string.h>
#include <sys/wait.h>

#define KILLS 200
#define USERS 6000
#define PAGE 200                    /* users a page of users/delta */
#define PAGES (USERS / PAGE)

static const SyncSetup one_big_tenant = { .tenants = 1, .users = USERS };

static GPid
start_victim (Sync *s)
{
  const char *argv[] = { g_getenv ("TNY_SYNC_VICTIM"), s->folder, s->key_file, s->tenant_id, s->client_id,
                         s->secret, s->refresh_token, NULL };
  g_autoptr(GError) error = NULL;
  GPid pid;

  g_spawn_async (NULL, (char **) argv, NULL, G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL, &pid, &error);
  g_assert_no_error (error);

  return pid;
}

static int
end_victim (GPid pid)
{
  int status;

  g_assert_cmpint (waitpid (pid, &status, 0), ==, pid);
  g_spawn_close_pid (pid);

  return status;
}

static guint
count_page_requests (Sync *s)
{
  g_autofree char *requests = sim_requests (s);
  guint n = 0;

  for (const char *at = requests; (at = strstr (at, "/users/delta")) != NULL; at++)
    n++;

  return n;
}

static void
begin_afresh (Sync *s)
{
  db_run (s, "DELETE FROM tenants");
  db_run (s, "DELETE FROM runs");
  sim_control (s, "DELETE", "requests");
}

/* What must hold at any moment, whatever was cut. */
static void
assert_consistent (Sync *s)
{
  db_assert_sound (s);
  /* Rows and cursor are of one transaction: as many users as the stored pages had. */
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM cursors AS c JOIN tenants AS t ON t.id = c.tenant_id "
                              "WHERE t.users_read_at IS NULL AND t.users_present <> c.pages * %d", PAGE), ==, 0);
  /* The link of a round that ended comes with the whole of it. */
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM change_links AS l JOIN tenants AS t ON t.id = l.tenant_id "
                              "WHERE t.users_present <> %d", USERS), ==, 0);
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM tenants WHERE users_read_at IS NOT NULL AND "
                              "users_present <> coalesce (users_reported, %d)", USERS), ==, 0);
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM users WHERE state <> 'present'"), ==, 0);
}

static void
test_killed_at_200_points (Sync *s, gconstpointer data)
{
  g_autofree char *reference = NULL;
  guint kills = 0, midway = 0, listings = 0, kills_of_listing = 0;
  gint64 duration;
  GPid pid;

  sync_close (s);
  duration = g_get_monotonic_time ();
  g_assert_cmpint (end_victim (start_victim (s)), ==, 0);
  duration = g_get_monotonic_time () - duration;
  reference = db_content (s);
  g_assert_cmpuint (count_page_requests (s), ==, PAGES);

  begin_afresh (s);
  while (kills < KILLS)
    {
      gint64 end = g_get_monotonic_time () + (gint64) (g_test_rand_double () * (double) duration);
      int status;

      pid = start_victim (s);
      while (g_get_monotonic_time () < end)
        g_usleep (200);
      kill (pid, SIGKILL);
      status = end_victim (pid);
      kills += WIFSIGNALED (status) != 0;
      kills_of_listing += WIFSIGNALED (status) != 0;
      g_assert_true (WIFSIGNALED (status) || WEXITSTATUS (status) == 0);
      assert_consistent (s);
      midway += db_int (s, "SELECT count (*) FROM cursors") > 0;

      if (db_int (s, "SELECT count (*) FROM tenants WHERE users_read_at IS NOT NULL") == 1)
        {
          g_autofree char *content = db_content (s);

          /* Each kill made the next run ask for one page again at most; a listing that was cut is followed by
           * a round of what changed meanwhile. */
          g_assert_cmpuint (count_page_requests (s), <=, PAGES + kills_of_listing + (kills_of_listing > 0));
          g_assert_cmpstr (content, ==, reference);
          listings++;
          kills_of_listing = 0;
          begin_afresh (s);
        }
    }
  g_test_message ("%u kills, %u between two pages, %u listings completed", kills, midway, listings);
  g_assert_cmpuint (midway, >, KILLS / 10);
  g_assert_cmpuint (listings, >, 0);

  /* Left alone it completes, ends the runs that nobody ended, and then there is nothing to do. */
  g_assert_cmpint (end_victim (start_victim (s)), ==, 0);
  g_assert_cmpint (end_victim (start_victim (s)), ==, 0);
  g_assert_cmpint (db_int (s, "SELECT count (*) FROM runs WHERE state = 'running'"), ==, 0);
  g_assert_cmpint (db_int (s, "SELECT new + changed + removed FROM run_streams WHERE name = 'users' "
                              "ORDER BY run_id DESC"), ==, 0);
  {
    g_autofree char *content = db_content (s);

    g_assert_cmpstr (content, ==, reference);
  }
  assert_consistent (s);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add_sync_test ("/sync/kill/200-points", &one_big_tenant, test_killed_at_200_points);

  return g_test_run ();
}
