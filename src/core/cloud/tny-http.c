/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-http.h"

#include <string.h>

#include "tny-challenge.h"
#include "tny-error.h"
#include "tny-gate.h"
#include "tny-http-error.h"
#include "tny-http-io.h"
#include "tny-json.h"
#include "tny-retry.h"
#include "tny-text.h"

#define CLAIMS_ROUNDS 2
#define ID_CHARACTERS "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-._"

struct _TnyHttp
{
  gatomicrefcount  refs;
  TnyCloud        *cloud;
  TnyHttpIo       *io;
  TnyGate         *gate;
  TnyClock        *clock;
  gint64           deadline_usec, report_deadline_usec;
  TnyTokenSource   tokens;
};

/* A request on its way through tries and waits. */
typedef struct
{
  TnyHttp          *http;
  const TnyRequest *request;
  const char       *method;
  char             *operation;
  const char       *resource;      /* NULL: no token goes with it */
  const char       *tenant;        /* whose slots, waits and failures count; NULL: nobody's */
  TnyGateKind       kind;
  TnyBudgetPrice    price;
  GCancellable     *cancellable;
  TnyRetry          retry;
  guint             attempt;
  char             *claims;        /* for the next token; NULL: none */
  guint             claims_rounds;
  gboolean          renewed;       /* a plain 401 had its second chance */
  TnySecret        *token;         /* of the present try */
} Call;

typedef enum
{
  NEXT_DONE,                       /* the response is the answer */
  NEXT_FAIL,                       /* the error is */
  NEXT_AGAIN
} Next;

static void
call_clear (Call *call)
{
  g_free (call->operation);
  g_free (call->claims);
  g_clear_pointer (&call->token, tny_secret_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Call, call_clear)

TnyHttp *
tny_http_new (const TnyCloud *cloud, const TnyHttpOptions *options)
{
  static const TnyHttpOptions none = { 0 };
  TnyHttp *self = g_new0 (TnyHttp, 1);
  guint in_flight, per_tenant;
  TnyHttpIoOptions io;

  options = options != NULL ? options : &none;
  in_flight = CLAMP (options->in_flight != 0 ? options->in_flight : TNY_HTTP_IN_FLIGHT, 1, 64);
  per_tenant = options->per_tenant != 0 ? options->per_tenant : TNY_HTTP_PER_TENANT;
  io.max_connections = in_flight + TNY_HTTP_INTERACTIVE;
  io.idle_seconds = options->idle_seconds != 0 ? options->idle_seconds : TNY_HTTP_IDLE_SECONDS;

  g_atomic_ref_count_init (&self->refs);
  self->cloud = tny_cloud_ref (cloud);
  self->clock = options->clock;
  self->gate = tny_gate_new (in_flight, per_tenant, options->clock);
  self->io = tny_http_io_new (cloud, &io);
  self->deadline_usec = options->deadline_usec != 0
                        ? options->deadline_usec
                        : TNY_HTTP_DEADLINE_SECONDS * (gint64) G_USEC_PER_SEC;
  self->report_deadline_usec = options->report_deadline_usec != 0
                               ? options->report_deadline_usec
                               : TNY_HTTP_REPORT_SECONDS * (gint64) G_USEC_PER_SEC;

  return self;
}

TnyHttp *
tny_http_ref (TnyHttp *self)
{
  g_atomic_ref_count_inc (&self->refs);
  return self;
}

void
tny_http_unref (TnyHttp *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->refs))
    return;
  tny_http_io_free (self->io);
  tny_gate_free (self->gate);
  tny_cloud_unref (self->cloud);
  g_free (self);
}

const TnyCloud *
tny_http_get_cloud (TnyHttp *self)
{
  return self->cloud;
}

void
tny_http_set_tokens (TnyHttp *self, const TnyTokenSource *source)
{
  static const TnyTokenSource none = { 0 };

  self->tokens = source != NULL ? *source : none;
}

