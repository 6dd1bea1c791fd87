/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-sim.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/random.h>
#include <sys/socket.h>

#include "tny-json.h"
#include "tny-sim-private.h"
#include "tny-sim-token.h"

#define SLOW_MS  1000
#define BODY_MAX (1024 * 1024)
#define BACKLOG  512
#define COMPRESSION 1            /* fast: it is for decoding, not for saving */

static const struct
{
  const char *path;
  void (*handle) (TnySim *self, TnySimRequest *request, TnySimAnswer *answer);
} areas[TNY_SIM_N_AREAS] = {
  [TNY_SIM_AREA_LOGIN]   = { "/login", tny_sim_identity },
  [TNY_SIM_AREA_GRAPH]   = { "/graph", tny_sim_graph },
  [TNY_SIM_AREA_PARTNER] = { "/partner", tny_sim_partner },
  [TNY_SIM_AREA_PORTAL]  = { "/portal", tny_sim_portal },
  [TNY_SIM_AREA_CONTROL] = { "/sample", tny_sim_control },
};

gint64
tny_sim_now (const TnySim *self)
{
  return g_get_real_time () / G_USEC_PER_SEC + self->clock_offset;
}

gint64
tny_sim_month_start (const TnySim *self)
{
  g_autoptr(GDateTime) now = g_date_time_new_from_unix_utc (tny_sim_now (self));
  g_autoptr(GDateTime) first = g_date_time_new_utc (g_date_time_get_year (now),
                                                    g_date_time_get_month (now), 1, 0, 0, 0);

  return g_date_time_to_unix (first);
}

guint
tny_sim_flags (const TnySim *self, const TnySimTenant *tenant)
{
  guint flags = tenant->flags;

  if (tny_sim_has (self, TNY_SIM_ALL_ACCESS) && tenant->index != 0)
    flags |= TNY_SIM_REACHABLE;
  if (tny_sim_has (self, TNY_SIM_GDAP_MISSING))
    flags &= ~(TNY_SIM_GDAP_ACTIVE | TNY_SIM_GDAP_READER);
  if (tny_sim_has (self, TNY_SIM_CONSENT_MISSING))
    flags &= ~TNY_SIM_CONSENTED;

  return flags;
}

void
tny_sim_random_guid (char out[TNY_SIM_GUID_LENGTH + 1])
{
  guint64 halves[2];

  if (getrandom (halves, sizeof halves, 0) != sizeof halves)
    g_error ("no random numbers");
  tny_sim_guid_write (out, halves[0], halves[1]);
}

void
tny_sim_append_time (GString *out, gint64 seconds, gboolean blank)
{
  g_autoptr(GDateTime) time = g_date_time_new_from_unix_utc (seconds);
  g_autofree char *text = g_date_time_format_iso8601 (time);

  if (blank)
    g_strdelimit (text, "T", ' ');
  g_string_append (out, text);
}

void
tny_sim_append_json (GString *out, const char *text)
{
  tny_json_append_text (out, text);
}

/* --- one request --- */

static GHashTable *
parse_pairs (const char *text)
{
  GHashTable *pairs = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_auto(GStrv) parts = g_strsplit (text != NULL ? text : "", "&", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    {
      char *value = strchr (parts[i], '=');
      g_autofree char *name = NULL, *decoded = NULL;

      if (value != NULL)
        *value++ = '\0';
      else
        value = parts[i] + strlen (parts[i]);
      g_strdelimit (parts[i], "+", ' ');
      g_strdelimit (value, "+", ' ');
      name = g_uri_unescape_string (parts[i], NULL);
      decoded = g_uri_unescape_string (value, NULL);
      if (name == NULL || decoded == NULL || *name == '\0' || g_hash_table_contains (pairs, name) ||
          !g_utf8_validate (decoded, -1, NULL))
        continue;
      g_hash_table_insert (pairs, g_steal_pointer (&name), g_steal_pointer (&decoded));
    }

  return pairs;
}

static GStrv
parse_path (const char *path)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_auto(GStrv) parts = g_strsplit (path, "/", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    {
      g_autofree char *part = NULL;

      if (*parts[i] == '\0')
        continue;
      part = g_uri_unescape_string (parts[i], NULL);
      g_strv_builder_add (builder, part != NULL &&
                          g_utf8_validate (part, -1, NULL) ? part : "\uFFFD");
    }

  return g_strv_builder_end (builder);
}

static gboolean
find_area (const char *path, TnySimArea *area)
{
  for (guint i = 0; i < TNY_SIM_N_AREAS; i++)
    {
      gsize length = strlen (areas[i].path);

      if (strncmp (path, areas[i].path, length) == 0 &&
          (path[length] == '/' || path[length] == '\0'))
        {
          *area = i;
          return TRUE;
        }
    }

  return FALSE;
}

/* Replaces the body by its gzip form. */
static void
compress (TnySimAnswer *answer)
{
  g_autoptr(GConverter) gzip =
    G_CONVERTER (g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, COMPRESSION));
  GString *small = g_string_sized_new (answer->body->len / 2);
  gsize from = 0, read, written;
  GConverterResult result;
  char buffer[16384];

  do
    {
      result = g_converter_convert (gzip, answer->body->str + from, answer->body->len - from, buffer,
                                    sizeof buffer, G_CONVERTER_INPUT_AT_END, &read, &written, NULL);
      if (result == G_CONVERTER_ERROR)
        g_error ("gzip refused to compress");
      from += read;
      g_string_append_len (small, buffer, (gssize) written);
    }
  while (result != G_CONVERTER_FINISHED);
  g_string_free (answer->body, TRUE);
  answer->body = small;
  soup_message_headers_replace (answer->headers, "Content-Encoding", "gzip");
}

