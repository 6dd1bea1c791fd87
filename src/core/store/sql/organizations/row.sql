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
         WHERE m.organization_id = o.id),
       o.website, o.phone, o.street, o.city, o.region, o.postal_code, o.country,
       (SELECT group_concat (d.domain, char (10))
          FROM (SELECT substr (i.folded, instr (i.folded, '@') + 1) AS domain
                  FROM contacts AS c JOIN contact_items AS i ON i.contact_id = c.id
                 WHERE c.organization_id = o.id AND i.kind = 'email' AND instr (i.folded, '@') > 0
                 GROUP BY 1 ORDER BY count (DISTINCT c.id) DESC, 1) AS d)
  FROM organizations AS o
  LEFT JOIN tenants AS t
    ON t.id = (SELECT min (m.tenant_id) FROM matches AS m WHERE m.organization_id = o.id)
 WHERE o.id = :id
