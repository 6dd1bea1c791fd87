/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-sync-private.h"

#include "tny-error.h"

/* So many tenants in a row without network: it is not the tenants. */
#define NETWORK_FAILURES 5

/* The words of tenant_streams are those in which a stream has ended. */
static gboolean
put_last_word (TnyTxn *txn, const TnySyncStream *stream, const char *state, const GError *problem,
               GError **error)
{
  static const char *const passing[] = { "cancelled", "not-run", NULL };
  g_autofree char *detail = problem != NULL ? tny_sync_words (problem->message) : NULL;
  sqlite3_stmt *stmt;

  if (stream->tenant_id == 0 || g_strv_contains (passing, state))
    return TRUE;
  stmt = tny_txn_stmt (txn, "sync/tenant-stream-put", error);
  if (stmt == NULL)
    return FALSE;
  tny_bind_int (stmt, "tenant_id", stream->tenant_id);
  tny_bind_text (stmt, "name", stream->name);
  tny_bind_text (stmt, "state", state);
  tny_bind_text (stmt, "error", problem != NULL ? tny_remedy_for (problem)->name : NULL);
  tny_bind_text (stmt, "detail", detail);
  tny_bind_int (stmt, "now", tny_sync_now (stream->run));

  return tny_run (stmt, error);
}

gboolean
tny_sync_put_stream (TnyTxn *txn, const TnySyncStream *stream, const char *state,
                     const GError *problem, GError **error)
{
  sqlite3_stmt *stmt = tny_txn_stmt (txn, "sync/stream-put", error);

  if (stmt == NULL)
    return FALSE;
  tny_bind_int (stmt, "run_id", stream->run->id);
  tny_bind_int (stmt, "tenant_id", stream->tenant_id);
  tny_bind_text (stmt, "name", stream->name);
  tny_bind_text (stmt, "state", state);
  tny_bind_int_or_null (stmt, "reported", stream->reported, -1);
  tny_bind_int (stmt, "fetched", stream->fetched);
  tny_bind_int (stmt, "stored", stream->stored);
  tny_bind_int (stmt, "new", stream->added);
  tny_bind_int (stmt, "changed", stream->changed);
  tny_bind_int (stmt, "unchanged", stream->unchanged);
  tny_bind_int (stmt, "removed", stream->removed);
  tny_bind_int (stmt, "failed", stream->failed);
  tny_bind_int (stmt, "requests", stream->requests);
  tny_bind_int (stmt, "retries", stream->retries);
  tny_bind_text (stmt, "error", problem != NULL ? tny_remedy_for (problem)->name : NULL);

  return tny_run (stmt, error) && put_last_word (txn, stream, state, problem, error);
}

gboolean
tny_sync_put_begin (TnyTxn *txn, TnySyncRun *run, gint64 tenant_id, const char *name, GError **error)
{
  sqlite3_stmt *stmt = tny_txn_stmt (txn, "sync/stream-begin", error);

  if (stmt == NULL)
    return FALSE;
  tny_bind_int (stmt, "run_id", run->id);
  tny_bind_int (stmt, "tenant_id", tenant_id);
  tny_bind_text (stmt, "name", name);

  return tny_run (stmt, error);
}

static gboolean
write_begin (TnyTxn *txn, gpointer data, GError **error)
{
  TnySyncStream *stream = data;

  return tny_sync_put_begin (txn, stream->run, stream->tenant_id, stream->name, error);
}

gboolean
tny_sync_begin_stream (TnySyncStream *stream, GError **error)
{
  return tny_store_write (stream->run->store, TNY_PAGED, write_begin, stream, error);
}

typedef struct
{
  TnySyncStream *stream;
  const GError  *problem;
  const char    *state;
} Failing;

/* NULL for streams of the connection. */
static const TnySyncKind *
kind_of (const TnySyncStream *stream)
{
  guint n;
  const TnySyncKind *kinds = tny_sync_kinds (&n);

  for (guint i = 0; stream->tenant_id != 0 && i < n; i++)
    if (g_str_equal (kinds[i].name, stream->name))
      return &kinds[i];

  return NULL;
}

