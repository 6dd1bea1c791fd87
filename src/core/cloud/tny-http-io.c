/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-http-io.h"

#include <string.h>

#include "tny-error.h"
#include "tny-http.h"
#include "tny-inflate.h"
#include "tny-secret.h"

#define READ_MIN  (64 * 1024)
#define READ_MAX  (256 * 1024)

struct _TnyHttpIo
{
  GThread          *thread;
  GMainContext     *context;
  GMainLoop        *loop;
  SoupSession      *session;       /* I/O thread only, from its first to its last line */
  GTlsDatabase     *tls_database;
  gboolean          direct;        /* never through a proxy */
  TnyHttpIoOptions  options;
};

/* One try while it is under way. Everything below `try` belongs to the I/O thread until `done`.
 *
 *   posted ──▸ sending ──headers──▸ reading ──▸ closing ──▸ done
 *      timer or cancel: the cancellable ends whatever is going on, `why` says who did it
 */
typedef enum
{
  STOP_NONE,
  STOP_CALLER,
  STOP_DEADLINE,
  STOP_OLD_TLS,
  STOP_TOO_LARGE,
  STOP_HEADERS
} Stop;

typedef struct
{
  gatomicrefcount     refs;
  TnyHttpIo          *io;
  const TnyHttpTry   *try;          /* lent by the waiting caller: not after done */
  GCancellable       *cancellable;
  Stop                stop;
  gboolean            over;         /* what comes now comes too late */
  gboolean            connected;
  SoupMessage        *message;
  GSource            *timer;
  GInputStream       *stream;
  GByteArray         *raw;
  guint               status;
  SoupMessageHeaders *headers;
  gsize               header_bytes;
  GError             *error;

  GMutex              lock;         /* guards done */
  GCond               cond;
  gboolean            done;
} Exchange;

/* The HTTP/2 client before 3.6.6 is not up to it, and the switch is read from the environment: set
 * it while there is one thread only. */
__attribute__ ((constructor)) static void
force_http1_on_old_libsoup (void)
{
  guint version = soup_get_major_version () * 10000 + soup_get_minor_version () * 100 +
                  soup_get_micro_version ();

  if (version < 30606)
    g_setenv ("SOUP_FORCE_HTTP1", "1", TRUE);
}

static void
exchange_unref (gpointer data)
{
  Exchange *self = data;

  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->raw, g_byte_array_unref);
  g_clear_pointer (&self->headers, soup_message_headers_unref);
  g_clear_error (&self->error);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->cond);
  g_free (self);
}

static Exchange *
exchange_ref (Exchange *self)
{
  g_atomic_ref_count_inc (&self->refs);
  return self;
}

/* Never g_main_context_invoke(): it may run the function here, and libsoup wants its own thread. */
static void
post (Exchange *self, GSourceFunc func)
{
  g_autoptr(GSource) source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, func, exchange_ref (self), exchange_unref);
  g_source_attach (source, self->io->context);
}

static void
stop (Exchange *self, Stop why)
{
  if (self->over)
    return;
  if (self->stop == STOP_NONE)
    self->stop = why;
  g_cancellable_cancel (self->cancellable);
}

static void
finish (Exchange *self)
{
  self->over = TRUE;
  if (self->timer != NULL)
    {
      g_source_destroy (self->timer);
      g_clear_pointer (&self->timer, g_source_unref);
    }
  g_clear_object (&self->stream);
  g_clear_object (&self->message);

  g_mutex_lock (&self->lock);
  self->done = TRUE;
  g_cond_signal (&self->cond);
  g_mutex_unlock (&self->lock);
  exchange_unref (self);
}

static void
closed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  /* What was read is what counts; a connection that cannot be closed is libsoup's to drop. */
  g_input_stream_close_finish (G_INPUT_STREAM (source), result, NULL);
  finish (data);
}

static void
close_stream (Exchange *self)
{
  g_input_stream_close_async (self->stream, G_PRIORITY_DEFAULT, NULL, closed_cb, self);
}

