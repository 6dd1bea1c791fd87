/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* TnySchedule: when a connection or a tenant is read by the clock. Pure functions.
 *
 * Stored times are wall time, which jumps: a clock set forward makes one run due, not many; a clock set
 * back must not make the next run wait until it has caught up. Quiet hours are local time, which jumps
 * twice a year: they end where the clock on the wall says so.
 */
typedef struct
{
  gint64 interval;                  /* seconds; 0: only by hand */
  int    quiet_from, quiet_until;   /* minutes of the local day, 0 to 1439; equal: no quiet hours */
  gint64 next_at;                   /* unix seconds, as stored; 0: not scheduled */
} TnySchedule;

/* Intervals that can be set: a minute to a month. */
#define TNY_SCHEDULE_INTERVAL_MIN 60
#define TNY_SCHEDULE_INTERVAL_MAX (31 * 24 * 60 * 60)
/* How long after connecting or signing in the first sync comes by itself: time to look at the matches
 * first, as people know it. */
#define TNY_SCHEDULE_FIRST        3600

/* When the quiet hours around @now end; 0 when it is not quiet. @zone NULL: the local one. */
gint64   tny_schedule_quiet_end (const TnySchedule *self, gint64 now, GTimeZone *zone);
/* When the next run comes, at the earliest @now: not before the quiet hours end; 0: never. */
gint64   tny_schedule_next      (const TnySchedule *self, gint64 now, GTimeZone *zone);
/* The stored time lies further ahead than any wait is long: the clock was set back since. */
gboolean tny_schedule_is_astray (const TnySchedule *self, gint64 now);
/* So many runs that should have been were not: the computer slept, or nothing was running. */
gint64   tny_schedule_missed    (const TnySchedule *self, gint64 now);
/* Whether what was read at @read_at (0: never) is to be read again every @interval seconds (0: by hand
 * only). A run takes its time: a twelfth of the interval is not counted. */
gboolean tny_schedule_is_old    (gint64 interval, gint64 read_at, gint64 now);

G_END_DECLS
