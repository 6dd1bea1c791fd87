-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT id, coalesce (external_id, ''), name FROM organizations WHERE name_folded = :folded
UNION
SELECT id, coalesce (external_id, ''), name FROM organizations WHERE external_id = :external_id
 ORDER BY 1
 LIMIT 20
