/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-delivery.h"

#include <string.h>

#include "tny-secret.h"

#define FORM_TYPE "application/x-www-form-urlencoded"

struct _TnyDelivery
{
  const TnyDeliveryRules *rules;

  char   bytes[TNY_DELIVERY_MAX];
  gsize  length;             /* bytes read */
  gsize  head;               /* bytes up to and including the empty line; 0 until it came */
  gsize  body;               /* announced length */

  gsize  form_at, form_length;
};

/* A part of the request; never NUL-terminated. */
typedef struct
{
  const char *text;
  gsize       length;
} Span;

TnyDelivery *
tny_delivery_new (const TnyDeliveryRules *rules)
{
  TnyDelivery *self = g_new (TnyDelivery, 1);

  self->rules = rules;
  self->length = self->head = self->body = self->form_at = self->form_length = 0;
  return self;
}

void
tny_delivery_free (TnyDelivery *self)
{
  if (self == NULL)
    return;

  tny_wipe (self->bytes, self->length);
  g_free (self);
}

static gboolean
span_is (Span span, const char *text)
{
  return span.length == strlen (text) && memcmp (span.text, text, span.length) == 0;
}

static gboolean
span_is_header (Span span, const char *name)
{
  return span.length == strlen (name) && g_ascii_strncasecmp (span.text, name, span.length) == 0;
}

/* Cuts off what stands before @separator; FALSE when it is not there. */
static gboolean
span_cut (Span *rest, const char *separator, Span *before)
{
  const char *at = memmem (rest->text, rest->length, separator, strlen (separator));

  if (at == NULL)
    return FALSE;
  before->text = rest->text;
  before->length = at - rest->text;
  rest->length -= before->length + strlen (separator);
  rest->text = at + strlen (separator);
  return TRUE;
}

static gboolean
is_token (Span span)
{
  if (span.length == 0)
    return FALSE;
  for (gsize i = 0; i < span.length; i++)
    if (!g_ascii_isalnum (span.text[i]) && strchr ("!#$%&'*+-.^_`|~", span.text[i]) == NULL)
      return FALSE;

  return memchr (span.text, '\0', span.length) == NULL;
}

static gboolean
is_printable (Span span)
{
  for (gsize i = 0; i < span.length; i++)
    if ((guchar) span.text[i] < 0x20 ? span.text[i] != '\t' : span.text[i] == 0x7f)
      return FALSE;

  return TRUE;
}

/* Digits only, within the limit. */
static gboolean
parse_length (Span value, gsize *length)
{
  gsize n = 0;

  if (value.length < 1 || value.length > 5)
    return FALSE;
  for (gsize i = 0; i < value.length; i++)
    {
      if (!g_ascii_isdigit (value.text[i]))
        return FALSE;
      n = n * 10 + (value.text[i] - '0');
    }
  *length = n;
  return TRUE;
}

static const char *
last_two_labels (const char *host)
{
  const char *dot = strrchr (host, '.');

  while (dot != NULL && dot > host)
    if (*--dot == '.')
      return dot;

  return NULL;
}

/* A page elsewhere that posts here does not know the state; this refuses it before that. */
static gboolean
origin_allowed (Span value, const char *ours)
{
  g_autofree char *origin = g_strndup (value.text, value.length);
  const char *domain;
  gsize length = strlen (origin);

  if (g_str_equal (origin, "null") || g_str_equal (origin, ours))
    return TRUE;
  if (!g_str_has_prefix (ours, "https://") || !g_str_has_prefix (origin, "https://"))
    return FALSE;
  domain = last_two_labels (ours + strlen ("https://"));
  return domain != NULL && length > strlen ("https://") + strlen (domain) &&
         strspn (origin + strlen ("https://"), "abcdefghijklmnopqrstuvwxyz0123456789-.") ==
           length - strlen ("https://") &&
         g_str_has_suffix (origin, domain);
}

static gboolean
is_form_type (Span value)
{
  gsize length = strlen (FORM_TYPE);

  return value.length >= length && g_ascii_strncasecmp (value.text, FORM_TYPE, length) == 0 &&
         (value.length == length || value.text[length] == ';' || value.text[length] == ' ');
}