gint64
tny_http_parked_until (TnyHttp *self, const char *tenant_id)
{
  return tny_gate_parked_until (self->gate, tenant_id);
}

void
tny_http_unpark (TnyHttp *self, const char *tenant_id)
{
  tny_gate_unpark (self->gate, tenant_id);
}

guint
tny_http_in_flight (TnyHttp *self, const char *tenant_id)
{
  return tny_gate_in_flight (self->gate, tenant_id);
}

void
tny_response_free (TnyResponse *self)
{
  if (self == NULL)
    return;
  if (self->secret && self->body != NULL)
    tny_wipe (self->body->data, self->body->len);
  if (self->secret && self->location != NULL)
    tny_wipe (self->location, strlen (self->location));
  g_free (self->operation);
  g_free (self->request_id);
  g_free (self->location);
  g_free (self->error_code);
  g_clear_pointer (&self->body, g_byte_array_unref);
  g_free (self);
}

/* The allow-list of what is logged: nothing else of a request ever reaches a log. */
static void
tell (Call *call, TnyHttpEvent event)
{
  const TnyRequest *request = call->request;
  static const char *const kinds[] = { "sent", "answered", "failed", "waiting", "paced",
                                       "parked" };

  event.tenant_id = request->tenant_id;
  event.operation = call->operation;
  event.attempt = call->attempt;
  g_log_structured ("tenantry-http", G_LOG_LEVEL_DEBUG,
                    "MESSAGE",
                    "%s %s tenant=%s status=%u request=%s attempt=%u usec=%" G_GINT64_FORMAT
                    " wait=%" G_GINT64_FORMAT " bytes=%" G_GSIZE_FORMAT,
                    kinds[event.kind], event.operation,
                    event.tenant_id != NULL ? event.tenant_id : "-", event.status,
                    event.request_id != NULL ? event.request_id : "-", event.attempt,
                    event.duration_usec, event.wait_usec, event.bytes);
  if (request->notify != NULL)
    request->notify (&event, request->notify_data);
}

static gboolean
wait_for (Call *call, gint64 usec, guint status, const char *request_id, GError **error)
{
  if (usec <= 0)
    return TRUE;
  tell (call, (TnyHttpEvent) { TNY_HTTP_WAITING, .status = status, .request_id = request_id,
                               .wait_usec = usec });

  return tny_wait (call->http->clock, usec, call->cancellable, error);
}

/* Not asked to wait by anybody: so that nobody has to. */
static gboolean
keep_pace (Call *call, gint64 usec, GError **error)
{
  tell (call, (TnyHttpEvent) { TNY_HTTP_PACED, .wait_usec = usec });

  return tny_wait (call->http->clock, usec, call->cancellable, error);
}

static gboolean
get_token (Call *call, GError **error)
{
  TnyHttp *http = call->http;

  g_clear_pointer (&call->token, tny_secret_unref);
  if (call->resource == NULL)
    return TRUE;
  if (http->tokens.get == NULL)
    {
      g_set_error (error, TNY_ERROR, TNY_ERROR_SIGN_IN, "%s: nobody is signed in", call->operation);
      return FALSE;
    }
  call->token = http->tokens.get (http->tokens.self, call->request->tenant_id, call->resource,
                                  call->claims, call->cancellable, error);

  return call->token != NULL;
}

/* Until this request may go out: with a token that is good now, in a slot, and after every wait
 * that the tenant was told of, also through another request while this one stood in line. */
