-- SPDX-License-Identifier: GPL-3.0-or-later
-- Whom a decision is about: the user, and the organization of its tenant.
SELECT t.graph_id, u.graph_id, coalesce (u.display_name, u.user_principal_name), u.state = 'present', t.name,
       m.organization_id, l.contact_id
  FROM users AS u
  JOIN tenants AS t ON t.id = u.tenant_id
  LEFT JOIN matches AS m ON m.tenant_id = t.id
  LEFT JOIN user_contacts AS l ON l.tenant_graph_id = t.graph_id AND l.user_graph_id = u.graph_id
 WHERE u.id = :id
