-- SPDX-License-Identifier: GPL-3.0-or-later
-- The user that is linked to a contact, else the one that has an address of it. Two rows are as good
-- as none. Aliases are folded, one a line.
WITH linked AS (
  SELECT u.id
    FROM user_contacts AS l
    JOIN tenants AS t ON t.graph_id = l.tenant_graph_id
    JOIN users AS u ON u.tenant_id = t.id AND u.graph_id = l.user_graph_id
   WHERE l.contact_id = :id)
SELECT id FROM linked
UNION
SELECT u.id
  FROM contacts AS c
  JOIN matches AS m ON m.organization_id = c.organization_id
  JOIN users AS u ON u.tenant_id = m.tenant_id AND u.state = 'present'
  JOIN contact_items AS i ON i.contact_id = c.id AND i.kind = 'email'
 WHERE c.id = :id
   AND NOT EXISTS (SELECT 1 FROM linked)
   AND (instr (char (10) || u.aliases || char (10), char (10) || i.folded || char (10))
        OR lower (u.user_principal_name) = i.folded)
 LIMIT 2
