/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store-fixture.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>

#include <glib/gstdio.h>

#define KILLS 100

typedef struct
{
  GPid  pid;
  FILE *out;
  int   last;             /* number in the last line it wrote; 0 before the first */
} Victim;

static void
victim_start (Victim *self, Fixture *f, const char *what)
{
  const char *argv[] = { g_getenv ("TNY_STORE_VICTIM"), what, f->folder, NULL };
  g_autoptr(GError) error = NULL;
  int fd;

  g_spawn_async_with_pipes (NULL, (char **) argv, NULL, G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL,
                            &self->pid, NULL, &fd, NULL, &error);
  g_assert_no_error (error);
  self->out = fdopen (fd, "r");
  self->last = 0;
}

static void
victim_kill (Victim *self)
{
  char line[32];
  int status;

  kill (self->pid, SIGKILL);
  while (fgets (line, sizeof line, self->out) != NULL)
    self->last = atoi (line);
  fclose (self->out);
  g_assert_cmpint (waitpid (self->pid, &status, 0), ==, self->pid);
  g_spawn_close_pid (self->pid);
}

static void
wait_lines (Victim *self, guint n)
{
  char line[32];

  for (guint i = 0; i < n; i++)
    {
      g_assert_nonnull (fgets (line, sizeof line, self->out));
      self->last = atoi (line);
    }
}

/* A transaction takes about a millisecond: the kill comes anywhere in it. */
static void
spin (int usec)
{
  gint64 end = g_get_monotonic_time () + usec;

  while (g_get_monotonic_time () < end)
    continue;
}

static void
test_writer_is_killed (Fixture *f, gconstpointer data)
{
  g_autofree char *path = fixture_path (f, "");
  int acknowledged = 0;

  for (guint i = 0; i < KILLS; i++)
    {
      g_autofree char *answer = NULL;
      Victim victim;
      int found;

      victim_start (&victim, f, "write");
      wait_lines (&victim, (guint) g_test_rand_int_range (0, 6));
      spin (g_test_rand_int_range (0, 4000));
      victim_kill (&victim);
      acknowledged = MAX (acknowledged, victim.last);

      if (i == 0)
        continue;         /* killed before there is a database, maybe */
      fixture_open (f);
      found = read_set (f->store);
      /* Nothing acknowledged is lost, and what was not acknowledged is one transaction at most. */
      g_assert_cmpint (found, >=, acknowledged > 0 ? acknowledged : -1);
      g_assert_cmpint (found, <=, acknowledged + 1);
      acknowledged = MAX (acknowledged, found);
      fixture_close (f);
      answer = outside_text (path, "PRAGMA integrity_check");
      g_assert_cmpstr (answer, ==, "ok");
    }
  g_assert_cmpint (acknowledged, >, KILLS);
}

static void
test_migration_is_killed (Fixture *f, gconstpointer data)
{
  static const TnyMigrations one = { "/test/one" }, three = { "/test/three" };
  g_autofree char *path = fixture_path (f, "");
  guint halfway = 0;

  for (guint i = 0; i < 50; i++)
    {
      g_autofree char *sum = NULL, *version = NULL, *wal = fixture_path (f, "-wal");
      g_autofree char *shm = fixture_path (f, "-shm");
      g_autoptr(GError) error = NULL;
      TnyStore *store;
      Victim victim;

      g_unlink (path);
      g_unlink (wal);
      g_unlink (shm);
      store = tny_store_open_with (f->folder, "tenantry.db", TNY_STORE_WRITE, &one, &error);
      g_assert_no_error (error);
      tny_store_close (store);
      outside (path, "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000) "
                     "INSERT INTO parents SELECT i, 'parent ' || i FROM n;"
                     "INSERT INTO children SELECT id, id FROM parents");

      victim_start (&victim, f, "migrate");
      wait_lines (&victim, 1);
      spin ((int) i * 600);
      victim_kill (&victim);
      version = outside_text (path, "PRAGMA user_version");
      halfway += g_str_equal (version, "1") || g_str_equal (version, "2");

      store = tny_store_open_with (f->folder, "tenantry.db", TNY_STORE_WRITE, &three, &error);
      g_assert_no_error (error);
      tny_store_close (store);
      sum = outside_text (path, "SELECT sum (rank) || ' ' || (SELECT count (*) FROM children) FROM parents");
      g_assert_cmpstr (sum, ==, "31893 3000");
    }
  g_test_message ("%u of 50 were killed before the end", halfway);
  g_assert_cmpuint (halfway, >, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add_test ("/store/kill/writer", test_writer_is_killed);
  add_test ("/store/kill/migration", test_migration_is_killed);

  return g_test_run ();
}
