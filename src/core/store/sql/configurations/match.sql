-- SPDX-License-Identifier: GPL-3.0-or-later
-- The device that a configuration is, how it came to be, and both names.
SELECT x.tenant_graph_id, x.device_graph_id, x.method, c.name,
       coalesce ((SELECT d.name FROM devices AS d JOIN tenants AS t ON t.id = d.tenant_id
                   WHERE t.graph_id = x.tenant_graph_id AND d.graph_id = x.device_graph_id LIMIT 1), '')
  FROM device_matches AS x JOIN configurations AS c ON c.id = x.configuration_id
 WHERE x.configuration_id = :id
