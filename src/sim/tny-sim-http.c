/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>

#include "tny-sim-private.h"
#include "tny-sim-token.h"

/* One request: from bytes to a TnySimRequest, to its handler, and a TnySimAnswer back to bytes. */

#define SLOW_MS     1000
#define BODY_MAX    (1024 * 1024)
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
  [TNY_SIM_AREA_REPORTS] = { "/reports", tny_sim_reports },
  [TNY_SIM_AREA_CONTROL] = { "/sample", tny_sim_control },
};

const char *
tny_sim_area_path (TnySimArea area)
{
  return areas[area].path;
}

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
      result = g_converter_convert (gzip, answer->body->str + from, answer->body->len - from,
                                    buffer, sizeof buffer, G_CONVERTER_INPUT_AT_END, &read,
                                    &written, NULL);
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

/* For the record, also of requests that no handler gets to see. */
static void
name_tenant (TnySim *self, TnySimRequest *request)
{
  const char *bearer = soup_message_headers_get_one (request->headers, "Authorization");
  const TnySimTenant *tenant = NULL;
  TnySimToken token;

  if (request->area == TNY_SIM_AREA_LOGIN)
    {
      request->grant = tny_sim_form (request, "grant_type");
      if (request->n_parts > 0)
        tny_sim_authority (self, request->parts[0], &tenant);
    }
  else if (bearer != NULL && g_ascii_strncasecmp (bearer, "Bearer ", 7) == 0 &&
           tny_sim_token_open (self, bearer + 7, &token))
    tenant = tny_sim_estate_tenant (self->estate, token.tenant);
  if (tenant != NULL)
    request->tenant_id = tenant->id;
}

void
tny_sim_request_cb (SoupServer        *server,
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
  if (area == TNY_SIM_AREA_GRAPH || area == TNY_SIM_AREA_PARTNER || area == TNY_SIM_AREA_REPORTS ||
      (area == TNY_SIM_AREA_LOGIN && g_str_has_suffix (request.path, "/token")))
    fault = tny_sim_faults_decide (self->faults, self->scenarios, &request);
  name_tenant (self, &request);
  if (tny_sim_fault_is_late (fault))
    areas[area].handle (self, &request, &answer);
  tny_sim_fault_answer (fault, 1 + g_str_hash (request.path) % 2, &answer);
  if (tny_sim_has (self, TNY_SIM_COMPRESSED) && area == TNY_SIM_AREA_GRAPH &&
      answer.body->len > 0 && wants_gzip (&request))
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

void
tny_sim_request_started_cb (SoupServer *server, SoupServerMessage *message, gpointer data)
{
  GSocket *socket = soup_server_message_get_socket (message);

  /* Head and body are written apart; Nagle would hold the body back until the head is acknowledged,
   * which a client may take 40 ms for. */
  if (socket != NULL)
    g_socket_set_option (socket, IPPROTO_TCP, TCP_NODELAY, 1, NULL);
  g_signal_connect (message, "got-chunk", G_CALLBACK (got_chunk_cb), NULL);
}
