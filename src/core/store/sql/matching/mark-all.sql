-- SPDX-License-Identifier: GPL-3.0-or-later
INSERT OR IGNORE INTO match_marks
SELECT t.id FROM tenants AS t
 WHERE t.gone_at IS NULL AND NOT EXISTS (SELECT 1 FROM matches AS m WHERE m.tenant_id = t.id)
