-- SPDX-License-Identifier: GPL-3.0-or-later
-- A contact of another organization that has an address.
SELECT o.name
  FROM contact_items AS i
  JOIN contacts AS c ON c.id = i.contact_id AND c.organization_id <> :organization_id
  JOIN organizations AS o ON o.id = c.organization_id
 WHERE i.kind = 'email' AND i.folded = :folded
 ORDER BY o.name_folded, c.id
 LIMIT 1