static void read_cb (GObject *source, GAsyncResult *result, gpointer data);

static void
read_more (Exchange *self)
{
  gsize length = self->raw->len, room = CLAMP (length, READ_MIN, READ_MAX);

  g_byte_array_set_size (self->raw, (guint) (length + room));
  self->raw->len = (guint) length;
  g_input_stream_read_async (self->stream, self->raw->data + length, room, G_PRIORITY_DEFAULT,
                             self->cancellable, read_cb, self);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Exchange *self = data;
  gssize n = g_input_stream_read_finish (G_INPUT_STREAM (source), result, &self->error);

  if (n > 0)
    {
      self->raw->len += (guint) n;
      if (self->raw->len <= self->try->max_body)
        {
          read_more (self);
          return;
        }
      stop (self, STOP_TOO_LARGE);
    }
  close_stream (self);
}

static gsize
count_headers (SoupMessageHeaders *headers)
{
  SoupMessageHeadersIter iter;
  const char *name, *value;
  gsize n = 0;

  soup_message_headers_iter_init (&iter, headers);
  while (soup_message_headers_iter_next (&iter, &name, &value))
    n += strlen (name) + strlen (value) + strlen (": \r\n");

  return n;
}

static void
sent_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Exchange *self = data;

  self->stream = soup_session_send_finish (SOUP_SESSION (source), result, &self->error);
  self->header_bytes = soup_message_metrics_get_response_header_bytes_received (
    soup_message_get_metrics (self->message));
  if (self->stream == NULL)
    {
      finish (self);
      return;
    }
  self->status = soup_message_get_status (self->message);
  self->headers = soup_message_headers_ref (soup_message_get_response_headers (self->message));
  self->raw = g_byte_array_new ();
  if (count_headers (self->headers) > TNY_HTTP_HEADERS_MAX)
    {
      stop (self, STOP_HEADERS);
      close_stream (self);
      return;
    }
  if (soup_message_headers_get_encoding (self->headers) == SOUP_ENCODING_CONTENT_LENGTH)
    {
      goffset length = soup_message_headers_get_content_length (self->headers);

      if (length < 0 || (gsize) length > self->try->max_body)
        {
          stop (self, STOP_TOO_LARGE);
          close_stream (self);
          return;
        }
      /* One byte more than announced: the end is seen without another buffer. */
      g_byte_array_set_size (self->raw, (guint) length + READ_MIN);
      self->raw->len = 0;
    }
  read_more (self);
}

static gboolean
deadline_cb (gpointer data)
{
  stop (data, STOP_DEADLINE);
  return G_SOURCE_REMOVE;
}

static gboolean
cancel_cb (gpointer data)
{
  stop (data, STOP_CALLER);
  return G_SOURCE_REMOVE;
}

/* TLS 1.0 and 1.1 are accepted by default; here not a byte has been sent yet. */
static void
network_event_cb (SoupMessage *message, GSocketClientEvent event, GIOStream *connection,
                  gpointer data)
{
  Exchange *self = data;

  if (event == G_SOCKET_CLIENT_CONNECTED)
    self->connected = TRUE;
  if (event == G_SOCKET_CLIENT_TLS_HANDSHAKED && G_IS_TLS_CONNECTION (connection) &&
      g_tls_connection_get_protocol_version (G_TLS_CONNECTION (connection)) <
      G_TLS_PROTOCOL_VERSION_TLS_1_2)
    stop (self, STOP_OLD_TLS);
}

/* A connection that was kept open was reached, too. */
static void
starting_cb (SoupMessage *message, gpointer data)
{
  Exchange *self = data;

  self->connected = TRUE;
}

