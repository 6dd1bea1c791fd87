-- SPDX-License-Identifier: GPL-3.0-or-later
-- Organizations with a tenant that Microsoft still lists, all or one.
SELECT o.id, o.name, coalesce (g.value, 0)
  FROM organizations AS o LEFT JOIN contact_generations AS g ON g.organization_id = o.id
 WHERE (:organization_id = 0 OR o.id = :organization_id)
   AND EXISTS (SELECT 1 FROM matches AS m JOIN tenants AS t ON t.id = m.tenant_id
                WHERE m.organization_id = o.id AND t.gone_at IS NULL)
 ORDER BY o.name_folded, o.id
