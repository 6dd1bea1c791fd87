-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT c.id, c.first_name, c.last_name, c.title,
       (SELECT group_concat (x.field || '=' || x.rule, ' ') FROM contact_choices AS x WHERE x.contact_id = c.id)
  FROM contacts AS c
 WHERE c.organization_id = :organization_id
 ORDER BY c.id
