-- SPDX-License-Identifier: GPL-3.0-or-later
-- Another user of the tenant who is a contact and shall stay it, or for whom it was chosen.
SELECT coalesce (u.display_name, u.user_principal_name)
  FROM (SELECT l.user_graph_id AS id
          FROM user_contacts AS l
         WHERE l.contact_id = :contact_id AND l.tenant_graph_id = :tenant_graph_id
           AND NOT EXISTS (SELECT 1 FROM contact_decisions AS d
                            WHERE d.tenant_graph_id = l.tenant_graph_id AND d.user_graph_id = l.user_graph_id
                              AND d.organization_id = :organization_id AND d.action <> 'skip'
                              AND d.contact_id IS NOT :contact_id)
        UNION ALL
        SELECT d.user_graph_id
          FROM contact_decisions AS d
         WHERE d.contact_id = :contact_id AND d.tenant_graph_id = :tenant_graph_id
           AND d.organization_id = :organization_id) AS x
  JOIN tenants AS t ON t.graph_id = :tenant_graph_id
  JOIN users AS u ON u.tenant_id = t.id AND u.graph_id = x.id AND u.state = 'present'
 WHERE x.id <> :user_graph_id
 LIMIT 1
