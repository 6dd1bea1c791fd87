-- SPDX-License-Identifier: GPL-3.0-or-later
-- An organization, and of the tenants matched with it the one whose users were read longest ago, NULL
-- without one. Two organizations are as good as none.
SELECT o.id, o.name,
       (SELECT t.id FROM matches AS m JOIN tenants AS t ON t.id = m.tenant_id
         WHERE m.organization_id = o.id AND t.gone_at IS NULL
         ORDER BY coalesce (t.users_read_at, 0), t.id LIMIT 1)
  FROM organizations AS o
 WHERE o.id = :id OR (:id = 0 AND o.name_folded = :folded)
 LIMIT 2