/* "POST /tenantry/callback HTTP/1.1" */
static guint
check_request_line (TnyDelivery *self, Span line)
{
  Span method, target, path;
  gboolean query;

  if (!is_printable (line) || !span_cut (&line, " ", &method) || !span_cut (&line, " ", &target) ||
      !is_token (method) || (!span_is (line, "HTTP/1.1") && !span_is (line, "HTTP/1.0")))
    return 400;

  path = target;
  query = span_cut (&target, "?", &path);
  if (!span_is (path, self->rules->path != NULL ? self->rules->path : TNY_DELIVERY_PATH))
    return 404;
  if (!span_is (method, self->rules->query ? "GET" : "POST"))
    return 405;
  if (query != self->rules->query)
    return 400;
  if (query)
    {
      if (target.length > TNY_DELIVERY_BODY_MAX)
        return 414;
      self->form_at = target.text - self->bytes;
      self->form_length = target.length;
    }

  return 0;
}

static guint
check_head (TnyDelivery *self)
{
  g_autofree char *host = g_strdup_printf ("localhost:%u", self->rules->port);
  Span rest = { self->bytes, self->head - 2 };   /* each line with its CRLF */
  guint hosts = 0, lengths = 0, types = 0, origins = 0;
  Span line;
  guint status;

  if (!span_cut (&rest, "\r\n", &line))
    return 400;
  status = check_request_line (self, line);
  if (status != 0)
    return status;

  while (span_cut (&rest, "\r\n", &line))
    {
      Span name;

      if (!is_printable (line) || !span_cut (&line, ":", &name) || !is_token (name))
        return 400;
      while (line.length > 0 && (*line.text == ' ' || *line.text == '\t'))
        line.text++, line.length--;
      while (line.length > 0 && strchr (" \t", line.text[line.length - 1]) != NULL)
        line.length--;

      if (span_is_header (name, "Host") && (hosts++ > 0 || !span_is (line, host)))
        return 400;
      if (span_is_header (name, "Origin") &&
          (origins++ > 0 || !origin_allowed (line, self->rules->origin)))
        return 403;
      if (span_is_header (name, "Transfer-Encoding"))
        return 400;
      if (span_is_header (name, "Content-Length") &&
          (lengths++ > 0 || !parse_length (line, &self->body)))
        return 400;
      if (span_is_header (name, "Content-Type") && (types++ > 0 || !is_form_type (line)))
        return 415;
    }

  if (hosts == 0)
    return 400;
  if (self->rules->query)
    return self->body == 0 ? 0 : 400;
  if (lengths == 0)
    return 411;
  if (self->body > TNY_DELIVERY_BODY_MAX || self->head + self->body > TNY_DELIVERY_MAX)
    return 413;
  if (types == 0)
    return 415;
  self->form_at = self->head;
  self->form_length = self->body;

  return 0;
}

guint
tny_delivery_take (TnyDelivery *self, const char *data, gsize length)
{
  gsize taken = MIN (length, sizeof self->bytes - self->length);
  gsize looked = self->length < 3 ? 0 : self->length - 3;
  const char *end;
  guint status;

  memcpy (self->bytes + self->length, data, taken);
  self->length += taken;

  if (self->head == 0)
    {
      end = memmem (self->bytes + looked, self->length - looked, "\r\n\r\n", 4);
      if (end == NULL)
        return taken < length || self->length == sizeof self->bytes ? 431 : 0;
      self->head = end + 4 - self->bytes;
      status = check_head (self);
      if (status != 0)
        return status;
    }
  /* Bytes after the announced end are a second request: nobody honest sends one here. */
  if (taken < length || self->length > self->head + self->body)
    return 400;

  return self->length == self->head + self->body ? 200 : 0;
}

const char *
tny_delivery_form (const TnyDelivery *self, gsize *length)
{
  *length = self->form_length;
  return self->bytes + self->form_at;
}
