-- SPDX-License-Identifier: GPL-3.0-or-later
-- Best candidates worth accepting together. A conflict: another device has the same best candidate.
WITH best AS (
  SELECT d.id, d.name, d.sort_name, s.configuration_id, s.score, m.organization_id
    FROM devices AS d
    JOIN tenants AS t ON t.id = d.tenant_id AND t.gone_at IS NULL
    JOIN matches AS m ON m.tenant_id = d.tenant_id
    JOIN device_suggestions AS s
      ON s.device_id = d.id
     AND s.rank = (SELECT min (b.rank) FROM device_suggestions AS b WHERE b.device_id = d.id)
   WHERE NOT EXISTS (SELECT 1 FROM device_matches AS x
                      WHERE x.tenant_graph_id = t.graph_id AND x.device_graph_id = d.graph_id))
SELECT b.id, b.configuration_id, b.name, c.name, b.score,
       (SELECT count (*) FROM best AS r WHERE r.configuration_id = b.configuration_id) > 1, o.name
  FROM best AS b
  JOIN configurations AS c ON c.id = b.configuration_id
  JOIN organizations AS o ON o.id = b.organization_id
 WHERE b.score >= :at_least AND (:organization_id = 0 OR b.organization_id = :organization_id)
 ORDER BY b.score DESC, b.sort_name, b.id
