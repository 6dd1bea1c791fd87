/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Figures, times and progress in words: pure text, no widgets. All results are new strings. */

#include <glib.h>

#include "tny-job.h"

G_BEGIN_DECLS

#define TNY_UNKNOWN "—"     /* what an unknown figure looks like; spoken as "unknown" */

/* "1,685": grouped by locale. */
char * tny_words_number   (guint64 number);
/* "12.4 GB": decimal units; "0 bytes" for 0. */
char * tny_words_bytes    (guint64 bytes);

/**
 * tny_words_ago:
 * @then: unix seconds, UTC; 0 is unknown
 * @now: unix seconds, UTC
 *
 * "just now", "3 min ago", "in 52 min", "2 h ago", "Tue 14:05", from 7 days on a date. Unknown is
 * TNY_UNKNOWN. Past and future alike; local time zone.
 */
char * tny_words_ago      (gint64 then, gint64 now);
/* "Tuesday, 24 November 2026, 14:05:12 +01:00": for tooltips and descriptions. "unknown" for 0. */
char * tny_words_time     (gint64 then);
/* "2 min 31 s", "0 s". */
char * tny_words_duration (gint64 seconds);
/* "about 4 minutes left", or NULL while it is not known (@left_usec < 0). */
char * tny_words_left     (gint64 left_usec);
/* "Reading users · Contoso Ltd · 14 of 62 · about 4 minutes left"; parts that are unknown are left
 * out. "Working…" when nothing is known yet. */
char * tny_words_progress (const TnyProgress *progress);

/* A name from a tenant or a file, fit to stand in a sentence or a cell: one line, at most 200
 * characters, control and direction characters made visible; isolated when it is written from right
 * to left, so that it cannot reorder what stands around it. "" for NULL. */
char * tny_words_name     (const char *name);

/* @text for the desktop, which may take what looks like a tag for one (the body of a notification):
 * "<" is written as "‹". */
char * tny_words_notice   (const char *text);

/* How a text runs, by its first letter: 1 from left to right, -1 from right to left, 0 when it has no
 * letter (or is NULL). */
int    tny_words_direction (const char *text);

G_END_DECLS
