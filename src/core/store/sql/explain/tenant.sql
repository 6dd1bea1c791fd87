-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT t.graph_id, t.name, t.connection_id, t.access, t.access_detail, t.users_read_at, t.listed_at,
       t.gone_at, r.streams, c.reach, t.default_domain, t.city, t.country, t.relationship,
       t.relationship_ends, t.users_reported,
       (SELECT min (l.id) FROM licences AS l WHERE l.tenant_id = t.id),
       (SELECT min (b.id) FROM mailboxes AS b WHERE b.tenant_id = t.id),
       (SELECT min (d.id) FROM devices AS d WHERE d.tenant_id = t.id),
       t.street, t.region, t.postal_code, nullif (t.phones, ''),
       (SELECT min (d.name) FROM tenant_domains AS d WHERE d.tenant_id = t.id),
       c.sign_in_state, NOT r.sync, coalesce (m.state, '') = 'ignored'
  FROM tenants AS t
  JOIN connections AS c ON c.id = t.connection_id
  JOIN tenant_rules AS r ON r.tenant_id = t.id
  LEFT JOIN matches AS m ON m.tenant_id = t.id
 WHERE t.id = :id
