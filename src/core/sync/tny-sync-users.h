/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tny-seen.h"
#include "tny-sync-private.h"
#include "tny-user.h"

G_BEGIN_DECLS

/* The name of the stream, in cursors, runs and log. */
#define TNY_SYNC_USERS "users"

/* Microsoft forgets what a link stands for after seven days; an hour for clocks that differ. */
#define TNY_SYNC_LINK_SECONDS (7 * 24 * 60 * 60 - 60 * 60)

/* A row of the page that has to be written. Texts point into the page or are owned here. */
typedef struct
{
  const TnyUser *user;          /* lent by the page */
  TnySeenRow    *row;
  gint64         hash;
  guint64        told;          /* bits of the fields that came; the others are as stored */
  gboolean       arrives;       /* was not here before */
  char          *aliases, *sort_name;
} TnySyncPending;

/* The users of one tenant: a round on its way.
 *
 *   all ──last page──▸ link ──changes──▸ link ──changes──▸ …
 *    ▴                   │ dead, seven days old, other properties asked for, doubt about who is gone
 *    └───────────────────┘
 *
 * A round that lists all takes who was not named for gone; a round of changes, who was called
 * removed. Both only when the round ended, and never when that is too many to believe: then the link
 * stays where it was, and the next run asks the same again.
 */
typedef struct
{
  TnySyncStream        stream;
  const TnySyncTenant *tenant;
  TnySeen             *seen;          /* all rows; for changes, those that were named */
  gint64               generation;    /* the run that began this listing */
  gint64               shape;         /* hash of what is asked for, and of how it is read */
  gboolean             changes;       /* not all there is */
  gboolean             resumed;       /* begun by an earlier run: what came since is not in it */
  gboolean             in_doubt;      /* ended, and a person has to decide about it */
  guint                n_pages;       /* stored, also by earlier runs */
  gint64               n_rows;        /* in pages of this run */
  guint                n_unknown;     /* of them: cannot be stored, and never were */
  gboolean             delivered;     /* a page came in this try */
  gboolean             moved;         /* a round of this run was prepared: what is stored is newer than
                                       * the run's own knowledge */
  gboolean             wrote;         /* rows: who is in scope may be others */

  /* The page at hand. */
  GArray              *pending;       /* of TnySyncPending */
  GPtrArray           *named;         /* TnySeenRow, in the order of the page */
  GPtrArray           *turned;        /* TnySeenRow: removed, or no longer */
  GPtrArray           *skipped;       /* char *: graph ids of rows that cannot be stored */
  const TnyPage       *page;
} TnySyncUsers;

/* How long deleted users can be restored. Source: Microsoft Entra, "Restore or remove a recently
 * deleted user". */
#define TNY_SYNC_BIN_SECONDS (30 * 24 * 60 * 60)

char   * tny_sync_users_sort_name  (const TnyUser *user);
/* A TnyWriteFunc: the page at hand (a TnySyncUsers) with its rows, where the listing goes on and,
 * on the last page, what follows from it being complete. */
gboolean tny_sync_users_store_page (TnyTxn *txn, gpointer users, GError **error);

G_END_DECLS
