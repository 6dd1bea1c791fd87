-- SPDX-License-Identifier: GPL-3.0-or-later
-- What the tenants of a connection have bought, and for how many people it is assigned.
SELECT l.sku_id, min (l.part_number), total (l.consumed), count (DISTINCT l.tenant_id),
       (SELECT p.name FROM product_names AS p WHERE p.sku_id = l.sku_id)
  FROM licences AS l JOIN tenants AS t ON t.id = l.tenant_id
 WHERE t.connection_id = :connection_id AND (:tenant_id = 0 OR t.id = :tenant_id) AND t.gone_at IS NULL
 GROUP BY l.sku_id
 ORDER BY min (l.sort_name), l.sku_id
