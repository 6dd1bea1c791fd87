-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT i.contact_id, i.kind, i.folded
  FROM contacts AS c JOIN contact_items AS i ON i.contact_id = c.id
 WHERE c.organization_id = :organization_id AND i.kind <> 'other'
 ORDER BY c.id, i.is_primary DESC, i.id
