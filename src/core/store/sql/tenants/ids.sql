-- SPDX-License-Identifier: GPL-3.0-or-later
-- The best candidate is looked at only for tenants without a decision.
SELECT t.id
  FROM tenants AS t
  LEFT JOIN matches AS m ON m.tenant_id = t.id
  LEFT JOIN suggestions AS s
    ON m.tenant_id IS NULL AND s.tenant_id = t.id
   AND s.rank = (SELECT min (b.rank)
                   FROM suggestions AS b
                  WHERE b.tenant_id = t.id
                    AND NOT EXISTS (SELECT 1 FROM refused_pairs AS r
                                     WHERE r.tenant_id = t.id AND r.organization_id = b.organization_id))
  LEFT JOIN organizations AS o ON o.id = coalesce (m.organization_id, s.organization_id)
 WHERE t.gone_at IS NULL
   AND (:filter IS NULL
        OR CASE :filter
             WHEN 'unmatched' THEN m.tenant_id IS NULL AND t.in_scope
             WHEN 'suggested' THEN m.tenant_id IS NULL AND s.tenant_id IS NOT NULL AND t.in_scope
             ELSE m.state IS :filter
           END)
   AND (:tenant_id = 0 OR t.id = :tenant_id)
   AND (:organization_id = 0 OR m.organization_id = :organization_id)
   AND (:search IS NULL
        OR instr (t.name_folded, :search)
        OR instr (lower (coalesce (t.default_domain, '')), :search)
        OR instr (coalesce (o.name_folded, ''), :search))
