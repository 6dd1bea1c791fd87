-- SPDX-License-Identifier: GPL-3.0-or-later
INSERT INTO suggestions (tenant_id, rank, organization_id, score, reasons)
SELECT :tenant_id, :rank, o.id, :score, :reasons
  FROM organizations AS o
 WHERE o.id = :organization_id
   AND NOT EXISTS (SELECT 1 FROM matches AS m WHERE m.tenant_id = :tenant_id)
   AND EXISTS (SELECT 1 FROM tenants AS t WHERE t.id = :tenant_id)
