-- SPDX-License-Identifier: GPL-3.0-or-later
-- The user that a contact is linked with, as long as the tenant is matched with its organization. One in each
-- of several tenants is possible: who is there and in use comes first.
SELECT u.id
  FROM contacts AS c
  JOIN matches AS m ON m.organization_id = c.organization_id
  JOIN tenants AS t ON t.id = m.tenant_id
  JOIN user_contacts AS l ON l.contact_id = c.id AND l.tenant_graph_id = t.graph_id
  JOIN users AS u ON u.tenant_id = t.id AND u.graph_id = l.user_graph_id
 WHERE c.id = :id
 ORDER BY u.state <> 'present', u.enabled IS 0, u.id
 LIMIT 1
