-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT c.id, c.name, c.tenant_id, c.client_id, c.reach, c.account_id, c.account_name, c.sign_in_state,
       c.streams, c.account_mfa, c.secret_expires, c.signed_in_at, c.created_at, c.next_sync_at,
       c.interval_secs, c.paused, c.quiet_from, c.quiet_until, c.priority,
       (SELECT max (r.id) FROM runs AS r WHERE r.connection_id = c.id), c.cloud, c.certificate
  FROM connections AS c
 ORDER BY c.name
