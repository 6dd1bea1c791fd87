/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-loopback.h"

#include <string.h>

#include "tny-delivery.h"
#include "tny-error.h"
#include "tny-secret.h"

#define PORT_TRIES 32
#define BACKLOG    1024      /* a flood waits here for its eviction; with GLib's 10 the browser
                              * would wait too */

struct _TnyLoopback
{
  GSocketService     *service;
  GQueue              connections;   /* Connection, oldest first */

  TnyDeliveryRules    rules;
  char               *origin;
  TnyLoopbackDeliver  deliver;
  gpointer            data;
};

/* One peer. It lives until its socket is closed, the listener or not:
 *
 *   reading ──whole or refused──▸ answering ──written──▸ draining ──peer closed──▸ gone
 *      └────────── 10 s, evicted, listener closed ──────────────────────────────────▴
 */
typedef struct
{
  TnyLoopback       *owner;          /* NULL once the listener has closed */
  GSocketConnection *stream;
  GCancellable      *cancellable;
  GSource           *limit;
  TnyDelivery       *delivery;
  char               buffer[4096];
  GString           *answer;
} Connection;

/* Fixed texts: nothing from a request is ever echoed. */
#define PAGE(title, text) \
  "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\">" \
  "<meta name=\"color-scheme\" content=\"light dark\"><title>Tenantry</title></head>" \
  "<body><br><br><h1 align=\"center\">" title "</h1>" \
  "<p align=\"center\">" text "</p></body></html>\n"

static const struct { guint status; const char *phrase, *body; } answers[] = {
  { 200, "OK", PAGE ("Return to Tenantry", "It checks the sign-in. You can close this tab and return to Tenantry.") },
  { 400, "Bad Request", "" },
  { 403, "Forbidden", "" },
  { 404, "Not Found", "" },
  { 405, "Method Not Allowed", "" },
  { 411, "Length Required", "" },
  { 413, "Content Too Large", "" },
  { 414, "URI Too Long", "" },
  { 415, "Unsupported Media Type", "" },
  { 431, "Request Header Fields Too Large", "" },
};
static const char refused_page[] =
  PAGE ("The sign-in was not finished", "You can close this tab and return to Tenantry.");

static void
connection_leave (Connection *self)
{
  if (self->owner == NULL)
    return;

  g_queue_remove (&self->owner->connections, self);
  self->owner = NULL;
}

static void
connection_free (Connection *self)
{
  connection_leave (self);
  g_source_destroy (self->limit);
  g_source_unref (self->limit);
  g_io_stream_close (G_IO_STREAM (self->stream), NULL, NULL);
  g_object_unref (self->stream);
  g_object_unref (self->cancellable);
  tny_delivery_free (self->delivery);
  tny_wipe (self->buffer, sizeof self->buffer);
  if (self->answer != NULL)
    g_string_free (self->answer, TRUE);
  g_free (self);
}

/* The pending operation ends with an error in the next turn and frees the connection. */
static gboolean
limit_cb (gpointer data)
{
  Connection *self = data;

  g_cancellable_cancel (self->cancellable);
  return G_SOURCE_CONTINUE;
}

static void
drained_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Connection *self = data;

  if (g_input_stream_read_finish (G_INPUT_STREAM (source), result, NULL) <= 0)
    {
      connection_free (self);
      return;
    }
  g_input_stream_read_async (G_INPUT_STREAM (source), self->buffer, sizeof self->buffer,
                             G_PRIORITY_DEFAULT, self->cancellable, drained_cb, self);
}

/* A socket that is closed with unread bytes resets, and the peer may lose the answer: send the end,
 * then read until the peer has seen it. */
static void
written_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Connection *self = data;
  GInputStream *in = g_io_stream_get_input_stream (G_IO_STREAM (self->stream));
  gboolean ok = g_output_stream_write_all_finish (G_OUTPUT_STREAM (source), result, NULL, NULL);

  if (!ok || !g_socket_shutdown (g_socket_connection_get_socket (self->stream), FALSE, TRUE, NULL))
    {
      connection_free (self);
      return;
    }
  g_input_stream_read_async (in, self->buffer, sizeof self->buffer, G_PRIORITY_DEFAULT,
                             self->cancellable, drained_cb, self);
}

