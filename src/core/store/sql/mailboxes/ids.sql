-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT b.id
  FROM mailboxes AS b
  JOIN tenants AS t ON t.id = b.tenant_id AND t.gone_at IS NULL AND t.in_scope
  LEFT JOIN matches AS m ON m.tenant_id = b.tenant_id
 WHERE (:filter IS NULL OR b.kind = :filter)
   AND (:tenant_id = 0 OR b.tenant_id = :tenant_id)
   AND (:organization_id = 0 OR m.organization_id = :organization_id)
   AND (:search IS NULL
        OR instr (b.sort_name, :search)
        OR instr (b.folded, :search)
        OR instr (t.name_folded, :search))
