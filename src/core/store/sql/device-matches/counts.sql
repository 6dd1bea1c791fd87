-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT count (*) FILTER (WHERE x.state IS NULL),
       count (*) FILTER (WHERE x.state IS NULL
                           AND EXISTS (SELECT 1 FROM device_suggestions AS s WHERE s.device_id = d.id)),
       count (*) FILTER (WHERE x.state = 'matched'),
       count (*) FILTER (WHERE x.state = 'ignored'),
       count (*)
  FROM devices AS d
  JOIN tenants AS t ON t.id = d.tenant_id AND t.gone_at IS NULL
  LEFT JOIN matches AS m ON m.tenant_id = d.tenant_id
  LEFT JOIN device_matches AS x
    ON x.tenant_graph_id = t.graph_id AND x.device_graph_id = d.graph_id
 WHERE (:organization_id = 0 OR m.organization_id = :organization_id)
