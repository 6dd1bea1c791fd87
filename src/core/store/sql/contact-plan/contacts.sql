-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT c.id, c.first_name, c.last_name, c.title
  FROM contacts AS c
 WHERE c.organization_id = :organization_id
 ORDER BY c.id
