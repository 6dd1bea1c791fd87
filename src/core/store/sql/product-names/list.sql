-- SPDX-License-Identifier: GPL-3.0-or-later
-- The products somebody has bought or named.
SELECT l.sku_id, min (l.part_number), p.name
  FROM licences AS l LEFT JOIN product_names AS p ON p.sku_id = l.sku_id
 GROUP BY l.sku_id
 UNION ALL
SELECT p.sku_id, NULL, p.name
  FROM product_names AS p
 WHERE NOT EXISTS (SELECT 1 FROM licences AS l WHERE l.sku_id = p.sku_id)
 ORDER BY 1
