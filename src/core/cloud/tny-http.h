/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "tny-clock.h"
#include "tny-cloud.h"
#include "tny-secret.h"

G_BEGIN_DECLS

/* TnyHttp: the one way out. Every request of the program passes tny_http_send(), which knows
 * tokens, host lists, throttling, retries, limits and error bodies.
 *
 *   worker ── token ── slot (32 in all, 2 per tenant) ──▸ I/O thread ── libsoup ──▸ Microsoft
 *     ▴                                                      │ whole answer, counted
 *     └── wait (Retry-After, back-off) ◂── judge ◂───────────┘
 *
 * Reference counted; any thread that may block. All limits are numbers of this header.
 */
typedef struct _TnyHttp TnyHttp;

#define TNY_HTTP_IN_FLIGHT          32       /* over all tenants; a setting of 1 to 64 */
#define TNY_HTTP_PER_TENANT         2
#define TNY_HTTP_INTERACTIVE        8        /* room of their own for sign-in and clicks */
#define TNY_HTTP_IDLE_SECONDS       30       /* no byte for that long: failed */
#define TNY_HTTP_DEADLINE_SECONDS   120      /* one try from first to last byte */
#define TNY_HTTP_REPORT_SECONDS     300
#define TNY_HTTP_BODY_MAX           (8 * 1024 * 1024)    /* decoded */
#define TNY_HTTP_REPORT_MAX         (64 * 1024 * 1024)
#define TNY_HTTP_HEADERS_MAX        (64 * 1024)
#define TNY_HTTP_BREAKER_FAILURES   10       /* in a row, of one tenant: it pauses */
#define TNY_HTTP_BREAKER_SECONDS    600

/* Where tokens come from. The functions are called from any thread; get blocks. */
typedef struct
{
  /* (transfer full). @claims: (nullable): JSON of a claims challenge; a cached token does not
   * do. */
  TnySecret * (*get)  (gpointer       self,
                       const char    *tenant_id,
                       const char    *resource,
                       const char    *claims,
                       GCancellable  *cancellable,
                       GError       **error);
  /* A 401 proved @token useless. */
  void        (*drop) (gpointer         self,
                       const char      *tenant_id,
                       const char      *resource,
                       const TnySecret *token);
  gpointer    self;
} TnyTokenSource;

/* 0 and NULL mean the numbers above, the real clock and the system's trust store. */
typedef struct
{
  guint         in_flight, per_tenant;
  guint         idle_seconds;
  gint64        deadline_usec, report_deadline_usec;
  TnyClock     *clock;           /* must outlive; waits and dates */
} TnyHttpOptions;

typedef enum
{
  TNY_REQUEST_AUTHORIZE   = 1 << 0,  /* a token for (tenant_id, service) goes with it */
  TNY_REQUEST_INTERACTIVE = 1 << 1,  /* a person waits: room of its own, not held up by the tenant's
                                      * pause */
  TNY_REQUEST_REPORT      = 1 << 2,  /* 300 s, 64 MiB, content encoding off, one at a time */
  TNY_REQUEST_SECRET      = 1 << 3,  /* the answer holds secrets: its body is wiped */
  TNY_REQUEST_ANY_STATUS  = 1 << 4,  /* a whole answer of any status is an answer, sent once: the
                                      * caller judges (token endpoint, writes). Network failures of
                                      * a GET are retried all the same */
  TNY_REQUEST_REDIRECT    = 1 << 5   /* a 302 is the one good answer; its location is for the
                                      * caller, who looks at it before anything is sent there */
} TnyRequestFlags;

typedef enum
{
  TNY_HTTP_SENT,          /* a try begins */
  TNY_HTTP_ANSWERED,      /* a try ended with this status */
  TNY_HTTP_FAILED,        /* a try ended without a whole answer */
  TNY_HTTP_WAITING,       /* wait_usec until the next try: throttled (429, 503, 504) or failed */
  TNY_HTTP_PACED,         /* wait_usec until the next try: the tenant's budget is used up (tny-budget.h) */
  TNY_HTTP_PARKED         /* no request of the tenant for wait_usec: asked to (over 300 s) or too
                           * many failures */
} TnyHttpEventKind;

/* For progress, counts and the log: nothing in it is secret. Lent for the call. */
typedef struct
{
  TnyHttpEventKind kind;
  const char *tenant_id;      /* NULL when the request has none */
  const char *operation;      /* "GET /v1.0/users": method and path, never a query */
  const char *request_id;     /* of the answer; NULL when unknown */
  guint       status;         /* 0 without an answer */
  guint       attempt;        /* from 1 */
  gint64      duration_usec;  /* of the try */
  gint64      wait_usec;
  gsize       bytes;          /* of the body */
} TnyHttpEvent;

typedef void (*TnyHttpNotify) (const TnyHttpEvent *event, gpointer data);

