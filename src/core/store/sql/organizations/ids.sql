-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT o.id
  FROM organizations AS o
 WHERE (:organization_id = 0 OR o.id = :organization_id)
   AND (:tenant_id = 0
        OR o.id IN (SELECT m.organization_id FROM matches AS m WHERE m.tenant_id = :tenant_id))
   AND (:search IS NULL
        OR instr (o.name_folded, :search)
        OR instr (lower (coalesce (o.short_name, '')), :search))
