-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT x.reasons
  FROM devices AS d
  JOIN tenants AS t ON t.id = d.tenant_id
  JOIN device_matches AS x ON x.tenant_graph_id = t.graph_id AND x.device_graph_id = d.graph_id
 WHERE d.id = :id
