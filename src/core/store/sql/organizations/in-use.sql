-- SPDX-License-Identifier: GPL-3.0-or-later
-- How much hangs on an organization: contacts, matches that a person made, matches made by themselves,
-- a tenant's name, how many tenants were said not to be it, and configurations.
SELECT (SELECT count (*) FROM contacts AS c WHERE c.organization_id = :id),
       (SELECT count (*) FROM matches AS m WHERE m.organization_id = :id AND m.method <> 'automatic'),
       (SELECT count (*) FROM matches AS m WHERE m.organization_id = :id AND m.method = 'automatic'),
       (SELECT t.name FROM matches AS m JOIN tenants AS t ON t.id = m.tenant_id
         WHERE m.organization_id = :id ORDER BY m.method = 'automatic', t.id LIMIT 1),
       (SELECT count (*) FROM refused_pairs AS r WHERE r.organization_id = :id),
       (SELECT count (*) FROM configurations AS c WHERE c.organization_id = :id)
