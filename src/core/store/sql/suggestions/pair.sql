-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT s.score, s.reasons
  FROM suggestions AS s
 WHERE s.tenant_id = :tenant_id AND s.organization_id = :organization_id
   AND NOT EXISTS (SELECT 1 FROM refused_pairs AS r
                    WHERE r.tenant_id = s.tenant_id AND r.organization_id = s.organization_id)
