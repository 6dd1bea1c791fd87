/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "tny-cloud.h"

G_BEGIN_DECLS

/* RawServer: a web server that says exactly what a test tells it, however wrong. Every connection
 * has a thread; the handler is called once per request and writes bytes. A connection is closed
 * when the handler returns, unless it called raw_keep(). */
typedef struct _RawServer RawServer;
typedef struct _RawConn RawConn;

typedef struct
{
  const char *method, *target;      /* "GET", "/graph/v1.0/users?x" */
  const char *head;                 /* all header lines */
  const char *body;
  guint       number;               /* of the request, from 1, over the whole server */
} RawRequest;

typedef void (*RawHandler) (RawConn *conn, const RawRequest *request, gpointer data);

RawServer * raw_server_new         (RawHandler handler, gpointer data);
void        raw_server_free        (RawServer *self);
guint16     raw_server_port        (RawServer *self);
guint       raw_server_requests    (RawServer *self);
guint       raw_server_connections (RawServer *self);
/* A cloud whose services are paths of this server: /login, /graph, /partner, /portal. */
TnyCloud  * raw_server_load_cloud  (RawServer *self);

/* FALSE when the other side is gone. */
gboolean    raw_write              (RawConn *conn, const void *data, gsize length);
gboolean    raw_puts               (RawConn *conn, const char *text);
void        raw_keep               (RawConn *conn);
/* Whole answers. @headers: further lines, each ending in "\r\n", or NULL. */
void        raw_reply              (RawConn *conn, guint status, const char *headers,
                                    const char *body);
/* Whether the server is being freed: long handlers look at it. */
gboolean    raw_stopping           (RawConn *conn);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RawServer, raw_server_free)

G_END_DECLS
