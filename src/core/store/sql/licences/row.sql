-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT l.id, l.tenant_id, t.graph_id, t.name, m.organization_id, o.name, l.sku_id, l.part_number, l.status,
       l.enabled, l.warning, l.suspended, l.locked_out, l.consumed,
       (SELECT s.read_at FROM tenant_streams AS s WHERE s.tenant_id = l.tenant_id AND s.name = 'licences'),
       p.name
  FROM licences AS l
  JOIN tenants AS t ON t.id = l.tenant_id
  LEFT JOIN product_names AS p ON p.sku_id = l.sku_id
  LEFT JOIN matches AS m ON m.tenant_id = l.tenant_id
  LEFT JOIN organizations AS o ON o.id = m.organization_id
 WHERE l.id = :id
