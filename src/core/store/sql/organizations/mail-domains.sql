-- SPDX-License-Identifier: GPL-3.0-or-later
-- How many contacts of each organization have an address in which domain.
SELECT c.organization_id, substr (i.folded, instr (i.folded, '@') + 1), count (DISTINCT c.id)
  FROM contact_items AS i JOIN contacts AS c ON c.id = i.contact_id
 WHERE i.kind = 'email' AND instr (i.folded, '@') > 0
 GROUP BY 1, 2
