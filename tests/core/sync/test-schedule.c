/* SPDX-License-Identifier: GPL-3.0-or-later */
/* When a run is due: by clocks that jump, in hours that come twice or not at all. */
#include "tny-schedule.h"

#define HOUR 3600
#define DAY  (24 * HOUR)

static gint64
at (const char *text)
{
  g_autoptr(GDateTime) time = g_date_time_new_from_iso8601 (text, NULL);

  g_assert_nonnull (time);
  return g_date_time_to_unix (time);
}

/* Quiet hours end where the clock on the wall says so: Vienna, whose clocks jump on 2026-03-29 at 01:00 UTC
 * and on 2026-10-25 at 01:00 UTC. */
static void
test_quiet_hours (void)
{
  static const struct { const char *now; int from, until; const char *end; } rows[] = {
    { "2026-02-01T12:00:00Z", 22 * 60, 6 * 60, NULL },
    { "2026-02-01T21:30:00Z", 22 * 60, 6 * 60, "2026-02-02T05:00:00Z" },
    { "2026-02-02T04:59:59Z", 22 * 60, 6 * 60, "2026-02-02T05:00:00Z" },
    { "2026-02-02T05:00:00Z", 22 * 60, 6 * 60, NULL },
    { "2026-02-02T11:30:00Z", 12 * 60, 13 * 60, "2026-02-02T12:00:00Z" },
    { "2026-02-02T11:30:00Z", 12 * 60, 12 * 60, NULL },
    /* the night that is an hour shorter, and the one that is an hour longer */
    { "2026-03-28T21:30:00Z", 22 * 60, 6 * 60, "2026-03-29T04:00:00Z" },
    { "2026-10-24T21:30:00Z", 22 * 60, 6 * 60, "2026-10-25T05:00:00Z" },
    /* 02:30 does not exist, and exists twice */
    { "2026-03-28T23:30:00Z", 0, 2 * 60 + 30, "2026-03-29T01:00:00Z" },
    { "2026-10-25T01:10:00Z", 0, 2 * 60 + 30, "2026-10-25T01:30:00Z" },
  };
  g_autoptr(GTimeZone) zone = g_time_zone_new_identifier ("Europe/Vienna");

  g_assert_nonnull (zone);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      TnySchedule schedule = { .interval = HOUR, .quiet_from = rows[i].from, .quiet_until = rows[i].until };
      gint64 end = tny_schedule_quiet_end (&schedule, at (rows[i].now), zone);

      g_test_message ("row %u", i);
      g_assert_cmpint (end, ==, rows[i].end != NULL ? at (rows[i].end) : 0);
      schedule.next_at = at (rows[i].now);
      g_assert_cmpint (tny_schedule_next (&schedule, at (rows[i].now), zone), ==,
                       rows[i].end != NULL ? end : at (rows[i].now));
    }
}

/* A computer as a person leaves it for weeks: every minute somebody looks, and a run that is due sets the
 * next one. */
typedef struct
{
  TnySchedule schedule;
  gint64      wall;
  guint       runs;
} Machine;

static void
look (Machine *self)
{
  g_autoptr(GTimeZone) utc = g_time_zone_new_utc ();
  gint64 next = tny_schedule_next (&self->schedule, self->wall, utc);

  if (next != 0 && next <= self->wall)
    {
      self->runs++;
      self->schedule.next_at = self->wall + self->schedule.interval;
    }
}

static guint
live (Machine *self, gint64 seconds)
{
  guint before = self->runs;

  for (gint64 minute = 0; minute < seconds / 60; minute++)
    {
      self->wall += 60;
      look (self);
    }

  return self->runs - before;
}

static Machine
new_machine (void)
{
  Machine machine = { { .interval = HOUR }, at ("2026-06-01T08:00:00Z"), 0 };

  machine.schedule.next_at = machine.wall + TNY_SCHEDULE_FIRST;

  return machine;
}

static void
test_hourly (void)
{
  Machine machine = new_machine ();

  g_assert_cmpuint (live (&machine, 59 * 60), ==, 0);        /* the first one is an hour out */
  g_assert_cmpuint (live (&machine, 60), ==, 1);
  g_assert_cmpuint (live (&machine, DAY), ==, 24);
}

/* Asleep over many runs, or with clocks that jump: one run when it wakes, then as ever. */
static void
test_jumps (void)
{
  static const gint64 jumps[] = { 600, -600, 8 * HOUR, 2 * DAY, -2 * DAY, 90, -90, HOUR, -HOUR, 400 * DAY,
                                  -400 * DAY, 30 };
  Machine machine = new_machine ();

  live (&machine, 2 * HOUR);
  for (guint i = 0; i < G_N_ELEMENTS (jumps); i++)
    {
      guint runs;

      machine.wall += jumps[i];
      runs = live (&machine, 60);
      g_assert_cmpuint (runs, <=, 1);
      if (jumps[i] >= HOUR)
        g_assert_cmpuint (runs, ==, 1);
      /* within two hours at the latest it goes on, once an hour */
      runs = live (&machine, 2 * HOUR + 120);
      g_assert_cmpuint (runs, >=, 1);
      g_assert_cmpuint (runs, <=, 3);
      g_assert_cmpuint (live (&machine, DAY), ==, 24);
    }
}

static void
test_missed (void)
{
  TnySchedule schedule = { .interval = HOUR, .next_at = 100 * HOUR };

  g_assert_cmpint (tny_schedule_missed (&schedule, 99 * HOUR), ==, 0);
  g_assert_cmpint (tny_schedule_missed (&schedule, 100 * HOUR + 60), ==, 0);
  g_assert_cmpint (tny_schedule_missed (&schedule, 108 * HOUR + 60), ==, 8);
  schedule.next_at = 0;
  g_assert_cmpint (tny_schedule_missed (&schedule, 108 * HOUR), ==, 0);
  g_assert_cmpint (tny_schedule_next (&schedule, 108 * HOUR, NULL), ==, 0);
}

static void
test_old (void)
{
  gint64 now = 1000 * DAY;

  g_assert_true (tny_schedule_is_old (HOUR, 0, now));
  g_assert_true (tny_schedule_is_old (HOUR, now - HOUR, now));
  g_assert_true (tny_schedule_is_old (HOUR, now - 56 * 60, now));      /* a run that took four minutes */
  g_assert_false (tny_schedule_is_old (HOUR, now - 50 * 60, now));
  g_assert_false (tny_schedule_is_old (0, now - DAY, now));
  g_assert_true (tny_schedule_is_old (HOUR, now + DAY, now));          /* read when the clock was wrong */
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sync/schedule/quiet-hours-end-by-the-clock-on-the-wall", test_quiet_hours);
  g_test_add_func ("/sync/schedule/hourly-after-an-hour", test_hourly);
  g_test_add_func ("/sync/schedule/sleep-and-clock-jumps-cost-one-run", test_jumps);
  g_test_add_func ("/sync/schedule/missed-runs-are-counted", test_missed);
  g_test_add_func ("/sync/schedule/what-is-old", test_old);

  return g_test_run ();
}
