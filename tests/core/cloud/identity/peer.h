/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Whoever talks to the redirect listener: plain blocking sockets, for a thread of its own. A machine
 * without ::1 (many containers) uses 127.0.0.1 alone, and so does its peer. */
gboolean peer_has_v6 (void);
/* -1 when nobody listens. */
int      peer_dial   (guint16 port, gboolean v6);
/* Sends all it can and returns what came back; NULL when nobody listens. */
char   * peer_talk   (guint16 port, gboolean v6, const char *request, gsize length);
/* As a browser posts the form of response_mode=form_post. */
char   * peer_post   (guint16 port, gboolean v6, const char *form);
char   * peer_get    (guint16 port, const char *query);
/* File descriptors this process has open. */
guint    peer_count_fds (void);

G_END_DECLS
