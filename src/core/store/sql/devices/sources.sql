-- SPDX-License-Identifier: GPL-3.0-or-later
-- How the devices of each tenant were read last.
SELECT t.id, t.name, s.state, s.error, s.detail, s.read_at
  FROM tenants AS t
  LEFT JOIN matches AS m ON m.tenant_id = t.id
  LEFT JOIN tenant_streams AS s ON s.tenant_id = t.id AND s.name = 'devices'
 WHERE t.gone_at IS NULL AND (:organization_id = 0 OR m.organization_id = :organization_id)
 ORDER BY t.name_folded, t.id
