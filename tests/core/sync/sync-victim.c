/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One sync of connection 1 as a program of its own: test-sync-kill kills it, the benchmark measures
 * it.
 *
 *   sync-victim FOLDER KEY-FILE TENANT CLIENT SECRET REFRESH-TOKEN [STREAMS]
 *   sync-victim --connect FOLDER TENANT CLIENT      makes the database with that connection
 *
 * STREAMS: "users,licences,mailboxes", by default only users. Who names them is told at the end how
 * many seconds of processor the thread that reads the network has taken, and how many the others.
 */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "sync-fixture.h"

/* What a thread of this process that is called @name has taken, in seconds. */
static double
thread_seconds (const char *name)
{
  g_autoptr(GDir) tasks = g_dir_open ("/proc/self/task", 0, NULL);
  const char *task;

  while ((task = g_dir_read_name (tasks)) != NULL)
    {
      g_autofree char *path = g_strconcat ("/proc/self/task/", task, "/comm", NULL);
      g_autofree char *comm = NULL;
      struct timespec taken;
      clockid_t clock = (clockid_t) (~(unsigned) g_ascii_strtoull (task, NULL, 10) << 3 | 6);

      if (g_file_get_contents (path, &comm, NULL, NULL) &&
          g_str_equal (g_strchomp (comm), name) && clock_gettime (clock, &taken) == 0)
        return (double) taken.tv_sec + (double) taken.tv_nsec / 1e9;
    }

  return 0;
}

static void
tell_seconds (void)
{
  struct timespec all;
  double network = thread_seconds ("tny-http");

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &all);
  printf ("%.3f %.3f\n", network, (double) all.tv_sec + (double) all.tv_nsec / 1e9 - network);
}

static int
connect (char **argv)
{
  Sync sync = { .folder = argv[0], .tenant_id = argv[1], .client_id = argv[2],
                .context = { .reach = "gdap" } };
  g_autoptr(GError) error = NULL;

  sync.store = tny_store_open (argv[0], "sample.db", TNY_STORE_WRITE, &error);
  g_assert_no_error (error);
  sync_insert_connection (&sync);
  tny_store_close (sync.store);

  return 0;
}

int
main (int argc, char **argv)
{
  g_autoptr(GError) error = NULL;
  Sync sync = { 0 };
  gint64 run_id;
  gboolean ok;

  if (argc == 5 && strcmp (argv[1], "--connect") == 0)
    return connect (argv + 2);

  g_assert_true (argc == 7 || argc == 8);
  sync.folder = argv[1];
  sync.key_file = argv[2];
  sync.tenant_id = argv[3];
  sync.client_id = argv[4];
  sync.secret = argv[5];
  sync.refresh_token = argv[6];
  sync.context = (TnySyncContext) { .connection_id = 1, .partner_tenant_id = argv[3], .reach = "gdap",
                                    .streams = argc == 8 ? argv[7] : "tenants,users",
                                    .trigger = "manual" };
  sync_open (&sync);
  ok = tny_sync_run (&sync.context, NULL, &run_id, NULL, &error);
  if (!ok)
    g_printerr ("%s\n", error->message);
  if (argc == 8)
    tell_seconds ();
  sync_close (&sync);

  return ok ? 0 : 1;
}
