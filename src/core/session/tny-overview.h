/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tny-session.h"

G_BEGIN_DECLS

/* TnyOverview: one connection at a glance: how it is, what it holds, what needs a person. */

typedef enum
{
  TNY_STATUS_OK,               /* the last run was complete */
  TNY_STATUS_SYNCING,
  TNY_STATUS_QUEUED,           /* never synced, the first run is scheduled */
  TNY_STATUS_NEVER,            /* never synced, and nothing is scheduled */
  TNY_STATUS_INCOMPLETE,
  TNY_STATUS_FAILED,
  TNY_STATUS_CANCELLED,
  TNY_STATUS_PAUSED,
  TNY_STATUS_SIGN_IN           /* nobody signed in, or Microsoft ended it */
} TnyConnectionStatus;

/* In order of harm: the first is shown first. */
typedef enum
{
  TNY_NEED_SETUP,              /* its set-up was begun and not finished; number: the step, from 1 */
  TNY_NEED_SIGN_IN,
  TNY_NEED_SECRET_EXPIRED,
  TNY_NEED_CERTIFICATE_EXPIRED,
  TNY_NEED_MFA,                /* the sign-in was made without a second factor */
  TNY_NEED_SECRET_EXPIRES,     /* number: days left, 30 or fewer */
  TNY_NEED_CERTIFICATE_EXPIRES,     /* likewise */
  TNY_NEED_FAILED_RUN,
  TNY_NEED_NO_ACCESS,          /* number: tenants that could not be read */
  TNY_NEED_UNMATCHED,          /* number: tenants without a decision */
  TNY_NEED_CONTACTS            /* number: users of all connections that nobody decided about */
} TnyNeedKind;

typedef struct
{
  TnyNeedKind kind;
  gint64      number;
} TnyNeed;

typedef struct
{
  gint64  id, seconds;         /* seconds: -1 while it runs */
  gint64  started_at;
  char    state[12];           /* ok, incomplete, failed, cancelled, running */
  gint64  problems;
} TnyPastRun;

typedef struct
{
  TnyConnection      *connection;
  TnyConnectionStatus status;
  gint64              n_tenants, n_users;        /* users: -1: never read */
  gint64              n_mailboxes, n_licences;   /* licences: assigned ones; -1: never read */
  GArray             *runs;    /* TnyPastRun, newest first, at most 30 */
  GArray             *needs;   /* TnyNeed, at most 5, most harmful first */
} TnyOverview;

void        tny_overview_free (TnyOverview *self);
/* One per connection, by name. Blocks for some milliseconds per 100,000 users. */
GPtrArray * tny_overview_list (TnySession *session, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnyOverview, tny_overview_free)

G_END_DECLS
