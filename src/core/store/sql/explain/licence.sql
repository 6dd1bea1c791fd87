-- SPDX-License-Identifier: GPL-3.0-or-later
-- Free units and the state hang on two figures each.
SELECT l.tenant_id, l.enabled, l.warning, l.suspended, l.locked_out, l.consumed,
       l.enabled + l.warning - l.consumed, l.status
  FROM licences AS l JOIN tenants AS t ON t.id = l.tenant_id
 WHERE t.graph_id = :tenant AND l.sku_id = :sku
