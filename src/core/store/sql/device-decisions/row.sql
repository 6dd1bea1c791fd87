-- SPDX-License-Identifier: GPL-3.0-or-later
-- In force: the newest one of its device that led to a match or to ignoring it.
SELECT d.id, d.batch, d.at, v.id, d.configuration_id, d.who, d.action, d.device_name,
       d.configuration_name, d.why, d.score,
       d.after IS NOT NULL AND v.id IS NOT NULL
       AND d.id = (SELECT max (n.id) FROM device_decisions AS n
                    WHERE n.tenant_graph_id = d.tenant_graph_id
                      AND n.device_graph_id = d.device_graph_id),
       t.name
  FROM device_decisions AS d
  LEFT JOIN tenants AS t ON t.graph_id = d.tenant_graph_id
  LEFT JOIN devices AS v ON v.tenant_id = t.id AND v.graph_id = d.device_graph_id
 WHERE d.id = :id
 LIMIT 1
