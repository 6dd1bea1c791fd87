-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT c.id
  FROM contacts AS c JOIN organizations AS o ON o.id = c.organization_id
 WHERE (:search IS NULL
        OR instr (c.sort_name, :search)
        OR instr (o.name_folded, :search)
        OR EXISTS (SELECT 1 FROM contact_items AS i
                    WHERE i.contact_id = c.id AND i.kind <> 'other' AND instr (i.folded, :search)))