/* "Users: 403 …", or the name of a stream of the connection; whose they are is a column of its own. */
static char *
say (const TnySyncStream *stream, const char *message)
{
  const TnySyncKind *kind = kind_of (stream);

  return g_strdup_printf ("%s: %s", kind != NULL ? kind->title : stream->name, message);
}

/* A refusal names what it takes. */
static char *
say_problem (const TnySyncStream *stream, const GError *problem)
{
  const TnySyncKind *kind = kind_of (stream);
  g_autofree char *needs = NULL;

  if (kind != NULL && (g_error_matches (problem, TNY_ERROR, TNY_ERROR_PERMISSION) ||
                       g_error_matches (problem, TNY_ERROR, TNY_ERROR_CONSENT)))
    needs = g_strdup_printf ("%s; needs %s", problem->message, kind->needs);

  return say (stream, needs != NULL ? needs : problem->message);
}

/* How many rows there are after all. */
static gboolean
count_stored (TnyTxn *txn, TnySyncStream *stream, GError **error)
{
  const TnySyncKind *kind = kind_of (stream);
  sqlite3_stmt *stmt;

  if (kind == NULL)
    return TRUE;
  stmt = tny_txn_stmt (txn, kind->count_statement, error);
  if (stmt == NULL)
    return FALSE;
  tny_bind_int (stmt, "id", stream->tenant_id);

  return tny_read_int (stmt, 0, &stream->stored, error);
}

/* Whether a tenant can be read is what its users say. */
static gboolean
put_access (TnyTxn *txn, const TnySyncStream *stream, const GError *problem, GError **error)
{
  g_autofree char *detail = tny_sync_words (problem->message);
  sqlite3_stmt *stmt;

  if (stream->tenant_id == 0 || !g_str_equal (stream->name, "users"))
    return TRUE;
  stmt = tny_txn_stmt (txn, "sync/tenant-access", error);
  if (stmt == NULL)
    return FALSE;
  tny_bind_text (stmt, "access", tny_remedy_for (problem)->name);
  tny_bind_text (stmt, "access_detail", detail);
  tny_bind_int (stmt, "id", stream->tenant_id);

  return tny_run (stmt, error);
}

static gboolean
write_failure (TnyTxn *txn, gpointer data, GError **error)
{
  Failing *self = data;
  TnySyncStream *stream = self->stream;
  g_autofree char *message = say_problem (stream, self->problem);
  TnySyncLine line = { .level = "error", .tenant_id = stream->tenant_id, .stream = stream->name,
                       .action = "end", .message = message, .problem = self->problem };

  if (!count_stored (txn, stream, error))
    return FALSE;
  if (tny_error_cancelled (self->problem))
    return tny_sync_put_stream (txn, stream, self->state, NULL, error);

  return put_access (txn, stream, self->problem, error) &&
         tny_sync_put_stream (txn, stream, self->state, self->problem, error) &&
         tny_sync_log_in (txn, stream->run, &line, error);
}

/* Why as many are stored as there are, when Microsoft told another number. NULL: it did not. */
static char *
explain_difference (const TnySyncStream *stream, const GError *doubt)
{
  g_autoptr(GString) out = NULL;
  gint64 unexplained;

  if (stream->reported < 0 ||
      (stream->reported == stream->fetched && stream->failed == 0 && doubt == NULL))
    return NULL;
  out = g_string_new (NULL);
  g_string_printf (out, "Microsoft counts %" G_GINT64_FORMAT ", %" G_GINT64_FORMAT " came, %"
                   G_GINT64_FORMAT " are stored", stream->reported, stream->fetched, stream->stored);
  if (stream->failed > 0)
    g_string_append_printf (out, "; %" G_GINT64_FORMAT " left out, each named above", stream->failed);
  if (doubt != NULL)
    g_string_append (out, "; who is no longer listed is kept until that is confirmed");
  unexplained = stream->reported - stream->fetched;
  if (unexplained != 0)
    g_string_append_printf (out, "; %" G_GINT64_FORMAT " %s", ABS (unexplained), unexplained > 0
                            ? "went while they were listed, or are counted and not listed"
                            : "came while they were listed, or are not counted yet");

  return g_string_free (g_steal_pointer (&out), FALSE);
}

