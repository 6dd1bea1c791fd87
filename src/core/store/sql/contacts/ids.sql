-- SPDX-License-Identifier: GPL-3.0-or-later
-- Read in the order of the table, as "users/ids".
SELECT c.id
  FROM contacts AS c NOT INDEXED
 WHERE instr (c.sort_name, :search)
    OR c.organization_id IN (SELECT o.id FROM organizations AS o WHERE instr (o.name_folded, :search))
    OR EXISTS (SELECT 1 FROM contact_items AS i
                WHERE i.contact_id = c.id AND i.kind <> 'other' AND instr (i.folded, :search))