static gboolean
wants_gzip (const TnySimRequest *request)
{
  const char *accepted = soup_message_headers_get_list (request->headers, "Accept-Encoding");

  return accepted != NULL && soup_header_contains (accepted, "gzip");
}

/* Ends the connection: at once with a reset, or after half of @answer's body. */
static void
break_connection (SoupServerMessage *message, const TnySimAnswer *answer, TnySimFault fault)
{
  g_autoptr(GSocket) socket = g_object_ref (soup_server_message_get_socket (message));
  g_autoptr(GIOStream) stream = soup_server_message_steal_connection (message);

  if (fault == TNY_SIM_FAULT_CUT)
    {
      const char *type = answer->content_type != NULL ? answer->content_type : "text/plain";
      gboolean gzip = soup_message_headers_get_one (answer->headers, "Content-Encoding") != NULL;
      g_autofree char *head =
        g_strdup_printf ("HTTP/1.1 %u OK\r\nContent-Type: %s\r\n%sContent-Length: %" G_GSIZE_FORMAT
                         "\r\n\r\n", answer->status, type,
                         gzip ? "Content-Encoding: gzip\r\n" : "", answer->body->len);
      GOutputStream *output = g_io_stream_get_output_stream (stream);

      g_socket_set_blocking (socket, TRUE);
      g_socket_set_timeout (socket, 5);
      if (g_output_stream_write_all (output, head, strlen (head), NULL, NULL, NULL))
        g_output_stream_write_all (output, answer->body->str, answer->body->len / 2, NULL, NULL,
                                   NULL);
    }
  else
    {
      struct linger none = { .l_onoff = 1, .l_linger = 0 };

      setsockopt (g_socket_get_fd (socket), SOL_SOCKET, SO_LINGER, &none, sizeof none);
    }
  g_io_stream_close (stream, NULL, NULL);
}

/* Until the last byte is out, or the client is gone, a request counts as in flight. */
typedef struct
{
  TnySim     *sim;
  const char *tenant_id;
} Flight;

static void
landed_cb (SoupServerMessage *message, gpointer data)
{
  Flight *flight = data;

  if (flight->sim != NULL)
    tny_sim_record_end (flight->sim->record, flight->tenant_id);
  flight->sim = NULL;
}

static void
free_flight (gpointer flight, GClosure *closure)
{
  g_free (flight);
}

static void
follow (TnySim *self, SoupServerMessage *message, const char *tenant_id)
{
  Flight *flight = g_new (Flight, 1);

  *flight = (Flight) { self, tenant_id };
  g_signal_connect_data (message, "finished", G_CALLBACK (landed_cb), flight, free_flight, 0);
}

static gboolean
go_on_cb (gpointer data)
{
  soup_server_message_unpause (data);

  return G_SOURCE_REMOVE;
}

static void
finish (TnySim *self, SoupServerMessage *message, TnySimRequest *request, TnySimAnswer *answer)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);
  guint wait = self->latency_ms;

  if (tny_sim_has (self, TNY_SIM_SLOW) && request->area != TNY_SIM_AREA_CONTROL)
    wait += SLOW_MS;
  soup_server_message_set_status (message, answer->status, NULL);
  if (answer->body->len > 0 && answer->content_type != NULL)
    soup_message_headers_replace (headers, "Content-Type", answer->content_type);
  soup_message_headers_replace (headers, "X-Content-Type-Options", "nosniff");
  if (answer->status == 204 || g_str_equal (request->method, "HEAD"))
    g_string_truncate (answer->body, 0);
  if (answer->body->len > 0)
    {
      g_autoptr(GBytes) bytes = g_string_free_to_bytes (g_steal_pointer (&answer->body));

      soup_message_body_append_bytes (soup_server_message_get_response_body (message), bytes);
    }
  soup_message_body_complete (soup_server_message_get_response_body (message));
  if (wait > 0)
    {
      soup_server_message_pause (message);
      g_timeout_add_full (G_PRIORITY_DEFAULT, wait, go_on_cb, g_object_ref (message),
                          g_object_unref);
    }
}

