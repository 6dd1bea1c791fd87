-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT sync_new, streams, sync_users, subscriptions, guests, disabled, shared, interval_secs, quiet_from,
       quiet_until, priority
  FROM connections
 WHERE id = :id
