-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT m.reasons, m.method, t.name, o.name
  FROM matches AS m JOIN tenants AS t ON t.id = m.tenant_id
  LEFT JOIN organizations AS o ON o.id = m.organization_id
 WHERE m.tenant_id = :tenant_id