/* Members are lent for the call. */
typedef struct
{
  TnyService          service;      /* the address must be one of this service, or nothing is
                                     * sent */
  const char         *method;       /* NULL is GET */
  GUri               *uri;
  const char         *tenant_id;    /* whose limits count (not for LOGIN); NULL: no tenant's */
  TnyRequestFlags     flags;
  const char *const  *headers;      /* (nullable): name, value, …, NULL; not for credentials */
  const char         *content_type; /* of @body */
  GBytes             *body;         /* (nullable) */
  const char         *expect;       /* content type of a good answer; NULL is "application/json" */
  TnyHttpNotify       notify;       /* (nullable): called in the thread of the caller */
  gpointer            notify_data;
} TnyRequest;

typedef struct
{
  guint       status;
  char       *operation;            /* "GET /v1.0/users" */
  char       *request_id;           /* as Microsoft names it; NULL when it did not */
  char       *location;             /* of a redirect or a long operation; to be parsed by
                                     * tny_cloud_parse_link() */
  char       *error_code;           /* "Authorization_RequestDenied", "900421"; letters, digits, _ .
                                     * - only; NULL for good answers and for bodies we cannot
                                     * read */
  gint64      retry_after_usec;     /* from the header, already clamped to 0…3600 s; -1 when there
                                     * is none */
  gint64      date;                 /* by Microsoft's clock, unix seconds; 0 when it did not say */
  GByteArray *body;                 /* never NULL; whole; a NUL byte follows */
  gboolean    proven;               /* its length or encoding says that the body is whole. Else
                                     * JSON was looked at; a report may have to be fetched twice */
  gboolean    secret;               /* wiped when freed, with the location */
} TnyResponse;

TnyHttp     * tny_http_new          (const TnyCloud *cloud, const TnyHttpOptions *options);
TnyHttp     * tny_http_ref          (TnyHttp *self);
/* The last one stops the I/O thread; nobody may be inside tny_http_send() then. */
void          tny_http_unref        (TnyHttp *self);
const TnyCloud * tny_http_get_cloud (TnyHttp *self);
/* Copied; once, before the first request that authorizes. source->self must outlive the requests.
 * NULL takes it away. */
void          tny_http_set_tokens   (TnyHttp *self, const TnyTokenSource *source);

/**
 * tny_http_send:
 *
 * Sends a request and comes back with its whole answer. Blocks: worker threads only.
 *
 * Retries:  429, 503, 504 by Retry-After or back-off; 408, 500, 502 and network failures five
 *           times. GET only: anything else is sent once, because nobody knows whether it happened.
 * 401:      a claims challenge is answered at most twice; any other 401 once, with a new token.
 * Redirects are never followed; unless ANY_STATUS or REDIRECT, they are PROTOCOL.
 *
 * Limits:   what Microsoft publishes is kept per tenant, by its units; who works in the background
 *           waits for it, and longer when an answer says that the limit is near.
 *
 * Returns: (transfer full): an answer of status 2xx (any status with ANY_STATUS); NULL with
 *   THROTTLED    429 for too long, or the tenant is parked
 *   UNAVAILABLE  5xx again and again, or the tenant pauses after ten failures
 *   NETWORK, TLS no connection; no whole answer in time; not who it should be
 *   PROTOCOL     cut, too large, another content type (captive portal), a redirect, an address
 *                outside the service, a status nobody expects
 *   SIGN_IN, ACCESS, CONSENT, MFA, PERMISSION, LICENCE, NOT_FOUND, RESYNC from status and error
 *   code; whatever the token source sets; G_IO_ERROR_CANCELLED
 *   The message is "GET /v1.0/users: 403 Forbidden Authorization_RequestDenied (request 7f3c…)".
 * Source: Microsoft Graph, "Microsoft Graph error responses", "Throttling guidance"
 */
TnyResponse * tny_http_send         (TnyHttp           *self,
                                     const TnyRequest  *request,
                                     GCancellable      *cancellable,
                                     GError           **error);
void          tny_response_free     (TnyResponse *self);

/* The error that a status that is no success stands for: for callers that took ANY_STATUS. */
void          tny_http_set_error    (GError **error, const TnyRequest *request,
                                     const TnyResponse *response);

/* Until when no request of the tenant is sent: unix seconds, for display; 0 when it is free. */
gint64        tny_http_parked_until (TnyHttp *self, const char *tenant_id);
/* A person asked: forget the tenant's failures. What Microsoft asked us to wait stays. */
void          tny_http_unpark       (TnyHttp *self, const char *tenant_id);
/* Requests in flight now, for tests and progress; tenant_id NULL: all. */
guint         tny_http_in_flight    (TnyHttp *self, const char *tenant_id);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnyHttp, tny_http_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnyResponse, tny_response_free)

G_END_DECLS
