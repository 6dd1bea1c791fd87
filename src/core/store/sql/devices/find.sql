-- SPDX-License-Identifier: GPL-3.0-or-later
-- The id as it is written, and the name with the tenant's.
SELECT d.id,
       lower (substr (hex (d.graph_id), 1, 8) || '-' || substr (hex (d.graph_id), 9, 4) || '-' ||
              substr (hex (d.graph_id), 13, 4) || '-' || substr (hex (d.graph_id), 17, 4) || '-' ||
              substr (hex (d.graph_id), 21)),
       d.name || ', ' || t.name
  FROM devices AS d
  JOIN tenants AS t ON t.id = d.tenant_id AND t.gone_at IS NULL
  LEFT JOIN matches AS m ON m.tenant_id = d.tenant_id
 WHERE (d.graph_id = :graph_id OR (:graph_id IS NULL AND d.sort_name = :folded))
   AND (:organization_id = 0 OR m.organization_id = :organization_id)
 ORDER BY d.id
 LIMIT 20
