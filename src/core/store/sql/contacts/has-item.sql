-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT id, is_primary FROM contact_items
 WHERE contact_id = :contact_id AND kind = :kind AND folded = :folded
 ORDER BY is_primary DESC, id
 LIMIT 1