static gboolean
enter (Call *call, GError **error)
{
  TnyGate *gate = call->http->gate;

  for (;;)
    {
      gboolean paced;
      gint64 delay = tny_gate_delay (gate, call->tenant, call->kind, call->price, &paced);

      if (!(paced ? keep_pace (call, delay, error) : wait_for (call, delay, 0, NULL, error)) ||
          !get_token (call, error))
        return FALSE;
      if (!tny_gate_enter (gate, call->tenant, call->kind, call->cancellable, error))
        {
          if (error != NULL && !tny_error_cancelled (*error))
            g_prefix_error (error, "%s: ", call->operation);
          return FALSE;
        }
      if (tny_gate_spend (gate, call->tenant, call->kind, call->price))
        return TRUE;
      tny_gate_leave (gate, call->tenant, call->kind);
    }
}

static TnyHttpIoOutcome
try_once (Call *call, TnyHttpAnswer *answer, GError **error)
{
  const TnyRequest *request = call->request;
  gboolean report = (request->flags & TNY_REQUEST_REPORT) != 0;
  char *authorization = call->token != NULL
                        ? g_strconcat ("Bearer ", tny_secret_peek (call->token), NULL) : NULL;
  TnyHttpTry try = {
    .method = call->method,
    .uri = request->uri,
    .headers = request->headers,
    .authorization = authorization,
    .content_type = request->content_type,
    .body = request->body,
    .plain = report || (request->flags & TNY_REQUEST_SECRET) != 0,   /* no packed copy of secrets */
    .max_body = report ? TNY_HTTP_REPORT_MAX : TNY_HTTP_BODY_MAX,
    .deadline_usec = report ? call->http->report_deadline_usec : call->http->deadline_usec,
  };
  TnyHttpIoOutcome outcome = tny_http_io_try (call->http->io, &try, answer, call->cancellable,
                                              error);

  tny_wipe_free (authorization);

  return outcome;
}

/* Server-made ids are shown to people and support: nothing but what an id is made of. */
static char *
dup_id (SoupMessageHeaders *headers)
{
  static const char *const names[] = { "request-id", "x-ms-request-id", "MS-RequestId",
                                       "client-request-id" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const char *id = soup_message_headers_get_one (headers, names[i]);

      if (id != NULL && *id != '\0' && strlen (id) <= 64 &&
          strspn (id, ID_CHARACTERS) == strlen (id))
        return g_strdup (id);
    }

  return NULL;
}

static gint64
read_retry_after (Call *call, SoupMessageHeaders *headers)
{
  return tny_retry_parse_after (soup_message_headers_get_one (headers, "Retry-After"),
                                soup_message_headers_get_one (headers, "Date"),
                                tny_clock_now (call->http->clock));
}

static gint64
read_date (SoupMessageHeaders *headers)
{
  const char *text = soup_message_headers_get_one (headers, "Date");
  g_autoptr(GDateTime) date = text != NULL ? soup_date_time_new_from_http_string (text) : NULL;

  return date != NULL ? g_date_time_to_unix (date) : 0;
}

static TnyResponse *
make_response (Call *call, TnyHttpAnswer *answer)
{
  TnyResponse *response = g_new0 (TnyResponse, 1);
  SoupMessageHeaders *headers = answer->headers;

  response->status = answer->status;
  response->secret = (call->request->flags & TNY_REQUEST_SECRET) != 0;
  response->operation = g_strdup (call->operation);
  response->request_id = dup_id (headers);
  response->location = g_strdup (soup_message_headers_get_one (headers, "Location"));
  response->retry_after_usec = read_retry_after (call, headers);
  response->date = read_date (headers);
  response->proven = answer->proven;
  response->body = g_steal_pointer (&answer->body);
  if (response->status >= 400)
    response->error_code = tny_http_read_error (response->body);

  return response;
}

