/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-schedule.h"

#define MINUTE 60

static int
minute_of (GDateTime *time)
{
  return g_date_time_get_hour (time) * 60 + g_date_time_get_minute (time);
}

static gboolean
is_quiet (const TnySchedule *self, int minute)
{
  if (self->quiet_from == self->quiet_until)
    return FALSE;
  if (self->quiet_from < self->quiet_until)
    return minute >= self->quiet_from && minute < self->quiet_until;

  return minute >= self->quiet_from || minute < self->quiet_until;
}

gint64
tny_schedule_quiet_end (const TnySchedule *self, gint64 now, GTimeZone *zone)
{
  g_autoptr(GTimeZone) local = zone != NULL ? g_time_zone_ref (zone) : g_time_zone_new_local ();
  g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc (now);
  g_autoptr(GDateTime) time = utc != NULL ? g_date_time_to_timezone (utc, local) : NULL;
  g_autoptr(GDateTime) day = NULL, end = NULL;
  int minute;

  if (time == NULL)
    return 0;
  minute = minute_of (time);
  if (!is_quiet (self, minute))
    return 0;

  day = g_date_time_add_days (time, minute < self->quiet_until ? 0 : 1);
  end = g_date_time_new (local, g_date_time_get_year (day), g_date_time_get_month (day),
                         g_date_time_get_day_of_month (day), self->quiet_until / 60,
                         self->quiet_until % 60, 0);
  /* An hour that comes twice: the first of them may be over. */
  if (end == NULL || g_date_time_to_unix (end) <= now)
    return now + ((self->quiet_until - minute + 24 * 60) % (24 * 60)) * MINUTE;

  return g_date_time_to_unix (end);
}

gboolean
tny_schedule_is_astray (const TnySchedule *self, gint64 now)
{
  return self->next_at > now + MAX (self->interval, TNY_SCHEDULE_FIRST) + MINUTE;
}

gint64
tny_schedule_missed (const TnySchedule *self, gint64 now)
{
  if (self->next_at == 0 || self->interval <= 0 || self->next_at > now)
    return 0;

  return (now - self->next_at) / self->interval;
}

gint64
tny_schedule_next (const TnySchedule *self, gint64 now, GTimeZone *zone)
{
  gint64 next = MAX (self->next_at, now), end;

  if (self->next_at == 0)
    return 0;
  /* set back since: one run now brings the stored time back within reach */
  if (tny_schedule_is_astray (self, now))
    next = now;
  end = tny_schedule_quiet_end (self, next, zone);

  return MAX (next, end);
}

gboolean
tny_schedule_is_old (gint64 interval, gint64 read_at, gint64 now)
{
  if (interval <= 0)
    return FALSE;

  /* A time in the future is of a clock that was wrong. */
  return read_at == 0 || read_at > now || read_at <= now - interval + interval / 12;
}
