-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT m.organization_id, t.name
  FROM matches AS m JOIN tenants AS t ON t.id = m.tenant_id
 WHERE m.organization_id IS NOT NULL