static void
request_cb (SoupServer        *server,
            SoupServerMessage *message,
            const char        *path,
            GHashTable        *query,
            gpointer           data)
{
  TnySim *self = data;
  GUri *uri = soup_server_message_get_uri (message);
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  const char *raw_path = g_uri_get_path (uri);
  TnySimArea area;
  TnySimFault fault = TNY_SIM_FAULT_NONE;
  const char *type;

  if (!find_area (raw_path, &area))
    {
      soup_server_message_set_status (message, g_str_equal (raw_path, "/") ? 302 : 404, NULL);
      soup_message_headers_replace (soup_server_message_get_response_headers (message), "Location",
                                    "/portal/");
      return;
    }

  g_autoptr(GHashTable) query_pairs = parse_pairs (g_uri_get_query (uri));
  g_autoptr(GBytes) bytes = soup_message_body_flatten (body);
  g_autoptr(GHashTable) form = NULL;
  g_autofree char *text = NULL;
  g_auto(GStrv) parts = parse_path (raw_path + strlen (areas[area].path));
  TnySimRequest request = {
    .method = soup_server_message_get_method (message), .area = area,
    .path = raw_path + strlen (areas[area].path), .parts = parts, .n_parts = g_strv_length (parts),
    .raw_query = g_uri_get_query (uri), .query = query_pairs, .body = bytes,
    .headers = soup_server_message_get_request_headers (message),
  };
  TnySimAnswer answer = {
    .status = 404, .body = g_string_new (NULL),
    .headers = soup_server_message_get_response_headers (message),
  };

  type = soup_message_headers_get_content_type (request.headers, NULL);
  if (g_strcmp0 (type, "application/x-www-form-urlencoded") == 0)
    text = g_strndup (g_bytes_get_data (bytes, NULL), MIN (g_bytes_get_size (bytes), BODY_MAX));
  form = parse_pairs (text);
  request.form = form;
  if (area == TNY_SIM_AREA_GRAPH || area == TNY_SIM_AREA_PARTNER ||
      (area == TNY_SIM_AREA_LOGIN && g_str_has_suffix (request.path, "/token")))
    fault = tny_sim_faults_decide (self->faults, self->scenarios, &request);
  areas[area].handle (self, &request, &answer);
  if (fault != TNY_SIM_FAULT_NONE)
    tny_sim_fault_answer (fault, 1 + (guint) (tny_sim_mix (g_str_hash (request.path)) & 1),
                          &answer);
  if (tny_sim_has (self, TNY_SIM_COMPRESSED) && area == TNY_SIM_AREA_GRAPH && answer.body->len > 0 &&
      wants_gzip (&request))
    compress (&answer);
  if (area != TNY_SIM_AREA_CONTROL)
    {
      tny_sim_record_add (self->record, &request, answer.status, fault);
      if (fault == TNY_SIM_FAULT_CUT || fault == TNY_SIM_FAULT_RESET)
        tny_sim_record_end (self->record, request.tenant_id);
      else
        follow (self, message, request.tenant_id);
    }
  if (fault == TNY_SIM_FAULT_CUT || fault == TNY_SIM_FAULT_RESET)
    break_connection (message, &answer, fault);
  else if (fault == TNY_SIM_FAULT_HANG)
    soup_server_message_pause (message);
  else
    finish (self, message, &request, &answer);
  if (answer.body != NULL)
    g_string_free (answer.body, TRUE);
}

/* A request with a body beyond all that a client could have to say ends the connection. */
static void
got_chunk_cb (SoupServerMessage *message, GBytes *chunk, gpointer data)
{
  if (soup_server_message_get_request_body (message)->length > BODY_MAX)
    {
      g_autoptr(GIOStream) stream = soup_server_message_steal_connection (message);

      g_io_stream_close (stream, NULL, NULL);
    }
}

static void
request_started_cb (SoupServer *server, SoupServerMessage *message, gpointer data)
{
  GSocket *socket = soup_server_message_get_socket (message);

  /* Head and body are written apart; Nagle would hold the body back until the head is acknowledged,
   * which a client may take 40 ms for. */
  if (socket != NULL)
    g_socket_set_option (socket, IPPROTO_TCP, TCP_NODELAY, 1, NULL);
  g_signal_connect (message, "got-chunk", G_CALLBACK (got_chunk_cb), NULL);
}

