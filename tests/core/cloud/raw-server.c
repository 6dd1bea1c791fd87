/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "raw-server.h"

#include <arpa/inet.h>
#include <glib/gstdio.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

struct _RawServer
{
  int         fd;
  guint16     port;
  RawHandler  handler;
  gpointer    data;
  GThread    *thread;
  gint        requests, connections, stopping;
  GMutex      lock;
  GPtrArray  *conns;          /* guarded by lock */
};

struct _RawConn
{
  RawServer *server;
  int        fd;
  GThread   *thread;
  gboolean   keep;
};

gboolean
raw_write (RawConn *conn, const void *data, gsize length)
{
  while (length > 0)
    {
      gssize n = send (conn->fd, data, length, MSG_NOSIGNAL);

      if (n <= 0)
        return FALSE;
      data = (const char *) data + n;
      length -= (gsize) n;
    }

  return TRUE;
}

gboolean
raw_puts (RawConn *conn, const char *text)
{
  return raw_write (conn, text, strlen (text));
}

void
raw_keep (RawConn *conn)
{
  conn->keep = TRUE;
}

gboolean
raw_stopping (RawConn *conn)
{
  return g_atomic_int_get (&conn->server->stopping);
}

void
raw_reply (RawConn *conn, guint status, const char *headers, const char *body)
{
  g_autofree char *text = g_strdup_printf ("HTTP/1.1 %u X\r\n%s%sContent-Length: %zu\r\n\r\n%s",
                                           status,
                                           body[0] != '\0' ? "Content-Type: application/json\r\n"
                                           : "",
                                           headers != NULL ? headers : "", strlen (body), body);

  raw_puts (conn, text);
  raw_keep (conn);
}

static gboolean
serve_one (RawConn *conn, GString *in)
{
  RawServer *server = conn->server;
  g_auto(GStrv) words = NULL;
  g_autofree char *head = NULL, *body = NULL;
  const char *end, *length_line;
  gsize head_length, body_length = 0;
  char buffer[65536];
  RawRequest request;

  while ((end = strstr (in->str, "\r\n\r\n")) == NULL)
    {
      gssize n = recv (conn->fd, buffer, sizeof buffer, 0);

      if (n <= 0)
        return FALSE;
      g_string_append_len (in, buffer, n);
    }
  head_length = (gsize) (end - in->str) + 4;
  head = g_strndup (in->str, head_length);
  if ((length_line = strstr (head, "Content-Length: ")) != NULL)
    body_length = (gsize) g_ascii_strtoull (length_line + 16, NULL, 10);
  while (in->len < head_length + body_length)
    {
      gssize n = recv (conn->fd, buffer, sizeof buffer, 0);

      if (n <= 0)
        return FALSE;
      g_string_append_len (in, buffer, n);
    }
  body = g_strndup (in->str + head_length, body_length);
  g_string_erase (in, 0, (gssize) (head_length + body_length));

  words = g_strsplit (head, " ", 3);
  conn->keep = FALSE;
  request.method = words[0];
  request.target = words[1];
  request.head = head;
  request.body = body;
  request.number = (guint) g_atomic_int_add (&server->requests, 1) + 1;
  server->handler (conn, &request, server->data);

  return conn->keep;
}

static gpointer
serve_thread (gpointer data)
{
  RawConn *conn = data;
  GString *in = g_string_new (NULL);

  while (serve_one (conn, in))
    ;
  g_string_free (in, TRUE);
  shutdown (conn->fd, SHUT_WR);

  return NULL;
}

static gpointer
accept_thread (gpointer data)
{
  RawServer *self = data;

  for (;;)
    {
      int fd = accept (self->fd, NULL, NULL);
      RawConn *conn;

      if (fd < 0 || g_atomic_int_get (&self->stopping))
        {
          if (fd >= 0)
            close (fd);
          return NULL;
        }
      setsockopt (fd, IPPROTO_TCP, TCP_NODELAY, &(int) { 1 }, sizeof (int));
      g_atomic_int_inc (&self->connections);
      conn = g_new0 (RawConn, 1);
      conn->server = self;
      conn->fd = fd;
      g_mutex_lock (&self->lock);
      g_ptr_array_add (self->conns, conn);
      g_mutex_unlock (&self->lock);
      conn->thread = g_thread_new ("raw-conn", serve_thread, conn);
    }
}

RawServer *
raw_server_new (RawHandler handler, gpointer data)
{
  RawServer *self = g_new0 (RawServer, 1);
  struct sockaddr_in address = { .sin_family = AF_INET,
                                 .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };
  socklen_t length = sizeof address;

  self->handler = handler;
  self->data = data;
  self->conns = g_ptr_array_new ();
  g_mutex_init (&self->lock);
  self->fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  g_assert_cmpint (bind (self->fd, (struct sockaddr *) &address, sizeof address), ==, 0);
  g_assert_cmpint (listen (self->fd, 128), ==, 0);
  g_assert_cmpint (getsockname (self->fd, (struct sockaddr *) &address, &length), ==, 0);
  self->port = ntohs (address.sin_port);
  self->thread = g_thread_new ("raw-server", accept_thread, self);

  return self;
}

void
raw_server_free (RawServer *self)
{
  g_atomic_int_set (&self->stopping, 1);
  shutdown (self->fd, SHUT_RDWR);
  g_thread_join (self->thread);
  close (self->fd);
  for (guint i = 0; i < self->conns->len; i++)
    {
      RawConn *conn = self->conns->pdata[i];

      shutdown (conn->fd, SHUT_RDWR);
      g_thread_join (conn->thread);
      close (conn->fd);
      g_free (conn);
    }
  g_ptr_array_unref (self->conns);
  g_mutex_clear (&self->lock);
  g_free (self);
}

guint16
raw_server_port (RawServer *self)
{
  return self->port;
}

guint
raw_server_requests (RawServer *self)
{
  return (guint) g_atomic_int_get (&self->requests);
}

guint
raw_server_connections (RawServer *self)
{
  return (guint) g_atomic_int_get (&self->connections);
}

TnyCloud *
raw_server_load_cloud (RawServer *self)
{
  g_autofree char *dir = g_dir_make_tmp ("tny-raw-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (dir, "cloud.ini", NULL);
  g_autofree char *text = g_strdup_printf (
    "[cloud]\nname=raw\nlogin=http://127.0.0.1:%1$u/login\ngraph=http://127.0.0.1:%1$u/graph\n"
    "partner=http://127.0.0.1:%1$u/partner\nportal=http://127.0.0.1:%1$u/portal\n", self->port);
  g_autoptr(GError) error = NULL;
  TnyCloud *cloud;

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  cloud = tny_cloud_load (path, &error);
  g_assert_no_error (error);
  g_unlink (path);
  g_rmdir (dir);

  return cloud;
}