/* A good answer is of the kind we asked for, and whole. A captive portal's 200 is neither. */
static TnyHttpIoOutcome
check_good (Call *call, TnyHttpAnswer *answer, GError **error)
{
  const char *expect = call->request->expect != NULL ? call->request->expect : "application/json";
  const char *type = soup_message_headers_get_content_type (answer->headers, NULL);
  g_autoptr(GError) local = NULL;
  g_autofree char *shown = NULL;

  if ((answer->body->len == 0 && answer->status != 200) ||
      (call->request->flags & TNY_REQUEST_REDIRECT) != 0)
    return TNY_HTTP_IO_ANSWERED;
  if (type == NULL || g_ascii_strcasecmp (type, expect) != 0)
    {
      shown = tny_text_one_line (type != NULL ? type : "no content type", 60);
      g_set_error (error, TNY_ERROR, TNY_ERROR_PROTOCOL,
                   "the answer is %s, not %s: something between here and Microsoft answered", shown,
                   expect);
      return TNY_HTTP_IO_REFUSED;
    }
  if (answer->proven || (call->request->flags & TNY_REQUEST_REPORT) != 0)
    return TNY_HTTP_IO_ANSWERED;
  if (g_ascii_strcasecmp (expect, "application/json") != 0)
    {
      g_set_error_literal (error, TNY_ERROR, TNY_ERROR_PROTOCOL,
                           "the answer does not tell its length: nothing proves that it is whole");
      return TNY_HTTP_IO_CUT;
    }
  if (!tny_json_scan ((const char *) answer->body->data, answer->body->len, &local))
    {
      g_set_error (error, TNY_ERROR, TNY_ERROR_PROTOCOL, "the answer was cut: %s", local->message);
      return TNY_HTTP_IO_CUT;
    }

  return TNY_HTTP_IO_ANSWERED;
}

static gboolean
is_good (Call *call, guint status)
{
  if ((call->request->flags & TNY_REQUEST_REDIRECT) != 0)
    return status == 302;

  return status == 200 || (status > 200 && status < 300 && strcmp (call->method, "GET") != 0);
}

/* Waits or not, as tny-retry.h has it. @status 0 and @retry_after -1 for a try without answer. */
static Next
retry (Call *call, guint status, gint64 retry_after, const char *request_id, GError **error)
{
  TnyRetryTry last = {
    .repeatable = strcmp (call->method, "GET") == 0,
    .status = status,
    .retry_after_usec = retry_after,
    .jitter = tny_random_below (1 << 30) / (double) (1 << 30),
    /* a quarter of the second that may pass after Retry-After is for sending */
    .spread = 0.75 * tny_random_below (1 << 30) / (double) (1 << 30),
  };
  gint64 usec = 0;

  switch (tny_retry_next (&call->retry, &last, &usec))
    {
    case TNY_RETRY_PARK:
      tny_gate_park (call->http->gate, call->tenant, usec);
      tell (call, (TnyHttpEvent) { TNY_HTTP_PARKED, .status = status, .request_id = request_id,
                                   .wait_usec = usec });
      return NEXT_FAIL;
    case TNY_RETRY_WAIT:
      /* A tenant that is throttled is throttled for all its requests. */
      if (retry_after >= 0)
        tny_gate_hold (call->http->gate, call->tenant, usec);
      return wait_for (call, usec, status, request_id, error) ? NEXT_AGAIN : NEXT_FAIL;
    case TNY_RETRY_NO:
      break;
    }

  return NEXT_FAIL;
}

/* 401: a claims challenge twice, anything else once, both with a new token. */
static gboolean
renew (Call *call, TnyHttpAnswer *answer, const TnyResponse *response)
{
  const char *header = soup_message_headers_get_list (answer->headers, "WWW-Authenticate");
  g_autofree char *claims = tny_challenge_claims (header);
  TnyHttp *http = call->http;

  if (call->token == NULL)
    return FALSE;
  if (http->tokens.drop != NULL)
    http->tokens.drop (http->tokens.self, call->request->tenant_id, call->resource, call->token);
  if (tny_http_error_code (call->request->service, 401, response->error_code) == TNY_ERROR_MFA)
    return FALSE;
  if (claims != NULL)
    {
      if (call->claims_rounds++ == CLAIMS_ROUNDS)
        return FALSE;
      g_free (call->claims);
      call->claims = g_steal_pointer (&claims);
      return TRUE;
    }
  if (call->renewed)
    return FALSE;
  call->renewed = TRUE;

  return TRUE;
}

