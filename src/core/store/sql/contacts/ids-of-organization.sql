-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT c.id
  FROM contacts AS c
 WHERE c.organization_id IN (SELECT m.organization_id FROM matches AS m WHERE m.tenant_id = :tenant_id
                             UNION ALL
                             SELECT :organization_id WHERE :tenant_id = 0)
   AND (:organization_id = 0 OR c.organization_id = :organization_id)
   AND (:search IS NULL
        OR instr (c.sort_name, :search)
        OR EXISTS (SELECT 1 FROM contact_items AS i
                    WHERE i.contact_id = c.id AND i.kind <> 'other' AND instr (i.folded, :search)))
