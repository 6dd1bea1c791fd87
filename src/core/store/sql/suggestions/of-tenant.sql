-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT s.organization_id, o.name, s.score, s.reasons
  FROM suggestions AS s JOIN organizations AS o ON o.id = s.organization_id
 WHERE s.tenant_id = :tenant_id
   AND NOT EXISTS (SELECT 1 FROM matches AS m WHERE m.tenant_id = s.tenant_id)
   AND NOT EXISTS (SELECT 1 FROM refused_pairs AS r
                    WHERE r.tenant_id = s.tenant_id AND r.organization_id = s.organization_id)
 ORDER BY s.rank