static gboolean
start_cb (gpointer data)
{
  Exchange *self = data;
  const TnyHttpTry *try = self->try;
  SoupMessageHeaders *headers;

  self->message = soup_message_new_from_uri (try->method, try->uri);
  soup_message_add_flags (self->message, SOUP_MESSAGE_NO_REDIRECT | SOUP_MESSAGE_COLLECT_METRICS);
  headers = soup_message_get_request_headers (self->message);
  if (!try->plain)
    soup_message_headers_append (headers, "Accept-Encoding", "gzip");
  for (guint i = 0; try->headers != NULL && try->headers[i] != NULL; i += 2)
    soup_message_headers_append (headers, try->headers[i], try->headers[i + 1]);
  if (try->authorization != NULL)
    soup_message_headers_replace (headers, "Authorization", try->authorization);
  if (try->body != NULL)
    soup_message_set_request_body_from_bytes (self->message, try->content_type, try->body);
  g_signal_connect (self->message, "network-event", G_CALLBACK (network_event_cb), self);
  g_signal_connect (self->message, "starting", G_CALLBACK (starting_cb), self);

  self->timer = g_timeout_source_new ((guint) CLAMP (try->deadline_usec / 1000, 1, G_MAXINT));
  g_source_set_callback (self->timer, deadline_cb, exchange_ref (self), exchange_unref);
  g_source_attach (self->timer, self->io->context);

  /* Not the default priority: libsoup before 3.6 sends a request again whose kept connection turned
   * out dead, and its queue, which has the default one, may do so before the failure of the first
   * try has been handled; that failure then ends the second try, and its answer finds nobody (a
   * crash). */
  soup_session_send_async (self->io->session, self->message, G_PRIORITY_HIGH, self->cancellable,
                           sent_cb, exchange_ref (self));

  return G_SOURCE_REMOVE;
}

static void
caller_cancelled_cb (GCancellable *cancellable, gpointer data)
{
  post (data, cancel_cb);
}

static gpointer
run_thread (gpointer data)
{
  TnyHttpIo *self = data;

  g_main_context_push_thread_default (self->context);
  self->session = soup_session_new_with_options (
    "timeout", self->options.idle_seconds,
    "idle-timeout", 50,
    "max-conns", self->options.max_connections,
    "max-conns-per-host", self->options.max_connections,
    "tls-database", self->tls_database,
    "user-agent", "Tenantry/" TNY_VERSION,
    NULL);
  /* Nobody asks for passwords; and a body is counted before it is decoded, by us, with a limit. */
  soup_session_remove_feature_by_type (self->session, SOUP_TYPE_AUTH_MANAGER);
  soup_session_remove_feature_by_type (self->session, SOUP_TYPE_CONTENT_DECODER);

  /* What is meant for this computer stays on it. */
  if (self->direct)
    soup_session_set_proxy_resolver (self->session, NULL);

  g_main_loop_run (self->loop);

  soup_session_abort (self->session);
  while (g_main_context_iteration (self->context, FALSE))
    ;
  g_clear_object (&self->session);
  g_main_context_pop_thread_default (self->context);

  return NULL;
}

TnyHttpIo *
tny_http_io_new (const TnyCloud *cloud, const TnyHttpIoOptions *options)
{
  TnyHttpIo *self = g_new0 (TnyHttpIo, 1);
  GTlsDatabase *own = tny_cloud_get_tls_database (cloud);

  self->options = *options;
  self->direct = !tny_cloud_is_real (cloud);
  /* One for all connections: each of its own would cost 4 MB. */
  self->tls_database = own != NULL
                       ? g_object_ref (own)
                       : g_tls_backend_get_default_database (g_tls_backend_get_default ());
  self->context = g_main_context_new ();
  self->loop = g_main_loop_new (self->context, FALSE);
  self->thread = g_thread_new ("tny-http", run_thread, self);

  return self;
}

static gboolean
quit_cb (gpointer data)
{
  g_main_loop_quit (data);
  return G_SOURCE_REMOVE;
}

