-- SPDX-License-Identifier: GPL-3.0-or-later
-- NULL: nobody has read that yet.
SELECT iif (EXISTS (SELECT 1 FROM tenant_streams AS s JOIN tenants AS t ON t.id = s.tenant_id
                     WHERE t.connection_id = :connection_id AND s.name = 'mailboxes' AND s.read_at IS NOT NULL),
            (SELECT count (*) FROM mailboxes AS b JOIN tenants AS t ON t.id = b.tenant_id
              WHERE t.connection_id = :connection_id AND t.gone_at IS NULL AND t.in_scope), NULL),
       (SELECT sum (l.consumed) FROM licences AS l JOIN tenants AS t ON t.id = l.tenant_id
         WHERE t.connection_id = :connection_id AND t.gone_at IS NULL AND t.in_scope)