/* The circuit breaker counts what says that the tenant (or the way to it) is broken: 5xx and
 * answers that do not come or do not end. Being offline is nobody's fault, throttling is an
 * answer. */
static void
count (Call *call, gboolean failed)
{
  TnyGate *gate = call->http->gate;

  if (!failed)
    tny_gate_succeeded (gate, call->tenant);
  else if (tny_gate_failed (gate, call->tenant))
    tell (call, (TnyHttpEvent) { TNY_HTTP_PARKED,
                                 .wait_usec = TNY_HTTP_BREAKER_SECONDS * (gint64) G_USEC_PER_SEC });
}

static Next
judge_status (Call *call, TnyHttpAnswer *answer, TnyResponse *response, GError **error)
{
  guint status = response->status;
  g_autoptr(GError) local = NULL;
  Next next = NEXT_FAIL;

  count (call, status >= 500 && status != 501);
  if (is_good (call, status))
    return NEXT_DONE;
  if (status == 401 && renew (call, answer, response))
    return NEXT_AGAIN;
  if ((call->request->flags & TNY_REQUEST_ANY_STATUS) != 0)
    return NEXT_DONE;
  next = retry (call, status, response->retry_after_usec, response->request_id, &local);
  if (next == NEXT_AGAIN)
    return next;
  if (local != NULL)
    g_propagate_error (error, g_steal_pointer (&local));
  else if (status == 401 && call->claims_rounds > CLAIMS_ROUNDS)
    g_set_error (error, TNY_ERROR, TNY_ERROR_SIGN_IN,
                 "%s: 401 Unauthorized, the new tokens do not satisfy a claims challenge",
                 call->operation);
  else
    tny_http_set_error (error, call->request, response);

  return NEXT_FAIL;
}

/* A try without a whole answer. Takes @cause. */
static Next
judge_failure (Call *call, TnyHttpIoOutcome outcome, GError *cause, GError **error)
{
  g_autoptr(GError) owned = cause;
  g_autoptr(GError) local = NULL;

  if (outcome == TNY_HTTP_IO_CANCELLED)
    {
      g_propagate_error (error, g_steal_pointer (&owned));
      return NEXT_FAIL;
    }
  if (outcome != TNY_HTTP_IO_OFFLINE)
    count (call, TRUE);
  if (outcome != TNY_HTTP_IO_REFUSED && retry (call, 0, -1, NULL, &local) == NEXT_AGAIN)
    return NEXT_AGAIN;
  if (local != NULL)
    g_propagate_error (error, g_steal_pointer (&local));
  else
    g_set_error (error, owned->domain, owned->code, "%s: %s", call->operation, owned->message);

  return NEXT_FAIL;
}

/* How near the limit is, in Microsoft's words, and what the request took. */
static void
heed (Call *call, const TnyHttpAnswer *answer)
{
  const char *used = soup_message_headers_get_one (answer->headers, "x-ms-throttle-limit-percentage");
  const char *units = soup_message_headers_get_one (answer->headers, "x-ms-resource-unit");
  guint64 number = 0;

  if (units != NULL)
    g_ascii_string_to_unsigned (units, 10, 0, 1000, &number, NULL);
  if (used != NULL || number > 0)
    tny_gate_heed (call->http->gate, call->tenant, call->price,
                   used != NULL ? g_ascii_strtod (used, NULL) : 0, (guint) number);
}

/* Before the slot is free for another request of the tenant, that one must know of the wait. */
static void
hold_others (Call *call, const TnyHttpAnswer *answer)
{
  gint64 usec;

  if (answer->status != 429 && answer->status != 503 && answer->status != 504)
    return;
  usec = read_retry_after (call, answer->headers);
  if (usec > TNY_RETRY_PARK_USEC)
    tny_gate_park (call->http->gate, call->tenant, usec);
  else if (usec >= 0)
    tny_gate_hold (call->http->gate, call->tenant, usec);
}

