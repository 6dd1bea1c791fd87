-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT t.graph_id, d.graph_id, d.name
  FROM devices AS d JOIN tenants AS t ON t.id = d.tenant_id
 WHERE d.id = :id
