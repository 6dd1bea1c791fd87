/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "tny-clock.h"
#include "tny-http.h"
#include "tny-job.h"
#include "tny-store.h"

G_BEGIN_DECLS

/* Sync: where cloud meets store.
 *
 *   tny_sync_run ──▸ tenants: the lists, merged ──▸ some tenants at a time ──▸ the end
 *                                                    │ users, page after page: rows and cursor in
 *                                                    │   one transaction
 *                                                    │ licences …, each a transaction
 *                                                    ▾
 *                                      what a complete listing did not name is gone
 *
 * Each stream of a tenant stands for itself: one that fails is noted and leaves the others alone.
 *
 * Users of a tenant that is gone are out of scope; whoever comes back is as before.
 *
 * A tenant that cannot be read is noted (tenants.access, run_streams, log) and the others go on.
 * What concerns the whole connection (sign-in, client secret, keyring, database, network) ends the
 * run. A listing that stopped, for whatever reason, goes on behind its last stored page in the next
 * run.
 */

#define TNY_SYNC_WORKERS      32     /* tenants at a time: as many as requests may be in flight */
#define TNY_SYNC_WORKERS_MAX  32
/* A complete listing that misses more than either is believed only when a person confirmed it. */
#define TNY_SYNC_GONE_PERCENT 30
#define TNY_SYNC_GONE_MAX     50

/* Everything is lent for the run. */
typedef struct
{
  TnyStore     *store;
  TnyHttp      *http;               /* with its tokens set */
  gint64        connection_id;
  const char   *partner_tenant_id;  /* of the app registration; for "direct" the only tenant */
  const char   *reach;              /* "gdap", "dap", "direct" */
  const char   *streams;            /* "users,licences", of every tenant; NULL: as its settings say.
                                     * Tenants are listed unless @tenants */
  const char   *trigger;            /* "manual", "schedule", "matching" */
  const gint64 *tenants;            /* (nullable): database ids, then 0: only their users, also of
                                     * ignored ones, and no lists of tenants. Never those that the
                                     * settings leave out */
  gboolean      full;               /* begin every listing anew and write every row */
  gboolean      confirmed;          /* a person saw how much is gone and said yes */
  guint         workers;            /* 0: TNY_SYNC_WORKERS */
  TnyClock     *clock;              /* NULL: the real one */
} TnySyncContext;

/**
 * tny_sync_run:
 * @job: (nullable): hears of phases; counts tenants done of all
 * @run_id: (out): set as soon as there is a run, also when it fails
 *
 * One run, from its line in the table of runs to its end. Blocks: worker threads only. One run of a
 * connection at a time.
 *
 * Returns: TRUE when everything asked for was read (state ok). FALSE with
 *   INCOMPLETE             some tenants or lists could not be read, or what is gone waits for a
 *                          confirmation (state incomplete)
 *   G_IO_ERROR_CANCELLED   (state cancelled)
 *   SIGN_IN, SECRET_…, KEYRING_…, NETWORK, DATABASE_… and what else ends a run (state failed)
 */
gboolean tny_sync_run     (const TnySyncContext  *context,
                           TnyJob                *job,
                           gint64                *run_id,
                           GCancellable          *cancellable,
                           GError               **error);

/* Ends the runs that a stop of the program left behind (state incomplete). After opening a store
 * for writing, before any run; @connection_id 0: of every connection. Cursors stay for the next
 * run. */
gboolean tny_sync_recover (TnyStore  *store,
                           gint64     connection_id,
                           TnyClock  *clock,
                           GError   **error);

G_END_DECLS
