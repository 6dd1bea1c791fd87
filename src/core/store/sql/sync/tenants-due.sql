-- SPDX-License-Identifier: GPL-3.0-or-later
-- Whose users to read: the important ones first, then the largest, so that no worker begins the longest one
-- last. Expected are all users of a tenant, or none where only changes will be asked for.
SELECT t.id, t.graph_id, t.name,
       iif (l.saved_at > :fresh, 0, coalesce (t.users_reported, t.users_present)),
       coalesce (m.state, '') = 'ignored', r.streams, r.own_interval, r.interval_secs, r.quiet_from,
       r.quiet_until, t.users_read_at, t.relationship, coalesce (t.access, '') = 'relationship',
       l.link, l.shape, l.run_id, l.saved_at,
       EXISTS (SELECT 1 FROM cursors AS c
                WHERE c.connection_id = t.connection_id AND c.tenant_id = t.id AND c.stream = 'users'),
       t.scope_stale
  FROM tenants AS t
  JOIN tenant_rules AS r ON r.tenant_id = t.id
  LEFT JOIN matches AS m ON m.tenant_id = t.id
  LEFT JOIN change_links AS l ON l.tenant_id = t.id AND l.stream = 'users'
 WHERE t.connection_id = :connection_id AND t.gone_at IS NULL AND r.sync
 ORDER BY r.priority DESC, t.users_present DESC, t.id;
