/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One sync of connection 1 as a program of its own: test-sync-kill kills it, the benchmark measures
 * it.
 *
 *   sync-victim FOLDER KEY-FILE TENANT CLIENT SECRET REFRESH-TOKEN
 *   sync-victim --connect FOLDER TENANT CLIENT      makes the database with that connection
 */
#include <string.h>

#include "sync-fixture.h"

static int
connect (char **argv)
{
  Sync sync = { .tenant_id = argv[1], .client_id = argv[2], .context = { .reach = "gdap" } };
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

  g_assert_cmpint (argc, ==, 7);
  sync.folder = argv[1];
  sync.key_file = argv[2];
  sync.tenant_id = argv[3];
  sync.client_id = argv[4];
  sync.secret = argv[5];
  sync.refresh_token = argv[6];
  sync.context = (TnySyncContext) { .connection_id = 1, .partner_tenant_id = argv[3], .reach = "gdap",
                                    .streams = "tenants,users", .trigger = "manual" };
  sync_open (&sync);
  ok = tny_sync_run (&sync.context, NULL, &run_id, NULL, &error);
  if (!ok)
    g_printerr ("%s\n", error->message);
  sync_close (&sync);

  return ok ? 0 : 1;
}
