-- SPDX-License-Identifier: GPL-3.0-or-later
-- Contacts of an organization (0: of all) by id here, id in the file they came from, name or address.
SELECT c.id, coalesce (c.external_id, ''),
       trim (coalesce (c.first_name, '') || ' ' || coalesce (c.last_name, ''))
  FROM contacts AS c
 WHERE :organization_id IN (0, c.organization_id)
   AND (c.id = :id
        OR (:id = 0
            AND (c.external_id = :external_id
                 OR c.sort_name IN (SELECT j.value FROM json_each (:names) AS j)
                 OR EXISTS (SELECT 1 FROM contact_items AS i
                             WHERE i.contact_id = c.id AND i.kind = 'email' AND i.folded = :folded))))
 ORDER BY c.id
 LIMIT 20