static void
connection_answer (Connection *self, guint status, gboolean refused)
{
  const char *phrase = "Bad Request", *body = "";

  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    if (answers[i].status == status)
      {
        phrase = answers[i].phrase;
        body = answers[i].body;
      }
  if (refused)
    body = refused_page;

  self->answer = g_string_new (NULL);
  g_string_printf (self->answer,
                   "HTTP/1.1 %u %s\r\n"
                   "Content-Type: text/html; charset=utf-8\r\n"
                   "Content-Length: %" G_GSIZE_FORMAT "\r\n"
                   "Cache-Control: no-store\r\n"
                   "Referrer-Policy: no-referrer\r\n"
                   "Content-Security-Policy: default-src 'none'; frame-ancestors 'none'\r\n"
                   "X-Content-Type-Options: nosniff\r\n"
                   "Connection: close\r\n\r\n%s",
                   status, phrase, strlen (body), body);
  g_output_stream_write_all_async (g_io_stream_get_output_stream (G_IO_STREAM (self->stream)),
                                   self->answer->str, self->answer->len, G_PRIORITY_DEFAULT,
                                   self->cancellable, written_cb, self);
}

/* No new peers, and those that were still talking go; who is being answered stays. */
static void
loopback_close (TnyLoopback *self)
{
  Connection *peer;

  if (self->service != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->service, self);
      g_socket_service_stop (self->service);
      g_socket_listener_close (G_SOCKET_LISTENER (self->service));
      g_clear_object (&self->service);
    }
  while ((peer = g_queue_pop_head (&self->connections)) != NULL)
    {
      peer->owner = NULL;
      if (peer->answer == NULL)
        g_cancellable_cancel (peer->cancellable);
    }
}

static void
connection_deliver (Connection *self)
{
  TnyLoopback *owner = self->owner;
  TnyLoopbackDeliver deliver = owner->deliver;
  gpointer data = owner->data;
  TnyLoopbackVerdict verdict;
  gsize length;
  const char *form = tny_delivery_form (self->delivery, &length);

  /* Out of the listener's hands first: the callee may free it. */
  connection_leave (self);
  verdict = deliver (form, length, data);
  g_clear_pointer (&self->delivery, tny_delivery_free);
  connection_answer (self, verdict == TNY_LOOPBACK_REFUSE ? 400 : 200,
                     verdict == TNY_LOOPBACK_ACCEPT_ERROR);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Connection *self = data;
  gssize got = g_input_stream_read_finish (G_INPUT_STREAM (source), result, NULL);
  guint status;

  if (got <= 0 || self->owner == NULL)
    {
      connection_free (self);
      return;
    }

  status = tny_delivery_take (self->delivery, self->buffer, got);
  tny_wipe (self->buffer, got);
  if (status == 0)
    g_input_stream_read_async (G_INPUT_STREAM (source), self->buffer, sizeof self->buffer,
                               G_PRIORITY_DEFAULT, self->cancellable, read_cb, self);
  else if (status == 200)
    connection_deliver (self);
  else
    connection_answer (self, status, FALSE);
}

static gboolean
incoming_cb (GSocketService    *service,
             GSocketConnection *stream,
             GObject           *source,
             gpointer           data)
{
  TnyLoopback *self = data;
  Connection *peer;

  if (self->connections.length >= TNY_LOOPBACK_CONNECTIONS)
    {
      Connection *oldest = g_queue_pop_head (&self->connections);

      oldest->owner = NULL;
      g_cancellable_cancel (oldest->cancellable);
    }

  peer = g_new0 (Connection, 1);
  peer->owner = self;
  peer->stream = g_object_ref (stream);
  peer->cancellable = g_cancellable_new ();
  peer->delivery = tny_delivery_new (&self->rules);
  peer->limit = g_timeout_source_new_seconds (TNY_LOOPBACK_SECONDS);
  g_source_set_callback (peer->limit, limit_cb, peer, NULL);
  g_source_attach (peer->limit, g_main_context_get_thread_default ());
  g_queue_push_tail (&self->connections, peer);
  g_input_stream_read_async (g_io_stream_get_input_stream (G_IO_STREAM (stream)), peer->buffer,
                             sizeof peer->buffer, G_PRIORITY_DEFAULT, peer->cancellable, read_cb,
                             peer);

  return TRUE;
}

