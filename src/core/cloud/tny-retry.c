/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-retry.h"

#include <libsoup/soup.h>
#include <string.h>

static gint64
back_off_usec (guint tries_before, double jitter)
{
  gint64 longest = TNY_RETRY_MAX_USEC;

  if (tries_before < 6)
    longest = MIN (longest, (gint64) TNY_RETRY_BASE_USEC << tries_before);

  return (gint64) ((double) longest * jitter);
}

TnyRetryVerdict
tny_retry_next (TnyRetry *self, const TnyRetryTry *last, gint64 *wait_usec)
{
  gint64 wait;

  switch (last->status)
    {
    case 429:
    case 503:
    case 504:
      if (last->retry_after_usec > TNY_RETRY_PARK_USEC)
        {
          *wait_usec = MIN (last->retry_after_usec, TNY_RETRY_AFTER_MAX_USEC);
          return TNY_RETRY_PARK;
        }
      if (last->retry_after_usec >= 0)
        wait = MAX (last->retry_after_usec, back_off_usec (self->throttled, last->jitter)) +
               (gint64) (last->spread * G_USEC_PER_SEC);
      else
        {
          wait = back_off_usec (self->throttled, last->jitter);
          if (++self->throttled >= TNY_RETRY_THROTTLED_TRIES)
            return TNY_RETRY_NO;
        }
      break;
    case 0:
    case 408:
    case 500:
    case 502:
      wait = back_off_usec (self->failed, last->jitter);
      if (++self->failed >= TNY_RETRY_FAILED_TRIES)
        return TNY_RETRY_NO;
      break;
    default:
      return TNY_RETRY_NO;
    }

  if (!last->repeatable || self->waited_usec + wait > TNY_RETRY_TOTAL_USEC)
    return TNY_RETRY_NO;
  self->waited_usec += wait;
  *wait_usec = wait;

  return TNY_RETRY_WAIT;
}

static gboolean
parse_http_date (const char *text, gint64 *seconds)
{
  g_autoptr(GDateTime) time = NULL;

  if (text == NULL || strnlen (text, 41) > 40 ||
      (time = soup_date_time_new_from_http_string (text)) == NULL)
    return FALSE;
  *seconds = g_date_time_to_unix (time);

  return TRUE;
}

gint64
tny_retry_parse_after (const char *text, const char *date, gint64 now)
{
  g_autofree char *trimmed = text != NULL ? g_strstrip (g_strndup (text, 64)) : NULL;
  guint64 seconds;
  gint64 when, server_now = now;

  if (trimmed == NULL || *trimmed == '\0')
    return -1;
  if (strspn (trimmed, "0123456789") == strlen (trimmed))
    {
      if (!g_ascii_string_to_unsigned (trimmed, 10, 0, G_MAXUINT64, &seconds, NULL))
        seconds = G_MAXUINT64;
      return (gint64) MIN (seconds, 3600) * G_USEC_PER_SEC;
    }
  if (!parse_http_date (trimmed, &when))
    return -1;
  parse_http_date (date, &server_now);
  if (when < server_now)
    return -1;

  return MIN (when - server_now, 3600) * G_USEC_PER_SEC;
}
