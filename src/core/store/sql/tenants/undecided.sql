-- SPDX-License-Identifier: GPL-3.0-or-later
-- Tenants without a decision: whether their name is nobody else's, and whether their candidates have to
-- be computed anew.
SELECT t.id, t.name,
       NOT EXISTS (SELECT 1 FROM tenants AS x
                    WHERE x.name_folded = t.name_folded AND x.id <> t.id AND x.gone_at IS NULL),
       EXISTS (SELECT 1 FROM match_marks AS k WHERE k.tenant_id = t.id)
  FROM tenants AS t
 WHERE t.gone_at IS NULL AND t.in_scope AND NOT EXISTS (SELECT 1 FROM matches AS m WHERE m.tenant_id = t.id)
 ORDER BY t.id
