-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT c.name, c.organization_id,
       (SELECT coalesce ((SELECT d.name FROM devices AS d JOIN tenants AS t ON t.id = d.tenant_id
                           WHERE t.graph_id = x.tenant_graph_id AND d.graph_id = x.device_graph_id LIMIT 1),
                         lower (hex (x.device_graph_id)))
          FROM device_matches AS x WHERE x.configuration_id = c.id)
  FROM configurations AS c
 WHERE c.id = :id
