-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT d.id
  FROM decisions AS d
 WHERE (:filter IS NULL OR d.action = :filter)
   AND (:tenant_id = 0 OR d.tenant_id = :tenant_id)
   AND (:organization_id = 0 OR d.organization_id = :organization_id)
   AND (:search IS NULL
        OR instr (lower (d.tenant_name), :search)
        OR instr (lower (coalesce (d.organization_name, '')), :search)
        OR instr (lower (d.who), :search))
