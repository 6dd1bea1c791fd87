-- SPDX-License-Identifier: GPL-3.0-or-later
-- By the names of then, and by those of today.
SELECT d.id
  FROM decisions AS d
 WHERE (:filter IS NULL OR d.action = :filter)
   AND (:tenant_id = 0 OR d.tenant_id = :tenant_id)
   AND (:organization_id = 0 OR d.organization_id = :organization_id)
   AND (:search IS NULL
        OR instr (lower (d.tenant_name), :search)
        OR instr (lower (coalesce (d.organization_name, '')), :search)
        OR d.tenant_id IN (SELECT t.id FROM tenants AS t WHERE instr (t.name_folded, :search))
        OR d.organization_id IN (SELECT o.id FROM organizations AS o WHERE instr (o.name_folded, :search))
        OR instr (lower (d.who), :search))
