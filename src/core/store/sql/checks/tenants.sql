-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT t.id, t.graph_id, t.name
  FROM tenants AS t
  LEFT JOIN matches AS m ON m.tenant_id = t.id
 WHERE t.connection_id = :connection_id
   AND t.gone_at IS NULL
   AND (:ignored_too OR m.state IS NOT 'ignored')
 ORDER BY t.name_folded, t.id
