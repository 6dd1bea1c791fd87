-- SPDX-License-Identifier: GPL-3.0-or-later
-- Tenants that were matched and whose users nobody read yet, or only long before: by ones that were ignored
-- until then. Not again after a try.
SELECT t.id
  FROM matches AS m
  JOIN tenants AS t ON t.id = m.tenant_id
  JOIN tenant_rules AS r ON r.tenant_id = t.id
  JOIN connections AS c ON c.id = t.connection_id
  LEFT JOIN tenant_streams AS s ON s.tenant_id = t.id AND s.name = 'users'
 WHERE t.connection_id = :connection_id AND m.state = 'matched' AND t.gone_at IS NULL AND t.in_scope
   AND r.interval_secs > 0 AND instr (',' || r.streams || ',', ',users,')
   AND coalesce (t.users_read_at, 0) < m.decided_at - 2 * max (r.interval_secs, 3600)
   AND coalesce (s.tried_at, 0) < m.decided_at
 ORDER BY r.priority DESC, t.id
