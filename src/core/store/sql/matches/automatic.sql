-- SPDX-License-Identifier: GPL-3.0-or-later
-- Only where nothing was decided or refused since it was looked at, and the organization is nobody's.
INSERT INTO matches (tenant_id, state, organization_id, method, score, reasons, decided_at, decided_by)
SELECT t.id, 'matched', o.id, 'automatic', :score, :reasons, :at, 'automatic'
  FROM tenants AS t, organizations AS o
 WHERE t.id = :tenant_id AND t.gone_at IS NULL AND o.id = :organization_id
   AND t.name_folded = o.name_folded
   AND NOT EXISTS (SELECT 1 FROM matches AS m WHERE m.tenant_id = t.id OR m.organization_id = o.id)
   AND NOT EXISTS (SELECT 1 FROM refused_pairs AS r
                    WHERE r.tenant_id = t.id AND r.organization_id = o.id)
   AND NOT EXISTS (SELECT 1 FROM organizations AS x WHERE x.name_folded = o.name_folded AND x.id <> o.id)
   AND NOT EXISTS (SELECT 1 FROM tenants AS x
                    WHERE x.name_folded = t.name_folded AND x.id <> t.id AND x.gone_at IS NULL)
