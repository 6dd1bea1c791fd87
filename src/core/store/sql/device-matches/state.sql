-- SPDX-License-Identifier: GPL-3.0-or-later
-- What a decision can change about a device: its match, and what was said not to be the same. The text
-- is compared as a whole, so the order of keys matters.
SELECT (SELECT json_object ('state', x.state, 'configuration_id', x.configuration_id, 'method', x.method,
                            'score', x.score, 'reasons', x.reasons, 'decided_at', x.decided_at,
                            'decided_by', x.decided_by)
          FROM device_matches AS x
         WHERE x.tenant_graph_id = :tenant_id AND x.device_graph_id = :device_id),
       (SELECT json_group_array (p.configuration_id)
          FROM (SELECT r.configuration_id FROM device_refused AS r
                 WHERE r.tenant_graph_id = :tenant_id AND r.device_graph_id = :device_id
                 ORDER BY r.configuration_id) AS p),
       (SELECT x.state FROM device_matches AS x
         WHERE x.tenant_graph_id = :tenant_id AND x.device_graph_id = :device_id),
       (SELECT x.configuration_id FROM device_matches AS x
         WHERE x.tenant_graph_id = :tenant_id AND x.device_graph_id = :device_id),
       (SELECT m.organization_id FROM tenants AS t JOIN matches AS m ON m.tenant_id = t.id
         WHERE t.graph_id = :tenant_id AND m.organization_id IS NOT NULL LIMIT 1)