void
tny_http_io_free (TnyHttpIo *self)
{
  g_autoptr(GSource) source = NULL;

  if (self == NULL)
    return;
  source = g_idle_source_new ();
  g_source_set_callback (source, quit_cb, self->loop, NULL);
  g_source_attach (source, self->context);
  g_thread_join (self->thread);
  g_main_loop_unref (self->loop);
  g_main_context_unref (self->context);
  g_clear_object (&self->tls_database);
  g_free (self);
}

void
tny_http_answer_clear (TnyHttpAnswer *self)
{
  g_clear_pointer (&self->headers, soup_message_headers_unref);
  /* What nobody took may hold a secret. */
  if (self->body != NULL)
    tny_wipe (self->body->data, self->body->len);
  g_clear_pointer (&self->body, g_byte_array_unref);
}

/* Which of our refusals ended the try. */
static TnyHttpIoOutcome
judge_stop (Exchange *self, GError **error)
{
  switch (self->stop)
    {
    case STOP_CALLER:
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "Cancelled");
      return TNY_HTTP_IO_CANCELLED;
    case STOP_DEADLINE:
      g_set_error (error, TNY_ERROR, TNY_ERROR_NETWORK, "no whole answer within %.0f s",
                   (double) self->try->deadline_usec / G_USEC_PER_SEC);
      return self->connected ? TNY_HTTP_IO_NETWORK : TNY_HTTP_IO_OFFLINE;
    case STOP_OLD_TLS:
      g_set_error_literal (error, TNY_ERROR, TNY_ERROR_TLS,
                           "the server offers nothing newer than TLS 1.1");
      return TNY_HTTP_IO_REFUSED;
    case STOP_TOO_LARGE:
      g_set_error (error, TNY_ERROR, TNY_ERROR_PROTOCOL, "the answer is larger than %u MiB",
                   (guint) (self->try->max_body >> 20));
      return TNY_HTTP_IO_REFUSED;
    case STOP_HEADERS:
      g_set_error_literal (error, TNY_ERROR, TNY_ERROR_PROTOCOL,
                           "the headers are larger than 64 KiB");
      return TNY_HTTP_IO_REFUSED;
    case STOP_NONE:
      break;
    }

  return TNY_HTTP_IO_ANSWERED;
}

/* libsoup's own errors. Their messages are about sockets and certificates, never about contents. */
static TnyHttpIoOutcome
judge_error (Exchange *self, GError **error)
{
  GError *cause = self->error;

  if (self->status != 0)
    {
      g_set_error (error, TNY_ERROR,
                   g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_TIMED_OUT) ? TNY_ERROR_NETWORK
                                                                             : TNY_ERROR_PROTOCOL,
                   "the answer was cut: %s", cause->message);
      return TNY_HTTP_IO_CUT;
    }
  if (self->header_bytes > TNY_HTTP_HEADERS_MAX)
    {
      g_set_error_literal (error, TNY_ERROR, TNY_ERROR_PROTOCOL,
                           "the headers are larger than 64 KiB");
      return TNY_HTTP_IO_REFUSED;
    }
  if (cause->domain == G_TLS_ERROR && cause->code != G_TLS_ERROR_EOF)
    {
      g_set_error (error, TNY_ERROR, TNY_ERROR_TLS, "%s", cause->message);
      return TNY_HTTP_IO_REFUSED;
    }
  if (g_error_matches (cause, SOUP_SESSION_ERROR, SOUP_SESSION_ERROR_PARSING))
    {
      /* Cut within the head, or no HTTP at all: libsoup does not say which. */
      g_set_error (error, TNY_ERROR, TNY_ERROR_PROTOCOL, "%s", cause->message);
      return TNY_HTTP_IO_CUT;
    }
  g_set_error (error, TNY_ERROR, TNY_ERROR_NETWORK, "%s", cause->message);

  return self->connected ? TNY_HTTP_IO_NETWORK : TNY_HTTP_IO_OFFLINE;
}

/* libsoup takes a closed connection for the end of a chunked body: then only gzip's own end, or
 * later the last bracket of the JSON, proves the body whole. */
