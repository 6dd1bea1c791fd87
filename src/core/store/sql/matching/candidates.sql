-- SPDX-License-Identifier: GPL-3.0-or-later
-- Stored candidates of all tenants without a decision, in the order of the tenants.
SELECT s.tenant_id, s.organization_id, s.score, s.reasons
  FROM suggestions AS s JOIN tenants AS t ON t.id = s.tenant_id
 WHERE t.gone_at IS NULL AND NOT EXISTS (SELECT 1 FROM matches AS m WHERE m.tenant_id = s.tenant_id)
 ORDER BY s.tenant_id, s.rank
