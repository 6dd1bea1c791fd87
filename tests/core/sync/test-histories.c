/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A thousand random histories of small directories, read by runs that are disturbed: at the end what
 * is stored equals the directory. Each tenant of a run has a history of its own. */
#include "sync-fixture.h"

#include "directory-compare.h"
#include "tny-error.h"

#define TENANTS   20
#define USERS     (TENANTS * 24)
#define ESTATES   50                /* × TENANTS = 1,000 histories */
#define ROUNDS    4

static const SyncSetup small_tenants = { .tenants = TENANTS, .users = USERS };

static void
post (Sync *s, const char *format, guint number)
{
  g_autofree char *what = g_strdup_printf (format, number);

  sim_control (s, "POST", what);
}

static void
change_directory (Sync *s)
{
  static const char *const doings[] = { "create", "change", "rename", "title", "clear-title", "enable",
                                        "delete", "delete", "restore", "restore", "purge" };
  guint n = (guint) g_test_rand_int_range (1, 5);

  for (guint i = 0; i < n; i++)
    sim_users (s, doings[g_test_rand_int_range (0, G_N_ELEMENTS (doings))], NULL,
               (guint) g_test_rand_int_range (1, 4), (guint) g_test_rand_int_range (0, 1 << 30));
}

static gboolean
chance (guint of)
{
  return g_test_rand_int_range (0, (int) of) == 0;
}

/* A run that anything may happen to, also that it is stopped in the middle of a page. */
static void
disturbed_run (Sync *s)
{
  static const char *const hows[] = { "garbage", "403", "cut", "reset", "empty", "html", "redirect" };

  sim_scenario (s, "delta-odd", chance (2));
  sim_scenario (s, "live-changes", chance (3));
  sim_scenario (s, "delta-expired", chance (6));
  if (chance (10))
    sim_control (s, "POST", "clock?advance=700000");          /* eight days */
  post (s, "pages?size=%u", (guint) g_test_rand_int_range (2, 30));
  s->context.full = chance (12);
  if (chance (2))
    {
      g_autofree char *what = g_strdup_printf ("fail?request=%d&count=%d&how=%s",
                                               g_test_rand_int_range (4, 140), g_test_rand_int_range (1, 40),
                                               hows[g_test_rand_int_range (0, G_N_ELEMENTS (hows))]);

      sim_control (s, "POST", what);
    }
  sync_run (s, NULL);
  db_assert_sound (s);
  sim_control (s, "POST", "fail?request=1000000&how=500");
  if (chance (4))
    {
      sync_close (s);
      sync_open (s);
    }
}

/* Without disturbances, and with a person who says yes where many are gone. */
static void
quiet_run (Sync *s)
{
  static const char *const scenarios[] = { "live-changes", "delta-expired" };

  for (guint i = 0; i < G_N_ELEMENTS (scenarios); i++)
    sim_scenario (s, scenarios[i], FALSE);
  sync_close (s);
  sync_open (s);
  s->context.full = FALSE;
  if (!g_str_equal (sync_run (s, NULL), "ok"))
    {
      g_assert_cmpint (db_int (s, "SELECT count (*) FROM run_streams WHERE run_id = (SELECT max (id) FROM runs) "
                                  "AND state <> 'ok' AND ifnull (error, '') <> 'decision'"), ==, 0);
      s->context.full = s->context.confirmed = TRUE;
      g_assert_cmpstr (sync_run (s, NULL), ==, "ok");
      s->context.full = s->context.confirmed = FALSE;
    }
  db_assert_sound (s);
}

static void
test_histories (Sync *s, gconstpointer data)
{
  guint histories = 0, users = 0;

  for (guint estate = 0; estate < ESTATES; estate++)
    {
      sim_control (s, "POST", "reset");
      sim_scenario (s, "all-access", TRUE);
      db_run (s, "DELETE FROM cursors");
      db_run (s, "DELETE FROM tenants");
      db_run (s, "DELETE FROM runs");
      for (guint round = 0; round < ROUNDS; round++)
        {
          disturbed_run (s);
          change_directory (s);
        }
      quiet_run (s);
      users += directory_assert_equal (s);
      histories += (guint) db_int (s, "SELECT count (*) FROM tenants WHERE users_read_at IS NOT NULL");
    }
  g_test_message ("%u histories, %u users of them", histories, users);
  g_assert_cmpuint (histories, ==, ESTATES * TENANTS);
}

/* The network goes and comes back a hundred times: nobody has to sign in again, and nobody is lost. */
static void
test_network_toggled (Sync *s, gconstpointer data)
{
  for (guint i = 0; i < 100; i++)
    {
      g_autoptr(GError) error = NULL;
      g_autofree char *state = NULL;

      sim_control (s, "POST", "fail?path=/&how=reset");
      g_assert_cmpstr (sync_run (s, &error), !=, "ok");
      g_assert_nonnull (error);
      g_assert_false (g_error_matches (error, TNY_ERROR, TNY_ERROR_SIGN_IN));
      sim_control (s, "POST", "fail?path=/&how=none");
      sync_close (s);
      sync_open (s);
      sim_users (s, i % 10 == 0 ? "create" : "change", NULL, 1, i);
      g_assert_cmpstr (sync_run (s, NULL), ==, "ok");
      state = db_text (s, "SELECT sign_in_state FROM connections");
      g_assert_cmpstr (state, !=, "ended");
      db_assert_sound (s);
    }
  directory_assert_equal (s);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add_sync_test ("/sync/histories/thousand-end-as-the-directory", &small_tenants, test_histories);
  add_sync_test ("/sync/histories/network-toggled-a-hundred-times", NULL, test_network_toggled);

  return g_test_run ();
}