static TnyHttpIoOutcome
judge_body (Exchange *self, TnyHttpAnswer *answer, GError **error)
{
  const char *encoding = soup_message_headers_get_one (self->headers, "Content-Encoding");

  if (soup_message_headers_get_encoding (self->headers) == SOUP_ENCODING_CONTENT_LENGTH)
    {
      goffset announced = soup_message_headers_get_content_length (self->headers);

      if (announced != (goffset) self->raw->len)
        {
          g_set_error (error, TNY_ERROR, TNY_ERROR_PROTOCOL,
                       "the answer was cut: %u of %" G_GINT64_FORMAT " bytes", self->raw->len,
                       (gint64) announced);
          return TNY_HTTP_IO_CUT;
        }
      answer->proven = TRUE;
    }
  else if (soup_message_headers_get_encoding (self->headers) == SOUP_ENCODING_NONE)
    answer->proven = self->raw->len == 0;

  if (encoding == NULL || g_ascii_strcasecmp (encoding, "identity") == 0)
    answer->body = g_steal_pointer (&self->raw);
  else if (!self->try->plain &&
           (g_ascii_strcasecmp (encoding, "gzip") == 0 ||
            g_ascii_strcasecmp (encoding, "x-gzip") == 0))
    {
      gboolean cut;

      answer->body = tny_inflate (self->raw->data, self->raw->len, self->try->max_body, &cut,
                                  error);
      if (answer->body == NULL)
        return cut ? TNY_HTTP_IO_CUT : TNY_HTTP_IO_REFUSED;
      answer->proven = TRUE;
    }
  else
    {
      g_set_error_literal (error, TNY_ERROR, TNY_ERROR_PROTOCOL,
                           "the answer is encoded in a way we did not ask for");
      return TNY_HTTP_IO_REFUSED;
    }
  /* A NUL byte behind it, for whoever looks at it as text. */
  g_byte_array_append (answer->body, (const guint8 *) "", 1);
  answer->body->len--;

  return TNY_HTTP_IO_ANSWERED;
}

static TnyHttpIoOutcome
judge (Exchange *self, TnyHttpAnswer *answer, GError **error)
{
  TnyHttpIoOutcome outcome = judge_stop (self, error);

  answer->status = self->status;
  if (self->headers != NULL)
    answer->headers = soup_message_headers_ref (self->headers);
  if (outcome != TNY_HTTP_IO_ANSWERED)
    return outcome;

  return self->error != NULL ? judge_error (self, error) : judge_body (self, answer, error);
}

TnyHttpIoOutcome
tny_http_io_try (TnyHttpIo *self, const TnyHttpTry *try, TnyHttpAnswer *answer,
                 GCancellable *cancellable, GError **error)
{
  Exchange *exchange = g_new0 (Exchange, 1);
  TnyHttpIoOutcome outcome;
  gulong handler = 0;

  g_return_val_if_fail (g_thread_self () != self->thread, TNY_HTTP_IO_CANCELLED);

  memset (answer, 0, sizeof *answer);
  g_atomic_ref_count_init (&exchange->refs);
  g_mutex_init (&exchange->lock);
  g_cond_init (&exchange->cond);
  exchange->io = self;
  exchange->try = try;
  exchange->cancellable = g_cancellable_new ();

  post (exchange, start_cb);
  if (cancellable != NULL)
    handler = g_cancellable_connect (cancellable, G_CALLBACK (caller_cancelled_cb),
                                     exchange_ref (exchange), exchange_unref);
  g_mutex_lock (&exchange->lock);
  while (!exchange->done)
    g_cond_wait (&exchange->cond, &exchange->lock);
  g_mutex_unlock (&exchange->lock);
  if (handler != 0)
    g_cancellable_disconnect (cancellable, handler);

  outcome = judge (exchange, answer, error);
  exchange_unref (exchange);

  return outcome;
}
