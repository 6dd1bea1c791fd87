/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-sim-faults.h"

#include <string.h>

#define REMEMBERED_MAX 100000

struct _TnySimFaults
{
  GHashTable  *refused;          /* hash of a request that a scenario has refused once */
  guint        counter;          /* of requests that scenarios looked at */
  guint        wait;             /* API requests until the planned fault; 0: none planned */
  guint        count;            /* how many fail from there */
  TnySimFault  planned;
  GHashTable  *standing;         /* part of a path -> TnySimFault */
};

static const char *const names[TNY_SIM_N_FAULTS] = {
  "none", "429", "429-date", "429-bare", "500", "502", "503", "504", "reset", "cut", "html",
  "empty", "garbage", "hang", "401", "claims", "403", "redirect",
};

TnySimFaults *
tny_sim_faults_new (void)
{
  TnySimFaults *self = g_new0 (TnySimFaults, 1);

  self->refused = g_hash_table_new (NULL, NULL);
  self->standing = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  return self;
}

void
tny_sim_faults_free (TnySimFaults *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->refused);
  g_hash_table_unref (self->standing);
  g_free (self);
}

void
tny_sim_faults_plan (TnySimFaults *self, guint nth, guint count, TnySimFault fault)
{
  self->wait = nth;
  self->count = count;
  self->planned = fault;
}

void
tny_sim_faults_stand (TnySimFaults *self, const char *path, TnySimFault fault)
{
  if (fault == TNY_SIM_FAULT_NONE)
    g_hash_table_remove (self->standing, path);
  else
    g_hash_table_insert (self->standing, g_strdup (path), GINT_TO_POINTER (fault));
}

static TnySimFault
standing_fault (TnySimFaults *self, const TnySimRequest *request)
{
  GHashTableIter iter;
  gpointer path, fault;

  g_hash_table_iter_init (&iter, self->standing);
  while (g_hash_table_iter_next (&iter, &path, &fault))
    if (strstr (request->path, path) != NULL)
      return GPOINTER_TO_INT (fault);

  return TNY_SIM_FAULT_NONE;
}

void
tny_sim_faults_clear (TnySimFaults *self)
{
  g_hash_table_remove_all (self->standing);
  g_hash_table_remove_all (self->refused);
  self->counter = 0;
  self->wait = 0;
}

/* Some requests, each only once: whoever asks again is served, so that every client that does as
 * documented gets to the end. */
static gboolean
picks (TnySimFaults *self, const TnySimRequest *request, guint every)
{
  const char *bearer = soup_message_headers_get_one (request->headers, "Authorization");
  guint key = g_str_hash (request->path) * 31 + (bearer != NULL ? g_str_hash (bearer) : 0);

  if (request->raw_query != NULL)
    key = key * 31 + g_str_hash (request->raw_query);
  if (++self->counter % every != 0)
    return FALSE;
  if (g_hash_table_size (self->refused) > REMEMBERED_MAX)
    g_hash_table_remove_all (self->refused);

  return g_hash_table_add (self->refused, GUINT_TO_POINTER (key));
}

TnySimFault
tny_sim_faults_decide (TnySimFaults *self, guint64 scenarios, const TnySimRequest *request)
{
  static const TnySimFault errors[] = { TNY_SIM_FAULT_503, TNY_SIM_FAULT_500, TNY_SIM_FAULT_502,
                                        TNY_SIM_FAULT_504 };
  static const TnySimFault cuts[] = { TNY_SIM_FAULT_CUT, TNY_SIM_FAULT_RESET };

  if (self->wait > 0 && --self->wait == 0)
    {
      if (--self->count > 0)
        self->wait = 1;
      return self->planned;
    }
  if (g_hash_table_size (self->standing) > 0 &&
      standing_fault (self, request) != TNY_SIM_FAULT_NONE)
    return standing_fault (self, request);
  if (scenarios >> TNY_SIM_CAPTIVE_PORTAL & 1)
    return TNY_SIM_FAULT_HTML;
  if (request->area == TNY_SIM_AREA_LOGIN)
    return TNY_SIM_FAULT_NONE;
  if ((scenarios >> TNY_SIM_THROTTLED & 1) && picks (self, request, 3))
    return TNY_SIM_FAULT_429;
  if ((scenarios >> TNY_SIM_SERVER_ERRORS & 1) && picks (self, request, 4))
    return errors[self->counter / 4 % G_N_ELEMENTS (errors)];
  if ((scenarios >> TNY_SIM_NETWORK_CUT & 1) && picks (self, request, 4))
    return cuts[self->counter / 4 % G_N_ELEMENTS (cuts)];

  return TNY_SIM_FAULT_NONE;
}

static void
graph_error (TnySimAnswer *answer, guint status, const char *code, const char *message)
{
  answer->status = status;
  answer->content_type = "application/json";
  g_string_printf (answer->body, "{\"error\":{\"code\":\"%s\",\"message\":\"%s\"}}", code, message);
}

