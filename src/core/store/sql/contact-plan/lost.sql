-- SPDX-License-Identifier: GPL-3.0-or-later
-- Links of contacts to users of the organization's tenants who are not stored any more.
SELECT l.contact_id, min (t.id)
  FROM contacts AS c
  JOIN user_contacts AS l ON l.contact_id = c.id
  JOIN matches AS m ON m.organization_id = c.organization_id
  JOIN tenants AS t ON t.id = m.tenant_id AND t.graph_id = l.tenant_graph_id AND t.gone_at IS NULL
 WHERE c.organization_id = :organization_id
   AND NOT EXISTS (SELECT 1 FROM users AS u WHERE u.tenant_id = t.id AND u.graph_id = l.user_graph_id)
 GROUP BY l.contact_id, l.tenant_graph_id
 ORDER BY l.contact_id
