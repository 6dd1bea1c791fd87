-- SPDX-License-Identifier: GPL-3.0-or-later
-- Other people than before: who of them is known as a contact is counted anew.
INSERT OR IGNORE INTO match_marks
SELECT t.id FROM tenants AS t
 WHERE t.id = :tenant_id AND NOT EXISTS (SELECT 1 FROM matches AS m WHERE m.tenant_id = t.id)