gboolean
tny_sim_fault_is_late (TnySimFault fault)
{
  return fault == TNY_SIM_FAULT_NONE || fault == TNY_SIM_FAULT_RESET ||
         fault == TNY_SIM_FAULT_CUT || fault == TNY_SIM_FAULT_EMPTY ||
         fault == TNY_SIM_FAULT_GARBAGE;
}

void
tny_sim_fault_answer (TnySimFault fault, guint retry_after, TnySimAnswer *answer)
{
  g_autofree char *seconds = g_strdup_printf ("%u", retry_after);

  switch (fault)
    {
    case TNY_SIM_FAULT_429:
      graph_error (answer, 429, "TooManyRequests", "Too many requests");
      soup_message_headers_replace (answer->headers, "Retry-After", seconds);
      break;
    case TNY_SIM_FAULT_429_DATE:
      {
        g_autoptr(GDateTime) now = g_date_time_new_now_utc ();
        g_autoptr(GDateTime) then = g_date_time_add_seconds (now, retry_after + 1.0);
        g_autofree char *date = soup_date_time_to_string (then, SOUP_DATE_HTTP);

        graph_error (answer, 429, "TooManyRequests", "Too many requests");
        soup_message_headers_replace (answer->headers, "Retry-After", date);
        break;
      }
    case TNY_SIM_FAULT_429_BARE:
      graph_error (answer, 429, "activityLimitReached", "Too many requests");
      break;
    case TNY_SIM_FAULT_500:
      graph_error (answer, 500, "InternalServerError", "An error occurred.");
      break;
    case TNY_SIM_FAULT_502:
      answer->status = 502;
      answer->content_type = "text/html";
      g_string_assign (answer->body, "<html><head><title>502 Bad Gateway</title></head>"
                                     "<body><h1>502 Bad Gateway</h1></body></html>");
      break;
    case TNY_SIM_FAULT_503:
      graph_error (answer, 503, "serviceNotAvailable", "The service is temporarily unavailable.");
      soup_message_headers_replace (answer->headers, "Retry-After", seconds);
      break;
    case TNY_SIM_FAULT_504:
      answer->status = 504;
      g_string_truncate (answer->body, 0);
      break;
    case TNY_SIM_FAULT_HTML:
      answer->status = 200;
      answer->content_type = "text/html; charset=utf-8";
      g_string_assign (answer->body,
                       "<!doctype html><title>Guest network</title><h1>Welcome to our Wi-Fi</h1>"
                                     "<p>Accept the terms to go online.</p>");
      break;
    case TNY_SIM_FAULT_EMPTY:
      answer->status = 200;
      g_string_truncate (answer->body, 0);
      break;
    case TNY_SIM_FAULT_GARBAGE:
      answer->status = 200;
      g_string_truncate (answer->body, answer->body->len / 2);
      break;
    case TNY_SIM_FAULT_401:
      graph_error (answer, 401, "InvalidAuthenticationToken",
                   "Lifetime validation failed, the token is expired.");
      break;
    case TNY_SIM_FAULT_CLAIMS:
      graph_error (answer, 401, "InvalidAuthenticationToken",
                   "Continuous access evaluation resulted in challenge.");
      /* {"access_token":{"nbf":{"essential":true, "value":"1604106651"}}} */
      soup_message_headers_replace (answer->headers, "WWW-Authenticate",
                                    "Bearer realm=\"\", client_id=\"00000003-0000-0000-c000-000000000000\", "
                                    "error=\"insufficient_claims\", "
                                    "claims=\"eyJhY2Nlc3NfdG9rZW4iOnsibmJmIjp7ImVzc2Vu"
                                    "dGlhbCI6dHJ1ZSwgInZhbHVlIjoiMTYwNDEwNjY1MSJ9fX0=\"");
      break;
    case TNY_SIM_FAULT_403:
      graph_error (answer, 403, "Authorization_RequestDenied",
                   "Insufficient privileges to complete the operation.");
      break;
    case TNY_SIM_FAULT_REDIRECT:
      answer->status = 302;
      g_string_truncate (answer->body, 0);
      soup_message_headers_replace (answer->headers, "Location", "http://127.0.0.2:9/elsewhere");
      break;
    case TNY_SIM_FAULT_NONE:
    case TNY_SIM_FAULT_RESET:
    case TNY_SIM_FAULT_CUT:
    case TNY_SIM_FAULT_HANG:
    case TNY_SIM_N_FAULTS:
      break;
    }
}

const char *
tny_sim_fault_name (TnySimFault fault)
{
  return names[fault];
}

gboolean
tny_sim_fault_parse (const char *name, TnySimFault *fault)
{
  for (guint i = 1; i < TNY_SIM_N_FAULTS; i++)
    if (g_strcmp0 (name, names[i]) == 0)
      {
        *fault = i;
        return TRUE;
      }

  return FALSE;
}
