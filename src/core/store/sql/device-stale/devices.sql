-- SPDX-License-Identifier: GPL-3.0-or-later
-- The devices of an organization, and whether each has a decision.
SELECT d.id, t.graph_id, d.graph_id, d.name, d.serial_number, d.wifi_mac, d.ethernet_mac,
       x.state IS NOT NULL
  FROM matches AS m
  JOIN tenants AS t ON t.id = m.tenant_id AND t.gone_at IS NULL
  JOIN devices AS d ON d.tenant_id = t.id
  LEFT JOIN device_matches AS x
    ON x.tenant_graph_id = t.graph_id AND x.device_graph_id = d.graph_id
 WHERE m.organization_id = :id
 ORDER BY d.id
