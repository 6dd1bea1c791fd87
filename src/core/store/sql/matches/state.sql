-- SPDX-License-Identifier: GPL-3.0-or-later
-- What a decision can change about a tenant: its match, and what was said not to be the same. The text
-- is compared as a whole, so the order of keys matters.
SELECT (SELECT json_object ('state', m.state, 'organization_id', m.organization_id, 'method', m.method,
                            'score', m.score, 'reasons', m.reasons, 'decided_at', m.decided_at,
                            'decided_by', m.decided_by)
          FROM matches AS m WHERE m.tenant_id = t.id),
       (SELECT json_group_array (p.organization_id)
          FROM (SELECT r.organization_id FROM refused_pairs AS r WHERE r.tenant_id = t.id
                 ORDER BY r.organization_id) AS p),
       t.name, t.gone_at IS NOT NULL,
       (SELECT m.state FROM matches AS m WHERE m.tenant_id = t.id),
       (SELECT m.organization_id FROM matches AS m WHERE m.tenant_id = t.id)
  FROM tenants AS t
 WHERE t.id = :tenant_id
