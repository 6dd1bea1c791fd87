-- SPDX-License-Identifier: GPL-3.0-or-later
-- A tenant that was given the organization by a later decision, and has it still.
SELECT t.name
  FROM matches AS m
  JOIN tenants AS t ON t.id = m.tenant_id
  JOIN decisions AS d ON d.tenant_id = m.tenant_id AND d.organization_id = m.organization_id
 WHERE m.organization_id = :organization_id AND m.tenant_id <> :tenant_id
   AND d.id > :decision_id AND d.action NOT IN ('undo', 'redo')
 LIMIT 1