static Next
run_try (Call *call, TnyResponse **response, GError **error)
{
  TnyHttp *http = call->http;
  g_auto(TnyHttpAnswer) answer = { 0 };
  g_autoptr(TnyResponse) made = NULL;
  GError *cause = NULL;
  TnyHttpIoOutcome outcome;
  gint64 start;
  Next next;

  call->attempt++;
  if (!enter (call, error))
    return NEXT_FAIL;
  tell (call, (TnyHttpEvent) { TNY_HTTP_SENT });
  start = tny_clock_boot (http->clock);
  outcome = try_once (call, &answer, &cause);
  if (outcome == TNY_HTTP_IO_ANSWERED)
    {
      hold_others (call, &answer);
      heed (call, &answer);
    }
  tny_gate_leave (http->gate, call->tenant, call->kind);

  if (outcome == TNY_HTTP_IO_ANSWERED && is_good (call, answer.status))
    outcome = check_good (call, &answer, &cause);
  if (outcome != TNY_HTTP_IO_ANSWERED)
    {
      tell (call, (TnyHttpEvent) { TNY_HTTP_FAILED, .status = answer.status,
                                   .duration_usec = tny_clock_boot (http->clock) - start });
      return judge_failure (call, outcome, cause, error);
    }
  made = make_response (call, &answer);
  tell (call, (TnyHttpEvent) { TNY_HTTP_ANSWERED, .status = made->status,
                               .request_id = made->request_id,
                               .duration_usec = tny_clock_boot (http->clock) - start,
                               .bytes = made->body->len });
  next = judge_status (call, &answer, made, error);
  if (next == NEXT_DONE)
    *response = g_steal_pointer (&made);

  return next;
}

TnyResponse *
tny_http_send (TnyHttp *self, const TnyRequest *request, GCancellable *cancellable, GError **error)
{
  g_auto(Call) call = { .http = self, .request = request, .cancellable = cancellable };
  TnyResponse *response = NULL;
  g_autoptr(GError) local = NULL;
  Next next;

  g_return_val_if_fail (request->uri != NULL, NULL);

  /* The token endpoint has limits of its own, and whoever asks for tokens keeps them: what it
   * refuses says nothing about the tenant's data, and what it grants neither. */
  call.tenant = request->service != TNY_SERVICE_LOGIN ? request->tenant_id : NULL;
  call.price = tny_budget_price (request->service, g_uri_get_path (request->uri),
                                 g_uri_get_query (request->uri));
  call.method = request->method != NULL ? request->method : "GET";
  call.operation = tny_http_operation (self->cloud, request);
  if (!tny_cloud_allows (self->cloud, request->service, request->uri))
    {
      g_set_error (error, TNY_ERROR, TNY_ERROR_PROTOCOL,
                   "%s: not an address of this service; nothing was sent", call.operation);
      return NULL;
    }
  if ((request->flags & TNY_REQUEST_AUTHORIZE) != 0)
    {
      call.resource = tny_cloud_get_resource (self->cloud, request->service);
      g_return_val_if_fail (call.resource != NULL && request->tenant_id != NULL, NULL);
    }
  call.kind = (request->flags & TNY_REQUEST_INTERACTIVE) != 0 ? TNY_GATE_INTERACTIVE
              : (request->flags & TNY_REQUEST_REPORT) != 0 ? TNY_GATE_REPORT : TNY_GATE_NORMAL;

  do
    {
      g_clear_error (&local);
      next = run_try (&call, &response, &local);
    }
  while (next == NEXT_AGAIN);
  if (next == NEXT_FAIL)
    g_propagate_error (error, g_steal_pointer (&local));

  return response;
}