static gboolean
listen_on (GSocketService  *service,
           GSocketFamily    family,
           guint16          port,
           guint16         *got,
           GError         **error)
{
  g_autoptr(GInetAddress) address = g_inet_address_new_loopback (family);
  g_autoptr(GSocketAddress) wanted = g_inet_socket_address_new (address, port);
  g_autoptr(GSocketAddress) effective = NULL;

  if (!g_socket_listener_add_address (G_SOCKET_LISTENER (service), wanted, G_SOCKET_TYPE_STREAM,
                                      G_SOCKET_PROTOCOL_TCP, NULL, &effective, error))
    return FALSE;

  *got = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (effective));
  return TRUE;
}

/* Is there an ::1 at all? A port of its own tells. */
static gboolean
has_ipv6_loopback (void)
{
  g_autoptr(GSocketService) probe = g_socket_service_new ();
  guint16 port;
  gboolean found;

  g_socket_service_stop (probe);
  found = listen_on (probe, G_SOCKET_FAMILY_IPV6, 0, &port, NULL);
  g_socket_listener_close (G_SOCKET_LISTENER (probe));
  return found;
}

/* Both addresses on one port, or nothing: else another program could sit on the other one. */
static GSocketService *
listen_both (guint16 wanted, gboolean both, guint16 *port, GError **error)
{
  g_autoptr(GSocketService) service = g_socket_service_new ();
  guint16 other;

  g_socket_service_stop (service);
  g_socket_listener_set_backlog (G_SOCKET_LISTENER (service), BACKLOG);
  if (listen_on (service, G_SOCKET_FAMILY_IPV4, wanted, port, error) &&
      (!both || listen_on (service, G_SOCKET_FAMILY_IPV6, *port, &other, error)))
    return g_steal_pointer (&service);

  g_socket_listener_close (G_SOCKET_LISTENER (service));
  return NULL;
}

TnyLoopback *
tny_loopback_new (const TnyLoopbackOptions *options,
                  TnyLoopbackDeliver        deliver,
                  gpointer                  data,
                  GError                  **error)
{
  gboolean both = has_ipv6_loopback ();
  g_autoptr(GError) cause = NULL;
  TnyLoopback *self = g_new0 (TnyLoopback, 1);

  self->origin = g_strdup (options->origin);
  self->rules = (TnyDeliveryRules) { 0, options->query, self->origin, options->path };
  self->deliver = deliver;
  self->data = data;
  g_queue_init (&self->connections);

  for (int i = 0; i < PORT_TRIES && self->service == NULL; i++)
    {
      g_clear_error (&cause);
      self->service = listen_both (i == 0 ? options->first_port : 0, both, &self->rules.port,
                                   &cause);
    }
  if (self->service == NULL)
    {
      g_set_error (error, TNY_ERROR, TNY_ERROR_REDIRECT,
                   "no free port on the loopback addresses: %s", cause->message);
      tny_loopback_free (self);
      return NULL;
    }

  g_signal_connect (self->service, "incoming", G_CALLBACK (incoming_cb), self);
  g_socket_service_start (self->service);
  return self;
}

void
tny_loopback_free (TnyLoopback *self)
{
  if (self == NULL)
    return;

  loopback_close (self);
  g_free (self->origin);
  g_free (self);
}

guint16
tny_loopback_get_port (const TnyLoopback *self)
{
  return self->rules.port;
}
