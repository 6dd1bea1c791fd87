/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* TnyClock: two clocks and one way to wait.
 *
 * Wall time is for display, stored dates and token claims. Everything that waits or measures uses
 * boot time, which goes on during suspend and never jumps. Tests pass a clock of their own; NULL is
 * the real one everywhere a TnyClock is taken.
 */
typedef struct _TnyClock TnyClock;

struct _TnyClock
{
  gint64   (*now)      (TnyClock *self);               /* unix seconds, UTC */
  gint64   (*boot)     (TnyClock *self);               /* microseconds since boot, suspend included */
  gboolean (*wait)     (TnyClock *self, gint64 usec, GCancellable *cancellable);
};

gint64   tny_clock_now  (TnyClock *self);
gint64   tny_clock_boot (TnyClock *self);

/**
 * tny_wait:
 * @clock: (nullable): whose time
 * @usec: how long, in microseconds; 0 and less return at once
 * @cancellable: (nullable): ends the wait early
 *
 * Waits. Worker threads only: it blocks.
 *
 * Returns: FALSE with G_IO_ERROR_CANCELLED when @cancellable ended the wait
 */
gboolean tny_wait       (TnyClock      *clock,
                         gint64         usec,
                         GCancellable  *cancellable,
                         GError       **error);

G_END_DECLS
