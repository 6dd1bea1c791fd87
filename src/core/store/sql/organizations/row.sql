-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT o.id, o.external_id, o.name, o.type, o.status, o.short_name, o.description, o.quick_notes, o.alert,
       o.origin,
       (SELECT count (*) FROM contacts AS c WHERE c.organization_id = o.id),
       (SELECT count (*) FROM matches AS m WHERE m.organization_id = o.id),
       (SELECT coalesce (sum (x.users_present), 0)
          FROM matches AS m JOIN tenants AS x ON x.id = m.tenant_id
         WHERE m.organization_id = o.id),
       t.id, t.name,
       (SELECT iif (count (*) = count (x.users_read_at), min (x.users_read_at), NULL)
          FROM matches AS m JOIN tenants AS x ON x.id = m.tenant_id
         WHERE m.organization_id = o.id)
  FROM organizations AS o
  LEFT JOIN tenants AS t
    ON t.id = (SELECT min (m.tenant_id) FROM matches AS m WHERE m.organization_id = o.id)
 WHERE o.id = :id
