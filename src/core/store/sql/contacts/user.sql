-- SPDX-License-Identifier: GPL-3.0-or-later
-- Two rows are as good as none: an address must name one user, and one that is nobody else. Aliases are
-- folded, one a line.
SELECT DISTINCT u.id
  FROM contacts AS c
  JOIN matches AS m ON m.organization_id = c.organization_id
  JOIN tenants AS t ON t.id = m.tenant_id
  JOIN users AS u ON u.tenant_id = m.tenant_id AND u.state = 'present'
  JOIN contact_items AS i ON i.contact_id = c.id AND i.kind = 'email'
 WHERE c.id = :id
   AND (instr (char (10) || u.aliases || char (10), char (10) || i.folded || char (10))
        OR lower (u.user_principal_name) = i.folded)
   AND NOT EXISTS (SELECT 1 FROM user_contacts AS l
                    WHERE l.tenant_graph_id = t.graph_id AND l.user_graph_id = u.graph_id)
 LIMIT 2
