-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT DISTINCT c.organization_id
  FROM contact_items AS i JOIN contacts AS c ON c.id = i.contact_id
 WHERE i.kind = 'email' AND i.folded = :address
