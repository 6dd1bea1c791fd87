/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "config.h"

#include "tny-graph.h"
#include "tny-sync.h"

G_BEGIN_DECLS

/* Inside sync only. */

/* A tenant whose users are due. */
typedef struct
{
  gint64    id;             /* in the database */
  char     *graph_id, *name;
  gint64    expected;       /* users, by the last listing; 0: unknown */
  gboolean  ignored;        /* a person said so: only read when asked for by name */
  char     *streams;        /* what to read of it: the settings of its connection, or its own */
  gboolean  not_now;        /* by the clock: its own interval or quiet hours */
  char     *relationship;   /* status of its best GDAP relationship; NULL: none is listed */
  gboolean  had_none;       /* the last run that knew said that there is none */

  /* How it stood when the run began. Runs of a connection follow one another: nobody else moves it. */
  char     *link;           /* where its users' last round ended; NULL: there was none */
  gint64    link_shape, link_generation, link_saved_at;
  gboolean  has_cursor;     /* a round of its users was interrupted */
  gboolean  scope_stale;    /* who is in scope has to be looked at */
  guint     fresh;          /* bits of the kinds that the clock asks for too early */
} TnySyncTenant;

/* One run. Threads share it; what changes while they work is guarded by the lock. */
typedef struct
{
  const TnySyncContext *context;
  TnyStore     *store;
  TnyJob       *job;
  gint64        id;
  gboolean      first;            /* there was no user when it began, of any connection */
  GCancellable *cancellable;      /* of the run: cancelled by the person, or by what ends the run */

  GPtrArray    *tenants;          /* of TnySyncTenant, fixed before the workers begin */
  guint         n_lists;          /* streams to read of all tenants */
  gboolean      knows_relationships;   /* their list was read to its end in this run */

  GMutex        lock;
  guint         next;             /* in tenants */
  guint         n_done;
  guint         n_unread;         /* of them: tenants whose users could not be read */
  guint         n_incomplete;     /* streams that did not end well */
  guint         network_failures; /* of tenants in a row */
  gint64        n_read, n_expected;
  gint64        n_stored, n_new, n_changed, n_removed;
  GError       *stop;             /* what ends the run for everybody */
  GError       *alike;            /* the first failure of a list of which nothing was read */
  gboolean      differ;           /* another list failed in another way, or was read in part */
} TnySyncRun;

/* A stream of a run: one row of run_streams. One thread at a time. */
typedef struct
{
  TnySyncRun *run;
  gint64      tenant_id;          /* 0: the connection */
  const char *name;               /* "tenants", "users", "licences" */
  gint64      reported;           /* -1: not told */
  gint64      fetched;            /* rows that came, each counted once */
  gint64      stored, added, changed, unchanged, removed, failed, requests, retries;
  char       *what;               /* for the log: what was read, "changes since …"; NULL: all; owned by
                                   * who owns the stream */
} TnySyncStream;

/* A tenant on its turn, stream after stream. */
typedef struct
{
  TnySyncRun          *run;
  const TnySyncTenant *tenant;
  TnyGraph            *graph;     /* of the tenant; asked once who it is, for all streams */
  GError              *closed;    /* the way in is: no other stream is tried; NULL */
  GError              *no_users;  /* why they could not be read: who was deleted is not asked then; NULL */
  guint                due;       /* bits of the kinds that are read */
  gboolean             wrote;     /* something by which people may be in scope or not */
} TnySyncVisit;

/* What is read of each tenant, in this order: licences and mailboxes refer to users. */
typedef struct
{
  const char *name;               /* in connections.streams, run_streams and the log */
  const char *title;              /* "Users", in the log */
  const char *with;               /* name in connections.streams that it goes with; NULL: its own */
  const char *count_statement;    /* rows there are, by :id of the tenant */
  gint64      every;              /* seconds: by the clock not more often; 0: in every run */
  const char *needs;              /* permission and role, for the log when Microsoft refuses */
  void      (*read) (TnySyncVisit *visit);
} TnySyncKind;

