-- SPDX-License-Identifier: GPL-3.0-or-later
-- Matched before, by the ids of both. Only where nothing was decided or refused since it was looked at,
-- and the organization is nobody's.
INSERT INTO matches (tenant_id, state, organization_id, method, score, reasons, decided_at, decided_by)
SELECT t.id, 'matched', o.id, 'automatic', :score, :reasons, :at, 'automatic'
  FROM tenants AS t, organizations AS o, match_memory AS y
 WHERE t.id = :tenant_id AND t.gone_at IS NULL AND o.id = :organization_id
   AND y.tenant_graph_id = t.graph_id
   AND iif (y.external_id IS NOT NULL, o.external_id = y.external_id,
            o.id = y.organization_id AND o.name = y.organization_name)
   AND NOT EXISTS (SELECT 1 FROM matches AS m WHERE m.tenant_id = t.id OR m.organization_id = o.id)
   AND NOT EXISTS (SELECT 1 FROM refused_pairs AS r
                    WHERE r.tenant_id = t.id AND r.organization_id = o.id)