/* --- life --- */

/* A socket of our own, because SoupServer's takes only ten connections that it has not looked at
 * yet; the eleventh would wait a second for its next attempt. */
static gboolean
listen_on (TnySim *self, GSocketFamily family, GError **error)
{
  g_autoptr(GInetAddress) loopback = g_inet_address_new_loopback (family);
  g_autoptr(GSocketAddress) address = g_inet_socket_address_new (loopback, self->port);
  g_autoptr(GSocket) socket = g_socket_new (family, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP,
                                            error);

  if (socket == NULL)
    return FALSE;
  if (family == G_SOCKET_FAMILY_IPV6 &&
      !g_socket_set_option (socket, IPPROTO_IPV6, IPV6_V6ONLY, 1, error))
    return FALSE;
  g_socket_set_listen_backlog (socket, BACKLOG);

  return g_socket_bind (socket, address, TRUE, error) && g_socket_listen (socket, error) &&
         soup_server_listen_socket (self->server, socket, 0, error);
}

static guint16
port_of (SoupServer *server)
{
  g_autoslist(GUri) uris = soup_server_get_uris (server);

  return (guint16) g_uri_get_port (uris->data);
}

TnySim *
tny_sim_start (const TnySimOptions *options, GError **error)
{
  g_autoptr(TnySim) self = g_new0 (TnySim, 1);
  g_autoptr(GError) no_v6 = NULL;

  self->port = options->port;
  self->server = soup_server_new ("server-header", "tenantry-sample-cloud", NULL);
  if (!listen_on (self, G_SOCKET_FAMILY_IPV4, error))
    return NULL;
  self->port = port_of (self->server);
  /* Some machines have no ::1; there the other address is all a browser can find, too. */
  if (!listen_on (self, G_SOCKET_FAMILY_IPV6, &no_v6))
    g_debug ("not on ::1: %s", no_v6->message);
  for (guint i = 0; i < TNY_SIM_N_AREAS; i++)
    self->bases[i] = g_strdup_printf ("http://127.0.0.1:%u%s", self->port, areas[i].path);
  self->signing = tny_sim_signing_start ();
  self->seed = options->seed;
  self->scenarios = options->scenarios;
  self->latency_ms = options->latency_ms;
  self->estate = tny_sim_estate_new (options->seed, options->n_tenants, options->n_users);
  tny_sim_registration_make (&self->registration, options->seed);
  for (guint i = 0; i < sizeof self->key; i++)
    self->key[i] = (guint8) tny_sim_dice (self->seed, TNY_SIM_DICE_SECRET, 4, i);
  self->codes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                       (GDestroyNotify) tny_sim_code_free);
  self->grants = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  self->report_settings = g_hash_table_new (NULL, NULL);
  self->faults = tny_sim_faults_new ();
  self->record = tny_sim_record_new ();
  g_signal_connect (self->server, "request-started", G_CALLBACK (request_started_cb), self);
  soup_server_add_handler (self->server, NULL, request_cb, self, NULL);

  return g_steal_pointer (&self);
}

void
tny_sim_stop (TnySim *self)
{
  if (self == NULL)
    return;
  if (self->server != NULL)
    {
      soup_server_remove_handler (self->server, "/");
      soup_server_disconnect (self->server);
      g_object_unref (self->server);
    }
  g_clear_pointer (&self->codes, g_hash_table_unref);
  g_clear_pointer (&self->grants, g_hash_table_unref);
  g_clear_pointer (&self->report_settings, g_hash_table_unref);
  tny_sim_faults_free (self->faults);
  tny_sim_record_free (self->record);
  tny_sim_signing_free (self->signing);
  tny_sim_estate_free (self->estate);
  for (guint i = 0; i < TNY_SIM_N_AREAS; i++)
    g_free (self->bases[i]);
  g_free (self);
}

guint16
tny_sim_port (const TnySim *self)
{
  return self->port;
}

char *
tny_sim_describe (const TnySim *self)
{
  return g_strdup_printf ("[cloud]\nname=sample\nlogin=%s\ngraph=%s\npartner=%s\nportal=%s\n"
                          "reports=http://127.0.0.1:%u\n",
                          self->bases[TNY_SIM_AREA_LOGIN], self->bases[TNY_SIM_AREA_GRAPH],
                          self->bases[TNY_SIM_AREA_PARTNER], self->bases[TNY_SIM_AREA_PORTAL],
                          self->port);
}