const TnySyncKind * tny_sync_kinds (guint *n);
/* Whether @streams ("users,licences") ask for it. */
gboolean tny_sync_wants          (const char *streams, const TnySyncKind *kind);
/* All streams that are asked for, of one tenant; what goes wrong is noted in the run. */
void     tny_sync_visit          (TnySyncRun *run, const TnySyncTenant *tenant);
/* Whether the clock comes too early for what was read whole at @read_at. */
gboolean tny_sync_is_fresh       (TnySyncRun *run, const TnySyncKind *kind, gint64 read_at);
/* Begins @stream; before the first of a tenant asks who answers, stores what it says of itself, and
 * that all that is due of it is read now. FALSE: note the failure by tny_sync_fail_stream(). */
gboolean tny_sync_enter          (TnySyncVisit *visit, TnySyncStream *stream, GError **error);

gint64   tny_sync_now            (TnySyncRun *run);
/* Also as the last word about the stream in tenant_streams, when it is one. */
gboolean tny_sync_put_stream     (TnyTxn *txn, const TnySyncStream *stream, const char *state,
                                  const GError *problem, GError **error);
/* Ends a stream of a tenant that was read whole: counts, one line of the log. @doubt: (nullable):
 * what was not done; the stream is incomplete then. */
gboolean tny_sync_end_stream     (TnyTxn *txn, TnySyncStream *stream, const GError *doubt,
                                  GError **error);
/* Ends a stream that this tenant cannot have as things are: @state is "not-licensed" or
 * "concealed". No failure of the run. A warning the first time, afterwards as information. */
void     tny_sync_set_aside      (TnySyncStream *stream, const char *state, const GError *why);
/* Writes that the stream begins; tny_sync_begin_stream() as a transaction of its own. */
gboolean tny_sync_put_begin      (TnyTxn *txn, TnySyncRun *run, gint64 tenant_id, const char *name,
                                  GError **error);
gboolean tny_sync_begin_stream   (TnySyncStream *stream, GError **error);
/* Counts, notes and logs a stream that did not end well; sets it aside when the tenant lacks the
 * licence. Does what there is to do when @problem
 * ends the run. @partly: something of it was stored. */
void     tny_sync_fail_stream    (TnySyncStream *stream, const GError *problem, gboolean partly);
/* Ends the run for everybody. */
void     tny_sync_stop           (TnySyncRun *run, const GError *problem);
gboolean tny_sync_ends_run       (const GError *problem);
/* Hears the requests of a stream: data is a TnySyncStream. */
void     tny_sync_heard          (const TnyHttpEvent *event, gpointer data);

/* Lines of the log. Members may be NULL; message is masked and made one line here. */
typedef struct
{
  const char *level;
  gint64      tenant_id;          /* 0: none */
  const char *stream, *object, *action, *message, *request_id;
  const GError *problem;          /* names the remedy */
} TnySyncLine;

gboolean tny_sync_log_in         (TnyTxn *txn, TnySyncRun *run, const TnySyncLine *line,
                                  GError **error);
/* As a transaction of its own. What cannot be logged because the database fails ends the run. */
void     tny_sync_log            (TnySyncRun *run, const TnySyncLine *line);
/* "GET /v1.0/users: 403 …", masked, one line, at most 1,000 characters. */
char   * tny_sync_words          (const char *message);

/* A TnyWriteFunc: the index that a first load does without, unless it is there. */
gboolean tny_sync_build_name_index (TnyTxn *txn, gpointer data, GError **error);

/* FALSE when the run must end; a list that fails only makes the run incomplete. */
gboolean tny_sync_tenants        (TnySyncRun *run, GError **error);
/* The streams of a tenant: what goes wrong is noted in the run. */
void     tny_sync_users          (TnySyncVisit *visit);
void     tny_sync_licences       (TnySyncVisit *visit);
void     tny_sync_mailboxes      (TnySyncVisit *visit);
void     tny_sync_sign_ins       (TnySyncVisit *visit);
void     tny_sync_details        (TnySyncVisit *visit);
void     tny_sync_deleted_users  (TnySyncVisit *visit);
void     tny_sync_devices        (TnySyncVisit *visit);
/* Whether losing @gone of @present rows needs a person's word. */
gboolean tny_sync_too_many_gone  (TnySyncRun *run, guint gone, guint present);

G_END_DECLS
