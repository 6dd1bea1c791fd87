/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tny-seen.h"
#include "tny-sync-private.h"
#include "tny-user.h"

G_BEGIN_DECLS

/* The name of the stream, in cursors, runs and log. */
#define TNY_SYNC_USERS "users"

/* A row of the page that has to be written. Texts point into the page or are owned here. */
typedef struct
{
  const TnyUser *user;          /* lent by the page */
  TnySeenRow    *row;
  gint64         hash;
  char          *aliases, *sort_name;
} TnySyncPending;

/* The users of one tenant: a listing on its way. */
typedef struct
{
  TnySyncStream        stream;
  const TnySyncTenant *tenant;
  TnySeen             *seen;
  gint64               generation;    /* the run that began this listing */
  gint64               shape;         /* hash of what is asked for */
  guint                n_pages;       /* stored, also by earlier runs */
  gboolean             delivered;     /* a page came in this try */

  /* The page at hand. */
  GArray              *pending;       /* of TnySyncPending */
  GPtrArray           *named;         /* TnySeenRow, in the order of the page */
  GPtrArray           *skipped;       /* char *: graph ids of rows that cannot be stored */
  const TnyPage       *page;
} TnySyncUsers;

/* A TnyWriteFunc: the page at hand (a TnySyncUsers) with its rows, where the listing goes on and,
 * on the last page, what follows from it being complete. */
gboolean tny_sync_users_store_page (TnyTxn *txn, gpointer users, GError **error);

G_END_DECLS