static gboolean
log_difference (TnyTxn *txn, TnySyncStream *stream, const GError *doubt, GError **error)
{
  g_autofree char *difference = explain_difference (stream, doubt);
  g_autofree char *message = difference != NULL ? say (stream, difference) : NULL;
  /* A few come and go at any time; many do not, in the seconds that a listing takes. */
  gint64 missing = stream->reported - stream->fetched;
  TnySyncLine line = { .tenant_id = stream->tenant_id, .stream = stream->name, .action = "difference",
                       .level = missing > 10 && missing * 100 > stream->reported ? "warning" : "info",
                       .message = message };

  return message == NULL || tny_sync_log_in (txn, stream->run, &line, error);
}

/* Who of the people is known as a contact speaks for an organization. */
static gboolean
mark_matching (TnyTxn *txn, const TnySyncStream *stream, GError **error)
{
  sqlite3_stmt *stmt;

  if (!g_str_equal (stream->name, "users") ||
      stream->added + stream->changed + stream->removed == 0)
    return TRUE;
  if ((stmt = tny_txn_stmt (txn, "sync/mark-matching", error)) == NULL)
    return FALSE;
  tny_bind_int (stmt, "tenant_id", stream->tenant_id);

  return tny_run (stmt, error);
}

gboolean
tny_sync_end_stream (TnyTxn *txn, TnySyncStream *stream, const GError *doubt, GError **error)
{
  g_autofree char *counts = NULL, *message = NULL;
  TnySyncLine line = { .level = "info", .tenant_id = stream->tenant_id, .stream = stream->name,
                       .action = "end" };

  if (!count_stored (txn, stream, error))
    return FALSE;
  counts = g_strdup_printf ("%s%s%" G_GINT64_FORMAT " stored, %" G_GINT64_FORMAT " new, %"
                            G_GINT64_FORMAT " changed, %" G_GINT64_FORMAT " unchanged, %"
                            G_GINT64_FORMAT " removed, %" G_GINT64_FORMAT " left out",
                            stream->what != NULL ? stream->what : "",
                            stream->what != NULL ? ": " : "", stream->stored, stream->added, stream->changed, stream->unchanged,
                            stream->removed, stream->failed);
  line.message = message = say (stream, counts);
  g_mutex_lock (&stream->run->lock);
  stream->run->n_incomplete += doubt != NULL;
  stream->run->network_failures = 0;
  g_mutex_unlock (&stream->run->lock);

  return mark_matching (txn, stream, error) &&
         tny_sync_put_stream (txn, stream, doubt == NULL ? "ok" : "incomplete", doubt, error) &&
         log_difference (txn, stream, doubt, error) &&
         tny_sync_log_in (txn, stream->run, &line, error);
}

/* What is known already is not a warning every hour. */
static gboolean
read_last_state (TnyTxn *txn, const TnySyncStream *stream, const char *state, gboolean *known,
                 GError **error)
{
  sqlite3_stmt *stmt = tny_txn_stmt (txn, "sync/tenant-stream-state", error);
  gboolean row;

  if (stmt == NULL)
    return FALSE;
  tny_bind_int (stmt, "tenant_id", stream->tenant_id);
  tny_bind_text (stmt, "name", stream->name);
  if (!tny_step (stmt, &row, error))
    return FALSE;
  *known = row && g_strcmp0 (tny_text (stmt, 0), state) == 0;

  return TRUE;
}

