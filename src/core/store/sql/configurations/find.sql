-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT c.id, coalesce (c.external_id, ''), c.name || ', ' || o.name
  FROM configurations AS c JOIN organizations AS o ON o.id = c.organization_id
 WHERE (:organization_id = 0 OR c.organization_id = :organization_id)
   AND (c.id = :id
        OR (:id = 0 AND (c.external_id = :external_id OR c.sort_name = :folded
                         OR lower (c.hostname) = :folded)))
 ORDER BY c.id
 LIMIT 20
