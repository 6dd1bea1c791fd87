-- SPDX-License-Identifier: GPL-3.0-or-later
-- A tenant that two connections list is looked at once. A decision holds for the organization it was made
-- for.
SELECT u.id, u.tenant_id, t.graph_id, u.graph_id, u.user_principal_name, u.display_name, u.given_name,
       u.surname, u.aliases, u.job_title, u.business_phone, u.mobile_phone, u.user_type, u.enabled, u.state,
       l.contact_id, d.action, d.contact_id,
       (SELECT b.kind FROM mailboxes AS b WHERE b.user_id = u.id ORDER BY b.kind = 'person', b.id LIMIT 1),
       u.scope IS NOT NULL
  FROM matches AS m
  JOIN tenants AS t ON t.id = m.tenant_id AND t.gone_at IS NULL
  JOIN users AS u ON u.tenant_id = t.id
  LEFT JOIN user_contacts AS l ON l.tenant_graph_id = t.graph_id AND l.user_graph_id = u.graph_id
  LEFT JOIN contact_decisions AS d
    ON d.tenant_graph_id = t.graph_id AND d.user_graph_id = u.graph_id AND d.organization_id = m.organization_id
 WHERE m.organization_id = :organization_id
   AND NOT EXISTS (SELECT 1 FROM matches AS m2 JOIN tenants AS t2 ON t2.id = m2.tenant_id
                    WHERE m2.organization_id = m.organization_id AND t2.gone_at IS NULL
                      AND t2.graph_id = t.graph_id AND t2.id < t.id)
 ORDER BY u.sort_name, u.id
