-- SPDX-License-Identifier: GPL-3.0-or-later
-- Another interval counts from now on, and a schedule that was by hand begins.
UPDATE connections
   SET sync_new = :sync, streams = :streams, sync_users = :sync_users, subscriptions = :subscriptions,
       guests = :guests, disabled = :disabled, shared = :shared, quiet_from = :quiet_from,
       quiet_until = :quiet_until, priority = :priority,
       next_sync_at = CASE WHEN interval_secs = :interval_secs THEN next_sync_at
                           WHEN paused OR :interval_secs = 0 THEN NULL
                           ELSE min (coalesce (next_sync_at, :now + :interval_secs), :now + :interval_secs)
                      END,
       interval_secs = :interval_secs
 WHERE id = :id
