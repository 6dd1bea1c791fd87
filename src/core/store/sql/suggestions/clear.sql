-- SPDX-License-Identifier: GPL-3.0-or-later
-- Candidates of a decided tenant stay: they come back when the decision is taken back.
DELETE FROM suggestions
 WHERE tenant_id = :tenant_id
   AND NOT EXISTS (SELECT 1 FROM matches AS m WHERE m.tenant_id = :tenant_id)
