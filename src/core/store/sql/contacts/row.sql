-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT c.id, c.organization_id, o.name, c.external_id, c.first_name, c.last_name, c.title, c.type,
       c.location, c.notes, c.important
  FROM contacts AS c JOIN organizations AS o ON o.id = c.organization_id
 WHERE c.id = :id
