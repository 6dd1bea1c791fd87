-- SPDX-License-Identifier: GPL-3.0-or-later
-- Contacts of one organization with a name, and the primary address of each.
SELECT c.id, coalesce (c.external_id, ''),
       (SELECT i.folded FROM contact_items AS i
         WHERE i.contact_id = c.id AND i.kind = 'email' ORDER BY i.is_primary DESC, i.id LIMIT 1)
  FROM contacts AS c
 WHERE c.organization_id = :organization_id AND c.sort_name = :sort_name
 ORDER BY c.id
