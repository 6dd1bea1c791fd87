-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT d.id, r.configuration_id
  FROM matches AS m
  JOIN tenants AS t ON t.id = m.tenant_id
  JOIN devices AS d ON d.tenant_id = t.id
  JOIN device_refused AS r ON r.tenant_graph_id = t.graph_id AND r.device_graph_id = d.graph_id
 WHERE m.organization_id = :id
