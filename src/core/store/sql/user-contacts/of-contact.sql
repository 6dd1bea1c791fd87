-- SPDX-License-Identifier: GPL-3.0-or-later
-- The user of a tenant who is a contact, and whether Microsoft still has that user.
SELECT l.user_graph_id,
       (SELECT coalesce (u.display_name, u.user_principal_name)
          FROM tenants AS t JOIN users AS u ON u.tenant_id = t.id AND u.graph_id = l.user_graph_id
         WHERE t.graph_id = l.tenant_graph_id AND u.state = 'present' LIMIT 1)
  FROM user_contacts AS l
 WHERE l.contact_id = :contact_id AND l.tenant_graph_id = :tenant_graph_id
