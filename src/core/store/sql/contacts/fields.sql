-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT c.external_id, c.organization_id, c.first_name, c.last_name, c.type, c.title, c.location,
       c.important, c.notes
  FROM contacts AS c
 WHERE c.id = :id
