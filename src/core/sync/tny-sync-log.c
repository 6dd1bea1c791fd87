/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-sync-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "tny-error.h"
#include "tny-redact.h"
#include "tny-text.h"

#define MESSAGE_CHARS 1000
/* Shorter waits are part of every busy day. */
#define WAIT_WORTH_A_LINE (2 * G_USEC_PER_SEC)

char *
tny_sync_words (const char *message)
{
  g_autofree char *masked = tny_redact (message);

  return tny_text_one_line (masked, MESSAGE_CHARS);
}

/* What support asks for, where the line or the error it is about names it: "… (request 7f3c…)" of
 * Graph, "… (trace 7f3c…)" of a sign-in. */
static char *
find_request_id (const TnySyncLine *line)
{
  static const char *const marks[] = { "(request ", "(trace " };
  const char *texts[] = { line->message, line->problem != NULL ? line->problem->message : NULL };

  if (line->request_id != NULL)
    return g_strdup (line->request_id);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    for (guint k = 0; texts[i] != NULL && k < G_N_ELEMENTS (marks); k++)
      {
        const char *mark = strstr (texts[i], marks[k]);
        g_autofree char *id = mark != NULL ? g_strndup (mark + strlen (marks[k]), 36) : NULL;

        if (id != NULL && tny_text_is_guid (id))
          return g_steal_pointer (&id);
      }

  return NULL;
}

gboolean
tny_sync_log_in (TnyTxn *txn, TnySyncRun *run, const TnySyncLine *line, GError **error)
{
  sqlite3_stmt *stmt = tny_txn_stmt (txn, "sync/log", error);
  g_autofree char *message = tny_sync_words (line->message);
  g_autofree char *request_id = find_request_id (line);

  if (stmt == NULL)
    return FALSE;
  tny_bind_int (stmt, "at", tny_sync_now (run));
  tny_bind_text (stmt, "level", line->level);
  tny_bind_int (stmt, "run_id", run->id);
  tny_bind_int_or_null (stmt, "tenant_id", line->tenant_id, 0);
  tny_bind_text (stmt, "stream", line->stream);
  tny_bind_text (stmt, "object", line->object);
  tny_bind_text (stmt, "action", line->action);
  tny_bind_text (stmt, "message", message);
  tny_bind_text (stmt, "remedy",
                 line->problem != NULL ? tny_remedy_for (line->problem)->name : NULL);
  tny_bind_text (stmt, "request_id", request_id);

  return tny_run (stmt, error);
}

typedef struct
{
  TnySyncRun        *run;
  const TnySyncLine *line;
} Logging;

static gboolean
write_line (TnyTxn *txn, gpointer data, GError **error)
{
  Logging *logging = data;

  return tny_sync_log_in (txn, logging->run, logging->line, error);
}

void
tny_sync_log (TnySyncRun *run, const TnySyncLine *line)
{
  Logging logging = { run, line };
  g_autoptr(GError) error = NULL;

  if (!tny_store_write (run->store, TNY_PAGED, write_line, &logging, &error))
    tny_sync_stop (run, error);
}

static gint64
whole_seconds (const TnyHttpEvent *event)
{
  return (event->wait_usec + G_USEC_PER_SEC / 2) / G_USEC_PER_SEC;
}

/* A phase in the window; waits too short to be read are not told, but for a network that is gone: what
 * comes next may take longer. */
static void
say_waiting (TnySyncRun *run, const TnyHttpEvent *event)
{
  int seconds = (int) MAX (whole_seconds (event), 1);
  g_autofree char *phase = NULL;

  if (event->status == 0)
    phase = g_strdup_printf (ngettext ("Microsoft cannot be reached. Trying again in %d s",
                                       "Microsoft cannot be reached. Trying again in %d s", seconds),
                             seconds);
  else if ((event->status == 429 || event->status == 503) && event->wait_usec >= WAIT_WORTH_A_LINE)
    phase = g_strdup_printf (ngettext ("Microsoft asked us to wait %d s",
                                       "Microsoft asked us to wait %d s", seconds), seconds);
  else
    return;
  tny_job_say (run->job, phase, _("Continuing by itself"));
}

static void
log_wait (TnySyncStream *stream, const TnyHttpEvent *event)
{
  gint64 seconds = whole_seconds (event);
  g_autofree char *status = event->status != 0 ? g_strdup_printf ("%u", event->status)
                                               : g_strdup ("no answer");
  g_autofree char *message = g_strdup_printf ("%s: %s after try %u, %s %" G_GINT64_FORMAT " s",
                                              event->operation, status, event->attempt,
                                              event->kind == TNY_HTTP_PARKED ? "no request for"
                                                                             : "waiting", seconds);
  TnySyncLine line = { .level = event->kind == TNY_HTTP_PARKED ? "warning" : "info",
                       .tenant_id = stream->tenant_id, .stream = stream->name, .action = "wait",
                       .message = message, .request_id = event->request_id };

  tny_sync_log (stream->run, &line);
}

void
tny_sync_heard (const TnyHttpEvent *event, gpointer data)
{
  TnySyncStream *stream = data;

  switch (event->kind)
    {
    case TNY_HTTP_SENT:
      stream->requests++;
      stream->retries += event->attempt > 1;
      break;
    case TNY_HTTP_WAITING:
      if (event->wait_usec >= WAIT_WORTH_A_LINE)
        log_wait (stream, event);
      say_waiting (stream->run, event);
      break;
    case TNY_HTTP_PARKED:
      log_wait (stream, event);
      say_waiting (stream->run, event);
      break;
    case TNY_HTTP_PACED:
    case TNY_HTTP_ANSWERED:
    case TNY_HTTP_FAILED:
      break;
    }
}
