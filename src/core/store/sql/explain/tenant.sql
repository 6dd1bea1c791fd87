-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT t.graph_id, t.name, t.connection_id, t.access, t.access_detail, t.users_read_at, t.listed_at,
       t.gone_at, c.streams, c.reach, t.default_domain, t.city, t.country, t.relationship,
       t.relationship_ends, t.users_reported
  FROM tenants AS t JOIN connections AS c ON c.id = t.connection_id
 WHERE t.id = :id
