/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What test-sync-kill kills: one sync of connection 1, as a program of its own.
 *
 *   sync-victim FOLDER KEY-FILE TENANT CLIENT SECRET REFRESH-TOKEN
 */
#include "sync-fixture.h"

int
main (int argc, char **argv)
{
  g_autoptr(GError) error = NULL;
  Sync sync = { 0 };
  gint64 run_id;
  gboolean ok;

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
