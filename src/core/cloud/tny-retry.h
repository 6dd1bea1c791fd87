/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Whether a try is followed by another, and when: the one place that knows. No clock, no chance and
 * no network in here, so that every line can be tested.
 *
 *   429, 503, 504 with Retry-After   max (Retry-After, back-off) + 0…1 s; over 300 s: park
 *   429, 503, 504 without            2 s × 2ⁿ, full jitter, at most 120 s; 8 tries
 *   408, 500, 502, no whole answer   the same back-off; 5 tries
 *   anything else                    is an answer
 *
 * All waits of a request together stay within 15 minutes. Only what may be repeated without harm is
 * repeated at all: GET.
 */

#define TNY_RETRY_THROTTLED_TRIES  8
#define TNY_RETRY_FAILED_TRIES     5
#define TNY_RETRY_BASE_USEC        (2 * G_USEC_PER_SEC)
#define TNY_RETRY_MAX_USEC         (120 * (gint64) G_USEC_PER_SEC)
#define TNY_RETRY_TOTAL_USEC       (15 * 60 * (gint64) G_USEC_PER_SEC)
#define TNY_RETRY_PARK_USEC        (300 * (gint64) G_USEC_PER_SEC)
#define TNY_RETRY_AFTER_MAX_USEC   (3600 * (gint64) G_USEC_PER_SEC)

/* What came of a try. */
typedef struct
{
  gboolean repeatable;        /* a GET */
  guint    status;            /* 0: no whole answer */
  gint64   retry_after_usec;  /* -1: none */
  double   jitter;            /* 0 ≤ jitter < 1, for the back-off */
  double   spread;            /* 0 ≤ spread < 1, in seconds, on top of Retry-After */
} TnyRetryTry;

/* What a request has been through; begin with zeros. */
typedef struct
{
  guint  throttled;           /* tries that ended in 429, 503, 504 without Retry-After */
  guint  failed;              /* tries that ended in 408, 500, 502 or nothing */
  gint64 waited_usec;
} TnyRetry;

typedef enum
{
  TNY_RETRY_NO,               /* take the answer, or give up */
  TNY_RETRY_WAIT,             /* try again after wait_usec */
  TNY_RETRY_PARK              /* leave the tenant alone for wait_usec */
} TnyRetryVerdict;

/* @wait_usec is set for WAIT and PARK. */
TnyRetryVerdict tny_retry_next       (TnyRetry          *self,
                                      const TnyRetryTry *last,
                                      gint64            *wait_usec);
/**
 * tny_retry_parse_after:
 * @text: (nullable): value of Retry-After: seconds, or a date
 * @date: (nullable): value of the Date header of the same answer
 * @now: unix seconds, for a date when @date is missing
 *
 * A date is compared with the server's own clock where the answer shows it: ours may be wrong.
 *
 * Returns: microseconds, at most an hour; -1 when negative, empty or unreadable
 * Source:  RFC 9110, 10.2.3
 */
gint64          tny_retry_parse_after (const char *text, const char *date, gint64 now);

G_END_DECLS
