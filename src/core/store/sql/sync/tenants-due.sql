-- SPDX-License-Identifier: GPL-3.0-or-later
-- Whose users to read, the largest first, so that no worker begins the longest one last.
SELECT t.id, t.graph_id, t.name, coalesce (t.users_reported, t.users_present),
       coalesce (m.state, '') = 'ignored'
  FROM tenants AS t LEFT JOIN matches AS m ON m.tenant_id = t.id
 WHERE t.connection_id = :connection_id AND t.gone_at IS NULL
 ORDER BY t.users_present DESC, t.id;
