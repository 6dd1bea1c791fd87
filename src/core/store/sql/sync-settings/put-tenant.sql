-- SPDX-License-Identifier: GPL-3.0-or-later
INSERT INTO tenant_settings (tenant_id, sync, streams, sync_users, subscriptions, guests, disabled, shared,
                             interval_secs, quiet_from, quiet_until, priority)
VALUES (:id, :sync, :streams, :sync_users, :subscriptions, :guests, :disabled, :shared, :interval_secs,
        :quiet_from, :quiet_until, :priority)
ON CONFLICT (tenant_id) DO UPDATE
   SET sync = excluded.sync, streams = excluded.streams, sync_users = excluded.sync_users,
       subscriptions = excluded.subscriptions, guests = excluded.guests, disabled = excluded.disabled,
       shared = excluded.shared, interval_secs = excluded.interval_secs, quiet_from = excluded.quiet_from,
       quiet_until = excluded.quiet_until, priority = excluded.priority;
