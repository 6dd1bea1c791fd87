-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT c.id
  FROM configurations AS c JOIN organizations AS o ON o.id = c.organization_id
 WHERE (:organization_id = 0 OR c.organization_id = :organization_id)
   AND (:tenant_id = 0
        OR c.organization_id IN (SELECT m.organization_id FROM matches AS m WHERE m.tenant_id = :tenant_id))
   AND (:search IS NULL
        OR instr (c.sort_name, :search)
        OR instr (lower (coalesce (c.hostname, '')), :search)
        OR instr (lower (coalesce (c.serial_number, '')), :search)
        OR instr (o.name_folded, :search))
