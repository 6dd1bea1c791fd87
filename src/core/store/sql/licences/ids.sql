-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT l.id
  FROM licences AS l
  JOIN tenants AS t ON t.id = l.tenant_id AND t.gone_at IS NULL AND t.in_scope
  LEFT JOIN matches AS m ON m.tenant_id = l.tenant_id
  LEFT JOIN organizations AS o ON o.id = m.organization_id
 WHERE (:tenant_id = 0 OR l.tenant_id = :tenant_id)
   AND (:organization_id = 0 OR m.organization_id = :organization_id)
   AND (:search IS NULL
        OR instr (l.sort_name, :search)
        OR instr (lower (l.part_number), :search)
        OR instr (t.name_folded, :search)
        OR instr (coalesce (o.name_folded, ''), :search))
