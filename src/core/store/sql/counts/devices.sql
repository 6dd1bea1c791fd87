-- SPDX-License-Identifier: GPL-3.0-or-later
-- Devices with a candidate and without a decision: a person has to look. The others may well have no
-- configuration.
SELECT count (DISTINCT s.device_id)
  FROM device_suggestions AS s
  JOIN devices AS d ON d.id = s.device_id
  JOIN tenants AS t ON t.id = d.tenant_id AND t.gone_at IS NULL
 WHERE NOT EXISTS (SELECT 1 FROM device_matches AS x
                    WHERE x.tenant_graph_id = t.graph_id AND x.device_graph_id = d.graph_id)
