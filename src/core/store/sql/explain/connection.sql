-- SPDX-License-Identifier: GPL-3.0-or-later
-- A connection by its id or name, and its numbers, NULL where nothing was read.
SELECT c.name, c.streams, c.reach, c.sign_in_state,
       (SELECT nullif (count (*), 0) FROM tenants AS t WHERE t.connection_id = c.id AND t.gone_at IS NULL),
       (SELECT max (t.users_read_at) FROM tenants AS t WHERE t.connection_id = c.id),
       (SELECT max (s.read_at) FROM tenant_streams AS s JOIN tenants AS t ON t.id = s.tenant_id
         WHERE t.connection_id = c.id AND s.name = 'mailboxes'),
       (SELECT max (s.read_at) FROM tenant_streams AS s JOIN tenants AS t ON t.id = s.tenant_id
         WHERE t.connection_id = c.id AND s.name = 'licences'),
       (SELECT max (s.read_at) FROM tenant_streams AS s JOIN tenants AS t ON t.id = s.tenant_id
         WHERE t.connection_id = c.id AND s.name = 'devices'),
       c.id,
       (SELECT max (t.listed_at) FROM tenants AS t WHERE t.connection_id = c.id)
  FROM connections AS c
 WHERE c.id = :id OR (:id = 0 AND c.name = :name)
 LIMIT 2
