-- SPDX-License-Identifier: GPL-3.0-or-later
-- Another tenant that is matched with the organization.
SELECT t.name
  FROM matches AS m JOIN tenants AS t ON t.id = m.tenant_id
 WHERE m.organization_id = :organization_id AND m.tenant_id <> :tenant_id
 ORDER BY t.name_folded
 LIMIT 1
