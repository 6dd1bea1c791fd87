-- SPDX-License-Identifier: GPL-3.0-or-later
-- The best candidate is looked at only for devices without a decision.
SELECT d.id
  FROM devices AS d
  JOIN tenants AS t ON t.id = d.tenant_id AND t.gone_at IS NULL
  LEFT JOIN matches AS m ON m.tenant_id = d.tenant_id
  LEFT JOIN organizations AS o ON o.id = m.organization_id
  LEFT JOIN device_matches AS x
    ON x.tenant_graph_id = t.graph_id AND x.device_graph_id = d.graph_id
  LEFT JOIN device_suggestions AS s
    ON x.state IS NULL AND s.device_id = d.id
   AND s.rank = (SELECT min (b.rank) FROM device_suggestions AS b WHERE b.device_id = d.id)
  LEFT JOIN configurations AS c ON c.id = coalesce (x.configuration_id, s.configuration_id)
 WHERE (:filter IS NULL
        OR CASE :filter
             WHEN 'unmatched' THEN x.state IS NULL
             WHEN 'suggested' THEN x.state IS NULL AND s.device_id IS NOT NULL
             ELSE x.state IS :filter
           END)
   AND (:tenant_id = 0 OR d.tenant_id = :tenant_id)
   AND (:organization_id = 0 OR m.organization_id = :organization_id)
   AND (:search IS NULL
        OR instr (d.sort_name, :search)
        OR instr (lower (coalesce (d.serial_number, '')), :search)
        OR instr (lower (coalesce (d.user_principal_name, '')), :search)
        OR instr (t.name_folded, :search)
        OR instr (coalesce (o.name_folded, ''), :search)
        OR instr (coalesce (c.sort_name, ''), :search))
