/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

#include "tny-cloud.h"

G_BEGIN_DECLS

/* TnyHttpIo: one try of one request, from the first byte to the last. Internal to the HTTP layer.
 *
 * libsoup runs in one I/O thread and nowhere else; callers hand a try over and wait. It knows
 * limits and completeness, but nothing of tokens, retries or tenants.
 */
typedef struct _TnyHttpIo TnyHttpIo;

typedef struct
{
  guint         max_connections;
  guint         idle_seconds;
} TnyHttpIoOptions;

typedef struct
{
  const char        *method;
  GUri              *uri;
  const char *const *headers;         /* (nullable): name, value, …, NULL */
  const char        *authorization;   /* (nullable): value of that header; wiped by the caller */
  const char        *content_type;
  GBytes            *body;            /* (nullable) */
  gboolean           plain;           /* no content encoding: the length must be the announced
                                       * one */
  gsize              max_body;        /* decoded */
  gint64             deadline_usec;
} TnyHttpTry;

typedef enum
{
  TNY_HTTP_IO_ANSWERED,
  TNY_HTTP_IO_CUT,            /* an answer began and did not end: may be tried again */
  TNY_HTTP_IO_NETWORK,        /* no answer, from a server that was reached: likewise */
  TNY_HTTP_IO_OFFLINE,        /* no server was reached: likewise */
  TNY_HTTP_IO_REFUSED,        /* we refused: TLS, limits, form */
  TNY_HTTP_IO_CANCELLED
} TnyHttpIoOutcome;

typedef struct
{
  guint               status;         /* 0 without an answer */
  SoupMessageHeaders *headers;        /* NULL without an answer */
  GByteArray         *body;           /* decoded, a NUL byte follows */
  gboolean            proven;         /* its length or its encoding proves it whole */
} TnyHttpAnswer;

void             tny_http_answer_clear (TnyHttpAnswer          *self);

TnyHttpIo      * tny_http_io_new       (const TnyCloud         *cloud,
                                        const TnyHttpIoOptions *options);
/* Nobody may be inside tny_http_io_try() any more. */
void             tny_http_io_free      (TnyHttpIo              *self);
/* Blocks. @answer is filled for ANSWERED, and as far as it came for CUT; @error is set for all
 * others and for CUT. */
TnyHttpIoOutcome tny_http_io_try       (TnyHttpIo              *self,
                                        const TnyHttpTry       *try,
                                        TnyHttpAnswer          *answer,
                                        GCancellable           *cancellable,
                                        GError                **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TnyHttpAnswer, tny_http_answer_clear)

G_END_DECLS