static gboolean
write_set_aside (TnyTxn *txn, gpointer data, GError **error)
{
  Failing *self = data;
  TnySyncStream *stream = self->stream;
  g_autofree char *message = say_problem (stream, self->problem);
  TnySyncLine line = { .tenant_id = stream->tenant_id, .stream = stream->name, .action = "end",
                       .message = message, .problem = self->problem };
  gboolean known;

  if (!count_stored (txn, stream, error) ||
      !read_last_state (txn, stream, self->state, &known, error))
    return FALSE;
  line.level = known ? "info" : "warning";

  return tny_sync_put_stream (txn, stream, self->state, self->problem, error) &&
         tny_sync_log_in (txn, stream->run, &line, error);
}

void
tny_sync_set_aside (TnySyncStream *stream, const char *state, const GError *why)
{
  Failing setting = { stream, why, state };
  g_autoptr(GError) error = NULL;

  if (!tny_store_write (stream->run->store, TNY_PAGED, write_set_aside, &setting, &error))
    tny_sync_stop (stream->run, error);
}

/* What cannot be otherwise for the next tenant. */
gboolean
tny_sync_ends_run (const GError *problem)
{
  if (problem->domain != TNY_ERROR)
    return FALSE;
  switch (problem->code)
    {
    case TNY_ERROR_SIGN_IN:
    case TNY_ERROR_SECRET_WRONG:
    case TNY_ERROR_SECRET_MISSING:
    case TNY_ERROR_SECRET_EXPIRED:
    case TNY_ERROR_TLS:
    case TNY_ERROR_CLOCK:
    case TNY_ERROR_KEYRING_LOCKED:
    case TNY_ERROR_KEYRING_NOT_MADE:
    case TNY_ERROR_KEYRING_ABSENT:
    case TNY_ERROR_KEYRING_FAILED:
    case TNY_ERROR_DATABASE_BUSY:
    case TNY_ERROR_DATABASE_DAMAGED:
    case TNY_ERROR_DATABASE_NEWER:
    case TNY_ERROR_DATABASE_FULL:
    case TNY_ERROR_DATABASE_READ_ONLY:
    case TNY_ERROR_STALE:              /* the connection was removed while it was read */
      return TRUE;
    default:
      return FALSE;
    }
}

void
tny_sync_stop (TnySyncRun *run, const GError *problem)
{
  g_mutex_lock (&run->lock);
  if (run->stop == NULL && !g_cancellable_is_cancelled (run->cancellable))
    run->stop = g_error_copy (problem);
  g_mutex_unlock (&run->lock);
  g_cancellable_cancel (run->cancellable);
}

void
tny_sync_fail_stream (TnySyncStream *stream, const GError *problem, gboolean partly)
{
  TnySyncRun *run = stream->run;
  Failing failing = { stream, problem, partly ? "incomplete" : "failed" };
  g_autoptr(GError) error = NULL;
  gboolean offline = FALSE;

  if (g_error_matches (problem, TNY_ERROR, TNY_ERROR_LICENCE))
    {
      tny_sync_set_aside (stream, "not-licensed", problem);
      return;
    }
  if (tny_error_cancelled (problem))
    failing.state = "cancelled";
  g_mutex_lock (&run->lock);
  run->n_incomplete++;
  run->n_unread += !partly && stream->tenant_id != 0 && g_str_equal (stream->name, "users");
  if (run->alike == NULL)
    run->alike = g_error_copy (problem);
  run->differ = run->differ || partly ||
                !g_error_matches (problem, run->alike->domain, run->alike->code);
  if (g_error_matches (problem, TNY_ERROR, TNY_ERROR_NETWORK))
    offline = ++run->network_failures >= NETWORK_FAILURES;
  else if (!tny_error_cancelled (problem))
    run->network_failures = 0;
  g_mutex_unlock (&run->lock);

  if (offline || tny_sync_ends_run (problem))
    tny_sync_stop (run, problem);
  if (!tny_store_write (run->store, TNY_PAGED, write_failure, &failing, &error))
    tny_sync_stop (run, error);
}
