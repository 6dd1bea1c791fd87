-- SPDX-License-Identifier: GPL-3.0-or-later
-- Nothing, when all is as the connection says.
SELECT sync, streams, sync_users, subscriptions, guests, disabled, shared, interval_secs, quiet_from,
       quiet_until, priority
  FROM tenant_settings
 WHERE tenant_id = :id
