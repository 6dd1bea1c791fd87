/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-clock.h"

#include <time.h>

static gint64
real_now (TnyClock *self)
{
  return g_get_real_time () / G_USEC_PER_SEC;
}

/* g_get_monotonic_time() stands still during suspend; a Retry-After of an hour must not. */
static gint64
real_boot (TnyClock *self)
{
  struct timespec ts;

  clock_gettime (CLOCK_BOOTTIME, &ts);
  return (gint64) ts.tv_sec * G_USEC_PER_SEC + ts.tv_nsec / 1000;
}

static gboolean
real_wait (TnyClock *self, gint64 usec, GCancellable *cancellable)
{
  gint64 end = real_boot (self) + usec;
  GPollFD fd;
  gboolean has_fd = g_cancellable_make_pollfd (cancellable, &fd);
  gboolean whole = TRUE;

  for (;;)
    {
      gint64 left = end - real_boot (self);

      if (g_cancellable_is_cancelled (cancellable))
        {
          whole = FALSE;
          break;
        }
      if (left <= 0)
        break;
      /* Poll's timer stops during suspend, boot time does not: wake once a minute to compare. */
      g_poll (has_fd ? &fd : NULL, has_fd ? 1 : 0, (int) MIN ((left + 999) / 1000, 60 * 1000));
    }
  if (has_fd)
    g_cancellable_release_fd (cancellable);

  return whole;
}

static TnyClock real_clock = { real_now, real_boot, real_wait };

gint64
tny_clock_now (TnyClock *self)
{
  self = self != NULL ? self : &real_clock;
  return self->now (self);
}

gint64
tny_clock_boot (TnyClock *self)
{
  self = self != NULL ? self : &real_clock;
  return self->boot (self);
}

gboolean
tny_wait (TnyClock *clock, gint64 usec, GCancellable *cancellable, GError **error)
{
  clock = clock != NULL ? clock : &real_clock;

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  if (usec <= 0)
    return TRUE;
  if (!clock->wait (clock, usec, cancellable))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "Cancelled while waiting");
      return FALSE;
    }

  return TRUE;
}
