/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* TnyLoopback: where the browser comes back to, while one sign-in runs.
 *
 * Listens on 127.0.0.1 and ::1 on one free port, never anywhere else, and lives on the
 * thread-default main context of new(). A connection ends after 10 seconds; the ninth evicts the
 * oldest.
 *
 *   listening ──tny_loopback_free()──▸ closed (an answer that is on its way is still sent)
 */
typedef struct _TnyLoopback TnyLoopback;

#define TNY_LOOPBACK_CONNECTIONS 8
#define TNY_LOOPBACK_SECONDS     10

typedef enum
{
  TNY_LOOPBACK_REFUSE,       /* not ours: 400, go on listening */
  TNY_LOOPBACK_ACCEPT,       /* a sign-in: the page thanks */
  TNY_LOOPBACK_ACCEPT_ERROR  /* ours too, but it brought an error: the page says so */
} TnyLoopbackVerdict;

/* Called for each well-formed delivery. @form is percent-encoded, holds secrets, is not
 * NUL-terminated and lent for the call. It frees the listener when it accepts, and may at any
 * time. */
typedef TnyLoopbackVerdict (*TnyLoopbackDeliver) (const char *form,
                                                  gsize       length,
                                                  gpointer    data);

typedef struct
{
  gboolean    query;         /* GET instead of POST */
  const char *origin;        /* of the sign-in page: "https://login.microsoftonline.com"; copied */
  guint16     first_port;    /* tried before others; 0: any */
  const char *path;          /* static text; NULL: TNY_DELIVERY_PATH */
} TnyLoopbackOptions;

/* NULL with TNY_ERROR_REDIRECT when no port is free on every loopback address of this computer. */
TnyLoopback * tny_loopback_new      (const TnyLoopbackOptions *options,
                                     TnyLoopbackDeliver        deliver,
                                     gpointer                  data,
                                     GError                  **error);
void          tny_loopback_free     (TnyLoopback              *self);
guint16       tny_loopback_get_port (const TnyLoopback        *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnyLoopback, tny_loopback_free)

G_END_DECLS
