-- SPDX-License-Identifier: GPL-3.0-or-later
-- Best candidates worth accepting together. A conflict: the organization has a tenant already, or
-- another undecided tenant has the same best candidate, in this list or as close.
WITH best AS (
  SELECT t.id AS tenant_id, t.name AS tenant_name, t.name_folded, s.organization_id, s.score
    FROM tenants AS t
    JOIN suggestions AS s
      ON s.tenant_id = t.id
     AND s.rank = (SELECT min (b.rank)
                     FROM suggestions AS b
                    WHERE b.tenant_id = t.id
                      AND NOT EXISTS (SELECT 1 FROM refused_pairs AS r
                                       WHERE r.tenant_id = t.id
                                         AND r.organization_id = b.organization_id))
   WHERE t.gone_at IS NULL AND NOT EXISTS (SELECT 1 FROM matches AS m WHERE m.tenant_id = t.id)),
top AS MATERIALIZED (
  SELECT tenant_id, tenant_name, name_folded, organization_id, score,
         count (*) OVER (PARTITION BY organization_id ORDER BY score DESC
                         RANGE BETWEEN UNBOUNDED PRECEDING AND 15 FOLLOWING) AS rivals,
         count (*) FILTER (WHERE score >= :at_least) OVER (PARTITION BY organization_id) AS listed
    FROM best)
SELECT p.tenant_id, p.organization_id, p.tenant_name, o.name, p.score,
       p.rivals > 1 OR p.listed > 1
       OR EXISTS (SELECT 1 FROM matches AS m WHERE m.organization_id = p.organization_id), NULL
  FROM top AS p JOIN organizations AS o ON o.id = p.organization_id
 WHERE p.score >= :at_least
 ORDER BY p.score DESC, p.name_folded, p.tenant_id
